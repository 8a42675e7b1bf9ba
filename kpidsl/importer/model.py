"""What an import reads, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kpidsl.data.cells import Cell
from kpidsl.period import Period
from kpidsl.values import dataclass

TO_DO = "TO DO:"  # how each comment begins that asks the officer for something


class Form(Enum):
    """What a file is: a plain scorecard, or an export of a performance system."""

    SCORECARD = "scorecard"
    PENTANA = "pentana"
    INPHASE = "inphase"


class Role(Enum):
    """What stands in a column. The value is what the officer is told."""

    NAME = "the name"
    CODE = "the code"
    SECTION = "the section"
    DEFINITION = "the definition"
    UNIT = "the unit"
    PLACES = "the decimal places"
    POLARITY = "which way is better"
    PERIOD = "the period"
    VALUE = "the figure"
    NUMERATOR = "the numerator"
    DENOMINATOR = "the denominator"
    TARGET = "the target"
    FORECAST = "the forecast"
    TOLERANCE = "the tolerance"
    AMBER = "the amber threshold"
    RED = "the red threshold"
    AMBER_VARIANCE = "the amber variance"
    RED_VARIANCE = "the red variance"
    MINIMUM = "the minimum"
    MAXIMUM = "the maximum"
    STATUS = "the status"
    BENCHMARK = "a benchmark"
    OWNER = "the owner"
    FREQUENCY = "how often it is collected"
    COMMENT = "a comment"
    OUTTURN = "last year's figure"
    PREVIOUS = "the figure before"
    LAST_YEAR = "the same period last year"
    SHORT_TREND = "the short trend"
    LONG_TREND = "the long trend"
    PASSED_OVER = "something that is worked out anew"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, and where it stands: `B9`, in a CSV file as Excel would show it."""

    cell: Cell
    row: int
    column: int
    sheet: str = ""  # named only where several sheets are read
    places: int | None = None  # decimal places that are shown, where the cell has more

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def place(self) -> str:
        number, letters = self.column + 1, ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}" + (f" of “{self.sheet}”" if self.sheet else "")


Key = tuple[Role, Period | None]  # no period: that of the report


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator as it stands in the file. `facts` are of the indicator, `figures` of a period; `benchmarks` have the
    headings of their columns."""

    name: Box
    section: Box | None
    facts: Mapping[Role, Box]
    figures: Mapping[Key, Box]
    comments: tuple[Box, ...] = ()
    benchmarks: tuple[tuple[str, Period | None, Box], ...] = ()

    def fact(self, role: Role) -> Box | None:
        return self.facts.get(role)


@dataclass(frozen=True, slots=True)
class Table:
    """All that was read of a file. `above` and `below` are the words around the table; `unread` says what was passed
    over, and why; `has` are the roles that its columns have."""

    form: Form
    why_form: str
    entries: tuple[Entry, ...]
    above: tuple[Box, ...]
    below: tuple[Box, ...]
    has: frozenset[Role]
    unread: tuple[str, ...]
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the spec, and the comment at its end."""

    text: str
    comment: str = ""

    def __str__(self) -> str:
        return f"{self.text}  # {self.comment}" if self.text and self.comment else self.text or f"# {self.comment}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the data. One that is not `readable` holds what nobody can tell yet, for kpic to refuse by its place."""

    indicator: str
    period: Period
    kind: str
    value: str
    numerator: str = ""
    denominator: str = ""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing could be made of a file: a sentence that goes on from its name, and what to do."""

    message: str
    help: str
