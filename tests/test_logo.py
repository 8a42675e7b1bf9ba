"""The council's logo: any file is taken or refused, and every format that shows it says what it shows."""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import replace

import docx
import pikepdf
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from kpidsl import pipeline
from kpidsl.document.model import Document, Logo
from kpidsl.document.outline import outline
from kpidsl.render.braille import render as braille
from kpidsl.render.braille.ueb import UNCONTRACTED
from kpidsl.render.docx import render as word
from kpidsl.render.docx.template import Template, opened as template_of
from kpidsl.render.html import render as html
from kpidsl.render.logo import TALLEST, WIDEST, shown_size
from kpidsl.render.markdown import render as markdown
from kpidsl.render.pdf import render as pdf
from kpidsl.render.pictures import LARGEST, Unfit, opened
from kpidsl.render.sheet import USUAL
from kpidsl.render.theme import Theme
from kpidsl.source import Content, Source
from kpidsl.spec.project import Unreadable
from tests import cases
from tests.docx_reader import parts
from tests.kitchen_sink import kitchen_sink
from tests.logos import ALT, drawn, logo, saved
from tests.pages import parsed
from tests.pdf_reader import read
from tests.test_docx_template import letterhead, saved as saved_word


def _without(document: Document) -> Document:
    return replace(document, masthead=replace(document.masthead, logo=None))


# ---- the file


def _seen(found: Logo | Unfit) -> Image.Image:
    assert isinstance(found, Logo), found
    picture = Image.open(io.BytesIO(found.png))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (found.width, found.height))
    return picture


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P", "1"])
def test_every_usual_kind_of_png_becomes_the_same_kind_of_picture(mode: str) -> None:
    picture = _seen(opened(saved(drawn().convert(mode)), ALT))
    assert set(picture.info) == set()
    assert picture.width <= 4 * WIDEST
    assert picture.height <= 4 * TALLEST


def test_what_shows_through_stands_on_white() -> None:
    assert _seen(opened(saved(Image.new("RGBA", (64, 64), (200, 0, 0, 0))), ALT)).getpixel((5, 5)) == (255, 255, 255)
    assert _seen(opened(saved(Image.new("RGBA", (64, 64), (0, 0, 0, 128))), ALT)).getpixel((5, 5)) == (127, 127, 127)


def test_a_jpeg_is_turned_as_its_camera_says() -> None:
    sideways = Image.new("RGB", (200, 100), "#FFFFFF")
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = _seen(opened(saved(sideways, "JPEG", exif=exif.tobytes()), ALT))
    assert picture.height == 2 * picture.width


def test_a_small_picture_is_not_blown_up() -> None:
    small = opened(saved(drawn(100, 40)), ALT)
    assert isinstance(small, Logo)
    assert (small.width, small.height) == (100, 40)
    assert shown_size(small) == (75, 30)
    assert shown_size(logo()) == (170, 51)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _claiming(wide: int, tall: int) -> bytes:
    """A PNG file of a few bytes that says it has so many dots."""
    size = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


_GOOD = saved(drawn())
REFUSED = {
    "a drawing": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "is a drawing (SVG)"),
    "another kind": (saved(drawn().convert("P"), "GIF"), "is not a PNG or JPEG picture"),
    "no picture": (b"Example Council", "is not a PNG or JPEG picture"),
    "nothing": (b"", "is not a PNG or JPEG picture"),
    "cut short": (_GOOD[: len(_GOOD) // 2], "is damaged"),
    "a bomb": (_claiming(20_000, 20_000), "has far more dots than a logo needs"),
    "a smaller bomb": (_claiming(9_000, 8_000), "has 9,000 by 8,000 dots"),
    "large": (_GOOD + bytes(LARGEST), "is a file of more than 8 MB"),
    "tiny": (saved(drawn(31, 31)), "has only 31 by 31 dots"),
    "a stripe": (saved(drawn(1000, 90)), "too long for the head of a page"),
    "for a press": (saved(Image.new("CMYK", (200, 100)), "JPEG"), "has the colours of a printing press (CMYK)"),
    "many shades": (saved(Image.new("I;16", (200, 100))), "has more shades than can be shown"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_logo_is_refused_with_what_to_do(name: str) -> None:
    content, message = REFUSED[name]
    found = opened(content, ALT)
    assert isinstance(found, Unfit)
    assert message in found.message
    assert found.help


@given(st.binary(max_size=300), st.integers(0, len(_GOOD) - 1), st.integers(0, 60))
def test_any_file_is_taken_or_refused(put_in: bytes, at: int, taken_out: int) -> None:
    for content in (put_in, _GOOD[:at] + put_in + _GOOD[at + taken_out :]):
        found = opened(content, ALT)
        if isinstance(found, Logo):
            _seen(found)


@given(st.integers(32, 400), st.integers(32, 400))
def test_a_logo_of_any_size_has_room_and_keeps_its_shape(wide: int, tall: int) -> None:
    found = opened(saved(Image.new("RGB", (wide, tall), "#1F4E5F")), ALT)
    if isinstance(found, Logo):
        width, height = shown_size(found)
        assert width <= WIDEST + 0.01
        assert height <= TALLEST + 0.01
        assert abs(width / height - wide / tall) < 0.05 * wide / tall


# ---- the house file


def _project(house: str, files: dict[str, bytes]) -> pipeline.Composed | list[str]:
    texts = cases.reader({"council.yaml": house + (cases.BASE / "council.yaml").read_text("utf-8")})

    def reader(name: str) -> Source | Content | Unreadable:
        return Content(name, files[name]) if name in files else texts(name)

    outcome = pipeline.compose_report("spec.kpi", reader)
    return outcome.value or [problem.code for problem in outcome.diagnostics]


_HOUSE = f'logo:\n  file: logo.png\n  alt: "{ALT}"\n'


def test_the_house_file_names_the_logo() -> None:
    found = _project(_HOUSE, {"logo.png": _GOOD})
    assert isinstance(found, pipeline.Composed)
    assert found.document.masthead.logo == logo()
    assert outline(found.document).startswith(f"[logo: {ALT}]\n")


def test_a_logo_that_is_missing_or_unfit_stops_the_report() -> None:
    assert _project(_HOUSE, {}) == ["file-missing"]
    assert _project(_HOUSE, {"logo.png": b"GIF89a"}) == ["logo-unfit"]
    assert _project(_HOUSE.replace("logo.png", "../logo.png"), {}) == ["outside-project"]


# ---- the formats


def test_the_pdf_has_it_as_a_figure_with_words_and_a_place() -> None:
    data = pdf(kitchen_sink(), Theme()).value
    assert data is not None
    found = read(data)
    first = found.all("Figure")[0]
    assert str(first.obj.Alt) == ALT
    left, bottom, right, top = (float(edge) for edge in first.obj.A.BBox)
    assert (round(right - left), round(top - bottom)) == (170, 51)
    with pikepdf.open(io.BytesIO(data)) as file:
        images = [image for page in file.pages for image in page.get_images().values()]
        assert len(images) == 1
        shown = pikepdf.PdfImage(images[0]).as_pil_image()  # type: ignore[arg-type]
    assert shown.tobytes() == _seen(logo()).tobytes()
    assert data == pdf(kitchen_sink(), Theme()).value


def test_the_page_holds_it_and_lets_in_no_other_pictures() -> None:
    tree = parsed(html(kitchen_sink(), Theme()))
    (image,) = tree.iter("img")
    assert image.get("alt") == ALT
    assert (image.get("src") or "").startswith("data:image/png;base64,")
    policies = [re.findall(r"img-src [^;]*", one.get("content") or "") for one in tree.iter("meta")]
    assert [found for found in policies if found] == [["img-src data:"]]
    assert "img-src" not in html(_without(kitchen_sink()), Theme()).decode()


def test_word_has_it_beside_the_name() -> None:
    data = word(kitchen_sink(), Theme()).value
    assert data is not None
    xml = docx.Document(io.BytesIO(data)).paragraphs[0]._p.xml
    assert f'descr="{ALT}"' in xml
    assert f'cx="{170 * 12700}" cy="{51 * 12700}"' in xml
    assert logo().png in parts(data).values()


def test_word_leaves_it_to_a_template_whose_header_has_a_picture() -> None:
    plain, pictured = letterhead(), letterhead()
    pictured.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(_GOOD))
    shown = []
    for file in (plain, pictured):
        template = template_of(saved_word(file))
        assert isinstance(template, Template)
        data = word(kitchen_sink(), Theme(), template).value
        assert data is not None
        shown.append(logo().png in parts(data).values())
    assert shown == [True, False]


def test_braille_and_markdown_have_the_name_and_no_picture() -> None:
    usual, bare = kitchen_sink(), _without(kitchen_sink())
    assert braille(usual, USUAL, UNCONTRACTED) == braille(bare, USUAL, UNCONTRACTED)
    assert markdown(usual) == markdown(bare)
