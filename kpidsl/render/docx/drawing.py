"""Trends and bars as pictures, and the shapes of statuses as characters.

A picture of dots is what every program that opens Word files can show (drawings and vector pictures are not), and its
alternative text is what they read out. A shape is a character, so that it is copied and pasted with its word. Only
this module, `charts` and `kpidsl.render.pictures` know Pillow.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import assert_never

from PIL import Image, ImageDraw, ImageFont

from kpidsl.document.model import Sparkline, StackedBar
from kpidsl.render.docx import measures as m
from kpidsl.render.docx.xml import NAMESPACES, Xml, escaped, node, w
from kpidsl.render.theme import Theme
from kpidsl.terms import Shape

CHARACTERS = {
    Shape.CIRCLE: "\u25cf",
    Shape.SQUARE: "\u25a0",
    Shape.DIAMOND: "\u25c6",
    Shape.TRIANGLE: "\u25b2",
    Shape.STAR: "\u2605",
}
_FINE = 16  # dots to the point while drawing: those of the picture (288 to the inch) are the mean of four by four
_COARSE = 4
_WIDE, _TALL = m.TREND_WIDTH * _FINE, m.TREND_HEIGHT * _FINE
_SERIES, _TARGET, _LATEST, _LONE = 22, 14, 37, 26  # strokes of lines and radii of dots, in fine dots
_DASH, _GAP = 38, 32
_PART_GAP = 24  # between the parts of a bar
_MARK_SIZE, _MARK_DOTS, _MARK_GREY = 400, 800, 230

Said = dict[str, str | int]
_NO_MARGINS: Said = {"distT": 0, "distB": 0, "distL": 0, "distR": 0}
Point = tuple[int, int]  # from the top left


def trend_picture(line: Sparkline, theme: Theme) -> bytes:
    """The trend as PNG: the target dashed, the series, and a dot at the latest value; gaps where values are missing."""
    picture = Image.new("RGB", (_WIDE, _TALL), theme.paper)
    pen = ImageDraw.Draw(picture)
    inset, count = _LATEST, len(line.points)

    def y(height: Decimal) -> int:
        return _TALL - inset - int((_TALL - 2 * inset) * min(Decimal(1), max(Decimal(0), height)))

    def x(at: int) -> int:
        return inset + (_WIDE - 2 * inset) * at // (count - 1) if count > 1 else _WIDE // 2

    for ends in (line.target, line.target_to):
        for part in _stretches(*_steps([None if end is None else y(end) for end in ends], line.breaks)):
            for dash in dashes(part, (_DASH, _GAP)):
                pen.line(dash, theme.target_line, _TARGET)
    series = [None if height is None else (x(at), y(height)) for at, height in enumerate(line.points)]
    for part in _stretches(series, line.breaks):
        pen.line(part, theme.accent, _SERIES, joint="curve")
        for end in (part[0], part[-1]):
            _dot(pen, end, _LONE if len(part) == 1 else _SERIES // 2, theme.accent)
    if series and series[-1] is not None:
        _dot(pen, series[-1], _LATEST, theme.accent)
    return png(picture, _COARSE)


def _dot(pen: ImageDraw.ImageDraw, middle: Point, radius: int, colour: str) -> None:
    x, y = middle
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), colour)


def _steps(heights: Sequence[int | None], breaks: Sequence[int]) -> tuple[list[Point | None], tuple[int, ...]]:
    """A level stretch for each height from edge to edge, the steps half-way between two points of the series; and
    the places before which there is a gap."""
    gaps = max(len(heights) - 1, 1)
    edges = [0, *(_WIDE * (2 * at - 1) // (2 * gaps) for at in range(1, len(heights))), _WIDE]
    points: list[Point | None] = []
    for at, height in enumerate(heights):
        points += [None, None] if height is None else [(edges[at], height), (edges[at + 1], height)]
    return points, tuple(2 * at for at in breaks)


def _stretches(points: Sequence[Point | None], breaks: Sequence[int]) -> Iterator[list[Point]]:
    """The points between gaps."""
    part: list[Point] = []
    for at, point in enumerate(points):
        if part and (point is None or at in breaks):
            yield part
            part = []
        if point is not None:
            part.append(point)
    if part:
        yield part


def dashes(points: Sequence[Point], lengths: Sequence[float]) -> Iterator[tuple[Point, Point]]:
    """A line cut into dashes, which run on round its corners; `lengths` are those of dashes and gaps in turn."""
    every = itertools.cycle(lengths)
    left, is_dash = next(every), True
    for (x, y), (to_x, to_y) in itertools.pairwise(points):
        long, done = math.hypot(to_x - x, to_y - y), 0.0
        while done < long:
            step = min(left, long - done)
            if is_dash:
                ends = (done / long, (done + step) / long)
                start, end = ((x + round((to_x - x) * at), y + round((to_y - y) * at)) for at in ends)
                yield start, end
            done += step
            left -= step
            if left <= 0:
                left, is_dash = next(every), not is_dash


def bar_picture(bar: StackedBar, wide: int, theme: Theme) -> bytes:
    """The bar as PNG, as many points wide: its parts with their shapes, where there is room for them."""
    dots, thick = wide * _FINE, m.BAR_HEIGHT * _FINE
    picture = Image.new("RGB", (dots, thick), theme.paper)
    pen = ImageDraw.Draw(picture)
    done = Decimal(0)
    for segment in bar.segments:
        left, right = int(dots * done), int(dots * (done + segment.share))
        done += segment.share
        end = max(right - _PART_GAP, (left + right) // 2)
        if end > left:
            pen.rectangle((left, 0, end - 1, thick), segment.mark.colour)
        if right - left > thick:
            shape(pen, segment.mark.shape, ((left + end) // 2, thick // 2), thick // 4, theme.paper)
    return png(picture, _COARSE)


def shape(pen: ImageDraw.ImageDraw, kind: Shape, middle: Point, radius: int, colour: str) -> None:
    """The shape, filled, in a square of twice the radius."""
    x, y = middle
    match kind:
        case Shape.CIRCLE:
            _dot(pen, middle, radius, colour)
        case Shape.SQUARE:
            side = radius * 7 // 8
            pen.rectangle((x - side, y - side, x + side, y + side), colour)
        case Shape.DIAMOND:
            pen.polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], colour)
        case Shape.TRIANGLE:
            low = y + radius * 7 // 8
            pen.polygon([(x, y - radius), (x + radius, low), (x - radius, low)], colour)
        case Shape.STAR:
            turns = ((turn * math.pi / 5, radius if turn % 2 == 0 else radius * 3 // 7) for turn in range(10))
            pen.polygon([(x + round(r * math.sin(at)), y - round(r * math.cos(at))) for at, r in turns], colour)
        case _:
            assert_never(kind)


def png(picture: Image.Image, coarse: int) -> bytes:
    """The picture with so many of its dots, each way, made one."""
    out = BytesIO()
    picture.reduce(coarse).save(out, "PNG", optimize=True)
    return out.getvalue()


def picture(id: str, alt: str, number: int, wide: int, tall: int) -> Xml:
    """A run that holds the picture of the relation `id` in the line of text; `number` tells it from all others."""
    name: Said = {"id": number, "name": f"Picture {number}", "descr": alt}
    inline = node("wp:inline", _NO_MARGINS, _extent(wide, tall), *_drawn(id, name, wide, tall))
    return w("r", w("drawing", inline))


def watermark_picture(mark: str) -> bytes:
    """The mark in light grey, slanting upwards, as PNG that shows what is behind it."""
    font = ImageFont.load_default(_MARK_SIZE)
    assert isinstance(font, ImageFont.FreeTypeFont)  # every Pillow of today has it
    left, top, right, bottom = (int(edge) for edge in font.getbbox(mark))
    picture = Image.new("LA", (right - left, bottom - top), (_MARK_GREY, 0))
    ImageDraw.Draw(picture).text((-left, -top), mark, (_MARK_GREY, 255), font)
    turned = picture.rotate(45, Image.Resampling.BICUBIC, expand=True, fillcolor=(_MARK_GREY, 0))
    out = BytesIO()
    turned.resize((_MARK_DOTS, _MARK_DOTS * turned.height // turned.width)).save(out, "PNG", optimize=True)
    return out.getvalue()


def watermark(id: str, alt: str, number: int) -> Xml:
    """A run that holds the picture behind the text, in the middle of the page. It has the name that Word gives to
    watermarks, so that Word's own command can take it away."""
    name: Said = {"id": number, "name": f"WordPictureWatermark{number}", "descr": alt}
    middle = node("wp:align", {}, escaped("center"))
    anchor = node(
        "wp:anchor",
        {
            **_NO_MARGINS,
            "simplePos": 0,
            "relativeHeight": 1,
            "behindDoc": 1,
            "locked": 0,
            "layoutInCell": 0,
            "allowOverlap": 1,
        },
        node("wp:simplePos", {"x": 0, "y": 0}),
        node("wp:positionH", {"relativeFrom": "margin"}, middle),
        node("wp:positionV", {"relativeFrom": "margin"}, middle),
        _extent(m.WATERMARK, m.WATERMARK),
        node("wp:effectExtent", {"l": 0, "t": 0, "r": 0, "b": 0}),
        node("wp:wrapNone", {}),
        *_drawn(id, name, m.WATERMARK, m.WATERMARK)[1:],
    )
    return w("r", w("drawing", anchor))


def _extent(wide: int, tall: int, name: str = "wp:extent") -> Xml:
    return node(name, {"cx": wide * m.EMU, "cy": tall * m.EMU})


def _drawn(id: str, name: Said, wide: int, tall: int) -> tuple[Xml, ...]:
    """What follows the size of a picture: its name and words, and where its dots are."""
    shown = node(
        "pic:pic",
        {"xmlns:pic": NAMESPACES["pic"]},
        node("pic:nvPicPr", {}, node("pic:cNvPr", name), node("pic:cNvPicPr", {})),
        node("pic:blipFill", {}, node("a:blip", {"r:embed": id}), node("a:stretch", {}, node("a:fillRect", {}))),
        node(
            "pic:spPr",
            {},
            node("a:xfrm", {}, node("a:off", {"x": 0, "y": 0}), _extent(wide, tall, "a:ext")),
            node("a:prstGeom", {"prst": "rect"}, node("a:avLst", {})),
        ),
    )
    return (
        node("wp:effectExtent", {"l": 0, "t": 0, "r": 0, "b": 0}),
        node("wp:docPr", name),
        node("wp:cNvGraphicFramePr", {}),
        node("a:graphic", {}, node("a:graphicData", {"uri": NAMESPACES["pic"]}, shown)),
    )
