"""The PDF of the report in specs/, as validators, a screen reader and a reader of plain text meet it."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kpidsl.document.model import Note, Paragraph, Table
from kpidsl.document.outline import text
from kpidsl.render.pdf import render
from tests.pdf_expected import expected, spoken
from tests.pdf_reader import read
from tests.pdf_rules import complaints
from tests.test_example import PUBLISHED, report
from tests.validators import missing, page_validation, verapdf


@cache
def pdf() -> bytes:
    rendered = render(report().document, report().spec.house.theme)
    assert rendered.diagnostics == ()
    assert rendered.value is not None
    return rendered.value


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text as pdftotext reads it, each run of white space as one space."""
    if shutil.which("pdftotext") is None:
        missing("pdftotext (poppler-utils)")
    path: Path = tmp_path_factory.mktemp("pdf") / "q1.pdf"
    path.write_bytes(pdf())
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, timeout=60, check=True)
    return run.stdout.decode("utf-8")


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("validator", [verapdf, page_validation])
def test_it_passes_the_validators(validator: Callable[[bytes, str], list[str]], profile: str) -> None:
    assert validator(pdf(), profile) == []


def test_it_keeps_our_own_rules() -> None:
    assert complaints(pdf()) == []


def test_a_screen_reader_meets_all_of_the_document_once_and_in_order() -> None:
    found = read(pdf())
    assert list(spoken(found.root)) == expected(report().document, found.root)


def test_the_table_is_one_over_all_its_pages_with_a_figure_for_each_trend() -> None:
    found = read(pdf())
    table, charted, *summaries, exceptions, files, workings = found.all("Table")
    assert (len(table.pages), len(charted.pages), len(exceptions.pages)) == (2, 1, 1)
    assert (len(files.pages), len(workings.pages)) == (1, 3)
    assert len(summaries) == 3
    *trends, chart = [str(figure.obj.Alt) for figure in found.all("Figure")]
    assert chart.startswith(
        "Line chart from 2020-21 Q2 to 2021-22 Q1: % of re-referrals within last 12 months. From 34%"
    )
    assert len(trends) == 15
    assert all(trend.startswith("Trend from 2020-21 Q2 to 2021-22 Q1: ") for trend in trends)


def test_every_row_of_the_table_is_on_the_page(plain: str) -> None:
    """Labels may be broken over lines; the figures of a row stand on its first line."""
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            target = row["target_2021_22"].replace("-", "None")
            figures = f"{row['outturn_2020_21']} {row['q1_2021_22']} {target}"
            words = row["indicator"].split()
            heads = {" ".join(words[:count]) for count in range(2, len(words) + 1)}
            assert any(line.startswith(f"{head} {figures} ") for head in heads for line in lines), (
                f"{row['indicator']}: {figures}"
            )


def test_every_paragraph_is_on_the_page_word_for_word(plain: str) -> None:
    """Running heads, feet and the numbers in the margin are taken out, and white space is not compared."""
    lines = [
        line for line in plain.splitlines() if not re.search(r"Page \d+ of \d+$|Scrutiny Committee, 30 Sept", line)
    ]
    page = "".join(re.sub(r"^\f?\s*\d+\.\d+ ", "", line) for line in lines)
    page = re.sub(r"\s", "", page)
    blocks = [block for block in report().document.blocks if isinstance(block, Paragraph | Note)]
    assert len(blocks) > 30
    for block in blocks:
        words = re.sub(r"\s|\*\*", "", text(block.content))
        assert words in page, words


def test_every_status_stands_in_its_row(plain: str) -> None:
    lines = [" ".join(line.split()) for line in plain.splitlines()]
    for one in report().evaluation.assessments:
        if one.state is not None and one.target is not None:
            head = " ".join(one.indicator.label.split()[:2])
            rows = [line for line in lines if line.startswith(head) and line.endswith(f"% {one.state.mark.word}")]
            assert rows, one.indicator.id


def test_the_running_foot_counts_the_pages(plain: str) -> None:
    pages = plain.split("\f")[:-1]
    for number, page in enumerate(pages, start=1):
        assert page.rstrip().endswith(f"Page {number} of {len(pages)}")


def test_bookmarks_lead_to_every_heading() -> None:
    found = read(pdf())
    with found.pdf.open_outline() as outline:
        titles = []

        def walk(items: list[object]) -> None:
            for item in items:
                titles.append(item.title)  # type: ignore[attr-defined]
                walk(item.children)  # type: ignore[attr-defined]

        walk(list(outline.root))
    assert len(titles) == 1 + 1 + 15 + 8 + 3  # title, recommendations, chapters, sections with commentary, workings
    assert "4 Commentary" in titles


def test_the_table_has_a_caption_and_the_document_a_title_and_language() -> None:
    found = read(pdf())
    table = next(block for block in report().document.blocks if isinstance(block, Table))
    assert " ".join(found.all("Caption")[0].text.split()) == table.caption
    assert str(found.pdf.Root.Lang) == "en-GB"
    assert str(found.pdf.docinfo["/Title"]) == report().document.title
