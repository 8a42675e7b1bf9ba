"""Whether two texts say the same: the same statements, and the same comments among them, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from kpidsl.patterns import lazily
from kpidsl.period import MONTHS, Period
from kpidsl.source import Source, Span
from kpidsl.syntax import ast

_DIGIT = lazily(r"\d")
_DAY = lazily(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.? (\d{4})", re.IGNORECASE)


def spelling(word: str) -> str:
    """A date or period as the grammar spells it, whatever spelling it was read from: `2021-22 Q1` for `2021/22q1`.

    Two that the grammar has stay as they are: `2021-09-30` and, for a month, `2021-09`.
    """
    if _DIGIT.search(word) is None:  # a name, as most words are
        return word
    day = _DAY.fullmatch(word)
    if day is not None:
        months = (month for month in MONTHS if month[:3].lower() == day[2][:3].lower())
        return f"{day[1]} {next(months, day[2])} {day[3]}"
    period = None if re.fullmatch(r"[\d-]+", word) else Period.parse(word)
    return word if period is None else str(period)


def difference(one: ast.File, other: ast.File) -> str:
    """The first thing that one of two files says and the other does not; nothing where they say the same."""
    ones, others = list(_said(one)), list(_said(other))
    for number, (first, second) in enumerate(zip(ones, others, strict=False)):
        if first != second:
            return f"{first[0]} {number + 1} as it is"
    return "" if len(ones) == len(others) else "every line"


def _said(file: ast.File) -> Iterator[tuple[str, object]]:
    """Every statement and comment, in order; a statement's comment follows it."""
    found: list[tuple[Span, tuple[str, object]]] = [
        (comment.span, ("comment", comment.text)) for comment in file.comments
    ]
    for statement in (*file.preamble, *(line for block in file.blocks for line in (block.header, *block.lines))):
        found.append((statement.span, ("line", _bare(statement))))
    yield from (said for _, said in sorted(found, key=lambda each: each[0].start))


def _bare(node: object) -> object:
    """A node of the syntax without its places."""
    if isinstance(node, ast.Word):
        quoted = node.span.text[:1] in ('"', "\u201c", "\u201d", "\u201e")
        return node.text if quoted else spelling(node.text)
    if isinstance(node, tuple):
        return tuple(_bare(part) for part in node)
    if is_dataclass(node):
        parts = [getattr(node, name) for name in _names(node.__class__)]
        kept = [_bare(part) for part in parts if not isinstance(part, (Span, Source))]
        return type(node).__name__, tuple(kept)
    return node


@cache
def _names(node: Any) -> tuple[str, ...]:
    """The names of the fields of a kind of node: asked for once, not for each of thousands of lines."""
    return tuple(field.name for field in fields(node))
