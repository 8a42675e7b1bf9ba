"""The printed page: where it breaks, that nothing overlaps or leaves its margins, and the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from kpidsl.document.drawn import Category, Dash, Level, Point, Series, Tick
from kpidsl.document.model import (
    Block,
    Cell,
    Chart,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Emphasis,
    Fact,
    Facts,
    Heading,
    Inline,
    Key,
    KeyEntry,
    Link,
    List,
    Masthead,
    NewPage,
    Note,
    Paragraph,
    Row,
    RowGroup,
    Segment,
    Sparkline,
    StackedBar,
    StatusCell,
    StatusMark,
    Strong,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.render.parts import Fill, ShapeMark, Stroke
from kpidsl.render.pdf import render
from kpidsl.render.pdf.flow import Keep, Strip, paginate
from kpidsl.render.pdf.fonts import Face, clean, faces
from kpidsl.render.pdf.items import Artifact, Drawing, Part, Style, TextLine, Trend
from kpidsl.render.pdf.layout import Layout, lay_out
from kpidsl.render.pdf.lines import Piece, break_lines
from kpidsl.render.pdf.measures import Measures, Type
from kpidsl.render.theme import GRAPHIC_CONTRAST, TEXT_CONTRAST, Theme, contrast
from kpidsl.render.typeface import LIBERATION
from kpidsl.spec.schemes import LOOKS
from kpidsl.terms import ChartKind, Shape
from tests.kitchen_sink import LOREM, kitchen_sink, row
from tests.pdf_expected import expected, spoken
from tests.pdf_reader import read

THEME = Theme()
DOCUMENT = kitchen_sink()


@dataclass(frozen=True)
class Box:
    """A line of text on its page, y from the top."""

    page: int
    owner: int | Artifact
    text: str
    left: float
    right: float
    top: float
    bottom: float


def boxes(layout: Layout) -> Iterator[Box]:
    for number, page in enumerate(layout.pages):
        for placed in page:
            inside = (part for item in placed.items if isinstance(item, Drawing) for part in item.parts)
            for item in (*placed.items, *inside):
                if isinstance(item, TextLine):
                    last = item.runs[-1]
                    y = placed.y + item.y
                    text = "".join(run.text for run in item.runs)
                    right = item.x + last.x + last.width
                    yield Box(number, item.owner, text, item.x, right, y - 0.7 * item.size, y + 0.2 * item.size)


def flaws(layout: Layout) -> list[str]:
    """Text and drawings outside the margins, and lines that overlap."""
    measures = layout.measures
    found = list(boxes(layout))
    broken = [
        f"outside the margins: {box}"
        for box in found
        if box.left < measures.side - 0.01
        or box.right > measures.width - measures.side + 0.01
        or box.top < (0 if isinstance(box.owner, Artifact) else measures.top - 0.01)
        or box.bottom > measures.height - (0 if isinstance(box.owner, Artifact) else measures.bottom - 0.01)
    ]
    for page in layout.pages:
        for placed in page:
            for item in placed.items:
                if isinstance(item, Trend) and item.x + item.width > measures.width - measures.side + 0.01:
                    broken.append(f"outside the margins: {item}")
                if isinstance(item, Drawing):
                    broken += [f"outside its drawing: {part}" for part in item.parts if not _holds(item, part)]
    found.sort(key=lambda box: (box.page, box.top))
    for at, box in enumerate(found):
        for other in found[at + 1 :]:
            if other.page != box.page or other.top >= box.bottom - 0.01:
                break
            if box.left < other.right - 0.01 and other.left < box.right - 0.01:
                broken.append(f"overlap: {box} {other}")
    return broken


def _holds(drawing: Drawing, part: Part) -> bool:
    """Whether a part lies in its drawing, but for half the width of lines and edges."""
    slack = 1.5
    match part:
        case Stroke():
            corners = list(part.points)
        case Fill():
            corners = [(part.x, part.y), (part.x + part.width, part.y + part.height)]
        case ShapeMark():
            corners = [(part.x, part.y), (part.x + part.size, part.y + part.size)]
        case TextLine():
            last = part.runs[-1]
            corners = [(part.x, part.y - 0.7 * part.size), (part.x + last.x + last.width, part.y + 0.2 * part.size)]
    return all(
        drawing.x - slack <= x <= drawing.x + drawing.width + slack
        and drawing.y - slack <= y <= drawing.y + drawing.height + slack
        for x, y in corners
    )


def streams_of_wrong_length(data: bytes) -> list[int]:
    """Where no line end and `endstream` follow a stream just after its /Length (ISO 19005-3, 6.1.7.1)."""
    streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\s*stream\n", data))
    assert len(streams) > 3
    return [each.start() for each in streams if not data.startswith(b"\r\nendstream", each.end() + int(each[1]))]


def with_blocks(*blocks: Block) -> Document:
    return replace(DOCUMENT, blocks=blocks)


def laid_out(*blocks: Block) -> Layout:
    return lay_out(with_blocks(*blocks), THEME, Measures())


# ---- the same bytes


def test_two_renders_are_equal() -> None:
    assert render(DOCUMENT, THEME) == render(kitchen_sink(), THEME)


def test_another_process_makes_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.kitchen_sink import kitchen_sink; from kpidsl.render.pdf import render;"
        "from kpidsl.render.theme import Theme;"
        "print(hashlib.sha256(render(kitchen_sink(), Theme()).value).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1", "TZ": zone, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(digests) == 1


# ---- where pages break


def ancestor(layout: Layout, element: int, role: str) -> int | None:
    at: int | None = element
    while at is not None and layout.elements[at].role != role:
        at = layout.elements[at].parent
    return at


def pages_of(layout: Layout, role: str) -> dict[int, set[int]]:
    """The pages on which each element of this role has text."""
    found: dict[int, set[int]] = {}
    for box in boxes(layout):
        if isinstance(box.owner, int) and (element := ancestor(layout, box.owner, role)) is not None:
            found.setdefault(element, set()).add(box.page)
    return found


@pytest.fixture(scope="module")
def layout() -> Layout:
    return lay_out(DOCUMENT, THEME, Measures())


def test_the_kitchen_sink_is_without_flaws(layout: Layout) -> None:
    assert flaws(layout) == []


def test_pages_break_only_between_rows(layout: Layout) -> None:
    rows = pages_of(layout, "TR")
    assert len(rows) > 80
    assert all(len(pages) == 1 for pages in rows.values())
    assert any(len(pages) > 2 for pages in pages_of(layout, "Table").values())


def test_a_group_title_stands_with_its_first_row(layout: Layout) -> None:
    rows = pages_of(layout, "TR")
    bodies: dict[int, list[int]] = {}
    for element in rows:
        bodies.setdefault(layout.elements[element].parent or 0, []).append(element)
    for group in bodies.values():
        assert rows[min(group)] == rows[sorted(group)[1]] if len(group) > 1 else True


@pytest.mark.parametrize("before", range(0, 40, 3))
def test_heads_are_never_left_alone(before: int) -> None:
    """Wherever on the page they fall: a heading, a caption with its header, a group's title."""
    rows = tuple(row(number) for number in range(8))
    table = Table("Caption", tuple(Column(f"C{at}", 1) for at in range(6)), (RowGroup("Group", rows),))
    paragraphs = [Paragraph((Text(f"Line {at}"),)) for at in range(before)]
    found = laid_out(Heading(1, (Text("T"),), "t"), *paragraphs, Heading(2, (Text("Chapter"),), "c"), table)
    page = {box.text.strip(): box.page for box in reversed(list(boxes(found)))}
    assert page["Chapter"] == page["Caption"] == page["Group"]
    first = next(box for box in boxes(found) if isinstance(box.owner, int) and box.text.startswith("1,524"))
    assert first.page == page["Group"]
    assert flaws(found) == []


def test_the_header_row_is_on_each_page_of_its_table(layout: Layout) -> None:
    table, pages = next(iter(pages_of(layout, "Table").items()))
    assert table
    for page in sorted(pages):
        lines = [box for box in boxes(layout) if box.page == page and box.text.strip() == "Indicator"]
        assert len(lines) == 1
        assert (lines[0].owner is Artifact.PAGINATION) == (page != min(pages))


def test_paragraphs_leave_two_lines_on_either_side_of_a_break(layout: Layout) -> None:
    blocks = [Paragraph((Text(LOREM * (1 + at % 3)),), f"1.{at}") for at in range(40)]
    found = laid_out(*blocks)
    lines: dict[int, dict[int, set[float]]] = {}
    for box in boxes(found):
        if isinstance(box.owner, int):
            lines.setdefault(box.owner, {}).setdefault(box.page, set()).add(box.top)
    broken = [pages for pages in lines.values() if len(pages) > 1]
    assert broken
    assert all(len(tops) >= 2 for pages in broken for tops in pages.values())


def test_a_row_taller_than_a_page_breaks_between_lines() -> None:
    tall = Row((Text("Tall"),), (TextCell((Text("word " * 3000),)),))
    found = laid_out(Table("T", (Column("A", 1), Column("B", 1)), (RowGroup("G", (tall, tall)),)))
    assert flaws(found) == []
    assert max(len(pages) for pages in pages_of(found, "TR").values()) > 2


def test_a_key_and_a_note_stay_whole() -> None:
    mark = StatusMark("On target", "G", Shape.CIRCLE, "#00703C")
    key = Key("Key", tuple(KeyEntry(mark, (Text(LOREM),)) for _ in range(5)))
    note = Note("Note", (Text(LOREM * 4),))
    for before in range(20, 40, 2):
        paragraphs = [Paragraph((Text("x"),)) for _ in range(before)]
        found = laid_out(*paragraphs, key)
        assert len(next(iter(pages_of(found, "L").values()))) == 1
        found = laid_out(*paragraphs, note)
        assert len(next(iter(pages_of(found, "Sect").values()))) == 1


def test_what_is_longer_than_a_page_fills_each_page() -> None:
    strips = [Strip(30, (), keep=Keep.LIKE) for _ in range(7)]
    rest = [replace(strips[0], keep=Keep.FREE)]
    assert [len(page) for page in paginate([Strip(40, ()), *strips, *rest], 100)] == [3, 3, 3]


def test_a_new_page_begins_where_it_is_asked_for_and_never_a_blank_one() -> None:
    line = Paragraph((Text("x"),))
    found = laid_out(NewPage("Sheet"), line, NewPage(), NewPage(), line, NewPage("Sheet"))
    assert [box.page for box in boxes(found) if box.text.strip() == "x"] == [1, 2]
    assert len(found.pages) == 3  # the first holds masthead and title
    assert found.too_tall == ()


def test_what_must_fit_on_a_page_and_does_not_is_named() -> None:
    lines = [Paragraph((Text("x"),))] * 60
    assert laid_out(NewPage("Sheet"), *lines, NewPage(), *lines).too_tall == ("Sheet",)
    assert laid_out(NewPage("Sheet"), *lines[:10], NewPage(), *lines).too_tall == ()


def test_pagination_always_ends() -> None:
    strips = [Strip(30, (), keep=Keep.MUST) for _ in range(100)]
    assert sum(len(page) for page in paginate(strips, 100)) == 100
    assert len(paginate([Strip(500, ())] * 3, 100)) == 3
    assert paginate([], 100) == ((),)


# ---- lines


@pytest.mark.parametrize(
    "text", ["a" * 500, "jane.doe@a-very-long-name.rutland.gov.uk", "x " * 99, "ŵŷ" * 80, "(" * 300]
)
@pytest.mark.parametrize("measure", [14, 50, 300])
def test_lines_never_pass_the_measure_and_lose_nothing(text: str, measure: float) -> None:
    lines = break_lines([Piece(text, Style(Face.BOLD, "#000000"))], Type(12, 16), measure)
    assert all(line.width <= measure + 0.01 for line in lines)
    assert "".join(run.text for line in lines for run in line.runs) == text.strip()


def test_long_addresses_break_where_a_reader_expects_it() -> None:
    lines = break_lines([Piece("jane.doe@example-council.gov.uk", Style(Face.REGULAR, "#000000"))], Type(12, 16), 100)
    assert [line.runs[0].text for line in lines] == ["jane.doe@", "example-council.", "gov.uk"]


def test_clean_keeps_meaning() -> None:
    assert clean("a\u2011b\u00adc\u200bd\u2009e\x00f  g\n\th") == "a-bcd\u00a0ef g h"


# ---- colour and glyphs


def test_colours_can_be_told_apart() -> None:
    assert all(contrast(*pair) >= TEXT_CONTRAST for pair in THEME.text_pairs())
    assert all(contrast(*pair) >= GRAPHIC_CONTRAST for pair in THEME.graphic_pairs())


def test_status_colours_can_be_told_from_the_paper() -> None:
    for mark in LOOKS.values():
        assert contrast(mark.colour, THEME.paper) >= TEXT_CONTRAST


def test_only_the_themes_colours_are_used(layout: Layout) -> None:
    inks = {run.style.colour for page in layout.pages for placed in page for item in placed.items
            if isinstance(item, TextLine) for run in item.runs}  # fmt: skip
    assert inks <= {text for text, _ in THEME.text_pairs()}


def test_a_character_without_a_shape_is_an_error_that_says_where() -> None:
    document = with_blocks(Paragraph((Text("A long way before it, then 日 and 日 and \U0001f600 after"),)))
    outcome = render(document, THEME)
    assert outcome.value is None
    assert [diagnostic.code for diagnostic in outcome.diagnostics] == ["glyph-missing"] * 2
    first = outcome.diagnostics[0]
    assert first.span is None
    assert "U+65E5" in first.message
    assert "way before it, then 日 and 日 and" in first.message
    assert first.help


# ---- any Document

_ODD = ("\u2011", "\u00ad", "\u200b", "\u00a0", "\u2009", "\t", "\n", "\x07", "e\u0301", "\u2028")
_TEXT = st.lists(
    st.one_of(
        st.sampled_from(
            sorted(faces(LIBERATION).covered - {chr(code) for code in (*range(0x300, 0x370), *range(0x590, 0x6FF))})
        ),
        st.sampled_from(_ODD),
        st.sampled_from(("word", " ", " a ", "x" * 90, "percentage of cases ", "£1,524 ", "a@b.gov.uk/c-d_e")),
    ),
    max_size=12,
).map("".join)
_INLINES: st.SearchStrategy[tuple[Inline, ...]] = st.recursive(
    st.lists(st.builds(Text, _TEXT), max_size=3).map(tuple),
    lambda inner: st.lists(
        st.one_of(
            st.builds(Text, _TEXT),
            st.builds(Strong, inner),
            st.builds(Emphasis, inner),
            st.builds(Link, inner, st.sampled_from(("https://e.org/é ()", "mailto:a@b.c", "#h1", "#none", "tel:1"))),
        ),
        max_size=3,
    ).map(tuple),
    max_leaves=4,
)
_MARK = st.builds(StatusMark, _TEXT, st.just("G"), st.sampled_from(Shape), st.just("#00703C"))
_HEIGHT = st.one_of(st.none(), st.decimals(0, 1, places=2))
_SPARK = st.builds(
    Sparkline,
    points=st.lists(_HEIGHT, max_size=6).map(tuple),
    target=st.lists(_HEIGHT, max_size=6).map(tuple),
    alt=_TEXT.map(lambda text: "Trend " + text),
    target_to=st.lists(_HEIGHT, max_size=6).map(tuple),
    breaks=st.lists(st.integers(0, 6), max_size=3).map(tuple),
)
_CELL: st.SearchStrategy[Cell] = st.one_of(
    st.builds(TextCell, _INLINES, st.booleans()), st.builds(StatusCell, _MARK), st.builds(TrendCell, _SPARK)
)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    count = draw(st.one_of(st.integers(1, 6), st.integers(30, 60)))
    columns = tuple(
        Column(draw(_TEXT), draw(st.sampled_from((0, 1, 5, 10**6))), draw(st.booleans())) for _ in range(min(count, 6))
    )
    columns += (Column("Wide 99", 1, numeric=True),) * (count - len(columns))
    rows = st.builds(
        Row, _INLINES, st.lists(_CELL, min_size=min(count, 6) - 1, max_size=min(count, 6) - 1).map(
            lambda cells: (*cells, *(TextCell((Text("12"),)),) * (count - 1 - len(cells)))
        )
    )  # fmt: skip
    groups = st.lists(st.builds(RowGroup, _TEXT, st.lists(rows, max_size=3).map(tuple), _TEXT), max_size=3)
    return Table(draw(_TEXT), columns, tuple(draw(groups)))


_FINE_HEIGHT = st.decimals(0, 1, places=4)
_POINT = st.one_of(
    st.none(),
    st.builds(Point, _FINE_HEIGHT, st.sampled_from(("", "0", "38%", "£1,524,000", "\u22123:45")), st.booleans()),
)


@st.composite
def _charts(draw: st.DrawFn) -> Chart:
    kind = draw(st.sampled_from(ChartKind))
    count = draw(st.integers(1, 12 if kind is ChartKind.BARS else 24))
    several = draw(st.integers(1, 4)) if kind is ChartKind.LINES else 1
    group = draw(st.sampled_from(("", "2021-22")))
    names = _TEXT if kind is ChartKind.BARS else st.sampled_from(("Q1", "Sep", "2021-22"))
    places = [draw(st.lists(_POINT, min_size=count, max_size=count)) for _ in range(several)]
    heights = st.lists(st.one_of(st.none(), _FINE_HEIGHT), min_size=count, max_size=count).map(tuple)
    ticks = tuple(Tick(Decimal(at) / 5, f"£{at}m") for at in range(6))
    return Chart(
        caption=draw(_TEXT),
        kind=kind,
        categories=tuple(Category(draw(names), f"{group}{at // 4 if group else ''}") for at in range(count)),
        ticks=ticks,
        zero=draw(_FINE_HEIGHT),
        series=tuple(
            Series(draw(_TEXT), tuple(points), draw(st.sampled_from(Shape)), draw(st.sampled_from(Dash)), "#1D3557")
            for points in places
        ),
        levels=tuple(
            Level(draw(_TEXT), draw(heights), Dash.DOTTED, "#1A1A1A", draw(st.one_of(st.just(()), heights)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        scale=draw(_TEXT),
        alt="Chart " + draw(_TEXT),
        table=draw(_tables()),
        note=draw(_INLINES),
    )


_LABELS = st.lists(st.tuples(_TEXT, _INLINES), max_size=4)
_BLOCK: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, st.integers(1, 4), _INLINES, st.sampled_from(("h1", "h2", "")), _TEXT),
    st.builds(Paragraph, _INLINES, st.one_of(st.just(""), st.just("4.10"), _TEXT), st.booleans()),
    st.builds(
        lambda pairs, indented: List(tuple(item for _, item in pairs), tuple(label for label, _ in pairs), indented),
        _LABELS,
        st.booleans(),
    ),
    st.builds(
        Facts, st.lists(st.builds(Fact, _TEXT, st.lists(_INLINES, max_size=3).map(tuple)), max_size=3).map(tuple)
    ),
    _tables(),
    _charts(),
    st.builds(
        Contents,
        st.lists(
            st.builds(ContentsEntry, st.integers(1, 4), _TEXT, _INLINES, st.sampled_from(("h1", "h2", "none"))),
            max_size=4,
        ).map(tuple),
    ),
    st.builds(Key, _TEXT, st.lists(st.builds(KeyEntry, st.one_of(_MARK, _TEXT), _INLINES), max_size=3).map(tuple)),
    st.builds(Note, _TEXT, _INLINES),
    st.builds(NewPage, st.sampled_from(("", "Overview"))),
    st.builds(
        StackedBar,
        _TEXT,
        st.lists(_MARK, max_size=5).flatmap(
            lambda marks: st.tuples(
                *(st.builds(Segment, st.just(mark), _TEXT, st.just(Decimal(1) / len(marks))) for mark in marks)
            )
        ),
        _TEXT.map(lambda text: "Bar " + text),
    ),
)
DOCUMENTS = st.builds(
    Document,
    title=_TEXT,
    author=_TEXT,
    subject=_TEXT,
    language=st.just("en-GB"),
    dated=st.dates(date(1900, 1, 1)),
    masthead=st.builds(Masthead, _TEXT, _TEXT, _TEXT),
    running_head=_TEXT,
    page_label=_TEXT.map(lambda text: text + "{page} of {pages}"),
    mark=st.sampled_from(["", "DRAFT"]),
    blocks=st.lists(_BLOCK, max_size=6).map(tuple),
)


@settings(
    max_examples=150,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # shrinking a whole Document takes minutes: turn it on to study a failure
)
@given(DOCUMENTS)
def test_any_document_renders_and_loses_no_text(document: Document) -> None:
    assert flaws(lay_out(document, THEME, Measures())) == []
    data = render(document, THEME).value
    assert data is not None
    found = read(data)
    assert list(spoken(found.root)) == expected(document, found.root)
    assert not found.unmarked
    assert not found.empty
    assert sorted(found.uses) == sorted(found.sequences)
    assert streams_of_wrong_length(data) == []


def test_where_words_are_too_wide_names_of_files_are_cut_at_their_marks_and_nothing_else_is() -> None:
    columns = (Column("File", 34), Column("What it is", 22), Column("Rows used", 12, numeric=True), Column("Sum", 40))
    name, half = "rows/MADE-UP-assessments_completed_in_time_and_later.csv", "5e3daf962eda6a5faa422d688d68376f"
    row = Row(
        (Text(name),),
        (TextCell((Text("House file"),)), TextCell((Text("1,880"),)), TextCell((Text(f"{half} {half}"),))),
    )
    layout = laid_out(Table("T", columns, (RowGroup("", (row,)),)))
    said = [box.text.strip() for box in boxes(layout)]
    assert half in said
    assert "House file" in said
    assert "1,880" in said
    parts = [one for one in said if one and one in name]
    assert "".join(parts) == name
    assert all(one[-1] in "/-_." for one in parts[:-1])


def test_a_group_is_headed_by_whatever_is_no_space() -> None:
    """An accent that stands alone has no width, and is read out all the same."""
    group = RowGroup("\u0486", (Row((Text("a"),), (TextCell((Text("1"),)),)),), "\u00a0")
    data = render(with_blocks(Table("T", (Column("A", 1), Column("B", 1)), (group,))), THEME).value
    assert data is not None
    found = read(data)
    assert [text for role, text in spoken(found.root) if role == "TD"] == ["\u0486", "1"]


def test_a_table_without_rows_has_no_head_without_a_body() -> None:
    data = render(with_blocks(Table("T", (Column("A", 1), Column("B", 1)), ())), THEME).value
    assert data is not None
    assert [node.role for node in read(data).root.walk()][-5:] == ["Table", "Caption", "TR", "TH", "TH"]


def test_a_lone_point_is_drawn() -> None:
    lone = TrendCell(Sparkline((None, Decimal(1), None), (), "One value"))
    data = render(
        with_blocks(Table("T", (Column("A", 1), Column("B", 1)), (RowGroup("G", (Row((Text("a"),), (lone,)),)),))),
        THEME,
    ).value
    assert data is not None
    assert len([one for table in read(data).all("Table") for one in table.all("Figure")]) == 1


@pytest.mark.parametrize("before", range(0, 40, 3))
def test_a_list_is_not_parted_from_the_paragraph_it_hangs_on(before: int) -> None:
    paragraphs = [Paragraph((Text(f"Line {at}"),)) for at in range(before)]
    found = laid_out(*paragraphs, Paragraph((Text("Actions:"),), "1.1"), List(((Text("First item"),),), ("\u2022",)))
    page = {box.text.strip(): box.page for box in boxes(found)}
    assert page["Actions:"] == page["First item"]


@pytest.mark.parametrize("before", range(20))
def test_no_row_of_a_table_stands_alone_on_a_page(before: int) -> None:
    rows = tuple(Row((Text(f"Row {at}"),), (TextCell((Text("1"),)),)) for at in range(40))
    table = Table("T", (Column("A", 1), Column("B", 1)), (RowGroup("G", rows[:-1]), RowGroup("Last", rows[-1:])))
    found = laid_out(*(Paragraph((Text(f"Line {at}"),)) for at in range(before)), table)
    page = {box.text.strip(): box.page for box in boxes(found)}
    assert page["Row 38"] == page["Row 39"]
    assert page["Row 0"] == page["Row 1"]  # nor does the first, at the foot of one


def test_a_sign_stays_on_the_line_of_its_figure() -> None:
    style, type_ = Style(Face.REGULAR, "#000000"), Type(12, 16)

    def lines(text: str, measure: float) -> list[str]:
        return ["".join(run.text for run in line.runs) for line in break_lines([Piece(text, style)], type_, measure)]

    assert lines("43,650 tonnes [i]", 60) == ["43,650 ", "tonnes [i]"]
    assert lines("54 per 100,000 [r] [i].", 90) == ["54 per ", "100,000 [r] [i]."]
    assert lines("[i] is a sign [see below]", 70) == ["[i] is a sign ", "[see below]"]
    assert lines("100,000 [i]", 48) == ["100,000 ", "[i]"]  # where there is no room at all


def test_where_not_all_short_cells_can_stay_on_one_line_figures_do() -> None:
    columns = (Column("Dyddiadur", 34), *(Column("A", 12, numeric=at < 3) for at in range(6)))
    said = ("165,900 [i]", "43.1 diwrnod", "42.0 diwrnod", "Gwyrdd iawn", "Wedi gwella", "Heb ei dangos")
    row = Row((Text("Dyddiau hyd at glirio"),), tuple(TextCell((Text(one),)) for one in said))
    found = [box.text.strip() for box in boxes(laid_out(Table("T", columns, (RowGroup("", (row,)),))))]
    assert "Heb ei dangos" not in found  # too little room for all
    assert {*said[:3]} <= {*found}


def test_a_running_head_whose_first_line_holds_only_spaces_is_cut_short() -> None:
    head = "\u2009\u2009 " + "x" * 200
    found = lay_out(replace(DOCUMENT, running_head=head, mark=""), THEME, Measures())
    assert any(box.text.strip() == "\u2026" for box in boxes(found))
