"""Child-level rows that nobody is behind: what might have happened, drawn by lot, the same for the same seed.

How often things happen is made up so that every measure has something to count, and says nothing about any council.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest

from kpidsl.synthetic.draws import Draws
from kpidsl.synthetic.tables import AUTHORITY, COLUMNS, ILLUSTRATIVE, MARK, Cell, Table
from kpidsl.values import dataclass

_Row = tuple[str, tuple[Cell, ...]]  # the table, and the cells of its columns
_PROVIDERS = ("PR1", "PR1", "PR1", "PR4", "PR4", "PR5", "PR2", "PR0")
_TYPES = ("U6", "U4", "U1", "K2", "H5", "P1")
_ACTIVITIES = ("F1", "F2", "F4", "F5", "F5", "P2", "P5", "G4", "G5", "G6")
_ENDS = ("Outcomes met", "Outcomes met", "Outcomes met", "NFA", "Step-up")
_CONTACTS, _YOUNG = 4, 20  # contacts for each referral; referrals for each care leaver


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made: so many `referrals` over all authorities, from the day `first` to the day `last`. The tables
    are as if taken from the case system on that day: nothing later is known."""

    referrals: int
    authorities: int
    seed: int
    first: date
    last: date


def tables(wanted: Wanted) -> tuple[Table, ...]:
    """All tables, each with its rows in the order of authorities and of what happened."""
    rows: dict[str, list[tuple[Cell, ...]]] = {name: [] for name in COLUMNS}
    several = wanted.authorities > 1
    for number in range(1, wanted.authorities + 1):
        share, rest = divmod(wanted.referrals, wanted.authorities)
        owner: tuple[Cell, ...] = (authority(number),) if several else ()
        for table, cells in _Authority(wanted, number, share + (number <= rest)).rows():
            rows[table].append((ILLUSTRATIVE, *owner, *cells))
    own = (MARK, AUTHORITY) if several else (MARK,)
    return tuple(Table(name, (*own, *columns), tuple(rows[name])) for name, columns in COLUMNS.items())


def authority(number: int) -> str:
    """The name of a made-up authority."""
    return f"Illustrative Authority {number:03d}"


class _Authority:
    """What happened in one authority."""

    def __init__(self, wanted: Wanted, number: int, referrals: int) -> None:
        self._first, self._last = wanted.first, wanted.last
        self._draws = Draws(wanted.seed, number)
        self._number, self._referrals = number, referrals
        self._made = 0

    def rows(self) -> Iterator[_Row]:
        children = max(1, self._referrals * 3 // 4)
        for _ in range(self._referrals * _CONTACTS):
            yield "ssd_contacts", (self._id("C"), self._child(children * 3), self._day())
        for _ in range(self._referrals // 2):
            yield self._early_help(self._child(children * 3))
        for _ in range(self._referrals):
            yield from self._referral(self._child(children))
        yield from self._care_leavers(self._referrals // _YOUNG + 1)

    def _early_help(self, child: str) -> _Row:
        start = self._day()
        end = self._known(self._draws.later(start, 30, 300))
        reason = self._draws.one_of(_ENDS) if end else None
        return "ssd_early_help_episodes", (self._id("E"), child, start, end, reason)

    def _referral(self, child: str) -> Iterator[_Row]:
        referral, came, draws = self._id("R"), self._day(), self._draws
        stops = draws.chance(20)
        close = draws.later(came, 1, 14) if stops else draws.later(came, 30, 420)
        yield "ssd_cin_episodes", (referral, child, came, "Y" if stops else "N", self._known(close))
        if stops:
            return
        start = draws.later(came, 0, 3)
        if start <= self._last:
            done = self._known(draws.later(start, 20, 62 if draws.chance(88) else 100))
            seen = None if done is None else "Y" if draws.chance(95) else "N"
            yield "ssd_cin_assessments", (self._id("A"), child, referral, start, seen, done)
        for day in self._every(came, close, 10, 45):
            yield "ssd_cin_visits", (self._id("V"), child, day, self._seen())
        if draws.chance(15):
            yield from self._plan(child, referral, draws.later(came, 15, 40))
        if draws.chance(10):
            yield from self._care(child, referral, draws.later(came, 10, 60))

    def _plan(self, child: str, referral: str, start: date) -> Iterator[_Row]:
        if start > self._last:
            return
        plan, end = self._id("P"), self._draws.later(start, 60, 420)
        yield "ssd_cp_plans", (plan, referral, child, start, self._known(end))
        for day in self._every(start, end, 7, 26 if self._draws.chance(90) else 40):
            yield "ssd_cp_visits", (self._id("V"), child, plan, day, self._seen())
        for due, held in self._reviews(start, end, (91, 182)):
            yield "ssd_cp_reviews", (self._id("W"), child, plan, due, held)

    def _care(self, child: str, referral: str, start: date) -> Iterator[_Row]:
        draws = self._draws
        care, end = self._id("L"), draws.later(start, 30, 800)
        moved = start
        while moved <= min(end, self._last):
            next_move = min(end, draws.later(moved, 60, 500))
            placement, until = self._id("M"), self._known(next_move)
            where = (draws.one_of(_TYPES), draws.one_of(_PROVIDERS))
            yield "ssd_cla_episodes", (self._id("Q"), child, placement, moved, until, care, referral)
            yield "ssd_cla_placement", (placement, care, child, moved, *where, until)
            if next_move == end:
                break
            moved = next_move
        if start > self._last:
            return
        for day in self._every(start, end, 20, 40 if draws.chance(90) else 60):
            yield "ssd_cla_visits", (self._id("V"), care, child, day, self._seen())
        for due, held in self._reviews(start, end, (20, 91, 182)):
            yield "ssd_cla_reviews", (self._id("W"), care, due, held, "N")
        if draws.chance(10):
            away = draws.day(start, min(end, self._last))
            back = self._known(draws.later(away, 0, 5))
            yield "ssd_missing", (self._id("N"), child, away, draws.one_of(("M", "A")), back)

    def _care_leavers(self, young: int) -> Iterator[_Row]:
        """A picture of all of them on the last day of each quarter."""
        draws = self._draws
        days = list(_quarter_ends(self._first, self._last))
        for day, following in zip_longest(days, days[1:]):
            for person in range(young):
                touch = "YES" if draws.chance(95) else draws.one_of(("NO", "REFU"))
                suitable = "1" if draws.chance(93) else "2"
                cells = (self._id("T"), f"Y{self._number:03d}-{person:06d}", day, following, touch, suitable)
                yield "ssd_care_leavers", (*cells, draws.one_of(_ACTIVITIES))

    def _reviews(self, start: date, end: date, gaps: tuple[int, ...]) -> Iterator[tuple[date, date | None]]:
        """When each review was due, and when it was held; the last gap comes again and again."""
        at, due = 0, start + timedelta(days=gaps[0])
        while due <= min(end, self._last):
            late = not self._draws.chance(92)
            held = self._draws.later(due, 1, 21) if late else self._draws.later(due, -10, 0)
            yield due, self._known(held)
            at = min(at + 1, len(gaps) - 1)
            due = held + timedelta(days=gaps[at])

    def _every(self, start: date, end: date, low: int, high: int) -> Iterator[date]:
        """Days of visits, so many days apart."""
        day = self._draws.later(start, 1, 10)
        while day <= min(end, self._last):
            yield day
            day = self._draws.later(day, low, high)

    def _known(self, day: date) -> date | None:
        return day if day <= self._last else None

    def _seen(self) -> str:
        return "Y" if self._draws.chance(97) else "N"

    def _day(self) -> date:
        return self._draws.day(self._first, self._last)

    def _child(self, children: int) -> str:
        return f"X{self._number:03d}-{self._draws.between(1, children):06d}"

    def _id(self, kind: str) -> str:
        self._made += 1
        return f"{kind}{self._number:03d}-{self._made:07d}"


def _quarter_ends(first: date, last: date) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            end = date(year, month, day)
            if first <= end <= last:
                yield end
