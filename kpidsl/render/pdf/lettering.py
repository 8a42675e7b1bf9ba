"""The letters of one file: each character of each font as a code, and the fonts with what was used of them.

A font of a PDF has one byte for a character. What Windows-1252 has stands at the code that it has there, so that
reports with the same characters embed the same programs, whatever order they come in; other characters take what is
free, and further fonts where nothing is. Each code maps to its character (ISO 14289-1, 7.21.7), so that text can be
read out, searched and copied.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from kpidsl.render.pdf.file import PACKED, ObjectFile, packed, real
from kpidsl.render.pdf.fonts import NO_BREAK_SPACE, Face, Faces, Font

_MOST_KNOWN = 1 << 12  # texts whose codes are kept
_CODEPAGE = "windows-1252"
_FIRST = 32  # what is before has no place in Windows-1252
# What other characters take, in this order; no line feed or carriage return, which are read as one another in a string.
_FREE: tuple[int, ...] = (*(code for code in range(1, _FIRST) if code not in (10, 13)), *range(255, 126, -1))

Shown = tuple[tuple[str, str], ...]  # the resource name of a font, and a string of its codes


class Lettering:
    """Codes for what is set in the faces of a typeface."""

    def __init__(self, set_in: Faces) -> None:
        self._set_in = set_in
        self._subsets: dict[Font, _Coded] = {}
        self._known: tuple[dict[str, Shown], ...] = tuple({} for _ in Face)

    def shown(self, face: Face, text: str) -> Shown:
        """The text as strings that show it, each with the name of its font."""
        known = self._known[face]
        found = known.get(text)
        if found is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            found = known[text] = tuple(
                shown for font, part in self._set_in.stretches(face, text) for shown in self._coded(font).shown(part)
            )
        return found

    def embed(self, file: ObjectFile) -> str:
        """Write the fonts; returns their entries in a dictionary of resources."""
        return "".join(coded.embed(file) for coded in self._subsets.values())

    def _coded(self, font: Font) -> _Coded:
        coded = self._subsets.get(font)
        if coded is None:
            coded = self._subsets[font] = _Coded(font, len(self._subsets) + 1)
        return coded


class _Coded(dict[int, str]):
    """The codes of one font: from a character, as `str.translate` asks for it, to what stands in a string."""

    def __init__(self, font: Font, number: int) -> None:
        self._font, self._number = font, number
        self._subsets: list[dict[int, str]] = [{}]  # from a code to its character
        self._further: dict[str, int] = {}  # the subset of each character that is not in the first

    def shown(self, text: str) -> Shown:
        codes = text.translate(self)
        if not self._further:
            return ((self._name(0), f"({codes})"),)
        return tuple(
            (self._name(subset), f"({''.join(chars).translate(self)})")
            for subset, chars in groupby(text, lambda char: self._further.get(char, 0))
        )

    def __missing__(self, char: int) -> str:
        """A character that is met for the first time."""
        self[char] = code = self._escaped(self._code(" " if chr(char) == NO_BREAK_SPACE else chr(char)))
        return code

    def _code(self, char: str) -> int:
        own = tuple(code for code in char.encode(_CODEPAGE, "ignore") if code >= _FIRST)
        for number, subset in enumerate(self._subsets):
            for code in _FREE if number else own + _FREE:
                if subset.setdefault(code, char) == char:
                    if number:
                        self._further[char] = number
                    return code
        self._subsets.append({})
        return self._code(char)

    def _escaped(self, code: int) -> str:
        return f"\\{chr(code)}" if code in b"()\\" else chr(code)

    def _name(self, subset: int) -> str:
        return f"/F{self._number}" if not subset else f"/F{self._number}.{subset}"

    def embed(self, file: ObjectFile) -> str:
        names = ((self._name(number), subset) for number, subset in enumerate(self._subsets))
        return "".join(f"{name} {self._embedded(file, number, subset)}" for number, (name, subset) in enumerate(names))

    def _embedded(self, file: ObjectFile, number: int, subset: dict[int, str]) -> str:
        font = self._font
        first, last = min(subset), max(subset)
        tag = "".join(chr(ord("A") + int(digit)) for digit in f"{self._number:03d}{number:03d}")
        name = f"/{tag}+{font.name}"
        codes = tuple(ord(subset.get(code, "\0")) for code in range(last + 1))
        program, length = font.program(codes)
        widths, to_unicode = _coding(font, codes)
        data = file.stream(program, f"/Length1 {length}{PACKED}", compress=False)
        descriptor = file.add(f"<</Type/FontDescriptor/FontName{name}{font.descriptor}/FontFile2 {data}>>")
        return file.add(
            f"<</Type/Font/Subtype/TrueType/BaseFont{name}/FirstChar {first}/LastChar {last}/Widths[{widths}]"
            f"/FontDescriptor {descriptor}/ToUnicode {file.stream(to_unicode, PACKED, compress=False)}>>"
        )


@lru_cache(maxsize=16)  # as the programs: many reports in a row use the same characters
def _coding(font: Font, codes: tuple[int, ...]) -> tuple[str, bytes]:
    """Of a subset that has a character at each of these codes, or none, the widths from the first and what it maps to,
    compressed."""
    subset = {code: chr(char) for code, char in enumerate(codes) if char}
    widths = [real(font.widths.get(subset.get(code, ""), 0)) for code in range(min(subset), len(codes))]
    return " ".join(widths), packed(_to_unicode(subset).encode())


def _to_unicode(subset: dict[int, str]) -> str:
    """A CMap from codes to characters (ISO 32000-1, 9.10.3), in blocks of a hundred as its grammar asks."""
    entries = [f"<{code:02X}> <{char.encode('utf-16-be').hex().upper()}>" for code, char in sorted(subset.items())]
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
