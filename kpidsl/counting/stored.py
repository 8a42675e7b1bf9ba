"""How the columns of a table are kept where it stands, and which of these can be read as what a spec declares."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kpidsl.spec.record import Column, ColumnType
from kpidsl.values import dataclass, field


class Dialect(Enum):
    """The ways in which engines write SQL; the value is what SQLGlot calls them."""

    DUCKDB = "duckdb"
    SQLITE = "sqlite"
    POSTGRESQL = "postgres"
    SPARK = "spark"
    SQL_SERVER = "tsql"  # its words of 2012 and no newer ones


class Kept(Enum):
    """How a column is kept; the value is what messages call it."""

    AS_DECLARED = "as declared"  # read by us: text trimmed, numbers in units of the last place, yes and no as 1 and 0
    TEXT = "text"
    WHOLE = "whole numbers"
    DECIMAL = "decimal numbers"
    FLOATING = "floating-point numbers"
    DAY = "days"
    MOMENT = "days with a time"
    TRUTH = "true and false"
    OTHER = "something that is not counted with"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as an engine knows it: the parts of its name from the outside in, and how its columns are kept, by their
    names there. `places` are those of decimal numbers, where they are known. `ours` are the columns of a table that we
    have filled ourselves, all of them as declared, with their names there."""

    name: tuple[str, ...]
    kept: Mapping[str, Kept]
    places: Mapping[str, int] = field(default_factory=dict)
    ours: Mapping[Column, str] = field(default_factory=dict)

    def of(self, column: Column) -> Kept | None:
        """How a column is kept; None where the table has none of the name."""
        return Kept.AS_DECLARED if column in self.ours else self.kept.get(column.theirs)

    def called(self, column: Column) -> str:
        """What the table calls a column."""
        return self.ours.get(column, column.theirs)

    def may_lose(self, column: Column, dialect: Dialect) -> bool:
        """Whether a value may stand there which the column, read as declared, would change: 12.345 with 2 places,
        `maybe` for yes or no, a text that is no day. Such values are counted, and refused."""
        kept = self.of(column)
        match column.type:
            case ColumnType.WHOLE | ColumnType.NUMBER:
                known = self.places.get(column.theirs)
                if dialect is Dialect.SQLITE:  # in which any column may hold anything
                    return kept is not Kept.AS_DECLARED
                return kept is Kept.FLOATING or (kept is Kept.DECIMAL and (known is None or known > column.places))
            case ColumnType.YES_NO:
                return kept in (Kept.TEXT, Kept.WHOLE)
            case ColumnType.DATE:
                return dialect is Dialect.SQLITE and kept is not Kept.AS_DECLARED
            case _:
                return False


_NUMBERS = frozenset({Kept.WHOLE, Kept.DECIMAL, Kept.FLOATING})
# How each type of column may be kept.
READABLE: Mapping[ColumnType, frozenset[Kept]] = {
    ColumnType.TEXT: frozenset({Kept.TEXT, Kept.WHOLE}),
    ColumnType.WHOLE: _NUMBERS,
    ColumnType.NUMBER: _NUMBERS,
    ColumnType.DATE: frozenset({Kept.DAY, Kept.MOMENT}),
    ColumnType.YES_NO: frozenset({Kept.TRUTH, Kept.WHOLE, Kept.TEXT}),
}
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")  # in a column of text, in any capitals
MOST_DIGITS = 18  # of a number


def is_readable(column: Column, kept: Kept, dialect: Dialect) -> bool:
    """Whether a column that is kept so can be read as what it is declared to be. SQLite keeps days as texts."""
    if dialect is Dialect.SQLITE and column.type is ColumnType.DATE and kept is Kept.TEXT:
        return True
    return kept is Kept.AS_DECLARED or kept in READABLE[column.type]
