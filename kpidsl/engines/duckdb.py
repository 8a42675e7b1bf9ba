"""DuckDB in this process, shut in: it reads the project's folder and nothing else, loads nothing, and keeps nothing."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kpidsl.counting.engine import Failure, Opened, Rows
from kpidsl.counting.stored import Dialect, Kept, Table
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.engines import filled
from kpidsl.engines.said import broken, missing
from kpidsl.spec.record import Records

_CHUNK = 100_000  # rows that are put in at once
_WHOLE = re.compile(r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)")
_DECIMAL = re.compile(r"DECIMAL\(\d+,(\d+)\)")
_KINDS = {
    "VARCHAR": Kept.TEXT,
    "FLOAT": Kept.FLOATING,
    "DOUBLE": Kept.FLOATING,
    "DATE": Kept.DAY,
    "BOOLEAN": Kept.TRUTH,
}


class DuckDB:
    """Engine for files. Parquet is read in the `folder` of the project, where there is one; all else is given by
    `text`."""

    dialect = Dialect.DUCKDB

    def __init__(self, connection: Any, name: str, folder: Path | None, text: filled.Text) -> None:
        self._connection, self.name, self._folder, self._text = connection, name, folder, text

    def opened(self, records: Records) -> Opened | Failure | tuple[Diagnostic, ...]:
        import duckdb

        try:
            if self._folder is not None and records.file.lower().endswith(".parquet"):
                return self._parquet(records, self._folder)
            read = filled.read(records, self._text)
            if isinstance(read, Failure) or isinstance(read[0], Diagnostic):
                return read
            rows, opened = read
            return self._fill(rows, opened)
        except duckdb.Error as error:
            return broken(self.name, error)

    def close(self) -> None:
        self._connection.close()

    def rows(self, query: str) -> Rows | Failure:
        import duckdb

        try:
            return list(self._connection.execute(query).fetchall())
        except duckdb.Error as error:
            return broken(self.name, error)

    def _fill(self, typed: Any, opened: Opened) -> Opened:
        types = [filled.TYPES[column.type] for column in typed.columns]
        columns = ", ".join(f"c{at} {kind}" for at, kind in enumerate(types, start=1))
        self._connection.execute(f"CREATE OR REPLACE TABLE {filled.FILLED} ({columns})")
        values = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in types)
        for start in range(0, len(typed.rows), _CHUNK):
            chunk = filled.by_column(typed.rows[start : start + _CHUNK], len(types))
            self._connection.execute(f"INSERT INTO {filled.FILLED} SELECT {values}", chunk)
        return opened

    def _parquet(self, records: Records, folder: Path) -> Opened | Failure:
        path = (folder / records.file).resolve()
        if not path.is_relative_to(folder.resolve()):
            message = f"`{records.file}` leads out of the folder of the report"
            return Failure("outside-project", message, ("copy the file into the folder",))
        if not path.is_file():
            return Failure("file-missing", f"there is no file `{records.file}`", ("check the name and the folder",))
        if set(str(path)) & set("*?[{"):  # DuckDB would look for several files
            message = f"the name of `{records.file}` has a sign in it that stands for any file"
            return Failure("file-unreadable", message, ("call it by letters and digits, without * ? [ and {",))
        sha256 = _summed(path, records.file)
        relation = self._connection.read_parquet(str(path))
        kinds = dict(zip(relation.columns, map(str, relation.types), strict=True))
        relation.create_view(filled.FILLED, replace=True)
        places = {name: int(match[1]) for name, kind in kinds.items() if (match := _DECIMAL.fullmatch(kind))}
        table = Table((filled.FILLED,), {name: _kept(kind) for name, kind in kinds.items()}, places)
        (count,) = self._connection.execute(f"SELECT COUNT(*) FROM {filled.FILLED}").fetchone()
        return Opened(table, count, sha256)


def opened(folder: Path | None, text: filled.Text) -> DuckDB | Failure:
    """An engine that can read below `folder`, or no files at all."""
    try:
        import duckdb
    except ImportError:
        return missing("DuckDB", "duckdb", "kpidsl")
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "temp_directory": "",  # rows about people are never left on the disk
    }
    connection = duckdb.connect(":memory:", config=settings)
    if folder is not None:
        connection.execute("SET allowed_directories = ?", [[str(folder.resolve()) + "/"]])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return DuckDB(connection, f"DuckDB {duckdb.__version__}", folder, text)


def _summed(path: Path, shown: str) -> Callable[[], str | Failure]:
    """Begin the SHA-256 of a file. What comes back waits for it, and makes sure that the file is still what it was.

    A thread does it while Python writes queries, so that nobody waits for it: of 95 MB it takes 60 ms."""
    as_it_was = _stamp(path)
    thread = ThreadPoolExecutor(1)
    begun = thread.submit(_sum, path)
    thread.shutdown(wait=False)

    def sha256() -> str | Failure:
        with contextlib.suppress(OSError):  # it is no longer there
            found = begun.result()
            if _stamp(path) == as_it_was:
                return found
        message = f"`{shown}` was changed while its rows were counted"
        return Failure("file-unreadable", message, ("run it again when nothing writes to the file any more",))

    return sha256


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(path: Path) -> tuple[int, int, int]:
    """What is different once a file has been written to, or another has been put in its place."""
    now = path.stat()
    return now.st_ino, now.st_size, now.st_mtime_ns


def _kept(kind: str) -> Kept:
    if _WHOLE.fullmatch(kind):
        return Kept.WHOLE
    if kind.startswith("DECIMAL"):
        return Kept.DECIMAL
    return Kept.MOMENT if kind.startswith("TIMESTAMP") else _KINDS.get(kind, Kept.OTHER)
