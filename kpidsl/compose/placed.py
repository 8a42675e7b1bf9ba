"""How the figures in prose were made: those that stand where a placeholder does."""

from __future__ import annotations

from typing import assert_never

from kpidsl.compose import vocabulary
from kpidsl.compose.because import travel_because
from kpidsl.compose.fill import Placed
from kpidsl.compose.origins import Origins, digits_of, how, quality_of
from kpidsl.compose.working import Working
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.period import Period
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Count, Placeholder
from kpidsl.spec.peers import ComparedWith, InGroup, PeriodOf
from kpidsl.terms import Comparator, Counted, Direction, Field, Judge, Quality


def of_placed(placed: Placed, evaluation: Evaluation, origins: Origins) -> Working:
    """What was printed where a placeholder stands: its rule is the line that asks for it."""
    placeholder, printed = placed.placeholder, placed.printed
    one = evaluation.of(placeholder.indicator) if placeholder.indicator else None
    asked = origins.line(placeholder.span)
    seen = printed.rests_on if len(printed.rests_on) < 2 else tuple(dict.fromkeys(printed.rests_on))
    made = _made(placeholder, one)
    figure = seen[0] if len(seen) == 1 else None
    counts = (figure.numerator, figure.denominator) if figure else (None, None)
    if isinstance(placeholder.field, Count):
        source = say("the indicators in the table")
    elif one and figure:
        source = origins.of(one.indicator, figure).source
    else:
        source = origins.rows(row for each in seen for row in each.observations)
    if one and placeholder.field is Field.TARGET and one.target and not source:
        source = origins.line(one.target.span)
    origin = origins.of_amounts(
        printed.amounts,
        parts=(digits_of(counts[0]), digits_of(counts[1])),
        source=source or asked,
        rule=f"{asked}: {made}" if made else asked,
        quality=quality_of(each for figure in seen for each in figure.qualities if each is not Quality.FINAL),
    )
    period = _period(placeholder, one) or (figure.period if figure else evaluation.spec.period)
    return Working(_called(placeholder), printed.text, origin, one.indicator if one else None, period)


def _period(placeholder: Placeholder, one: Assessment | None) -> Period | None:
    """The period of a benchmark or the baseline, where it says one."""
    match placeholder.field:
        case str() as name if one is not None:
            benchmark = one.indicator.benchmark(name)
        case InGroup(group=name) | PeriodOf(benchmark=name) if one is not None:
            benchmark = one.indicator.benchmark(name)
        case Field.BASELINE if one is not None:
            benchmark = one.indicator.baseline
        case _:
            benchmark = None
    return benchmark.period if benchmark else None


def _called(placeholder: Placeholder) -> str:
    match placeholder.field:
        case Field():
            return say(vocabulary.FIELDS[placeholder.field])
        case Count():
            counted = _counted(placeholder.field.what)
            if placeholder.field.share:
                return say("share of {counted}", counted=counted)
            return say("count of {counted}", counted=counted)
        case InGroup():
            standing, group = say(vocabulary.COLUMNS[placeholder.field.standing]), _named(placeholder.field.group)
            return say("{standing} in {group}", standing=standing, group=group)
        case PeriodOf():
            return say("period of {benchmark}", benchmark=_named(placeholder.field.benchmark))
        case ComparedWith(standard=standard):
            name = say(_STANDARDS[standard]) if standard in _STANDARDS else _named(str(standard))
            return say("compared with {standard}", standard=name)
        case str():
            return _named(placeholder.field)
        case _:
            assert_never(placeholder.field)


_STANDARDS: dict[Comparator | str, str] = {
    Comparator.PREVIOUS: marked("previous"),
    Comparator.SAME_PERIOD_LAST_YEAR: marked("same period last year"),
    Comparator.OUTTURN: marked("outturn"),
    Comparator.BASELINE: marked("baseline"),
    "target": marked("target"),
    "floor": marked("floor"),
}
_DIRECTIONS = vocabulary.DIRECTIONS | {Direction.SAME: marked("same")}


def _counted(what: Counted | Direction | str) -> str:
    """What is counted: a state by its name."""
    match what:
        case Counted():
            return say(vocabulary.COUNTED[what])
        case Direction():
            return say(_DIRECTIONS[what])
        case str():
            return what
        case _:
            assert_never(what)


def _named(name: str) -> str:
    """A name of the spec as words."""
    return name.replace("_", " ")


def _made(placeholder: Placeholder, one: Assessment | None) -> str:
    """How the figure that a placeholder asks for is made, where that is more than to print it."""
    match placeholder.field:
        case Count():
            return say("counted from the indicators of the report")
        case Field.GAP if one is not None and one.indicator.judge is Judge.DISPLAYED:
            return say("the value as printed less its target")
        case Field.GAP:
            return say("the value less its target, before rounding")
        case Field.CHANGE:
            return travel_because(one.indicator, one.figure, one.directions[0]) if one else ""
        case Field.REMAINDER:
            return say("denominator less numerator")
        case Field.VALUE if one is not None:
            return how(one.indicator, one.figure)
        case _:
            return ""
