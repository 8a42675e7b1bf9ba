"""What a placeholder prints: the text, the figures behind it, and what is wrong where there is nothing to print."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from kpidsl.compose import forecast, numbers, peers, rounded, unprinted, vocabulary, words
from kpidsl.compose.compared import compared
from kpidsl.compose.rounded import Rounded, counted
from kpidsl.compose.unprinted import Printed
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation import past, summary
from kpidsl.evaluation.case import judged
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.peers import figure_of
from kpidsl.period import Period
from kpidsl.quantity import PERCENT
from kpidsl.saying import say
from kpidsl.spec.indicator import Count, Placeholder
from kpidsl.spec.peers import ComparedWith, InGroup, PeriodOf
from kpidsl.spec.target import Fixed
from kpidsl.terms import Direction, Field, Form, Quality, Reason, TableColumn


def printed(placeholder: Placeholder, evaluation: Evaluation) -> Printed:
    """The text for a placeholder."""
    period = evaluation.spec.period
    if placeholder.field is Field.PERIOD:
        return Printed(words.period(period))
    if placeholder.field is Field.COUNCIL:
        return Printed(evaluation.spec.house.council)
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
    if isinstance(placeholder.field, ComparedWith):
        return compared(one, placeholder.field.standard, period, placeholder)
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
                return unprinted.no_target(one, one.target, period, placeholder)
            amounts = rounded.target(one, *_form(placeholder))
            return Printed(numbers.target(one, *_form(placeholder)), one.rows, None, amounts)
        case Field.FLOOR:
            return _floor(one, period, placeholder)
        case Field.BASELINE:
            return _baseline(one, placeholder)
        case Field.GAP:
            if one.aim is None:
                return unprinted.no_target(one, one.target, period, placeholder)
            if one.figure.amount is None:
                return unprinted.no_figure(one, one.figure, period, placeholder)
            nearest = one.aim.nearest(judged(one.indicator, one.figure.amount))
            return _difference(one, nearest, (one.figure, *one.rows), placeholder)
        case Field.CHANGE:
            return _change(one, period, placeholder)
        case Field.REASON:
            return _reason(one, placeholder)
        case Field.STREAK:
            return _streak(one, placeholder)
        case Field.LAST_TIME:
            return _last_time(one, placeholder)
        case Field.FORECAST:
            if one.forecast is None:
                return unprinted.no_forecast(one, placeholder)
            return _figure(one, one.forecast.figure, one.forecast.figure.period, placeholder)
        case Field.FORECAST_TARGET:
            return _forecast_target(one, placeholder)
        case _:
            assert_never(placeholder.field)


def _count(count: Count, placeholder: Placeholder, evaluation: Evaluation) -> Printed:
    chosen, among = summary.counted(count, evaluation)
    moved = isinstance(count.what, Direction)
    rests_on = tuple(summary.looked_at(among, count.comparator, moved=moved))
    if not count.share:
        number = counted(len(chosen), form=placeholder.form)
        return Printed(number[0].text, rests_on, None, number)
    if not among:
        message = f"{{share {count.what}}} cannot be printed: no indicator is rated by a scheme with that state"
        help_ = "say something else, or print how many there are: {count rated}"
        return unprinted.nothing(placeholder, message, help_)
    share = Rounded(Fraction(100 * len(chosen), len(among)), PERCENT, placeholder.places or 0)
    return Printed(share.text, rests_on, None, (share,))


def _forecast_target(one: Assessment, placeholder: Placeholder) -> Printed:
    if one.forecast is None:
        return unprinted.no_forecast(one, placeholder)
    if one.forecast.aim is None:
        return unprinted.no_target(one, one.forecast.target, one.forecast.figure.period, placeholder)
    amounts = rounded.target(forecast.aimed_at(one), *_form(placeholder))
    return Printed(forecast.target(one, *_form(placeholder)), one.rows, None, amounts)


def _figure(one: Assessment, figure: Figure | None, period: Period, placeholder: Placeholder) -> Printed:
    if figure is None or figure.amount is None:
        return unprinted.no_figure(one, figure, period, placeholder)
    if placeholder.form is Form.FIGURES:
        amounts = rounded.of(one.indicator, figure.amount, placeholder.places)
    else:
        amounts = counted(figure.amount, form=placeholder.form)
    return Printed(amounts[0].text + _firmness(figure), (figure,), None, amounts)


def _limit(one: Assessment, exact: Fraction, placeholder: Placeholder) -> Printed:
    """A floor or baseline."""
    amounts = rounded.limit(one.indicator, exact, *_form(placeholder))
    return Printed(amounts[0].text, amounts=amounts)


def _form(placeholder: Placeholder) -> tuple[int | None, Form]:
    return placeholder.places, placeholder.form


def _baseline(one: Assessment, placeholder: Placeholder) -> Printed:
    baseline = one.indicator.baseline
    if baseline is not None and baseline.reason is Reason.SUPPRESSED:
        message = f"there is no baseline to print here: that of `{one.indicator.id}` is too small to be shown"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=("take it out",)))
    if baseline is None or baseline.quantity is None:  # it was to come from the data
        return unprinted.no_baseline(one, placeholder)
    return _limit(one, baseline.quantity.amount, placeholder)


def _floor(one: Assessment, period: Period, placeholder: Placeholder) -> Printed:
    floor = one.indicator.floor_for(period)
    if floor is None or not isinstance(floor.goal, Fixed):
        return unprinted.no_floor(one, period, placeholder)
    return _limit(one, floor.goal.amount, placeholder)


def _benchmark(one: Assessment, name: str, placeholder: Placeholder) -> Printed:
    benchmark = one.indicator.benchmark(name)
    assert benchmark is not None  # check has seen to that
    if benchmark.quantity is None:
        return unprinted.no_benchmark(one, benchmark, placeholder)
    figure = figure_of(benchmark, one.indicator)
    amounts = rounded.benchmark(one.indicator, benchmark, *_form(placeholder))
    return Printed(amounts[0].text + (_firmness(figure) if figure else ""), (figure,) if figure else (), None, amounts)


def _standing(one: Assessment, asked: InGroup, placeholder: Placeholder) -> Printed:
    benchmark, standing = one.indicator.benchmark(asked.group), one.standing(asked.group)
    assert benchmark is not None  # check has seen to that
    assert standing is not None
    place = standing.place
    text = None
    if place is not None:
        is_rank = asked.standing is TableColumn.RANK
        part = None if is_rank else peers.quartile(place)
        text = peers.rank(place, placeholder.form) if is_rank else say(part) if part else None
    if text is None:
        return unprinted.no_place(one, asked, benchmark, standing, placeholder)
    figure = figure_of(benchmark, one.indicator)
    amounts = rounded.place(place, asked.standing, placeholder.form) if place else ()
    return Printed(text, tuple(each for each in (standing.own, figure) if each is not None), None, amounts)


def _firmness(figure: Figure) -> str:
    """A figure that may yet change says so; an illustrative one is said of the whole paragraph."""
    said = [
        say(vocabulary.QUALITIES[one]) for one in figure.qualities if one not in (Quality.FINAL, Quality.ILLUSTRATIVE)
    ]
    return f" ({', '.join(said)})" if said else ""


def _part(one: Assessment, period: Period, placeholder: Placeholder) -> Printed:
    top, bottom = one.figure.numerator, one.figure.denominator
    if one.figure.amount is None:
        return unprinted.no_figure(one, one.figure, period, placeholder)
    if top is None or bottom is None:
        message = f"`{one.indicator.id}` has no numerator and denominator for {period}"
        return unprinted.nothing(placeholder, message, "give the two counts in the data instead of the percentage")
    if placeholder.field is Field.PARTS:
        part, whole = (numbers.count(each, placeholder.form) for each in (top, bottom))
        both = say("{part} of {whole}", part=part, whole=whole)
        return Printed(both + _firmness(one.figure), (one.figure,), None, counted(top, bottom))
    counts = {Field.NUMERATOR: top, Field.DENOMINATOR: bottom}
    exact = counts.get(placeholder.field, bottom - top)  # type: ignore[arg-type]
    return Printed(numbers.count(exact, placeholder.form), (one.figure,), None, counted(exact))


def _change(one: Assessment, period: Period, placeholder: Placeholder) -> Printed:
    travel = one.directions[0]
    other = travel.other
    if one.figure.amount is None:
        return unprinted.no_figure(one, one.figure, period, placeholder)
    if not travel.is_comparable or other is None or other.amount is None:
        return unprinted.no_change(one, travel, period, placeholder)
    return _difference(one, judged(one.indicator, other.amount), (one.figure, other, *one.rows), placeholder)


def _difference(one: Assessment, other: Fraction, figures: tuple[Figure, ...], placeholder: Placeholder) -> Printed:
    assert one.figure.amount is not None
    exact = judged(one.indicator, one.figure.amount) - other
    if placeholder.form is Form.WORDS:
        return Printed(numbers.count(abs(exact), placeholder.form), figures, None, counted(abs(exact)))
    places = one.indicator.places if placeholder.places is None else placeholder.places
    shown = exact if placeholder.form is Form.SIGNED else abs(exact)
    text = numbers.difference(one.indicator.unit, exact, places, signed=placeholder.form is Form.SIGNED)
    problem = None
    if exact and numbers.rounds_to_zero(one.indicator.unit, exact, places):
        message = f"{{{placeholder.field.value}}} prints `{text}`, but there is a difference"  # type: ignore[union-attr]
        help_ = f"print more decimal places: {{{placeholder.field.value} to {places + 1} dp}}"  # type: ignore[union-attr]
        problem = Diagnostic("rounding-hides", message, placeholder.span, help=(help_,))
    return Printed(text, figures, problem, (Rounded(shown, one.indicator.unit.difference, places),))


def _reason(one: Assessment, placeholder: Placeholder) -> Printed:
    if one.figure.reason is None:
        message = f"there is no reason to print here: `{one.indicator.id}` has a value"
        return unprinted.nothing(placeholder, message, "print this under a condition that needs it: `when no value`")
    return Printed(say(vocabulary.WITHOUT[one.figure.reason]), (one.figure,))


def _streak(one: Assessment, placeholder: Placeholder) -> Printed:
    streak = past.streak(one)
    if streak is None:
        return unprinted.no_status(one, placeholder)
    if streak.unknown is not None and one.indicator.scheme.looks_ahead:
        message = f"it cannot be told for how long the status of `{one.indicator.id}` has been what it is"
        help_ = "its scheme asks for a forecast, and what was forecast in earlier periods is not known"
        return unprinted.nothing(placeholder, message, help_)
    text = numbers.count(Fraction(streak.length), placeholder.form)
    if streak.unknown is not None:  # it may be longer
        if placeholder.form is Form.ORDINAL:
            text = say("{ordinal} (or later)", ordinal=text)
        else:
            text = say("at least {number}", number=text)
    return Printed(text, streak.rests_on, None, counted(streak.length))


def _last_time(one: Assessment, placeholder: Placeholder) -> Printed:
    streak = past.streak(one)
    if streak is None:
        return unprinted.no_status(one, placeholder)
    if streak.last_time is None:
        message = f"it cannot be told when `{one.indicator.id}` last had this status before"
        help_ = "add earlier figures to the data, or print this under a condition such as `when met target again`"
        return unprinted.nothing(placeholder, message, help_)
    return Printed(words.period(streak.last_time), streak.rests_on)
