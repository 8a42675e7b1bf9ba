"""What charts are drawn of: places on a scale from 0 to 1, with the words that stand at them."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from kpidsl.terms import Shape
from kpidsl.values import dataclass


class Dash(Enum):
    """How a line is broken up, so that lines are told apart without colour."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"
    DASH_DOT = "dash-dot"


@dataclass(frozen=True, slots=True)
class Tick:
    """A round number on the scale of a chart, and how far up it stands."""

    at: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Category:
    """What one place along a chart is: a period (`Q1`, in the `group` of its year, `2021-22`) or an indicator."""

    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in a chart. `label` is printed at it; `is_hollow` says that it is not firm."""

    at: Decimal
    label: str = ""
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind, one a category, None where there is none.

    The last category over periods is now. A line has a break before each point whose place is in `breaks`. `label`
    stands at the end of a line; it is empty where the caption says it. `colour` is `#rrggbb`.
    """

    label: str
    points: tuple[Point | None, ...]
    marker: Shape
    dash: Dash
    colour: str
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """What the figures are held against in each category, None where there is nothing; `to` has the upper ends of a
    range. Over periods it is a line with steps between categories, in lying bars a mark on each."""

    label: str
    at: tuple[Decimal | None, ...]
    dash: Dash
    colour: str
    to: tuple[Decimal | None, ...] = ()
