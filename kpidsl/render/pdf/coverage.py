"""Finds the characters of a Document that the faces cannot show, before anything is laid out.

A character without a shape would print as an empty box and be read out as nothing (ISO 14289-1, 7.21.8), so it is an
error of the report, not a matter of taste.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import assert_never

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import (
    Block,
    Cell,
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
from kpidsl.render.pdf.fonts import clean, faces
from kpidsl.render.typeface import Typeface

_AROUND = 24  # characters quoted on either side


def missing_glyphs(document: Document, typeface: Typeface) -> tuple[Diagnostic, ...]:
    """One error for each distinct character that has no shape, in the order met."""
    known, found = faces(typeface).shown, dict[str, str]()
    for text in _texts(document):
        if text.isascii() and text.isprintable():
            continue
        text = clean(text)
        for char in dict.fromkeys(text):
            if char in known:
                continue
            at = text.index(char)
            found.setdefault(char, text[max(0, at - _AROUND) : at + _AROUND + 1].strip())
    return tuple(_diagnostic(char, found[char]) for char in found)


def _diagnostic(char: str, around: str) -> Diagnostic:
    code = f"U+{ord(char):04X}"
    name = unicodedata.name(char, "").capitalize()
    shown = f"`{char}` ({code}{', ' + name if name else ''})" if char.isprintable() else code
    quoted = "".join(char if char.isprintable() else "\ufffd" for char in around)
    return Diagnostic(
        "glyph-missing",
        f"the report's font has no shape for {shown}, in \u201c{quoted}\u201d",
        span=None,
        help=("write it another way: in words, or with a character of the Latin, Greek or Cyrillic script",),
    )


def _texts(document: Document) -> Iterator[str]:
    """Every string that is printed."""
    masthead = document.masthead
    yield from (masthead.council, masthead.committee, masthead.meeting)
    yield from (document.title, document.running_head, document.page_label, document.mark)
    for block in document.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.number
            yield from _inlines(block.content)
        case List():
            yield from block.labels
            for item in block.items:
                yield from _inlines(item)
        case Facts():
            for fact in block.facts:
                yield fact.label
                for value in fact.values:
                    yield from _inlines(value)
        case Table():
            yield from (block.caption, *(column.title for column in block.columns))
            for group in block.groups:
                yield from (group.over, group.title)
                for row in group.rows:
                    yield from _inlines(row.header)
                    for cell in row.cells:
                        yield from _cell(cell)
        case Chart():
            yield from (block.caption, block.scale, *(tick.label for tick in block.ticks))
            yield from (text for category in block.categories for text in (category.label, category.group))
            yield from (*(series.label for series in block.series), *(level.label for level in block.levels))
            yield from (point.label for series in block.series for point in series.points if point is not None)
            yield from _block(block.table)
            yield from _inlines(block.note)
        case Contents():
            for line in block.entries:
                yield line.number
                yield from _inlines(line.content)
        case Key():
            yield block.title
            for entry in block.entries:
                yield entry.mark if isinstance(entry.mark, str) else entry.mark.word
                yield from _inlines(entry.meaning)
        case StackedBar():
            yield from (block.caption, *(segment.label for segment in block.segments))
        case NewPage():
            yield from ()
        case Note():
            yield block.title
            yield from _inlines(block.content)
        case _:
            assert_never(block)


def _cell(cell: Cell) -> Iterator[str]:
    match cell:
        case TextCell():
            yield from _inlines(cell.content)
        case StatusCell():
            yield cell.mark.word
        case TrendCell():
            yield from ()
        case _:
            assert_never(cell)


def _inlines(content: tuple[Inline, ...]) -> Iterator[str]:
    for inline in content:
        if isinstance(inline, Text):
            yield inline.text
        else:
            yield from _inlines(inline.content)
