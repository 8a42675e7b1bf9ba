"""The shade nearest to a colour that stands out from what is behind it: the same hue, only as much lighter or darker as
it must be.

Shades are taken in OKLCH, where equal steps look equal and the hue stays while lightness changes
(https://bottosson.github.io/posts/oklab/). Colours outside what a screen can show give up colourfulness.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from kpidsl.render.theme import channels, contrast

BLACK, WHITE = "#000000", "#ffffff"
_HALVINGS = 12  # of a distance, which is then less than a screen shows
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)

Triple = tuple[float, float, float]


def nearest(colour: str, behind: Sequence[str], least: Fraction) -> str:
    """The colour itself where its contrast with all that is `behind` it is the `least` or more; else its nearest shade
    of which that holds; black or white where no shade will do."""

    def passes(shade: str) -> bool:
        return all(contrast(shade, ground) >= least for ground in behind)

    if passes(colour):
        return colour.lower()
    light, *hue = lab(colour)
    found = []
    for end in (0.0, 1.0):
        if not passes(_shade(end, hue[0], hue[1])):
            continue
        fails, good = light, end
        for _ in range(_HALVINGS):
            middle = (fails + good) / 2
            if passes(_shade(middle, hue[0], hue[1])):
                good = middle
            else:
                fails = middle
        found.append(_shade(good, hue[0], hue[1]))
    if not found:
        return max((WHITE, BLACK), key=lambda other: min(contrast(other, ground) for ground in behind))
    return min(found, key=lambda shade: math.dist(lab(shade), lab(colour)))


def lab(colour: str) -> Triple:
    """Lightness from 0 to 1, and how far it is to red and to yellow."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    long, medium, short = (math.cbrt(cone) for cone in _times(_TO_CONES, (red, green, blue)))
    return _times(_TO_LAB, (long, medium, short))


def _shade(light: float, to_red: float, to_yellow: float) -> str:
    """The colour of this lightness and hue, as colourful as a screen can show it and no more than asked for."""
    most, least = 1.0, 0.0
    if not _is_shown(_screen(light, to_red, to_yellow)):
        for _ in range(_HALVINGS):
            middle = (most + least) / 2
            if _is_shown(_screen(light, middle * to_red, middle * to_yellow)):
                least = middle
            else:
                most = middle
        to_red, to_yellow = least * to_red, least * to_yellow
    shown = (round(255 * _curved(min(1.0, max(0.0, part)))) for part in _screen(light, to_red, to_yellow))
    return "#" + "".join(f"{part:02x}" for part in shown)


def _screen(light: float, to_red: float, to_yellow: float) -> Triple:
    """Shares of red, green and blue light."""
    long, medium, short = (part**3 for part in _times(_FROM_LAB, (light, to_red, to_yellow)))
    return _times(_FROM_CONES, (long, medium, short))


def _is_shown(light: Triple) -> bool:
    return all(-0.0001 <= part <= 1.0001 for part in light)


def _times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else math.pow((share + 0.055) / 1.055, 2.4)


def _curved(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * math.pow(light, 1 / 2.4) - 0.055
