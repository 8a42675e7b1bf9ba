"""Tables as files of every kind: what an officer's Excel, LibreOffice or a program writes."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

import openpyxl
import pyarrow
import pyarrow.parquet

Cell = str | Decimal | tuple[Decimal, str]  # a text, a number, or a percentage: (Decimal("38"), "%")
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
Rows = Sequence[Sequence[Cell]]


def written(cell: Cell) -> str:
    """As somebody would type it."""
    return f"{cell[0]:f}%" if isinstance(cell, tuple) else f"{cell:f}" if isinstance(cell, Decimal) else cell


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([[written(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Rows, above: int = 0, title: str = "Figures") -> bytes:
    """With `above` rows of a title that is merged over the table."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    if above:
        sheet["A1"] = "Figures of the performance team"
        sheet.merge_cells("A1:C1")
    for at, row in enumerate(rows, 1 + above):
        for column, cell in enumerate(row, 1):
            place = sheet.cell(at, column)
            if isinstance(cell, tuple):
                place.value, place.number_format = float(cell[0] / 100), "0.0%"
            elif isinstance(cell, Decimal):
                place.value = float(cell)
            elif cell:
                place.value, place.data_type = cell, "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(rows: Rows) -> bytes:
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr(
            "content.xml",
            f'<office:document-content{names} office:version="1.2"><office:body><office:spreadsheet>'
            f'<table:table table:name="Figures">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        shown = f"<text:p>{escape(cell)}</text:p>"
        return (
            f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
            if cell
            else "<table:table-cell/>"
        )
    kind, number = ("percentage", cell[0] / 100) if isinstance(cell, tuple) else ("float", cell)
    value = f'office:value-type="{kind}" office:value="{float(number)!r}"'
    return f"<table:table-cell {value}><text:p>{written(cell)}</text:p></table:table-cell>"


def as_parquet(rows: Rows) -> bytes:
    """All columns are text, as programs write them that take no risk."""
    header, *body = rows
    columns = {str(name): [written(row[at]) or None for row in body] for at, name in enumerate(header)}
    out = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.table({name: pyarrow.array(values, pyarrow.string()) for name, values in columns.items()}), out
    )
    return out.getvalue()
