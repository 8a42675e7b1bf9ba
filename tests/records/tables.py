"""Random tables with random measures, and small ones built by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from kpidsl.period import Period
from kpidsl.source import Source
from kpidsl.spec import record as r
from kpidsl.workdays import Workdays
from tests.records.oracle import Row

PLACE = Source("spec.kpi", "records cases").span(0, 7)
BANK_HOLIDAYS = {date(2019, 12, 25), date(2019, 12, 26), date(2020, 1, 1), date(2020, 4, 10), date(2020, 4, 13)}


CALENDAR = Workdays("Test", "", date(2020, 1, 1), date(2015, 1, 1), date(2025, 12, 31), tuple(sorted(BANK_HOLIDAYS)))


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def column(name: str, type_: r.ColumnType, places: int = 0, theirs: str = "") -> r.Column:
    return r.Column(name, theirs or name, type_, places, PLACE)


CHILD = column("child", r.ColumnType.TEXT, theirs='Person "ID"')
AREA = column("area", r.ColumnType.TEXT, theirs="area; drop table x")
STARTED, COMPLETED, CLOSED = (column(name, r.ColumnType.DATE) for name in ("started_on", "completed_on", "closed_on"))
DAYS = column("days_open", r.ColumnType.WHOLE)
COST = column("cost", r.ColumnType.NUMBER, places=2)
SEEN = column("seen", r.ColumnType.YES_NO)
COLUMNS = (CHILD, AREA, STARTED, COMPLETED, CLOSED, DAYS, COST, SEEN)
TEXTS = ("A", "a", "B", "it's", 'x"; drop table t; --', "é", "\\n")
AREAS = ("North", "north", "O'South")
QUARTERS = tuple(Period.parse(text) for text in ("2019-20 Q3", "2019-20 Q4", "2020-21 Q1"))
PERIODS = tuple(one for one in (*QUARTERS, Period.parse("2019-20"), Period.parse("January 2020")) if one)
UNTIL = date(2020, 6, 30)


def records(
    measures: Sequence[r.RecordMeasure], *, complete_from: date = date(2017, 1, 1), entity: r.Column | None = AREA
) -> r.Records:
    return r.Records(
        name="cases",
        label="Cases",
        file="cases.csv",
        table=(),
        place=PLACE,
        columns=COLUMNS,
        day=COMPLETED,
        entity=entity,
        opened=STARTED,
        closed=CLOSED,
        complete_from=complete_from,
        complete_to=None,
        measures=tuple(measures),
    )


def measure(
    name: str,
    aggregate: r.Aggregate,
    column: r.Column | None = None,
    where: r.RowTest | None = None,
    test: r.RowTest | None = None,
    reach: r.Reach = r.Reach.IN_PERIOD,
    months: int = 0,
) -> r.RecordMeasure:
    return r.RecordMeasure(name, aggregate, column, where, test, reach, months, PLACE)


# ---- random ones

# Days at the borders of periods and of leap years come often.
_BORDERS = [day + timedelta(days=n) for one in PERIODS for day in (one.start, one.end) for n in (-1, 0, 1)]
_DAYS_ = st.one_of(
    st.sampled_from([*_BORDERS, date(2020, 2, 29), date(2019, 2, 28)]), st.dates(date(2019, 8, 1), date(2020, 7, 31))
)


def _maybe(values: st.SearchStrategy[str | int | date]) -> st.SearchStrategy[str | int | date | None]:
    return st.one_of(values, values, values, st.none())


ROW: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {
        "child": _maybe(st.sampled_from(TEXTS)),
        "area": _maybe(st.sampled_from(AREAS)),
        "started_on": _maybe(_DAYS_),
        "completed_on": _maybe(_DAYS_),
        "closed_on": _maybe(_DAYS_),
        "days_open": _maybe(st.integers(-3, 60)),
        "cost": _maybe(st.integers(-1000, 100_000)),
        "seen": _maybe(st.sampled_from([0, 1])),
    }
)
ROWS = st.lists(ROW, min_size=0, max_size=40)
_HOW = st.sampled_from(list(r.Compare))
_EQUAL = st.sampled_from([r.Compare.IS, r.Compare.IS_NOT])
_UNITS = st.sampled_from(list(r.DayCount))
_DATES = st.sampled_from([STARTED, COMPLETED, CLOSED])
_LEAVES: st.SearchStrategy[r.RowTest] = st.one_of(
    st.builds(r.Comparison, st.just(DAYS), _HOW, st.integers(-3, 60)),
    st.builds(r.Comparison, st.just(COST), _HOW, st.integers(-1000, 100_000)),
    st.builds(r.Comparison, st.sampled_from([CHILD, AREA]), _EQUAL, st.sampled_from((*TEXTS, *AREAS))),
    st.builds(r.Comparison, _DATES, _HOW, _DAYS_),
    st.builds(r.Comparison, st.just(SEEN), _EQUAL, st.booleans()),
    st.builds(r.ColumnsCompared, _DATES, _HOW, _DATES),
    st.builds(r.Among, st.just(CHILD), st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map(tuple)),
    st.builds(r.Among, st.just(DAYS), st.lists(st.integers(-3, 60), min_size=1, max_size=3).map(tuple)),
    st.builds(r.Missing, st.sampled_from(COLUMNS)),
    st.builds(r.InTime, _DATES, _DATES, st.integers(0, 50), _UNITS),
)
_AGAIN = st.builds(r.Recurring, st.sampled_from([CHILD, AREA]), st.integers(0, 12), _UNITS)


def _joined(leaves: st.SearchStrategy[r.RowTest]) -> st.SearchStrategy[r.RowTest]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(r.Every, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(r.Some, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(r.Negated, inner),
        ),
        max_leaves=4,
    )


_TESTS = st.one_of(_joined(_LEAVES), _joined(st.one_of(_LEAVES, _AGAIN)), _AGAIN)
_REACHES = st.sampled_from(list(r.Reach))
_NUMBERS = st.sampled_from([DAYS, COST])


@st.composite
def measures(draw: st.DrawFn) -> tuple[r.RecordMeasure, ...]:
    """Some of every kind, with or without questions."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        aggregate = draw(st.sampled_from(list(r.Aggregate)))
        needs = aggregate not in (r.Aggregate.COUNT, r.Aggregate.SHARE)
        of = draw(st.sampled_from(COLUMNS) if aggregate is r.Aggregate.DISTINCT else _NUMBERS) if needs else None
        found.append(
            measure(
                f"m{number}",
                aggregate,
                of,
                draw(st.one_of(st.none(), _TESTS)),
                draw(_TESTS) if aggregate is r.Aggregate.SHARE else None,
                draw(_REACHES),
                draw(st.integers(1, 14)),
            )
        )
    return tuple(found)


TABLES = st.builds(
    records,
    measures(),
    complete_from=st.sampled_from([date(2017, 1, 1), date(2019, 10, 1), date(2019, 4, 1)]),
    entity=st.sampled_from([AREA, AREA, None]),
)

# ---- a little of everything, the same every time


def everything() -> tuple[r.RecordMeasure, ...]:
    """Measures of every kind, over every reach, with every question about a row."""
    late = r.Comparison(DAYS, r.Compare.MORE, 20)
    in_time = r.InTime(COMPLETED, STARTED, 10, r.DayCount.WORKING_DAYS)
    soon = r.InTime(CLOSED, STARTED, 1, r.DayCount.MONTHS)
    again = r.Recurring(CHILD, 2, r.DayCount.MONTHS)
    texts = r.Among(CHILD, TEXTS[:4])
    either = r.Some((r.Negated(r.Comparison(SEEN, r.Compare.IS, True)), r.Missing(COST), late))
    both = r.Every((r.ColumnsCompared(CLOSED, r.Compare.AT_LEAST, COMPLETED), r.Negated(texts)))
    since = r.Comparison(STARTED, r.Compare.AT_LEAST, date(2019, 12, 31))
    near = r.InTime(CLOSED, COMPLETED, 30, r.DayCount.DAYS)
    a, reach = r.Aggregate, r.Reach
    return (
        measure("all", a.COUNT),
        measure("late", a.COUNT, where=late),
        measure("in_time", a.SHARE, where=since, test=in_time),
        measure("soon", a.SHARE, test=r.Negated(soon), reach=reach.ROLLING, months=5),
        measure("again", a.SHARE, test=again, reach=reach.YEAR_TO_DATE),
        measure("again_in_area", a.COUNT, where=r.Recurring(AREA, 3, r.DayCount.WORKING_DAYS)),
        measure("people", a.DISTINCT, CHILD, where=either),
        measure("people_open", a.DISTINCT, CHILD, reach=reach.OPEN_AT_END),
        measure("days_on", a.DISTINCT, COMPLETED, where=near, reach=reach.ROLLING, months=12),
        measure("spent", a.SUM, COST, where=both),
        measure("spent_open", a.SUM, COST, where=texts, reach=reach.OPEN_AT_END),
        measure("mean_days", a.MEAN, DAYS, where=either, reach=reach.YEAR_TO_DATE),
        measure("open", a.COUNT, where=r.Negated(late), reach=reach.OPEN_AT_END),
        measure("share_open", a.SHARE, test=soon, reach=reach.OPEN_AT_END),
        measure("median_cost", a.MEDIAN, COST, where=since),
        measure("median_open", a.MEDIAN, DAYS, reach=reach.OPEN_AT_END),
        measure("median_again", a.MEDIAN, DAYS, where=again, reach=reach.ROLLING, months=12),
    )


def many_rows() -> list[Row]:
    """Rows with missing values, ties, twins and days on borders."""
    chance = Random(20)

    def maybe(values: Sequence[str | int | date]) -> str | int | date | None:
        return chance.choice(values) if chance.random() < 0.85 else None

    span = [date(2019, 9, 1) + timedelta(days=n) for n in range(330)]
    found: list[Row] = []
    for _ in range(150):
        row: Row = {
            "child": maybe(TEXTS),
            "area": maybe(AREAS),
            "started_on": maybe([*span, *_BORDERS]),
            "completed_on": maybe([*span, *_BORDERS]),
            "closed_on": maybe([*span, *_BORDERS]),
            "days_open": maybe(range(-3, 60)),
            "cost": maybe(range(-1000, 100_000, 7)),
            "seen": maybe([0, 1]),
        }
        found += [row] * (2 if chance.random() < 0.1 else 1)
    return found
