"""How wide text may be on a page: its font is the reader's own, so widths are those of the widest in use.

Shares of the size of type, by kind of character. What they add up to is seldom too little, and then by little.
"""

from __future__ import annotations

import unicodedata
from functools import partial

from kpidsl.render.chart.lettering import lines_of
from kpidsl.render.parts import Words
from kpidsl.values import dataclass

_NARROW, _WIDE = frozenset(" !'(),./:;I[]fijlrt|\u2018\u2019\u00a0"), frozenset("%@MWmw\u2013\u2014\u2026")
_SHARES = {"narrow": 0.4, "usual": 0.61, "capital": 0.72, "wide": 0.95}
_FULL = 1.05  # the characters of East Asia, and all that we do not know
_BOLD = 1.14


@dataclass(frozen=True, slots=True)
class PageLettering:
    """Type of a size, in units of a drawing."""

    size: float

    def wide(self, text: str, *, bold: bool) -> float:
        return sum(map(_share, text)) * self.size * (_BOLD if bold else 1.0)

    def broken(self, text: str, wide: float, *, bold: bool) -> tuple[Words, ...]:
        return lines_of(text, wide, partial(self.wide, bold=bold))


def _share(char: str) -> float:
    if char in _NARROW:
        return _SHARES["narrow"]
    if char in _WIDE:
        return _SHARES["wide"]
    if char.isdigit() or char.islower():
        return _SHARES["usual"]
    if unicodedata.combining(char):
        return 0.0
    return _SHARES["capital"] if ord(char) < 0x2E80 else _FULL
