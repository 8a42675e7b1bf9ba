"""`kpic test --capture`: what is captured passes at once, holds nothing that is withheld, and is added without loss."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpidsl import pipeline, tester, workspace
from kpidsl.cli.capturing import added
from kpidsl.cli.commands import kpic
from kpidsl.source import Content, Source
from kpidsl.spec.project import Unreadable
from kpidsl.tester.capture import Nothing, capture

SPECS = Path(__file__).parents[1] / "specs"
FOLDERS = ("small-numbers", "forecast-beside-current", "changes", "benchmarks", "goldilocks", "monthly")
REPORTS = [SPECS / "q1.kpi", *(SPECS / "examples" / folder / "report.kpi" for folder in FOLDERS)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(kpic, ["test", *arguments])


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.parent.name)
def test_a_test_of_every_indicator_is_read_and_passes(report: Path) -> None:
    read = workspace.reader(report.parent)
    composed = pipeline.compose_report(report.name, read).value
    rules = pipeline.rules(report.name, read).value
    assert composed is not None
    assert rules is not None
    before = {test.name for test in rules.tests}
    found = []
    for indicator in rules.indicators:
        one = capture(
            composed.spec, composed.dataset, rules, indicator.id, rules.period, composed.as_at + timedelta(days=1)
        )
        if isinstance(one, Nothing):
            assert indicator.breakdown or indicator.part_of, one.why
        else:
            found.append(one)
    assert len(found) > len(rules.indicators) / 2
    text = (report.parent / report.name).read_text(encoding="utf-8") + "\n" + "\n".join(one.text for one in found)

    def changed(name: str) -> Source | Content | Unreadable:
        return Source(name, text) if name == report.name else read(name)

    outcome = pipeline.rules(report.name, changed)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    results = [result for result in tester.run(outcome.value) if "as reported" in result.name]
    assert len(results) == len(found)
    assert all(result.passed for result in results)
    assert not any(one.text.split('"')[1] in before for one in found)


def test_what_is_withheld_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SPECS.parent)
    said = run("specs/examples/small-numbers/report.kpi", "--capture", "in_secure_care").output
    assert "expect  in_secure_care is suppressed\n" in said
    assert not re.search(r"in_secure_care in [\w -]+ is \d", said)
    said = run("specs/examples/small-numbers/report.kpi", "--capture", "reviews").output
    assert "given   reviews_on_time in 2024-25 Q2 is suppressed\n" in said
    assert "66" not in said


def test_it_gives_no_more_figures_than_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SPECS.parent)
    said = run("specs/q1.kpi", "--capture", "assessments_on_time").output
    assert said.splitlines()[:5] == [
        'test "assessments_on_time in 2021-22 Q1, as reported"',
        "  given   assessments_on_time in 2020-21 is 91%",
        "  given   assessments_in_45_days in 2021-22 Q1 is 43",
        "  given   single_assessments in 2021-22 Q1 is 44",
        "  at      2021-22 Q1",
    ]
    said = run("specs/q1.kpi", "--capture", "cl_eet@2020-21 Q4").output
    assert "given   cl_eet in 2020-21 Q4 is 79%" in said
    assert "at      2020-21 Q4" in said


def test_it_is_written_where_the_tests_are_and_nothing_else_changes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    file = project / "specs/children.test.kpi"
    before = file.read_bytes().replace(b"\n", b"\r\n")  # as Windows ends lines
    file.write_bytes(before)
    for number in ("", " (2)"):
        done = run("specs/q1.kpi", "--capture", "cl_eet", "--write")
        assert (done.exit_code, done.output) == (
            0,
            f'specs/children.test.kpi: test "cl_eet in 2021-22 Q1, as reported{number}" was added at its end, and '
            "passes\n",
        )
    after = file.read_bytes()
    assert after.startswith(before + b'\r\ntest "cl_eet in 2021-22 Q1, as reported"\r\n')
    assert after.count(b"\n") == after.count(b"\r\n")
    assert run("specs/q1.kpi", "--run", "as reported").output == "2 passed, 0 failed\n"
    assert {path.name for path in (project / "specs").iterdir()} == {path.name for path in SPECS.iterdir()}


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ("cl_eat", 2, "did you mean `cl_eet`?"),
        ("cl_eet@2020", 2, "`2020` is not a period"),
        ("cl_eet@2020-21", 2, "2020-21 is not a quarter"),
        ("cl_eet@1999-00 Q1", 1, "there is no figure for `cl_eet` in 1999-00 Q1"),
    ],
)
def test_what_cannot_be_captured_says_why(wanted: str, status: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SPECS.parent)
    done = run("specs/q1.kpi", "--capture", wanted)
    assert done.exit_code == status
    assert said in done.output


def test_what_no_test_can_give_is_left_out_and_said() -> None:
    """A benchmark that stands in a file is not known to tests."""
    done = run(str(SPECS / "examples/benchmarks/report.kpi"), "--capture", "in_need")
    assert done.exit_code == 0
    done = run(str(SPECS / "examples/benchmarks/report.kpi"), "--capture", "assessments")
    assert done.exit_code == 0
    assert 'left out, since it hangs on what no test can give: expect assessments says "The council is' in done.output
    assert "\n  expect  assessments says" not in done.output


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"t\n"),
        (b"a", b"a\n\nt\n"),
        (b"a\n", b"a\n\nt\n"),
        (b"a\n\n", b"a\n\nt\n"),
        (b"a\r\n", b"a\r\n\r\nt\r\n"),
        (b"a\rb", b"a\rb\r\rt\r"),
        (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfa\n\nt\n"),
    ],
)
def test_a_block_is_added_with_an_empty_line_before_it(before: bytes, after: bytes) -> None:
    assert added(before, "t\n") == after
