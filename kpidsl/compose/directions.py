"""Direction of travel in words: in the table, in its key, and for those who do not see a trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import numbers, vocabulary, words
from kpidsl.document.model import KeyEntry, Text
from kpidsl.evaluation.case import judged
from kpidsl.evaluation.comparable import looked_at
from kpidsl.evaluation.model import Assessment, Travel
from kpidsl.evaluation.summary import schemes_of
from kpidsl.period import Period
from kpidsl.saying import marked, say
from kpidsl.spec.condition import Moved, asked
from kpidsl.spec.indicator import Indicator, Scheme
from kpidsl.spec.model import PerformanceTable, TableColumnSpec
from kpidsl.spec.travel import Against, TrendOver
from kpidsl.terms import Comparator, Direction, Grain, Polarity, Reason, TableColumn

STILL_IN_RANGE = marked("Still in range")
STILL_ON_TARGET = marked("Still on target")
AS_FAR_OFF = marked("As far from target")
TARGET_MET = marked("Worsened, target met")
TARGET_MISSED = marked("Worsened, target missed")
_MEANINGS = {
    STILL_IN_RANGE: marked("The figure moved, and is inside its range as it was before."),
    STILL_ON_TARGET: marked("The figure moved with its target, and is just on it as it was before."),
    AS_FAR_OFF: marked("The figure moved, and is as far from its target as it was before."),
    TARGET_MET: marked("The figure moved the wrong way, and meets its target all the same."),
    TARGET_MISSED: marked("The figure moved the wrong way, and misses its target."),
}


def since(against: Against, grain: Grain) -> str:
    """`since the quarter before`, `over eight quarters`."""
    if isinstance(against, TrendOver):
        return say("over {length}", length=words.lasting(against.periods, against.grain))
    return say("since {period}", period=words.compared_with(against, grain))


def of(one: Assessment, against: Against | None) -> Travel:
    """The direction of travel that a column shows."""
    return next(travel for travel in one.directions if travel.against == against)


def word(one: Assessment, spec: TableColumnSpec) -> str:
    """What a direction column prints."""
    travel = of(one, spec.comparator)
    if travel.direction is None:
        return nothing(one, travel)
    if spec.with_target and travel.direction is Direction.WORSENED and one.aim and one.figure.amount is not None:
        met = say(TARGET_MET if one.aim.is_met(judged(one.indicator, one.figure.amount)) else TARGET_MISSED)
        return _before_rounding(met, one, travel)
    return said(one, travel, travel.direction)


def nothing(one: Assessment, travel: Travel) -> str:
    """Why there is no direction or change."""
    return say(words.NOT_COMPARABLE) if _is_not_comparable(one, travel) else say(words.NOT_COMPARED)


def _is_not_comparable(one: Assessment, travel: Travel) -> bool:
    """Whether there is no direction for another reason than that a figure is missing."""
    return not travel.is_comparable and one.figure.amount is not None


def said(one: Assessment, travel: Travel, direction: Direction) -> str:
    """The word for a direction. Where near to the target is best, a figure may move and be neither better nor worse."""
    held = _held(one, travel, direction)
    if held:
        return say(held)
    word = words.capitalised(say(vocabulary.DIRECTIONS[direction]))
    has_moved = direction not in (Direction.UNCHANGED, Direction.SAME)
    return _before_rounding(word, one, travel) if has_moved else word


def _before_rounding(word: str, one: Assessment, travel: Travel) -> str:
    """The word, with what explains it where both figures are printed the same: 82% after 82% has improved."""
    now, then = one.figure.amount, travel.other.amount if travel.other else None
    if now is None or then is None or now == then:
        return word
    printed = numbers.limit if travel.against is Comparator.BASELINE else numbers.amount
    if numbers.amount(one.indicator, now) != printed(one.indicator, then):
        return word
    return say("{direction} (before rounding)", direction=word)


def _held(one: Assessment, travel: Travel, direction: Direction) -> str:
    """What a figure did that moved and is as good as before; empty where it did not."""
    if direction is not Direction.UNCHANGED or one.indicator.polarity not in (Polarity.CLOSEST, Polarity.BETWEEN):
        return ""
    if travel.other is None or travel.other.amount is None or one.figure.amount is None or one.aim is None:
        return ""
    now, before = judged(one.indicator, one.figure.amount), judged(one.indicator, travel.other.amount)
    if abs(now - before) <= one.indicator.steady:
        return ""
    if one.aim.miss(now):
        return AS_FAR_OFF
    return STILL_IN_RANGE if one.indicator.polarity is Polarity.BETWEEN else STILL_ON_TARGET


def in_words(one: Assessment, travel: Travel, direction: Direction, grain: Grain) -> str:
    """The same in a sentence: `Improved since the quarter before`."""
    word = said(one, travel, direction)
    if _held(one, travel, direction) and isinstance(travel.against, Comparator):
        then = words.compared_with(travel.against, grain)
        return say("{direction} compared with {period}", direction=word, period=then)
    return say("{direction} {since}", direction=word, since=since(travel.against, grain))


def not_comparable(indicator: Indicator, period: Period, against: Against) -> str:
    """Why the value of a period cannot be compared, as the end of a sentence."""
    if _begins_anew(indicator, period, against):
        return say("the year's count begins anew")
    latest = [one.since for one in indicator.redefinitions if one.since.start <= period.end][-1]
    return say("the measure was redefined from {period}", period=words.short(latest))


def breaks(indicator: Indicator, periods: Sequence[Period]) -> Iterator[str]:
    """Where and why the line of a trend is broken, in a sentence each."""
    redefined = marked("The line is broken before {periods}: the measure was redefined.")
    anew = marked("The line is broken before {periods}: the year's count begins anew.")
    for text, is_anew in ((redefined, False), (anew, True)):
        found = [
            words.short(period) for period in periods if _begins_anew(indicator, period, Comparator.PREVIOUS) is is_anew
        ]
        if found:
            yield say(text, periods=words.listed(found))


def _begins_anew(indicator: Indicator, period: Period, against: Against) -> bool:
    """Whether what is not comparable is so for a new year's count, and not for a redefinition."""
    in_a_row = isinstance(against, TrendOver) or against is Comparator.PREVIOUS
    return in_a_row and all(indicator.is_comparable(then, period) for then in looked_at(indicator, period, against))


# ---- the key


def key(place: PerformanceTable, shown: Sequence[Assessment], texts: Sequence[str], grain: Grain) -> Iterator[KeyEntry]:
    """What the words for directions mean: those that stand in the table and no others."""
    for text, meaning in _MEANINGS.items():
        if say(text) in texts:
            yield KeyEntry(say(text), (Text(say(meaning)),))
    schemes = schemes_of([one for one in shown if one.state])
    trends = [trend for scheme in schemes for trend in _trends(scheme)]
    asked_for = dict.fromkeys((*(spec.comparator for spec in place.columns), *trends))
    for against in asked_for:
        if isinstance(against, TrendOver):
            yield KeyEntry(words.capitalised(since(against, grain)), (Text(_fitted(against, shown)),))


def _trends(scheme: Scheme) -> Iterator[TrendOver]:
    """The trends that a scheme asks for, in order."""
    for state in scheme.states:
        for question in asked(state.condition):
            if isinstance(question, Moved) and isinstance(question.comparator, TrendOver):
                yield question.comparator


def _fitted(trend: TrendOver, shown: Sequence[Assessment]) -> str:
    near = any(one.indicator.polarity in (Polarity.CLOSEST, Polarity.BETWEEN) for one in shown)
    steady = any(one.indicator.steady for one in shown)
    return say(_FITTED[near, steady], length=words.lasting(trend.periods, trend.grain))


# By whether near to the target is best for some, and whether some changes are too small to count.
_FITTED = {
    (False, False): marked(
        "Direction is that of the straight line that fits the figures of all {length} best (least squares)."
    ),
    (True, False): marked(
        "Direction is that of the straight line that fits the figures of all {length} best (least squares), or their "
        "distances from the target where near to it is best."
    ),
    (False, True): marked(
        "Direction is that of the straight line that fits the figures of all {length} best (least squares), unchanged "
        "where it rises or falls by too little to count as a change."
    ),
    (True, True): marked(
        "Direction is that of the straight line that fits the figures of all {length} best (least squares), or their "
        "distances from the target where near to it is best, unchanged where it rises or falls by too little to count "
        "as a change."
    ),
}


def not_compared_meaning(place: PerformanceTable, shown: Sequence[Assessment]) -> str:
    """What it means that there is no direction or change for want of figures."""
    of_trend = any(isinstance(spec.comparator, TrendOver) for spec in place.columns)
    figures = (figure for one in shown for travel in one.directions for figure in (*travel.rests_on, travel.other))
    withheld = any(figure is not None and figure.reason is Reason.SUPPRESSED for figure in figures)
    return say(_NOT_COMPARED[of_trend, withheld])


# By whether there is a trend, and whether some figures are withheld.
_NOT_COMPARED = {
    (False, False): marked("There is no earlier figure to compare with."),
    (True, False): marked("There is no earlier figure to compare with, or one of the trend is missing."),
    (False, True): marked("There is no earlier figure to compare with, or one of the two is not shown."),
    (True, True): marked(
        "There is no earlier figure to compare with, or one of the trend is missing, or one of the two is not shown."
    ),
}


def not_comparable_meaning(place: PerformanceTable, shown: Sequence[Assessment]) -> str:
    """Why directions and changes of the table are not comparable; empty where all are, or there are none."""
    against = {spec.comparator for spec in place.columns if spec.column in (TableColumn.DIRECTION, TableColumn.CHANGE)}
    anew = frozenset(
        _begins_anew(one.indicator, one.figure.period, travel.against)
        for one in shown
        for travel in one.directions
        if travel.against in against and _is_not_comparable(one, travel)
    )
    return say(_NOT_COMPARABLE[anew]) if anew else ""


# By why not: whether the year's count begins anew for some, and does not for others.
_NOT_COMPARABLE = {
    frozenset({False}): marked("There is no comparison, for the measure was redefined in between."),
    frozenset({True}): marked("There is no comparison, for the year's count begins anew in between."),
    frozenset({False, True}): marked(
        "There is no comparison, for the measure was redefined in between, or the year's count begins anew in between."
    ),
}
