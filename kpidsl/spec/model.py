"""Spec: a report's rules, checked.

Only `check` makes one, and nothing after it meets an unknown name or a wrong unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kpidsl.document.model import List, Paragraph, StatusMark
from kpidsl.period import Period
from kpidsl.quantity import COUNT, Quantity, Unit
from kpidsl.render.theme import Theme
from kpidsl.source import Span
from kpidsl.spec.condition import Condition
from kpidsl.spec.trials import Test
from kpidsl.terms import Comparator, Coverage, Field, Form, Grain, Judge, Polarity, TableColumn

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


# ---- schemes


@dataclass(frozen=True, slots=True)
class State:
    """One state of a scheme; the condition is None for `otherwise`."""

    name: str
    mark: StatusMark
    condition: Condition | None
    span: Span


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
class Fixed:
    """An amount. `is_strict` where the amount itself does not meet it: `fewer than 85`."""

    amount: Fraction
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """Anywhere from `low` to `high`, both included."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class BetterThan:
    """Better than an earlier value or a benchmark, by at least `by` (0: by any amount)."""

    standard: Comparator | str
    by: Fraction


@dataclass(frozen=True, slots=True)
class ToBeSet:
    pass


Goal = Fixed | Range | BetterThan | ToBeSet


@dataclass(frozen=True, slots=True)
class Target:
    """What the value is judged against.

    For every period, or for `period` and the shorter ones in it. `number` narrows it to one part of each year (1
    for its first quarter). From `since` on where it was revised; `was` and `reason` are what the officer says of that.
    """

    goal: Goal
    period: Period | None
    span: Span
    number: int | None = None
    grain: Grain | None = None
    since: Period | None = None
    was: Fraction | None = None
    reason: str = ""

    def applies(self, period: Period) -> bool:
        """Whether this is (or may be) the target for a period."""
        return (
            (self.period is None or self.period.contains(period))
            and (self.grain is None or self.grain is period.grain)
            and (self.number is None or self.number == period.number)
            and (self.since is None or self.since.start <= period.start)
        )

    @property
    def precedence(self) -> tuple[bool, bool, int, int]:
        """Of the targets that apply, the one with the least is meant: the narrowest, then the latest revision."""
        days = (self.period.end - self.period.start).days if self.period else 0
        since = -self.since.start.toordinal() if self.since else 0
        return (self.grain is None, self.period is None, days, since)


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
class Covers:
    """What a period's value covers. `months` of a rolling one; `since` the day it counts from."""

    coverage: Coverage
    months: int = 0
    since: date | None = None

    @property
    def is_part_of_year(self) -> bool:
        """Whether the value of a period shorter than a year is a part of the year's."""
        return self.coverage in (Coverage.OVER_PERIOD, Coverage.YEAR_TO_DATE)


@dataclass(frozen=True, slots=True)
class Example:
    """A value and the state that the officer expects of it."""

    amount: Fraction
    written: str
    period: Period
    state: str
    span: Span


@dataclass(frozen=True, slots=True)
class Override:
    """A status set by judgement, against the rule; the report prints whose it is and why."""

    state: State
    period: Period
    reason: str
    author: str


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
    scheme: Scheme
    unit: Unit
    places: int
    polarity: Polarity
    measure: Measure | None
    range: Range | None  # of polarity BETWEEN
    targets: tuple[Target, ...]
    floors: tuple[Target, ...]
    baseline: Benchmark | None
    tolerance: Tolerance | None
    benchmarks: tuple[Benchmark, ...]
    covers: Covers | None
    comparators: tuple[Comparator, ...]
    steady: Fraction  # a change of no more than this counts as none
    judge: Judge
    examples: tuple[Example, ...]
    overrides: tuple[Override, ...]
    rules: tuple[Rule, ...]
    span: Span

    def override_for(self, period: Period) -> Override | None:
        return next((override for override in self.overrides if override.period == period), None)

    def target_for(self, period: Period) -> Target | None:
        """The target for a period: the narrowest that applies, and of revisions the latest."""
        return _for(self.targets, period)

    def floor_for(self, period: Period) -> Target | None:
        """The floor for a period."""
        return _for(self.floors, period)

    def benchmark(self, name: str) -> Benchmark | None:
        return next((benchmark for benchmark in self.benchmarks if benchmark.name == name), None)


def _for(targets: tuple[Target, ...], period: Period) -> Target | None:
    return min((target for target in targets if target.applies(period)), key=lambda one: one.precedence, default=None)


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
    comparator: Comparator | None = None  # of a direction or change
    benchmark: str = ""


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

    def tables(self) -> tuple[PerformanceTable, ...]:
        return tuple(part for chapter in self.chapters for part in chapter.parts if isinstance(part, PerformanceTable))

    def compared(self) -> tuple[Comparator, ...]:
        """The comparators that a table of the report has a column for."""
        return tuple(column.comparator for table in self.tables() for column in table.columns if column.comparator)

    def measured(self) -> dict[str, Unit]:
        """Every name that the data may hold, with its unit: the indicators, and the parts of their measures."""
        names = {indicator.id: indicator.unit for indicator in self.indicators}
        for indicator in self.indicators:
            if indicator.measure is not None:
                names.setdefault(indicator.measure.numerator, COUNT)
                names.setdefault(indicator.measure.denominator, COUNT)
        return names
