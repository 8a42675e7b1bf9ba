"""Spec: a report's rules, checked.

Only `check` makes one, and nothing after it meets an unknown name or a wrong unit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kpidsl.document.model import List, Paragraph, StatusMark
from kpidsl.period import Period
from kpidsl.quantity import COUNT, Quantity, Unit
from kpidsl.render.theme import Theme
from kpidsl.source import Span
from kpidsl.spec.trials import Test
from kpidsl.terms import Comparator, Direction, Field, Form, Judge, Polarity, Relation, TableColumn

# ---- the house: what all reports of a council share


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask. `telephone` and `email` are empty where there is none."""

    name: str
    role: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class RequiredChapter:
    """A chapter that every report must have. `standing` is printed where the report has nothing to say."""

    title: str
    mandatory: bool
    standing: str


@dataclass(frozen=True, slots=True)
class House:
    council: str
    language: str
    theme: Theme
    contacts: tuple[tuple[str, Contact], ...]
    recommendation_lead: str
    formats_statement: str
    chapters: tuple[RequiredChapter, ...]
    financial_year_starts: int  # the month, 1 to 12


# ---- schemes and conditions


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
class AgainstBenchmark:
    relation: Relation
    benchmark: str


@dataclass(frozen=True, slots=True)
class Within:
    """Misses the target by no more than `amount`, in the bad direction; None means the indicator's own tolerance."""

    amount: Fraction | None


@dataclass(frozen=True, slots=True)
class Moved:
    """With None, against the indicator's first comparator."""

    direction: Direction
    comparator: Comparator | None


@dataclass(frozen=True, slots=True)
class NoValue:
    pass


@dataclass(frozen=True, slots=True)
class Compared:
    comparison: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class InState:
    state: str


Condition = (
    AnyOf
    | AllOf
    | Not
    | Held
    | FirstTime
    | Again
    | AgainstTarget
    | AgainstBenchmark
    | Within
    | Moved
    | NoValue
    | Compared
    | InState
)


@dataclass(frozen=True, slots=True)
class State:
    """One state of a scheme; the condition is None for `otherwise`."""

    name: str
    mark: StatusMark
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """Ordered states: the first whose condition holds is the status, and the last one is `otherwise`."""

    name: str
    label: str
    states: tuple[State, ...]


# ---- prose


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A figure to be filled in.

    `indicator` is the id of the indicator it belongs to (empty for the report's own). `field` is a figure of it, or the
    name of one of its benchmarks. `places` overrides the decimal places.
    """

    indicator: str
    field: Field | str
    form: Form
    places: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists, in which the character `SLOT + n` stands for `placeholders[n]`."""

    blocks: tuple[Paragraph | List, ...]
    placeholders: tuple[Placeholder, ...]


SLOT = 0xE000  # the private use area: no such character survives the reading of prose

# ---- indicators


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A ratio of two observed measures, kept as parts so that `43 of 44` can be printed."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the value is judged against; for every period where `period` is None."""

    quantity: Quantity
    period: Period | None
    span: Span


def _days(target: Target) -> float:
    """How many days a target is for; one for every period comes after all others."""
    return (target.period.end - target.period.start).days if target.period else math.inf


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a target may be missed: `amount` in the unit's differences, or `share` of the target (0.05 for 5%)."""

    amount: Fraction | None
    share: Fraction | None

    def width(self, target: Fraction) -> Fraction:
        """The tolerance as an amount, for a given target."""
        return self.amount if self.amount is not None else abs(target) * (self.share or 0)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Somebody else's value; its period and source are kept where the officer gave them."""

    name: str
    quantity: Quantity
    period: Period | None
    source: str


@dataclass(frozen=True, slots=True)
class Example:
    """A value and the state that the officer expects of it."""

    amount: Fraction
    written: str
    period: Period
    state: str
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A commentary rule: `otherwise` where there is no condition; `also` adds to the rule chosen before it."""

    condition: Condition | None
    also: bool
    prose: Prose


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure that is reported. `section` is None for one that only commentary speaks of."""

    id: str
    label: str
    section: Section | None
    unit: Unit
    places: int
    polarity: Polarity
    measure: Measure | None
    targets: tuple[Target, ...]
    tolerance: Tolerance | None
    benchmarks: tuple[Benchmark, ...]
    comparators: tuple[Comparator, ...]
    judge: Judge
    examples: tuple[Example, ...]
    rules: tuple[Rule, ...]
    span: Span

    def target_for(self, period: Period) -> Target | None:
        """The target for the shortest period that this one is in, else the one for every period."""
        fitting = [target for target in self.targets if target.period is None or target.period.contains(period)]
        return min(fitting, key=_days, default=None)

    def benchmark(self, name: str) -> Benchmark | None:
        return next((benchmark for benchmark in self.benchmarks if benchmark.name == name), None)


# ---- the report


@dataclass(frozen=True, slots=True)
class Front:
    """A line of the front block: a text, or contacts."""

    label: str
    text: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Action:
    text: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Note:
    """An officer's words on one indicator in one period."""

    indicator: str
    author: str
    period: Period
    prose: Prose
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class TableColumnSpec:
    column: TableColumn
    periods: int = 0  # of a trend


@dataclass(frozen=True, slots=True)
class PerformanceTable:
    """Where the table of indicators stands; `caption` is empty where the compiler writes it."""

    caption: str
    columns: tuple[TableColumnSpec, ...]


@dataclass(frozen=True, slots=True)
class CommentaryPlace:
    """Where the commentary on the indicators stands."""


ChapterPart = Prose | PerformanceTable | CommentaryPlace


@dataclass(frozen=True, slots=True)
class Chapter:
    """Its `standing` sentence is what the house says where the report has nothing to say (`parts` is empty then)."""

    title: str
    mandatory: bool
    standing: str
    parts: tuple[ChapterPart, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """A report's rules. `title` and `recommendations` may hold `{period}`."""

    title: str
    committee: str
    meeting: date
    author: str
    period: Period
    house: House
    scheme: Scheme
    front: tuple[Front, ...]
    recommendations: tuple[str, ...]
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    notes: tuple[Note, ...]
    chapters: tuple[Chapter, ...]
    tests: tuple[Test, ...]

    def indicator(self, id: str) -> Indicator:
        return next(indicator for indicator in self.indicators if indicator.id == id)

    def measured(self) -> dict[str, Unit]:
        """Every name that the data may hold, with its unit: the indicators, and the parts of their measures."""
        names = {indicator.id: indicator.unit for indicator in self.indicators}
        for indicator in self.indicators:
            if indicator.measure is not None:
                names.setdefault(indicator.measure.numerator, COUNT)
                names.setdefault(indicator.measure.denominator, COUNT)
        return names
