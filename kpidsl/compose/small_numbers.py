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
    most = max(in_force, key=lambda profile: len(in_force[profile]))
    rules = [_rule(profile, words.listed(labels)) for profile, labels in in_force.items() if profile != most]
    rules.append(_rule(most, "all other rows" if len(in_force) > 1 else ""))
    if None in profiles:
        rules.append(f"All counts are shown for {words.listed(profiles[None])}.")
    return " ".join(rules)


def _rule(profile: Profile, rows: str) -> str:
    counts = f"For {rows}, counts" if rows else "Counts"
    text = f"{counts} of 1 to {profile.most} are not shown, nor are figures from which they could be worked out"
    if profile.base is not None:
        text += f"; other counts are rounded to the nearest {profile.base}, so they need not add up, and percentages "
        text += "and rates are worked out from the rounded counts"
    return f"{text}."
