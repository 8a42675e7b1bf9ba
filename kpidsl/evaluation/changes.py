"""What has changed since an earlier report: figures revised, targets changed, indicators added, retired and renamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.data.model import Dataset
from kpidsl.data.published import Published, PublishedIndicator
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.figures import figure
from kpidsl.evaluation.model import Assessment, Changes, Figure, Revised
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.target import Fixed, Range
from kpidsl.terms import Reason


def changes(assessments: Sequence[Assessment], dataset: Dataset, since: Published) -> Changes:
    """The present report held against an earlier one. An indicator whose name was changed says so by `formerly`."""
    pairs = [(one, then_of(one.indicator, since)) for one in assessments]
    kept = [(one, then) for one, then in pairs if then is not None]
    known = {then.id for _, then in kept}
    return Changes(
        since=since,
        revised=tuple(revision for one, then in kept for revision in _revisions(one.indicator, then, dataset)),
        retargeted=tuple((one, then.target) for one, then in kept if _is_retargeted(one, then)),
        added=tuple(one.indicator for one, then in pairs if then is None),
        retired=tuple(then for then in since.indicators if then.id not in known),
        renamed=tuple((one.indicator, then.label) for one, then in kept if one.indicator.label != then.label),
    )


def then_of(indicator: Indicator, since: Published) -> PublishedIndicator | None:
    """The indicator as the earlier report had it."""
    return since.indicator(indicator.id) or since.indicator(indicator.formerly)


def _revisions(indicator: Indicator, then: PublishedIndicator, dataset: Dataset) -> Iterator[Revised]:
    for was in sorted(then.figures, key=lambda one: one.period):
        now = figure(indicator, was.period, dataset)
        if isinstance(now, Figure) and is_revised(now, indicator, then):
            yield Revised(indicator, was, now)


def _is_retargeted(one: Assessment, then: PublishedIndicator) -> bool:
    """Whether the target itself was changed: one that follows a profile or another figure moves of its own."""
    target = one.target
    if target is None or target.is_of_profile or not isinstance(target.goal, Fixed | Range):
        return target is None and then.target is not None
    return then.target is None or one.aim != Aim(then.target.low, then.target.high, then.target.is_strict)


def is_revised(now: Figure, indicator: Indicator, then: PublishedIndicator | None) -> bool:
    """Whether the earlier report printed another figure for its period.

    Those in another unit, or rounded in another way, cannot be compared. Of a figure that is not shown any more nothing
    is said: neither what it was, nor that it is another now.
    """
    if now.reason is Reason.SUPPRESSED or (then and then.rounded_to != indicator.rounded_to):
        return False
    was = then.figure(now.period) if then and then.unit == str(indicator.unit) else None
    return was is not None and now.amount != was.exact
