"""Sets a chart: its caption, the drawing as one tagged Figure, its figures as a table, and the note on its marks."""

from __future__ import annotations

from kpidsl.document.model import Chart
from kpidsl.render.chart import drawn
from kpidsl.render.chart.plot import Look
from kpidsl.render.parts import Label, Part as Neutral, Stroke, Words
from kpidsl.render.pdf.cells import RowLook, SetCell, row_strips, set_line
from kpidsl.render.pdf.flow import Keep, Strip
from kpidsl.render.pdf.fonts import Face
from kpidsl.render.pdf.inlines import Setting, pieces, words
from kpidsl.render.pdf.items import Drawing, Owner, Part, Run, Style
from kpidsl.render.pdf.lines import Line, break_lines, natural_width
from kpidsl.render.pdf.measures import Measures, Type
from kpidsl.render.pdf.records import rows_strips
from kpidsl.render.theme import Theme
from kpidsl.values import dataclass, replace


def chart_strips(setting: Setting, chart: Chart, number: int) -> list[Strip]:
    """The strips of a chart, kept on one page where one can hold them; `number` tells its table from others."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    element = tree.add("Sect")
    caption = tree.add("Caption", element)
    figure = tree.add("Figure", element, alt=chart.alt)
    lines = break_lines(words(chart.caption, theme.text, Face.BOLD), measures.body, measures.measure)
    cell = SetCell(measures.side, tuple((caption, line) for line in lines))
    strips = row_strips([cell], RowLook(measures.body), most=0, keep=Keep.MUST)
    look = _look(measures, theme)
    room = measures.body_height - sum(strip.height for strip in strips) - measures.item_space
    parts, height = _drawn(look, chart, room)
    items = tuple(item for part in parts for item in _items(look, part, figure, measures))
    drawing = Drawing(figure, measures.side, 0.0, measures.measure, height, items)
    strips.append(Strip(height, (drawing,), measures.item_space, Keep.MUST))
    close = replace(setting, measures=replace(measures, cell_top=measures.chart_row))
    for at, strip in enumerate(rows_strips(close, chart.table, number, element)):
        strips.append(strip if at else replace(strip, space=measures.paragraph_space))
    if chart.note:
        owner = tree.add("P", element)
        note = pieces(setting, chart.note, owner)
        for at, line in enumerate(break_lines(note, measures.table, measures.measure)):
            item = set_line(owner, line, measures.side, 0.0, measures.table)
            strips.append(Strip(measures.table.leading, (item,), 0.0 if at else measures.item_space))
    *before, last = strips
    if sum(strip.space + strip.height for strip in strips) <= measures.body_height:
        before = [replace(strip, keep=max(strip.keep, Keep.LIKE)) for strip in before]
    elif len(before) > len(lines):  # the table may begin on the next page
        before[len(lines)] = replace(before[len(lines)], keep=Keep.FREE)
    return [*before, replace(last, keep=Keep.FREE)]


def _drawn(look: Look, chart: Chart, room: float) -> tuple[list[Neutral], float]:
    """The drawing as tall as there is room for: its frame gives way first, then long names, of which the table has the
    whole."""
    for moves_words in sorted({look.moves_words, False}, reverse=True):
        for most_lines in range(look.most_lines, 0, -1):
            for height in (look.height, look.height / 2):
                tried = replace(look, moves_words=moves_words, most_lines=most_lines, height=height)
                parts, tall = drawn(tried, chart)
                if tall <= room:
                    return parts, tall
    return parts, tall


@dataclass(frozen=True, slots=True)
class _Lettering:
    """Measures what is printed in a chart."""

    type: Type

    def wide(self, text: str, *, bold: bool) -> float:
        return natural_width(words(text, "", _face(bold)), self.type)

    def broken(self, text: str, wide: float, *, bold: bool) -> tuple[Words, ...]:
        lines = break_lines(words(text, "", _face(bold)), self.type, wide)
        return tuple(Words("".join(run.text for run in line.runs), line.width) for line in lines)


def _face(bold: bool) -> Face:
    return Face.BOLD if bold else Face.REGULAR


def _look(measures: Measures, theme: Theme) -> Look:
    return Look(
        lettering=_Lettering(measures.chart),
        left=measures.side,
        width=measures.measure,
        leading=measures.chart.leading,
        height=measures.chart_height,
        gap=measures.chart_gap,
        apart=measures.chart_apart,
        marker=measures.chart_marker,
        now=measures.chart_now,
        bar=measures.chart_bar,
        lying=measures.chart_lying,
        end_share=measures.chart_ends,
        name_share=measures.chart_names,
        text=theme.text,
        muted=theme.muted,
        paper=theme.paper,
        band=theme.band,
        rule=theme.rule,
        earlier=theme.earlier,
        moves_words=measures.is_large_print,
    )


def _items(look: Look, part: Neutral, owner: Owner, measures: Measures) -> list[Part]:
    """The part as it is painted; words belong to the Figure."""
    if isinstance(part, Stroke):
        dashes = tuple(dash * measures.stroke for dash in part.dashes)
        return [replace(part, width=part.width * measures.stroke, dashes=dashes)]
    if not isinstance(part, Label):
        return [part]
    said, style = part.words, Style(_face(part.is_bold), part.colour)
    line = Line((Run(said.text, style, 0.0, said.width),), said.width)
    behind = [look.cleared(part)] if part.is_clear else []
    return [*behind, set_line(owner, line, part.x - part.share * said.width, part.top, measures.chart)]
