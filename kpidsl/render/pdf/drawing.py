"""Draws rules, lines, shapes and sparklines as vectors. Knows nothing of pages or structure."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from kpidsl.render.geometry import broken, parts, star, steps
from kpidsl.render.parts import ShapeMark, Stroke
from kpidsl.render.pdf.ink import Ink
from kpidsl.render.pdf.items import Bar, Trend
from kpidsl.terms import Shape

_SERIES = 1.4  # points: the series, its latest point and a point with no neighbour, the target line and its dashes
_LATEST = 2.3
_LONE = 1.6
_TARGET = 0.9
_PART_GAP = 1.5  # between the parts of a bar
_DASHES = (2.4, 2.0)
_EDGE = 1.4  # of a hollow shape
_PAPER = "#FFFFFF"


def draw_fill(ink: Ink, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A filled rectangle; `x`, `y` is its bottom left corner."""
    ink.fill(colour)
    ink.rectangle(x, y, width, height)


def draw_shape(ink: Ink, mark: ShapeMark, top: float) -> None:
    """A shape whose top is at `top`, up from the bottom of the page. Areas are about equal to the eye."""
    ink.fill(_PAPER if mark.hollow else mark.colour)
    edge = mark.hollow
    if edge:
        ink.stroke(mark.colour, _EDGE)
    middle = mark.size / 2
    x, y = mark.x + middle, top - middle
    match mark.shape:
        case Shape.CIRCLE:
            ink.circle(x, y, middle * 0.94, edge=edge)
        case Shape.SQUARE:
            side = middle * 0.86
            ink.rectangle(x - side, y - side, 2 * side, 2 * side, edge=edge)
        case Shape.DIAMOND:
            ink.polygon([(x, y + middle), (x + middle, y), (x, y - middle), (x - middle, y)], edge=edge)
        case Shape.TRIANGLE:
            low = y - middle * 0.84
            ink.polygon([(x, y + middle * 0.94), (x + middle, low), (x - middle, low)], edge=edge)
        case Shape.STAR:
            ink.polygon(star(x, y - middle * 0.06, middle), edge=edge)
        case _:
            assert_never(mark.shape)


def draw_stroke(ink: Ink, stroke: Stroke, top: float) -> None:
    """A line; the y of its points counts down from `top`."""
    ink.stroke(stroke.colour, stroke.width, stroke.dashes)
    ink.rounded()
    ink.line([(x, top - y) for x, y in stroke.points])


def draw_trend(ink: Ink, trend: Trend, top: float) -> None:
    """A sparkline whose box has its top at `top`: the target dashed, the series, and a dot at the latest value.

    Lines and dots stay inside the box. Where values or targets are missing there is a gap; the target changes half-way
    between two points.
    """
    stroke = trend.stroke
    inset = min(_LATEST * stroke, trend.width / 2, trend.height / 2)
    left, low = trend.x + inset, top - trend.height + inset
    wide, tall = trend.width - 2 * inset, trend.height - 2 * inset
    points = trend.sparkline.points
    step = wide / (len(points) - 1) if len(points) > 1 else 0.0
    start = left if len(points) > 1 else left + wide / 2

    def height(value: Decimal) -> float:
        return low + tall * min(1.0, max(0.0, float(value)))

    ink.save()
    ink.stroke(trend.target_colour, _TARGET * stroke, tuple(dash * stroke for dash in _DASHES))
    for ends in (trend.sparkline.target, trend.sparkline.target_to):
        heights = [None if end is None else height(end) for end in ends]
        for part in parts(steps(heights, trend.x, trend.width, trend.sparkline.breaks)):
            ink.line(part)
    placed = [None if point is None else (start + step * at, height(point)) for at, point in enumerate(points)]
    ink.stroke(trend.line_colour, _SERIES * stroke)
    ink.rounded(ends=True)
    ink.fill(trend.line_colour)
    for part in parts(broken(placed, trend.sparkline.breaks)):
        if len(part) == 1:
            ink.circle(*part[0], _LONE * stroke)
        else:
            ink.line(part)
    if placed and placed[-1] is not None:
        ink.circle(*placed[-1], inset)
    ink.restore()


def draw_bar(ink: Ink, bar: Bar, top: float) -> None:
    """A bar whose top is at `top`, each part with its shape where there is room for it."""
    x = bar.x
    for segment in bar.segments:
        wide = bar.width * float(segment.share)
        if wide > 0:
            draw_fill(ink, x, top - bar.thick, max(wide - _PART_GAP, wide / 2), bar.thick, segment.mark.colour)
        size = bar.thick / 2
        if wide > 2 * size:
            mark = ShapeMark(segment.mark.shape, x + (wide - _PART_GAP - size) / 2, 0, size, bar.gap)
            draw_shape(ink, mark, top - (bar.thick - size) / 2)
        x += wide
