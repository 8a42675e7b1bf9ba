"""Every case that an indicator can come to, before there is any data: what can never be so, and what always is.

Approach: a case is a value, as one of the bands between the limits of the rules, and an answer to each question that
earlier figures settle: directions of travel and runs of periods. These answers are taken to be free of each other and
of the value, but for what the words themselves exclude. So there may be cases here that can never come, but no case
that can come is left out: what holds in none of these never holds, and what holds in all of them always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from itertools import product
from typing import assert_never

from kpidsl.evaluation.bands import Band, bands, edges
from kpidsl.evaluation.case import case_of_value
from kpidsl.evaluation.comparable import comparator_period
from kpidsl.evaluation.forecasts import forecast_periods
from kpidsl.evaluation.judging import first_state, holds
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.spec.condition import (
    Again,
    AgainstBenchmark,
    AgainstFloor,
    AgainstTarget,
    AllOf,
    AnyOf,
    BetterBy,
    Changed,
    Compared,
    Condition,
    Dated,
    FirstTime,
    Held,
    InShare,
    InState,
    Moved,
    Not,
    NoValue,
    OfForecast,
    ShortBy,
    Unasked,
    Within,
    parts,
)
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.target import BetterThan, FromData, Goal
from kpidsl.spec.travel import TrendOver
from kpidsl.terms import Comparator, Direction, Polarity, Reason, Relation
from kpidsl.values import dataclass

MOST_CASES = 20_000  # beyond that nothing is said: no rule that people can read asks for so many
_ANSWERS = (False, None, True)  # in the order in which `and` takes the first and `or` the last
Run = Held | FirstTime | Again
Compares = Period | Comparator | TrendOver
Plain = AgainstTarget | AgainstFloor | AgainstBenchmark | Within | BetterBy | ShortBy | Compared


@dataclass(frozen=True, slots=True)
class Possible:
    """A case that an indicator may come to in a period; `band` is None where there is no value, for a `reason` (None
    for any that no condition asks for).

    `judgement` is a status that an officer may set. `plain` has the answers that the value settles, `directions` those
    against each period (or the baseline, or a trend), `runs` those that earlier periods settle, `beside` those of
    forecasts, of the figures of others and of the report before this one. `is_rated`: whether a value has a status,
    which is then the `state`; None where there is none.
    """

    indicator: Indicator
    period: Period
    band: Band | None
    reason: Reason | None
    judgement: State | None
    plain: Mapping[Condition, bool | None]
    directions: Mapping[Compares, Direction | None]
    runs: Mapping[Run, bool | None]
    beside: Mapping[Condition, bool | None]
    is_rated: bool
    state: State | None = field(init=False)  # found once, for it is asked for again and again

    def __post_init__(self) -> None:
        rated = self.is_rated and self.band is not None
        state = self.judgement or first_state(self.indicator.scheme, self.answer) if rated else None
        object.__setattr__(self, "state", state)

    def answer(self, condition: Condition) -> bool | None:
        """Whether the condition is so in this case; None where that cannot be told."""
        match condition:
            case AnyOf():
                return _ANSWERS[max(_ANSWERS.index(self.answer(part)) for part in condition.parts)]
            case AllOf():
                return _ANSWERS[min(_ANSWERS.index(self.answer(part)) for part in condition.parts)]
            case Not():
                return _ANSWERS[2 - _ANSWERS.index(self.answer(condition.part))]
            case Held() | FirstTime() | Again():
                return self.runs[condition]
            case OfForecast() | InShare() | Changed():
                return self.beside[condition]
            case Moved():
                direction = self.directions[_compared_with(condition, self.indicator, self.period)]
                return None if direction is None else direction is condition.direction
            case InState():
                state = self.state
                return None if state is None else state.name == condition.state
            case NoValue():
                return self.band is None and condition.reason in (None, self.reason)
            case AgainstTarget() | AgainstFloor() | AgainstBenchmark() | Within() | BetterBy() | ShortBy() | Compared():
                return self.beside[condition] if condition in self.beside else self.plain[condition]
            case Dated():
                raise AssertionError("only a scheme for milestones can ask this; check refuses it")
            case Unasked():
                return None
            case _:
                assert_never(condition)

    @property
    def can_be(self) -> bool:
        """Whether its runs go together: what has held for two periods has held for one, and holds now."""
        return all(
            self.answer(run.part) is True and not any(_excludes(run, other, self.runs) for other in self.runs)
            for run, answer in self.runs.items()
            if answer
        )


def _excludes(run: Run, other: Run, runs: Mapping[Run, bool | None]) -> bool:
    """Whether a run that holds cannot stand beside the answer to another."""
    if other.part != run.part:
        return False
    match run, other:
        case Held(), Held():
            return other.count < run.count and runs[other] is not True
        case Held(), FirstTime() | Again():
            return run.count > 1 and runs[other] is True
        case (FirstTime(), Again()) | (Again(), FirstTime()):
            return runs[other] is True
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Cases:
    """Every case of an indicator in one period, with the bands that its values fall into."""

    indicator: Indicator
    period: Period
    bands: tuple[Band, ...]
    cases: tuple[Possible, ...]


def possible(indicator: Indicator, period: Period, conditions: Iterable[Condition | None]) -> Cases | None:
    """Every case that differs for the conditions or for the status; None where they cannot all be known."""
    if any(_hangs_on_data(target.goal, indicator) for target in indicator.targets):
        return None
    states = [state.condition for state in indicator.scheme.states] if indicator.targets else []
    wanted = dict.fromkeys(part for condition in (*conditions, *states) for part in parts(condition))
    others = [part for part in wanted if _is_of_others(part, indicator)]
    questions: list[Condition] = [part for part in wanted if isinstance(part, Plain) and part not in others]
    found = bands(indicator, _limits(questions, indicator, period))
    ahead = _forecast([part for part in wanted if isinstance(part, OfForecast)], indicator, period)
    beside = [one | other for one, other in product(ahead, _any_answers(others))]
    moves = dict.fromkeys(_compared_with(part, indicator, period) for part in wanted if isinstance(part, Moved))
    runs = [part for part in wanted if isinstance(part, Run)]
    ways = _ways(indicator)
    judgements = (None, *dict.fromkeys(override.state for override in indicator.overrides))
    reasons = dict.fromkeys(part.reason for part in wanted if isinstance(part, NoValue) and part.reason)
    values = [(band, None) for band in found] + [(None, reason) for reason in (None, *reasons)]
    count = len(values) * len(judgements) * len(beside) * len(ways) ** len(moves) * len(_ANSWERS) ** len(runs)
    if count > MOST_CASES:
        return None
    cases: list[Possible] = []
    is_rated = indicator.target_for(period) is not None
    for band, reason in values:
        case = case_of_value(indicator, period, band.value if band else None)
        plain = {part: holds(part, case) for part in questions}
        directions = product(ways if band else ways[:1], repeat=len(moves))
        answers = product(_ANSWERS, repeat=len(runs))
        for judgement, way, answer, expected in product(judgements, directions, answers, beside):
            ways_, runs_ = dict(zip(moves, way, strict=True)), dict(zip(runs, answer, strict=True))
            one = Possible(indicator, period, band, reason, judgement, plain, ways_, runs_, expected, is_rated)
            if one.can_be:
                cases.append(one)
    return Cases(indicator, period, found, tuple(cases))


def _hangs_on_data(goal: Goal, indicator: Indicator) -> bool:
    match goal:
        case FromData():
            return True
        case BetterThan(Comparator() as comparator):
            return comparator is not Comparator.BASELINE or indicator.baseline is None
        case BetterThan(str() as benchmark):
            return _is_of_others(AgainstBenchmark(Relation.BETTER, benchmark), indicator)
        case _:
            return False


def _is_of_others(condition: Condition, indicator: Indicator) -> bool:
    """Whether it is asked of what stands elsewhere: figures of others in a file, or the report before this one."""
    if isinstance(condition, AgainstBenchmark):
        benchmark = indicator.benchmark(condition.benchmark)
        return benchmark is not None and benchmark.quantity is None
    return isinstance(condition, InShare | Changed)


def _any_answers(conditions: Sequence[Condition]) -> list[dict[Condition, bool | None]]:
    return [dict(zip(conditions, one, strict=True)) for one in product(_ANSWERS, repeat=len(conditions))]


def _forecast(
    asked_of_it: Sequence[OfForecast], indicator: Indicator, period: Period
) -> list[dict[Condition, bool | None]]:
    """The answers that a forecast may give together: any, where they hang on more than the forecast's own figure."""
    inner = [part for one in asked_of_it for part in parts(one.part)]
    by_value = Plain | AnyOf | AllOf | Not
    if any(_is_of_others(part, indicator) or not isinstance(part, by_value) for part in inner):
        return _any_answers(asked_of_it)
    found: list[dict[Condition, bool | None]] = [dict.fromkeys(asked_of_it)]
    for when in forecast_periods(period) if asked_of_it else ():
        for band in bands(indicator, _limits(inner, indicator, when)):
            case = case_of_value(indicator, period, None, Figure(when, band.value, None, None, None, ()))
            answers: dict[Condition, bool | None] = {one: holds(one, case) for one in asked_of_it}
            if answers not in found:
                found.append(answers)
    return found


def _limits(wanted: Iterable[Condition], indicator: Indicator, period: Period) -> frozenset[Fraction]:
    lone = case_of_value(indicator, period, None)
    floor = indicator.floor_for(period)
    return edges(wanted, indicator, lone.aim(), lone.aim(floor) if floor else None)


def _ways(indicator: Indicator) -> tuple[Direction | None, ...]:
    if indicator.polarity is Polarity.NONE:
        return (None, Direction.HIGHER, Direction.LOWER, Direction.SAME)
    return (None, Direction.IMPROVED, Direction.WORSENED, Direction.UNCHANGED)


def _compared_with(moved: Moved, indicator: Indicator, period: Period) -> Compares:
    """What a direction is taken against; two comparators that mean one period have one direction."""
    against = moved.comparator or indicator.comparators[0]
    return against if isinstance(against, TrendOver) else comparator_period(period, against) or against
