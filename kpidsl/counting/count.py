"""count: the walk from a table to its figures: plan, open, ask which days occur, count, and put together.

Where anything fails there are no figures at all. The engine is handed in; `kpidsl/engines` has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kpidsl.counting.counted import Numbers, add_sums, add_windows, observations
from kpidsl.counting.counts import Counted, Ran
from kpidsl.counting.deadlines import Deadlines, Workdays, deadlines
from kpidsl.counting.engine import Engine, Failure, Opened, Rows
from kpidsl.counting.plan import Plan, Take, Term, planned
from kpidsl.counting.stored import Dialect, Table, is_readable
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, did_you_mean, has_errors
from kpidsl.period import Period
from kpidsl.quantity import Unit
from kpidsl.spec.record import Column, ColumnType, Records
from kpidsl.values import dataclass

_NAMED = 3  # values that a message names


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted of the tables of a report: figures of `periods` and `entities` (all of them, where None). `until`
    is the last day of the report's period, `units` are those declared, by measure."""

    periods: tuple[Period, ...]
    until: date
    entities: tuple[str, ...] | None
    units: Mapping[str, Unit]
    workdays: Workdays


def count(records: Records, asked: Asked, engine: Engine) -> Outcome[Counted]:
    """All figures of a table."""
    opened = engine.opened(records)
    if isinstance(opened, Failure):
        return Outcome(None, (_failed(records, opened),))
    if not isinstance(opened, Opened):
        return Outcome(None, opened)
    plan = planned(records, asked.periods, asked.until, asked.entities, asked.workdays)
    problems = (*opened.diagnostics, *_unreadable(plan, opened.table, engine.dialect))
    if has_errors(problems):
        return Outcome(None, problems)
    numbers, ran, rows = Numbers(), list[Ran](), 0
    if plan.figures:
        found = _Walk(plan, opened.table, engine, asked, ran).numbers(numbers)
        if isinstance(found, Diagnostic):
            return Outcome(None, (*problems, found))
        rows, wrong = found
        problems = (*problems, *wrong)
        if has_errors(problems):
            return Outcome(None, problems)
    made = tuple(observations(plan, numbers, asked.units, records.quality))
    sha256 = opened.sha256()
    if isinstance(sha256, Failure):
        return Outcome(None, (*problems, _failed(records, sha256)))
    place = records.file or ".".join(records.table)
    counted = Counted(records, made, engine.name, place, sha256, rows, opened.rows, tuple(ran))
    return Outcome(counted, problems)


@dataclass(frozen=True, slots=True)
class _Walk:
    plan: Plan
    table: Table
    engine: Engine
    asked: Asked
    ran: list[Ran]

    def numbers(self, numbers: Numbers) -> Diagnostic | tuple[int, tuple[Diagnostic, ...]]:
        """Fill in what the engine counts. What comes back is how many rows lie in any window, and what is wrong with
        them; or the one problem that ends it all."""
        from kpidsl.counting.sql import nodes, tree  # only here: SQLGlot is loaded where records are counted

        plan, dialect = self.plan, self.engine.dialect
        occurring = tree.occurring(plan, self.table, dialect)
        days: list[date] = []
        if occurring is not None:
            rows = self._run("the days that occur", nodes.text(occurring, dialect))
            if isinstance(rows, Failure):
                return _failed(plan.records, rows)
            days = [_day(row[0]) for row in rows if row[0] is not None]
        known = deadlines(days, plan.limits, self.asked.until, self.asked.workdays)
        if known.unknown:
            return _outside_calendar(plan.records, known, self.asked.workdays)
        queries = tree.Queries(plan, self.table, known, dialect)

        def run(purpose: str, query: tree.Query) -> Rows | Failure:
            shown = nodes.text(query.shown, dialect) if query.shown is not None else ""
            return self._run(purpose, nodes.text(query.tree, dialect), shown)

        all_rows = Term(Take.ROWS, None, ())
        added = plan.terms(*(take for take in Take if take.is_added))
        summed = (*added, all_rows)
        rows = run("what can be added up", queries.sums(summed))
        if isinstance(rows, Failure):
            return _failed(plan.records, rows)
        doubtful = queries.doubtful
        in_windows, *lost = add_sums(numbers, plan, added, rows) or (0, *(0 for _ in doubtful))
        for is_open in (False, True):
            distinct = plan.terms(Take.DISTINCT, is_open=is_open)
            if distinct:
                rows = run("different values", queries.distinct(distinct, is_open))
                if isinstance(rows, Failure):
                    return _failed(plan.records, rows)
                add_windows(numbers, plan, distinct, queries.windows(distinct, is_open), rows)
            for term in plan.terms(Take.MIDDLE, is_open=is_open):
                rows = run("middle values", queries.middles(term, is_open))
                if isinstance(rows, Failure):
                    return _failed(plan.records, rows)
                add_windows(numbers, plan, (term,), queries.windows((term,), is_open), rows, each=2)
        problems = [_lost(column, count) for column, count in zip(doubtful, lost, strict=True) if count]
        unmet = [one for one in plan.entities or () if one not in numbers.entities]
        if unmet and plan.records.entity is not None:
            rows = self._run(
                "the entities", nodes.text(tree.entities(plan.records.entity, self.table, dialect), dialect)
            )
            if isinstance(rows, Failure):
                return _failed(plan.records, rows)
            there = sorted(str(row[0]) for row in rows if row[0] is not None)
            problems += [_no_such_entity(plan.records, one, there) for one in unmet if one not in there]
        return in_windows, tuple(problems)

    def _run(self, purpose: str, query: str, shown: str = "") -> Rows | Failure:
        self.ran.append(Ran(purpose, shown or query))
        return self.engine.rows(query)


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _failed(records: Records, failure: Failure) -> Diagnostic:
    return Diagnostic(failure.code, failure.message, records.place, help=failure.help)


def _unreadable(plan: Plan, table: Table, dialect: Dialect) -> Iterator[Diagnostic]:
    """The columns that the table does not have, or has as something else."""
    for column in plan.columns:
        kept = table.of(column)
        if kept is None:
            message = f"the table of `{plan.records.name}` has no column called `{column.theirs}`"
            yield Diagnostic("records-column", message, column.span, help=did_you_mean(column.theirs, table.kept))
        elif not is_readable(column, kept, dialect):
            message = f"the column `{column.theirs}` holds {kept.value}, which cannot be read as {column.type.value}"
            yield Diagnostic("records-column", message, column.span, help=(_AS[column.type],))


_AS = {
    ColumnType.TEXT: "declare it as what it holds",
    ColumnType.WHOLE: "declare it as text, or have the database keep numbers there",
    ColumnType.NUMBER: "declare it as text, or have the database keep numbers there",
    ColumnType.DATE: "have the database keep it as a date (in a view, where the table cannot be changed)",
    ColumnType.YES_NO: "declare it as what it holds",
}


def _lost(column: Column, count: int) -> Diagnostic:
    values = "1 value" if count == 1 else f"{count:,} values"
    what = column.type.value
    if column.type is ColumnType.NUMBER:
        what += f" with {column.places} decimal places"
    message = f"{values} of the column `{column.theirs}` cannot be read as {what} without a change"
    help_ = "declare more places" if column.type is ColumnType.NUMBER else "put them right, or declare it as text"
    return Diagnostic("bad-cell", message, column.span, help=(help_,))


def _no_such_entity(records: Records, entity: str, there: Sequence[str]) -> Diagnostic:
    message = f"no row of `{records.name}` is of “{entity}”, so nothing would be counted for it"
    column = records.entity
    help_ = (*did_you_mean(entity, there), "write it as the table has it")
    return Diagnostic("records-entity", message, column.span if column is not None else records.place, help=help_)


def _outside_calendar(records: Records, known: Deadlines, workdays: Workdays) -> Diagnostic:
    days = ", ".join(day.isoformat() for day in known.unknown[:_NAMED])
    more = f" and {len(known.unknown) - _NAMED:,} other days" if len(known.unknown) > _NAMED else ""
    message = (
        f"working days from {days}{more} cannot be counted: bank holidays are known from {workdays.first:%d/%m/%Y}"
    )
    message += f" to {workdays.last:%d/%m/%Y}"
    help_ = "put the dates right, or leave these rows out of the table"
    return Diagnostic("records-calendar", message, records.place, help=(help_,))
