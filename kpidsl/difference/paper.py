"""The change paper: a Difference as a Document, for every format that a report can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpidsl.difference import said
from kpidsl.difference.model import Difference, Easing, Layer
from kpidsl.difference.said import Entry
from kpidsl.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Masthead,
    Note,
    Paragraph,
    Row,
    RowGroup,
    StatusCell,
    StatusMark,
    Table,
    Text,
    TextCell,
)
from kpidsl.values import replace

_NOTHING = TextCell((Text("Nothing"),), muted=True)
_ABOUT = {
    Layer.NUMBERS: "Indicator",
    Layer.MEANING: "Rule of",
    Layer.SENTENCES: "Where it stands",
    Layer.PAGES: "What it is",
}


def paper(difference: Difference, like: Document, most: Mapping[Layer, int] | None = None) -> Document:
    """The paper, with what is not the difference's own (council, day, look of a page) as `like` has it. `most` says how
    many entries of each layer there are at most; what is left out is counted."""
    title = f"What changes in “{difference.new.title}”"
    return replace(
        like,
        title=title,
        subject=f"{difference.old.name} and {difference.new.name}",
        language="en-GB",
        masthead=Masthead(like.masthead.council, "Change paper", like.masthead.committee),
        running_head=f"Change paper: {difference.new.title}",
        page_label="Page {page} of {pages}",
        blocks=tuple(_blocks(title, difference, most)),
        details=(),
        attachments=(),
        mark="",
    )


def _blocks(title: str, difference: Difference, most: Mapping[Layer, int] | None) -> Iterator[Block]:
    yield Heading(1, (Text(title),), "title")
    yield Facts(tuple(Fact(label, ((Text(text),),)) for label, text in said.versions(difference)))
    yield Paragraph((Text(said.headline(difference)),))
    counts = said.statuses(difference)
    if counts:
        yield Paragraph((Text(counts),))
    if difference.easings:
        yield Heading(2, (Text(said.EASIER),), "easier")
        eased = said.shown_easings(difference, all_=most is None)
        yield _easier(eased)
        yield from _left_out(len(difference.easings) - len(eased))
    for layer in Layer:
        found = said.entries(difference, layer)
        if found:
            shown = found if most is None else found[: most[layer]]
            yield Heading(2, (Text(layer.value),), layer.name.lower())
            if shown:
                yield _table(difference, layer, shown)
            yield from _left_out(len(found) - len(shown))
    if difference.changes:
        yield Note("How causes were found", (Text(said.HOW),))


def _left_out(number: int) -> Iterator[Block]:
    if number:
        yield Paragraph((Text(said.left_out(number)),))


def _easier(easings: Sequence[Easing]) -> Table:
    columns = (
        Column("Indicator", 26),
        Column("Who answers for it", 16),
        Column("What is easier", 30),
        Column("What made it so", 36),
    )
    rows = []
    for easing in easings:
        cells = (easing.owner or "Nobody is named", easing.says, "; ".join(said.made_easier(easing)) or "Not found")
        rows.append(Row((Text(easing.label),), tuple(TextCell((Text(cell),)) for cell in cells)))
    return Table("What is easier, and who answers for it", columns, (RowGroup("", tuple(rows)),))


def _table(difference: Difference, layer: Layer, entries: Sequence[Entry]) -> Table:
    has_what = layer is not Layer.SENTENCES
    widths = (20, 22, 22, 30) if has_what else (18, 32, 32, 26)
    titles = (_ABOUT[layer], "Before", "After", "Where" if layer is Layer.MEANING else "Why")
    columns = [Column(title, width) for title, width in zip(titles, widths, strict=True)]
    if has_what:
        columns.insert(1, Column("What", 14))
    groups: dict[str, list[Row]] = {}
    for entry in entries:
        title = entry.nature.value if layer in (Layer.NUMBERS, Layer.MEANING) else ""
        groups.setdefault(title, []).append(_row(difference, layer, entry, has_what=has_what))
    return Table(_caption(layer), tuple(columns), tuple(RowGroup(title, tuple(rows)) for title, rows in groups.items()))


def _caption(layer: Layer) -> str:
    return {
        Layer.NUMBERS: "Statuses and figures before and after",
        Layer.MEANING: "Rules before and after, by what they decide on",
        Layer.SENTENCES: "Sentences before and after",
        Layer.PAGES: "Layout before and after",
    }[layer]


def _row(difference: Difference, layer: Layer, entry: Entry, *, has_what: bool) -> Row:
    cells: list[Cell] = [_words(entry.what)] if has_what else []
    cells += [_side(entry.old, entry.old_mark), _side(entry.new, entry.new_mark)]
    cells.append(_words(said.why(difference, layer, entry.cause)))
    return Row((Text(entry.label),), tuple(cells))


def _side(text: str, mark: StatusMark | None) -> Cell:
    if not text:
        return _NOTHING
    return StatusCell(mark) if mark is not None and mark.word == text else _words(text)


def _words(text: str) -> TextCell:
    return TextCell((Text(text),))
