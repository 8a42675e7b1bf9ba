"""Renders a Document as PDF: PDF/UA-1 and PDF/A-3a at once, ready for a screen reader and for paper.

The last stage but for writing the file. Knows only Document and Theme; no clock, no environment, no disk but the
packaged fonts. The same Document and Theme give the same bytes.

Text is checked against the fonts (coverage), laid out (layout), then painted and written (paint).
"""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.document.model import Document
from kpidsl.render.pdf.coverage import missing_glyphs
from kpidsl.render.pdf.layout import lay_out
from kpidsl.render.pdf.measures import USUAL, Measures
from kpidsl.render.pdf.paint import paint
from kpidsl.render.theme import Theme
from kpidsl.source import Source


def render(
    document: Document, theme: Theme, measures: Measures = USUAL, sources: Sequence[Source] = ()
) -> Outcome[bytes]:
    """The report as a PDF file, or an error for each line with characters that the fonts cannot show, in
    the `sources` that the report was made from."""
    missing = missing_glyphs(document, measures.typeface, sources)
    if missing:
        return Outcome(None, missing)
    layout = lay_out(document, theme, measures)
    too_tall = () if measures.is_large_print else layout.too_tall
    return Outcome(paint(layout, document), tuple(map(_too_tall, too_tall)))


_LESS = (
    "shorten the labels of indicators, sections or themes",
    "or, where there are many schemes, say it with `summary by status` and `summary by section`",
)


def _too_tall(name: str) -> Diagnostic:
    message = f"the part “{name}” does not fit on one page, and goes on on the next"
    return Diagnostic("page-too-full", message, None, help=_LESS)
