"""The results as a chart: kpic's own chart renderer places everything, and here it becomes a file of SVG.

Each step to the right is a larger report, each line upwards ten times the time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import assert_never

from kpidsl.document.drawn import Category, Dash, Point, Series, Tick
from kpidsl.document.model import Chart, Table
from kpidsl.render.chart import drawn
from kpidsl.render.chart.plot import Look
from kpidsl.render.html.drawing import outline, path
from kpidsl.render.html.lettering import PageLettering
from kpidsl.render.parts import Fill, Label, Part, ShapeMark, Stroke
from kpidsl.render.theme import Theme
from kpidsl.terms import ChartKind, Shape

_SIZE = 13.0
_THEME = Theme()
_LOOK = Look(
    lettering=PageLettering(_SIZE), left=0.0, width=680.0, leading=17.0, height=300.0, gap=6.0, apart=3.0, marker=8.5,
    now=8.5, bar=44.0, lying=17.0, end_share=0.27, name_share=0.4, text=_THEME.text, muted=_THEME.muted,
    paper=_THEME.paper, band=_THEME.band, rule=_THEME.rule, earlier=_THEME.earlier,
)  # fmt: skip
_DRESS = (
    (Shape.CIRCLE, Dash.SOLID, _THEME.accent),
    (Shape.SQUARE, Dash.DASHED, _THEME.others[0]),
    (Shape.TRIANGLE, Dash.DOTTED, _THEME.others[1]),
    (Shape.DIAMOND, Dash.DASH_DOT, _THEME.others[2]),
    (Shape.STAR, Dash.DASHED, _THEME.muted),
    (Shape.SQUARE, Dash.DOTTED, _THEME.earlier),
)


def chart(title: str, sizes: Sequence[str], seconds: Mapping[str, Sequence[float | None]]) -> str:
    """Lines of seconds by size of report, one a maker, as a file of SVG."""
    known = [each for line in seconds.values() for each in line if each]
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    high = max(high, low + 1)

    def at(value: float) -> Decimal:
        return Decimal(str(round((math.log10(value) - low) / (high - low), 4)))

    ticks = tuple(Tick(at(10.0**power), f"{10.0**power:,g} s") for power in range(low, high + 1))
    series = tuple(
        Series(name, tuple(Point(at(each)) if each else None for each in line), *dress[:2], dress[2])
        for (name, line), dress in zip(seconds.items(), _DRESS, strict=False)
    )
    one = Chart(
        title,
        ChartKind.LINES,
        tuple(Category(size) for size in sizes),
        ticks,
        None,
        series,
        (),
        "",
        title,
        Table("", (), ()),
    )
    parts, height = drawn(_LOOK, one)
    inside = "".join(_painted(part) for part in sorted(parts, key=lambda part: isinstance(part, Label)))
    wide, tall = f"{_LOOK.width:g}", f"{height + 2:.0f}"
    size = f'viewBox="0 -1 {wide} {tall}" width="{wide}" height="{tall}"'
    type_ = f'font-family="Liberation Sans, Arial, sans-serif" font-size="{_SIZE:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {type_}><title>{escape(title)}</title>'
        f'<rect y="-1" width="{wide}" height="{tall}" fill="{_THEME.paper}"/>{inside}</svg>\n'
    )


def _painted(part: Part) -> str:
    match part:
        case Fill():
            area = f'x="{part.x:.1f}" y="{part.y:.1f}" width="{part.width:.1f}" height="{part.height:.1f}"'
            return f'<rect {area} fill="{part.colour}"/>'
        case Stroke():
            dashes = f' stroke-dasharray="{" ".join(f"{each:g}" for each in part.dashes)}"' if part.dashes else ""
            line = path(part.points, 1)
            return f'<path d="{line}" fill="none" stroke="{part.colour}" stroke-width="{part.width:g}"{dashes}/>'
        case ShapeMark():
            place = f"translate({part.x:.1f} {part.y:.1f})scale({part.size / 12:.3f})"
            return f'<g transform="{place}" fill="{part.colour}">{outline(part.shape)}</g>'
        case Label():
            anchor = {0.5: "middle", 1.0: "end"}.get(part.share, "start")
            weight = ' font-weight="bold"' if part.is_bold else ""
            baseline = part.top + _LOOK.leading / 2 + _SIZE * 0.36
            return (
                f'<text x="{part.x:.1f}" y="{baseline:.1f}" text-anchor="{anchor}" fill="{part.colour}"{weight}>'
                f"{escape(part.words.text.strip())}</text>"
            )
        case _:
            assert_never(part)
