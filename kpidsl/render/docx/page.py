"""The page: its size and margins, the running head, the foot with the page's number, and DRAFT across it."""

from __future__ import annotations

import re

from kpidsl.document.model import Document
from kpidsl.render.docx import measures as m, styles
from kpidsl.render.docx.drawing import watermark
from kpidsl.render.docx.inlines import tab, words
from kpidsl.render.docx.properties import field, paragraph_properties, plain_run, run_properties
from kpidsl.render.docx.setting import Setting
from kpidsl.render.docx.xml import DECLARATION, NOTHING, Xml, clean, declared, escaped, joined, node, w
from kpidsl.render.paper import Paper

PREFIXES = ("w", "r", "wp", "a")  # of parts that may hold pictures
MARK_RELATION = "rIdKpiMark"  # in every header
MARK_NUMBERS = 1_000_001  # pictures in headers count from here: those of the text from 1
MARK_PICTURE = "media/kpi-mark.png"
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def header_part(setting: Setting, document: Document, *, first: bool) -> Xml:
    """The running head, from the second page, and the mark on every page: as text, and across the page."""
    head = NOTHING if first else words(setting, document.running_head)
    mark = joined((tab(), mark_runs(setting, document.mark, MARK_NUMBERS + first))) if has_mark(document) else NOTHING
    line = w("p", paragraph_properties(setting.ids[styles.HEADER]), head, mark)
    return Xml(DECLARATION + node("w:hdr", declared(*PREFIXES), line))


def has_mark(document: Document) -> bool:
    """Whether something, such as DRAFT, stands on every page."""
    return bool(clean(document.mark).strip())


def mark_part(setting: Setting, mark: str, number: int) -> Xml:
    """A header with the mark alone, for pages that a template gives none."""
    return Xml(DECLARATION + node("w:hdr", declared(*PREFIXES), mark_paragraph(setting, mark, number)))


def mark_paragraph(setting: Setting, mark: str, number: int) -> Xml:
    """The mark as a paragraph of its own, for a header of a template."""
    return w("p", paragraph_properties(flush=True), mark_runs(setting, mark, number))


def mark_runs(setting: Setting, mark: str, number: int) -> Xml:
    """The mark as text, and behind the text across the page; `number` tells its picture from all others."""
    properties = run_properties(setting.ids[styles.MARK], language=setting.language)
    return joined((plain_run(escaped(mark), properties), watermark(MARK_RELATION, clean(mark), number)))


def footer_part(setting: Setting, document: Document) -> Xml:
    """The number of the page, in the Document's own words."""
    said = [part for part in re.split(r"(\{pages?\})", document.page_label) if part]
    content = joined(field(_FIELDS[part], escaped("1")) if part in _FIELDS else words(setting, part) for part in said)
    line = w("p", paragraph_properties(setting.ids[styles.FOOTER]), content)
    return Xml(DECLARATION + node("w:ftr", declared(*PREFIXES), line))


def section(references: Xml, paper: Paper, *, title_page: bool) -> Xml:
    """`w:sectPr` of a document without a template."""
    width, height = m.page(paper)
    turned = {"orient": "landscape"} if paper.is_landscape else {}
    return w(
        "sectPr",
        references,
        w("pgSz", w=width, h=height, **turned),
        w(
            "pgMar",
            top=m.TOP,
            right=m.SIDE,
            bottom=m.BOTTOM,
            left=m.SIDE,
            header=m.HEADER,
            footer=m.FOOTER,
            gutter=0,
        ),
        w("titlePg") if title_page else NOTHING,
    )


def reference(kind: str, page: str, id: str) -> Xml:
    """That pages of a kind (`default`, `first`) have this header or footer."""
    return node(f"w:{kind}Reference", {"w:type": page, "r:id": id})
