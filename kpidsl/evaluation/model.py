"""Figure, Assessment, Evaluation: what was concluded, and from which observations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from kpidsl.data.model import Observation
from kpidsl.data.published import Published, PublishedFigure, PublishedIndicator, PublishedTarget
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.places import Place
from kpidsl.kept import Kept, kept
from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator, Override, Requirement, Rule, Section, State
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import Retired, Spec
from kpidsl.spec.target import Target
from kpidsl.spec.travel import Against
from kpidsl.terms import Direction, Quality, Reason, Term
from kpidsl.values import dataclass, field

_FIRMNESS = {quality: number for number, quality in enumerate(Quality)}


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of an indicator in a period: an exact amount in its unit, or the reason for there being none.

    The parts are there where the value was made of them. `observations` are the rows it comes from.
    """

    period: Period
    amount: Fraction | None
    reason: Reason | None
    numerator: Fraction | None
    denominator: Fraction | None
    observations: tuple[Observation, ...]
    is_revised: bool = False  # since an earlier report printed it

    def __hash__(self) -> int:
        # What it rests on is collected in sets: to hash all of its rows each time takes a sixth of judging.
        return hash((self.period, self.observations[0].span.start if self.observations else self.amount))

    @property
    def quality(self) -> Quality:
        """The least firm of the observations it comes from."""
        return self.qualities[-1]

    @property
    def qualities(self) -> tuple[Quality, ...]:
        """Its quality, and before that, that it was revised, where it was and the quality does not say so."""
        rows = self.observations
        if len(rows) == 1:  # as most have
            least = rows[0].quality
        else:
            least = max({row.quality for row in rows}, key=_FIRMNESS.__getitem__, default=Quality.FINAL)
        if not self.is_revised:
            return (least,)
        return (Quality.REVISED,) if least in (Quality.FINAL, Quality.REVISED) else (Quality.REVISED, least)

    @property
    def is_over_whole(self) -> bool:
        """Whether the first of its parts is larger than the second."""
        return self.numerator is not None and self.denominator is not None and self.numerator > self.denominator

    @property
    def is_illustrative(self) -> bool:
        return self.quality is Quality.ILLUSTRATIVE


class Unrated(Term):
    """Why an indicator has no status."""

    NO_TARGET = "no target"
    NO_VALUE = "no value"
    TO_BE_SET = "target to be set"
    UNKNOWN = "cannot be told"  # the scheme asks for a figure that is not there


@dataclass(frozen=True, slots=True)
class ChosenRule:
    """A commentary rule that holds, and the figures that were looked at to choose it."""

    rule: Rule
    rests_on: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Excepted:
    """Whether an indicator is an exception, None where that cannot be told, and the figures that were looked at."""

    answer: bool | None
    rests_on: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Travel:
    """Direction of travel: the value held against a comparator, or the line through the values of a trend.

    `other` is the figure compared with; None where there is none to be compared with, and for a trend. `change` is how
    far the value is from it; of a trend, how far its line rises over all of it (where near to the target is best, the
    line through the distances from it). `direction` is None where it cannot be told. `is_comparable` is no where a
    redefinition stands between, or the start of a new year's count. `rests_on` are the figures that were looked at.
    """

    against: Against
    other: Figure | None
    change: Fraction | None
    direction: Direction | None
    is_comparable: bool
    rests_on: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Streak:
    """How long the status has been what it is.

    `length` periods in a row, this one included. The period before them had another status, or none that can be told:
    then it is given as `unknown`, and the streak may be longer. `last_time` is the latest period before the streak with
    the same status; None where there is none, or where a period between cannot be told. `rests_on` are the figures that
    were looked at.
    """

    length: int
    unknown: Period | None
    last_time: Period | None
    rests_on: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the year, or its last period, is expected to come to, judged by the target of that period.

    Exactly one of `state` and `unrated` is given.
    """

    figure: Figure
    target: Target | None
    aim: Aim | None
    state: State | None
    unrated: Unrated | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the council stands in a group of authorities: its own figure of the group's period, and its place if any."""

    group: str
    own: Figure | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """One indicator judged for one period.

    `figures` are those of all periods that have one. `aim` is what the target comes to; None where there is none, or
    where it cannot be told. Exactly one of `state` and `unrated` is given. `history` has the value of each period up to
    this one, earliest first, None where there is no observation, and `aims` what the target came to in each.
    `directions` follow the indicator's comparators. `rows` are its target, the target of its forecast and its baseline,
    as far as these are rows of the data. `required` are the requirements that hold; `excepted` has an answer for each
    place for exceptions in the report, None where the indicator is not asked. `target_rows` are the targets of its
    history, as far as these are rows of the data. What its status was before now, `kpidsl.evaluation.past` says.
    """

    indicator: Indicator
    figure: Figure
    figures: Mapping[Period, Figure]
    target: Target | None
    aim: Aim | None
    state: State | None
    unrated: Unrated | None
    previous: Figure | None
    outturn: Figure | None
    previous_outturn: Figure | None
    same_period_last_year: Figure | None
    history: tuple[tuple[Period, Figure | None], ...]
    aims: tuple[Aim | None, ...]
    directions: tuple[Travel, ...]
    override: Override | None
    rules: tuple[ChosenRule, ...]
    forecast: Forecast | None
    rows: tuple[Figure, ...]
    standings: tuple[Standing, ...] = ()
    required: tuple[Requirement, ...] = ()
    excepted: tuple[Excepted | None, ...] = ()
    target_rows: tuple[Figure, ...] = ()
    status_then: State | None = None  # in the period of the report before, by the rules and figures of today

    def standing(self, group: str) -> Standing | None:
        """How the council stands in a group; None where the indicator has no such group."""
        return next((standing for standing in self.standings if standing.group == group), None)


@dataclass(frozen=True, slots=True)
class MilestoneAssessment:
    """One milestone judged: `done` where it was by the day of the report, else `expected` where a day is given."""

    milestone: Milestone
    done: date | None
    expected: date | None
    state: State
    override: Override | None


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure that was printed, and is another now; `now` may be a reason for there being none.

    `reasons` are the notes of the rows that it comes from.
    """

    indicator: Indicator
    was: PublishedFigure
    now: Figure

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.note for row in self.now.observations if row.note))


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reader of the report before this one, `since`, must be told.

    `kept` pairs an assessment with what the report before said of its indicator; `retargeted` with what its target was
    (None: it had none), `renamed` an indicator with its label then, `retired` what is no longer reported with what the
    spec says of it, if anything. `restated` are those whose status in the period of that report would be another by the
    rules and figures of today.
    """

    since: Published
    revised: tuple[Revised, ...]
    retargeted: tuple[tuple[Assessment, PublishedTarget | None], ...]
    added: tuple[Indicator, ...]
    retired: tuple[tuple[PublishedIndicator, Retired | None], ...]
    renamed: tuple[tuple[Indicator, str], ...]
    kept: tuple[tuple[Assessment, PublishedIndicator], ...] = ()
    restated: tuple[tuple[Assessment, PublishedIndicator], ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every indicator and milestone of a spec, judged as on the day `as_at`, in the order of the spec.

    Targets that stand in the data are in the spec.
    """

    spec: Spec
    assessments: tuple[Assessment, ...]
    as_at: date
    milestones: tuple[MilestoneAssessment, ...]
    changes: Changes | None = None  # None where no earlier report is named
    authorities: tuple[Evaluation, ...] = ()  # of each, by name, in a report on all of them; it has none of its own
    _kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)

    @kept
    def is_all_illustrative(self) -> bool:
        """Whether every figure behind the report is made up, so that it is said once and not of each."""
        if self.authorities:
            return all(one.is_all_illustrative for one in self.authorities)
        figures = (figure for one in self.assessments for figure in (one.figure, one.outturn, one.previous_outturn))
        past = (figure for one in self.assessments for _, figure in one.history)
        rows = [row for figure in (*figures, *past) if figure for row in figure.observations if row.amount is not None]
        return bool(rows) and all(row.quality is Quality.ILLUSTRATIVE for row in rows)

    def of(self, indicator: str) -> Assessment:
        return self._by_id[indicator]

    def in_section(self, section: Section | None) -> tuple[Assessment, ...]:
        """The indicators of a section; of None, those of no section."""
        return self._by_section.get(section, ())

    @kept
    def forecast_periods(self) -> frozenset[Period]:
        """The periods of the forecasts of the indicators that the report lists."""
        listed = (one.forecast for one in self.assessments if one.indicator.section is not None)
        return frozenset(forecast.figure.period for forecast in listed if forecast)

    @kept
    def labels(self) -> Mapping[str, str]:
        """The label of each indicator."""
        return {one.indicator.id: one.indicator.label for one in self.assessments}

    @kept
    def _by_section(self) -> dict[Section | None, tuple[Assessment, ...]]:
        found: dict[Section | None, list[Assessment]] = {}
        for one in self.assessments:
            found.setdefault(one.indicator.section, []).append(one)
        return {section: tuple(members) for section, members in found.items()}

    @kept
    def _by_id(self) -> dict[str, Assessment]:
        return {one.indicator.id: one for one in reversed(self.assessments)}
