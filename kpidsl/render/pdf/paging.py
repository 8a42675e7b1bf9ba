"""Where things stand on the pages of a Document, without painting any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kpidsl.document.headings import with_title
from kpidsl.document.model import Document, Table
from kpidsl.render.pdf.coverage import missing_glyphs
from kpidsl.render.pdf.items import TextLine
from kpidsl.render.pdf.layout import Layout, lay_out
from kpidsl.render.pdf.measures import USUAL, Measures
from kpidsl.render.theme import Theme
from kpidsl.values import dataclass

_ROW = re.compile(r"t(\d+)r(\d+)")  # what the header of a row is called: the number of its table, and its own


@dataclass(frozen=True, slots=True)
class Paging:
    """How many pages there are, and on which each row that has a detail stands first, by the id of that."""

    pages: int
    rows: Mapping[str, int]


def paging(document: Document, theme: Theme, measures: Measures = USUAL) -> Paging | None:
    """None where the fonts lack a character, so that there are no pages."""
    if missing_glyphs(document, measures.typeface):
        return None
    layout = lay_out(document, theme, measures)
    details = dict(_details(document))
    rows: dict[str, int] = {}
    for number, row in _row_headers(layout):
        detail = details.get(row, "")
        if detail:
            rows.setdefault(detail, number)
    return Paging(len(layout.pages), rows)


def _details(document: Document) -> Iterator[tuple[tuple[int, int], str]]:
    for number, block in enumerate(with_title(document)):
        if isinstance(block, Table):
            rows = [row for group in block.groups for row in group.rows]
            yield from (((number, at), row.detail) for at, row in enumerate(rows))


def _row_headers(layout: Layout) -> Iterator[tuple[int, tuple[int, int]]]:
    """The page of each line of a row's header, with the numbers of its table and row."""
    named = {at: found for at, one in enumerate(layout.elements) if (found := _ROW.fullmatch(one.id or ""))}
    for number, page in enumerate(layout.pages, 1):
        for placed in page:
            for item in placed.items:
                found = named.get(item.owner) if isinstance(item, TextLine) and isinstance(item.owner, int) else None
                if found is not None:
                    yield number, (int(found[1]), int(found[2]))
