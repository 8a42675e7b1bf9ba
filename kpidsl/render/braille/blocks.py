"""Each block as lines of Braille.

Every function takes a `Setting` and gives the block's lines in reading order. Cells are counted from 1, as
transcribers do: "3-1" is a paragraph whose first line begins in cell 3 and whose others begin in cell 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from kpidsl.document.model import (
    Block,
    Cell,
    Chart,
    Contents,
    Emphasis,
    Facts,
    Heading,
    Inline,
    Key,
    Link,
    List,
    Masthead,
    NewPage,
    Note,
    Paragraph,
    Row,
    StackedBar,
    StatusCell,
    StatusMark,
    Strong,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.render.braille.lines import BLANK, NEW_PAGE, Line, free, kept, together, wrapped
from kpidsl.render.braille.signs import GUIDE_DOT, NOTE_CLOSE, NOTE_OPEN
from kpidsl.render.braille.translation import Phrase, Run, Translator
from kpidsl.saying import say
from kpidsl.values import dataclass, field, replace

_HEADING_CELLS = {2: 4, 3: 6, 4: 8}  # empty cells before a heading that is not centred, by its level
_CENTRED_MARGIN = 3  # empty cells on either side, at least
_BOX_TOP, _BOX_BOTTOM = "7", "G"
_PAGE_ROOM = 6  # cells at the end of a line of the contents list: the number of a page and what parts it from words
_DEEPEST = 4  # level of a heading
NOTHING = "–"  # where a cell of a table is empty


@dataclass(frozen=True, slots=True)
class Setting:
    """How long a line is, who translates, and the page of each heading by its id, once it is known."""

    width: int
    translator: Translator
    page_of: Mapping[str, int] = field(default_factory=dict)

    def set(self, phrase: Phrase | str, first: int, rest: int) -> list[str]:
        """Words as lines that begin `first` and then `rest` cells in."""
        return wrapped(self.cells(phrase), self.width, first, rest)

    def cells(self, phrase: Phrase | str) -> str:
        return self.translator.translate((Run(phrase),) if isinstance(phrase, str) else phrase)


def block_lines(setting: Setting, block: Block) -> list[Line]:
    """Any block."""
    match block:
        case Heading():
            return _heading(setting, block)
        case Paragraph():
            return _paragraph(setting, block)
        case List():
            return _list(setting, block)
        case Facts():
            return _facts(setting, block)
        case Table():
            return _table(setting, block)
        case Chart():
            return _chart(setting, block)
        case Contents():
            return _contents(setting, block)
        case StackedBar():
            return _bar(setting, block)
        case NewPage():
            return [NEW_PAGE]
        case Key():
            return _key(setting, block)
        case Note():
            return _note(setting, block)
        case _:
            assert_never(block)


def masthead_lines(setting: Setting, masthead: Masthead) -> list[Line]:
    texts = (masthead.council, masthead.committee, masthead.meeting)
    return [line for text in texts for line in _centred(setting, text)]


def transcribers_note(setting: Setting, text: str) -> list[Line]:
    """Words that are not the report's (7-5), with the signs that say so."""
    cells = f"{NOTE_OPEN}{setting.cells(text)}{NOTE_CLOSE}"
    return together(free(wrapped(cells, setting.width, 6, 4)))


def _heading(setting: Setting, heading: Heading) -> list[Line]:
    """The title is centred; chapters begin in cell 5, their parts in cell 7, and parts of those in cell 9."""
    words = (*_label(heading.number), *_plain(heading.content))
    before = _HEADING_CELLS.get(heading.level, _HEADING_CELLS[_DEEPEST])
    is_title = heading.level == 1
    lines = _centred(setting, words) if is_title else kept(setting.set(words, before, before))
    named = [replace(line, heading=heading.id) for line in lines[:1]]
    return [BLANK, *named, *lines[1:], *([BLANK] if is_title else [])]


def _centred(setting: Setting, words: Phrase | str) -> list[Line]:
    most = setting.width - 2 * _CENTRED_MARGIN
    return kept(line.center(setting.width).rstrip() for line in wrapped(setting.cells(words), most, 0, 0))


def _paragraph(setting: Setting, paragraph: Paragraph) -> list[Line]:
    return free(setting.set((*_label(paragraph.number), *_runs(paragraph.content)), 2, 0))


def _list(setting: Setting, block: List) -> list[Line]:
    """1-3, or 3-5 where print sets it in."""
    first = 2 if block.indented else 0
    return [
        line
        for label, item in zip(block.labels, block.items, strict=True)
        for line in free(setting.set((*_label(label), *_runs(item)), first, first + 2))
    ]


def _facts(setting: Setting, block: Facts) -> list[Line]:
    lines = [BLANK]
    for fact in block.facts:
        values = [_plain(value) for value in fact.values]
        if len(values) == 1:
            lines += free(setting.set((Run(f"{fact.label}: "), *values[0]), 0, 2))
        else:
            lines += kept(setting.set(f"{fact.label}:", 0, 2))
            lines += [line for value in values for line in free(setting.set(value, 2, 4))]
    return [*lines, BLANK]


def _contents(setting: Setting, block: Contents) -> list[Line]:
    """A line or more for each heading, with guide dots to the number of its page. The numbers change no line's length
    but the last one's, so a second pass finds every heading on the page where the first one did."""
    lines = [BLANK]
    levels = [min(entry.level, _DEEPEST) for entry in block.entries]
    for entry, level in zip(block.entries, levels, strict=True):
        words = setting.cells((*_label(entry.number), *_plain(entry.content)))
        set_ = wrapped(words, setting.width - _PAGE_ROOM, 2 * (level - 1), 2 * max(levels))
        page = setting.page_of.get(entry.heading)
        if set_ and page is not None:
            set_[-1] = _led_to(setting.cells(str(page)), set_[-1], setting.width)
        lines += together(free(set_))
    return [*lines, BLANK]


def _led_to(number: str, line: str, width: int) -> str:
    """A line, and at the right the number that guide dots lead to."""
    gap = width - len(line) - len(number)
    return f"{line} {GUIDE_DOT * (gap - 2)} {number}" if gap > 3 else f"{line}{' ' * gap}{number}"


def _chart(setting: Setting, chart: Chart) -> list[Line]:
    """What the drawing shows in words, then its figures."""
    lines = [BLANK, *kept(setting.set(chart.caption, 4, 4)), *free(setting.set(chart.alt, 2, 0))]
    return [*lines, *_table(setting, chart.table), *free(setting.set(_runs(chart.note), 2, 0)), BLANK]


def _bar(setting: Setting, bar: StackedBar) -> list[Line]:
    """What the drawing shows in words, then those of its parts that the words do not name."""
    lines = [BLANK, *kept(setting.set(bar.caption, 4, 4)), *free(setting.set(bar.alt, 2, 0))]
    unsaid = [segment.label for segment in bar.segments if segment.label not in bar.alt]
    return [*lines, *(line for label in unsaid for line in free(setting.set(label, 0, 2))), BLANK]


def _table(setting: Setting, table: Table) -> list[Line]:
    """A list, with a note that says what stands in it."""
    trends = [
        any(isinstance(row.cells[at], TrendCell) for group in table.groups for row in group.rows)
        for at in range(len(table.columns) - 1)
    ]
    lines = [BLANK, *kept(setting.set(table.caption, 4, 4))]
    lines += [Line(line.cells, keep=True) for line in transcribers_note(setting, _explanation(table, trends))]
    for group in table.groups:
        if group.over:
            lines += [BLANK, *kept(setting.set(group.over, 4, 4))]
        if group.title:
            lines += [BLANK, *kept(setting.set(group.title, 6, 6))]
        for row in group.rows:
            lines += _row(setting, row)
    return [*lines, BLANK]


def _explanation(table: Table, trends: Sequence[bool]) -> str:
    """What a row is made of, in the words of the table's head."""
    name, *titles = (column.title for column in table.columns)
    beside = "; ".join(title for title, is_trend in zip(titles, trends, strict=True) if not is_trend)
    below = "; ".join(title for title, is_trend in zip(titles, trends, strict=True) if is_trend)
    if beside and below:
        return say("{row}: {cells}. Below: {below}.", row=name, cells=beside, below=below)
    return f"{name}: {beside or below}."


def _row(setting: Setting, row: Row) -> list[Line]:
    """On one line where there is room, else the values begin a line of their own on the same page; trends always do."""
    first = 2 if row.is_part else 0
    beside = [_cell(cell) or (Run(NOTHING),) for cell in row.cells if not isinstance(cell, TrendCell)]
    below = [_cell(cell) or (Run(NOTHING),) for cell in row.cells if isinstance(cell, TrendCell)]
    name, values = (*_plain(row.header), Run(":")), _joined(beside)
    lines = free(setting.set((*name, Run(" "), *values), first, first + 4))
    if len(lines) > 1:
        words = setting.set(name, first, first + 4) + setting.set(values, first + 2, first + 4)
        lines = together(free(words))
    return lines + [line for trend in below for line in free(setting.set(trend, first + 2, first + 4))]


def _joined(values: Sequence[Phrase]) -> Phrase:
    return tuple(run for at, value in enumerate(values) for run in ((Run("; "),) if at else ()) + value)


def is_empty(cell: Cell) -> bool:
    return not _cell(cell)


def _cell(cell: Cell) -> Phrase:
    match cell:
        case TextCell():
            return _plain(cell.content)
        case StatusCell():
            return (Run(cell.mark.word),)
        case TrendCell():
            return (Run(cell.sparkline.alt),) if cell.sparkline.alt else ()
        case _:
            assert_never(cell)


def _key(setting: Setting, key: Key) -> list[Line]:
    lines = [BLANK, *kept(setting.set(key.title, 4, 4))]
    for entry in key.entries:
        word = entry.mark.word if isinstance(entry.mark, StatusMark) else entry.mark
        lines += free(setting.set((Run(f"{word}: "), *_runs(entry.meaning)), 0, 2))
    return [*lines, BLANK]


def _note(setting: Setting, note: Note) -> list[Line]:
    """In a box: a line of cells above and one below."""
    top, bottom = (sign * setting.width for sign in (_BOX_TOP, _BOX_BOTTOM))
    title = setting.set(note.title, 4, 4)
    content = setting.set(_runs(note.content), 2, 0)
    return [BLANK, *kept([top, *title]), *free(content[:-1]), *kept(content[-1:]), Line(bottom), BLANK]


def _label(label: str) -> Phrase:
    return (Run(f"{label} "),) if label else ()


def _plain(content: Sequence[Inline]) -> Phrase:
    """Words of which none is strong: where all stand out in print, saying so of some would only be in the way."""
    return tuple(Run(run.text) for run in _runs(content))


def _runs(content: Sequence[Inline]) -> Phrase:
    return tuple(_inlines(content, False))


def _inlines(content: Sequence[Inline], strong: bool) -> Iterator[Run]:
    for inline in content:
        match inline:
            case Text():
                yield Run(inline.text, strong)
            case Strong() | Emphasis():
                yield from _inlines(inline.content, True)
            case Link():
                runs = tuple(_inlines(inline.content, strong))
                yield from runs
                if inline.target.startswith("http") and inline.target not in "".join(run.text for run in runs):
                    yield Run(f" ({inline.target})", strong)
            case _:
                assert_never(inline)
