"""`kpic build --record`, and the next report that follows the record."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kpidsl import pipeline
from kpidsl.data.published import read
from kpidsl.period import Period
from kpidsl.source import Source
from tests import cases
from tests.command import edit, kpic

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
        {"id": "cases", "period": period, "was": amount(one), "now": amount(other)}
        for period, one, other in zip(periods, then, now, strict=True)
        if one != other
    ]
    assert changes["revised"] == revised
    assert not any(changes[kind] for kind in ("retargeted", "added", "retired", "renamed"))


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
    assert "specs/records/q1.json is what was published, with other figures than now" in again.stderr
    assert record.read_bytes() == before
