"""Renders a Document as PDF: PDF/UA-1 and PDF/A-3a at once, ready for a screen reader and for paper.

The last stage but for writing the file. Knows only Document and Theme; no clock, no environment, no disk but the
packaged fonts. The same Document and Theme give the same bytes. The only package that knows ReportLab.

Text is checked against the fonts (coverage), laid out (layout), then painted and written (paint).
"""

from __future__ import annotations

from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import Document
from kpidsl.render.pdf.coverage import missing_glyphs
from kpidsl.render.pdf.layout import lay_out
from kpidsl.render.pdf.measures import Measures
from kpidsl.render.pdf.paint import paint
from kpidsl.render.theme import Theme


def render(document: Document, theme: Theme) -> Outcome[bytes]:
    """The report as a PDF file, or a `glyph-missing` error for each character that the fonts cannot show."""
    missing = missing_glyphs(document)
    if missing:
        return Outcome(None, missing)
    return Outcome(paint(lay_out(document, theme, Measures()), document))
