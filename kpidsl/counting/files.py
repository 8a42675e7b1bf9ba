"""A file of records as one text, whatever kind of file it is: which sheet, and which row names the columns."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.books import opened
from kpidsl.books.model import Sheet, Unopened
from kpidsl.counting.engine import Failure
from kpidsl.data.cells import rows
from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.source import Content, Source
from kpidsl.spec.figures import windows
from kpidsl.spec.project import Read, Unreadable, decoded
from kpidsl.spec.record import Records

_SEARCHED = 50  # rows in which the names of the columns are looked for


def text_of(records: Records, read: Read) -> Source | Failure:
    """The text, from the row that names the columns on; rows keep their numbers."""
    found = read(records.file)
    if isinstance(found, Unreadable):
        return Failure(found.code, found.message, (found.help,))
    if isinstance(found, Source):
        return _from_header(found, records)
    if not opened.is_book(records.file):
        text = decoded(found.name, found.data)
        if isinstance(text, Source):
            return _from_header(text, records)
        windows_text = windows(found) if text.code == "not-utf8" else None
        return (
            Failure(text.code, text.message, (text.help,))
            if windows_text is None
            else _from_header(windows_text, records)
        )
    return _of_book(found, records)


def _of_book(content: Content, records: Records) -> Source | Failure:
    sheets = opened.sheets(content)
    if isinstance(sheets, Unopened):
        return Failure("file-unreadable", f"`{content.name}` {sheets.message}", (sheets.help,))
    sheet = _sheet(sheets, content.name, records)
    return sheet if isinstance(sheet, Failure) else _from_header(sheet.source, records)


def _sheet(sheets: Sequence[Sheet], name: str, records: Records) -> Sheet | Failure:
    """The sheet that is named, or the first that Excel shows."""
    titles = [sheet.source.sheet for sheet in sheets]
    if not records.sheet:
        shown = [sheet for sheet in sheets if "the whole sheet" not in sheet.hidden]
        return next(iter(shown or sheets), None) or Failure("sheet-not-found", f"`{name}` has no sheets")
    for sheet in sheets:
        if sheet.source.sheet.casefold().strip() == records.sheet.casefold().strip():
            return sheet
    message = f"`{name}` has no sheet called “{records.sheet}”"
    return Failure("sheet-not-found", message, did_you_mean(records.sheet, titles))


def _from_header(source: Source, records: Records) -> Source | Failure:
    row = records.header or _header(source, records)
    if row > source.line_count:
        return Failure("sheet-not-found", f"`{source.name}` has no row {row}", ("count rows as Excel does, from 1",))
    if row == 1:
        return source
    text = "\n" * (row - 1) + source.text[source.line_start(row) :]
    return Source(source.name, text, source.sha256, source.sheet, source.is_bare)


def _header(source: Source, records: Records) -> int:
    """The first row in which every column is named; the first of all where there is none, so that what is missing can
    be said."""
    wanted = {column.theirs for column in records.columns}
    for number, cells in enumerate(rows(source)):
        if number == _SEARCHED:
            break
        if wanted <= {cell.text for cell in cells}:
            return cells[0].span.line
    return 1
