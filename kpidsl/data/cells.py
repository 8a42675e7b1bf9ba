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


class Row:
    """The texts of a row's cells, and where it stands. Its cells are made where they are asked for: few rows say
    anything new, or wrong, and of all others the texts are enough (half of the time of reading, and of its memory)."""

    __slots__ = ("_between", "_spans", "end", "source", "start", "texts")

    def __init__(
        self,
        source: Source,
        start: int,
        end: int,
        texts: list[str],
        between: str,
        spans: list[tuple[int, int]] | None = None,
    ) -> None:
        self.source, self.start, self.end, self.texts, self._between = source, start, end, texts, between
        self._spans = spans  # of each cell; None in a row without quotes, where cells are what separators leave

    @property
    def has_quotes(self) -> bool:
        return self._spans is not None

    @property
    def cells(self) -> tuple[Cell, ...]:
        spans = self._split() if self._spans is None else self._spans
        return tuple(Cell(text, Span(self.source, *span)) for text, span in zip(self.texts, spans, strict=True))

    def _split(self) -> Iterator[tuple[int, int]]:
        at = self.start
        for raw in self.source.text[self.start : self.end].split(self._between):
            yield at, at + len(raw)
            at += len(raw) + 1


def rows(source: Source, holding: Collection[str] = ()) -> Iterator[tuple[Cell, ...]]:
    """The rows of a file in order, without those in which every cell is empty.

    With texts to be `holding`, rows after the first that cannot have a cell with one of them are left out, too, most of
    them without a look at their cells.
    """
    return (row.cells for row in lines(source, holding))


def lines(source: Source, holding: Collection[str] = ()) -> Iterator[Row]:
    """As `rows`, each row without its cells."""
    text = source.text
    at = 1 if text.startswith("\ufeff") else 0
    is_first = True
    between = separator(source)
    while at < len(text):
        if holding and not is_first and (after := _end_of_other(text, at, holding)):
            at = after
            continue
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end].removesuffix("\r")
        if '"' in line or "\r" in line:
            row, at = _quoted_row(source, at, between)
        else:
            plain = line.replace("\u00a0", " ").split(between)
            row, at = Row(source, at, at + len(line), [one.strip() for one in plain], between), end + 1
        if any(row.texts):
            is_first = False
            yield row


def _quoted_row(source: Source, at: int, between: str) -> tuple[Row, int]:
    """A row that may hold quotes or line ends of its own, and where the next one starts."""
    cell, start = _CELL[between], at
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    while True:
        match = cell.match(source.text, at)
        assert match is not None  # a plain cell may be empty
        quoted = match["quoted"]
        text = match["plain"] if quoted is None else quoted.replace('""', '"')
        texts.append(text.replace("\u00a0", " ").strip())
        spans.append(match.span())
        at = match.end()
        if source.text[at : at + 1] != between:
            break
        at += 1
    end = _END.match(source.text, at)
    # A quote in the middle of a plain cell leaves nothing behind, so the end of the row always follows here.
    return Row(source, start, at, texts, between, spans), end.end() if end else len(source.text)


def _end_of_other(text: str, at: int, holding: Collection[str]) -> int:
    """Where the row that starts at `at` ends, if it plainly holds none of the texts; 0 where its cells must be read.

    A row without quotes is one line, and its cells stand in it as they are.
    """
    end = text.find("\n", at) + 1 or len(text)
    line = text[at:end]
    if '"' in line or "\u00a0" in line or any(one in line for one in holding):
        return 0
    return end
