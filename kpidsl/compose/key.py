"""The key to the table, written from the rules: what is printed cannot differ from what was judged."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import numbers, words
from kpidsl.compose.performance import trend
from kpidsl.document.model import Key, KeyEntry, Text
from kpidsl.evaluation.model import Assessment, Evaluation, Unrated
from kpidsl.quantity import PERCENT, spell
from kpidsl.spec.model import (
    AgainstBenchmark,
    AgainstTarget,
    AllOf,
    AnyOf,
    Compared,
    Condition,
    Indicator,
    InState,
    Moved,
    Not,
    NoValue,
    PerformanceTable,
    Ran,
    Tolerance,
    Within,
)
from kpidsl.terms import Grain, Judge, TableColumn


def key(evaluation: Evaluation, place: PerformanceTable) -> Key:
    """What the marks and words in the table mean; only of what it shows."""
    shown = [one for one in evaluation.assessments if one.indicator.section is not None]
    columns = {column.column: column for column in place.columns}
    entries: list[KeyEntry] = []
    period = evaluation.spec.period
    if TableColumn.STATUS in columns and any(one.state for one in shown):
        tolerance = _tolerance(shown)
        for state in evaluation.spec.scheme.states:
            if state.condition is not None:
                text = _in_words(state.condition, tolerance, period.grain)
            elif _ends_in_tolerance(evaluation):
                text = "misses the target by more"
            else:
                text = "everything else that has a target"
            entries.append(KeyEntry(state.mark, (Text(_sentence(text)),)))
    if TableColumn.STATUS in columns and any(one.unrated is Unrated.NO_TARGET for one in shown):
        entries.append(KeyEntry(words.NOT_RATED, (Text("No target is set: the figure shows demand or context."),)))
    periods = columns[TableColumn.TREND].periods if TableColumn.TREND in columns else 0
    if periods and any(trend(one, periods) for one in shown):
        first, last = words.short(period.back(periods - 1)), words.short(period)
        drawing = (
            f"A line from {first} on the left to {last} on the right, which has the dot. The dashed line is the "
            "target. Drawn where there is a target."
        )
        entries.append(KeyEntry("Trend", (Text(drawing),)))
    judged = {one.indicator.judge for one in shown if one.state}
    if judged and TableColumn.STATUS in columns:
        entries.append(KeyEntry("Rounding", (Text(_rounding(judged)),)))
    return Key(words.KEY_TITLE, tuple(entries))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _rounding(judged: set[Judge]) -> str:
    text = {
        frozenset({Judge.DISPLAYED}): "Status is judged on the figure as printed.",
        frozenset(
            {Judge.DISPLAYED, Judge.UNROUNDED}
        ): "Some statuses are judged on the printed figure, some on the exact one.",
    }.get(frozenset(judged), "Status is judged on the exact figure.")
    return f"{text} Differences are taken before rounding. A figure on a boundary takes the better status."


def _ends_in_tolerance(evaluation: Evaluation) -> bool:
    """Whether all that `otherwise` is left with is a miss beyond the state before it."""
    states = evaluation.spec.scheme.states
    return len(states) > 1 and isinstance(states[-2].condition, Within)


def _tolerance(shown: Iterable[Assessment]) -> str:
    """The tolerance in words: its amount, where all rated indicators share one."""
    amounts = {_width(one.indicator, one.indicator.tolerance) for one in shown if one.state and one.indicator.tolerance}
    return amounts.pop() if len(amounts) == 1 else "the indicator's own tolerance"


def _width(indicator: Indicator, tolerance: Tolerance) -> str:
    if tolerance.amount is None:
        return f"{spell((tolerance.share or Fraction()) * 100, PERCENT, None)} of the target"
    return numbers.difference(indicator.unit, tolerance.amount, None)


def _in_words(condition: Condition, tolerance: str, grain: Grain) -> str:
    """A scheme's condition as a reader would say it."""
    match condition:
        case AnyOf():
            return ", or ".join(_in_words(part, tolerance, grain) for part in condition.parts)
        case AllOf():
            return ", and ".join(_in_words(part, tolerance, grain) for part in condition.parts)
        case Not():
            return f"not so: {_in_words(condition.part, tolerance, grain)}"
        case Ran():
            if condition.count is None:
                return f"for the first time {_in_words(condition.part, tolerance, grain)}"
            length = words.count_of(condition.count, grain.value, f"{grain.value}s")
            return f"for {length} {_in_words(condition.part, tolerance, grain)}"
        case AgainstTarget():
            return f"{condition.relation} than the target"
        case AgainstBenchmark():
            return f"{condition.relation} than the benchmark “{condition.benchmark}”"
        case Within():
            return f"misses the target by no more than {tolerance}"
        case Moved():
            since = f" since {words.compared_with(condition.comparator, grain)}" if condition.comparator else ""
            return f"{words.DIRECTIONS[condition.direction]}{since}"
        case NoValue() | Compared() | InState():
            raise AssertionError("a scheme cannot ask this; check refuses it")
        case _:
            assert_never(condition)
