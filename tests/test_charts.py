"""Laws of charts: every point lies in its frame and as high as its figure, and the table says what the report says."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given, settings, strategies as st

from kpidsl import pipeline
from kpidsl.compose.scale import MOST_STEPS, axis
from kpidsl.document.model import Chart, Document, Table
from kpidsl.document.outline import plain, text
from kpidsl.quantity import COUNT, MINUS, PERCENT, Dimension, Unit, parse_number, spell
from tests import cases

UNITS = (
    COUNT,
    PERCENT,
    Unit(Dimension.CLOCK),
    Unit(Dimension.SCORE),
    Unit(Dimension.RATE, per=10_000),
    Unit(Dimension.TIME, word="days"),
    *(Unit(Dimension.MONEY, scale=scale) for scale in ("", "k", "m")),
)
AMOUNTS = st.lists(
    st.one_of(st.fractions(-1000, 1000, max_denominator=100), st.integers(-(10**9), 10**9).map(Fraction)),
    min_size=1,
    max_size=8,
)


@given(st.sampled_from(UNITS), AMOUNTS, st.booleans())
@settings(max_examples=400)
def test_the_round_numbers_of_a_scale_cover_what_is_drawn(unit: Unit, amounts: list[Fraction], from_zero: bool) -> None:
    found = axis(unit, amounts, from_zero=from_zero)
    assert found.low == found.ticks[0] <= min(amounts)
    assert max(amounts) <= found.ticks[-1] == found.high
    assert 2 <= len(found.ticks) <= MOST_STEPS + 1
    assert len({after - before for before, after in pairwise(found.ticks)}) == 1
    assert not from_zero or 0 in found.ticks
    assert min(amounts) < 0 or found.low >= 0
    assert unit != PERCENT or min(amounts) < 0 or max(amounts) > 100 or found.high <= 100
    heights = [found.height(amount) for amount in sorted(amounts)]
    assert heights == sorted(heights)
    assert all(0 <= height <= 1 for height in heights)


@given(st.sampled_from(UNITS), AMOUNTS)
def test_what_is_printed_at_a_tick_is_just_that_number(unit: Unit, amounts: list[Fraction]) -> None:
    for tick in axis(unit, amounts, from_zero=False).ticks:
        shown = spell(tick, unit, None)
        if unit.dimension is Dimension.CLOCK:
            hours, minutes = shown.replace(",", "").lstrip(MINUS).split(":")
            assert 60 * int(hours) + int(minutes) == abs(tick)
            assert shown.startswith(MINUS) == (tick < 0)
        else:
            bare = shown.replace("£", "").split(" ")[0].rstrip("%km")
            assert parse_number(bare) == tick / unit.printed_scale


# ---- whole reports

PERIODS = ("2019-20 Q4", "2020-21 Q1", "2020-21 Q2", "2020-21 Q3", "2020-21 Q4", "2021-22 Q1")
WRITTEN = {"percent": "%", "percent to 1 dp": "%", "count": "", "days": " days", "£k": "k", "rate per 10,000": ""}
CELL = st.one_of(st.integers(0, 300), st.sampled_from(["", "suppressed", "awaiting"]))
INDICATORS = st.tuples(
    st.sampled_from(sorted(WRITTEN)),
    st.integers(0, 300),
    st.lists(
        st.tuples(*[st.tuples(CELL, st.sampled_from(["", "provisional", "illustrative", "revised"]))] * len(PERIODS)),
        min_size=2,
        max_size=2,
    ),
)


def _project(unit: str, target: int, rows: list[Any]) -> dict[str, str]:
    sign = "£" if unit.startswith("£") else ""

    def written(amount: int) -> str:
        return f"{sign}{amount}{WRITTEN[unit]}" if "rate" not in unit else f"{amount} per 10,000"

    blocks, data = ["language 1\n"], ["indicator,period,value,quality"]
    for number, row in enumerate(rows):
        blocks.append(
            f'indicator i{number} "Indicator {number}"\n  section one\n  unit {unit}\n  polarity lower is better\n'
            f"  target {written(target)}\n  tolerance 5% of target\n  benchmark england {written(target + 7)}\n"
        )
        for period, (cell, quality) in zip(PERIODS, row, strict=True):
            if cell == "" and period == PERIODS[-1]:
                cell = "awaiting"
            if cell != "":
                is_figure = isinstance(cell, int)
                shown = f"{sign}{cell}{WRITTEN[unit].strip(' days')}" if is_figure else cell
                data.append(f'i{number},{period},"{shown}",{quality if is_figure else ""}')
    charts = (
        "  chart line of i0 over 6 quarters with target, england\n"
        "  chart bars of i0 over 6 quarters with target\n"
        "  chart lines of i0, i1 over 6 quarters\n"
        "  chart bars of i0, i1 with target\n"
    )
    spec = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
    table = "  table columns value, target, benchmark england\n"
    spec = spec.replace("  table columns outturn, value, target, status, trend 4 quarters\n", table + charts)
    return {
        "spec.kpi": spec.replace("\n  commentary\n", "\n  > None.\n"),
        "indicators.kpi": "\n".join(blocks),
        "data.csv": "\n".join(data),
    }


def _heights(chart: Chart) -> list[Decimal]:
    found = [tick.at for tick in chart.ticks]
    found += [point.at for series in chart.series for point in series.points if point is not None]
    return found + [at for level in chart.levels for at in (*level.at, *level.to) if at is not None]


def _cells(table: Table) -> dict[str, list[str]]:
    return {
        plain(row.header): [plain(cell.content) for cell in row.cells]  # type: ignore[union-attr]
        for group in table.groups
        for row in group.rows
    }


def _holds(document: Document, record: dict[str, Any]) -> int:
    """The laws, for every chart of a report; how many there are."""
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    (performance,) = (block for block in document.blocks if isinstance(block, Table))
    printed = _cells(performance)
    history = {one["id"]: {point["period"]: point["exact"] for point in one["history"]} for one in record["indicators"]}
    for chart, said in zip(charts, record["charts"], strict=True):
        assert all(0 <= height <= 1 for height in _heights(chart))
        rows = _cells(chart.table)
        assert said["rows"] == [[header, *cells] for header, cells in rows.items()]
        exact: list[Fraction] = []
        drawn: list[Decimal] = []
        for number, name in enumerate(said["indicators"]):
            series = chart.series[number if len(chart.series) > 1 else 0]
            if chart.kind.value == "bars":
                here = rows[f"Indicator {name[1:]}"]
                assert here == printed[f"Indicator {name[1:]}"][:2]
                pairs = [(history[name].get("2021-22 Q1"), series.points[number])]
            else:
                pairs = list(zip(map(history[name].get, PERIODS), series.points, strict=True))
                assert rows["2021-22 Q1"][number] == printed[f"Indicator {name[1:]}"][0]
            for figure, point in pairs:
                assert (figure is None) == (point is None)
                if figure is not None and point is not None:
                    exact.append(Fraction(figure))
                    drawn.append(point.at)
        if "Target" in said["columns"] and chart.kind.value != "bars":
            assert rows["2021-22 Q1"][1:] == printed["Indicator 0"][1 : len(said["columns"]) - 1]
        for one, other in pairwise(sorted(zip(exact, drawn, strict=True))):
            assert one[1] <= other[1]
            assert one[1] < other[1] or one[0] == other[0] or other[0] - one[0] < max(map(abs, exact)) / 1000
        shown = " ".join(cell for cells in rows.values() for cell in cells)
        assert all(point.label in shown for series in chart.series for point in series.points if point is not None)
        hollow = any(point.is_hollow for series in chart.series for point in series.points if point is not None)
        assert hollow == ("Hollow" in text(chart.note))
    return len(charts)


def test_points_stand_as_high_as_their_figures_and_the_table_says_what_the_report_says() -> None:
    counted: list[int] = []

    @given(INDICATORS)
    @settings(max_examples=60, deadline=None)
    def holds(made: tuple[str, int, list[Any]]) -> None:
        files = cases.reader(_project(*made))
        outcome = pipeline.compose_report("spec.kpi", files)
        if outcome.value is None:
            assert {problem.code for problem in outcome.diagnostics if problem.is_error} == {"nothing-to-draw"}
            return
        built = pipeline.build("spec.kpi", files, formats=("json",)).value
        assert built is not None
        counted.append(_holds(outcome.value.document, json.loads(built["json"])))

    holds()
    assert counted
    assert set(counted) == {4}
