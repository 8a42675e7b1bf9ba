"""Observation and Dataset: what was measured, for which period, and which cell says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpidsl.period import Period
from kpidsl.source import Span
from kpidsl.terms import Quality, Reason


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
    entity: str = ""  # whose it is, where a file has the figures of others


@dataclass(frozen=True, slots=True)
class Dataset:
    """All observations, by name and period; at most one each."""

    observations: Mapping[tuple[str, Period], Observation]

    def get(self, name: str, period: Period) -> Observation | None:
        return self.observations.get((name, period))

    def periods(self, *names: str) -> tuple[Period, ...]:
        """The periods for which there is an observation of one of these names, earliest first."""
        return tuple(sorted({period for known, period in self.observations if known in names}))
