"""Rows of separated text, each cell with its span, so that a bad cell can be pointed at.

RFC 4180: cells may be quoted, a quote inside is doubled, a quoted cell may hold line breaks. The `csv` module reads the
same but forgets where a cell stood. Semicolons and tabs separate as well as commas, one of them throughout a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kpidsl.patterns import lazily
from kpidsl.source import Source, Span
from kpidsl.values import dataclass

_CELL = {
    separator: lazily(
        rf'[ {tab}]*"(?P<quoted>(?:[^"]|"")*)"[ {tab}]*(?={separator}|\r?\n|\Z)|(?P<plain>[^{separator}\r\n]*)'
    )
    for separator, tab in ((",", r"\t"), (";", r"\t"), ("\t", ""))
}
_QUOTED = lazily(r'"(?:[^"]|"")*"')
_END = lazily(r"\r?\n|\r|\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, trimmed and unquoted, and where it stands. A quote that is never closed is kept as text."""

    text: str
    span: Span

    @property
    def is_unclosed(self) -> bool:
        return self.text.startswith('"') and self.span.text.lstrip().count('"') % 2 == 1

    @property
    def is_bare_number(self) -> bool:
        """Whether it is a number in a file that does not tell how it is shown."""
        return self.span.source.is_bare and bool(self.text) and not self.span.text.startswith('"')


def separator(source: Source) -> str:
    """What stands between cells: that of comma, semicolon and tab which alone is in the first line that is not empty.

    Where several are, commas are: a semicolon or a tab may stand in a text, and a wrong guess would be found in the
    names of the columns.
    """
    text = source.text
    at = next((at for at, sign in enumerate(text) if sign not in "\ufeff\r\n \t"), 0)
    at = max(text.rfind("\n", 0, at) + 1, 0)
    end = text.find("\n", at)
    first = _QUOTED.sub("", text[at : end if end >= 0 else len(text)])
    found = [one for one in _CELL if one in first.strip("\ufeff\r ")]
    return found[0] if len(found) == 1 else ","


def rows(source: Source, holding: Collection[str] = ()) -> Iterator[tuple[Cell, ...]]:
    """The rows of a file in order, without those in which every cell is empty.

    With texts to be `holding`, rows after the first that cannot have a cell with one of them are left out, too, most of
    them without a look at their cells.
    """
    at = 1 if source.text.startswith("\ufeff") else 0
    is_first = True
    between = separator(source)
    cell = _CELL[between]
    while at < len(source.text):
        if holding and not is_first and (after := _end_of_other(source.text, at, holding)):
            at = after
            continue
        cells: list[Cell] = []
        while True:
            match = cell.match(source.text, at)
            assert match is not None  # a plain cell may be empty
            quoted = match["quoted"]
            text = match["plain"] if quoted is None else quoted.replace('""', '"')
            cells.append(Cell(text.replace("\u00a0", " ").strip(), source.span(match.start(), match.end())))
            at = match.end()
            if source.text[at : at + 1] != between:
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
