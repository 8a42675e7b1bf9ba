"""The same records give the same whole numbers on every engine, and these are what plain Python counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

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
    spark_session,
)
from tests.records.oracle import Row, figures
from tests.records.tables import AREAS, PERIODS, ROWS, TABLES, UNTIL, Weekdays

Of = Callable[[Sequence[Row]], Engine]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgresql_server() as started:
        yield started


@pytest.fixture(scope="session")
def spark() -> Iterator[Of]:
    with spark_session() as of:
        yield of


def agrees(records: Records, rows: Sequence[Row], engine: Engine) -> None:
    """Every figure of an engine is that of the oracle, and there are no others."""
    asked = as_asked(AREAS if records.entity else None)
    met = {row["area"] for row in rows} if records.entity else set(AREAS)
    entities = tuple(one for one in AREAS if one in met) if records.entity else ("",)
    asked = as_asked(entities if records.entity else None)
    expected = figures(records, rows, PERIODS, UNTIL, entities, Weekdays().is_workday)
    found = {}
    for one in counted(records, engine, asked).observations:
        assert (one.amount is None) is (one.reason is Reason.NO_CASES)
        parts = None
        if one.amount is not None:
            parts = (one.amount, Fraction(1)) if one.denominator is None else (one.numerator, one.denominator)
        found[one.name, one.period, one.entity] = parts
    assert found == expected


FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@FEW
@given(TABLES, ROWS)
def test_duckdb_counts_what_plain_python_counts(records: Records, rows: list[Row]) -> None:
    agrees(records, rows, of_duckdb(rows))


@FEW
@given(TABLES, ROWS)
def test_sqlite_counts_what_plain_python_counts(records: Records, rows: list[Row]) -> None:
    agrees(records, rows, of_sqlite(rows))


@settings(FEW, suppress_health_check=list(HealthCheck))
@given(TABLES, ROWS)
def test_postgresql_counts_what_plain_python_counts(server: Server, records: Records, rows: list[Row]) -> None:
    agrees(in_database(records), rows, server.of(rows))


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(TABLES, ROWS)
def test_spark_counts_what_plain_python_counts(spark: Of, records: Records, rows: list[Row]) -> None:
    agrees(in_database(records, ("cases",)), rows, spark(rows))
