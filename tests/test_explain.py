"""`kpic explain ID[@PERIOD]`, `kpic docs` and `kpic list`: on every example report, and as an officer runs them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from kpidsl import pipeline, workspace
from kpidsl.cli.explaining import FORMATS, found, periods_of, written
from kpidsl.compose import dictionary_page, explained
from kpidsl.compose.explained import Explained
from kpidsl.compose.numbers import value
from kpidsl.compose.record import record
from kpidsl.document.model import Heading, Note, Paragraph, Table
from kpidsl.document.outline import plain
from kpidsl.evaluation.again import Verdict, along, case_again, tried
from kpidsl.evaluation.model import Assessment
from kpidsl.evaluation.past import statuses
from kpidsl.period import Period
from kpidsl.pipeline import Composed
from kpidsl.render import text
from kpidsl.spec.indicator import State
from kpidsl.spec.project import MadeFrom
from tests.command import edit, kpic
from tests.kitchen_sink import kitchen_sink

ROOT = Path(__file__).parents[1]
SPECS = tuple(
    path
    for path in (ROOT / "specs/q1.kpi", *sorted(ROOT.glob("specs/examples/*/*.kpi")))
    if not path.name.endswith(".test.kpi")
)
NAMES = [path.relative_to(ROOT / "specs").as_posix() for path in SPECS]


@cache
def composed(name: str) -> Composed:
    path = ROOT / "specs" / name
    outcome = pipeline.compose_report(path.name, workspace.reader(path.parent), draft=True)
    assert outcome.value is not None
    return outcome.value


def explain(report: Composed, one: Assessment, period: Period) -> Explained:
    made = explained.explain(one.indicator.id, period, report.evaluation, report.spec, report.dataset, report.inputs)
    assert made is not None
    return made


def periods(report: Composed, one: Assessment) -> Sequence[Period]:
    """All that the data have a figure for; of a large report the last two."""
    known = periods_of(one.indicator, report.dataset, report.evaluation.spec.period)
    return known if len(report.evaluation.assessments) < 60 else known[-2:]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_every_period_can_be_explained_and_agrees_with_the_report(name: str) -> None:
    report = composed(name)
    for one in report.evaluation.assessments:
        history = {
            period: (figure, status) for (period, figure), status in zip(one.history, statuses(one), strict=True)
        }
        for period in periods(report, one):
            made = explain(report, one, period)
            assert max(map(len, text.render(made.blocks).splitlines())) <= 80
            if period not in history:
                continue  # more than two years ago
            figure, status = history[period]
            assert figure is not None
            assert (made.figure or None) == (value(one.indicator, figure) if figure.amount is not None else None)
            if not one.indicator.scheme.looks_ahead:  # what was forecast then, the data do not say
                assert made.status == (status.mark.word if isinstance(status, State) else "")


@pytest.mark.parametrize("name", NAMES)
def test_an_explanation_agrees_with_the_record_and_the_chosen_rules(name: str) -> None:
    report = composed(name)
    structure = record(report.evaluation, report.as_at, report.inputs, report.draft)
    said = {one["id"]: one for one in json.loads(json.dumps(structure))["indicators"]}
    for one in report.evaluation.assessments:
        made, its = explain(report, one, one.figure.period), said[one.indicator.id]
        assert (made.figure or None) == (its["value"]["printed"] if its["value"] else None)
        assert bool(made.status) == bool(its["status"])
        assert not one.state or (one.state.name, one.state.mark.word) == (its["status"], made.status)
        since = report.evaluation.changes.since if report.evaluation.changes else None
        case = case_again(one, report.dataset, since)
        chosen = [each.rule for each in tried(case) if each.verdict is Verdict.CHOSEN]
        assert chosen == [each.rule for each in one.rules]
        states = [
            plain(row.header)
            for block in made.blocks
            if isinstance(block, Table) and block.columns[0].title == "Status"
            for row in block.groups[0].rows
            if text.cell(row.cells[-1]) == "this one"
        ]
        assert not states or one.override or states == [made.status]


@pytest.mark.parametrize("name", NAMES)
def test_the_limits_of_each_status_are_where_the_status_changes(name: str) -> None:
    """Every value is in just one band, and the band of the figure has the status of the report."""
    report = composed(name)
    seen = 0
    for one in report.evaluation.assessments:
        case = case_again(one, report.dataset, None)
        limits = along(case)
        if limits is None or one.override:
            continue
        seen += 1
        value_ = case.value()
        assert value_ is not None
        inside = [state for band, state in limits.bands if _is_in(band.low, band.high, value_)]
        assert inside == [one.state]
        assert one.state is not None
        gap = limits.gap(one.state, value_)
        assert gap is not None
        assert not gap.distance
    assert seen or not any(one.aim and one.state for one in report.evaluation.assessments) or "forecast" in name


def _is_in(low: object, high: object, value_: object) -> bool:
    if low is not None and low == high:
        return value_ == low
    return (low is None or low < value_) and (high is None or value_ < high)  # type: ignore[operator]


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_says_the_same_things_and_two_runs_are_equal(form: str) -> None:
    report = composed("q1.kpi")
    one = found("re_referrals", "q1.kpi", report)
    made = written(one, report, form)
    assert made == written(one, report, form)
    said = made.decode("utf-8")
    for words in ("0% after 38% in 2020-21", "at or better than the target", "children.kpi, line 53", "when green"):
        assert words in said


# ---- as an officer runs it


def test_the_only_report_in_specs_is_meant_where_none_is_named(project: Path) -> None:
    run = kpic(project, "explain", "re_referrals")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("% of re-referrals within last 12 months (re_referrals)\n====")
    assert run.stdout == kpic(project, "explain", "re_referrals", "specs/q1.kpi").stdout


def test_a_period_may_be_written_with_a_space_or_in_quotes(project: Path) -> None:
    one = kpic(project, "explain", "re_referrals@2020-21 Q4", "specs/q1.kpi")
    assert (one.returncode, one.stderr) == (0, "")
    assert "Judged again: This period is judged by the rules of the report on 2021-22 Q1" in one.stdout
    assert kpic(project, "explain", "re_referrals@2020-21", "Q4").stdout == one.stdout


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("re_referals", "did you mean `re_referrals`?"),
        ("unit-mismach", "did you mean `unit-mismatch`?"),
        ("zzz", "`kpic list specs/q1.kpi` lists what there is"),
        ("re_referrals@Q9", "`Q9` is not a period; write it like this: re_referrals@2020-21 Q4"),
        ("re_referrals@2022-23 Q1", "ends after the report's period, 2021-22 Q1"),
        ("re_referrals@2010-11 Q1", "the data have it for 2020-21 Q2, 2020-21 Q3, 2020-21 Q4, 2020-21, 2021-22 Q1"),
    ],
)
def test_what_cannot_be_explained_is_said_in_one_line(project: Path, asked: str, said: str) -> None:
    run = kpic(project, "explain", asked)
    assert (run.returncode, run.stdout) == (1, "")
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_spec_alone_is_not_explained(project: Path) -> None:
    run = kpic(project, "explain", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (2, "")
    assert "say what to explain: kpic explain ID specs/q1.kpi" in run.stderr


def test_with_two_reports_in_specs_one_must_be_named(project: Path) -> None:
    (project / "specs/q2.kpi").write_bytes((project / "specs/q1.kpi").read_bytes())
    run = kpic(project, "explain", "re_referrals")
    assert run.returncode == 2
    assert "there are several reports (specs/q1.kpi, specs/q2.kpi); name the one that is meant" in run.stderr


def test_a_code_stays_a_code_and_rules_that_are_wrong_explain_nothing(project: Path) -> None:
    assert "A figure is in another unit" in kpic(project, "explain", "unit-mismatch").stdout
    edit(project / "specs/children.kpi", "target     25%", "target     25")
    run = kpic(project, "explain", "re_referrals")
    assert (run.returncode, run.stdout) == (1, "")
    assert "error[unit-mismatch]" in run.stderr
    assert "nothing is explained" in run.stderr


def test_an_explanation_goes_into_a_file(project: Path) -> None:
    run = kpic(project, "explain", "re_referrals", "--format", "html", "--out", "out/why.html")
    assert (run.returncode, run.stdout) == (0, "out/why.html: re_referrals explained\n")
    assert (project / "out/why.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_report_in_welsh_is_explained_in_english() -> None:
    report = composed("examples/welsh/report.kpi")
    one = report.evaluation.assessments[0]
    made = text.render(explain(report, one, one.figure.period).blocks)
    assert "Where the figure comes from" in made
    assert "The rows of the data that they come from" in made


def test_plain_text_has_every_word_of_any_document() -> None:
    blocks = kitchen_sink().blocks
    said = "".join(text.render(blocks).split())
    for block in blocks:
        if isinstance(block, Heading | Paragraph | Note):
            assert "".join(plain(block.content).split()) in said
        if isinstance(block, Table):
            for row in (row for group in block.groups for row in group.rows):
                assert all(word in said for cell in row.cells for word in text.cell(cell).split())


# ---- docs and list


@pytest.mark.parametrize("name", NAMES)
def test_the_dictionary_has_an_entry_for_every_indicator(name: str) -> None:
    spec = pipeline.rules(Path(name).name, workspace.reader(ROOT / "specs" / Path(name).parent)).value
    assert spec is not None
    blocks = dictionary_page.document(spec, MadeFrom("", ())).blocks
    headings = [plain(block.content) for block in blocks if isinstance(block, Heading) and block.level == 3]
    assert sorted(headings) == sorted(one.label for one in spec.indicators)


def test_the_dictionary_needs_no_data(project: Path) -> None:
    before = kpic(project, "docs", "specs/q1.kpi").stdout
    (project / "specs/data/childrens-services.csv").unlink()
    assert kpic(project, "docs", "specs/q1.kpi").stdout == before
    run = kpic(project, "docs", "specs/q1.kpi", "--out", "out/dictionary.html")
    assert run.stdout == "out/dictionary.html: 35 indicators\n"
    assert "re-referrals" in (project / "out/dictionary.html").read_text(encoding="utf-8")


def test_the_list_has_a_line_an_indicator_in_every_form(project: Path) -> None:
    (project / "specs/data/childrens-services.csv").unlink()
    ids = [one.id for one in composed("q1.kpi").spec.indicators]
    lines = kpic(project, "list", "specs/q1.kpi").stdout.splitlines()
    assert [line.split()[0] for line in lines[4:]] == ids
    rows = list(csv.DictReader(io.StringIO(kpic(project, "list", "specs/q1.kpi", "--format", "csv").stdout[1:])))
    assert [row["indicator"] for row in rows] == ids
    found_ = json.loads(kpic(project, "list", "specs/q1.kpi", "--format", "json").stdout)
    assert found_ == rows
    assert found_[2]["declared"] == "children.kpi:47"


def test_sections_and_owners_are_counted(project: Path) -> None:
    sections = json.loads(kpic(project, "list", "specs/q1.kpi", "--sections", "--format", "json").stdout)
    assert sections[0] == {"section": "contacts", "label": "Contacts and referrals", "indicators": 3}
    owners = json.loads(kpic(project, "list", "specs/q1.kpi", "--owners", "--format", "json").stdout)
    assert owners == [{"owner": "the Head of Service", "indicators": 35}]
