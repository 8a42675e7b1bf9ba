"""Milestones judged by their dates, as on the day that the report is made for.

What that day does not know of has not happened: a milestone done later counts as expected on the day it was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import assert_never

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.model import MilestoneAssessment
from kpidsl.period import Period
from kpidsl.spec.condition import AllOf, AnyOf, Condition, Dated, Not, asked
from kpidsl.spec.indicator import Scheme, State
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import Spec
from kpidsl.terms import DateQuestion
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Dates:
    """A milestone as it stands on the day `as_at`: `done` on or before that day, or else `expected` on it or later."""

    as_at: date
    due: date
    done: date | None
    expected: date


def dates_of(milestone: Milestone, as_at: date) -> Dates:
    """Where no other day is given, a milestone is expected on its due date; what is not done cannot be before today."""
    is_done = milestone.done is not None and milestone.done <= as_at
    expected = max(milestone.done or milestone.expected or milestone.due, as_at)
    return Dates(as_at, milestone.due, milestone.done if is_done else None, expected)


def judge(milestone: Milestone, period: Period, as_at: date) -> MilestoneAssessment:
    """The milestone's status on the day `as_at`; `period` is the report's, for statuses set by judgement."""
    dates = dates_of(milestone, as_at)
    override = milestone.override_for(period)
    state = override.state if override is not None else status_of(milestone.scheme, dates)
    given = None if dates.done is not None else milestone.done or milestone.expected
    return MilestoneAssessment(milestone, dates.done, given, state, override)


def status_of(scheme: Scheme, dates: Dates) -> State:
    """The first state whose condition holds; `otherwise` takes the rest."""
    return next(state for state in scheme.states if state.condition is None or holds(state.condition, dates))


def holds(condition: Condition, dates: Dates) -> bool:
    """Whether it is so. Every date that is asked for is there, so this can always be told."""
    match condition:
        case AnyOf():
            return any(holds(part, dates) for part in condition.parts)
        case AllOf():
            return all(holds(part, dates) for part in condition.parts)
        case Not():
            return not holds(condition.part, dates)
        case Dated():
            return _answer(condition, dates)
        case _:
            raise AssertionError("a scheme for milestones cannot ask this; check refuses it")


def _answer(asked: Dated, dates: Dates) -> bool:
    done, due = dates.done, dates.due
    limit = timedelta(days=asked.days)
    match asked.question:
        case DateQuestion.DONE:
            return done is not None
        case DateQuestion.DONE_ON_TIME:
            return done is not None and done <= due
        case DateQuestion.DONE_LATE:
            return done is not None and done - due > limit
        case DateQuestion.EXPECTED_ON_TIME:
            return done is None and dates.expected <= due
        case DateQuestion.EXPECTED_LATE:
            return done is None and dates.expected - due > limit
        case DateQuestion.OVERDUE:
            return done is None and due < dates.as_at
        case DateQuestion.DUE_WITHIN:
            return done is None and timedelta(0) <= due - dates.as_at <= limit
        case DateQuestion.NOT_DUE_YET:
            return done is None and due >= dates.as_at
        case _:
            assert_never(asked.question)


def doubtful_dates(spec: Spec, as_at: date) -> Iterator[Diagnostic]:
    """A warning for each milestone that was done, or expected, on a day that does not go with the day of the report."""
    today = f"{as_at.day} {as_at:%B %Y}"
    for milestone in spec.milestones:
        if milestone.done is not None and milestone.done > as_at:
            message = f"`{milestone.id}` is done after the day that this report is made for, {today}"
            help_ = "it counts as expected on the day it was done; if it is not done, write `expected`"
            yield Diagnostic("date-not-now", message, milestone.span, help=(help_,))
        if milestone.expected is not None and milestone.expected < as_at:
            message = f"`{milestone.id}` was expected before the day that this report is made for, {today}"
            help_ = "write on which day it was done, or on which it is expected now"
            yield Diagnostic("date-not-now", message, milestone.span, help=(help_,))


def never_reached(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each state that no dates can give, found before the day of the report is known.

    Approach: a status changes only where two of the days lie as far apart as a rule says, or fall together. So it is
    enough to try all days at, and just beside, these distances from the due date.
    """
    for scheme in {milestone.scheme.name: milestone.scheme for milestone in spec.milestones}.values():
        margins = {
            0,
            *(one.days for state in scheme.states for one in asked(state.condition) if isinstance(one, Dated)),
        }
        steps = sorted({sign * margin + beside for margin in margins for sign in (-1, 1) for beside in (-1, 0, 1)})
        due = date(2000, 1, 1)
        days = [due + timedelta(days=step) for step in steps]
        reached = {
            status_of(scheme, Dates(as_at, due, day if is_done and day <= as_at else None, max(day, as_at)))
            for as_at, day, is_done in product(days, days, (True, False))
        }
        for state in scheme.states:
            if state not in reached:
                message = f"no milestone can come to `{state.name}`, whatever its dates are"
                help_ = "the states above it take them all; write the narrower rule first, or take it out"
                yield Diagnostic("state-never-reached", message, state.span, (), (help_,))
