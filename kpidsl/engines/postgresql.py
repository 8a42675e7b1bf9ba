"""PostgreSQL, by psycopg. The session can only read, sees one state of the database, and has a time limit."""

from __future__ import annotations

from typing import Any

from kpidsl.counting.engine import Failure, Opened, Rows
from kpidsl.counting.stored import Dialect, Kept, Table
from kpidsl.engines.said import broken, expired, missing
from kpidsl.spec.database import Database, Encryption
from kpidsl.spec.record import Records

_KINDS = {
    **dict.fromkeys(("int2", "int4", "int8"), Kept.WHOLE),
    "numeric": Kept.DECIMAL,
    **dict.fromkeys(("float4", "float8"), Kept.FLOATING),
    **dict.fromkeys(("text", "varchar", "bpchar", "name"), Kept.TEXT),
    "date": Kept.DAY,
    **dict.fromkeys(("timestamp", "timestamptz"), Kept.MOMENT),
    "bool": Kept.TRUTH,
}
_MODES = {Encryption.AS_OFFERED: "prefer", Encryption.REQUIRED: "require", Encryption.VERIFIED: "verify-full"}
_CONNECTING = 10  # seconds
_ANY_SCALE = 65535  # what psycopg gives for a numeric without places


class PostgreSQL:
    """Engine for tables of a PostgreSQL database."""

    dialect = Dialect.POSTGRESQL

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        number = connection.info.server_version
        self.name = f"PostgreSQL {number // 10_000}.{number % 10_000}"

    def opened(self, records: Records) -> Opened | Failure:
        import psycopg
        from psycopg import sql

        try:
            query = sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(*records.table))
            columns = self._connection.execute(query).description
        except psycopg.Error as error:
            return broken(self.name, error)
        kinds = {column.name: column.type_display.partition("(")[0] for column in columns}
        names = {column.name: self._connection.adapters.types.get(column.type_code) for column in columns}
        kept = {name: _KINDS.get(info.name if info else kinds[name], Kept.OTHER) for name, info in names.items()}
        scales = {column.name: column.scale for column in columns if column.scale is not None}
        places = {name: scale for name, scale in scales.items() if scale < _ANY_SCALE}
        return Opened(Table(records.table, kept, places))

    def close(self) -> None:
        self._connection.close()

    def rows(self, query: str) -> Rows | Failure:
        import psycopg

        try:
            return list(self._connection.execute(query.encode()).fetchall())
        except psycopg.errors.QueryCanceled:
            return expired(self.name)
        except psycopg.Error as error:
            return broken(self.name, error)


def opened(database: Database, password: str) -> PostgreSQL | Failure:
    """A session. An empty password leaves it to the server, or to the files and settings of libpq."""
    try:
        import psycopg
    except ImportError:
        return missing("PostgreSQL", "psycopg", "kpidsl[postgresql]")
    settings: dict[str, Any] = {
        "host": database.host or None,
        "port": database.port or None,
        "dbname": database.name,
        "user": database.user or None,
        "password": password or None,
        "sslmode": _MODES[database.encryption],
        "connect_timeout": _CONNECTING,
        "application_name": "kpic",
        "options": f"-c default_transaction_read_only=on -c statement_timeout={database.minutes * 60_000}"
        " -c timezone=Europe/London",
    }
    try:
        connection = psycopg.connect(**{key: value for key, value in settings.items() if value is not None})
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    except psycopg.Error as error:
        return broken("PostgreSQL", error, "see what stands under `database` in the house file")
    return PostgreSQL(connection)
