"""What the status of an indicator was in earlier periods, by the rules of today: found of an assessment where somebody
asks. Few reports do, and to look back takes as long as all the rest of judging."""

from __future__ import annotations

from kpidsl.evaluation.case import Case, case_of
from kpidsl.evaluation.judging import LOOK_BACK, status_of
from kpidsl.evaluation.model import Assessment, Streak, Unrated
from kpidsl.spec.indicator import State


def statuses(one: Assessment) -> tuple[State | Unrated, ...]:
    """How each period of its history is judged, as a report on that period would, the earliest first."""
    return tuple(status_of(case_of(one.indicator, period, one.figures.get)) for period, _ in one.history)


def state_before(one: Assessment) -> State | None:
    """The status of the period before; None where it had none, or one that cannot be compared."""
    period = one.figure.period
    if not one.indicator.is_comparable(period.previous, period):
        return None
    status = status_of(_case(one).at(period.previous))
    return status if isinstance(status, State) else None


def streak(one: Assessment) -> Streak | None:
    """Looks back from now, period by period, until the status was another or cannot be told; None without a status."""
    if one.state is None:
        return None
    case = _case(one)
    length, unknown, last_time = 1, None, None
    for steps in range(1, LOOK_BACK + 1):
        period = case.period.back(steps)
        status = status_of(case.at(period)) if steps < LOOK_BACK else Unrated.UNKNOWN
        if not isinstance(status, State):
            unknown = period if length == steps else None
            break
        if status == one.state and length == steps:
            length += 1
        elif status == one.state:
            last_time = period
            break
    return Streak(length, unknown, last_time, tuple(dict.fromkeys(case.seen)))


def _case(one: Assessment) -> Case:
    return case_of(one.indicator, one.figure.period, one.figures.get, one.rows)
