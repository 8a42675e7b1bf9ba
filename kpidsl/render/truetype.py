"""A council's own font file: whether a report can be set in it, and what its typeface is called.

Anyone may have made the file, so nothing in it is trusted: the sums that it carries over its tables must be right, and
what is not a plain TrueType font (ISO/IEC 14496-22) that may be embedded is refused with what to do about it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from kpidsl.values import dataclass

_NEEDED = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "OS/2")
_OTHERS = {
    b"OTTO": "is an OpenType font with PostScript outlines",
    b"ttcf": "is a collection of several fonts",
    b"wOFF": "is a font for web pages",
    b"wOF2": "is a font for web pages",
}
_MOST_TABLES = 200
_RESTRICTED, _NO_SUBSETS, _BITMAPS = 0x0002, 0x0100, 0x0200  # of fsType in the table OS/2
_FAMILY, _POSTSCRIPT_NAME, _TYPOGRAPHIC_FAMILY = 1, 6, 16  # of the table name
_NOT_IN_NAMES = frozenset("[](){}<>/%")  # of a PDF
_LATIN = frozenset(range(0x20, 0x7F))
_TRUETYPE = "name a TrueType file (.ttf) that may be embedded, or one of the fonts that come with kpic"
_LICENCE = "ask whoever sold the font for a licence to embed it, or choose another"


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a file cannot be a font of reports: a sentence that goes on from its name, and what to do."""

    message: str
    help: str


def family(content: bytes) -> str | Unfit:
    """The name of the typeface of a font file."""
    try:
        return _family(content)
    except (struct.error, IndexError):
        return Unfit("is damaged: it ends too early", _TRUETYPE)


def _family(content: bytes) -> str | Unfit:
    kind = content[:4]
    if kind in _OTHERS:
        return Unfit(_OTHERS[kind], _TRUETYPE)
    if kind not in (b"\0\1\0\0", b"true"):
        return Unfit("is not a TrueType font", _TRUETYPE)
    tables = _tables(content)
    if tables is None:
        return Unfit("is damaged: the sum of one of its tables is wrong", "get the file again, and do not edit it")
    if "fvar" in tables:
        return Unfit("is a variable font", "get the static files of the font, one for each weight")
    missing = [name for name in _NEEDED if name not in tables]
    if missing:
        return Unfit(f"is not whole: it has no table `{missing[0]}`", _TRUETYPE)
    (rights,) = struct.unpack_from(">H", tables["OS/2"], 8)
    if rights & 0x000F == _RESTRICTED or rights & (_NO_SUBSETS | _BITMAPS):
        return Unfit("is a font that says it may not be embedded", _LICENCE)
    if not _characters(tables["cmap"]) >= _LATIN:
        return Unfit("does not have all letters and digits", "name a font for text, not one of symbols")
    names = _names(tables["name"])
    name = names.get(_POSTSCRIPT_NAME, "")
    if not name or not name.isascii() or not name.isprintable() or _NOT_IN_NAMES.intersection(name):
        return Unfit("does not say what it is called", _TRUETYPE)
    return names.get(_TYPOGRAPHIC_FAMILY) or names.get(_FAMILY) or name


def _tables(content: bytes) -> Mapping[str, bytes] | None:
    """The tables by their names; None where the sum of one is not that of its bytes."""
    (count,) = struct.unpack_from(">H", content, 4)
    found: dict[str, bytes] = {}
    for at in range(min(count, _MOST_TABLES)):
        tag, total, start, length = struct.unpack_from(">4sIII", content, 12 + 16 * at)
        data = content[start : start + length]
        padded = data + bytes(-len(data) % 4)
        counted = sum(struct.unpack(f">{len(padded) // 4}I", padded))
        if tag == b"head":
            counted -= struct.unpack_from(">I", data, 8)[0]  # the sum over the whole file is not part of that of head
        if len(data) != length or counted & 0xFFFFFFFF != total:
            return None
        found[tag.decode("latin-1")] = data
    return found


def _characters(cmap: bytes) -> frozenset[int]:
    """The characters that the font has a shape for; none where its list is in a form that is not read."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    found: set[int] = set()
    for at in range(count):
        platform, encoding, start = struct.unpack_from(">HHI", cmap, 4 + 8 * at)
        if platform not in (0, 3) or (platform, encoding) == (0, 5):
            continue
        (form,) = struct.unpack_from(">H", cmap, start)
        if form == 4:
            (double,) = struct.unpack_from(">H", cmap, start + 6)
            ends = struct.unpack_from(f">{double // 2}H", cmap, start + 14)
            starts = struct.unpack_from(f">{double // 2}H", cmap, start + 16 + double)
            ranges = list(zip(starts, ends, strict=True))
        elif form == 12:
            (groups,) = struct.unpack_from(">I", cmap, start + 12)
            ranges = [
                (first, last)
                for first, last, _ in struct.iter_unpack(">III", cmap[start + 16 : start + 16 + 12 * groups])
            ]
        else:
            return frozenset()
        found.update(code for code in _LATIN if any(first <= code <= last for first, last in ranges))
    return frozenset(found)


def _names(table: bytes) -> Mapping[int, str]:
    """What the font says of itself in English, by the numbers of ISO/IEC 14496-22, 5.2.7."""
    form, count, strings = struct.unpack_from(">HHH", table, 0)
    found: dict[int, str] = {}
    for at in range(count if form == 0 else 0):
        platform, encoding, language, name, length, start = struct.unpack_from(">6H", table, 6 + 12 * at)
        data = table[strings + start : strings + start + length]
        if (platform, encoding, language) == (3, 1, 0x409):
            found[name] = " ".join(data.decode("utf-16-be", "replace").split())
        elif (platform, encoding, language) == (1, 0, 0):
            found.setdefault(name, " ".join(data.decode("mac-roman", "replace").split()))
    return found
