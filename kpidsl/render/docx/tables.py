"""A table of indicators: one grid with no merged cells, its header row repeated on every page.

The title of a section or a theme stands in the first cell of a row of its own, the others of which are empty: merged
cells are what Word's own check of accessibility, and several screen readers, stumble over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kpidsl.document.model import Cell, Column, Row, RowGroup, StatusCell, Table, TextCell, TrendCell
from kpidsl.document.outline import plain
from kpidsl.render.docx import measures as m, styles
from kpidsl.render.docx.drawing import picture, trend_picture
from kpidsl.render.docx.inlines import Look, runs, status, words
from kpidsl.render.docx.properties import hexadecimal, paragraph_properties
from kpidsl.render.docx.setting import Setting
from kpidsl.render.docx.xml import NOTHING, Xml, clean, joined, w
from kpidsl.values import dataclass

_EMPTY = TextCell(())
_MUTED = Look(muted=True)
_LONGEST_NEED = 3  # a column takes at most one part in so many of the width for the sake of one long word
_NAMES_NEED = 4  # the names of rows get one part in so many, where the other columns leave as much
_SHORT = (7, 50)  # cells up to this share of the width stay on one line,
_FULL = (9, 10)  # unless the columns would then need more than this share


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is set. Words that follow flush-right figures stand clear of them by a `gutter`."""

    width: int
    gutter: bool


def table(setting: Setting, block: Table) -> Xml:
    """The table, and the small paragraph that keeps it apart from what follows; nothing where it has no cells."""
    across = max([0, *(1 + len(row.cells) for group in block.groups for row in group.rows)])
    columns = block.columns + (Column("", 1),) * (across - len(block.columns))
    if not columns:
        return NOTHING
    grid = _columns(setting, columns, block.groups)
    caption = clean(block.caption).strip()
    properties = w(
        "tblPr",
        w("tblStyle", val=setting.ids[styles.TABLE]),
        w("tblW", w=setting.measure, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1),
        w("tblCaption", val=caption) if caption else NOTHING,
        w("tblDescription", val=", ".join(column.title for column in columns)),
    )
    rows = [w("tblGrid", *(w("gridCol", w=column.width) for column in grid)), _header(setting, columns, grid)]
    for group in block.groups:
        titles = ((styles.TABLE_THEME, group.over), (styles.TABLE_SECTION, group.title))
        rows += [_title(setting, style, text, grid) for style, text in titles if clean(text).strip()]
        rows += [_row(setting, row, columns, grid) for row in group.rows]
    after = w("p", paragraph_properties(setting.ids[styles.NORMAL], space=(0, 0, 240)))
    return joined((w("tbl", properties, *rows), after))


def _header(setting: Setting, columns: Sequence[Column], grid: Sequence[_Column]) -> Xml:
    cells = [
        _cell(setting, styles.TABLE_HEADING, place, words(setting, column.title), flush=column.numeric)
        for column, place in zip(columns, grid, strict=True)
    ]
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *cells)


def _title(setting: Setting, style: str, text: str, grid: Sequence[_Column]) -> Xml:
    """The row of a theme or a section."""
    band = style == styles.TABLE_SECTION
    cells = [
        _cell(setting, style, place, NOTHING if at else words(setting, text), band=band)
        for at, place in enumerate(grid)
    ]
    return w("tr", w("trPr", w("cantSplit")), *cells)


def _row(setting: Setting, row: Row, columns: Sequence[Column], grid: Sequence[_Column]) -> Xml:
    style = styles.TABLE_PART if row.is_part else styles.TABLE_TEXT
    cells = [_cell(setting, style, grid[0], runs(setting, row.header))]
    others = row.cells + (_EMPTY,) * (len(columns) - 1 - len(row.cells))
    for cell, column, place in zip(others, columns[1:], grid[1:], strict=True):
        style = styles.TABLE_FIGURE if column.numeric else styles.TABLE_TEXT
        cells.append(_cell(setting, style, place, _content(setting, cell)))
    return w("tr", w("trPr", w("cantSplit")), *cells)


def _content(setting: Setting, cell: Cell) -> Xml:
    match cell:
        case TextCell():
            return runs(setting, cell.content, _MUTED if cell.muted else Look())
        case StatusCell():
            return status(setting, cell.mark)
        case TrendCell(sparkline):
            if sparkline.is_blank:
                return words(setting, sparkline.alt, _MUTED)  # nothing to draw: say it
            id = setting.pictures.id(trend_picture(sparkline, setting.theme))
            return picture(id, sparkline.alt, setting.drawings.next(), m.TREND_WIDTH, m.TREND_HEIGHT)
        case _:
            assert_never(cell)


def _cell(
    setting: Setting, style: str, column: _Column, content: Xml, *, flush: bool = False, band: bool = False
) -> Xml:
    properties = w(
        "tcPr",
        w("tcW", w=column.width, type="dxa"),
        w("shd", val="clear", color="auto", fill=hexadecimal(setting.theme.band)) if band else NOTHING,
        w("tcMar", w("left", w=m.CELL_GUTTER, type="dxa")) if column.gutter else NOTHING,
    )
    return w("tc", properties, w("p", paragraph_properties(setting.ids[style], flush=flush), content))


def _columns(setting: Setting, columns: Sequence[Column], groups: Sequence[RowGroup]) -> list[_Column]:
    """Widths by weight, but no column so narrow that one of its words is cut, where that can be had; short cells stay
    on one line where that leaves enough for the rest."""
    total = setting.measure
    gutters = [at > 0 and columns[at - 1].numeric and not columns[at].numeric for at in range(len(columns))]

    def needs(short: int) -> list[int]:
        found = []
        for at, column in enumerate(columns):
            said = [(column.title, True), *((_said(row, at), False) for group in groups for row in group.rows)]
            said += [] if at else [(text, True) for group in groups for text in (group.over, group.title)]
            wide = max([_drawn(groups, at), *(_need(clean(text), short, bold=bold) for text, bold in said)])
            sides = m.CELL_SIDE + (m.CELL_GUTTER if gutters[at] else m.CELL_SIDE)
            found.append(min(total // _LONGEST_NEED, wide + sides))
        return found

    wanted = needs(total * _SHORT[0] // _SHORT[1])
    if sum(wanted) > total * _FULL[0] // _FULL[1]:
        wanted = needs(0)
    wanted[0] = max(wanted[0], min(total // _NAMES_NEED, total - sum(wanted[1:])))
    widths = _shared([max(column.weight, 1) for column in columns], wanted, total)
    return [_Column(width, gutter) for width, gutter in zip(widths, gutters, strict=True)]


def _need(text: str, short: int, *, bold: bool) -> int:
    """The least width at which no word is cut and what is `short` stays on one line."""
    whole = m.width_of(text, m.TABLE, bold=bold)
    return (
        whole if whole <= short else max((m.width_of(word, m.TABLE, bold=bold) for word in text.split(" ")), default=0)
    )


def _shared(weights: Sequence[int], needs: Sequence[int], total: int) -> list[int]:
    """Shares of `total` by weight, each at least as wide as it needs where the needs together allow it."""
    if sum(needs) >= total:
        return [max(1, total * need // sum(needs)) for need in needs]
    held: set[int] = set()
    while True:
        free = [at for at in range(len(needs)) if at not in held]
        rest, weight = total - sum(needs[at] for at in held), sum(weights[at] for at in free)
        shares = [needs[at] if at in held else rest * weights[at] // weight for at in range(len(needs))]
        short = {at for at in free if shares[at] < needs[at]}
        if not short:
            return shares
        held |= short


def _said(row: Row, at: int) -> str:
    """The words of a cell, as far as they ask for room; a status's shape stays on the line of its word."""
    cell = row.cells[at - 1] if 0 < at <= len(row.cells) else _EMPTY
    match cell:
        case _ if at == 0:
            return plain(row.header)
        case TextCell():
            return plain(cell.content)
        case StatusCell():
            return f"MM{cell.mark.word}"
        case TrendCell(sparkline):
            return sparkline.alt if sparkline.is_blank else ""
        case _:
            assert_never(cell)


def _drawn(groups: Sequence[RowGroup], at: int) -> int:
    """How wide the drawings of a column are."""
    cells = (row.cells[at - 1] for group in groups for row in group.rows if 0 < at <= len(row.cells))
    drawn = any(isinstance(cell, TrendCell) and not cell.sparkline.is_blank for cell in cells)
    return m.TREND_WIDTH * m.POINT if drawn else 0
