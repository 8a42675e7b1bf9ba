"""Whatever kpic writes is said: composed in Greek letters, a report has no Latin ones but in what officers wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest

from kpidsl import pipeline, rendering, workspace
from kpidsl.pipeline import Composed
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable
from tests import cases, pages
from tests.pages import EXAMPLES, SPECS
from tests.pseudo import Pseudo, pseudo, texts, unsaid

REPORTS = {"q1": SPECS / "q1.kpi", **{f"{path.parent.name}/{path.stem}": path for path in EXAMPLES}}
_SPOKEN = {"alt", "aria-label", "title", "content"}  # attributes of a web page that somebody hears


@dataclass(frozen=True)
class Spoken:
    """A report in Greek letters, its files, and what it is when it is rendered."""

    report: Composed
    files: tuple[tuple[str, str], ...]
    rendered: dict[str, bytes]

    def unsaid(self, found: Iterable[str] | None = None) -> list[str]:
        return list(unsaid(self.report, self.files, texts(self.report.document) if found is None else found))


def _spoken(name: str, read: Read, *formats: str) -> Spoken | None:
    """None where there is no report."""
    files: dict[str, str] = {}

    def reading(path: str) -> Source | Content | Unreadable:
        found = read(path)
        if not isinstance(found, Unreadable) and path.endswith((".kpi", ".csv", ".yaml", ".json")):
            files[path] = found.text if isinstance(found, Source) else found.data.decode("utf-8-sig")
        return found

    with pseudo():
        composed = pipeline.compose_report(name, reading, draft=True)
        rendered = rendering.rendered(composed, formats=formats).value or {}
    return Spoken(composed.value, tuple(files.items()), rendered) if composed.value else None


def _example(name: str, *formats: str) -> Spoken:
    path = REPORTS[name]
    found = _spoken(path.name, workspace.reader(path.parent), *formats)
    assert found is not None
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_every_word_of_an_example_is_said(name: str) -> None:
    assert _example(name).unsaid() == []


@pytest.mark.parametrize("page", cases.pages(), ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_every_word_of_the_reports_of_a_page_is_said(page: Path) -> None:
    reports = (_spoken("spec.kpi", cases.reader(case.files)) for case in cases.read_cases(page))
    assert [text for report in reports if report for text in report.unsaid()] == []


@pytest.mark.parametrize("name", ["milestones/report", "monthly/report"])
def test_every_word_that_renderers_write_is_said(name: str) -> None:
    spoken = _example(name, "html", "md", "docx", "csv", "xlsx")
    assert spoken.unsaid(_of_web_page(pages.parsed(spoken.rendered["html"]))) == []
    assert spoken.unsaid(_of_word(spoken.rendered["docx"])) == []


def _of_web_page(element: Element) -> Iterable[str]:
    if element.tag in ("style", "script"):
        return
    yield from (value for name, value in element.attrib.items() if name in _SPOKEN and element.tag != "meta")
    yield element.text or ""
    for child in element:
        yield from _of_web_page(child)
        yield child.tail or ""


def _of_word(document: bytes) -> Iterable[str]:
    """The texts of the paragraphs of a Word document, and what is said instead of its drawings."""
    with ZipFile(BytesIO(document)) as parts:
        for name in parts.namelist():
            if name.startswith("word/") and name.endswith(".xml") and "styles" not in name:
                yield from _of_part(parts.read(name).decode("utf-8"))


def _of_part(xml: str) -> Iterable[str]:
    main = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    said = {f"{main}{name}" for name in ("t", "tab", "br")}
    for element in ElementTree.fromstring(xml).iter():
        if element.tag == f"{main}p":
            yield "".join(
                each.text or "" if each.tag == f"{main}t" else "|" for each in element.iter() if each.tag in said
            )
        yield element.get("descr") or ""


def test_a_word_that_is_not_said_is_found_with_its_sentence() -> None:
    spoken = _example("q1")
    document = replace(spoken.report.document, running_head="Ριδιψυλοθσ words that nobody said")
    found = Spoken(replace(spoken.report, document=document), spoken.files, {}).unsaid()
    assert "words that nobody said | Ριδιψυλοθσ words that nobody said" in found


def test_names_in_braces_stay_as_they_are() -> None:
    assert Pseudo().gettext("of {number} years") == "οφ {number} υεαρσ"
