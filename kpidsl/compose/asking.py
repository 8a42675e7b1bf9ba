"""What the states of a scheme ask, as a reader of the key would say it, so that any row can be checked by hand.

Each question has words for yes and words for no, so that no reader has to turn a sentence round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from kpidsl.compose import directions, words
from kpidsl.quantity import PERCENT, spell
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


@dataclass(frozen=True, slots=True)
class Aimed:
    """How a value can stand to the targets of a scheme's rows. After `by` comes how far, and after `it_by` too, where
    the target has just been named; `of` is what a share is a share of."""

    met: str
    missed: str
    better: str
    no_better: str
    by: str
    it_by: str
    of: str = "of it"


_VERBS = ("meets ", "misses ", "has ", "is ")
_BETTER = "better than the target"
_NO_BETTER = "no better than the target"
_MISSED = ("misses the target by", "misses it by")
_PLAIN = Aimed("at or better than the target", "misses the target", _BETTER, _NO_BETTER, *_MISSED)
_STRICT = Aimed("meets the target", "misses the target", _BETTER, _NO_BETTER, *_MISSED)
_CLOSE = Aimed("on the target", "off the target", "on the target", "off the target", "off the target by", "off it by")
_RANGE = Aimed(
    met="within its range",
    missed="outside its range",
    better="inside its range, and not at an end of it",
    no_better="at an end of its range, or outside it",
    by="outside its range by",
    it_by="outside it by",
    of="of its nearer end",
)
_MIXED = Aimed(
    met="meets its target or lies within its range",
    missed="misses its target or range",
    better="better than its target, or inside its range",
    no_better="no better than its target or range",
    by="misses its target or range by",
    it_by="misses it by",
)


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
    Direction.IMPROVED: ("has improved", "has not improved"),
    Direction.WORSENED: ("has worsened", "has not worsened"),
    Direction.UNCHANGED: ("is unchanged", "has changed"),
    Direction.HIGHER: ("is higher", "is not higher"),
    Direction.LOWER: ("is lower", "is not lower"),
    Direction.SAME: ("is the same", "is not the same"),
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
            return f"{self.aimed.by} more" if isinstance(steps[-1], Within) else self.says(steps[-1], is_so=False)
        return "everything else" if scheme.for_milestones else "everything else that has a target"

    def says(self, condition: Condition, *, is_so: bool = True, met_above: bool = False) -> str:
        """The condition in words, or its opposite. With `met_above`, what meets its target is not named again."""
        match condition:
            case AnyOf() | AllOf():
                word = _joined_by(condition, is_so)
                said = []
                for part in condition.parts:
                    text = self.says(part, is_so=is_so, met_above=met_above)
                    said.append(text if _joined_by(part, is_so) in (word, "") else f"({text})")
                return f", {word} ".join(said)
            case Not():
                return self.says(condition.part, is_so=not is_so, met_above=met_above)
            case Held() | FirstTime() | Again():
                return "not " * (not is_so) + self._ran(condition)
            case AgainstTarget():
                return self._against_target(condition.relation, is_so=is_so)
            case AgainstFloor():
                return f"{_RELATIONS[condition.relation, is_so]} than the floor"
            case AgainstBenchmark():
                return f"{_RELATIONS[condition.relation, is_so]} than the benchmark “{condition.benchmark}”"
            case Within():
                how_far = f"no more than {self._margin(condition.margin)}"
                return self._missed(how_far, met_above) if is_so else f"{self.aimed.by} {how_far.removeprefix('no ')}"
            case BetterBy():
                return "not " * (not is_so) + f"{self.aimed.better} by {self._margin(condition.margin)} or more"
            case ShortBy():
                width = self._margin(condition.margin)
                return f"{self.aimed.by} {width} or more" if is_so else self._missed(f"less than {width}", met_above)
            case Moved():
                since = f" {directions.since(condition.comparator, self.grain)}" if condition.comparator else ""
                return _MOVED[condition.direction][0 if is_so else 1] + since
            case OfForecast():
                text = self.says(condition.part, is_so=is_so)
                return f"its forecast for the year {'' if text.startswith(_VERBS) else 'is '}{text}"
            case Dated():
                return _of_dates(condition) if is_so else f"not {_of_dates(condition)}"
            case NoValue() | Compared() | InState() | InShare() | Changed() | Unasked():
                raise AssertionError("a scheme cannot ask this; check refuses it")
            case _:
                assert_never(condition)

    def _ran(self, run: Held | FirstTime | Again) -> str:
        text = self.says(run.part)
        part = f"({text})" if _joined_by(run.part, True) else text
        match run:
            case Held():
                length = words.count_of(run.count, self.grain.value, f"{self.grain.value}s")
                return f"for {length} in a row: {part}"
            case FirstTime():
                return f"for the first time: {part}"
            case Again():
                return f"again: {part}"

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

    def _missed(self, how_far: str, met_above: bool) -> str:
        """At most so far off the target; what meets it is within that, too."""
        if met_above:
            return f"{self.aimed.by} {how_far}"
        met = "meets the target" if self.aimed is _PLAIN else self.aimed.met
        return f"{met} or {self.aimed.it_by} {how_far}"

    def _margin(self, margin: Margin | None) -> str:
        if margin is None:
            return self.tolerance
        if margin.share is not None:
            return f"{spell(margin.share * 100, PERCENT, None)} {self.aimed.of}"
        assert margin.amount is not None
        assert margin.unit is not None
        return spell(margin.amount, margin.unit, None).replace(" point", " percentage point")


_RELATIONS = {
    (Relation.AT_OR_BETTER, True): "at or better",
    (Relation.AT_OR_BETTER, False): "worse",
    (Relation.WORSE, True): "worse",
    (Relation.WORSE, False): "at or better",
    (Relation.BETTER, True): "better",
    (Relation.BETTER, False): "no better",
}


def _of_dates(asked: Dated) -> str:
    days = words.count_of(asked.days, "day", "days")
    after = f"more than {days} after its due date" if asked.days else "after its due date"
    match asked.question:
        case DateQuestion.DONE:
            return "done by the day of the report"
        case DateQuestion.DONE_ON_TIME:
            return "done on or before its due date"
        case DateQuestion.DONE_LATE:
            return f"done {after}"
        case DateQuestion.EXPECTED_ON_TIME:
            return "expected on or before its due date"
        case DateQuestion.EXPECTED_LATE:
            return f"expected {after}"
        case DateQuestion.OVERDUE:
            return "still not done after its due date"
        case DateQuestion.DUE_WITHIN:
            after = f" or in the {days} after it" if asked.days else ""
            return f"due on the day of the report{after}"
        case DateQuestion.NOT_DUE_YET:
            return "not due yet"
        case _:
            assert_never(asked.question)


def _joined_by(condition: Condition, is_so: bool) -> str:
    """The word between the parts of a condition (or of its opposite); empty for one that is not put together."""
    match condition:
        case Not():
            return _joined_by(condition.part, not is_so)
        case AnyOf() | AllOf():
            return "or" if isinstance(condition, AnyOf) == is_so else "and"
        case _:
            return ""


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
