"""Finds the characters of a Document that the faces cannot show, before anything is laid out.

A character without a shape would print as an empty box and be read out as nothing (ISO 14289-1, 7.21.8), so it is an
error of the report, not a matter of taste.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
from kpidsl.render.typeface import LIBERATION, Typeface
from kpidsl.source import Source, Span
from kpidsl.values import dataclass

_AROUND = 24  # characters quoted on either side
_MOST = 50  # lines that are named; whoever has more must look at all of them
_NAMED = 4  # further characters of a line that are named


def missing_glyphs(
    document: Document, typeface: Typeface = LIBERATION, sources: Sequence[Source] = ()
) -> tuple[Diagnostic, ...]:
    """One error for each line of the files that characters without a shape come from; for each that comes from none of
    them, one where it is met first."""
    return _missing(_texts(document), typeface, sources)


def missing_in_charts(document: Document, sources: Sequence[Source] = ()) -> tuple[Diagnostic, ...]:
    """The same of what is drawn in pictures of charts, for formats that use our faces for nothing else."""
    charts = (block for block in document.blocks if isinstance(block, Chart))
    return _missing((text for chart in charts for text in _drawn(chart)), LIBERATION, sources)


@dataclass(slots=True)
class _Lack:
    """Characters without a shape on one line of a file, or one that stands in no file, as they are met."""

    place: Span | None
    around: str
    chars: list[str]


def _missing(texts: Iterable[str], typeface: Typeface, sources: Sequence[Source]) -> tuple[Diagnostic, ...]:
    known, found = faces(typeface).shown, dict[object, _Lack]()
    for text in dict.fromkeys(texts):
        if text.isascii() and text.isprintable():
            continue
        if len(found) >= _MOST:
            break
        text = clean(text)
        for char in dict.fromkeys(text):
            at = text.index(char)
            if char in known or (at and _changes(char) and text[at - 1] not in known):
                continue  # a sign that changes one that is reported already
            from kpidsl.render.pdf.origin import origin  # only here: most reports lack nothing

            place = origin(text, at, sources)
            key: object = (place.source.name, place.line) if place else char
            around = text[max(0, at - _AROUND) : at + _AROUND + 1].strip()
            lack = found.setdefault(key, _Lack(place, around, []))
            lack.chars += [char] if char not in lack.chars else []
    return tuple(map(_diagnostic, found.values()))


def _changes(char: str) -> bool:
    """Whether it stands on the character before it, or chooses between its looks."""
    return bool(unicodedata.combining(char)) or "\ufe00" <= char <= "\ufe0f"


def _diagnostic(lack: _Lack) -> Diagnostic:
    char, *others = lack.chars
    code = f"U+{ord(char):04X}"
    name = unicodedata.name(char, "").capitalize()
    shown = f"`{char}` ({code}{', ' + name if name else ''})" if char.isprintable() else code
    if others:
        named = ", ".join(f"`{one}`" if one.isprintable() else f"U+{ord(one):04X}" for one in others[:_NAMED])
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        shown += f", nor for others of this line ({named}{more})"
    quoted = "".join(char if char.isprintable() else "\ufffd" for char in lack.around)
    return Diagnostic(
        "glyph-missing",
        f"the report's font has no shape for {shown}, in \u201c{quoted}\u201d",
        span=lack.place,
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
            yield block.caption
            yield from _drawn(block)
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


def _drawn(chart: Chart) -> Iterator[str]:
    """What stands in the drawing of a chart."""
    yield from (chart.scale, *(tick.label for tick in chart.ticks))
    yield from (text for category in chart.categories for text in (category.label, category.group))
    yield from (*(series.label for series in chart.series), *(level.label for level in chart.levels))
    yield from (point.label for series in chart.series for point in series.points if point is not None)


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
