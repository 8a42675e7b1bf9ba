"""How amounts are rounded: decided once, and printed as it is said."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from hypothesis import given, strategies as st

from kpidsl.compose import numbers, rounded
from kpidsl.compose.origins import Origins
from kpidsl.compose.scale import Scale
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.quantity import MOST_PLACES, PERCENT, Dimension, Unit, parse_clock, parse_number, round_half_up
from kpidsl.render import csv as csv_renderer
from kpidsl.spec.project import MadeFrom
from kpidsl.spec.target import BetterThan, Target
from kpidsl.terms import Comparator, Polarity
from tests.test_properties import SPAN, indicator_of

EXACT = st.fractions(min_value=-1000, max_value=1000, max_denominator=5000)
PLACES = st.integers(0, MOST_PLACES)
MONEY, CLOCK = Unit(Dimension.MONEY, scale="k"), Unit(Dimension.CLOCK)
HUNG = Target(BetterThan(Comparator.PREVIOUS, Fraction(1)), None, SPAN)


@given(EXACT, PLACES)
def test_a_target_that_hangs_on_another_figure_is_printed_to_at_most_one_place_more(
    exact: Fraction, places: int
) -> None:
    indicator = replace(indicator_of(Polarity.HIGHER, Fraction(0), Fraction(1)), unit=PERCENT, places=places)
    printed = parse_number(numbers.aimed(indicator, HUNG, Aim(exact, None)).removesuffix("%"))
    (amount,) = rounded.aim(indicator, HUNG, Aim(exact, None))
    assert printed == round_half_up(exact, amount.places or 0)
    assert printed == round_half_up(exact, min(places + 1, MOST_PLACES))  # nothing is lost to fewer places


@given(EXACT.filter(lambda exact: exact >= 0), PLACES)
def test_a_time_that_hangs_on_another_is_rounded_once(exact: Fraction, places: int) -> None:
    indicator = replace(indicator_of(Polarity.LOWER, Fraction(0), Fraction(1)), unit=CLOCK, places=places)
    assert parse_clock(numbers.aimed(indicator, HUNG, Aim(None, exact))) == round_half_up(exact, 0)


@given(EXACT, PLACES, st.sampled_from([PERCENT, MONEY]))
def test_what_is_printed_is_what_was_decided(exact: Fraction, places: int, unit: Unit) -> None:
    indicator = replace(indicator_of(Polarity.HIGHER, exact, Fraction(1)), unit=unit, places=places)
    (target,) = indicator.targets
    (amount,) = rounded.aim(indicator, target, Aim(exact, None))
    assert numbers.aimed(indicator, target, Aim(exact, None)) == numbers.limit(indicator, exact) == amount.text
    assert numbers.amount(indicator, exact) == rounded.of(indicator, exact)[0].text


def test_the_same_figure_of_an_indicator_with_other_places_has_another_origin() -> None:
    origins = Origins(MadeFrom("", ()))
    coarse = indicator_of(Polarity.HIGHER, Fraction(90), Fraction(1))
    figure = Figure(Period(2021), Fraction(1075, 11), None, Fraction(43), Fraction(44), ())
    other = replace(figure, numerator=Fraction(44))
    assert origins.of(coarse, figure) is origins.of(coarse, figure)
    assert origins.of(coarse, figure) != origins.of(replace(coarse, places=1), figure)
    assert origins.of(coarse, figure) != origins.of(coarse, other)


@given(EXACT, st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=5000), EXACT)
def test_a_height_is_the_exact_share_of_its_scale_rounded_once(low: Fraction, span: Fraction, amount: Fraction) -> None:
    scale = Scale(low, low + span)
    assert scale.height(amount) == Decimal(round((amount - low) / span * 10_000)) / 10_000


@given(st.text())
def test_every_cell_is_written_harmless_and_clean(text: str) -> None:
    written = csv_renderer.file(("heading",), [(text,), (text,)]).decode("utf-8-sig")
    expected = csv_renderer.clean(csv_renderer.harmless(text))
    assert list(csv.reader(StringIO(written, newline=""))) == [["heading"], [expected], [expected]]
