"""What the parser found in a line, and the words and amounts in it."""

from __future__ import annotations

from kpidsl.syntax import ast
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """A terminal: its name in the grammar and the word."""

    terminal: str
    word: ast.Word


@dataclass(frozen=True, slots=True)
class Node:
    """A rule (or alias) and what matched inside it; None where an optional part is absent."""

    rule: str
    children: tuple[Node | Leaf | None, ...]


Child = Node | Leaf | None


def word_of(node: Node, index: int) -> ast.Word:
    child = node.children[index]
    assert isinstance(child, Leaf)
    return child.word


def maybe_word(node: Node, index: int) -> ast.Word | None:
    child = node.children[index]
    return child.word if isinstance(child, Leaf) else None


def words_of(node: Child) -> tuple[ast.Word, ...]:
    if node is None:
        return ()
    if isinstance(node, Leaf):
        return (node.word,)
    return tuple(word for child in node.children for word in words_of(child))


def joined(node: Child) -> ast.Word:
    """All words of a node as one, single-spaced."""
    words = words_of(node)
    return ast.Word(" ".join(word.text for word in words), words[0].span.to(words[-1].span))


def amount_of(node: Child) -> ast.Amount:
    assert isinstance(node, Node)
    words = words_of(node)
    unit = " ".join(word.text for word in words[1:])
    unit = f"per {unit}" if node.rule == "amount_rate" else unit
    return ast.Amount(words[0], unit, words[0].span.to(words[-1].span))


def optional_amount(node: Child) -> ast.Amount | None:
    return None if node is None else amount_of(node)


def comparator_of(node: Child) -> ast.Word | ast.Over:
    """The words of a comparator, or the periods that a trend runs over."""
    if isinstance(node, Node) and node.rule == "over":
        count, grain = word_of(node, 0), word_of(node, 1)
        return ast.Over(count, grain.text, count.span.to(grain.span))
    return joined(node)
