"""All styles of the document, each under one name: Word's built-in ones, and those that start with KPI.

A council restyles a report by changing these in its template; where a template has a style of the same name, that one
holds (Word knows built-in styles by their English names in every language).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpidsl.render.docx import measures as m
from kpidsl.render.docx.properties import border, paragraph_properties, run_properties
from kpidsl.render.docx.xml import DECLARATION, NOTHING, Xml, declared, joined, node, w
from kpidsl.render.theme import Theme
from kpidsl.values import dataclass

NORMAL, TABLE_NORMAL = "Normal", "Normal Table"
HEADINGS = ("heading 1", "heading 2", "heading 3", "heading 4")
CONTENTS = ("toc 1", "toc 2", "toc 3")
CAPTION, HEADER, FOOTER = "caption", "header", "footer"
BULLETS, NUMBERS = "List Bullet", "List Number"
STRONG, LINK = "Strong", "Hyperlink"
COUNCIL, MEETING = "KPI Council", "KPI Meeting"
NUMBERED, INDENTED = "KPI Numbered paragraph", "KPI Indented paragraph"
FACT, NOTE, NOTE_TITLE = "KPI Fact", "KPI Note", "KPI Note title"
KEY, KEY_TITLE = "KPI Key", "KPI Key title"
DRAWING, LEGEND = "KPI Drawing", "KPI Legend"
TABLE = "KPI Table"
TABLE_HEADING, TABLE_THEME, TABLE_SECTION = "KPI Table heading", "KPI Table theme", "KPI Table section"
TABLE_TEXT, TABLE_PART, TABLE_FIGURE = "KPI Table text", "KPI Table part", "KPI Table figure"
MUTED, MARK = "KPI Muted", "KPI Mark"


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what kind it is, its name, what it is based on and followed by, and its properties."""

    name: str
    content: tuple[Xml, ...] = ()
    kind: str = "paragraph"
    based_on: str = NORMAL
    then: str = ""
    is_default: bool = False


def styles(
    theme: Theme, numbering: Mapping[str, tuple[int, int]], column: int, measure: int, font: str
) -> tuple[Style, ...]:
    """Every style that we use. `numbering` says which list and level a style counts in; `column` is as wide as the
    numbers of paragraphs, `measure` as the text."""
    paragraph, run = paragraph_properties, run_properties
    body = (0, m.PARAGRAPH, m.LINE)

    def heading(level: int, size: int, before: int, after: int, colour: str) -> Style:
        name = HEADINGS[level]
        number = numbering.get(name)
        properties = paragraph(
            keep_next=True, keep_lines=True, number=number, space=(before, after, 264), outline=level
        )
        return Style(name, (properties, run(bold=True, colour=colour, size=size)), then=NORMAL)

    def cell(name: str, *, flush: bool = False, bold: bool = False, colour: str = "", indent: int = 0) -> Style:
        properties = paragraph(flush=flush, indent=(indent, 0) if indent else None, keep_next=bold)
        return Style(name, (properties, run(bold=bold, colour=colour)), based_on=TABLE_TEXT)

    bar = (("bar", m.NOTE_BAR),)  # a line down the side, which Word draws
    inset = (m.NOTE_INSET, 0)
    return (
        Style(
            NORMAL,
            (paragraph(widows=True, space=body), run(font=font, colour=theme.text, size=m.BODY)),
            based_on="",
            is_default=True,
        ),
        heading(0, m.TITLE, m.TITLE_SPACE, m.BLOCK, theme.accent),
        heading(1, m.CHAPTER, m.CHAPTER_SPACE, m.PARAGRAPH, theme.accent),
        heading(2, m.PART, m.PART_SPACE, m.PARAGRAPH, theme.text),
        heading(3, m.BODY, m.PART_SPACE, m.PARAGRAPH, theme.text),
        *(Style(name, (_contents(depth, column, measure),), then=name) for depth, name in enumerate(CONTENTS)),
        Style(CAPTION, (paragraph(keep_next=True, keep_lines=True, space=(m.BLOCK, m.ITEM, 264)), run(bold=True))),
        Style(HEADER, (_foot(measure), run(colour=theme.muted, size=m.FOOT))),
        Style(FOOTER, (_foot(measure, flush=True), run(colour=theme.muted, size=m.FOOT))),
        Style(BULLETS, (paragraph(space=(0, m.ITEM, m.LINE)),)),
        Style(NUMBERS, (paragraph(space=(0, m.ITEM, m.LINE)),)),
        Style(
            COUNCIL,
            (
                paragraph(keep_next=True, space=(0, m.PARAGRAPH, m.LINE)),
                run(bold=True, colour=theme.accent, size=m.COUNCIL),
            ),
        ),
        Style(MEETING, (paragraph(keep_next=True, space=(0, 0, m.LINE)),)),
        Style(NUMBERED, (paragraph(number=numbering.get(NUMBERED)),)),
        Style(INDENTED, (paragraph(indent=(column, 0)),)),
        Style(FACT, (paragraph(keep_lines=True, space=(0, m.PARAGRAPH, m.LINE)),)),
        Style(
            NOTE_TITLE,
            (
                paragraph(keep_next=True, keep_lines=True, tabs=bar, space=(m.BLOCK, 0, m.LINE), indent=inset),
                run(bold=True, colour=theme.accent),
            ),
            then=NOTE,
        ),
        Style(NOTE, (paragraph(keep_lines=True, tabs=bar, space=(0, m.BLOCK, m.LINE), indent=inset),)),
        Style(
            KEY_TITLE,
            (paragraph(keep_next=True, space=(m.BLOCK, m.ITEM, 264)), run(bold=True, size=m.TABLE)),
            then=KEY,
        ),
        Style(KEY, (paragraph(keep_lines=True, space=(0, m.ITEM, 264)), run(size=m.TABLE))),
        Style(DRAWING, (paragraph(keep_next=True, space=(0, m.ITEM, 240)),), then=NORMAL),
        Style(LEGEND, (paragraph(keep_lines=True, space=(0, m.BLOCK, 264)), run(size=m.TABLE))),
        Style(TABLE_TEXT, (paragraph(space=(0, 0, 264)), run(size=m.TABLE))),
        cell(TABLE_HEADING, bold=True),
        cell(TABLE_THEME, bold=True, colour=theme.accent),
        cell(TABLE_SECTION, bold=True),
        cell(TABLE_PART, indent=m.PART_INDENT),
        cell(TABLE_FIGURE, flush=True),
        Style(STRONG, (run(bold=True),), "character", ""),
        Style(LINK, (run(colour=theme.link, underline=True),), "character", ""),
        Style(MARK, (run(bold=True, colour=theme.text, size=m.MARK),), "character", ""),
        Style(MUTED, (run(colour=theme.muted),), "character", ""),
        Style(TABLE_NORMAL, (_cells(0, 108),), "table", "", is_default=True),
        Style(TABLE, _table(theme), "table", TABLE_NORMAL),
    )


def _foot(measure: int, *, flush: bool = False) -> Xml:
    return paragraph_properties(tabs=(("right", measure),), space=(0, 0, 240), flush=flush)


def _contents(depth: int, column: int, measure: int) -> Xml:
    """A line of the contents list: the number of a chapter in its column, that of the page at the right, after dots."""
    left = column + max(0, depth - 1) * m.CONTENTS_INDENT
    return paragraph_properties(
        tabs=() if depth else (("left", column),),
        leader=measure,
        space=(0 if depth else m.ITEM, 0, m.LINE),
        indent=(left, 0 if depth else column),
    )


def _cells(top: int, side: int, *before: Xml) -> Xml:
    margins = [w(name, w=width, type="dxa") for name, width in (("top", top), ("left", side), ("bottom", top))]
    return w("tblPr", w("tblInd", w=0, type="dxa"), *before, w("tblCellMar", *margins, w("right", w=side, type="dxa")))


def _table(theme: Theme) -> tuple[Xml, ...]:
    """Rules between the rows, a strong one under the header; no fills that say anything."""
    rules = w(
        "tblBorders",
        border("bottom", m.HAIRLINE, theme.rule),
        border("insideH", m.HAIRLINE, theme.rule),
    )
    head = node(
        "w:tblStylePr",
        {"w:type": "firstRow"},
        run_properties(bold=True),
        w("tcPr", w("tcBorders", border("bottom", m.STRONG_RULE, theme.accent)), w("vAlign", val="bottom")),
    )
    return _cells(m.CELL_TOP, m.CELL_SIDE, rules), head


def identifiers(wanted: Iterable[Style], present: Mapping[str, str]) -> dict[str, str]:
    """The id of each style by its name; `present` are those of a template, by their names in small letters."""
    taken = {id.casefold() for id in present.values()}
    found: dict[str, str] = {}
    for style in wanted:
        id = "".join(word[:1].upper() + word[1:] for word in style.name.split())
        while style.name.casefold() not in present and id.casefold() in taken:
            id += "Kpi"
        found[style.name] = present.get(style.name.casefold(), id)
    return found


def style_xml(style: Style, ids: Mapping[str, str]) -> Xml:
    """`w:style`. Ours are shown in Word's gallery, built-in or not."""
    own = style.name.startswith("KPI")
    attributes = {
        "w:type": style.kind,
        **({"w:default": "1"} if style.is_default else {}),
        **({"w:customStyle": "1"} if own else {}),
        "w:styleId": ids[style.name],
    }
    return node(
        "w:style",
        attributes,
        w("name", val=style.name),
        w("basedOn", val=ids[style.based_on]) if style.based_on else NOTHING,
        w("next", val=ids[style.then]) if style.then else NOTHING,
        w("uiPriority", val=99) if style.name == TABLE_NORMAL else NOTHING,
        w("qFormat") if style.kind == "paragraph" else NOTHING,
        *style.content,
    )


def styles_part(wanted: Iterable[Style], ids: Mapping[str, str], language: str, font: str) -> Xml:
    """The whole part, for a document without a template."""
    defaults = w(
        "docDefaults",
        w("rPrDefault", run_properties(font=font, size=m.BODY, language=language)),
        w("pPrDefault"),
    )
    body = joined(style_xml(style, ids) for style in wanted)
    return Xml(DECLARATION + node("w:styles", declared("w"), defaults, body))
