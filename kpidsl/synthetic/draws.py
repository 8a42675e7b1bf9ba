"""Numbers that look drawn by lot and are the same every time: SplitMix64 (Steele, Lea and Flood, 2014).

Python's own generator draws differently from one version to the next; this one gives the same rows everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

_ALL = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_Item = TypeVar("_Item")


class Draws:
    """A series of numbers. Two series of one `seed` with different `names` have nothing to do with each other."""

    def __init__(self, seed: int, *names: int) -> None:
        self._state = seed & _ALL
        for name in names:
            self._state = self._next() ^ (name & _ALL)

    def _next(self) -> int:
        self._state = (self._state + _STEP) & _ALL
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _ALL
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _ALL
        return mixed ^ (mixed >> 31)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + (self._next() * (high - low + 1) >> 64)

    def chance(self, percent: int) -> bool:
        """True so many times in a hundred."""
        return self.between(1, 100) <= percent

    def one_of(self, items: Sequence[_Item]) -> _Item:
        return items[self.between(0, len(items) - 1)]

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included."""
        return first + timedelta(days=self.between(0, (last - first).days))

    def later(self, day: date, low: int, high: int) -> date:
        """A day that many days after another."""
        return day + timedelta(days=self.between(low, high))
