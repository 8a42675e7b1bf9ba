"""A council's own Word file as template: what it has holds, what it lacks is added, what cannot be one is refused."""

from __future__ import annotations

import dataclasses
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, RGBColor
from hypothesis import given, strategies as st
from PIL import Image

from kpidsl import pipeline, workspace
from kpidsl.render.docx import render
from kpidsl.render.docx.drawing import trend_picture
from kpidsl.render.docx.template import LARGEST, Template, Unusable, opened
from kpidsl.render.theme import Theme
from kpidsl.source import Content, Source
from kpidsl.spec.project import Unreadable
from tests import cases
from tests.docx_expected import expected, plainly
from tests.docx_reader import complaints, opened as opened_file, packed, parts, read, repacked
from tests.kitchen_sink import kitchen_sink, sparkline

RED = RGBColor(0xC0, 0x10, 0x10)
DRAFT = dataclasses.replace(kitchen_sink(), mark="DRAFT")


def letterhead() -> Any:
    """A template as an officer makes one: a landscape page, a red heading, a header and footer, and text to be left
    out, with a picture in it."""
    file = docx.Document()
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height, section.left_margin = Mm(297), Mm(210), Mm(40)
    section.header.paragraphs[0].text = "Example Council, Town Hall"
    section.footer.paragraphs[0].text = "www.council.example"
    file.styles["Heading 2"].font.color.rgb = RED
    file.styles.add_style("KPI Note", 1).font.bold = True
    file.add_paragraph("Type your report here.")
    file.add_paragraph("One", style="List Number")
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "#C01010").save(picture, "PNG")
    file.add_picture(picture)
    return file


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def taken(data: bytes) -> Template:
    template = opened(data)
    assert isinstance(template, Template), template
    return template


def made(data: bytes, document: Any = None) -> bytes:
    found = render(document or kitchen_sink(), Theme(), taken(data)).value
    assert found is not None
    return found


@pytest.fixture(scope="module")
def report() -> bytes:
    return made(saved(letterhead()))


def test_all_of_the_document_is_in_it_and_nothing_else(report: bytes) -> None:
    assert plainly(read(report)) == expected(kitchen_sink())


def test_it_keeps_to_the_format_as_far_as_the_template_does(report: bytes) -> None:
    given_ = {each for each in complaints(saved(letterhead())) if "document.xml" not in each}
    assert set(complaints(report)) <= given_
    assert set(complaints(made(saved(letterhead()), DRAFT))) <= given_


def test_the_template_s_styles_hold_and_missing_ones_are_added(report: bytes) -> None:
    styles = opened_file(report).styles
    assert styles["Heading 2"].font.color.rgb == RED
    assert styles["KPI Note"].font.bold
    assert styles["KPI Numbered paragraph"].base_style.name == "Normal"
    names = [style.name for style in styles]
    assert len(names) == len(set(names))
    ids = [style.style_id for style in styles]
    assert len(ids) == len(set(ids))


def test_the_template_s_page_header_and_footer_hold(report: bytes) -> None:
    section = opened_file(report).sections[0]
    given_ = opened_file(GOOD).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width, section.left_margin) == (given_.page_width, given_.left_margin)
    assert section.header.paragraphs[0].text == "Example Council, Town Hall"
    assert section.footer.paragraphs[0].text == "www.council.example"
    table = opened_file(report).tables[0]
    width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol")))
    measure = (section.page_width - section.left_margin - section.right_margin) // 635
    assert measure - 10 < width <= measure


def test_what_the_template_s_text_drew_on_is_left_out(report: bytes) -> None:
    red = [data for name, data in parts(saved(letterhead())).items() if name.startswith("word/media/")]
    assert red
    assert not [name for name, data in parts(report).items() if data in red]


def test_every_run_says_its_language(report: bytes) -> None:
    runs = [run for run in opened_file(report).element.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    languages = [run.find(f"{qn('w:rPr')}/{qn('w:lang')}") for run in runs]
    fields = [run for run in runs if run.getparent().tag == qn("w:fldSimple")]
    assert len([each for each in languages if each is None]) == len(fields)
    assert {each.get(qn("w:val")) for each in languages if each is not None} == {"en-GB"}


def test_the_file_says_what_the_document_says(report: bytes) -> None:
    core = opened_file(report).core_properties
    assert (core.title, core.language) == (kitchen_sink().title, "en-GB")
    assert core.created.date() == core.modified.date() == kitchen_sink().dated


def test_a_draft_says_so_in_the_header_of_the_template() -> None:
    file = opened_file(made(saved(letterhead()), DRAFT))
    header = file.sections[0].header
    assert [paragraph.text for paragraph in header.paragraphs] == ["Example Council, Town Hall", "DRAFT"]
    pictures = [each.get("descr") for each in header._element.iter(qn("wp:docPr"))]
    assert pictures == ["DRAFT"]
    assert "DRAFT" in "".join(paragraph.text for paragraph in file.sections[0].first_page_header.paragraphs)


def test_a_template_without_header_and_footer_gets_ours() -> None:
    section = opened_file(made(saved(docx.Document()))).sections[0]
    assert section.header.paragraphs[0].text == kitchen_sink().running_head
    assert len(list(section.footer._element.iter(qn("w:fldSimple")))) == 2


def test_a_report_of_ours_can_be_the_template() -> None:
    ours = render(DRAFT, Theme()).value
    assert ours is not None
    again = made(ours)
    assert plainly(read(again)) == expected(kitchen_sink())
    assert complaints(again) == []
    assert plainly(read(made(again))) == expected(kitchen_sink())


def test_a_word_template_is_saved_as_a_document() -> None:
    dotx = repacked(
        saved(letterhead()), "[Content_Types].xml", lambda text: text.replace("document.main", "template.main")
    )
    assert b"template.main" not in parts(made(dotx))["[Content_Types].xml"]
    assert plainly(read(made(dotx))) == expected(kitchen_sink())


def test_a_template_without_styles_and_lists_gets_ours() -> None:
    content = parts(saved(docx.Document()))
    bare = {name: data for name, data in content.items() if name not in ("word/styles.xml", "word/numbering.xml")}
    relations = content["word/_rels/document.xml.rels"].decode()
    for kind in ("styles", "numbering"):
        at = relations.index(f'Target="{kind}.xml"')
        start, end = relations.rindex("<Relationship", 0, at), relations.index("/>", at) + 2
        relations = relations[:start] + relations[end:]
    bare["word/_rels/document.xml.rels"] = relations.encode()
    assert plainly(read(made(packed(bare)))) == expected(kitchen_sink())


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (LARGEST + 1))
    return out.getvalue()


def _lying_bomb() -> bytes:
    """As `_bomb`, but it claims to be small."""
    data = bytearray(_bomb())
    for at in range(len(data) - 4):
        if data[at : at + 4] == struct.pack("<I", LARGEST + 1):
            data[at : at + 4] = struct.pack("<I", 100)
    return bytes(data)


GOOD = saved(letterhead())
_DOCUMENT = "word/document.xml"
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is not a Word file"),
    "a text": (b"Dear colleague", "is not a Word file"),
    "an old Word file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "is an old Word file (.doc), or has a password",
    ),
    "any zip": (packed({"readme.txt": b"hello"}), "is not a Word file"),
    "half of a file": (GOOD[: len(GOOD) // 2], "is not a Word file"),
    "a bomb": (_bomb(), "holds more than a template can"),
    "a bomb that lies": (_lying_bomb(), "is not a Word file"),
    "macros": (packed({**parts(GOOD), "word/vbaProject.bin": b"x"}), "holds macros"),
    "a macro-enabled type": (
        repacked(
            GOOD,
            "[Content_Types].xml",
            lambda text: text.replace(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
        ),
        "holds macros",
    ),
    "a workbook": (
        repacked(
            GOOD, "[Content_Types].xml", lambda text: text.replace("wordprocessingml.document", "spreadsheetml.sheet")
        ),
        "is not a Word file",
    ),
    "strict": (
        repacked(
            GOOD,
            _DOCUMENT,
            lambda text: text.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            ),
        ),
        "is saved as “Strict Open XML”, which few programs read",
    ),
    "a part that is no XML": (
        packed({**parts(GOOD), _DOCUMENT: b"<w:document"}),
        "is damaged: a part of it cannot be read",
    ),
    "entities": (
        repacked(
            GOOD, _DOCUMENT, lambda text: text.replace("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1)
        ),
        "is damaged: a part of it cannot be read",
    ),
    "no end of depth": (
        packed({**parts(GOOD), _DOCUMENT: b"<a>" * 100_000 + b"</a>" * 100_000}),
        "is damaged: a part of it cannot be read",
    ),
    "a way out": (packed({**parts(GOOD), "../evil.xml": b"<a/>"}), "is damaged: a part of it cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_template_is_refused_with_what_to_do(name: str) -> None:
    data, message = REFUSED[name]
    found = opened(data)
    assert isinstance(found, Unusable)
    assert found.message == message
    assert found.help


@given(
    st.binary(max_size=300)
    | st.builds(
        lambda at, byte: GOOD[:at] + bytes([byte]) + GOOD[at + 1 :], st.integers(0, len(GOOD) - 1), st.integers(0, 255)
    )
)
def test_any_file_is_taken_or_refused(data: bytes) -> None:
    assert isinstance(opened(data), Template | Unusable)


HOUSE = (cases.BASE / "council.yaml").read_text(encoding="utf-8")


def _project(template: bytes | None, named: str = "letterhead.docx") -> Any:
    texts = cases.reader({"council.yaml": f"{HOUSE}template: {named}\n"})

    def read_(name: str) -> Source | Content | Unreadable:
        return Content(name, template) if name == named and template is not None else texts(name)

    return pipeline.build("spec.kpi", read_, formats=("docx",))


def test_the_house_file_names_the_template() -> None:
    outcome = _project(GOOD)
    assert [problem for problem in outcome.diagnostics if problem.is_error] == []
    assert opened_file(outcome.value["docx"]).sections[0].header.paragraphs[0].text == "Example Council, Town Hall"


@pytest.mark.parametrize(
    ("template", "named", "code"),
    [
        (b"Dear colleague", "letterhead.docx", "word-template"),
        (None, "letterhead.docx", "file-missing"),
        (GOOD, "../letterhead.docx", "outside-project"),
    ],
)
def test_a_template_that_cannot_be_used_is_an_error_of_the_house_file(
    template: bytes | None, named: str, code: str
) -> None:
    outcome = _project(template, named)
    problem = next(each for each in outcome.diagnostics if each.is_error)
    assert (outcome.value, problem.code) == (None, code)
    assert problem.span is not None
    assert (problem.span.source.name, problem.span.text) == ("council.yaml", named)
    assert problem.help


def test_a_trend_is_drawn() -> None:
    """In the colours of the theme, with something at the right edge, where the latest value stands."""
    picture = Image.open(io.BytesIO(trend_picture(sparkline(0), Theme())))
    assert picture.size == (240, 56)
    pixels = picture.convert("RGB")
    colours = {pixels.getpixel((x, y)) for x in range(240) for y in range(56)}
    assert {(0x1D, 0x35, 0x57), (255, 255, 255)} <= colours
    assert any(pixels.getpixel((235, y)) == (0x1D, 0x35, 0x57) for y in range(56))


def test_the_disk_gives_templates_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "letterhead.docx").write_bytes(GOOD)
    found = workspace.reader(tmp_path)("letterhead.docx")
    assert isinstance(found, Content)
    assert found.data == GOOD
