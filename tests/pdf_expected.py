"""What a screen reader should say of a Document, derived from the Document alone: (role, text) in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import assert_never

from kpidsl.document.model import (
    Block,
    Chart,
    Contents,
    Document,
    Facts,
    Heading,
    Inline,
    Key,
    List,
    NewPage,
    Note,
    Paragraph,
    StackedBar,
    StatusCell,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from tests.pdf_reader import Node

Spoken = tuple[str, str]


def spoken(node: Node) -> Iterator[Spoken]:
    """(role, text) of the elements that hold text or say it, in the order of the tree."""
    children = [kid for kid in node.kids if isinstance(kid, Node) and kid.role != "Link"]
    if node.role == "Figure":
        yield "Figure", squeezed(str(node.obj.Alt))
    elif not children and node.role not in ("Document", "Table", "TR", "L"):
        yield node.role, squeezed(node.text)
    for child in children:
        yield from spoken(child)


def squeezed(text: str) -> str:
    """As set: composed, no characters without a shape of their own, single spaces."""
    text = re.sub("[\\s\x1c-\x1f\x85]+", " ", unicodedata.normalize("NFC", text).replace("\u2011", "-"))
    return " ".join("".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf")).split())


def words(content: tuple[Inline, ...]) -> str:
    return "".join(part.text if isinstance(part, Text) else words(part.content) for part in content)


def _in_table(table: Table) -> bool:
    return False


def expected(
    document: Document, root: Node | None = None, in_blocks: Callable[[Table], bool] = _in_table
) -> list[Spoken]:
    """All that should be said, without what is empty (but for the cells of a table). Only the pages of headings are
    looked up in the file, where there is one. `in_blocks` says which tables are lists of rows."""
    pages = _pages(document, root) if root else {}
    masthead = document.masthead
    found: list[Spoken] = [("Figure", masthead.logo.alt)] if masthead.logo else []
    found += [("P", line) for line in (masthead.council, masthead.committee, masthead.meeting)]
    level = 0
    if not any(isinstance(block, Heading) and block.level == 1 for block in document.blocks):
        found.append(("H1", document.title))
        level = 1 if squeezed(document.title) else 0
    for block in document.blocks:
        if isinstance(block, Heading) and squeezed(block.number + words(block.content)):
            level = max(1, min(block.level, level + 1))
        found += _block(block, level, pages, in_blocks)
    said = [(role, squeezed(text)) for role, text in found]
    return [(role, text) for role, text in said if text or role in ("TD", "TH")]


def _pages(document: Document, root: Node) -> dict[str, int]:
    """The page, from 1, of each heading by its id."""
    titled = any(isinstance(block, Heading) and block.level == 1 for block in document.blocks)
    blocks = [
        *([] if titled else [Heading(1, (Text(document.title),), "")]),
        *(block for block in document.blocks if isinstance(block, Heading)),
    ]
    shown = [block for block in blocks if squeezed(block.number + words(block.content))]
    found: dict[str, int] = {}
    for block, node in zip(shown, root.all(*(f"H{level}" for level in range(1, 7))), strict=True):
        if block.id:
            found.setdefault(block.id, min(node.pages) + 1)
    return found


def _block(block: Block, level: int, pages: dict[str, int], in_blocks: Callable[[Table], bool]) -> Iterator[Spoken]:
    match block:
        case Heading():
            yield f"H{level}", f"{block.number} {words(block.content)}"
        case Paragraph():
            yield "P", f"{block.number} {words(block.content)}"
        case List():
            for label, item in zip(block.labels, block.items, strict=True):
                yield "Lbl", label
                yield "LBody", words(item)
        case Facts():
            for fact in block.facts:
                yield "Lbl", fact.label
                for value in fact.values:
                    yield "P", words(value)
        case Table():
            yield from _whole(block, in_blocks)
        case Chart():
            yield "Caption", block.caption
            yield "Figure", block.alt
            yield from _whole(block.table, in_blocks)
            yield "P", words(block.note)
        case Contents():
            for line in block.entries:
                text = squeezed(f"{line.number} {words(line.content)}")
                yield "Reference", f"{text} {pages.get(line.heading, '')}" if text else ""
        case Key():
            yield "P", block.title
            for entry in block.entries:
                yield "Lbl", entry.mark if isinstance(entry.mark, str) else entry.mark.word
                yield "LBody", words(entry.meaning)
        case StackedBar():
            yield "P", block.caption
            yield "Figure" if any(segment.share for segment in block.segments) else "P", block.alt
        case NewPage():
            pass
        case Note():
            yield "P", block.title
            yield "P", words(block.content)
        case _:
            assert_never(block)


def _whole(table: Table, in_blocks: Callable[[Table], bool]) -> Iterator[Spoken]:
    """A table, where there is anything in it."""
    if in_blocks(table):
        yield from _blocks(table)
        return
    cells = list(_table(table))
    if any(squeezed(text) or role == "Figure" for role, text in cells):
        yield from cells


def _table(table: Table) -> Iterator[Spoken]:
    yield "Caption", table.caption
    yield from (("TH", column.title) for column in table.columns)
    for group in table.groups:
        yield from (("TD", title) for title in (group.over, group.title) if squeezed(title))
        for row in group.rows:
            yield "TH", words(row.header)
            for cell in row.cells:
                match cell:
                    case TextCell():
                        yield "TD", words(cell.content)
                    case StatusCell():
                        yield "TD", cell.mark.word
                    case TrendCell(sparkline):
                        drawn = any(
                            height is not None
                            for height in (*sparkline.points, *sparkline.target, *sparkline.target_to)
                        )
                        yield "Figure" if drawn else "TD", sparkline.alt
                    case _:
                        assert_never(cell)


def _blocks(table: Table) -> Iterator[Spoken]:
    """The rows of a table as a list: a label and a value for each cell that is not empty."""
    yield "Caption", table.caption
    for group in table.groups:
        yield from (("Lbl", title) for title in (group.over, group.title))
        for row in group.rows:
            yield "Lbl", words(row.header)
            for column, cell in zip(table.columns[1:], row.cells, strict=True):
                match cell:
                    case TextCell():
                        value = ("LBody", words(cell.content))
                    case StatusCell():
                        value = ("LBody", cell.mark.word)
                    case TrendCell(sparkline):
                        value = ("LBody" if sparkline.is_blank else "Figure", sparkline.alt)
                    case _:
                        assert_never(cell)
                if not isinstance(cell, TextCell) or value[1].strip():
                    yield "Lbl", f"{column.title.strip()}:" if squeezed(column.title) else ""
                    yield value
