"""Each block as paragraphs of named styles, one function a block (tables have a module of their own)."""

from __future__ import annotations

import re
from typing import assert_never

from kpidsl.document.model import (
    Block,
    Chart,
    Contents,
    ContentsEntry,
    Facts,
    Heading,
    Key,
    List,
    Masthead,
    NewPage,
    Note,
    Paragraph,
    StackedBar,
    StatusMark,
    Table,
)
from kpidsl.document.outline import plain
from kpidsl.render.docx import measures as m, styles
from kpidsl.render.docx.charts import chart_picture
from kpidsl.render.docx.drawing import bar_picture, picture
from kpidsl.render.docx.inlines import Look, line_break, marked, runs, status, tab, words
from kpidsl.render.docx.properties import Indent, field, paragraph_properties
from kpidsl.render.docx.setting import Setting
from kpidsl.render.docx.tables import table
from kpidsl.render.docx.xml import NOTHING, Xml, clean, escaped, joined, node, w
from kpidsl.render.logo import shown_size

_STRONG = Look(strong=True)
_APART = "\u00a0\u00a0 "  # between the parts of a legend
_NO_PAGE_YET = "\u2013"  # only Word knows the pages
_CAPTION = re.compile(r"(?P<label>\w+) (?P<number>[1-9][0-9]*)(?P<rest>\D.*)?", re.DOTALL)


def block_xml(setting: Setting, block: Block, following: Block | None, level: int) -> Xml:
    """Any block. `following` is the one after it; `level` is a heading's, as it is set."""
    match block:
        case Heading():
            return _heading(setting, block, level)
        case Paragraph():
            return _paragraph(setting, block, keep_next=isinstance(following, List))
        case List():
            return _list(setting, block)
        case Facts():
            return _facts(setting, block)
        case Table():
            return joined((_caption(setting, block.caption), table(setting, block)))
        case Chart():
            return _chart(setting, block)
        case Contents():
            return joined(_entry(setting, entry) for entry in block.entries)
        case StackedBar():
            return _bar(setting, block)
        case NewPage():
            return NOTHING  # what comes next begins the page
        case Key():
            return _key(setting, block)
        case Note():
            return _note(setting, block)
        case _:
            assert_never(block)


def masthead_xml(setting: Setting, masthead: Masthead) -> Xml:
    """The council's name in its colour, then the committee and the date of the meeting."""
    lines = [(styles.MEETING, text) for text in (masthead.committee, masthead.meeting) if clean(text).strip()]
    return joined((_council(setting, masthead), *(_set(setting, style, words(setting, text)) for style, text in lines)))


def _council(setting: Setting, masthead: Masthead) -> Xml:
    """The council's name, and its logo at the right margin, standing on the same line."""
    name, logo = words(setting, masthead.council), masthead.logo
    if logo is None:
        return _set(setting, styles.COUNCIL, name) if clean(masthead.council).strip() else NOTHING
    wide, tall = (max(1, round(points)) for points in shown_size(logo))
    shown = picture(setting.pictures.id(logo.png), logo.alt, setting.drawings.next(), wide, tall)
    properties = paragraph_properties(setting.ids[styles.COUNCIL], tabs=(("right", setting.measure),))
    return w("p", properties, name, tab(), shown)


def _set(setting: Setting, style: str, content: Xml) -> Xml:
    """A paragraph of a style."""
    return w("p", paragraph_properties(setting.ids[style]), content)


def _heading(setting: Setting, heading: Heading, level: int) -> Xml:
    if not clean(heading.number + plain(heading.content)).strip():
        return NOTHING
    style = setting.ids[styles.HEADINGS[min(level, len(styles.HEADINGS)) - 1]]
    content = runs(setting, heading.content)
    name = setting.bookmarks.get(heading.id)
    if name:
        at = int(name.rpartition("_")[2])
        content = joined((w("bookmarkStart", id=at, name=name), content, w("bookmarkEnd", id=at)))
    outline = level - 1 if level > len(styles.HEADINGS) else None
    return _numbered(setting, style, heading.number, content, keep_next=True, outline=outline, is_heading=True)


def _paragraph(setting: Setting, paragraph: Paragraph, *, keep_next: bool) -> Xml:
    content = runs(setting, paragraph.content)
    if paragraph.number:
        return _numbered(setting, setting.ids[styles.NUMBERED], paragraph.number, content, keep_next=keep_next)
    style = setting.ids[styles.INDENTED if paragraph.indented else styles.NORMAL]
    return w("p", paragraph_properties(style, keep_next=keep_next), content)


def _numbered(
    setting: Setting,
    style: str,
    number: str,
    content: Xml,
    *,
    keep_next: bool = False,
    outline: int | None = None,
    is_heading: bool = False,
) -> Xml:
    """A paragraph with its number in the column at the margin: counted by Word where Word comes to the same."""
    counted = setting.numbering.next(number) if number else None
    list_ = (counted.list, counted.level) if counted else (0, 0)
    indent: Indent | None = None
    if not counted and number:
        indent = (setting.column, setting.column)
        content = joined((words(setting, number), tab(), content))
    elif is_heading and not number:
        indent = (0, 0)
    properties = paragraph_properties(style, keep_next=keep_next, number=list_, indent=indent, outline=outline)
    return w("p", properties, content)


def _list(setting: Setting, block: List) -> Xml:
    """A list that Word counts, where it comes to the same labels; else labels that are typed."""
    labels = (*(clean(label).strip() for label in block.labels), *("",) * (len(block.items) - len(block.labels)))
    widest = max((m.width_of(label, m.BODY) for label in labels), default=0)
    column = max(m.LABEL_COLUMN, widest + m.NUMBER_GAP, 0 if block.indented else setting.column)
    column = min(column, _share(setting)) if any(labels) else 0
    left = (setting.column if block.indented else 0) + column
    counted = setting.numbering.items(labels, left, column)
    is_bullets = len({*labels}) == 1 and not any(char.isalnum() for char in labels[0])
    style = setting.ids[styles.BULLETS if is_bullets else styles.NUMBERS]
    items = []
    for at, (label, item) in enumerate(zip(labels, block.items, strict=False), 1):
        content = runs(setting, item)
        space = (0, m.PARAGRAPH, m.LINE) if at == len(block.items) else None
        if counted:
            properties = paragraph_properties(style, number=(counted.list, counted.level), space=space)
        else:
            properties = paragraph_properties(style, number=(0, 0), space=space, indent=(left, column))
            content = joined((words(setting, label), tab(), content)) if label else content
        items.append(w("p", properties, content))
    return joined(items)


def _facts(setting: Setting, block: Facts) -> Xml:
    """Labels and what stands against them, ruled; several values of one label stand on lines of their own."""
    widest = max((m.width_of(clean(fact.label), m.BODY, bold=True) for fact in block.facts), default=0)
    column = min(widest, _share(setting)) + 2 * m.NUMBER_GAP
    return joined(
        _hung(
            setting,
            styles.FACT,
            words(setting, fact.label, _STRONG),
            joined(
                joined((line_break() if at else NOTHING, runs(setting, value))) for at, value in enumerate(fact.values)
            ),
            column,
        )
        for fact in block.facts
    )


def _hung(setting: Setting, style: str, label: Xml, content: Xml, column: int, *, more: bool = False) -> Xml:
    """A label, and words that stand beside it in a column of their own; there are `more` where it is kept with them."""
    space = None if more or style != styles.KEY else (0, m.BLOCK, m.LINE)  # clear of what follows the key
    properties = paragraph_properties(setting.ids[style], keep_next=more, space=space, indent=(column, column))
    return w("p", properties, label, tab() if content else NOTHING, content)


def _chart(setting: Setting, chart: Chart) -> Xml:
    """The drawing as a picture; its figures as a table, which says all that the drawing does; what its marks mean."""
    wide = setting.measure // m.POINT
    content, tall = chart_picture(chart, wide, setting.theme)
    drawn = picture(setting.pictures.id(content), chart.alt, setting.drawings.next(), wide, tall)
    note = (
        w("p", paragraph_properties(setting.ids[styles.NORMAL]), runs(setting, chart.note)) if chart.note else NOTHING
    )
    drawing = _set(setting, styles.DRAWING, drawn)
    return joined((_caption(setting, chart.caption), drawing, table(setting, chart.table), note))


def _bar(setting: Setting, block: StackedBar) -> Xml:
    """A caption, the bar as a picture, and what each part of it stands for."""
    caption = _caption(setting, block.caption)
    if not any(segment.share for segment in block.segments):  # nothing to draw: say it
        return joined((caption, _set(setting, styles.NORMAL, words(setting, block.alt))))
    wide = setting.measure // m.POINT
    id = setting.pictures.id(bar_picture(block, wide, setting.theme))
    drawn = picture(id, block.alt, setting.drawings.next(), wide, m.BAR_HEIGHT)
    legend = joined(
        joined((words(setting, _APART) if at else NOTHING, marked(setting, segment.mark, segment.label)))
        for at, segment in enumerate(block.segments)
    )
    return joined((caption, _set(setting, styles.DRAWING, drawn), _set(setting, styles.LEGEND, legend)))


def _entry(setting: Setting, entry: ContentsEntry) -> Xml:
    """A line of the contents list: all of it leads to the heading, and Word puts in the number of the page."""
    number, text = words(setting, entry.number), words(setting, plain(entry.content))
    if not clean(entry.number + plain(entry.content)).strip():
        return NOTHING
    is_chapter = entry.level <= 1
    between = tab() if is_chapter else words(setting, " ") if number else NOTHING
    content = joined((number, between, text))
    bookmark = setting.bookmarks.get(entry.heading)
    if bookmark:
        page = field(f"PAGEREF {bookmark}", escaped(_NO_PAGE_YET), stale=True)
        content = node("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"}, content, tab(), page)
    return _set(setting, styles.CONTENTS[min(max(entry.level, 1), len(styles.CONTENTS)) - 1], content)


def _key(setting: Setting, block: Key) -> Xml:
    names = [entry.mark.word if isinstance(entry.mark, StatusMark) else entry.mark for entry in block.entries]
    shape = m.width_of("M ", m.TABLE)
    column = max((m.width_of(clean(name), m.TABLE) for name in names), default=0) + shape + 2 * m.NUMBER_GAP
    column = min(column, _share(setting))
    title = _set(setting, styles.KEY_TITLE, words(setting, block.title)) if clean(block.title).strip() else NOTHING
    entries = [
        _hung(
            setting,
            styles.KEY,
            status(setting, entry.mark) if isinstance(entry.mark, StatusMark) else words(setting, entry.mark),
            runs(setting, entry.meaning),
            column,
            more=at < len(block.entries),
        )
        for at, entry in enumerate(block.entries, 1)
    ]
    return joined((title, *entries))


def _note(setting: Setting, block: Note) -> Xml:
    """Set apart by a bar at its left."""
    title = _set(setting, styles.NOTE_TITLE, words(setting, block.title)) if clean(block.title).strip() else NOTHING
    return joined((title, _set(setting, styles.NOTE, runs(setting, block.content))))


def _caption(setting: Setting, text: str) -> Xml:
    """The caption above what it names. A number is a field where Word comes to the same, so that Word can list them."""
    caption = clean(text).strip()
    if not caption:
        return NOTHING
    match = _CAPTION.fullmatch(caption)
    count = setting.captions.get(match["label"]) if match else None
    if match and count and int(match["number"]) == count.coming:
        number = escaped(str(count.next()))
        content = joined(
            (
                words(setting, f"{match['label']} "),
                field(f"SEQ {match['label']} \\* ARABIC", number),
                words(setting, match["rest"] or ""),
            )
        )
    else:
        content = words(setting, caption)
    return w("p", paragraph_properties(setting.ids[styles.CAPTION], keep_next=True), content)  # in any template


def _share(setting: Setting) -> int:
    part, whole = m.HANGING_SHARE
    return setting.measure * part // whole
