"""Observation and Dataset: what was measured, for which period, and which cell says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from kpidsl.period import Period, in_order
from kpidsl.source import Span
from kpidsl.terms import Kind, Quality, Reason
from kpidsl.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Observation:
    """One row of a data file.

    `amount` is in the unit that the spec declares for `name` (a percentage as 38, money in pounds), or None where
    `reason` says why there is none. The parts are kept where the row gives them.
    """

    name: str
    period: Period
    amount: Fraction | None
    reason: Reason | None
    numerator: Fraction | None
    denominator: Fraction | None
    quality: Quality
    note: str
    span: Span
    kind: Kind = Kind.ACTUAL
    entity: str = ""  # whose it is, where a file has the figures of others

    def __hash__(self) -> int:
        return hash((self.name, self.period, self.span.start))  # as good as all of it, in a fraction of the time

    @property
    def key(self) -> tuple[str, Period, Kind]:
        """What no two observations of a dataset share."""
        return (self.name, self.period, self.kind)


@dataclass(frozen=True, slots=True)
class Dataset:
    """All observations, by name, period and kind; at most one each.

    `is_protected` where small counts were taken out or rounded, so that it differs from the data that were read.
    """

    observations: Mapping[tuple[str, Period, Kind], Observation]
    is_protected: bool = False
    # found once: what is asked of each indicator must not look through the rows of all
    _periods: Mapping[tuple[str, Kind], tuple[Period, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[tuple[str, Kind], list[Period]] = {}
        for name, period, kind in self.observations:
            found.setdefault((name, kind), []).append(period)
        object.__setattr__(self, "_periods", {key: in_order(periods) for key, periods in found.items()})

    @staticmethod
    def of(rows: Iterable[Observation]) -> Dataset:
        """The dataset that holds these observations."""
        return Dataset({row.key: row for row in rows})

    def get(self, name: str, period: Period, kind: Kind = Kind.ACTUAL) -> Observation | None:
        return self.observations.get((name, period, kind))

    def periods(self, *names: str, kind: Kind = Kind.ACTUAL) -> tuple[Period, ...]:
        """The periods for which there is an observation of one of these names, earliest first."""
        found = [self._periods.get((name, kind), ()) for name in names]
        return found[0] if len(found) == 1 else in_order({period for periods in found for period in periods})

    def every(self, name: str, kind: Kind) -> tuple[Observation, ...]:
        """The observations of one name and kind, earliest first."""
        return tuple(self.observations[name, period, kind] for period in self.periods(name, kind=kind))
