"""Rows of a table that is too wide for large print: each as a block, its name and then `Column: value` lines.

What is no table is not tagged as one: it is a list of rows, in a list of groups where these have titles, and each row
holds a list of its cells, Lbl the column and LBody the value. A row that shows a part stands in the list of its whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import assert_never

from kpidsl.document.model import Cell, Column, Row, StatusCell, Table, TextCell, TrendCell
from kpidsl.render.parts import Fill, ShapeMark
from kpidsl.render.pdf.cells import RowLook, SetCell, row_strips, set_line, spaced
from kpidsl.render.pdf.flow import Keep, Strip
from kpidsl.render.pdf.fonts import Face, faces
from kpidsl.render.pdf.inlines import Setting, pieces, plain, words
from kpidsl.render.pdf.items import Item, Trend
from kpidsl.render.pdf.lines import Line, Piece, break_lines, natural_width, widest_word
from kpidsl.render.pdf.tables import table_strips
from kpidsl.values import dataclass, replace

_NAMES_SHARE = 1 / 4  # of the width, at least, for what heads the rows of a table in large print
_HANG = 1.0  # of the size of type: how far the further lines of a cell are set in


def rows_strips(setting: Setting, table: Table, number: int, parent: int = 0) -> list[Strip]:
    """The strips of a table, as one where it fits; `number` tells its headings from those of other tables."""
    if setting.measures.is_large_print and not fits(setting, table):
        return _Blocks(setting, table).strips(parent)
    return table_strips(setting, table, number, parent)


def fits(setting: Setting, table: Table) -> bool:
    """Whether it is a table that can be read in large print: no word of it is cut, its figures and statuses are on one
    line, names have a quarter of the width, and it holds no drawings."""
    measures = setting.measures
    rows = [row for group in table.groups for row in group.rows]
    type_, pad = measures.table, 2 * measures.cell_side
    shape = measures.shape + measures.shape_gap
    needs = [widest_word(words(column.title, "", Face.BOLD), type_) for column in table.columns]
    needs += [0.0] * (max((1 + len(row.cells) for row in rows), default=0) - len(needs))
    for row in rows:
        needs[0] = max(needs[0], widest_word(words(plain(row.header), "", Face.BOLD), type_))
        for at, cell in enumerate(row.cells, 1):
            match cell:
                case TrendCell():
                    return False
                case StatusCell(mark):
                    need = shape + natural_width(words(mark.word, ""), type_)
                case TextCell(content):
                    text = words(plain(content), "", Face.BOLD)
                    is_figure = at < len(table.columns) and table.columns[at].numeric
                    need = natural_width(text, type_) if is_figure else widest_word(text, type_)
            needs[at] = max(needs[at], need)
    if needs:
        needs[0] = max(needs[0], measures.measure * _NAMES_SHARE)
    return sum(need + pad for need in needs) <= measures.measure


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The rows of one table as blocks."""

    setting: Setting
    table: Table

    def strips(self, parent: int) -> list[Strip]:
        measures, theme, tree = self.setting.measures, self.setting.theme, self.setting.tree
        outer = tree.add("L", parent)
        caption = tree.add("Caption", outer)
        lines = break_lines(words(self.table.caption, theme.text, Face.BOLD), measures.body, measures.measure)
        strips = self._lines(caption, lines, measures.side, Keep.MUST)
        themed = outer
        for group in self.table.groups:
            themed, over = self._titled(outer, group.over, theme.paper, theme.accent) or (themed, [])
            rows, title = self._titled(themed, group.title, theme.text, theme.band) or (themed, [])
            strips += (titles := [*over, *title])
            parts = rows
            for row, following in zip_longest(group.rows, group.rows[1:]):
                item = tree.add("LI", parts if row.is_part else rows)
                label, body = tree.add("Lbl", item), tree.add("LBody", item)
                is_first = bool(titles) and row is group.rows[0]
                strips += self._row(row, label, tree.add("L", body), is_ruled=not is_first)
                if following and following.is_part and not row.is_part:
                    parts = tree.add("L", body)
        return [*strips[:-1], replace(strips[-1], keep=Keep.FREE)] if strips else []

    def _titled(self, outer: int, title: str, colour: str, band: str) -> tuple[int, list[Strip]] | None:
        """The list below a title, and the strips of the title; None where there is none."""
        measures, tree = self.setting.measures, self.setting.tree
        shown = words(title, colour, Face.BOLD)
        if not shown:
            return None
        item = tree.add("LI", outer)
        label, body = tree.add("Lbl", item), tree.add("LBody", item)
        lines = break_lines(shown, measures.table, measures.measure - 2 * measures.cell_side)
        cell = SetCell(measures.side + measures.cell_side, tuple((label, line) for line in lines))
        fill = Fill(measures.side, 0.0, measures.measure, 0.0, band)
        look = RowLook(measures.table, measures.cell_top, measures.cell_top, band=fill)
        most, space = measures.body_height / 2, measures.part_space
        return tree.add("L", body), row_strips([cell], look, most=most, space=space, keep=Keep.MUST)

    def _row(self, row: Row, label: int, cells: int, *, is_ruled: bool) -> list[Strip]:
        """The name of the row, below a rule but at the head of a group, then its cells; kept whole where a page can
        hold it."""
        setting, measures = self.setting, self.setting.measures
        left = measures.side + (2 * measures.part_indent if row.is_part else 0.0)
        inside = measures.side + measures.measure - left
        lines = break_lines(pieces(setting, row.header, label, face=Face.BOLD), measures.table, inside)
        rule = Fill(left, measures.cell_top, inside, measures.hairline, setting.theme.rule)
        strips = [Strip(2 * measures.cell_top + measures.hairline, (rule,) * is_ruled, measures.cell_top, Keep.MUST)]
        strips += self._lines(label, lines, left, Keep.MUST)
        missing = len(row.cells) + 1 - len(self.table.columns)
        for column, cell in zip((*self.table.columns, *[Column("", 1)] * missing)[1:], row.cells, strict=False):
            strips += self._cell(column, cell, cells, left, inside)
        return [*strips[:-1], replace(strips[-1], keep=Keep.FREE)]

    def _lines(self, owner: int, lines: Sequence[Line], left: float, keep: Keep) -> list[Strip]:
        type_ = self.setting.measures.table
        return [Strip(type_.leading, (set_line(owner, line, left, 0, type_),), keep=keep) for line in lines]

    def _cell(self, column: Column, cell: Cell, parent: int, left: float, inside: float) -> list[Strip]:
        """`Column: value`, with further lines set in; nothing where the cell is empty."""
        measures, tree = self.setting.measures, self.setting.tree
        type_ = measures.table
        if isinstance(cell, TextCell) and not plain(cell.content).strip():
            return []
        item = tree.add("LI", parent)
        label, body = tree.add("Lbl", item), tree.add("LBody", item)
        hang = min(_HANG * type_.size, inside / 8)
        title = f"{column.title.strip()}:" if column.title.strip() else ""
        named = break_lines(words(title, self.setting.theme.text), type_, inside - hang, -hang)
        lefts = [left, *[left + hang] * len(named)]  # of the lines of the column's name, and of what follows below
        said = [*named[:-1], *map(spaced, named[-1:])]  # a space before the value; none within a word that is cut
        rows: list[list[Item]] = [[set_line(label, line, x, 0, type_)] for line, x in zip(said, lefts, strict=False)]
        if isinstance(cell, TrendCell) and not cell.sparkline.is_blank:
            return [*self._strips(rows), self._trend(cell, body, left, inside)]
        value, mark = self._value(cell, body)
        shape = measures.shape + measures.shape_gap if mark else 0.0

        def broken(x: float) -> tuple[Line, ...]:
            return break_lines(value, type_, inside - hang, x + shape - left - hang)

        at = lefts[len(named)]
        lines = broken(at)
        if named:
            beside = (
                lefts[len(named) - 1] + named[-1].width + faces(type_.typeface).width(Face.REGULAR, " ") * type_.size
            )
            if (there := broken(beside)) and there[0].runs:
                at, lines = beside, there
        if not named or at != beside:
            rows.append([])
        if mark:
            rows[-1].append(replace(mark, x=at))
        if lines and lines[0].runs:
            rows[-1].append(set_line(body, lines[0], at + shape, 0, type_))
        return self._strips([*rows, *([set_line(body, line, left + hang, 0, type_)] for line in lines[1:])])

    def _strips(self, rows: Sequence[Sequence[Item]]) -> list[Strip]:
        return [Strip(self.setting.measures.table.leading, tuple(row), keep=Keep.LIKE) for row in rows]

    def _value(self, cell: Cell, owner: int) -> tuple[list[Piece], ShapeMark | None]:
        """What a cell says, and the shape before it, whose place is not known yet."""
        measures, theme = self.setting.measures, self.setting.theme
        match cell:
            case TextCell():
                return pieces(self.setting, cell.content, owner, colour=theme.muted if cell.muted else theme.text), None
            case StatusCell(mark):
                drop = (measures.table.leading - measures.shape) / 2
                return words(mark.word, theme.text), ShapeMark(mark.shape, 0, drop, measures.shape, mark.colour)
            case TrendCell(sparkline):
                return words(sparkline.alt, theme.muted), None  # there is nothing to draw: say it
            case _:
                assert_never(cell)

    def _trend(self, cell: TrendCell, owner: int, left: float, inside: float) -> Strip:
        measures, theme = self.setting.measures, self.setting.theme
        line, wide, tall = cell.sparkline, min(measures.trend_width, inside), measures.trend_height
        figure = self.setting.tree.add("Figure", owner, alt=line.alt)
        gap = measures.item_space
        trend = Trend(figure, left, gap, wide, tall, line, theme.accent, theme.target_line, measures.stroke)
        return Strip(tall + 2 * gap, (trend,))
