"""Syntax as written: frozen nodes that mirror grammar/kpi.lark line for line, each with its span.

Nothing here is resolved or judged: names are words, figures are the characters that stood there. The nodes of `records`
blocks stand in `ast_records`.
"""

from __future__ import annotations

from kpidsl.source import Source, Span
from kpidsl.syntax import ast_records
from kpidsl.syntax.word import Word as Word  # the name that all others know it by
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure and the words of its unit: `25%`, `5` `points`, `61` `per 10,000`."""

    figure: Word
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Over:
    """`over 8 quarters`: a trend, where a comparator could stand."""

    count: Word
    grain: str
    span: Span

    @property
    def text(self) -> str:
        return f"over {self.count.text} {self.grain}"


# ---- conditions


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """`for 3 quarters`; without a count, `kind` is `first` (for the first time) or `again`."""

    count: Word | None
    grain: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ran:
    """A condition that has held for a while, or holds for the first time, or again."""

    part: Condition
    run: Run
    span: Span


@dataclass(frozen=True, slots=True)
class AgainstReference:
    """`relation` is `at or better`, `better` or `worse`; `reference` is `target` or a benchmark's name."""

    relation: str
    reference: Word
    span: Span


@dataclass(frozen=True, slots=True)
class WithinTolerance:
    span: Span


@dataclass(frozen=True, slots=True)
class Margin:
    """How far from the target: an amount, or a share of the target."""

    amount: Amount
    of_target: bool


@dataclass(frozen=True, slots=True)
class WithinAmount:
    amount: Amount
    span: Span


@dataclass(frozen=True, slots=True)
class ByMargin:
    """Better than the target by a margin, or else short of it by that much or more."""

    is_better: bool
    margin: Margin
    span: Span


@dataclass(frozen=True, slots=True)
class TargetMet:
    met: bool
    span: Span


@dataclass(frozen=True, slots=True)
class OfForecast:
    """A question about the value, asked of its forecast."""

    part: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Moved:
    """`improved since outturn`; without `since`, against the indicator's own comparator."""

    direction: Word
    comparator: Word | Over | None
    span: Span


@dataclass(frozen=True, slots=True)
class InShare:
    """`in worst fifth of neighbours`: `end` is `best` or `worst`, `share` is `fifth`."""

    end: str
    share: str
    group: Word
    span: Span


@dataclass(frozen=True, slots=True)
class NoValue:
    """`reason` is None where any will do."""

    reason: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Compared:
    comparison: str
    amount: Amount
    span: Span


@dataclass(frozen=True, slots=True)
class Changed:
    """`figures revised` or `target changed`."""

    what: str
    span: Span


@dataclass(frozen=True, slots=True)
class InState:
    state: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A question about a milestone's dates: `done on time`, `expected late` (by more than `amount`), ..."""

    question: str
    amount: Amount | None
    span: Span


Condition = (
    AnyOf
    | AllOf
    | Not
    | Ran
    | AgainstReference
    | WithinTolerance
    | WithinAmount
    | ByMargin
    | TargetMet
    | OfForecast
    | Moved
    | InShare
    | NoValue
    | Compared
    | Changed
    | InState
    | Dated
)

# ---- statements


@dataclass(frozen=True, slots=True)
class Language:
    version: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    path: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Define:
    """An abbreviation and what it stands for."""

    short: Word
    long: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    title: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """`committee`, `from`, `meeting`, `period`, `house`, `data`, `follows` or `recommend`, and its one value.

    `data` may also say which sheet of a workbook it means, and which of its rows names the columns.
    """

    keyword: str
    value: Word
    span: Span
    sheet: Word | None = None
    header: Word | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language that the report is written in: `in Welsh`."""

    language: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Authorities:
    """Whom the report is about: `for each authority` one of each, or `together` one about all of them. Without a `file`
    they are those of the data."""

    together: bool
    file: Word | None
    sheet: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Front:
    """A line of the report's front block: a text, or contacts named in the house file."""

    label: Word
    text: Word | None
    contacts: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of chapters, and of headings below them where `levels` asks for it."""

    levels: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Scheme:
    """Starts a scheme where it has a label; else names the scheme to use."""

    name: Word
    label: Word | None
    span: Span
    for_milestones: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """One state of a scheme; without a condition it is that for `otherwise`. Any part of its look may be left out."""

    name: Word
    word: Word | None
    letter: Word | None
    shape: Word | None
    colour: Word | None
    condition: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Theme:
    """Starts a theme where it has a label; else names the theme that a section belongs to."""

    name: Word
    label: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """Starts a section where it has a label; else names the section that an indicator belongs to."""

    name: Word
    label: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Indicator:
    name: Word
    label: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Definition:
    """What exactly an indicator counts, in words."""

    text: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Unit:
    """`unit` is as written, single-spaced: `percent`, `working days`, `£k`, `rate per 10,000`."""

    unit: Word
    places: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Polarity:
    """`higher`, `lower`, `closest`, `between` (two amounts) or `none`."""

    polarity: str
    between: tuple[Amount, Amount] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Formerly:
    """The name that an indicator had before."""

    name: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Retired:
    """An indicator of the report before this one that is no longer reported."""

    name: Word
    decided: Decided
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """`measure a / b`; without a denominator, a measure that is counted in records."""

    numerator: Word
    denominator: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class PartOf:
    """`part of placements`: the indicator that this one is a part of."""

    whole: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Breakdown:
    """`parts add up`: `rule` is the value of a `terms.PartsRule`."""

    rule: str
    span: Span


@dataclass(frozen=True, slots=True)
class Goal:
    """What is aimed at.

    An amount, with its bound (`fewer than`, ...) if any; better than a standard, by an amount or at all; or, with
    neither, to be set.
    """

    amount: Amount | None
    bound: str
    standard: Word | None


@dataclass(frozen=True, slots=True)
class Decided:
    """Why something was decided, and by whom."""

    reason: Word
    author: Word | None


@dataclass(frozen=True, slots=True)
class Target:
    goal: Goal
    period: Word | None
    decided: Decided | None
    span: Span


@dataclass(frozen=True, slots=True)
class Profile:
    """A target for each part of the year (`Q1`, `H2`), and for the whole year."""

    parts: tuple[tuple[Word, Amount], ...]
    year: Amount | None
    period: Word | None
    decided: Decided | None
    span: Span


@dataclass(frozen=True, slots=True)
class Revised:
    """A target from a period on, with what it was before and why it was changed."""

    amount: Amount
    since: Word
    was: Amount | None
    decided: Decided | None
    span: Span


@dataclass(frozen=True, slots=True)
class TargetFromData:
    """Targets are rows of the data."""

    span: Span


@dataclass(frozen=True, slots=True)
class Floor:
    amount: Amount
    period: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Baseline:
    amount: Amount
    period: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class BaselineFromData:
    """The baseline is a row of the data."""

    span: Span


@dataclass(frozen=True, slots=True)
class Tolerance:
    """`amount` as written; `of_target` where it is a share of the target."""

    amount: Amount
    of_target: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Each with its name, its amount and, where it is given, what sentences call it."""

    amounts: tuple[tuple[Word, Amount, Word | None], ...]
    period: Word | None
    source: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class FiledBenchmark:
    """Benchmarks whose figures stand in the file of a source: in a column, in the rows where each of `facts` is so."""

    names: tuple[Word, ...]
    source: Word
    column: Word | None
    facts: tuple[tuple[Word, Word], ...]
    period: Word
    span: Span


@dataclass(frozen=True, slots=True)
class BenchmarkSource:
    """Starts a block about a file that holds the figures of others."""

    name: Word
    label: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Area:
    """A name for what the file of a source calls `place`; and what sentences call it, where that is given."""

    name: Word
    place: Word
    called: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Council:
    """What the file of a source calls the report's own council."""

    place: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    name: Word
    places: tuple[Word, ...]
    called: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Reporting:
    """Which year the file of a source means by one reporting year, and so by all."""

    year: Word
    period: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Covers:
    """`kind` is the value of a `terms.Coverage`; `detail` the months of a rolling value, or the day it counts from."""

    kind: str
    detail: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """`steady` is the band in which a change counts as none."""

    comparators: tuple[Word | Over, ...]
    steady: Amount | None
    span: Span


@dataclass(frozen=True, slots=True)
class Redefined:
    """From when on the measure is counted in another way, and why."""

    since: Word
    reason: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Judge:
    judged: str
    span: Span


@dataclass(frozen=True, slots=True)
class Suppress:
    """Which small counts are not shown: a profile by its `name`; or those in `range`, the others `rounded` where that
    is given; or none, for a `reason`."""

    name: Word | None
    range: tuple[Word, Word] | None
    rounded: Word | None
    reason: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Example:
    """`example 26% is amber` (amount) or `example 3 of 4 is red` (parts)."""

    amount: Amount | None
    parts: tuple[Word, Word] | None
    period: Word | None
    state: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Override:
    state: Word
    period: Word | None
    reason: Word
    author: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Changes:
    span: Span


@dataclass(frozen=True, slots=True)
class Workings:
    span: Span


@dataclass(frozen=True, slots=True)
class Commentary:
    span: Span


@dataclass(frozen=True, slots=True)
class When:
    """A commentary rule; `also` where it adds to the rule that was chosen."""

    condition: Condition
    also: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Otherwise:
    span: Span


@dataclass(frozen=True, slots=True)
class Say:
    """`say nothing`: the rule above it is meant to print nothing."""

    span: Span


@dataclass(frozen=True, slots=True)
class Require:
    """What a note must say; without a condition, it belongs to the rule above it."""

    parts: tuple[Word, ...]
    condition: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for indicators, and owes the notes on them."""

    name: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """`authority` is whose figure it is on, in a report for each of several."""

    indicator: Word
    authority: Word | None
    author: Word
    written: Word | None
    period: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Action:
    text: Word
    owner: Word | None
    due: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Allow:
    """A figure that is typed into prose on purpose, and why."""

    figure: Word
    reason: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """`outturn`, `value`, `target`, `status`, `forecast status`; `target for` with its period; `trend` with its number
    of periods and their grain (`quarters`); `direction` (perhaps `with_target`) or `change` with its comparator;
    `benchmark`, `rank` or `quartile` with its name."""

    name: str
    count: Word | None
    grain: str
    of: Word | Over | None
    span: Span
    with_target: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The place of the overview, a page of its own."""

    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """`groups` says how sections are shown: `rows`, `tables` or `column`."""

    caption: Word | None
    columns: tuple[Column, ...]
    groups: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class AuthorityTable:
    """Where the indicators of all authorities stand side by side."""

    caption: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Chart:
    """Indicators drawn as `lines` (or `line`) or `bars`: over periods (`quarters`), or side by side in the report's
    own; `beside` names what is drawn with them."""

    caption: Word | None
    drawn: Word
    names: tuple[Word, ...]
    count: Word | None
    grain: Word | None
    beside: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The place where the indicators are listed for which the condition holds."""

    condition: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Actions:
    """The place where the actions of all notes are listed."""

    span: Span


@dataclass(frozen=True, slots=True)
class Milestone:
    name: Word
    label: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Due:
    """The day that a milestone is due; `moves` are the days before it was moved, latest first, each with the reason."""

    day: Word
    moves: tuple[tuple[Word, Word], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Done:
    day: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Expected:
    day: Word
    reason: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Milestones:
    """The place of the table of milestones, and its columns by name."""

    caption: Word | None
    columns: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of indicators by `status`, by `section`, by `theme`, or of status by `direction` since a comparator."""

    by: str
    comparator: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Glossary:
    span: Span


@dataclass(frozen=True, slots=True)
class Dictionary:
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    name: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Parts:
    """`3 of 4`."""

    first: Word
    second: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a test gives; a word where there is a reason for its being none: `not due`.

    `kind` is `forecast`, `baseline` or `target`; None for what was measured.
    """

    kind: Word | None
    name: Word
    period: Word
    figure: Amount | Parts | Word
    span: Span
    is_published: bool = False  # as the report before had it


@dataclass(frozen=True, slots=True)
class At:
    """The period that a test judges."""

    period: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Moves:
    """`worsened since outturn`; without `since`, against the indicator's own comparator."""

    direction: Word
    comparator: Word | Over | None


@dataclass(frozen=True, slots=True)
class Says:
    """Words that the commentary must hold; None where it must say nothing."""

    text: Word | None


@dataclass(frozen=True, slots=True)
class OfTheForecast:
    """The state that its forecast must have, or `not rated`."""

    phrase: Word


@dataclass(frozen=True, slots=True)
class Expect:
    """What a test expects of an indicator; a word is a state, `not rated` or a reason."""

    name: Word
    expected: Amount | Parts | Word | OfTheForecast | Moves | Says
    span: Span


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
