"""The contents list as strips: a line for each heading, with leaders and, once pages are made, the number of its page.

TOC of TOCI, each with a Reference that holds the link (ISO 32000-1, 14.8.4.2 and 14.8.4.4.2); deeper levels are a TOC
within the TOCI above them. One link covers a whole line, from the number of the chapter to that of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpidsl.document.model import Contents, ContentsEntry
from kpidsl.render.parts import Fill
from kpidsl.render.pdf.cells import set_line, spaced
from kpidsl.render.pdf.flow import Keep, Strip
from kpidsl.render.pdf.fonts import Face, faces
from kpidsl.render.pdf.inlines import LinkTarget, Setting, plain, words
from kpidsl.render.pdf.items import Item, PageReference, Run, Style, TextLine
from kpidsl.render.pdf.lines import Line, Piece, break_lines
from kpidsl.render.pdf.measures import Type
from kpidsl.values import replace

_DIGITS = "0000"  # room for the number of a page
_DOT, _DOT_STEP = 1 / 12, 1 / 3  # of the size of type: the side of a leader's dot, and from one to the next


def contents_strips(setting: Setting, block: Contents) -> list[Strip]:
    """A line or more for each entry, all on one page where they fit."""
    tree = setting.tree
    opened: list[tuple[int, int, int]] = []  # levels, each with its TOC and the last TOCI in it
    strips: list[Strip] = []
    for entry in block.entries:
        if not words(f"{entry.number}{plain(entry.content)}", ""):
            continue
        while opened and opened[-1][0] > entry.level:
            opened.pop()
        if opened and opened[-1][0] == entry.level:
            contents = opened.pop()[1]
        else:
            contents = tree.add("TOC", opened[-1][2] if opened else 0)
        item = tree.add("TOCI", contents)
        opened.append((entry.level, contents, item))
        strips += _entry(setting, entry, tree.add("Reference", item), len(opened) - 1, first=not strips)
    return [*strips[:-1], replace(strips[-1], keep=Keep.FREE)] if strips else []


def _entry(setting: Setting, entry: ContentsEntry, owner: int, depth: int, *, first: bool) -> list[Strip]:
    measures, theme = setting.measures, setting.theme
    type_, known = measures.body, entry.heading in setting.heading_ids
    text = plain(entry.content)
    link = None
    if known:
        link = setting.tree.add("Link", owner)
        setting.links[link] = LinkTarget(f"#{entry.heading}", " ".join(f"{entry.number} {text}".split()))
    style = Style(Face.REGULAR, theme.link if known else theme.text, link, underlined=False)
    left = measures.number_column + max(0, depth - 1) * 2 * measures.number_gap
    number = break_lines(_pieces(entry.number, style), type_, left) if depth == 0 else ()
    hangs = len(number) == 1  # else it stands before the words
    title = text if hangs else f"{entry.number} {text}"
    room = measures.measure - left - faces(type_.typeface).width(style.face, _DIGITS) * type_.size
    rows = [_moved(line, left) for line in break_lines(_pieces(title, style), type_, room)] or [Line((), 0.0)]
    if hangs:
        rows[0] = Line((*spaced(number[0]).runs, *rows[0].runs), max(rows[0].width, number[0].width))
    strips = []
    for at, row in enumerate(rows):
        line = set_line(owner, row, measures.side, 0, type_)
        ends = at == len(rows) - 1
        item: Item = PageReference(line, entry.heading, measures.measure, theme.muted) if ends and known else line
        space = measures.item_space if at == 0 and depth == 0 and not first else 0.0
        strips.append(Strip(type_.leading, (item,), space, Keep.LIKE if ends else Keep.MUST))
    return strips


def _pieces(text: str, style: Style) -> list[Piece]:
    return [Piece(piece.text, style) for piece in words(text, "")]


def _moved(line: Line, right: float) -> Line:
    return Line(tuple(Run(run.text, run.style, run.x + right, run.width) for run in line.runs), line.width + right)


def numbered(reference: PageReference, pages: Mapping[str, int], type_: Type) -> Iterator[Item]:
    """The line with the number of the page at its end, and the leaders up to it."""
    line, number = reference.line, str(pages[reference.heading])
    style, last = line.runs[-1].style, line.runs[-1]
    wide = faces(type_.typeface).width(style.face, number) * type_.size
    at = reference.width - wide
    *others, _ = line.runs
    spaced_last = Run(last.text.rstrip(" ") + " ", style, last.x, last.width)
    yield TextLine(line.owner, line.x, line.y, line.size, (*others, spaced_last, Run(number, style, at, wide)))
    dot, apart = _DOT * type_.size, _DOT_STEP * type_.size
    step = int((last.x + last.width) / apart) + 2  # dots stand below one another from line to line
    while step * apart < at - apart:
        yield Fill(line.x + step * apart, line.y - dot, dot, dot, reference.leader)
        step += 1
