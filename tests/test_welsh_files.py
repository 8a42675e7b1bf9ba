"""A report in Welsh in each kind of file: what people read is Welsh, what programs read is as in any language."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from kpidsl import pipeline, workspace
from kpidsl.compose import attachment, open_data, words
from kpidsl.compose.compose import compose, published
from kpidsl.compose.workbook import workbook
from kpidsl.document.model import Document
from kpidsl.pipeline import Composed
from kpidsl.render.braille import render as render_braille
from kpidsl.render.braille.signs import is_known
from kpidsl.render.braille.translation import Run
from kpidsl.render.braille.ueb import UNCONTRACTED, translate
from kpidsl.render.docx import render as render_docx
from kpidsl.render.sheet import USUAL
from kpidsl.render.xlsx import render as render_xlsx
from kpidsl.saying import WELSH, say, speaking
from tests import catalogues

SPECS = Path(__file__).parents[1] / "specs"
EXAMPLES = [SPECS / "q1.kpi", SPECS / "examples" / "milestones" / "report.kpi"]


@cache
def composed(spec: Path) -> Composed:
    outcome = pipeline.compose_report(spec.name, workspace.reader(spec.parent))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@cache
def in_welsh(spec: Path) -> Document:
    report = composed(spec)
    with speaking(WELSH):
        document = compose(report.evaluation, report.dataset, report.as_at, report.inputs).value
    assert document is not None
    return replace(document, language="cy-GB")


@cache
def book(spec: Path) -> bytes:
    with speaking(WELSH):
        return render_xlsx(workbook(composed(spec).evaluation, in_welsh(spec)))


# ---- what programs read


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_attached_observations_are_the_same_in_every_language(spec: Path) -> None:
    report = composed(spec)
    rows = published(report.dataset, report.spec)
    english = attachment.observations(report.evaluation, rows)
    with speaking(WELSH):
        welsh = attachment.observations(report.evaluation, rows)
    assert welsh.data == english.data
    assert welsh.description != english.description


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda path: path.parent.name)
def test_open_data_differ_by_language_only_in_what_is_printed(spec: Path) -> None:
    english = open_data.rows(composed(spec).evaluation)
    with speaking(WELSH):
        welsh = open_data.rows(composed(spec).evaluation)
    assert welsh.columns == english.columns
    fixed = [at for at, name in enumerate(english.columns) if not name.endswith("_printed")]
    for now, then in zip(welsh.rows, english.rows, strict=True):
        assert [now[at] for at in fixed] == [then[at] for at in fixed]


# ---- the workbook


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_workbook_has_welsh_sheets_tables_and_days(spec: Path) -> None:
    file = openpyxl.load_workbook(io.BytesIO(book(spec)))
    assert file.sheetnames[0] == "Clawr"
    assert all(len(name) <= 31 for name in file.sheetnames)  # the most that Excel takes
    for sheet in file.worksheets:
        for table in sheet.tables.values():
            assert re.fullmatch(r"[^\W\d]\w*", table.displayName)
        days = {cell.number_format for row in sheet.iter_rows() for cell in row if cell.is_date}
        assert days <= {"[$-452]d mmmm yyyy"}
    with speaking(WELSH):
        label = say(words.PAGE_LABEL, page="&P", pages="&N")
    assert all(sheet.oddFooter.right.text == label for sheet in file.worksheets)


@pytest.mark.parametrize("spec", EXAMPLES, ids=lambda path: path.parent.name)
def test_links_in_the_workbook_lead_to_its_sheets(spec: Path) -> None:
    file = openpyxl.load_workbook(io.BytesIO(book(spec)))
    links = [cell for cell in file.worksheets[1]["A"] if cell.hyperlink]
    assert [cell.value for cell in links] == file.sheetnames[2:]
    assert [cell.hyperlink.location for cell in links] == [f"'{name}'!A1" for name in file.sheetnames[2:]]


# ---- the Word document


def test_word_counts_tables_by_their_welsh_name() -> None:
    spec = EXAMPLES[0]
    with speaking(WELSH):
        content = render_docx(in_welsh(spec), composed(spec).spec.house.theme, None).value
    assert content is not None
    body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert body.count("SEQ Tabl ") == len(re.findall(r"Tabl </w:t>", body)) > 0
    assert "SEQ Table " not in body


# ---- Braille


def test_braille_has_a_sign_for_every_character_of_the_catalogue() -> None:
    texts = "".join(text for one in catalogues.messages(catalogues.written()) for text in catalogues.strings(one))
    assert {char for char in texts if not is_known(char)} <= {"{", "}", "\n"}  # braces are for names


def test_letters_with_a_circumflex_have_that_of_unified_english_braille() -> None:
    assert translate((Run("Tŷ Ŵyl, sŵn"),)) == ",T^%Y ,^%WYL1 S^%WN"


def test_braille_says_in_welsh_how_it_was_made() -> None:
    with speaking(WELSH):
        pages = render_braille(in_welsh(EXAMPLES[0]), USUAL, UNCONTRACTED).decode("ascii")
        kind = say(UNCONTRACTED.name)
    said = " ".join(pages.split())
    assert translate((Run(kind),)) in said
    assert "^%W" in said
