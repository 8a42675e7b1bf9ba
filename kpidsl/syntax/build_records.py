"""A parsed line of a `records` block to its node."""

from __future__ import annotations

from collections.abc import Callable

from kpidsl.source import Span
from kpidsl.syntax import ast_records as records
from kpidsl.syntax.tree import Child, Leaf, Node, joined, maybe_word, word_of, words_of

_SORTS = {
    "STRING": records.Sort.TEXT,
    "FIGURE": records.Sort.FIGURE,
    "DATE": records.Sort.DATE,
    "YES_NO": records.Sort.YES_NO,
    "NAME": records.Sort.COLUMN,
}
_TYPES = {
    "kind_text": "text",
    "kind_whole": "whole number",
    "kind_number": "number",
    "kind_date": "date",
    "kind_yes_no": "yes/no",
}
_LIMITS = {"limit": "days", "limit_working": "working days", "limit_months": "months"}
_REACHES = {"over_months": "over months", "to_date": "year to date", "at_end": "at period end"}


def _field(node: Node, span: Span) -> records.Column:
    kind = node.children[1]
    assert isinstance(kind, Node)
    places = word_of(kind, 0) if kind.children else None
    return records.Column(word_of(node, 0), _TYPES[kind.rule], places, maybe_word(node, 2), span)


def _reach(node: Child, span: Span) -> records.Reach | None:
    if not isinstance(node, Node):
        return None
    months = word_of(node, 0) if node.children else None
    return records.Reach(_REACHES[node.rule], months, months.span if months else span)


def _rows(node: Child, span: Span) -> records.Rows | None:
    return None if node is None else _row_test(node, span)


def _counted(node: Node, span: Span) -> records.Measure:
    aggregate = node.rule.replace("_", " ")
    column = maybe_word(node, 1)
    reach, *asked = node.children[-3:] if aggregate == "share" else node.children[-2:]
    tests = [_rows(each, span) for each in asked]
    test = tests[0] if aggregate == "share" else None
    return records.Measure(word_of(node, 0), aggregate, column, _reach(reach, span), test, tests[-1], span)


def _limit(node: Child) -> records.Limit:
    assert isinstance(node, Node)
    return records.Limit(word_of(node, 0), _LIMITS[node.rule])


def _cell(node: Child) -> records.Cell:
    assert isinstance(node, Node)
    leaf = node.children[0]
    assert isinstance(leaf, Leaf)
    return records.Cell(_SORTS[leaf.terminal], leaf.word)


def _row_test(node: Child, span: Span) -> records.Rows:
    """A question about a row. Its span is that of its own words."""
    assert isinstance(node, Node)
    words = words_of(node)
    at = words[0].span.to(words[-1].span)
    if node.rule in ("some_of", "each_of"):
        parts = tuple(_row_test(child, span) for child in node.children)
        if len(parts) == 1:
            return parts[0]
        return records.SomeOf(parts, at) if node.rule == "some_of" else records.EachOf(parts, at)
    return _ROWS[node.rule](node, at)


_ROWS: dict[str, Callable[[Node, Span], records.Rows]] = {
    "opposite": lambda n, at: records.Opposite(_row_test(n.children[0], at), at),
    "cell_compared": lambda n, at: records.Compared(word_of(n, 0), joined(n.children[1]), _cell(n.children[2]), at),
    "missing": lambda n, at: records.Missing(word_of(n, 0), False, at),
    "not_missing": lambda n, at: records.Missing(word_of(n, 0), True, at),
    "among": lambda n, at: records.Among(word_of(n, 0), tuple(map(_cell, n.children[1:])), at),
    "in_time": lambda n, at: records.InTime(word_of(n, 0), _limit(n.children[1]), word_of(n, 2), at),
    "recurring": lambda n, at: records.Recurring(word_of(n, 0), _limit(n.children[1]), at),
}

STATEMENTS: dict[str, Callable[[Node, Span], records.Records | records.Line]] = {
    "records": lambda n, s: records.Records(word_of(n, 0), word_of(n, 1), s),
    "kept": lambda n, s: records.Table(word_of(n, 0), s),
    "firmness": lambda n, s: records.Quality(word_of(n, 0), s),
    "complete": lambda n, s: records.Complete(word_of(n, 0), maybe_word(n, 1), s),
    "field": _field,
    "day": lambda n, s: records.PeriodBy(word_of(n, 0), s),
    "entity": lambda n, s: records.EntityBy(word_of(n, 0), s),
    "open": lambda n, s: records.Open(word_of(n, 0), word_of(n, 1), s),
    "count": _counted,
    "count_of_distinct": _counted,
    "sum": _counted,
    "mean": _counted,
    "median": _counted,
    "share": _counted,
}
