"""Open data: the figures of the report, one row an indicator and period, rounded as the report prints them.

Everything is made of the evaluation, so what is withheld there is withheld here.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kpidsl.compose import forecast, numbers, vocabulary
from kpidsl.document.sheets import Cell, Number, Rows
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Unrated
from kpidsl.quantity import MOST_PLACES, Dimension, Unit, has_places, round_half_up
from kpidsl.saying import marked
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.target import BetterThan, Goal, Target
from kpidsl.terms import Comparator, Kind, Reason
from kpidsl.values import dataclass

# What stands in place of a figure, as the Government Statistical Service writes it.
SUPPRESSED, NOT_APPLICABLE, UNAVAILABLE, LOW = "[c]", "[z]", "[x]", "[low]"
_SIGNS = {
    Reason.NO_CASES: NOT_APPLICABLE,
    Reason.NOT_DUE: NOT_APPLICABLE,
    Reason.AWAITING: UNAVAILABLE,
    Reason.NOT_COLLECTED: UNAVAILABLE,
    Reason.NOT_APPLICABLE: NOT_APPLICABLE,
    Reason.SUPPRESSED: SUPPRESSED,
    Reason.NOT_COMPARABLE: UNAVAILABLE,
    Reason.NEW: UNAVAILABLE,
}
SIGN_MEANINGS = {
    SUPPRESSED: vocabulary.REASON_MEANINGS[Reason.SUPPRESSED],
    NOT_APPLICABLE: marked("Not applicable: there is no such figure."),
    UNAVAILABLE: marked("Not available."),
    LOW: marked("The figure rounds to 0, but is not 0."),
}

_DIRECTIONS = tuple(Comparator)
COLUMNS = (
    "council", "theme", "theme_label", "section", "section_label", "indicator", "indicator_label", "part_of", "kind",
    "period", "period_start", "period_end", "value", "value_printed", "unit", "numerator", "denominator", "marker",
    "reason", "quality", "polarity", "target", "target_low", "target_high", "target_printed", "status", "status_reason",
    *(f"direction_{comparator.value.replace(' ', '_')}" for comparator in _DIRECTIONS),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """A figure of the report with its target, and, where it is judged, its status or why it has none.

    `is_now` is yes for the figure of the report's own period.
    """

    figure: Figure
    kind: Kind
    target: Target | None = None
    aim: Aim | None = None
    state: State | None = None
    unrated: Unrated | None = None
    is_now: bool = False


def rows(evaluation: Evaluation) -> Rows:
    """The whole table for programs; of a report on several authorities, with the figures of all."""
    several = evaluation.authorities or (evaluation,)
    found = (_row(one, point, each) for each in several for one in each.assessments for point in published(one))
    return Rows(COLUMNS, tuple(found))


def current(one: Assessment) -> Published:
    """The figure of an indicator for the report's own period."""
    return next(point for point in published(one) if point.is_now)


def published(one: Assessment) -> Iterator[Published]:
    """The figures of an indicator: those of earlier periods by time, its own, and what is expected."""
    now = one.figure.period
    past = {
        figure.period: Published(figure, Kind.ACTUAL, one.indicator.target_for(period), aim)
        for (period, figure), aim in zip(one.history, one.aims, strict=True)
        if figure is not None
    }
    for outturn in (one.previous_outturn, one.outturn):
        if outturn is not None:
            past.setdefault(outturn.period, Published(outturn, Kind.ACTUAL))
    past[now] = Published(one.figure, Kind.ACTUAL, one.target, one.aim, one.state, one.unrated, is_now=True)
    yield from (past[period] for period in sorted(past))
    if one.forecast is not None:
        ahead = one.forecast
        yield Published(ahead.figure, Kind.FORECAST, ahead.target, ahead.aim, ahead.state, ahead.unrated)


def _row(one: Assessment, point: Published, evaluation: Evaluation) -> tuple[Cell, ...]:
    indicator, figure = one.indicator, point.figure
    section = indicator.section
    theme = section.theme if section else None
    low, high = ends(indicator, point)
    directions = {travel.against: travel.direction for travel in one.directions if travel.direction and point.is_now}
    return (
        evaluation.spec.house.council,
        theme.name if theme else None,
        theme.label if theme else None,
        section.name if section else None,
        section.label if section else None,
        indicator.id,
        indicator.label,
        indicator.part_of,
        point.kind.value,
        str(figure.period),
        figure.period.start,
        figure.period.end,
        value(indicator, figure),
        numbers.value(indicator, figure),
        unit(indicator.unit),
        part(figure.numerator),
        part(figure.denominator),
        " ".join(signs(indicator, figure)) or None,
        figure.reason.value if figure.reason else None,
        figure.quality.value if figure.amount is not None else None,
        indicator.polarity.value,
        single(indicator, point),
        low,
        high,
        target(one, point) if point.target else None,
        point.state.name if point.state else None,
        point.unrated.value if point.unrated else None,
        *(found.value if (found := directions.get(against)) else None for against in _DIRECTIONS),
    )


def value(indicator: Indicator, figure: Figure) -> Number | None:
    """A figure as it is printed, in bare units: money in pounds, hours and minutes in minutes."""
    return None if figure.amount is None else number(indicator, figure.amount)


def number(indicator: Indicator, exact: Fraction) -> Number:
    """An amount in the indicator's decimal places."""
    return _number(indicator.unit, exact, indicator.places)


def fine(indicator: Indicator, exact: Fraction) -> Number:
    """A target or the like, which may be set more finely than values are printed."""
    scaled = exact / indicator.unit.printed_scale
    wanted = range(indicator.places, MOST_PLACES + 1)
    places = next((places for places in wanted if round_half_up(scaled, places) == scaled), MOST_PLACES)
    return _number(indicator.unit, exact, places)


def _number(unit: Unit, exact: Fraction, places: int) -> Number:
    if unit.dimension in (Dimension.CLOCK, Dimension.YES_NO):
        return Number(round_half_up(exact, 0), 0)
    scale = unit.printed_scale
    return Number(round_half_up(exact / scale, places) * scale, max(0, places - (len(str(scale)) - 1)))


def part(exact: Fraction | None) -> Number | None:
    """A numerator or denominator: as many decimal places as it has."""
    if exact is None:
        return None
    shown = round_half_up(exact, MOST_PLACES)
    return Number(shown, next(places for places in range(MOST_PLACES + 1) if round_half_up(shown, places) == shown))


def ends(indicator: Indicator, point: Published) -> tuple[Number | None, Number | None]:
    """The lowest and the highest value that meet the target, as printed; None where there is no end on that side."""
    if point.target is None or point.aim is None:
        return None, None
    goal = point.target.goal
    low, high = (None if end is None else _end(indicator, goal, end) for end in (point.aim.low, point.aim.high))
    return low, high


def _end(indicator: Indicator, goal: Goal, end: Fraction) -> Number:
    """One that hangs on another figure, or has no last decimal, has at most one decimal place more than usual."""
    is_set = not isinstance(goal, BetterThan) and has_places(end, MOST_PLACES, indicator.unit)
    return fine(indicator, end if is_set else numbers.rounded(indicator, end, min(indicator.places + 1, MOST_PLACES)))


def single(indicator: Indicator, point: Published) -> Number | None:
    """The figure of a target that is just one."""
    found = {end for end in ends(indicator, point) if end is not None}
    return found.pop() if len(found) == 1 else None


def target(one: Assessment, point: Published) -> str:
    """The target as the report says it."""
    if point.kind is Kind.FORECAST:
        return forecast.target(one)
    return numbers.aimed(one.indicator, point.target, point.aim)


def unit(unit: Unit) -> str:
    """What bare figures are counted in."""
    match unit.dimension:
        case Dimension.MONEY:
            return "£"
        case Dimension.CLOCK:
            return "minutes"
        case Dimension.POINTS:
            return "percentage points"
        case _:
            return str(unit)


def signs(indicator: Indicator, figure: Figure | None) -> Iterator[str]:
    """The shorthand that belongs to a figure: what stands in its place, or what is said of it."""
    if figure is None or figure.amount is None:
        yield _SIGNS[figure.reason] if figure and figure.reason else UNAVAILABLE
        return
    if is_low(indicator, figure.amount):
        yield LOW
    if marker := vocabulary.marker(figure.quality):
        yield marker


def is_low(indicator: Indicator, amount: Fraction) -> bool:
    """Whether an amount that is not 0 is printed as 0."""
    return amount != 0 and number(indicator, amount).amount == 0
