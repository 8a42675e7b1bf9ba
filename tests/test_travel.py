"""Laws of direction of travel, redefinitions and streaks, tried on figures that Hypothesis makes up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings, strategies as st

from kpidsl import pipeline
from kpidsl.compose.record import record
from kpidsl.evaluation.case import Case
from kpidsl.evaluation.fitting import rise
from kpidsl.evaluation.judging import direction_since, holds
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.spec.condition import AgainstTarget, FirstTime
from kpidsl.spec.travel import TrendOver
from kpidsl.terms import Direction, Grain, Polarity, Relation
from tests import cases
from tests.test_properties import AMOUNTS, indicator_of

NOW = Period(2021, Grain.QUARTER, 1)
FACTORS = st.fractions(min_value=Fraction(1, 40), max_value=100, max_denominator=40)
RUNS = st.lists(AMOUNTS, min_size=3, max_size=12)
OPPOSITE = {
    Direction.IMPROVED: Direction.WORSENED,
    Direction.WORSENED: Direction.IMPROVED,
    Direction.HIGHER: Direction.LOWER,
    Direction.LOWER: Direction.HIGHER,
    Direction.UNCHANGED: Direction.UNCHANGED,
    None: None,
}


def _over(values: Sequence[Fraction], polarity: Polarity, target: Fraction, steady: Fraction) -> Direction | None:
    """The direction over a trend of all these values, the last of them today's."""
    figures = {period: _figure(period, value) for period, value in zip(NOW.last(len(values)), values, strict=True)}
    indicator = replace(indicator_of(polarity, target, Fraction(5)), steady=steady)
    return direction_since(Case(indicator, NOW, figures.get, []), TrendOver(len(values), Grain.QUARTER))


def _figure(period: Period, value: Fraction) -> Figure:
    return Figure(period, value, None, None, None, ())


@given(RUNS, AMOUNTS, st.fractions(min_value=0, max_value=50, max_denominator=20), FACTORS)
def test_a_trend_mirrors_with_its_polarity_and_does_not_depend_on_scale(
    values: list[Fraction], target: Fraction, steady: Fraction, factor: Fraction
) -> None:
    found = _over(values, Polarity.HIGHER, target, steady)
    assert _over(values, Polarity.LOWER, target, steady) is OPPOSITE[found]
    assert _over([-value for value in values], Polarity.LOWER, target, steady) is found
    assert _over(values[::-1], Polarity.HIGHER, target, steady) is OPPOSITE[found]
    assert _over([value * factor for value in values], Polarity.HIGHER, target, steady * factor) is found
    assert _over([value + factor for value in values], Polarity.HIGHER, target, steady) is found
    near = _over(values, Polarity.CLOSEST, target, steady)
    assert _over([abs(value - target) for value in values], Polarity.LOWER, target, steady) is near
    assert _over([2 * target - value for value in values], Polarity.CLOSEST, target, steady) is near
    assert _over([value + factor for value in values], Polarity.CLOSEST, target + factor, steady) is near


@given(AMOUNTS, AMOUNTS, st.integers(2, 24), RUNS)
def test_the_line_through_a_line_is_that_line(
    start: Fraction, step: Fraction, count: int, values: list[Fraction]
) -> None:
    assert rise([start + step * at for at in range(count)]) == step * (count - 1)
    assert min(values) - max(values) <= rise(values) / 2 <= max(values) - min(values)


SPEC = """language 1
indicator cases "Cases"
  section one
  unit percent
  polarity higher is better
  target {target}
  tolerance 5 points
  baseline 80% for 2018-19
  compare with previous, same period last year, outturn, baseline, trend over 4 quarters
  {redefined}
  commentary
    when green for 3 quarters
      > Three.
    also when green again
      > Again.
    also when green for the first time
      > First, after {{streak}}.
    also when (green or amber or red) and not (green for 4 quarters)
      > Not four, in the {{streak as ordinal}}.
    also when improved since outturn or worsened since outturn
      > Moved.
    also when improved over 6 quarters or unchanged since previous
      > Over.
"""
VALUES = st.lists(st.sampled_from([None, 80, 88, 92, 95, 95]), min_size=12, max_size=12)


def _record(values: Mapping[Period, int | None], target: str = "90%", redefined: str = "") -> dict[str, Any]:
    """What is concluded from these values, without the values themselves."""
    rows = [f"cases,{period},{value}" for period, value in values.items() if value is not None]
    files = {
        "indicators.kpi": SPEC.format(target=target, redefined=redefined),
        "data.csv": "\n".join(["indicator,period,value", *rows]),
    }
    outcome = pipeline.compose_report("spec.kpi", cases.reader(files), formats=())
    assert outcome.value is not None, outcome.diagnostics
    found: Any = record(outcome.value.evaluation, date(2021, 9, 30), outcome.value.inputs)["indicators"]
    figures = ("history", "outturn", "previous_outturn", "sources")
    return {key: value for key, value in found[0].items() if key not in figures}


@given(VALUES, VALUES, st.integers(0, 11), st.sampled_from(["90%", "better than last year", "better than previous"]))
@settings(max_examples=40)  # a whole report each time, twice
def test_nothing_before_a_redefinition_changes_anything_after_it(
    values: list[int | None], others: list[int | None], since: int, target: str
) -> None:
    periods = (*NOW.last(11), NOW.outturn)
    values[10] = 95
    line = f'redefined from {periods[since]} because "A new form"'
    start = periods[since].start
    before = dict(zip(periods, values, strict=True))
    after = {
        period: other if period.start < start else before[period] for period, other in zip(periods, others, strict=True)
    }
    assert _record(before, target, line) == _record(after, target, line)


@given(VALUES, st.lists(st.booleans(), min_size=12, max_size=12))
@settings(max_examples=40)  # a whole report each time, twice
def test_at_least_never_says_too_much(values: list[int | None], hidden: list[bool]) -> None:
    """With some of the figures taken away, a streak says no more than it does with all of them."""
    full = {period: value or 90 for period, value in zip(NOW.last(12), values, strict=True)}
    part = {period: value for (period, value), hide in zip(full.items(), hidden, strict=True) if not hide}
    part[NOW] = full[NOW]
    known, told = _record(full)["streak"], _record(part)["streak"]
    assert told["length"] == known["length"] or (told["at_least"] and told["length"] < known["length"])
    assert told["last_time"] in (None, known["last_time"])


@given(VALUES, st.lists(st.booleans(), min_size=12, max_size=12))
def test_a_first_time_stays_one_when_gaps_are_filled(values: list[int | None], hidden: list[bool]) -> None:
    periods = NOW.last(12)
    full = {period: _figure(period, Fraction(value or 90)) for period, value in zip(periods, values, strict=True)}
    part = {period: figure for (period, figure), hide in zip(full.items(), hidden, strict=True) if not hide}
    part |= {period: full[period] for period in (periods[0], NOW)}
    first = FirstTime(AgainstTarget(Relation.AT_OR_BETTER))
    indicator = indicator_of(Polarity.HIGHER, Fraction(90), Fraction(5))
    told = holds(first, Case(indicator, NOW, part.get, []))
    assert told is None or told is holds(first, Case(indicator, NOW, full.get, []))
