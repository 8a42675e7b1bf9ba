"""Suppression: which small counts of people a report does not show.

Terms are those of statistical disclosure control: a count in the range of a profile is primary; what would give one
away is secondary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.spec import literals
from kpidsl.spec.problems import Problems
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.syntax import ast


@dataclass(frozen=True, slots=True)
class Profile:
    """Counts from 1 up to `most` are not shown; those that are shown are rounded to the nearest `base`, if any."""

    most: int
    base: int | None = None

    def covers(self, count: int) -> bool:
        return 1 <= count <= self.most

    def __str__(self) -> str:
        """As a spec says it."""
        return f"1 to {self.most}{f' rounded to {self.base}' if self.base else ''}"


@dataclass(frozen=True, slots=True)
class Suppression:
    """What is said of small counts: the profile in force, or None where all are shown for a `reason`."""

    profile: Profile | None
    reason: str = ""


# Department for Education, statistics of children in need; NHS England, counts of patients below national level.
PROFILES: dict[str, Profile] = {"dfe": Profile(5), "nhs": Profile(7, 5)}
_MOST = 100


def read(line: ast.Suppress, problems: Problems) -> Suppression | None:
    """What a `suppress` line says; None where it is wrong."""
    if line.reason is not None:
        reason = literals.filled_in(line.reason, problems)
        return None if reason is None else Suppression(None, reason)
    if line.name is not None:
        return _named(line.name, problems)
    assert line.range is not None
    if line.range[0].text != "1":
        message = f"what is not shown starts at 1, not at `{line.range[0].text}`"
        problems.add(
            "bad-figure",
            message,
            line.range[0].span,
            "a count of 0 is always shown; write for example: suppress 1 to 9",
        )
        return None
    # One count alone would be given away by not being shown.
    most = literals.whole(line.range[1], 2, _MOST, "the largest count that is not shown", problems)
    if most is None:
        return None
    base = None
    if line.rounded is not None:
        # A count that is shown must not be rounded to 0.
        base = literals.whole(line.rounded, 2, 2 * (most + 1), "what counts are rounded to", problems)
        if base is None:
            return None
    return Suppression(Profile(most, base))


def _named(name: ast.Word, problems: Problems) -> Suppression | None:
    if name.text in PROFILES:
        return Suppression(PROFILES[name.text])
    message = f"there is no profile called `{name.text}`"
    own = "or say which counts: suppress 1 to 9, or suppress 1 to 9 rounded to 5"
    problems.add("unknown-profile", message, name.span, *did_you_mean(name.text, PROFILES), own)
    return None
