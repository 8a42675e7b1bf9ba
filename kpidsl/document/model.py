"""Document, Block, Inline: a finished report with no number left to format and no word left to choose.

Modelled on Pandoc's `Block` and `Inline`: two kinds, so that a link can never hold a table. Renderers match over the
unions `Block`, `Inline` and `Cell` and end in `assert_never`, so a new kind makes mypy list every renderer to visit.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpidsl.document.drawn import Category, Level, Series, Tick
from kpidsl.terms import ChartKind, Shape
from kpidsl.values import dataclass

# ---- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of more weight."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that are stressed. Print shows them as `Strong`: italics are hard to read for many."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: `target` is an http(s), mailto or tel address, or `#` and a heading's id."""

    content: tuple[Inline, ...]
    target: str


Inline = Text | Strong | Emphasis | Link

# ---- parts of tables


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A status as the reader meets it: always word, shape and colour together. `colour` is `#rrggbb`."""

    word: str
    letter: str
    shape: Shape
    colour: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A trend drawn small.

    `points` are heights from 0 (bottom) to 1 (top), earliest first, None where there is no value; the last one is now.
    The line has a break before each point whose place is in `breaks`. `target` has the height of the target at each
    point, on the same scale, and `target_to` the upper end where the target is a range; None where there is none. `alt`
    says in words what the drawing shows.
    """

    points: tuple[Decimal | None, ...]
    target: tuple[Decimal | None, ...]
    alt: str
    target_to: tuple[Decimal | None, ...] = ()
    breaks: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to draw."""
        return all(height is None for height in (*self.points, *self.target, *self.target_to))


@dataclass(frozen=True, slots=True)
class TextCell:
    """Words or a figure. `muted` marks a cell that says why there is none."""

    content: tuple[Inline, ...]
    muted: bool = False


@dataclass(frozen=True, slots=True)
class StatusCell:
    mark: StatusMark


@dataclass(frozen=True, slots=True)
class TrendCell:
    sparkline: Sparkline


Cell = TextCell | StatusCell | TrendCell


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; `numeric` columns are set flush right; `weight` is its share of the width. `orders` says in
    words how its rows can be put in order, upwards and downwards (`lowest first`); None where they cannot."""

    title: str
    weight: int
    numeric: bool = False
    orders: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator: its name heads the row, the cells follow the columns after the first. `is_part`: what it shows is
    a part of what the nearest row above does that is not itself one. `detail` is the id of the Detail that says more.
    `places` has the row's place in the order of each column that has one, by exact figures; equal ones share it, and
    None comes last whichever way."""

    header: tuple[Inline, ...]
    cells: tuple[Cell, ...]
    is_part: bool = False
    detail: str = ""
    places: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one section heading. `over` is the heading of a theme, above this group and those that follow."""

    title: str
    rows: tuple[Row, ...]
    over: str = ""


# ---- blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the report's title, 2 a chapter, 3 a part of a chapter, 4 a part of that. `number` is printed before
    it."""

    level: int
    content: tuple[Inline, ...]
    id: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. `number` ("4.10") hangs in the margin; without one the text aligns with numbered text where
    `indented`, else with the margin."""

    content: tuple[Inline, ...]
    number: str = ""
    indented: bool = False


@dataclass(frozen=True, slots=True)
class List:
    """Items in order. `labels` are printed before the items ("1.", "\u2022"), one each."""

    items: tuple[tuple[Inline, ...], ...]
    labels: tuple[str, ...]
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands against it, one line or several."""

    label: str
    values: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The block of labels and values at the head of a report."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of indicators. `columns[0]` heads the row headers."""

    caption: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures drawn for those who look rather than read, and the same in a table for everybody.

    All places on the scale are from 0 (its lower end) to 1. `zero` is where 0 is, and bars stand; None
    where the scale does not reach it. `scale` says what the scale
    counts in and where it starts, if the ticks do not. `alt` says in words what the drawing shows, `note` what its
    marks and those of the table mean.
    """

    caption: str
    kind: ChartKind
    categories: tuple[Category, ...]
    ticks: tuple[Tick, ...]
    zero: Decimal | None
    series: tuple[Series, ...]
    levels: tuple[Level, ...]
    scale: str
    alt: str
    table: Table
    note: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading by its id, with its number and words. `level` 1 is a chapter."""

    level: int
    number: str
    content: tuple[Inline, ...]
    heading: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of what stands where. Only a renderer knows the pages."""

    entries: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of a key: a status mark (or, for what has none, a word) and what it means."""

    mark: StatusMark | str
    meaning: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What the marks in the table mean."""

    title: str
    entries: tuple[KeyEntry, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader must know about the figures, set apart from the text."""

    title: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: its mark, its words with its count, and its share of the whole, from 0 to 1."""

    mark: StatusMark
    label: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class StackedBar:
    """A bar that is divided into parts. `alt` says in words what the drawing shows."""

    caption: str
    segments: tuple[Segment, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page. `sheet` names it where all of it, up to the next new page, must fit on that one."""

    sheet: str = ""


Block = Heading | Paragraph | List | Facts | Table | Chart | Contents | StackedBar | Key | Note | NewPage

# ---- the whole


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the document: the observations behind it."""

    name: str
    media_type: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands behind a row: a page shows it where the reader asks for it, and paper does not. Its headings begin at
    level 1, and have no ids. Those of one `section` stand together."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of what a page has and paper has not.

    `shown` has the places `{shown}` and `{all}`, `sorted_by` has `{column}` and `{order}`.
    """

    skip: str
    contents: str
    details: str
    details_lead: str
    close: str
    statuses: str
    every_status: str
    order: str
    own_order: str
    shown: str
    sorted_by: str
    files: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The council's sign: a PNG picture of 8 bits each of red, green and blue, `width` by `height` dots and not
    interlaced. `alt` says what it shows."""

    png: bytes
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """The lines above the title, most general first: the council, the committee, the date of the meeting. The logo
    stands beside the first."""

    council: str
    committee: str
    meeting: str
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A finished report.

    `language` is a BCP 47 tag; `dated` is the day the file says it was made (never the clock's); `running_head` stands
    on every page, `page_label` has the places `{page}` and `{pages}`. `mark`, such as DRAFT, stands large on every
    page. Paper has neither `details` nor `page_words`.
    """

    title: str
    author: str
    subject: str
    language: str
    dated: date
    masthead: Masthead
    running_head: str
    page_label: str
    page_words: PageWords
    blocks: tuple[Block, ...]
    details: tuple[Detail, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    mark: str = ""
