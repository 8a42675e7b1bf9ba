"""What a Word file should hold, derived from the Document alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from kpidsl.document.model import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Facts,
    Heading,
    Key,
    List,
    NewPage,
    Note,
    Paragraph,
    StackedBar,
    StatusCell,
    StatusMark,
    Table,
    TextCell,
    TrendCell,
)
from kpidsl.terms import Shape
from tests.docx_reader import Grid, Said
from tests.pdf_expected import squeezed, words

SHAPES = {Shape.CIRCLE: "●", Shape.SQUARE: "■", Shape.DIAMOND: "◆", Shape.TRIANGLE: "▲", Shape.STAR: "★"}


def plainly(found: list[Said | Grid]) -> list[tuple[str, str, str] | tuple[object, ...]]:
    """What was read, with its spaces as they are compared, and without paragraphs that only keep tables apart."""
    said: list[tuple[str, str, str] | tuple[object, ...]] = []
    for part in found:
        if isinstance(part, Grid):
            said.append((part.alt, part.heads, tuple(tuple(squeezed(cell.text) for cell in row) for row in part.rows)))
        elif squeezed(part.text) or part.number:
            said.append((part.style, part.number, squeezed(part.text)))
    return said


def expected(document: Document) -> list[tuple[str, str, str] | tuple[object, ...]]:
    masthead = document.masthead
    lines = [
        ("KPI Council", "", f"{masthead.council} {masthead.logo.alt if masthead.logo else ''}"),
        ("KPI Meeting", "", masthead.committee),
        ("KPI Meeting", "", masthead.meeting),
    ]
    lines = [(style, number, squeezed(text)) for style, number, text in lines]
    return [*lines, *(line for block in document.blocks for line in _block(document, block))]


def _block(document: Document, block: Block) -> Iterator[tuple[str, str, str] | tuple[object, ...]]:
    match block:
        case Heading():
            yield f"Heading {block.level}", block.number, squeezed(words(block.content))
        case Paragraph():
            style = (
                "KPI Numbered paragraph" if block.number else "KPI Indented paragraph" if block.indented else "Normal"
            )
            yield style, block.number, squeezed(words(block.content))
        case List():
            style = "List Bullet" if {*block.labels} == {"•"} else "List Number"
            for label, item in zip(block.labels, block.items, strict=True):
                yield style, label, squeezed(words(item))
        case Facts():
            for fact in block.facts:
                yield "KPI Fact", "", squeezed(" ".join((fact.label, *map(words, fact.values))))
        case Table():
            yield "Caption", "", squeezed(block.caption)
            yield squeezed(block.caption), 1, tuple(_rows(block))
        case Chart():
            yield "Caption", "", squeezed(block.caption)
            yield "KPI Drawing", "", squeezed(block.alt)
            yield squeezed(block.table.caption), 1, tuple(_rows(block.table))
            if block.note:
                yield "Normal", "", squeezed(words(block.note))
        case Contents():
            headed = {each.id for each in document.blocks if isinstance(each, Heading)}
            for line in block.entries:
                page = " \u2013" if line.heading in headed else ""
                yield f"toc {line.level}", "", squeezed(f"{line.number} {words(line.content)}{page}")
        case StackedBar():
            yield "Caption", "", squeezed(block.caption)
            yield "KPI Drawing", "", squeezed(block.alt)
            marks = (f"{SHAPES[segment.mark.shape]} {segment.label}" for segment in block.segments)
            yield "KPI Legend", "", squeezed(" ".join(marks))
        case NewPage():
            pass  # see the tests of new pages
        case Key():
            yield "KPI Key title", "", squeezed(block.title)
            for entry in block.entries:
                mark = _status(entry.mark) if isinstance(entry.mark, StatusMark) else entry.mark
                yield "KPI Key", "", squeezed(f"{mark} {words(entry.meaning)}")
        case Note():
            yield "KPI Note title", "", squeezed(block.title)
            yield "KPI Note", "", squeezed(words(block.content))
        case _:
            assert_never(block)


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    yield tuple(squeezed(column.title) for column in table.columns)
    for group in table.groups:
        for title in filter(None, map(squeezed, (group.over, group.title))):
            yield (title, *("",) * (len(table.columns) - 1))
        for row in group.rows:
            yield (squeezed(words(row.header)), *(squeezed(_cell(cell)) for cell in row.cells))


def _cell(cell: Cell) -> str:
    match cell:
        case TextCell():
            return words(cell.content)
        case StatusCell():
            return _status(cell.mark)
        case TrendCell():
            return cell.sparkline.alt
        case _:
            assert_never(cell)


def _status(mark: StatusMark) -> str:
    return f"{SHAPES[mark.shape]} {mark.word}"
