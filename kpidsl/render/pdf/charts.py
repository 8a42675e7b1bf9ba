"""Sets a chart: its caption, the drawing as one tagged Figure, its figures as a table, and the note on its marks."""

from __future__ import annotations

from dataclasses import replace

from kpidsl.document.model import Chart
from kpidsl.render.pdf.cells import RowLook, SetCell, row_strips, set_line
from kpidsl.render.pdf.flow import Keep, Strip
from kpidsl.render.pdf.fonts import Face
from kpidsl.render.pdf.inlines import Setting, pieces, words
from kpidsl.render.pdf.items import Drawing
from kpidsl.render.pdf.lines import break_lines
from kpidsl.render.pdf.lying import lying
from kpidsl.render.pdf.tables import table_strips
from kpidsl.render.pdf.upright import upright
from kpidsl.terms import ChartKind


def chart_strips(setting: Setting, chart: Chart, number: int) -> list[Strip]:
    """The strips of a chart, kept on one page where one can hold them; `number` tells its table from others."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    element = tree.add("Sect")
    caption = tree.add("Caption", element)
    figure = tree.add("Figure", element, alt=chart.alt)
    lines = break_lines(words(chart.caption, theme.text, Face.BOLD), measures.body.size, measures.measure)
    cell = SetCell(measures.side, tuple((caption, line) for line in lines))
    strips = row_strips([cell], RowLook(measures.body), most=0, keep=Keep.MUST)
    draw = lying if chart.kind is ChartKind.BARS else upright
    parts, height = draw(setting, chart, figure)
    drawing = Drawing(figure, measures.side, 0.0, measures.measure, height, tuple(parts))
    strips.append(Strip(height, (drawing,), measures.item_space, Keep.MUST))
    close = replace(setting, measures=replace(measures, cell_top=measures.chart_row))
    for at, strip in enumerate(table_strips(close, chart.table, number, element)):
        strips.append(strip if at else replace(strip, space=measures.paragraph_space))
    if chart.note:
        owner = tree.add("P", element)
        note = pieces(setting, chart.note, owner)
        for at, line in enumerate(break_lines(note, measures.table.size, measures.measure)):
            item = set_line(owner, line, measures.side, 0.0, measures.table)
            strips.append(Strip(measures.table.leading, (item,), 0.0 if at else measures.item_space))
    *before, last = strips
    if sum(strip.space + strip.height for strip in strips) <= measures.body_height:
        before = [replace(strip, keep=max(strip.keep, Keep.LIKE)) for strip in before]
    return [*before, replace(last, keep=Keep.FREE)]
