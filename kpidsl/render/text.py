"""Blocks as plain text for a terminal, 80 characters wide. Words alone: what is drawn is said."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from kpidsl.document.model import (
    Block,
    Cell,
    Chart,
    Contents,
    Facts,
    Heading,
    Key,
    List,
    NewPage,
    Note,
    Paragraph,
    StackedBar,
    StatusCell,
    StatusMark,
    Table,
    TextCell,
    TrendCell,
)
from kpidsl.document.outline import plain

_WIDTH = 80
_GAP = "  "
_LABEL = 34  # the widest column of labels


def render(blocks: Iterable[Block], width: int = _WIDTH) -> str:
    """The whole text; each line ends in a line feed. Tables are as wide as `width` at most."""
    parts = ["\n".join(lines) for block in blocks if (lines := list(_lines(block, width)))]
    return "\n\n".join(parts) + "\n" if parts else ""


def _lines(block: Block, wide: int) -> Iterator[str]:
    match block:
        case Heading():
            words = " ".join(filter(None, (block.number, plain(block.content))))
            yield from _wrapped(words)
            yield ("=" if block.level == 1 else "-") * min(_WIDTH, len(words))
        case Paragraph():
            yield from _wrapped(" ".join(filter(None, (block.number, plain(block.content)))))
        case List():
            width = max(map(len, block.labels), default=0) + 1
            for label, item in zip(block.labels, block.items, strict=True):
                yield from _hung(label, width, [plain(item)])
        case Facts():
            width = min(max((len(fact.label) for fact in block.facts), default=0), _LABEL) + len(_GAP)
            for fact in block.facts:
                yield from _hung(fact.label, width, [plain(value) for value in fact.values])
        case Table():
            yield from _table(block, wide)
        case Chart():
            yield from _wrapped(f"{block.caption}: {block.alt}")
            yield from _table(block.table, wide)
        case Contents():
            yield from (f"{_GAP * entry.level}{entry.number} {plain(entry.content)}" for entry in block.entries)
        case Key():
            yield from _wrapped(block.title)
            for entry in block.entries:
                mark = entry.mark.word if isinstance(entry.mark, StatusMark) else entry.mark
                yield from _hung(f"{mark}:", len(mark) + 2, [plain(entry.meaning)])
        case Note():
            yield from _wrapped(f"{block.title}: {plain(block.content)}")
        case StackedBar():
            yield from _wrapped(f"{block.caption}: {block.alt}")
        case NewPage():
            return


def _wrapped(text: str, width: int = _WIDTH) -> list[str]:
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def _hung(label: str, width: int, texts: Sequence[str]) -> Iterator[str]:
    """Lines beside a label; a label that is too long stands above them."""
    lines = [line for text in texts for line in _wrapped(text, _WIDTH - width)]
    if len(label) >= width:
        yield label
        label = ""
    for at, line in enumerate(lines):
        yield f"{label if at == 0 else '':{width}}{line}"


def _table(table: Table, wide: int) -> Iterator[str]:
    """Columns as wide as what stands in them, as long as they fit on a line; else the widest are wrapped."""
    titles = [column.title for column in table.columns]
    rows = [[plain(row.header), *map(cell, row.cells)] for group in table.groups for row in group.rows]
    widths = _widths([titles, *rows], wide)
    yield from _wrapped(table.caption)
    yield ""
    yield from _row(titles, widths, table)
    yield _GAP.join("-" * width for width in widths)
    for group in table.groups:
        if group.title:
            yield group.title
        for row in group.rows:
            yield from _row([plain(row.header), *map(cell, row.cells)], widths, table)


def _widths(rows: Sequence[Sequence[str]], wide: int) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    least = [max(len(word) for text in column for word in (text.split() or [""])) for column in zip(*rows, strict=True)]
    free = wide - len(_GAP) * (len(widths) - 1)
    while sum(widths) > free:
        loose = [at for at, width in enumerate(widths) if width > least[at]]
        if not loose:
            break
        widths[max(loose, key=lambda at: widths[at])] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], table: Table) -> Iterator[str]:
    columns = [_wrapped(text, width) for text, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*columns, fillvalue=""):
        padded = (
            f"{text:>{width}}" if column.numeric else f"{text:{width}}"
            for text, width, column in zip(line, widths, table.columns, strict=True)
        )
        yield _GAP.join(padded).rstrip()


def cell(one: Cell) -> str:
    """What stands in a cell, in words."""
    match one:
        case TextCell():
            return plain(one.content)
        case StatusCell():
            return one.mark.word
        case TrendCell():
            return one.sparkline.alt
