"""Records: a table with a row a case, and what is counted in it. Every name is resolved and every value typed.

What can be asked is closed under four promises, so that every engine gives the same whole numbers: an engine only
counts, adds up whole numbers and picks middle values; a ratio or a mean is made of two of these later on; dates are
moved by tables of days that are made here, never by functions of an engine; a value that is missing makes a
comparison neither true nor false (three-valued logic, as in SQL and in the conditions of this language).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import assert_never

from kpidsl.source import Span
from kpidsl.terms import Quality
from kpidsl.values import dataclass

# ---- columns


class ColumnType(Enum):
    """How the text or the stored value of a column is read; the value is how it is written in a spec."""

    TEXT = "text"  # without spaces at its ends; capitals count
    WHOLE = "whole number"
    NUMBER = "number"  # a decimal number with a fixed number of places
    DATE = "date"
    YES_NO = "yes/no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by our name; `theirs` is what the table calls it. `places` are those of a NUMBER, 0 otherwise."""

    name: str
    theirs: str
    type: ColumnType
    places: int
    span: Span


# ---- questions about one row


class Compare(Enum):
    """How two values stand to each other; the value is how it is written."""

    IS = "is"
    IS_NOT = "is not"
    AT_MOST = "at most"
    AT_LEAST = "at least"
    LESS = "less than"
    MORE = "more than"


class DayCount(Enum):
    """In what a time limit is given. Day 0 is the day it runs from, in each of them."""

    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`column` against a value of its type: text, a day, a truth, or a whole number (of a NUMBER, in units of its last
    place, so that 12.50 is 1250)."""

    column: Column
    how: Compare
    value: str | int | bool | date


@dataclass(frozen=True, slots=True)
class ColumnsCompared:
    """Two columns of one type against each other."""

    column: Column
    how: Compare
    other: Column


@dataclass(frozen=True, slots=True)
class Among:
    """`column` is one of the values, each as in `Comparison`."""

    column: Column
    values: tuple[str | int | bool | date, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """`column` holds nothing. The one question that a missing value answers."""

    column: Column


@dataclass(frozen=True, slots=True)
class InTime:
    """The day in `later` is on or after that in `earlier`, and at most `limit` days (or so) after it."""

    later: Column
    earlier: Column
    limit: int
    unit: DayCount


@dataclass(frozen=True, slots=True)
class Recurring:
    """Another row of the same `key`, and of the same entity where rows have one, has its day (`Records.day`) before
    this row's, and at most `limit` after which this row's lies. Rows of the same day do not count, nor do rows without
    a key or a day."""

    key: Column
    limit: int
    unit: DayCount


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[RowTest, ...]


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple[RowTest, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    part: RowTest


RowTest = Comparison | ColumnsCompared | Among | Missing | InTime | Recurring | Every | Some | Negated

# ---- what is counted


class Aggregate(Enum):
    """What is made of the rows; the value is how it is written."""

    COUNT = "count"
    DISTINCT = "count of distinct"
    SUM = "sum"
    MEAN = "mean"  # a sum and how many values went into it
    MEDIAN = "median"  # the sum of the one or two middle values, and how many they are
    SHARE = "share"  # the rows of which `test` is so, and all rows


class Reach(Enum):
    """Which rows belong to a period."""

    IN_PERIOD = "in the period"  # their day lies in it
    ROLLING = "over months"  # their day lies in so many months that end with it
    YEAR_TO_DATE = "year to date"  # their day lies in the period's year, up to its end
    OPEN_AT_END = "open at period end"  # they have opened on or before its last day, and not closed on or before it


@dataclass(frozen=True, slots=True)
class RecordMeasure:
    """A figure that is counted, for each period and entity, of the rows that `reach` lets in and that pass `where`.

    `column` is what is added up, or told apart. `test` is that of a SHARE alone. `months` are those of ROLLING.
    """

    name: str
    aggregate: Aggregate
    column: Column | None
    where: RowTest | None
    test: RowTest | None
    reach: Reach
    months: int
    span: Span


# ---- the table


@dataclass(frozen=True, slots=True)
class Records:
    """A table and its measures.

    It stands in a file of the project (`file`), or is a table of the project's database (`table`, its parts from the
    outside in); the other one is empty. `day` says to which period a row belongs, `entity` whose it is (None: all are
    the council's own). `opened` and `closed` are the days from which and until which a case is open, None where no
    measure asks. Rows are complete from the day `complete_from` to `complete_to` (None: to the end of the report's
    period): what a measure would need of any other day is not counted but not there.
    """

    name: str
    label: str
    file: str
    table: tuple[str, ...]
    place: Span  # where the spec names the file or table
    columns: tuple[Column, ...]
    day: Column
    entity: Column | None
    opened: Column | None
    closed: Column | None
    complete_from: date
    complete_to: date | None
    measures: tuple[RecordMeasure, ...]
    sheet: str = ""  # of a workbook; the first one where empty
    header: int = 0  # its row of column names, counted from 1; 0 where it is to be found
    quality: Quality = Quality.FINAL  # how firm its figures are


def leaves(test: RowTest) -> Iterator[RowTest]:
    """The questions of which a question is made."""
    match test:
        case Every() | Some():
            for part in test.parts:
                yield from leaves(part)
        case Negated():
            yield from leaves(test.part)
        case _:
            yield test


def columns_of(test: RowTest | None) -> Iterator[Column]:
    """The columns that a question looks at."""
    for leaf in leaves(test) if test is not None else ():
        match leaf:
            case Comparison() | Among() | Missing():
                yield leaf.column
            case ColumnsCompared():
                yield from (leaf.column, leaf.other)
            case InTime():
                yield from (leaf.later, leaf.earlier)
            case Recurring():
                yield leaf.key
            case Every() | Some() | Negated():
                raise AssertionError("leaves have no parts")
            case _:
                assert_never(leaf)
