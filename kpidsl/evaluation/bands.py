"""Bands: ranges of values that are all judged alike, since no limit of the rules lies within them.

The limits are the ends of the target and floor, the edges of the margins around them, benchmarks and figures that a
condition names. Each limit is a band of its own, and so is what lies between each two and beyond the last. Only values
that can be have a band: no count lies between 4 and 5, and none below 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.case import amount_of
from kpidsl.quantity import COUNT, Dimension, joined, round_half_up, spell
from kpidsl.spec.condition import AgainstBenchmark, BetterBy, Compared, Condition, ShortBy, Within
from kpidsl.spec.indicator import Indicator
from kpidsl.terms import Judge
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """The values between `low` and `high` (None: no end on that side), or the one that both are; `value` is in it."""

    low: Fraction | None
    high: Fraction | None
    value: Fraction


def edges(
    questions: Iterable[Condition], indicator: Indicator, target: Aim | None, floor: Aim | None
) -> frozenset[Fraction]:
    """The values at which one of the questions may change its answer."""
    ends = [end for aim in (target, floor) if aim for end in (aim.low, aim.high) if end is not None]
    found = set(ends)
    if target is not None and target.low is not None and target.high is not None:
        found.add((target.low + target.high) / 2)  # from here on the other end is the nearest
    for question in questions:
        found.update(_edges(question, indicator, ends, target))
    return frozenset(found)


def _edges(question: Condition, indicator: Indicator, ends: list[Fraction], aim: Aim | None) -> Iterator[Fraction]:
    match question:
        case Compared():
            yield question.amount
        case AgainstBenchmark():
            benchmark = indicator.benchmark(question.benchmark)
            amount = amount_of(benchmark, indicator) if benchmark is not None else None
            if amount is not None:
                yield amount
                miss = aim.miss(amount) if aim else Fraction(0)
                yield from (end + sign * miss for end in ends for sign in (-1, 1))
        case Within() | BetterBy() | ShortBy():
            margin = question.margin or indicator.tolerance
            if margin is not None:
                yield from (end + sign * margin.width(end) for end in ends for sign in (-1, 1))
        case _:
            return


def bands(indicator: Indicator, edges: Iterable[Fraction]) -> tuple[Band, ...]:
    """All bands of an indicator, from the lowest values to the highest."""
    if indicator.unit.dimension is Dimension.YES_NO:
        return tuple(Band(one, one, one) for one in (Fraction(0), Fraction(1)))
    limits = set(edges)
    if _starts_at_zero(indicator):
        limits = {limit for limit in limits if limit > 0} | {Fraction(0)}
    ordered = sorted(limits) or [Fraction(0)]
    ranges: list[tuple[Fraction | None, Fraction | None]] = [(None, ordered[0])]
    for low, high in pairwise(ordered):
        ranges += [(low, low), (low, high)]
    ranges += [(ordered[-1], ordered[-1]), (ordered[-1], None)]
    if _starts_at_zero(indicator):
        del ranges[0]
    found = [(low, high, _value_in(low, high, indicator)) for low, high in ranges]
    return tuple(Band(low, high, value) for low, high, value in found if value is not None)


def _starts_at_zero(indicator: Indicator) -> bool:
    return indicator.unit.is_never_negative or indicator.has_parts


def _value_in(low: Fraction | None, high: Fraction | None, indicator: Indicator) -> Fraction | None:
    """A value between two limits, or the one that both are; None where none that can be is judged to lie there."""
    scale = indicator.unit.printed_scale
    step = scale * Fraction(1, 10**indicator.places)
    if low is not None and high is not None:
        value = (low + high) / 2
    elif low is not None:
        value = low + step
    else:
        assert high is not None
        value = high - step
    whole = (indicator.unit == COUNT and indicator.places == 0) or indicator.unit.dimension is Dimension.CLOCK
    if whole or indicator.judge is Judge.DISPLAYED:
        value = round_half_up(value / scale, indicator.places) * scale
    if low == high:
        return value if value == low else None
    is_inside = (low is None or low < value) and (high is None or value < high)
    return value if is_inside else None


def in_words(chosen: Iterable[Band], all_bands: Sequence[Band], indicator: Indicator) -> str:
    """Some of the bands in words, those that lie side by side as one: `every value up to 25%, or over 30%`."""
    wanted = set(chosen)
    runs = [list(run) for is_wanted, run in groupby(all_bands, wanted.__contains__) if is_wanted]
    text = ", or ".join(filter(None, (_range(run[0], run[-1], indicator) for run in runs)))
    is_range = any(run[0].low is None or run[0].low != run[-1].high for run in runs)
    return f"{'every value ' * is_range}{text}".rstrip()


def _range(first: Band, last: Band, indicator: Indicator) -> str:
    """From one band to another: `up to 25%`, `between 85% and 90%`, `from 2 days to 5 days`; empty for all values."""

    def figure(amount: Fraction | None) -> str:
        return "" if amount is None else spell(amount, indicator.unit, None)

    low, high = figure(first.low), figure(last.high)
    with_low, with_high = first.low == first.high, last.low == last.high
    if with_low and low == high:
        return low
    if with_low and first.low == 0 and _starts_at_zero(indicator):
        low = ""
    if not low:
        return f"{'up to' if with_high else 'below'} {high}" if high else ""
    if not high:
        return f"from {low} up" if with_low else f"over {low}"
    if with_low:
        return f"from {joined(low, high, indicator.unit)}" if with_high else f"from {low} to below {high}"
    return f"over {low} and up to {high}" if with_high else f"between {low} and {high}"
