"""The table of authorities: every indicator a row, every authority a column, each cell a figure with its status.

Of many authorities there are several tables, each with the names of the indicators at the head of its rows, so that no
column is left out and none is too narrow to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kpidsl.compose import key, performance, words
from kpidsl.compose.groups import by_section
from kpidsl.document.model import Block, Cell, Column, Row, RowGroup, StatusCell, Table, Text
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.saying import say
from kpidsl.spec.indicator import Section
from kpidsl.spec.model import AuthorityTable, PerformanceTable, TableColumnSpec
from kpidsl.terms import TableColumn

MOST = 6  # authorities beside each other: as many as fit upright A4 with a figure and a status each
_NAME, _CELL = 34, 15  # weights of columns
_SHOWN = PerformanceTable("", (TableColumnSpec(TableColumn.VALUE), TableColumnSpec(TableColumn.STATUS)))


@dataclass(frozen=True, slots=True)
class Shown:
    """The tables with their key, and the figures in them."""

    blocks: tuple[Block, ...]
    rests_on: tuple[Figure, ...]


def shown(place: AuthorityTable, evaluation: Evaluation) -> Shown:
    """The tables of all authorities of an evaluation, as many to each as makes them alike."""
    tables = tuple(_table(place, group, evaluation) for group in _groups(evaluation.authorities))
    if len(tables) == 1:
        tables = (replace(tables[0], caption=_caption(place, evaluation)),)
    whole = Table("", (), tuple(group for table in tables for group in table.groups))
    explained = key.key(any_of(evaluation), _SHOWN, whole)
    figures = tuple(one.figure for each in evaluation.authorities for one in performance.listed(each))
    return Shown((*tables, *([explained] if explained.entries else [])), figures)


def any_of(evaluation: Evaluation) -> Evaluation:
    """The evaluation with an assessment of each indicator, for what is the same for all authorities: that of the first
    that has a status. One that has its own stays as it is."""
    if not evaluation.authorities:
        return evaluation
    several = zip(*(one.assessments for one in evaluation.authorities), strict=True)
    found = tuple(next((one for one in same if one.state), same[0]) for same in several)
    return replace(evaluation, assessments=found)


def _groups(several: Sequence[Evaluation]) -> Iterator[Sequence[Evaluation]]:
    """In their order, at most so many to a group, and none with two fewer than another."""
    count = -(-len(several) // MOST)
    start = 0
    for number in range(count):
        end = start + (len(several) - start) // (count - number) + ((len(several) - start) % (count - number) > 0)
        yield several[start:end]
        start = end


def _caption(place: AuthorityTable, evaluation: Evaluation) -> str:
    period = evaluation.spec.period
    said = words.filled(place.caption, period, evaluation.spec.house.council)
    return said or say("Performance in {period}, by authority", period=words.period(period))


def _table(place: AuthorityTable, several: Sequence[Evaluation], evaluation: Evaluation) -> Table:
    names = [one.spec.house.council for one in several]
    columns = (Column(say(words.INDICATOR), _NAME), *(Column(name, _CELL) for name in names))
    caption = _caption(place, evaluation)
    if len(names) > 1:
        caption = say("{table}: {first} to {last}", table=caption, first=names[0], last=names[-1])
    else:
        caption = say("{table}: {authority}", table=caption, authority=names[0])

    def rows(section: Section) -> list[Row]:
        same = zip(*(one.assessments for one in several), strict=True)
        return [_row(each) for each in same if each[0].indicator.section == section]

    groups: tuple[RowGroup, ...] = tuple(by_section(evaluation.spec.sections, rows))
    return Table(caption, columns, groups)


def _row(several: Sequence[Assessment]) -> Row:
    indicator = several[0].indicator
    is_part = indicator.part_of is not None
    name = say("of which: {indicator}", indicator=indicator.label) if is_part else indicator.label
    return Row((Text(name),), tuple(map(_cell, several)), is_part)


def _cell(one: Assessment) -> Cell:
    """The figure, with its status where it has one: in words, and as the shape and colour that go with them."""
    figure = performance.value_cell(one, one.figure)
    if one.state is None or figure.muted:
        return figure
    text = "".join(part.text for part in figure.content if isinstance(part, Text))
    said = say("{figure} {status}", figure=text, status=one.state.mark.word)
    return StatusCell(replace(one.state.mark, word=said))
