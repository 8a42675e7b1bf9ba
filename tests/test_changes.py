"""`kpic build --record`, and the next report that follows the record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kpidsl import pipeline, workspace
from kpidsl.data.published import read
from kpidsl.data.recorded import damage, differences
from kpidsl.period import Period
from kpidsl.source import Source
from tests import cases
from tests.command import edit, kpic

EXAMPLES = Path(__file__).parents[1] / "specs/examples"
PERIOD = Period(2021)
SPEC = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
FOLLOWING = SPEC.replace("  scheme     council\n", '  scheme     council\n  follows    "last.json"\n', 1).replace(
    "  commentary\n", "  commentary\n  changes\n"
)


def changes_since(last: bytes, files: dict[str, str]) -> dict[str, object]:
    outcome = pipeline.build(
        "spec.kpi", cases.reader({"spec.kpi": FOLLOWING, "last.json": last.decode(), **files}), formats=("json",)
    )
    assert outcome.value is not None, outcome.diagnostics
    found: dict[str, object] = json.loads(outcome.value["json"])["changes"]
    return found


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4), st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_exactly_the_figures_that_differ_are_revised(then: list[int], now: list[int]) -> None:
    periods = ("2020-21 Q2", "2020-21 Q3", "2020-21 Q4", "2021-22 Q1")

    def data(amounts: list[int]) -> str:
        rows = (f"cases,{period},{amount}\n" for period, amount in zip(periods, amounts, strict=True))
        return "".join(("indicator,period,value\n", *rows))

    last = pipeline.build("spec.kpi", cases.reader({"data.csv": data(then)}), formats=("json",))
    assert last.value is not None
    changes = changes_since(last.value["json"], {"data.csv": data(now)})
    revised = [
        {"id": "cases", "period": period, "was": amount(one), "now": amount(other), "reasons": []}
        for period, one, other in zip(periods, then, now, strict=True)
        if one != other
    ]
    assert changes["revised"] == revised
    assert not any(changes[kind] for kind in ("retargeted", "rules", "restated", "added", "retired", "renamed"))


def amount(number: int) -> dict[str, str]:
    return {"exact": str(number), "printed": str(number)}


@given(st.text() | st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner)).map(json.dumps))
def test_a_file_that_follows_may_hold_anything(text: str) -> None:
    outcome = read(Source("last.json", text), PERIOD, 4)
    assert outcome.value is None
    assert [problem.code for problem in outcome.diagnostics] == ["not-a-record"]


def test_nothing_has_changed_since_the_report_itself(project: Path) -> None:
    made = kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record")
    assert made.stdout.split() == ["out/q1.json", "specs/records/q1.json"]
    assert (project / "specs/records/q1.json").read_bytes() == (project / "out/q1.json").read_bytes()
    spec = project / "specs/q1.kpi"
    edit(spec, "  scheme     council\n", '  scheme     council\n  follows    "records/q1.json"\n')
    edit(spec, "  commentary\n", "  commentary\n  changes\n")
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json").returncode == 0
    changes = json.loads((project / "out/q1.json").read_text(encoding="utf-8"))["changes"]
    assert {kind: found for kind, found in changes.items() if found} == {"since": changes["since"]}


def test_what_was_published_is_never_written_over(project: Path) -> None:
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record").returncode == 0
    record = project / "specs/records/q1.json"
    before = record.read_bytes()
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record").returncode == 0
    edit(project / "specs/children.kpi", '"Number of contacts received"', '"Contacts received"')
    again = kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record")
    assert again.returncode == 1
    assert "specs/records/q1.json is what was published, and differs from this report" in again.stderr
    assert "no figure, target or status, but texts or settings" in again.stderr
    assert record.read_bytes() == before


def test_a_second_record_of_the_same_is_not_written(project: Path) -> None:
    """Neither a comment in the spec nor rows that stand elsewhere change what was published."""
    assert kpic(project, "build", "specs/q1.kpi", "--record").returncode == 0
    record = project / "specs/records/q1.json"
    before = record.read_bytes()
    spec, data = project / "specs/q1.kpi", project / "specs/data/childrens-services.csv"
    spec.write_text(spec.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    header, *rows = data.read_text(encoding="utf-8").splitlines()
    data.write_text("\n".join((header, *reversed(rows))) + "\n", encoding="utf-8")
    again = kpic(project, "build", "specs/q1.kpi", "--record")
    assert (again.returncode, again.stdout.split()) == (0, ["out/q1.pdf", "specs/records/q1.json"])
    assert "the record says the same already, and was left as it was" in again.stderr
    assert record.read_bytes() == before


def test_what_differs_from_what_was_published_is_named(project: Path) -> None:
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record").returncode == 0
    edit(
        project / "specs/data/childrens-services.csv",
        "contacts_received,2021-22 Q1,356",
        "contacts_received,2021-22 Q1,357",
    )
    again = kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record")
    assert "the value of `contacts_received` was 356 and is 357" in again.stderr
    assert 'let it follow the record: follows "records/q1.json"' in again.stderr


def test_a_correction_follows_the_record_of_what_it_corrects(project: Path) -> None:
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record").returncode == 0
    spec, corrected = project / "specs/q1.kpi", project / "specs/q1-corrected.kpi"
    corrected.write_bytes(spec.read_bytes())
    edit(corrected, "  scheme     council\n", '  scheme     council\n  follows    "records/q1.json"\n')
    edit(corrected, "  commentary\n", "  commentary\n  changes\n")
    data = project / "specs/data/childrens-services.csv"
    edit(data, "contacts_received,2021-22 Q1,356", "contacts_received,2021-22 Q1,357")
    made = kpic(project, "build", "specs/q1-corrected.kpi", "--format", "json", "--record")
    assert made.stdout.split() == ["out/q1-corrected.json", "specs/records/q1-corrected.json"]
    assert "`contacts_received` in 2021-22 Q1 was 356 in the report before" in made.stderr
    changes = json.loads((project / "out/q1-corrected.json").read_text(encoding="utf-8"))["changes"]
    assert [(one["id"], one["was"]["printed"], one["now"]["printed"]) for one in changes["revised"]] == [
        ("contacts_received", "356", "357")
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"printed": "356"', '"printed": "355"', "was changed after it was written; put back the file as it was"),
        ('"version": 2', '"version": 3', "was written by a newer kpic; update kpidsl"),
        ("{", "", "is not the record of a report"),
    ],
)
def test_a_record_that_is_damaged_is_not_written_over(project: Path, before: str, after: str, said: str) -> None:
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record").returncode == 0
    record = project / "specs/records/q1.json"
    record.write_text(record.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    damaged = record.read_bytes()
    again = kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record")
    assert again.returncode == 1
    assert f"specs/records/q1.json {said}" in again.stderr
    assert record.read_bytes() == damaged


def test_a_record_of_an_older_version_is_still_read(project: Path) -> None:
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record").returncode == 0
    path = project / "specs/records/q1.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    for key in ("version", "made_from", "seal"):
        del record[key]
    for one in record["indicators"]:
        for key in ("rules", "judge", "tolerance", "status_before"):
            del one[key]
    path.write_text(json.dumps(record), encoding="utf-8")
    assert kpic(project, "build", "specs/q1.kpi", "--format", "json", "--record").returncode == 0
    edit(project / "specs/q1.kpi", "  scheme     council\n", '  scheme     council\n  follows    "records/q1.json"\n')
    edit(project / "specs/q1.kpi", "  commentary\n", "  commentary\n  changes\n")
    made = kpic(project, "build", "specs/q1.kpi", "--format", "json")
    assert (made.returncode, made.stderr) == (0, "")


def test_the_record_in_the_example_is_what_its_report_published() -> None:
    folder = EXAMPLES / "changes"
    made = pipeline.build("q1.kpi", workspace.reader(folder), formats=("json",))
    assert made.diagnostics == ()
    assert made.value is not None
    kept = (folder / "records/q1.json").read_bytes()
    assert damage(kept) == ""
    assert differences(kept, made.value["json"]) == ()


def test_a_missing_record_says_how_to_get_it(project: Path) -> None:
    edit(project / "specs/q1.kpi", "  scheme     council\n", '  scheme     council\n  follows    "records/q4.json"\n')
    edit(project / "specs/q1.kpi", "  commentary\n", "  commentary\n  changes\n")
    assert "`kpic build` writes it with `--record`" in kpic(project, "build", "specs/q1.kpi").stderr
