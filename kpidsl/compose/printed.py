"""What a placeholder prints: the text, the figures behind it, and what is wrong where there is nothing to print."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import numbers, words
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation import summary
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.period import Period
from kpidsl.quantity import PERCENT, spell
from kpidsl.spec.indicator import Count, Placeholder
from kpidsl.terms import Direction, Field, Form, Quality


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
        benchmark = one.indicator.benchmark(placeholder.field)
        assert benchmark is not None  # check has seen to that
        return Printed(numbers.limit(one.indicator, benchmark.quantity.amount))
    match placeholder.field:
        case Field.VALUE:
            return _figure(one, one.figure, period, placeholder)
        case Field.PREVIOUS:
            return _figure(one, one.previous, period.previous, placeholder)
        case Field.OUTTURN:
            return _figure(one, one.outturn, period.outturn, placeholder)
        case Field.PREVIOUS_OUTTURN:
            return _figure(one, one.previous_outturn, period.outturn.previous, placeholder)
        case Field.NUMERATOR | Field.DENOMINATOR | Field.REMAINDER | Field.PARTS:
            return _part(one, period, placeholder)
        case Field.TARGET:
            if one.aim is None:
                return Printed(problem=_no_target(one, period, placeholder))
            return Printed(numbers.target(one))
        case Field.GAP:
            if one.aim is None:
                return Printed(problem=_no_target(one, period, placeholder))
            if one.figure.amount is None:
                return Printed(problem=_no_figure(one, one.figure, period, placeholder))
            return _difference(one, one.aim.nearest(one.figure.amount), (one.figure,), placeholder)
        case Field.CHANGE:
            return _change(one, period, placeholder)
        case Field.REASON:
            return _reason(one, placeholder)
        case Field.STREAK:
            return _streak(one, placeholder)
        case Field.LAST_TIME:
            return _last_time(one, placeholder)
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


def _figure(one: Assessment, figure: Figure | None, period: Period, placeholder: Placeholder) -> Printed:
    if figure is None or figure.amount is None:
        return Printed(problem=_no_figure(one, figure, period, placeholder))
    if placeholder.form is Form.FIGURES:
        text = numbers.amount(one.indicator, figure.amount, placeholder.places)
    else:
        text = numbers.count(figure.amount, placeholder.form)
    return Printed(text + _firmness(figure), (figure,))


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
    comparator, other, _ = one.directions[0]
    if one.figure.amount is None:
        return Printed(problem=_no_figure(one, one.figure, period, placeholder))
    if other is None or other.amount is None:
        message = f"there is no change to print: `{one.indicator.id}` has no value for {comparator.value}"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(_ADD,)))
    return _difference(one, other.amount, (one.figure, other), placeholder)


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
    if streak.unknown is not None:
        message = (
            f"it cannot be told for how long the status of `{one.indicator.id}` has been what it is: "
            f"it has none for {streak.unknown}"
        )
        help_ = f"add its figure for {streak.unknown} to the data, and see that it has a target then"
        return Printed(problem=Diagnostic("no-observation", message, placeholder.span, help=(help_,)))
    return Printed(numbers.count(Fraction(streak.length), placeholder.form), streak.rests_on)


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


def _no_target(one: Assessment, period: Period, placeholder: Placeholder) -> Diagnostic:
    if one.target is None:
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
