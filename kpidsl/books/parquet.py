"""Parquet files as texts, by pyarrow where it is installed. The only module that knows it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from decimal import Decimal
from io import BytesIO

from kpidsl.books.archive import DAMAGED
from kpidsl.books.model import MOST_CELLS, Sheet, Unopened, Value, text_of
from kpidsl.source import Content, Source


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
        if file.metadata.num_rows * file.metadata.num_columns > MOST_CELLS:
            return Unopened(
                f"has {file.metadata.num_rows:,} rows, far more than a table of figures takes",
                "take out the rows that the report does not need",
            )
        table = file.read()
        columns = [column.to_pylist() for column in table.columns]
        names: list[Value] = [(str(name), True) for name in table.column_names]
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError):
        return DAMAGED
    rows = ([_value(value) for value in row] for row in zip(*columns, strict=True))
    digest = hashlib.sha256(content.data).hexdigest()
    return (Sheet(Source(content.name, text_of([names, *rows]), digest)),)


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
