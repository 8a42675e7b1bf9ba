"""Syntax of conditions as written: what schemes, rules and tests ask, and the amounts that they ask it of.

Frozen nodes, which `ast` has all together.
"""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.syntax.word import Word
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
