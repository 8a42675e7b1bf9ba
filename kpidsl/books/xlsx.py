"""What the values of an XLSX workbook do not tell: percentages, errors, formulas without a value, what is hidden.

Only the marks of cells are looked at; their values come from `workbook`.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from kpidsl.books.archive import DAMAGED
from kpidsl.books.model import LONGEST_CELL, MOST_CELLS, UNCOMPUTED, Unopened
from kpidsl.values import dataclass, field

_PERCENT_FORMATS = {9, 10}  # 0% and 0.00%: those that a workbook need not spell out
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SHOWN_PLACES = {1: 0, 2: 2, 3: 0, 4: 2, 9: 0, 10: 2}  # decimal places of those, and of 0, 0.00, #,##0, #,##0.00
_QUOTED_IN_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.')


@dataclass(frozen=True, slots=True)
class Marks:
    """Of cells by row and column, from 0: those shown as percentages, those shown in pounds, and what stands in place
    of a value. `rounded` are those of which fewer decimal places are shown than they have, with how many."""

    percents: frozenset[tuple[int, int]] = frozenset()
    pounds: frozenset[tuple[int, int]] = frozenset()
    instead: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    rounded: dict[tuple[int, int], int] = field(default_factory=dict)


def marks(archive: zipfile.ZipFile) -> dict[str, Marks] | Unopened:
    """The marks of every sheet by its name."""
    try:
        styles = _styles(archive)
        found: dict[str, Marks] = {}
        for name, part in _sheets(archive):
            one = _marks(archive, part, styles)
            if isinstance(one, Unopened):
                return one
            found[name] = one
    except (KeyError, ValueError, ElementTree.ParseError, OSError, EOFError, RuntimeError, zipfile.BadZipFile):
        return DAMAGED
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    data = archive.read(part)
    if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data[:2048]:
        raise ValueError("a workbook declares no entities")
    return ElementTree.fromstring(data)


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Every sheet of cells, and the part of the archive that it stands in."""
    book = "xl/workbook.xml"
    targets = {}
    for element in _tree(archive, "xl/_rels/workbook.xml.rels"):
        if element.get("Type", "").endswith("/worksheet"):
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(book), target)
            targets[element.get("Id")] = posixpath.normpath(path)
    for element in _tree(archive, book).iter():
        if _local(element.tag) == "sheet":
            key = next((value for name, value in element.attrib.items() if _local(name) == "id"), None)
            if key in targets:
                yield element.get("name", ""), targets[key]


@dataclass(frozen=True, slots=True)
class _Styles:
    """The numbers of the styles that show a figure as a percentage, of those that show it in pounds, and how many
    decimal places styles show, where they say so."""

    percents: frozenset[str] = frozenset()
    pounds: frozenset[str] = frozenset()
    places: dict[str, int] = field(default_factory=dict)


def _styles(archive: zipfile.ZipFile) -> _Styles:
    if "xl/styles.xml" not in archive.namelist():
        return _Styles()
    root = _tree(archive, "xl/styles.xml")
    percents, pounds, places = set(_PERCENT_FORMATS), set[int](), dict(_SHOWN_PLACES)
    for element in root.iter():
        if _local(element.tag) == "numFmt":
            number, code = int(element.get("numFmtId", "0")), element.get("formatCode", "")
            percents.discard(number)
            places.pop(number, None)
            if shown := re.search(r"[0#?](?:\.([0#?]+))?(?![0#?.])", _QUOTED_IN_FORMAT.sub("", code).partition(";")[0]):
                places[number] = len(shown[1] or "")
            if "%" in _QUOTED_IN_FORMAT.sub("", code):  # what stands in quotes is only words: 0.0"%" shows 38 as 38%
                percents.add(number)
            elif "£" in code and not re.search("[kKmM]", code):  # 150 shown as £150k is no sum in pounds
                pounds.add(number)
    cells = next((element for element in root if _local(element.tag) == "cellXfs"), ())
    used = [int(style.get("numFmtId", "0")) for style in cells]
    shown_places = {str(style): places[number] for style, number in enumerate(used) if number in places}
    return _Styles(_among(percents, used), _among(pounds, used), shown_places)


def _among(formats: set[int], used: list[int]) -> frozenset[str]:
    return frozenset(str(style) for style, number in enumerate(used) if number in formats)


def _marks(archive: zipfile.ZipFile, part: str, styles: _Styles) -> Marks | Unopened:
    percents: set[tuple[int, int]] = set()
    pounds: set[tuple[int, int]] = set()
    instead: dict[tuple[int, int], str] = {}
    rounded: dict[tuple[int, int], int] = {}
    hidden_rows: list[int] = []
    hidden_columns = False
    largest = [0, 0]
    row, column = -1, -1
    if b"<!DOCTYPE" in archive.open(part).read(2048):
        return DAMAGED
    with archive.open(part) as file:
        for event, element in ElementTree.iterparse(file, events=("start", "end")):
            tag = _local(element.tag)
            if event == "start":
                if tag == "row":
                    row, column = int(element.get("r", row + 2)) - 1, -1
                    if element.get("hidden") in ("1", "true"):
                        hidden_rows.append(row + 1)
                elif tag == "c":
                    place = _REFERENCE.fullmatch(element.get("r", ""))
                    row, column = (int(place[2]) - 1, _number(place[1])) if place else (max(row, 0), column + 1)
                    largest = [max(largest[0], row + 1), max(largest[1], column + 1)]
                    if largest[0] * largest[1] > MOST_CELLS:
                        return Unopened(
                            f"has a sheet with cells as far as row {largest[0]:,}, column {largest[1]:,}",
                            "copy the figures into a new workbook: something stands far outside the table",
                        )
                elif tag == "col" and element.get("hidden") in ("1", "true"):
                    hidden_columns = True
            elif tag == "c":
                value = next((child.text for child in element if _local(child.tag) == "v"), None)
                kind = element.get("t", "n")
                if kind == "e":
                    instead[row, column] = value or "#VALUE!"
                elif not value and any(_local(child.tag) == "f" for child in element):
                    instead[row, column] = UNCOMPUTED if kind != "str" else ""
                elif kind == "n" and value:
                    style = element.get("s", "0")
                    is_percent = style in styles.percents
                    if is_percent:
                        percents.add((row, column))
                    elif style in styles.pounds:
                        pounds.add((row, column))
                    if _is_rounded(value, styles.places.get(style), is_percent):
                        rounded[row, column] = styles.places[style]
                if value and len(value) > LONGEST_CELL:
                    return too_long(row)
                element.clear()
            elif tag in ("row", "sheetData"):
                element.clear()
    hidden = []
    if hidden_rows:
        more = f" and {len(hidden_rows) - 5:,} more" if len(hidden_rows) > 5 else ""
        hidden.append(f"row{'s' * (len(hidden_rows) > 1)} {', '.join(map(str, hidden_rows[:5]))}{more}")
    if hidden_columns:
        hidden.append("some columns")
    instead = {place: text for place, text in instead.items() if text}
    return Marks(frozenset(percents), frozenset(pounds), instead, tuple(hidden), rounded)


def _is_rounded(value: str, places: int | None, is_percent: bool) -> bool:
    """Whether a cell has more decimal places than it shows."""
    if places is None:
        return False
    part = value.partition(".")[2]
    return "E-" in value.upper() or len(part) > places + 2 * is_percent


def too_long(row: int) -> Unopened:
    return Unopened(
        f"has a cell of more than {LONGEST_CELL:,} characters in row {row + 1}", "shorten what stands there"
    )


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
