"""Open data: CSV, workbook and the form of Explore Education Statistics say what the report and its record say."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings, strategies as st
from python_calamine import CalamineWorkbook

from kpidsl import pipeline, rendering, workspace
from kpidsl.compose.ees import time as ees_time
from kpidsl.compose.open_data import COLUMNS
from kpidsl.compose.sheet_parts import LONGEST
from kpidsl.data.cells import rows as cells_of
from kpidsl.data.tidy import MARKERS, Layout, layout
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.sheets import Cover, Number, Rows, Sheet, SheetColumn, Workbook
from kpidsl.period import APRIL, MONTHS, Period
from kpidsl.pipeline import Composed
from kpidsl.quantity import round_half_up
from kpidsl.render import csv as csv_renderer
from kpidsl.render.xlsx import render as render_xlsx
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable, decoded
from tests import cases
from tests.command import kpic
from tests.validators import missing

ROOT = Path(__file__).parents[1]
SPECS = [ROOT / "specs/q1.kpi", *sorted((ROOT / "specs/examples").glob("*/report.kpi"))]
EACH = pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.parent.name)
# Sheets and columns are found by their English names here; those of a report in Welsh have tests of their own.
_ENGLISH = [spec for spec in SPECS if spec.parent.name != "welsh"]
EACH_IN_ENGLISH = pytest.mark.parametrize("spec", _ENGLISH, ids=lambda spec: spec.parent.name)
INDICATOR = 'indicator a "A"\n  section one\n  unit percent\n  polarity higher is better\n'
HOUSE = (cases.BASE / "council.yaml").read_text(encoding="utf-8")
CODES = f"{HOUSE}codes:\n  name: Rutland\n  new: E06000017\n  old: 857\n"
Row = dict[str, str]
Json = dict[str, Any]


@cache
def composed(spec: Path, is_firm: bool = False) -> Outcome[Composed]:
    return pipeline.compose_report(spec.name, firm(spec) if is_firm else workspace.reader(spec.parent))


@cache
def made(spec: Path) -> dict[str, bytes]:
    is_large = spec.parent.name == "corporate"  # composed once for all formats, to spare time
    outcome = rendering.rendered(composed(spec, is_large), formats=("csv", "xlsx", "json"))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def of_case(files: dict[str, str], *formats: str) -> dict[str, bytes]:
    outcome = pipeline.build("spec.kpi", cases.reader(files), formats=formats)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def of_rows(rules: str, data: str, *formats: str) -> dict[str, bytes]:
    files = {"indicators.kpi": f"language 1\n{INDICATOR}{rules}", "data.csv": data, "council.yaml": CODES}
    return of_case(files, *formats)


def read_csv(content: bytes, encoding: str = "utf-8") -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline="")))


@cache
def rows_of(spec: Path) -> list[Row]:
    return read_csv(made(spec)["csv"], "utf-8-sig")


@cache
def record_of(spec: Path) -> Json:
    found: Json = json.loads(made(spec)["json"])
    return found


@cache
def book_of(spec: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(spec)["xlsx"]))


def table_of(book: openpyxl.Workbook, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet's table."""
    sheet = book[name]
    (table,) = sheet.tables.values()
    header, *rows = sheet[table.ref]
    return [{head.value: cell.value for head, cell in zip(header, row, strict=True)} for row in rows]


# ---- the same figures and statuses everywhere


@EACH
def test_the_csv_says_what_the_record_says(spec: Path) -> None:
    rows = rows_of(spec)
    assert tuple(rows[0]) == COLUMNS
    themes = {section["name"]: section["theme"] or "" for section in record_of(spec)["sections"]}
    labels = {theme["name"]: theme["label"] for theme in record_of(spec)["themes"]}
    for one in record_of(spec)["indicators"]:
        mine = {row["period"]: row for row in rows if row["indicator"] == one["id"] and row["kind"] == "actual"}
        row = mine[one["period"]]
        assert row["theme"] == themes.get(one["section"], "")
        assert row["theme_label"] == labels.get(row["theme"], "")
        assert row["value_printed"] == (one["value"]["printed"] if one["value"] else row["value_printed"])
        assert row["status"] == (one["status"] or "")
        assert row["status_reason"] == "" or one["status"] is None
        assert row["target_printed"] == (one["target"]["printed"] if one["target"] else "")
        assert row["polarity"] == one["polarity"]
        for name in ("numerator", "denominator"):
            assert row[name] == (one[name]["printed"].replace(",", "") if one[name] else "")
        for point in [*one["history"], *filter(None, (one["outturn"], one["previous_outturn"]))]:
            past = mine[point["period"]]
            assert past["value_printed"] == point["printed"]
            assert past["quality"] == (point["quality"] if point["exact"] else "")
            assert past["reason"] == (point["reason"] or "")
            assert (past["value"] == "") is (point["exact"] is None)
        ahead = [row for row in rows if row["indicator"] == one["id"] and row["kind"] == "forecast"]
        assert [row["value_printed"] for row in ahead] == ([one["forecast"]["printed"]] if one["forecast"] else [])


@EACH
def test_bare_figures_are_the_printed_ones(spec: Path) -> None:
    """Without sign, unit and separators, whatever the unit; the ends of targets are where they are."""
    for one in record_of(spec)["indicators"]:
        for row in (row for row in rows_of(spec) if row["indicator"] == one["id"] and row["value"]):
            figure = re.sub(r"[£,%]| per.*|:1$| .*", "", row["value_printed"]).replace("−", "-")
            scale = {"k": 1_000, "m": 1_000_000}.get(figure[-1:], 1)
            if row["unit"] not in ("minutes", "yes/no"):
                assert Fraction(row["value"]) == Fraction(figure.rstrip("km")) * scale
        row = next(row for row in rows_of(spec) if (row["indicator"], row["period"]) == (one["id"], one["period"]))
        for name in ("low", "high"):
            end = one["target"][name] if one["target"] else None
            assert (row[f"target_{name}"] == "") is (end is None)
            if end is not None and "/" not in end:
                places = len(row[f"target_{name}"].partition(".")[2])
                assert Fraction(row[f"target_{name}"]) == round_half_up(Fraction(end), places)


@EACH_IN_ENGLISH
def test_the_workbook_says_what_the_csv_and_the_record_say(spec: Path) -> None:
    record = record_of(spec)
    words = {
        (scheme["name"], state["name"]): state["word"] for scheme in record["schemes"] for state in scheme["states"]
    }
    labels = {section["name"]: section["label"] for section in record["sections"]}
    listed = table_of(book_of(spec), "Performance")
    performance = {(row["Section"], row["Indicator"].removeprefix("of which: ")): row for row in listed}
    assert len(performance) == len(record["indicators"])
    for one in record["indicators"]:
        row = performance[labels.get(one["section"], "Other figures"), one["label"]]
        plain = next(row for row in rows_of(spec) if (row["indicator"], row["period"]) == (one["id"], one["period"]))
        assert row.get("Theme", "") == (plain["theme_label"] or ("Other figures" if record["themes"] else ""))
        assert row["Status"] == (words[one["scheme"], one["status"]] if one["status"] else "Not rated")
        assert_same(row["Value"], plain["value"], plain["marker"], plain["value_printed"])
        if isinstance(row["Target"], int | float):
            assert Fraction(str(row["Target"])) == Fraction(plain["target"])
        else:
            assert row["Target"] == (one["target"]["printed"] if one["target"] else "None")
        for name in ("numerator", "denominator"):
            assert_same(row[name.capitalize()], plain[name], row[name.capitalize()], "")
    history = table_of(book_of(spec), "History")
    assert len(history) == len(rows_of(spec))
    for row in history:
        found = [
            plain
            for plain in rows_of(spec)
            if (plain["section_label"] or "Other figures", plain["indicator_label"], plain["period"])
            == (row["Section"], row["Indicator"], row["Period"])
            and plain["kind"] == row["Kind"].lower()
        ]
        assert len(found) == 1
        assert_same(row["Value"], found[0]["value"], found[0]["marker"], found[0]["value_printed"])
        assert row["First day"].date().isoformat() == found[0]["period_start"]


def test_no_withheld_figure_stands_in_open_data() -> None:
    """Each is held against the same report with nothing withheld."""
    spec = ROOT / "specs/examples/small-numbers/report.kpi"
    open_ = "  suppress   dfe\n"
    assert open_ in spec.read_text(encoding="utf-8")

    def unprotected(name: str) -> Source | Content | Unreadable:
        found = firm(spec)(name)
        return replace(found, text=found.text.replace(open_, "")) if isinstance(found, Source) else found

    true = pipeline.build(spec.name, unprotected, formats=("csv",))
    assert true.value is not None, true.diagnostics
    figures = {(row["indicator"], row["period"]): row for row in read_csv(true.value["csv"], "utf-8-sig")}
    files = rendering.rendered(composed(spec, True), formats=("csv", "xlsx", "ees")).value
    assert files is not None
    rows = read_csv(files["csv"], "utf-8-sig")
    withheld = [row for row in rows if row["marker"] == "[c]"]
    assert {row["indicator"] for row in withheld} == {"in_homes", "in_secure_care", "reviews", "left_care"}
    history = table_of(openpyxl.load_workbook(io.BytesIO(files["xlsx"])), "History")
    listed = {(row["Indicator"], row["Period"]): row for row in history}
    statistics = read_csv(files["ees"])
    layout = _layout(files["ees"])
    periods = [str(layout.period(row)) for row in list(cells_of(Source("ees.csv", files["ees"].decode())))[1:]]
    for row in rows:
        plain = figures[row["indicator"], row["period"]]
        cells = listed[row["indicator_label"], row["period"]]
        tidy = statistics[periods.index(row["period"])]
        if row not in withheld:
            assert row["value"] == plain["value"] == tidy[row["indicator"]]
            continue
        assert plain["value"]
        assert (row["value"], row["numerator"], row["denominator"]) == ("", "", "")
        assert (row["value_printed"], row["reason"], row["quality"]) == ("Suppressed", "suppressed", "")
        assert cells["Value"] == "[c]"
        assert not [cell for cell in cells.values() if isinstance(cell, int | float)] or plain["target"]
        assert not {str(cells["Numerator"]), str(cells["Denominator"])} & {plain["numerator"], plain["denominator"]}
        assert {tidy[name] for name in tidy if name in measures(row["indicator"])} == {"c"}


def measures(indicator: str) -> tuple[str, ...]:
    return indicator, f"{indicator}_numerator", f"{indicator}_denominator"


def assert_same(cell: object, plain: str, sign: str, printed: str) -> None:
    if plain == "":
        assert cell == sign
    elif isinstance(cell, int | float):
        assert Fraction(str(cell)) == Fraction(plain)
    else:
        assert cell == printed in ("Yes", "No")


@EACH
def test_milestones_stand_in_the_workbook(spec: Path) -> None:
    record = record_of(spec)
    words = {state["name"]: state["word"] for scheme in record["schemes"] for state in scheme["states"]}
    book = book_of(spec)
    found = table_of(book, "Milestones") if "Milestones" in book.sheetnames else []
    assert {(row["Milestone"], row["Due"].date().isoformat(), row["Status"]) for row in found} == {
        (one["label"], one["due"], words[one["status"]]) for one in record["milestones"]
    }


@EACH
def test_another_reader_finds_the_same_cells(spec: Path) -> None:
    other = CalamineWorkbook.from_filelike(io.BytesIO(made(spec)["xlsx"]))
    book = book_of(spec)
    assert other.sheet_names == book.sheetnames
    for sheet in book:
        mine = [[_shown(cell.value) for cell in row] for row in sheet.iter_rows()]
        assert [[_shown(cell) for cell in row] for row in other.get_sheet_by_name(sheet.title).to_python()] == mine


def _shown(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date()
    return "" if cell is None else cell


# ---- the workbook as the Analysis Function asks


@EACH_IN_ENGLISH
def test_each_sheet_is_one_marked_up_table(spec: Path) -> None:
    book = book_of(spec)
    assert book.sheetnames[:4] == ["Cover", "Contents", "Notes", "Performance"]
    for sheet in book.worksheets[1:]:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not [1 for size in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()) if size.hidden]
        (table,) = sheet.tables.values()
        assert table.displayName == f"{sheet.title}_table"
        first, last = sheet[table.ref][0][0], sheet[table.ref][-1][-1]
        assert (first.column, last.row, last.column) == (1, sheet.max_row, sheet.max_column)
        assert all(sheet.cell(row, 1).value for row in range(1, first.row)), "what stands above the table has gaps"
        header = [cell.value for cell in sheet[first.row]]
        assert len({title.casefold() for title in header}) == len(header)
        cells = [cell for row in sheet[table.ref] for cell in row]
        assert all(cell.value not in (None, "") for cell in cells)
        assert all(cell.data_type in "nsd" for cell in cells), "there is a formula or an error"
        assert sheet.freeze_panes == f"A{first.row + 1}"
        assert sheet.sheet_view.selection[-1].activeCell in ("A1", None, f"A{first.row + 1}")
        assert sheet["A1"].font.bold
        assert not sheet.conditional_formatting
        assert all(cell.font.sz >= 12 for cell in cells)
        assert not [cell for cell in cells if cell.fill.fgColor.rgb not in ("00000000", None)]


@EACH_IN_ENGLISH
def test_the_cover_and_the_contents_lead_through_the_workbook(spec: Path) -> None:
    book, record = book_of(spec), record_of(spec)
    assert book["Cover"].max_column == 1
    assert book["Cover"]["A1"].value == record["report"]["title"]
    contents = table_of(book, "Contents")
    assert [row["Sheet"] for row in contents] == book.sheetnames[2:]
    assert [row["What it shows"] for row in contents] == [book[name]["A1"].value for name in book.sheetnames[2:]]
    links = [cell.hyperlink for row in book["Contents"] for cell in row if cell.hyperlink]
    assert [link.location for link in links] == [f"'{name}'!A1" for name in book.sheetnames[2:]]
    assert not [
        cell
        for sheet in book.worksheets
        if sheet.title != "Contents"
        for row in sheet
        for cell in row
        if cell.hyperlink
    ]
    properties = book.properties
    assert properties.title == record["report"]["title"]
    assert properties.creator == record["report"]["council"]
    assert properties.language == "en-GB"
    assert properties.created.date().isoformat() == record["report"]["as_at"]


@EACH_IN_ENGLISH
def test_every_sign_and_status_is_explained(spec: Path) -> None:
    book = book_of(spec)
    explained = {row["Sign or word"] for row in table_of(book, "Notes")}
    cells = [cell.value for name in book.sheetnames[3:] for row in book[name] for cell in row]
    signs = {sign for cell in cells[1:] if isinstance(cell, str) for sign in re.findall(r"(?<!\S)\[\w+\]", cell)}
    lead = book["Performance"]["A2"].value
    assert {sign for sign in signs if sign not in lead or any(cell == sign for cell in cells)} <= explained
    listed = {row["Status"] for row in table_of(book, "Performance") if row["Section"] != "Other figures"}
    if "Milestones" in book.sheetnames:
        listed |= {row["Status"] for row in table_of(book, "Milestones")}
    assert listed <= explained


def test_figures_are_numbers_that_show_the_printed_places() -> None:
    content = of_rows("  target 92.5%\n  tolerance 5 points\n", "indicator,period,value\na,2021-22 Q1,1234.5\n", "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content["xlsx"]))["Performance"]
    value, target = sheet["C4"], sheet["F4"]
    assert (value.value, value.number_format) == (1235, "#,##0")
    assert (target.value, target.number_format) == (92.5, "#,##0.0")
    days = openpyxl.load_workbook(io.BytesIO(content["xlsx"]))["History"]["E4"]
    assert (days.value, days.number_format, days.is_date) == (datetime(2021, 4, 1), "d mmmm yyyy", True)


# ---- no figure: its sign, and never a blank


@pytest.mark.parametrize(
    ("said", "sign", "bare"),
    [("suppressed", "[c]", "c"), ("not due", "[z]", "z"), ("awaiting", "[x]", "x"), ("not applicable", "[z]", "z")],
)
def test_what_is_no_figure_is_a_sign(said: str, sign: str, bare: str) -> None:
    made = of_rows("", f"indicator,period,value\na,2020-21 Q4,50\na,2021-22 Q1,{said}\n", "csv", "xlsx", "ees")
    row = read_csv(made["csv"], "utf-8-sig")[-1]
    assert (row["value"], row["marker"], row["reason"], row["numerator"]) == ("", sign, said, "")
    performance = table_of(openpyxl.load_workbook(io.BytesIO(made["xlsx"])), "Performance")
    assert performance[0]["Value"] == sign
    assert read_csv(made["ees"])[-1]["a"] == bare


def test_what_rounds_to_0_and_is_not_is_marked() -> None:
    made = of_rows("", "indicator,period,value,quality\na,2021-22 Q1,0.2%,provisional\n", "csv", "ees")
    row = read_csv(made["csv"], "utf-8-sig")[0]
    assert (row["value"], row["marker"]) == ("0", "[low] [p]")
    assert read_csv(made["ees"])[0]["a"] == "low"


# ---- Explore Education Statistics


REQUIRED = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"]
PLACES = {"region_code", "region_name", "old_la_code", "new_la_code", "la_name"}
META = "col_name col_type label indicator_grouping indicator_unit indicator_dp filter_hint filter_grouping_column"
KINDS = [
    {"Calendar year"},
    {"Academic year"},
    {"Financial year"},
    {f"Financial year Q{number}" for number in range(1, 5)},
    {"Part 1 (April to September)", "Part 2 (October to March)"},
    set(MONTHS),
]


def firm(spec: Path) -> Read:
    """The project of an example as if none of its figures were made up, with codes for its council."""
    read = workspace.reader(spec.parent)

    def reader(name: str) -> Source | Content | Unreadable:
        found = read(name)
        is_text = name.endswith((".kpi", ".csv", ".yaml"))
        found = decoded(found.name, found.data) if isinstance(found, Content) and is_text else found
        if not isinstance(found, Source):
            return found
        text = found.text.replace("illustrative", "final") if name.endswith(".csv") else found.text
        if name == "council.yaml" and "\ncodes:" not in text:
            text += "\ncodes: {name: Rutland, new: E06000017, old: '857'}\n"
        return replace(found, text=text)

    return reader


@EACH
def test_files_for_explore_education_statistics_pass_its_rules_and_read_back(spec: Path) -> None:
    outcome = rendering.rendered(composed(spec, True), formats=("ees", "ees-meta", "json", "csv"))
    if outcome.value is None:  # calendar quarters and the like
        assert {problem.code for problem in outcome.diagnostics if problem.is_error} == {"not-for-ees"}
        assert spec.parent.name == "milestones", outcome.diagnostics
        return
    data, meta = read_csv(outcome.value["ees"]), read_csv(outcome.value["ees-meta"])
    screened(outcome.value["ees"], data, meta)
    record = json.loads(outcome.value["json"])
    found = _layout(outcome.value["ees"])
    lines = list(cells_of(Source("ees.csv", outcome.value["ees"].decode())))[1:]
    several = spec.parent.name == "authorities"  # the first of which has codes of its own, in their list
    codes = {"Ashcombe", "E06990001", "990"} if several else {"Rutland", "E06000017", "857"}
    assert {name for row in lines for name in found.entity(row)} >= codes
    periods = [found.period(row) for row in lines]
    assert all(isinstance(period, Period) for period in periods)
    rows = {str(period): row for period, row in zip(periods, data, strict=True)}
    plain = {(row["indicator"], row["period"]): row for row in read_csv(outcome.value["csv"], "utf-8-sig")}
    for one in record["indicators"]:
        for point in one["history"]:
            cell = rows[point["period"]][one["id"]]
            same = plain[one["id"], point["period"]]
            assert cell == (same["value"] if cell not in MARKERS else cell)
            assert (cell in MARKERS) is (point["exact"] is None or "[low]" in same["marker"])


def _layout(content: bytes) -> Layout:
    header = next(iter(cells_of(Source("ees.csv", content.decode()))))
    found = layout(tuple(header), APRIL, None)
    assert isinstance(found, Layout)
    return found


def screened(content: bytes, data: list[Row], meta: list[Row]) -> None:
    """The published rules for such files, as far as they can apply."""
    columns = list(data[0])
    assert columns[:5] == REQUIRED
    assert not content.startswith(b"\xef\xbb\xbf")
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) and len(name) <= 50 for name in columns)
    assert list(meta[0]) == META.split()
    assert [row["col_name"] for row in meta] == [name for name in columns if name not in {*REQUIRED, *PLACES}]
    assert {row["col_type"] for row in meta} == {"Indicator"}
    labels = [row["label"] for row in meta]
    assert len(set(labels)) == len(labels)
    assert all(labels)
    assert {row["indicator_unit"] for row in meta} <= {"", "£", "%", "pp", "£m"}
    assert all(row["indicator_dp"].isdigit() for row in meta)
    assert any({row["time_identifier"] for row in data} <= kinds for kinds in KINDS)
    for row in data:
        assert all(row.values())
        assert re.fullmatch(r"\d{4}(\d\d)?", row["time_period"])
        if len(row["time_period"]) == 6:
            assert (int(row["time_period"][:4]) + 1) % 100 == int(row["time_period"][4:])
        assert row["geographic_level"] == "Local authority"
        for one in meta:
            assert re.fullmatch(r"-?\d+(\.\d+)?|[zxc]|low", row[one["col_name"]])
    assert len({(row["time_period"], row["time_identifier"]) for row in data}) == len(data)


def test_made_up_figures_are_not_given_as_statistics() -> None:
    rows = "indicator,period,value,quality\na,2020-21 Q4,50,illustrative\na,2021-22 Q1,60,\n"
    data = read_csv(of_rows("", rows, "ees")["ees"])
    assert [(row["time_period"], row["a"]) for row in data] == [("202122", "60")]


@pytest.mark.parametrize(
    ("house", "period", "said"),
    [
        (HOUSE, "2021-22 Q1", "does not say by which codes"),
        (CODES.replace("  old: 857\n", ""), "2021-22 Q1", "have no `old`"),
        (CODES, "2021 Q1", "has no place"),
        (CODES + "financial year starts: January\n", "2021-22 Q1", "has no place"),
    ],
)
def test_why_there_can_be_no_such_file(house: str, period: str, said: str) -> None:
    text = (cases.BASE / "spec.kpi").read_text(encoding="utf-8").replace("2021-22 Q1", period)
    files = {"spec.kpi": text, "indicators.kpi": f"language 1\n{INDICATOR}", "council.yaml": house}
    files["data.csv"] = f"indicator,period,value\na,{period},50\n"
    outcome = pipeline.build("spec.kpi", cases.reader(files), formats=("ees", "ees-meta"))
    assert outcome.value is None
    (problem,) = [problem for problem in outcome.diagnostics if problem.is_error]
    assert problem.code == "not-for-ees"
    assert said in problem.message
    both = pipeline.build("spec.kpi", cases.reader(files), formats=("csv", "ees"), optional=rendering.LEFT_OUT)
    assert both.value is not None
    assert list(both.value) == ["csv"]


def test_a_district_has_a_level_of_its_own() -> None:
    house = CODES.replace("E06000017", "E07000032").replace("  old: 857\n", "")
    files = {"indicators.kpi": f"language 1\n{INDICATOR}", "council.yaml": house}
    data = read_csv(of_case({**files, "data.csv": "indicator,period,value\na,2021-22 Q1,50\n"}, "ees")["ees"])
    assert (data[0]["geographic_level"], data[0]["lad_code"]) == ("Local authority district", "E07000032")
    assert "la_name" not in data[0]


@pytest.mark.parametrize(
    ("period", "time", "kind"),
    [
        ("2021-22 H1", "202122", "Part 1 (April to September)"),
        ("2021-22 H2", "202122", "Part 2 (October to March)"),
        ("2021-22 Q4", "202122", "Financial year Q4"),
        ("2021-22", "202122", "Financial year"),
        ("January 2022", "2022", "January"),
        ("calendar 2021", "2021", "Calendar year"),
        ("academic 2021-22", "202122", "Academic year"),
    ],
)
def test_every_kind_of_period_that_can_be_written_is_read_as_the_same(period: str, time: str, kind: str) -> None:
    found = Period.parse(period)
    assert found is not None
    assert ees_time(found) == (time, kind)
    content = f"time_period,time_identifier,geographic_level\n{time},{kind},National\n".encode()
    _, row = cells_of(Source("ees.csv", content.decode()))
    assert _layout(content).period(row) == found


# ---- no text is a formula


HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1|cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "http://example.org",
    "_x0041_",
    "a\nb",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))


def test_cells_of_csv_hold_no_control_characters_and_lose_no_others() -> None:
    gone = {chr(code) for code in range(0x110000) if csv_renderer.clean(chr(code)) != chr(code)}
    controls = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)}
    assert gone == controls - {"\t", "\n"}


@given(TEXTS)
def test_no_cell_of_a_csv_file_is_a_formula(text: str) -> None:
    content = csv_renderer.render(Rows(("a", "b"), ((text, Number(Fraction(-3, 2), 1)),)))
    _, (cell, number) = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert cell in (csv_renderer.clean(text), f"'{csv_renderer.clean(text)}")
    assert number == "-1.5"
    assert re.fullmatch(r"-?£?[\d,.:]+[km]?%?", cell) or not re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)


@given(st.integers(1, 3).flatmap(lambda count: st.lists(st.tuples(*[TEXTS] * count), min_size=1, max_size=5)))
@example([("",), ("",)])
@example([('a "b"', "c,d"), ("e\nf", "")])
def test_a_csv_file_is_what_the_standard_library_writes(rows: list[tuple[str, ...]]) -> None:
    columns = ("One, two", 'Three "four"', "Five")[: len(rows[0])]
    out = io.StringIO()
    cells = [[csv_renderer.clean(csv_renderer.harmless(cell)) for cell in row] for row in rows]
    csv.writer(out, lineterminator="\r\n").writerows([columns, *cells])
    assert csv_renderer.file(columns, rows).decode("utf-8-sig") == out.getvalue()
    assert csv_renderer.render(Rows(columns, tuple(rows))).decode("utf-8-sig") == out.getvalue()


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_every_text_of_a_workbook_is_a_text(texts: list[str]) -> None:
    rows = tuple((text or "-", Number(Fraction(-3, 2), 1)) for text in texts)
    columns = (SheetColumn("Text", 20), SheetColumn("Number", 10))
    sheet = Sheet("Data", texts[0] or "-", ("Lead",), columns, rows)
    cover = Cover("Cover", texts[0] or "-", (("Heading", tuple(texts)),))
    content = render_xlsx(Workbook(texts[0], "A", "S", "en-GB", date(2021, 9, 30), cover, (sheet,), "Page {page}"))
    found = openpyxl.load_workbook(io.BytesIO(content))["Data"]
    for row in range(4, 4 + len(texts)):
        assert found.cell(row, 1).data_type == "s"
        assert found.cell(row, 1).hyperlink is None
        assert found.cell(row, 2).value == -1.5
    other = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Data").to_python()
    for read, text in zip(other[3:], texts, strict=True):
        if not re.search(r"[\x00-\x1f\ufffe\uffff]", text):
            assert read[0] == (text or "-")


def test_a_hostile_label_harms_no_file() -> None:
    spec = INDICATOR.replace('"A"', '"=HYPERLINK(1)"')
    files = {"indicators.kpi": f"language 1\n{spec}", "data.csv": "indicator,period,value\na,2021-22 Q1,50\n"}
    made = of_case({**files, "council.yaml": CODES}, "csv", "xlsx", "ees-meta")
    assert read_csv(made["csv"], "utf-8-sig")[0]["indicator_label"] == "'=HYPERLINK(1)"
    assert read_csv(made["ees-meta"])[0]["label"] == "'=HYPERLINK(1)"
    cell = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["Performance"]["B4"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_long_commentary_is_whole() -> None:
    words = "word " * 9_000
    rules = f"  commentary\n    otherwise\n      > {words}\n"
    made = of_rows(rules, "indicator,period,value\na,2021-22 Q1,50\n", "xlsx")
    rows = table_of(openpyxl.load_workbook(io.BytesIO(made["xlsx"])), "Commentary")
    assert "".join(row["Commentary"] for row in rows) == words.strip()
    assert len(rows) == 2
    assert len(rows[0]["Commentary"]) == LONGEST


# ---- the files


def test_open_data_have_the_same_bytes_wherever_they_are_made(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    first = kpic(tmp_path, "build", "specs/q1.kpi", "--format", "csv,xlsx,ees", "--out", "one", seed="1")
    again = kpic(tmp_path / "specs", "build", "q1.kpi", "--format", "ees,xlsx,csv", "--out", "two", seed="2")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    names = ["q1-ees.csv", "q1-ees.meta.csv", "q1.csv", "q1.xlsx"]
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == names
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "specs/two" / name).read_bytes()
    content = (tmp_path / "one/q1.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")


def test_all_formats_leave_out_what_cannot_be_and_one_that_is_named_is_an_error(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    house = tmp_path / "specs/council.yaml"
    house.write_text(re.sub(r"codes:\n(  .*\n)+", "", house.read_text(encoding="utf-8")), encoding="utf-8")
    every = kpic(tmp_path, "build", "specs/q1.kpi", "--format", "all")
    assert every.returncode == 0, every.stderr
    assert "out/q1.xlsx" in every.stdout.splitlines()
    assert not list((tmp_path / "out").glob("*ees*"))
    named = kpic(tmp_path, "build", "specs/q1.kpi", "--format", "all,ees", "--out", "named")
    assert named.returncode == 1
    assert named.stderr.count("error[not-for-ees]") == 1
    assert not (tmp_path / "named").exists()


def test_libreoffice_keeps_every_cell(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or not (Path(office).resolve().parent / "libsclo.so").exists():
        missing("LibreOffice Calc")
    (tmp_path / "q1.xlsx").write_bytes(made(SPECS[0])["xlsx"])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), "q1.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    kept, mine = (CalamineWorkbook.from_path(tmp_path / f"q1.{form}") for form in ("ods", "xlsx"))
    assert kept.sheet_names == mine.sheet_names
    for name in mine.sheet_names:
        assert kept.get_sheet_by_name(name).to_python() == mine.get_sheet_by_name(name).to_python()
