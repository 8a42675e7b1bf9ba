"""Spark, by PySpark: in this process, or a cluster by Spark Connect. Only queries are sent, each with a time limit.

Spark has no limit that a session could ask for, so whatever is asked of it runs in a thread of its own, is left alone
when its time is over, and Spark is told to stop it. So a cluster that no longer answers holds nobody up, either.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import quote

from kpidsl.counting.engine import Failure, Opened, Rows
from kpidsl.counting.stored import Dialect, Kept, Table
from kpidsl.engines.said import broken, expired, missing
from kpidsl.spec.database import Database
from kpidsl.spec.record import Records

_KINDS = {
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), Kept.WHOLE),
    **dict.fromkeys(("float", "double"), Kept.FLOATING),
    "date": Kept.DAY,
    **dict.fromkeys(("timestamp", "timestamp_ntz"), Kept.MOMENT),
    "boolean": Kept.TRUTH,
}
_LOCAL = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "OFF"}
_SETTINGS = {"spark.sql.ansi.enabled": "true", "spark.sql.session.timeZone": "Europe/London"}
_TRIES, _LONGEST_PAUSE = 5, 2_000  # milliseconds; PySpark itself goes on for ten minutes
_PARTING = 5.0  # seconds, for what is asked of Spark when nothing more is wanted of it
_STOPS = 10  # how often it is asked to stop something in that time
_DETAILS = re.compile(r'details = "([^"]*)"')  # what the network said, within what gRPC makes of it
T = TypeVar("T")


class Spark:
    """Engine for tables that a Spark session knows. `minutes` is how long it may take over one question; a session that
    `is_ours` ends with the engine."""

    dialect = Dialect.SPARK

    def __init__(self, session: Any, minutes: float, *, is_ours: bool = False) -> None:
        self._session = session
        self._minutes = minutes
        self._is_ours = is_ours
        self.name = f"Spark {session.version}"

    def opened(self, records: Records) -> Opened | Failure:
        name = ".".join("`" + part.replace("`", "``") + "`" for part in records.table)
        fields = self._asked(lambda: self._session.table(name).schema.fields)
        if isinstance(fields, Failure):
            return fields
        kinds = {field.name: field.dataType.simpleString() for field in fields}
        places = {field.name: field.dataType.scale for field in fields if kinds[field.name].startswith("decimal")}
        return Opened(Table(records.table, {name: _kept(kind) for name, kind in kinds.items()}, places))

    def close(self) -> None:
        if self._is_ours:  # another may be used by others, too
            _left(lambda: _ended(self._session))

    def rows(self, query: str) -> Rows | Failure:
        return self._asked(lambda: [tuple(row) for row in self._session.sql(query).collect()])

    def _asked(self, ask: Callable[[], T]) -> T | Failure:
        return _in_time(self.name, self._minutes, ask, self._session.interruptAll)


def opened(database: Database, token: str = "") -> Spark | Failure:
    """A session: with the `host` of Spark Connect (`sc://...`), or in this process where there is none. Without a token
    none is sent."""
    try:
        module = _module("pyspark.sql.connect.session" if database.host else "pyspark.sql")
    except ImportError as error:
        package = re.search(r"] (.+) must be installed", str(error))  # PySpark names what Spark Connect lacks
        return missing("Spark", package[1] if package else "pyspark", "kpidsl[spark]")

    def started() -> Spark:
        builder = module.SparkSession.builder
        session = _connected(builder, database.host, token) if database.host else _local(builder)
        try:
            for key, value in _SETTINGS.items():
                session.conf.set(key, value)
            if database.name:
                session.catalog.setCurrentDatabase(database.name)
            return Spark(session, database.minutes, is_ours=bool(database.host))
        except BaseException:
            if database.host:
                _ended(session)
            raise

    where, help_ = f"Spark at {database.host}", "see what stands under `database` in the house file"
    if not database.host:
        where, help_ = "Spark", "on this computer Spark needs Java 17 or later; for a cluster, say its host: sc://..."
    return _in_time(where, database.minutes, started, help=help_)


def _module(name: str) -> Any:
    """A module of PySpark, which from now on says nothing of its own on the screen."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    with _quiet():
        module = import_module(name)
        from pyspark.logger import PySparkLogger

        PySparkLogger.getLogger("SQLQueryContextLogger").disabled = True  # pages of a stack of Java for a wrong name
    return module


def _local(builder: Any) -> Any:
    return builder.appName("kpic").master("local[*]").config(map=_LOCAL).getOrCreate()


def _connected(builder: Any, host: str, token: str) -> Any:
    """A session of our own, whatever other sessions this process has."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    address = f"{host}/;token={quote(token, safe='')};use_ssl=true" if token else host
    session = builder.remote(address).create()
    session.client.set_retry_policies([DefaultPolicy(max_retries=_TRIES, max_backoff=_LONGEST_PAUSE)])
    return session


def _ended(session: Any) -> None:
    """Let go of a session of Spark Connect, which otherwise would go on trying to reach its server."""
    session.client.set_retry_policies([])
    session.stop()


def _in_time(
    engine: str, minutes: float, ask: Callable[[], T], stop: Callable[[], object] | None = None, *, help: str = ""
) -> T | Failure:
    """What is asked for; where its time is over, or the user ends all, `stop` is called."""
    with _quiet():
        future, in_time = _begun(ask), False
        try:
            in_time = bool(wait([future], minutes * 60).done)
        finally:
            if not in_time and stop is not None:
                _stopped(future, stop)
        if not in_time:  # whatever has come of it since, such as the error of what was stopped
            return expired(engine)
        try:
            return future.result()
        except _errors() as error:
            return broken(engine, OSError(_said(error)), *([help] if help else []))


def _said(error: BaseException) -> str:
    """The sentence of an error, without what follows for programmers."""
    details = _DETAILS.search(str(error))
    return details[1] if details else str(error).strip().partition("\n")[0] or type(error).__name__


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What PySpark warns of is for those who write programs with it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _begun(ask: Callable[[], T]) -> Future[T]:
    """A thread that the end of `kpic` does not wait for."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(ask())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def _stopped(future: Future[T], stop: Callable[[], object]) -> None:
    """Stop what runs, as often as it takes: what Spark was only about to begin goes on once it has begun."""
    for _ in range(_STOPS):
        if not _left(stop) or wait([future], _PARTING / _STOPS).done:
            return


def _left(ask: Callable[[], object]) -> bool:
    """Ask for something whose answer is of no matter, and do not wait long for it; whether it came."""
    with _quiet():
        return bool(wait([_begun(ask)], _PARTING).done)


def _errors() -> tuple[type[BaseException], ...]:
    """All that PySpark raises: errors of its own, of Java, of the network and of a Java that is not there."""
    from pyspark.errors import PySparkException

    found: tuple[type[BaseException], ...] = (PySparkException, OSError, RuntimeError)
    with contextlib.suppress(ImportError):
        from py4j.protocol import Py4JError

        found += (Py4JError,)
    with contextlib.suppress(ImportError):
        from grpc import RpcError

        found += (RpcError,)
    return found


def _kept(kind: str) -> Kept:
    if kind == "string" or kind.startswith(("string ", "varchar", "char")):
        return Kept.TEXT
    return Kept.DECIMAL if kind.startswith("decimal") else _KINDS.get(kind, Kept.OTHER)
