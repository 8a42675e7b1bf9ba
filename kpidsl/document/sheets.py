"""Workbook, Sheet, Number: a report as plain tables, with every figure rounded and every word chosen.

What renderers of open data take. A cell is a text, a number, a day, a link to another sheet, or None where a file for
programs has nothing to say.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from kpidsl.quantity import plain
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """An amount rounded to the decimal places that it is shown with."""

    amount: Fraction
    places: int

    def __str__(self) -> str:
        """Bare digits, with all the places: `97.0`, `-1524`."""
        whole, _, part = plain(self.amount).partition(".")
        return f"{whole}.{part.ljust(self.places, '0')}" if self.places else whole


@dataclass(frozen=True, slots=True)
class SheetLink:
    """The name of a sheet, which leads there."""

    sheet: str


Cell = str | Number | date | SheetLink | None


@dataclass(frozen=True, slots=True)
class Rows:
    """One table for programs: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A heading, no two of a sheet alike, and how many characters wide its column is."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, a few lines of explanation, and one table, which has at least one row. `is_data` is yes where its rows
    are figures that people sort and filter."""

    name: str
    title: str
    lead: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_data: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """The first sheet, all in one column: a title, and below it lines, or headings with the lines that they head."""

    name: str
    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """`dated` is the day the file says it was made; `language` is a BCP 47 tag."""

    title: str
    author: str
    subject: str
    language: str
    dated: date
    cover: Cover
    sheets: tuple[Sheet, ...]
    page_label: str  # with `{page}` and `{pages}` where their numbers stand
