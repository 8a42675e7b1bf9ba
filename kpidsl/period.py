"""Reporting periods: financial years (April to March) and their quarters.

`2021-22` is a financial year, `2021-22 Q1` its first quarter (April to June 2021). Periods are ordered by when they
end, then by length, so the last quarter of a year stands before the year.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

FIRST_MONTH = 4  # April: the financial year of UK councils
_LITERAL = re.compile(r"(\d{4})[-\u2013/](\d{2})(?:\s*[Qq]([1-4]))?")


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A financial year, or one quarter of it.

    `year` is the calendar year in which the financial year starts; `quarter` is 1 to 4, or None for the whole year.
    """

    year: int
    quarter: int | None = None

    @staticmethod
    def parse(text: str) -> Period | None:
        """Read `2021-22` or `2021-22 Q1`; None where it is neither (the second year must follow the first)."""
        match = _LITERAL.fullmatch(text.strip())
        if match is None:
            return None
        year = int(match[1])
        if (year + 1) % 100 != int(match[2]) or year < 1900:
            return None
        return Period(year, int(match[3]) if match[3] else None)

    def __str__(self) -> str:
        name = f"{self.year}-{(self.year + 1) % 100:02d}"
        return name if self.quarter is None else f"{name} Q{self.quarter}"

    def __lt__(self, other: Period) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int]:
        return (self.year, self.quarter or 4, 0 if self.quarter else 1)

    @property
    def start(self) -> date:
        """The first day."""
        months = FIRST_MONTH - 1 + 3 * ((self.quarter or 1) - 1)
        return date(self.year + months // 12, months % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        months = FIRST_MONTH - 1 + 3 * (self.quarter or 4) - 1
        year, month = self.year + months // 12, months % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def financial_year(self) -> Period:
        """The whole year that this period is in."""
        return Period(self.year)

    def back(self, steps: int) -> Period:
        """The period of the same length, `steps` periods earlier (later, where negative)."""
        if self.quarter is None:
            return Period(self.year - steps)
        at = self.year * 4 + self.quarter - 1 - steps
        return Period(at // 4, at % 4 + 1)

    @property
    def previous(self) -> Period:
        """The period just before."""
        return self.back(1)

    @property
    def same_period_last_year(self) -> Period:
        """The same quarter (or year) one year earlier."""
        return Period(self.year - 1, self.quarter)

    @property
    def outturn(self) -> Period:
        """The last whole financial year: what councils call last year's outturn."""
        return Period(self.year - 1)

    def last(self, count: int) -> tuple[Period, ...]:
        """The `count` periods up to and including this one, earliest first."""
        return tuple(self.back(steps) for steps in range(count - 1, -1, -1))
