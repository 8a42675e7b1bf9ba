"""SQLite, which comes with Python: for files where DuckDB is not installed, and for databases that are SQLite files."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

from kpidsl.counting.engine import Failure, Opened, Rows
from kpidsl.counting.stored import Dialect, Kept, Table
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.engines import filled
from kpidsl.engines.said import broken
from kpidsl.spec.record import Records

# As SQLite itself tells kinds by the words that a table was made with, and days and truths besides.
_KINDS = (
    (re.compile("BOOL"), Kept.TRUTH),
    (re.compile("DATETIME|TIMESTAMP"), Kept.MOMENT),
    (re.compile("DATE"), Kept.DAY),
    (re.compile("INT"), Kept.WHOLE),
    (re.compile("CHAR|CLOB|TEXT"), Kept.TEXT),
    (re.compile("REAL|FLOA|DOUB|NUM|DEC"), Kept.FLOATING),
)


class SQLite:
    """Engine for files (`text` gives them) and for a database (`text` None)."""

    dialect = Dialect.SQLITE

    def __init__(self, connection: sqlite3.Connection, text: filled.Text | None = None) -> None:
        self._connection, self._text = connection, text
        self.name = f"SQLite {sqlite3.sqlite_version}"

    def opened(self, records: Records) -> Opened | Failure | tuple[Diagnostic, ...]:
        try:
            return self._described(records) if self._text is None else self._filled(records, self._text)
        except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
            return broken(self.name, error)

    def close(self) -> None:
        self._connection.close()

    def rows(self, query: str) -> Rows | Failure:
        try:
            return self._connection.execute(query).fetchall()
        except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
            return broken(self.name, error)

    def _filled(self, records: Records, text: filled.Text) -> Opened | Failure | tuple[Diagnostic, ...]:
        read = filled.read(records, text)
        if isinstance(read, Failure) or isinstance(read[0], Diagnostic):
            return read
        typed, opened = read
        columns = ", ".join(f"c{at}" for at in range(1, len(typed.columns) + 1))
        self._connection.execute(f"DROP TABLE IF EXISTS {filled.FILLED}")
        self._connection.execute(f"CREATE TABLE {filled.FILLED} ({columns})")
        marks = ", ".join("?" for _ in typed.columns)
        self._connection.executemany(f"INSERT INTO {filled.FILLED} VALUES ({marks})", map(filled.as_text, typed.rows))
        return opened

    def _described(self, records: Records) -> Opened | Failure:
        *schema, name = records.table
        query = (
            "SELECT name, type FROM pragma_table_xinfo(?, ?)"
            if schema
            else "SELECT name, type FROM pragma_table_xinfo(?)"
        )
        found = self._connection.execute(query, (name, *schema)).fetchall()
        if not found:
            message = f"the database has no table `{'.'.join(records.table)}`"
            return Failure("records-engine", message, ("check its name",))
        return Opened(Table(records.table, {column: _kept(kind) for column, kind in found}))


def for_files(text: filled.Text) -> SQLite:
    return SQLite(sqlite3.connect(":memory:"), text)


def of_database(folder: Path, file: str) -> SQLite | Failure:
    """A database that is a file of the project. It is opened to be read alone."""
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        return Failure(
            "outside-project", f"`{file}` leads out of the folder of the report", ("copy it into the folder",)
        )
    if not path.is_file():
        return Failure("file-missing", f"there is no file `{file}`", ("check the name and the folder",))
    try:
        connection = sqlite3.connect(f"file:{quote(path.as_posix())}?mode=ro", uri=True)
        connection.execute("PRAGMA query_only = 1")
        connection.execute("BEGIN")  # so that all queries see the same rows
    except sqlite3.Error as error:
        return broken("SQLite", error)
    return SQLite(connection)


def _kept(kind: str) -> Kept:
    upper = kind.upper()
    return next((kept for pattern, kept in _KINDS if pattern.search(upper)), Kept.TEXT if not upper else Kept.OTHER)
