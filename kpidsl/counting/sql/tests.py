"""Questions about a row as SQL. What is missing makes a comparison neither true nor false, as SQL has it anyway."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from sqlglot import exp

from kpidsl.counting.deadlines import Limit
from kpidsl.counting.sql import nodes
from kpidsl.counting.stored import Dialect
from kpidsl.spec.record import (
    Among,
    Column,
    ColumnsCompared,
    Compare,
    Comparison,
    Every,
    InTime,
    Missing,
    Negated,
    Recurring,
    RowTest,
    Some,
)
from kpidsl.values import dataclass

ROW = "r"  # the rows, read as declared
DAYS = "kpic_days"  # the days that occur, and the last days in time
_HOW = {
    Compare.IS: exp.EQ,
    Compare.IS_NOT: exp.NEQ,
    Compare.AT_MOST: exp.LTE,
    Compare.AT_LEAST: exp.GTE,
    Compare.LESS: exp.LT,
    Compare.MORE: exp.GT,
}


@dataclass(frozen=True, slots=True)
class Names:
    """What columns are called in the query: no two are alike, whatever the case of their letters. `keys` are those of
    `Recurring`, and `starts` the columns from whose days limits run."""

    columns: dict[Column, str]
    keys: tuple[Column, ...]
    starts: tuple[Column, ...]
    dialect: Dialect

    @staticmethod
    def of(columns: Sequence[Column], tests: Sequence[RowTest], dialect: Dialect) -> Names:
        found: dict[Column, str] = {}
        for number, column in enumerate(columns, start=1):
            folded = {name.casefold() for name in found.values()}
            found[column] = f"{column.name} {number}" if column.name.casefold() in folded else column.name
        keys = dict.fromkeys(test.key for test in tests if isinstance(test, Recurring))
        starts = dict.fromkeys(test.earlier for test in tests if isinstance(test, InTime))
        return Names(found, tuple(keys), tuple(starts), dialect)

    def row(self, column: Column) -> exp.Expr:
        return nodes.column(ROW, self.columns[column])

    def before(self, key: Column) -> str:
        """The day of the row before, of the same key; it may be the same day."""
        return f"kpic before {self.keys.index(key) + 1}"

    def earlier(self, key: Column) -> str:
        """The last day of the same key that is before this row's."""
        return f"kpic earlier {self.keys.index(key) + 1}"

    def deadline(self, start: Column) -> str:
        """The table of days as it is joined to a column."""
        return f"d{self.starts.index(start) + 1}"

    def deadline_of_key(self, key: Column) -> str:
        return f"k{self.keys.index(key) + 1}"


def in_days(limit: Limit) -> str:
    """The column of the last days in time."""
    return f"{limit.count} {limit.unit.value} later"


def asked(test: RowTest, names: Names, day: Column) -> exp.Expr:
    """A question as a condition; `day` is the column that says to which period a row belongs."""
    match test:
        case Comparison():
            value = _value(test.value, names.dialect)
            return _HOW[test.how](this=names.row(test.column), expression=value)
        case ColumnsCompared():
            return _HOW[test.how](this=names.row(test.column), expression=names.row(test.other))
        case Among():
            values = [_value(value, names.dialect) for value in test.values]
            return exp.In(this=names.row(test.column), expressions=values)
        case Missing():
            return nodes.is_missing(names.row(test.column))
        case InTime():
            last = nodes.column(names.deadline(test.earlier), in_days(Limit(test.limit, test.unit)))
            return nodes.every(
                (
                    exp.GTE(this=names.row(test.later), expression=names.row(test.earlier)),
                    exp.LTE(this=names.row(test.later), expression=last),
                )
            )
        case Recurring():
            last = nodes.column(names.deadline_of_key(test.key), in_days(Limit(test.limit, test.unit)))
            return nodes.every(
                (
                    nodes.is_there(names.row(test.key)),
                    nodes.is_there(last),
                    exp.LTE(this=names.row(day), expression=last.copy()),
                )
            )
        case Every():
            return nodes.every(asked(part, names, day) for part in test.parts)
        case Some():
            return nodes.some(asked(part, names, day) for part in test.parts)
        case Negated():
            return nodes.negated(asked(test.part, names, day))
        case _:
            assert_never(test)


def _value(value: str | int | bool | date, dialect: Dialect) -> exp.Expr:
    match value:
        case bool():
            return nodes.number(int(value))
        case int():
            return nodes.number(value)
        case str():
            return nodes.string(value, dialect)
        case date():
            return nodes.day(value, dialect)
