"""Which cells of a table are not shown: those that are too small, and what would give one of them away.

Primary: a count in the range of its profile; and the numerators of a denominator that is. Secondary: as long as a cell
that must not be known can be worked out, one more of those around it goes. At worst nothing of what hangs together is
shown, and that is always safe: everybody could be twice as many.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from heapq import heapify, heappop, heappush

from kpidsl.evaluation.cells import Cell, Key, Link, Relation, Table
from kpidsl.evaluation.witness import Hidden
from kpidsl.period import Period
from kpidsl.values import dataclass, replace


class Cause(Enum):
    """Why a cell is not shown."""

    SMALL = "small"
    OF_SMALL = "of small"  # counted out of a number that is small
    SAME_ROW = "same row"  # as another that is not shown
    GIVES_AWAY = "gives away"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A cell that is not shown. `other` is an amount that it could have as well, for all that a reader can tell (None
    for a 0, which gives nobody away); `about` the cell that it would give away, by the `relation`."""

    cell: Cell
    amount: int
    cause: Cause
    other: int | None = None
    about: Cell | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is withheld, in a fixed order; `exposed` are the cells that can be worked out all the same, `keys` the rows
    that are not shown."""

    withheld: tuple[Withheld, ...]
    exposed: tuple[Cell, ...]
    keys: frozenset[Key]


NOTHING = Decision((), (), frozenset())


def decide(table: Table, period: Period) -> Decision:
    """What of a table a report on `period` must not show."""
    return Withholding(table, period).decided()


class Withholding:
    """What is withheld so far, and what must still be looked at."""

    def __init__(self, table: Table, period: Period) -> None:
        self._table = table
        self._period = period
        self._relations: dict[Cell, list[Relation]] = {}
        self._rows: dict[Key, list[Cell]] = {}
        self._found: dict[Cell, Withheld] = {}
        self._others: dict[Cell, int] = {}  # what cells are in some other world
        self._queue: list[tuple[tuple[object, ...], Cell]] = []
        self._reader = Hidden(table, self._relations, self._is_shown)

    def decided(self) -> Decision:
        sensitive = [cell for cell in self._table.amounts if self._table.is_sensitive(cell)]
        if not sensitive:
            return NOTHING
        for relation in self._table.relations:
            for cell in relation.cells:
                self._relations.setdefault(cell, []).append(relation)
        for cell in self._table.amounts:
            if not cell.is_virtual:
                self._rows.setdefault(cell.key, []).append(cell)
        for cell in sorted(sensitive, key=lambda cell: cell.order):
            if cell.is_virtual:
                self._queue.append((cell.order, cell))
                continue
            self._hide(Withheld(cell, self._table.amounts[cell], Cause.SMALL))
            for top in self._table.under.get(cell, ()):
                self._hide(Withheld(top, self._table.amounts[top], Cause.OF_SMALL, about=cell))
        exposed = tuple(self.secondary())
        keys = frozenset(cell.key for cell in self._found)
        withheld = sorted(self._found.values(), key=lambda one: one.cell.order)
        return Decision(tuple(replace(one, other=self._others.get(one.cell)) for one in withheld), exposed, keys)

    def _is_shown(self, cell: Cell) -> bool:
        return not cell.is_virtual and cell not in self._found

    def _hide(self, one: Withheld) -> None:
        """Hide a cell with all of its row."""
        if one.cell in self._found and one.cause is not Cause.SMALL:
            return
        self._found[one.cell] = one
        for cell in self._rows[one.cell.key]:
            self._found.setdefault(cell, Withheld(cell, self._table.amounts[cell], Cause.SAME_ROW, about=one.cell))
            heappush(self._queue, (cell.order, cell))

    def secondary(self) -> Iterator[Cell]:
        """Hides what gives others away; what cannot be helped is yielded."""
        heapify(self._queue)
        while self._queue:
            order, cell = heappop(self._queue)
            if cell in self._others or self._table.amounts[cell] == 0:
                continue
            world = self._reader.witness(cell)
            if world is not None:
                # It stays one whatever else is hidden later.
                self._others = world | self._others
                continue
            chosen = self._next(cell)
            if chosen is None:
                yield cell
                continue
            other, relation = chosen
            self._hide(Withheld(other, self._table.amounts[other], Cause.GIVES_AWAY, about=cell, relation=relation))
            heappush(self._queue, (order, cell))

    def _next(self, cell: Cell) -> tuple[Cell, Relation] | None:
        """What to hide next, so that `cell` cannot be worked out: the nearest, there the one that is missed least."""
        seen, layer = {cell}, [cell]
        while layer:
            relations = dict.fromkeys(relation for each in layer for relation in self._relations.get(each, ()))
            able = [
                (self._rank(other, relation), other, relation)
                for relation in relations
                for other in relation.cells
                if self._is_shown(other) and other.name in self._table.profiles
            ]
            if able:
                _, other, relation = min(able, key=lambda one: one[0])
                return other, relation
            around = dict.fromkeys(other for relation in relations for other in relation.cells)
            layer = [other for other in around if other not in seen and not self._is_shown(other)]
            seen.update(layer)
        return None

    def _rank(self, cell: Cell, relation: Relation) -> tuple[int, bool, bool, int, tuple[object, ...]]:
        unknown = sum(not self._is_shown(other) for other in relation.cells)
        is_whole = cell == relation.whole
        is_total = is_whole and relation.link is Link.PARTS and cell.period == self._period
        is_base = is_whole and relation.link is Link.REMAINDER
        amount = self._table.amounts[cell]
        return (unknown, is_total or is_base, amount == 0, amount, cell.order)
