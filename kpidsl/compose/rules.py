"""The rule by which one indicator gets its status, state by state, in the words of the key."""

from __future__ import annotations

from kpidsl.compose import numbers, words
from kpidsl.compose.asking import Asking, aimed
from kpidsl.evaluation.model import Assessment
from kpidsl.saying import say
from kpidsl.spec.indicator import State
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class StateRule:
    """A state, and what a figure must be like to get it."""

    state: State
    asks: str


def rules_of(one: Assessment) -> tuple[StateRule, ...]:
    """In the order in which they are tried; none where there is no target, so no status."""
    if not one.indicator.targets:
        return ()
    scheme = one.indicator.scheme
    meanings = asking_of(one).meanings(scheme)
    return tuple(StateRule(state, asks) for state, asks in zip(scheme.states, meanings, strict=True))


def asking_of(one: Assessment) -> Asking:
    """How the conditions of its scheme are worded for an indicator."""
    indicator = one.indicator
    how = aimed((indicator.polarity,), any_strict=bool(one.aim and one.aim.is_strict))
    return Asking(how, numbers.tolerance(indicator) or say(words.ITS_TOLERANCE), one.figure.period.grain)
