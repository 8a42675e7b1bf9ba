"""Why an indicator has the status that it has, in a few words."""

from __future__ import annotations

from kpidsl.compose.directions import not_comparable
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.case import judged
from kpidsl.evaluation.comparable import comparator_period
from kpidsl.evaluation.judging import figures_beside
from kpidsl.evaluation.model import Figure, Travel, Unrated
from kpidsl.quantity import joined, spell
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.travel import TrendOver


def travel_because(indicator: Indicator, figure: Figure, travel: Travel) -> str:
    """Why a direction is what it is, or cannot be told: `75% after 100% in 2020-21`."""
    against = travel.against
    if figure.amount is None:
        return f"there is no value for {figure.period}"
    if not travel.is_comparable:
        return not_comparable(indicator, figure.period, against)
    if isinstance(against, TrendOver):
        periods = f"the last {against.periods} {against.grain.value}s"
        if travel.change is None:
            return f"there is not a value for each of {periods}"
        rise = spell(travel.change, indicator.unit.difference, None)
        return f"the line through {periods} goes from start to end by {rise}"
    period = comparator_period(figure.period, against)
    then = str(period) if period else against.value
    if travel.other is None or travel.other.amount is None:
        return f"there is no value for {then}"
    now, was = (
        spell(judged(indicator, amount), indicator.unit, None) for amount in (figure.amount, travel.other.amount)
    )
    return f"{now} after {was} {f'in {then}' if period else f'as the {then}'}"


def status_because(indicator: Indicator, figure: Figure, status: State | Unrated, aim: Aim | None) -> str:
    """`75% misses 100% by 25 points, tolerance 5 points`. Figures are exact, to as many places as it takes."""
    if status is Unrated.NO_TARGET:
        return f"there is no target for {figure.period}"
    if status is Unrated.TO_BE_SET:
        return f"the target for {figure.period} is still to be set"
    if figure.amount is None:
        return f"the figure is “{figure.reason.value}”" if figure.reason else "there is no figure"
    override = indicator.override_for(figure.period)
    if override is not None:
        return f"set by judgement of {override.author}: {override.reason}"
    if aim is None:
        return "the target hangs on a figure that is not there"
    if status is Unrated.UNKNOWN:
        return f"the scheme asks for {figures_beside(indicator.scheme)}, which are not there"
    value = judged(indicator, figure.amount)
    goal, lead, miss = aim.nearest(value), aim.lead(value), aim.miss(value)
    unit = indicator.unit
    shown, limit = spell(value, unit, None), spell(goal, unit, None)
    if miss == 0 and aim.low is not None and aim.high is not None and aim.low != aim.high:
        return f"{shown} is from {joined(spell(aim.low, unit, None), spell(aim.high, unit, None), unit)}"
    if miss == 0 and lead == 0:
        return (
            f"{shown} is only equal to {limit}, which does not meet it"
            if aim.is_strict
            else f"{shown} is just the target"
        )
    if miss == 0:
        return f"{shown} is better than {limit} by {spell(lead, unit.difference, None)}"
    text = f"{shown} misses {limit} by {spell(miss, unit.difference, None)}"
    if indicator.tolerance is not None:
        text += f", tolerance {spell(indicator.tolerance.width(goal), unit.difference, None)}"
    return text
