"""Properties of paragraphs and runs, in the order that the schema asks for (ECMA-376-1, 17.3): Word refuses others."""

from __future__ import annotations

import re

from kpidsl.render.docx.xml import NOTHING, Xml, node, some, w

_FIRST = re.compile("<w:p><w:pPr>(<w:pStyle [^>]*/>)?(<w:keepNext/>)?(<w:keepLines/>)?")  # and what comes after

Indent = tuple[int, int]  # from the left, and how far the first line hangs out of it


def paragraph_properties(
    style: str = "",
    *,
    keep_next: bool = False,
    keep_lines: bool = False,
    new_page: bool = False,
    widows: bool = False,
    number: tuple[int, int] | None = None,  # a list and the level in it; list 0 is none
    tabs: tuple[tuple[str, int], ...] = (),
    leader: int | None = None,  # where a last tab is, which dots lead up to
    space: tuple[int, int, int] | None = None,  # before, after, and the line (240 is single)
    indent: Indent | None = None,
    flush: bool = False,
    outline: int | None = None,
) -> Xml:
    """`w:pPr`, or nothing where nothing is said."""
    return some(
        "pPr",
        w("pStyle", val=style) if style else NOTHING,
        w("keepNext") if keep_next else NOTHING,
        w("keepLines") if keep_lines else NOTHING,
        w("pageBreakBefore") if new_page else NOTHING,
        w("widowControl") if widows else NOTHING,
        _list(number) if number else NOTHING,
        some("tabs", *(w("tab", val=kind, pos=position) for kind, position in tabs), _led(leader)),
        w("spacing", before=space[0], after=space[1], line=space[2], lineRule="auto") if space else NOTHING,
        w("ind", left=indent[0], hanging=indent[1]) if indent else NOTHING,
        w("jc", val="right") if flush else NOTHING,
        w("outlineLvl", val=outline) if outline is not None else NOTHING,
    )


def run_properties(
    style: str = "",
    *,
    font: str = "",
    bold: bool = False,
    colour: str = "",
    size: int = 0,
    underline: bool = False,
    language: str = "",
) -> Xml:
    """`w:rPr`, or nothing where nothing is said."""
    return some(
        "rPr",
        w("rStyle", val=style) if style else NOTHING,
        w("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font) if font else NOTHING,
        w("b") if bold else NOTHING,
        w("bCs") if bold else NOTHING,
        w("color", val=hexadecimal(colour)) if colour else NOTHING,
        w("sz", val=size) if size else NOTHING,
        w("szCs", val=size) if size else NOTHING,
        w("u", val="single") if underline else NOTHING,
        w("lang", val=language, eastAsia=language) if language else NOTHING,
    )


def border(side: str, eighths: int, colour: str) -> Xml:
    """A rule on one side of a table or a cell."""
    return w(side, val="single", sz=eighths, space=0, color=hexadecimal(colour))


def hexadecimal(colour: str) -> str:
    """`#1d3557` as this format writes it."""
    return colour.removeprefix("#").upper()


def plain_run(words: Xml, properties: Xml = NOTHING) -> Xml:
    """A run of words that are escaped already."""
    return w("r", properties, node("w:t", {"xml:space": "preserve"}, words)) if words else NOTHING


def field(instruction: str, shown: Xml, properties: Xml = NOTHING, *, stale: bool = False) -> Xml:
    """A field, such as the number of the page, with what it shows until Word works it out; that of a `stale` one is
    to be worked out before it is shown."""
    said = {"w:instr": f" {instruction} ", **({"w:dirty": "true"} if stale else {})}
    return node("w:fldSimple", said, plain_run(shown, properties))


def on_new_page(content: Xml) -> Xml:
    """Paragraphs and tables, the first of which begins a page: a table needs a paragraph before it for that."""
    found = _FIRST.match(content)
    if not found:
        return Xml(w("p", paragraph_properties(new_page=True, space=(0, 0, 240))) + content)
    return Xml(f"{found[0]}{w('pageBreakBefore')}{content[found.end() :]}")


def _led(leader: int | None) -> Xml:
    return NOTHING if leader is None else w("tab", val="right", leader="dot", pos=leader)


def _list(number: tuple[int, int]) -> Xml:
    list_, level = number
    return w("numPr", w("ilvl", val=level) if list_ else NOTHING, w("numId", val=list_))
