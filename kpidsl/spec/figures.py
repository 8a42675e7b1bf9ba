"""gather: a file of figures as one text, whatever kind of file it is: which sheet, and which row names the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpidsl.books import opened, text
from kpidsl.books.model import Sheet, Unopened
from kpidsl.books.names import Names
from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.source import Content, Source
from kpidsl.spec.links import Link
from kpidsl.spec.problems import Problems
from kpidsl.sums import sha256

_SEARCHED = 50  # rows in which the names of the columns are looked for
_UTF8_PAIR = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
# The columns that a table of figures has: ours, those of tables of many entities, those of official statistics.
_TABLES = ({"indicator", "period"}, {"entity", "period"}, {"geographic_level", "time_period", "time_identifier"})


def of_text(source: Source, setting: Link, names: Names, problems: Problems) -> Source | None:
    """A text, such as CSV, from the row that names its columns; None where it is no table at all."""
    found = text.fault(source.text)
    if found is not None:
        at, why = found
        row = source.position(at)[0]
        problems.add("file-unreadable", f"`{source.name}` {why.message} (row {row:,})", setting.value.span, why.help)
        return None
    if setting.sheet is not None:
        problems.add(
            "sheet-not-found",
            f"`{source.name}` is no workbook, so it has no sheets",
            setting.sheet.span,
            f'data "{setting.value.text}"',
        )
    return _from_header(source, setting, names, problems)


def of_book(content: Content, setting: Link, names: Names, problems: Problems) -> Source | None:
    """The sheet that is meant of a workbook."""
    found = opened.sheets(content)
    if isinstance(found, Unopened):
        problems.add("file-unreadable", f"`{content.name}` {found.message}", setting.value.span, found.help)
        return None
    sheet = _sheet(found, content.name, setting, names, problems)
    if sheet is None:
        return None
    if sheet.hidden:
        message = f"{_named(sheet.source)} has hidden parts, which are read like all others: {', '.join(sheet.hidden)}"
        problems.add(
            "hidden-rows", message, setting.value.span, "show them in Excel, and delete those that do not count"
        )
    return _from_header(sheet.source, setting, names, problems)


def windows(content: Content) -> Source | None:
    """A text as Excel writes “CSV” on Windows; None where it cannot be that."""
    if b"\0" in content.data or _UTF8_PAIR.search(content.data):
        return None
    try:
        decoded = content.data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return Source(content.name, re.sub(r"\r(?!\n)", "\n", decoded), sha256(content.data))


def first_beyond_ascii(source: Source) -> int:
    """Where the first sign stands that is not the same in all encodings."""
    return next((at for at, sign in enumerate(source.text) if not sign.isascii()), 0)


def _sheet(found: Sequence[Sheet], name: str, setting: Link, names: Names, problems: Problems) -> Sheet | None:
    titles = [sheet.source.sheet for sheet in found]
    if setting.sheet is not None:
        wanted = setting.sheet.text.casefold().strip()
        for sheet in found:
            if sheet.source.sheet.casefold().strip() == wanted:
                return sheet
        message = f"`{name}` has no sheet called “{setting.sheet.text}”"
        problems.add("sheet-not-found", message, setting.sheet.span, *did_you_mean(setting.sheet.text, titles))
        return None
    shown = [sheet for sheet in found if "the whole sheet" not in sheet.hidden]
    fitting = [sheet for sheet in shown if _header(sheet.source, names)]
    if len(fitting) == 1 or len(shown) == 1:
        return (fitting or shown)[0]
    listed = ", ".join(f"“{title}”" for title in titles[:12]) or "none"
    help_ = [f"its sheets are: {listed}"]
    if fitting:
        why = "several sheets with figures"
        help_ = [f'say which is meant: data "{setting.value.text}" sheet "{fitting[0].source.sheet}"', *help_]
    else:
        why = "no sheet with a row that names the columns `indicator` and `period`"
        help_ = [
            "name them so, or say in the house file what the workbook calls them: data: {columns: {Quarter: period}}",
            *help_,
        ]
    problems.add("sheet-not-found", f"`{name}` has {why}", setting.value.span, *help_)
    return None


def _from_header(source: Source, setting: Link, names: Names, problems: Problems) -> Source:
    """The text with nothing above the row that names the columns; rows keep their numbers."""
    row = _header(source, names) or 1
    if setting.header is not None:
        written = setting.header.text
        row = int(written) if written.isascii() and written.isdigit() and len(written) < 8 else 0
        if not 1 <= row <= source.line_count:
            message = f"{_named(source)} has no row {written}"
            problems.add("sheet-not-found", message, setting.header.span, "count rows as Excel does, from 1")
            return source
    if row == 1:
        return source
    below = "\n" * (row - 1) + source.text[source.line_start(row) :]
    return Source(source.name, below, source.sha256, source.sheet, source.is_bare)


def _header(source: Source, names: Names) -> int:
    """The row that names the columns of a table of figures; 0 where none of the first ones does."""
    beside_periods = 0
    for row in range(1, min(source.line_count, _SEARCHED) + 1):
        cells = re.split("[,;\t]", source.line(row).lstrip("\ufeff"))
        found = {names.column(cell.strip().strip('"').strip()) for cell in cells}
        if any(table <= found for table in _TABLES):
            return row
        if "indicator" in found and not beside_periods:
            beside_periods = row  # a wide table, unless a row below names more
    return beside_periods


def _named(source: Source) -> str:
    return f"the sheet “{source.sheet}” of `{source.name}`" if source.sheet else f"`{source.name}`"
