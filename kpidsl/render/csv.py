"""Rows to the bytes of a CSV file (RFC 4180), in which no text can run as a formula."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from kpidsl.document.sheets import Cell, Rows
from kpidsl.patterns import lazily

# What a spreadsheet may run as a formula, also in its wide East Asian form; a bare figure is none.
_FORMULA = lazily(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_FIGURE = lazily(r"-?£?[\d,.:]+[km]?%?")
# Said by what it is: as all that is not writable, negated, it takes 3 ms to compile.
_UNWRITABLE = lazily("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOST_CELLS = 1 << 14  # that are held ready
_ROWS = 500  # that are held as text at a time


def render(table: Rows, *, marked: bool = True) -> bytes:
    """The whole file: bare figures, days as 2021-09-30. `marked` with the sign by which Excel knows UTF-8."""
    return _file(table.columns, (map(_quoted, map(_plain, row)) for row in table.rows), marked)


def file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV with the mark by which Excel knows UTF-8. What would be taken for a formula has an apostrophe before it."""
    growing = Growing(columns)
    growing.add(rows)
    return growing.whole()


class Growing:
    """Such a file while its rows come: each is held as it is written, and not as its cells."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._out = _Out(columns, marked=True)
        self._cells = _Cells()

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        ready = self._cells.__getitem__
        self._out.add(map(ready, row) for row in rows)

    def whole(self) -> bytes:
        return self._out.whole()


def clean(text: str) -> str:
    """A text without characters that no file should hold."""
    return text if text.isprintable() else _UNWRITABLE.sub("\ufffd", text)  # what is unwritable is not printable


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _FIGURE.fullmatch(cell) else cell


def _text(cell: str) -> str:
    if cell[:1].isalnum() and cell.isascii() and cell.isprintable():
        return cell  # as most are: there is nothing to be made harmless or cleaned
    # Made harmless before it is cleaned, for a character that is cleaned away may begin a formula.
    return clean(harmless(cell))


class _Cells(dict[str, str]):
    """Cells as they are written. Those of a table recur, near each other: to make each ready once, quotes and all,
    takes a third of the time."""

    def __missing__(self, cell: str) -> str:
        if len(self) == _MOST_CELLS:
            self.clear()  # else most of what is held would be cells that never come again
        text = self[cell] = _quoted(_text(cell))
        return text


def _quoted(cell: str) -> str:
    """The cell between quotes, where it holds what parts cells and lines."""
    if "," in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _file(columns: Sequence[str], rows: Iterable[Iterable[str]], marked: bool) -> bytes:
    """The file of these rows, whose cells are ready to be written."""
    out = _Out(columns, marked)
    out.add(rows)
    return out.whole()


class _Out:
    """The bytes of a file, which are held once. Cells come ready to be written."""

    def __init__(self, columns: Sequence[str], marked: bool) -> None:
        self._bytes = bytearray(codecs.BOM_UTF8 if marked else b"")
        self._is_narrow = len(columns) == 1
        self.add((map(_quoted, columns),))

    def add(self, rows: Iterable[Iterable[str]]) -> None:
        lines = map(",".join, rows)
        if self._is_narrow:  # an empty line would be no row
            lines = map(_alone, lines)
        while some := list(islice(lines, _ROWS)):
            self._bytes += "\r\n".join((*some, "")).encode()

    def whole(self) -> bytes:
        return bytes(self._bytes)


def _alone(cell: str) -> str:
    return cell or '""'


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return _text(cell) if isinstance(cell, str) else str(cell)
