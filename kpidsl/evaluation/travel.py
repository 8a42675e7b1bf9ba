"""Direction of travel, with what a reader must see to check it."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.evaluation.case import Case
from kpidsl.evaluation.comparable import is_comparable
from kpidsl.evaluation.judging import direction_since, fitted_change
from kpidsl.evaluation.model import Figure, Travel
from kpidsl.spec.travel import Against, TrendOver


def travel(case: Case, against: Against) -> Travel:
    """Where the value went since a comparator, or over a trend."""
    case = Case(case.indicator, case.period, case.lookup, [])  # collects the figures of this comparison alone
    direction = direction_since(case, against)
    other = None if isinstance(against, TrendOver) else case.compared_figure(against)
    change = fitted_change(case, against) if isinstance(against, TrendOver) else _difference(case.figure(), other)
    return Travel(
        against=against,
        other=other,
        change=change,
        direction=direction,
        is_comparable=is_comparable(case.indicator, case.period, against),
        rests_on=tuple(dict.fromkeys(case.seen)),
    )


def _difference(now: Figure | None, other: Figure | None) -> Fraction | None:
    if now is None or other is None or now.amount is None or other.amount is None:
        return None
    return now.amount - other.amount
