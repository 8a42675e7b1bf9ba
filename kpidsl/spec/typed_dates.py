"""Dates that are typed into a note on a milestone, and what the words around them say they are.

Only whole dates count, and only where the sentence can speak of nothing but the milestone: `it is due on 3
October 2021`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from kpidsl.patterns import lazily
from kpidsl.period import MONTHS
from kpidsl.source import Span
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.syntax import ast


class Claim(Enum):
    """What a date is said to be."""

    DUE = "due"
    WAS_DUE = "was due"  # now, or before it was moved
    EXPECTED = "expected"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class TypedDate:
    """A date typed into prose, and what it is said to be."""

    text: str
    day: date
    claim: Claim
    span: Span


_CLAIMED = lazily(
    r"(?:^|(?<=[.!?;] )|(?<= and )|(?<= but ))(?:it|this|the milestone|this milestone) "
    r"(?P<verb>is|was)(?: now| still)? (?P<what>due|expected|done|completed|finished)(?: on| by| for)? "
    rf"(?P<date>(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}}))\b",
    re.IGNORECASE,
)


def dates(lines: Sequence[ast.Prose]) -> Iterator[TypedDate]:
    """The dates that a note says are those of its milestone; each stands in one line, with the words that say so."""
    for line in lines:
        for match in _CLAIMED.finditer(line.text):
            day, claim = _day(match), _claim(match["verb"].lower(), match["what"].lower())
            if day is not None and claim is not None:
                start = line.span.start + match.start("date")
                span = line.span.source.span(start, start + len(match["date"]))
                yield TypedDate(match["date"], day, claim, span)


def _day(match: re.Match[str]) -> date | None:
    months = [month.casefold() for month in MONTHS]
    try:
        return date(int(match["year"]), months.index(match["month"].casefold()) + 1, int(match["day"]))
    except ValueError:
        return None


def _claim(verb: str, what: str) -> Claim | None:
    """None for what was expected once: that may have been another day."""
    if what == "due":
        return Claim.DUE if verb == "is" else Claim.WAS_DUE
    if what == "expected":
        return Claim.EXPECTED if verb == "is" else None
    return Claim.DONE
