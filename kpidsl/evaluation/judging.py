"""Conditions judged: is this so, for this indicator, in this period?

Approach: three answers, as in Kleene's logic: yes, no, and None for "cannot be told", where a value, target or earlier
period is missing. A rule or state applies only on a plain yes, so nothing is ever said on a figure that is not there.
Every comparison is exact.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import assert_never

from kpidsl.evaluation.aims import Aim, aim_of
from kpidsl.evaluation.model import Figure, Unrated
from kpidsl.period import Period
from kpidsl.quantity import round_half_up
from kpidsl.spec.condition import (
    Again,
    AgainstBenchmark,
    AgainstFloor,
    AgainstTarget,
    AllOf,
    AnyOf,
    BetterBy,
    Compared,
    Condition,
    Dated,
    FirstTime,
    Held,
    InState,
    Moved,
    Not,
    NoValue,
    ShortBy,
    Within,
)
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.target import Margin, Target, ToBeSet
from kpidsl.terms import Comparator, Direction, Judge, Polarity, Relation

LOOK_BACK = 40  # periods that are looked back: ten years of quarters

_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator in one period, and how to look up its other periods. `seen` collects the figures looked at."""

    indicator: Indicator
    period: Period
    lookup: Callable[[Period], Figure | None]
    seen: list[Figure] = field(default_factory=list, compare=False)

    def at(self, period: Period) -> Case:
        """The same indicator in another period."""
        return Case(self.indicator, period, self.lookup, self.seen)

    def figure(self, period: Period | None = None) -> Figure | None:
        """The figure of a period (this case's own, where None is given)."""
        found = self.lookup(period or self.period)
        if found is not None:
            self.seen.append(found)
        return found

    def value(self, period: Period | None = None) -> Fraction | None:
        """The value that is judged: exact, or as the reader sees it."""
        figure = self.figure(period)
        return None if figure is None or figure.amount is None else judged(self.indicator, figure.amount)

    def compared(self, comparator: Comparator) -> Fraction | None:
        """The value that a comparator means, as it is judged."""
        period = comparator_period(self.period, comparator)
        if period is not None:
            return self.value(period)
        baseline = self.indicator.baseline
        return None if baseline is None else judged(self.indicator, baseline.quantity.amount)

    def aim(self, target: Target | None = None) -> Aim | None:
        """What the target (or the given one) comes to in this period."""
        target = target or self.indicator.target_for(self.period)
        return None if target is None else aim_of(target, self.indicator, self.compared)


def case_of_value(indicator: Indicator, period: Period, amount: Fraction | None) -> Case:
    """A value to be judged by the rules alone: no other figure is known, and no judgement counts."""
    alone = {period: Figure(period, amount, None, None, None, ())} if amount is not None else {}
    return Case(replace(indicator, overrides=()), period, alone.get)


def judged(indicator: Indicator, amount: Fraction) -> Fraction:
    """An amount as it is held against targets: rounded only where the indicator says `judge displayed`."""
    if indicator.judge is Judge.UNROUNDED:
        return amount
    scale = indicator.unit.printed_scale
    return round_half_up(amount / scale, indicator.places) * scale


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
    for state in case.indicator.scheme.states:
        answer = state.condition is None or holds(state.condition, case)
        if answer is None:
            return Unrated.UNKNOWN
        if answer:
            return state
    return Unrated.UNKNOWN


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
            benchmark = case.indicator.benchmark(condition.benchmark)
            return None if benchmark is None else _against(condition.relation, case, benchmark.quantity.amount)
        case Within():
            return _within(condition, case)
        case BetterBy():
            return _by(condition.margin, case, is_better=True)
        case ShortBy():
            return _by(condition.margin, case, is_better=False)
        case Moved():
            direction = direction_since(case, condition.comparator or case.indicator.comparators[0])
            return None if direction is None else direction is condition.direction
        case Compared():
            value = case.value()
            return None if value is None else _COMPARISONS[condition.comparison](value, condition.amount)
        case InState():
            status = status_of(case)
            return status.name == condition.state if isinstance(status, State) else None
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


def direction_since(case: Case, comparator: Comparator) -> Direction | None:
    """Direction of travel against a comparator, in the words that the polarity allows."""
    now, before = case.value(), case.compared(comparator)
    if now is None or before is None:
        return None
    if abs(now - before) <= case.indicator.steady:
        return Direction.UNCHANGED
    if case.indicator.polarity is Polarity.NONE:
        return Direction.HIGHER if now > before else Direction.LOWER
    margin = _better_than_before(case, comparator, now, before)
    if margin is None:
        return None
    return Direction.IMPROVED if margin > 0 else Direction.WORSENED if margin < 0 else Direction.UNCHANGED


def _better_than_before(case: Case, comparator: Comparator, now: Fraction, before: Fraction) -> Fraction | None:
    """How much better the value is than an earlier one. Where near the target is best, each is as near as it is to the
    target of its own period, which a profile may move; where that period has none, today's target stands for it."""
    aim = case.aim()
    period = comparator_period(case.period, comparator)
    if aim is None or period is None or case.indicator.polarity not in (Polarity.CLOSEST, Polarity.BETWEEN):
        return better_by(case.indicator.polarity, aim, now, before)
    earlier = case.at(period).aim() or aim
    return earlier.miss(before) - aim.miss(now)


def _all(answers: Iterable[bool | None]) -> bool | None:
    return _not(_any([_not(answer) for answer in answers]))


def _held(condition: Held, case: Case) -> bool | None:
    return _all([holds(condition.part, case.at(case.period.back(steps))) for steps in range(condition.count)])


def _first_time(condition: FirstTime, case: Case) -> bool | None:
    now = holds(condition.part, case)
    earlier = [holds(condition.part, case.at(case.period.back(steps))) for steps in range(1, LOOK_BACK)]
    known = [answer for answer in earlier if answer is not None]
    return _all([now, not any(known)]) if known else None


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
