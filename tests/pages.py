"""The reports whose web pages are tested, and what a parser reads in a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

from kpidsl import pipeline, workspace
from kpidsl.document.model import Document
from kpidsl.pipeline import Composed
from kpidsl.render.html import render
from kpidsl.render.theme import Theme
from tests.kitchen_sink import kitchen_sink
from tests.pdf_expected import squeezed

SPECS = Path(__file__).parents[1] / "specs"
EXAMPLES = sorted(path for path in SPECS.glob("examples/*/*.kpi") if "\nreport " in f"\n{path.read_text('utf-8')}")
NAMES = ("kitchen sink", "draft", "q1", *(path.parent.name for path in EXAMPLES))
_TEXTS = {*"h1 h2 h3 h4 h5 h6 p dt dd li caption figcaption th td".split()}


@cache
def document(name: str) -> Document:
    """One of the `NAMES`."""
    if name == "kitchen sink":
        return kitchen_sink()
    if name == "draft":
        return replace(kitchen_sink(), mark="DRAFT")
    path = SPECS / "q1.kpi" if name == "q1" else next(path for path in EXAMPLES if path.parent.name == name)
    return composed(path).document


@cache
def composed(path: Path) -> Composed:
    """The report of a spec, before it is rendered."""
    outcome = pipeline.compose_report(path.name, workspace.reader(path.parent))
    assert outcome.value is not None
    return outcome.value


@cache
def page(name: str) -> bytes:
    return render(document(name), Theme())


def parsed(content: bytes) -> Element:
    """The tree of a page; an error where it is not HTML to the letter."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    found: Element = parser.parse(content.decode("utf-8"))
    return found


def text(element: Element) -> str:
    """Its words, and what drawings in it say."""
    return squeezed("".join(_texts(element)))


def _texts(element: Element) -> Iterator[str]:
    yield element.get("aria-label") or element.get("alt") or ""
    if element.get("role") == "img":
        return  # what is in a drawing is not said
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def said(element: Element) -> Iterator[str]:
    """The texts of a part of a page, one for each element that holds any, in order."""
    if element.tag in _TEXTS or element.tag == "img" or element.get("role") == "img":
        yield text(element)
        return
    for child in element:
        yield from said(child)
