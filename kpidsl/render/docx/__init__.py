"""Renders a Document as a Word file (.docx): headings, numbers, lists and tables that Word knows as such.

Knows only Document and Theme, and a template that was opened; no clock, no environment, no disk. The parts are written
by ourselves with the standard library: the same Document gives the same bytes.

The body is made first, since it says which lists and links there are; then the parts around it.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import Chart, Document
from kpidsl.render.docx.body import laid_out
from kpidsl.render.docx.filled import filled
from kpidsl.render.docx.fresh import fresh
from kpidsl.render.docx.measures import font
from kpidsl.render.docx.package import zipped
from kpidsl.render.docx.template import Template
from kpidsl.render.paper import A4, Paper
from kpidsl.render.theme import Theme
from kpidsl.render.typeface import LIBERATION, Typeface
from kpidsl.source import Source
from kpidsl.values import replace


def render(
    document: Document,
    theme: Theme,
    template: Template | None = None,
    paper: Paper = A4,
    typeface: Typeface = LIBERATION,
    sources: Sequence[Source] = (),
) -> Outcome[bytes]:
    """The report as a Word file, in the council's `template` where it has one: its page and font then hold. Or an error
    for each line with characters that cannot be drawn in a chart."""
    if any(isinstance(block, Chart) for block in document.blocks):
        from kpidsl.render.pdf.coverage import missing_in_charts  # only here: it loads the faces

        missing = missing_in_charts(document, sources)
        if missing:
            return Outcome(None, missing)
    if template is not None and template.has_picture:  # its header has the council's logo
        document = replace(document, masthead=replace(document.masthead, logo=None))
    laid = laid_out(document, theme, template.frame if template else None, paper, font(typeface))
    return Outcome(zipped(filled(document, laid, template) if template else fresh(document, laid)))
