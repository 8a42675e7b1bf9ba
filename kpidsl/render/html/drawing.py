"""Status shapes and sparklines as SVG. A shape is ornament, for its word stands beside it; a sparkline has its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import assert_never

from kpidsl.document.model import Sparkline, StackedBar
from kpidsl.render.geometry import Point, broken, parts, star, steps
from kpidsl.render.html.markup import Markup, element
from kpidsl.terms import Shape

_SIZE = 12.0  # of a shape's box
_BAR = 100.0  # the width of a stacked bar
_WIDE, _TALL, _INSET = 112.0, 28.0, 3.0  # of a sparkline's


def shape(kind: Shape, colour_class: str) -> Markup:
    """A status shape."""
    box = f"0 0 {_SIZE:g} {_SIZE:g}"
    svg = {"viewBox": box, "class_": f"shape {colour_class}", "aria_hidden": "true", "focusable": "false"}
    return element("svg", outline(kind), **svg)


def outline(kind: Shape) -> Markup:
    """A shape in a box of 12 by 12."""
    match kind:
        case Shape.CIRCLE:
            return element("circle", cx="6", cy="6", r="5.6")
        case Shape.SQUARE:
            return element("path", d="M.9 .9h10.2v10.2H.9z")
        case Shape.DIAMOND:
            return element("path", d="M6 0l6 6-6 6-6-6z")
        case Shape.TRIANGLE:
            return element("path", d="M6 .4l6 10.7H0z")
        case Shape.STAR:
            points = [(x, _SIZE - y) for x, y in star(_SIZE / 2, _SIZE / 2 - 0.4, _SIZE / 2)]
            return element("path", d=f"{path(points)}z")
        case _:
            assert_never(kind)


def stacked_bar(one: StackedBar, colour_class: Callable[[str], str]) -> Markup:
    """The parts side by side, each in the colour of its status; white lines between them."""
    x = 0.0
    drawn: list[Markup] = []
    for segment in one.segments:
        wide = _BAR * float(segment.share)
        if wide > 0:
            colour = colour_class(segment.mark.colour)
            drawn.append(element("rect", x=f"{x:.2f}", y="0", width=f"{wide:.2f}", height="1", class_=f"part {colour}"))
        x += wide
    svg = {"viewBox": f"0 0 {_BAR:g} 1", "preserveAspectRatio": "none", "focusable": "false"}
    return element("svg", *drawn, **svg)


def sparkline(one: Sparkline) -> Markup:
    """The target dashed, the series, and a dot at the latest value, as they are drawn on paper."""
    count = len(one.points)
    step = (_WIDE - 2 * _INSET) / (count - 1) if count > 1 else 0.0
    start = _INSET if count > 1 else _WIDE / 2
    drawn: list[Markup] = []
    for ends in (one.target, one.target_to):
        levels = [None if end is None else _height(end) for end in ends]
        drawn += [element("path", class_="goal", d=path(part)) for part in parts(steps(levels, 0, _WIDE, one.breaks))]
    placed = [None if height is None else (start + step * at, _height(height)) for at, height in enumerate(one.points)]
    for part in parts(broken(placed, one.breaks)):
        drawn.append(_dot(part[0], 2) if len(part) == 1 else element("path", class_="series", d=path(part)))
    if placed and placed[-1] is not None:
        drawn.append(_dot(placed[-1], _INSET))
    box = f"0 0 {_WIDE:g} {_TALL:g}"
    svg = {"viewBox": box, "class_": "trend", "role": "img", "aria_label": one.alt, "focusable": "false"}
    return element("svg", *drawn, **svg)


def _height(value: Decimal) -> float:
    """From the top of the box, which is where SVG counts from."""
    share = min(Decimal(1), max(Decimal(0), value))
    return _TALL - _INSET - (_TALL - 2 * _INSET) * float(share)


def path(points: Sequence[Point], places: int = 2) -> str:
    """The line through points, to so many decimal places."""
    return "M" + "L".join(f"{x:.{places}f} {y:.{places}f}" for x, y in points)


def _dot(point: Point, radius: float) -> Markup:
    return element("circle", class_="value", cx=f"{point[0]:.2f}", cy=f"{point[1]:.2f}", r=f"{radius:g}")
