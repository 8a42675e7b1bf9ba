"""What readers are told of small counts that a report does not show."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.compose import words
from kpidsl.evaluation.model import Assessment
from kpidsl.spec.suppress import Profile


def said(shown: Sequence[Assessment]) -> str:
    """Which counts are not shown, for which rows where that differs, and how the others are rounded; empty where no
    profile is in force."""
    profiles: dict[Profile | None, list[str]] = {}
    for one in shown:
        suppress = one.indicator.suppress
        profiles.setdefault(suppress.profile if suppress else None, []).append(f"“{one.indicator.label}”")
    in_force = {profile: labels for profile, labels in profiles.items() if profile is not None}
    if not in_force:
        return ""
    is_for_all = len(profiles) == 1
    most = max(profiles, key=lambda profile: len(profiles[profile]))
    named = [_rule(profile, labels) for profile, labels in in_force.items() if profile != most and not is_for_all]
    if most is not None:
        named.append(_rule(most, [] if is_for_all else None))
    return " ".join(named)


def _rule(profile: Profile, labels: Sequence[str] | None) -> str:
    """The sentences of one profile, for some rows; for all others where `labels` is None, for all where it is empty."""
    where = " for all other rows" if labels is None else f" for {words.listed(labels)}" if labels else ""
    text = f"Counts of 1 to {profile.most} are not shown{where}, nor are figures from which they could be worked out."
    if profile.base is not None:
        text += (
            f" The other counts are rounded to the nearest {profile.base}, so they need not add up; percentages and "
        )
        text += "rates are worked out from the rounded counts, and judged so."
    return text
