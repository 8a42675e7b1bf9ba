"""The same records give the same whole numbers on every engine, and these are what plain Python counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kpidsl.counting.engine import Engine
from kpidsl.spec.record import Records
from kpidsl.terms import Reason
from tests.records.machines import (
    Server,
    as_asked,
    counted,
    in_database,
    of_duckdb,
    of_sqlite,
    postgresql_server,
)
from tests.records.oracle import Row, figures
from tests.records.tables import (
    AREAS,
    PERIODS,
    ROWS,
    TABLES,
    UNTIL,
    everything,
    is_workday,
    many_rows,
    records,
)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgresql_server() as started:
        yield started


def agrees(table: Records, rows: Sequence[Row], engine: Engine) -> None:
    """Every figure of an engine is that of the oracle, and there are no others."""
    met = {row["area"] for row in rows} if table.entity else set(AREAS)
    entities = tuple(one for one in AREAS if one in met) if table.entity else ("",)
    asked = as_asked(entities if table.entity else None)
    expected = figures(table, rows, PERIODS, UNTIL, entities, is_workday)
    found = {}
    for one in counted(table, engine, asked).observations:
        assert (one.amount is None) is (one.reason is Reason.NO_CASES)
        parts = None
        if one.amount is not None:
            parts = (one.amount, Fraction(1)) if one.denominator is None else (one.numerator, one.denominator)
        found[one.name, one.period, one.entity] = parts
    assert found == expected


def test_a_little_of_everything_is_the_same_in_this_process() -> None:
    rows, sink = many_rows(), records(everything())
    agrees(sink, rows, of_duckdb(rows))
    agrees(sink, rows, of_sqlite(rows))


def test_a_little_of_everything_is_the_same_on_postgresql(server: Server) -> None:
    rows = many_rows()
    agrees(in_database(records(everything())), rows, server.of(rows))


# A failure is shown as it was found: looking for a smaller one would take very long.
FEW = settings(max_examples=12, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])


@FEW
@given(TABLES, ROWS)
def test_random_records_are_counted_as_plain_python_counts_them(
    server: Server, table: Records, rows: list[Row]
) -> None:
    agrees(table, rows, of_duckdb(rows))
    agrees(table, rows, of_sqlite(rows))
    agrees(in_database(table), rows, server.of(rows))
