"""A Workbook to the bytes of an XLSX file. The only module that knows XlsxWriter.

Every text is written as a text: none becomes a formula, a number or a web address. The same bytes every time.
"""

from __future__ import annotations

import io
import re
import textwrap
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpidsl.document.sheets import Cell, Cover, Number, Sheet, SheetLink, Workbook
from kpidsl.saying import WELSH, spoken

_FONT = {"font_name": "Arial", "font_size": 12, "font_scheme": "none", "valign": "top"}
_WRAPPED = {**_FONT, "text_wrap": True}
_DAY = "d mmmm yyyy"
_MONTHS = "452"  # Welsh, as Excel numbers languages: months are named in it, whatever Excel speaks
_COVER_WIDTH = 100
_A4 = 9
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in cells it is escaped
_LINE = 16  # points, of a line of text
_HIGHEST = 409  # points, of a row in Excel
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest day that a zip file can name


class _Book:
    """The file that is being written, and the formats that it has so far."""

    def __init__(self, out: io.BytesIO, workbook: Workbook) -> None:
        self.page_label = workbook.page_label
        self.day = f"[$-{_MONTHS}]{_DAY}" if spoken(workbook.language) == WELSH else _DAY
        # A copy, for XlsxWriter writes into it, and then no file would be like the first.
        self.file = xlsxwriter.Workbook(out, {"in_memory": True, "default_format_properties": dict(_FONT)})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def format(self, **properties: object) -> Format:
        """One format for each look."""
        at = tuple(sorted(properties.items()))
        if at not in self._formats:
            self._formats[at] = self.file.add_format(dict(properties))
        return self._formats[at]


def render(workbook: Workbook) -> bytes:
    """The whole file."""
    out = io.BytesIO()
    book = _Book(out, workbook)
    created = datetime(workbook.dated.year, workbook.dated.month, workbook.dated.day)
    said = {"title": workbook.title, "author": workbook.author, "subject": workbook.subject}
    said = {name: _NO_XML.sub("\ufffd", text) for name, text in said.items()}
    book.file.set_properties({**said, "created": created})
    _cover(workbook.cover, book)
    for sheet in workbook.sheets:
        _sheet(sheet, book)
    book.file.close()
    return _with_language(out.getvalue(), workbook.language)


def _cover(cover: Cover, book: _Book) -> None:
    page = book.file.add_worksheet(cover.name)
    page.set_column(0, 0, _COVER_WIDTH, book.format(**_WRAPPED))
    page.write_string(0, 0, cover.title, book.format(**_WRAPPED | {"font_size": 18, "bold": True}))
    _height(page, 0, [(cover.title, _COVER_WIDTH // 2)], 2)
    row = 1
    for heading, lines in cover.parts:
        page.write_string(
            row, 0, heading, book.format(**_WRAPPED | {"font_size": 14, "bold": True, "valign": "bottom"})
        )
        _height(page, row, [(heading, _COVER_WIDTH)], 1.5)
        for line in lines:
            row += 1
            page.write_string(row, 0, line, book.format(**_WRAPPED))
            _height(page, row, [(line, _COVER_WIDTH)])
        row += 1
    _printed(page, 0, book.page_label)


def _sheet(sheet: Sheet, book: _Book) -> None:
    page = book.file.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, book.format(**_FONT | {"font_size": 16, "bold": True}))
    for row, line in enumerate(sheet.lead, start=1):
        page.write_string(row, 0, line, book.format(**_FONT))
    first = 1 + len(sheet.lead)
    last = first + len(sheet.rows)
    numeric = [any(isinstance(cell, Number) for cell in column) for column in zip(*sheet.rows, strict=True)]
    for column, spec in enumerate(sheet.columns):
        page.set_column(column, column, spec.width)
    for row, cells in enumerate(sheet.rows, start=first + 1):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, numeric[column], book)
        _height(page, row, _widths(sheet, cells))
    _table(page, sheet, (first, last), numeric, book)
    _height(page, 0, [], 1.5)
    _height(page, first, _widths(sheet, [column.title for column in sheet.columns]))
    page.freeze_panes(first + 1, 0)
    _printed(page, first, book.page_label)


def _table(page: Worksheet, sheet: Sheet, rows: tuple[int, int], numeric: Sequence[bool], book: _Book) -> None:
    """Marks the rows up as a table that has a name, and writes its header row."""
    formats = [book.format(**_aligned(is_numeric), bold=True, bottom=2) for is_numeric in numeric]
    headers = [{"header": spec.title, "header_format": form} for spec, form in zip(sheet.columns, formats, strict=True)]
    options = {
        "name": re.sub(r"\W", "_", f"{sheet.name}_table"),
        "columns": headers,
        "style": "Table Style Light 1",
        "autofilter": sheet.is_data,
        "title": _NO_XML.sub("\ufffd", sheet.title),
        "description": _NO_XML.sub("\ufffd", sheet.lead[0]),
    }
    page.add_table(rows[0], 0, rows[1], len(sheet.columns) - 1, options)


def _write(page: Worksheet, row: int, column: int, cell: Cell, is_numeric: bool, book: _Book) -> None:
    if isinstance(cell, Number):
        shown = f"#,##0.{'0' * cell.places}" if cell.places else "#,##0"
        page.write_number(
            row, column, _decimal(cell.amount), book.format(**_FONT, num_format=shown, align="right", indent=1)
        )
    elif isinstance(cell, date):
        when = datetime(cell.year, cell.month, cell.day)
        page.write_datetime(row, column, when, book.format(**_FONT, num_format=book.day, align="left"))
    elif isinstance(cell, SheetLink):
        link = book.format(**_FONT, font_color="#0B5394", underline=1)
        page.write_url(row, column, f"internal:'{cell.sheet}'!A1", link, cell.sheet)
    else:
        look = book.format(**_aligned(is_numeric))
        page.write_string(row, column, cell or "", look)


def _aligned(is_numeric: bool) -> dict[str, object]:
    return {**_WRAPPED, "align": "right", "indent": 1} if is_numeric else {**_WRAPPED, "align": "left"}


def _widths(sheet: Sheet, cells: Sequence[Cell]) -> list[tuple[str, int]]:
    """The texts of a row, each with how many characters its column takes."""
    pairs = zip(cells, sheet.columns, strict=True)
    return [(cell, column.width) for cell, column in pairs if isinstance(cell, str)]


def _height(page: Worksheet, row: int, texts: Sequence[tuple[str, int]], scale: float = 1) -> None:
    """Makes a row high enough for all lines of its texts: not every program does so by itself."""
    room = [sum(len(textwrap.wrap(line, width - 3)) or 1 for line in text.split("\n")) for text, width in texts]
    page.set_row(row, min(_HIGHEST, max(room, default=1) * _LINE * scale))


def _decimal(amount: Fraction) -> Decimal:
    return Decimal(amount.numerator) / Decimal(amount.denominator)


def _printed(page: Worksheet, header: int, label: str) -> None:
    """A4 on its side, no wider than a page, with the header row and the name of the sheet on each."""
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)
    page.set_footer(f"&L&A&R{label.replace('{page}', '&P').replace('{pages}', '&N')}")


def _with_language(content: bytes, language: str) -> bytes:
    """The same file with its language among the properties, which XlsxWriter has no word for."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                said = f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>"
                data = data.replace(b"</cp:coreProperties>", said.encode())
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    return out.getvalue()
