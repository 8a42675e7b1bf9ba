"""Working days: Monday to Friday without bank holidays and the days on which the council was closed.

**Day 0 is the start date itself**, whether it is a working day or not; day 1 is the first working day after it. So from
Friday 1 April to Monday 4 April is 1 working day, and from Saturday 2 April to Monday 4 April is 1, too. A Saturday, a
Sunday or a bank holiday adds nothing: what is done on the Saturday after day 45 took 45 working days.

Whoever calls the start date day 1 gets one more. A calendar knows its days from `first` to `last`: ask `covers`
before anything else, for outside of them nothing is guessed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_WEEK, _WORKING = 7, 5  # days of a week, and those from Monday to Friday
_SATURDAY = 5  # as `date.weekday` counts


class OutsideCalendar(LookupError):
    """A day that the calendar does not know was asked for: a slip of ours, since the caller asks `covers` first."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked, from `first` to `last`, both included.

    `name` is whose bank holidays are left out, `source` who published them, `as_at` the day as at which the list stood.
    `closed` are the days on which the council was closed besides; where they are weekends or bank holidays, they change
    nothing.
    """

    name: str
    source: str
    as_at: date
    first: date
    last: date
    bank_holidays: tuple[date, ...]
    closed: tuple[date, ...] = ()
    _off: tuple[date, ...] = field(init=False, repr=False, compare=False)  # from Monday to Friday, and not worked

    def __post_init__(self) -> None:
        days = {*self.bank_holidays, *self.closed}
        object.__setattr__(self, "_off", tuple(sorted(day for day in days if day.weekday() < _SATURDAY)))

    def covers(self, day: date) -> bool:
        """Whether the calendar knows the day."""
        return self.first <= day <= self.last

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked. Raises OutsideCalendar."""
        self._known(day)
        return day.weekday() < _SATURDAY and day not in self._off

    def number(self, day: date) -> int:
        """How many working days there are from `first` to the day, both included. Raises OutsideCalendar.

        Two of these give what lies between: `number(b) - number(a)` is `between(a, b)`. So a table of numbered days
        answers for many rows at once.
        """
        self._known(day)
        weeks, rest = divmod((day - self.first).days + 1, _WEEK)
        weekdays = weeks * _WORKING + sum((self.first.weekday() + at) % _WEEK < _SATURDAY for at in range(rest))
        return weekdays - bisect_right(self._off, day) + bisect_left(self._off, self.first)

    def between(self, a: date, b: date) -> int:
        """How many working days lie after `a`, up to and including `b`. Day 0 is `a` itself, so from a day to itself
        is 0. Negative where `b` is before `a`. Raises OutsideCalendar."""
        return self.number(b) - self.number(a)

    def after(self, day: date, n: int) -> date | None:
        """The n-th working day after `day` (n is 0 or more). Day 0 is `day` itself, also where it is not worked. None
        where that lies after `last`, so that nobody knows it yet. Raises OutsideCalendar for `day` itself."""
        self._known(day)
        while n > 0:
            day += timedelta(days=1)
            if day > self.last:
                return None
            n -= self.is_workday(day)
        return day

    def within(self, a: date, b: date, limit: int) -> bool:
        """Whether `b` is on or after `a`, and no more than `limit` working days after it. Raises OutsideCalendar."""
        return a <= b and self.between(a, b) <= limit

    def numbered(self) -> Iterable[tuple[date, int]]:
        """Every day that the calendar knows with its `number`, from first to last."""
        number, off = 0, frozenset(self._off)
        for at in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=at)
            number += day.weekday() < _SATURDAY and day not in off
            yield day, number

    def _known(self, day: date) -> None:
        if not self.covers(day):
            raise OutsideCalendar(day)
