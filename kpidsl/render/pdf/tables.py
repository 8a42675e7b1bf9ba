"""The table of indicators as strips: column widths, header, groups, rows.

One Table element however many pages it takes. Column headings have Scope and an ID, so have row headings; every data
cell names both (ISO 14289-1, 7.5). The header row is set again on each further page as a pagination artifact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kpidsl.document.model import Cell, Column, Row, StatusCell, StatusMark, Table, TextCell, TrendCell
from kpidsl.render.parts import Fill, ShapeMark
from kpidsl.render.pdf.cells import RowLook, SetCell, row_strips
from kpidsl.render.pdf.flow import Keep, Strip
from kpidsl.render.pdf.fonts import Face, faces
from kpidsl.render.pdf.inlines import Setting, pieces, words
from kpidsl.render.pdf.items import Artifact, Owner, Trend
from kpidsl.render.pdf.lines import Line, Piece, break_lines, has_text, widest_part, widths
from kpidsl.render.pdf.measures import Type
from kpidsl.render.pdf.tags import COLUMN_SCOPE, ROW_SCOPE, headers, part_scope
from kpidsl.values import dataclass, replace

_WIDEST_SHARE = 0.45  # one long word must not push the other columns off the page
_WIDEST_GLYPH = 1.34  # of the size of type
_FULL_SHARE = 0.9  # short texts stay on one line unless that would leave too little for the rest
_HEADER_SHARE = 0.4  # a header taller than this share of the page is not repeated


@dataclass(frozen=True, slots=True)
class _Grid:
    """The columns as they are set: where each begins, its width inside its padding, and the type."""

    columns: tuple[Column, ...]
    lefts: tuple[float, ...]
    insides: tuple[float, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class _Content:
    """What is in a cell before its width is known."""

    owner: int
    pieces: Sequence[Piece]
    cell: Cell | None = None
    figure: int = 0
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class _Title:
    """The heading of a group, or of a theme over it, and the colour of its band."""

    owner: int
    pieces: Sequence[Piece]
    band: str


def table_strips(setting: Setting, table: Table, number: int, parent: int = 0) -> list[Strip]:
    """The strips of a table inside the element `parent`; `number` tells its headings from those of other tables."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    element = tree.add("Table", parent)
    caption = tree.add("Caption", element)
    caption_lines = break_lines(words(table.caption, theme.text, Face.BOLD), measures.body, measures.measure)
    strips = row_strips(
        [SetCell(measures.side, tuple((caption, line) for line in caption_lines))],
        RowLook(measures.body),
        most=0,
        keep=Keep.MUST,
    )
    cells_across = max([1, *(1 + len(row.cells) for group in table.groups for row in group.rows)])
    if table.columns or table.groups:
        missing = max(0, cells_across - len(table.columns))
        columns = table.columns + (Column("", 1),) * missing
        strips += _body(setting, table, columns, element, number, sum(strip.height for strip in strips))
    return [*strips[:-1], _freed(strips[-1])] if strips else []


def _freed(strip: Strip) -> Strip:
    """The last strip of a block: what follows need not stay with it."""
    return Strip(strip.height, strip.items, strip.space, Keep.FREE, strip.header)


def _body(
    setting: Setting, table: Table, columns: tuple[Column, ...], element: int, number: int, caption_height: float
) -> list[Strip]:
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    filled = any(group.rows or group.title.strip() for group in table.groups)
    header_row = tree.add("TR", tree.add("THead", element) if filled else element)  # no head without a body
    ids = [f"t{number}c{index}" for index in range(len(columns))]
    heads = [
        _Content(tree.add("TH", header_row, attributes=COLUMN_SCOPE, id=id), words(column.title, theme.text, Face.BOLD))
        for id, column in zip(ids, columns, strict=True)
    ]
    groups: list[tuple[list[_Title], list[list[_Content]]]] = []
    rows = 0
    for group in table.groups:
        body = tree.add("TBody", element)
        titles = []
        dressed = ((group.over, theme.paper, theme.accent), (group.title, theme.text, theme.band))
        for text, colour, band in dressed:
            if has_text(shown := words(text, colour, Face.BOLD)):
                owner = tree.add("TD", tree.add("TR", body), attributes=f"/O/Table/ColSpan {len(columns)}")
                titles.append(_Title(owner, shown, band))
        contents = []
        whole = ""
        for row in group.rows:
            row_id = f"t{number}r{rows}"
            whole = whole if row.is_part else row_id
            contents.append(_row(setting, row, ids, row_id, whole, tree.add("TR", body)))
            rows += 1
        groups.append((titles, contents))
    grid = _grid(setting, columns, [heads, *(row for _, contents in groups for row in contents)])

    header, repeated = _header(setting, grid, heads)
    head_height = sum(strip.height for strip in header)
    strips = list(header)
    room = measures.body_height - (repeated.height if repeated else 0.0)
    above = caption_height + (0 if repeated else head_height)  # what the first row of all has to stay with
    done = 0
    for titles, contents in groups:
        title_height = 0.0
        for at, title in enumerate(titles):
            keep = Keep.MUST if contents or at + 1 < len(titles) else Keep.FREE
            strips += (set_title := _group_title(setting, grid, title, most=room / 4, keep=keep, header=repeated))
            title_height += sum(strip.height for strip in set_title)
        for index, content in enumerate(contents):
            most = room - (title_height + above if index == 0 else 0.0)
            cells = [_set(setting, grid, at, cell) for at, cell in enumerate(content)]
            done += 1
            keep = Keep.LIKE if done in (1, rows - 1) else Keep.FREE  # neither the first row nor the last stands alone
            strips += row_strips(cells, _row_look(setting, grid), most=most, keep=keep, header=repeated)
            above = 0.0
    return strips


def _group_title(
    setting: Setting, grid: _Grid, title: _Title, *, most: float, keep: Keep, header: Strip | None
) -> list[Strip]:
    measures = setting.measures
    lines = break_lines(title.pieces, grid.type, measures.measure - 2 * measures.cell_side)
    cell = SetCell(measures.side + measures.cell_side, tuple((title.owner, line) for line in lines))
    band = Fill(measures.side, 0.0, measures.measure, 0.0, title.band)
    look = RowLook(grid.type, measures.cell_top, measures.cell_top, band=band)
    return row_strips([cell], look, most=most, keep=keep, header=header)


def _row_look(setting: Setting, grid: _Grid) -> RowLook:
    measures = setting.measures
    rule = Fill(measures.side, -measures.hairline, measures.measure, measures.hairline, setting.theme.rule)
    return RowLook(grid.type, measures.cell_top, measures.cell_top, rule=rule)


def _header(setting: Setting, grid: _Grid, heads: Sequence[_Content]) -> tuple[list[Strip], Strip | None]:
    """The header row, and the same as an artifact for further pages unless it is too tall for that."""
    measures = setting.measures
    rule = Fill(measures.side, -measures.strong_rule, measures.measure, measures.strong_rule, setting.theme.accent)
    look = RowLook(grid.type, measures.cell_top, measures.cell_top, rule=rule)
    most = measures.body_height * _HEADER_SHARE
    cells = [_set(setting, grid, at, head) for at, head in enumerate(heads)]
    again = [
        SetCell(cell.x, tuple((Artifact.PAGINATION, line) for _, line in cell.lines), cell.flush) for cell in cells
    ]
    strips = row_strips(cells, look, most=most, keep=Keep.MUST, from_bottom=True)
    repeated = row_strips(again, look, most=most, from_bottom=True)
    return strips, repeated[0] if len(repeated) == 1 else None


def _row(setting: Setting, row: Row, ids: Sequence[str], row_id: str, whole: str, element: int) -> list[_Content]:
    """The row's cells in order; cells that the row lacks are empty ones. `whole` is the id of the row that this one
    shows a part of (its own where it shows none)."""
    tree, theme = setting.tree, setting.theme
    is_part = whole not in ("", row_id)
    head = tree.add("TH", element, attributes=part_scope(whole) if is_part else ROW_SCOPE, id=row_id)
    contents = [_Content(head, pieces(setting, row.header, head), is_part=is_part)]
    cells: tuple[Cell, ...] = row.cells + (TextCell(()),) * (len(ids) - 1 - len(row.cells))
    for column_id, cell in zip(ids[1:], cells, strict=True):
        owner = tree.add("TD", element, attributes=headers(column_id, row_id))
        match cell:
            case TextCell():
                colour = theme.muted if cell.muted else theme.text
                contents.append(_Content(owner, pieces(setting, cell.content, owner, colour=colour)))
            case StatusCell():
                contents.append(_Content(owner, words(cell.mark.word, theme.text), cell))
            case TrendCell():
                line = cell.sparkline
                if line.is_blank:
                    contents.append(_Content(owner, words(line.alt, theme.muted)))  # nothing to draw: say it
                else:
                    contents.append(_Content(owner, (), cell, tree.add("Figure", owner, alt=line.alt)))
            case _:
                assert_never(cell)
    return contents


def _set(setting: Setting, grid: _Grid, at: int, content: _Content) -> SetCell:
    """A cell broken into lines for its column."""
    x, inside = grid.lefts[at], grid.insides[at]
    match content.cell:
        case StatusCell(mark):
            return set_status(setting, mark, content.owner, content.pieces, x, inside, grid.type)
        case TrendCell(sparkline):
            measures, theme = setting.measures, setting.theme
            wide = min(measures.trend_width, inside)
            drop = (grid.type.leading - measures.trend_height) / 2
            trend = Trend(content.figure, x, 0, wide, measures.trend_height, sparkline, theme.accent, theme.target_line)
            return SetCell(x, (), drawing=lambda top: _moved_trend(trend, top + drop))
        case _:
            indent = _part_indent(setting, inside) if content.is_part else 0.0
            x, inside = x + indent, inside - indent
            lines = break_lines(content.pieces, grid.type, inside)
            owned: tuple[tuple[Owner, Line], ...] = tuple((content.owner, line) for line in lines)
            return SetCell(x, owned, inside if grid.columns[at].numeric else None)


def _moved_trend(trend: Trend, y: float) -> Trend:
    return Trend(
        trend.owner,
        trend.x,
        y,
        trend.width,
        trend.height,
        trend.sparkline,
        trend.line_colour,
        trend.target_colour,
    )


def _part_indent(setting: Setting, inside: float) -> float:
    """How far the name of a part is set in beneath its whole; not at all where there is no room."""
    indent = setting.measures.part_indent
    return indent if inside >= 6 * indent else 0.0


def status_indent(setting: Setting, inside: float) -> float:
    """How far a status word is set in to make room for its shape; the shape gives way where there is no room."""
    measures = setting.measures
    indent = measures.shape + measures.shape_gap
    return indent if inside >= 3 * indent else 0.0


def set_status(
    setting: Setting, mark: StatusMark, owner: Owner, word: Sequence[Piece], x: float, inside: float, type_: Type
) -> SetCell:
    """A status: the shape is an artifact, the word is text."""
    size = setting.measures.shape
    indent = status_indent(setting, inside)
    lines = break_lines(word, type_, inside - indent)
    drop = (type_.leading - size) / 2
    return SetCell(
        x + indent,
        tuple((owner, line) for line in lines),
        drawing=(lambda top: ShapeMark(mark.shape, x, top + drop, size, mark.colour)) if indent else None,
    )


def _grid(setting: Setting, columns: tuple[Column, ...], rows: Sequence[Sequence[_Content]]) -> _Grid:
    """Widths by weight, but no column so narrow that a word has to be cut, where that can be had; where not, words such
    as names of files are cut at their hyphens and the like before others are."""
    measures = setting.measures
    total, type_, side = measures.measure, measures.table, measures.cell_side
    count = len(columns)
    share = total / count
    letter = _widest_letter(rows, type_) if share < _WIDEST_GLYPH * type_.size + 2 * side else 1.0
    if share < letter * type_.size + 2 * side:  # too many columns for a letter each: less padding, then smaller type
        side = max(0.0, (share - letter * type_.size) / 2)
        if side == 0.0:
            shrunk = share / letter * 0.99
            type_ = replace(type_, size=shrunk, leading=type_.leading * shrunk / type_.size)
    floor = letter * type_.size + 2 * side
    gutters = [0.0] * count  # words that follow flush-right figures stand clear of them
    if share > 2 * floor:
        for at in range(1, count):
            if columns[at - 1].numeric and not columns[at].numeric:
                gutters[at] = measures.cell_gutter

    measured = [[_need(setting, row[at], type_) for row in rows] for at in range(count)]

    def needs(measured: list[list[tuple[float, float]]], short: Sequence[float]) -> list[float]:
        most = max(floor, total * _WIDEST_SHARE)
        widest = [
            max([whole if whole <= most_whole else uncut for whole, uncut in column])
            for column, most_whole in zip(measured, short, strict=True)
        ]
        return [min(most, max(floor, wide + 2 * side + gutter)) for wide, gutter in zip(widest, gutters, strict=True)]

    short, none = total * measures.short_share, [0.0] * count
    wanted = needs(measured, [short] * count)
    if sum(wanted) > total * _FULL_SHARE:  # figures at least stay on one line
        wanted = needs(measured, [short if column.numeric else 0.0 for column in columns])
    if sum(wanted) > total * _FULL_SHARE:
        wanted = needs(measured, none)
    if sum(wanted) > total:
        measured = [[_need(setting, row[at], type_, cut_at_marks=True) for row in rows] for at in range(count)]
        wanted = needs(measured, none)
    column_wide = column_widths([column.weight for column in columns], wanted, floor, total)
    lefts, insides, x = [], [], measures.side
    for wide, gutter in zip(column_wide, gutters, strict=True):
        lefts.append(x + side + gutter)
        insides.append(wide - 2 * side - gutter)
        x += wide
    return _Grid(columns, tuple(lefts), tuple(insides), type_)


def _widest_letter(rows: Sequence[Sequence[_Content]], type_: Type) -> float:
    letters = {
        (piece.style.face, char) for row in rows for content in row for piece in content.pieces for char in piece.text
    }
    set_in = faces(type_.typeface)
    return max((set_in.width(face, char) for face, char in letters), default=1.0)


def _need(setting: Setting, content: _Content, type_: Type, *, cut_at_marks: bool = False) -> tuple[float, float]:
    """The width inside a cell at which it stays on one line, and the least at which no word of it is cut, or none but
    at its hyphens and the like."""
    if isinstance(content.cell, TrendCell):
        return setting.measures.trend_width, setting.measures.trend_width
    shape = setting.measures.shape + setting.measures.shape_gap if isinstance(content.cell, StatusCell) else 0.0
    whole, uncut = widths(content.pieces, type_)
    return shape + whole, shape + (widest_part(content.pieces, type_) if cut_at_marks else uncut)


def column_widths(weights: Sequence[int], needs: Sequence[float], floor: float, total: float) -> list[float]:
    """Shares of `total` by weight, with every column at least as wide as it needs.

    Where the needs together are more than there is, each column keeps `floor` and gets its part of the rest.
    """
    if sum(needs) >= total:
        spare = total - floor * len(needs)
        wants = [need - floor for need in needs]
        return [floor + spare * want / (sum(wants) or 1.0) for want in wants]
    weights = [max(weight, 0) for weight in weights]
    fixed: set[int] = set()
    while True:
        free = [at for at in range(len(needs)) if at not in fixed]
        if not free:  # only by rounding
            return list(needs)
        rest = total - sum(needs[at] for at in fixed)
        weight = sum(weights[at] for at in free)
        shares = {at: rest * weights[at] / weight if weight else rest / len(free) for at in free}
        short = {at for at in free if shares[at] < needs[at]}
        if not short:
            return [needs[at] if at in fixed else shares[at] for at in range(len(needs))]
        fixed |= short
