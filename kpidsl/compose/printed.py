"""What a placeholder prints: the text, the figures behind it, and what is wrong where there is nothing to print."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import forecast, numbers, peers, words
from kpidsl.compose.directions import not_comparable
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation import summary
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.peers import figure_of
from kpidsl.period import Period
from kpidsl.quantity import PERCENT, spell
from kpidsl.spec.indicator import Count, Placeholder
from kpidsl.spec.peers import InGroup, PeriodOf
from kpidsl.spec.target import Fixed, Target
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Direction, Field, Form, Quality, TableColumn


@dataclass(frozen=True, slots=True)
class Printed:
    """`text` is empty where there is nothing to print, and then `problem` says why."""

    text: str = ""
    rests_on: tuple[Figure, ...] = ()
    problem: Diagnostic | None = None


def printed(placeholder: Placeholder, evaluation: Evaluation) -> Printed:
    """The text for a placeholder."""
    period = evaluation.spec.period
    if placeholder.field is Field.PERIOD:
        return Printed(words.period(period))
    if isinstance(placeholder.field, Count):
        return _count(placeholder.field, placeholder, evaluation)
    one = evaluation.of(placeholder.indicator)
    if isinstance(placeholder.field, str):
        return _benchmark(one, placeholder.field, placeholder)
    if isinstance(placeholder.field, PeriodOf):
        benchmark = one.indicator.benchmark(placeholder.field.benchmark)
        assert benchmark is not None  # check has seen to that
        assert benchmark.period is not None
        return Printed(words.period(benchmark.period))
    if isinstance(placeholder.field, InGroup):
        return _standing(one, placeholder.field, placeholder)
    match placeholder.field:
        case Field.LABEL:
            return Printed(one.indicator.label)
        case Field.VALUE:
            return _figure(one, one.figure, period, placeholder)
        case Field.PREVIOUS:
            return _figure(one, one.previous, period.previous, placeholder)
        case Field.SAME_PERIOD_LAST_YEAR:
            return _figure(one, one.same_period_last_year, period.same_period_last_year, placeholder)
        case Field.OUTTURN:
            return _figure(one, one.outturn, period.outturn, placeholder)
        case Field.PREVIOUS_OUTTURN:
            return _figure(one, one.previous_outturn, period.outturn.previous, placeholder)
        case Field.NUMERATOR | Field.DENOMINATOR | Field.REMAINDER | Field.PARTS:
            return _part(one, period, placeholder)
        case Field.TARGET:
            if one.aim is None:
                return Printed(problem=_no_target(one, one.target, period, placeholder))
            return Printed(numbers.target(one), one.rows)
        case Field.FLOOR:
            return _floor(one, period, placeholder)
        case Field.BASELINE:
            return _baseline(one, placeholder)
        case Field.GAP:
            if one.aim is None:
                return Printed(problem=_no_target(one, one.target, period, placeholder))
            if one.figure.amount is None:
                return Printed(problem=_no_figure(one, one.figure, period, placeholder))
            return _difference(one, one.aim.nearest(one.figure.amount), (one.figure, *one.rows), placeholder)
        case Field.CHANGE:
            return _change(one, period, placeholder)
        case Field.REASON:
            return _reason(one, placeholder)
        case Field.STREAK:
            return _streak(one, placeholder)
        case Field.LAST_TIME:
            return _last_time(one, placeholder)
        case Field.FORECAST:
            return _forecast(one, placeholder)
        case Field.FORECAST_TARGET:
            return _forecast_target(one, placeholder)
        case _:
            assert_never(placeholder.field)


def _count(count: Count, placeholder: Placeholder, evaluation: Evaluation) -> Printed:
    chosen, among = summary.counted(count, evaluation)
    moved = isinstance(count.what, Direction)
    rests_on = tuple(summary.looked_at(among, count.comparator, moved=moved))
    if not count.share:
        return Printed(numbers.count(Fraction(len(chosen)), placeholder.form), rests_on)
    if not among:
        message = f"{{share {count.what}}} cannot be printed: no indicator is rated by a scheme with that state"
        help_ = "say something else, or print how many there are: {count rated}"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    return Printed(spell(Fraction(100 * len(chosen), len(among)), PERCENT, placeholder.places or 0), rests_on)


def _forecast(one: Assessment, placeholder: Placeholder) -> Printed:
    if one.forecast is None:
        return Printed(problem=_no_forecast(one, placeholder))
    return _figure(one, one.forecast.figure, one.forecast.figure.period, placeholder)


def _forecast_target(one: Assessment, placeholder: Placeholder) -> Printed:
    if one.forecast is None:
        return Printed(problem=_no_forecast(one, placeholder))
    if one.forecast.aim is None:
        return Printed(problem=_no_target(one, one.forecast.target, one.forecast.figure.period, placeholder))
    return Printed(forecast.target(one), one.rows)


def _figure(one: Assessment, figure: Figure | None, period: Period, placeholder: Placeholder) -> Printed:
    if figure is None or figure.amount is None:
        return Printed(problem=_no_figure(one, figure, period, placeholder))
    if placeholder.form is Form.FIGURES:
        text = numbers.amount(one.indicator, figure.amount, placeholder.places)
    else:
        text = numbers.count(figure.amount, placeholder.form)
    return Printed(text + _firmness(figure), (figure,))


def _limit(one: Assessment, exact: Fraction, placeholder: Placeholder) -> Printed:
    """A floor, baseline or benchmark."""
    if placeholder.form is Form.FIGURES:
        return Printed(numbers.limit(one.indicator, exact, placeholder.places))
    return Printed(numbers.count(exact, placeholder.form))


def _baseline(one: Assessment, placeholder: Placeholder) -> Printed:
    baseline = one.indicator.baseline
    if baseline is None or baseline.quantity is None:  # it was to come from the data
        message = f"there is no baseline to print here: the data have none for `{one.indicator.id}`"
        help_ = "add a row to the data: `baseline` in the column `kind`"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    return _limit(one, baseline.quantity.amount, placeholder)


def _floor(one: Assessment, period: Period, placeholder: Placeholder) -> Printed:
    floor = one.indicator.floor_for(period)
    if floor is None or not isinstance(floor.goal, Fixed):
        message = f"there is no floor to print here: `{one.indicator.id}` has none for {period}"
        help_ = f"add one: floor ... for {period.whole_year}"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    return _limit(one, floor.goal.amount, placeholder)


def _benchmark(one: Assessment, name: str, placeholder: Placeholder) -> Printed:
    benchmark = one.indicator.benchmark(name)
    assert benchmark is not None  # check has seen to that
    if benchmark.quantity is None:
        why = f"“{benchmark.reason.value}”" if benchmark.reason else "not available"
        message = f"there is no figure to print here: `{name}` of `{one.indicator.id}` is {why} in its source"
        help_ = f"print this under a condition that needs it, such as `when better than {name}`"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    figure = figure_of(benchmark, one.indicator)
    if benchmark.asked is not None and placeholder.places is not None:
        text = numbers.amount(one.indicator, benchmark.quantity.amount, placeholder.places)
    else:
        text = numbers.benchmark(one.indicator, benchmark)
    return Printed(text + (_firmness(figure) if figure else ""), (figure,) if figure else ())


def _standing(one: Assessment, asked: InGroup, placeholder: Placeholder) -> Printed:
    benchmark, standing = one.indicator.benchmark(asked.group), one.standing(asked.group)
    assert benchmark is not None  # check has seen to that
    assert standing is not None
    place = standing.place
    text = None
    if place is not None:
        is_rank = asked.standing is TableColumn.RANK
        text = peers.rank(place, placeholder.form) if is_rank else peers.quartile(place)
    if text is None:
        help_ = f"print this under a condition that needs it, such as `when in best half of {asked.group}`"
        if place is not None:
            why = "fewer than four authorities have a figure"
            help_ = f"print the rank instead: {{rank in {asked.group}}}"
        elif standing.own is None:
            why = f"it has no figure for {benchmark.period}"
            help_ = f"add its figure for {benchmark.period} to the data, or say in the source: {USAGE['council']}"
        elif standing.own.amount is None:
            why = f"it has no figure for {benchmark.period}"
        else:
            why = "there is nobody to rank it with, or no target to be near"
        message = f"there is no {asked.standing.value} to print here: `{one.indicator.id}` is not ranked, for {why}"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    figure = figure_of(benchmark, one.indicator)
    return Printed(text, tuple(each for each in (standing.own, figure) if each is not None))


def _firmness(figure: Figure) -> str:
    """A figure that may yet change says so; an illustrative one is said of the whole paragraph."""
    return "" if figure.quality in (Quality.FINAL, Quality.ILLUSTRATIVE) else f" ({figure.quality.value})"


def _part(one: Assessment, period: Period, placeholder: Placeholder) -> Printed:
    top, bottom = one.figure.numerator, one.figure.denominator
    if one.figure.amount is None:
        return Printed(problem=_no_figure(one, one.figure, period, placeholder))
    if top is None or bottom is None:
        message = f"`{one.indicator.id}` has no numerator and denominator for {period}"
        help_ = "give the two counts in the data instead of the percentage"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    if placeholder.field is Field.PARTS:
        both = f"{numbers.count(top, placeholder.form)} of {numbers.count(bottom, placeholder.form)}"
        return Printed(both + _firmness(one.figure), (one.figure,))
    part = {Field.NUMERATOR: top, Field.DENOMINATOR: bottom}.get(placeholder.field, bottom - top)  # type: ignore[arg-type]
    return Printed(numbers.count(part, placeholder.form), (one.figure,))


def _change(one: Assessment, period: Period, placeholder: Placeholder) -> Printed:
    travel = one.directions[0]
    other = travel.other
    if one.figure.amount is None:
        return Printed(problem=_no_figure(one, one.figure, period, placeholder))
    if not travel.is_comparable:
        why = not_comparable(one.indicator, period, travel.against)
        message = f"there is no change of `{one.indicator.id}` to print, for {why}"
        help_ = "print this under a condition that needs it, such as `when improved`"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    if other is None or other.amount is None:
        message = f"there is no change to print: `{one.indicator.id}` has no value for {travel.against.value}"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(_ADD,)))
    return _difference(one, other.amount, (one.figure, other, *one.rows), placeholder)


def _difference(one: Assessment, other: Fraction, figures: tuple[Figure, ...], placeholder: Placeholder) -> Printed:
    assert one.figure.amount is not None
    exact = one.figure.amount - other
    places = one.indicator.places if placeholder.places is None else placeholder.places
    text = numbers.difference(one.indicator.unit, exact, places, signed=placeholder.form is Form.SIGNED)
    problem = None
    if exact and numbers.rounds_to_zero(one.indicator.unit, exact, places):
        message = f"{{{placeholder.field.value}}} prints `{text}`, but there is a difference"  # type: ignore[union-attr]
        help_ = f"print more decimal places: {{{placeholder.field.value} to {places + 1} dp}}"  # type: ignore[union-attr]
        problem = Diagnostic("rounding-hides", message, placeholder.span, help=(help_,))
    return Printed(text, figures, problem)


def _reason(one: Assessment, placeholder: Placeholder) -> Printed:
    if one.figure.reason is None:
        message = f"there is no reason to print here: `{one.indicator.id}` has a value"
        help_ = "print this under a condition that needs it: `when no value`"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    return Printed(words.REASONS[one.figure.reason].lower(), (one.figure,))


def _streak(one: Assessment, placeholder: Placeholder) -> Printed:
    streak = one.streak
    if streak is None:
        return Printed(problem=_no_status(one, placeholder))
    if streak.unknown is not None and one.indicator.scheme.looks_ahead:
        message = f"it cannot be told for how long the status of `{one.indicator.id}` has been what it is"
        help_ = "its scheme asks for a forecast, and what was forecast in earlier periods is not known"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    text = numbers.count(Fraction(streak.length), placeholder.form)
    if streak.unknown is not None:  # it may be longer
        text = f"{text} (or later)" if placeholder.form is Form.ORDINAL else f"at least {text}"
    return Printed(text, streak.rests_on)


def _last_time(one: Assessment, placeholder: Placeholder) -> Printed:
    streak = one.streak
    if streak is None:
        return Printed(problem=_no_status(one, placeholder))
    if streak.last_time is None:
        message = f"it cannot be told when `{one.indicator.id}` last had this status before"
        help_ = "add earlier figures to the data, or print this under a condition such as `when met target again`"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    return Printed(words.period(streak.last_time), streak.rests_on)


# ---- what is missing

_ADD = "add the figure to the data, or print this under a condition that needs it, such as `when improved`"


def _no_figure(one: Assessment, figure: Figure | None, period: Period, placeholder: Placeholder) -> Diagnostic:
    name = one.indicator.id
    if figure is not None and figure.reason is not None:
        message = f"there is no figure to print here: `{name}` is “{figure.reason.value}” in {period}"
        help_ = "say something else `when no value`"
    else:
        message = f"there is no figure to print here: `{name}` has no value for {period}"
        help_ = f"add a row to the data: {name},{period},..."
    return Diagnostic("no-observation", message, placeholder.span, help=(help_,))


def _no_forecast(one: Assessment, placeholder: Placeholder) -> Diagnostic:
    name, year = one.indicator.id, one.figure.period.whole_year
    message = f"there is no forecast to print here: `{name}` has none for {year}"
    help_ = f"add a row to the data: `forecast` in the column `kind`, for {year}"
    help_ += ", or print this under a condition that needs it, such as `when forecast at or better than target`"
    return Diagnostic("no-observation", message, placeholder.span, help=(help_,))


def _no_target(one: Assessment, target: Target | None, period: Period, placeholder: Placeholder) -> Diagnostic:
    if target is None:
        message = f"there is no target to print here: `{one.indicator.id}` has none for {period}"
        help_ = f"add one: target ... for {period.whole_year}"
    else:
        message = f"there is no target to print here: that of `{one.indicator.id}` for {period} is not known yet"
        help_ = "print this under a condition that needs it, such as `when green`"
    return Diagnostic("no-observation", message, placeholder.span, help=(help_,))


def _no_status(one: Assessment, placeholder: Placeholder) -> Diagnostic:
    message = f"`{one.indicator.id}` has no status in this period, so there is nothing to count"
    return Diagnostic(
        "no-observation", message, placeholder.span, help=("print this under a condition such as `when green`",)
    )
