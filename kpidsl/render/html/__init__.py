"""Renders a Document as one HTML file that fetches nothing: for screens of any width, readers of any kind, and paper.

Knows only Document and Theme. Style and script stand in the file, and the page's own policy lets no other in. Without
the script everything can be read; with it rows can be picked and put in order, and what stands behind a row be opened
in its place. The same Document and Theme give the same bytes.

Text becomes markup in `markup` alone, each block and cell in one function (blocks, tables), the whole in `page`.
"""

from __future__ import annotations

from kpidsl.document.model import Document
from kpidsl.render.html.page import page
from kpidsl.render.paper import A4, Paper
from kpidsl.render.theme import Theme
from kpidsl.render.typeface import LIBERATION, Typeface


def render(document: Document, theme: Theme, paper: Paper = A4, typeface: Typeface = LIBERATION) -> bytes:
    """The report as a page. `paper` is what it is printed on; the typeface is shown where the reader has it."""
    return page(document, theme, paper, typeface).encode("utf-8")
