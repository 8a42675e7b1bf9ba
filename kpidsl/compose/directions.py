"""Direction of travel in words: in the table, in its key, and for those who do not see a trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import words
from kpidsl.document.model import KeyEntry, Text
from kpidsl.evaluation.case import judged
from kpidsl.evaluation.comparable import looked_at
from kpidsl.evaluation.model import Assessment, Travel
from kpidsl.period import Period
from kpidsl.saying import say
from kpidsl.spec.condition import Moved, asked
from kpidsl.spec.indicator import Indicator, Scheme
from kpidsl.spec.model import PerformanceTable, TableColumnSpec
from kpidsl.spec.travel import Against, TrendOver
from kpidsl.terms import Comparator, Direction, Grain, Polarity, Reason, TableColumn

REDEFINED = "the measure was redefined"
ANEW = "the year's count begins anew"
STILL_IN_RANGE = "Still in range"
STILL_ON_TARGET = "Still on target"
AS_FAR_OFF = "As far from target"
TARGET_MET = "Worsened, target met"
TARGET_MISSED = "Worsened, target missed"
_MEANINGS = {
    STILL_IN_RANGE: "The figure moved, and is inside its range as it was before.",
    STILL_ON_TARGET: "The figure moved with its target, and is just on it as it was before.",
    AS_FAR_OFF: "The figure moved, and is as far from its target as it was before.",
    TARGET_MET: "The figure moved the wrong way, and meets its target all the same.",
    TARGET_MISSED: "The figure moved the wrong way, and misses its target.",
}


def since(against: Against, grain: Grain) -> str:
    """`since the quarter before`, `over eight quarters`."""
    if isinstance(against, TrendOver):
        return f"over {words.in_words(against.periods)} {against.grain.value}s"
    return f"since {words.compared_with(against, grain)}"


def of(one: Assessment, against: Against | None) -> Travel:
    """The direction of travel that a column shows."""
    return next(travel for travel in one.directions if travel.against == against)


def word(one: Assessment, spec: TableColumnSpec) -> str:
    """What a direction column prints."""
    travel = of(one, spec.comparator)
    if travel.direction is None:
        return nothing(one, travel)
    if spec.with_target and travel.direction is Direction.WORSENED and one.aim and one.figure.amount is not None:
        return TARGET_MET if one.aim.is_met(judged(one.indicator, one.figure.amount)) else TARGET_MISSED
    return said(one, travel, travel.direction)


def nothing(one: Assessment, travel: Travel) -> str:
    """Why there is no direction or change."""
    return say(words.NOT_COMPARED) if travel.is_comparable or one.figure.amount is None else say(words.NOT_COMPARABLE)


def said(one: Assessment, travel: Travel, direction: Direction) -> str:
    """The word for a direction. Where near to the target is best, a figure may move and be neither better nor worse."""
    plain = say(words.DIRECTIONS[direction]).capitalize()
    if direction is not Direction.UNCHANGED or one.indicator.polarity not in (Polarity.CLOSEST, Polarity.BETWEEN):
        return plain
    if travel.other is None or travel.other.amount is None or one.figure.amount is None or one.aim is None:
        return plain
    now, before = judged(one.indicator, one.figure.amount), judged(one.indicator, travel.other.amount)
    if abs(now - before) <= one.indicator.steady:
        return plain
    if one.aim.miss(now):
        return AS_FAR_OFF
    return STILL_IN_RANGE if one.indicator.polarity is Polarity.BETWEEN else STILL_ON_TARGET


def in_words(one: Assessment, travel: Travel, direction: Direction, grain: Grain) -> str:
    """The same in a sentence: `Improved since the quarter before`."""
    word = said(one, travel, direction)
    if word in _MEANINGS and isinstance(travel.against, Comparator):
        return f"{word} compared with {words.compared_with(travel.against, grain)}"
    return f"{word} {since(travel.against, grain)}"


def not_comparable(indicator: Indicator, period: Period, against: Against) -> str:
    """Why the value of a period cannot be compared, as the end of a sentence."""
    if _begins_anew(indicator, period, against):
        return ANEW
    latest = [one.since for one in indicator.redefinitions if one.since.start <= period.end][-1]
    return f"{REDEFINED} from {words.short(latest)}"


def breaks(indicator: Indicator, periods: Sequence[Period]) -> str:
    """Where and why the line of a trend is broken, in a sentence each; empty where it is not."""
    text = ""
    for why in (REDEFINED, ANEW):
        found = [
            words.short(period)
            for period in periods
            if _begins_anew(indicator, period, Comparator.PREVIOUS) is (why is ANEW)
        ]
        text += f" The line is broken before {words.listed(found)}: {why}." if found else ""
    return text


def _begins_anew(indicator: Indicator, period: Period, against: Against) -> bool:
    """Whether what is not comparable is so for a new year's count, and not for a redefinition."""
    in_a_row = isinstance(against, TrendOver) or against is Comparator.PREVIOUS
    return in_a_row and all(indicator.is_comparable(then, period) for then in looked_at(indicator, period, against))


# ---- the key


def key(place: PerformanceTable, shown: Sequence[Assessment], texts: Sequence[str], grain: Grain) -> Iterator[KeyEntry]:
    """What the words for directions mean: those that stand in the table and no others."""
    for text, meaning in _MEANINGS.items():
        if text in texts:
            yield KeyEntry(text, (Text(meaning),))
    schemes = dict.fromkeys(one.indicator.scheme for one in shown if one.state)
    trends = [trend for scheme in schemes for trend in _trends(scheme)]
    asked_for = dict.fromkeys((*(spec.comparator for spec in place.columns), *trends))
    for against in asked_for:
        if isinstance(against, TrendOver):
            yield KeyEntry(since(against, grain).capitalize(), (Text(_fitted(against, shown)),))


def _trends(scheme: Scheme) -> Iterator[TrendOver]:
    """The trends that a scheme asks for, in order."""
    for state in scheme.states:
        for question in asked(state.condition):
            if isinstance(question, Moved) and isinstance(question.comparator, TrendOver):
                yield question.comparator


def _fitted(trend: TrendOver, shown: Sequence[Assessment]) -> str:
    periods = f"{words.in_words(trend.periods)} {trend.grain.value}s"
    text = f"Direction is that of the straight line that fits the figures of all {periods} best (least squares)"
    near = any(one.indicator.polarity in (Polarity.CLOSEST, Polarity.BETWEEN) for one in shown)
    text += ", or their distances from the target where near to it is best" if near else ""
    steady = any(one.indicator.steady for one in shown)
    return text + (", unchanged where it rises or falls by too little to count as a change." if steady else ".")


def not_compared_meaning(place: PerformanceTable, shown: Sequence[Assessment]) -> str:
    """What it means that there is no direction or change for want of figures."""
    of_trend = any(isinstance(spec.comparator, TrendOver) for spec in place.columns)
    figures = (figure for one in shown for travel in one.directions for figure in (*travel.rests_on, travel.other))
    withheld = any(figure is not None and figure.reason is Reason.SUPPRESSED for figure in figures)
    reasons = ["one of the trend is missing"] * of_trend + ["one of the two is not shown"] * withheld
    return f"There is no earlier figure to compare with{''.join(f', or {reason}' for reason in reasons)}."


def not_comparable_meaning(place: PerformanceTable, shown: Sequence[Assessment]) -> str:
    """Why directions and changes of the table are not comparable; empty where all are, or there are none."""
    against = {spec.comparator for spec in place.columns if spec.column in (TableColumn.DIRECTION, TableColumn.CHANGE)}
    anew = {
        _begins_anew(one.indicator, one.figure.period, travel.against)
        for one in shown
        for travel in one.directions
        if travel.against in against and nothing(one, travel) == say(words.NOT_COMPARABLE)
    }
    parts = [REDEFINED] * (False in anew) + [ANEW] * (True in anew)
    return f"There is no comparison, for {' in between, or '.join(parts)} in between." if parts else ""
