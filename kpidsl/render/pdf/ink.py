"""The content stream of a page: painting operators (ISO 32000-1, annex A), written as text.

What is set stays set: a colour, a font or the look of a line is written only where it changes. Knows nothing of what is
painted, nor of the structure that it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kpidsl.render.geometry import Point
from kpidsl.render.pdf.file import real
from kpidsl.render.pdf.lettering import Shown
from kpidsl.render.theme import channels
from kpidsl.values import dataclass

_SLACK = 0.001  # points
_ROUND = 0.5522847498  # how far the handles of a quarter of a circle reach, in radii


@cache
def _colour(colour: str) -> str:
    return " ".join(real(channel / 255) for channel in channels(colour))


@dataclass(slots=True)
class _Set:
    """What is set: the colours of areas and lines, and how lines look."""

    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    round_corners: bool = False
    round_ends: bool = False
    font: tuple[str, float] | None = None


class Ink:
    """One page's operators so far."""

    def __init__(self) -> None:
        self.code: list[str] = []
        self._set, self._saved = _Set(), list[_Set]()
        self._end: tuple[float, float] | None = None  # of the text before, in this text object

    def save(self) -> None:
        """Until `restore`, whatever is set holds for what is painted meanwhile alone."""
        self._saved.append(self._set)
        now = self._set  # copied in a third of the time of `replace`: it is done for every sparkline
        self._set = _Set(now.fill, now.stroke, now.width, now.dashes, now.round_corners, now.round_ends, now.font)
        self.code.append("q")

    def restore(self) -> None:
        inner, self._set = self._set, self._saved.pop()
        if inner.font != self._set.font:
            self._set.font = None  # named again, for readers of text that overlook what `Q` brings back
        self.code.append("Q")

    def fill(self, colour: str) -> None:
        """Fill what follows with `#rrggbb`."""
        if self._set.fill != colour:
            self._set.fill = colour
            self.code.append(f"{_colour(colour)} rg")

    def stroke(self, colour: str, width: float, dashes: tuple[float, ...] = ()) -> None:
        """Draw the lines that follow in `#rrggbb`, in dashes and gaps of these lengths; none: solid."""
        now = self._set
        if now.stroke != colour:
            now.stroke = colour
            self.code.append(f"{_colour(colour)} RG")
        if now.width != width:
            now.width = width
            self.code.append(f"{real(width)} w")
        if now.dashes != dashes:
            now.dashes = dashes
            self.code.append(f"[{' '.join(map(real, dashes))}] 0 d")

    def rounded(self, *, ends: bool = False) -> None:
        """Round off the corners of the lines that follow, or their `ends`, too."""
        now = self._set
        if not now.round_corners:
            now.round_corners = True
            self.code.append("1 j")
        if ends and not now.round_ends:
            now.round_ends = True
            self.code.append("1 J")

    def rectangle(self, x: float, y: float, width: float, height: float, *, edge: bool = False) -> None:
        """A filled rectangle; `x`, `y` is its bottom left corner."""
        paint = "B" if edge else "f"
        self.code.append(f"{real(x)} {real(y)} {real(width)} {real(height)} re {paint}")

    def line(self, points: Sequence[Point]) -> None:
        self.code.append(f"{_path(points)} S")

    def polygon(self, points: Sequence[Point], *, edge: bool = False) -> None:
        self.code.append(f"{_path(points)} h {'B' if edge else 'f'}")

    def circle(self, x: float, y: float, radius: float, *, edge: bool = False) -> None:
        handle = radius * _ROUND
        left, west, middle, east, right = (real(x + far) for far in (-radius, -handle, 0, handle, radius))
        low, south, centre, north, high = (real(y + far) for far in (-radius, -handle, 0, handle, radius))
        self.code.append(
            f"{right} {centre} m {right} {north} {east} {high} {middle} {high} c"
            f" {west} {high} {left} {north} {left} {centre} c {left} {south} {west} {low} {middle} {low} c"
            f" {east} {low} {right} {south} {right} {centre} c {'B' if edge else 'f'}"
        )

    def image(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """A picture; `x`, `y` is its bottom left corner."""
        self.code.append(f"q {real(width)} 0 0 {real(height)} {real(x)} {real(y)} cm {name} Do Q")

    def begin_text(self) -> None:
        self.code.append("BT")
        self._end = None

    def text(self, shown: Shown, x: float, y: float, width: float, size: float, colour: str) -> None:
        """Text at a place. Where it goes on where the text before it ends, no place is said."""
        code, end = self.code, self._end
        if end is None:
            code.append(f"{real(x)} {real(y)} Td")
        elif end[1] != y or abs(end[0] - x) > _SLACK:
            code.append(f"1 0 0 1 {real(x)} {real(y)} Tm")
        self._end = x + width, y
        self.fill(colour)
        for font, codes in shown:
            if self._set.font != (font, size):
                self._set.font = (font, size)
                code.append(f"{font} {real(size)} Tf")
            code.append(f"{codes} Tj")

    def end_text(self) -> None:
        self.code.append("ET")


def _path(points: Sequence[Point]) -> str:
    (x, y), *rest = points
    return f"{real(x)} {real(y)} m" + "".join([f" {real(x)} {real(y)} l" for x, y in rest])
