"""Goes through the LALR tables of the grammar with the words of one line, and makes its tree."""

from __future__ import annotations

from collections.abc import Mapping

from kpidsl.syntax.tables import Rule, Tables
from kpidsl.syntax.tree import Child, Leaf, Node

END = "$END"


class Reading:
    """How far a line has been read."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._states = [0]
        self._values: list[Child] = []

    @property
    def next(self) -> Mapping[str, int]:
        """By the terminals that may come next: those that end a rule may turn out not to fit in what surrounds it."""
        return self._tables.states[self._states[-1]]

    def takes(self, leaf: Leaf) -> bool:
        """Read a word, if it may stand here."""
        step = self._after_rules(leaf.terminal)
        if step is None:
            return False
        self._states.append(step)
        self._values.append(leaf)
        return True

    def ends(self) -> bool:
        """Read that the line ends, if it may end here; then it has a `tree`."""
        self._after_rules(END)
        return self._states[-1] == self._tables.end

    @property
    def tree(self) -> Child:
        """What was read, once the line has ended."""
        return self._values[-1]

    def accepted(self) -> set[str]:
        """The terminals that may come next, for certain."""
        return {terminal for terminal in self.next if terminal.isupper() and self._would_take(terminal)}

    def _after_rules(self, terminal: str) -> int | None:
        """The state after this terminal, once all rules are done that end before it; None where it does not fit."""
        tables, states, values = self._tables, self._states, self._values
        while True:
            step = tables.states[states[-1]].get(terminal)
            if step is None or step >= 0:
                return step
            rule = tables.rules[~step]
            first = len(values) - rule.size
            values[first:] = [_made(rule, values[first:])]
            del states[first + 1 :]
            states.append(tables.states[states[-1]][rule.origin])
            if terminal == END and states[-1] == tables.end:
                return None

    def _would_take(self, terminal: str) -> bool:
        other = Reading(self._tables)
        other._states, other._values = self._states.copy(), self._values.copy()
        return other.ends() if terminal == END else other._after_rules(terminal) is not None


def _made(rule: Rule, values: list[Child]) -> Child:
    """What a rule makes of its values."""
    children: list[Child] = []
    for place, is_opened, absent in rule.kept:
        children += [None] * absent
        value = values[place]
        if is_opened:
            assert isinstance(value, Node)
            children += value.children
        else:
            children.append(value)
    children += [None] * rule.absent
    return children[0] if rule.lone and len(children) == 1 else Node(rule.name, tuple(children))
