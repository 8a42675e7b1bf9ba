"""`kpic test --cover`: boundaries follow the law, what is said to be wanting is, and adding it covers it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, strategies as st

from kpidsl import pipeline, tester, workspace
from kpidsl.cli import covering
from kpidsl.cli.commands import kpic
from kpidsl.cli.covering import Cover
from kpidsl.cli.verdicts import WIDTH
from kpidsl.evaluation.reach import reached
from kpidsl.source import Content, Source
from kpidsl.spec.check import check
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Unreadable, gather
from kpidsl.terms import Polarity
from kpidsl.tester.boundaries import Near, boundaries
from kpidsl.tester.coverage import Item, coverage
from tests import cases

SPECS = Path(__file__).parents[1] / "specs"
FOLDERS = sorted(path for path in (SPECS / "examples").iterdir() if path.is_dir())
REPORTS = [SPECS / "q1.kpi", *(folder / "report.kpi" for folder in FOLDERS)]

each_report = pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.parent.name)


def rules(report: Path) -> Spec:
    found = gather(report.name, workspace.reader(report.parent), with_data=False).value
    assert found is not None
    spec = check(found.files, found.house).value
    assert spec is not None
    return spec


def run(*arguments: str) -> Result:
    return CliRunner().invoke(kpic, ["test", *arguments])


# ---- boundaries


def _shown(cases_: Sequence[Near]) -> set[str]:
    return {state for near in cases_ for state in near.states}


@each_report
def test_every_state_that_can_be_reached_is_shown_and_better_is_never_worse(report: Path) -> None:
    spec = rules(report)
    for one in boundaries(spec):
        states = reached(one.indicator, spec.period)
        if one.unknown or states is None:
            assert one.boundaries == ()
            continue
        shown = {state for each in one.boundaries for state in _shown(each.cases)}
        assert shown == {state.name for state in states}, one.indicator.id
        assert one.broken == ()


SPEC = """\
language 1

indicator a "A"
  section    one
  unit       percent to {places} dp
  polarity   {polarity} is better
  target     {target}%
  tolerance  {tolerance} points
"""


@given(
    st.sampled_from(["higher", "lower"]),
    st.integers(10, 90),
    st.integers(1, 9),
    st.integers(0, 2),
)
def test_each_boundary_shows_where_one_state_ends_and_the_next_begins(
    polarity: str, target: int, tolerance: int, places: int
) -> None:
    text = SPEC.format(polarity=polarity, target=target, tolerance=tolerance, places=places)
    spec = pipeline.rules("spec.kpi", cases.reader({"indicators.kpi": text})).value
    assert spec is not None
    (one,) = boundaries(spec)
    sign = 1 if one.indicator.polarity is Polarity.HIGHER else -1
    edges = {Fraction(target): ("green", "amber"), Fraction(target - sign * tolerance): ("amber", "red")}
    assert {near.value for each in one.boundaries for near in each.cases} >= set(edges)
    for each in one.boundaries:
        by_value = {near.value: near.states for near in each.cases}
        edge = next(value for value in edges if each.shown == f"{value}%")
        assert by_value[edge] == (edges[edge][0],)
        little = Fraction(1, 10 ** (places + 1))
        assert by_value[edge + sign * little] == (edges[edge][0],)
        assert by_value[edge - sign * little] == (edges[edge][1],)
        assert len(each.cases) == 5


# ---- what is wanting


@each_report
def test_adding_the_examples_that_are_offered_covers_the_states(report: Path) -> None:
    spec = rules(report)
    before = coverage(spec, tester.run(spec))
    offered = [one for one in before.items if one.item is Item.STATE and one.add.startswith("example ")]
    found = gather(report.name, workspace.reader(report.parent), with_data=False).value
    assert found is not None
    files = {file.source.name: file.source.text.split("\n") for file in found.files}
    for one in sorted(offered, key=lambda one: -one.span.start if one.span else 0):
        assert one.span is not None
        files[one.span.source.name].insert(one.span.line, f"  {one.add}")
    texts = {name.removeprefix(f"{report.parent.as_posix()}/"): "\n".join(lines) for name, lines in files.items()}
    read = workspace.reader(report.parent)

    def changed(name: str) -> Source | Content | Unreadable:
        return Source(name, texts[name]) if name in texts else read(name)

    outcome = gather(report.name, changed, with_data=False).value
    assert outcome is not None
    with_them = check(outcome.files, outcome.house).value
    assert with_them is not None
    results = tester.run(with_them)
    assert all(result.passed for result in results)
    after = coverage(with_them, results)
    assert {one.what for one in after.items if one.item is Item.STATE and one.add.startswith("example ")} == set()
    assert sum(one.is_covered for one in after.items) == sum(one.is_covered for one in before.items) + len(offered)


def test_the_example_is_covered_whole() -> None:
    spec = rules(SPECS / "q1.kpi")
    found = coverage(spec, tester.run(spec))
    assert [one for one in found.items if not one.is_covered] == []
    assert found.share == 100


@each_report
def test_it_fits_a_terminal_and_100_percent_is_all(report: Path) -> None:
    spec = rules(report)
    cover = Cover(coverage(spec, tester.run(spec)), boundaries(spec))
    lines = covering.text(cover).splitlines()
    assert [line for line in lines if len(line) > WIDTH and " " in line.strip()[:WIDTH]] == []
    assert (cover.percent == 100) == all(one.is_covered for one in cover.coverage.counted)
    json.loads(covering.as_json(covering.plain(cover)))


# ---- the command


def test_cover_and_min(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SPECS.parent)
    done = run("specs/q1.kpi", "--cover", "--min", "100")
    assert done.exit_code == 0
    assert "assessments_on_time, cin_seen, cin_reviews (higher is better)" in done.output
    assert "target 90%     89%, 89.9% amber; 90%, 90.1%, 91% green" in done.output
    assert done.output.splitlines()[-1].startswith("Covered: ")
    assert done.output.splitlines()[-1].endswith("or 100%")


def test_too_little_fails_with_the_sum(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(SPECS.parent)
    target = tmp_path / "results.xml"
    done = run("specs/examples/monthly/report.kpi", "--min", "80", "--junit", str(target))
    assert done.exit_code == 1
    assert "26 of 37 states, 0 of 28 rules, 0 of 8 reasons: 26 of 73, or 35%\n" in done.output
    assert "monthly/report.kpi: tests cover 26 of 73, or 35%, and --min asks for 80%" in done.output
    assert "Boundaries" not in done.output
    suite = ElementTree.fromstring(target.read_bytes())[0]
    properties = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert properties["cover.percent"] == "35"
    assert (properties["cover.states"], properties["cover.states.of"]) == ("26", "37")
    assert run("specs/examples/monthly/report.kpi", "--min", "35").exit_code == 0


def test_several_specs_and_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("goldilocks", "monthly"):
        shutil.copytree(SPECS / "examples" / name, tmp_path / name)
    target = tmp_path / "results.xml"
    done = run(".", "monthly/report.kpi", "--junit", str(target), "--format", "json")
    assert done.exit_code == 0
    found = json.loads(done.output)
    assert [one["spec"] for one in found["specs"]] == ["goldilocks/report.kpi", "monthly/report.kpi"]
    root = ElementTree.fromstring(target.read_bytes())
    assert [suite.get("name") for suite in root] == ["goldilocks/report.kpi", "monthly/report.kpi"]
    assert int(root.get("tests") or 0) == sum(len(one["tests"]) for one in found["specs"])
    text = run("goldilocks", "monthly").output
    assert "== goldilocks/report.kpi\n" in text
    assert f"In all: {root.get('tests')} passed, 0 failed" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("specs/q1.kpi", "--cover", "--run", "x"), "leave --run out"),
        (("specs/data",), "there is no report in the folder specs/data"),
        (("specs/q1.kpi", "--write"), "--write goes with --capture ID"),
        (("specs", "--capture", "cl_eet"), "name its spec alone"),
        (("specs/q1.kpi", "--capture", "cl_eet", "--cover"), "only --write and --authority go with it"),
        (("specs/q1.kpi", "--min", "101"), "101"),
    ],
)
def test_what_does_not_go_together_is_said(
    arguments: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SPECS.parent)
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.output


# ---- the page about it

PAGE = SPECS.parent / "docs" / "testing.md"
_RUN = re.compile(r"```console\n\$ kpic test (?P<arguments>[^\n]+)\n(?P<output>.*?)```\n", re.DOTALL)


def test_what_the_page_shows_is_what_comes_out(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(SPECS.parent)
    page = PAGE.read_text(encoding="utf-8")

    def shown(found: re.Match[str]) -> str:
        return f"```console\n$ kpic test {found['arguments']}\n{run(*shlex.split(found['arguments'])).output}```\n"

    actual = _RUN.sub(shown, page)
    assert len(_RUN.findall(page)) == 4
    if actual != page and request.config.getoption("--accept"):
        PAGE.write_text(actual, encoding="utf-8")
        pytest.fail(f"{PAGE.name} rewritten: read the change, then run again")
    assert actual == page
