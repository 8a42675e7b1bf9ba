"""What the words of data files mean: names of indicators and periods, dates, and marks in place of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kpidsl.books.names import Dates, Names
from kpidsl.data.cells import Cell
from kpidsl.patterns import lazily
from kpidsl.period import Period
from kpidsl.quantity import Unit
from kpidsl.terms import Reason
from kpidsl.values import dataclass

# Marks of official statistics in place of a figure, with or without brackets, that are certain, and those that are not:
# what each may mean, and the reason that is most often meant.
_MARKERS = {"c": Reason.SUPPRESSED, "z": Reason.NOT_APPLICABLE}
UNCLEAR = {
    "x": ("says that there is no figure, and not why", "not collected"),
    ":": ("says that there is no figure, and not why", "not collected"),
    "..": ("says that there is no figure, and not why", "not collected"),
    "n/a": ("may mean not applicable, not available or no answer", "not applicable"),
    "na": ("may mean not applicable, not available or no answer", "not applicable"),
    "-": ("may mean 0, no cases, or that there is no figure", "no cases"),
    "\u2013": ("may mean 0, no cases, or that there is no figure", "no cases"),
    "low": ("says that the figure rounds to 0 and is not 0", "suppressed"),
    "u": ("says that the figure is not reliable, and gives none", "suppressed"),
    "*": ("most often hides a small number, and may only point to a footnote", "suppressed"),
    "tbc": ("says that the figure is to come, and not whether it is late", "awaiting"),
}
_REASONS = {reason.value: reason for reason in Reason}
_ISO = lazily(r"(\d{4})-(\d\d)-(\d\d)")
_BRITISH = lazily(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Meaning:
    """How the cells of a file are understood: `units` has every name that may stand in the column `indicator`."""

    units: Mapping[str, Unit]
    first_month: int  # in which financial years start
    names: Names

    def indicator(self, cell: Cell) -> Cell:
        """The cell with our name in it, where the house file says what stands there."""
        ours = self.called(cell.text)
        return cell if ours == cell.text else Cell(ours, cell.span)

    def called(self, text: str) -> str:
        """Our name for what stands in the column `indicator`."""
        return self.names.indicators.get(text.casefold(), text) if self.names.indicators else text

    def is_left_out(self, text: str) -> bool:
        """Whether a row is left out for what stands in its column `indicator`."""
        return bool(self.names.no_rows) and text.casefold() in self.names.no_rows

    def period(self, text: str) -> Period | None:
        """The period that is written, or for which a date stands."""
        found = Period.parse(self.names.periods.get(text.casefold(), text), self.first_month)
        if found is not None or self.names.dates is None:
            return found
        day = date_in(text)
        return None if day is None else period_of(day, self.names.dates, self.first_month)

    def periods_of(self, header: Sequence[Cell], names: Sequence[str]) -> dict[int, Period]:
        """The columns that are headed by a period, by where they stand."""
        found = ((at, self.period(cell.text)) for at, cell in enumerate(header) if names[at])
        return {at: period for at, period in found if period is not None}

    def reason(self, text: str) -> Reason | None:
        """Why there is no figure, where that stands in its place."""
        word = text.casefold()
        if word in self.names.markers:
            return self.names.markers[word]
        inner = word[1:-1] if word.startswith("[") and word.endswith("]") else word
        return _MARKERS.get(inner) or _REASONS.get(word)


def date_in(text: str) -> date | None:
    """A day as Excel stores it, or as it is written in Britain: 31/03/2021."""
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _BRITISH.fullmatch(text):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def period_of(day: date, dates: Dates, first_month: int) -> Period | None:
    """The month, quarter or financial year in which a day lies."""
    if dates is Dates.MONTH:
        return Period.parse(f"{day.year}-{day.month:02d}", first_month) if day.year > 0 else None
    begins = day.year - (day.month < first_month)
    year = f"{begins}-{(begins + 1) % 100:02d}"
    quarter = (day.month - first_month) % 12 // 3 + 1
    return Period.parse(year if dates is Dates.YEAR else f"{year} Q{quarter}", first_month)
