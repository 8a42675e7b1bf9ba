"""A Document as plain lists: words, their dress, and the points of what is drawn, with nothing left to decide.

A run of text is `[words, is bold, where it leads or ""]`. What is drawn is made of parts in points, y down from the top
of its box: `["line", points, colour, width, dashes]`, `["fill", x, y, width, height, colour]`, `["mark", shape, x, y,
size, colour, hollow]`, `["words", text, x, baseline, colour, is bold]`. Everything can be written as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, assert_never

from kpidsl.document.headings import unskipped, with_title
from kpidsl.document.model import (
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
from kpidsl.render.geometry import broken, parts, steps
from kpidsl.render.parts import Fill, Label, ShapeMark, Stroke
from kpidsl.render.pdf import charts
from kpidsl.render.pdf.fonts import clean
from kpidsl.render.pdf.measures import USUAL, Type
from kpidsl.render.theme import Theme

Plain = list[Any]
WIDE, TALL = USUAL.trend_width, USUAL.trend_height
_INSET = 2.3


def content(document: Document, theme: Theme) -> dict[str, Any]:
    """All of a Document that stands on its pages. Files that it carries are left out."""
    blocks = with_title(document)
    ids = {block.id for block in blocks if isinstance(block, Heading)}
    levels = iter(unskipped([block.level for block in blocks if isinstance(block, Heading)]))
    masthead = document.masthead
    colours = {name: getattr(theme, name) for name in ("accent", "text", "muted", "link", "band", "rule")}
    return {
        "title": document.title,
        "author": document.author,
        "language": document.language,
        "dated": document.dated.isoformat(),
        "masthead": [masthead.council, masthead.committee, masthead.meeting],
        "running_head": document.running_head,
        "page_label": document.page_label,
        "colours": colours,
        "measures": _measures(),
        "blocks": [each for block in blocks for each in _block(block, theme, ids, levels)],
    }


def _measures() -> dict[str, Any]:
    """The sizes and spaces of kpic's own pages, for makers that know nothing of kpic."""
    found: dict[str, Any] = {"measure": USUAL.measure, "body_height": USUAL.body_height}
    for field in fields(USUAL):
        value = getattr(USUAL, field.name)
        if isinstance(value, Type):
            found[field.name] = {"size": value.size, "leading": value.leading, "baseline": value.baseline}
        elif isinstance(value, float):
            found[field.name] = value
    return found


def _block(block: object, theme: Theme, ids: set[str], levels: Iterator[int]) -> Iterator[Plain]:
    match block:
        case Heading():
            yield ["heading", block.level, next(levels), clean(block.number), _runs(block.content, ids), block.id]
        case Paragraph():
            yield ["paragraph", clean(block.number), bool(block.number) or block.indented, _runs(block.content, ids)]
        case List():
            labels = (*block.labels, *("",) * (len(block.items) - len(block.labels)))
            items = [[clean(label), _runs(item, ids)] for label, item in zip(labels, block.items, strict=True)]
            yield ["list", block.indented, items]
        case Facts():
            yield ["facts", [[clean(one.label), [_runs(value, ids) for value in one.values]] for one in block.facts]]
        case Table():
            yield _table(block, theme, ids)
        case Chart():
            yield from _chart(block, theme, ids)
        case StackedBar():
            yield ["bar", clean(block.caption), block.alt, *_bar(block)]
        case Key():
            yield ["key", clean(block.title), [[_key(one.mark), _runs(one.meaning, ids)] for one in block.entries]]
        case Note():
            yield ["note", clean(block.title), _runs(block.content, ids)]
        case NewPage():
            yield ["page"]
        case Contents():
            yield [
                "contents",
                [[one.level, clean(one.number), _runs(one.content, ids), one.heading] for one in block.entries],
            ]
        case _:
            raise TypeError(f"no such block: {block!r}")


def _runs(content: Sequence[Inline], ids: set[str], bold: bool = False, target: str = "") -> Plain:
    found: Plain = []
    for inline in content:
        match inline:
            case Text():
                if text := clean(inline.text):
                    found.append([text, bold, target])
            case Strong() | Emphasis():
                found += _runs(inline.content, ids, True, target)
            case Link():
                leads = not inline.target.startswith("#") or inline.target[1:] in ids
                found += _runs(inline.content, ids, bold, inline.target if leads else target)
            case _:
                assert_never(inline)
    return found


def _table(table: Table, theme: Theme, ids: set[str]) -> Plain:
    columns = [[clean(column.title), column.weight, column.numeric] for column in table.columns]
    groups = [
        [
            [title for title in (clean(group.over), clean(group.title)) if title],
            [
                [_runs(row.header, ids), row.is_part, [_cell(cell, theme, ids) for cell in row.cells]]
                for row in group.rows
            ],
        ]
        for group in table.groups
    ]
    return ["table", clean(table.caption), columns, groups]


def _cell(cell: Cell, theme: Theme, ids: set[str]) -> Plain:
    match cell:
        case TextCell():
            return ["muted" if cell.muted else "text", _runs(cell.content, ids)]
        case StatusCell():
            return _mark(cell.mark)
        case TrendCell():
            line = cell.sparkline
            if line.is_blank:
                return ["muted", [[clean(line.alt), False, ""]]]
            return ["trend", line.alt, list(_trend(line, theme))]
        case _:
            assert_never(cell)


def _mark(mark: StatusMark) -> Plain:
    return ["mark", clean(mark.word), mark.shape.name.lower(), mark.colour]


def _key(mark: StatusMark | str) -> Plain:
    return _mark(mark) if isinstance(mark, StatusMark) else ["text", [[clean(mark), False, ""]]]


def _trend(line: Sparkline, theme: Theme) -> Iterator[Plain]:
    """A sparkline in a box of `WIDE` by `TALL`, as the PDF draws it."""
    low, tall = TALL - _INSET, TALL - 2 * _INSET

    def height(value: Any) -> float:
        return round(low - tall * min(1.0, max(0.0, float(value))), 2)

    for ends in (line.target, line.target_to):
        heights = [None if end is None else height(end) for end in ends]
        for part in parts(steps(heights, 0.0, WIDE, line.breaks)):
            yield ["line", _rounded(part), theme.target_line, 0.9, [2.4, 2.0]]
    step = (WIDE - 2 * _INSET) / max(1, len(line.points) - 1)
    start = _INSET if len(line.points) > 1 else WIDE / 2
    placed = [None if point is None else (start + step * at, height(point)) for at, point in enumerate(line.points)]
    for part in parts(broken(placed, line.breaks)):
        if len(part) == 1:
            yield _dot(part[0], 1.6, theme.accent)
        else:
            yield ["line", _rounded(part), theme.accent, 1.4, []]
    if placed and placed[-1] is not None:
        yield _dot(placed[-1], _INSET, theme.accent)


def _rounded(points: Sequence[tuple[float, float]]) -> Plain:
    return [[round(x, 2), round(y, 2)] for x, y in points]


def _dot(at: tuple[float, float], radius: float, colour: str) -> Plain:
    return ["mark", "circle", round(at[0] - radius, 2), round(at[1] - radius, 2), 2 * radius, colour, False]


def _bar(bar: StackedBar) -> tuple[Plain, Plain]:
    """The parts of a stacked bar over the whole measure, and its legend."""
    drawn: Plain = []
    x = 0.0
    for segment in bar.segments:
        wide = USUAL.measure * float(segment.share)
        if wide > 0:
            drawn.append(
                ["fill", round(x, 2), 0.0, round(max(wide - 1.5, wide / 2), 2), USUAL.bar, segment.mark.colour]
            )
        x += wide
    return drawn, [["mark", clean(part.label), part.mark.shape.name.lower(), part.mark.colour] for part in bar.segments]


def _chart(chart: Chart, theme: Theme, ids: set[str]) -> Iterator[Plain]:
    """A chart as the PDF draws it, then its table and its note."""
    type_ = USUAL.chart
    neutral, height = charts._drawn(charts._look(USUAL, theme), chart, USUAL.body_height)
    left = USUAL.side
    drawn: Plain = []
    for part in neutral:
        match part:
            case Fill():
                drawn.append(["fill", part.x - left, part.y, part.width, part.height, part.colour])
            case Stroke():
                points = [[round(x - left, 2), round(y, 2)] for x, y in part.points]
                drawn.append(["line", points, part.colour, part.width, list(part.dashes)])
            case ShapeMark():
                shape = part.shape.name.lower()
                drawn.append(["mark", shape, part.x - left, part.y, part.size, part.colour, part.hollow])
            case Label():
                x = part.x - left - part.share * part.words.width
                drawn.append(
                    ["words", part.words.text.strip(), x, part.top + type_.baseline, part.colour, part.is_bold]
                )
            case _:
                assert_never(part)
    yield ["chart", clean(chart.caption), chart.alt, height, drawn]
    yield _table(chart.table, theme, ids)
    if chart.note:
        yield ["small", _runs(chart.note, ids)]
