"""Syntax of indicators as written: what they are, their targets, and what they are compared with.

Frozen nodes, which `ast` has all together.
"""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.syntax.ast_conditions import Amount, Over
from kpidsl.syntax.word import Word
from kpidsl.values import dataclass


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
