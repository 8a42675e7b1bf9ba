"""Files of rows for people who open them in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What a spreadsheet may run as a formula, also in its wide East Asian form; a bare figure is none.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_FIGURE = re.compile(r"-?£?[\d,.:]+[km]?%?")
_UNWRITABLE = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV with the mark by which Excel knows UTF-8. What would be taken for a formula has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([clean(harmless(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def clean(text: str) -> str:
    """A text without characters that no file should hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _FIGURE.fullmatch(cell) else cell
