"""Rows of a file, every cell read as its column declares. Whatever it is not is said, with its row or cell.

A text is without spaces at its ends and nothing where it is empty; a number comes in units of its last place; yes is 1
and no is 0. A file in which one cell is wrong gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from kpidsl.counting.stored import MOST_DIGITS, NO, YES
from kpidsl.data.cells import Cell, lines
from kpidsl.data.grouped import grouped
from kpidsl.data.meaning import date_in
from kpidsl.data.tables import misshapen, not_commas
from kpidsl.data.typed import bad, uncomputed
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, did_you_mean
from kpidsl.quantity import parse_number
from kpidsl.source import Source
from kpidsl.spec.record import Column, ColumnType
from kpidsl.values import dataclass

Value = str | int | date | None
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?")


@dataclass(frozen=True, slots=True)
class Typed:
    """The rows of a file: a value a column, in the order of `columns`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def typed(source: Source, columns: Sequence[Column]) -> Outcome[Typed]:
    """The rows of a text whose first line names the columns. Columns that are not declared are passed over."""
    table = lines(source)
    first = next(table, None)
    if first is None:
        help_ = "its first line names the columns"
        return Outcome(None, (Diagnostic("data-empty", "this file is empty", source.span(0, 1), help=(help_,)),))
    header = first.cells
    problems = list(_header_problems(header, columns))
    if problems:
        return Outcome(None, tuple(problems))
    at = {cell.text: index for index, cell in enumerate(header)}
    # What each text of a column was read as: most rows say what others have said, and then the texts are enough.
    places = [(column, at[column.theirs], dict[str, Value]()) for column in columns]
    found: list[tuple[Value, ...]] = []
    absent = Cell("", header[-1].span)
    for row in table:
        texts, cells = row.texts, None
        if row.has_quotes or len(texts) > len(header):
            cells = row.cells
            wrong = list(misshapen(cells, len(header)))
            if wrong:
                problems += wrong
                continue
        values: list[Value] = []
        for column, index, known in places:
            text = texts[index] if index < len(texts) else ""
            if text in known:
                values.append(known[text])
                continue
            cells = cells or row.cells
            value = _value(cells[index] if index < len(cells) else absent, column)
            if isinstance(value, Diagnostic):
                problems.append(value)
            else:
                known[text] = value
                values.append(value)
        found.append(tuple(values))
    if problems:
        return Outcome(None, grouped(problems))
    return Outcome(Typed(tuple(columns), tuple(found)))


def _header_problems(header: Sequence[Cell], columns: Sequence[Column]) -> Iterator[Diagnostic]:
    separated = not_commas(header)
    if separated is not None:
        yield separated
        return
    names = [cell.text for cell in header]
    for column in columns:
        if column.theirs not in names:
            message = f"the file has no column called `{column.theirs}`"
            help_ = did_you_mean(column.theirs, [name for name in names if name])
            yield Diagnostic("records-column", message, column.span, help=help_)
        elif names.count(column.theirs) > 1:
            message = f"two columns of the file are called `{column.theirs}`"
            second = header[len(names) - 1 - names[::-1].index(column.theirs)]
            yield Diagnostic("records-column", message, second.span, help=("give one of them another name",))


def _value(cell: Cell, column: Column) -> Value | Diagnostic:
    text = cell.text
    if not text:
        return None
    problem = uncomputed(cell, column.theirs)
    if problem is not None:
        return problem
    match column.type:
        case ColumnType.TEXT:
            return text
        case ColumnType.WHOLE | ColumnType.NUMBER:
            return _number(cell, column)
        case ColumnType.DATE:
            match = _MIDNIGHT.fullmatch(text)
            day = date_in(match[1] if match else text)
            help_ = "write it as 31/03/2021 or 2021-03-31"
            return bad(cell, column.theirs, f"`{text}` is not a date", help_) if day is None else day
        case ColumnType.YES_NO:
            word = text.casefold()
            if word in YES or word in NO:
                return int(word in YES)
            return bad(cell, column.theirs, f"`{text}` is neither yes nor no", "write yes or no, or leave it empty")
        case _:
            assert_never(column.type)


def _number(cell: Cell, column: Column) -> int | Diagnostic:
    number = parse_number(cell.text.removeprefix("£"))
    if number is None:
        example = "12" if column.places == 0 else "12." + "5".ljust(column.places, "0")
        return bad(cell, column.theirs, f"`{cell.text}` is not a number", f"write it as {example}")
    scaled = number * 10**column.places
    if scaled.denominator != 1:
        what = "is not a whole number" if column.places == 0 else f"has more than {column.places} decimal places"
        return bad(cell, column.theirs, f"`{cell.text}` {what}", "put it right, or declare more places")
    if abs(scaled.numerator) >= 10**MOST_DIGITS:
        return bad(cell, column.theirs, f"`{cell.text}` has too many digits", f"at most {MOST_DIGITS} are counted with")
    whole: int = scaled.numerator
    return whole
