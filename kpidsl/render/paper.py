"""The paper that a report is printed on, and how large print is set: what a house can choose of it. Knows no format."""

from __future__ import annotations

from enum import Enum

from kpidsl.render.typeface import Typeface
from kpidsl.values import dataclass


class PaperSize(Enum):
    """A size of paper; the value is its width and height upright, in points (1/72 inch)."""

    A4 = (595.276, 841.89)
    A3 = (841.89, 1190.551)
    LETTER = (612.0, 792.0)


@dataclass(frozen=True, slots=True)
class Paper:
    """A page, upright or `is_landscape`."""

    size: PaperSize = PaperSize.A4
    is_landscape: bool = False

    @property
    def width(self) -> float:
        return self.size.value[self.is_landscape]

    @property
    def height(self) -> float:
        return self.size.value[not self.is_landscape]


@dataclass(frozen=True, slots=True)
class LargePrint:
    """`size` of all type, in points. `typeface` is None where it is that of all reports."""

    size: int = 18
    typeface: Typeface | None = None


A4 = Paper()
LARGE_PRINT = LargePrint()
# From the least that is called large print (UKAAF, G003) up to where a line holds but a few words.
LARGE_SIZES = range(16, 25)
