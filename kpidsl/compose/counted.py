"""What was counted in records, and how: for the record of a build, and for whoever asks how a figure came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import working_days
from kpidsl.compose.explained_blocks import facts, paragraph, table
from kpidsl.counting.counts import Counted
from kpidsl.document.model import Block
from kpidsl.render.json import Plain
from kpidsl.spec.council import House
from kpidsl.spec.record import RecordMeasure, Records

_STAYS = "\u00a0"  # a space at the start of a line that is kept


def plain(tables: Sequence[Counted], *, hidden: bool) -> list[Plain]:
    """The tables for other programs. Where something is withheld, the numbers of rows and the hash are `hidden`:
    anybody could try out tables until they fit."""
    return [
        {
            "records": one.records.name,
            "label": one.records.label,
            "in": one.place,
            "engine": one.engine,
            "rows": None if hidden else one.table_rows,
            "rows_in_periods": None if hidden else one.rows,
            "sha256": one.sha256 if one.sha256 and not hidden else None,
            "queries": [{"for": ran.purpose, "sql": ran.query} for ran in one.ran],
        }
        for one in tables
    ]


def explained(names: Sequence[str], tables: Sequence[Counted], house: House, *, hidden: bool) -> Iterator[Block]:
    """The table in which measures are counted, the measures as the spec has them, by which calendar of the `house`, and
    the queries that ran."""
    for one in tables:
        measures = [measure for measure in one.records.measures if measure.name in names]
        if not measures:
            continue
        yield facts(
            [
                ("Counted in", [f"{one.records.label}: {one.place}"]),
                ("Counted by", [one.engine]),
                *([] if hidden else [("Rows", [_rows(one)])]),
            ]
        )
        lines = tuple((measure.name, _as_written(measure), _day(one.records)) for measure in measures)
        yield table(
            "What is counted", ("Measure", 12), ("As the spec says it", 34), ("A row counts on", 16), rows=lines
        )
        calendar = working_days.counted_by(house, measures)
        if calendar:
            yield paragraph(calendar)
        if one.ran:
            yield paragraph("These queries were sent. Of a table of days, the first line is shown:")
            yield facts((ran.purpose.capitalize(), _lines(ran.query)) for ran in one.ran)


def _rows(one: Counted) -> str:
    within = f"{one.rows:,} in the periods that are counted"
    return within if one.table_rows is None else f"{one.table_rows:,} in all, {within}"


def _as_written(measure: RecordMeasure) -> str:
    return " ".join(measure.span.text.split())


def _day(records: Records) -> str:
    return records.day.name


def _lines(query: str) -> list[str]:
    """The lines of a query, with the spaces that they start with."""
    bare = ((line, line.lstrip(" ")) for line in query.splitlines())
    return [_STAYS * (len(line) - len(rest)) + rest for line, rest in bare]
