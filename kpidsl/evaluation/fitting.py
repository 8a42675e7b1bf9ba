"""The straight line through a row of values, in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def rise(values: Sequence[Fraction]) -> Fraction:
    """How far the line that fits two or more values best (least squares) rises from the first to the last."""
    last = len(values) - 1
    offsets = [at - Fraction(last, 2) for at in range(len(values))]
    spread = sum(offset**2 for offset in offsets)
    return last * sum((offset * value for offset, value in zip(offsets, values, strict=True)), Fraction(0)) / spread
