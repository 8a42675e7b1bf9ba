"""`kpic disclosure`, and what a build, a record and the next report say of figures that are not shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kpidsl import pipeline
from tests import cases
from tests.command import edit, kpic
from tests.test_changes import changes_since

NONE = 'none because "Rutland County Council published these figures itself, in its report of 30 September 2021"'
WARNING = "NOT FOR PUBLICATION: this list holds figures that the report does not show."


@pytest.fixture
def protected(project: Path) -> Path:
    """The example report with its small counts withheld."""
    edit(project / "specs/q1.kpi", NONE, "dfe")
    return project


def test_a_build_says_how_many_figures_are_not_shown_and_where_to_read_why(protected: Path) -> None:
    run = kpic(protected, "build", "specs/q1.kpi", "--draft")
    assert run.returncode == 0, run.stderr
    assert "figures are not shown; for you alone, kpic disclosure specs/q1.kpi says which and why\n" in run.stderr


def test_the_list_says_on_its_face_that_it_is_not_for_publication(protected: Path) -> None:
    run = kpic(protected, "disclosure", "specs/q1.kpi")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(WARNING)
    assert "  missing_episodes in 2021-22 Q1, count: 1\n" in run.stdout
    assert "    primary: too small to be shown\n" in run.stdout
    assert "    could as well be 2\n" in run.stdout
    assert "cp_reviews in 2021-22 Q1, numerator: 3" in run.stdout
    assert "cp_reviews, status: " in run.stdout
    assert "given without its two counts" in run.stdout


def test_the_list_is_the_same_for_excel_and_on_every_run(protected: Path) -> None:
    for name, seed in (("one.csv", "1"), ("two.csv", "2")):
        run = kpic(protected, "disclosure", "specs/q1.kpi", "--format", "csv", "--out", name, seed=seed)
        assert (run.returncode, run.stdout.startswith(f"{name}: ")) == (0, True), run.stderr
    content = (protected / "one.csv").read_bytes()
    assert content == (protected / "two.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == [WARNING]
    assert rows[1][5:] == ["true figure", "why", "could as well be"]
    assert ["withheld", "missing_episodes"] in [row[:2] for row in rows]


def test_two_protected_builds_are_equal_byte_for_byte(protected: Path) -> None:
    for out, seed in (("one", "1"), ("two", "2")):
        run = kpic(protected, "build", "specs/q1.kpi", "--draft", "--format", "pdf,json", "--out", out, seed=seed)
        assert run.returncode == 0, run.stderr
    for name in ("q1-draft.pdf", "q1-draft.json"):
        assert (protected / "one" / name).read_bytes() == (protected / "two" / name).read_bytes()


def test_the_record_holds_nothing_that_is_not_shown(protected: Path) -> None:
    kpic(protected, "build", "specs/q1.kpi", "--draft", "--format", "json")
    record = json.loads((protected / "out/q1-draft.json").read_text(encoding="utf-8"))
    withheld = [one for one in record["indicators"] if one["reason"] == "suppressed" or one["value"] is None]
    assert {"cp_reviews", "cla_reviews", "missing_episodes"} <= {one["id"] for one in withheld}
    for one in withheld:
        assert (one["value"], one["numerator"], one["denominator"], one["status"]) == (None, None, None, None)
        assert all(point["exact"] is None for point in one["history"] if point["period"] == one["period"])
        assert all(set(source) <= {"file", "line", "row"} for source in one["sources"])


def test_nothing_is_listed_where_nothing_is_withheld(project: Path) -> None:
    run = kpic(project, "disclosure", "specs/q1.kpi")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.endswith("Nothing is withheld.\n")


def test_an_error_makes_no_list(project: Path) -> None:
    edit(project / "specs/q1.kpi", NONE, "dfee")
    run = kpic(project, "disclosure", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (1, "")
    assert "error[unknown-profile]" in run.stderr
    assert "no list was made" in run.stderr


# ---- the report before


def _published(data: str, indicators: str) -> bytes:
    files = {"data.csv": data, "indicators.kpi": indicators}
    built = pipeline.build("spec.kpi", cases.reader(files), formats=("json",))
    assert built.value is not None, built.diagnostics
    return built.value["json"]


INDICATORS = (cases.BASE / "indicators.kpi").read_text(encoding="utf-8").replace("There are", "There were")
DATA = "indicator,period,value\ncases,2021-22 Q1,{}\n"


def _with(suppress: str) -> str:
    return INDICATORS.replace("  unit      count\n", f"  unit      count\n  suppress  {suppress}\n")


def test_a_figure_that_is_withheld_now_is_not_said_to_be_revised() -> None:
    """Neither what it was nor that it is another now, whichever it is."""
    last = _published(DATA.format(12), INDICATORS)
    for now in (3, 4, 12):
        found = changes_since(last, {"data.csv": DATA.format(now), "indicators.kpi": _with("1 to 20")})
        assert found["revised"] == []


def test_figures_rounded_for_the_first_time_are_not_said_to_be_revised() -> None:
    files = {"data.csv": DATA.format(12), "indicators.kpi": _with("nhs")}
    assert changes_since(_published(DATA.format(12), INDICATORS), files)["revised"] == []
    rounded = _published(DATA.format(12), _with("nhs"))
    assert changes_since(rounded, files)["revised"] == []
    assert changes_since(rounded, {**files, "data.csv": DATA.format(11)})["revised"] == []
    revised = changes_since(rounded, {**files, "data.csv": DATA.format(18)})["revised"]
    assert revised == [
        {
            "id": "cases",
            "period": "2021-22 Q1",
            "was": {"exact": "10", "printed": "10"},
            "now": {"exact": "20", "printed": "20"},
        }
    ]
