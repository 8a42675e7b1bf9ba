"""The Word files in LibreOffice: its PDFs pass PDF/UA-1, and it counts chapters and paragraphs as the Document does."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest

from kpidsl.document.model import (
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    StackedBar,
    StatusCell,
    Table,
    TrendCell,
)
from kpidsl.render.docx import render
from kpidsl.render.docx.template import Template, opened
from kpidsl.render.theme import Theme
from tests import reports
from tests.kitchen_sink import kitchen_sink
from tests.libreoffice import as_pdf, with_tab_order
from tests.pdf_expected import squeezed, words
from tests.test_docx_template import letterhead, saved
from tests.validators import missing, verapdf

DRAFT = dataclasses.replace(kitchen_sink(), mark="DRAFT")
NAMES = (*reports.SMALL, "draft", "in-template")


def document(name: str) -> Document:
    return DRAFT if name == "draft" else kitchen_sink() if name == "in-template" else reports.document(name)


def word_file(name: str) -> bytes:
    template = opened(saved(letterhead())) if name == "in-template" else None
    assert template is None or isinstance(template, Template)
    data = render(document(name), Theme(), template).value
    assert data is not None
    return data


@pytest.fixture(scope="module")
def pdfs() -> dict[str, bytes]:
    return as_pdf({name: word_file(name) for name in NAMES})


@pytest.mark.parametrize("name", NAMES)
def test_its_pdf_passes_ua1(pdfs: dict[str, bytes], name: str) -> None:
    assert verapdf(with_tab_order(pdfs[name]), "ua1") == []


@pytest.mark.parametrize("name", NAMES)
def test_it_counts_as_the_document_does(pdfs: dict[str, bytes], name: str) -> None:
    """Numbers are not in the text of a Word file: what stands before a paragraph here, LibreOffice has counted."""
    said = _text(pdfs[name])
    at = 0
    for block in document(name).blocks:
        if isinstance(block, Heading | Paragraph) and block.number:
            start = " ".join(squeezed(f"{block.number} {words(block.content)}").split()[:6])
            assert start in said[at:], start
            at = said.index(start, at)


@pytest.mark.parametrize("name", NAMES)
def test_tables_and_pictures_keep_their_words(pdfs: dict[str, bytes], name: str) -> None:
    blocks = document(name).blocks
    tables = [
        block.table if isinstance(block, Chart) else block for block in blocks if isinstance(block, Table | Chart)
    ]
    cells = [cell for table in tables for group in table.groups for row in group.rows for cell in row.cells]
    alts = [cell.sparkline.alt for cell in cells if isinstance(cell, TrendCell) and not cell.sparkline.is_blank]
    alts += [block.alt for block in blocks if isinstance(block, StackedBar | Chart)]
    logo = document(name).masthead.logo
    alts += [logo.alt] if logo else []
    with pikepdf.open(BytesIO(pdfs[name])) as pdf:
        found = [element for element in pdf.objects if isinstance(element, pikepdf.Dictionary) and "/S" in element]
        figures = [str(each.Alt) for each in found if each.get("/S") == "/Figure"]
        assert len([each for each in found if each.get("/S") == "/Table"]) == len(tables)
        assert len([each for each in found if each.get("/S") == "/TH"]) >= sum(len(table.columns) for table in tables)
    assert sorted(each for each in figures if each != "DRAFT") == sorted(alts)
    said = _text(pdfs[name])
    for mark in {cell.mark for cell in cells if isinstance(cell, StatusCell)}:
        assert mark.word in said


@pytest.mark.parametrize("name", ["kitchen-sink", "monthly"])
def test_its_contents_list_has_the_pages_that_headings_stand_on(pdfs: dict[str, bytes], name: str) -> None:
    pages = ["\n".join(map(squeezed, page.splitlines())) for page in _text(pdfs[name], whole=False).split("\f")]
    blocks = document(name).blocks
    headed = {
        block.id: squeezed(f"{block.number} {words(block.content)}") for block in blocks if isinstance(block, Heading)
    }
    entries = [entry for block in blocks if isinstance(block, Contents) for entry in block.entries]
    assert len(entries) > 4
    listed = next(page for page in pages if "\nContents\n" in page).partition("\nContents\n")[2]
    for entry in entries:
        if entry.heading in headed:
            last = squeezed(words(entry.content)).split()[-1]  # a long one takes two lines
            said = re.search(rf"{re.escape(last)} ?\.+ ?([0-9]+)\n", listed)
            assert said, entry
            assert f"\n{headed[entry.heading]}" in "\n" + pages[int(said[1]) - 1]


def test_a_draft_is_marked_on_every_page(pdfs: dict[str, bytes]) -> None:
    pages = _text(pdfs["draft"], whole=False).split("\f")[:-1]
    assert len(pages) > 5
    assert all("DRAFT" in page for page in pages)


def _text(data: bytes, *, whole: bool = True) -> str:
    program = shutil.which("pdftotext") or missing("pdftotext (poppler-utils)")
    run = subprocess.run([program, "-raw", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    text = run.stdout.decode("utf-8")
    return " ".join(text.split()) if whole else text
