"""The engines as tests use them: a table of rows put into each, and a real PostgreSQL server that is started for it."""

from __future__ import annotations

import csv
import functools
import io
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpidsl.counting.count import Asked, count
from kpidsl.counting.counts import Counted
from kpidsl.counting.engine import Engine
from kpidsl.engines import duckdb, postgresql, spark, sqlite
from kpidsl.period import Period
from kpidsl.source import Source
from kpidsl.spec.database import Database, EngineKind
from kpidsl.spec.record import ColumnType, Records
from tests.records.oracle import Row
from tests.records.tables import CALENDAR, COLUMNS, PERIODS, PLACE, UNTIL
from tests.validators import missing


def as_asked(entities: Sequence[str] | None = None, periods: Sequence[Period] = PERIODS) -> Asked:
    return Asked(tuple(periods), UNTIL, None if entities is None else tuple(entities), {}, CALENDAR)


def counted(records: Records, engine: Engine, asked: Asked) -> Counted:
    found = count(records, asked, engine)
    assert found.value is not None, found.diagnostics
    return found.value


# ---- files


def written(rows: Sequence[Row]) -> Source:
    """The rows as a CSV file. Cells of text have spaces at their ends."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([column.theirs for column in COLUMNS])
    for row in rows:
        writer.writerow([_cell(row[column.name], column.type, column.places) for column in COLUMNS])
    return Source("cases.csv", out.getvalue())


def _cell(value: Any, type_: ColumnType, places: int) -> str:
    if value is None:
        return ""
    match type_:
        case ColumnType.YES_NO:
            return "Yes" if value else "no"
        case ColumnType.DATE:
            return f"{value:%d/%m/%Y}" if value.day % 2 else value.isoformat()
        case ColumnType.NUMBER:
            return str(Decimal(value).scaleb(-places))
        case ColumnType.TEXT:
            return f" {value} "
        case _:
            return str(value)


def of_duckdb(rows: Sequence[Row]) -> Engine:
    opened = duckdb.opened(Path(tempfile.gettempdir()), lambda records: written(rows))
    assert isinstance(opened, duckdb.DuckDB)
    return opened


def of_sqlite(rows: Sequence[Row]) -> Engine:
    return sqlite.for_files(lambda records: written(rows))


# ---- databases

TABLE = ("public", 'cases "of" council')


def stored(row: Row) -> list[Any]:
    """A row as a database keeps it. Texts have spaces at their ends, and an empty one may stand for none."""
    found: list[Any] = []
    for column in COLUMNS:
        value: Any = row[column.name]
        if column.type is ColumnType.TEXT:
            found.append("  " if value is None else f" {value}  ")
        elif column.type is ColumnType.NUMBER and value is not None:
            found.append(Decimal(value).scaleb(-column.places))
        elif column.type is ColumnType.YES_NO and value is not None:
            found.append(bool(value))
        else:
            found.append(value)
    return found


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of this test run. Its only way in is a socket in its folder."""

    folder: Path

    def database(self, **other: Any) -> Database:
        return Database(EngineKind.POSTGRESQL, PLACE, host=str(self.folder), name="postgres", user="postgres", **other)

    def change(self, *queries: str, rows: Sequence[Sequence[Any]] = ()) -> None:
        """Run queries with all rights; the last one once for each of the rows, where there are any."""
        import psycopg

        options = "-c lock_timeout=5000"  # a session that was left open is found out
        with psycopg.connect(host=str(self.folder), dbname="postgres", user="postgres", options=options) as connection:
            for query in queries if not rows else queries[:-1]:
                connection.execute(query.encode())
            if rows:
                connection.cursor().executemany(queries[-1].encode(), rows)

    @contextmanager
    def session(self) -> Iterator[postgresql.PostgreSQL]:
        engine = postgresql.opened(self.database(), "")
        assert isinstance(engine, postgresql.PostgreSQL), engine
        yield engine
        engine.close()

    def of(self, rows: Sequence[Row]) -> Engine:
        kinds = {"text": "text", "whole number": "integer", "number": "numeric(12, 2)", "yes/no": "boolean"}
        columns = ", ".join(_quoted(c.theirs) + " " + kinds.get(c.type.value, "date") for c in COLUMNS)
        name = ".".join(map(_quoted, TABLE))
        marks = ", ".join(["%s"] * len(COLUMNS))
        made = (f"DROP TABLE IF EXISTS {name}", f"CREATE TABLE {name} ({columns})")
        values = [stored(row) for row in rows]
        self.change(*made, *([f"INSERT INTO {name} VALUES ({marks})"] if rows else []), rows=values)
        engine = postgresql.opened(self.database(), "")
        assert isinstance(engine, postgresql.PostgreSQL), engine
        return engine


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def postgresql_server() -> Iterator[Server]:
    """A server, started from the programs that Debian has, as an unprivileged user, and stopped in the end."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        missing("PostgreSQL (the Debian package postgresql)")
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="kpic"))
    try:
        user = _unprivileged(folder)
        data = folder / "data"
        run = functools.partial(subprocess.run, check=True, capture_output=True, timeout=60, **user)
        run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C.UTF-8",
            ]
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"
        run([programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
        try:
            yield Server(folder)
        finally:
            run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to run a program as somebody else, where this is root, as whom PostgreSQL does not run."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": folder}


CASES = ("global_temp", "cases")  # what every session of a Spark sees
# Making Java of a query, and thinking it over while it runs, takes longer than so few rows.
AS_IT_STANDS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}
AS_USUAL = {
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
    "spark.sql.adaptive.enabled": "true",
}


@dataclass(frozen=True)
class Cluster:
    """A small Spark that runs in a Java process of this test run: its session there, and the port of Spark Connect, by
    which others come in."""

    session: Any
    port: int

    def database(self, port: int = 0, **other: Any) -> Database:
        return Database(EngineKind.SPARK, PLACE, host=f"sc://127.0.0.1:{port or self.port}", **other)

    def put(self, rows: Sequence[Row]) -> None:
        """Have these rows, and no others, in the table of cases."""
        kinds = {"text": "string", "whole number": "int", "number": "decimal(12, 2)", "yes/no": "boolean"}
        schema = ", ".join(f"`{c.theirs}` {kinds.get(c.type.value, 'date')}" for c in COLUMNS)
        frame = self.session.createDataFrame([tuple(stored(row)) for row in rows], schema)
        frame.coalesce(1).createOrReplaceGlobalTempView(CASES[1])

    def here(self, minutes: float = 5) -> spark.Spark:
        """The engine of the session itself."""
        return spark.Spark(self.session, minutes)

    @contextmanager
    def connected(self, port: int = 0, settings: Mapping[str, str] = AS_IT_STANDS) -> Iterator[spark.Spark]:
        """An engine that comes in by Spark Connect."""
        engine = spark.opened(self.database(port))
        assert isinstance(engine, spark.Spark), engine
        for key, value in settings.items():
            assert engine.rows(f"SET {key} = {value}") == [(key, value)]
        yield engine
        engine.close()

    def is_idle(self) -> bool:
        """Whether nothing is being worked out, or soon is not."""
        tracker = self.session.sparkContext.statusTracker()
        for _ in range(100):
            if not tracker.getActiveJobsIds():
                return True
            time.sleep(0.1)
        return False


@contextmanager
def spark_cluster() -> Iterator[Cluster]:
    """A Spark with a server of Spark Connect, which nobody but this machine reaches."""
    if shutil.which("java") is None:
        missing("Java, in which Spark runs")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        missing("pyspark")
    builder = SparkSession.builder.master("local[1]").appName("tests")
    for key, value in {
        "spark.plugins": "org.apache.spark.sql.connect.SparkConnectPlugin",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": "0",  # one that is free
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.log.level": "OFF",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # a quick start counts for more here
        **AS_IT_STANDS,
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "Europe/London",
    }.items():
        builder = builder.config(key, value)
    session: Any = builder.getOrCreate()
    service = getattr(session._jvm, "org.apache.spark.sql.connect.service.SparkConnectService$")
    try:
        yield Cluster(session, getattr(service, "MODULE$").localPort())
    finally:
        session.stop()


def in_database(records: Records, table: tuple[str, ...] = TABLE) -> Records:
    """The same records, as a table of a database."""
    return replace(records, file="", table=table)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]
