"""Layouts of files that hold the figures of many entities: which cells of a row say whose it is, and of when.

Two are known: the tidy files of DfE's Explore Education Statistics (EES), and tables of our own kind, with the columns
`entity` and `period`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpidsl.data.cells import Cell
from kpidsl.data.typed import bad
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.patterns import lazily
from kpidsl.period import MONTHS, Period
from kpidsl.terms import Reason
from kpidsl.values import dataclass, replace

# By geographic level, the columns that say whose a row is: its name, then its codes.
_LEVELS = {
    "national": ("country_name", "country_code"),
    "regional": ("region_name", "region_code"),
    "local authority": ("la_name", "new_la_code", "old_la_code"),
    "local authority district": ("lad_name", "lad_code"),
}
_EES = ("geographic_level", "time_period", "time_identifier")
_OWN = ("entity", "period")
_KNOWN = (*_EES, *_OWN, "quality", *(column for columns in _LEVELS.values() for column in columns))

# What stands in place of a figure, with or without brackets, and the reason it gives; None where it gives none.
MARKERS: dict[str, Reason | None] = {
    "c": Reason.SUPPRESSED,
    "z": Reason.NOT_APPLICABLE,
    "x": None,
    ":": None,
    "~": None,
    "k": None,
    "low": None,
    "u": None,
    **{reason.value: reason for reason in Reason},
}

_DIGITS = lazily(r"(\d{4})[-/]?(\d{2})?")
_PARTS = ("", " q1", " q2", " q3", " q4")
_HALVES = {"part 1 (april to september)": " h1", "part 2 (october to march)": " h2"}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file by name (in lower case), each with where it stands in a row."""

    header: tuple[Cell, ...]
    columns: dict[str, int]
    is_ees: bool
    first_month: int  # in which financial years start
    reporting: Period | None  # what the reporting year 0 is

    def cell(self, cells: Sequence[Cell], column: str) -> Cell:
        """The cell of a row in a column; an empty one where there is none."""
        index = self.columns.get(column.casefold(), len(cells))
        return cells[index] if index < len(cells) else Cell("", cells[-1].span)

    def entity(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        """What the entity of a row is called, its name first; nothing for a level that is not known."""
        if not self.is_ees:
            return (self.cell(cells, "entity").text,)
        columns = _LEVELS.get(self.cell(cells, "geographic_level").text.casefold(), ())
        return tuple(text for column in columns if (text := self.cell(cells, column).text))

    def period(self, cells: Sequence[Cell]) -> Period | Diagnostic:
        """The period of a row."""
        if not self.is_ees:
            cell = self.cell(cells, "period")
            found = Period.parse(cell.text, self.first_month)
            if found is not None:
                return found
            help_ = "write a year as 2021-22, a quarter as 2021-22 Q1, a month as September 2021"
            return bad(cell, "period", f"`{cell.text}` is not a period", help_)
        time, kind = self.cell(cells, "time_period"), self.cell(cells, "time_identifier")
        written = self._written(time.text, kind.text.casefold())
        if written is None and kind.text.casefold() == _REPORTING:
            help_ = "say in the source which year it is: reporting year 2021 is 2020-21"
            return bad(kind, "time_identifier", "a reporting year may be any kind of year", help_)
        if written is None:
            help_ = f"those that are: {', '.join(_KINDS)}, or a month"
            return bad(kind, "time_identifier", f"`{kind.text}` is not a kind of period that can be used here", help_)
        found = Period.parse(written, self.first_month)
        if found is None:
            help_ = "a year over two calendar years is written 201920, any other 2019"
            return bad(time, "time_period", f"`{time.text}` is not a {kind.text.lower()}", help_)
        return found

    def _written(self, time: str, kind: str) -> str | None:
        if kind == _REPORTING and self.reporting is not None:
            year = int(time) if re.fullmatch(r"\d{4}", time) else 0
            return str(replace(self.reporting, year=self.reporting.year + year)) if year else ""
        return _written_of(time, kind)

    def others(self, used: str) -> Iterator[str]:
        """The columns, as written, that may tell rows of one entity and period apart; not the one that is `used`."""
        taken = {*_KNOWN, used.casefold()} - {"geographic_level"}  # a city can be an authority and a district
        return (self.header[index].text for column, index in self.columns.items() if column not in taken)


_REPORTING = "reporting year"
_KINDS = ("Financial year", "Academic year", "Calendar year", "Financial year Q1", "Calendar year Q1")


def _written_of(time: str, kind: str) -> str | None:
    """A period as specs write it (no period at all, where its figures are out of place); None for an unknown kind."""
    match = _DIGITS.fullmatch(time)
    year, second = (match[1], match[2]) if match else ("", None)
    span = f"{year}-{second}" if second else ""
    for part in _PARTS:
        if kind == f"financial year{part}":
            return span and span + part
        if kind == f"calendar year{part}":
            return "" if second else (year + part if part else f"calendar {year}")
    if kind in _HALVES:
        return span and span + _HALVES[kind]
    if kind == "academic year":
        return f"academic {span}"
    if kind in (month.lower() for month in MONTHS):
        return "" if second else f"{kind} {year}"
    return None


def layout(header: tuple[Cell, ...], first_month: int, reporting: Period | None) -> Layout | Diagnostic:
    """The layout that a file's first line shows."""
    names = [cell.text.casefold() for cell in header]
    whole = header[0].span.to(header[-1].span)
    is_ees = set(_EES) <= set(names)
    if not is_ees and not set(_OWN) <= set(names):
        message = "the first line of this file does not say whose its figures are, and of when"
        help_ = (
            f"a file of Explore Education Statistics has the columns {', '.join(_EES)}",
            f"any other table needs the columns {' and '.join(_OWN)}",
        )
        return Diagnostic("column-missing", message, whole, help=help_)
    for index, name in enumerate(names):
        if name in names[:index]:
            message = f"the column `{header[index].text}` stands twice"
            return Diagnostic("column-unknown", message, header[index].span, help=("delete one of the two",))
    return Layout(header, {name: index for index, name in enumerate(names)}, is_ees, first_month, reporting)
