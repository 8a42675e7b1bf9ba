"""A Document as indented text, one line a part: the form in which tests compare reports and people read them.

Nothing that a reader of paper meets is left out: words, numbers, marks and what drawings say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from kpidsl.document.drawn import Category, Point
from kpidsl.document.model import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Emphasis,
    Facts,
    Heading,
    Inline,
    Key,
    Link,
    List,
    NewPage,
    Note,
    Paragraph,
    Row,
    StackedBar,
    StatusCell,
    StatusMark,
    Strong,
    Table,
    Text,
    TextCell,
    TrendCell,
)


def outline(document: Document) -> str:
    """The whole report, from its masthead to its last block; each line ends in a line feed."""
    masthead = document.masthead
    head = f"{masthead.council} | {masthead.committee} | {masthead.meeting}"
    marked = [f"[{document.mark} on every page]"] if document.mark else []
    logo = [f"[logo: {masthead.logo.alt}]"] if masthead.logo else []
    lines = [*marked, *logo, head, *(line for block in document.blocks for line in block_lines(block))]
    return "".join(f"{line}\n" for line in lines)


def details(document: Document) -> str:
    """What stands behind the rows, which `outline` leaves out as paper does; each line ends in a line feed."""
    lines: list[str] = []
    for section, members in groupby(document.details, key=lambda one: one.section):
        lines += [f"== {section}"] if section else []
        lines += [line for one in members for line in (f"= {one.title}", *_all_lines(one.blocks))]
    return "".join(f"{line}\n" for line in lines)


def _all_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from block_lines(block)


def block_lines(block: Block) -> Iterator[str]:
    """The lines of one block."""
    match block:
        case Heading():
            yield f"{'#' * block.level} {_numbered(block.number)}{text(block.content)}"
        case Paragraph():
            yield f"{'    ' if block.indented else ''}{_numbered(block.number)}{text(block.content)}"
        case List():
            for label, item in zip(block.labels, block.items, strict=True):
                yield f"{'    ' if block.indented else ''}{label} {text(item)}"
        case Facts():
            for fact in block.facts:
                yield f"{fact.label}: {' / '.join(text(value) for value in fact.values)}"
        case Table():
            yield from _table(block)
        case Chart():
            yield f"[{block.caption}]"
            yield from (f"  {line}" for line in _drawing(block))
            yield f"  <{block.alt}>"
            yield from _table(block.table)
            if block.note:
                yield f"  {text(block.note)}"
        case Contents():
            for line in block.entries:
                yield f"{'  ' * line.level}{_numbered(line.number)}{text(line.content)} -> #{line.heading}"
        case Key():
            yield f"[{block.title}]"
            for entry in block.entries:
                mark = _mark(entry.mark) if isinstance(entry.mark, StatusMark) else entry.mark
                yield f"  {mark}: {text(entry.meaning)}"
        case StackedBar():
            yield f"[{block.caption}]"
            for segment in block.segments:
                yield f"  {_mark(segment.mark)} <{segment.share:f}> {segment.label}"
            yield f"  <bar> {block.alt}"
        case NewPage():
            yield f"--- new page{f' for all of: {block.sheet}' if block.sheet else ''}"
        case Note():
            yield f"[{block.title}] {text(block.content)}"
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    yield f"[{table.caption}]"
    yield "  " + " | ".join(column.title for column in table.columns)
    for group in table.groups:
        if group.over:
            yield f"  = {group.over}"
        if group.title:
            yield f"  == {group.title}"
        yield from (f"  {'  ' if row.is_part else ''}{_row(row)}" for row in group.rows)


def _drawing(chart: Chart) -> Iterator[str]:
    """What stands in a drawing and how far up: `o` is a hollow point, `|` a break, `-` that there is nothing."""
    if chart.scale:
        yield chart.scale
    yield f"{chart.kind.value}: {' '.join(f'{tick.label} ({tick.at:f})' for tick in chart.ticks)}"
    for series in chart.series:
        points = (
            f"{'| ' * (at in series.breaks)}{_named(category)} {_point(point)}"
            for at, (category, point) in enumerate(zip(chart.categories, series.points, strict=True))
        )
        yield f"{series.label or 'values'} ({series.marker.value}, {series.dash.value}): {', '.join(points)}"
    for level in chart.levels:
        ends = zip(level.at, level.to or (None,) * len(level.at), strict=True)
        heights = (" to ".join(f"{end:f}" for end in pair if end is not None) or "-" for pair in ends)
        yield f"{level.label} ({level.dash.value}): {', '.join(heights)}"


def _named(category: Category) -> str:
    return f"{category.group} {category.label}".lstrip()


def _point(point: Point | None) -> str:
    if point is None:
        return "-"
    return f"{'o ' * point.is_hollow}{point.at:f}{f' “{point.label}”' if point.label else ''}"


def text(content: Iterable[Inline]) -> str:
    """Inlines as Markdown writes them."""
    return "".join(_inline(inline) for inline in content)


def plain(content: Iterable[Inline]) -> str:
    """Inlines as bare characters, without stress and links."""
    return "".join(inline.text if isinstance(inline, Text) else plain(inline.content) for inline in content)


def _inline(inline: Inline) -> str:
    match inline:
        case Text():
            return inline.text
        case Strong():
            return f"**{text(inline.content)}**"
        case Emphasis():
            return f"*{text(inline.content)}*"
        case Link():
            return f"[{text(inline.content)}]({inline.target})"
        case _:
            assert_never(inline)


def _numbered(number: str) -> str:
    return f"{number} " if number else ""


def _row(row: Row) -> str:
    return " | ".join((text(row.header), *(_cell(cell) for cell in row.cells)))


def _cell(cell: Cell) -> str:
    match cell:
        case TextCell():
            return f"({text(cell.content)})" if cell.muted else text(cell.content)
        case StatusCell():
            return _mark(cell.mark)
        case TrendCell():
            heights = ["-" if point is None else f"{point:f}" for point in cell.sparkline.points]
            points = " ".join("| " * (at in cell.sparkline.breaks) + height for at, height in enumerate(heights))
            return f"<{points}> {cell.sparkline.alt}"
        case _:
            assert_never(cell)


def _mark(mark: StatusMark) -> str:
    return f"{mark.word} ({mark.shape.value})"
