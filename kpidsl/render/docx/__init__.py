"""Renders a Document as a Word file (.docx): headings, numbers, lists and tables that Word knows as such.

Knows only Document and Theme, and the parts of a template that was read; no clock, no environment, no disk. The parts
are written by ourselves with nothing but the standard library: the same Document gives the same bytes.

The body is made first, since it says which lists and links there are; then the parts around it.
"""

from __future__ import annotations

from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import Document
from kpidsl.render.docx.body import laid_out
from kpidsl.render.docx.fresh import fresh
from kpidsl.render.docx.package import zipped
from kpidsl.render.theme import Theme


def render(document: Document, theme: Theme) -> Outcome[bytes]:
    """The report as a Word file."""
    return Outcome(zipped(fresh(document, laid_out(document, theme, None))))
