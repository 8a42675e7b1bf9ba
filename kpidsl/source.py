"""Named text and files, and ranges in text. Offsets become lines and columns here and nowhere else."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

from kpidsl.sums import sha256
from kpidsl.values import dataclass, field

_QUOTED = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was given to us: a `.kpi` file, a data file, the house file.

    `name` is what messages call it (a path as the user knows it). Lines end at a line feed only; a carriage return
    before it is part of the line's white space. `digest` is the SHA-256 of the bytes that the text was read from, where
    these were known. A `sheet` of a workbook is a text with a line a row: cells stand between commas, and what was text
    in the workbook is quoted. `is_bare` where its file does not tell 38% from 0.38, nor an error from an empty cell.
    """

    name: str
    text: str
    digest: str = field(default="", repr=False, compare=False)
    sheet: str = ""
    is_bare: bool = False
    _starts: array[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts, at = array("q", [0]), self.text.find("\n")  # a number takes 8 bytes there, and 40 in a tuple
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        object.__setattr__(self, "_starts", starts)

    def __reduce__(self) -> tuple[type[Source], tuple[object, ...]]:
        return Source, (self.name, self.text, self.digest, self.sheet, self.is_bare)  # to be kept without its lines

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file as it was read; of the text in UTF-8, where there was no file."""
        return self.digest or sha256(self.text.encode("utf-8"))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        line = self.line_of(offset)
        return line, offset - self._starts[line - 1] + 1

    def line_of(self, offset: int) -> int:
        """The line of an offset, counted from 1."""
        return bisect_right(self._starts, offset)

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its end."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def line_start(self, number: int) -> int:
        """The offset at which a line (from 1) begins."""
        return self._starts[number - 1]

    @property
    def line_count(self) -> int:
        return len(self._starts)

    def span(self, start: int, end: int) -> Span:
        """The range from `start` up to `end`."""
        return Span(self, start, end)


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it is on the disk, whatever is in it. `name` is what messages call it; `open_in` is the program that
    has it open, where one is known to."""

    name: str
    data: bytes = field(repr=False)
    open_in: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands: `source.text[start:end]`."""

    source: Source = field(repr=False)
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The range from the start of this one to the end of a later one in the same source."""
        return Span(self.source, self.start, other.end)

    @property
    def cell(self) -> str:
        """The cell of a sheet in which it starts: `D7`."""
        line, column = self.source.position(self.start)
        number = _QUOTED.sub("", self.source.line(line)[: column - 1]).count(",") + 1
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{line}"

    def __str__(self) -> str:
        if self.source.sheet:
            return f"{self.source.name}, sheet “{self.source.sheet}”, cell {self.cell}"
        return f"{self.source.name}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Named:
    """A text that a spec quotes from somewhere else, and where the spec does so."""

    text: str
    span: Span
