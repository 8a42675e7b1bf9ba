"""What the states of a scheme ask, as a reader of the key would say it, so that any row can be checked by hand.

Each question has words for yes and words for no, so that no reader has to turn a sentence round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import assert_never

from kpidsl.compose import directions, words
from kpidsl.quantity import PERCENT, PERCENTAGE_POINTS, Dimension, spell
from kpidsl.saying import marked, say, say_number
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
    asked,
)
from kpidsl.spec.indicator import Scheme
from kpidsl.spec.target import Margin
from kpidsl.terms import DateQuestion, Direction, Grain, Polarity, Relation
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Aimed:
    """How a value can stand to the targets of a scheme's rows, as the catalogue knows it. `it_by` is `by` where the
    target has just been named, and `by_more` is further off than the state above takes; `of` is what a share is a share
    of. What `met` is called before `or`, `met_or` says."""

    met: str
    missed: str
    better: str
    no_better: str
    better_by: str
    by: str
    by_more: str
    it_by: str
    met_or: str
    of: str = marked("{share} of it")


_MISSED = marked("misses the target")
_BETTER = (
    marked("better than the target"),
    marked("no better than the target"),
    marked("better than the target by {how_far}"),
    marked("misses the target by {how_far}"),
    marked("misses the target by more"),
    marked("misses it by {how_far}"),
)
_MEETS = marked("meets the target")
_ON = marked("on the target")
_PLAIN = Aimed(marked("at or better than the target"), _MISSED, *_BETTER, met_or=_MEETS)
_STRICT = Aimed(_MEETS, _MISSED, *_BETTER, met_or=_MEETS)
_CLOSE = Aimed(
    met=_ON,
    missed=marked("off the target"),
    better=_ON,
    no_better=marked("off the target"),
    better_by=marked("on the target by {how_far}"),
    by=marked("off the target by {how_far}"),
    by_more=marked("off the target by more"),
    it_by=marked("off it by {how_far}"),
    met_or=_ON,
)
_RANGE = Aimed(
    met=marked("within its range"),
    missed=marked("outside its range"),
    better=marked("inside its range, and not at an end of it"),
    no_better=marked("at an end of its range, or outside it"),
    better_by=marked("inside its range, and not at an end of it by {how_far}"),
    by=marked("outside its range by {how_far}"),
    by_more=marked("outside its range by more"),
    it_by=marked("outside it by {how_far}"),
    met_or=marked("within its range"),
    of=marked("{share} of its nearer end"),
)
_MIXED = Aimed(
    met=marked("meets its target or lies within its range"),
    missed=marked("misses its target or range"),
    better=marked("better than its target, or inside its range"),
    no_better=marked("no better than its target or range"),
    better_by=marked("better than its target, or inside its range by {how_far}"),
    by=marked("misses its target or range by {how_far}"),
    by_more=marked("misses its target or range by more"),
    it_by=marked("misses it by {how_far}"),
    met_or=marked("meets its target or lies within its range"),
)
# Of these the English is a sentence with its subject alone; the others need “is”.
_VERBS = ("meets ", "misses ")


def aimed(polarities: Iterable[Polarity], *, any_strict: bool) -> Aimed:
    """How the targets of indicators of these polarities are spoken of together."""
    kinds = set(polarities)
    if kinds == {Polarity.BETWEEN}:
        return _RANGE
    if kinds == {Polarity.CLOSEST}:
        return _CLOSE
    if Polarity.BETWEEN in kinds:
        return _MIXED
    return _STRICT if any_strict or Polarity.CLOSEST in kinds else _PLAIN


_MOVED: dict[Direction, tuple[str, str]] = {
    Direction.IMPROVED: (marked("has improved"), marked("has not improved")),
    Direction.WORSENED: (marked("has worsened"), marked("has not worsened")),
    Direction.UNCHANGED: (marked("is unchanged"), marked("has changed")),
    Direction.HIGHER: (marked("is higher"), marked("is not higher")),
    Direction.LOWER: (marked("is lower"), marked("is not lower")),
    Direction.SAME: (marked("is the same"), marked("is not the same")),
}
_MOVED_SINCE: dict[Direction, tuple[str, str]] = {
    Direction.IMPROVED: (marked("has improved {since}"), marked("has not improved {since}")),
    Direction.WORSENED: (marked("has worsened {since}"), marked("has not worsened {since}")),
    Direction.UNCHANGED: (marked("is unchanged {since}"), marked("has changed {since}")),
    Direction.HIGHER: (marked("is higher {since}"), marked("is not higher {since}")),
    Direction.LOWER: (marked("is lower {since}"), marked("is not lower {since}")),
    Direction.SAME: (marked("is the same {since}"), marked("is not the same {since}")),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """How the conditions of one scheme are worded: its rows' targets, their tolerance, and the length of a period."""

    aimed: Aimed
    tolerance: str
    grain: Grain

    def meanings(self, scheme: Scheme) -> Iterator[str]:
        """What each state means, in order."""
        met_above = False  # whether all that meets its target has gone to a state above
        for state in scheme.states:
            yield self._rest(scheme) if state.condition is None else self.says(state.condition, met_above=met_above)
            met_above = met_above or _takes_what_is_met(state.condition)

    def _rest(self, scheme: Scheme) -> str:
        """What is left for `otherwise`: where each state goes further than the one above, all that the last does not
        take."""
        steps = [state.condition for state in scheme.states[:-1] if state.condition is not None]
        if _are_steps(steps):
            return say(self.aimed.by_more) if isinstance(steps[-1], Within) else self.says(steps[-1], is_so=False)
        return say("everything else") if scheme.for_milestones else say("everything else that has a target")

    def says(self, condition: Condition, *, is_so: bool = True, met_above: bool = False) -> str:
        """The condition in words, or its opposite. With `met_above`, what meets its target is not named again."""
        match condition:
            case AnyOf() | AllOf():
                joins = _joined_by(condition, is_so)
                said = []
                for part in condition.parts:
                    text = self.says(part, is_so=is_so, met_above=met_above)
                    said.append(text if _joined_by(part, is_so) in (joins, None) else f"({text})")
                return reduce(_either if joins is AnyOf else _both, said)
            case Not():
                return self.says(condition.part, is_so=not is_so, met_above=met_above)
            case Held() | FirstTime() | Again():
                return _said(self._ran(condition), is_so=is_so)
            case AgainstTarget():
                return say(self._against_target(condition.relation, is_so=is_so))
            case AgainstFloor():
                return say(_AGAINST_FLOOR[condition.relation, is_so])
            case AgainstBenchmark():
                return say(_AGAINST_BENCHMARK[condition.relation, is_so], benchmark=condition.benchmark)
            case Within():
                margin = self._margin(condition.margin)
                if is_so:
                    return self._missed(say("no more than {margin}", margin=margin), met_above)
                return say(self.aimed.by, how_far=say("more than {margin}", margin=margin))
            case BetterBy():
                how_far = say("{margin} or more", margin=self._margin(condition.margin))
                return _said(say(self.aimed.better_by, how_far=how_far), is_so=is_so)
            case ShortBy():
                margin = self._margin(condition.margin)
                if is_so:
                    return say(self.aimed.by, how_far=say("{margin} or more", margin=margin))
                return self._missed(say("less than {margin}", margin=margin), met_above)
            case Moved():
                moved, which = condition.direction, 0 if is_so else 1
                if condition.comparator is None:
                    return say(_MOVED[moved][which])
                return say(_MOVED_SINCE[moved][which], since=directions.since(condition.comparator, self.grain))
            case OfForecast():
                text = self.says(condition.part, is_so=is_so)
                if self._lead(condition.part, is_so).startswith(_VERBS):
                    return say("its forecast for the year {condition}", condition=text)
                return say("its forecast for the year is {condition}", condition=text)
            case Dated():
                return _said(_of_dates(condition), is_so=is_so)
            case NoValue() | Compared() | InState() | InShare() | Changed() | Unasked():
                raise AssertionError("a scheme cannot ask this; check refuses it")
            case _:
                assert_never(condition)

    def _ran(self, run: Held | FirstTime | Again) -> str:
        text = self.says(run.part)
        part = f"({text})" if _joined_by(run.part, True) else text
        match run:
            case Held():
                length = words.lasting(run.count, self.grain, spelt=False)
                return say("for {length} in a row: {condition}", length=length, condition=part)
            case FirstTime():
                return say("for the first time: {condition}", condition=part)
            case Again():
                return say("again: {condition}", condition=part)

    def _against_target(self, relation: Relation, *, is_so: bool) -> str:
        match relation:
            case Relation.AT_OR_BETTER:
                return self.aimed.met if is_so else self.aimed.missed
            case Relation.WORSE:
                return self.aimed.missed if is_so else self.aimed.met
            case Relation.BETTER:
                return self.aimed.better if is_so else self.aimed.no_better
            case _:
                assert_never(relation)

    def _lead(self, condition: Condition, is_so: bool) -> str:
        """The English that the words of a question on the target begin with."""
        match condition:
            case AgainstTarget():
                return self._against_target(condition.relation, is_so=is_so)
            case Within() | ShortBy():
                return self.aimed.met_or if isinstance(condition, Within) == is_so else self.aimed.by
            case _:
                return ""

    def _missed(self, how_far: str, met_above: bool) -> str:
        """At most so far off the target; what meets it is within that, too."""
        if met_above:
            return say(self.aimed.by, how_far=how_far)
        return say("{met} or {missed}", met=say(self.aimed.met_or), missed=say(self.aimed.it_by, how_far=how_far))

    def _margin(self, margin: Margin | None) -> str:
        if margin is None:
            return self.tolerance
        if margin.share is not None:
            return say(self.aimed.of, share=spell(margin.share * 100, PERCENT, None))
        assert margin.amount is not None
        assert margin.unit is not None
        unit = PERCENTAGE_POINTS if margin.unit.dimension is Dimension.POINTS else margin.unit
        return spell(margin.amount, unit, None)


_AGAINST_FLOOR = {
    (Relation.AT_OR_BETTER, True): marked("at or better than the floor"),
    (Relation.AT_OR_BETTER, False): marked("worse than the floor"),
    (Relation.WORSE, True): marked("worse than the floor"),
    (Relation.WORSE, False): marked("at or better than the floor"),
    (Relation.BETTER, True): marked("better than the floor"),
    (Relation.BETTER, False): marked("no better than the floor"),
}
_AGAINST_BENCHMARK = {
    (Relation.AT_OR_BETTER, True): marked("at or better than the benchmark “{benchmark}”"),
    (Relation.AT_OR_BETTER, False): marked("worse than the benchmark “{benchmark}”"),
    (Relation.WORSE, True): marked("worse than the benchmark “{benchmark}”"),
    (Relation.WORSE, False): marked("at or better than the benchmark “{benchmark}”"),
    (Relation.BETTER, True): marked("better than the benchmark “{benchmark}”"),
    (Relation.BETTER, False): marked("no better than the benchmark “{benchmark}”"),
}


def _said(text: str, *, is_so: bool) -> str:
    return text if is_so else say("not {condition}", condition=text)


def _both(first: str, second: str) -> str:
    return say("{first}, and {second}", first=first, second=second)


def _either(first: str, second: str) -> str:
    return say("{first}, or {second}", first=first, second=second)


def _of_dates(asked: Dated) -> str:
    days = say_number(asked.days, "{number} day", "{number} days")
    match asked.question:
        case DateQuestion.DONE:
            return say("done by the day of the report")
        case DateQuestion.DONE_ON_TIME:
            return say("done on or before its due date")
        case DateQuestion.DONE_LATE:
            if asked.days:
                return say("done more than {days} after its due date", days=days)
            return say("done after its due date")
        case DateQuestion.EXPECTED_ON_TIME:
            return say("expected on or before its due date")
        case DateQuestion.EXPECTED_LATE:
            if asked.days:
                return say("expected more than {days} after its due date", days=days)
            return say("expected after its due date")
        case DateQuestion.OVERDUE:
            return say("still not done after its due date")
        case DateQuestion.DUE_WITHIN:
            if asked.days:
                return say("due on the day of the report or in the {days} after it", days=days)
            return say("due on the day of the report")
        case DateQuestion.NOT_DUE_YET:
            return say("not due yet")
        case _:
            assert_never(asked.question)


def _joined_by(condition: Condition, is_so: bool) -> type[AnyOf | AllOf] | None:
    """How the parts of a condition (or of its opposite) hang together; None of one that is not put together."""
    match condition:
        case Not():
            return _joined_by(condition.part, not is_so)
        case AnyOf() | AllOf():
            return AnyOf if isinstance(condition, AnyOf) == is_so else AllOf
        case _:
            return None


def _takes_what_is_met(condition: Condition | None) -> bool:
    return isinstance(condition, Within) or condition == AgainstTarget(Relation.AT_OR_BETTER)


def _is_step(condition: Condition) -> bool:
    """Whether whatever is better than a value for which it is so is so, too."""
    match condition:
        case Within() | BetterBy() | Not(ShortBy()):
            return True
        case AgainstTarget() | AgainstFloor():
            return condition.relation is not Relation.WORSE
        case _:
            return False


def _are_steps(conditions: Sequence[Condition]) -> bool:
    """Whether each of them takes all that those above it take, so that the last says what is left. A floor does where
    all others ask for the target: no margin is known to end above it."""
    above_target = all(isinstance(one, AgainstTarget | BetterBy) for one in conditions[:-1])
    has_floor = any(isinstance(one, AgainstFloor) for one in conditions)
    return bool(conditions) and all(map(_is_step, conditions)) and (above_target or not has_floor)


def better_at_edges(scheme: Scheme) -> bool:
    """Whether a figure on a boundary has the better status, wherever the boundary is."""
    questions = [question for state in scheme.states for question in asked(state.condition)]
    return not any(
        isinstance(one, ShortBy)
        or (isinstance(one, AgainstTarget | AgainstFloor | AgainstBenchmark) and one.relation is Relation.BETTER)
        for one in questions
    )
