"""Aims: what a target comes to in one period, as an interval of values that meet it.

Higher is better with a target of 90 aims at 90 and up; lower is better at 90 and down; closest at 90 itself; between 40
and 60 at all from 40 to 60. With that, meeting, missing and coming near are the same sum for every polarity.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from kpidsl.spec.indicator import Indicator
from kpidsl.spec.target import BetterThan, Fixed, FromData, Range, Target, ToBeSet
from kpidsl.terms import Comparator, Polarity
from kpidsl.values import dataclass

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Aim:
    """The values from `low` to `high` meet the target; None is no end on that side. `is_strict`: the ends do not."""

    low: Fraction | None
    high: Fraction | None
    is_strict: bool = False

    def is_met(self, value: Fraction) -> bool:
        """Whether a value meets the target."""
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            return False
        return not (self.is_strict and value in (self.low, self.high))

    def miss(self, value: Fraction) -> Fraction:
        """By how much a value misses the target, 0 or more, on whichever side it is."""
        if self.low is not None and value < self.low:
            return self.low - value
        return value - self.high if self.high is not None and value > self.high else _NOTHING

    def lead(self, value: Fraction) -> Fraction:
        """How far inside a value is from the nearest end; negative where it misses."""
        inside = [value - end for end in (self.low,) if end is not None]
        inside += [end - value for end in (self.high,) if end is not None]
        return min(inside)

    @property
    def ends(self) -> tuple[Fraction, ...]:
        """The ends, the lower one first: one, or the two of a range."""
        if self.low is None or self.high is None or self.low == self.high:
            end = self.high if self.low is None else self.low
            return () if end is None else (end,)
        return (self.low, self.high) if self.low < self.high else (self.high, self.low)

    def nearest(self, value: Fraction) -> Fraction:
        """The end of the aim that a value is measured against."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return min(ends, key=lambda end: abs(value - end))


def aim_of(target: Target, indicator: Indicator, value_of: Callable[[Comparator], Fraction | None]) -> Aim | None:
    """What a target comes to; None where it is still to be set or read, or hangs on a value that is not there.

    `value_of` gives the value that a comparator means, in the period that is judged.
    """
    match target.goal:
        case ToBeSet() | FromData():
            return None
        case Range(low, high):
            return Aim(low, high)
        case Fixed(amount, is_strict):
            return _one_sided(indicator.polarity, amount, is_strict)
        case BetterThan(standard, by):
            other = _standard(standard, indicator, value_of)
            if other is None:
                return None
            amount = other - by if indicator.polarity is Polarity.LOWER else other + by
            return _one_sided(indicator.polarity, amount, by == 0)
        case _:
            assert_never(target.goal)


def _standard(
    standard: Comparator | str, indicator: Indicator, value_of: Callable[[Comparator], Fraction | None]
) -> Fraction | None:
    if isinstance(standard, Comparator):
        return value_of(standard)
    benchmark = indicator.benchmark(standard)
    return benchmark.quantity.amount if benchmark and benchmark.quantity else None


def _one_sided(polarity: Polarity, amount: Fraction, is_strict: bool) -> Aim | None:
    match polarity:
        case Polarity.HIGHER:
            return Aim(amount, None, is_strict)
        case Polarity.LOWER:
            return Aim(None, amount, is_strict)
        case Polarity.CLOSEST:
            return Aim(amount, amount)
        case Polarity.BETWEEN | Polarity.NONE:
            return None
        case _:
            assert_never(polarity)
