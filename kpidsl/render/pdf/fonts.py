"""The two faces of a typeface: their widths, what they can show, and the programs that a file embeds of them.

Liberation Sans, which has the widths of Arial, and Atkinson Hyperlegible are OFL-1.1 (see the licences in fonts/).
Faces are read from the package, or handed in as bytes, never from the system, so that every machine makes the same
bytes. A character that a typeface lacks is set in Liberation Sans. Only the characters used are embedded (ISO 32000-1,
9.9). What a file says and what was cut of it are remembered, so that ReportLab and the files themselves are loaded only
for characters that were not set before: an eighth of the time of a small build.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from kpidsl.memo import remembered
from kpidsl.patterns import lazily
from kpidsl.render.pdf.file import packed, real
from kpidsl.render.typeface import LIBERATION, Typeface
from kpidsl.sums import sha256
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.render.pdf.library import TTFontFace

NO_BREAK_SPACE = "\u00a0"
_MOST_KNOWN = 1 << 16  # words whose width is kept


class Face(IntEnum):
    """A face of a typeface."""

    REGULAR = 0
    BOLD = 1


_SPACES = lazily(r"[ \t\n\r\v\f\x1c-\x1f\x85\u1680\u2000-\u2006\u2008\u2028\u2029\u205f\u3000]+")
_SUBSTITUTES = str.maketrans({"\u2011": "-", **dict.fromkeys("\u2007\u2009\u200a\u202f", NO_BREAK_SPACE)})


def clean(text: str) -> str:
    """The text as it can be set: composed (NFC), white space as single spaces, nothing that has no shape of its own.

    A non-breaking hyphen becomes a hyphen and thin spaces become no-break spaces: the meaning stays. Soft hyphens,
    zero-width and control characters go.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text  # most words
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).translate(_SUBSTITUTES)
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf"))


@dataclass(frozen=True, slots=True)
class Measures:
    """What a page and a file have to know of a face, but for its program."""

    name: str
    descriptor: str  # the entries of a font descriptor that all subsets share (ISO 32000-1, 9.8)
    shown: str  # the characters that it has shapes for
    widths: tuple[float, ...]  # of each of them
    width: float  # of the empty box


class Font:
    """One face: what it has shapes for, how wide they are, and its program. `which` tells its file from all others that
    this program can meet, and `read` gives it."""

    def __init__(self, which: str, read: Callable[[], bytes]) -> None:
        self._which, self._read = which, read
        measures = remembered(f"measures of {which}", (), lambda: _measures(self._face))
        self.name, self.descriptor, self.width = measures.name, measures.descriptor, measures.width
        self.widths = dict(zip(measures.shown, measures.widths, strict=True))

    @lru_cache(maxsize=16)  # noqa: B019  # fonts are kept as long as the process
    def program(self, codes: tuple[int, ...]) -> tuple[bytes, int]:
        """A TrueType program that shows, at each place in `codes`, that character, and how long it was before it was
        compressed. Kept, because many reports in a row use the same characters: it is a quarter of a small one."""

        def made() -> tuple[bytes, int]:
            program = self._face.makeSubset(list(codes))
            return packed(program), len(program)

        # Another zlib than the one that this Python came with may compress otherwise.
        return remembered(f"program of {self._which} {codes} {zlib.ZLIB_RUNTIME_VERSION}", (), made)

    @cached_property
    def _face(self) -> TTFontFace:
        from kpidsl.render.pdf.library import face  # only here: 20 ms that a build can mostly do without

        return face(self._read())


def _measures(face: TTFontFace) -> Measures:
    glyphs = face.charToGlyph  # glyph 0 is the empty box
    widths = {chr(code): float(face.charWidths[code]) for code in glyphs if glyphs[code] and code in face.charWidths}
    widths[NO_BREAK_SPACE] = widths[" "]  # set as a space
    box = " ".join(real(edge) for edge in face.bbox)
    numbers = {
        "Ascent": face.ascent,
        "CapHeight": face.capHeight,
        "Descent": face.descent,
        "Flags": face.flags,  # symbolic: its codes are its own
        "ItalicAngle": face.italicAngle,
        "StemV": face.stemV,
        "MissingWidth": face.defaultWidth,
    }
    descriptor = f"/FontBBox[{box}]" + "".join(f"/{key} {real(number)}" for key, number in numbers.items())
    name = str(face.name, "ascii")
    return Measures(name, descriptor, "".join(widths), tuple(widths.values()), float(face.defaultWidth))


class _Widths(dict[str, float]):
    """The widths of words in a face, each found when it is first asked for."""

    def __init__(self, of: Faces, face: Face) -> None:
        self._of, self._face = of, face

    def __missing__(self, text: str) -> float:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[text] = found = self._of.measured(self._face, text)
        return found


class Faces:
    """Both faces of a typeface."""

    def __init__(self, typeface: Typeface) -> None:
        self.fonts = tuple(_font(typeface, face) for face in Face)
        self.widths = tuple(_Widths(self, face) for face in Face)
        self._others = None if typeface == LIBERATION else faces(LIBERATION)
        self.covered = frozenset(self.fonts[Face.REGULAR].widths) & frozenset(self.fonts[Face.BOLD].widths)
        self.shown = self.covered | (self._others.covered if self._others else frozenset())

    def width(self, face: Face, text: str) -> float:
        """How wide the text is, as a share of the size of type."""
        return self.widths[face][text]

    def measured(self, face: Face, text: str) -> float:
        """The same, from the widths of characters."""
        font, others = self.fonts[face], self._others
        known = font.widths
        if others and not self.covered.issuperset(text):
            return sum([known[char] / 1000 if char in self.covered else others.width(face, char) for char in text])
        return sum([known.get(char, font.width) for char in text]) / 1000

    def stretches(self, face: Face, text: str) -> Iterator[tuple[Font, str]]:
        """The text in parts, each with the font that shows it."""
        font = self.fonts[face]
        if not self._others or self.covered.issuperset(text):
            yield font, text
            return
        other = self._others.fonts[face]
        for own, chars in groupby(text, self.covered.__contains__):
            yield font if own else other, "".join(chars)


@cache
def faces(typeface: Typeface) -> Faces:
    """The faces of a typeface."""
    return Faces(typeface)


def _font(typeface: Typeface, face: Face) -> Font:
    own = typeface.bold if face is Face.BOLD else typeface.regular
    if own:
        return Font(sha256(own), lambda: own)
    name = f"{typeface.name.replace(' ', '')}-{face.name.capitalize()}.ttf"
    return Font(name, lambda: _packaged(name))  # what is remembered goes by the files of the program as well


def _packaged(name: str) -> bytes:
    from pkgutil import get_data  # `importlib.resources` takes 6 ms to load

    data = get_data(__package__, f"fonts/{name}")
    assert data is not None
    return data
