"""The loosening guard: statuses that improve, or end, by the rules alone, and aims that have become easier.

Approach: the new rules are tried on the old data. What is better there than by the old rules is better by the rules.
An aim is easier where some value has a better status by the new rules and none a worse one: all ranges of values that
either set of rules tells apart are gone through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import numbers, words
from kpidsl.difference.figures import IN_REPORT, TARGET, is_listed, status
from kpidsl.difference.model import Caused, Ease, Easing, Layer, Nature
from kpidsl.difference.rules import NOTE_REQUIRED
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.bands import Band, bands, edges, in_words
from kpidsl.evaluation.case import case_of_value
from kpidsl.evaluation.judging import status_of
from kpidsl.evaluation.model import Assessment, Evaluation, MilestoneAssessment, Unrated
from kpidsl.period import Period
from kpidsl.spec.condition import asked
from kpidsl.spec.indicator import Indicator, Scheme, State
from kpidsl.terms import NotePart


def easings(
    old: Evaluation, new: Evaluation, crossed: Evaluation | None, changes: Sequence[Caused]
) -> tuple[Easing, ...]:
    """What is easier. `crossed` has the new rules and the old data; None where these make no report together,
    or one of other data: then only figures that are the same can tell."""
    found: list[Easing] = []
    after = {one.indicator.id: one for one in new.assessments}
    tried = {one.indicator.id: one for one in crossed.assessments} if crossed else {}
    for one in old.assessments:
        if is_listed(one):
            name = one.indicator.id
            found += _flipped(one, after.get(name), tried.get(name), crossed is not None, changes)
    told = {one.about for one in found}
    for one in new.assessments:
        was = next((each for each in old.assessments if each.indicator.id == one.indicator.id), None)
        if was is not None and is_listed(one) and one.indicator.id not in told:
            found += _easier(was.indicator, one.indicator, new.spec.period, changes) or _lower(was, one, changes)
            found += _unrequired(was, tried.get(one.indicator.id, one), changes)
    steps = {one.milestone.id: one for one in old.milestones}
    for step in new.milestones:
        if step.milestone.id in steps:
            found += _later(steps[step.milestone.id], step, changes)
    return tuple(sorted(found, key=lambda one: list(Ease).index(one.ease)))


def _flipped(
    old: Assessment, new: Assessment | None, tried: Assessment | None, can_try: bool, changes: Sequence[Caused]
) -> Iterator[Easing]:
    """A status that improves by the rules, and one below the best that is no longer given or printed."""
    if old.state is None:
        return
    was, is_best = old.state, old.state == old.indicator.scheme.states[0]
    if new is None or not is_listed(new):
        if not is_best:
            says = f"It was {was.mark.word}, and is no longer in the report."
            yield _easing(old, Ease.ENDED, (was.mark.word, "not in the report"), says, changes, gone=True)
        return
    same = new if _figure(new) == _figure(old) else None
    held = (tried if is_listed(tried) else None) if can_try else same
    if held is None or (held.state is not None and held.state.name == was.name):
        return
    unmoved = "with no change in its data"
    if held.state is None:
        if not is_best:
            word = status(held)[0]
            says = f"It was {was.mark.word}, and has no status any more, {unmoved}: {word.lower()}."
            yield _easing(new, Ease.ENDED, (was.mark.word, word), says, changes)
    else:
        step = _rank(held.state, new.indicator.scheme, old.indicator.scheme)
        before = _rank(was, new.indicator.scheme, old.indicator.scheme)
        statuses = (was.mark.word, held.state.mark.word)
        if step is None or before is None:
            says = (
                f"From {statuses[0]} to {statuses[1]} {unmoved}, by a scheme with other states: which of them is better"
            )
            yield _easing(new, Ease.STATUS, statuses, f"{says} cannot be told here.", changes)
        elif step < before:
            says = f"From {statuses[0]} to {statuses[1]}, {unmoved}."
            if new.state is None or new.state.name != held.state.name:
                says = f"By the rules alone from {statuses[0]} to {statuses[1]}; with the new data, {status(new)[0]}."
            yield _easing(new, Ease.STATUS, statuses, says, changes)


def _figure(one: Assessment) -> object:
    return (one.figure.period, one.figure.amount, one.figure.reason)


def _rank(state: State, new: Scheme, old: Scheme) -> int | None:
    """The place of a state, the best first, in the new scheme, which may lack it: then there is none."""
    names = [one.name for one in new.states]
    if {one.name for one in old.states} != set(names):
        return None if state.name not in names else names.index(state.name)
    return names.index(state.name)


def _easing(
    one: Assessment, ease: Ease, statuses: tuple[str, str], says: str, changes: Sequence[Caused], *, gone: bool = False
) -> Easing:
    indicator = one.indicator
    because = () if gone else _because(indicator, changes)
    because = because or tuple(
        caused
        for caused in changes
        if caused.change.about == indicator.id and caused.change.what in ("Status", IN_REPORT)
    )
    return Easing(indicator.id, indicator.label, indicator.owner, ease, statuses, says, because)


def _because(indicator: Indicator, changes: Sequence[Caused]) -> tuple[Caused, ...]:
    """The changes of rules that decide on its status or figures."""
    about = (indicator.id, f"scheme:{indicator.scheme.name}")
    return tuple(
        caused
        for caused in changes
        if caused.change.layer is Layer.MEANING
        and caused.change.nature in (Nature.RATING, Nature.VALUE)
        and caused.change.about in about
    )


# ---- aims that are easier


def _easier(old: Indicator, new: Indicator, period: Period, changes: Sequence[Caused]) -> list[Easing]:
    because = tuple(one for one in _because(new, changes) if one.change.nature is Nature.RATING)
    if not because or old.unit != new.unit:
        return []
    says = _better_values(old, new, period) or _wider_aim(old, new, period)
    if not says:
        return []
    says = f"Easier, though no status changes on today’s data: {says}"
    return [Easing(new.id, new.label, new.owner, Ease.AIM, None, says, because)]


def _lower(old: Assessment, new: Assessment, changes: Sequence[Caused]) -> list[Easing]:
    """A target that is taken from the data or hangs on other figures, and is easier now."""
    because = tuple(one for one in changes if (one.change.about, one.change.what) == (new.indicator.id, TARGET))
    by_data = bool(because) and all(one.change.layer is Layer.NUMBERS for one in because)
    if not by_data or old.aim is None or new.aim is None or not _is_wider(new.aim, old.aim):
        return []
    says = f"The target comes from other figures, and went from {numbers.target(old)} to {numbers.target(new)}."
    pair, one = (status(old)[0], status(new)[0]), new.indicator
    return [Easing(one.id, one.label, one.owner, Ease.AIM, None if pair[0] == pair[1] else pair, says, because)]


def _judged(indicator: Indicator, period: Period, tried: Sequence[Band]) -> list[State | Unrated]:
    return [status_of(case_of_value(indicator, period, band.value)) for band in tried]


def _better_values(old: Indicator, new: Indicator, period: Period) -> str:
    """Which values have a better status by the new rules; empty where none has, or some have a worse one."""
    limits: set[object] = set()
    for one in (old, new):
        questions = [question for state in one.scheme.states for question in asked(state.condition)]
        case = case_of_value(one, period, None)
        floor = one.floor_for(period)
        limits |= edges(
            questions, one, case.aim() if one.target_for(period) else None, case.aim(floor) if floor else None
        )
    tried = bands(new, limits)  # type: ignore[arg-type]
    better: dict[tuple[str, str], list[Band]] = {}
    for band, before, after in zip(tried, _judged(old, period, tried), _judged(new, period, tried), strict=True):
        if not isinstance(before, State) or not isinstance(after, State):
            continue
        ranks = [_rank(state, new.scheme, old.scheme) for state in (before, after)]
        if ranks[0] is None or ranks[1] is None or ranks[1] > ranks[0]:
            return ""
        if ranks[1] < ranks[0]:
            better.setdefault((before.mark.word, after.mark.word), []).append(band)
    said = [f"{in_words(some, tried, new)} was {before} and is now {after}" for (before, after), some in better.items()]
    return f"{'; '.join(said)}." if said else ""


def _wider_aim(old: Indicator, new: Indicator, period: Period) -> str:
    """Whether more values meet the target, where statuses hang on other figures, too."""
    aims = [case_of_value(one, period, None).aim() if one.target_for(period) else None for one in (old, new)]
    if aims[0] is None or aims[1] is None:
        return ""
    return "more values meet the target." if _is_wider(aims[1], aims[0]) else ""


def _is_wider(one: Aim, other: Aim) -> bool:
    return _holds(one, other) and not _holds(other, one)


def _holds(wide: Aim, narrow: Aim) -> bool:
    low = wide.low is None or (narrow.low is not None and wide.low <= narrow.low)
    high = wide.high is None or (narrow.high is not None and wide.high >= narrow.high)
    return low and high and (not wide.is_strict or narrow.is_strict or wide.ends != narrow.ends)


def _unrequired(old: Assessment, tried: Assessment, changes: Sequence[Caused]) -> Iterator[Easing]:
    """What a note had to say by the old rules and need not by the new ones, on the same data."""
    was, now = ({part for each in one.required for part in each.parts} for one in (old, tried))
    lacking = [part.value for part in NotePart if part in was - now]
    if lacking:
        indicator = tried.indicator
        about = [one for one in changes if one.change.about == indicator.id and one.change.what == NOTE_REQUIRED]
        says = f"A note on it is no longer required to say: {words.listed(lacking)}."
        yield Easing(indicator.id, indicator.label, indicator.owner, Ease.NOTE, None, says, tuple(about))


def _later(old: MilestoneAssessment, new: MilestoneAssessment, changes: Sequence[Caused]) -> Iterator[Easing]:
    """A milestone whose due date was put off."""
    was, now = old.milestone, new.milestone
    if now.due <= was.due:
        return
    says = f"The due date was moved from {words.day(was.due)} to {words.day(now.due)}."
    statuses = (old.state.mark.word, new.state.mark.word) if old.state.name != new.state.name else None
    because = tuple(one for one in changes if one.change.about == now.id and one.change.layer is Layer.MEANING)
    ease = Ease.STATUS if statuses else Ease.AIM
    yield Easing(now.id, now.label, now.owner, ease, statuses, says, because)
