"""Counting without agreement of engines: what SQL may hold, how databases keep columns, and what can go wrong."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlfluff
import sqlglot
from hypothesis import HealthCheck, given, settings
from sqlglot import exp

from kpidsl.counting.count import count
from kpidsl.counting.deadlines import Deadlines, deadlines
from kpidsl.counting.engine import Failure, Rows
from kpidsl.counting.plan import Plan, Take, planned
from kpidsl.counting.sql import nodes, tree
from kpidsl.counting.stored import Dialect, Kept, Table
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.engines import duckdb, postgresql, sqlite, sqlserver
from kpidsl.engines.counter import counter, of_database
from kpidsl.engines.said import broken
from kpidsl.source import Source
from kpidsl.spec import record as r
from kpidsl.spec.database import Database, Encryption, EngineKind
from tests.command import kpic
from tests.records.machines import Server, as_asked, counted, postgresql_server
from tests.records.tables import (
    AREAS,
    CALENDAR,
    COLUMNS,
    DAYS,
    PERIODS,
    PLACE,
    TABLES,
    UNTIL,
    column,
    everything,
    measure,
    records,
)

NAME = ('dbo"]`', "cases]; DROP TABLE x; --")
KEPT = {
    r.ColumnType.TEXT: Kept.TEXT,
    r.ColumnType.WHOLE: Kept.FLOATING,
    r.ColumnType.NUMBER: Kept.DECIMAL,
    r.ColumnType.DATE: Kept.MOMENT,
    r.ColumnType.YES_NO: Kept.TEXT,
}
STORED = Table(NAME, {one.theirs: KEPT[one.type] for one in COLUMNS})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql_server() as started:
        yield started


# ---- trees


def plan_of(table: r.Records) -> Plan:
    return planned(table, PERIODS, UNTIL, AREAS, CALENDAR)


def trees(table: r.Records, dialect: Dialect) -> Iterator[exp.Expr]:
    """Every tree of a table."""
    plan = plan_of(table)
    known = deadlines((date(2020, 1, 1), date(2020, 2, 29)), plan.limits, UNTIL, CALENDAR)
    occurring = tree.occurring(plan, STORED, dialect)
    if occurring is not None:
        yield occurring
    if table.entity is not None:
        yield tree.entities(table.entity, STORED, dialect)
    if plan.figures:
        yield from queries(plan, known, dialect)


def queries(plan: Plan, known: Deadlines, dialect: Dialect, stored: Table = STORED) -> Iterator[exp.Expr]:
    made = tree.Queries(plan, stored, known, dialect)
    added = plan.terms(*(take for take in Take if take.is_added))
    yield made.sums(added).tree
    for is_open in (False, True):
        distinct = plan.terms(Take.DISTINCT, is_open=is_open)
        if distinct:
            yield made.distinct(distinct, is_open).tree
        for term in plan.terms(Take.MIDDLE, is_open=is_open):
            yield made.middles(term, is_open).tree


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(TABLES)
def test_every_tree_holds_only_what_is_allowed_and_reads_back_the_same(table: r.Records) -> None:
    for dialect in Dialect:
        for one in trees(table, dialect):
            text = nodes.text(one, dialect)  # which raises where something is not allowed
            (again,) = sqlglot.parse(text, dialect=dialect.value)
            assert isinstance(again, exp.Select | exp.Union)


@pytest.mark.parametrize(
    "strange",
    [
        exp.Anonymous(this="pg_read_file", expressions=[exp.Literal.string("/etc/passwd")]),
        exp.Column(this=exp.Identifier(this="x")),
        exp.Collate(this=exp.Null(), expression=exp.Var(this="anything; DROP TABLE x")),
        exp.Literal.number("1; DROP TABLE x"),
        exp.Command(this="DROP", expression="TABLE x"),
        exp.Drop(this=exp.Table(this=exp.Identifier(this="x", quoted=True))),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_tree_with_anything_else_is_a_bug_of_ours(strange: exp.Expr) -> None:
    with pytest.raises(nodes.NotAllowed):
        nodes.text(exp.Select(expressions=[strange]), Dialect.POSTGRESQL)


HOSTILE = (
    "x'; DROP TABLE t; --",
    'y"; DROP TABLE t; --',
    "]]]",
    "`",
    "\\",
    "\\'; --",
    "{{ a }}",
    "%s",
    "$1",
    ":x",
    "?",
)


@pytest.mark.parametrize("dialect", Dialect)
def test_names_and_values_are_only_ever_quoted(dialect: Dialect) -> None:
    """Whatever stands in them, the tokens of a query stay what they are."""
    shapes = set()
    for word in ("harmless", *HOSTILE):
        child = column("child", r.ColumnType.TEXT, theirs=word)
        where = r.Every((r.Comparison(child, r.Compare.IS, word), r.Among(child, (word, "b"))))
        table = replace(
            records([measure("m", r.Aggregate.COUNT, where=where)]),
            columns=(child, *COLUMNS[1:]),
        )
        kept = Table((word, word), {**STORED.kept, word: Kept.TEXT})
        plan = planned(table, PERIODS, UNTIL, (word,), CALENDAR)
        made = tree.Queries(plan, kept, deadlines((), (), UNTIL, CALENDAR), dialect)
        text = nodes.text(made.sums(plan.terms(Take.ROWS)).tree, dialect)
        tokens = sqlglot.tokenize(text, dialect=dialect.value)
        shapes.add(tuple(token.token_type for token in tokens))
        assert word in {token.text for token in tokens}
    assert len(shapes) == 1


def test_the_sql_for_sql_server_keeps_to_2012_and_two_parsers_read_it() -> None:
    """Nobody has run it: that two parsers take it is all that is known."""
    for one in trees(records(everything()), Dialect.SQL_SERVER):
        text = nodes.text(one, Dialect.SQL_SERVER)
        sqlglot.parse_one(text, dialect="tsql")
        for newer in (" TRIM(", "(TRIM(", "STRING_AGG", "GREATEST", "LEAST(", " LIMIT ", "COUNT_IF", " IIF("):
            assert newer not in text
    few = ("in_time", "again_in_area", "people_open", "median_cost")  # sqlfluff takes long
    plan = plan_of(records([one for one in everything() if one.name in few]))
    known = deadlines((date(2020, 1, 1),), plan.limits, UNTIL, CALENDAR)
    bare = replace(STORED, name=("dbo", "cases"))  # sqlfluff does not know that ]] stands for ] in a name
    for one in queries(plan, known, Dialect.SQL_SERVER, bare):
        found = sqlfluff.lint(nodes.text(one, Dialect.SQL_SERVER) + "\n", dialect="tsql", rules=["LT01"])
        assert [problem for problem in found if problem["code"] == "PRS"] == []


def test_a_connection_string_takes_any_password() -> None:
    database = Database(EngineKind.SQL_SERVER, PLACE, host="db", name="cases", user="kpic")
    said = sqlserver.connection_string(database, "a};SERVER=evil;b{")
    assert "PWD={a}};SERVER=evil;b{}" in said
    assert "UID" not in sqlserver.connection_string(replace(database, user=""), "")
    assert "Encrypt={yes}" in sqlserver.connection_string(replace(database, encryption=Encryption.VERIFIED), "")


# ---- how databases keep columns


def described(engine: Any, table: r.Records) -> Outcome[Any]:
    return count(table, as_asked(None), engine)


def of_kinds(places: int = 2) -> r.Records:
    """Records that ask for one column of each type."""
    columns = (
        column("name", r.ColumnType.TEXT),
        column("day", r.ColumnType.DATE),
        column("days", r.ColumnType.WHOLE),
        column("cost", r.ColumnType.NUMBER, places),
        column("seen", r.ColumnType.YES_NO),
    )
    name, day, days, cost, seen = columns
    measures = (
        measure("names", r.Aggregate.DISTINCT, name),
        measure("days_of", r.Aggregate.SUM, days),
        measure("cost_of", r.Aggregate.SUM, cost),
        measure("middle", r.Aggregate.MEDIAN, cost),
        measure("seen_of", r.Aggregate.COUNT, where=r.Comparison(seen, r.Compare.IS, True)),
        measure("unseen", r.Aggregate.COUNT, where=r.Comparison(seen, r.Compare.IS, False)),
    )
    table = replace(records(measures, entity=None), columns=columns, day=day, file="", table=("kinds",))
    return replace(table, opened=None, closed=None)


ROWS: tuple[tuple[Any, ...], ...] = (
    ("A ", datetime(2020, 1, 1, 0, 0), 3, 12.35, "Yes"),
    (" A", datetime(2020, 1, 31, 23, 59), 4, 0.1, "n"),
    ("b", datetime(2020, 3, 31, 12, 0), None, 0.2, " "),
    ("", datetime(2020, 4, 1, 0, 0), 100, 500.0, "Y"),
)
SUMS = {
    "names": 2,
    "days_of": 7,
    "cost_of": Fraction(1265, 100),
    "middle": Fraction(20, 100),
    "seen_of": 1,
    "unseen": 1,
}


def in_quarter(engine: Any, table: r.Records) -> dict[str, Fraction | None]:
    found = counted(table, engine, as_asked(None, [PERIODS[1]]))
    return {one.name: one.amount for one in found.observations}


def test_postgresql_reads_columns_that_are_kept_in_another_way(server: Server) -> None:
    made = (
        "CREATE TABLE kinds (name text, day timestamp, days double precision, cost double precision, seen varchar(5))"
    )
    server.change("DROP TABLE IF EXISTS kinds", made, "INSERT INTO kinds VALUES (%s, %s, %s, %s, %s)", rows=ROWS)
    with server.session() as engine:
        assert in_quarter(engine, of_kinds()) == SUMS
        assert said(described(engine, of_kinds(places=1))) == [
            ("bad-cell", "1 value of the column `cost` cannot be read as number with 1 decimal places without a change")
        ]
    server.change("ALTER TABLE kinds ALTER seen TYPE text USING 'perhaps'", "ALTER TABLE kinds DROP days")
    with server.session() as engine:
        assert said(described(engine, of_kinds())) == [
            ("records-column", "the table of `cases` has no column called `days`")
        ]


def said(outcome: Outcome[Any]) -> list[tuple[str, str]]:
    assert outcome.value is None
    return [(one.code, one.message) for one in outcome.diagnostics]


def test_a_sqlite_file_is_read_and_what_it_should_not_hold_is_found(tmp_path: Path) -> None:
    import sqlite3

    made = sqlite3.connect(tmp_path / "cases.db")
    made.execute("CREATE TABLE kinds (name text, day text, days integer, cost real, seen boolean)")
    truths = {"Yes": 1, "n": 0, " ": None, "Y": 1}
    made.executemany(
        "INSERT INTO kinds VALUES (?, ?, ?, ?, ?)", [(*map(_iso, row[:4]), truths[row[4]]) for row in ROWS]
    )
    made.commit()
    engine = sqlite.of_database(tmp_path, "cases.db")
    assert isinstance(engine, sqlite.SQLite)
    assert in_quarter(engine, of_kinds()) == SUMS
    assert "readonly" in str(engine.rows("CREATE TABLE x (a)"))
    engine.close()
    made.execute("UPDATE kinds SET day = '31/01/2020', days = 'many' WHERE cost = 0.1")
    made.commit()
    again = sqlite.of_database(tmp_path, "cases.db")
    assert said(described(again, of_kinds())) == [
        ("bad-cell", "1 value of the column `day` cannot be read as date without a change"),
        ("bad-cell", "1 value of the column `days` cannot be read as whole number without a change"),
    ]


def _iso(value: object) -> object:
    return value.isoformat(" ") if isinstance(value, datetime) else value


def test_parquet_is_read_by_duckdb_and_no_file_outside_the_folder(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, outside):
        folder.mkdir()
        columns = list(zip(*ROWS, strict=True))
        names = ["name", "day", "days", "cost", "seen"]
        columns[3] = tuple(Decimal(str(value)) for value in columns[3])
        parquet.write_table(pyarrow.table(dict(zip(names, map(list, columns), strict=True))), folder / "kinds.parquet")
    (inside / "link.parquet").symlink_to(outside / "kinds.parquet")
    engine = duckdb.opened(inside, lambda records: pytest.fail("asked for a text"))
    assert isinstance(engine, duckdb.DuckDB)
    table = replace(of_kinds(), file="kinds.parquet", table=())
    assert in_quarter(engine, table) == SUMS
    assert said(described(engine, replace(table, file="../out/kinds.parquet")))[0][0] == "outside-project"
    assert said(described(engine, replace(table, file="link.parquet")))[0][0] == "outside-project"
    assert said(described(engine, replace(table, file="*.parquet")))[0][0] == "file-missing"
    for query in (
        f"SELECT * FROM read_parquet('{outside}/kinds.parquet')",
        f"COPY records TO '{outside}/stolen.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH 'https://example.org/x.db'",
    ):
        assert engine.rows(query).code == "records-engine"  # type: ignore[union-attr]


def _written(path: Path, *names: str) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"name": names, "day": [PERIODS[1].start] * len(names)}), path)


def _replaced(path: Path) -> None:
    _written(path.with_name("other.parquet"), "B", "C")
    path.with_name("other.parquet").replace(path)


_CHANGES: tuple[Callable[[Path], None], ...] = (
    lambda path: os.utime(path, (0, 0)),
    Path.unlink,
    lambda path: _written(path, "A", "B"),
    _replaced,
)


@pytest.mark.parametrize("change", _CHANGES)
def test_a_file_that_changes_while_it_is_counted_gives_no_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    path = tmp_path / "cases.parquet"
    _written(path, "A")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    engine = duckdb.opened(tmp_path, lambda records: pytest.fail("asked for a text"))
    assert isinstance(engine, duckdb.DuckDB)
    columns = (column("name", r.ColumnType.TEXT), column("day", r.ColumnType.DATE))
    every = replace(records((measure("every", r.Aggregate.COUNT),), entity=None), columns=columns, day=columns[1])
    table = replace(every, file=path.name, table=(), opened=None, closed=None)
    assert counted(table, engine, as_asked(None)).sha256 == digest
    count_rows = engine.rows

    def rows(query: str) -> Rows | Failure:
        found = count_rows(query)
        change(path)
        return found

    monkeypatch.setattr(engine, "rows", rows)
    changed = "`cases.parquet` was changed while its rows were counted"
    assert said(described(engine, table)) == [("file-unreadable", changed)]


# ---- what can go wrong


def test_a_session_of_postgresql_cannot_change_anything_and_ends_in_time(server: Server) -> None:
    server.change("DROP TABLE IF EXISTS kept", "CREATE TABLE kept AS SELECT 1 AS a")
    with server.session() as engine:
        assert "read-only" in str(engine.rows("DROP TABLE kept"))
        assert "aborted" in str(engine.rows("SELECT 1"))
    with server.session() as engine:
        assert engine.rows("SELECT current_setting('statement_timeout')") == [("10min",)]
        engine.rows("SELECT set_config('statement_timeout', '50', false)")
        assert "was not done in the time" in str(engine.rows("SELECT pg_sleep(5)"))


def test_a_lost_connection_gives_one_problem_and_no_figures(server: Server) -> None:
    made = "CREATE TABLE kinds (name text, day date, days int, cost numeric(9,2), seen boolean)"
    server.change("DROP TABLE IF EXISTS kinds", made)
    engine = postgresql.opened(server.database(), "")
    assert isinstance(engine, postgresql.PostgreSQL)
    ask = engine.rows

    def cut(query: str) -> Any:
        server.change("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kpic'")
        return ask(query)

    engine.rows = cut  # type: ignore[method-assign]
    ((code, message),) = said(described(engine, of_kinds()))
    assert (code, "gave no figures" in message) == ("records-engine", True)


def test_a_server_that_is_not_there_and_a_password_that_is_not_set_are_said(tmp_path: Path) -> None:
    database = Database(EngineKind.POSTGRESQL, PLACE, host=str(tmp_path), name="cases", password_from="KPIC_SECRET")
    unset = of_database(database, tmp_path, {})
    assert "KPIC_SECRET, which is not set" in str(unset)
    refused = of_database(database, tmp_path, {"KPIC_SECRET": "hunter2"})
    assert "PostgreSQL gave no figures" in str(refused)
    assert "hunter2" not in str(refused)
    assert "names none" in str(of_database(None, tmp_path, {}))


@pytest.mark.parametrize(
    ("kind", "package", "install"),
    [
        (EngineKind.POSTGRESQL, "psycopg", 'pip install "kpidsl[postgresql]"'),
        (EngineKind.SPARK, "pyspark.sql", 'pip install "kpidsl[spark]"'),
        (EngineKind.SQL_SERVER, "pyodbc", 'pip install "kpidsl[sqlserver]"'),
    ],
)
def test_a_missing_driver_is_said_with_what_installs_it(
    kind: EngineKind, package: str, install: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    found = of_database(Database(kind, PLACE, host="db", name="cases"), Path(), {})
    assert getattr(found, "code", "") == "records-engine"
    assert getattr(found, "help", ()) == (install,)


def test_what_a_driver_says_is_cut_to_a_line() -> None:
    assert len(broken("X", ValueError("a\n" * 500)).message) < 300


# ---- files


def typed(text: str, *columns: r.Column) -> list[tuple[str, str]]:
    engine = sqlite.for_files(lambda records: Source("cases.csv", text))
    measures = [measure("m", r.Aggregate.COUNT, where=r.Missing(one)) for one in columns]
    table = replace(records(measures, entity=None), columns=columns, day=columns[0])
    return said(described(engine, replace(table, opened=None, closed=None)))


def test_bad_cells_are_said_with_their_rows_the_most_frequent_first() -> None:
    day, days = column("day", r.ColumnType.DATE), DAYS
    rows = ["day,days_open", "31/02/2020,1", *["01/02/2020,soon"] * 10_000, "01/02/2020,1.5", "2020-02-01 00:00:00,1"]
    found = typed("\n".join(rows), day, days)
    assert found == [
        ("bad-cell", "row 3, column `days_open`: `soon` is not a number"),
        ("bad-cell", "row 2, column `day`: `31/02/2020` is not a date"),
        ("bad-cell", "row 10003, column `days_open`: `1.5` is not a whole number"),
    ]


# ---- the whole way

SPEC = """\
language 1
report "Cases"
  committee "Committee"
  meeting   1 May 2020
  from      "Director"
  period    2019-20 Q4
  house     "council.yaml"
  scheme    none_yet
scheme none_yet "None"
  green  when at or better than target
  red    otherwise
section cases "Cases"
records rows "Rows of cases"
  {place}
  complete  from 1 October 2019
  column    area     text  called "Area; name"
  column    started  date
  column    done     date
  period    by done
  entity    by area
  measure   in_time  share where done within 5 working days of started
  measure   done_all  count
indicator timely "% in time"
  section  cases
  unit     percent
  polarity higher is better
  target   90%
  measure  in_time
chapter "Figures"
  table columns value, target, status
"""
CASES = (
    ("Example Council", date(2020, 1, 1), date(2020, 1, 8)),
    ("Example Council", date(2020, 1, 1), date(2020, 1, 9)),
    ("Example Council", date(2020, 4, 9), date(2020, 3, 1)),
    ("Other Council", date(2020, 1, 1), date(2020, 1, 2)),
)


def project(folder: Path, place: str, house: str = "") -> None:
    (folder / "report.kpi").write_text(SPEC.format(place=place), encoding="utf-8")
    (folder / "council.yaml").write_text(
        "council: Example Council\ncontacts: {director: {name: A, role: Director}}\n" + house, encoding="utf-8"
    )


def csv_of(cases: Sequence[tuple[Any, ...]]) -> str:
    return "Area; name,started,done\n" + "".join(f"{a},{b:%d/%m/%Y},{c}\n" for a, b, c in cases)


def test_a_report_is_built_from_a_file_of_records_and_says_how(tmp_path: Path) -> None:
    project(tmp_path, 'data "cases.csv"')
    (tmp_path / "cases.csv").write_text(csv_of(CASES), encoding="utf-8")
    run = kpic(tmp_path, "build", "report.kpi", "--format", "json", "--draft")
    assert (run.returncode, run.stderr.count("error")) == (0, 0), run.stderr
    made = json.loads(next((tmp_path / "out").glob("*.json")).read_text(encoding="utf-8"))
    assert made["indicators"][0]["value"]["printed"] == "33%"
    (table,) = made["records"]
    assert (table["in"], table["rows"], table["rows_in_periods"]) == ("cases.csv", 4, 3)
    assert table["engine"].startswith("DuckDB ")
    assert ["SELECT" in one["sql"] for one in table["queries"]] == [True, True]
    explained = kpic(tmp_path, "explain", "timely", "report.kpi").stdout
    assert "How it was counted" in explained
    assert "in_time  measure in_time share where done within 5 working days" in explained
    assert "GROUP BY" in explained


def test_a_report_is_built_from_a_table_of_a_database(tmp_path: Path, server: Server) -> None:
    server.change(
        "CREATE SCHEMA IF NOT EXISTS social_care",
        "DROP TABLE IF EXISTS social_care.cases",
        'CREATE TABLE social_care.cases ("Area; name" text, started date, done timestamptz)',
        "INSERT INTO social_care.cases VALUES (%s, %s, %s)",
        rows=CASES,
    )
    house = f"database: {{engine: postgresql, host: '{server.folder}', name: postgres, user: postgres}}\n"
    project(tmp_path, 'table "social_care.cases"', house)
    run = kpic(tmp_path, "build", "report.kpi", "--format", "json", "--draft")
    assert run.returncode == 0, run.stderr
    made = json.loads(next((tmp_path / "out").glob("*.json")).read_text(encoding="utf-8"))
    assert made["indicators"][0]["value"]["printed"] == "33%"
    assert made["records"][0]["engine"].startswith("PostgreSQL ")


def test_without_duckdb_files_are_counted_by_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpidsl import pipeline, workspace

    project(tmp_path, 'data "cases.csv"')
    (tmp_path / "cases.csv").write_text(csv_of(CASES), encoding="utf-8")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    found = pipeline.compose_report("report.kpi", workspace.reader(tmp_path), draft=True, count=counter(tmp_path))
    assert found.value is not None
    assert found.value.counts.tables[0].engine.startswith("SQLite ")


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (
            [("Example County", date(2020, 1, 1), date(2020, 1, 8))],
            ("records-entity", "no row of `rows` is of “Example Council”, so nothing would be counted for it"),
        ),
        (
            [("Example Council", date(2011, 12, 30), date(2020, 1, 8))],
            ("records-calendar", "working days from 2011-12-30 cannot be counted"),
        ),
    ],
    ids=["entity", "calendar"],
)
def test_what_would_be_counted_wrong_is_not_counted(
    cases: Sequence[tuple[Any, ...]], expected: tuple[str, str], tmp_path: Path
) -> None:
    from kpidsl import pipeline, workspace

    project(tmp_path, 'data "cases.csv"')
    (tmp_path / "cases.csv").write_text(csv_of(cases), encoding="utf-8")
    found = pipeline.compose_report("report.kpi", workspace.reader(tmp_path), draft=True, count=counter(tmp_path))
    ((code, message),) = said(found)
    assert (code, message[: len(expected[1])]) == expected
