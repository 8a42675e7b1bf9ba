"""The table of authorities: every indicator a row, every authority a column, each cell a figure with its status.

Of many authorities there are several tables, each with the names of the indicators at the head of its rows, so that no
column is left out and none is too narrow to read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kpidsl.compose import key, performance, words
from kpidsl.compose.groups import by_section
from kpidsl.document.model import Block, Cell, Column, Row, RowGroup, StatusCell, Table, Text
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.saying import say
from kpidsl.spec.indicator import Section
from kpidsl.spec.model import AuthorityTable, PerformanceTable, TableColumnSpec
from kpidsl.terms import TableColumn
from kpidsl.values import dataclass, replace

_NAME, _CELL = 30, 15  # weights of columns
# How many authorities fit beside each other on upright A4, by the letters of the longest word of their names.
_FITTING = ((9, 6), (11, 5), (13, 4))
_FEWEST = 3
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
    that has a status, without the figures of groups, which differ. One that has its own stays as it is."""
    if not evaluation.authorities:
        return evaluation
    several = zip(*(one.assessments for one in evaluation.authorities), strict=True)
    found = tuple(next((one for one in same if one.state), same[0]) for same in several)
    return replace(evaluation, assessments=tuple(map(_without_groups, found)))


def _without_groups(one: Assessment) -> Assessment:
    same = tuple(each for each in one.indicator.benchmarks if each.asked is None or not each.asked.is_group)
    return replace(one, indicator=replace(one.indicator, benchmarks=same))


def _groups(several: Sequence[Evaluation]) -> tuple[Sequence[Evaluation], ...]:
    """In their order, as many to each as fit: alike where that takes no more tables, else the first ones fuller."""
    fullest: list[list[Evaluation]] = []
    for one in several:
        if fullest and _fit([*fullest[-1], one]):
            fullest[-1].append(one)
        else:
            fullest.append([one])
    count = len(fullest)
    ends = [-(-len(several) * number // count) for number in range(count + 1)]
    alike = tuple(several[start:end] for start, end in pairwise(ends))
    return alike if all(map(_fit, alike)) else tuple(fullest)


def _fit(several: Sequence[Evaluation]) -> bool:
    """Whether no word at the head of a column has to be broken."""
    words_ = (word for one in several for word in re.split(r"[\s-]+", one.spec.house.council))
    longest = max(map(len, words_))
    return len(several) <= next((most for letters, most in _FITTING if longest <= letters), _FEWEST)


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

    of: dict[Section | None, list[tuple[Assessment, ...]]] = {}
    for same in zip(*(one.assessments for one in several), strict=True):
        of.setdefault(same[0].indicator.section, []).append(same)

    def rows(section: Section) -> list[Row]:
        return [_row(same) for same in of.get(section, ())]

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
