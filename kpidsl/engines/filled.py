"""A file as a table that we fill ourselves, for engines that run in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from kpidsl.counting.cells import Typed, Value, typed
from kpidsl.counting.engine import Failure, Opened
from kpidsl.counting.stored import Table
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.source import Source
from kpidsl.spec.record import ColumnType, Records

FILLED = "records"
# The text of a table that is no Parquet file, or why there is none.
Text = Callable[[Records], Source | Failure | tuple[Diagnostic, ...]]


def read(records: Records, text: Text) -> tuple[Typed, Opened] | Failure | tuple[Diagnostic, ...]:
    """The rows of a file with its columns called c1, c2 and so on, whatever it calls them."""
    source = text(records)
    if not isinstance(source, Source):
        return source
    found = typed(source, records.columns)
    if found.value is None:
        return found.diagnostics
    columns = {column: f"c{number}" for number, column in enumerate(found.value.columns, start=1)}
    table = Table((FILLED,), {}, ours=columns)
    return found.value, Opened(table, len(found.value.rows), lambda: source.sha256, found.diagnostics)


def by_column(rows: Sequence[tuple[Value, ...]], width: int) -> list[list[Value]]:
    """The same values, a list a column."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]


def as_text(row: Iterable[Value]) -> tuple[str | int | None, ...]:
    """A row with days as texts such as 2021-03-31."""
    return tuple(value.isoformat() if isinstance(value, date) else value for value in row)


TYPES = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.WHOLE: "BIGINT",
    ColumnType.NUMBER: "BIGINT",
    ColumnType.DATE: "DATE",
    ColumnType.YES_NO: "BIGINT",
}
