"""A file as rows of cells with their places, sheet by sheet; of any kind that data may have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.books import opened
from kpidsl.books.model import Unopened
from kpidsl.books.text import fault
from kpidsl.data.cells import Cell, rows
from kpidsl.importer.model import Box, Refused
from kpidsl.source import Content, Source
from kpidsl.spec.figures import windows
from kpidsl.spec.project import Unreadable, decoded
from kpidsl.values import dataclass

MOST_CELLS = 400_000  # of all sheets: a scorecard has some thousands


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a text: its rows that are not empty, each with all its cells."""

    title: str
    rows: tuple[tuple[Box, ...], ...]
    hidden: tuple[str, ...] = ()
    is_bare: bool = False


def grids(content: Content) -> tuple[Grid, ...] | Refused:
    """All sheets of a workbook, or the one table of a text."""
    if opened.is_book(content.name):
        found = opened.sheets(content)
        if isinstance(found, Unopened):
            return Refused(found.message, found.help)
        sources = [(sheet.source, sheet.hidden, sheet.rounded) for sheet in found]
    else:
        text = decoded(content.name, content.data)
        if isinstance(text, Unreadable):
            text = windows(content) or text
        if isinstance(text, Unreadable):
            return Refused("is no text that can be read", text.help)
        wrong = fault(text.text)
        if wrong is not None:
            return Refused(f"{wrong[1].message} (row {text.position(wrong[0])[0]:,})", wrong[1].help)
        sources = [(text, (), {})]
    left = MOST_CELLS
    made: list[Grid] = []
    for source, hidden, rounded in sources:
        boxes = _boxes(source, left, source.sheet if len(sources) > 1 else "", rounded)
        if boxes is None:
            return Refused(
                f"has more than {MOST_CELLS:,} cells, far more than a scorecard",
                "copy the table of indicators into a new workbook; figures of records are no scorecard",
            )
        left -= sum(map(len, boxes))
        made.append(Grid(source.sheet, boxes, hidden, source.is_bare))
    return tuple(made)


def _boxes(
    source: Source, most: int, sheet: str, rounded: Mapping[tuple[int, int], int]
) -> tuple[tuple[Box, ...], ...] | None:
    found: list[tuple[Box, ...]] = []
    for cells in rows(source):
        most -= len(cells)
        if most < 0:
            return None
        row = cells[0].span.line
        boxes = (Box(_plain(cell), row, at, sheet, rounded.get((row - 1, at))) for at, cell in enumerate(cells))
        found.append(tuple(boxes))
    return tuple(found)


def _plain(cell: Cell) -> Cell:
    """The cell on one line, without characters that nobody sees."""
    if cell.text.isprintable():
        return cell
    return Cell(" ".join("".join(sign if sign.isprintable() else " " for sign in cell.text).split()), cell.span)


def at(row: Sequence[Box], column: int) -> Box | None:
    """The cell of a row in a column; None where it is empty."""
    return row[column] if column < len(row) and row[column].text else None
