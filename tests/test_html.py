"""The web page as a parser meets it: what stands in it, how it is marked up, and that no text gets out of its place."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, strategies as st

from kpidsl.document.model import Block, Column, Heading, Link, List, Paragraph, Row, RowGroup, Table, Text, TextCell
from kpidsl.render.html import render
from kpidsl.render.html.markup import element, escaped
from kpidsl.render.html.palette import head, mark, night, on_head
from kpidsl.render.theme import GRAPHIC_CONTRAST, TEXT_CONTRAST, Theme, contrast
from tests.command import kpic
from tests.kitchen_sink import MARKS, kitchen_sink
from tests.pages import NAMES, document, page, parsed, said, text
from tests.pdf_expected import expected, squeezed, words

HOSTILE = "<script>alert(1)</script>'\"&amp;]]></style><!--\x00\x85</title>"


def _find(tree: Element, path: str) -> Element:
    found = tree.find(path)
    assert found is not None, path
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_what_the_pdf_says_in_the_same_order(name: str) -> None:
    """Figures, statuses, words: all of them, and none twice. Bullets and plain numbers of lists are the browser's."""
    labels = {label for block in document(name).blocks if isinstance(block, List) for label in block.labels}
    wanted = [spoken for role, spoken in expected(document(name)) if not (role == "Lbl" and spoken in labels)]
    tree = parsed(page(name))
    main = _find(tree, ".//main")
    for away in main.findall("section[@class='details']"):
        main.remove(away)
    for parent in [one for one in main.iter() if one.find("div[@class='controls']") is not None]:
        parent.remove(_find(parent, "div[@class='controls']"))
    assert [*said(_find(tree, ".//header/div")), *said(main)] == wanted


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_behind_the_rows_is_spokenwhole(name: str) -> None:
    tree = parsed(page(name))
    for detail in document(name).details:
        inside = next(one for one in tree.iter() if one.get("id") == detail.id)
        whole = replace(document(name), blocks=(Heading(1, (Text("-"),), "-"), *detail.blocks))
        assert [*said(inside)] == [one for _, one in expected(whole)][4 + bool(whole.masthead.logo) :]


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_given_once_and_all_that_point_at_one_find_it(name: str) -> None:
    tree = parsed(page(name))
    ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    assert [id for id, times in ids.items() if times > 1] == []
    for one in tree.iter():
        href = one.get("href", "")
        wanted = [href[1:]] if href.startswith("#") else []
        wanted += " ".join(one.get(name, "") for name in ("aria-labelledby", "for", "headers")).split()
        assert set(wanted) <= set(ids), one.attrib


@pytest.mark.parametrize("name", NAMES)
def test_headings_begin_with_one_of_level_one_and_skip_no_level(name: str) -> None:
    levels = [int(one.tag[1]) for one in parsed(page(name)).iter() if re.fullmatch("h[1-6]", str(one.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_has_a_caption_and_headings_with_scope(name: str) -> None:
    for table in parsed(page(name)).iter("table"):
        assert table[0].tag == "caption"
        wide = len(table.findall("thead/tr/th"))
        assert [one.get("scope") for one in table.findall("thead/tr/th")] == ["col"] * wide
        for row in table.findall("tbody/tr"):
            if row.get("class") == "theme":
                assert (row[0].tag, row[0].get("colspan"), len(row)) == ("td", str(wide), 1)
            elif row.get("class") == "section":
                assert (row[0].get("scope"), row[0].get("colspan"), len(row)) == ("rowgroup", str(wide), 1)
            else:
                assert [one.tag for one in row] == ["th"] + ["td"] * (wide - 1)
                assert row[0].get("scope") == "row"


@pytest.mark.parametrize("name", NAMES)
def test_the_page_asks_for_nothing_and_lets_in_only_its_own_style_and_script(name: str) -> None:
    tree = parsed(page(name))
    logos = [*tree.iter("img")]
    assert len(logos) == bool(document(name).masthead.logo)
    for one in logos:
        assert one.attrib.pop("src").startswith("data:image/png;base64,")
    for one in tree.iter():
        assert not {"src", "srcset", "action", "style", "poster", "background"} & set(one.attrib), one.attrib
        assert not [key for key in one.attrib if str(key).startswith("on")]
        assert one.tag not in ("link", "iframe", "object", "embed", "base", "form")
    style, script = (_find(tree, f".//{tag}").text or "" for tag in ("style", "script"))
    assert not re.search(r"@import|url\(", style)
    policy = next(one.get("content", "") for one in tree.iter("meta") if one.get("http-equiv"))
    hashes = [base64.b64encode(hashlib.sha256(own.encode()).digest()).decode() for own in (style, script)]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{hashes[0]}'",
        f"script-src 'sha256-{hashes[1]}'",
        "base-uri 'none'",
        "form-action 'none'",
        *["img-src data:"] * len(logos),
    ]


def test_language_title_and_landmarks() -> None:
    tree = parsed(page("q1"))
    assert tree.get("lang") == document("q1").language
    assert _find(tree, ".//title").text == f"{document('q1').title} – Rutland County Council"
    assert [one.tag for one in tree.iter() if one.tag in ("header", "nav", "main", "footer")] == [
        *("header", "nav", "main", "footer")
    ]
    skip = _find(tree, "body/a")
    assert (skip.get("href"), text(skip)) == ("#main", "Skip to main content")
    headings = [one for one in document("q1").blocks if isinstance(one, Heading) and one.level == 2]
    chapters = [squeezed(f"{one.number} {words(one.content)}") for one in headings]
    assert [text(one) for one in _find(tree, ".//nav").iter("li")] == [*chapters, "Indicators in detail"]


def test_the_data_can_be_taken_from_the_page() -> None:
    links = [one for one in parsed(page("q1")).iter("a") if one.get("download")]
    attachments = document("q1").attachments
    assert [one.get("download") for one in links] == [one.name for one in attachments]
    for link, attachment in zip(links, attachments, strict=True):
        kind, _, content = link.get("href", "").partition(";base64,")
        assert (kind, base64.b64decode(content)) == ("data:text/csv", attachment.data)


def test_a_draft_says_so_first_and_in_its_title() -> None:
    body = _find(parsed(page("draft")), "body")
    assert (body[1].tag, body[1][0].get("class"), text(body[1][0])) == ("header", "mark", "DRAFT")
    assert "DRAFT" not in page("kitchen sink").decode()


# ---- no text gets out of its place

_NOT_TEXT = {"id", "heading", "target", "detail", "colour", "media_type", "language"}


def _hostile(value: Any, name: str = "") -> Any:
    """The same with hostile text put before and after every text that a reader sees."""
    if isinstance(value, str):
        return value if name in _NOT_TEXT or not value else f"{HOSTILE}{value}{HOSTILE}"
    if isinstance(value, tuple):
        return tuple(_hostile(part, name) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        if isinstance(value, List):
            fields["labels"] = ()
        return type(value)(**{key: _hostile(part, key) for key, part in fields.items()})
    assert isinstance(value, bytes | date | Decimal | Enum | bool | int | None)
    return value


def _shape(tree: Element) -> list[tuple[str, list[str]]]:
    return [(str(one.tag), sorted(map(str, one.attrib))) for one in tree.iter() if not _is_whole(one)]


def _is_whole(one: Element) -> bool:
    """Whether it only keeps words on one line: which words those are depends on what stands before and after them."""
    is_whole = one.get("class") == "whole"
    assert not is_whole or (str(one.tag), list(one.attrib), len(one)) == ("span", ["class"], 0)
    return is_whole


def _take_drawings(tree: Element) -> list[Element]:
    """Those of charts, taken out of the tree: how many parts they have depends on the length of words."""
    return [child for one in tree.findall(".//figure/div[@role='img']") for child in _emptied(one)]


def _emptied(element: Element) -> list[Element]:
    children = list(element)
    for child in children:
        element.remove(child)
    return children


def test_no_text_whatever_it_holds_becomes_markup() -> None:
    plain = document("draft")
    unlabelled = (replace(one, labels=()) if isinstance(one, List) else one for one in plain.blocks)
    plain = replace(plain, blocks=tuple(unlabelled))
    hostile = _hostile(plain)
    tame, wild = parsed(render(plain, Theme())), parsed(render(hostile, Theme()))
    allowed, drawn = (
        {tag_and_names for one in _take_drawings(tree) for tag_and_names in map(str, _shape(one))}
        for tree in (tame, wild)
    )
    assert drawn == allowed
    assert _shape(wild) == _shape(tame)
    shown = "<script>alert(1)</script>'\"&amp;]]></style><!--\ufffd\ufffd</title>"
    assert (_find(wild, ".//caption").text or "").startswith(shown)
    assert (_find(wild, ".//title").text or "").startswith(shown)
    for one in wild.iter():
        alt = one.get("aria-label")
        assert alt is None or alt.startswith(shown)


@given(st.text())
def test_escaped_text_reads_back_as_it_was(written: str) -> None:
    made = element("p", written, title=written).text
    tree = parsed(f"<!DOCTYPE html><html><head><title>-</title></head><body>{made}</body></html>".encode())
    found = _find(tree, ".//p")
    kept = _read(escaped(written))
    assert ("".join(found.itertext()), found.get("title")) == (kept, kept)
    assert [(one, other) for one, other in zip(kept, written, strict=True) if one != other and one != "\ufffd"] == []


def _read(markup: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        markup = markup.replace(entity, char)
    return markup


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "//example.org", "#nowhere", "/path", ""]
)
def test_a_link_that_leads_elsewhere_than_the_model_allows_is_plain_words(target: str) -> None:
    blocks = (Heading(1, (Text("A"),), "a"), Paragraph((Link((Text("words"),), target),)))
    tree = parsed(render(replace(kitchen_sink(), blocks=blocks, details=(), attachments=()), Theme()))
    assert [*_find(tree, ".//main").iter("a")] == []
    assert text(_find(tree, ".//main/p")) == "words"


@pytest.mark.parametrize("target", ["https://example.org/?a=1&b=2", "mailto:a@example.org", "tel:+441", "#a"])
def test_a_link_that_the_model_allows_leads_there(target: str) -> None:
    blocks = (Heading(1, (Text("A"),), "a"), Paragraph((Link((Text("words"),), target),)))
    tree = parsed(render(replace(kitchen_sink(), blocks=blocks, details=()), Theme()))
    assert [one.get("href") for one in _find(tree, ".//main").iter("a")] == [target]


def test_headings_that_share_an_id_or_take_one_of_ours_get_others() -> None:
    headings = tuple(Heading(2, (Text(id),), id) for id in ("main", "details", "a b", "a b", "paragraph-1"))
    blocks: tuple[Block, ...] = (*headings, Paragraph((Text("x"),), "1"))
    tree = parsed(render(replace(kitchen_sink(), blocks=blocks), Theme()))
    found = [one.get("id") for one in tree.iter("h2") if one.get("id")]
    assert found == ["main-2", "details-2", "a-b", "paragraph-1", "details"]
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


# ---- order


def test_rows_say_their_places_and_columns_what_their_orders_are_called() -> None:
    for name in ("q1", "kitchen sink"):
        for block in document(name).blocks:
            if isinstance(block, Table):
                for row in (row for group in block.groups for row in group.rows if row.places):
                    assert len(row.places) == len(block.columns)
                    assert all(
                        column.orders or place is None for column, place in zip(block.columns, row.places, strict=True)
                    )


def test_a_table_without_rows_or_without_places_has_nothing_to_sort_by() -> None:
    table = Table("T", (Column("A", 0), Column("B", 0)), (RowGroup("", (Row((Text("a"),), (TextCell(()),)),)),))
    for block in (table, replace(table, groups=())):
        tree = parsed(render(replace(kitchen_sink(), blocks=(block,), details=()), Theme()))
        assert [one for one in tree.iter() if one.get("class") == "controls"] == []


# ---- colours

THEMES = [Theme(), Theme(accent="#FFD500"), Theme(accent="#000000"), Theme(accent="#B10E1E", link="#00703C")]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.accent)
def test_text_and_drawings_stand_out_by_night(theme: Theme) -> None:
    dark = night(theme)
    for colours, least in ((dark.text_pairs(), TEXT_CONTRAST), (dark.graphic_pairs(), GRAPHIC_CONTRAST)):
        assert [pair for pair in colours if contrast(*pair) < least] == []
    assert contrast(dark.link, dark.band) >= TEXT_CONTRAST
    assert contrast(dark.muted, dark.band) >= TEXT_CONTRAST


_COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(_COLOURS)
def test_status_shapes_and_heads_of_tables_stand_out_by_day_and_night_whatever_the_colour(colour: str) -> None:
    day = Theme(accent=colour)
    for theme in (day, night(day)):
        shown = mark(colour, theme)
        assert min(contrast(shown, theme.paper), contrast(shown, theme.band)) >= GRAPHIC_CONTRAST
        assert contrast(head(theme, day), on_head(theme)) >= TEXT_CONTRAST


def test_the_usual_status_colours_stay_as_they_are_by_day() -> None:
    assert [mark(one.colour, Theme()) for one in MARKS] == [one.colour.lower() for one in MARKS]
    assert contrast("#000000", "#ffffff") == Fraction(21)


# ---- the file


def test_two_pages_are_equal_byte_for_byte_wherever_they_are_made(project: Path) -> None:
    first = kpic(project, "build", "specs/q1.kpi", "--format", "html", "--out", "one", seed="1")
    again = kpic(project / "specs", "build", "q1.kpi", "--format", "html", "--out", "two", seed="2")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    content = (project / "one/q1.html").read_bytes()
    assert content == (project / "specs/two/q1.html").read_bytes() == page("q1")
