"""Syntax of what is said of figures, as written: commentary rules, notes and what they must have, and milestones.

Frozen nodes, which `ast` has all together.
"""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.syntax.ast_conditions import Condition
from kpidsl.syntax.word import Word
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class When:
    """A commentary rule; `also` where it adds to the rule that was chosen."""

    condition: Condition
    also: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Otherwise:
    span: Span


@dataclass(frozen=True, slots=True)
class Say:
    """`say nothing`: the rule above it is meant to print nothing."""

    span: Span


@dataclass(frozen=True, slots=True)
class Require:
    """What a note must say; without a condition, it belongs to the rule above it."""

    parts: tuple[Word, ...]
    condition: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for indicators, and owes the notes on them."""

    name: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """`authority` is whose figure it is on, in a report for each of several."""

    indicator: Word
    authority: Word | None
    author: Word
    written: Word | None
    period: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Action:
    text: Word
    owner: Word | None
    due: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Allow:
    """A figure that is typed into prose on purpose, and why."""

    figure: Word
    reason: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Milestone:
    name: Word
    label: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Due:
    """The day that a milestone is due; `moves` are the days before it was moved, latest first, each with the reason."""

    day: Word
    moves: tuple[tuple[Word, Word], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Done:
    day: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Expected:
    day: Word
    reason: Word | None
    span: Span
