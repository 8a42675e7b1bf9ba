"""Good output passes both validators, and every way that we know to break it is caught: the tests are tested."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from kpidsl.render.pdf import render
from kpidsl.render.theme import Theme
from tests.kitchen_sink import kitchen_sink
from tests.pdf_rules import complaints
from tests.validators import page_validation, verapdf


@pytest.fixture(scope="module")
def good() -> bytes:
    data = render(kitchen_sink(), Theme()).value
    assert data is not None
    return data


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("validator", [verapdf, page_validation])
def test_kitchen_sink_passes(good: bytes, validator: Callable[[bytes, str], list[str]], profile: str) -> None:
    assert validator(good, profile) == []


def test_kitchen_sink_keeps_our_rules(good: bytes) -> None:
    assert complaints(good) == []


def _elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Object]:
    found = []

    def walk(obj: pikepdf.Object) -> None:
        if role == obj.S:
            found.append(obj)
        kids = obj.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def _rewrite(pdf: pikepdf.Pdf, page: int, change: Callable[[bytes], bytes]) -> None:
    contents = pdf.pages[page].Contents
    before = contents.read_bytes()
    after = change(before)
    assert after != before, "the mutation did not bite"
    contents.write(after)


_REPEATED = b"/Artifact <</Type/Pagination>> BDC"  # what opens a header that is set again


def _page_with(pdf: pikepdf.Pdf, code: bytes) -> int:
    return next(at for at, page in enumerate(pdf.pages) if code in page.Contents.read_bytes())


def _drop(obj: pikepdf.Object, key: str) -> None:
    del obj[key]


def _linked_page(pdf: pikepdf.Pdf) -> pikepdf.Page:
    return next(page for page in pdf.pages if "/Annots" in page)


def _without_headers(pdf: pikepdf.Pdf) -> None:
    for role in ("/TH", "/TD"):
        for cell in _elements(pdf, role):
            if "/A" in cell:
                del cell["/A"]


def _without_spans(pdf: pikepdf.Pdf) -> None:
    for cell in _elements(pdf, "/TD"):
        if "/A" in cell and "/ColSpan" in cell.A:
            del cell["/A"]


def _metadata(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new))


def _each_font(pdf: pikepdf.Pdf, change: Callable[[pikepdf.Object], None]) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        change(font)


MUTATIONS: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "a figure without words": lambda pdf: _drop(_elements(pdf, "/Figure")[0], "/Alt"),
    "a figure without its box": lambda pdf: _drop(_elements(pdf, "/Figure")[0], "/A"),
    "a table without scopes": _without_headers,
    "a cell that names no header": lambda pdf: _drop(_elements(pdf, "/TD")[3], "/A"),
    "a cell that names a header that is not there": lambda pdf: _elements(pdf, "/TD")[3].A.__setitem__(
        "/Headers", Array([String("nowhere"), String("t0c1")])
    ),
    "text in no element": lambda pdf: _rewrite(
        pdf, 0, lambda code: re.sub(rb"/P <</MCID 1>> BDC(.*?)EMC", rb"\1", code, count=1, flags=re.S)
    ),
    "text hidden as an artifact": lambda pdf: _rewrite(
        pdf, 0, lambda code: code.replace(b"/P <</MCID 1>> BDC", b"/Artifact <</Type/Layout>> BDC", 1)
    ),
    "an MCID used twice": lambda pdf: _rewrite(pdf, 0, lambda code: code.replace(b"<</MCID 2>>", b"<</MCID 1>>", 1)),
    "a sequence with nothing in it": lambda pdf: _rewrite(pdf, 0, lambda code: code + b"\n/P <</MCID 0>> BDC EMC"),
    "a repeated header as content": lambda pdf: _rewrite(
        pdf,
        _page_with(pdf, _REPEATED),
        lambda code: code.replace(_REPEATED, b"/P <</MCID 9999>> BDC", 1),
    ),
    "no language": lambda pdf: _drop(pdf.Root, "/Lang"),
    "no sign of PDF/UA": lambda pdf: _metadata(pdf, b"<pdfuaid:part>1</pdfuaid:part>", b""),
    "no sign of PDF/A": lambda pdf: _metadata(pdf, b"<pdfaid:part>3</pdfaid:part>", b""),
    "a heading level skipped": lambda pdf: _elements(pdf, "/H2")[0].__setitem__("/S", Name("/H3")),
    "no tab order": lambda pdf: _drop(pdf.pages[0].obj, "/Tabs"),
    "a link outside the tree": lambda pdf: _drop(_linked_page(pdf).Annots[0], "/StructParent"),
    "a link without words": lambda pdf: _drop(_linked_page(pdf).Annots[0], "/Contents"),
    "a title not shown": lambda pdf: _drop(pdf.Root.ViewerPreferences, "/DisplayDocTitle"),
    "a font not embedded": lambda pdf: _each_font(pdf, lambda font: _drop(font.FontDescriptor, "/FontFile2")),
    "codes without characters": lambda pdf: _each_font(pdf, lambda font: _drop(font, "/ToUnicode")),
    "a row with a cell too few": lambda pdf: _drop_last(_elements(pdf, "/TR")[3].K),
    "a span that is not said": _without_spans,
    "a role that nobody knows": lambda pdf: _elements(pdf, "/P")[0].__setitem__("/S", Name("/Chapter")),
    "an attachment without a name": lambda pdf: _drop(pdf.Root.AF[0], "/UF"),
    "an attachment without a relationship": lambda pdf: _drop(pdf.Root.AF[0], "/AFRelationship"),
    "colours without a profile": lambda pdf: _drop(pdf.Root, "/OutputIntents"),
}


def _drop_last(array: pikepdf.Object) -> None:
    del array[len(array) - 1]


@pytest.mark.parametrize("name", MUTATIONS)
def test_mutants_are_caught(good: bytes, name: str) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(good)) as pdf:
        MUTATIONS[name](pdf)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = out.getvalue()
    assert complaints(data) or page_validation(data, "ua1") or page_validation(data, "3a")


def test_saving_alone_breaks_nothing(good: bytes) -> None:
    """Else every mutant would be caught for the wrong reason. (Object streams are undone, since page-validation takes
    the last byte of one that happens to end in a line break for no part of it.)"""
    out = BytesIO()
    with pikepdf.open(BytesIO(good)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = out.getvalue()
    assert not complaints(data)
    assert page_validation(data, "ua1") == page_validation(data, "3a") == []
