"""The report's own record: every printed figure has a row that says how it was made, and rounds to what is printed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from kpidsl import pipeline, workspace
from kpidsl.compose import record as records, workings
from kpidsl.data.published import seal
from kpidsl.document.model import List, Paragraph, StatusCell, Table, TextCell, TrendCell
from kpidsl.document.outline import outline, plain
from kpidsl.pipeline import Composed
from kpidsl.render import csv as csv_renderer
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable
from tests import cases
from tests.test_prose import COUNTS, INDICATORS, _numbers, _project

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "specs/examples"
REPORTS = [("q1.kpi", ROOT / "specs"), *(("report.kpi", path) for path in sorted(EXAMPLES.iterdir()) if path.is_dir())]
SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
PER_WORD = {"thousands": 1_000, "millions": 1_000_000}
ENTRY = "What it counts, and how it is judged"  # the column of a dictionary


def composed(name: str, folder: Path) -> Composed:
    """The report of a spec, in English: rules of rounding are read here word by word, in one language."""
    outcome = pipeline.compose_report(name, _in_english(workspace.reader(folder)))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def _in_english(read: Read) -> Read:
    def reading(path: str) -> Source | Content | Unreadable:
        found = read(path)
        if isinstance(found, Content) and path.endswith(".kpi"):
            return replace(found, data=re.sub(rb"(?m)^  in +Welsh$", b"  in         English", found.data))
        return found

    return reading


def attached(report: Composed, name: str) -> list[dict[str, str]]:
    found = next(each for each in report.document.attachments if each.name == name)
    assert found.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(found.data.decode("utf-8-sig"))))


def figures(report: Composed) -> list[dict[str, str]]:
    return attached(report, workings.FIGURES_FILE)


def said(report: Composed) -> tuple[str, bytes, list[dict[str, str]]]:
    """All that a report says, but for where in which files its figures stand and what these files hold besides."""
    where = ("Source", "Rule")
    text = outline(report.document).partition("### What this report was made from")[0]
    rows = [{key: value for key, value in row.items() if key not in where} for row in figures(report)]
    return text, report.document.attachments[0].data, rows


def rounds_to_what_is_printed(row: dict[str, str]) -> None:
    """The exact figures, rounded by the stated rule and by nothing of ours, are the numbers in the printed text."""
    if not row["Exact figure"]:
        assert not row["Unit"]
        return
    exact = [Fraction(re.sub(r".*exactly ", "", one)) for one in row["Exact figure"].split(" to ")]
    if row["Unit"] in ("yes/no", "hours:minutes"):
        assert row["Rounding"] == ("not rounded" if row["Unit"] == "yes/no" else "to the minute, half up")
        return
    rules = row["Rounding"].split("; ")
    text = row["Printed"].replace("\u2212", "-").replace("£", "")
    text = re.sub(r"\((?:\d{4}-\d\d[^)]*|[a-z][^)]*)\)", "", text)  # the period or quality of a figure
    for amount, rule in zip(exact, [*rules, *rules[-1:] * len(exact)], strict=False):
        scale = next((by for word, by in PER_WORD.items() if f"in {word}" in rule), 1)
        scaled = amount / scale
        if "not rounded" in rule:
            wanted = scaled
        else:
            places = int(found[1]) if (found := re.search(r"to (\d+) decimal", rule)) else 0
            whole = int(abs(scaled) * 10**places + Fraction(1, 2))
            wanted = Fraction(whole, 10**places) * (-1 if scaled < 0 else 1)
        said = [Fraction(number.replace(",", "")) for number in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)]
        in_words = (
            wanted.denominator == 1
            and 0 <= wanted <= 20
            and {SMALL[int(wanted)], ORDINALS[int(wanted)]} & {*re.findall(r"[a-z]+", text)}
        )
        assert wanted in said or in_words, row


def numbers_in(cell: TextCell | StatusCell | TrendCell) -> list[str]:
    match cell:
        case TextCell(muted=True):
            return []
        case TextCell():
            return [plain(cell.content)]
        case StatusCell():
            return [cell.mark.word]
        case TrendCell():
            said = cell.sparkline.alt.partition(": ")[2].partition(". ")[0].removesuffix(".")
            return [value for value in said.split(", ") if re.search(r"\d", value)]


@pytest.mark.parametrize(("name", "folder"), REPORTS, ids=[path.name for _, path in REPORTS])
def test_every_figure_in_the_tables_of_the_examples_has_its_row(name: str, folder: Path) -> None:
    report = composed(name, folder)
    rows = figures(report)
    for row in rows:
        rounds_to_what_is_printed(row)
    known = Counter((row["Where it is printed"], row["Indicator"], row["Printed"].removeprefix("'")) for row in rows)
    tables = [block for block in report.document.blocks if isinstance(block, Table)]
    labels = {one.indicator.label for one in report.evaluation.assessments}
    looked_at = 0
    for number, table in enumerate(tables, start=1):
        if table.columns[0].title != "Indicator" or table.columns[-1].title in ("Due", "Status and why", ENTRY):
            continue  # summaries, actions, milestones; the workings themselves; and the rules that a dictionary quotes
        for line in (line for group in table.groups for line in group.rows):
            label = plain(line.header).removeprefix("of which: ")
            assert label in labels
            for column, cell in zip(table.columns[1:], line.cells, strict=True):
                for text in numbers_in(cell):
                    where = (
                        f"Table {number}, {column.title}",
                        label,
                        re.sub(r" Some of .*| \[\w\]$", "", text.strip()),
                    )
                    said = where if isinstance(cell, TrendCell) else (*where[:2], text)
                    assert known[said], said
                    looked_at += 1
    assert looked_at > 8


def test_every_figure_of_table_and_commentary_has_a_row_and_rounds_to_what_is_printed() -> None:
    looked_at: list[str] = []

    @given(INDICATORS, st.lists(st.sampled_from(COUNTS), min_size=1, max_size=5))
    @settings(max_examples=60, deadline=None)
    def holds(indicators: list[Any], counts: list[str]) -> None:
        outcome = pipeline.compose_report("spec.kpi", cases.reader(_project(indicators, counts)))
        if outcome.value is None:
            assert {problem.code for problem in outcome.diagnostics if problem.is_error} <= {"rounding-hides"}
            return
        rows = figures(outcome.value)
        for row in rows:
            rounds_to_what_is_printed(row)
        for block in outcome.value.document.blocks:
            if isinstance(block, Paragraph) and plain(block.content).startswith(("This is", "It is")):
                here = [row for row in rows if row["Where it is printed"] == f"Paragraph {block.number}"]
                said = " ".join(row["Printed"].removeprefix("'") for row in here)
                assert set(_numbers(plain(block.content))) <= set(_numbers(said))
                assert [row["Printed"].removeprefix("'") in plain(block.content) for row in here] == [True] * len(here)
                looked_at.extend(said)
            elif isinstance(block, List):
                assert not any(map(plain, block.items))
        table = next(block for block in outcome.value.document.blocks if isinstance(block, Table))
        assert table.caption.startswith("Table 1")

    holds()
    assert len(looked_at) > 100


def test_a_row_says_where_its_figure_comes_from() -> None:
    report = composed("q1.kpi", ROOT / "specs")
    row = next(row for row in figures(report) if row["Printed"] == "75%" and row["Figure"] == "value")
    assert (row["Name in the rules"], row["Numerator"], row["Denominator"]) == ("cp_reviews", "3", "4")
    file, _, place = row["Source"].partition(": row ")
    line = (ROOT / "specs" / file).read_text(encoding="utf-8").splitlines()[int(place.split(",")[0]) - 1]
    assert line.startswith("cp_reviews,2021-22 Q1,,3,4")
    assert place.endswith("numerator and denominator")
    status = next(
        row for row in figures(report) if row["Name in the rules"] == "cp_reviews" and row["Figure"] == "status"
    )
    assert status["Rule"].startswith("Council rating: Red, if misses the target by more; 75% misses 100% by 25 points")
    said = next(row for row in figures(report) if row["Where it is printed"].startswith("Paragraph 4.11"))
    file, _, place = said["Rule"].partition(":")[0].partition(", line ")
    line = (ROOT / "specs" / file).read_text(encoding="utf-8").splitlines()[int(place) - 1]
    assert "{numerator}" in line


def test_the_hashes_are_those_of_the_bytes_in_the_files(tmp_path: Path) -> None:
    for path in cases.BASE.iterdir():
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")  # as Excel and Notepad save it
        (tmp_path / path.name).write_bytes(text.encode("utf-8-sig"))
    report = composed("spec.kpi", tmp_path)
    rows = attached(report, workings.FILES_FILE)
    assert [row["File"] for row in rows] == ["spec.kpi", "indicators.kpi", "council.yaml", "data.csv"]
    for row in rows:
        assert row["SHA-256"] == hashlib.sha256((tmp_path / row["File"]).read_bytes()).hexdigest()
    assert str(tmp_path) not in "".join(each.data.decode("utf-8", "replace") for each in report.document.attachments)


def test_the_hash_of_data_with_suppressed_figures_can_be_left_out() -> None:
    text = (cases.BASE / "spec.kpi").read_text(encoding="utf-8").replace("  commentary\n", "  commentary\n  workings\n")
    report = pipeline.compose_report("spec.kpi", cases.reader({"spec.kpi": text})).value
    assert report is not None
    hidden = replace(report.inputs, data_hashes=False)
    data = next(file for file in report.inputs.made_from.files if file.name == "data.csv")
    said = "\n".join(map(str, workings.blocks(1, report.evaluation, hidden)))
    assert workings.HIDDEN in said
    written = records.record(report.evaluation, report.as_at, hidden)
    files = workings.attachments(workings.figures_file(), report.evaluation, hidden)
    for text in (said, json.dumps(written), files[1].data.decode("utf-8-sig")):
        assert data.sha256[:32] not in text
    others = [file.sha256 for file in report.inputs.made_from.files if file is not data]
    assert all(sha256 in json.dumps(written) for sha256 in others)
    assert data.sha256[:32] in outline(report.document)


def test_a_file_that_grows_holds_its_rows_as_they_are_written_and_few_of_its_cells() -> None:
    rows = [(str(number), "=1", "of all") for number in range(20_000)]
    growing = csv_renderer.Growing(("a", "b", "c"))
    growing.add(rows[:1])
    growing.add(iter(rows[1:]))
    lines = growing.whole().decode("utf-8-sig").splitlines()
    assert lines == ["a,b,c", *(f"{number},'=1,of all" for number, _, _ in rows)]
    assert growing.whole() == csv_renderer.file(("a", "b", "c"), rows)
    assert len(growing._cells) < len(rows)


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    cell = csv_renderer.harmless(text)
    assert cell.removeprefix("'") == text or cell == text
    is_figure = re.fullmatch(r"-?£?[\d,.:]+[km]?%?", cell)
    assert is_figure or not re.match(r"\s*[=+\-@\t\r]", cell)


def test_the_seal_breaks_with_what_is_said_and_not_with_line_ends() -> None:
    made = pipeline.build("spec.kpi", cases.reader({}), formats=("json",)).value
    assert made is not None
    text = made["json"].decode()
    record = json.loads(text)
    assert record["seal"] == seal(record) == seal(json.loads(text.replace("\n", "\r\n")))
    assert seal({**record, "summary": {}}) != record["seal"]
