"""Lays a Document out: every block becomes strips, the strips fill pages, each page gets its head and foot.

Pure: Document and Theme in, positions and structure out. Knows nothing of ReportLab or of how a PDF is written. The
number of pages is known before anything is painted, so "Page 2 of 7" needs no second pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpidsl.document.headings import unskipped, with_title
from kpidsl.document.model import Block, Document, Heading, List, NewPage, Paragraph
from kpidsl.memo import FEW, Keyed, again
from kpidsl.render.pdf.blocks import block_strips, masthead_strips, number_column
from kpidsl.render.pdf.cells import set_line
from kpidsl.render.pdf.contents import numbered
from kpidsl.render.pdf.flow import Keep, Placed, Strip, joined, paginate, too_tall
from kpidsl.render.pdf.fonts import Face
from kpidsl.render.pdf.inlines import LinkTarget, Setting, heading_text, words
from kpidsl.render.pdf.items import Anchor, Artifact, Item, PageReference
from kpidsl.render.pdf.lines import Line, break_lines, natural_width
from kpidsl.render.pdf.measures import Measures
from kpidsl.render.pdf.tags import Element, TreeBuilder
from kpidsl.render.theme import Theme
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading for bookmarks and destinations: its depth in the outline, its words, and the id that links use."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Placed items page by page, y from the top edge, and the structure that they belong to.

    `links` says where each Link element leads; `headings` are in order, and Anchor items point at them. `too_tall`
    names what should have fitted on a page of its own and does not.
    """

    measures: Measures
    pages: tuple[tuple[Placed, ...], ...]
    elements: tuple[Element, ...]
    links: Mapping[int, LinkTarget]
    headings: tuple[HeadingMark, ...]
    too_tall: tuple[str, ...]


def lay_out(document: Document, theme: Theme, measures: Measures) -> Layout:
    """The whole report, placed."""
    blocks = with_title(document)
    headings = tuple(block for block in blocks if isinstance(block, Heading) and heading_text(block))
    levels = unskipped([heading.level for heading in headings])
    measures = replace(
        measures,
        number_column=number_column(measures, blocks),
        top=measures.top + max(0, len(_running_head(document, theme, measures)) - 1) * measures.foot.leading,
    )
    setting = Setting(measures, theme, frozenset(heading.id for heading in headings if heading.id))
    around = Keyed(_standing(measures, theme, setting.heading_ids), setting)

    def following(number: int) -> Block | None:
        return blocks[number + 1] if number + 1 < len(blocks) else None

    def strips() -> Iterator[tuple[Sequence[Strip], float, float]]:
        yield masthead_strips(setting, document.masthead)
        met = 0
        opens = None
        for number, block in enumerate(blocks):
            level = levels[met] if met < len(levels) else 1
            part = _laid(around, block, number, met, level, len(setting.tree.elements))
            setting.tree.elements += part.elements
            setting.links.update(part.links)
            set_, before, after = part.strips, part.before, part.after
            if set_ and isinstance(block, Paragraph) and isinstance(following(number), List):
                set_ = [*set_[:-1], replace(set_[-1], keep=Keep.LIKE)]  # a list stays with what it hangs on
            if set_ and opens is not None:
                set_ = [replace(set_[0], opens=opens), *set_[1:]]
            opens = block.sheet if isinstance(block, NewPage) else None if set_ else opens
            yield set_, before, after
            met += isinstance(block, Heading) and bool(heading_text(block))

    all_strips = joined(strips())
    pages = paginate(all_strips, measures.body_height)
    on_page = _heading_pages(pages, headings)
    return Layout(
        measures,
        tuple(
            (*_margins(setting, document, number, len(pages)), *_finished(page, measures, on_page))
            for number, page in enumerate(pages, 1)
        ),
        tuple(setting.tree.elements),
        setting.links,
        tuple(
            HeadingMark(level, heading_text(heading), heading.id)
            for level, heading in zip(levels, headings, strict=True)
        ),
        tuple(too_tall(all_strips, measures.body_height)),
    )


@dataclass(frozen=True, slots=True)
class _Laid:
    """A block as strips, with the space before and after it, and what it adds to the tree and the links."""

    strips: Sequence[Strip]
    before: float
    after: float
    elements: Sequence[Element]
    links: Mapping[int, LinkTarget]


@again(4_000, is_large=True)  # blocks: a report of 3,300 indicators has 3,000, the example a hundred
def _laid(around: Keyed[Setting], block: Block, number: int, heading: int, level: int, first: int) -> _Laid:
    """A block in these surroundings, whose first element is the `first` of the tree."""
    given = around.value
    setting = Setting(given.measures, given.theme, given.heading_ids, TreeBuilder([], first))
    strips, before, after = block_strips(setting, block, table_number=number, heading_number=heading, tag_level=level)
    return _Laid(strips, before, after, setting.tree.elements, setting.links)


@again(FEW, is_large=True)
def _standing(measures: Measures, theme: Theme, heading_ids: frozenset[str]) -> object:
    """Stands for all of these: it is compared for each block."""
    return object()


def _heading_pages(pages: Sequence[Sequence[Placed]], headings: Sequence[Heading]) -> dict[str, int]:
    """The page of each heading by its id. Of two with one id the first counts."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, 1):
        anchors = (item for placed in page for item in placed.items if isinstance(item, Anchor))
        for anchor in anchors:
            found.setdefault(headings[anchor.heading].id, number)
    return found


def _finished(page: Sequence[Placed], measures: Measures, on_page: Mapping[str, int]) -> Iterator[Placed]:
    """Shifted down to below the head, with the numbers of pages put in."""
    for placed in page:
        items = placed.items
        if any(isinstance(item, PageReference) for item in items):  # else they stay what they are, for `painted`
            items = tuple(each for item in items for each in _known(item, on_page, measures))
        yield Placed(placed.y + measures.top, items)


def _known(item: Item, on_page: Mapping[str, int], measures: Measures) -> Iterable[Item]:
    return numbered(item, on_page, measures.body) if isinstance(item, PageReference) else (item,)


def _margins(setting: Setting, document: Document, number: int, count: int) -> Iterator[Placed]:
    """The running head, from the second page, and the foot with the page's number."""
    measures, theme = setting.measures, setting.theme
    type_ = measures.foot
    label = document.page_label.replace("{pages}", str(count)).replace("{page}", str(number))
    for foot in _margin_lines(label, theme.muted, measures):
        line = set_line(Artifact.FOOTER, foot, measures.side, 0, type_, flush=measures.measure)
        yield Placed(measures.height - measures.foot_baseline - type_.baseline, (line,))
    mark = words(document.mark, theme.text, Face.BOLD)
    if mark:
        (marked,) = break_lines(mark, measures.mark, measures.measure)
        line = set_line(Artifact.HEADER, marked, measures.side, 0, measures.mark, flush=measures.measure)
        yield Placed(measures.head_baseline - measures.mark.baseline, (line,))
    for at, head in enumerate(_running_head(document, theme, measures) if number > 1 else ()):
        item: Item = set_line(Artifact.HEADER, head, measures.side, at * type_.leading, type_)
        yield Placed(measures.head_baseline - type_.baseline, (item,))


def _running_head(document: Document, theme: Theme, measures: Measures) -> tuple[Line, ...]:
    beside = natural_width(words(document.mark, theme.text, Face.BOLD), measures.mark)
    return _margin_lines(document.running_head, theme.muted, measures, most=measures.head_lines, beside=beside)


def _margin_lines(
    text: str, colour: str, measures: Measures, *, most: int = 1, beside: float = 0.0
) -> tuple[Line, ...]:
    """The text on at most so many lines within the measure, or what is left of it `beside` something; what does not
    fit gives way to an ellipsis."""
    type_ = measures.foot
    room = measures.measure - (beside + 2 * type_.size if beside else 0.0)
    lines = break_lines(words(text, colour), type_, room)
    if len(lines) <= most:
        return lines
    last = "".join(run.text for run in lines[most - 1].runs)
    shorter = break_lines(words(last, colour), type_, room - 2 * type_.size)[:1]  # none where `last` is only spaces
    short = "".join(run.text for line in shorter for run in line.runs)
    return (*lines[: most - 1], *break_lines(words(short.rstrip() + "\u2026", colour), type_, measures.measure))
