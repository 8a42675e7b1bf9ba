"""The only module that meets liblouis, the library that contracts English Braille, where it is installed.

It is met as a shared library, so no package of Python's needs to fit it. Rules of Unified English Braille, grade 2.
"""

from __future__ import annotations

import ctypes
import re
import sys
from ctypes.util import find_library
from typing import Any

from kpidsl.render.braille.translation import Phrase, Translator, prepared
from kpidsl.saying import marked

GRADE_1, GRADE_2 = "en-ueb-g1.ctb", "en-ueb-g2.ctb"
_ASCII = "en-us-brf.dis"  # the cells as the characters of Braille ASCII
_NAMES = ("louis", "liblouis", "liblouis-20")
_SILENT = 60_000
_STRONG, _NOT_CONTRACTED = 0x0004, 0x1000
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")  # never contracted (Rules of UEB, 10.12.3)
_SPACE = "\u2003"  # else a space between two numbers would make them one
_GROWTH = 12  # cells that one character can come to, at most


class Louis:
    """The library and the codes in which it takes characters."""

    def __init__(self, library: Any) -> None:
        self._library = library
        library.lou_version.restype = ctypes.c_char_p
        library.lou_setLogLevel(_SILENT)
        self.version = library.lou_version().decode("ascii")
        self._size = library.lou_charSize()
        self._codec = {2: "utf-16", 4: "utf-32"}[self._size] + ("-le" if sys.byteorder == "little" else "-be")

    def translated(self, phrase: Phrase, table: str = GRADE_2) -> str:
        """The phrase as Braille ASCII."""
        runs = prepared(phrase)
        text = "".join(run.text for run in runs).replace(" ", _SPACE)
        forms = [_STRONG if run.strong else 0 for run in runs for _ in run.text]
        for address in _ADDRESS.finditer(text):
            for at in range(*address.span()):
                forms[at] |= _NOT_CONTRACTED
        return self._called(self._library.lou_translateString, table, text, forms)

    def read_back(self, cells: str, table: str = GRADE_2) -> str:
        """Print, as the library makes it out of Braille ASCII."""
        return self._called(self._library.lou_backTranslateString, table, cells, None)

    def _called(self, function: Any, table: str, text: str, forms: list[int] | None) -> str:
        given = text.encode(self._codec)
        size, room = ctypes.c_int(len(text)), ctypes.c_int(len(text) * _GROWTH + _GROWTH)
        out = ctypes.create_string_buffer(room.value * self._size)
        marks = None if forms is None else (ctypes.c_ushort * room.value)(*forms)
        tables = f"{_ASCII},{table}".encode()
        done = function(tables, given, ctypes.byref(size), out, ctypes.byref(room), marks, None, 0)
        if not done or size.value != len(text):
            raise RuntimeError(f"liblouis {self.version} cannot translate with {table}")
        return out.raw[: room.value * self._size].decode(self._codec)


def found() -> Louis | None:
    """The library with its tables; None where either is not installed."""
    for name in _NAMES:
        path = find_library(name)
        if path is None:
            continue
        try:
            louis = Louis(ctypes.CDLL(path))
            louis.translated(())
        except (OSError, AttributeError, KeyError, RuntimeError):
            continue
        return louis
    return None


def translator(louis: Louis) -> Translator:
    """Contracted Braille."""
    name = marked("contracted (grade 2) Unified English Braille by liblouis {version}")
    return Translator(name, louis.translated, louis.version)
