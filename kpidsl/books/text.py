"""Texts such as CSV: whether they can be tables of figures at all, before any cell is read."""

from __future__ import annotations

import re

from kpidsl.books.model import LONGEST_CELL, MOST_COLUMNS, Unopened

_FEW_ROWS = 3  # the names of the columns and two more: fewer do not show how long rows are
# Looked for only behind what separates cells, and never gone back over: a long text takes one look at each character.
_LONG = re.compile(rf"(?:\A|[,;\t\r\n])[^,;\t\r\n]{{{LONGEST_CELL + 1}}}")
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_LINE = re.compile(r"[^\n]*\n?")
_TOO_LONG = Unopened(f"has a cell of more than {LONGEST_CELL:,} characters", "shorten what stands there")
_CUT_OFF = "fetch it once more, or save it again; if it is whole, end its last line with a line break"


def fault(text: str) -> tuple[int, Unopened] | None:
    """Why a text is no table, and the offset at which that shows; None where it may be one. Looks at each character a
    few times at most, and keeps none."""
    at = text.find("\0")
    if at >= 0:
        return at, Unopened("is damaged, or is no text: it has characters that no text has", "fetch it once more")
    if len(text) > LONGEST_CELL:
        long = next((one for one in _QUOTED.finditer(text) if one.end() - one.start() > LONGEST_CELL + 2), None)
        if long is not None:
            return long.start(), _TOO_LONG
        for line in _LINE.finditer(text):
            if line.end() - line.start() <= min(LONGEST_CELL, MOST_COLUMNS):
                continue
            if max(map(line[0].count, ",;\t")) >= MOST_COLUMNS:
                what = f"has a row of more than {MOST_COLUMNS:,} cells"
                return line.start(), Unopened(what, "take out the columns that the report does not need")
            if _LONG.search(line[0]):
                return line.start(), _TOO_LONG
    return None if not text or text.endswith(("\n", "\r")) else _cut(text)


def _cut(text: str) -> tuple[int, Unopened] | None:
    """A text that ends within a row: all rows before it are of one length, and it is shorter, or a quote is open."""
    start = text.rfind("\n") + 1
    last = _QUOTED.sub("", text[start:])
    before = _QUOTED.sub("", text[:start])
    if '"' in before:
        return None
    if '"' in last:
        return start, Unopened("ends within a cell that starts with a quote, as if it was cut off", _CUT_OFF)
    lines = [line for line in before.split("\n") if line.strip("\ufeff \r,;\t")]
    if len(lines) < _FEW_ROWS:
        return None
    sign = max(",;\t", key=lines[0].count)
    widths = {line.count(sign) for line in lines}
    if len(widths) == 1 and last.count(sign) < widths.pop():
        return start, Unopened(
            "ends within a row, as if it was cut off: its last row is shorter than all others", _CUT_OFF
        )
    return None
