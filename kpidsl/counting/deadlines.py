"""The last day that is still in time, for every day from which a limit runs. Day 0 is that day itself.

Databases only look these days up: none of their own ways of moving dates is used, for no two of them move alike.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from kpidsl.spec.record import DayCount
from kpidsl.values import dataclass


class Workdays(Protocol):
    """A calendar that knows which days are worked, from `first` to `last`."""

    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    def is_workday(self, day: date) -> bool: ...
    def last_within(self, day: date, limit: int) -> date | None:
        """The last day at most so many working days after `day`; None where that lies after `last`."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days (or so) after another day."""

    count: int
    unit: DayCount

    def __str__(self) -> str:
        return f"{self.count} {self.unit.value}"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """`last` has, for every limit, the last day in time by the day from which it runs. `unknown` are the days of which
    the calendar of working days does not tell it."""

    limits: tuple[Limit, ...]
    last: dict[date, tuple[date | None, ...]]
    unknown: tuple[date, ...]


def deadlines(days: Iterable[date], limits: Sequence[Limit], until: date, workdays: Workdays) -> Deadlines:
    """The last days in time for the days that occur in a table. `until` is the last day that any figure asks for."""
    last: dict[date, tuple[date | None, ...]] = {}
    unknown: list[date] = []
    for day in sorted(set(days)):
        found = tuple(last_in_time(day, limit, until, workdays) for limit in limits)
        last[day] = found
        if None in found:
            unknown.append(day)
    return Deadlines(tuple(limits), last, tuple(unknown))


def last_in_time(day: date, limit: Limit, until: date, workdays: Workdays) -> date | None:
    """The last day that is at most `limit` after `day`; None where the calendar does not tell.

    A Saturday adds no working day, so the last day in time is the one before the next working day that adds one. What
    lies far before the calendar, or after all that is asked for, needs no calendar: nothing hangs on the very day.
    """
    match limit.unit:
        case DayCount.DAYS:
            return _moved(day, limit.count)
        case DayCount.MONTHS:
            return months_after(day, limit.count)
        case DayCount.WORKING_DAYS:
            if day < workdays.first:
                at_most = _moved(day, 2 * limit.count + _HOLIDAYS)
                return at_most if at_most < workdays.first else None
            found = workdays.last_within(day, limit.count) if day <= workdays.last else None
            return found or (max(day, workdays.last) if until <= workdays.last else None)


_HOLIDAYS = 60  # days without work that no calendar exceeds, weekends aside


def earliest(day: date, limit: Limit, workdays: Workdays) -> date:
    """The earliest day from which `day` is within a limit; where the calendar does not tell, surely no later one."""
    match limit.unit:
        case DayCount.DAYS:
            return _moved(day, -limit.count)
        case DayCount.MONTHS:
            return months_back(day, limit.count)
        case DayCount.WORKING_DAYS:
            left, at = limit.count, day
            while workdays.first < at <= workdays.last:
                left -= workdays.is_workday(at)
                if left < 0:
                    return at
                at -= timedelta(days=1)
            return _moved(at, -2 * left - _HOLIDAYS)


def months_back(day: date, months: int) -> date:
    return months_after(day, -months)


def months_after(day: date, months: int) -> date:
    """The same day of another month, or that month's last one. Never beyond the days there are."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _moved(day: date, days: int) -> date:
    ordinal = day.toordinal() + days
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))
