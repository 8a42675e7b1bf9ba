"""Word: what every node of the syntax is made of."""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word, quoted text (without its quotes), figure, date or period."""

    text: str
    span: Span
