"""Statuses now held against those of the report before, or of the period before: like with like alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from kpidsl.data.published import Published, PublishedIndicator, PublishedRule
from kpidsl.evaluation.changes import then_of
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.evaluation.past import state_before
from kpidsl.evaluation.summary import listed
from kpidsl.spec.indicator import State
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator with its status now and then."""

    one: Assessment
    then: State
    now: State

    @property
    def places(self) -> int:
        """How many places of the scheme, which stands best first, the status has gone down; negative where up."""
        states = self.one.indicator.scheme.states
        return states.index(self.now) - states.index(self.then)


class LeftOut(Enum):
    """Why the status of an indicator is not compared with that in the report before."""

    NEW = "new"
    NOT_RATED_THEN = "not rated then"
    NOT_RATED_NOW = "not rated now"
    OTHER_RULE = "judged by another rule then"
    REDEFINED = "redefined since"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The indicators that both reports rate in the same way, and those that only one rates or that are judged in
    another; `retired` are the labels of those that only the other report has rated."""

    since: Published
    compared: tuple[Compared, ...]
    left_out: tuple[tuple[Assessment, LeftOut], ...]
    retired: tuple[str, ...]

    def then(self, state: State, among: Sequence[Assessment]) -> int:
        """How many of some indicators had a status then."""
        return sum(one.then.name == state.name for one in self.of(among))

    def now(self, state: State, among: Sequence[Assessment]) -> int:
        return sum(one.now.name == state.name for one in self.of(among))

    def of(self, among: Sequence[Assessment]) -> Iterator[Compared]:
        return (one for one in self.compared if one.one in among)


def with_last_report(evaluation: Evaluation) -> Comparison | None:
    """None where the report follows none, or one on a period of another length."""
    if evaluation.changes is None or evaluation.changes.since.period.grain is not evaluation.spec.period.grain:
        return None
    since = evaluation.changes.since
    compared: list[Compared] = []
    left_out: list[tuple[Assessment, LeftOut]] = []
    known = set()
    for one in listed(evaluation):
        then = then_of(one.indicator, since)
        known.add(then.id if then else "")
        found = _compared(one, then if then and then.is_listed else None, since, evaluation)
        if isinstance(found, Compared):
            compared.append(found)
        elif found is not None:
            left_out.append((one, found))
    gone = (one for one in since.indicators if one.is_listed and one.status and one.id not in known)
    return Comparison(since, tuple(compared), tuple(left_out), tuple(one.label for one in gone))


def _compared(
    one: Assessment, then: PublishedIndicator | None, since: Published, evaluation: Evaluation
) -> Compared | LeftOut | None:
    """None where neither report rates the indicator."""
    if then is None:
        return LeftOut.NEW if one.state else None
    if then.status is None:
        return LeftOut.NOT_RATED_THEN if one.state else None
    if one.state is None:
        return LeftOut.NOT_RATED_NOW
    indicator = one.indicator
    if not indicator.is_comparable(since.period, evaluation.spec.period):
        return LeftOut.REDEFINED
    now = PublishedRule(
        unit=str(indicator.unit),
        polarity=indicator.polarity.value,
        judge=indicator.judge.value,
        tolerance=indicator.tolerance.written if indicator.tolerance else None,
        states=tuple((state.name, state.rule) for state in indicator.scheme.states),
    )
    state = next((state for state in indicator.scheme.states if state.name == then.status), None)
    return LeftOut.OTHER_RULE if state is None or then.rule != now else Compared(one, state, one.state)


def with_period_before(evaluation: Evaluation) -> tuple[Compared, ...]:
    """The indicators that are rated in this period and in the one before."""
    rated = [one for one in listed(evaluation) if one.state]
    return tuple(Compared(one, before, one.state) for one in rated if one.state and (before := state_before(one)))
