"""The drawing of a chart as a picture of dots. Where everything stands in it, `kpidsl.render.chart` says.

Its words are set in the fonts of the PDF, which come with the program, so that every machine makes the same dots.
"""

from __future__ import annotations

import math
from functools import cache, partial
from importlib import resources
from io import BytesIO
from typing import assert_never

from PIL import Image, ImageDraw, ImageFont

from kpidsl.document.model import Chart
from kpidsl.render.chart import drawn
from kpidsl.render.chart.lettering import lines_of
from kpidsl.render.chart.plot import Look
from kpidsl.render.docx.drawing import dashes, png, shape
from kpidsl.render.docx.xml import clean
from kpidsl.render.parts import Fill, Label, Part, ShapeMark, Stroke, Words
from kpidsl.render.theme import Theme
from kpidsl.values import dataclass

_FINE, _COARSE = 8, 2  # dots to the point while drawing, and how many of them become one
_SIZE, _LEADING = 10, 12.5  # of type, in points
_BASELINE = 0.36  # of the size of type, below the middle of its line
_EDGE = 1.4  # of a hollow shape
_ABOVE = 1.0  # free, for what reaches out at the top and the bottom


def chart_picture(chart: Chart, wide: int, theme: Theme) -> tuple[bytes, int]:
    """The drawing as PNG, as many points wide, and how many it is tall. Words are painted last, on top of all lines."""
    look = _look(wide, theme)
    parts, height = drawn(look, chart)
    tall = math.ceil(height + 2 * _ABOVE)
    picture = Image.new("RGB", (wide * _FINE, tall * _FINE), theme.paper)
    pen = ImageDraw.Draw(picture)
    for part in sorted(parts, key=lambda part: isinstance(part, Label)):
        _paint(pen, look, part)
    return png(picture, _COARSE), tall


def _look(wide: int, theme: Theme) -> Look:
    return Look(
        lettering=_Lettering(),
        left=0.0,
        width=wide,
        leading=_LEADING,
        height=128.0,
        gap=5.0,
        apart=2.0,
        marker=6.4,
        now=9.0,
        bar=34.0,
        lying=13.0,
        end_share=0.27,
        name_share=0.4,
        text=theme.text,
        muted=theme.muted,
        paper=theme.paper,
        band=theme.band,
        rule=theme.rule,
        earlier=theme.earlier,
    )


@dataclass(frozen=True, slots=True)
class _Lettering:
    """Measures the type, in points."""

    def wide(self, text: str, *, bold: bool) -> float:
        return _font(bold).getlength(clean(text)) / _FINE

    def broken(self, text: str, wide: float, *, bold: bool) -> tuple[Words, ...]:
        return lines_of(clean(text), wide, partial(self.wide, bold=bold))


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf"
    data = resources.files("kpidsl.render").joinpath("pdf", "fonts", name).read_bytes()
    return ImageFont.truetype(BytesIO(data), _SIZE * _FINE, layout_engine=ImageFont.Layout.BASIC)


def _paint(pen: ImageDraw.ImageDraw, look: Look, part: Part) -> None:
    match part:
        case Fill():
            left, top, right, bottom = part.x, part.y, part.x + part.width, part.y + part.height
            edges = (_dots(left), _down(top), _dots(right) - 1, _down(bottom) - 1)
            if edges[2] >= edges[0] and edges[3] >= edges[1]:
                pen.rectangle(edges, part.colour)
        case Stroke():
            points = [(_dots(x), _down(y)) for x, y in part.points]
            thick = max(1, _dots(part.width))
            if part.dashes:
                for dash in dashes(points, [each * _FINE for each in part.dashes]):
                    pen.line(dash, part.colour, thick)
            else:
                pen.line(points, part.colour, thick, joint="curve")
        case ShapeMark():
            middle = (_dots(part.x + part.size / 2), _down(part.y + part.size / 2))
            radius = _dots(part.size / 2)
            shape(pen, part.shape, middle, radius, part.colour)
            if part.hollow:
                shape(pen, part.shape, middle, radius - _dots(_EDGE), look.paper)
        case Label():
            if part.is_clear:
                _paint(pen, look, look.cleared(part))
            left = _dots(part.x - part.share * part.words.width)
            baseline = _down(part.top + look.leading / 2 + _BASELINE * _SIZE)
            pen.text((left, baseline), part.words.text, part.colour, _font(part.is_bold), anchor="ls")
        case _:
            assert_never(part)


def _dots(points: float) -> int:
    return round(points * _FINE)


def _down(points: float) -> int:
    """From the top of the picture."""
    return _dots(points + _ABOVE)
