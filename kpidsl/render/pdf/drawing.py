"""Draws rules, lines, shapes and sparklines as vectors on ReportLab's canvas. Knows nothing of pages or structure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kpidsl.render.geometry import Point, broken, parts, star, steps
from kpidsl.render.parts import ShapeMark, Stroke
from kpidsl.render.pdf.items import Bar, Picture, Trend
from kpidsl.render.pdf.library import Canvas, PDFTextObject
from kpidsl.render.theme import channels
from kpidsl.terms import Shape

_SERIES = 1.4  # points: the series, its latest point and a point with no neighbour, the target line and its dashes
_LATEST = 2.3
_LONE = 1.6
_TARGET = 0.9
_PART_GAP = 1.5  # between the parts of a bar
_DASHES = (2.4, 2.0)
_EDGE = 1.4  # of a hollow shape
_PAPER = "#FFFFFF"


def set_fill(target: Canvas | PDFTextObject, colour: str) -> None:
    """Fill what follows with `#rrggbb`."""
    target.setFillColorRGB(*(channel / 255 for channel in channels(colour)))


def draw_fill(canvas: Canvas, x: float, y: float, width: float, height: float, colour: str) -> None:
    """A filled rectangle; `x`, `y` is its bottom left corner."""
    set_fill(canvas, colour)
    canvas.rect(x, y, width, height, stroke=0, fill=1)


def draw_picture(canvas: Canvas, picture: Picture, top: float) -> None:
    """The logo, its top at `top`, up from the bottom of the page."""
    logo = picture.logo
    canvas.saveState()
    canvas.transform(picture.width, 0, 0, picture.height, picture.x, top - picture.height)
    canvas.doForm(canvas._doc.image(logo.png, logo.width, logo.height))
    canvas.restoreState()


def draw_shape(canvas: Canvas, mark: ShapeMark, top: float) -> None:
    """A shape whose top is at `top`, up from the bottom of the page. Areas are about equal to the eye."""
    set_fill(canvas, _PAPER if mark.hollow else mark.colour)
    edge = int(mark.hollow)
    if edge:
        _stroke(canvas, mark.colour, _EDGE)
        canvas.setDash()
    middle = mark.size / 2
    x, y = mark.x + middle, top - middle
    match mark.shape:
        case Shape.CIRCLE:
            canvas.circle(x, y, middle * 0.94, stroke=edge, fill=1)
        case Shape.SQUARE:
            side = middle * 0.86
            canvas.rect(x - side, y - side, 2 * side, 2 * side, stroke=edge, fill=1)
        case Shape.DIAMOND:
            _polygon(canvas, [(x, y + middle), (x + middle, y), (x, y - middle), (x - middle, y)], edge)
        case Shape.TRIANGLE:
            low = y - middle * 0.84
            _polygon(canvas, [(x, y + middle * 0.94), (x + middle, low), (x - middle, low)], edge)
        case Shape.STAR:
            _polygon(canvas, star(x, y - middle * 0.06, middle), edge)
        case _:
            assert_never(mark.shape)


def draw_stroke(canvas: Canvas, stroke: Stroke, top: float) -> None:
    """A line; the y of its points counts down from `top`."""
    _stroke(canvas, stroke.colour, stroke.width)
    canvas.setDash(list(stroke.dashes))
    canvas.setLineJoin(1)
    _path(canvas, [(x, top - y) for x, y in stroke.points])


def draw_trend(canvas: Canvas, trend: Trend, top: float) -> None:
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

    def height(value: object) -> float:
        return low + tall * min(1.0, max(0.0, float(str(value))))

    canvas.saveState()
    _stroke(canvas, trend.target_colour, _TARGET * stroke)
    canvas.setDash([dash * stroke for dash in _DASHES])
    for ends in (trend.sparkline.target, trend.sparkline.target_to):
        heights = [None if end is None else height(end) for end in ends]
        for part in parts(steps(heights, trend.x, trend.width, trend.sparkline.breaks)):
            _path(canvas, part)
    canvas.setDash()
    placed = [None if point is None else (start + step * at, height(point)) for at, point in enumerate(points)]
    _stroke(canvas, trend.line_colour, _SERIES * stroke)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    set_fill(canvas, trend.line_colour)
    for part in parts(broken(placed, trend.sparkline.breaks)):
        if len(part) == 1:
            canvas.circle(*part[0], _LONE * stroke, stroke=0, fill=1)
        else:
            _path(canvas, part)
    if placed and placed[-1] is not None:
        canvas.circle(*placed[-1], inset, stroke=0, fill=1)
    canvas.restoreState()


def draw_bar(canvas: Canvas, bar: Bar, top: float) -> None:
    """A bar whose top is at `top`, each part with its shape where there is room for it."""
    x = bar.x
    for segment in bar.segments:
        wide = bar.width * float(segment.share)
        if wide > 0:
            draw_fill(canvas, x, top - bar.thick, max(wide - _PART_GAP, wide / 2), bar.thick, segment.mark.colour)
        size = bar.thick / 2
        if wide > 2 * size:
            mark = ShapeMark(segment.mark.shape, x + (wide - _PART_GAP - size) / 2, 0, size, bar.gap)
            draw_shape(canvas, mark, top - (bar.thick - size) / 2)
        x += wide


def _path(canvas: Canvas, points: Sequence[Point]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)


def _stroke(canvas: Canvas, colour: str, width: float) -> None:
    canvas.setStrokeColorRGB(*(channel / 255 for channel in channels(colour)))
    canvas.setLineWidth(width)


def _polygon(canvas: Canvas, points: Sequence[Point], edge: int) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=edge, fill=1)
