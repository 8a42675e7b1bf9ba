"""Why an indicator has the status that it has, in a few words."""

from __future__ import annotations

from kpidsl.compose import words
from kpidsl.compose.directions import not_comparable
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.case import judged
from kpidsl.evaluation.comparable import comparator_period
from kpidsl.evaluation.model import Figure, Travel, Unrated
from kpidsl.quantity import joined, spell
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.travel import TrendOver
from kpidsl.terms import Polarity, Reason


def travel_because(indicator: Indicator, figure: Figure, travel: Travel) -> str:
    """Why a direction is what it is, or cannot be told: `75% after 100% in 2020-21`."""
    against = travel.against
    if figure.amount is None:
        return say("there is no value for {period}", period=words.named(figure.period))
    if not travel.is_comparable:
        return not_comparable(indicator, figure.period, against)
    if isinstance(against, TrendOver):
        length = words.lasting(against.periods, against.grain, spelt=False)
        if travel.change is None:
            return say("there is not a value for each of the last {length}", length=length)
        rise = spell(travel.change, indicator.unit.difference, None)
        if indicator.polarity in (Polarity.CLOSEST, Polarity.BETWEEN):
            return say(_OF_DISTANCES, length=length, rise=rise)
        return say("the line through the last {length} goes from start to end by {rise}", length=length, rise=rise)
    period = comparator_period(figure.period, against)
    if travel.other is None or travel.other.amount is None:
        if period is None:
            return say("there is no value for baseline")
        return say("there is no value for {period}", period=words.named(period))
    now, was = (
        spell(judged(indicator, amount), indicator.unit, None) for amount in (figure.amount, travel.other.amount)
    )
    if period is None:
        return say("{now} after {was} as the baseline", now=now, was=was)
    return say("{now} after {was} in {period}", now=now, was=was, period=words.named(period))


def status_because(indicator: Indicator, figure: Figure, status: State | Unrated, aim: Aim | None) -> str:
    """`75% misses 100% by 25 points, tolerance 5 points`. Figures are exact, to as many places as it takes."""
    if status is Unrated.NO_TARGET:
        return say("there is no target for {period}", period=words.named(figure.period))
    if status is Unrated.TO_BE_SET:
        return say("the target for {period} is still to be set", period=words.named(figure.period))
    if figure.amount is None:
        if figure.reason is None:
            return say("there is no figure")
        return say("the figure is “{reason}”", reason=say(_REASONS[figure.reason]))
    override = indicator.override_for(figure.period)
    if override is not None:
        return say("set by judgement of {author}: {reason}", author=override.author, reason=override.reason)
    if aim is None:
        return say("the target hangs on a figure that is not there")
    if status is Unrated.UNKNOWN:
        if indicator.scheme.looks_ahead:
            return say("the scheme asks for earlier figures or a forecast, which are not there")
        return say("the scheme asks for earlier figures, which are not there")
    value = judged(indicator, figure.amount)
    goal, lead, miss = aim.nearest(value), aim.lead(value), aim.miss(value)
    unit = indicator.unit
    shown, limit = spell(value, unit, None), spell(goal, unit, None)
    if miss == 0 and aim.low is not None and aim.high is not None and aim.low != aim.high:
        ends = joined(spell(aim.low, unit, None), spell(aim.high, unit, None), unit)
        return say("{figure} is from {range}", figure=shown, range=ends)
    if miss == 0 and lead == 0:
        if aim.is_strict:
            return say("{figure} is only equal to {target}, which does not meet it", figure=shown, target=limit)
        return say("{figure} is just the target", figure=shown)
    if miss == 0:
        by = spell(lead, unit.difference, None)
        return say("{figure} is better than {target} by {difference}", figure=shown, target=limit, difference=by)
    by = spell(miss, unit.difference, None)
    if indicator.tolerance is None:
        return say("{figure} misses {target} by {difference}", figure=shown, target=limit, difference=by)
    return say(
        "{figure} misses {target} by {difference}, tolerance {tolerance}",
        figure=shown,
        target=limit,
        difference=by,
        tolerance=spell(indicator.tolerance.width(goal), unit.difference, None),
    )


_OF_DISTANCES = marked(
    "the line through the distances from the target in the last {length} goes from start to end by {rise}"
)

_REASONS = {
    Reason.NO_CASES: marked("no cases"),
    Reason.NOT_DUE: marked("not due"),
    Reason.AWAITING: marked("awaiting"),
    Reason.NOT_COLLECTED: marked("not collected"),
    Reason.NOT_APPLICABLE: marked("not applicable"),
    Reason.SUPPRESSED: marked("suppressed"),
    Reason.NOT_COMPARABLE: marked("not comparable"),
    Reason.NEW: marked("new"),
}
