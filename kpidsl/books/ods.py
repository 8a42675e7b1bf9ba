"""What the values of an ODS workbook do not tell: percentages, errors and what is hidden."""

from __future__ import annotations

import zipfile
from xml.etree import ElementTree

from kpidsl.books.archive import DAMAGED
from kpidsl.books.model import MOST_CELLS, Unopened
from kpidsl.books.xlsx import Marks

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERRORS = ("#", "Err:")


def marks(archive: zipfile.ZipFile) -> dict[str, Marks] | Unopened:
    """The marks of every sheet by its name."""
    try:
        data = archive.read("content.xml")
        if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data[:2048]:
            return DAMAGED
        found: dict[str, Marks] = {}
        for table in ElementTree.fromstring(data).iter(f"{_TABLE}table"):
            one = _marks(table)
            if isinstance(one, Unopened):
                return one
            found[table.get(f"{_TABLE}name", "")] = one
    except (KeyError, ValueError, ElementTree.ParseError, OSError, EOFError, RuntimeError, zipfile.BadZipFile):
        return DAMAGED
    return found


def _marks(table: ElementTree.Element) -> Marks | Unopened:
    percents: set[tuple[int, int]] = set()
    instead: dict[tuple[int, int], str] = {}
    hidden: list[str] = []
    at = widest = 0
    for row in table.iter(f"{_TABLE}table-row"):
        rows = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        column = 0
        used = False
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            columns = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            kind = cell.get(f"{_OFFICE}value-type")
            shown = "".join(text for part in cell.iter(f"{_TEXT}p") for text in part.itertext())
            if kind or shown:
                used = True
                widest = max(widest, column + columns)
                if (at + rows) * widest > MOST_CELLS:
                    return Unopened(
                        f"has a sheet with cells as far as row {at + rows:,}, column {widest:,}",
                        "copy the figures into a new workbook: something stands far outside the table",
                    )
                places = [(at + down, column + along) for down in range(rows) for along in range(columns)]
                if kind == "percentage":
                    percents.update(places)
                elif cell.get(f"{_TABLE}formula") and shown.startswith(_ERRORS):
                    instead.update(dict.fromkeys(places, shown))
            column += columns
        if used and row.get(f"{_TABLE}visibility", "visible") != "visible":
            hidden.append(f"row {at + 1}")
        at += rows
    return Marks(frozenset(percents), frozenset(), instead, tuple(hidden))
