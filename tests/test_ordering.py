"""The order in which rows of the performance table can be put: by exact figures, each unit by itself."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kpidsl import pipeline
from kpidsl.document.model import Row, Table
from kpidsl.evaluation.model import Assessment
from kpidsl.pipeline import Composed
from kpidsl.terms import TableColumn
from tests import cases
from tests.pages import EXAMPLES, SPECS, composed


def _rows(report: Composed) -> list[tuple[Assessment, Row]]:
    """The rows of the first performance table, each with what it shows."""
    table = next(one for one in report.document.blocks if isinstance(one, Table) and one.columns[0].orders)
    rows = [row for group in table.groups for row in group.rows]
    sections = report.spec.sections
    shown = [one for section in sections for one in report.evaluation.assessments if one.indicator.section == section]
    return list(zip(shown, rows, strict=True))


def _columns(report: Composed) -> list[TableColumn | None]:
    return [None, *(spec.column for spec in report.spec.tables()[0].columns)]


ORDERED = [SPECS / "q1.kpi", *(path for path in EXAMPLES if path.stem != "pack")]  # a pack has no table of one council


@pytest.mark.parametrize("path", ORDERED, ids=lambda path: path.parent.name)
def test_places_follow_exact_figures_states_and_names(path: Path) -> None:
    report = composed(path)
    columns = _columns(report)
    compared = 0
    for (one, row), (two, other) in product(_rows(report), repeat=2):
        for column, mine, theirs in zip(columns, row.places, other.places, strict=True):
            if mine is None or theirs is None:
                continue
            match column:
                case None:
                    assert (mine < theirs) == (one.indicator.label.casefold() < two.indicator.label.casefold())
                case TableColumn.VALUE if one.indicator.unit == two.indicator.unit:
                    assert one.figure.amount is not None
                    assert two.figure.amount is not None
                    assert (mine < theirs) == (one.figure.amount < two.figure.amount)
                    compared += one is not two
                case TableColumn.STATUS if one.indicator.scheme == two.indicator.scheme:
                    states = one.indicator.scheme.states
                    assert one.state is not None
                    assert two.state is not None
                    assert (mine < theirs) == (states.index(one.state) < states.index(two.state))
    assert compared > 0


@pytest.mark.parametrize("path", ORDERED, ids=lambda path: path.parent.name)
def test_what_has_no_figure_or_status_has_no_place(path: Path) -> None:
    report = composed(path)
    columns = _columns(report)
    for one, row in _rows(report):
        places = dict(zip(columns, row.places, strict=True))
        assert (places.get(TableColumn.VALUE) is None) == (one.figure.amount is None or TableColumn.VALUE not in places)
        assert (places.get(TableColumn.STATUS) is None) == (one.state is None or TableColumn.STATUS not in places)
        assert places.get(TableColumn.TREND) is None


INDICATORS = "language 1\n" + "".join(
    f'\nindicator {name} "{name}"\n  section one\n  unit percent to 0 dp\n  polarity none\n' for name in "abc"
)


@given(st.tuples(*(st.integers(0, 10_000) for _ in "abc")))
def test_figures_that_print_the_same_are_still_told_apart(hundredths: tuple[int, ...]) -> None:
    lines = [
        f"{name},2021-22 Q1,{number // 100}.{number % 100:02d}%" for name, number in zip("abc", hundredths, strict=True)
    ]
    files = {"indicators.kpi": INDICATORS, "data.csv": "\n".join(("indicator,period,value", *lines, ""))}
    outcome = pipeline.compose_report("spec.kpi", cases.reader(files))
    assert outcome.value is not None
    at = _columns(outcome.value).index(TableColumn.VALUE)
    known = sorted(set(hundredths))
    assert [row.places[at] for _, row in _rows(outcome.value)] == [known.index(number) for number in hundredths]
