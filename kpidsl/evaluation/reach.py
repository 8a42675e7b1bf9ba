"""Which states an indicator can come to, found before there is any data.

Approach: with no earlier figures, a status changes only at certain values: the ends of the target and floor, the edges
of bands around them, benchmarks and explicit limits. So it is enough to judge each of these values, one step to either
side, and one value between each two; where the status hangs on a forecast, each of them with each such forecast.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.forecasts import forecast_periods
from kpidsl.evaluation.judging import case_of_value, status_of
from kpidsl.evaluation.model import Figure, Unrated
from kpidsl.period import Period
from kpidsl.quantity import Dimension
from kpidsl.spec.condition import (
    AgainstBenchmark,
    BetterBy,
    Compared,
    Condition,
    ShortBy,
    Within,
    asked,
)
from kpidsl.spec.indicator import Indicator, Scheme, State
from kpidsl.spec.model import Spec


def never_reached(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each state that no indicator of its scheme can come to in the period of the report.

    A scheme is passed over where the status of one of its indicators hangs on more than the value and the rules.
    """
    schemes: dict[str, Scheme] = {indicator.scheme.name: indicator.scheme for indicator in spec.indicators}
    for scheme in schemes.values():
        rated = [one for one in spec.indicators if one.scheme.name == scheme.name and _is_rated(one, spec.period)]
        found = [reached(indicator, spec.period) for indicator in rated]
        names = {state.name for states in found if states is not None for state in states}
        if not found or None in found:
            continue
        for state in scheme.states:
            if state.name not in names:
                message = f"no indicator of the report can come to `{state.name}`, whatever its value is"
                help_ = "the states above it take all its values; write the narrower band first, or take it out"
                yield Diagnostic("state-never-reached", message, state.span, (), (help_,))


def _is_rated(indicator: Indicator, period: Period) -> bool:
    """Whether it has a target for a period, or may have one in the data."""
    return indicator.targets_from_data is not None or indicator.target_for(period) is not None


def reached(indicator: Indicator, period: Period) -> tuple[State, ...] | None:
    """The states that some value gives in `period`; None where that hangs on more than the value and the rules."""
    if case_of_value(indicator, period, None).aim() is None:
        return None
    found: list[State] = []
    for amount in boundary_values(indicator, period):
        for forecast in _forecasts(indicator, period):
            status = status_of(case_of_value(indicator, period, amount, forecast))
            if isinstance(status, Unrated):
                return None
            found.append(status)
    return tuple(dict.fromkeys(found))


def _forecasts(indicator: Indicator, period: Period) -> tuple[Figure | None, ...]:
    """The forecasts at which the status may change, where it hangs on one: for the first period that has a target."""
    ahead = [when for when in forecast_periods(period) if indicator.target_for(when) is not None]
    if not indicator.scheme.looks_ahead or not ahead:
        return (None,)
    amounts = boundary_values(indicator, ahead[0])
    return tuple(Figure(ahead[0], amount, None, None, None, ()) for amount in amounts)


def boundary_values(indicator: Indicator, period: Period) -> tuple[Fraction, ...]:
    """The values at which the status may change, those just beside them, and one between each two; in order."""
    if indicator.unit.dimension is Dimension.YES_NO:
        return (Fraction(0), Fraction(1))
    case = case_of_value(indicator, period, None)
    aims = [case.aim()] + [case.aim(floor) for floor in (indicator.floor_for(period),) if floor]
    ends = [end for aim in aims if aim for end in (aim.low, aim.high) if end is not None]
    edges = set(ends)
    for state in indicator.scheme.states:
        for question in asked(state.condition):
            edges.update(_edges(question, indicator, ends, aims[0]))
    step = indicator.unit.printed_scale * Fraction(1, 10**indicator.places)
    values = {value for edge in edges for value in (edge - step, edge, edge + step)}
    values |= {(one + two) / 2 for one, two in pairwise(sorted(edges))}
    if indicator.unit.is_never_negative:
        values = {max(value, Fraction(0)) for value in values}
    return tuple(sorted(values))


def _edges(question: Condition, indicator: Indicator, ends: list[Fraction], aim: Aim | None) -> Iterator[Fraction]:
    """The values at which one question may change its answer. `ends` are those of the target and the floor."""
    match question:
        case Compared():
            yield question.amount
        case AgainstBenchmark():
            benchmark = indicator.benchmark(question.benchmark)
            if benchmark is not None and benchmark.quantity is not None:
                yield benchmark.quantity.amount
                miss = aim.miss(benchmark.quantity.amount) if aim else Fraction(0)
                yield from (end + sign * miss for end in ends for sign in (-1, 1))
        case Within() | BetterBy() | ShortBy():
            margin = question.margin or indicator.tolerance
            if margin is not None:
                yield from (end + sign * margin.width(end) for end in ends for sign in (-1, 1))
        case _:
            return
