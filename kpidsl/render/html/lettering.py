"""How wide text may be on a page: its font is the reader's own, so widths are those of the widest in use.

Shares of the size of type, by kind of character. What they add up to is seldom too little, and then by little.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from kpidsl.render.parts import Words

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
        """As many words to a line as fit; one that is wider than the line is cut."""
        lines: list[str] = []
        for word in text.split():
            if lines and self.wide(f"{lines[-1]} {word}", bold=bold) <= wide:
                lines[-1] += f" {word}"
                continue
            lines.append("")
            for char in word:
                if lines[-1] and self.wide(lines[-1] + char, bold=bold) > wide:
                    lines.append("")
                lines[-1] += char
        ends = range(len(lines))
        spaced = (f"{line} " if at < ends[-1] else line for at, line in enumerate(lines))
        return tuple(Words(one, self.wide(line, bold=bold)) for one, line in zip(spaced, lines, strict=True))


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
