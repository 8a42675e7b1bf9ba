"""What is counted in the tables of a report, and how it came about."""

from __future__ import annotations

from collections.abc import Callable

from kpidsl.data.model import Observation
from kpidsl.spec.record import Records
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Ran:
    """A query that ran, and what it was for. Of the table of days that it brings along, the first line is shown."""

    purpose: str
    query: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a table, and how they came about. `rows` are those that lie in any period that was asked for;
    `table_rows` all of them, where that is known."""

    records: Records
    observations: tuple[Observation, ...]
    engine: str
    place: str
    sha256: str
    rows: int
    table_rows: int | None
    ran: tuple[Ran, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in all tables of a report."""

    tables: tuple[Counted, ...] = ()

    @property
    def observations(self) -> tuple[Observation, ...]:
        return tuple(one for table in self.tables for one in table.observations)

    def of(self, is_own: Callable[[str], bool]) -> Counts:
        """What is counted of one entity, as its own: an observation of its own names no entity."""
        return Counts(tuple(_own(table, is_own) for table in self.tables))


NOTHING = Counts()


def _own(table: Counted, is_own: Callable[[str], bool]) -> Counted:
    if table.records.entity is None:
        return table
    own = tuple(replace(one, entity="") for one in table.observations if is_own(one.entity))
    return replace(table, observations=own)
