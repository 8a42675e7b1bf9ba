"""Witness: is a cell safe? It is where the same report could have been printed with another amount in its place.

Such another world keeps every cell that is published, and every relation; no cell is below 0, and none that is not
shown is 0 unless it is in truth: so even a reader who guesses that nobody withholds a 0 learns nothing. Some count in
it must still be one that the rules do not show. Amounts are moved by small steps, and each relation that this upsets is
mended by moving one more of its cells. The search is bounded, so it may miss a world, and never makes one up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kpidsl.evaluation.cells import Cell, Relation, Table
from kpidsl.values import dataclass

_STEPS = (1, -1, 2, -2, 3, -3)
_MOST_MOVES = 2_000  # of one search
_MOST_MOVED = 60  # cells in one world


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a reader sees of a table: `is_shown` says which cells are published. `relations` are those of each cell."""

    table: Table
    relations: Mapping[Cell, Sequence[Relation]]
    is_shown: Callable[[Cell], bool]

    def witness(self, cell: Cell) -> dict[Cell, int] | None:
        """Another world, by the cells that have another amount in it; None where none is found."""
        for step in _STEPS:
            if self._may_be(cell, step):
                budget = [_MOST_MOVES]
                for moved in self._mended({cell: step}, budget):
                    world = {each: self.table.amounts[each] + by for each, by in moved.items() if by}
                    if self._has_reason(cell, world):
                        return world
        return None

    def _may_be(self, cell: Cell, by: int) -> bool:
        amount = self.table.amounts[cell]
        least = 0 if cell.is_virtual else min(1, amount)
        return amount + by >= least

    def _has_reason(self, start: Cell, world: Mapping[Cell, int]) -> bool:
        """Whether something in this world must not be shown: else all would have been."""
        seen, queue = {start}, [start]
        while queue:
            cell = queue.pop()
            if self.table.is_sensitive(cell, world.get(cell)):
                return True
            around = [other for relation in self.relations.get(cell, ()) for other in relation.cells]
            new = [other for other in around if other not in seen and not self.is_shown(other)]
            seen.update(new)
            queue += new
        return False

    def _mended(self, moved: dict[Cell, int], budget: list[int]) -> Iterator[dict[Cell, int]]:
        """The worlds that mend what `moved` upsets, each cell moved once."""
        if budget[0] <= 0:
            return
        budget[0] -= 1
        upset = self._upset(moved)
        if upset is None:
            yield moved
            return
        if len(moved) >= _MOST_MOVED:
            return
        relation, excess = upset
        free = [cell for cell in relation.cells if cell not in moved and not self.is_shown(cell)]
        for cell in sorted(free, key=lambda cell: (not cell.is_virtual, cell.order)):
            by = excess if cell == relation.whole else -excess
            if self._may_be(cell, by):
                yield from self._mended({**moved, cell: by}, budget)

    def _upset(self, moved: Mapping[Cell, int]) -> tuple[Relation, int] | None:
        """A relation that does not hold any more, and by how much its parts are more than its whole."""
        for cell in moved:
            for relation in self.relations.get(cell, ()):
                excess = sum(moved.get(part, 0) for part in relation.parts) - moved.get(relation.whole, 0)
                if excess:
                    return relation, excess
        return None
