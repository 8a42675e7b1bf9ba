"""Rows of tables in groups: a group for each section, and themes above their sections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kpidsl.document.model import Row, RowGroup
from kpidsl.spec.indicator import Section, Theme


def by_section(sections: Sequence[Section], rows_of: Callable[[Section], Sequence[Row]]) -> Iterator[RowGroup]:
    """The sections that have rows; the first of each theme has the theme's heading over it."""
    above: Theme | None = None
    for section in sections:
        rows = tuple(rows_of(section))
        if rows:
            over = section.theme.label if section.theme and section.theme != above else ""
            yield RowGroup(section.label, rows, over)
            above = section.theme
