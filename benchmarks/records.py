"""Counting records by kpic, beside the same figures written by hand in SQL: `python -m benchmarks.records`.

A Parquet file of made-up rows (ten million, or `--rows`), 30 measures, 8 quarters, 151 authorities, on DuckDB. Both
ways take turns, and their figures are held against each other. What is printed is the median of some turns, and the
ratio of the two.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from kpidsl.cli.main import SELDOM
from kpidsl.counting.count import Asked, count
from kpidsl.counting.counts import Counted
from kpidsl.counting.engine import Failure
from kpidsl.engines import duckdb as engine
from kpidsl.period import Period
from kpidsl.source import Source
from kpidsl.spec import record as r
from kpidsl.spec.calendars import ENGLAND, workdays

ROWS, TURNS, AUTHORITIES = 10_000_000, 5, 151
_PLACE = Source("benchmark", "records").span(0, 7)
_FIRST = Period.parse("2019-20 Q1")
assert _FIRST is not None
QUARTERS = tuple(_FIRST.back(-n) for n in range(8))
KINDS = ("assessment", "referral", "visit", "review", "plan")

Figures = dict[tuple[str, str, date], Fraction | None]


def table(path: Path, rows: int) -> None:
    """Rows that are drawn by a hash of their number, so that every run has the same."""
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    duckdb.connect().execute(
        f"""COPY (
          SELECT 'E' || lpad((hash(i) % {AUTHORITIES})::VARCHAR, 8, '0') AS authority,
            DATE '2019-01-01' + (hash(i * 3) % 850)::INT AS started_on,
            DATE '2019-01-01' + (hash(i * 3) % 850 + hash(i * 5) % 90)::INT AS completed_on,
            (hash(i * 5) % 90)::INT AS days_open,
            ((hash(i * 11) % 100000) / 100)::DECIMAL(12, 2) AS cost,
            [{kinds}][1 + (hash(i * 13) % {len(KINDS)})::INT] AS kind,
            hash(i * 17) % 3 > 0 AS seen
          FROM range({rows}) AS t(i)
        ) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 122880)"""
    )


# ---- by kpic


def _column(name: str, type_: r.ColumnType, places: int = 0) -> r.Column:
    return r.Column(name, name, type_, places, _PLACE)


_AUTHORITY, _KIND = _column("authority", r.ColumnType.TEXT), _column("kind", r.ColumnType.TEXT)
_STARTED, _COMPLETED = _column("started_on", r.ColumnType.DATE), _column("completed_on", r.ColumnType.DATE)
_DAYS, _COST = _column("days_open", r.ColumnType.WHOLE), _column("cost", r.ColumnType.NUMBER, 2)
_SEEN = _column("seen", r.ColumnType.YES_NO)


def records(file: str) -> r.Records:
    a = r.Aggregate
    seen = r.Comparison(_SEEN, r.Compare.IS, True)
    in_time = r.InTime(_COMPLETED, _STARTED, 45, r.DayCount.WORKING_DAYS)
    found = [_measure("every", a.COUNT), _measure("spent", a.SUM, _COST), _measure("mean_days", a.MEAN, _DAYS)]
    for limit in range(5, 90, 10):
        test = r.Comparison(_DAYS, r.Compare.AT_MOST, limit)
        found.append(_measure(f"within_{limit}", a.SHARE, test=test))
    for kind in KINDS:
        one = r.Comparison(_KIND, r.Compare.IS, kind)
        found.append(_measure(f"{kind}_in_time", a.SHARE, where=one, test=in_time))
        found.append(_measure(f"{kind}_seen", a.SHARE, where=one, test=seen))
        found.append(_measure(f"{kind}_cost", a.MEAN, _COST, where=one))
    found += [
        _measure("not_seen", a.COUNT, where=r.Negated(seen)),
        _measure("seen_soon", a.SHARE, where=seen, test=r.Comparison(_DAYS, r.Compare.LESS, 30)),
        _measure("in_time", a.SHARE, test=in_time),
    ]
    assert len(found) == 30
    columns = (_AUTHORITY, _STARTED, _COMPLETED, _DAYS, _COST, _KIND, _SEEN)
    since = date(2019, 1, 1)
    return r.Records(
        "cases", "Cases", file, (), _PLACE, columns, _COMPLETED, _AUTHORITY, None, None, since, None, tuple(found)
    )


def _measure(
    name: str,
    aggregate: r.Aggregate,
    column: r.Column | None = None,
    where: r.RowTest | None = None,
    test: r.RowTest | None = None,
) -> r.RecordMeasure:
    return r.RecordMeasure(name, aggregate, column, where, test, r.Reach.IN_PERIOD, 0, _PLACE)


def by_kpic(path: Path) -> Counted:
    """From the plan to the last fraction, with the hash of the file that goes into the record of a build."""

    def no_text(records: r.Records) -> Failure:
        raise AssertionError("Parquet is read by DuckDB")

    opened = engine.opened(path.parent, no_text)
    assert isinstance(opened, engine.DuckDB)
    asked = Asked(QUARTERS, QUARTERS[-1].end, None, {}, workdays(ENGLAND))
    found = count(records(path.name), asked, opened)
    opened.close()
    assert found.value is not None, found.diagnostics
    return found.value


# ---- by hand


def by_hand(path: Path) -> list[tuple[Any, ...]]:
    """What somebody would write who knows DuckDB and wants it fast: one scan, `count_if`, and a table of days."""
    calendar = workdays(ENGLAND)
    started = (date(2019, 1, 1) + timedelta(days=at) for at in range(1000))
    days = ", ".join(f"(DATE '{day}', DATE '{calendar.last_within(day, 45)}')" for day in started)
    in_time = "completed_on >= started_on AND completed_on <= d.last"
    what = ["count(*)", "sum(cost)", "sum(days_open)"]
    what += [f"count_if(days_open <= {limit})" for limit in range(5, 90, 10)]
    for kind in KINDS:
        what += [
            f"count_if(kind = '{kind}')",
            f"count_if(kind = '{kind}' AND {in_time})",
            f"count_if(kind = '{kind}' AND seen)",
            f"sum(CASE WHEN kind = '{kind}' THEN cost END)",
        ]
    what += ["count_if(NOT seen)", "count_if(seen AND days_open < 30)", f"count_if({in_time})"]
    query = f"""
      WITH days AS (SELECT * FROM (VALUES {days}) AS v(day, last))
      SELECT authority, CAST(date_trunc('quarter', completed_on) AS DATE), {", ".join(what)}
      FROM read_parquet('{path}')
      LEFT JOIN days AS d ON d.day = started_on
      WHERE completed_on >= DATE '{QUARTERS[0].start}' AND completed_on <= DATE '{QUARTERS[-1].end}'
      GROUP BY 1, 2"""
    connection = duckdb.connect()
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def differing(counted: Counted, by_hand: list[tuple[Any, ...]]) -> int:
    """How many of the figures that both have are not the same."""
    ours: Figures = {(one.name, one.entity, one.period.start): one.amount for one in counted.observations}
    wrong = 0
    for authority, start, every, spent, days, *rest in by_hand:
        for name, figure in {
            "every": Fraction(every),
            "spent": Fraction(spent),
            "mean_days": Fraction(days) / every,
            "within_5": Fraction(rest[0], every) * 100,
            "assessment_in_time": Fraction(rest[10], rest[9]) * 100,
            "in_time": Fraction(rest[-1], every) * 100,
        }.items():
            wrong += ours[name, authority, start] != figure
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--keep", type=Path, help="a Parquet file to make once, and use again")
    given = parser.parse_args()
    gc.set_threshold(*SELDOM)  # as kpic does
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "cases.parquet"
        if not path.exists():
            table(path, given.rows)
        ways: dict[str, Callable[[], Any]] = {"kpic": lambda: by_kpic(path), "by hand": lambda: by_hand(path)}
        taken: dict[str, list[float]] = {name: [] for name in ways}
        worked: dict[str, list[float]] = {name: [] for name in ways}  # seconds of all processors
        found: dict[str, Any] = {}
        for turn in range(given.turns + 1):
            for name, way in ways.items():
                begun, at_work = time.perf_counter(), time.process_time()
                found[name] = way()
                if turn:  # the first one warms the disk's cache
                    taken[name].append(time.perf_counter() - begun)
                    worked[name].append(time.process_time() - at_work)
    counted = found["kpic"]
    assert len(found["by hand"]) == AUTHORITIES * len(QUARTERS)
    assert differing(counted, found["by hand"]) == 0
    seconds = {name: statistics.median(each) for name, each in taken.items()}
    print(
        f"{counted.table_rows:,} rows, {counted.rows:,} of them in 8 quarters; 30 measures, {AUTHORITIES} authorities"
    )
    print(f"{len(counted.observations):,} figures in {len(counted.ran)} queries")
    for name, each in seconds.items():
        print(f"{name}: {each:.2f} s (from {min(taken[name]):.2f} to {max(taken[name]):.2f})")
    print(f"ratio: {seconds['kpic'] / seconds['by hand']:.2f}")
    busy = {name: statistics.median(each) for name, each in worked.items()}
    ours, theirs = busy["kpic"], busy["by hand"]
    print(f"of the processors: {ours:.2f} s and {theirs:.2f} s, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
