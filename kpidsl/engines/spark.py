"""Spark, by PySpark: in this process, or a cluster by Spark Connect. Only queries are sent.

There is no time limit of ours: that of the cluster holds.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from kpidsl.counting.engine import Failure, Opened, Rows
from kpidsl.counting.stored import Dialect, Kept, Table
from kpidsl.engines.said import broken, missing
from kpidsl.spec.database import Database
from kpidsl.spec.record import Records

_KINDS = {
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), Kept.WHOLE),
    **dict.fromkeys(("float", "double"), Kept.FLOATING),
    "date": Kept.DAY,
    **dict.fromkeys(("timestamp", "timestamp_ntz"), Kept.MOMENT),
    "boolean": Kept.TRUTH,
}


class Spark:
    """Engine for tables that a Spark session knows."""

    dialect = Dialect.SPARK

    def __init__(self, session: Any) -> None:
        self._session = session
        self.name = f"Spark {session.version}"

    def opened(self, records: Records) -> Opened | Failure:
        name = ".".join("`" + part.replace("`", "``") + "`" for part in records.table)
        try:
            fields = self._session.table(name).schema.fields
        except _errors() as error:
            return broken(self.name, error)
        kinds = {field.name: field.dataType.simpleString() for field in fields}
        places = {field.name: field.dataType.scale for field in fields if kinds[field.name].startswith("decimal")}
        return Opened(Table(records.table, {name: _kept(kind) for name, kind in kinds.items()}, places))

    def close(self) -> None:
        """Nothing: others may use the session, too."""

    def rows(self, query: str) -> Rows | Failure:
        try:
            return [tuple(row) for row in self._session.sql(query).collect()]
        except _errors() as error:
            return broken(self.name, error)


def opened(database: Database, token: str = "") -> Spark | Failure:
    """A session: with the `host` of Spark Connect (`sc://...`), or in this process where there is none. Without a token
    none is sent."""
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        return missing("Spark", "pyspark", "kpidsl[spark]")
    builder = SparkSession.builder.appName("kpic")
    address = f"{database.host}/;token={quote(token, safe='')};use_ssl=true" if token else database.host
    builder = builder.remote(address) if address else builder.master("local[*]")
    builder = builder.config("spark.ui.enabled", "false")
    try:
        session = builder.getOrCreate()
        session.conf.set("spark.sql.ansi.enabled", "true")
        session.conf.set("spark.sql.session.timeZone", "Europe/London")
        if database.name:
            session.catalog.setCurrentDatabase(database.name)
        return Spark(session)
    except _errors() as error:
        return broken("Spark", error, "see what stands under `database` in the house file")


def _errors() -> tuple[type[BaseException], ...]:
    """All that PySpark raises: errors of its own, of Java, of the network and of a Java that is not there."""
    from pyspark.errors import PySparkException

    found: tuple[type[BaseException], ...] = (PySparkException, OSError, RuntimeError)
    try:
        from py4j.protocol import Py4JError
    except ImportError:
        return found
    return (*found, Py4JError)


def _kept(kind: str) -> Kept:
    if kind == "string" or kind.startswith(("string ", "varchar", "char")):
        return Kept.TEXT
    return Kept.DECIMAL if kind.startswith("decimal") else _KINDS.get(kind, Kept.OTHER)
