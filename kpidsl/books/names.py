"""What the files of a council call columns, indicators and periods, and what else they mean by what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kpidsl.terms import Reason
from kpidsl.values import dataclass, field


class Dates(Enum):
    """The period that a date stands for: that in which it lies."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "financial year"


@dataclass(frozen=True, slots=True)
class Names:
    """As the house file says. What files write is in lower case here: capitals do not count.

    `columns` have our names; `no_columns` and `no_rows` are left out. `are_fractions` where a percentage of 38% is
    written 0.38.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    no_columns: frozenset[str] = frozenset()
    no_rows: frozenset[str] = frozenset()
    indicators: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[str, str] = field(default_factory=dict)
    markers: Mapping[str, Reason] = field(default_factory=dict)
    dates: Dates | None = None
    are_fractions: bool = False

    def column(self, text: str) -> str:
        """Our name of a column; empty where the column is left out."""
        name = text.casefold()
        return "" if name in self.no_columns else self.columns.get(name, name)


AS_OURS = Names()
