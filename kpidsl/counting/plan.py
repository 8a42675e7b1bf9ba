"""plan: what is asked of a table, for every measure, period and entity at once.

Time is cut into parts at every day on which a window begins or ends. Whatever can be added up is counted once for each
part, so that a window is a sum of whole numbers (`Take.is_added`). Distinct values and middle ones are taken a window.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum

from kpidsl.counting.deadlines import Limit, Workdays, earliest, months_back
from kpidsl.period import Period
from kpidsl.spec.record import (
    Aggregate,
    Column,
    InTime,
    Reach,
    RecordMeasure,
    Records,
    Recurring,
    RowTest,
    columns_of,
    leaves,
)
from kpidsl.values import dataclass


class Take(Enum):
    """What is taken of the rows that pass. Whole numbers, all of them."""

    ROWS = "how many rows"
    VALUES = "how many values"  # rows in which the column is not missing
    TOTAL = "their sum"  # in units of the last place of the column
    DISTINCT = "how many different values"
    MIDDLE = "the sum of the one or two middle values, and how many they are"

    @property
    def is_added(self) -> bool:
        """Whether what is taken of two parts of time can be added up."""
        return self in (Take.ROWS, Take.VALUES, Take.TOTAL)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One thing that is taken of the rows of which all `tests` are so. A plan has each only once, so that two terms are
    the same where they are one."""

    take: Take
    column: Column | None
    tests: tuple[RowTest, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Rows whose day lies in it, both days included. Where `is_open`, rows that are open at the end of `last`."""

    first: date
    last: date
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is to be made: `over` and `under` are what its terms are called in the plan (None: under 1)."""

    measure: RecordMeasure
    period: Period
    window: Window
    over: Term
    under: Term | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is asked of the table.

    `cuts` are the days on which parts of time begin, and `open_cuts` the days after those at which open cases are
    counted; a day lies in the part with the number of cuts that are on or before it. `entities` None asks for all.
    `tests` are the questions about a row, taken apart to those without parts; `columns` those that are read.
    """

    records: Records
    figures: tuple[Figure, ...]
    entities: tuple[str, ...] | None
    cuts: tuple[date, ...]
    open_cuts: tuple[date, ...]
    tests: tuple[RowTest, ...]
    columns: tuple[Column, ...]

    def terms(self, *takes: Take, is_open: bool | None = None) -> tuple[Term, ...]:
        """The terms of these kinds, each once, in the order of the measures."""
        found = (
            term
            for figure in self.figures
            if is_open is None or figure.window.is_open is is_open
            for term in (figure.over, figure.under)
            if term is not None and term.take in takes
        )
        return tuple(dict.fromkeys(found))

    def windows(self, term: Term, is_open: bool) -> tuple[Window, ...]:
        """The windows for which a term is needed, earliest first."""
        found = {
            figure.window
            for figure in self.figures
            if term in (figure.over, figure.under) and figure.window.is_open is is_open
        }
        return tuple(sorted(found, key=lambda window: (window.last, window.first)))

    def parts(self, window: Window) -> range:
        """The numbers of the parts of time of which a window of days is made."""
        return range(bisect_right(self.cuts, window.first), bisect_right(self.cuts, window.last) + 1)

    def open_part(self, window: Window) -> int:
        """The number of the last part of time in which a case that is open at the end of the window may have opened."""
        return bisect_right(self.open_cuts, window.last)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The time limits that are asked, each once."""
        found = (Limit(t.limit, t.unit) for t in self.tests if isinstance(t, InTime | Recurring))
        return tuple(dict.fromkeys(found))

    @property
    def running_from(self) -> tuple[Column, ...]:
        """The columns with the days from which time limits run."""
        found = (
            test.earlier if isinstance(test, InTime) else self.records.day
            for test in self.tests
            if isinstance(test, InTime | Recurring)
        )
        return tuple(dict.fromkeys(found))


def planned(
    records: Records,
    periods: Sequence[Period],
    until: date,
    entities: Sequence[str] | None,
    workdays: Workdays,
) -> Plan:
    """The plan for all measures of the table.

    `until` is the last day of the report's period, to which the table is complete where it does not say itself;
    `entities` are those whose figures are wanted, all where None. Of periods for which rows may be missing there is
    no figure.
    """
    figures: list[Figure] = []
    complete_to = records.complete_to or until
    chosen = None if entities is None or records.entity is None else tuple(dict.fromkeys(entities))
    terms: dict[_Key, Term] = {}
    for measure in records.measures if chosen != () else ():
        over, under = (terms.setdefault(key, Term(*key)) if key else None for key in _terms(measure))
        assert over is not None  # every measure takes something
        for period in sorted(set(periods)):
            window = _window(measure, period)
            needed = _needed_from(measure, window, workdays)
            if needed is not None and records.complete_from <= needed and window.last <= complete_to:
                figures.append(Figure(measure, period, window, over, under))
    asked = {figure.window for figure in figures}
    days = {day for one in asked if not one.is_open for day in (one.first, _after(one.last))}
    ends = {_after(one.last) for one in asked if one.is_open}
    used = dict.fromkeys(term for one in figures for term in (one.over, one.under) if term is not None)
    tests = tuple(dict.fromkeys(leaf for term in used for test in term.tests for leaf in leaves(test)))
    columns = {records.entity, *(term.column for term in used), *(c for test in tests for c in columns_of(test))}
    if days or any(isinstance(test, Recurring) for test in tests):
        columns.add(records.day)
    if ends:
        columns |= {records.opened, records.closed}
    read = tuple(column for column in records.columns if column in columns)
    return Plan(records, tuple(figures), chosen, tuple(sorted(days)), tuple(sorted(ends)), tests, read)


_Key = tuple[Take, Column | None, tuple[RowTest, ...]]


def _terms(measure: RecordMeasure) -> tuple[_Key, _Key | None]:
    """What is above and below the line of a measure's fraction."""
    column = measure.column
    where = () if measure.where is None else (measure.where,)
    match measure.aggregate:
        case Aggregate.COUNT:
            return (Take.ROWS, None, where), None
        case Aggregate.DISTINCT:
            return (Take.DISTINCT, column, where), None
        case Aggregate.SUM:
            return (Take.TOTAL, column, where), None
        case Aggregate.MEAN:
            return (Take.TOTAL, column, where), (Take.VALUES, column, where)
        case Aggregate.MEDIAN:
            return (Take.MIDDLE, column, where), None
        case Aggregate.SHARE:
            assert measure.test is not None  # what makes it a share
            return (Take.ROWS, None, (*where, measure.test)), (Take.ROWS, None, where)


def _window(measure: RecordMeasure, period: Period) -> Window:
    match measure.reach:
        case Reach.IN_PERIOD:
            return Window(period.start, period.end)
        case Reach.ROLLING:
            return Window(months_back(_after(period.end), measure.months), period.end)
        case Reach.YEAR_TO_DATE:
            return Window(period.whole_year.start, period.end)
        case Reach.OPEN_AT_END:
            return Window(period.end, period.end, is_open=True)


def _needed_from(measure: RecordMeasure, window: Window, workdays: Workdays) -> date | None:
    """The earliest day of rows that the figure hangs on; None where no day is early enough: the days of cases that are
    open may be any, so what came before them can never be known to be whole. `check` lets no such measure through."""
    needed = window.first
    for root in (measure.where, measure.test):
        for test in leaves(root) if root is not None else ():
            if isinstance(test, Recurring):
                if window.is_open:
                    return None
                needed = min(needed, earliest(window.first, Limit(test.limit, test.unit), workdays))
    return needed


def _after(day: date) -> date:
    return day + timedelta(days=1)
