"""Markdown: whatever the words hold, a reader of Markdown gets them back as they were, in the same structure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kpidsl.document.model import (
    Block,
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
    Note,
    Paragraph,
    Row,
    RowGroup,
    Segment,
    StackedBar,
    Strong,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.document.outline import plain
from kpidsl.render.markdown import SHAPES, render
from tests.kitchen_sink import MARKS, charts, kitchen_sink
from tests.test_braille import SPECS, document
from tests.test_pdf_layout import DOCUMENTS, with_blocks

_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_NASTY = st.lists(
    st.one_of(
        st.sampled_from(
            "| * ** _ __ < > [ ] ( ) ` ``` # ## - -- --- + = === 1. 2) 10. ~ ~~ & &amp; &#35; \\ \\\\ ! $ : :--- <b> "
            "<!-- --> [a](b) ![a](b) <https://a.b> https://a.b/c_d_e a_b_c **x** _x_ * * * “q” é word 98% (x)".split()
        ),
        st.just(" "),
        st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=3),
    ),
    max_size=8,
).map("".join)
_INLINES: st.SearchStrategy[tuple[Inline, ...]] = st.recursive(
    st.lists(st.builds(Text, _NASTY), max_size=2).map(tuple),
    lambda inner: st.lists(
        st.one_of(
            st.builds(Text, _NASTY),
            st.builds(Strong, inner),
            st.builds(Emphasis, inner),
            st.builds(
                Link, inner.filter(lambda content: not _links(content)), st.just("https://e.org/é (a)<b>&amp;_*")
            ),
        ),
        max_size=4,
    ).map(tuple),
    max_leaves=6,
)


def _links(content: tuple[Inline, ...]) -> bool:
    return any(isinstance(one, Link) or (not isinstance(one, Text) and _links(one.content)) for one in content)


def _words(text: str) -> str:
    return " ".join(text.split())


def _read(token: Token) -> str:
    """The words of a paragraph, heading or cell, as a browser would show them."""
    parts = []
    for child in token.children or ():
        assert child.type in _KNOWN, child.type
        assert child.type != "html_inline" or child.content in ("<strong>", "</strong>")
        parts.append(child.content if child.type in ("text", "text_special") else " " * child.type.endswith("break"))
    return _words("".join(parts))


_KNOWN = ("text", "text_special", "strong_open", "strong_close", "link_open", "link_close", "hardbreak", "html_inline")


def _lines(markdown: bytes) -> list[tuple[str, str]]:
    """What holds the words, and the words."""
    tokens = _READER.parse(markdown.decode())
    found, inside = [], [""]
    for token in tokens:
        if token.nesting == 1:
            inside.append(token.tag)
        elif token.nesting == -1:
            inside.pop()
        else:
            assert token.type == "inline", token.type
            found.append((inside[-1] if inside[-1] != "p" else inside[-2] or "p", _read(token)))
    return found


def _of(*blocks: Block) -> list[tuple[str, str]]:
    return _lines(render(with_blocks(*blocks)))[1:]  # after the masthead


_MANY = settings(max_examples=80, derandomize=True, suppress_health_check=list(HealthCheck))


@_MANY
@given(_INLINES, st.one_of(st.just(""), st.just("4.10"), _NASTY))
def test_words_of_paragraphs_and_headings_come_back(content: tuple[Inline, ...], number: str) -> None:
    words = _words(f"{number} {plain(content)}")
    assert _of(Paragraph(content, number)) == ([("p", words)] if words else [])
    assert _of(Heading(2, content, "id", number)) == ([("h2", words)] if words else [])


@_MANY
@given(st.lists(_INLINES.filter(lambda content: bool(plain(content).strip())), min_size=1, max_size=4), _NASTY)
def test_words_of_lists_facts_keys_and_notes_come_back(items: list[tuple[Inline, ...]], label: str) -> None:
    words = [_words(plain(item)) for item in items]
    label = label.strip() or "x"
    bullets, numbers = ("•",) * len(items), tuple(f"{number}." for number in range(3, 3 + len(items)))
    for labels in (bullets, numbers):
        assert _of(List(tuple(items), labels)) == [("li", text) for text in words]
    lettered = List(tuple(items), (label + "x",) * len(items))
    assert _of(lettered) == [("li", _words(f"{label}x {text}")) for text in words]
    assert _of(Facts((Fact(label, tuple(items)),))) == [("li", _words(f"{label}: {' '.join(words)}"))]
    key = Key(label, tuple(KeyEntry(label, item) for item in items))
    assert _of(key) == [("p", _words(label)), *(("li", _words(f"{label}: {text}")) for text in words)]
    note = Note(label, items[0])
    assert _of(note) == [("blockquote", _words(label)), ("blockquote", words[0])]


@_MANY
@given(st.lists(st.tuples(_INLINES, _INLINES), min_size=1, max_size=3), _NASTY, _NASTY)
def test_words_of_tables_come_back(rows: list[tuple[tuple[Inline, ...], ...]], title: str, group: str) -> None:
    made = tuple(Row(name, (TextCell(value),)) for name, value in rows)
    table = Table("Caption", (Column(title, 1), Column("Value", 1, numeric=True)), (RowGroup(group, made),))
    expected = [("p", "Caption"), ("th", _words(title)), ("th", "Value")]
    expected += [("td", _words(group)), ("td", "")] if group.strip() else []
    expected += [("td", _words(plain(cell))) for row in rows for cell in row]
    assert _of(table) == expected


@_MANY
@given(_INLINES)
def test_what_is_strong_and_where_links_lead_comes_back(content: tuple[Inline, ...]) -> None:
    def marked(inlines: tuple[Inline, ...], strong: bool, target: bool) -> list[tuple[str, bool, bool]]:
        return [
            one
            for inline in inlines
            for one in (
                [(char, strong, target) for char in inline.text if not char.isspace()]
                if isinstance(inline, Text)
                else marked(inline.content, strong or not isinstance(inline, Link), target or isinstance(inline, Link))
            )
        ]

    found, strong, target = [], False, False
    for token in _READER.parse(render(with_blocks(Paragraph((Text("x "), *content, Text(" x"))))).decode()):
        for child in token.children or ():
            if child.type in ("strong_open", "strong_close") or child.type == "html_inline":
                strong = child.type == "strong_open" or child.content == "<strong>"
            elif child.type in ("link_open", "link_close"):
                target = child.type == "link_open"
            found += [(char, strong, target) for char in child.content if not char.isspace() and child.type[0] == "t"]
    expected = marked(content, False, False)
    assert found[-len(expected) - 2 :] == [("x", False, False), *expected, ("x", False, False)]


@settings(
    max_examples=60,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@given(DOCUMENTS)
def test_any_document_can_be_read(document: Document) -> None:
    _lines(render(document))


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.parent.name)
def test_tables_hold_the_figures_and_statuses_of_the_document(spec: Path) -> None:
    cells = [words for place, words in _lines(render(document(spec))) if place in ("th", "td")]
    expected = []
    for block in document(spec).blocks:
        table = block.table if isinstance(block, Chart) else block
        if isinstance(table, Table):
            expected += [column.title for column in table.columns]
            for group in table.groups:
                for title in filter(None, (group.over, group.title)):
                    expected += [title, *("" for _ in table.columns[1:])]
                for row in group.rows:
                    expected.append(f"{'– ' * row.is_part}{plain(row.header)}")
                    for cell in row.cells:
                        if isinstance(cell, TextCell):
                            expected.append(plain(cell.content))
                        elif isinstance(cell, TrendCell):
                            expected.append(cell.sparkline.alt)
                        else:
                            expected.append(f"{SHAPES[cell.mark.shape]} {cell.mark.word}")
    assert cells == [_words(text) for text in expected]


@_MANY
@given(st.lists(st.tuples(st.integers(1, 4), _INLINES, st.booleans()), min_size=1, max_size=5), _NASTY)
def test_a_contents_list_comes_back_with_its_links(rows: list[tuple[int, tuple[Inline, ...], bool]], mark: str) -> None:
    entries = [
        ContentsEntry(level, f"{mark}x", content, f"id{at}" if there else "nowhere")
        for at, (level, content, there) in enumerate(rows)
    ]
    headings = [Heading(2, entry.content, entry.heading, entry.number) for entry in entries if entry.heading[0] == "i"]
    made = render(with_blocks(Contents(tuple(entries)), *headings))
    found = [words for place, words in _lines(made) if place == "li"]
    assert found == [_words(f"{entry.number} {plain(entry.content)}") for entry in entries]
    tokens = [child for token in _READER.parse(made.decode()) for child in token.children or ()]
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert len([link for link in links if str(link).startswith("#")]) == len(headings)


def test_a_contents_list_is_nested_as_its_levels_are() -> None:
    entries = [ContentsEntry(level, "", (Text(f"{level}"),), "") for level in (2, 3, 1, 3, 2, 1)]
    made = render(with_blocks(Contents(tuple(entries)))).decode()
    assert made.endswith("- 2\n  - 3\n- 1\n  - 3\n  - 2\n- 1\n")


@_MANY
@given(_NASTY.filter(str.strip), _NASTY.filter(str.strip), _INLINES)
def test_words_of_charts_and_bars_come_back(caption: str, alt: str, note: tuple[Inline, ...]) -> None:
    chart = replace(charts()[0], caption=caption, alt=alt, note=note)
    lines = _of(chart)
    assert lines[:2] == [("p", _words(caption)), ("p", _words(alt))]
    assert lines[2] == ("p", chart.table.caption)
    assert lines[-1] == ("p", _words(plain(note))) if plain(note).strip() else lines[-1][0] == "td"
    segments = tuple(Segment(mark, f"{mark.word} {alt}", Decimal(0)) for mark in MARKS[:2])
    parts = [("li", _words(f"{SHAPES[segment.mark.shape]} {segment.label}")) for segment in segments]
    heads = [("p", _words(caption)), ("p", _words(alt))]
    assert _of(StackedBar(caption, segments, alt)) == [*heads, *parts]
    said = f"{alt} {segments[0].label}"
    assert _of(StackedBar(caption, segments, said)) == [heads[0], ("p", _words(said)), parts[1]]


def test_lists_that_follow_each_other_stay_apart() -> None:
    one = List(((Text("a"),), (Text("b"),)), ("•", "•"))
    two = List(((Text("a"),), (Text("b"),)), ("1.", "2."))
    for block in (one, two):
        tokens = _READER.parse(render(with_blocks(block, block, block)).decode())
        assert sum(token.type.endswith("list_open") for token in tokens) == 3


def test_links_within_lead_to_where_github_puts_the_heading() -> None:
    headings = [Heading(2, (Text("Care, & more"),), name, "4") for name in ("first", "second")]
    made = render(with_blocks(Paragraph((Link((Text("see"),), "#second"),)), *headings)).decode()
    assert "[see](#4-care--more-1)" in made


def test_the_kitchen_sink_is_the_pinned_page(pytestconfig: pytest.Config) -> None:
    place = Path(__file__).parent / "model/kitchen-sink.md"
    made = render(kitchen_sink())
    if pytestconfig.getoption("--accept"):
        place.write_bytes(made)
    assert made.decode() == place.read_text(encoding="utf-8")
    assert set(SHAPES) == {mark.shape for mark in MARKS}
