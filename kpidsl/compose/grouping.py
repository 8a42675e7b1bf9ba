"""How a performance table shows its sections: as headings between its rows, as a table each, or in a column (with
themes, in a table for each theme).

The table that comes in has them as headings between rows. No format merges cells for a column: each row says its
section, so a row that is read out, sorted or copied by itself is still complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from kpidsl.compose import performance, words
from kpidsl.document.model import Block, Column, Heading, Row, RowGroup, Table, Text, TextCell
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.saying import say
from kpidsl.spec.model import PerformanceTable
from kpidsl.terms import Grouping
from kpidsl.values import dataclass, replace

_WEIGHT = 24  # of a column that names sections


@dataclass(frozen=True, slots=True)
class Grouped:
    """A block as it is shown. Of a table, `source` is the same with none but the columns that were asked for, and
    `shown` has the indicators in it, row by row."""

    block: Block
    source: Table | None = None
    shown: tuple[Assessment, ...] = ()


def grouped(table: Table, place: PerformanceTable, evaluation: Evaluation, id: str) -> Iterator[Grouped]:
    """The table as the place asks for it; `id` is what ids of headings begin with."""
    shown = performance.listed(evaluation)
    match place.groups:
        case Grouping.ROWS:
            yield Grouped(table, table, shown)
        case Grouping.COLUMN if not any(group.over for group in table.groups):
            yield Grouped(_with_column(table), table, shown)
        case Grouping.COLUMN | Grouping.TABLES:
            yield from _apart(table, shown, place.groups, id)
        case _:
            assert_never(place.groups)


def _apart(table: Table, shown: tuple[Assessment, ...], groups: Grouping, id: str) -> Iterator[Grouped]:
    """A table for each section, or for each theme with a column that names its sections, under a heading each. A
    reader puts rows in order across a whole table, which these are not."""
    columns = tuple(replace(column, orders=None) for column in table.columns)
    themed = any(group.over for group in table.groups)
    done = 0
    for number, (title, over, members) in enumerate(_parts(table.groups, groups), start=1):
        if over:
            yield Grouped(Heading(3, (Text(over),), f"{id}-theme-{number}"))
        if title:
            yield Grouped(Heading(4 if themed else 3, (Text(title),), f"{id}-{number}"))
        plain = tuple(RowGroup(group.title, tuple(replace(row, places=()) for row in group.rows)) for group in members)
        part = Table(f"{table.caption}: {title or over}", columns, plain)
        count = sum(len(group.rows) for group in members)
        yield Grouped(_with_column(part) if not title else _headless(part), part, shown[done : done + count])
        done += count


def _parts(groups: Sequence[RowGroup], by: Grouping) -> Iterator[tuple[str, str, tuple[RowGroup, ...]]]:
    """Of each table, the section (empty where it has several), the theme that begins with it, and its rows."""
    if by is Grouping.TABLES:
        yield from ((group.title, group.over, (group,)) for group in groups)
        return
    starts = [at for at, group in enumerate(groups) if group.over]
    for start, end in zip(starts, (*starts[1:], len(groups)), strict=True):
        yield "", groups[start].over, tuple(groups[start:end])


def _headless(table: Table) -> Table:
    return replace(table, groups=tuple(replace(group, title="") for group in table.groups))


def _with_column(table: Table) -> Table:
    """Sections stand after the names of indicators, for the first column is what heads a row to a screen reader."""
    name, *columns = table.columns
    added = Column(say(words.SECTION), _WEIGHT, orders=name.orders)
    titles = sorted({group.title.casefold() for group in table.groups})
    ranks = {title: at for at, title in enumerate(titles)}
    rows = tuple(
        _named(row, group.title, ranks[group.title.casefold()]) for group in table.groups for row in group.rows
    )
    return Table(table.caption, (name, added, *columns), (RowGroup("", rows),) if rows else ())


def _named(row: Row, section: str, place: int) -> Row:
    places = (*row.places[:1], place, *row.places[1:]) if row.places else ()
    return replace(row, cells=(TextCell((Text(section),)), *row.cells), places=places)
