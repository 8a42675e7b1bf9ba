"""Indicator: a measure that is reported, with all that its block says of it, and the scheme that judges it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from kpidsl.document.model import List, Paragraph, StatusMark
from kpidsl.period import Period
from kpidsl.quantity import Unit
from kpidsl.source import Span
from kpidsl.spec.condition import Condition, Within, asked, looks_ahead
from kpidsl.spec.mentions import Mention
from kpidsl.spec.peers import Asked, ComparedWith, InGroup, PeriodOf
from kpidsl.spec.record import Aggregate, RecordMeasure
from kpidsl.spec.redefinition import Redefinition
from kpidsl.spec.suppress import Suppression
from kpidsl.spec.target import Benchmark, FromData, Margin, Range, Target, target_in
from kpidsl.spec.travel import Against
from kpidsl.spec.typed import Allowed, Typed
from kpidsl.terms import (
    Comparator,
    Counted,
    Coverage,
    Direction,
    Field,
    Form,
    Judge,
    Level,
    NotePart,
    PartsRule,
    Polarity,
)
from kpidsl.values import dataclass

# ---- schemes


@dataclass(frozen=True, slots=True)
class State:
    """One state of a scheme; the condition is None for `otherwise`."""

    name: str
    mark: StatusMark
    condition: Condition | None
    span: Span

    @property
    def rule(self) -> str:
        """What is asked for it, as it is written: `when within tolerance`, `otherwise`."""
        written = re.sub('["\u201c\u201d][^"\u201c\u201d]*["\u201c\u201d]', "", self.span.text)
        found = re.search(r"\b(?:when\b.*|otherwise)\s*$", written)
        return " ".join(found[0].split()) if found else ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Ordered states: the first whose condition holds is the status, and the last one is `otherwise`."""

    name: str
    label: str
    states: tuple[State, ...]
    for_milestones: bool = False  # its conditions ask about dates, else about figures

    @property
    def looks_ahead(self) -> bool:
        """Whether a status hangs on a forecast."""
        return any(looks_ahead(state.condition) for state in self.states)

    @property
    def needs_tolerance(self) -> bool:
        """Whether a state is judged by the indicator's tolerance."""
        questions = (question for state in self.states for question in asked(state.condition))
        return any(isinstance(question, Within) and question.margin is None for question in questions)


# ---- prose


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the report's indicators are `what`: a state by its name, a direction since a comparator (the
    indicator's own first one, where None), rated or not. With `share`, how many percent."""

    what: Counted | Direction | str
    comparator: Comparator | None
    share: bool


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A figure to be filled in.

    `indicator` is the id of the indicator it belongs to (empty for the report's own). `field` is a figure of it, the
    name of one of its benchmarks or the period of one, its place in a group, a comparison, or a count of indicators.
    `places` overrides the decimal places.
    """

    indicator: str
    field: Field | str | InGroup | PeriodOf | ComparedWith | Count
    form: Form
    places: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists, in which the character `SLOT + n` stands for `placeholders[n]`. `typed` are the figures
    in it that are written by hand, `mentions` all figures and number words."""

    blocks: tuple[Paragraph | List, ...]
    placeholders: tuple[Placeholder, ...]
    typed: tuple[Typed, ...] = ()
    mentions: tuple[Mention, ...] = ()


SLOT = 0xE000  # the private use area: no such character survives the reading of prose

# ---- indicators


@dataclass(frozen=True, slots=True)
class Theme:
    """What sections stand under, such as a priority of the council."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """A group of indicators. Where a report has themes, each of its sections belongs to one."""

    name: str
    label: str
    theme: Theme | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A ratio of two observed measures, kept as parts so that `43 of 44` can be printed."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of an indicator, which have none of their own, and what they come to."""

    rule: PartsRule
    parts: tuple[Indicator, ...]


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
class Origin:
    """Where a setting of an indicator was said: in its own block, its section's or the report's."""

    level: Level
    span: Span


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a note must say: where the condition holds, or (None) where the rule it belongs to is chosen."""

    parts: tuple[NotePart, ...]
    condition: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A commentary rule: `otherwise` where there is no condition; `also` adds to the rule chosen before it.

    One that `is_silent` has the last word, and it is none.
    """

    condition: Condition | None
    also: bool
    prose: Prose
    span: Span
    requires: tuple[Requirement, ...] = ()
    is_silent: bool = False

    @property
    def speaks(self) -> bool:
        """Whether it takes the word; one that only requires a note leaves it to the rules below it."""
        return bool(self.prose.blocks) or self.is_silent or not self.requires


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure that is reported. `section` is None for one that only commentary speaks of."""

    id: str
    label: str
    formerly: str  # the name that it had in earlier reports; empty where it has none
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
    tolerance: Margin | None
    benchmarks: tuple[Benchmark, ...]
    covers: Covers | None
    comparators: tuple[Against, ...]
    steady: Fraction  # a change of no more than this counts as none
    judge: Judge
    examples: tuple[Example, ...]
    overrides: tuple[Override, ...]
    rules: tuple[Rule, ...]
    origins: tuple[tuple[str, Origin], ...]  # of `scheme`, `tolerance`, ... where they are said at all
    span: Span
    definition: str = ""  # what exactly is counted, for the dictionary
    allowed: tuple[Allowed, ...] = ()  # figures that are typed into its rules on purpose
    baseline_from_data: bool = False
    redefinitions: tuple[Redefinition, ...] = ()  # in order of time
    part_of: str | None = None  # the id of the whole
    breakdown: Breakdown | None = None
    shared_rules: tuple[Rule, ...] = ()  # of its section and of the report: they serve where none of its own holds
    requirements: tuple[Requirement, ...] = ()  # those with a condition: its own, its section's and the report's
    owner: str = ""  # who answers for it; empty where nobody is named
    suppress: Suppression | None = None  # None where nothing is said of small counts
    mentions: tuple[Mention, ...] = ()  # figures typed into its definition and its reasons
    counted: tuple[RecordMeasure, ...] = ()  # its value, or parts of its measure, that are counted in records

    @property
    def counted_as(self) -> RecordMeasure | None:
        """The measure of records that is its value; None where there is none, or it is made of two."""
        return self.counted[0] if self.counted and self.measure is None else None

    @property
    def has_parts(self) -> bool:
        """Whether its figures keep the two counts that they are made of."""
        share = self.counted_as is not None and self.counted_as.aggregate is Aggregate.SHARE
        return self.measure is not None or share

    @property
    def rows(self) -> tuple[str, ...]:
        """What the rows that its figures come from are called: its own name stands first."""
        if self.measure is not None:
            return (self.id, self.measure.numerator, self.measure.denominator)
        return (self.id, self.counted_as.name) if self.counted_as else (self.id,)

    def is_comparable(self, one: Period, other: Period) -> bool:
        """Whether the values of two periods were counted in the same way."""
        return not any(redefinition.parts(one, other) for redefinition in self.redefinitions)

    @property
    def rounded_to(self) -> int | None:
        """What its counts are rounded to; None where they are exact."""
        return self.suppress.profile.base if self.suppress and self.suppress.profile else None

    @property
    def parts(self) -> tuple[Indicator, ...]:
        """The indicators that are parts of this one."""
        return self.breakdown.parts if self.breakdown else ()

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """Its own rules, then those of its section and of the report; what only adds (`also when`) comes last."""
        own, shared = self.rules, self.shared_rules
        last = max((index for index, rule in enumerate(own, start=1) if not rule.also), default=0)
        choices = tuple(rule for rule in shared if not rule.also)
        return (*own[:last], *choices, *own[last:], *(rule for rule in shared if rule.also))

    def override_for(self, period: Period) -> Override | None:
        return next((override for override in self.overrides if override.period == period), None)

    def target_for(self, period: Period) -> Target | None:
        """The target for a period: the narrowest that applies, and of revisions the latest.

        None where it is taken from the data, and these have none (or are still to be read).
        """
        found = target_in(self.targets, period)
        return None if found is None or isinstance(found.goal, FromData) else found

    def targets_for(self, periods: Sequence[Period]) -> tuple[Target | None, ...]:
        """The target for each of several periods."""
        if not self.targets or (len(self.targets) == 1 and self.targets[0].is_for_all):
            return (self.target_for(periods[0]),) * len(periods)
        return tuple(map(self.target_for, periods))

    @property
    def targets_from_data(self) -> Target | None:
        """What says that its targets are rows of the data; None where nothing does."""
        return next((target for target in self.targets if isinstance(target.goal, FromData)), None)

    def floor_for(self, period: Period) -> Target | None:
        """The floor for a period."""
        return target_in(self.floors, period)

    def benchmark(self, name: str) -> Benchmark | None:
        return next((benchmark for benchmark in self.benchmarks if benchmark.name == name), None)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What it asks of files that hold the figures of others."""
        return tuple(benchmark.asked for benchmark in self.benchmarks if benchmark.asked is not None)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of authorities that it is benchmarked against."""
        return tuple(benchmark.name for benchmark in self.benchmarks if benchmark.is_group)
