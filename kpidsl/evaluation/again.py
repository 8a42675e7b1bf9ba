"""A judgement gone through once more, for whoever asks how it came about: in an earlier period, along all values that
could have been, and rule by rule.

Everything is taken from what is published, so nothing that is withheld can come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from fractions import Fraction

from kpidsl.data.model import Dataset
from kpidsl.data.published import Published
from kpidsl.evaluation.bands import Band, bands, edges, in_words
from kpidsl.evaluation.case import Case, case_of, judged
from kpidsl.evaluation.changes import changed
from kpidsl.evaluation.comparable import comparator_period
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.figures import figure, is_sum
from kpidsl.evaluation.judging import first_state, holds
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.period import Period
from kpidsl.spec.condition import AllOf, AnyOf, Condition, InShare, Moved, Not, asked
from kpidsl.spec.indicator import Rule, State
from kpidsl.spec.model import Spec
from kpidsl.spec.travel import TrendOver
from kpidsl.terms import Polarity
from kpidsl.values import dataclass, replace


def in_period(spec: Spec, dataset: Dataset, indicator: str, period: Period, as_at: date) -> Evaluation | None:
    """One indicator alone, judged for another period by the rules of today; None where there is no figure for it."""
    one = spec.indicator(indicator)
    wanted = (one, *one.parts) if is_sum(one) else (one,)
    alone = replace(spec, period=period, indicators=wanted, milestones=(), retired=())
    judged_then = evaluate(alone, dataset, as_at).value
    return judged_then if judged_then and judged_then.assessments else None


def case_again(one: Assessment, dataset: Dataset, since: Published | None) -> Case:
    """The case that an assessment was made of."""
    indicator, period = one.indicator, one.figure.period

    def lookup(other: Period) -> Figure | None:
        found = figure(indicator, other, dataset)
        return found if isinstance(found, Figure) else None

    forecast = one.forecast.figure if one.forecast else None
    return case_of(indicator, period, lookup, one.rows, forecast, changed(indicator, lookup, period, one.aim, since))


# ---- along all values


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance; `is_more` where it takes more than that."""

    distance: Fraction
    is_more: bool


@dataclass(frozen=True, slots=True)
class Along:
    """The status of every value that could have been, all else being as it is."""

    case: Case
    bands: tuple[tuple[Band, State], ...]

    def values(self, state: State) -> str:
        """Which values have a state: `from 90% up`; empty where none has, `any` where all have."""
        found = [band for band, given in self.bands if given == state]
        if not found:
            return ""
        words = in_words(found, [band for band, _ in self.bands], self.case.indicator)
        return words.removeprefix("every value").strip() or "any"

    def gap(self, state: State, value: Fraction) -> Gap | None:
        """How far a value is from the nearest that has a state; None where none has."""
        found = [_gap(band, value) for band, given in self.bands if given == state]
        return min(found, key=lambda gap: (gap.distance, gap.is_more), default=None)


def along(case: Case) -> Along | None:
    """None where the status hangs on the value in a way that is not a matter of limits, or has no limits at all."""
    scheme, aim, value = case.indicator.scheme, case.aim(), case.value()
    questions = [question for state in scheme.states for question in asked(state.condition)]
    if aim is None or value is None or scheme.looks_ahead or not all(map(_has_limits, questions)):
        return None
    if any(isinstance(against, TrendOver) for against in _against(questions, case)):
        return None
    floor = case.indicator.floor_for(case.period)
    limits = edges(questions, case.indicator, aim, case.aim(floor) if floor else None)
    found: list[tuple[Band, State]] = []
    for band in bands(case.indicator, limits | frozenset(_moves(questions, case))):
        state = first_state(scheme, _answers(_with_value(case, band.value)))
        if state is None:
            return None
        found.append((band, state))
    here = first_state(scheme, _answers(case))
    if not any(state == here and _contains(band, value) for band, state in found):
        return None  # the value lies between those that can be
    return Along(case, tuple(found))


def by_rule(case: Case) -> State | None:
    """The status by the scheme alone, whatever was set by judgement."""
    return first_state(case.indicator.scheme, _answers(case))


def _answers(case: Case) -> Callable[[Condition], bool | None]:
    return lambda condition: holds(condition, case)


def _with_value(case: Case, value: Fraction) -> Case:
    own = Figure(case.period, value, None, None, None, ())
    return replace(case, lookup=lambda period: own if period == case.period else case.lookup(period), seen=[])


def _has_limits(question: Condition) -> bool:
    return not isinstance(question, InShare)


def _against(questions: list[Condition], case: Case) -> Iterator[object]:
    for question in questions:
        if isinstance(question, Moved):
            yield question.comparator or next(iter(case.indicator.comparators), None)


def _moves(questions: list[Condition], case: Case) -> Iterator[Fraction]:
    """The values at which a direction of travel changes."""
    aim, steady = case.aim(), case.indicator.steady
    for question in questions:
        if not isinstance(question, Moved):
            continue
        against = question.comparator or next(iter(case.indicator.comparators), None)
        if against is None or isinstance(against, TrendOver):
            continue
        before = case.compared(against)
        if before is None:
            continue
        yield from (before - steady, before, before + steady)
        period = comparator_period(case.period, against)
        if case.indicator.polarity in (Polarity.CLOSEST, Polarity.BETWEEN) and aim is not None and period is not None:
            miss = (case.at(period).aim() or aim).miss(before)
            yield from (end + sign * miss for end in aim.ends for sign in (-1, 1))


def _gap(band: Band, value: Fraction) -> Gap:
    below = band.low - value if band.low is not None else Fraction(0)
    above = value - band.high if band.high is not None else Fraction(0)
    return Gap(max(below, above, Fraction(0)), band.low != band.high)


def _contains(band: Band, value: Fraction) -> bool:
    if band.low == band.high:
        return value == band.low
    return (band.low is None or band.low < value) and (band.high is None or value < band.high)


# ---- state by state


def states_tried(case: Case) -> tuple[tuple[State, bool | None, bool], ...]:
    """Each state of the scheme with its answer (None: it cannot be told), and whether it was tried at all: nothing is
    after one that holds or cannot be told."""
    found: list[tuple[State, bool | None, bool]] = []
    for state in case.indicator.scheme.states:
        is_tried = all(answer is False for _, answer, _ in found)
        answer = True if state.condition is None else holds(state.condition, case)
        found.append((state, answer if is_tried else None, is_tried))
    return tuple(found)


# ---- rule by rule


class Verdict(Enum):
    """What became of a commentary rule."""

    CHOSEN = "chosen"
    ASKS = "holds, and only asks for a note"
    NOT_SO = "not so"
    UNKNOWN = "cannot be told"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule, what became of it, and of one that does not hold the questions that made it fail, each with its answer
    (None: it cannot be told)."""

    rule: Rule
    verdict: Verdict
    failed: tuple[tuple[Condition, bool | None], ...] = ()


def tried(case: Case) -> tuple[Tried, ...]:
    """All commentary rules of an indicator, in the order in which they are tried, as `chosen` goes through them."""
    found: list[Tried] = []
    met = done = False
    for rule in case.indicator.all_rules:
        if (done or (met and not rule.speaks)) and not rule.also:
            found.append(Tried(rule, Verdict.NOT_TRIED))
            continue
        answer = case.value() is not None if rule.condition is None else holds(rule.condition, case)
        if answer is not True:
            verdict = Verdict.UNKNOWN if answer is None else Verdict.NOT_SO
            failed = tuple(_failed(rule.condition, case, True)) if rule.condition else ()
            found.append(Tried(rule, verdict, failed))
            continue
        found.append(Tried(rule, Verdict.CHOSEN if rule.speaks else Verdict.ASKS))
        met = met or not rule.also
        done = done or (not rule.also and rule.speaks)
    return tuple(found)


def _failed(condition: Condition, case: Case, wanted: bool) -> Iterator[tuple[Condition, bool | None]]:
    """The parts of a condition that kept it from coming out as wanted."""
    answer = holds(condition, case)
    if answer is wanted:
        return
    match condition:
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from _failed(part, case, wanted)
        case Not():
            yield from _failed(condition.part, case, not wanted)
        case _:
            yield condition, answer


def judged_value(one: Assessment) -> Fraction | None:
    """The value as it is held against targets."""
    return None if one.figure.amount is None else judged(one.indicator, one.figure.amount)
