"""Redefinition: from a period on, a measure is counted in another way."""

from __future__ import annotations

from kpidsl.period import Period
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Redefinition:
    """Figures from `since` on are not compared with those before. `reason` is what the report prints."""

    since: Period
    reason: str

    def parts(self, one: Period, other: Period) -> bool:
        """Whether it stands between two periods. One in whose middle it falls compares with no other."""
        return one != other and not (self._is_after(one) is self._is_after(other) is not None)

    def _is_after(self, period: Period) -> bool | None:
        """Whether a whole period is counted in the new way; None where only a part of it is."""
        day = self.since.start
        return True if period.start >= day else False if period.end < day else None
