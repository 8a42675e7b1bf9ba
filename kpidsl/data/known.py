"""Rows that say nothing new: each of their cells holds what another row of the same file has been read from before.

A file of thousands of rows has the same few periods and qualities, and mostly the same figures. What a cell holds hangs
on its text, its column and the unit of its row, so a row of known texts is made of what was read then, in a fifth of
the time. Whatever is new, wrong or odd in any way is left to `kpidsl.data.tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import itemgetter

from kpidsl.books.model import ERRORS, UNCOMPUTED
from kpidsl.data.cells import Row
from kpidsl.data.meaning import Meaning
from kpidsl.data.model import Observation
from kpidsl.period import Period
from kpidsl.quantity import Unit
from kpidsl.source import Span
from kpidsl.terms import DATA_COLUMNS, Kind, Quality, Reason

_Figure = tuple[Kind, Fraction | None, Reason | None, Fraction | None, Fraction | None]


class Known:
    """What the texts of a file came to so far. `columns` are the names of its columns."""

    def __init__(self, columns: Sequence[str], meaning: Meaning) -> None:
        self._meaning = meaning
        self._width = len(columns)
        # A column that is not there has no text in any row: the empty one that is put behind the cells.
        self._of = itemgetter(*(columns.index(name) if name in columns else self._width for name in DATA_COLUMNS))
        self._names: dict[str, tuple[str, int]] = {}
        self._units: dict[Unit, int] = {}  # a number for each: units themselves take long to hash
        self._periods: dict[str, Period] = {}
        self._qualities: dict[str, Quality] = {}
        self._figures: dict[tuple[int, str, str, str, str], _Figure] = {}
        self._whose: dict[str, str] = {}

    def observation(self, row: Row) -> tuple[str, Observation] | None:
        """What the row says, and whose it is; None where any of it was not read before."""
        texts = self._texts(row)
        if texts is None:
            return None
        indicator, period, value, numerator, denominator, kind, quality, note, entity = texts
        try:
            name, unit = self._names.get(indicator) or self._named(indicator)
            known = self._figures[unit, kind, value, numerator, denominator]
            when, how, whose = self._periods[period], self._qualities[quality], self._whose[entity]
        except KeyError:
            return None
        span = Span(row.source, row.start, row.end)
        return whose, Observation(name, when, *known[1:], how, note, span, known[0])

    def learn(self, row: Row, made: Observation, whose: str) -> None:
        """Keep what a row was found to say."""
        texts = self._texts(row)
        if texts is None:
            return
        indicator, period, value, numerator, denominator, kind, quality, _, entity = texts
        _, unit = self._names.get(indicator) or self._named(indicator)
        self._periods[period], self._qualities[quality], self._whose[entity] = made.period, made.quality, whose
        figure = made.kind, made.amount, made.reason, made.numerator, made.denominator
        self._figures[unit, kind, value, numerator, denominator] = figure

    def _named(self, text: str) -> tuple[str, int]:
        """Of what a row is with such a text in its column `indicator`, and the number of its unit; KeyError where that
        is nothing, or is left out."""
        if self._meaning.is_left_out(text):
            raise KeyError(text)
        name = self._meaning.called(text)
        unit = self._meaning.units[name]
        found = self._names[text] = name, self._units.setdefault(unit, len(self._units))
        return found

    def _texts(self, row: Row) -> tuple[str, ...] | None:
        """The texts of the columns that have a meaning; None of a row that is odd, or whose note is. A quote that is
        never closed is odd in any column: who knows what it was meant to hold."""
        lacking = self._width - len(row.texts)
        if lacking < 0:
            return None
        found: tuple[str, ...] = self._of(row.texts + [""] * (lacking + 1))
        is_odd = found[_NOTE] in _ODD or (row.has_quotes and any(one.startswith('"') for one in row.texts))
        return None if is_odd else found


_NOTE = DATA_COLUMNS.index("note")
_ODD = ERRORS | {UNCOMPUTED}
