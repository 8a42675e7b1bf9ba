"""Counts records slowly and plainly, row by row: what an engine must come to, and what counts for the case pages.

Only CSV is read. Working days are Mondays to Fridays; bank holidays are not known here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from io import StringIO
from operator import eq, ge, gt, le, lt, ne
from typing import Any, assert_never

from kpidsl.counting.counter import Counter
from kpidsl.counting.counts import Counted, Counts
from kpidsl.data.model import Observation
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.period import Period
from kpidsl.spec import record as r
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Read
from kpidsl.terms import Reason

Row = Mapping[str, Any]
_HOWS = {
    r.Compare.IS: eq,
    r.Compare.IS_NOT: ne,
    r.Compare.AT_MOST: le,
    r.Compare.AT_LEAST: ge,
    r.Compare.LESS: lt,
    r.Compare.MORE: gt,
}


def counter(files: Mapping[str, str]) -> Counter:
    """Counts what stands in these files; a file that is not there has no rows."""

    def count(spec: Spec, periods: Sequence[Period], read: Read) -> Outcome[Counts]:
        tables = []
        for one in spec.records:
            found: list[Observation] = []
            rows = [_typed(row, one) for row in csv.DictReader(StringIO(files.get(one.file, "")))]
            for measure in one.measures if rows else ():
                for period in periods:
                    if _is_complete(one, measure, period):
                        found.append(_observed(one, measure, period, _figure(measure, one, period, rows)))
            tables.append(Counted(one, tuple(found), "by hand", one.file, "", len(rows), len(rows), ()))
        return Outcome(Counts(tuple(tables)))

    return count


def _typed(row: Mapping[str, str], records: r.Records) -> Row:
    return {column.name: _value(row[column.theirs].strip(), column) for column in records.columns}


def _value(text: str, column: r.Column) -> str | int | bool | date | None:
    if not text:
        return None
    match column.type:
        case r.ColumnType.TEXT:
            return text
        case r.ColumnType.WHOLE | r.ColumnType.NUMBER:
            return int(Fraction(text) * 10**column.places)
        case r.ColumnType.DATE:
            return date.fromisoformat(text)
        case r.ColumnType.YES_NO:
            return text == "yes"


def _is_complete(records: r.Records, measure: r.RecordMeasure, period: Period) -> bool:
    first, last = _days(measure, period)
    until = records.complete_to or last
    since = last if measure.reach is r.Reach.OPEN_AT_END else first
    return since >= records.complete_from and last <= until


def _days(measure: r.RecordMeasure, period: Period) -> tuple[date, date]:
    match measure.reach:
        case r.Reach.ROLLING:
            months = period.end.year * 12 + period.end.month - measure.months
            return date(months // 12, months % 12 + 1, 1), period.end
        case r.Reach.YEAR_TO_DATE:
            return period.whole_year.start, period.end
        case _:
            return period.start, period.end


def _in_reach(row: Row, measure: r.RecordMeasure, records: r.Records, period: Period) -> bool:
    if measure.reach is r.Reach.OPEN_AT_END:
        assert records.opened
        assert records.closed
        opened, closed = row[records.opened.name], row[records.closed.name]
        return opened is not None and opened <= period.end and (closed is None or closed > period.end)
    first, last = _days(measure, period)
    day = row[records.day.name]
    return day is not None and first <= day <= last


def _figure(
    measure: r.RecordMeasure, records: r.Records, period: Period, rows: Sequence[Row]
) -> tuple[Fraction | None, Fraction | None]:
    """What was counted, and what of: of a share, a mean and a median alone."""
    let_in = [
        row
        for row in rows
        if _in_reach(row, measure, records, period)
        and (measure.where is None or _holds(measure.where, row, records, rows) is True)
    ]
    match measure.aggregate:
        case r.Aggregate.COUNT:
            return Fraction(len(let_in)), None
        case r.Aggregate.SHARE:
            assert measure.test
            so = [row for row in let_in if _holds(measure.test, row, records, rows) is True]
            return Fraction(len(so)), Fraction(len(let_in))
    assert measure.column
    values = sorted(value for row in let_in if (value := row[measure.column.name]) is not None)
    if measure.aggregate is r.Aggregate.DISTINCT:
        return Fraction(len(set(values))), None
    if measure.aggregate is r.Aggregate.MEDIAN:
        values = values[(len(values) - 1) // 2 : len(values) // 2 + 1]
    total = Fraction(sum(values), 10**measure.column.places)
    return total, None if measure.aggregate is r.Aggregate.SUM else Fraction(len(values))


def _observed(
    records: r.Records, measure: r.RecordMeasure, period: Period, figure: tuple[Fraction | None, Fraction | None]
) -> Observation:
    top, bottom = figure
    is_share = measure.aggregate is r.Aggregate.SHARE
    amount, reason = top, None
    if bottom is not None:
        assert top is not None
        amount, reason = (top / bottom * (100 if is_share else 1), None) if bottom else (None, Reason.NO_CASES)
    parts = (top, bottom) if is_share else (None, None)
    return Observation(measure.name, period, amount, reason, *parts, records.quality, "", measure.span)


def _holds(test: r.RowTest, row: Row, records: r.Records, rows: Sequence[Row]) -> bool | None:
    """True or false; None where a value is missing, so that it cannot be told."""
    match test:
        case r.Comparison():
            value = row[test.column.name]
            return None if value is None else bool(_HOWS[test.how](value, test.value))
        case r.ColumnsCompared():
            one, other = row[test.column.name], row[test.other.name]
            return None if one is None or other is None else bool(_HOWS[test.how](one, other))
        case r.Among():
            value = row[test.column.name]
            return None if value is None else value in test.values
        case r.Missing():
            return row[test.column.name] is None
        case r.InTime():
            later, earlier = row[test.later.name], row[test.earlier.name]
            if later is None or earlier is None:
                return None
            return bool(earlier <= later <= _after(earlier, test.limit, test.unit))
        case r.Recurring():
            key, day = row[test.key.name], row[records.day.name]
            if key is None or day is None:
                return False
            names = [test.key.name, *([records.entity.name] if records.entity else [])]
            mine = [row[name] for name in names]
            before = (other[records.day.name] for other in rows if [other[name] for name in names] == mine)
            return any(then is not None and then < day <= _after(then, test.limit, test.unit) for then in before)
        case r.Every():
            found = list(_each(test.parts, row, records, rows))
            return False if False in found else None if None in found else True
        case r.Some():
            found = list(_each(test.parts, row, records, rows))
            return True if True in found else None if None in found else False
        case r.Negated():
            answer = _holds(test.part, row, records, rows)
            return None if answer is None else not answer
        case _:
            assert_never(test)


def _each(parts: Sequence[r.RowTest], row: Row, records: r.Records, rows: Sequence[Row]) -> Iterator[bool | None]:
    return (_holds(part, row, records, rows) for part in parts)


def _after(day: date, limit: int, unit: r.DayCount) -> date:
    """The last day within a limit. In months that lack the day, it is their last one."""
    if unit is r.DayCount.MONTHS:
        months = day.year * 12 + day.month - 1 + limit
        first_after = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
        return min(date(months // 12, months % 12 + 1, 1) + timedelta(day.day - 1), first_after - timedelta(1))
    left = limit
    while left:
        day += timedelta(1)
        left -= unit is r.DayCount.DAYS or day.weekday() < 5
    return day
