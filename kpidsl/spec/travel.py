"""What direction of travel is taken against: an earlier value, or the line through the values of a trend."""

from __future__ import annotations

from kpidsl.terms import Comparator, Grain
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class TrendOver:
    """The straight line that fits the values of so many periods best, the last of them the one that is judged."""

    periods: int
    grain: Grain

    @property
    def value(self) -> str:
        """As a `compare with` line says it, like the value of a `Comparator`."""
        return f"trend over {self.periods} {self.grain.value}s"


Against = Comparator | TrendOver


def since(against: Against) -> str:
    """As a condition says it: `since previous`, `over 8 quarters`."""
    return against.value.removeprefix("trend ") if isinstance(against, TrendOver) else f"since {against.value}"
