"""What counting asks of an engine. Engines meet drivers and networks; nothing here does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from kpidsl.counting.stored import Dialect, Table
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.spec.record import Records
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an engine gave nothing: a code of the catalogue, a sentence, and what to do."""

    code: str
    message: str
    help: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A table that can be asked. `sha256` is of the file it stands in, `rows` how many it has, where that is known.

    A large file is summed while its rows are counted, so `sha256` is asked for last. It is a failure where the file is
    no longer what was opened: nobody could say what was counted."""

    table: Table
    rows: int | None = None
    sha256: Callable[[], str | Failure] = lambda: ""
    diagnostics: tuple[Diagnostic, ...] = ()


Rows = Sequence[tuple[object, ...]]


class Engine(Protocol):
    """Something that runs queries and changes nothing."""

    @property
    def name(self) -> str:
        """With its version: `DuckDB 2.0.1`."""

    @property
    def dialect(self) -> Dialect: ...

    def opened(self, records: Records) -> Opened | Failure | tuple[Diagnostic, ...]:
        """The table, or what is wrong with it (with the cells of a file)."""

    def rows(self, query: str) -> Rows | Failure:
        """What a query gives."""

    def close(self) -> None:
        """Let go of what was opened."""
