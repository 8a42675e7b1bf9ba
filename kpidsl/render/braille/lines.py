"""Braille words to lines of a width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpidsl.render.braille.signs import CONTINUED, PREFIXES
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """Cells from the margin. `keep`: the next line stands on the same page. An empty one parts what is around it.
    `heading` is the id of the heading that begins here."""

    cells: str
    keep: bool = False
    heading: str = ""


BLANK = Line("", keep=True)  # goes where the next line goes, and vanishes at the top of a page
NEW_PAGE = Line("\f")  # what follows begins a page; no line of its own


def wrapped(cells: str, width: int, first: int, rest: int) -> list[str]:
    """Lines that begin `first` and then `rest` cells in. A word is cut only where it is longer than a line."""
    lines: list[str] = []
    line, empty = " " * first, True
    for word in cells.split():
        if not empty and len(line) + 1 + len(word) > width:
            lines.append(line)
            line, empty = " " * rest, True
        line += word if empty else f" {word}"
        empty = False
        while len(line) > width:
            cut = _cut(line, width - len(CONTINUED), rest + 1)
            lines.append(line[:cut] + CONTINUED)
            line = " " * rest + line[cut:]
    return lines if empty else [*lines, line]


def _cut(line: str, most: int, least: int) -> int:
    """Where to cut a word: not within a sign, as far as can be seen from its cells."""
    for at in range(most, least, -1):
        if line[at - 1] not in PREFIXES:
            return at
    return most


def free(lines: Iterable[str]) -> list[Line]:
    """Lines that a page may end after."""
    return [Line(cells) for cells in lines]


def kept(lines: Iterable[str]) -> list[Line]:
    """Lines that what follows must not be parted from."""
    return [Line(cells, keep=True) for cells in lines]


def together(lines: Sequence[Line]) -> list[Line]:
    """Lines that stand on one page, if a page can hold them."""
    return [*(replace(line, keep=True) for line in lines[:-1]), *lines[-1:]]


def pages(lines: Sequence[Line], height: int) -> list[list[Line]]:
    """Lines as pages of at most `height`: none starts with an empty line, and no line that is kept ends one."""
    found: list[list[Line]] = [[]]
    for unit in _units(lines):
        page = found[-1]
        if page and (unit == [NEW_PAGE] or len(page) + len(_joined(page, unit)) > height):
            found.append([])
        for line in _joined(found[-1], unit):
            if len(found[-1]) == height:
                found.append([])
            if line.cells or found[-1]:
                found[-1].append(line)
    return [page if page[-1].cells else page[:-1] for page in found if page]


def _units(lines: Sequence[Line]) -> Iterable[list[Line]]:
    unit: list[Line] = []
    for line in lines:
        if line == NEW_PAGE:
            yield unit
            unit = []
        unit.append(line)
        if not line.keep:
            yield unit
            unit = []
    if any(line.cells for line in unit):
        yield unit


def _joined(page: Sequence[Line], unit: Sequence[Line]) -> list[Line]:
    """The lines of a unit below a page's: one empty line is enough, and none is needed at the top."""
    out: list[Line] = []
    for line in unit:
        last = out[-1] if out else page[-1] if page else BLANK
        if line != NEW_PAGE and (line.cells or last.cells):
            out.append(line)
    return out
