"""The report in specs/: what is printed is what was published, and every figure of the text comes from the data."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from kpidsl import pipeline, workspace
from kpidsl.data.tables import read
from kpidsl.document.model import Heading, Note, Paragraph, StatusCell, Table, TextCell, TrendCell
from kpidsl.document.outline import outline, text
from kpidsl.pipeline import Composed
from kpidsl.source import Source
from kpidsl.terms import Polarity, Quality

ROOT = Path(__file__).parents[1]
PUBLISHED = Path(__file__).parent / "model" / "table.csv"


@cache
def report() -> Composed:
    outcome = pipeline.compose_report("q1.kpi", workspace.reader(ROOT / "specs"))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def _table() -> Table:
    return next(block for block in report().document.blocks if isinstance(block, Table))


def _published() -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cell(cell: object) -> str:
    assert isinstance(cell, TextCell)
    return "-" if cell.muted else text(cell.content)


def test_the_table_is_the_published_one_to_the_character() -> None:
    printed = [
        {
            "section": group.title,
            "indicator": text(row.header),
            "outturn_2020_21": _cell(row.cells[0]),
            "q1_2021_22": _cell(row.cells[1]),
            "target_2021_22": _cell(row.cells[2]),
        }
        for group in _table().groups
        for row in group.rows
    ]
    assert printed == _published()


def test_there_are_29_indicators_in_10_sections() -> None:
    assert [len(group.rows) for group in _table().groups] == [3, 5, 1, 3, 4, 5, 3, 3, 1, 1]


STATUSES = {
    "re_referrals": "green improved",
    "assessments_on_time": "green improved",
    "children_seen": "green improved",
    "cin_seen": "green worsened",
    "cin_reviews": "green improved",
    "cp_seen": "green unchanged",
    "cp_reviews": "red worsened",
    "core_groups": "green unchanged",
    "cla_seen": "green unchanged",
    "cla_reviews": "amber improved",
    "non_la_placements": "amber worsened",
    "cl_accommodation": "green unchanged",
    "cl_eet": "green improved",
    "cl_in_touch": "green unchanged",
    "stepped_up": "green unchanged",
}


def test_statuses_and_directions_are_these() -> None:
    """Worked out by hand from the published figures; each direction is against the indicator's first comparator."""
    found = {}
    for one in report().evaluation.assessments:
        if one.state is not None:
            direction = one.directions[0].direction
            assert direction is not None
            found[one.indicator.id] = f"{one.state.name} {direction.value}"
    assert found == STATUSES


def test_status_and_trend_stand_where_there_is_a_target_and_nowhere_else() -> None:
    for group in _table().groups:
        for row in group.rows:
            has_target = _cell(row.cells[2]) != "-"
            assert isinstance(row.cells[3], StatusCell) is has_target
            assert isinstance(row.cells[4], TrendCell) is has_target


def test_demand_indicators_have_neither_target_nor_status() -> None:
    demand = [one for one in report().evaluation.assessments if one.indicator.polarity is Polarity.NONE]
    assert demand
    assert all(one.state is None and one.target is None for one in demand)


def test_there_are_fifteen_chapters_with_numbered_paragraphs() -> None:
    chapters = [block for block in report().document.blocks if isinstance(block, Heading) and block.number]
    assert [chapter.number for chapter in chapters] == [str(number) for number in range(1, 16)]
    numbers = [block.number for block in report().document.blocks if isinstance(block, Paragraph) and block.number]
    assert {"1.1", "4.10", "15.1"} <= set(numbers)
    assert sum(number.startswith("4.") for number in numbers) >= 10


def test_mandatory_chapters_are_marked() -> None:
    marked = [
        text(block.content).removesuffix(" (mandatory)")
        for block in report().document.blocks
        if isinstance(block, Heading) and text(block.content).endswith("(mandatory)")
    ]
    assert marked == ["Community safety implications", "Health and wellbeing implications"]


@pytest.mark.parametrize(
    "figure",
    [
        "43 of 44",
        "58 of 59",
        "25 of 26",
        "11 of 27",
        "31 of 38",
        "Of the 80 so far, 62 were for boys and 18 for girls",
        "26% in the region and 23% in England",
        "average in England is 84%",
        "61 per 10,000 in the region and 67 per 10,000 in England",
        "87% in the region and 85% in England",
        "50% in the region and 53% in England",
        "93% last year and 84% the year before",
        "third quarter in a row",
        "for the first time since quarter two of 2019-20",
        "Reviews that were late: six.",
        "99% the quarter before",
        "£150k",
    ],
)
def test_the_text_says_the_published_figure(figure: str) -> None:
    assert figure in outline(report().document)


def test_no_figure_of_the_commentary_is_typed() -> None:
    """Rules may name figures in conditions; in prose, all but names of periods and dates come from placeholders."""
    prose = re.findall(r"^\s*> ?(.*)$", (ROOT / "specs" / "children.kpi").read_text(encoding="utf-8"), re.MULTILINE)
    typed = [line for line in prose if re.search(r"\d", re.sub(r"\{[^}]*\}", "", line).replace("45 days", ""))]
    assert typed == []


def test_made_up_figures_are_marked_in_the_data_and_said_in_the_report() -> None:
    made_up = [one for one in report().dataset.observations.values() if one.quality is Quality.ILLUSTRATIVE]
    note = next(b for b in report().document.blocks if isinstance(b, Note) and b.title == "Illustrative figures")
    assert text(note.content).startswith(f"{len(made_up)} figures behind this report")
    published = {("2020-21"), ("2021-22 Q1")}
    assert not [one for one in made_up if str(one.period) in published]


def test_the_attached_observations_read_back_as_the_same() -> None:
    attachment = report().document.attachments[0]
    again = read([Source(attachment.name, attachment.data.decode("utf-8"))], report().spec.measured())
    assert again.diagnostics == ()
    assert again.value is not None

    def plain(observations: object) -> dict[object, object]:
        assert isinstance(observations, dict)
        return {
            key: (one.amount, one.reason, one.numerator, one.denominator, one.quality, one.note)
            for key, one in observations.items()
        }

    assert plain(again.value.observations) == plain(report().dataset.observations)
