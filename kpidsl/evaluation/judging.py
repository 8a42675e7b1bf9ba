"""Conditions judged: is this so, for this indicator, in this period?

Approach: three answers, as in Kleene's logic: yes, no, and None for "cannot be told", where a value, target or earlier
period is missing. A rule or state applies only on a plain yes, so nothing is ever said on a figure that is not there.
Every comparison is exact.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import assert_never

from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.case import Case, case_of_forecast, judged
from kpidsl.evaluation.comparable import comparator_period, is_comparable
from kpidsl.evaluation.fitting import rise
from kpidsl.evaluation.model import Standing, Unrated
from kpidsl.evaluation.peers import figure_of
from kpidsl.evaluation.places import place_of
from kpidsl.spec.condition import (
    Again,
    AgainstBenchmark,
    AgainstFloor,
    AgainstTarget,
    AllOf,
    AnyOf,
    BetterBy,
    Changed,
    Compared,
    Condition,
    Dated,
    FirstTime,
    Held,
    InShare,
    InState,
    Moved,
    Not,
    NoValue,
    OfForecast,
    ShortBy,
    Unasked,
    Within,
)
from kpidsl.spec.indicator import Scheme, State
from kpidsl.spec.target import Margin, ToBeSet
from kpidsl.spec.travel import Against, TrendOver
from kpidsl.terms import Comparator, Direction, End, Polarity, Reason, Relation

LOOK_BACK = 40  # periods that are looked back: ten years of quarters

_NEAR = (Polarity.CLOSEST, Polarity.BETWEEN)  # near to the target is best, from either side
_NOTHING_DUE = (Reason.NO_CASES, Reason.NOT_DUE, Reason.NOT_APPLICABLE)

_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def figures_beside(scheme: Scheme) -> str:
    """What a status may hang on beside the value, as messages say it."""
    return "earlier figures or a forecast" if scheme.looks_ahead else "earlier figures"


def status_of(case: Case) -> State | Unrated:
    """The first state of the scheme whose condition holds.

    Where it cannot be told whether an earlier one holds, no later one is given: that would be a guess, and
    mostly a worse colour.
    """
    target = case.indicator.target_for(case.period)
    if target is None:
        return Unrated.NO_TARGET
    if isinstance(target.goal, ToBeSet):
        return Unrated.TO_BE_SET
    if case.value() is None:
        return Unrated.NO_VALUE
    override = case.indicator.override_for(case.period)
    if override is not None:
        return override.state
    return first_state(case.indicator.scheme, lambda condition: holds(condition, case)) or Unrated.UNKNOWN


def first_state(scheme: Scheme, answer: Callable[[Condition], bool | None]) -> State | None:
    """The first state whose condition holds; None where it cannot be told whether an earlier one does."""
    for state in scheme.states:
        held = state.condition is None or answer(state.condition)
        if held is None:
            return None
        if held:
            return state
    return None


def holds(condition: Condition, case: Case) -> bool | None:
    """Whether the condition is so in this case; None where that cannot be told."""
    match condition:
        case AnyOf():
            return _any([holds(part, case) for part in condition.parts])
        case AllOf():
            return _all([holds(part, case) for part in condition.parts])
        case Not():
            return _not(holds(condition.part, case))
        case Held():
            return _held(condition, case)
        case FirstTime():
            return _first_time(condition, case)
        case Again():
            return _again(condition, case)
        case NoValue():
            figure = case.figure()
            if figure is None:
                return None
            return figure.amount is None and condition.reason in (None, figure.reason)
        case AgainstTarget():
            return _against_aim(condition.relation, case, case.aim())
        case AgainstFloor():
            floor = case.indicator.floor_for(case.period)
            return None if floor is None else _against_aim(condition.relation, case, case.aim(floor))
        case AgainstBenchmark():
            benchmark = case.benchmark(condition.benchmark)
            return None if benchmark is None else _against(condition.relation, case, benchmark)
        case Within():
            return _within(condition, case)
        case BetterBy():
            return _by(condition.margin, case, is_better=True)
        case ShortBy():
            return _by(condition.margin, case, is_better=False)
        case Moved():
            direction = direction_since(case, condition.comparator or case.indicator.comparators[0])
            return None if direction is None else direction is condition.direction
        case InShare():
            place = standing_in(case, condition.group).place
            part = place.part(condition.parts) if place else None
            wanted = 1 if condition.end is End.BEST else condition.parts
            return None if part is None else part == wanted
        case Compared():
            value = case.value()
            return None if value is None else _COMPARISONS[condition.comparison](value, condition.amount)
        case Changed():
            return case.changed.get(condition.what) if case.changed else None
        case OfForecast():
            ahead = case_of_forecast(case)
            return None if ahead is None else holds(condition.part, ahead)
        case InState():
            status = status_of(case)
            return status.name == condition.state if isinstance(status, State) else None
        case Unasked():
            return None
        case Dated():
            raise AssertionError("only a scheme for milestones can ask this; check refuses it")
        case _:
            assert_never(condition)


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _any(answers: list[bool | None]) -> bool | None:
    if True in answers:
        return True
    return None if None in answers else False


def better_by(polarity: Polarity, aim: Aim | None, value: Fraction, other: Fraction) -> Fraction | None:
    """How much better `value` is than `other`; negative where it is worse, None where neither can be better."""
    match polarity:
        case Polarity.HIGHER:
            return value - other
        case Polarity.LOWER:
            return other - value
        case Polarity.CLOSEST | Polarity.BETWEEN:
            return None if aim is None else aim.miss(other) - aim.miss(value)
        case Polarity.NONE:
            return None
        case _:
            assert_never(polarity)


def _relation(relation: Relation, margin: Fraction) -> bool:
    match relation:
        case Relation.AT_OR_BETTER:
            return margin >= 0
        case Relation.BETTER:
            return margin > 0
        case Relation.WORSE:
            return margin < 0
        case _:
            assert_never(relation)


def _against(relation: Relation, case: Case, other: Fraction) -> bool | None:
    value = case.value()
    margin = None if value is None else better_by(case.indicator.polarity, case.aim(), value, other)
    return None if margin is None else _relation(relation, margin)


def _against_aim(relation: Relation, case: Case, aim: Aim | None) -> bool | None:
    value = case.value()
    if value is None or aim is None:
        return None
    match relation:
        case Relation.AT_OR_BETTER:
            return aim.is_met(value)
        case Relation.BETTER:
            return aim.lead(value) > 0
        case Relation.WORSE:
            return not aim.is_met(value)
        case _:
            assert_never(relation)


def _within(condition: Within, case: Case) -> bool | None:
    """Misses the target by no more than the amount, on the bad side; anything better is within."""
    value, aim = case.value(), case.aim()
    if value is None or aim is None:
        return None
    margin = condition.margin or case.indicator.tolerance
    return None if margin is None else aim.miss(value) <= margin.width(aim.nearest(value))


def _by(margin: Margin, case: Case, *, is_better: bool) -> bool | None:
    value, aim = case.value(), case.aim()
    if value is None or aim is None:
        return None
    width = margin.width(aim.nearest(value))
    return aim.lead(value) >= width if is_better else not aim.is_met(value) and aim.miss(value) >= width


def standing_in(case: Case, group: str) -> Standing:
    """How the council stands in a group: its own figure of the group's period (from the same file, where that has it)
    among those of the members, all as they are judged."""
    indicator = case.indicator
    benchmark = indicator.benchmark(group)
    if benchmark is None or benchmark.period is None or not benchmark.peers:
        return Standing(group, None, None)
    own = figure_of(benchmark, indicator, benchmark.own) if benchmark.own else case.lookup(benchmark.period)
    aim = case.at(benchmark.period).aim() or case.aim()
    others = [None if peer.amount is None else judged(indicator, peer.amount) for peer in benchmark.peers]
    mine = None if own is None or own.amount is None else judged(indicator, own.amount)
    case.seen.extend(filter(None, (own, figure_of(benchmark, indicator))))
    return Standing(group, own, place_of(mine, others, indicator.polarity, aim))


def direction_since(case: Case, against: Against) -> Direction | None:
    """Direction of travel against a comparator or over a trend, in the words that the polarity allows."""
    if isinstance(against, TrendOver):
        change = fitted_change(case, against)
        is_miss = case.indicator.polarity in _NEAR
        return None if change is None else _direction(case, change, -change if is_miss else _gain(case, change))
    now, before = case.value(), case.compared(against)
    if now is None or before is None:
        return None
    return _direction(case, now - before, _better_than_before(case, against, now, before))


def _direction(case: Case, change: Fraction, gain: Fraction | None) -> Direction | None:
    """`gain` is how much better it is for the change; None where that cannot be told."""
    is_steady = abs(change) <= case.indicator.steady
    if case.indicator.polarity is Polarity.NONE:
        return Direction.SAME if is_steady else Direction.HIGHER if change > 0 else Direction.LOWER
    if is_steady:
        return Direction.UNCHANGED
    if gain is None:
        return None
    return Direction.IMPROVED if gain > 0 else Direction.WORSENED if gain < 0 else Direction.UNCHANGED


def _gain(case: Case, change: Fraction) -> Fraction | None:
    return better_by(case.indicator.polarity, None, change, Fraction(0))


def fitted_change(case: Case, trend: TrendOver) -> Fraction | None:
    """How far the line that fits the values of a trend best rises over all of it; None unless every one is there.

    Where near to the target is best, the line is that of the distances from it: each from the target of its own period,
    or from today's where that has none.
    """
    if not is_comparable(case.indicator, case.period, trend):
        return None
    heights: list[Fraction] = []
    for period in case.period.last(trend.periods):
        value, aim = case.value(period), case.at(period).aim() or case.aim()
        is_miss = case.indicator.polarity in _NEAR
        if value is None or (is_miss and aim is None):
            return None
        heights.append(aim.miss(value) if is_miss and aim is not None else value)
    return rise(heights)


def _better_than_before(case: Case, comparator: Comparator, now: Fraction, before: Fraction) -> Fraction | None:
    """How much better the value is than an earlier one. Where near the target is best, each is as near as it is to the
    target of its own period, which a profile may move; where that period has none, today's target stands for it."""
    aim = case.aim()
    period = comparator_period(case.period, comparator)
    if aim is None or period is None or case.indicator.polarity not in _NEAR:
        return better_by(case.indicator.polarity, aim, now, before)
    earlier = case.at(period).aim() or aim
    return earlier.miss(before) - aim.miss(now)


def _all(answers: Iterable[bool | None]) -> bool | None:
    return _not(_any([_not(answer) for answer in answers]))


def _held(condition: Held, case: Case) -> bool | None:
    return _all([holds(condition.part, case.at(case.period.back(steps))) for steps in range(condition.count)])


def _first_time(condition: FirstTime, case: Case) -> bool | None:
    """Back to where the data begin. A period between that cannot be told may have been the first, and so may any before
    a redefinition; one in which nothing was due cannot."""
    past = [case.at(case.period.back(steps)) for steps in range(1, LOOK_BACK)]
    if case.indicator.is_comparable(past[-1].period, case.period):
        while past and past[-1].figure() is None:
            past.pop()
    answers = [(holds(condition.part, then), then.figure()) for then in past]
    earlier = [
        answer
        for answer, figure in answers
        if answer is not None or figure is None or figure.reason not in _NOTHING_DUE
    ]
    return _all([holds(condition.part, case), _not(_any(earlier)) if earlier else None])


def _again(condition: Again, case: Case) -> bool | None:
    """Looks back to the latest earlier period in which it held; every period on the way must be known not to."""
    now = _all([holds(condition.part, case), _not(holds(condition.part, case.at(case.period.previous)))])
    if not now:
        return now
    for steps in range(2, LOOK_BACK):
        answer = holds(condition.part, case.at(case.period.back(steps)))
        if answer is not False:
            return answer
    return False
