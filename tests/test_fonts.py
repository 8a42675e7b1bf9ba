"""The typeface and the page that the house file chooses, in every format that has them."""

from __future__ import annotations

import dataclasses
import struct
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings, strategies as st

from kpidsl import cache, memo, pipeline
from kpidsl.cli.memory import Kept
from kpidsl.document.model import Paragraph, Text
from kpidsl.render import docx as word, html
from kpidsl.render.paper import A4, Paper, PaperSize
from kpidsl.render.pdf import fonts, library, render
from kpidsl.render.pdf.layout import lay_out
from kpidsl.render.pdf.measures import USUAL, printed
from kpidsl.render.theme import Theme
from kpidsl.render.truetype import Unfit, family
from kpidsl.render.typeface import ATKINSON, LIBERATION, Typeface
from kpidsl.source import Content, Source
from kpidsl.spec.project import Unreadable
from tests import cases
from tests.kitchen_sink import kitchen_sink
from tests.pdf_expected import expected, spoken
from tests.pdf_reader import read
from tests.pdf_rules import complaints
from tests.reports import SMALL, document
from tests.test_pdf_layout import flaws, with_blocks
from tests.validators import page_validation, verapdf

THEME = Theme()
PAPERS = (Paper(PaperSize.A4, True), Paper(PaperSize.A3), Paper(PaperSize.A3, True), Paper(PaperSize.LETTER))
HOUSE = "council: Example Council\nchapters:\n  - title: Appendices\n    standing: There are no appendices.\n"


def file(name: str) -> bytes:
    return resources.files("kpidsl.render.pdf").joinpath("fonts", f"{name}.ttf").read_bytes()


REGULAR, BOLD = file("AtkinsonHyperlegible-Regular"), file("AtkinsonHyperlegible-Bold")
OWN = Typeface("Atkinson Hyperlegible", REGULAR, BOLD)


# ---- typefaces in the PDF


@pytest.mark.parametrize("typeface", [ATKINSON, OWN], ids=["shipped", "own"])
def test_another_typeface_passes_the_validators_and_loses_nothing(typeface: Typeface) -> None:
    data = render(kitchen_sink(), THEME, printed(A4, typeface)).value
    assert data is not None
    for profile in ("ua1", "3a"):
        assert verapdf(data, profile) == page_validation(data, profile) == []
    assert complaints(data) == []
    found = read(data)
    assert list(spoken(found.root)) == expected(kitchen_sink(), found.root)


@pytest.mark.parametrize("name", SMALL)
def test_every_report_can_be_set_in_atkinson_hyperlegible(name: str) -> None:
    assert flaws(lay_out(document(name), THEME, printed(A4, ATKINSON))) == []


def test_what_a_typeface_lacks_is_set_in_the_usual_one_within_the_word() -> None:
    text = "Cyngor Sir Ddinbych: tŷ, dŵr, 5 → 6"
    data = render(with_blocks(Paragraph((Text(text),))), THEME, printed(A4, ATKINSON)).value
    assert data is not None
    found = read(data)
    assert ("P", text) in list(spoken(found.root))
    fonts = {str(font.BaseFont).split("+")[1] for page in found.pdf.pages for font in page.Resources.Font.values()}
    assert {"AtkinsonHyperlegible-Regular", "LiberationSans"} <= fonts
    assert page_validation(data, "ua1") == page_validation(data, "3a") == []


def test_what_no_font_has_is_still_an_error() -> None:
    outcome = render(with_blocks(Paragraph((Text("日"),))), THEME, printed(A4, ATKINSON))
    assert [problem.code for problem in outcome.diagnostics] == ["glyph-missing"]


# ---- what is kept of typefaces


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return Kept()


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The files of faces that were read, as they are read."""
    files, original = [], library.face

    def noting(data: bytes) -> library.TTFontFace:
        files.append(data)
        return original(data)

    monkeypatch.setattr(library, "face", noting)
    return files


def _set(text: str, typeface: Typeface, *, in_new_process: bool = True) -> bytes | None:
    if in_new_process:
        memo.forget()
        fonts.faces.cache_clear()
    return render(with_blocks(Paragraph((Text(text),))), THEME, printed(A4, typeface)).value


@pytest.mark.parametrize("typeface", [LIBERATION, ATKINSON, OWN], ids=["usual", "shipped", "own"])
def test_pages_are_the_same_with_without_and_with_damaged_faces_that_are_kept(
    typeface: Typeface, store: Kept, read_anew: list[bytes]
) -> None:
    without = _set("dŵr, 5 → 6", typeface)
    with memo.keeping(store):
        assert _set("dŵr, 5 → 6", typeface) == without
        read_anew.clear()
        assert _set("dŵr, 5 → 6", typeface) == without
        assert read_anew == []
        for path in Path(cache.folder() or "").iterdir():
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
        assert _set("dŵr, 5 → 6", typeface) == without
        assert len(read_anew) >= len(fonts.Face)


def test_characters_that_were_not_set_before_are_cut_of_the_face_anew(store: Kept, read_anew: list[bytes]) -> None:
    texts = ("Some", "Some more", "Σ")
    without = [_set(text, LIBERATION) for text in texts]
    assert len(set(without)) == len(texts)
    read_anew.clear()
    with memo.keeping(store):
        assert [_set(text, LIBERATION) for text in texts] == without
        assert read_anew != []
        read_anew.clear()
        assert [_set(text, LIBERATION) for text in reversed(texts)] == without[::-1]
        assert read_anew == []


def test_a_file_of_the_same_name_with_other_bytes_is_another_face(store: Kept) -> None:
    widened = changed(REGULAR, b"hmtx", 0, b"\x07\xd0" * 200)
    ones = [Typeface("Our Sans", regular, BOLD) for regular in (REGULAR, widened)]
    without = [_set("Some text", one) for one in ones]
    assert without[0] != without[1]
    with memo.keeping(store):
        for _ in range(2):
            assert [_set("Some text", one) for one in ones] == without
            assert [_set("Some text", one, in_new_process=False) for one in ones] == without


# ---- pages


@pytest.mark.parametrize("paper", PAPERS, ids=str)
@pytest.mark.parametrize("name", SMALL)
def test_on_any_paper_nothing_overlaps_or_leaves_the_margins(paper: Paper, name: str) -> None:
    assert flaws(lay_out(document(name), THEME, printed(paper))) == []


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_the_page_has_the_size_that_was_asked_for(paper: Paper) -> None:
    data = render(kitchen_sink(), THEME, printed(paper)).value
    assert data is not None
    pages = [[float(edge) for edge in page.MediaBox] for page in read(data).pdf.pages]
    assert all(page == pytest.approx([0, 0, paper.width, paper.height], abs=0.01) for page in pages)
    assert page_validation(data, "ua1") == page_validation(data, "3a") == []
    section = docx.Document(BytesIO(word.render(kitchen_sink(), THEME, None, paper).value or b"")).sections[0]
    assert section.page_width is not None
    assert section.page_width.pt == pytest.approx(paper.width, abs=0.05)
    assert bool(section.orientation) == paper.is_landscape
    assert f"@page{{size:{paper.width:g}pt" in html.render(kitchen_sink(), THEME, paper).decode()


def test_lines_of_text_are_no_longer_on_a_wide_page() -> None:
    wide = printed(Paper(PaperSize.A3, is_landscape=True))
    assert wide.measure > 2 * USUAL.measure
    assert USUAL.reading == USUAL.measure
    assert wide.reading == pytest.approx(USUAL.measure, rel=0.05)


def test_pages_of_the_usual_size_are_as_they_were() -> None:
    assert printed() == USUAL == dataclasses.replace(USUAL)


# ---- other formats name the typeface


def test_word_and_the_web_page_name_the_typeface() -> None:
    style = docx.Document(BytesIO(word.render(kitchen_sink(), THEME, None, A4, ATKINSON).value or b"")).styles["Normal"]
    assert style.font.name == "Atkinson Hyperlegible"
    page = html.render(kitchen_sink(), THEME, A4, ATKINSON).decode()
    assert '--face:"Atkinson Hyperlegible"' in page
    assert "--face:" not in html.render(kitchen_sink(), THEME, A4, LIBERATION).decode()


def test_no_name_of_a_font_gets_out_of_its_place_in_the_style() -> None:
    page = html.render(kitchen_sink(), THEME, A4, Typeface('a"}</style><script>x', REGULAR, BOLD)).decode()
    assert '--face:"astylescriptx"' in page


# ---- files of the council's own


def changed(font: bytes, table: bytes, at: int, value: bytes) -> bytes:
    """The font with other bytes in one of its tables, and the right sum over it."""
    data = bytearray(font)
    (count,) = struct.unpack_from(">H", data, 4)
    for entry in range(12, 12 + 16 * count, 16):
        tag, _, start, length = struct.unpack_from(">4sIII", data, entry)
        if tag == table:
            data[start + at : start + at + len(value)] = value
            padded = bytes(data[start : start + length]) + bytes(-length % 4)
            total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
            struct.pack_into(">I", data, entry + 4, total)
    return bytes(data)


def renamed(font: bytes, tag: bytes, new: bytes) -> bytes:
    return font.replace(tag, new, 1)


REFUSED = {
    "is an OpenType font": b"OTTO" + REGULAR[4:],
    "is a collection": b"ttcf" + REGULAR[4:],
    "is a font for web pages": b"wOF2" + REGULAR[4:],
    "is not a TrueType font": b"%PDF-1.7",
    "is damaged: it ends": REGULAR[:20],
    "is damaged: the sum": REGULAR[:-3000],
    "is a variable font": renamed(REGULAR, b"gasp", b"fvar"),
    "is not whole": renamed(REGULAR, b"glyf", b"glyq"),
    "says it may not be embedded": changed(REGULAR, b"OS/2", 8, b"\0\x02"),
    "may not be embedded": changed(REGULAR, b"OS/2", 8, b"\x01\0"),
    "does not have all letters": changed(REGULAR, b"cmap", 2, b"\0\0"),
    "does not say what it is called": changed(REGULAR, b"name", 2, b"\0\0"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_reason(why: str) -> None:
    found = family(REFUSED[why])
    assert isinstance(found, Unfit)
    assert why in found.message
    assert found.help


def test_fonts_may_be_embedded_for_reading_printing_and_editing() -> None:
    assert family(changed(REGULAR, b"OS/2", 8, b"\0\x04")) == "Atkinson Hyperlegible"
    assert family(changed(REGULAR, b"OS/2", 8, b"\0\x08")) == "Atkinson Hyperlegible"
    assert family(file("LiberationSans-Bold")) == "Liberation Sans"


@settings(max_examples=200, derandomize=True)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8), st.integers(0, len(REGULAR)))
def test_any_file_is_taken_or_refused_as_a_font(at: int, value: bytes, end: int) -> None:
    data = (REGULAR[:at] + value + REGULAR[at + len(value) :])[: max(end, at)]
    assert isinstance(family(data), str | Unfit)


def _built(regular: bytes, *formats: str) -> Any:
    house = f"{HOUSE}fonts:\n  regular: our.ttf\n  bold: bold.ttf\n"
    texts = cases.reader({"council.yaml": house})
    files = {"our.ttf": regular, "bold.ttf": BOLD}

    def read_(name: str) -> Source | Content | Unreadable:
        return Content(name, files[name]) if name in files else texts(name)

    return pipeline.build("spec.kpi", read_, formats=formats)


def test_the_house_file_names_the_files_of_its_own_typeface() -> None:
    outcome = _built(REGULAR, "pdf", "large-print", "html", "docx")
    assert [problem for problem in outcome.diagnostics if problem.is_error] == []
    for format in ("pdf", "large-print"):
        found = read(outcome.value[format])
        fonts = {str(font.BaseFont).split("+")[1] for font in found.pdf.pages[0].Resources.Font.values()}
        assert fonts == {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}
    assert '--face:"Atkinson Hyperlegible"' in outcome.value["html"].decode()


def test_a_font_that_may_not_be_embedded_is_an_error_of_the_house_file() -> None:
    outcome = _built(changed(REGULAR, b"OS/2", 8, b"\0\x02"), "pdf")
    problem = next(each for each in outcome.diagnostics if each.is_error)
    assert (outcome.value, problem.code) == (None, "font-file")
    assert problem.span is not None
    assert (problem.span.source.name, problem.span.text) == ("council.yaml", "our.ttf")
    assert "may not be embedded" in problem.message
