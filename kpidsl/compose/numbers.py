"""Amounts to the characters that are printed: rounding half up, separators, signs and units."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.compose import vocabulary, words
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Assessment, Figure
from kpidsl.quantity import (
    COUNT,
    PERCENT,
    PERCENTAGE_POINTS,
    Dimension,
    Unit,
    has_places,
    is_plain,
    joined,
    plain,
    round_half_up,
    spell,
)
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.target import Benchmark, BetterThan, Fixed, Target, ToBeSet
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
    """A target or benchmark: in the indicator's decimal places (or those asked for), or more where it was set more
    finely than that; a whole number as the form asks.

    A target of 92.5% must not be printed as 93%, whatever the precision of the values.
    """
    if form is not Form.FIGURES:
        return count(exact, form)
    wanted = indicator.places if places is None else places
    is_exact = has_places(exact / indicator.unit.printed_scale, wanted)
    return spell(exact, indicator.unit, wanted if is_exact else None)


def _hung(indicator: Indicator, exact: Fraction, places: int | None, form: Form) -> str:
    """A target that hangs on another figure: to the decimal places asked for, else to at most one more than usual."""
    finest = indicator.places + 1 if places is None else places
    return limit(indicator, rounded(indicator, exact, finest), places, form)


def benchmark(indicator: Indicator, one: Benchmark, places: int | None = None, form: Form = Form.FIGURES) -> str:
    """A benchmark: as finely as it was set in the spec; from a file, in the indicator's decimal places."""
    if one.quantity is None:
        return say(vocabulary.REASONS[one.reason]) if one.reason else say(words.NOT_AVAILABLE)
    if one.asked is None or form is not Form.FIGURES:
        return limit(indicator, one.quantity.amount, places, form)
    return amount(indicator, one.quantity.amount, places)


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
    said = _hung if isinstance(goal.goal, BetterThan) and form is Form.FIGURES else limit
    ends = [said(indicator, end, places, form) for end in (aim.low, aim.high) if end is not None]
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

    All decimals where `places` is None.
    """
    apart = PERCENTAGE_POINTS if unit.dimension is Dimension.PERCENT and full else unit.difference
    text = spell(exact if signed else abs(exact), apart, places)
    return f"+{text}" if signed and exact > 0 else text


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
    return round_half_up(exact / unit.printed_scale, places) == 0


def count(number: Fraction, form: Form) -> str:
    """A number as the form asks; one that is not whole is always written in figures."""
    if number.denominator != 1 or form is Form.FIGURES:
        return spell(number, COUNT, None)
    return words.in_words(int(number)) if form is Form.WORDS else words.as_ordinal(int(number))


def exactly(amount: Fraction) -> str:
    """`25`, `-3.7`; a fraction such as `475/11` where the decimals never end."""
    return plain(amount) if is_plain(amount) else str(amount)
