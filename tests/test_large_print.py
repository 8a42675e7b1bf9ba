"""Large print: the report laid out anew in type of one size, with nothing lost, cut or made harder to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from kpidsl import pipeline, workspace
from kpidsl.document.model import Column, Document, List, NewPage, Paragraph, Row, RowGroup, Table, Text, TextCell
from kpidsl.render.paper import LARGE_SIZES
from kpidsl.render.pdf import render
from kpidsl.render.pdf.inlines import Setting
from kpidsl.render.pdf.items import Drawing, TextLine
from kpidsl.render.pdf.layout import Layout, lay_out
from kpidsl.render.pdf.measures import USUAL, Measures, large_print
from kpidsl.render.pdf.records import fits
from kpidsl.render.theme import Theme
from kpidsl.render.typeface import ATKINSON
from tests.command import edit, kpic
from tests.kitchen_sink import kitchen_sink, row
from tests.pdf_expected import expected, spoken
from tests.pdf_reader import read
from tests.pdf_rules import complaints
from tests.reports import NAMES, SMALL, document
from tests.test_pdf_layout import DOCUMENTS, boxes, flaws, pages_of, with_blocks
from tests.validators import page_validation, verapdf

THEME = Theme()
SIZES = (LARGE_SIZES[0], 18, LARGE_SIZES[-1])
each = pytest.mark.parametrize("name", NAMES)


@cache
def made(name: str) -> bytes:
    data = render(document(name), THEME, large_print()).value
    assert data is not None
    return data


@cache
def laid_out(name: str, size: int) -> Layout:
    return lay_out(document(name), THEME, large_print(size))


def in_blocks(measures: Measures) -> Callable[[Table], bool]:
    return lambda table: not fits(Setting(measures, THEME, frozenset()), table)


@each
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_it_passes_page_validation(name: str, profile: str) -> None:
    assert page_validation(made(name), profile) == []


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_it_passes_verapdf(name: str, profile: str) -> None:
    assert verapdf(made(name), profile) == []


@each
def test_it_keeps_our_own_rules(name: str) -> None:
    assert complaints(made(name)) == []


@each
def test_all_is_said_once_in_order(name: str) -> None:
    found = read(made(name))
    assert list(spoken(found.root)) == expected(document(name), found.root, in_blocks(large_print()))


@each
@pytest.mark.parametrize("size", SIZES)
def test_all_type_has_one_size(name: str, size: int) -> None:
    """Also headings, tables, what stands in charts, running heads and feet."""
    assert {line.size for line in _lines(laid_out(name, size))} == {size}
    leading = laid_out(name, size).measures.body.leading
    assert 1.25 * size <= leading <= 1.5 * size


def _lines(layout: Layout) -> Iterator[TextLine]:
    for page in layout.pages:
        for placed in page:
            for item in placed.items:
                parts = item.parts if isinstance(item, Drawing) else (item,)
                yield from (part for part in parts if isinstance(part, TextLine))


@each
@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_or_leaves_the_margins(name: str, size: int) -> None:
    assert flaws(laid_out(name, size)) == []


@each
def test_only_upright_faces_are_used(name: str) -> None:
    fonts = {str(font.BaseFont) for page in read(made(name)).pdf.pages for font in page.Resources.Font.values()}
    assert {font.split("+")[1] for font in fonts} <= {"LiberationSans", "LiberationSans-Bold"}


def test_it_carries_the_same_files_as_the_usual_pdf() -> None:
    usual = render(document("q1"), THEME).value
    assert usual is not None
    files = [read(data).pdf for data in (usual, made("q1"))]
    names = [[str(each.UF) for each in file.Root.AF] for file in files]
    assert names[0] == names[1] != []


# ---- rows as blocks


def test_the_table_of_indicators_is_a_list_of_rows_that_each_stay_on_one_page() -> None:
    found = read(made("q1"))
    caption = next(node for node in found.all("Caption") if node.text.startswith("Table 1."))
    whole = next(node for node in found.all("L") if caption in node.kids)
    rows = [item for item in whole.all("LI") if [kid.role for kid in item.all("L")] == ["L"]]
    assert len(rows) == 29
    for item in rows:
        assert len({page for node in item.walk() for page in node.pages}) == 1
        labels = [label.text.strip() for label in item.all("Lbl")][1:]
        assert labels == ["2020-21 outturn:", "2021-22 Q1:", "2021-22 target:", "Status:", "Trend, four quarters:"]


def test_a_part_stands_in_the_list_of_its_whole() -> None:
    rows = (row(1), replace(row(2), is_part=True), replace(row(3), is_part=True), row(4))
    table = Table("T", tuple(Column(f"Column {at}", 1) for at in range(6)), (RowGroup("Group", rows),))
    data = render(with_blocks(table), THEME, large_print()).value
    assert data is not None
    (outer,) = (node for node in read(data).all("L") if any(kid.role == "Caption" for kid in node.kids))  # type: ignore[union-attr]
    (group,) = (node for node in outer.kids if node.role == "LI")  # type: ignore[union-attr]
    inner = group.kids[1].kids[0]  # type: ignore[union-attr]
    wholes = [item for item in inner.kids if item.role == "LI"]  # type: ignore[union-attr]
    assert len(wholes) == 2
    assert [len(kid.all("LI")) for kid in wholes[0].kids[1].kids] == [5, 12]  # type: ignore[union-attr]


WORD = st.sampled_from(["12", "1,524", "% of cases closed", "On time", "Not set", "assessments", "x" * 9, "care"])


@settings(max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(SIZES),
    st.integers(1, 6).flatmap(
        lambda count: st.tuples(
            st.lists(st.tuples(WORD, st.booleans()), min_size=count, max_size=count),
            st.lists(st.lists(WORD, min_size=count, max_size=count), min_size=1, max_size=3),
        )
    ),
)
def test_in_what_stays_a_table_no_word_is_cut_and_figures_are_on_one_line(
    size: int, content: tuple[list[tuple[str, bool]], list[list[str]]]
) -> None:
    heads, cells = content
    columns = tuple(Column(title, 1, numeric) for title, numeric in heads)
    rows = tuple(Row((Text(name),), tuple(TextCell((Text(word),)) for word in rest)) for name, *rest in cells)
    layout = lay_out(with_blocks(Table("T", columns, (RowGroup("", rows),))), THEME, large_print(size))
    said: dict[int, list[str]] = {}
    for box in boxes(layout):
        if isinstance(box.owner, int) and layout.elements[box.owner].role in ("TH", "TD", "Lbl", "LBody"):
            said.setdefault(box.owner, []).append(box.text)
    is_table = any(element.role == "Table" for element in layout.elements)
    for lines in said.values():
        assert all(line.endswith(" ") for line in lines[:-1])
    if is_table:
        figures = [lines for owner, lines in said.items() if layout.elements[owner].role == "TD"]
        numeric = [column.numeric for column in columns[1:]] * len(rows)
        assert all(len(lines) == 1 for lines, flush in zip(figures, numeric, strict=True) if flush)


@settings(
    max_examples=40,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(DOCUMENTS, st.sampled_from(SIZES))
def test_any_document_renders_and_loses_no_text(document: Document, size: int) -> None:
    measures = large_print(size)
    data = render(document, THEME, measures).value
    assert data is not None
    found = read(data)
    pairs = zip_longest(spoken(found.root), expected(document, found.root, in_blocks(measures)))
    assert [pair for pair in pairs if pair[0] != pair[1]][:3] == []  # two whole lists take minutes to be told apart


# ---- pages


def test_a_part_that_fits_on_one_page_of_other_reports_may_take_several() -> None:
    lines = [Paragraph((Text("x"),))] * 60
    outcome = render(with_blocks(NewPage("Sheet"), *lines, NewPage()), THEME, large_print())
    assert outcome.diagnostics == ()


def test_a_long_running_head_goes_on_below_and_takes_from_the_text() -> None:
    short = lay_out(replace(kitchen_sink(), running_head="Short"), THEME, large_print())
    long = lay_out(replace(kitchen_sink(), running_head="A long running head " * 4, mark="DRAFT"), THEME, large_print())
    assert long.measures.top > short.measures.top
    assert flaws(long) == []
    assert "\u2026" not in "".join(box.text for box in boxes(long))


def test_text_is_aligned_left() -> None:
    text = Paragraph((Text("word " * 99),), "4.10")
    layout = lay_out(with_blocks(List(((Text("Item"),),), ("\u2022",)), text), THEME, large_print())
    owners = pages_of(layout, "P")
    starts = {round(box.left, 2) for box in boxes(layout) if box.owner in owners and box.text.startswith("word")}
    assert len(starts) == 1


@pytest.mark.parametrize("name", SMALL)
def test_atkinson_hyperlegible_shows_every_report(name: str) -> None:
    measures = large_print(18, ATKINSON)
    assert flaws(lay_out(document(name), THEME, measures)) == []
    data = render(document(name), THEME, measures).value
    assert data is not None
    assert complaints(data) == page_validation(data, "ua1") == page_validation(data, "3a") == []


def test_the_usual_pdf_is_set_in_sizes_of_its_own() -> None:
    assert len({line.size for line in _lines(lay_out(document("q1"), THEME, USUAL))}) > 3


# ---- as an officer asks for it


def test_the_command_makes_it_beside_the_report(tmp_path: Path, project: Path) -> None:
    edit(
        project / "specs/council.yaml",
        "language: en-GB",
        "language: en-GB\nlarge print:\n  size: 22\n  fonts: atkinson",
    )
    run = kpic(project, "build", "specs/q1.kpi", "--format", "pdf,large-print", "--out", str(tmp_path / "made"))
    assert run.returncode == 0, run.stderr
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"q1.pdf", "q1-large-print.pdf"}
    found = read((tmp_path / "made/q1-large-print.pdf").read_bytes())
    code = found.pdf.pages[0].Contents.read_bytes()
    assert set(re.findall(rb"/\S+ (\S+) Tf", code)) == {b"22"}
    fonts = {str(font.BaseFont).split("+")[1] for font in found.pdf.pages[0].Resources.Font.values()}
    assert fonts == {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}


def test_no_format_says_less_than_another(project: Path) -> None:
    outcome = pipeline.build("q1.kpi", workspace.reader(project / "specs"), formats=("pdf", "large-print"))
    assert outcome.value is not None
    assert [problem for problem in outcome.diagnostics if problem.is_error] == []
    usual, large = (read(outcome.value[format]) for format in ("pdf", "large-print"))
    figures = [[str(node.obj.Alt) for node in found.all("Figure")] for found in (usual, large)]
    assert figures[0] == figures[1]
