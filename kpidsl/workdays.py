"""Working days: Monday to Friday without bank holidays and the days on which the council was closed.

**Day 0 is the start date itself**, whether it is a working day or not; day 1 is the first working day after it. So the
Monday after Friday 1 April is day 1, and so it is of Saturday 2 April. A weekend or a bank holiday adds nothing: what
is done on the Saturday after day 45 took 45 working days, and is within a limit of 45.

Whoever calls the start date day 1 ends a day earlier. A calendar knows its days from `first` to `last`: ask `covers`
before anything else, for outside of them nothing is guessed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from kpidsl.values import dataclass, field

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
    _worked: tuple[date, ...] = field(init=False, repr=False, compare=False)  # every working day, in order

    def __post_init__(self) -> None:
        off = {*self.bank_holidays, *self.closed}
        worked = (day for day in self.days() if day.weekday() < _SATURDAY and day not in off)
        object.__setattr__(self, "_worked", tuple(worked))

    def days(self) -> Iterator[date]:
        """Every day that the calendar knows."""
        return (self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1))

    def covers(self, day: date) -> bool:
        """Whether the calendar knows the day."""
        return self.first <= day <= self.last

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked. Raises OutsideCalendar."""
        return self._before(day) < self._up_to(day)

    def between(self, a: date, b: date) -> int:
        """How many working days lie after `a`, up to and including `b`. Day 0 is `a` itself, so from a day to itself
        is 0. Negative where `b` is before `a`. Raises OutsideCalendar."""
        return self._up_to(b) - self._up_to(a)

    def after(self, day: date, n: int) -> date | None:
        """The n-th working day after `day` (n is 0 or more). Day 0 is `day` itself, also where it is not worked. None
        where that lies after `last`, so that nobody knows it yet. Raises OutsideCalendar for `day` itself."""
        at = self._up_to(day) + n - 1
        if n == 0:
            return day
        return self._worked[at] if at < len(self._worked) else None

    def within(self, a: date, b: date, limit: int) -> bool:
        """Whether `b` is on or after `a`, and no more than `limit` working days after it. Raises OutsideCalendar."""
        passed = self.between(a, b)
        return a <= b and passed <= limit

    def last_within(self, day: date, limit: int) -> date | None:
        """The last day that is `within` a limit that starts on `day`: the day before a working day too many. None where
        that lies after `last`: every later day that is known is within. Raises OutsideCalendar."""
        over = self.after(day, limit + 1)
        return None if over is None else over - timedelta(days=1)

    def limits(self, limit: int) -> Iterator[tuple[date, date | None]]:
        """Every day that the calendar knows with its `last_within`: a table that answers for many rows at once."""
        return ((day, self.last_within(day, limit)) for day in self.days())

    def _up_to(self, day: date) -> int:
        self._known(day)
        return bisect_right(self._worked, day)

    def _before(self, day: date) -> int:
        self._known(day)
        return bisect_left(self._worked, day)

    def _known(self, day: date) -> None:
        if not self.covers(day):
            raise OutsideCalendar(day)
