"""From the bytes of a file to the sheets in it, by the ending of its name."""

from __future__ import annotations

from kpidsl.books.model import Sheet, Unopened
from kpidsl.source import Content

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_PARQUET = (".parquet",)
_OTHERS = (".xlsb", ".numbers", ".mdb", ".accdb")


def is_book(name: str) -> bool:
    """Whether a file is no text, as far as its name tells."""
    return name.lower().endswith((*_WORKBOOKS, *_PARQUET, *_OTHERS))


def sheets(content: Content) -> tuple[Sheet, ...] | Unopened:
    """The sheets of a workbook, or the one table of a Parquet file."""
    name = content.name.lower()
    if name.rpartition("/")[2].startswith("~$"):
        return Unopened("is the mark that Excel leaves beside a workbook that it has open", "name the workbook itself")
    if not content.data:
        return Unopened("is empty", "fetch it once more, or save it again")
    if name.endswith(_WORKBOOKS):
        from kpidsl.books import workbook  # only here, so that reports from CSV load nothing that they do not need

        return workbook.sheets(content)
    if name.endswith(_PARQUET):
        from kpidsl.books import parquet

        return parquet.sheets(content)
    return Unopened("is of a kind that kpic does not read", "save it as an Excel workbook (.xlsx) or as CSV")
