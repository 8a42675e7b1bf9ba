"""Milestone: a step of a plan, with the day it is due and the day it was done or is expected, and the scheme for it."""

from __future__ import annotations

from datetime import date

from kpidsl.period import Period
from kpidsl.source import Span
from kpidsl.spec.indicator import Override, Scheme, Section
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """The due date as it was before it was moved, and why it was."""

    was: date
    reason: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """At most one of `expected` and `done` is given. `moves` stand latest first; `owner` and `reason` may be empty."""

    id: str
    label: str
    section: Section
    scheme: Scheme
    due: date
    moves: tuple[Move, ...]
    expected: date | None
    reason: str  # of the expected date
    done: date | None
    owner: str
    overrides: tuple[Override, ...]
    span: Span
    owner_said: Span | None = None  # where its owner is named: in its own block, its section's or the report's

    def override_for(self, period: Period) -> Override | None:
        return next((override for override in self.overrides if override.period == period), None)
