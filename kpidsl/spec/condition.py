"""Condition: what a scheme or a commentary rule asks, with every name resolved."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kpidsl.source import Span
from kpidsl.spec.target import Margin
from kpidsl.spec.travel import Against
from kpidsl.terms import Change, DateQuestion, Direction, End, Reason, Relation
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class Held:
    """`part` held in each of the last `count` periods, this one included."""

    part: Condition
    count: int


@dataclass(frozen=True, slots=True)
class FirstTime:
    """`part` holds now, and in none of the earlier periods for which that can be told (at least one)."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Again:
    """`part` holds now, did not in the period before, and did in some period before that."""

    part: Condition


@dataclass(frozen=True, slots=True)
class AgainstTarget:
    relation: Relation


@dataclass(frozen=True, slots=True)
class AgainstFloor:
    relation: Relation


@dataclass(frozen=True, slots=True)
class AgainstBenchmark:
    relation: Relation
    benchmark: str


@dataclass(frozen=True, slots=True)
class Within:
    """Misses the target by no more than the margin, on the bad side; None means the indicator's own tolerance."""

    margin: Margin | None


@dataclass(frozen=True, slots=True)
class BetterBy:
    """Better than the target by at least the margin."""

    margin: Margin


@dataclass(frozen=True, slots=True)
class ShortBy:
    """Misses the target by the margin or more."""

    margin: Margin


@dataclass(frozen=True, slots=True)
class Moved:
    """With None, against the indicator's first comparator."""

    direction: Direction
    comparator: Against | None


@dataclass(frozen=True, slots=True)
class InShare:
    """The council is in the best or worst of `parts` equal parts of a group: 5 for a fifth."""

    end: End
    parts: int
    group: str


@dataclass(frozen=True, slots=True)
class NoValue:
    """There is no value; with a reason, for that one."""

    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Compared:
    comparison: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Changed:
    """Figures were revised, or the target was changed, since the report before this one."""

    what: Change


@dataclass(frozen=True, slots=True)
class InState:
    state: str


@dataclass(frozen=True, slots=True)
class Unasked:
    """What a rule of a section or report asks and this indicator cannot answer: a benchmark that it does not have, say.

    `span` tells two of them apart.
    """

    span: Span


@dataclass(frozen=True, slots=True)
class OfForecast:
    """`part`, asked of the forecast in place of the value."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Dated:
    """Asked of milestones. `days`: late by more than so many, or due within so many."""

    question: DateQuestion
    days: int = 0


Condition = (
    AnyOf
    | AllOf
    | Not
    | Held
    | FirstTime
    | Again
    | AgainstTarget
    | AgainstFloor
    | AgainstBenchmark
    | Within
    | BetterBy
    | ShortBy
    | Moved
    | InShare
    | NoValue
    | Compared
    | Changed
    | InState
    | Unasked
    | OfForecast
    | Dated
)


def parts(condition: Condition | None) -> Iterator[Condition]:
    """The condition and all conditions that it is put together from, each after its own parts; none of `otherwise`.

    What is asked of the forecast is not taken apart: it is asked of another case.
    """
    match condition:
        case AnyOf() | AllOf():
            for part in condition.parts:
                yield from parts(part)
        case Not() | Held() | FirstTime() | Again():
            yield from parts(condition.part)
    if condition is not None:
        yield condition


def asked(condition: Condition | None) -> Iterator[Condition]:
    """The single questions that a condition is put together from, in order; none of `otherwise`."""
    for part in parts(condition):
        if isinstance(part, OfForecast):
            yield from asked(part.part)
        elif not isinstance(part, AnyOf | AllOf | Not | Held | FirstTime | Again):
            yield part


def looks_ahead(condition: Condition | None) -> bool:
    """Whether a question of it is asked of the forecast."""
    return any(isinstance(part, OfForecast) for part in parts(condition))
