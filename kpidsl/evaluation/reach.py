"""Which states an indicator can come to, and in which order along its values: found before there is any data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.alike import KINDS, alike, keyed
from kpidsl.evaluation.bands import in_words
from kpidsl.evaluation.case import case_of_value
from kpidsl.evaluation.possible import Cases, Possible, possible
from kpidsl.memo import Keyed, again
from kpidsl.period import Period
from kpidsl.quantity import Dimension, spell
from kpidsl.spec.condition import AgainstFloor, BetterBy, ShortBy, Within, parts
from kpidsl.spec.indicator import Indicator, Scheme, State
from kpidsl.spec.model import Spec
from kpidsl.spec.plausible import is_beyond
from kpidsl.terms import Polarity

Closed = tuple[str, str]  # an indicator and a state of its scheme that it cannot come to


def idle_states(spec: Spec) -> tuple[list[Diagnostic], set[Closed]]:
    """A warning for each state that no indicator of its scheme can come to in the period of the report, for each that
    has no width for one of them, and for each scheme whose states come in another order than their values; with the
    states that have been said to be closed to an indicator.

    A scheme is passed over where the target of one of its indicators hangs on data.
    """
    problems: list[Diagnostic] = []
    closed: set[Closed] = set()
    schemes: dict[str, Scheme] = {indicator.scheme.name: indicator.scheme for indicator in spec.indicators}
    for scheme in schemes.values():
        rated = [one for one in spec.indicators if one.scheme.name == scheme.name and _is_rated(one, spec.period)]
        kinds = {alike(one): one for one in rated}
        quiet = [_reached_quietly(keyed(*one), spec.period) for one in kinds.items()]
        names = {name for each in quiet if each for name in each}
        if None not in quiet and all(state.name in names for state in scheme.states):
            continue  # as in most reports, which have few kinds of indicators: there is nothing to say
        found = [cases for one in rated if (cases := _judged(one, spec.period)) is not None]
        for cases in found:
            problems += _alone(cases, closed)
        if len(found) == len(rated):
            problems += _never_reached(scheme, found, closed)
        problems += _out_of_order(scheme, found)
    return problems, closed


@again(KINDS)
def _reached_quietly(one: Keyed[Indicator], period: Period) -> tuple[str, ...] | None:
    """The states that an indicator comes to, where there is nothing to say of them; else None."""
    cases = _judged(one.value, period)
    closed: set[Closed] = set()
    if cases is None or any(_alone(cases, closed)) or closed or any(_out_of_order(one.value.scheme, [cases])):
        return None
    return tuple(state.name for state in _states(cases))


def _is_rated(indicator: Indicator, period: Period) -> bool:
    """Whether it has a target for a period, or may have one in the data."""
    return indicator.targets_from_data is not None or indicator.target_for(period) is not None


def _alone(cases: Cases, closed: set[Closed]) -> Iterator[Diagnostic]:
    """What is wrong with the states of one indicator, whatever those of the others."""
    name = cases.indicator.id
    no_test = _no_test(cases)
    if no_test is not None:
        closed.update((name, state.name) for state in cases.indicator.scheme.states)
        yield no_test
        return
    for state, problem in _empty(cases):
        closed.add((name, state.name))
        if problem is not None:
            yield problem


def reached(indicator: Indicator, period: Period) -> tuple[State, ...] | None:
    """The states that some case gives in `period`; None where not all cases can be known."""
    cases = _judged(indicator, period)
    return None if cases is None else _states(cases)


def _judged(indicator: Indicator, period: Period) -> Cases | None:
    """Every case by the rules alone; None where there is no target to judge by, or one that hangs on data."""
    lone = case_of_value(indicator, period, None)
    return possible(lone.indicator, period, ()) if lone.aim() is not None else None


def _states(cases: Cases) -> tuple[State, ...]:
    return tuple(dict.fromkeys(state for case in cases.cases if (state := case.state) is not None))


def _never_reached(scheme: Scheme, found: Sequence[Cases], closed: set[Closed]) -> Iterator[Diagnostic]:
    """States of no indicator, unless it has been said for each indicator why."""
    names = {state.name for cases in found for state in _states(cases)}
    for state in scheme.states:
        shown = next((cases for cases in found if (cases.indicator.id, state.name) not in closed), None)
        if state.name in names or shown is None:
            continue
        closed.update((cases.indicator.id, state.name) for cases in found)
        message = f"no indicator of the report can come to `{state.name}`, whatever its value is"
        yield Diagnostic("state-never-reached", message, state.span, (), _taken(shown, state))


def _taken(cases: Cases, state: State) -> tuple[str, str]:
    """Where the values have gone that the state could have."""
    could = [case for case in cases.cases if state.condition is None or case.answer(state.condition)]
    bands = [case.band for case in could if case.band is not None]
    if not bands:
        return f"no value of `{cases.indicator.id}` makes its condition so", "correct the condition, or take it out"
    names = {taker.name for case in could if (taker := case.state) is not None}
    by = " or ".join(taker.name for taker in cases.indicator.scheme.states if taker.name in names)
    values = in_words(bands, cases.bands, cases.indicator)
    return f"for `{cases.indicator.id}`, {values} is already {by}", "write the narrower band first, or take it out"


def _no_test(cases: Cases) -> Diagnostic | None:
    """A target that every value meets, or none."""
    indicator, target = cases.indicator, cases.indicator.target_for(cases.period)
    aim = case_of_value(indicator, cases.period, None).aim()
    assert aim is not None  # else there are no cases
    assert target is not None
    met = {aim.is_met(band.value) for band in cases.bands}
    if len(met) > 1:
        return None
    message = f"{'every' if met == {True} else 'no'} value of `{indicator.id}` meets this target"
    unit = indicator.unit
    what = "yes or no" if unit.dimension is Dimension.YES_NO else f"{unit.described}, which is never below 0"
    help_ = f"it is {what}; correct the target, or the polarity"
    return Diagnostic("target-no-test", message, target.span, (), (help_,))


# ---- bands of no width


def _empty(cases: Cases) -> Iterator[tuple[State, Diagnostic | None]]:
    """Each state that has no width for the indicator, since its margin comes to 0 or its floor is no lower than the
    target; the problem is None where that has been said of the floor itself."""
    indicator, period = cases.indicator, cases.period
    there = _states(cases)
    for state in indicator.scheme.states:
        if state in there:
            continue
        questions = list(parts(state.condition))
        margins = [question for question in questions if isinstance(question, Within | BetterBy | ShortBy)]
        for question in margins:
            problem = _no_width(state, question, indicator, period)
            if problem is not None:
                yield state, problem
                break
        else:
            floor, target = indicator.floor_for(period), indicator.target_for(period)
            asks_floor = any(isinstance(question, AgainstFloor) for question in questions)
            if asks_floor and is_beyond(floor, target, indicator.polarity):
                yield state, None


def _no_width(
    state: State, question: Within | BetterBy | ShortBy, indicator: Indicator, period: Period
) -> Diagnostic | None:
    margin = question.margin or indicator.tolerance
    aim = case_of_value(indicator, period, None).aim()
    target = indicator.target_for(period)
    if margin is None or aim is None or target is None:
        return None
    if any(margin.width(end) for end in (aim.low, aim.high) if end is not None):
        return None
    own = "its tolerance" if question.margin is None else "the margin"
    why = f"{own} is 0"
    help_ = "give the band a width, or use a scheme without this state"
    if margin.share:
        why = f"{own} is a share of the target, which is {spell(Fraction(0), indicator.unit, None)}, and so 0 itself"
        help_ = f"write it as {indicator.unit.difference.described}, or use a scheme without this state"
    message = f"`{indicator.id}` can never be {state.name}: {why}"
    said = dict(indicator.origins).get("tolerance") if question.margin is None else None
    span = said.span if said else target.span
    labels = (Label(target.span, "the target"),) if span != target.span else ()
    return Diagnostic("empty-band", message, span, labels, (help_,))


# ---- the order of states along the values


def _out_of_order(scheme: Scheme, found: Sequence[Cases]) -> Iterator[Diagnostic]:
    """One warning for a scheme, with the first indicator that shows it."""
    for cases in found:
        for path in paths(cases):
            order = [state for state, _ in groupby(path, lambda case: case.state) if state is not None]
            for better, worse in pairwise(order):
                if scheme.states.index(better) > scheme.states.index(worse):
                    yield _misplaced(better, worse, order, path, cases)
                    return


def paths(cases: Cases) -> Iterator[list[Possible]]:
    """Cases that differ in their value alone, from the best value to the worst; where near is best, each side by
    itself."""
    aim = case_of_value(cases.indicator, cases.period, None).aim()
    assert aim is not None  # else there are no cases
    groups: dict[tuple[object, ...], list[Possible]] = {}
    for case in cases.cases:
        if case.band is not None:
            key = (*case.directions.values(), *case.runs.values(), *case.beside.values())
            groups.setdefault(key, []).append(case)
    for group in groups.values():
        if cases.indicator.polarity is Polarity.HIGHER:
            yield group[::-1]
        elif cases.indicator.polarity is Polarity.LOWER:
            yield group
        elif aim.low is not None and aim.high is not None:
            middle = (aim.low + aim.high) / 2
            yield [case for case in group if _value(case) >= middle]
            yield [case for case in group if _value(case) <= middle][::-1]


def _value(case: Possible) -> Fraction:
    assert case.band is not None
    return case.band.value


def _misplaced(early: State, late: State, order: Sequence[State], path: Sequence[Possible], cases: Cases) -> Diagnostic:
    """`early` has better values than `late`, though it stands below it in the scheme."""

    def values(state: State) -> str:
        bands = [case.band for case in path if case.state == state and case.band is not None]
        return f"{in_words(bands, cases.bands, cases.indicator)} is {state.name}"

    twice = next((state for state in (early, late) if order.count(state) > 1), None)
    ranges = f"for `{cases.indicator.id}`, {values(early)}, and {values(late)}"
    if twice is not None:
        between = late if twice == early else early
        message = f"`{twice.name}` takes two ranges of values, and `{between.name}` stands between them"
        help_ = "see to it that one state ends where the next begins"
        return Diagnostic("states-out-of-order", message, twice.span, (), (ranges, help_))
    message = f"`{early.name}` takes better values than `{late.name}`, which stands above it"
    labels = (Label(late.span, "has worse values"),)
    help_ = "write the states from the best to the worst, with `otherwise` for the worst"
    return Diagnostic("states-out-of-order", message, early.span, labels, (ranges, help_))
