"""Lines of one shape: what the grammar makes of a line hangs on its keywords and on the kinds of word between them.

`unit percent` and `unit children` are one shape, so the tables of the grammar are gone through once for both. A shape
is kept with its plan: the tree of its first line, with the places of words in it instead of the words. Of a report
with thousands of indicators nearly all lines have been seen before. The shape of a line that cannot be read is never
kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.syntax.lexer import Token
from kpidsl.syntax.tables import tables
from kpidsl.syntax.tree import Leaf, Node

MOST = 20_000  # shapes that are kept; the example report has some 300
# A leaf is the place of its token in the line and its terminal; a node its rule and what is in it.
Plan = tuple[int, str] | tuple[str, tuple["Plan | None", ...]]

_plans: dict[str, Plan] = {}
_keywords: set[str] = set()


def known(tokens: Sequence[Token]) -> Plan | None:
    """What the grammar makes of lines of the shape that these tokens have, if one was read before."""
    return _plans.get(_shape(tokens))


def keep(tokens: Sequence[Token], tree: Node | Leaf | None) -> None:
    """Keep what the grammar made of a line."""
    if tree is None or len(_plans) >= MOST:
        return
    if not _keywords:
        _keywords.update(word for words in tables().spellings.values() for word in words)
    _plans[_shape(tokens)] = _plan(tree, {token.span.start: index for index, token in enumerate(tokens)})


def realised(plan: Plan, tokens: Sequence[Token]) -> Node | Leaf:
    """The tree of a line that has the shape of a plan."""
    first, second = plan
    if isinstance(first, int):
        return Leaf(str(second), tokens[first].word)
    assert not isinstance(second, str)
    return Node(first, tuple([None if child is None else realised(child, tokens) for child in second]))


def forget() -> None:
    """Know no shape, as at the start."""
    _plans.clear()


def _shape(tokens: Sequence[Token]) -> str:
    """Each keyword and sign as it is written, and the kind of every other word."""
    words = [
        token.text if token.kind == "SYMBOL" or (token.kind == "NAME" and token.text in _keywords) else f"%{token.kind}"
        for token in tokens
    ]
    return " ".join(words)


def _plan(tree: Node | Leaf, places: Mapping[int, int]) -> Plan:
    if isinstance(tree, Leaf):
        return places[tree.word.span.start], tree.terminal
    return tree.rule, tuple(None if child is None else _plan(child, places) for child in tree.children)
