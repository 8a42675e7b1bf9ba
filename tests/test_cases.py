"""Every case on every page in tests/cases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpidsl.diagnostics.catalogue import CATALOGUE
from tests import cases
from tests.cases import Case

ALL = [case for page in cases.pages() for case in cases.read_cases(page)]


@pytest.mark.parametrize("page", cases.pages(), ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_page(page: Path, request: pytest.FixtureRequest) -> None:
    changes = {}
    for case in cases.read_cases(page):
        assert case.expectations, f"“{case.title}” expects nothing"
        kinds = {block.info.removeprefix("expect ") for block in case.expectations}
        if any(kind.startswith("formatted ") for kind in kinds):
            found = cases.styled(case.files)
        elif any(kind.startswith("rolled") for kind in kinds):
            found = cases.rolled(case.files)
        elif any(kind.startswith("imported") for kind in kinds):
            found = cases.imported(case.files)
        else:
            found = cases.tested(case.files) if kinds & {"tests", "cover"} else cases.results(case.files)
        if kinds & {"draft", "chase"}:
            found |= cases.drafted(case.files)
        asked = [kind for kind in kinds if kind.startswith("explained ")]
        if asked:
            found |= cases.explained(case.files, asked)
        if kinds & {"pdf", "docx"}:
            found |= cases.printed(case.files)
        if "diagnostics" not in kinds:
            assert found["diagnostics"] == "", f"“{case.title}” reports problems that its page does not expect"
        for block in case.expectations:
            actual = found[block.info.removeprefix("expect ")]
            if actual != block.body:
                changes[block] = actual
                if not request.config.getoption("--accept"):
                    assert actual == block.body, f"“{case.title}”"
    if changes:
        cases.accept(page, changes)
        pytest.fail(f"{len(changes)} expectations rewritten: read the change, then run again")


FIXED = [case for case in ALL if any(block.info.startswith("expect fixed ") for block in case.expectations)]


@pytest.mark.parametrize("case", FIXED, ids=lambda case: case.title)
def test_what_a_fix_has_put_right_is_not_reported_again(case: Case) -> None:
    before = cases.problems(case.files)
    fixed = cases.fixed(case.files, before)
    assert (fixed != case.files) == any(problem.fix for problem in before)
    after = cases.problems({**case.files, **fixed})
    assert {problem.code for problem in before if problem.fix} & {problem.code for problem in after} == set()


def test_twelve_kinds_of_problem_are_fixed_in_cases() -> None:
    fixed = {problem.code for case in FIXED for problem in cases.problems(case.files) if problem.fix}
    assert len(fixed) >= 12


_SAID = ("expect diagnostics", "expect pdf", "expect advice")


def _codes(case: Case) -> set[str]:
    text = "".join(block.body for block in case.expectations if block.info in _SAID)
    return set(re.findall(r"^(?:error|warning|advice)\[([a-z0-9-]+)\]", text, re.MULTILINE))


def test_every_code_of_the_language_and_the_data_has_a_case() -> None:
    """Codes of the disk, of the output and of engines have tests of their own."""
    elsewhere = {"file-open", "file-unreadable", "not-utf8", "windows-text", "not-for-ees", "page-too-full"}
    elsewhere |= {"records-calendar", "records-column", "records-engine", "records-entity", "records-uncounted"}
    assert set(CATALOGUE) - elsewhere - set().union(*map(_codes, ALL)) == set()


@pytest.mark.parametrize("page", ["spec/broken.md", "data/broken.md"])
def test_broken_pages_hold_twenty_kinds(page: str) -> None:
    titles = {case.title for case in cases.read_cases(cases.PAGES / page)}
    assert len(titles) >= 20
