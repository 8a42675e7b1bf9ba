"""tree: a plan as queries.

`sums` goes through the table once for everything that can be added up, in all parts of time and for all entities.
`distinct` and `middles` are taken a window. `occurring` asks which days occur; it comes first where there are time
limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlglot import exp

from kpidsl.counting.deadlines import Deadlines
from kpidsl.counting.plan import Plan, Take, Term, Window
from kpidsl.counting.sql import nodes
from kpidsl.counting.sql.columns import is_lost, read
from kpidsl.counting.sql.tests import DAYS, ROW, Names, asked, in_days
from kpidsl.counting.stored import Dialect, Table
from kpidsl.spec.record import Column, InTime, Recurring, RowTest, leaves
from kpidsl.values import dataclass, field

_TABLE, _WINDOW, _MIDDLE = "t", "w", "m"
_WINDOWS = "kpic_periods"
# No column of ours has a space in its name.
_NUMBER, _PART = "kpic number", "kpic part"
_VALUE, _PLACE, _SIZE = "kpic value", "kpic place", "kpic size"
_DAY, _OPENED, _CLOSED = "kpic day", "kpic opened", "kpic closed"  # in which part of time a day lies


@dataclass(frozen=True, slots=True)
class Query:
    """A tree, and how it is `shown` where it brings the table of days along: without its lines, one for each day."""

    tree: exp.Expr
    shown: exp.Expr | None = None


def occurring(plan: Plan, table: Table, dialect: Dialect) -> exp.Expr | None:
    """Every day from which a time limit runs, once; None where there are no limits."""
    found: exp.Expr | None = None
    for column in plan.running_from:
        value = nodes.called(read(column, table, _TABLE, dialect), "day")
        days = _different(value, table)
        found = days if found is None else exp.Union(this=found, expression=days, distinct=True)
    return found


def entities(column: Column, table: Table, dialect: Dialect) -> exp.Expr:
    """Every entity that stands in the table, once."""
    return _different(nodes.called(read(column, table, _TABLE, dialect), "entity"), table)


def _different(value: exp.Expr, table: Table) -> exp.Select:
    source = exp.From(this=nodes.table(table.name, _TABLE))
    return exp.Select(expressions=[value], distinct=exp.Distinct(), from_=source)


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries of a plan for a table as it is kept. All give rows of the entity first, where the table has one."""

    plan: Plan
    table: Table
    deadlines: Deadlines
    dialect: Dialect
    _names: Names = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_names", Names.of(self.plan.columns, self.plan.tests, self.dialect))

    @property
    def doubtful(self) -> tuple[Column, ...]:
        """The columns in which a value may stand that cannot be read as declared."""
        return tuple(one for one in self.plan.columns if self.table.may_lose(one, self.dialect))

    def sums(self, terms: Sequence[Term]) -> Query:
        """Entity; the part of time of the day, and those in which a case opened and closed, as far as asked; then each
        of the terms, then of each `doubtful` column how many values cannot be read as declared."""
        plan, names = self.plan, self._names
        keys = [*self._entity(), *(nodes.column(ROW, part) for part in self._parts())]
        what = [self._sum(term) for term in terms]
        what += [exp.Count(this=nodes.column(ROW, _lost(at))) for at in range(len(self.doubtful))]
        reached = []
        if plan.cuts:
            after = exp.GTE(this=names.row(plan.records.day), expression=self._day(plan.cuts[0]))
            before = exp.LT(this=names.row(plan.records.day), expression=self._day(plan.cuts[-1]))
            reached.append(nodes.every((after, before)))
        if plan.open_cuts:
            opened, closed = self._open_columns()
            before = exp.LT(this=names.row(opened), expression=self._day(plan.open_cuts[-1]))
            later = exp.GTE(this=names.row(closed), expression=self._day(plan.open_cuts[0]))
            still = nodes.some((nodes.is_missing(names.row(closed)), later))
            reached.append(nodes.every((before, still)))
        for at, column in enumerate(self.doubtful):  # a day that cannot be read lies in no period, and must be found
            if column in (plan.records.day, plan.records.opened, plan.records.closed):
                reached.append(nodes.is_there(nodes.column(ROW, _lost(at))))
        condition = nodes.every((nodes.some(reached), *self._chosen()))
        joins = self._deadlines(terms)
        query = nodes.select([*keys, *_numbered(what)], self._rows(terms, lost=True), joins, condition, _again(keys))
        return self._finished(query, terms)

    def distinct(self, terms: Sequence[Term], is_open: bool) -> Query:
        """Entity, the number of a window, then how many different values each of the terms has in it."""
        keys = [*self._entity(), nodes.column(_WINDOW, _NUMBER)]
        what = [exp.Count(this=exp.Distinct(expressions=[self._passed(term, self._value(term))])) for term in terms]
        joins = [self._windows_join(is_open), *self._deadlines(terms)]
        condition = nodes.every(self._chosen()) if self._chosen() else None
        query = nodes.select([*keys, *_numbered(what)], self._rows(terms), joins, condition, _again(keys))
        return self._finished(query, terms, is_open)

    def middles(self, term: Term, is_open: bool) -> Query:
        """Entity, the number of a window, then the sum of the one or two middle values and how many these are."""
        keys = [*self._entity(), nodes.column(_WINDOW, _NUMBER)]
        value = self._value(term)
        place = nodes.over(exp.RowNumber(), _again(keys), value.copy(), self.dialect)
        size = nodes.over(exp.Count(this=exp.Star()), _again(keys), None, self.dialect)
        asked_ = [self._asked(test) for test in term.tests]
        condition = nodes.every((nodes.is_there(value.copy()), *asked_, *self._chosen()))
        named = [nodes.called(one, name) for one, name in ((value, _VALUE), (place, _PLACE), (size, _SIZE))]
        joins = [self._windows_join(is_open), *self._deadlines((term,))]
        ranked = nodes.select([*keys, *named], self._rows((term,)), joins, condition)
        outer = [nodes.column(_MIDDLE, key.name) for key in keys]
        what = [one(this=nodes.column(_MIDDLE, _VALUE)) for one in (exp.Sum, exp.Count)]
        query = nodes.select([*outer, *_numbered(what)], nodes.inner(ranked, _MIDDLE), (), _is_middle(), _again(outer))
        return self._finished(query, (term,), is_open)

    def windows(self, terms: Sequence[Term], is_open: bool) -> dict[Window, int]:
        """The number that each window has in `distinct` and `middles`."""
        plan = self.plan
        found = dict.fromkeys(window for term in terms for window in plan.windows(term, is_open))
        return {window: plan.open_part(window) if is_open else at for at, window in enumerate(found)}

    # ---- their parts

    def _rows(self, terms: Sequence[Term], *, lost: bool = False) -> exp.Subquery:
        """The rows of the table, read as declared, each with its parts of time and the day of the one before."""
        names = self._names
        as_read = {one: read(one, self.table, _TABLE, self.dialect) for one in self.plan.columns}
        what = [nodes.called(value, names.columns[one]) for one, value in as_read.items()]
        for part, (column, cuts) in self._parts().items():
            days = [self._day(day) for day in cuts]
            what.append(nodes.called(nodes.part_of(as_read[column], days), part))
        for at, column in enumerate(self.doubtful if lost else ()):
            changed = is_lost(column, self.table, _TABLE, self.dialect)
            what.append(nodes.called(nodes.where(changed, nodes.number(1)), _lost(at)))
        query = nodes.select(what, nodes.table(self.table.name, _TABLE))
        for key in _keys(terms):
            query = self._with_earlier(query, key)
        return nodes.inner(query, ROW)

    def _with_earlier(self, rows: exp.Select, key: Column) -> exp.Select:
        """The rows with the last day of the same key that is before their own. Rows of one day share it: the first of
        them, in whatever order, has it in the row before, and the others have their own day there. A key is that of an
        entity: two authorities may have given the same number."""
        names, entity = self._names, self.plan.records.entity
        same_key = [names.columns[key], *([] if entity is None else [names.columns[entity]])]
        day = names.columns[self.plan.records.day]
        words = [one.alias for one in rows.expressions]
        within = [nodes.column("a", word) for word in same_key]
        before = nodes.over(exp.Lag(this=nodes.column("a", day)), within, nodes.column("a", day), self.dialect)
        lagged = nodes.select(
            [*(nodes.called(nodes.column("a", word), word) for word in words), nodes.called(before, names.before(key))],
            nodes.inner(rows, "a"),
        )
        earlier = nodes.column("b", names.before(key))
        is_earlier = exp.LT(this=earlier, expression=nodes.column("b", day))
        same = [nodes.column("b", word) for word in (*same_key, day)]
        last = nodes.over(exp.Max(this=nodes.where(is_earlier, earlier.copy())), same, None, self.dialect)
        return nodes.select(
            [*(nodes.called(nodes.column("b", word), word) for word in words), nodes.called(last, names.earlier(key))],
            nodes.inner(lagged, "b"),
        )

    def _deadlines(self, terms: Sequence[Term]) -> list[exp.Join]:
        """The table of days, once for every column from whose days a limit of these terms runs."""
        names = self._names
        starts = {names.deadline(start): names.row(start) for start in _starts(terms)}
        starts |= {names.deadline_of_key(key): nodes.column(ROW, names.earlier(key)) for key in _keys(terms)}
        return [
            nodes.left_join(nodes.table((DAYS,), alias), exp.EQ(this=nodes.column(alias, "day"), expression=day))
            for alias, day in starts.items()
        ]

    def _windows_join(self, is_open: bool) -> exp.Join:
        part = nodes.column(ROW, _OPENED if is_open else _DAY)
        condition: exp.Expr = exp.EQ(this=nodes.column(_WINDOW, _PART), expression=part)
        if is_open:
            closed = nodes.column(ROW, _CLOSED)
            later = exp.GT(this=closed, expression=nodes.column(_WINDOW, _NUMBER))
            condition = nodes.every((condition, nodes.some((nodes.is_missing(closed.copy()), later))))
        return nodes.join(nodes.table((_WINDOWS,), _WINDOW), condition)

    def _finished(self, query: exp.Select, terms: Sequence[Term], is_open: bool | None = None) -> Query:
        """The query with the small tables that it brings along."""
        brought = [] if is_open is None else [self._windows_given(terms, is_open)]
        if not (_starts(terms) or _keys(terms)):
            return Query(_bringing(query, brought))
        last = self.deadlines.last
        first = dict(list(last.items())[:1])
        shown = _bringing(query.copy(), [*(one.copy() for one in brought), self._days_given(first)])
        return Query(_bringing(query, [*brought, self._days_given(last)]), shown)

    def _windows_given(self, terms: Sequence[Term], is_open: bool) -> exp.CTE:
        """The parts of time of which each window is made; of open cases, those in which they may have opened."""
        rows = []
        for window, number in self.windows(terms, is_open).items():
            parts = range(number + 1) if is_open else self.plan.parts(window)
            rows += [(nodes.number(number), nodes.number(part)) for part in parts]
        return nodes.given(_WINDOWS, (_NUMBER, _PART), rows, self.dialect)

    def _days_given(self, days: dict[date, tuple[date | None, ...]]) -> exp.CTE:
        limits = [in_days(limit) for limit in self.deadlines.limits]
        known = days or {date.min: tuple(date.min for _ in limits)}  # no day occurs at all, and a table needs a row
        rows = (
            [
                nodes.string(day.isoformat()),
                *(exp.Null() if last is None else nodes.string(last.isoformat()) for last in lasts),
            ]
            for day, lasts in known.items()
        )
        return nodes.given(DAYS, ("day", *limits), rows, self.dialect, type_="date")

    def _parts(self) -> dict[str, tuple[Column, tuple[date, ...]]]:
        """The parts of time in which rows are looked at: what they are called, of which column, and the cuts."""
        plan = self.plan
        found = {_DAY: (plan.records.day, plan.cuts)} if plan.cuts else {}
        if plan.open_cuts:
            opened, closed = self._open_columns()
            found |= {_OPENED: (opened, plan.open_cuts), _CLOSED: (closed, plan.open_cuts)}
        return found

    def _open_columns(self) -> tuple[Column, Column]:
        opened, closed = self.plan.records.opened, self.plan.records.closed
        assert opened is not None
        assert closed is not None  # what lets a measure ask for open cases
        return opened, closed

    def _entity(self) -> list[exp.Expr]:
        entity = self.plan.records.entity
        return [] if entity is None else [self._names.row(entity)]

    def _chosen(self) -> list[exp.Expr]:
        """What rows must be of an entity that is wanted."""
        if self.plan.records.entity is None:
            return []
        entity = self._names.row(self.plan.records.entity)
        if self.plan.entities is None:
            return [nodes.is_there(entity)]
        return [exp.In(this=entity, expressions=[nodes.string(one, self.dialect) for one in self.plan.entities])]

    def _sum(self, term: Term) -> exp.Expr:
        if term.take is Take.TOTAL:
            return exp.Sum(this=self._passed(term, self._value(term)))
        if term.take is Take.VALUES:
            return exp.Count(this=self._passed(term, self._value(term)))
        if not term.tests:
            return exp.Count(this=exp.Star())
        condition = nodes.every(self._asked(test) for test in term.tests)
        if self.dialect is Dialect.DUCKDB:
            return exp.CountIf(this=condition)  # twice as fast as FILTER
        return exp.Count(this=nodes.where(condition, nodes.number(1)))

    def _passed(self, term: Term, value: exp.Expr) -> exp.Expr:
        """The value in rows that pass the tests of the term."""
        if not term.tests:
            return value
        return nodes.where(nodes.every(self._asked(test) for test in term.tests), value)

    def _asked(self, test: RowTest) -> exp.Expr:
        return asked(test, self._names, self.plan.records.day)

    def _value(self, term: Term) -> exp.Expr:
        assert term.column is not None  # of every term but one of rows
        return self._names.row(term.column)

    def _day(self, day: date) -> exp.Expr:
        return nodes.day(day, self.dialect)


def _bringing(query: exp.Select, tables: Sequence[exp.CTE]) -> exp.Select:
    if tables:
        query.set("with_", exp.With(expressions=list(tables)))
    return query


def _is_middle() -> exp.Expr:
    """Whether a place is the middle one, or one of two: twice the place is the size at least, and at most 2 more."""
    twice, size = (
        exp.Mul(this=nodes.number(2), expression=nodes.column(_MIDDLE, _PLACE)),
        nodes.column(_MIDDLE, _SIZE),
    )
    at_most = exp.Add(this=size.copy(), expression=nodes.number(2))
    return nodes.every((exp.GTE(this=twice, expression=size), exp.LTE(this=twice.copy(), expression=at_most)))


def _starts(terms: Sequence[Term]) -> tuple[Column, ...]:
    return tuple(dict.fromkeys(test.earlier for test in _leaves(terms) if isinstance(test, InTime)))


def _keys(terms: Sequence[Term]) -> tuple[Column, ...]:
    return tuple(dict.fromkeys(test.key for test in _leaves(terms) if isinstance(test, Recurring)))


def _leaves(terms: Sequence[Term]) -> Iterable[RowTest]:
    return (leaf for term in terms for test in term.tests for leaf in leaves(test))


def _numbered(values: Sequence[exp.Expr]) -> list[exp.Expr]:
    return [nodes.called(value, f"n{number}") for number, value in enumerate(values, start=1)]


def _again(values: Sequence[exp.Expr]) -> list[exp.Expr]:
    return [value.copy() for value in values]


def _lost(at: int) -> str:
    return f"kpic lost {at + 1}"
