"""Colours as named tokens, shared by all renderers, and the contrast between them.

Contrast is the ratio of WCAG 2.2, success criteria 1.4.3 (text, at least 4.5) and 1.4.11 (graphics, at least 3):
https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import re
from fractions import Fraction

from kpidsl.values import dataclass

TEXT_CONTRAST = Fraction(9, 2)
GRAPHIC_CONTRAST = Fraction(3)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a report, each `#rrggbb`. `accent` and `link` may be the house's own; the rest are ours."""

    accent: str = "#1D3557"
    text: str = "#1A1A1A"
    muted: str = "#595959"
    link: str = "#1B4F9C"
    paper: str = "#FFFFFF"
    band: str = "#EEF1F5"  # behind section rows in a table
    rule: str = "#B8C0CC"
    target_line: str = "#6B6B6B"
    earlier: str = "#6F7F99"  # bars of periods before now
    others: tuple[str, ...] = ("#B35900", "#00703C", "#6B2C91")  # lines of a chart; its first has the accent

    def text_pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (text colour, colour behind it) that a renderer may use."""
        return (
            (self.text, self.paper),
            (self.text, self.band),
            (self.muted, self.paper),
            (self.muted, self.band),
            (self.link, self.paper),
            (self.link, self.band),
            (self.accent, self.paper),
            (self.accent, self.band),
            (self.paper, self.accent),
        )

    def grounds(self, colour: str) -> tuple[str, ...]:
        """All that text of this colour stands on; contrast is the same the other way round."""
        return tuple(back for front, back in self.text_pairs() if front == colour)

    def graphic_pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (drawing colour, colour behind it) that carries meaning."""
        lines = (self.accent, self.target_line, self.text, self.earlier, *self.others)
        return tuple((line, self.paper) for line in lines)


def is_colour(text: str) -> bool:
    """Whether this is a colour that we read: `#` and six hexadecimal digits."""
    return re.fullmatch(r"#[0-9A-Fa-f]{6}", text) is not None


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, each 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> Fraction:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + Fraction(5, 100)) / (dark + Fraction(5, 100))


def tenths(ratio: Fraction) -> str:
    """A contrast as it is printed: cut, so that what is too little never looks enough."""
    whole, tenth = divmod(int(ratio * 10), 10)
    return f"{whole}.{tenth}"


def _luminance(colour: str) -> Fraction:
    red, green, blue = (_linear(channel) for channel in channels(colour))
    return (2126 * red + 7152 * green + 722 * blue) / 10_000


def _linear(channel: int) -> Fraction:
    share = channel / 255
    linear = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return Fraction(linear).limit_denominator(10**9)
