"""Renders a Document as Braille: a BRF file, ready for an embosser or a Braille display.

Knows only Document, Sheet and whoever translates; the same three give the same bytes. A page has its title and number
in the first line; lines end in CR LF, pages in a form feed; every cell is one character from space to underscore.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.document.model import Block, Chart, Contents, Document, Heading, Table
from kpidsl.render.braille.blocks import NOTHING, Setting, block_lines, is_empty, masthead_lines, transcribers_note
from kpidsl.render.braille.lines import BLANK, Line, pages, wrapped
from kpidsl.render.braille.translation import Translator
from kpidsl.render.sheet import Sheet
from kpidsl.saying import WELSH, say, spoken
from kpidsl.values import replace

_BESIDE_NUMBER = 3  # empty cells between the title and the number of a page, at least


def render(document: Document, sheet: Sheet, translator: Translator) -> bytes:
    """The report as a BRF file."""
    setting = Setting(sheet.cells, translator)
    made = _pages(document, sheet, setting)
    head = setting.cells(f"{document.mark} {document.title}")
    return "".join(
        "".join(f"{cells}\r\n" for cells in (_page_line(head, setting.cells(str(number)), sheet.cells), *page)) + "\f"
        for number, page in enumerate(([line.cells for line in page] for page in made), 1)
    ).encode("ascii")


def _pages(document: Document, sheet: Sheet, setting: Setting) -> list[list[Line]]:
    """The pages without their first lines. Where there is a contents list, it is set anew once they are known."""
    blocks = document.blocks
    titled = 1 if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1 else 0
    note = transcribers_note(setting, " ".join(_statement(setting.translator, sheet, document)))
    laid = [block_lines(setting, block) for block in blocks]

    def made() -> list[list[Line]]:
        head, body = laid[:titled], laid[titled:]
        parts = [masthead_lines(setting, document.masthead), *head, [BLANK, *note, BLANK], *body]
        return pages([line for part in parts for line in part], sheet.lines - 1)

    found = made()
    page_of: dict[str, int] = {}
    for number, page in enumerate(found, 1):
        for line in page:
            if line.heading:
                page_of.setdefault(line.heading, number)
    listed = [at for at, block in enumerate(blocks) if isinstance(block, Contents)]
    for at in listed:
        laid[at] = block_lines(replace(setting, page_of=page_of), blocks[at])
    return made() if listed else found


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table | Chart):
            yield block if isinstance(block, Table) else block.table


def _statement(translator: Translator, sheet: Sheet, document: Document) -> Iterator[str]:
    """Who made the Braille, and what would else have to be said at every table."""
    yield say(
        "This is the report in Braille: {kind}. It was translated by machine and has not been proof-read by a Braille "
        "reader. A line has {cells} cells, a page {lines} lines. The first line of a page has its number.",
        kind=say(translator.name, version=translator.version),
        cells=sheet.cells,
        lines=sheet.lines,
    )
    if spoken(document.language) == WELSH:
        yield say("Letters with a circumflex, such as ŵ and ŷ, have the circumflex of Unified English Braille.")
    tables = tuple(_tables(document.blocks))
    rows = [row for table in tables for group in table.groups for row in group.rows]
    if tables:
        yield say("Tables are shown as lists. A note above each says what stands in it, in order.")
    if any(row.is_part for row in rows):
        yield say("In a table, what begins in cell 3 is a part of what stands above it.")
    if any(is_empty(cell) for row in rows for cell in row.cells):
        yield say("In a table, a dash ({dash}) is an empty cell.", dash=NOTHING)


def _page_line(title: str, number: str, width: int) -> str:
    """As much of the title as there is room for, and the number at the right."""
    room = width - len(number) - _BESIDE_NUMBER
    shown = wrapped(title, room, 0, 0)[0] if title else ""
    return shown.ljust(width - len(number)) + number
