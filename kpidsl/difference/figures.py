"""Statuses and figures of two evaluations: what a reader of the report sees of each indicator and milestone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpidsl.compose import numbers, vocabulary, words
from kpidsl.difference.model import Change, Layer, Nature
from kpidsl.document.model import StatusMark
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, MilestoneAssessment, Unrated
from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.travel import since

IN_REPORT = "In the report"
STATUS = "Status"
TARGET = "Target"
NOT_RATED = "Not rated"
_Said = tuple[str, StatusMark | None]
_NOTHING: _Said = ("", None)


def figures(old: Evaluation, new: Evaluation) -> Iterator[Change]:
    """Statuses and figures that differ, in the order of the new report; what is gone comes last."""
    before = {one.indicator.id: one for one in old.assessments}
    after = {one.indicator.id: one for one in new.assessments}
    for name in dict.fromkeys((*after, *before)):
        yield from _indicator(name, before.get(name), after.get(name))
    steps = {one.milestone.id: one for one in old.milestones}
    steps_now = {one.milestone.id: one for one in new.milestones}
    for name in dict.fromkeys((*steps_now, *steps)):
        yield from _milestone(name, steps.get(name), steps_now.get(name))


def is_listed(one: Assessment | None) -> bool:
    """Whether an indicator has a row in the tables of the report."""
    return one is not None and one.indicator.section is not None


def _indicator(name: str, old: Assessment | None, new: Assessment | None) -> Iterator[Change]:
    shown = new or old
    assert shown is not None  # one of the two has it
    label = shown.indicator.label
    if is_listed(old) != is_listed(new):
        rated = any(one is not None and one.indicator.targets for one in (old, new))
        nature = Nature.STATUS if rated else Nature.FIGURE
        yield _change(nature, name, label, IN_REPORT, _standing(old), _standing(new))
    if old is None or new is None:
        return
    if is_listed(old) and is_listed(new) and status(old)[0] != status(new)[0]:
        yield _change(Nature.STATUS, name, label, STATUS, status(old), status(new))
    then, now = dict(_facts(old)), dict(_facts(new))
    for what in dict.fromkeys((*now, *then)):
        if then.get(what) != now.get(what):
            yield _change(Nature.FIGURE, name, label, what, (then.get(what, ""), None), (now.get(what, ""), None))
    aims = [numbers.target(one) for one in (old, new)]
    if aims[0] != aims[1]:
        yield _change(Nature.FIGURE, name, label, TARGET, (aims[0], None), (aims[1], None))


def _change(nature: Nature, name: str, label: str, what: str, old: _Said, new: _Said) -> Change:
    return Change(Layer.NUMBERS, nature, name, label, what, old[0], new[0], old_mark=old[1], new_mark=new[1])


def _standing(one: Assessment | None) -> _Said:
    """An indicator that one of the reports lists: its status and figure."""
    if one is None or not is_listed(one):
        return _NOTHING
    word, mark = status(one)
    figure = numbers.value(one.indicator, one.figure)
    return (f"{word}, {figure}" if one.indicator.targets else figure, mark)


_WHY = {
    Unrated.NO_TARGET: "no target",
    Unrated.NO_VALUE: "no figure",
    Unrated.TO_BE_SET: "target to be set",
    Unrated.UNKNOWN: "cannot be told",
}


def status(one: Assessment) -> _Said:
    """The word and mark of a status, or why there is none."""
    if one.state is not None:
        return (one.state.mark.word, one.state.mark)
    assert one.unrated is not None  # exactly one of them is given
    why = one.figure.reason.value if one.figure.reason and one.unrated is Unrated.NO_VALUE else _WHY[one.unrated]
    return (f"{NOT_RATED} ({why})", None)


def _facts(one: Assessment) -> Iterator[tuple[str, str]]:
    """What is printed of an indicator beside its status, each by what it is."""
    indicator = one.indicator
    yield f"Figure for {words.short(one.figure.period)}", figure(indicator, one.figure)
    for period, found in _earlier(one).items():
        yield f"Figure for {words.short(period)}", figure(indicator, found)
    for travel in one.directions:
        if travel.direction is not None:
            yield f"Direction {since(travel.against)}", travel.direction.value
    if one.forecast is not None:
        yield "Forecast", figure(indicator, one.forecast.figure)
        state = one.forecast.state
        yield "Forecast status", state.mark.word if isinstance(state, State) else NOT_RATED
    for benchmark in indicator.benchmarks:
        if benchmark.asked is not None:
            yield f"Benchmark “{benchmark.name.replace('_', ' ')}”", numbers.benchmark(indicator, benchmark)
    for standing in one.standings:
        if standing.place is not None:
            place = standing.place
            yield f"Rank in “{standing.group.replace('_', ' ')}”", f"{place.rank} of {place.ranked}"


def _earlier(one: Assessment) -> Mapping[Period, Figure]:
    others = (one.previous, one.outturn, one.previous_outturn, one.same_period_last_year)
    found = {other.period: other for other in others if other is not None}
    found |= {period: past for period, past in one.history if past is not None}
    found.pop(one.figure.period, None)
    return dict(sorted(found.items(), reverse=True))


def figure(indicator: Indicator, one: Figure) -> str:
    """A figure as it is printed, with the counts that it is made of and how firm it is."""
    text = numbers.value(indicator, one)
    if one.amount is None:
        return text
    if one.numerator is not None and one.denominator is not None:
        text += f" ({numbers.exactly(one.numerator)} of {numbers.exactly(one.denominator)})"
    elif numbers.rounded(indicator, one.amount) != one.amount:
        scale = indicator.unit.printed_scale
        text += f" (exactly {numbers.exactly(one.amount / scale)})"
    marked = vocabulary.marker(*one.qualities)
    return f"{text} {marked}" if marked else text


def _milestone(name: str, old: MilestoneAssessment | None, new: MilestoneAssessment | None) -> Iterator[Change]:
    shown = new or old
    assert shown is not None  # one of the two has it
    said = [_NOTHING if one is None else (one.state.mark.word, one.state.mark) for one in (old, new)]
    if said[0][0] != said[1][0]:
        what = STATUS if old and new else IN_REPORT
        yield _change(Nature.STATUS, name, shown.milestone.label, what, said[0], said[1])
