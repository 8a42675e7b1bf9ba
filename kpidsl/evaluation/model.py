"""Figure, Assessment, Evaluation: what was concluded, and from which observations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from kpidsl.data.model import Observation
from kpidsl.period import Period
from kpidsl.spec.model import Indicator, Rule, Spec, State, Target
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

    @property
    def is_illustrative(self) -> bool:
        return any(observation.quality is Quality.ILLUSTRATIVE for observation in self.observations)


class Unrated(Enum):
    """Why an indicator has no status."""

    NO_TARGET = "no target"
    NO_VALUE = "no value"


@dataclass(frozen=True, slots=True)
class ChosenRule:
    """A commentary rule that holds, and the figures that its condition was judged on."""

    rule: Rule
    rests_on: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """How long the status has been what it is.

    `length` periods in a row, this one included; `last_time` is the latest period before them with the same status, if
    any. `rests_on` are the figures that this was judged on.
    """

    length: int
    last_time: Period | None
    rests_on: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One indicator judged for one period.

    Exactly one of `state` and `unrated` is given. `history` has the value of each period up to this one, earliest
    first, None where there is no observation. `directions` follow the indicator's comparators, each with the figure
    compared with; the direction is None where there is nothing to compare with.
    """

    indicator: Indicator
    figure: Figure
    target: Target | None
    state: State | None
    unrated: Unrated | None
    previous: Figure | None
    outturn: Figure | None
    previous_outturn: Figure | None
    history: tuple[tuple[Period, Figure | None], ...]
    directions: tuple[tuple[Comparator, Figure | None, Direction | None], ...]
    run: Run | None
    rules: tuple[ChosenRule, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every indicator of a spec, judged, in the order of the spec."""

    spec: Spec
    assessments: tuple[Assessment, ...]

    def of(self, indicator: str) -> Assessment:
        return next(one for one in self.assessments if one.indicator.id == indicator)
