"""What all charts are drawn with: the frame that turns the scale into points of the drawing, labels, bars and lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from kpidsl.document.drawn import Dash
from kpidsl.document.model import Chart
from kpidsl.render.parts import Fill, Label, Part, Words
from kpidsl.values import dataclass

DASHES = {Dash.SOLID: (), Dash.DASHED: (5.0, 3.0), Dash.DOTTED: (1.2, 2.4), Dash.DASH_DOT: (6.0, 2.4, 1.2, 2.4)}
SERIES, LEVEL, GRID, BASE, LEADER = 1.8, 1.2, 0.5, 0.9, 0.6  # how thick lines are
MOST_LINES = 4  # of a name, as a rule
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


class Lettering(Protocol):
    """Measures the type of a format."""

    def wide(self, text: str, *, bold: bool) -> float:
        """How wide a text is on one line."""

    def broken(self, text: str, wide: float, *, bold: bool) -> tuple[Words, ...]:
        """The lines that a text takes where they may be so wide; none where there is nothing to see of it."""


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes, and what the format calls the colours that are not in the Chart."""

    lettering: Lettering
    left: float
    width: float  # of the whole drawing, at whose left edge `left` is
    leading: float
    height: float  # of the frame of what stands upright
    gap: float  # between the frame and its labels
    apart: float  # labels that stand below each other
    marker: float
    now: float  # the marker of the latest figure
    bar: float  # an upright bar at its widest,
    lying: float  # a lying one
    end_share: float  # of the width, at most, for what is said at the right ends of lines
    name_share: float  # for the names of lying bars
    text: str
    muted: str
    paper: str
    band: str
    rule: str
    earlier: str  # bars of periods before now
    most_lines: int = MOST_LINES  # of a name
    moves_words: bool = False  # whether words that would be cut beside the drawing stand below it, or above their bars

    # ---- words

    def lines(self, text: str, wide: float, *, bold: bool = False) -> tuple[Words, ...]:
        """Broken into lines, of which only so many are set: the table has the whole name."""
        lines = self.lettering.broken(text, wide, bold=bold)
        most = self.most_lines
        if len(lines) <= most:
            return lines
        kept = "".join(line.text for line in lines[:most]).rstrip()
        while len(lines) > most:
            lines = self.lettering.broken(f"{kept}\u2026", wide, bold=bold)
            kept = kept[: max(kept.rfind(" "), len(kept) - 12)].rstrip()
        return lines

    def cuts(self, text: str, wide: float, *, bold: bool = False) -> bool:
        """Whether not all of a text is set where its lines may be so wide."""
        return len(self.lettering.broken(text, wide, bold=bold)) > self.most_lines

    def wide(self, text: str, *, bold: bool = False) -> float:
        return self.lettering.wide(text, bold=bold)

    def at(
        self, text: str, x: float, top: float, *, share: float, bold: bool = False, clear: bool = False
    ) -> list[Label]:
        """A text on one line, of whose width `share` stands left of x; nothing where there is no text."""
        lines = self.lines(text, self.width, bold=bold)
        return [Label(line, x, top, self.text, share, bold, clear) for line in lines[:1]]

    def cleared(self, label: Label) -> Fill:
        """The area behind a label that is clear."""
        left = label.x - label.share * label.words.width
        return Fill(left - 1.0, label.top + 1.0, label.words.width + 2.0, self.leading - 2.0, self.paper)

    def stacked(
        self, lines: Sequence[Words], x: float, top: float, *, colour: str = "", bold: bool = False
    ) -> list[Label]:
        """Lines below each other."""
        return [
            Label(line, x, top + at * self.leading, colour or self.text, is_bold=bold) for at, line in enumerate(lines)
        ]

    def scale(self, chart: Chart) -> tuple[list[Part], float]:
        """What the scale counts in, above the frame, and how tall that is."""
        lines = self.lines(chart.scale, self.width)
        return [*self.stacked(lines, self.left, 0.0, colour=self.muted)], len(lines) * self.leading


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
