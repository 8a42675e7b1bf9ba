"""Figure, Assessment, Evaluation: what was concluded, and from which observations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from kpidsl.data.model import Observation
from kpidsl.data.published import Published, PublishedFigure, PublishedIndicator, PublishedTarget
from kpidsl.evaluation.aims import Aim
from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator, Override, Rule, State
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import Spec
from kpidsl.spec.target import Target
from kpidsl.terms import Comparator, Direction, Quality, Reason


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

    @property
    def quality(self) -> Quality:
        """The least firm of the observations it comes from."""
        found = [observation.quality for observation in self.observations]
        found += [Quality.REVISED] if self.is_revised else []
        return max(found, key=list(Quality).index, default=Quality.FINAL)

    @property
    def is_over_whole(self) -> bool:
        """Whether the first of its parts is larger than the second."""
        return self.numerator is not None and self.denominator is not None and self.numerator > self.denominator

    @property
    def is_illustrative(self) -> bool:
        return self.quality is Quality.ILLUSTRATIVE


class Unrated(Enum):
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
class Assessment:
    """One indicator judged for one period.

    `aim` is what the target comes to; None where there is none, or where it cannot be told. Exactly one of `state` and
    `unrated` is given. `history` has the value of each period up to this one, earliest first, None where there is no
    observation. `directions` follow the indicator's comparators, each with the figure compared with; the direction is
    None where there is nothing to compare with.
    """

    indicator: Indicator
    figure: Figure
    target: Target | None
    aim: Aim | None
    state: State | None
    unrated: Unrated | None
    previous: Figure | None
    outturn: Figure | None
    previous_outturn: Figure | None
    history: tuple[tuple[Period, Figure | None], ...]
    directions: tuple[tuple[Comparator, Figure | None, Direction | None], ...]
    override: Override | None
    streak: Streak | None
    rules: tuple[ChosenRule, ...]


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
    """A figure that was printed, and is another now; `now` may be a reason for there being none."""

    indicator: Indicator
    was: PublishedFigure
    now: Figure


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reader of the report before this one, `since`, must be told.

    `retargeted` pairs an assessment with what its target was (None: it had none), `renamed` an indicator with its label
    then.
    """

    since: Published
    revised: tuple[Revised, ...]
    retargeted: tuple[tuple[Assessment, PublishedTarget | None], ...]
    added: tuple[Indicator, ...]
    retired: tuple[PublishedIndicator, ...]
    renamed: tuple[tuple[Indicator, str], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every indicator and milestone of a spec, judged as on the day `as_at`, in the order of the spec."""

    spec: Spec
    assessments: tuple[Assessment, ...]
    as_at: date
    milestones: tuple[MilestoneAssessment, ...]
    changes: Changes | None = None  # None where no earlier report is named

    def of(self, indicator: str) -> Assessment:
        return next(one for one in self.assessments if one.indicator.id == indicator)
