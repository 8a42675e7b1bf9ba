"""Files of figures of every kind: the same figures whatever they are kept in, and nothing bad whatever is in them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from kpidsl import pipeline
from kpidsl.books.opened import sheets
from kpidsl.books.written import workbook
from kpidsl.data.model import Observation
from kpidsl.data.tables import read
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.period import Period
from kpidsl.quantity import COUNT, PERCENT
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable, gather
from kpidsl.terms import Kind
from tests import cases, libreoffice
from tests.book_writers import Cell, as_csv, as_ods, as_parquet, as_xlsx

UNITS = {"cases": PERCENT, "visits": COUNT}
PERIOD_NAMES = ("2020-21", "2020-21 Q4", "2021-22 Q1", "2021-22 Q2")
Figures = Mapping[tuple[str, Period, Kind], Observation]


def _project(name: str, data: bytes, line: str = "") -> Read:
    spec = (
        (cases.BASE / "spec.kpi").read_text(encoding="utf-8").replace('data       "data.csv"', f'data "{name}" {line}')
    )

    def reading(asked: str) -> Source | Content | Unreadable:
        if asked == name:
            return Content(name, data)
        return Source(asked, spec) if asked == "spec.kpi" else cases.reader({})(asked)

    return reading


def _read(name: str, data: bytes, line: str = "") -> tuple[Figures | None, tuple[Diagnostic, ...]]:
    """What a file gives, without the places of its rows."""
    project = gather("spec.kpi", _project(name, data, line))
    assert project.value is not None
    if not project.value.data:
        return None, project.diagnostics
    outcome = read(project.value.data, UNITS)
    found = (*project.diagnostics, *outcome.diagnostics)
    nowhere = Source("", "").span(0, 0)
    if outcome.value is None:
        return None, found
    return {key: replace(one, span=nowhere) for key, one in outcome.value.observations.items()}, found


def _said(name: str, data: bytes, line: str = "") -> str:
    return show.text(_read(name, data, line)[1])


PERCENTS = st.integers(0, 1000).map(lambda tenths: (Decimal(tenths) / 10, "%"))
COUNTS = st.integers(0, 10**6).map(Decimal)
KEYS = st.sampled_from([(name, period) for name in UNITS for period in PERIOD_NAMES])
NOTES = st.text(alphabet="abc é£,;\"'=", max_size=8).map(lambda text: text.strip())
TABLES = st.dictionaries(KEYS, st.tuples(PERCENTS, COUNTS, NOTES), min_size=1)


@settings(max_examples=25, deadline=None)
@given(TABLES, st.randoms(use_true_random=False))
def test_a_table_gives_the_same_figures_whatever_file_it_is_kept_in(
    table: dict[tuple[str, str], tuple[Cell, Cell, str]], chance: random.Random
) -> None:
    rows: list[list[Cell]] = [["indicator", "period", "value", "note"]]
    rows += [[name, period, of[name == "visits"], of[2]] for (name, period), of in table.items()]
    expected, problems = _read("data.csv", as_csv(rows))
    assert problems == ()
    assert expected is not None
    assert len(expected) == len(table)
    order = chance.sample(range(4), 4)
    mixed = [[row[at] for at in order] for row in (rows[0], *chance.sample(rows[1:], len(rows) - 1))]
    for name, data in {
        "data.txt": as_csv(rows, "\t"),
        "data.tsv": as_csv(mixed, ";"),
        "data.xlsx": as_xlsx(rows),
        "titled.xlsx": as_xlsx(mixed, above=3),
        "data.ods": as_ods(rows),
        "mixed.ods": as_ods(mixed),
        "data.parquet": as_parquet(rows),
    }.items():
        assert _read(name, data) == (expected, ()), name


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_a_wide_table_gives_the_same_figures_as_a_long_one(
    table: dict[tuple[str, str], tuple[Cell, Cell, str]],
) -> None:
    figures = {key: of[key[0] == "visits"] for key, of in table.items()}
    long: list[list[Cell]] = [["indicator", "period", "value"], *([*key, cell] for key, cell in figures.items())]
    wide: list[list[Cell]] = [["indicator", *PERIOD_NAMES]]
    wide += [[name, *(figures.get((name, period), "") for period in PERIOD_NAMES)] for name in UNITS]
    expected = _read("data.csv", as_csv(long))
    assert expected[1] == ()
    for name, data in {
        "wide.csv": as_csv(wide),
        "wide.xlsx": as_xlsx(wide, above=2),
        "wide.ods": as_ods(wide),
        "wide.parquet": as_parquet(wide),
    }.items():
        assert _read(name, data) == expected, name


ENDINGS = ("xlsx", "xlsm", "xls", "ods", "parquet", "csv", "txt", "tsv", "xlsb", "")
ROWS: list[list[Cell]] = [["indicator", "period", "value"], ["cases", "2021-22 Q1", (Decimal(95), "%")]]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ENDINGS),
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"]),
)
def test_any_bytes_are_read_or_refused(ending: str, data: bytes, start: bytes) -> None:
    _said(f"data.{ending}", start + data)


@cache
def _whole(ending: str) -> bytes:
    """A sound file, made once: a workbook has the time in it, and examples must be the same at every run."""
    return {"xlsx": as_xlsx, "ods": as_ods, "parquet": as_parquet}[ending](ROWS)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["xlsx", "ods", "parquet"]), st.data())
def test_a_damaged_file_is_read_or_refused(ending: str, drawn: st.DataObject) -> None:
    whole = _whole(ending)
    at = drawn.draw(st.integers(0, len(whole) - 1))
    damaged = drawn.draw(
        st.sampled_from([whole[:at], whole[:at] + b"\xff" + whole[at + 1 :], whole[:at] + whole[at + 7 :]])
    )
    figures, problems = _read(f"data.{ending}", damaged)
    assert figures is None or figures == _read(f"data.{ending}", whole)[0] or problems


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_whose_parts_hold_anything_is_read_or_refused(drawn: st.DataObject) -> None:
    """As above, but that the archive itself is sound, so that the fault is found further in."""
    ending = drawn.draw(st.sampled_from(["xlsx", "ods"]))
    parts = _unpacked(_whole(ending))
    name = drawn.draw(st.sampled_from(sorted(parts)))
    at = drawn.draw(st.integers(0, len(parts[name])))
    junk = drawn.draw(st.binary(max_size=4) | st.sampled_from([b"<c", b"&x;", b'r="ZZZ9999999"', b"9" * 30]))
    parts[name] = parts[name][:at] + junk + parts[name][at + drawn.draw(st.integers(0, 5)) :]
    _said(f"data.{ending}", _packed(parts))


def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


# ---- hostile and broken files


def test_a_bomb_is_refused_before_it_is_parsed() -> None:
    parts = _unpacked(as_xlsx(ROWS))
    bomb = _packed({**parts, "xl/media/image1.bin": bytes(200 * 1024**2)})
    assert len(bomb) < 1024**2
    said = _said("data.xlsx", bomb)
    assert "error[file-unreadable]: `data.xlsx` unpacks to more than" in said


def test_a_cell_of_a_gigabyte_is_refused() -> None:
    parts = _unpacked(as_xlsx(ROWS))
    sheet = "xl/worksheets/sheet1.xml"
    long = b'<row r="9"><c r="A9" t="str"><v>' + b"a" * 3_000_000 + b"</v></c></row></sheetData>"
    said = _said("data.xlsx", _packed({**parts, sheet: parts[sheet].replace(b"</sheetData>", long)}))
    assert "has a cell of more than 32,767 characters in row 9" in said


@pytest.mark.parametrize(
    ("ending", "cell"),
    [("xlsx", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')],
)
def test_a_cell_at_the_end_of_the_sheet_takes_no_memory(ending: str, cell: bytes) -> None:
    parts = _unpacked(as_xlsx(ROWS))
    sheet = "xl/worksheets/sheet1.xml"
    said = _said(f"data.{ending}", _packed({**parts, sheet: parts[sheet].replace(b"</sheetData>", cell)}))
    assert "has a sheet with cells as far as row 1,048,576, column 16,384" in said


def test_cells_that_are_repeated_without_end_are_refused() -> None:
    parts = _unpacked(as_ods(ROWS))
    cell = b'<table:table-cell table:number-columns-repeated="99999999" office:value-type="float" office:value="1"/>'
    broken = parts["content.xml"].replace(
        b"</table:table-row></table:table>", cell + b"</table:table-row></table:table>"
    )
    assert "has a sheet with cells as far as" in _said("data.ods", _packed({**parts, "content.xml": broken}))


def test_a_workbook_that_declares_entities_is_refused() -> None:
    parts = _unpacked(as_xlsx(ROWS))
    sheet = "xl/worksheets/sheet1.xml"
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + parts[sheet]
    assert "is damaged" in _said("data.xlsx", _packed({**parts, sheet: laughs}))


def test_a_password_is_named() -> None:
    """Excel packs a workbook with a password into a file of the old kind."""
    assert "is protected by a password" in _said("data.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_file_that_was_not_copied_to_its_end_is_named() -> None:
    assert "is damaged or was not copied to its end" in _said("data.xlsx", as_xlsx(ROWS)[:-100])
    assert "`data.xlsx` is empty" in _said("data.xlsx", b"")


def test_kinds_that_are_not_read_say_what_to_do() -> None:
    assert "save it as an Excel workbook (.xlsx) or as CSV" in _said("data.xlsb", b"x")


def test_a_workbook_outside_the_project_is_refused() -> None:
    assert "error[outside-project]" in _said("../data.xlsx", as_xlsx(ROWS))


# ---- figures as they are stored


@pytest.mark.parametrize("number", ["0.1", "0.30000000000000004", "1524", "0.0000001", "123456789.125", "-3.5"])
def test_a_number_is_the_shortest_decimal_of_its_double(number: str) -> None:
    parts = _unpacked(workbook(f"indicator,period,value\nvisits,2021-22 Q1,{number}\n"))
    found = sheets(Content("data.xlsx", _packed(parts)))
    assert isinstance(found, tuple)
    assert found[0].source.line(2) == f'"visits","2021-22 Q1",{number}'


def test_a_time_is_read_as_it_is_written() -> None:
    """Excel makes a time of 7:30 that is typed, and a duration where the format is [h]:mm."""
    book = openpyxl.Workbook()
    book.active.append(["visits", time(7, 30), timedelta(hours=31, minutes=5), time(0, 7), time(7, 30, 15)])
    book.active["C1"].number_format = "[h]:mm"
    out = io.BytesIO()
    book.save(out)
    found = sheets(Content("data.xlsx", out.getvalue()))
    assert isinstance(found, tuple)
    assert found[0].source.line(1) == '"visits",7:30,31:05,0:07,7:30:15'


def test_words_in_a_format_make_no_percentage() -> None:
    """0.0"%" shows 38 as 38%, and £0"k" shows 150 as £150k."""
    parts = _unpacked(workbook("indicator,period,value\nvisits,2021-22 Q1,£150\n"))
    for code, expected in {
        "0.0&quot;%&quot;": "150",
        "0.0%": "15000%",
        "&quot;£&quot;0": "£150",
        "£0&quot;k&quot;": "150",
    }.items():
        styles = parts["xl/styles.xml"].replace("&quot;£&quot;#,##0".encode(), code.encode())
        found = sheets(Content("data.xlsx", _packed({**parts, "xl/styles.xml": styles})))
        assert isinstance(found, tuple)
        assert found[0].source.line(2).rpartition(",")[2] == expected


def test_an_old_workbook_does_not_tell_percentages_and_is_not_guessed() -> None:
    old = libreoffice.converted(as_xlsx(ROWS), "xls")
    said = _said("data.xls", old)
    assert "error[fraction-of-percent]" in said
    assert "does not tell whether `0.95` is 0.95% or 95%" in said
    counts: list[list[Cell]] = [["indicator", "period", "value"], ["visits", "2021-22 Q1", Decimal(1524)]]
    assert _read("data.xls", libreoffice.converted(as_xlsx(counts), "xls")) == _read("data.csv", as_csv(counts))


def test_what_libreoffice_writes_is_read_as_what_excel_writes() -> None:
    assert _read("data.ods", libreoffice.converted(as_xlsx(ROWS, above=2), "ods")) == _read("data.csv", as_csv(ROWS))


# ---- text


def test_windows_text_is_read_with_a_warning() -> None:
    text = "indicator,period,value,note\nvisits,2021-22 Q1,12,£150 at the café\n"
    figures, problems = _read("data.csv", text.encode("cp1252"))
    assert figures == _read("data.csv", text.encode())[0]
    assert [problem.code for problem in problems] == ["windows-text"]
    assert str(problems[0].span) == "data.csv:2:22"


@pytest.mark.parametrize("data", ["£".encode() + b"\xa3", b"caf\xe9 \x00", b"\x81 undefined"])
def test_text_that_is_neither_is_refused(data: bytes) -> None:
    """UTF-8 with a broken byte must not come out as Windows text with `Â£` in it."""
    figures, problems = _read("data.csv", b"indicator,period,value,note\nvisits,2021-22 Q1,12," + data)
    assert figures is None
    assert "not-utf8" in [problem.code for problem in problems]


# ---- the example report


def _example(book: bool) -> dict[str, bytes]:
    folder = Path(__file__).parents[1] / "specs"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    if book:
        text = files.pop("data/childrens-services.csv").decode()
        files["data/childrens-services.xlsx"] = workbook(text)
        files["q1.kpi"] = files["q1.kpi"].replace(b"childrens-services.csv", b"childrens-services.xlsx")
    read = lambda name: Content(name, files[name])  # noqa: E731
    made = pipeline.build("q1.kpi", read, formats=("csv", "md", "json"))
    assert made.diagnostics == ()
    assert made.value is not None
    return made.value


def test_the_example_report_is_the_same_from_a_workbook() -> None:
    from_csv, from_book = _example(False), _example(True)
    assert from_csv["csv"] == from_book["csv"]
    assert b'"sheet": "Sheet1"' in from_book["json"]
    lines = [made["md"].decode().splitlines() for made in (from_csv, from_book)]
    other = [pair for pair in zip(*lines, strict=True) if pair[0] != pair[1]]
    assert all("childrens-services" in line or "q1.kpi" in line for pair in other for line in pair)
    assert "All rows are those of data/childrens-services.xlsx, sheet “Sheet1”." in from_book["md"].decode()
