"""Questions about one row: every column known, every value of the type of its column, every limit a whole number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from kpidsl.diagnostics.diagnostic import Label, did_you_mean
from kpidsl.diagnostics.fixes import replacing, respelling
from kpidsl.quantity import parse_number
from kpidsl.spec import literals
from kpidsl.spec.problems import Problems
from kpidsl.spec.record import (
    Among,
    Column,
    ColumnsCompared,
    ColumnType,
    Compare,
    Comparison,
    DayCount,
    Every,
    InTime,
    Missing,
    Negated,
    Recurring,
    RowTest,
    Some,
)
from kpidsl.syntax import ast, ast_records
from kpidsl.syntax.ast_records import Sort
from kpidsl.values import dataclass

_OF_DATES = {
    "before": Compare.LESS,
    "after": Compare.MORE,
    "on or before": Compare.AT_MOST,
    "on or after": Compare.AT_LEAST,
}
_HOWS = {**{how.value: how for how in Compare}, **_OF_DATES}
_EITHER = (Compare.IS, Compare.IS_NOT)
_DATE_WORDS = {how: word for word, how in _OF_DATES.items()}
_SORTS = {
    ColumnType.TEXT: Sort.TEXT,
    ColumnType.WHOLE: Sort.FIGURE,
    ColumnType.NUMBER: Sort.FIGURE,
    ColumnType.DATE: Sort.DATE,
    ColumnType.YES_NO: Sort.YES_NO,
}
_EXAMPLES = {
    ColumnType.TEXT: 'a text in double quotes, such as "Rutland"',
    ColumnType.WHOLE: "a whole number, such as 45",
    ColumnType.NUMBER: "a number, such as 12.50",
    ColumnType.DATE: "a date, such as 1 April 2020",
    ColumnType.YES_NO: "yes or no",
}
_LONGEST = {DayCount.DAYS: 3_660, DayCount.WORKING_DAYS: 2_600, DayCount.MONTHS: 120}  # about ten years
NUMBERS = (ColumnType.WHOLE, ColumnType.NUMBER)


def described(column: Column) -> str:
    """What a column holds, for messages: `a date`, `yes or no`, `a number to 2 dp`."""
    match column.type:
        case ColumnType.YES_NO:
            return "yes or no"
        case ColumnType.NUMBER:
            return f"a number to {column.places} dp"
        case _:
            return f"a {column.type.value}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by our names; None where the line that declares one is wrong."""

    known: Mapping[str, Column | None]
    is_complete: bool  # whether every line of the block could be read
    problems: Problems

    def get(self, word: ast.Word, *help: str) -> Column | None:
        """The column of that name; a problem where there is none."""
        if word.text not in self.known and self.is_complete:
            message = f"no column is called `{word.text}`"
            fix = respelling(word.span, word.text, self.known)
            meant = did_you_mean(word.text, self.known)
            self.problems.add("unknown-column", message, word.span, *meant, *help, fix=fix)
        return self.known.get(word.text)

    def of_type(self, word: ast.Word, what: str, *types: ColumnType) -> Column | None:
        """The column of that name, if it has one of the types; `what` says in the message what asks for that."""
        column = self.get(word)
        if column is None or column.type in types:
            return column
        self.unfit(column, word, f"`{column.name}` is {described(column)}, and {what}", _declared(types[0], column))
        return None

    def unfit(self, column: Column, word: ast.Word, message: str, *help: str, meant: str = "") -> None:
        """A column that is used as what it is not, at `word`; `meant` would be right in its place."""
        label = (Label(column.span, "declared here"),)
        fix = replacing(word.span, meant) if meant else None
        self.problems.add("column-type", message, word.span, *help, labels=label, fix=fix)


def _declared(type: ColumnType, column: Column) -> str:
    written = "number to 2 dp" if type is ColumnType.NUMBER else type.value
    return f"name another column, or declare it as what it is: column {column.name} {written}"


def read(rows: ast_records.Rows, columns: Columns) -> RowTest | None:
    """What is asked of a row; None where a part of it is wrong."""
    match rows:
        case ast_records.EachOf() | ast_records.SomeOf():
            found = [read(part, columns) for part in rows.parts]
            parts = tuple(part for part in found if part is not None)
            if len(parts) < len(found):
                return None
            return Every(parts) if isinstance(rows, ast_records.EachOf) else Some(parts)
        case ast_records.Opposite():
            inner = read(rows.part, columns)
            return None if inner is None else Negated(inner)
        case ast_records.Missing():
            column = columns.get(rows.column)
            if column is None:
                return None
            return Negated(Missing(column)) if rows.is_there else Missing(column)
        case ast_records.Compared():
            return _compared(rows, columns)
        case ast_records.Among():
            return _among(rows, columns)
        case ast_records.InTime():
            what = "days are counted from one date to another"
            later = columns.of_type(rows.later, what, ColumnType.DATE)
            earlier = columns.of_type(rows.earlier, what, ColumnType.DATE)
            limit = _limit(rows.limit, columns.problems)
            if later is None or earlier is None or limit is None:
                return None
            return InTime(later, earlier, limit, DayCount(rows.limit.unit))
        case ast_records.Recurring():
            key, limit = columns.get(rows.key), _limit(rows.limit, columns.problems)
            return None if key is None or limit is None else Recurring(key, limit, DayCount(rows.limit.unit))
        case _:
            assert_never(rows)


def _compared(rows: ast_records.Compared, columns: Columns) -> RowTest | None:
    is_name = rows.cell.sort is Sort.COLUMN
    column = columns.get(rows.column)
    other = _other(rows.cell.word, column, columns) if is_name else None
    if column is None or (is_name and other is None):
        return None
    how = _HOWS[rows.how.text]
    if not _is_asked_so(column, how, rows.how, columns):
        return None
    if other is not None:
        if (column.type, column.places) != (other.type, other.places):
            message = f"`{column.name}` is {described(column)}, but `{other.name}` is {described(other)}"
            columns.unfit(other, rows.cell.word, message, "compare columns of one type")
            return None
        return ColumnsCompared(column, how, other)
    value = _value(column, rows.cell, columns)
    return None if value is None else Comparison(column, how, value)


def _other(word: ast.Word, column: Column | None, columns: Columns) -> Column | None:
    """A second column; a text of the table that stands without quotes is read as one, too."""
    is_text = column is not None and column.type is ColumnType.TEXT
    return columns.get(word, *((f'a text of the table stands in double quotes: "{word.text}"',) if is_text else ()))


def _is_asked_so(column: Column, how: Compare, written: ast.Word, columns: Columns) -> bool:
    """Whether the words of a comparison suit what the column holds."""
    of_dates = written.text in _OF_DATES
    if how in _EITHER or (column.type is ColumnType.DATE and of_dates) or (column.type in NUMBERS and not of_dates):
        return True
    meant = ""
    if column.type is ColumnType.DATE:
        meant = _DATE_WORDS[how]
    elif column.type in NUMBERS:
        meant = how.value
    message = f"`{column.name}` is {described(column)}, which cannot be `{written.text}`"
    help_ = f"did you mean `{meant}`?" if meant else "ask whether it `is`, `is not`, or is `in` a list"
    columns.unfit(column, written, message, help_, meant=meant)
    return False


def _among(rows: ast_records.Among, columns: Columns) -> Among | None:
    column = columns.get(rows.column)
    if column is None:
        return None
    found = [_value(column, cell, columns) for cell in rows.cells]
    values = tuple(value for value in found if value is not None)
    return Among(column, values) if len(values) == len(found) else None


def _value(column: Column, cell: ast_records.Cell, columns: Columns) -> str | int | bool | date | None:
    """A value as `record.Comparison` has it."""
    word = cell.word
    if cell.sort is not _SORTS[column.type]:
        message = f"`{column.name}` is {described(column)}, so it is held against {_EXAMPLES[column.type]}"
        columns.unfit(
            column, word, message, *([f'did you mean "{word.text}"?'] if column.type is ColumnType.TEXT else [])
        )
        return None
    match column.type:
        case ColumnType.TEXT:
            return word.text
        case ColumnType.YES_NO:
            return word.text == "yes"
        case ColumnType.DATE:
            return literals.day(word, columns.problems)
        case ColumnType.WHOLE | ColumnType.NUMBER:
            number = parse_number(word.text)
            scaled = None if number is None else number * 10**column.places
            if scaled is None or scaled.denominator != 1:
                message = f"`{word.text}` is not {described(column)}, which `{column.name}` is held against"
                help_ = "write it without signs or units, and with no more decimal places than the column has"
                columns.problems.add("bad-figure", message, word.span, help_)
                return None
            return int(scaled)


def _limit(limit: ast_records.Limit, problems: Problems) -> int | None:
    return literals.whole(limit.count, 0, _LONGEST[DayCount(limit.unit)], f"a number of {limit.unit}", problems)
