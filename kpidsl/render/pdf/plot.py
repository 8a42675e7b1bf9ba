"""What all charts are drawn with: the frame that turns the scale into points of the page, labels, bars and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpidsl.document.model import Chart, Dash
from kpidsl.render.pdf.cells import set_line
from kpidsl.render.pdf.fonts import Face
from kpidsl.render.pdf.inlines import Setting, words
from kpidsl.render.pdf.items import Fill, Owner, Part, TextLine
from kpidsl.render.pdf.lines import Line, break_lines, natural_width

DASHES = {Dash.SOLID: (), Dash.DASHED: (5.0, 3.0), Dash.DOTTED: (1.2, 2.4), Dash.DASH_DOT: (6.0, 2.4, 1.2, 2.4)}
SERIES, LEVEL, GRID, BASE, LEADER = 1.8, 1.2, 0.5, 0.9, 0.6  # how thick lines are
MOST_LINES = 4  # of a name beside the drawing
CASING = 1.2  # white around what crosses bars
_EDGE = 1.5  # of a hollow bar


@dataclass(frozen=True, slots=True)
class Frame:
    """The area in which figures are drawn."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def y(self, at: Decimal) -> float:
        """How far down a place on an upright scale is."""
        return self.bottom - self.height * float(at)

    def x(self, at: Decimal) -> float:
        """How far right a place on a lying scale is."""
        return self.left + self.width * float(at)


@dataclass(frozen=True, slots=True)
class Labels:
    """Sets the words of a chart, which belong to its Figure."""

    setting: Setting
    owner: Owner

    def lines(self, text: str, wide: float, face: Face = Face.REGULAR, colour: str = "") -> tuple[Line, ...]:
        """Broken into lines, of which only so many are set: the table has the whole name."""
        lines = self._broken(text, wide, face, colour)
        if len(lines) <= MOST_LINES:
            return lines
        kept = "".join(run.text for line in lines[:MOST_LINES] for run in line.runs).rstrip()
        while len(lines) > MOST_LINES:
            lines = self._broken(f"{kept}\u2026", wide, face, colour)
            kept = kept[: max(kept.rfind(" "), len(kept) - 12)].rstrip()
        return lines

    def _broken(self, text: str, wide: float, face: Face, colour: str) -> tuple[Line, ...]:
        setting = self.setting
        return break_lines(words(text, colour or setting.theme.text, face), setting.measures.chart.size, wide)

    def wide(self, text: str, face: Face = Face.REGULAR) -> float:
        return natural_width(words(text, self.setting.theme.text, face), self.setting.measures.chart.size)

    def at(self, text: str, x: float, top: float, *, share: float, face: Face = Face.REGULAR) -> list[TextLine]:
        """A text on one line, of whose width `share` stands left of x; nothing where there is no text."""
        measures = self.setting.measures
        lines = self.lines(text, measures.measure, face)
        return [set_line(self.owner, line, x - share * line.width, top, measures.chart) for line in lines[:1]]

    def stacked(self, lines: Sequence[Line], x: float, top: float) -> list[TextLine]:
        """Lines below each other."""
        type_ = self.setting.measures.chart
        return [set_line(self.owner, line, x, top + at * type_.leading, type_) for at, line in enumerate(lines)]

    def scale(self, chart: Chart) -> tuple[list[Part], float]:
        """What the scale counts in, above the frame, and how tall that is."""
        measures = self.setting.measures
        lines = self.lines(chart.scale, measures.measure, colour=self.setting.theme.muted)
        return [*self.stacked(lines, measures.side, 0.0)], len(lines) * measures.chart.leading


def bar(area: Fill, paper: str, *, hollow: bool) -> list[Part]:
    """A bar; a hollow one is an edge with paper inside."""
    parts: list[Part] = [area]
    inside = (area.width - 2 * _EDGE, area.height - 2 * _EDGE)
    if hollow and min(inside) > 0:
        parts.append(Fill(area.x + _EDGE, area.y + _EDGE, *inside, paper))
    return parts


def spread(middles: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """The tops of labels that want to stand around these middles, in order, but must not lie on each other, nor reach
    out of the frame where it can hold them."""
    tops: list[float] = []
    least = top
    for middle, height in zip(middles, heights, strict=True):
        tops.append(max(middle - height / 2, least))
        least = tops[-1] + height
    most = max(bottom, top + sum(heights))
    for at in reversed(range(len(tops))):
        tops[at] = min(tops[at], most - heights[at])
        most = tops[at]
    return tops
