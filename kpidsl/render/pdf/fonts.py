"""The two faces of the report: their widths, what they can show, and how ReportLab embeds them.

Liberation Sans (OFL-1.1, see fonts/LICENSE.txt) has the widths of Arial. Faces are read from the package, never from
the system, so that every machine makes the same bytes. Only the characters used are embedded (ISO 32000-1, 9.9), and
each code maps to its character (ISO 14289-1, 7.21.7), so that text can be read out, searched and copied.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NO_BREAK_SPACE = "\u00a0"


class Face(Enum):
    """A face; the value is the name ReportLab knows it by."""

    REGULAR = "LiberationSans-Regular"
    BOLD = "LiberationSans-Bold"


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


@lru_cache(maxsize=1 << 16)
def width(face: Face, text: str) -> float:
    """How wide the text is, as a share of the size of type."""
    widths, default = _widths(face)
    return sum([widths.get(char, default) for char in text]) / 1000


@cache
def covered() -> frozenset[str]:
    """The characters that both faces can show."""
    return frozenset(_widths(Face.REGULAR)[0]) & frozenset(_widths(Face.BOLD)[0])


def register() -> None:
    """Make both faces known to ReportLab, whose canvas finds fonts by name."""
    for face in Face:
        _font(face)


@cache
def _widths(face: Face) -> tuple[dict[str, float], float]:
    metrics = _font(face).face
    shown = (code for code, glyph in metrics.charToGlyph.items() if glyph)  # glyph 0 is the empty box
    widths = {chr(code): float(metrics.charWidths[code]) for code in shown if code in metrics.charWidths}
    widths[NO_BREAK_SPACE] = widths[" "]  # ReportLab sets it as a space
    return widths, float(metrics.defaultWidth)


@cache
def _font(face: Face) -> TTFont:
    data = resources.files(__package__).joinpath("fonts", f"{face.value}.ttf").read_bytes()
    font = _EmbeddedFont(face.value, BytesIO(data), asciiReadable=False, shapable=False)
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
