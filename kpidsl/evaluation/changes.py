"""What has changed since an earlier report: figures revised, targets changed, indicators added, retired and renamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kpidsl.data.model import Dataset
from kpidsl.data.published import Published, PublishedIndicator
from kpidsl.diagnostics.diagnostic import Diagnostic, did_you_mean
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.figures import figure
from kpidsl.evaluation.model import Assessment, Changes, Figure, Revised
from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.target import Fixed, Range, Target
from kpidsl.terms import Change, Quality, Reason


def changes(spec: Spec, assessments: Sequence[Assessment], dataset: Dataset, since: Published) -> Changes:
    """The present report held against an earlier one. An indicator whose name was changed says so by `formerly`."""
    said = {one.id: one for one in spec.retired}
    pairs = [(one, then_of(one.indicator, since)) for one in assessments]
    kept = [(one, then) for one, then in pairs if then is not None]
    known = {then.id for _, then in kept}
    return Changes(
        since=since,
        revised=tuple(revision for one, then in kept for revision in _revisions(one.indicator, then, dataset)),
        retargeted=tuple((one, then.target) for one, then in kept if _is_retargeted(one.target, one.aim, then)),
        added=tuple(one.indicator for one, then in pairs if then is None),
        retired=tuple((then, said.get(then.id)) for then in since.indicators if then.id not in known),
        renamed=tuple((one.indicator, then.label) for one, then in kept if one.indicator.label != then.label),
        kept=tuple(kept),
        restated=tuple(
            (one, then) for one, then in kept if one.status_then and then.judged and one.status_then.name != then.judged
        ),
    )


def then_of(indicator: Indicator, since: Published) -> PublishedIndicator | None:
    """The indicator as the earlier report had it."""
    return since.indicator(indicator.id) or since.indicator(indicator.formerly)


def problems(changes: Changes, spec: Spec) -> Iterator[Diagnostic]:
    """What does not fit the report before, and what has changed since with nothing to say why."""
    since = changes.since
    before = [one.id for one in since.indicators]
    for one in spec.retired:
        if one.id not in before:
            message = f"the report on {since.period} had no indicator called `{one.id}`"
            yield Diagnostic("unknown-indicator", message, one.span, help=did_you_mean(one.id, before))
    at = spec.follows
    if before and spec.indicators and not changes.kept:
        message = f"this report has none of the indicators of the one that it follows, “{since.title}”"
        help_ = "name the record of the report before this one; an indicator called otherwise then says: formerly ..."
        yield Diagnostic("record-of-other", message, at, help=(help_,))
        return
    if since.period not in (spec.period, spec.period.previous) and since.period.grain is spec.period.grain:
        message = f"the report that this one follows is on {since.period}, not on {spec.period.previous}"
        help_ = "name the record of the report before this one; if there was none on that period, all is well"
        yield Diagnostic("record-older", message, at, help=(help_,))
    yield from _unexplained(changes, spec)


def _unexplained(changes: Changes, spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each kind of change without a reason. A new year brings new targets: these need none."""
    since, year = changes.since, spec.period.whole_year
    for revised in changes.revised:
        if not revised.reasons:
            row = next((row.span for row in revised.now.observations), revised.indicator.span)
            message = f"`{revised.indicator.id}` in {revised.was.period} was {revised.was.printed} in the report before"
            help_ = "say why it is another now, in the column `note` of its row"
            yield Diagnostic("change-unexplained", message, row, help=(help_,))
    for one, was in changes.retargeted if since.period.whole_year == year else ():
        if one.target is not None and not one.target.reason:
            before = f"was {was.printed}" if was else "was not set"
            message = f"the target of `{one.indicator.id}` {before} in the report before, in the same year"
            help_ = 'say why it was changed, and by whom: target ... because "..." by "..."'
            if one.indicator.targets_from_data is not None:
                help_ = "say why it was changed, in the column `note` of its row"
            yield Diagnostic("change-unexplained", message, one.target.span, help=(help_,))
    for then, said in changes.retired:
        if said is None:
            message = f"the report on {since.period} had the indicator `{then.id}`, and this one does not"
            help_ = f'say why, in the report block: retired {then.id} because "..." by "..."'
            also = f"if it is called otherwise now, say so in its block: formerly {then.id}"
            yield Diagnostic("change-unexplained", message, spec.follows, help=(help_, also))


def _revisions(indicator: Indicator, then: PublishedIndicator, dataset: Dataset) -> Iterator[Revised]:
    for was in sorted(then.figures, key=lambda one: one.period):
        now = figure(indicator, was.period, dataset)
        if isinstance(now, Figure) and is_revised(now, indicator, then):
            yield Revised(indicator, was, now)


def changed(
    indicator: Indicator,
    lookup: Callable[[Period], Figure | None],
    period: Period,
    aim: Aim | None,
    since: Published | None,
) -> dict[Change, bool | None]:
    """What has changed since an earlier report; None without one, and for figures that it had in another unit.

    A figure that the data call revised is, and a target that was revised within the year was changed, whatever the
    earlier report had.
    """
    now, target = lookup(period), indicator.target_for(period)
    rows = now.observations if now else ()
    is_marked = any(row.quality is Quality.REVISED for row in rows)
    is_anew = target is not None and target.since is not None and target.since.whole_year == period.whole_year
    if since is None:
        return {Change.FIGURES: is_marked or None, Change.TARGET: is_anew or None}
    then = then_of(indicator, since)
    if then is None:
        return {Change.FIGURES: is_marked, Change.TARGET: is_anew}
    figures = [figure for was in then.figures if (figure := lookup(was.period)) is not None]
    is_other = any(is_revised(figure, indicator, then) for figure in figures)
    can_be_told = is_marked or then.unit == str(indicator.unit)
    return {
        Change.FIGURES: is_marked or is_other if can_be_told else None,
        Change.TARGET: is_anew or _is_retargeted(target, aim, then),
    }


def _is_retargeted(target: Target | None, aim: Aim | None, then: PublishedIndicator) -> bool:
    """Whether the target itself was changed: one that follows a profile or another figure moves of its own."""
    if target is None or target.is_of_profile or not isinstance(target.goal, Fixed | Range):
        return target is None and then.target is not None
    return then.target is None or aim != Aim(then.target.low, then.target.high, then.target.is_strict)


def is_revised(now: Figure, indicator: Indicator, then: PublishedIndicator | None) -> bool:
    """Whether the earlier report printed another figure for its period.

    Those in another unit, or rounded in another way, cannot be compared. Of a figure that is not shown any more nothing
    is said: neither what it was, nor that it is another now.
    """
    if now.reason is Reason.SUPPRESSED or (then and then.rounded_to != indicator.rounded_to):
        return False
    was = then.figure(now.period) if then and then.unit == str(indicator.unit) else None
    return was is not None and now.amount != was.exact
