"""Parquet files as texts, by pyarrow where it is installed. The only module that knows it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from decimal import Decimal
from io import BytesIO

from kpidsl.books.archive import DAMAGED, LARGEST
from kpidsl.books.model import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, Sheet, Unopened, Value, text_of
from kpidsl.source import Content, Source

_AT_ONCE = 4096  # cells that are unpacked before they are counted


def sheets(content: Content) -> tuple[Sheet, ...] | Unopened:
    """The one table of the file: its first line names the columns."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return Unopened(
            "is Parquet, which needs the package pyarrow",
            'save it as CSV, or pip install "kpidsl[parquet]"',
        )
    try:
        file = pyarrow.parquet.ParquetFile(BytesIO(content.data))
        about = file.metadata
        if about.num_rows * about.num_columns > MOST_CELLS or about.num_columns > MOST_COLUMNS:
            return _too_large(f"{about.num_rows:,} rows of {about.num_columns:,} columns")
        if sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups)) > LARGEST:
            return _too_large("more values")
        names: list[Value] = [(str(name), True) for name in file.schema_arrow.names]
        # What a file says of its own size need not be true, so it is read in small pieces, and counted.
        pieces = [text_of([names])]
        left = LARGEST
        for batch in file.iter_batches(batch_size=max(1, min(1024, _AT_ONCE // max(1, about.num_columns)))):
            left -= batch.get_total_buffer_size()
            if left < 0:
                return _too_large("more values")
            columns = [column.to_pylist() for column in batch.columns]
            rows = [[_value(value) for value in row] for row in zip(*columns, strict=True)]
            if any(len(text) > LONGEST_CELL for row in rows for text, _ in row):
                return Unopened(f"has a cell of more than {LONGEST_CELL:,} characters", "shorten what stands there")
            pieces.append(text_of(rows))
            left -= len(pieces[-1])  # a value that is stored once may stand in every row
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError, MemoryError):
        return DAMAGED
    digest = hashlib.sha256(content.data).hexdigest()
    return (Sheet(Source(content.name, "".join(pieces), digest)),)


def _too_large(what: str) -> Unopened:
    return Unopened(f"has {what}, far more than a table of figures takes", "take out what the report does not need")


def written(columns: Sequence[str], dates: Collection[str], rows: Sequence[Sequence[object]]) -> bytes:
    """A file with these rows. Of the columns, those in `dates` hold days, all others texts; None is nothing. Raises
    ImportError where pyarrow is not installed."""
    import pyarrow
    import pyarrow.parquet

    held = {
        name: pyarrow.array([row[at] for row in rows], pyarrow.date32() if name in dates else pyarrow.string())
        for at, name in enumerate(columns)
    }
    out = BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(held), out, compression="snappy")
    return out.getvalue()


def _value(value: object) -> Value:
    match value:
        case None:
            return ("", False)
        case bool():
            return ("yes" if value else "no", True)
        case float() | int() | Decimal():
            number = value if isinstance(value, Decimal) else Decimal(repr(value))
            text = f"{number:f}" if number.is_finite() else "#NUM!"
            return (text.rstrip("0").rstrip(".") if "." in text else text, False)
        case _:
            return (str(value), True)
