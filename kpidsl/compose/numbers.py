"""Amounts to the characters that are printed: rounding half up, separators, signs and units."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.compose import words
from kpidsl.evaluation.model import Figure
from kpidsl.quantity import COUNT, MONEY_SCALES, Dimension, Unit, round_half_up, spell
from kpidsl.spec.model import Indicator
from kpidsl.terms import Form


def value(indicator: Indicator, figure: Figure | None, places: int | None = None) -> str:
    """A figure as the table shows it, or the words for there being none."""
    if figure is None:
        return words.NOT_AVAILABLE
    if figure.amount is None:
        return words.REASONS[figure.reason] if figure.reason else words.NOT_AVAILABLE
    return amount(indicator, figure.amount, places)


def amount(indicator: Indicator, exact: Fraction, places: int | None = None) -> str:
    """An exact amount in the indicator's unit and decimal places."""
    return spell(exact, indicator.unit, indicator.places if places is None else places)


def rounded(indicator: Indicator, exact: Fraction) -> Fraction:
    """The amount that is printed."""
    scale = MONEY_SCALES[indicator.unit.scale] if indicator.unit.dimension is Dimension.MONEY else 1
    return round_half_up(exact / scale, indicator.places) * scale


def limit(indicator: Indicator, exact: Fraction) -> str:
    """A target or benchmark: in the indicator's decimal places, or more where it was set more finely than that.

    A target of 92.5% must not be printed as 93%, whatever the precision of the values.
    """
    is_exact = rounded(indicator, exact) == exact
    return spell(exact, indicator.unit, indicator.places if is_exact else None)


def difference(unit: Unit, exact: Fraction, places: int | None) -> str:
    """A difference without its sign: percentages differ by percentage points. All decimals where `places` is None."""
    text = spell(abs(exact), unit.difference, places)
    return text.replace(" point", " percentage point") if unit.dimension is Dimension.PERCENT else text


def rounds_to_zero(unit: Unit, exact: Fraction, places: int) -> bool:
    """Whether a difference would be printed as 0."""
    scale = MONEY_SCALES[unit.scale] if unit.dimension is Dimension.MONEY else 1
    return round_half_up(exact / scale, places) == 0


def count(number: Fraction, form: Form) -> str:
    """A number as the form asks; one that is not whole is always written in figures."""
    if number.denominator != 1 or form is Form.FIGURES:
        return spell(number, COUNT, None)
    return words.in_words(int(number)) if form is Form.WORDS else words.as_ordinal(int(number))
