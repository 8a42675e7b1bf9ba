"""What stands on a page: lines of text, rules, shapes and drawings, each with its place and its structure element.

Pure positions in points, y counted down from the top of the strip that holds the item. Knows nothing of ReportLab.
An item belongs to a structure element (by its index) or is an artifact (ISO 32000-1, 14.8.2.2).
"""

from __future__ import annotations

from enum import Enum

from kpidsl.document.model import Logo, Segment, Sparkline
from kpidsl.render.parts import Fill, ShapeMark, Stroke
from kpidsl.render.pdf.fonts import Face
from kpidsl.values import dataclass


class Artifact(Enum):
    """What is printed but is no part of the content. The value is its property list."""

    LAYOUT = "<</Type/Layout>>"
    PAGINATION = "<</Type/Pagination>>"
    HEADER = "<</Type/Pagination/Subtype/Header/Attached[/Top]>>"
    FOOTER = "<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>"


Owner = int | Artifact


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text looks, and the Link element it belongs to, if any."""

    face: Face
    colour: str
    link: int | None = None
    underlined: bool = True  # where it is a link


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style. `x` is from the start of its line; `width` leaves out a space at the line's end."""

    text: str
    style: Style
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: `x` is its left edge, `y` its baseline."""

    owner: Owner
    x: float
    y: float
    size: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PageReference:
    """A line that ends in the number of a heading's page, at `width` from its left edge, with leaders before it. The
    layout puts the number in, once it is known."""

    line: TextLine
    heading: str
    width: float
    leader: str


Part = Fill | Stroke | ShapeMark | TextLine


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure made of parts, painted in their order, in a box whose top left corner is `x`, `y`. The parts are placed
    as items are, not from that corner."""

    owner: Owner
    x: float
    y: float
    width: float
    height: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A sparkline, in a box whose top left corner is `x`, `y`. `owner` is its Figure, or an artifact."""

    owner: Owner
    x: float
    y: float
    width: float
    height: float
    sparkline: Sparkline
    line_colour: str
    target_colour: str
    stroke: float = 1.0  # how much thicker than usual its lines are


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in parts, at the top of a box whose top left corner is `x`, `y`, and that holds its legend, too. `owner` is
    its Figure. `gap` is the colour between the parts, and of the shapes in them."""

    owner: Owner
    x: float
    y: float
    width: float
    height: float
    thick: float
    segments: tuple[Segment, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The logo, in a box whose top left corner is `x`, `y`. `owner` is its Figure."""

    owner: Owner
    x: float
    y: float
    width: float
    height: float
    logo: Logo


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that bookmarks and links lead to: the heading's index in `Layout.headings`."""

    heading: int
    y: float


Item = TextLine | PageReference | Fill | ShapeMark | Drawing | Trend | Bar | Picture | Anchor
