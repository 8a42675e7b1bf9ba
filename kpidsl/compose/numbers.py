"""Amounts to the characters that are printed: separators, signs and units. How they are rounded is `rounded`'s."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.compose import rounded as decided, vocabulary, words
from kpidsl.compose.rounded import Rounded
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Assessment, Figure
from kpidsl.quantity import (
    COUNT,
    PERCENT,
    PERCENTAGE_POINTS,
    Dimension,
    Unit,
    exactly as exactly,
    joined,
    round_half_up,
    spell,
)
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.target import Benchmark, Fixed, Target, ToBeSet
from kpidsl.terms import Form

# What stands before a target that its own figure does not meet, and the two together.
_FEWER, _LESS, _MORE = marked("fewer than"), marked("less than"), marked("more than")
_BOUNDS = {
    _FEWER: marked("fewer than {figure}"),
    _LESS: marked("less than {figure}"),
    _MORE: marked("more than {figure}"),
}


def value(indicator: Indicator, figure: Figure | None, places: int | None = None) -> str:
    """A figure as the table shows it, or the words for there being none."""
    if figure is None:
        return say(words.NOT_AVAILABLE)
    if figure.amount is None:
        return say(vocabulary.REASONS[figure.reason]) if figure.reason else say(words.NOT_AVAILABLE)
    return amount(indicator, figure.amount, places)


def amount(indicator: Indicator, exact: Fraction, places: int | None = None) -> str:
    """An exact amount in the indicator's unit and decimal places."""
    return spell(exact, indicator.unit, indicator.places if places is None else places)


def rounded(indicator: Indicator, exact: Fraction, places: int | None = None) -> Fraction:
    """The amount that is printed."""
    scale = indicator.unit.printed_scale
    return round_half_up(exact / scale, indicator.places if places is None else places) * scale


def limit(indicator: Indicator, exact: Fraction, places: int | None = None, form: Form = Form.FIGURES) -> str:
    """A target or benchmark, never more coarsely than it was set."""
    return decided.limit(indicator, exact, places, form)[0].text


def benchmark(indicator: Indicator, one: Benchmark, places: int | None = None, form: Form = Form.FIGURES) -> str:
    """A benchmark, or the words for there being none."""
    if one.quantity is None:
        return say(vocabulary.REASONS[one.reason]) if one.reason else say(words.NOT_AVAILABLE)
    return decided.benchmark(indicator, one, places, form)[0].text


def target(one: Assessment, places: int | None = None, form: Form = Form.FIGURES) -> str:
    """A target as it is said: `90%`, `fewer than 85`, `28 to 42 days`; or why it cannot be."""
    return aimed(one.indicator, one.target, one.aim, places, form)


def aimed(
    indicator: Indicator,
    goal: Target | None,
    aim: Aim | None,
    places: int | None = None,
    form: Form = Form.FIGURES,
) -> str:
    """The same for any period: its target, and what that came to."""
    if goal is None:
        return say(words.NO_TARGET)
    if isinstance(goal.goal, ToBeSet):
        return say(words.TO_BE_SET)
    if aim is None:
        return say(words.NOT_KNOWN)
    ends = [end.text for end in decided.aim(indicator, goal, aim, places, form)]
    if len(set(ends)) == 2:
        return joined(ends[0], ends[1], indicator.unit)
    strict = _strict(indicator, goal, aim)
    return say(_BOUNDS[strict], figure=ends[0]) if strict else ends[0]


def bound(indicator: Indicator, goal: Target | None, aim: Aim | None) -> str:
    """The words before a target that its own figure does not meet, the officer's where there are any: `fewer than`."""
    strict = _strict(indicator, goal, aim)
    return say(strict) if strict else ""


def _strict(indicator: Indicator, goal: Target | None, aim: Aim | None) -> str:
    if goal is None or aim is None or not aim.is_strict:
        return ""
    if isinstance(goal.goal, Fixed) and goal.goal.words:
        return goal.goal.words
    if aim.low is not None:
        return _MORE
    return _FEWER if indicator.unit == COUNT else _LESS


def difference(unit: Unit, exact: Fraction, places: int | None, *, signed: bool = False, full: bool = True) -> str:
    """A difference, without its sign unless `signed`: percentages differ by percentage points, which are said in
    `full` or as points.

    All decimals where `places` is None. What is printed as 0 has no sign, whichever way it was.
    """
    apart = PERCENTAGE_POINTS if unit.dimension is Dimension.PERCENT and full else unit.difference
    text = spell(exact if signed else abs(exact), apart, places)
    is_plus = signed and exact > 0 and (places is None or not rounds_to_zero(unit, exact, places))
    return f"+{text}" if is_plus else text


def tolerance(indicator: Indicator, *, full: bool = True) -> str:
    """`5 percentage points`, `3 days`, `5% of the target`; empty where there is none."""
    if indicator.tolerance is None:
        return ""
    if indicator.tolerance.amount is None:
        share = spell((indicator.tolerance.share or Fraction()) * 100, PERCENT, None)
        return say("{share} of the target", share=share)
    return difference(indicator.unit, indicator.tolerance.amount, None, full=full)


def rounds_to_zero(unit: Unit, exact: Fraction, places: int) -> bool:
    """Whether a difference would be printed as 0."""
    number, part = exact.as_integer_ratio()
    double: int = abs(number) * 10**places * 2
    return double < part * unit.printed_scale


def count(number: Fraction, form: Form) -> str:
    """A number as the form asks; one that is not whole is always written in figures."""
    return Rounded(number, COUNT, None, form).text
