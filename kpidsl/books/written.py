"""A small XLSX workbook from lines of text, for examples: what is shown in an editor is what stands in the sheet.

A line in brackets, `[Q1]`, starts a sheet of that name, `[Q1 hidden]` one that Excel does not show. A line that starts
with `(hidden)` is a hidden row. `38%` is stored as Excel does, as 0.38 with a format, `£5` as 5 with one, `2021-04-01`
as a date, `=A1` as a formula that was never worked out, `#N/A` as an error, and a number as a number, unless it is
quoted.
"""

from __future__ import annotations

import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET = re.compile(r"\[([^\],]+?)( hidden)?\]")
_CELL = re.compile(r'"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)')
_NUMBER, _DATE = re.compile(r"(£?)(-?\d+(?:\.\d+)?)(%?)"), re.compile(r"\d{4}-\d\d-\d\d")
_ERROR = re.compile(r"#[A-Z0/!?]+")
_NO_DAY = date(1899, 12, 30).toordinal()  # what Excel counts days from
_DAY, _POUNDS = 2, 3  # styles
_PERCENTS = (1, 4, 5)  # those that show percentages, by their decimal places


def workbook(text: str) -> bytes:
    """The workbook, with the same bytes every time."""
    sheets: list[tuple[str, bool, list[str]]] = []
    for line in text.splitlines():
        if match := _SHEET.fullmatch(line):
            sheets.append((match[1], bool(match[2]), []))
            continue
        if not sheets:
            sheets.append(("Sheet1", False, []))
        sheets[-1][2].append(line)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts(sheets or [("Sheet1", False, [])]).items():
            archive.writestr(zipfile.ZipInfo(name), _HEAD + part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _parts(sheets: list[tuple[str, bool, list[str]]]) -> dict[str, str]:
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}worksheet+xml"/>'
        for number in numbers
    )
    states = {True: ' state="hidden"', False: ""}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="r{number}"{states[hidden]}/>'
        for number, (name, hidden, _) in zip(numbers, sheets, strict=True)
    )
    related = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 9, 14, 164, 165, 10))
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="styles" Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" '
        'formatCode="&quot;£&quot;#,##0"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>'
        f'<cellXfs count="6">{styles}</cellXfs></styleSheet>',
        **{
            f"xl/worksheets/sheet{number}.xml": _sheet(lines)
            for number, (_, _, lines) in zip(numbers, sheets, strict=True)
        },
    }


def _sheet(lines: list[str]) -> str:
    rows = []
    for number, line in enumerate(lines, 1):
        hidden = line.startswith("(hidden)")
        matches = list(_CELL.finditer(line.removeprefix("(hidden)").strip()))
        cells = "".join(
            _cell(f"{_letter(at)}{number}", match[1], match[2]) for at, match in enumerate(matches) if match[0]
        )
        state = ' hidden="1"' if hidden else ""
        rows.append(f'<row r="{number}"{state}>{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _letter(at: int) -> str:
    return (chr(ord("A") + at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _cell(place: str, quoted: str | None, bare: str | None) -> str:
    text = (bare or "").strip() if quoted is None else quoted.replace('""', '"')
    if not text:
        return ""
    if quoted is None:
        if match := _NUMBER.fullmatch(text):
            number = Decimal(match[2]) / (100 if match[3] else 1)
            places = min(len(match[2].partition(".")[2]), len(_PERCENTS) - 1)
            style = _PERCENTS[places] if match[3] else _POUNDS if match[1] else 0
            return f'<c r="{place}" s="{style}"><v>{number}</v></c>'
        if _DATE.fullmatch(text):
            return f'<c r="{place}" s="{_DAY}"><v>{date.fromisoformat(text).toordinal() - _NO_DAY}</v></c>'
        if _ERROR.fullmatch(text):
            return f'<c r="{place}" t="e"><v>{text}</v></c>'
        if text.startswith("="):
            return f'<c r="{place}"><f>{escape(text[1:])}</f></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
