"""SQL Server, by pyodbc. **Nobody has run this yet**: its SQL is made and looked through by two parsers, no more.

It keeps to the words of SQL Server 2012. The connection asks for reading alone; that nothing can be changed is for the
rights of the user to say, whom the database should let read and nothing else.
"""

from __future__ import annotations

import datetime
import decimal
from typing import Any

from kpidsl.counting.engine import Failure, Opened, Rows
from kpidsl.counting.stored import Dialect, Kept, Table
from kpidsl.engines.said import broken, missing
from kpidsl.spec.database import Database, Encryption
from kpidsl.spec.record import Records

# What pyodbc gives for the columns of a query.
_KINDS = {
    str: Kept.TEXT,
    int: Kept.WHOLE,
    decimal.Decimal: Kept.DECIMAL,
    float: Kept.FLOATING,
    datetime.date: Kept.DAY,
    datetime.datetime: Kept.MOMENT,
    bool: Kept.TRUTH,
}


class SQLServer:
    """Engine for tables of a SQL Server database."""

    dialect = Dialect.SQL_SERVER
    name = "SQL Server"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def opened(self, records: Records) -> Opened | Failure:
        import pyodbc

        name = ".".join("[" + part.replace("]", "]]") + "]" for part in records.table)
        try:
            columns = self._connection.execute(f"SELECT TOP 0 * FROM {name}").description
        except pyodbc.Error as error:
            return broken(self.name, error)
        kept = {column[0]: _KINDS.get(column[1], Kept.OTHER) for column in columns}
        return Opened(Table(records.table, kept, {column[0]: column[5] for column in columns}))

    def close(self) -> None:
        self._connection.close()

    def rows(self, query: str) -> Rows | Failure:
        import pyodbc

        try:
            return [tuple(row) for row in self._connection.execute(query).fetchall()]
        except pyodbc.Error as error:
            return broken(self.name, error)


def opened(database: Database, password: str) -> SQLServer | Failure:
    """A session; by the Windows account of whoever runs this, where the house file names no user."""
    try:
        import pyodbc
    except ImportError:
        return missing("SQL Server", "pyodbc", "kpidsl[sqlserver]")
    try:
        connection = pyodbc.connect(connection_string(database, password), readonly=True, timeout=10)
        connection.timeout = database.minutes * 60
    except pyodbc.Error as error:
        return broken("SQL Server", error, "see what stands under `database` in the house file")
    return SQLServer(connection)


def connection_string(database: Database, password: str) -> str:
    """What ODBC takes; every value stands in braces, so that none can end early."""
    server = database.host + (f",{database.port}" if database.port else "")
    account = {"UID": database.user, "PWD": password} if database.user else {"Trusted_Connection": "yes"}
    entries = {
        "DRIVER": database.driver or "ODBC Driver 18 for SQL Server",
        "SERVER": server,
        "DATABASE": database.name,
        "ApplicationIntent": "ReadOnly",
        "Encrypt": "no" if database.encryption is Encryption.AS_OFFERED else "yes",
        "TrustServerCertificate": "yes" if database.encryption is Encryption.REQUIRED else "no",
        **account,
    }
    return ";".join(f"{key}={{{value.replace('}', '}}')}}}" for key, value in entries.items())
