"""What drawings are made of: areas, shapes, lines and words, each with its place; y counts down."""

from __future__ import annotations

from kpidsl.terms import Shape
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle, also every rule: `x`, `y` is its top left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class ShapeMark:
    """A shape in a square of side `size` whose top left corner is `x`, `y`; `hollow` ones are white with an edge."""

    shape: Shape
    x: float
    y: float
    size: float
    colour: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points. `dashes` are the lengths of its dashes and gaps; none: it is solid."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Text on one line, and how wide it is without a space at its end."""

    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a line box whose top is `top`; `share` of their width stands left of `x`. Nothing shows through behind
    those that `is_clear`."""

    words: Words
    x: float
    top: float
    colour: str
    share: float = 0.0
    is_bold: bool = False
    is_clear: bool = False


Part = Fill | Stroke | ShapeMark | Label
