"""Cells: the counts behind a report, and the form of the relations by which one follows from the others.

A cell is a count of the data, or a virtual one: it is never printed, yet follows from some that are (those left over of
a percentage, what came between two figures to date). Every relation has one form: the whole is the sum of its parts.
Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kpidsl.period import Period
from kpidsl.spec.suppress import Profile
from kpidsl.terms import Grain, Kind
from kpidsl.values import dataclass

KINDS = (Kind.ACTUAL, Kind.BASELINE)  # what was counted; forecasts and targets are set by somebody
Key = tuple[str, Period, Kind]


class Part(Enum):
    """Which count of a row, or beside it."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    REMAINDER = "remainder"  # of a percentage: those that are not in the numerator


class Derived(Enum):
    """How a virtual cell follows from the one that it is named by."""

    STEP = "step"  # from the figure to date before it
    REST = "rest"  # of a longer period, beside the shorter ones that the data have
    SLACK = "slack"  # of a whole, beside one of its overlapping parts
    SPAN = "span"  # what came between two days that rows join
    OTHERS = "others"  # of a whole between two days, beside those of its parts that say so


_UNSAID = (Derived.SLACK, Derived.SPAN, Derived.OTHERS)  # they lead to counts, and may be small themselves


@dataclass(frozen=True, slots=True)
class Cell:
    """A count by its name, period, kind and part; virtual where it is a remainder or `derived`.

    `grain` is that of the periods beside which a rest is left, or of an earlier one of another kind; `beside` is their
    calendar, the part that a slack stands beside, or the days of a span.
    """

    name: str
    period: Period
    kind: Kind
    part: Part
    derived: Derived | None = None
    grain: Grain | None = None
    beside: str = ""

    @property
    def key(self) -> Key:
        """The row that it stands in: this is published or not as one."""
        return (self.name, self.period, self.kind)

    @property
    def is_virtual(self) -> bool:
        return self.derived is not None or self.part is Part.REMAINDER

    @property
    def order(self) -> tuple[str, Period, str, str, str, str, str]:
        """A fixed order, the same on every run."""
        derived, grain = self.derived.value if self.derived else "", self.grain.value if self.grain else ""
        return (self.name, self.period, self.kind.value, self.part.value, derived, grain, self.beside)


class Link(Enum):
    """Why cells belong together."""

    REMAINDER = "remainder"  # numerator and those left over make the denominator
    PARTS = "parts"
    OVERLAP = "overlap"
    PERIODS = "periods"  # a longer period is the sum of shorter ones
    TO_DATE = "to date"
    SAME = "same"  # one count that stands in two rows


@dataclass(frozen=True, slots=True)
class Relation:
    """The whole is the sum of its parts; everybody who reads the report knows that."""

    whole: Cell
    parts: tuple[Cell, ...]
    link: Link

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.whole, *self.parts)


Counts = tuple[Cell, ...]  # of a figure: its count; or numerator, denominator and, of a percentage, remainder


@dataclass(frozen=True, slots=True)
class Table:
    """All cells with their amounts, the profile of each name that has one, and all relations.

    `under` are the percentages and rates whose numerator goes where the denominator does. `sums` are the cells of
    figures that are the sum of their parts, so that the data have no row for them.
    """

    amounts: Mapping[Cell, int]
    profiles: Mapping[str, Profile]
    relations: tuple[Relation, ...]
    under: Mapping[Cell, tuple[Cell, ...]]
    sums: frozenset[Cell]

    def is_sensitive(self, cell: Cell, amount: int | None = None) -> bool:
        """Whether the amount of a cell (or another in its place) is one that its profile does not show."""
        profile = self.profiles.get(cell.name)
        found = self.amounts[cell] if amount is None else amount
        return cell.derived not in _UNSAID and profile is not None and profile.covers(found)
