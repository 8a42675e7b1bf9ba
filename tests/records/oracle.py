"""What figures of records are, said once more in plain Python: row by row, with fractions and days, and no shared code.

Only the typed values of `kpidsl.spec.record` are known here. `None` is a value that is missing, and the answer to a
question about one.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from kpidsl.period import Period
from kpidsl.spec import record as r

Row = Mapping[str, str | int | date | None]  # by our names; numbers in units of the last place, yes and no as 1 and 0


def figures(
    records: r.Records,
    rows: Sequence[Row],
    periods: Sequence[Period],
    until: date,
    entities: Sequence[str],
    is_workday: Callable[[date], bool],
) -> dict[tuple[str, Period, str], tuple[Fraction, Fraction] | None]:
    """The two parts of every figure that can be known, by measure, period and entity; what has no parts is over 1. None
    where there are no cases."""
    found: dict[tuple[str, Period, str], tuple[Fraction, Fraction] | None] = {}
    for measure in records.measures:
        for period in periods:
            needed, last = _needed(measure, period, is_workday)
            if needed is None or needed < records.complete_from or last > (records.complete_to or until):
                continue
            for entity in entities:
                mine = [
                    row
                    for row in rows
                    if (records.entity is None or row[records.entity.name] == entity)
                    and _reached(records, measure, period, row)
                    and _passes(measure.where, row, records, rows, is_workday)
                ]
                found[measure.name, period, entity] = _figure(measure, mine, records, rows, is_workday)
    return found


def _figure(
    measure: r.RecordMeasure,
    mine: Sequence[Row],
    records: r.Records,
    rows: Sequence[Row],
    is_workday: Callable[[date], bool],
) -> tuple[Fraction, Fraction] | None:
    kind = measure.aggregate
    one = Fraction(1)
    if kind is r.Aggregate.COUNT:
        return Fraction(len(mine)), one
    if kind is r.Aggregate.SHARE:
        passing = [row for row in mine if _passes(measure.test, row, records, rows, is_workday)]
        return (Fraction(len(passing)), Fraction(len(mine))) if mine else None
    assert measure.column is not None
    values = [row[measure.column.name] for row in mine if row[measure.column.name] is not None]
    if kind is r.Aggregate.DISTINCT:
        return Fraction(len(set(values))), one
    amounts = sorted(Fraction(value, 10**measure.column.places) for value in values if isinstance(value, int))
    if kind is r.Aggregate.SUM:
        return sum(amounts, Fraction(0)), one
    if not amounts:
        return None
    if kind is r.Aggregate.MEAN:
        return sum(amounts, Fraction(0)) / len(amounts), one
    middle = len(amounts) // 2
    return (amounts[middle] if len(amounts) % 2 else (amounts[middle - 1] + amounts[middle]) / 2), one


def _reached(records: r.Records, measure: r.RecordMeasure, period: Period, row: Row) -> bool:
    if measure.reach is r.Reach.OPEN_AT_END:
        assert records.opened is not None
        assert records.closed is not None
        opened, closed = row[records.opened.name], row[records.closed.name]
        has_opened = isinstance(opened, date) and opened <= period.end
        return has_opened and not (isinstance(closed, date) and closed <= period.end)
    day = row[records.day.name]
    return isinstance(day, date) and _start(measure, period) <= day <= period.end


def _start(measure: r.RecordMeasure, period: Period) -> date:
    if measure.reach is r.Reach.ROLLING:
        month = period.end.year * 12 + period.end.month - measure.months
        return date(month // 12, month % 12 + 1, 1)
    if measure.reach is r.Reach.YEAR_TO_DATE:
        start = period.start
        year = start.year - (start.month < period.first_month)
        return date(year, period.first_month, 1)
    return period.start


def _needed(measure: r.RecordMeasure, period: Period, is_workday: Callable[[date], bool]) -> tuple[date | None, date]:
    """The earliest day of a row that could matter, and the latest."""
    recurring = [*_recurring(measure.where), *_recurring(measure.test)]
    if measure.reach is r.Reach.OPEN_AT_END:
        return (None if recurring else period.end), period.end
    start = _start(measure, period)
    earliest = start
    for test in recurring:
        day = start
        while _is_within(day - timedelta(days=1), start, test.limit, test.unit, is_workday):
            day -= timedelta(days=1)
        earliest = min(earliest, day)
    return earliest, period.end


def _recurring(test: r.RowTest | None) -> list[r.Recurring]:
    match test:
        case r.Recurring():
            return [test]
        case r.Every() | r.Some():
            return [one for part in test.parts for one in _recurring(part)]
        case r.Negated():
            return _recurring(test.part)
        case _:
            return []


def _is_within(start: date, day: date, limit: int, unit: r.DayCount, is_workday: Callable[[date], bool]) -> bool:
    """Whether a day lies at most `limit` after another that is not later."""
    if unit is r.DayCount.DAYS:
        return (day - start).days <= limit
    if unit is r.DayCount.MONTHS:
        month = start.year * 12 + start.month - 1 + limit
        last = calendar.monthrange(month // 12, month % 12 + 1)[1]
        return day <= date(month // 12, month % 12 + 1, min(start.day, last))
    between = (start + timedelta(days=n) for n in range(1, (day - start).days + 1))
    return sum(map(is_workday, between)) <= limit


def _passes(
    test: r.RowTest | None, row: Row, records: r.Records, rows: Sequence[Row], is_workday: Callable[[date], bool]
) -> bool:
    return test is None or _answer(test, row, records, rows, is_workday) is True


def _answer(
    test: r.RowTest, row: Row, records: r.Records, rows: Sequence[Row], is_workday: Callable[[date], bool]
) -> bool | None:
    match test:
        case r.Comparison():
            value = int(test.value) if isinstance(test.value, bool) else test.value
            return _compared(row[test.column.name], test.how, value)
        case r.ColumnsCompared():
            return _compared(row[test.column.name], test.how, row[test.other.name])
        case r.Among():
            found = row[test.column.name]
            return None if found is None else found in test.values
        case r.Missing():
            return row[test.column.name] is None
        case r.InTime():
            later, earlier = row[test.later.name], row[test.earlier.name]
            if not isinstance(later, date) or not isinstance(earlier, date):
                return None
            return earlier <= later and _is_within(earlier, later, test.limit, test.unit, is_workday)
        case r.Recurring():
            key, day = row[test.key.name], row[records.day.name]
            if key is None or not isinstance(day, date):
                return False
            names = [test.key.name, *([records.entity.name] if records.entity else [])]
            mine = [row[name] for name in names]
            others = [other[records.day.name] for other in rows if [other[name] for name in names] == mine]
            return any(
                isinstance(other, date) and other < day and _is_within(other, day, test.limit, test.unit, is_workday)
                for other in others
            )
        case r.Every():
            answers = [_answer(part, row, records, rows, is_workday) for part in test.parts]
            return False if False in answers else None if None in answers else True
        case r.Some():
            answers = [_answer(part, row, records, rows, is_workday) for part in test.parts]
            return True if True in answers else None if None in answers else False
        case r.Negated():
            answer = _answer(test.part, row, records, rows, is_workday)
            return None if answer is None else not answer


def _compared(one: str | int | date | None, how: r.Compare, other: str | int | date | None) -> bool | None:
    if one is None or other is None:
        return None
    if how is r.Compare.IS:
        return one == other
    if how is r.Compare.IS_NOT:
        return one != other
    if how is r.Compare.AT_MOST:
        return one <= other  # type: ignore[operator]
    if how is r.Compare.AT_LEAST:
        return one >= other  # type: ignore[operator]
    return one < other if how is r.Compare.LESS else one > other  # type: ignore[operator]
