"""`kpic disclosure`, and what a build, a record and the next report say of figures that are not shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from kpidsl import pipeline
from tests import cases
from tests.command import edit, kpic
from tests.test_changes import changes_since

WARNING = "NOT FOR PUBLICATION: this list holds figures that the report does not show."
SPEC = "specs/examples/small-numbers/report.kpi"


def test_a_build_says_how_many_figures_are_not_shown_and_where_to_read_why(project: Path) -> None:
    run = kpic(project, "build", SPEC)
    assert (run.returncode, run.stdout) == (0, "out/report.pdf\n")
    assert run.stderr == f"kpic: 4 figures are not shown; for you alone, kpic disclosure {SPEC} says which and why\n"


def test_the_list_says_on_its_face_that_it_is_not_for_publication(project: Path) -> None:
    run = kpic(project, "disclosure", SPEC)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"{WARNING}\n\n")
    assert "quarter two of 2024-25: 4 counts are not shown.\n" in run.stdout
    small = """
  in_secure_care in 2024-25 Q2, count: 3
  In secure accommodation
    primary: too small to be shown
    could as well be 2
"""
    assert small in run.stdout
    assert "    secondary: would give away `in_secure_care` in 2024-25 Q2: " in run.stdout
    assert "\n  reviews, status: Met\n  % of reviews on time\n    published: cannot be told\n" in run.stdout


def test_the_list_is_the_same_for_excel_and_on_every_run(project: Path) -> None:
    for name, seed in (("one.csv", "1"), ("two.csv", "2")):
        run = kpic(project, "disclosure", SPEC, "--format", "csv", "--out", name, seed=seed)
        assert (run.returncode, run.stdout) == (0, f"{name}: 4 counts are not shown.\n")
    content = (project / "one.csv").read_bytes()
    assert content == (project / "two.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == [WARNING]
    assert rows[1][5:] == ["true figure", "why", "could as well be"]
    withheld = {row[1]: row[5] for row in rows if row[0] == "withheld"}
    assert withheld == {"in_secure_care": "3", "in_homes": "22", "reviews_on_time": "66", "left_care": "11"}


def test_what_could_not_be_protected_is_listed(project: Path) -> None:
    data = project / "specs/examples/small-numbers/data/observations.csv"
    with data.open("a", encoding="utf-8") as file:
        file.write("reviews,2023-24,97%,illustrative,\n")
    run = kpic(project, "disclosure", SPEC)
    assert "\nNot protected:\n\n  reviews in 2023-24, value\n" in run.stdout


def test_two_protected_builds_are_equal_byte_for_byte(project: Path) -> None:
    for out, seed in (("one", "1"), ("two", "2")):
        assert kpic(project, "build", SPEC, "--format", "pdf,json", "--out", out, seed=seed).returncode == 0
    for name in ("report.pdf", "report.json"):
        assert (project / "one" / name).read_bytes() == (project / "two" / name).read_bytes()


def test_the_record_holds_nothing_that_is_not_shown(project: Path) -> None:
    assert kpic(project, "build", SPEC, "--format", "json", "--record").returncode == 0
    content = (project / "specs/examples/small-numbers/records/report.json").read_text(encoding="utf-8")
    indicators = {one["id"]: one for one in json.loads(content)["indicators"]}
    for one in (indicators["in_secure_care"], indicators["in_homes"], indicators["reviews"]):
        assert (one["value"], one["numerator"], one["denominator"], one["status"]) == (None, None, None, None)
        assert [point["exact"] for point in one["history"] if point["period"] == "2024-25 Q2"] == [None]
    assert indicators["reviews"]["reason"] == "suppressed"
    assert indicators["reviews"]["suppress"] == {"up_to": 5, "rounded_to": None, "reason": None}
    assert indicators["homes_open"]["suppress"]["reason"] == "Homes are buildings, and not people"
    past = indicators["left_care"]["history"]
    assert [point["reason"] for point in past if point["period"] == "2024-25 Q1"] == ["suppressed"]


def test_nothing_is_listed_where_nothing_is_withheld(project: Path) -> None:
    run = kpic(project, "disclosure", "specs/q1.kpi")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.endswith(": Nothing is withheld.\n")


def test_an_error_makes_no_list(project: Path) -> None:
    edit(project / SPEC, "suppress   dfe", "suppress   dfee")
    run = kpic(project, "disclosure", SPEC)
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
            "reasons": [],
        }
    ]
