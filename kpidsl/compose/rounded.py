"""How exact amounts become what is printed, which is decided here alone: `numbers` prints it, workings say it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from kpidsl.compose import words
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Assessment
from kpidsl.evaluation.places import Place
from kpidsl.quantity import (
    COUNT,
    MOST_PLACES,
    PERCENT,
    Dimension,
    Unit,
    exactly as exact_digits,
    has_places,
    plain,
    round_half_up,
    spell,
)
from kpidsl.saying import marked, say, say_number
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.target import Benchmark, BetterThan, Margin, Target
from kpidsl.terms import Form, TableColumn
from kpidsl.values import dataclass

_SCALES = {"k": marked("in thousands, {rounding}"), "m": marked("in millions, {rounding}")}


@dataclass(frozen=True, slots=True)
class Rounded:
    """An exact amount, its unit, and the decimal places it is printed with; with as many as it takes where None. A
    whole number may have another `form` than figures."""

    exact: Fraction
    unit: Unit
    places: int | None
    form: Form = Form.FIGURES

    @property
    def text(self) -> str:
        """What is printed."""
        if self.form is Form.FIGURES or self.exact.denominator != 1:
            return spell(self.exact, self.unit, self.places)
        number = int(self.exact)
        return words.in_words(number) if self.form is Form.WORDS else words.as_ordinal(number)

    @property
    def rule(self) -> str:
        """`to 1 decimal place, half up`."""
        match self.unit.dimension:
            case Dimension.YES_NO:
                return say("not rounded")
            case Dimension.CLOCK if self.places is not None or self.exact.denominator == 1:
                return say("to the minute, half up")
            case Dimension.MONEY if self.unit.scale in _SCALES:
                return say(_SCALES[self.unit.scale], rounding=self._to_places())
            case _:
                return self._to_places()

    def _to_places(self) -> str:
        places = self.places
        if places is None:
            amount = self.exact / self.unit.printed_scale
            if has_places(amount, MOST_PLACES):
                return say("not rounded")
            places = MOST_PLACES
        if places == 0:
            return say("to a whole number, half up")
        return say_number(places, "to {number} decimal place, half up", "to {number} decimal places, half up")


def of(indicator: Indicator, exact: Fraction | None, places: int | None = None) -> tuple[Rounded, ...]:
    """An amount in the indicator's unit and decimal places, or those asked for; none where there is no amount."""
    if exact is None:
        return ()
    return (Rounded(exact, indicator.unit, indicator.places if places is None else places),)


def limit(
    indicator: Indicator, exact: Fraction | None, places: int | None = None, form: Form = Form.FIGURES
) -> tuple[Rounded, ...]:
    """A target or benchmark: in the indicator's decimal places (or those asked for), or more where it was set more
    finely than that; a whole number as the form asks.

    A target of 92.5% must not be printed as 93%, whatever the precision of the values. One that has no last decimal (43
    of 44, out of the data) has one more than usual.
    """
    if exact is None:
        return ()
    if form is not Form.FIGURES:
        return counted(exact, form=form)
    wanted = indicator.places if places is None else places
    if has_places(exact, wanted, indicator.unit):
        return (Rounded(exact, indicator.unit, wanted),)
    if has_places(exact, MOST_PLACES, indicator.unit):
        return (Rounded(exact, indicator.unit, None),)
    return (_hung(indicator, exact, places),)


def target(one: Assessment, places: int | None = None, form: Form = Form.FIGURES) -> tuple[Rounded, ...]:
    """The target of an assessment."""
    return aim(one.indicator, one.target, one.aim, places, form)


def aim(
    indicator: Indicator, goal: Target | None, aim: Aim | None, places: int | None = None, form: Form = Form.FIGURES
) -> tuple[Rounded, ...]:
    """The ends of what meets a target, the lower one first: two of a range, else one."""
    ends = aim.ends if aim else ()
    if goal is not None and isinstance(goal.goal, BetterThan) and form is Form.FIGURES:
        return tuple(_hung(indicator, end, places) for end in ends)
    return tuple(each for end in ends for each in limit(indicator, end, places, form))


def _hung(indicator: Indicator, exact: Fraction, places: int | None) -> Rounded:
    """A target that hangs on another figure: to the decimal places asked for, else to at most one more than usual."""
    if places is not None:
        return Rounded(exact, indicator.unit, places)
    usual, finest = indicator.places, min(indicator.places + 1, MOST_PLACES)
    is_usual = has_places(round_half_up(exact / indicator.unit.printed_scale, finest), usual)
    return Rounded(exact, indicator.unit, usual if is_usual else finest)


def benchmark(
    indicator: Indicator, one: Benchmark, places: int | None = None, form: Form = Form.FIGURES
) -> tuple[Rounded, ...]:
    """A benchmark: as finely as it was set in the spec; from a file, in the indicator's decimal places."""
    amount = one.quantity.amount if one.quantity else None
    if one.asked is None or form is not Form.FIGURES:
        return limit(indicator, amount, places, form)
    return of(indicator, amount, places)


def margin(indicator: Indicator, one: Margin) -> tuple[Rounded, ...]:
    """A tolerance, as `numbers.tolerance` prints it: never rounded."""
    if one.amount is not None:
        return (Rounded(one.amount, indicator.unit.difference, None),)
    return (Rounded((one.share or Fraction()) * 100, PERCENT, None),)


def place(place: Place, standing: TableColumn, form: Form = Form.FIGURES) -> tuple[Rounded, ...]:
    """A rank, out of how many where that is printed; a quartile has no figure."""
    if standing is not TableColumn.RANK:
        return ()
    if form is not Form.FIGURES:
        return counted(place.rank, form=form)
    return counted(place.rank, place.ranked, *([place.without] if place.without else []))


def counted(*numbers: int | Fraction, form: Form = Form.FIGURES) -> tuple[Rounded, ...]:
    """Counts, which are printed as they are."""
    return tuple(Rounded(Fraction(number), COUNT, None, form) for number in numbers)


def exactly(amounts: Sequence[Rounded]) -> str:
    """The exact amounts: `25`, `28 to 42`, `97.727273, exactly 1075/11` (a fraction alone, a spreadsheet takes for a
    day)."""
    if len(amounts) < 2:
        return _exactly(amounts[0].exact) if amounts else ""
    return reduce(
        lambda low, high: say("{low} to {high}", low=low, high=high), (_exactly(one.exact) for one in amounts)
    )


def _exactly(amount: Fraction) -> str:
    text = exact_digits(amount)
    if "/" not in text:
        return text
    return say("{amount}, exactly {fraction}", amount=plain(round_half_up(amount, MOST_PLACES)), fraction=text)


def rules(amounts: Sequence[Rounded]) -> str:
    """How they were rounded, each way said once."""
    if len(amounts) == 1:
        return amounts[0].rule
    return "; ".join(dict.fromkeys(one.rule for one in amounts))
