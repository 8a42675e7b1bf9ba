"""Every case that an indicator can come to, before there is any data: what can never be so, and what always is.

Approach: a case is a value, as one of the bands between the limits of the rules, and an answer to each question that
earlier figures settle: directions of travel and runs of periods. These answers are taken to be free of each other and
of the value, but for what the words themselves exclude. So there may be cases here that can never come, but no case
that can come is left out: what holds in none of these never holds, and what holds in all of them always does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeVar, assert_never

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
from kpidsl.values import dataclass, field

MOST_CASES = 20_000  # beyond that nothing is said: no rule that people can read asks for so many
_ANSWERS = (False, None, True)  # in the order in which `and` takes the first and `or` the last
C = TypeVar("C", bound=Condition)
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
        """Whether its runs go with the rest: what has held until now holds now."""
        return all(self.answer(run.part) is True for run, answer in self.runs.items() if answer)


def _go_together(runs: Mapping[Run, bool | None]) -> bool:
    """Whether runs can have these answers at once: what has held for two periods has held for one."""
    return not any(_excludes(run, other, runs) for run, answer in runs.items() if answer for other in runs)


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


@dataclass(frozen=True, slots=True)
class Questions:
    """What the cases of an indicator in one period differ in: each value with what it settles, and the answers that
    each question may have."""

    indicator: Indicator
    period: Period
    values: tuple[tuple[Band | None, Reason | None, Mapping[Condition, bool | None]], ...]
    judgements: tuple[State | None, ...]
    ways: tuple[Direction | None, ...]
    moves: tuple[tuple[Moved, Compares], ...]
    runs: tuple[Run, ...]
    beside: tuple[Mapping[Condition, bool | None], ...]
    is_rated: bool

    @property
    def count(self) -> int:
        """How many cases there are, before those are left out that cannot be."""
        free = [len(self.ways) for _ in {against for _, against in self.moves}] + [len(_ANSWERS) for _ in self.runs]
        return len(self.values) * len(self.judgements) * len(self.beside) * prod(free)

    @property
    def kind(self) -> object:
        """Equal for two sets of questions, asked for the same conditions and scheme, whose cases differ in nothing but
        the figures that stand at the ends of their bands."""
        values = tuple((band is None, reason, *plain.values()) for band, reason, plain in self.values)
        return (values, self.kind_beside)

    @property
    def kind_beside(self) -> object:
        """The same of all but the values."""
        against = [each for _, each in self.moves]
        return (
            self.judgements,
            self.ways,
            tuple(map(against.index, against)),
            self.runs,
            tuple(tuple(each.items()) for each in self.beside),
            self.is_rated,
        )

    def cases(self) -> Iterator[Possible]:
        """Every case that can be."""
        moves = dict.fromkeys(against for _, against in self.moves)
        any_way = [dict(zip(moves, way, strict=True)) for way in product(self.ways, repeat=len(moves))]
        no_way = [dict.fromkeys(moves, self.ways[0])]  # nothing moves where there is no value
        runs = [each for each in _any_answers(self.runs) if _go_together(each)]
        for band, reason, plain in self.values:
            for judgement, way, answers, beside in product(
                self.judgements, any_way if band else no_way, runs, self.beside
            ):
                one = Possible(
                    self.indicator, self.period, band, reason, judgement, plain, way, answers, beside, self.is_rated
                )
                if one.can_be:
                    yield one


def possible(indicator: Indicator, period: Period, conditions: Iterable[Condition | None]) -> Cases | None:
    """Every case that differs for the conditions or for the status; None where they cannot all be known."""
    asked = questions(indicator, period, conditions)
    if asked is None or asked.count > MOST_CASES:
        return None
    found = tuple(band for band, _, _ in asked.values if band is not None)
    return Cases(indicator, period, found, tuple(asked.cases()))


def questions(indicator: Indicator, period: Period, conditions: Iterable[Condition | None]) -> Questions | None:
    """What the cases differ in for the conditions or for the status; None where that hangs on data."""
    if any(_hangs_on_data(target.goal, indicator) for target in indicator.targets):
        return None
    states = [state.condition for state in indicator.scheme.states] if indicator.targets else []
    wanted = dict.fromkeys(part for condition in (*conditions, *states) for part in parts(condition))
    others = [part for part in wanted if _is_of_others(part, indicator)]
    plain: list[Condition] = [part for part in wanted if isinstance(part, Plain) and part not in others]
    found = bands(indicator, _limits(plain, indicator, period))
    ahead = _forecast([part for part in wanted if isinstance(part, OfForecast)], indicator, period)
    reasons = dict.fromkeys(part.reason for part in wanted if isinstance(part, NoValue) and part.reason)
    values: list[tuple[Band | None, Reason | None]] = [(band, None) for band in found]
    values += [(None, reason) for reason in (None, *reasons)]

    def answers(band: Band | None) -> dict[Condition, bool | None]:
        case = case_of_value(indicator, period, band.value if band else None)
        return {part: holds(part, case) for part in plain}

    return Questions(
        indicator,
        period,
        tuple((band, reason, answers(band)) for band, reason in values),
        judgements=(None, *dict.fromkeys(override.state for override in indicator.overrides)),
        ways=_ways(indicator),
        moves=tuple((part, _compared_with(part, indicator, period)) for part in wanted if isinstance(part, Moved)),
        runs=tuple(part for part in wanted if isinstance(part, Run)),
        beside=tuple(one | other for one, other in product(ahead, _any_answers(others))),
        is_rated=indicator.target_for(period) is not None,
    )


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


def _any_answers(conditions: Sequence[C]) -> list[dict[C, bool | None]]:
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
