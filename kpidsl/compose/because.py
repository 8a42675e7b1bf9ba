"""Why an indicator has the status that it has, in a few words."""

from __future__ import annotations

from kpidsl.evaluation.judging import better_by, judged
from kpidsl.evaluation.model import Figure, Unrated
from kpidsl.period import Period
from kpidsl.quantity import spell
from kpidsl.spec.model import Indicator, State


def status_because(indicator: Indicator, period: Period, figure: Figure, status: State | Unrated) -> str:
    """`75% misses 100% by 25 points, tolerance 5 points`. Figures are exact, to as many places as it takes."""
    target = indicator.target_for(period)
    if target is None:
        return f"there is no target for {period}"
    if figure.amount is None:
        return f"the figure is “{figure.reason.value}”" if figure.reason else "there is no figure"
    if status is Unrated.UNKNOWN:
        return "the scheme asks for earlier figures, which are not there"
    goal, value = target.quantity.amount, judged(indicator, figure.amount)
    margin = better_by(indicator.polarity, value, goal)
    shown, limit = spell(value, indicator.unit, None), spell(goal, indicator.unit, None)
    gap = spell(abs(margin), indicator.unit.difference, None)
    if margin >= 0:
        return f"{shown} is better than {limit} by {gap}" if margin else f"{shown} is just the target"
    text = f"{shown} misses {limit} by {gap}"
    if indicator.tolerance is not None:
        text += f", tolerance {spell(indicator.tolerance.width(goal), indicator.unit.difference, None)}"
    return text
