"""Disclosure: what a report does not show and why, for the officer. It holds true figures and is never published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.data.model import Dataset
from kpidsl.evaluation.figures import figure
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.protect import Protection
from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.model import Spec
from kpidsl.spec.travel import Against
from kpidsl.terms import Direction
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """A status or direction (`against` something) as the true figures give it, and as it is published; None where it
    cannot be told."""

    indicator: Indicator
    against: Against | None
    true: State | Direction | None
    published: State | Direction | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How the data were protected; which statuses and directions are others for it; and the figures under a profile
    that are given without their counts, so that these could not be protected."""

    protection: Protection
    judged: tuple[Judged, ...]
    uncounted: tuple[tuple[Indicator, Period], ...]


def disclosure(protection: Protection, true: Evaluation, published: Evaluation) -> Disclosure:
    """Both evaluations held against each other."""
    judged = tuple(each for one in true.assessments for each in _judged(one, published.of(one.indicator.id)))
    return Disclosure(protection, judged, tuple(_uncounted(protection)))


def _judged(true: Assessment, published: Assessment) -> Iterator[Judged]:
    if _name(true.state) != _name(published.state):
        yield Judged(true.indicator, None, true.state, published.state)
    for was, now in zip(true.directions, published.directions, strict=True):
        if was.direction is not now.direction:
            yield Judged(true.indicator, was.against, was.direction, now.direction)


def _name(state: State | None) -> str | None:
    return state.name if state else None


def _uncounted(protection: Protection) -> Iterator[tuple[Indicator, Period]]:
    for one in protection.spec.indicators:
        if one.suppress is None or one.suppress.profile is None or not one.unit.is_quotient:
            continue
        for period in protection.dataset.periods(one.id):
            found = figure(one, period, protection.dataset)
            if isinstance(found, Figure) and found.amount is not None and found.numerator is None:
                yield one, period


def together(spec: Spec, told: Sequence[Disclosure]) -> Disclosure:
    """Of a report on several authorities, which has no figures of its own: only whether any are protected."""
    is_protected = any(one.protection.dataset.is_protected for one in told)
    return Disclosure(Protection(spec, Dataset({}, is_protected)), (), ())
