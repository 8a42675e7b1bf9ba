"""Syntax as written: frozen nodes that mirror grammar/kpi.lark line for line, each with its span.

Nothing here is resolved or judged: names are words, figures are the characters that stood there. The nodes stand in
modules of their own, by what they are about; all others know them by this one. Those of `records` blocks have a name
of their own, `ast_records`.
"""

from __future__ import annotations

from kpidsl.source import Source, Span
from kpidsl.syntax import ast_records
from kpidsl.syntax.ast_chapters import (
    Actions as Actions,
    AuthorityTable as AuthorityTable,
    Changes as Changes,
    Chapter as Chapter,
    Chart as Chart,
    Column as Column,
    Commentary as Commentary,
    Dictionary as Dictionary,
    Exceptions as Exceptions,
    Glossary as Glossary,
    Milestones as Milestones,
    Overview as Overview,
    Summary as Summary,
    Table as Table,
    Workings as Workings,
)
from kpidsl.syntax.ast_conditions import (
    AgainstReference as AgainstReference,
    AllOf as AllOf,
    Amount as Amount,
    AnyOf as AnyOf,
    ByMargin as ByMargin,
    Changed as Changed,
    Compared as Compared,
    Condition as Condition,
    Dated as Dated,
    InShare as InShare,
    InState as InState,
    Margin as Margin,
    Moved as Moved,
    Not as Not,
    NoValue as NoValue,
    OfForecast as OfForecast,
    Over as Over,
    Ran as Ran,
    Run as Run,
    TargetMet as TargetMet,
    WithinAmount as WithinAmount,
    WithinTolerance as WithinTolerance,
)
from kpidsl.syntax.ast_indicators import (
    Area as Area,
    Baseline as Baseline,
    BaselineFromData as BaselineFromData,
    Benchmark as Benchmark,
    BenchmarkSource as BenchmarkSource,
    Breakdown as Breakdown,
    Compare as Compare,
    Council as Council,
    Covers as Covers,
    Decided as Decided,
    Definition as Definition,
    Example as Example,
    FiledBenchmark as FiledBenchmark,
    Floor as Floor,
    Formerly as Formerly,
    Goal as Goal,
    Group as Group,
    Indicator as Indicator,
    Judge as Judge,
    Measure as Measure,
    Override as Override,
    PartOf as PartOf,
    Polarity as Polarity,
    Profile as Profile,
    Redefined as Redefined,
    Reporting as Reporting,
    Retired as Retired,
    Revised as Revised,
    Suppress as Suppress,
    Target as Target,
    TargetFromData as TargetFromData,
    Tolerance as Tolerance,
    Unit as Unit,
)
from kpidsl.syntax.ast_report import (
    Authorities as Authorities,
    Contents as Contents,
    Define as Define,
    Front as Front,
    Language as Language,
    Report as Report,
    Scheme as Scheme,
    Section as Section,
    Setting as Setting,
    Spoken as Spoken,
    State as State,
    Theme as Theme,
    Use as Use,
)
from kpidsl.syntax.ast_rules import (
    Action as Action,
    Allow as Allow,
    Done as Done,
    Due as Due,
    Expected as Expected,
    Milestone as Milestone,
    Note as Note,
    Otherwise as Otherwise,
    Owner as Owner,
    Require as Require,
    Say as Say,
    When as When,
)
from kpidsl.syntax.ast_tests import (
    At as At,
    Expect as Expect,
    Given as Given,
    Moves as Moves,
    OfTheForecast as OfTheForecast,
    Parts as Parts,
    Says as Says,
    Test as Test,
)
from kpidsl.syntax.word import Word as Word
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Prose:
    """One `>` line; the text after the mark and one space. Empty text ends a paragraph."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that could not be read, kept so that what it was meant to give is not reported as missing too.

    `keyword` and `name` are what it seems to be; `header` tells whether it starts a block.
    """

    keyword: str
    name: str | None
    header: bool
    span: Span


Statement = (
    Language
    | Use
    | Define
    | Report
    | Setting
    | Front
    | Contents
    | Spoken
    | Authorities
    | Scheme
    | State
    | Theme
    | Section
    | Indicator
    | Definition
    | Unit
    | Polarity
    | Formerly
    | Retired
    | Measure
    | PartOf
    | Breakdown
    | Target
    | Profile
    | Revised
    | TargetFromData
    | Floor
    | Baseline
    | BaselineFromData
    | Tolerance
    | Benchmark
    | Covers
    | Compare
    | Redefined
    | Judge
    | Suppress
    | Example
    | Override
    | Changes
    | Workings
    | Commentary
    | When
    | Otherwise
    | Say
    | Require
    | Owner
    | Note
    | Action
    | Allow
    | Chapter
    | Overview
    | Table
    | AuthorityTable
    | Chart
    | Exceptions
    | Actions
    | Summary
    | Glossary
    | Dictionary
    | Milestone
    | Due
    | Done
    | Expected
    | Milestones
    | Test
    | Given
    | At
    | Expect
    | FiledBenchmark
    | BenchmarkSource
    | Area
    | Council
    | Group
    | Reporting
    | ast_records.Records
    | ast_records.Line
    | Prose
    | Broken
)

# ---- the file


@dataclass(frozen=True, slots=True)
class Comment:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A header and the lines below it, up to the next header."""

    header: Statement
    lines: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class File:
    """One `.kpi` file. `preamble` holds what stands before the first block."""

    source: Source
    preamble: tuple[Statement, ...]
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]
