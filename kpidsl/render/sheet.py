"""The paper that a Braille report is made for, and whether its readers know contractions."""

from __future__ import annotations

from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """`cells` in a line, `lines` on a page with the one for the page number."""

    cells: int = 40
    lines: int = 25
    contracted: bool = True


CELLS = range(28, 61)
LINES = range(15, 41)
USUAL = Sheet()
