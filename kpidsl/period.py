"""Reporting periods: years, half-years, quarters and months of the financial, calendar or academic year.

`2021-22` is a financial year (April to March, unless the council's starts in another month), `2021-22 Q1` and
`2021-22 H1` its first quarter and half, `September 2021` or `2021-09` a month of it. `calendar 2021`, `2021 Q3` and
`2021 H2` are calendar periods, `academic 2021-22` an academic year (September to August). Periods are ordered by when
they end, then by length, so the last quarter of a year stands before the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache, total_ordering

from kpidsl.patterns import lazily
from kpidsl.terms import Grain, Term
from kpidsl.values import dataclass

_EARLIEST, _LATEST = 1900, 2999  # years; what lies outside is a slip
APRIL = 4  # when the financial year of UK councils starts
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
_SPAN_YEAR = lazily(r"(academic )?(\d{4})-(\d{2})(?: ?([qh])([1-4]))?", re.IGNORECASE)
_PART_FIRST = lazily(r"([qh][1-4]),? (\d{4}-\d{2})", re.IGNORECASE)
_CALENDAR = lazily(r"calendar (\d{4})|(\d{4}) ?([qh])([1-4])", re.IGNORECASE)
_MONTH = lazily(r"(\d{4})-(\d{2})")
_NAMED_MONTH = lazily(r"([a-z]{3,9}) (\d{4})", re.IGNORECASE)


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Calendar(Term):
    """Which kind of year a period is counted in."""

    FINANCIAL = "financial"
    CALENDAR = "calendar"
    ACADEMIC = "academic"


_FIRST_MONTHS = {Calendar.CALENDAR: 1, Calendar.ACADEMIC: 9}


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One period.

    `year` is the calendar year in which its year starts; `number` counts from 1 within that year (a month's counts from
    the year's first month). `first_month` is the month, 1 to 12, in which such years start.
    """

    year: int
    grain: Grain = Grain.YEAR
    number: int = 1
    calendar: Calendar = Calendar.FINANCIAL
    first_month: int = APRIL

    @staticmethod
    def parse(text: str, first_month: int = APRIL) -> Period | None:
        """Read a period as people write it; None where it is none.

        Dashes may be en dashes or slashes, and `Q1 2021/22` is read as well. `first_month` is the month in which the
        council's financial year starts.
        `2011-12` is the financial year, never December 2011: that is written with the month's name.
        """
        found = Period._read(" ".join(text.translate(_DASHES).split()), first_month)
        return found if found is not None and _EARLIEST <= found.year <= _LATEST else None

    @staticmethod
    def _read(text: str, first_month: int) -> Period | None:
        if match := _SPAN_YEAR.fullmatch(text):
            year = int(match[2])
            if (year + 1) % 100 == int(match[3]):
                kind = Calendar.ACADEMIC if match[1] else Calendar.FINANCIAL
                return _part(year, match[4], match[5], kind, _FIRST_MONTHS.get(kind, first_month))
        if match := _CALENDAR.fullmatch(text):
            return _part(int(match[1] or match[2]), match[3], match[4], Calendar.CALENDAR, 1)
        if match := _MONTH.fullmatch(text):
            year, month = int(match[1]), int(match[2])
            if 1 <= month <= 12:
                return _at(year * 12 + month - 1, Grain.MONTH, Calendar.FINANCIAL, first_month)
        if (match := _NAMED_MONTH.fullmatch(text)) and (named := _month_number(match[1])):
            return _at(int(match[2]) * 12 + named - 1, Grain.MONTH, Calendar.FINANCIAL, first_month)
        if match := _PART_FIRST.fullmatch(text):
            return Period._read(f"{match[2]} {match[1]}", first_month)
        return None

    def __str__(self) -> str:
        """The period as it is written in a spec."""
        if self.grain is Grain.MONTH:
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        part = {Grain.QUARTER: f" Q{self.number}", Grain.HALF: f" H{self.number}"}.get(self.grain, "")
        if self.calendar is Calendar.CALENDAR:
            return f"{self.year}{part}" if part else f"calendar {self.year}"
        name = f"{self.year}-{(self.year + 1) % 100:02d}{part}"
        return f"academic {name}" if self.calendar is Calendar.ACADEMIC else name

    def __hash__(self) -> int:
        # Few periods differ in nothing but their length or calendar, and names of these take most of the time to hash.
        return self.year * 16 + self.number

    def __lt__(self, other: Period) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, str]:
        length = _MONTHS[self.grain]
        return (self._first + length, length, self.calendar.value)

    @property
    def _first(self) -> int:
        """The month it starts in, counted from the year 0."""
        return self.year * 12 + self.first_month - 1 + (self.number - 1) * _MONTHS[self.grain]

    @property
    def start(self) -> date:
        """The first day."""
        return date(self._first // 12, self._first % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        after = self._first + _MONTHS[self.grain]
        return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)

    @property
    def whole_year(self) -> Period:
        """The whole year that this period is in."""
        return Period(self.year, Grain.YEAR, 1, self.calendar, self.first_month)

    def contains(self, other: Period) -> bool:
        """Whether every day of the other period is in this one."""
        after, other_after = self._first + _MONTHS[self.grain], other._first + _MONTHS[other.grain]
        return self._first <= other._first and other_after <= after  # all begin with a month

    def back(self, steps: int) -> Period:
        """The period of the same length, `steps` periods earlier (later, where negative)."""
        return _back(self, steps)

    @property
    def previous(self) -> Period:
        """The period just before."""
        return self.back(1)

    @property
    def same_period_last_year(self) -> Period:
        """The same quarter (or month, half, year) one year earlier."""
        return Period(self.year - 1, self.grain, self.number, self.calendar, self.first_month)

    @property
    def outturn(self) -> Period:
        """The last whole year before this one's: what councils call last year's outturn."""
        return self.whole_year.previous

    @property
    def year_end(self) -> Period:
        """The last period of the same length in its year."""
        return Period(self.year, self.grain, 12 // _MONTHS[self.grain], self.calendar, self.first_month)

    def last(self, count: int) -> tuple[Period, ...]:
        """The `count` periods up to and including this one, earliest first."""
        return _last(self, count)


def in_order(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Periods in the order of time."""
    return tuple(sorted(periods, key=Period._key))  # a key for each, instead of two for each comparison


_DASHES = str.maketrans({"\u2013": "-", "\u2212": "-", "/": "-", "\u00a0": " "})


def _at(first: int, grain: Grain, kind: Calendar, first_month: int) -> Period:
    """The period of a length that starts in the month `first`, counted from the year 0."""
    year, month = divmod(first - (first_month - 1), 12)
    return Period(year, grain, month // _MONTHS[grain] + 1, kind, first_month)


# Every indicator asks for the same few periods: they are made once, a third of the time of judging.
@lru_cache(maxsize=4096)
def _back(period: Period, steps: int) -> Period:
    return _at(period._first - steps * _MONTHS[period.grain], period.grain, period.calendar, period.first_month)


@lru_cache(maxsize=512)
def _last(period: Period, count: int) -> tuple[Period, ...]:
    return tuple(_back(period, steps) for steps in range(count - 1, -1, -1))


def _part(year: int, letter: str | None, number: str | None, kind: Calendar, first_month: int) -> Period | None:
    grain = {"q": Grain.QUARTER, "h": Grain.HALF}.get((letter or "").lower(), Grain.YEAR)
    if number is not None and int(number) > 12 // _MONTHS[grain]:
        return None
    return Period(year, grain, int(number or 1), kind, first_month)


def _month_number(name: str) -> int | None:
    """4 for `April`, `apr` or `Apr`; None for what is no month."""
    lower = name.lower()
    for number, month in enumerate(MONTHS, start=1):
        if month.lower().startswith(lower) or (lower == "sept" and number == 9):
            return number
    return None
