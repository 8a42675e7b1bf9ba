"""Printed figures that tell another story than the exact ones. The officer is warned, for no reader can see why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from kpidsl.compose import forecast, numbers
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.case import case_of, case_of_forecast, judged
from kpidsl.evaluation.judging import status_of
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Unrated
from kpidsl.quantity import MOST_PLACES, Dimension, has_places
from kpidsl.spec.condition import AgainstTarget, AllOf, AnyOf, BetterBy, Not, ShortBy, Within, parts
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.target import BetterThan, Margin, Target
from kpidsl.terms import Judge
from kpidsl.values import replace


def contradictions(evaluation: Evaluation) -> Iterator[Diagnostic]:
    """A warning for each indicator, and for each forecast in a table, whose printed figures say something else than
    its exact ones; in a report on all authorities, of each."""
    for each in evaluation.authorities:
        yield from _contradictions(each, f" of {each.spec.house.council}")
    yield from _contradictions(evaluation, "")


def _contradictions(evaluation: Evaluation, whose: str) -> Iterator[Diagnostic]:
    has_forecasts = any(map(forecast.has_column, evaluation.spec.tables()))
    for one in evaluation.assessments:
        named = f"`{one.indicator.id}`{whose}"
        yield from _of(named, one, one.figure, one.target, one.aim, one.state)
        if one.forecast is not None and has_forecasts:
            ahead = one.forecast
            yield from _of(f"the forecast of {named}", one, ahead.figure, ahead.target, ahead.aim, ahead.state)


def _of(
    named: str, one: Assessment, figure: Figure, target: Target | None, aim: Aim | None, state: State | None
) -> Iterator[Diagnostic]:
    amount, indicator = figure.amount, one.indicator
    if amount is None or has_places(amount, indicator.places, indicator.unit):
        return  # it is printed exactly
    shown = numbers.amount(indicator, amount)
    if numbers.rounds_to_zero(indicator.unit, amount, indicator.places):
        message = f"{named} is printed as {shown}, but is not 0"
        finer = _places(indicator, lambda places: not numbers.rounds_to_zero(indicator.unit, amount, places))
        yield Diagnostic("rounding-hides", message, indicator.span, help=_more_places(indicator, finer))
    if aim is None or state is None or not _may_differ(indicator, target, aim, amount):
        return
    goal = numbers.limit(indicator, aim.nearest(amount))
    other = _as_printed(one, figure, indicator.places)
    if shown == goal and not aim.is_strict and not aim.is_met(judged(indicator, amount)):
        message = f"{named} prints {shown} against a target of {goal}, yet misses it: {state.name}"
    elif isinstance(other, State) and other.name != state.name:
        message = f"{named} prints {shown}, which would be {other.name}, yet it is {state.name} before rounding"
    else:
        return
    finer = _places(indicator, lambda places: _as_printed(one, figure, places) == state)
    more = _more_places(indicator, finer)
    help_ = (*more, f"{'or ' if more else ''}judge what is printed: `judge displayed`")
    yield Diagnostic("rounding-hides", message, indicator.span, help=help_)


def _may_differ(indicator: Indicator, target: Target | None, aim: Aim, amount: Fraction) -> bool:
    """Whether a limit may lie between a figure and what is printed of it. Of most figures none does, which is told here
    for the plain questions of schemes in less than half of the time (16 for 34 millionths of a second)."""
    if target is None or isinstance(target.goal, BetterThan):
        return True
    widths: list[Margin | None] = [None]
    for state in indicator.scheme.states:
        for part in parts(state.condition):
            if isinstance(part, Within | BetterBy | ShortBy):
                widths.append(part.margin or indicator.tolerance)
            elif not isinstance(part, AgainstTarget | AllOf | AnyOf | Not):
                return True
    apart = abs(numbers.rounded(indicator, amount) - amount)
    gaps = ((abs(amount - end), width.width(end) if width else 0) for end in aim.ends for width in widths)
    return any(abs(gap - width) <= apart for gap, width in gaps)


def _as_printed(one: Assessment, figure: Figure, places: int) -> State | Unrated | None:
    """The status that a reader would give who has only what is printed, with so many decimal places. None where it was
    set by judgement, or is judged on what is printed."""
    indicator = one.indicator
    if indicator.judge is Judge.DISPLAYED or indicator.override_for(figure.period) is not None:
        return None
    shown = replace(indicator, judge=Judge.DISPLAYED, places=places)
    case = case_of(shown, one.figure.period, one.figures.get, one.rows, one.forecast.figure if one.forecast else None)
    ahead = case if figure is one.figure else case_of_forecast(case)
    return None if ahead is None else status_of(ahead)


def _places(indicator: Indicator, shows: Callable[[int], bool]) -> int:
    """The fewest decimal places, more than now, that show what is so; one more than now where none does."""
    more = range(indicator.places + 1, MOST_PLACES + 1)
    return next((places for places in more if shows(places)), indicator.places + 1)


def _more_places(indicator: Indicator, places: int) -> tuple[str, ...]:
    """What to write for them; hours and minutes have none."""
    unit = indicator.unit
    if unit.dimension is Dimension.CLOCK:
        return ()
    word = f'"{unit}"' if unit.dimension is Dimension.NAMED and unit.word != "tonnes" else unit
    help_ = f"print more decimal places: unit {word} to {places} dp"
    return (help_,)
