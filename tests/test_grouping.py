"""A performance table says the same whichever way it shows sections, and its PDF keeps to the rules."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from kpidsl import pipeline, rendering, workspace
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import Block, Row, Table, TextCell
from kpidsl.document.outline import plain
from kpidsl.pipeline import Composed
from kpidsl.source import Content, Source
from kpidsl.spec.project import Unreadable
from kpidsl.terms import Grouping
from tests.pages import parsed, text
from tests.pdf_rules import complaints
from tests.validators import page_validation, verapdf

_SPECS = Path(__file__).parents[1] / "specs"
_REPORTS = {"q1": _SPECS / "q1.kpi", "themes": _SPECS / "examples" / "corporate" / "report.kpi"}


@cache
def _report(name: str, groups: Grouping) -> Composed:
    path = _REPORTS[name]
    on_disk = workspace.reader(path.parent)

    def read(file: str) -> Source | Content | Unreadable:
        found = on_disk(file)
        if file != path.name or not isinstance(found, Content):
            return found
        lines = found.data.decode("utf-8").splitlines()
        at = next(at for at, line in enumerate(lines) if line.startswith("  table columns"))
        lines[at] += f" groups {groups.value}"
        return Source(found.name, "\n".join(lines) + "\n")

    outcome = pipeline.compose_report(path.name, read)
    assert outcome.value is not None
    return outcome.value


def _made(report: Composed, format: str) -> bytes:
    outcome = rendering.rendered(Outcome(report), formats=[format])
    assert outcome.value is not None
    return outcome.value[format]


def _tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table) and "Performance in" in block.caption]


def _row(table: Table, row: Row) -> tuple[object, ...]:
    """What a row says, but for its section."""
    at = [column.title for column in table.columns].index("Section") - 1 if _has_column(table) else None
    return row.header, *(cell for place, cell in enumerate(row.cells) if place != at)


def _has_column(table: Table) -> bool:
    return table.columns[1].title == "Section"


def _sections(tables: list[Table]) -> list[str]:
    """The section of each row."""
    found = []
    for table in tables:
        for group in table.groups:
            for row in group.rows:
                cell = row.cells[0]
                own = plain(cell.content) if _has_column(table) and isinstance(cell, TextCell) else group.title
                found.append(own or table.caption.partition("): ")[2])
    return found


@pytest.mark.parametrize("name", _REPORTS)
@pytest.mark.parametrize("groups", [Grouping.TABLES, Grouping.COLUMN])
def test_rows_are_the_same_in_the_same_order_with_their_section(name: str, groups: Grouping) -> None:
    usual, other = (_tables(_report(name, each).document.blocks) for each in (Grouping.ROWS, groups))
    rows = [[_row(table, row) for table in tables for group in table.groups for row in group.rows]
            for tables in (usual, other)]  # fmt: skip
    assert rows[0] == rows[1]
    assert _sections(usual) == _sections(other)
    assert len(usual) == 1
    assert (len(other) > 1) == (groups is Grouping.TABLES or name == "themes")


@pytest.mark.parametrize("groups", [Grouping.TABLES, Grouping.COLUMN])
def test_how_figures_were_made_is_the_same(groups: Grouping) -> None:
    usual, other = (_workings(each) for each in (Grouping.ROWS, groups))
    assert usual[0] == other[0]
    tables = [len({place.split(",")[0] for place in places if "Table" in place}) for places in (usual[1], other[1])]
    assert tables[1] - tables[0] == len(_tables(_report("q1", groups).document.blocks)) - 1


def _workings(groups: Grouping) -> tuple[list[list[str]], list[str]]:
    """What was made how, and where it is printed."""
    data = next(one.data for one in _report("q1", groups).document.attachments if "how" in one.name)
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    return [row[1:] for row in rows], [row[0] for row in rows]


@pytest.mark.parametrize("groups", list(Grouping))
def test_the_pdf_keeps_to_the_rules(groups: Grouping) -> None:
    data = _made(_report("q1", groups), "pdf")
    assert page_validation(data, "ua1") == []
    assert verapdf(data, "ua1") == []
    assert verapdf(data, "3a") == []
    assert complaints(data) == []


@pytest.mark.parametrize("groups", [Grouping.TABLES, Grouping.COLUMN])
def test_the_web_page_merges_no_cells_and_offers_no_order_across_tables(groups: Grouping) -> None:
    tree = parsed(_made(_report("q1", groups), "html"))
    tables = [one for one in tree.iter("table") if "Performance in" in text(next(one.iter("caption")))]
    assert tables
    assert not any(cell.get("colspan") or cell.get("rowspan") for one in tables for cell in one.iter())
    controls = [one for one in tree.iter("div") if one.get("class") == "controls"]
    assert len(controls) == (groups is Grouping.COLUMN)
