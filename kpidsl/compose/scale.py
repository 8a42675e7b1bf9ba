"""Scales of drawings, in exact fractions: where they begin and end, and which round numbers stand on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count

from kpidsl.quantity import COUNT, MOST_PLACES, PERCENT, Dimension, Unit
from kpidsl.values import dataclass

MOST_STEPS = 5  # between the round numbers of an axis
_FINEST = 10_000  # how many heights there are
_TALL = 2  # an axis spans so many times what a sparkline does at least
_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


@dataclass(frozen=True, slots=True)
class Scale:
    """The lowest and the highest amount of a drawing, and the round ones between where it has an axis."""

    low: Fraction
    high: Fraction
    ticks: tuple[Fraction, ...] = ()

    def height(self, amount: Fraction) -> Decimal:
        """0 to 1, to four places: finer than any printer, and the same on every run. In whole numbers, which takes a
        fifth of the time of sums of fractions."""
        at, part = amount.as_integer_ratio()
        low, low_part = self.low.as_integer_ratio()
        high, high_part = self.high.as_integer_ratio()
        above = (at * low_part - low * part) * high_part * _FINEST
        whole, rest = divmod(above, span := (high * low_part - low * high_part) * part)
        half = rest * 2 - span  # half to even, as `round` does
        return Decimal(whole + (half > 0 or (half == 0 and whole % 2 == 1))) / _FINEST


def spread(unit: Unit, amounts: Sequence[Fraction], *, times: int = 1) -> Scale:
    """A scale for these amounts, with what there is in its middle.

    A change must not look larger than it is: the scale spans at least 10 percentage points, or a tenth of the largest
    amount (or so many `times` that).
    """
    low, high = min(amounts), max(amounts)
    least = Fraction(10 * times) if unit == PERCENT else max(abs(low), abs(high)) * times / 10 or Fraction(times)
    missing = least - (high - low)
    return Scale(low - missing / 2, high + missing / 2) if missing > 0 else Scale(low, high)


def axis(unit: Unit, amounts: Sequence[Fraction], *, from_zero: bool) -> Scale:
    """A scale that begins and ends at round numbers of the unit.

    It begins at 0 where it must, or where the lowest amount is no more than half of the highest. It leaves the range of
    what can be (below 0, over 100%) only where the amounts do.
    """
    low, high = min(amounts), max(amounts)
    if from_zero or 0 <= 2 * low <= high:
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
        high = high if high > low else low + unit.printed_scale
    else:
        wide = spread(unit, amounts, times=_TALL)
        under = max(wide.low, Fraction(0)) if low >= 0 else wide.low
        over = min(wide.high, Fraction(100)) if unit == PERCENT and high <= 100 else wide.high
        low, high = min(low, under), max(high, over)
    for step in _steps(unit):
        first, last = low // step, -(-high // step)
        if last - first <= MOST_STEPS:
            ticks = tuple(number * step for number in range(first, last + 1))
            return Scale(ticks[0], ticks[-1], ticks)
    raise AssertionError("steps go on for ever")


def _steps(unit: Unit) -> Iterator[Fraction]:
    """Distances between round numbers, smallest first: of a count whole ones, of a time of day those of a clock."""
    if unit.dimension is Dimension.CLOCK:
        yield from map(Fraction, _MINUTES)
        yield from (Fraction(600 * digit * 10**power) for power in count() for digit in (2, 5, 10))
    for power in count(0 if unit == COUNT else -MOST_PLACES):
        yield from (unit.printed_scale * digit * Fraction(10) ** power for digit in (1, 2, 5))
