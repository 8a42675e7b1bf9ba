"""Syntax of chapters as written: what a report shows, and where.

Frozen nodes, which `ast` has all together.
"""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.syntax.ast_conditions import Condition, Over
from kpidsl.syntax.word import Word
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    span: Span


@dataclass(frozen=True, slots=True)
class Workings:
    span: Span


@dataclass(frozen=True, slots=True)
class Commentary:
    span: Span


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """`outturn`, `value`, `target`, `status`, `forecast status`; `target for` with its period; `trend` with its number
    of periods and their grain (`quarters`); `direction` (perhaps `with_target`) or `change` with its comparator;
    `benchmark`, `rank` or `quartile` with its name."""

    name: str
    count: Word | None
    grain: str
    of: Word | Over | None
    span: Span
    with_target: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The place of the overview, a page of its own."""

    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """`groups` says how sections are shown: `rows`, `tables` or `column`."""

    caption: Word | None
    columns: tuple[Column, ...]
    groups: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class AuthorityTable:
    """Where the indicators of all authorities stand side by side."""

    caption: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Chart:
    """Indicators drawn as `lines` (or `line`) or `bars`: over periods (`quarters`), or side by side in the report's
    own; `beside` names what is drawn with them."""

    caption: Word | None
    drawn: Word
    names: tuple[Word, ...]
    count: Word | None
    grain: Word | None
    beside: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The place where the indicators are listed for which the condition holds."""

    condition: Condition
    span: Span


@dataclass(frozen=True, slots=True)
class Actions:
    """The place where the actions of all notes are listed."""

    span: Span


@dataclass(frozen=True, slots=True)
class Milestones:
    """The place of the table of milestones, and its columns by name."""

    caption: Word | None
    columns: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of indicators by `status`, by `section`, by `theme`, or of status by `direction` since a comparator."""

    by: str
    comparator: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Glossary:
    span: Span


@dataclass(frozen=True, slots=True)
class Dictionary:
    span: Span
