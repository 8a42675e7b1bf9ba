"""Syntax of tests as written: figures that are given, and what is expected of them.

Frozen nodes, which `ast` has all together.
"""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.syntax.ast_conditions import Amount, Over
from kpidsl.syntax.word import Word
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Test:
    name: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Parts:
    """`3 of 4`."""

    first: Word
    second: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a test gives; a word where there is a reason for its being none: `not due`.

    `kind` is `forecast`, `baseline` or `target`; None for what was measured.
    """

    kind: Word | None
    name: Word
    period: Word
    figure: Amount | Parts | Word
    span: Span
    is_published: bool = False  # as the report before had it


@dataclass(frozen=True, slots=True)
class At:
    """The period that a test judges."""

    period: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Moves:
    """`worsened since outturn`; without `since`, against the indicator's own comparator."""

    direction: Word
    comparator: Word | Over | None


@dataclass(frozen=True, slots=True)
class Says:
    """Words that the commentary must hold; None where it must say nothing."""

    text: Word | None


@dataclass(frozen=True, slots=True)
class OfTheForecast:
    """The state that its forecast must have, or `not rated`."""

    phrase: Word


@dataclass(frozen=True, slots=True)
class Expect:
    """What a test expects of an indicator; a word is a state, `not rated` or a reason."""

    name: Word
    expected: Amount | Parts | Word | OfTheForecast | Moves | Says
    span: Span
