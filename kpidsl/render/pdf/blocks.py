"""Each block as strips: headings, paragraphs, lists, facts, keys and notes (tables, charts: modules of their own).

Every function returns (strips, space before, space after), in points, and adds its structure elements in reading
order. Numbers of chapters and paragraphs hang in a column of their own at the margin; the text stands beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kpidsl.document.model import (
    Block,
    Chart,
    Contents,
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
from kpidsl.render.logo import shown_size
from kpidsl.render.parts import Fill, ShapeMark
from kpidsl.render.pdf.cells import RowLook, SetCell, row_strips, set_line, spaced
from kpidsl.render.pdf.charts import chart_strips
from kpidsl.render.pdf.contents import contents_strips
from kpidsl.render.pdf.flow import Keep, Strip
from kpidsl.render.pdf.fonts import Face
from kpidsl.render.pdf.inlines import Setting, heading_text, pieces, words
from kpidsl.render.pdf.items import Anchor, Bar, Item, Owner, Picture
from kpidsl.render.pdf.lines import Line, Piece, break_lines, natural_width
from kpidsl.render.pdf.measures import Measures, Type
from kpidsl.render.pdf.records import rows_strips
from kpidsl.render.pdf.tables import set_status, status_indent

Spaced = tuple[Sequence[Strip], float, float]

_NUMBERINGS = {"\u2022": "Disc", "\u25cf": "Disc", "\u25e6": "Circle", "\u25cb": "Circle", "\u25a0": "Square"}
_HANGING_SHARE = 0.4  # labels and numbers wider than this share of the measure are set with the text


def block_strips(setting: Setting, block: Block, *, table_number: int, heading_number: int, tag_level: int) -> Spaced:
    """Any block. The numbers tell tables and headings apart; `tag_level` is a heading's level in the structure."""
    measures = setting.measures
    match block:
        case Heading():
            return _heading(setting, block, heading_number, tag_level)
        case Paragraph():
            return _paragraph(setting, block), measures.paragraph_space, measures.paragraph_space
        case List():
            return _list(setting, block), measures.paragraph_space, measures.paragraph_space
        case Facts():
            return _facts(setting, block), measures.block_space, measures.block_space
        case Table():
            return rows_strips(setting, block, table_number), measures.block_space, measures.block_space
        case Chart():
            return chart_strips(setting, block, table_number), measures.block_space, measures.block_space
        case Key():
            return _key(setting, block), measures.block_space, measures.block_space
        case Contents():
            return contents_strips(setting, block), measures.paragraph_space, measures.block_space
        case StackedBar():
            return _bar(setting, block), measures.paragraph_space, measures.block_space
        case NewPage():
            return (), 0, 0
        case Note():
            return _note(setting, block), measures.block_space, measures.block_space
        case _:
            assert_never(block)


def masthead_strips(setting: Setting, masthead: Masthead) -> Spaced:
    """The council's name over a rule in its colour, then the committee and the date of the meeting."""
    measures, theme = setting.measures, setting.theme
    rule = Fill(measures.side, measures.masthead_above, measures.measure, measures.accent_rule, theme.accent)
    depth = measures.masthead_above + measures.accent_rule + measures.masthead_below
    strips = _beside_logo(setting, masthead)
    strips.append(Strip(depth, (rule,), keep=Keep.MUST))
    for text in (masthead.committee, masthead.meeting):
        strips += _masthead_line(setting, text, theme.text, Face.REGULAR, measures.measure)
    return strips, 0, measures.title_space


def _beside_logo(setting: Setting, masthead: Masthead) -> list[Strip]:
    """The council's name; a logo stands at the right, and both end above the rule."""
    measures, logo = setting.measures, masthead.logo
    wide, tall = shown_size(logo) if logo else (0.0, 0.0)
    figure = setting.tree.add("Figure", alt=logo.alt) if logo else 0
    room = measures.measure - (wide + measures.block_space if logo else 0.0)
    strips = _masthead_line(setting, masthead.council, setting.theme.accent, Face.BOLD, room)
    if logo is None:
        return strips
    name = sum(strip.height for strip in strips)
    above = max(0.0, tall - name)
    left = measures.side + measures.measure - wide
    picture = Picture(figure, left, max(0.0, name - tall), wide, tall, logo)
    return [Strip(above, (picture,), keep=Keep.MUST), *strips]


def _masthead_line(setting: Setting, text: str, colour: str, face: Face, room: float) -> list[Strip]:
    measures = setting.measures
    lines = break_lines(words(text, colour, face), measures.body, room)
    return _text_strips(lines, setting.tree.add("P"), measures.side, measures.body, keep=Keep.MUST)


def number_column(measures: Measures, blocks: Sequence[Block]) -> float:
    """The width of the column for numbers: wide enough for the report's longest, within reason."""
    widths = [
        natural_width(words(block.number, "", Face.REGULAR), measures.body)
        for block in blocks
        if isinstance(block, Paragraph)
    ]
    wanted = max(widths, default=0.0) + measures.number_gap
    return min(max(wanted, measures.number_column), measures.number_column_most)


def _heading(setting: Setting, heading: Heading, number: int, level: int) -> Spaced:
    measures, theme = setting.measures, setting.theme
    if not heading_text(heading):
        return (), 0, 0
    type_, before, after, rule = {
        1: (measures.title, measures.title_space, measures.block_space, measures.title_rule),
        2: (measures.chapter, measures.chapter_space, measures.paragraph_space, measures.chapter_rule),
        3: (measures.part, measures.part_space, measures.paragraph_space, measures.part_rule),
    }.get(heading.level, (measures.part_of_part, measures.part_space, measures.paragraph_space, 0.0))
    colour = theme.accent if heading.level <= 2 else theme.text
    owner = setting.tree.add(f"H{level}")
    content = pieces(setting, heading.content, owner, colour=colour, face=Face.BOLD)
    strips = _numbered(
        setting, heading.number, content, owner, type_, colour, Face.BOLD, indented=False, keep=Keep.MUST
    )
    first = strips[0]
    anchored = Strip(first.height, (Anchor(number, 0), *first.items), keep=Keep.MUST)
    beneath = Fill(measures.side, measures.item_space, measures.measure, rule, colour)
    ruled = [Strip(measures.item_space + rule, (beneath,), keep=Keep.MUST)] if rule else []
    return [anchored, *strips[1:], *ruled], before, after


def _paragraph(setting: Setting, paragraph: Paragraph) -> list[Strip]:
    owner = setting.tree.add("P")
    content = pieces(setting, paragraph.content, owner)
    return _numbered(
        setting,
        paragraph.number,
        content,
        owner,
        setting.measures.body,
        setting.theme.text,
        Face.REGULAR,
        indented=paragraph.indented,
    )


def _numbered(
    setting: Setting,
    number: str,
    content: Sequence[Piece],
    owner: int,
    type_: Type,
    colour: str,
    face: Face,
    *,
    indented: bool,
    keep: Keep = Keep.FREE,
) -> list[Strip]:
    """Text with its number in the column at the margin; a number too wide for its column pushes the first line in."""
    measures = setting.measures
    label = words(number, colour, face)
    wide = natural_width(label, type_)
    if wide > measures.measure * _HANGING_SHARE:
        content, label = (*label, Piece(" ", label[0].style), *content), []
    left = measures.text_left if label or indented else measures.side
    over = max(0.0, wide + measures.number_gap - measures.number_column) if label else 0.0
    lines = break_lines(content, type_, measures.side + measures.reading - left, over)
    hung: tuple[Item, ...] = ()
    if label:
        (line,) = break_lines(label, type_, measures.measure)
        hung = (set_line(owner, spaced(line) if lines else line, measures.side, 0, type_),)
    return _text_strips(lines, owner, left, type_, keep=keep, first=over, hung=hung)


def _text_strips(
    lines: Sequence[Line],
    owner: Owner,
    left: float,
    type_: Type,
    *,
    keep: Keep = Keep.FREE,
    first: float = 0.0,
    hung: tuple[Item, ...] = (),
    space: float = 0.0,
) -> list[Strip]:
    """A strip a line; two lines at least on either side of a page break. `hung` stands beside the first line."""
    if not lines and hung:
        return [Strip(type_.leading, hung, space, keep)]
    strips = []
    last = len(lines) - 1
    for number, line in enumerate(lines):
        held = keep if number == last else Keep.MUST if number in (0, last - 1) else keep
        text = (set_line(owner, line, left + (0 if number else first), 0, type_),) if line.runs else ()
        items = text if number else (*hung, *text)
        strips.append(Strip(type_.leading, items, 0 if number else space, held))
    return strips


def _list(setting: Setting, block: List) -> list[Strip]:
    """L of LI, each with Lbl and LBody (ISO 32000-1, 14.8.4.3.3)."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    type_ = measures.body
    labels = (*block.labels, *("",) * (len(block.items) - len(block.labels)))
    numbering = f"/O/List/ListNumbering/{_numbering(labels)}" if any(labels) else ""
    element = tree.add("L", attributes=numbering)
    left = measures.text_left if block.indented else measures.side
    widths = [natural_width(words(label, theme.text), type_) for label in labels]
    column = max([measures.list_column, *(wide + measures.number_gap for wide in widths)]) if any(labels) else 0.0
    if column and not block.indented:
        column = max(column, measures.number_column)  # in line with numbered text
    column = min(column, measures.measure * _HANGING_SHARE)
    strips: list[Strip] = []
    for label, item in zip(labels, block.items, strict=False):
        entry = tree.add("LI", element)
        tag, body = tree.add("Lbl", entry), tree.add("LBody", entry)
        inside = measures.side + measures.reading - left
        marks = break_lines(words(label, theme.text), type_, column)
        lines = break_lines(pieces(setting, item, body), type_, inside - column)
        space = measures.item_space if strips else 0.0
        hung = tuple(set_line(tag, line, left, 0, type_) for line in marks[:1])
        strips += _text_strips(lines, body, left + column, type_, hung=hung, space=space)
        if len(marks) > 1:  # a label taller than a line
            strips += [Strip(type_.leading, (set_line(tag, line, left, 0, type_),)) for line in marks[1:]]
    return strips


def _numbering(labels: Sequence[str]) -> str:
    """How the items are numbered, in the words of ISO 32000-1, table 347."""
    mark = labels[0].strip("().[] ")
    if mark in _NUMBERINGS:
        return _NUMBERINGS[mark]
    if mark.isdigit():
        return "Decimal"
    if mark.lower() == "i" and len(labels) > 1:
        return "LowerRoman" if mark.islower() else "UpperRoman"
    if len(mark) == 1 and mark.isalpha():
        return "LowerAlpha" if mark.islower() else "UpperAlpha"
    return "Disc" if len(mark) == 1 else "None"


def _facts(setting: Setting, block: Facts) -> list[Strip]:
    """Labels and what stands against them, ruled like a summary list; a row never splits."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    type_ = measures.body
    element = tree.add("L")
    labels = [words(fact.label, theme.text, Face.BOLD) for fact in block.facts]
    column = max((natural_width(label, type_) for label in labels), default=0.0)
    column = min(column, measures.measure * _HANGING_SHARE)
    left = measures.side + column + 2 * measures.number_gap
    inside = measures.side + measures.measure - left
    rule = Fill(measures.side, -measures.hairline, measures.measure, measures.hairline, theme.rule)
    strips: list[Strip] = []
    for label, fact in zip(labels, block.facts, strict=True):
        entry = tree.add("LI", element)
        tag, body = tree.add("Lbl", entry), tree.add("LBody", entry)
        name = SetCell(measures.side, tuple((tag, line) for line in break_lines(label, type_, column)))
        cells = [name]
        for value in fact.values:
            owner = tree.add("P", body)
            lines = break_lines(pieces(setting, value, owner), type_, inside)
            cells.append(SetCell(left, tuple((owner, line) for line in lines)))
        rows = [cells[:2], *([cell] for cell in cells[2:])]  # the label stands beside the first value
        for at, row in enumerate(rows):
            last = at == len(rows) - 1
            look = RowLook(
                type_,
                measures.item_space if at else measures.cell_top,
                measures.cell_top if last else 0.0,
                rule=rule if last else None,
            )
            keep = Keep.FREE if last else Keep.MUST
            strips += row_strips(row, look, most=measures.body_height, keep=keep)
    return strips


def _key(setting: Setting, block: Key) -> list[Strip]:
    """A title, then each mark and what it means; kept whole where a page can hold it."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    type_ = measures.table
    strips: list[Strip] = []
    if title := words(block.title, theme.text, Face.BOLD):
        lines = break_lines(title, type_, measures.measure)
        strips += _text_strips(lines, tree.add("P"), measures.side, type_, keep=Keep.MUST)
    element = tree.add("L")
    names = [
        words(entry.mark.word if isinstance(entry.mark, StatusMark) else entry.mark, theme.text)
        for entry in block.entries
    ]
    indent = status_indent(setting, measures.measure)
    column = max((natural_width(name, type_) for name in names), default=0.0)
    column = min(column, measures.measure * _HANGING_SHARE) + indent
    left = measures.side + column + 2 * measures.number_gap
    look = RowLook(type_)
    for name, entry in zip(names, block.entries, strict=True):
        item = tree.add("LI", element)
        tag, body = tree.add("Lbl", item), tree.add("LBody", item)
        if isinstance(entry.mark, StatusMark):
            mark = set_status(setting, entry.mark, tag, name, measures.side, column, type_)
        else:
            lines = break_lines(name, type_, column - indent)
            mark = SetCell(measures.side + indent, tuple((tag, line) for line in lines))
        meaning = break_lines(pieces(setting, entry.meaning, body), type_, measures.side + measures.measure - left)
        cells = [mark, SetCell(left, tuple((body, line) for line in meaning))]
        space = measures.item_space if strips else 0.0
        strips += row_strips(cells, look, most=measures.body_height / 2, space=space, keep=Keep.LIKE)
    return _released(strips)


def _bar(setting: Setting, block: StackedBar) -> list[Strip]:
    """A caption, then one Figure: the bar, and below it what each part stands for, in rows as they fit."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    type_ = measures.table
    caption = break_lines(words(block.caption, theme.text, Face.BOLD), measures.body, measures.measure)
    strips = _text_strips(caption, tree.add("P"), measures.side, measures.body, keep=Keep.MUST) if caption else []
    if not any(segment.share for segment in block.segments):  # nothing to draw: say it
        lines = break_lines(words(block.alt, theme.text), measures.body, measures.measure)
        return [*strips, *_text_strips(lines, tree.add("P"), measures.side, measures.body)]
    figure = tree.add("Figure", alt=block.alt)
    indent = measures.shape + measures.shape_gap
    x, top = 0.0, measures.bar + measures.item_space
    items: list[Item] = []
    for segment in block.segments:
        lines = break_lines(words(segment.label, theme.text), type_, measures.measure - indent)
        wide = indent + max((line.width for line in lines), default=0.0)
        if x > 0 and x + wide > measures.measure:
            x, top = 0.0, top + type_.leading
        drop = (type_.leading - measures.shape) / 2
        mark = segment.mark
        items.append(ShapeMark(mark.shape, measures.side + x, top + drop, measures.shape, mark.colour))
        for number, line in enumerate(lines):
            items.append(set_line(figure, line, measures.side + x + indent, top + number * type_.leading, type_))
        top += max(0, len(lines) - 1) * type_.leading
        x += wide + measures.legend_gap
    height = top + type_.leading
    bar = Bar(figure, measures.side, 0, measures.measure, height, measures.bar, block.segments, theme.paper)
    return [*strips, Strip(height, (bar, *items), measures.item_space)]


def _note(setting: Setting, block: Note) -> list[Strip]:
    """Set apart by a bar at its left; kept whole where a page can hold it."""
    measures, theme, tree = setting.measures, setting.theme, setting.tree
    type_ = measures.body
    element = tree.add("Sect")
    left = measures.side + measures.note_inset
    inside = measures.reading - measures.note_inset
    strips: list[Strip] = []
    if title := words(block.title, theme.text, Face.BOLD):
        owner = tree.add("P", element)
        strips += _text_strips(break_lines(title, type_, inside), owner, left, type_, keep=Keep.MUST)
    owner = tree.add("P", element)
    lines = break_lines(pieces(setting, block.content, owner), type_, inside)
    strips += _text_strips(lines, owner, left, type_, keep=Keep.LIKE)
    return _released(
        [
            Strip(
                strip.height,
                (Fill(measures.side, 0, measures.note_bar, strip.height, theme.accent), *strip.items),
                strip.space,
                strip.keep,
            )
            for strip in strips
        ]
    )


def _released(strips: list[Strip]) -> list[Strip]:
    """The last strip of a block: what follows need not stay with it."""
    if not strips:
        return strips
    last = strips[-1]
    return [*strips[:-1], Strip(last.height, last.items, last.space, Keep.FREE, last.header)]
