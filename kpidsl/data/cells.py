"""Rows of comma-separated text, each cell with its span, so that a bad cell can be pointed at.

RFC 4180: cells may be quoted, a quote inside is doubled, a quoted cell may hold line breaks. The `csv` module reads the
same but forgets where a cell stood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kpidsl.source import Source, Span

_CELL = re.compile(r'[ \t]*"(?P<quoted>(?:[^"]|"")*)"[ \t]*(?=,|\r?\n|\Z)|(?P<plain>[^,\r\n]*)')
_END = re.compile(r"\r?\n|\r|\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, trimmed and unquoted, and where it stands. A quote that is never closed is kept as text."""

    text: str
    span: Span

    @property
    def is_unclosed(self) -> bool:
        return self.text.startswith('"') and self.span.text.lstrip().count('"') % 2 == 1


def rows(source: Source, holding: Collection[str] = ()) -> Iterator[tuple[Cell, ...]]:
    """The rows of a file in order, without those in which every cell is empty.

    With texts to be `holding`, rows after the first that cannot have a cell with one of them are left out, too, most of
    them without a look at their cells.
    """
    at = 1 if source.text.startswith("\ufeff") else 0
    is_first = True
    while at < len(source.text):
        if holding and not is_first and (after := _end_of_other(source.text, at, holding)):
            at = after
            continue
        cells: list[Cell] = []
        while True:
            match = _CELL.match(source.text, at)
            assert match is not None  # a plain cell may be empty
            quoted = match["quoted"]
            text = match["plain"] if quoted is None else quoted.replace('""', '"')
            cells.append(Cell(text.replace("\u00a0", " ").strip(), source.span(match.start(), match.end())))
            at = match.end()
            if source.text[at : at + 1] != ",":
                break
            at += 1
        end = _END.match(source.text, at)
        # A quote in the middle of a plain cell leaves nothing behind, so the end of the row always follows here.
        at = end.end() if end else len(source.text)
        if any(cell.text for cell in cells):
            is_first = False
            yield tuple(cells)


def _end_of_other(text: str, at: int, holding: Collection[str]) -> int:
    """Where the row that starts at `at` ends, if it plainly holds none of the texts; 0 where its cells must be read.

    A row without quotes is one line, and its cells stand in it as they are.
    """
    end = text.find("\n", at) + 1 or len(text)
    line = text[at:end]
    if '"' in line or "\u00a0" in line or any(one in line for one in holding):
        return 0
    return end
