"""A chart: its caption, the drawing, its figures as a table, and the note on its marks.

It is drawn twice, for wide and for narrow screens, and the style shows the one that fits: type that shrinks with the
drawing cannot be read on a phone. Both are one image with one description.
"""

from __future__ import annotations

from typing import assert_never

from kpidsl.document.model import Chart
from kpidsl.render.chart import drawn
from kpidsl.render.chart.plot import Look
from kpidsl.render.html.drawing import outline, path
from kpidsl.render.html.inlines import inlines
from kpidsl.render.html.lettering import PageLettering
from kpidsl.render.html.markup import Markup, element, lines
from kpidsl.render.html.setting import Setting
from kpidsl.render.html.tables import table
from kpidsl.render.parts import Fill, Label, Part, ShapeMark, Stroke
from kpidsl.values import replace

_SIZE = 13.0  # of type; style.css has the same
_EDGE = 1.6  # of a hollow shape
_BASELINE = 0.36  # of the size of type, below the middle of its line
_ABOVE = 1.0  # free, for what reaches out at the top
# The colours that are not in the Chart are classes of style.css.
_WIDE_LOOK = Look(
    lettering=PageLettering(_SIZE),
    left=0.0,
    width=680.0,
    leading=17.0,
    height=190.0,
    gap=6.0,
    apart=3.0,
    marker=8.5,
    now=12.0,
    bar=44.0,
    lying=17.0,
    end_share=0.27,
    name_share=0.4,
    text="text",
    muted="muted",
    paper="paper",
    band="band",
    rule="rule",
    earlier="earlier",
)
_NARROW_LOOK = replace(_WIDE_LOOK, width=312.0, height=180.0, gap=4.0, marker=7.0, now=10.0, end_share=0.36)
_LOOKS = {"broad": _WIDE_LOOK, "slim": _NARROW_LOOK}


def chart(setting: Setting, one: Chart) -> Markup:
    """The figure."""
    drawings = (_drawing(setting, one, look, name) for name, look in _LOOKS.items())
    parts = [
        element("figcaption", one.caption),
        element("div", *drawings, role="img", aria_label=one.alt),
        table(setting, one.table),
        *([element("p", inlines(setting, one.note))] if one.note else []),
    ]
    return element("figure", lines(*parts), class_="chart")


def _drawing(setting: Setting, one: Chart, look: Look, name: str) -> Markup:
    """Words are painted last, on top of all lines."""
    parts, height = drawn(look, one)
    box = f"0 {-_ABOVE:g} {look.width:g} {height + 2 * _ABOVE:.1f}"
    painted = (_painted(setting, part) for part in sorted(parts, key=lambda part: isinstance(part, Label)))
    return element("svg", *painted, viewBox=box, class_=name, aria_hidden="true", focusable="false")


def _painted(setting: Setting, part: Part) -> Markup:
    match part:
        case Fill():
            area = f"M{part.x:.1f} {part.y:.1f}h{part.width:.1f}v{part.height:.1f}h{-part.width:.1f}z"
            return element("path", d=area, class_=_class(setting, part.colour))
        case Stroke():
            dashes = " ".join(f"{each:g}" for each in part.dashes)
            return element(
                "path",
                d=path(part.points, 1),
                class_=f"line {_class(setting, part.colour)}",
                stroke_width=f"{part.width:g}",
                stroke_dasharray=dashes or None,
            )
        case ShapeMark():
            scale = part.size / 12
            edge = f"{_EDGE / scale:.2f}" if part.hollow else None
            looks = f"{'hollow ' if part.hollow else ''}{_class(setting, part.colour)}"
            place = f"translate({part.x:.1f} {part.y:.1f})scale({scale:.3f})"
            return element("g", outline(part.shape), class_=looks, transform=place, stroke_width=edge)
        case Label():
            return _label(setting, part)
        case _:
            assert_never(part)


def _label(setting: Setting, part: Label) -> Markup:
    """The browser sets it from its anchor, so that it stands there however wide its font is."""
    anchor = {0.5: "middle", 1.0: "end"}.get(part.share)
    looks = f"{'bold ' * part.is_bold}{'clear ' * part.is_clear}{_class(setting, part.colour)}"
    baseline = part.top + _WIDE_LOOK.leading / 2 + _SIZE * _BASELINE
    place = {"x": f"{part.x:.1f}", "y": f"{baseline:.1f}"}
    said = element("tspan", part.words.text.rstrip())
    return element("text", said, class_=looks, text_anchor=anchor, **place)


def _class(setting: Setting, colour: str) -> str:
    """That of a colour of the Chart, or of the Look, whose colours are classes."""
    return setting.colour_class(colour) if colour.startswith("#") else colour
