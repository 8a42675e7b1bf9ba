"""What readers are told of small counts that a report does not show."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.compose import words
from kpidsl.evaluation.model import Assessment
from kpidsl.saying import marked, say
from kpidsl.spec.suppress import Profile


def said(shown: Sequence[Assessment]) -> str:
    """Which counts are not shown, for which rows where that differs, and how the others are rounded; empty where no
    profile is in force."""
    profiles: dict[Profile | None, list[str]] = {}
    once = {one.indicator.id: one for one in shown}  # of a report on several authorities, each has the same rows
    for one in once.values():
        suppress = one.indicator.suppress
        profiles.setdefault(suppress.profile if suppress else None, []).append(f"“{one.indicator.label}”")
    in_force = {profile: labels for profile, labels in profiles.items() if profile is not None}
    if not in_force:
        return ""
    most = max(in_force, key=lambda profile: len(in_force[profile]))
    rules = [_rule(profile, words.listed(labels)) for profile, labels in in_force.items() if profile != most]
    rules.append(_rule(most, say("all other rows") if len(in_force) > 1 else ""))
    if None in profiles:
        rules.append(say("All counts are shown for {rows}.", rows=words.listed(profiles[None])))
    return " ".join(rules)


def _rule(profile: Profile, rows: str) -> str:
    if rows and profile.base is not None:
        return say(_ROWS_ROUNDED, rows=rows, most=profile.most, base=profile.base)
    if rows:
        return say(_ROWS_WITHHELD, rows=rows, most=profile.most)
    if profile.base is not None:
        return say(_ROUNDED, most=profile.most, base=profile.base)
    return say(_WITHHELD, most=profile.most)


_WITHHELD = marked("Counts of 1 to {most} are not shown, nor are figures from which they could be worked out.")
_ROWS_WITHHELD = marked(
    "For {rows}, counts of 1 to {most} are not shown, nor are figures from which they could be worked out."
)
_ROUNDED = marked(
    "Counts of 1 to {most} are not shown, nor are figures from which they could be worked out; other counts are "
    "rounded to the nearest {base}, so they need not add up, and percentages and rates are worked out from the rounded "
    "counts."
)
_ROWS_ROUNDED = marked(
    "For {rows}, counts of 1 to {most} are not shown, nor are figures from which they could be worked out; other "
    "counts are rounded to the nearest {base}, so they need not add up, and percentages and rates are worked out from "
    "the rounded counts."
)
