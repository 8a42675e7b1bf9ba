"""Who counts the records of a report: chooses the engine of each table, and opens each engine once."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kpidsl.counting.counter import Counter
from kpidsl.counting.counts import Counted, Counts
from kpidsl.counting.engine import Engine, Failure
from kpidsl.counting.files import text_of
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors
from kpidsl.period import Period
from kpidsl.source import Source
from kpidsl.spec.calendars import workdays
from kpidsl.spec.database import Database, EngineKind
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Read
from kpidsl.spec.record import Records

_SET = "set it where kpic runs: export {name}=..., or on Windows: set {name}=..."

# A way to count files, given what reads them as texts.
OfFiles = Callable[[Callable[[Records], Source | Failure]], Engine | Failure]


def counter(folder: Path | None, environment: Mapping[str, str] = os.environ) -> Counter:
    """Counts the records of the project in `folder`; without one, of files as an earlier version had them.

    Passwords are looked up in the `environment`, and nowhere else."""

    def of_files(text: Callable[[Records], Source | Failure]) -> Engine | Failure:
        from kpidsl.engines import duckdb, sqlite

        found = duckdb.opened(folder, text)
        return sqlite.for_files(text) if isinstance(found, Failure) else found

    return _counter(of_files, folder, environment)


def plain_counter() -> Counter:
    """Counts files that come by `read`, and nothing else: with SQLite, which is the same everywhere."""

    def of_files(text: Callable[[Records], Source | Failure]) -> Engine | Failure:
        from kpidsl.engines import sqlite

        return sqlite.for_files(text)

    return _counter(of_files, None, {})


def _counter(of_files: OfFiles, folder: Path | None, environment: Mapping[str, str]) -> Counter:
    def counts(spec: Spec, periods: Sequence[Period], read: Read) -> Outcome[Counts]:
        from kpidsl.counting.count import Asked, count  # only here: most reports have no records

        house = spec.house
        asked = Asked(
            periods=tuple(periods),
            until=spec.period.end,
            entities=None if spec.authorities else (house.council,),
            units=spec.measured(),
            workdays=workdays(house.calendar, house.closed),
        )
        tables: list[Counted] = []
        problems: list[Diagnostic] = []
        engines: dict[bool, Engine | Failure] = {}
        for one in spec.records:
            is_file = bool(one.file)
            if is_file not in engines:
                by_text = of_files(lambda records: text_of(records, read)) if is_file else None
                engines[is_file] = by_text or of_database(house.database, folder, environment)
            engine = engines[is_file]
            if isinstance(engine, Failure):
                problems.append(Diagnostic(engine.code, engine.message, one.place, help=engine.help))
                continue
            found = count(one, asked, engine)
            problems += found.diagnostics
            if found.value is not None:
                tables.append(found.value)
        for engine in engines.values():
            with contextlib.suppress(Exception):  # whatever it is, all has been counted
                if not isinstance(engine, Failure):
                    engine.close()
        counted = Counts(tuple(tables))
        if not spec.authorities:
            counted = counted.of(lambda entity: entity == house.council)
        return Outcome(None if has_errors(problems) else counted, tuple(problems))

    return counts


def of_database(database: Database | None, folder: Path | None, environment: Mapping[str, str]) -> Engine | Failure:
    """The database that the house file names."""
    if database is None:
        message = "these records are a table of a database, and the house file names none"
        help_ = "add to the house file: database: {engine: postgresql, host: ..., name: ...}"
        return Failure("records-engine", message, (help_,))
    password = environment.get(database.password_from, "") if database.password_from else ""
    if database.password_from and not password:
        message = f"the password of the database is to be in the variable {database.password_from}, which is not set"
        return Failure("records-engine", message, (_SET.format(name=database.password_from),))
    from kpidsl.engines import postgresql, spark, sqlite, sqlserver  # only here: each loads what it needs

    match database.engine:
        case EngineKind.POSTGRESQL:
            return postgresql.opened(database, password)
        case EngineKind.SPARK:
            return spark.opened(database, password)
        case EngineKind.SQLITE:
            return sqlite.of_database(folder or Path(), database.file)
        case EngineKind.SQL_SERVER:
            return sqlserver.opened(database, password)
