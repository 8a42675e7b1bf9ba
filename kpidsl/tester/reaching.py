"""What it takes to come to a state or a rule, found in every case that can come: for whoever writes the test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from kpidsl.evaluation.bands import Band, in_words
from kpidsl.evaluation.case import case_of_value
from kpidsl.evaluation.idle import AROUND
from kpidsl.evaluation.possible import Cases, Possible, possible
from kpidsl.period import Period
from kpidsl.quantity import Dimension, spell
from kpidsl.spec.condition import Condition
from kpidsl.spec.indicator import Indicator, Rule, State
from kpidsl.spec.spelling import spelled
from kpidsl.spec.target import ToBeSet
from kpidsl.spec.travel import since
from kpidsl.terms import Comparator, Direction
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Way:
    """What a test must give: `needs` in words. `sample` is a value that is enough by itself, empty where none is."""

    needs: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """No case comes to it, whatever the figures are."""


@dataclass(frozen=True, slots=True)
class Untold:
    """Not every case is known, so it cannot be told."""

    why: str


Reachable = Way | Never | Untold


def is_rated(indicator: Indicator, period: Period) -> bool:
    """Whether it has a target for a period, or may have one in the data; one that is still to be set is none."""
    target = indicator.target_for(period)
    if target is None:
        return indicator.targets_from_data is not None
    return not isinstance(target.goal, ToBeSet)


def to_state(indicator: Indicator, state: State, period: Period) -> Reachable:
    """What it takes to come to a state in a period."""
    if indicator.targets_from_data is not None:
        return Untold("a test must give its target, which is in the data")
    lone = case_of_value(indicator, period, None)
    if lone.aim() is None:
        return Untold("its target hangs on an earlier figure, which a test must give")
    cases = possible(lone.indicator, period, ())
    if cases is None:
        return Untold("its target or scheme hangs on more than can be gone through")
    return _way((cases,), lambda case: case.state == state, period, is_status=True)


def to_rule(indicator: Indicator, rule: Rule, period: Period) -> Reachable:
    """What it takes for a rule to be chosen, in a period or those around it."""
    rules = indicator.all_rules
    above = [one for one in rules[: rules.index(rule)] if not one.also and (one.speaks or not rule.speaks)]
    before = [] if rule.also else above
    found: list[Cases] = []
    for one in _periods(indicator, period):
        cases = possible(indicator, one, [each.condition for each in (*before, rule)])
        if cases is None:
            return Untold("it hangs on more than can be gone through")
        found.append(cases)

    def is_chosen(case: Possible) -> bool:
        return _applies(rule, case) and not any(_applies(each, case) for each in before)

    way = _way(found, is_chosen, period)
    if isinstance(way, Way) and rule.condition is None and before:
        return replace(way, needs=f"{way.needs}, with no rule above it so")
    return way


def _periods(indicator: Indicator, period: Period) -> Iterable[Period]:
    """The report's own period first, then one for each other target that a period around it has."""
    found = {(indicator.target_for(period), indicator.floor_for(period)): period}
    for one in period.back(-AROUND).last(2 * AROUND + 1):
        found.setdefault((indicator.target_for(one), indicator.floor_for(one)), one)
    return found.values()


def _applies(rule: Rule, case: Possible) -> bool:
    return case.band is not None if rule.condition is None else case.answer(rule.condition) is True


# ---- the plainest case, in words


def _way(
    found: Sequence[Cases], is_it: Callable[[Possible], bool], period: Period, *, is_status: bool = False
) -> Reachable:
    for cases in found:
        there = [case for case in cases.cases if is_it(case)]
        if not there:
            continue
        plainest = min(there, key=_asks)
        alike = [case for case in there if _assumed(case) == _assumed(plainest)]
        return _in_words(plainest, alike, cases, period, is_status)
    return Never()


def _asks(case: Possible) -> int:
    """How much it asks for beside a value."""
    settled = [answer for answer in (*case.runs.values(), *case.beside.values()) if answer is not None]
    moved = [direction for direction in case.directions.values() if direction is not None]
    return len(settled) + 2 * len(moved) + (case.judgement is not None) + 2 * (case.band is None)


def _assumed(case: Possible) -> tuple[object, ...]:
    """Everything of a case but its value."""
    answers = (tuple(each.values()) for each in (case.directions, case.runs, case.beside))
    return (*answers, case.judgement, case.reason, case.band is None)


def _in_words(case: Possible, alike: Sequence[Possible], cases: Cases, period: Period, is_status: bool) -> Way:
    needs = list(_beside(case, cases))
    needs += [f"in {cases.period}"] if cases.period != period else []
    if case.band is None:
        reason = f"“{case.reason.value}”" if case.reason else "a reason such as “awaiting”"
        return Way(", ".join([f"{reason} in place of a figure", *needs]))
    bands = [one.band for one in alike if one.band is not None]
    values = in_words(bands, cases.bands, cases.indicator).removeprefix("every value").strip()
    sample = "" if needs else spell(_sample(bands, cases), cases.indicator.unit, None)
    if cases.indicator.unit.dimension is Dimension.YES_NO:
        values, sample = values.lower(), sample.lower()
    if not values:
        return Way(", ".join(["a figure", *needs]), sample)
    is_one = all(band.low == band.high for band in bands)
    return Way(", ".join([f"a figure {'of ' * is_one}{values}", *needs]), sample)


def _sample(bands: Sequence[Band], cases: Cases) -> Fraction:
    """A value in one of the bands that reads well: on a limit or a printed unit from one, near the target, not below 0
    where it need not be."""
    indicator = cases.indicator
    printed = Fraction(indicator.unit.printed_scale, 10**indicator.places)
    found: list[Fraction] = []
    for band in bands:
        ends = [end for end in (band.low, band.high) if end is not None]
        stepped = [end + step for end in ends for step in (-printed, Fraction(0), printed)]
        found += [one for one in stepped if one == band.value or (_is_in(one, band) and band.low != band.high)]
        found.append(band.value)
    aim = case_of_value(indicator, cases.period, None).aim()
    sound = [one for one in found if one >= 0] or found
    return min(sound, key=lambda one: abs(one - aim.nearest(one)) if aim else abs(one))


def _is_in(value: Fraction, band: Band) -> bool:
    return (band.low is None or band.low < value) and (band.high is None or value < band.high)


def _beside(case: Possible, cases: Cases) -> Iterator[str]:
    indicator, grain = cases.indicator, cases.period.grain
    for against, direction in case.directions.items():
        if direction is not None:
            yield _moved(direction, against)
    answers: list[tuple[Condition, bool | None]] = [*case.runs.items(), *case.beside.items()]
    for condition, answer in answers:
        if answer is not None:
            yield f"{'not ' * (not answer)}{spelled(condition, indicator.unit, grain)}"
    if case.judgement is not None:
        yield f"set to {case.judgement.name} by judgement"


def _moved(direction: Direction, against: object) -> str:
    if isinstance(against, Period):
        return f"{direction.value} since {against}"
    if isinstance(against, Comparator):
        return f"{direction.value} {since(against)}"
    return direction.value
