"""What a file of figures comes to: its sheets as texts, or why it cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kpidsl.source import Source
from kpidsl.values import dataclass, field

MOST_CELLS = 5_000_000  # of one sheet, empty ones between others included
LONGEST_CELL = 32_767  # characters: what Excel takes
# What stands in place of a value where a workbook has none.
UNCOMPUTED = "a formula that has not been worked out"
ERRORS = frozenset(("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"))
MOST_COLUMNS = 16_384  # of a text or a Parquet file: as many as Excel takes

Value = tuple[str, bool]  # what stands in a cell, and whether it is text


@dataclass(frozen=True, slots=True)
class Unopened:
    """Why a file cannot be taken: a sentence that goes on from its name, and what to do."""

    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as a text. `hidden` says what of it Excel does not show: the sheet, or some of its rows or columns.
    `rounded` has the cells, by row and column from 0, of which it shows fewer decimal places than they have, with how
    many; that is known of XLSX alone."""

    source: Source
    hidden: tuple[str, ...] = ()
    rounded: Mapping[tuple[int, int], int] = field(default_factory=dict)


def text_of(rows: Iterable[Sequence[Value]]) -> str:
    """The rows as lines. A cell is one line, so that lines are counted as rows are."""
    return "\n".join(",".join(_cell(*value) for value in row) for row in rows) + "\n"


def _cell(text: str, is_text: bool) -> str:
    if not is_text or not text:
        return text
    return '"' + re.sub(r"\r\n?|\n", " ", text).replace('"', '""') + '"'
