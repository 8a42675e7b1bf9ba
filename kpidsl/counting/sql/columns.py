"""Columns of a table as SQL that reads them as declared, whatever way they are kept.

A text is without spaces at its ends, and nothing where it is empty; a number is a whole number, in units of its last
place; yes is 1 and no is 0; a day has no time.
"""

from __future__ import annotations

from typing import assert_never

from sqlglot import exp

from kpidsl.counting.sql import nodes
from kpidsl.counting.stored import MOST_DIGITS, NO, YES, Dialect, Kept, Table
from kpidsl.spec.record import Column, ColumnType


def read(column: Column, table: Table, alias: str, dialect: Dialect) -> exp.Expr:
    """The value of a column of the table, which is called `alias` in the query."""
    kept, value = _kept(column, table), nodes.column(alias, table.called(column))
    if kept is Kept.AS_DECLARED:
        return value
    match column.type:
        case ColumnType.TEXT:
            return exp.Nullif(this=_trimmed(value, kept, dialect), expression=nodes.string(""))
        case ColumnType.WHOLE | ColumnType.NUMBER:
            return _number(column, value, kept, dialect)
        case ColumnType.DATE:
            if dialect is Dialect.SQLITE:
                return _first_ten(value)
            return value if kept is Kept.DAY else nodes.cast(value, "date")
        case ColumnType.YES_NO:
            ifs = [exp.If(this=asked, true=nodes.number(truth)) for asked, truth in _truths(value, kept, dialect)]
            return exp.Case(ifs=ifs)
        case _:
            assert_never(column.type)


def is_lost(column: Column, table: Table, alias: str, dialect: Dialect) -> exp.Expr:
    """Whether a value would not be what it was, once it is read as declared (`Table.may_lose`)."""
    kept, value = _kept(column, table), nodes.column(alias, table.called(column))
    as_read = read(column, table, alias, dialect)
    match column.type:
        case ColumnType.YES_NO:
            there = exp.Nullif(this=_trimmed(value, kept, dialect), expression=nodes.string(""))
            return nodes.every((nodes.is_there(there), nodes.is_missing(as_read)))
        case ColumnType.DATE:
            day = nodes.cast(as_read.copy(), "date")  # which SQLite gives only for a text that is one
            no_day = nodes.some((nodes.is_missing(day), exp.NEQ(this=day.copy(), expression=as_read)))
            return nodes.every((nodes.is_there(value), no_day))
        case _ if dialect is Dialect.SQLITE:  # which has no decimal numbers
            scaled = exp.Mul(this=value, expression=nodes.number(10**column.places))
            rounded = exp.NEQ(this=exp.Round(this=scaled, decimals=nodes.number(_FINE)), expression=as_read)
            return nodes.some((exp.NEQ(this=value.copy(), expression=nodes.cast(value.copy(), "double")), rounded))
        case _:
            near = _decimal(value.copy(), column.places)
            return exp.NEQ(this=value, expression=near if kept is Kept.DECIMAL else nodes.cast(near, "double"))


_FINE = 6  # places to which a floating-point number is looked at


def _kept(column: Column, table: Table) -> Kept:
    kept = table.of(column)
    assert kept is not None  # a table without the column is not asked
    return kept


def _first_ten(value: exp.Expr) -> exp.Expr:
    return exp.Substring(this=value, start=nodes.number(1), length=nodes.number(len("2021-03-31")))


def _decimal(value: exp.Expr, places: int) -> exp.Expr:
    return nodes.cast(value, f"decimal({MOST_DIGITS}, {places})")


def _number(column: Column, value: exp.Expr, kept: Kept, dialect: Dialect) -> exp.Expr:
    unit = nodes.number(10**column.places)
    if kept is Kept.WHOLE:
        whole = nodes.cast(value, "bigint")
        return exp.Mul(this=whole, expression=unit) if column.places else whole
    if dialect is Dialect.SQLITE:
        return nodes.cast(exp.Round(this=exp.Mul(this=value, expression=unit)), "bigint")
    exact = _decimal(value, column.places)
    return nodes.cast(exp.Mul(this=exact, expression=unit) if column.places else exact, "bigint")


def _trimmed(value: exp.Expr, kept: Kept, dialect: Dialect) -> exp.Expr:
    written = value if kept is Kept.TEXT else nodes.cast(value, "text")
    if dialect is not Dialect.SQL_SERVER:
        return exp.Trim(this=written)
    ends = exp.Trim(this=exp.Trim(this=written, position="LEADING"), position="TRAILING")  # there is no TRIM in 2012
    return exp.Collate(this=ends, expression=exp.Var(this=nodes.BINARY))


def _truths(value: exp.Expr, kept: Kept, dialect: Dialect) -> list[tuple[exp.Expr, int]]:
    """What stands for yes, and what for no."""
    if kept is Kept.TEXT:
        written = exp.Lower(this=_trimmed(value, kept, dialect))
        return [
            (exp.In(this=written.copy(), expressions=[nodes.string(word) for word in words]), truth)
            for words, truth in ((YES, 1), (NO, 0))
        ]
    if kept is Kept.WHOLE or dialect in (Dialect.SQL_SERVER, Dialect.SQLITE):
        return [(exp.EQ(this=value.copy(), expression=nodes.number(truth)), truth) for truth in (1, 0)]
    return [(value, 1), (nodes.negated(value.copy()), 0)]
