"""Renders a Document as Braille: a BRF file, ready for an embosser or a Braille display.

Knows only Document, Sheet and whoever translates; the same three give the same bytes. A page has its title and number
in the first line; lines end in CR LF, pages in a form feed; every cell is one character from space to underscore.
"""

from __future__ import annotations

from kpidsl.document.model import Document, Heading
from kpidsl.render.braille.blocks import Setting, block_lines, masthead_lines, transcribers_note
from kpidsl.render.braille.lines import BLANK, pages, wrapped
from kpidsl.render.braille.translation import Translator
from kpidsl.render.sheet import Sheet

_BESIDE_NUMBER = 3  # empty cells between the title and the number of a page, at least


def render(document: Document, sheet: Sheet, translator: Translator) -> bytes:
    """The report as a BRF file."""
    setting = Setting(sheet.cells, translator)
    blocks = document.blocks
    titled = 1 if blocks and isinstance(blocks[0], Heading) and blocks[0].level == 1 else 0
    lines = masthead_lines(setting, document.masthead)
    lines += [line for block in blocks[:titled] for line in block_lines(setting, block)]
    lines += [BLANK, *transcribers_note(setting, _statement(translator, sheet)), BLANK]
    lines += [line for block in blocks[titled:] for line in block_lines(setting, block)]
    head = setting.cells(f"{document.mark} {document.title}")
    made = [
        [_page_line(head, setting.cells(str(number)), sheet.cells), *page]
        for number, page in enumerate(pages(lines, sheet.lines - 1), 1)
    ]
    return "".join("".join(f"{line}\r\n" for line in page) + "\f" for page in made).encode("ascii")


def _statement(translator: Translator, sheet: Sheet) -> str:
    return (
        f"This is the report in Braille: {translator.name}. It was translated by machine and has not been proof-read "
        f"by a Braille reader. A line has {sheet.cells} cells, a page {sheet.lines} lines. The first line of a page "
        "has its number."
    )


def _page_line(title: str, number: str, width: int) -> str:
    """As much of the title as there is room for, and the number at the right."""
    room = width - len(number) - _BESIDE_NUMBER
    shown = wrapped(title, room, 0, 0)[0] if title else ""
    return shown.ljust(width - len(number)) + number
