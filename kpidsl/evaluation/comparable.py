"""Which values may be set side by side: counted in the same way, and over a like part of the year."""

from __future__ import annotations

from typing import assert_never

from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.travel import Against, TrendOver
from kpidsl.terms import Comparator, Coverage, Grain


def comparator_period(period: Period, comparator: Comparator) -> Period | None:
    """The period that a comparator means, seen from `period`; None for a baseline, which has a value of its own."""
    match comparator:
        case Comparator.PREVIOUS:
            return period.previous
        case Comparator.SAME_PERIOD_LAST_YEAR:
            return period.same_period_last_year
        case Comparator.OUTTURN:
            return period.outturn
        case Comparator.BASELINE:
            return None
        case _:
            assert_never(comparator)


def runs_on(indicator: Indicator, period: Period) -> bool:
    """Whether a line can be drawn to a period from the one before.

    Not over a redefinition, nor into a new year where values are counted year to date: they begin anew there.
    """
    starts_anew = indicator.covers is not None and indicator.covers.coverage is Coverage.YEAR_TO_DATE
    starts_anew = starts_anew and period.number == 1 and period.grain is not Grain.YEAR
    return not starts_anew and indicator.is_comparable(period.previous, period)


def looked_at(indicator: Indicator, period: Period, against: Against) -> tuple[Period, ...]:
    """The earlier periods that a comparison is made with; none for a baseline without a period."""
    if isinstance(against, TrendOver):
        return period.last(against.periods)[:-1]
    other = comparator_period(period, against)
    if other is None and indicator.baseline is not None:
        other = indicator.baseline.period
    return () if other is None else (other,)


def is_comparable(indicator: Indicator, period: Period, against: Against) -> bool:
    """Whether the value of a period can be compared with what a comparator means.

    A baseline without a period may have been counted in any way, so nothing compares with it after a redefinition.
    """
    if isinstance(against, TrendOver):
        return all(runs_on(indicator, one) for one in period.last(against.periods)[1:])
    if against is Comparator.PREVIOUS:
        return runs_on(indicator, period)
    earlier = looked_at(indicator, period, against)
    if not earlier:
        return all(period.end < redefinition.since.start for redefinition in indicator.redefinitions)
    return all(indicator.is_comparable(other, period) for other in earlier)
