"""Direction of travel, with what a reader must see to check it."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.evaluation.case import Case, judged
from kpidsl.evaluation.comparable import is_comparable
from kpidsl.evaluation.judging import direction_since, fitted_change
from kpidsl.evaluation.model import Figure, Travel
from kpidsl.spec.travel import Against, TrendOver


def travel(case: Case, against: Against) -> Travel:
    """Where the value went since a comparator, or over a trend."""
    case = Case(case.indicator, case.period, case.lookup, [])  # collects the figures of this comparison alone
    direction = direction_since(case, against)
    other = None if isinstance(against, TrendOver) else case.compared_figure(against)
    change = fitted_change(case, against) if isinstance(against, TrendOver) else _difference(case, other)
    return Travel(
        against=against,
        other=other,
        change=change,
        direction=direction,
        is_comparable=is_comparable(case.indicator, case.period, against),
        rests_on=tuple(dict.fromkeys(case.seen)),
    )


def _difference(case: Case, other: Figure | None) -> Fraction | None:
    """Between the figures that are held against each other: the printed ones, where these are judged."""
    now = case.figure()
    if now is None or other is None or now.amount is None or other.amount is None:
        return None
    return judged(case.indicator, now.amount) - judged(case.indicator, other.amount)
