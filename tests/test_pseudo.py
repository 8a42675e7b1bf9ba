"""Whatever kpic writes is said: composed in Greek letters, a report has no Latin ones but in what officers wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpidsl import pipeline, workspace
from kpidsl.document.model import Document
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable
from tests import cases
from tests.pages import EXAMPLES, SPECS
from tests.pseudo import Pseudo, pseudo, unsaid

REPORTS = [SPECS / "q1.kpi", *EXAMPLES]
NAMES = ["q1", *(f"{path.parent.name}/{path.stem}" for path in EXAMPLES)]


def _unsaid(name: str, read: Read) -> list[str]:
    """What is not said in a report; none where there is no report."""
    files: dict[str, str] = {}

    def reading(path: str) -> Source | Content | Unreadable:
        found = read(path)
        if not isinstance(found, Unreadable) and not path.endswith(".docx"):
            files[path] = found.text if isinstance(found, Source) else found.data.decode("utf-8-sig")
        return found

    with pseudo():
        report = pipeline.compose_report(name, reading, draft=True)
    return list(unsaid(report.value, files.items())) if report.value else []


@pytest.mark.parametrize("path", REPORTS, ids=NAMES)
def test_every_word_of_an_example_is_said(path: Path) -> None:
    assert _unsaid(path.name, workspace.reader(path.parent)) == []


@pytest.mark.parametrize("page", cases.pages(), ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_every_word_of_the_reports_of_a_page_is_said(page: Path) -> None:
    found = [text for case in cases.read_cases(page) for text in _unsaid("spec.kpi", cases.reader(case.files))]
    assert found == []


def test_a_word_that_is_not_said_is_found() -> None:
    """The test can fail."""
    path = SPECS / "q1.kpi"
    with pseudo():
        report = pipeline.compose_report(path.name, workspace.reader(path.parent))
    assert report.value is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Document, "running_head", "Nobody said this", raising=False)
    assert Pseudo().gettext("of {number} years") == "οφ {number} υεαρσ"
