"""The Word file holds all of the Document, as Word's own headings, numbers, lists and tables."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings, strategies as st
from PIL import Image, ImageColor

from kpidsl.document.model import (
    Chart,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Link,
    List,
    NewPage,
    Paragraph,
    Row,
    RowGroup,
    Segment,
    StackedBar,
    StatusCell,
    Table,
    Text,
    TextCell,
)
from kpidsl.render.docx import measures as m, render
from kpidsl.render.docx.charts import chart_picture
from kpidsl.render.docx.drawing import bar_picture
from kpidsl.render.paper import A4
from kpidsl.render.pdf.measures import Measures
from kpidsl.render.theme import Theme
from kpidsl.terms import ChartKind
from tests import reports
from tests.docx_expected import expected, plainly
from tests.docx_reader import Grid, Said, complaints, opened, parts, read, repacked
from tests.kitchen_sink import COLUMNS, MARKS, kitchen_sink


@lru_cache(maxsize=8)
def made(document: Document) -> bytes:
    data = render(document, Theme()).value
    assert data is not None
    return data


@pytest.mark.parametrize("name", reports.NAMES)
def test_all_is_there_once_in_order_and_numbered_as_the_document_says(name: str) -> None:
    document = reports.document(name)
    assert plainly(read(made(document))) == expected(document)


@pytest.mark.parametrize("name", reports.SMALL)
def test_it_keeps_to_the_format(name: str) -> None:
    assert complaints(made(reports.document(name))) == []


def test_a_draft_keeps_to_the_format_and_says_so_on_every_page() -> None:
    data = made(dataclasses.replace(kitchen_sink(), mark="DRAFT"))
    assert complaints(data) == []
    headers = [content for name, content in parts(data).items() if re.search("word/header", name)]
    assert len(headers) == 2
    assert all(b">DRAFT</w:t>" in header and b'descr="DRAFT"' in header for header in headers)


def _words(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


MUTATIONS: dict[str, tuple[str, Callable[[str], str]]] = {
    "properties of a paragraph out of order": (
        "word/document.xml",
        lambda text: re.sub(r"(<w:pStyle [^>]*/>)(<w:keepNext/>)", r"\2\1", text, count=1),
    ),
    "properties of a table out of order": (
        "word/document.xml",
        lambda text: re.sub(r"(<w:tblW [^>]*/>)(<w:tblLayout [^>]*/>)", r"\2\1", text, count=1),
    ),
    "properties of a style out of order": (
        "word/styles.xml",
        lambda text: re.sub(r"(<w:b/>)(<w:bCs/>)", r"\2\1", text, count=1),
    ),
    "a list that is not there": (
        "word/document.xml",
        lambda text: text.replace('<w:numId w:val="1"/>', '<w:numId w:val="99"/>', 1),
    ),
    "a picture that is not there": (
        "word/document.xml",
        lambda text: text.replace('r:embed="rIdKpiPicture1"', 'r:embed="rIdNowhere"', 1),
    ),
    "an element that nobody knows": ("word/document.xml", lambda text: text.replace("<w:keepNext/>", "<w:hold/>", 1)),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_breaks_the_format_is_noticed(name: str) -> None:
    """Else a file without complaints would say nothing."""
    assert complaints(repacked(made(kitchen_sink()), *MUTATIONS[name]))


def test_two_files_are_equal_byte_for_byte_whatever_the_hash_seed() -> None:
    script = (
        "import hashlib; from kpidsl.render.docx import render; from kpidsl.render.theme import Theme; "
        "from tests.kitchen_sink import kitchen_sink; "
        "print(hashlib.sha256(render(kitchen_sink(), Theme()).value).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=reports.SPECS.parent,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


def test_a_table_has_a_header_row_on_every_page_and_headers_of_rows() -> None:
    tables = [part for part in read(made(kitchen_sink())) if isinstance(part, Grid)]
    assert [table.heads for table in tables] == [1] * 6
    assert all(table.flags["firstRow"] == table.flags["firstColumn"] == "1" for table in tables)
    styles = {row[0].style for row in tables[0].rows}
    assert styles == {
        "KPI Table heading",
        "KPI Table theme",
        "KPI Table section",
        "KPI Table text",
        "KPI Table part",
    }
    file = opened(made(kitchen_sink()))
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in file.element.iter(qn("w:tr")))


def test_columns_fill_the_page_and_figures_are_flush_right() -> None:
    for table in opened(made(kitchen_sink())).tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert m.measure(A4) - len(widths) <= sum(widths) <= m.measure(A4)
    table = opened(made(kitchen_sink())).tables[0]
    assert [cell.paragraphs[0].style.name for cell in table.rows[3].cells][1:4] == ["KPI Table figure"] * 3
    assert "KPI Table figure" not in {cell.paragraphs[0].style.name for cell in table.rows[3].cells[4:]}


def test_a_status_is_a_word_and_a_shape_in_its_colour() -> None:
    document = opened(made(kitchen_sink())).element
    for mark in MARKS:
        runs = [run for run in document.iter(qn("w:r")) if f"\u00a0{mark.word}" in _words(run)]
        shapes = {run.getprevious().find(f"{qn('w:rPr')}/{qn('w:color')}").get(qn("w:val")) for run in runs}
        assert shapes == {mark.colour.removeprefix("#")}


def test_the_file_says_what_it_is_when_and_in_which_language() -> None:
    document = kitchen_sink()
    file = opened(made(document))
    core = file.core_properties
    assert (core.title, core.author, core.subject) == (document.title, document.author, document.subject)
    assert (core.language, core.last_modified_by) == ("en-GB", document.author)
    assert core.created.date() == core.modified.date() == document.dated
    languages = {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_page_is_that_of_the_pdf() -> None:
    section, measures = opened(made(kitchen_sink())).sections[0], Measures()
    given = (section.page_width, section.page_height, section.left_margin, section.top_margin, section.bottom_margin)
    wanted = (measures.width, measures.height, measures.side, measures.top, measures.bottom)
    assert [length.pt for length in given] == pytest.approx(wanted, abs=0.1)


def test_head_and_foot_are_the_document_s_with_numbers_as_fields() -> None:
    document = kitchen_sink()
    section = opened(made(document)).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == document.running_head
    assert "".join(paragraph.text for paragraph in section.first_page_header.paragraphs) == ""
    for footer in (section.footer, section.first_page_footer):
        assert _words(footer._element) == "Page 1 of 1"
        fields = [field.get(qn("w:instr")).strip() for field in footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]


def test_links_lead_where_the_document_says() -> None:
    file = opened(made(kitchen_sink()))
    links = [link for paragraph in file.paragraphs for link in paragraph.hyperlinks]
    assert [link.address for link in links if link.address] == [
        "tel:+441572758358",
        "mailto:jweller@rutland.example",
        "https://www.example.org/a/path?with=query#part",
    ]
    bookmarks = {each.get(qn("w:name")): _words(each.getparent()) for each in file.element.iter(qn("w:bookmarkStart"))}
    inside = [each.get(qn("w:anchor")) for each in file.element.iter(qn("w:hyperlink"))]
    listed = ["Purpose of the report", "Performance data", "Commentary", "Assessments, with stress", "Early help"]
    assert [bookmarks[name] for name in inside if name] == [*listed, "Commentary", "Commentary"]


def test_the_contents_list_has_the_page_of_each_heading_as_a_field() -> None:
    file = opened(made(kitchen_sink()))
    lines = [each for each in file.paragraphs if each.style.name.startswith("toc ")]
    assert len(lines) == 6
    for line in lines[:-1]:
        (link,), (page,) = line._p.iter(qn("w:hyperlink")), line._p.iter(qn("w:fldSimple"))
        assert page.get(qn("w:instr")).split() == ["PAGEREF", link.get(qn("w:anchor"))]
        assert (page.get(qn("w:dirty")), _words(page)) == ("true", "–")
    assert not list(lines[-1]._p.iter(qn("w:hyperlink"), qn("w:fldSimple")))  # its heading is not there


def test_a_new_page_begins_where_the_document_says() -> None:
    file = opened(made(kitchen_sink()))
    begin = [each.text for each in file.paragraphs if each.paragraph_format.page_break_before]
    assert begin == ["Indicators by status", "Purpose of the report"]
    table = next(block for block in kitchen_sink().blocks if isinstance(block, Table))
    bare = (NewPage(), NewPage(), dataclasses.replace(table, caption=""), NewPage())
    file = opened(made(dataclasses.replace(kitchen_sink(), blocks=bare)))
    begin = [each.text for each in file.paragraphs if each.paragraph_format.page_break_before]
    assert begin == [""]


def test_the_parts_of_a_bar_are_as_wide_as_their_shares() -> None:
    bar = next(block for block in kitchen_sink().blocks if isinstance(block, StackedBar))
    picture = Image.open(io.BytesIO(bar_picture(bar, 500, Theme())))
    row = [picture.getpixel((x, 0)) for x in range(picture.width)]
    for segment in bar.segments:
        wide = row.count(ImageColor.getrgb(segment.mark.colour))
        assert wide / picture.width == pytest.approx(float(segment.share), abs=0.006)
    nothing = dataclasses.replace(bar, segments=tuple(dataclasses.replace(s, share=Decimal(0)) for s in bar.segments))
    said = read(made(dataclasses.replace(kitchen_sink(), blocks=(nothing,))))[-1]
    assert said == Said("Normal", "", bar.alt)


def test_charts_are_drawn_as_wide_as_the_text_in_the_colours_of_their_figures() -> None:
    charts = [block for block in kitchen_sink().blocks if isinstance(block, Chart)]
    assert len(charts) == 4
    for chart in charts:
        data, tall = chart_picture(chart, 480, Theme())
        picture = Image.open(io.BytesIO(data))
        assert picture.size == (480 * 4, tall * 4)
        colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
        assert {ImageColor.getrgb(series.colour) for series in chart.series} <= colours


def test_a_lying_bar_is_as_long_as_its_figure() -> None:
    chart = next(b for b in kitchen_sink().blocks if isinstance(b, Chart) and b.kind is ChartKind.BARS)
    points = tuple(point and dataclasses.replace(point, is_hollow=False) for point in chart.series[0].points)
    series = dataclasses.replace(chart.series[0], points=points)
    plain = dataclasses.replace(chart, levels=(), series=(series,))
    picture = Image.open(io.BytesIO(chart_picture(plain, 480, Theme())[0]))
    colour = ImageColor.getrgb(series.colour)
    rows = ([picture.getpixel((x, y)) for x in range(picture.width)].count(colour) for y in range(picture.height))
    drawn = {long for long, lines in itertools.groupby(rows) if len(list(lines)) > 30}
    wanted = [point.at - (plain.zero or Decimal(0)) for point in points if point]
    assert [long / max(drawn) for long in sorted(drawn) if long] == pytest.approx(
        [float(each / max(wanted)) for each in sorted(wanted)], abs=0.01
    )


def test_captions_are_counted_by_word_where_it_comes_to_the_same() -> None:
    captions = [each for each in opened(made(kitchen_sink())).paragraphs if each.style.name == "Caption"]
    counted = {"Table": 0, "Chart": 0}
    assert _words(captions[0]._p) == "Indicators by status"
    for caption in captions[1:]:
        label = _words(caption._p).split()[0]
        counted[label] += 1
        (number,) = caption._p.iter(qn("w:fldSimple"))
        assert (number.get(qn("w:instr")).strip(), _words(number)) == (f"SEQ {label} \\* ARABIC", str(counted[label]))
    assert counted == {"Table": 2, "Chart": 4}
    table = dataclasses.replace(
        next(block for block in kitchen_sink().blocks if isinstance(block, Table)), caption="Table 7. X"
    )
    found = opened(made(dataclasses.replace(kitchen_sink(), blocks=(table,))))
    assert not list(found.element.iter(qn("w:fldSimple")))


TEXT = st.text(st.characters(codec="utf-8"), max_size=40) | st.text("<>&\"'\x00\x07\x0b\u202e\ufffe %[]", max_size=20)
LINKS = st.builds(lambda text, to: Link((Text(text),), f"https://{to}"), TEXT, TEXT)
INLINES = st.lists(st.builds(Text, TEXT) | LINKS, max_size=3).map(tuple)
NUMBERS = st.sampled_from(("", "1", "1.1", "1.2", "2", "2.1", "1.3", "4.10", "2.1.1", "A", "01", "0", "1.", "9" * 50))
LABELS = st.sampled_from((("1.", "2."), ("(a)", "(b)"), ("•", "•"), ("1.", "3."), ("x", "1."), ("%", "%"), ("", "")))
CELLS = st.builds(TextCell, INLINES) | st.builds(StatusCell, st.sampled_from(MARKS))
ROWS = st.lists(st.builds(lambda head, cell: Row(head, (cell,) * 5), INLINES, CELLS), max_size=3).map(tuple)
SHARES = st.decimals(0, 1, places=6)
BLOCKS = st.lists(
    st.builds(Heading, st.integers(1, 4), INLINES, TEXT, NUMBERS)
    | st.builds(Paragraph, INLINES, NUMBERS)
    | st.builds(List, st.tuples(INLINES, INLINES), LABELS, st.booleans())
    | st.builds(lambda title, rows: Table("Table 1. X", COLUMNS, (RowGroup(title, rows, title),)), TEXT, ROWS)
    | st.builds(lambda *entry: Contents((ContentsEntry(*entry),)), st.integers(0, 4), NUMBERS, INLINES, TEXT)
    | st.builds(lambda *part: StackedBar(part[1], (Segment(*part),), part[1]), st.sampled_from(MARKS), TEXT, SHARES)
    | st.just(NewPage()),
    max_size=6,
).map(tuple)


@given(BLOCKS, TEXT)
def test_whatever_stands_in_a_document_numbers_and_words_are_kept(blocks: tuple[object, ...], title: str) -> None:
    document = dataclasses.replace(kitchen_sink(), title=title, running_head=title, mark=title, blocks=blocks)  # type: ignore[arg-type]
    data = made(document)
    numbers = [part.number or part.text.split("\t")[0] for part in read(data) if isinstance(part, Said)]
    for block in blocks:
        if isinstance(block, Heading | Paragraph) and block.number:
            while numbers.pop(0) != block.number:
                assert numbers, f"{block.number} is not there"


@settings(max_examples=20)
@given(BLOCKS)
def test_whatever_stands_in_a_document_the_format_is_kept(blocks: tuple[object, ...]) -> None:
    assert complaints(made(dataclasses.replace(kitchen_sink(), blocks=blocks))) == []  # type: ignore[arg-type]
