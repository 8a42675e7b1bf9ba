"""Syntax of `records` blocks as written: frozen nodes, as in `ast`, to which they belong. Nothing is resolved here."""

from __future__ import annotations

from enum import Enum

from kpidsl.source import Span
from kpidsl.syntax.word import Word
from kpidsl.values import dataclass

# ---- questions about one row


class Sort(Enum):
    """As what a cell is written."""

    TEXT = "text"
    FIGURE = "figure"
    DATE = "date"
    YES_NO = "yes or no"
    COLUMN = "column"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column is held against: a value, or another column by its name."""

    sort: Sort
    word: Word


@dataclass(frozen=True, slots=True)
class Limit:
    """`45 working days`: `unit` is `days`, `working days` or `months`."""

    count: Word
    unit: str


@dataclass(frozen=True, slots=True)
class Compared:
    """`days_open at most 45`; `how` is as written, single-spaced."""

    column: Word
    how: Word
    cell: Cell
    span: Span


@dataclass(frozen=True, slots=True)
class Among:
    column: Word
    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Missing:
    """`child is missing`; else, where it `is_there`, `child is not missing`."""

    column: Word
    is_there: bool
    span: Span


@dataclass(frozen=True, slots=True)
class InTime:
    later: Word
    limit: Limit
    earlier: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Recurring:
    key: Word
    limit: Limit
    span: Span


@dataclass(frozen=True, slots=True)
class EachOf:
    parts: tuple[Rows, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class SomeOf:
    parts: tuple[Rows, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Opposite:
    part: Rows
    span: Span


Rows = Compared | Among | Missing | InTime | Recurring | EachOf | SomeOf | Opposite

# ---- statements


@dataclass(frozen=True, slots=True)
class Records:
    """Starts a block about a table with a row a case."""

    name: Word
    label: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """The table of the database that the records stand in."""

    name: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Quality:
    """How firm the figures are that are counted: `illustrative` where the rows are made up."""

    quality: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Complete:
    """From when to when the table has every row; `until` is None where it is up to date."""

    since: Word
    until: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is as written, single-spaced, without `places`; `called` is what the table has for the name."""

    name: Word
    type: str
    places: Word | None
    called: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class PeriodBy:
    """The column with the day that says to which period a row belongs."""

    column: Word
    span: Span


@dataclass(frozen=True, slots=True)
class EntityBy:
    """The column that says whose a row is."""

    column: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Open:
    """The columns with the days from which and until which a case is open."""

    since: Word
    until: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Reach:
    """`over` so many months, `year to date` or `at period end`."""

    kind: str
    months: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure to be counted. `aggregate` is as written (`count`, `count of distinct`, ...); `test` is what a share
    asks, `where` which rows are looked at."""

    name: Word
    aggregate: str
    column: Word | None
    reach: Reach | None
    test: Rows | None
    where: Rows | None
    span: Span


Line = Table | Quality | Complete | Column | PeriodBy | EntityBy | Open | Measure
