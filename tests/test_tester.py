"""`kpic test` as a user and a build server meet it; what tests can say is on the pages in tests/cases/tester."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kpidsl import tester
from kpidsl.cli import verdicts
from kpidsl.data.recorded import differences
from kpidsl.source import Source
from tests.command import edit, kpic
from tests.test_workings import composed, said

ROOT = Path(__file__).parents[1]
TESTS = 45
EXAMPLES = 10
MET_AGAIN = "expect  cl_eet is green\n  expect  cl_eet improved since previous"  # in one test alone


def test_the_tests_of_the_example_pass() -> None:
    run = kpic(ROOT, "test", "specs/q1.kpi")
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{TESTS + EXAMPLES} passed, 0 failed\n", "")


def test_tests_need_no_data_and_change_no_report(project: Path) -> None:
    with_tests = said(composed("q1.kpi", project / "specs"))
    kpic(project, "build", "specs/q1.kpi", "--format", "json", "--out", "with")
    edit(project / "specs/q1.kpi", 'use "children.test.kpi"\n', "")
    assert said(composed("q1.kpi", project / "specs")) == with_tests
    kpic(project, "build", "specs/q1.kpi", "--format", "json", "--out", "without")
    assert differences((project / "with/q1.json").read_bytes(), (project / "without/q1.json").read_bytes()) == ()
    shutil.rmtree(project / "specs/data")
    run = kpic(project, "test", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (0, f"{EXAMPLES} passed, 0 failed\n")


def test_a_contradicted_example_fails_here_and_is_an_error_elsewhere(project: Path) -> None:
    edit(project / "specs/children.kpi", "example    3 of 4 is red", "example    3 of 4 is amber")
    run = kpic(project, "test", "specs/q1.kpi")
    assert (run.returncode, run.stderr) == (1, "")
    assert "specs/children.kpi:" in run.stdout
    assert "expected amber, found red\n    because   75% misses 100% by 25 points, tolerance 5 points;" in run.stdout
    assert run.stdout.endswith(f"{TESTS + EXAMPLES - 1} passed, 1 failed\n")
    assert "error[example-contradicted]" in kpic(project, "check", "specs/q1.kpi").stderr


def test_a_changed_rule_fails_its_test_with_file_and_line(project: Path) -> None:
    edit(project / "specs/children.test.kpi", MET_AGAIN, MET_AGAIN.replace("green", "amber"))
    run = kpic(project, "test", "specs/q1.kpi")
    assert run.returncode == 1
    assert run.stdout.splitlines()[:4] == [
        "specs/children.test.kpi:14: failed: Care leavers meet their target again after a year below it",
        "  line 20, status: expected amber, found green",
        "    because   81.578947% is better than 80% by 1.578947 points; green comes",
        "              before amber: it is when at or better than target",
    ]


def test_some_can_be_chosen_by_name(project: Path) -> None:
    assert kpic(project, "test", "specs/q1.kpi", "--run", "AFTER A YEAR BELOW").stdout == "1 passed, 0 failed\n"
    assert kpic(project, "test", "specs/q1.kpi", "--run", "re_referrals").stdout == "3 passed, 0 failed\n"
    run = kpic(project, "test", "specs/q1.kpi", "--run", "nobody")
    assert (run.returncode, run.stdout) == (2, "")
    assert "no test or example has “nobody” in its name" in run.stderr


def test_a_wrong_spec_runs_no_test_and_writes_nothing(project: Path) -> None:
    edit(project / "specs/children.test.kpi", MET_AGAIN, MET_AGAIN.replace("cl_eet is", "cl_eat is"))
    run = kpic(project, "test", "specs/q1.kpi", "--junit", "results.xml")
    assert (run.returncode, run.stdout) == (1, "")
    assert "did you mean `cl_eet`?" in run.stderr
    assert "kpic: 1 error; no test was run" in run.stderr
    assert not (project / "results.xml").exists()


@pytest.mark.parametrize("arguments", [("specs/none.kpi",), ("specs/q1.kpi", "--junit", "specs")])
def test_what_cannot_run_has_status_2(project: Path, arguments: tuple[str, ...]) -> None:
    run = kpic(project, "test", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr


def test_results_for_build_servers(project: Path) -> None:
    edit(project / "specs/children.test.kpi", MET_AGAIN, MET_AGAIN.replace("green", "amber"))
    run = kpic(project, "test", "specs/q1.kpi", "--junit", "out/results.xml")
    assert run.returncode == 1
    root = ElementTree.fromstring((project / "out/results.xml").read_bytes())
    suite = root[0]
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    assert (suite.get("tests"), suite.get("failures")) == (str(TESTS + EXAMPLES), "1")
    assert len(suite) == TESTS + EXAMPLES
    for case in suite:  # what the schema of Jenkins allows
        assert (case.tag, set(case.attrib)) == ("testcase", {"classname", "name", "time"})
    failed = [case for case in suite if len(case)]
    assert [case.get("classname") for case in failed] == ["specs/children.test.kpi"]
    failure = failed[0][0]
    assert (failure.tag, set(failure.attrib)) == ("failure", {"message", "type"})
    assert (failure.get("message") or "").startswith("status: expected amber, found green: ")
    assert failure.text is not None
    assert "specs/children.test.kpi:14\n  line 20, status" in failure.text


def test_no_name_or_text_breaks_the_xml() -> None:
    source = Source("a&b.kpi", "x")
    difference = tester.Difference("commentary", "“<a> & \x00\ud800”", "]]>", "\x1b[K", source.span(0, 1))
    result = tester.Result('"<b>" & \x0b', source.span(0, 1), (difference,))
    assert "\x1b" not in verdicts.text([result])
    suite = verdicts.Suite("q\x01.kpi", (result,))
    content = verdicts.junit([suite])
    assert content == verdicts.junit([suite])
    case = ElementTree.fromstring(content)[0][0]
    assert (case.get("classname"), case.get("name")) == ("a&b.kpi", '"<b>" & \ufffd')
    assert "“<a> & \ufffd\ufffd”" in (case[0].text or "")
