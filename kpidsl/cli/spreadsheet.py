"""Tables for Excel: CSV with the mark by which it knows UTF-8, and nothing in it that it would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet may run as a formula, also in its wide East Asian form; a bare figure is none.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_FIGURE = re.compile(r"-?£?[\d,.:]+[km]?%?")
_UNWRITABLE = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as a file. What would be taken for a formula has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([clean(_harmless(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def clean(text: str) -> str:
    """A text without characters that no file should hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _FIGURE.fullmatch(cell) else cell
