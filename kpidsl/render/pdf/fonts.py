"""The two faces of a typeface: their widths, what they can show, and how ReportLab embeds them.

Liberation Sans, which has the widths of Arial, and Atkinson Hyperlegible are OFL-1.1 (see the licences in fonts/).
Faces are read from the package, or handed in as bytes, never from the system, so that every machine makes the same
bytes. A character that a typeface lacks is set in Liberation Sans. Only the characters used are embedded (ISO 32000-1,
9.9), and each code maps to its character (ISO 14289-1, 7.21.7), so that text can be read out, searched and copied.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from io import BytesIO
from itertools import groupby
from pkgutil import get_data

from kpidsl.render.pdf.library import TTFont, pdfmetrics
from kpidsl.render.typeface import LIBERATION, Typeface

NO_BREAK_SPACE = "\u00a0"
_MOST_KNOWN = 1 << 16  # words whose width is kept


class Face(IntEnum):
    """A face of a typeface."""

    REGULAR = 0
    BOLD = 1


_SPACES = re.compile(r"[ \t\n\r\v\f\x1c-\x1f\x85\u1680\u2000-\u2006\u2008\u2028\u2029\u205f\u3000]+")
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


class Faces:
    """Both faces of a typeface, made known to ReportLab, whose canvas finds fonts by name."""

    def __init__(self, typeface: Typeface) -> None:
        self._fonts = tuple(_font(typeface, face) for face in Face)
        self._widths = tuple(_widths(font) for font in self._fonts)
        self._known: tuple[dict[str, float], ...] = tuple({} for _ in Face)
        self._others = None if typeface == LIBERATION else faces(LIBERATION)
        self.covered = frozenset(self._widths[Face.REGULAR][0]) & frozenset(self._widths[Face.BOLD][0])
        self.shown = self.covered | (self._others.covered if self._others else frozenset())

    def width(self, face: Face, text: str) -> float:
        """How wide the text is, as a share of the size of type."""
        known = self._known[face]
        found = known.get(text)
        if found is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            widths, default = self._widths[face]
            if self._others and not self.covered.issuperset(text):
                found = sum(
                    [widths[char] / 1000 if char in self.covered else self._others.width(face, char) for char in text]
                )
            else:
                found = sum([widths.get(char, default) for char in text]) / 1000
            known[text] = found
        return found

    def stretches(self, face: Face, text: str) -> Iterator[tuple[str, str]]:
        """The text in parts, each with the name of the font that shows it."""
        name = self.name(face)
        if not self._others or self.covered.issuperset(text):
            yield name, text
            return
        other = self._others.name(face)
        for own, chars in groupby(text, self.covered.__contains__):
            yield name if own else other, "".join(chars)

    def name(self, face: Face) -> str:
        """What ReportLab knows a face by."""
        return str(self._fonts[face].fontName)


@cache
def faces(typeface: Typeface) -> Faces:
    """The faces of a typeface."""
    return Faces(typeface)


def _widths(font: TTFont) -> tuple[dict[str, float], float]:
    metrics = font.face
    shown = (code for code, glyph in metrics.charToGlyph.items() if glyph)  # glyph 0 is the empty box
    widths = {chr(code): float(metrics.charWidths[code]) for code in shown if code in metrics.charWidths}
    widths[NO_BREAK_SPACE] = widths[" "]  # ReportLab sets it as a space
    return widths, float(metrics.defaultWidth)


def _font(typeface: Typeface, face: Face) -> TTFont:
    name = f"{typeface.name.replace(' ', '')}-{face.name.capitalize()}"
    data = typeface.bold if face is Face.BOLD else typeface.regular
    if data:
        name = f"{hashlib.sha256(data).hexdigest()[:16]}-{face.name.capitalize()}"
    else:
        packaged = get_data(__package__, f"fonts/{name}.ttf")  # `importlib.resources` takes 6 ms to load
        assert packaged is not None
        data = packaged
    font = _EmbeddedFont(name, BytesIO(data), asciiReadable=False, shapable=False)
    pdfmetrics.registerFont(font)
    return font


class _EmbeddedFont(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's font with a ToUnicode map that names used codes only: its own maps unused ones to U+0000."""

    def addObjects(self, doc: object) -> None:
        before = set(doc.idToObject)  # type: ignore[attr-defined]
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        maps = [name for name in doc.idToObject if name.startswith("toUnicodeCMap:") and name not in before]  # type: ignore[attr-defined]
        for name, subset in zip(maps, subsets, strict=True):
            doc.idToObject[name].content = _to_unicode(subset)  # type: ignore[attr-defined]


def _to_unicode(subset: tuple[int, ...]) -> str:
    """A CMap from codes to characters (ISO 32000-1, 9.10.3), in blocks of a hundred as its grammar asks."""
    entries = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in enumerate(subset) if char
    ]
    blocks = [entries[at : at + 100] for at in range(0, len(entries), 100)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        )
    )
