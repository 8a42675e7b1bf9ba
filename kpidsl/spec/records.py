"""Records blocks: where the table stands, what its columns hold, and what is counted in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.quantity import MOST_PLACES
from kpidsl.source import Span
from kpidsl.spec import literals, row_tests
from kpidsl.spec.lines import Lines
from kpidsl.spec.names import no_kind, once
from kpidsl.spec.problems import Problems
from kpidsl.spec.record import (
    Aggregate,
    Column,
    ColumnType,
    Reach,
    RecordMeasure,
    Records,
    Recurring,
    columns_of,
    leaves,
)
from kpidsl.spec.row_tests import NUMBERS, Columns
from kpidsl.syntax import ast, ast_records
from kpidsl.syntax.blocks import USAGE, USAGE_IN_RECORDS
from kpidsl.terms import Quality
from kpidsl.values import dataclass, replace

_RESERVED = ("missing", "not", "again", "yes", "no")  # what a question about a row would take for its own words
_PART_OF_NAME = re.compile(r"[\w$#-][\w $#-]*")
_MOST_PARTS = 3  # of the name of a table: database, schema, table
_LAST_ROW = 1_048_576  # of a sheet of Excel


@dataclass(frozen=True, slots=True)
class Declared:
    """All records blocks of a spec that are right, and every measure by its name (None where its line is wrong).

    `is_complete` is whether every such block could be read, so that a name that is not here is nowhere.
    """

    records: tuple[Records, ...]
    measures: Mapping[str, RecordMeasure | None]
    is_complete: bool


NO_RECORDS = Declared((), {}, is_complete=True)


def read(blocks: Sequence[ast.Block], problems: Problems) -> Declared:
    """The records of a spec, in order. A measure has a name of its own among all of them."""
    found: list[Records] = []
    measures: dict[str, RecordMeasure | None] = {}
    named: dict[str, Span] = {}
    seen: dict[str, Span] = {}
    complete = True
    for block in blocks:
        header = block.header
        if isinstance(header, ast.Broken) and header.keyword == "records":
            complete = False
        if not isinstance(header, ast_records.Records):
            continue
        once("records block", header.name, named, problems)
        before = problems.errors
        lines = Lines(header, block.lines, problems)
        complete = complete and lines.sound
        for line in lines.every(ast_records.Measure):
            once("measure", line.name, seen, problems)
            no_kind("a measure", line.name, problems)
            measures.setdefault(line.name.text, None)
        one = _block(header, lines, problems)
        if one is not None and problems.errors == before:
            found.append(one)
            measures |= {measure.name: measure for measure in one.measures}
    return Declared(tuple(found), measures, complete)


def _block(header: ast_records.Records, lines: Lines, problems: Problems) -> Records | None:
    columns = _columns(lines, problems)
    place = _place(header, lines, problems)
    complete = lines.needed(ast_records.Complete, "complete", "say from which day on the table has every row")
    since, until = _complete(complete, problems) if complete else (None, None)
    day_line = lines.needed(ast_records.PeriodBy, "period", "name the date that says when a row counts")
    day = columns.of_type(day_line.column, "a row belongs to a period by a date", ColumnType.DATE) if day_line else None
    entity_line = lines.one(ast_records.EntityBy, "entity")
    what = "whose a row is stands there as a text"
    entity = columns.of_type(entity_line.column, what, ColumnType.TEXT) if entity_line else None
    open_line = lines.one(ast_records.Open, "open")
    firmness = lines.one(ast_records.Quality, "quality")
    opened, closed = _open(open_line, columns) if open_line else (None, None)
    measures = [_measure(line, columns, open_line is not None, problems) for line in lines.every(ast_records.Measure)]
    if not measures and lines.sound:
        message = f"nothing is counted in the records `{header.name.text}`"
        problems.add("missing-line", message, header.span, f"add a line such as: {USAGE_IN_RECORDS['measure']}")
    if place is None or since is None or day is None or not lines.sound:
        return None
    asks = any(measure is not None and measure.reach is Reach.OPEN_AT_END for measure in measures)
    return Records(
        name=header.name.text,
        label=header.label.text,
        file=place.file,
        table=place.table,
        place=place.span,
        columns=tuple(column for column in columns.known.values() if column is not None),
        day=day,
        entity=entity,
        opened=opened if asks else None,
        closed=closed if asks else None,
        complete_from=since,
        complete_to=until,
        measures=tuple(measure for measure in measures if measure is not None),
        sheet=place.sheet,
        header=place.header,
        quality=Quality(firmness.quality.text) if firmness else Quality.FINAL,
    )


# ---- where they stand


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    table: tuple[str, ...]
    span: Span
    sheet: str = ""
    header: int = 0


def _place(header: ast_records.Records, lines: Lines, problems: Problems) -> _Place | None:
    data, table = lines.one(ast.Setting, "data"), lines.one(ast_records.Table, "table")
    if data is not None and table is not None:
        message = f"the records `{header.name.text}` stand in a file and in a table of the database"
        label = (Label(data.span, "the file"),)
        problems.add("duplicate-line", message, table.span, "keep one of the two lines", labels=label)
        return None
    if data is not None:
        row = literals.whole(data.header, 1, _LAST_ROW, "the row of the names", problems) if data.header else None
        return _Place(data.value.text, (), data.value.span, data.sheet.text if data.sheet else "", row or 0)
    if table is not None:
        parts = tuple(part.strip() for part in table.name.text.split("."))
        if len(parts) > _MOST_PARTS or not all(map(_PART_OF_NAME.fullmatch, parts)):
            message = f"“{table.name.text}” is not the name of a table"
            problems.add("bad-name", message, table.name.span, f"write it like this: {USAGE_IN_RECORDS['table']}")
            return None
        return _Place("", parts, table.name.span)
    if lines.sound:
        message = f"the records `{header.name.text}` do not say where they stand"
        help_ = (f"name a file: {USAGE['data']}", f"or a table of the database: {USAGE_IN_RECORDS['table']}")
        problems.add("missing-line", message, header.span, *help_)
    return None


def _complete(line: ast_records.Complete, problems: Problems) -> tuple[date | None, date | None]:
    since = literals.day(line.since, problems)
    until = literals.day(line.until, problems) if line.until else None
    if since is not None and until is not None and line.until is not None and until < since:
        message = "these records end before they begin"
        problems.add("dates-contradict", message, line.until.span, "write the earlier day first, or leave `to` out")
        return None, None
    return since, until


# ---- columns


def _columns(lines: Lines, problems: Problems) -> Columns:
    known: dict[str, Column | None] = {}
    seen: dict[str, Span] = {}
    theirs: dict[str, Span] = {}
    for line in lines.every(ast_records.Column):
        once("column", line.name, seen, problems)
        if line.name.text in _RESERVED:
            message = f"a column cannot be called `{line.name.text}`, which is a word of the questions about rows"
            help_ = f'give it another name: column is_{line.name.text} ... called "{line.name.text}"'
            problems.add("bad-name", message, line.name.span, help_)
        called = line.called or line.name
        if called.text in theirs and line.name.text not in known:
            message = f"the column “{called.text}” of the table is declared twice"
            label = (Label(theirs[called.text], "here first"),)
            problems.add("duplicate-line", message, called.span, "keep one of the lines", labels=label)
        theirs.setdefault(called.text, called.span)
        places: int | None = 0
        if line.places is not None:
            places = literals.whole(line.places, 1, MOST_PLACES, "the number of decimal places", problems)
        column = None
        if places is not None:
            column = Column(line.name.text, called.text, ColumnType(line.type), places, line.span)
        known.setdefault(line.name.text, column)
    return Columns(known, lines.sound, problems)


def _open(line: ast_records.Open, columns: Columns) -> tuple[Column | None, Column | None]:
    what = "a case is open from one date to another"
    opened = columns.of_type(line.since, what, ColumnType.DATE)
    closed = columns.of_type(line.until, what, ColumnType.DATE)
    if opened is not None and opened == closed:
        columns.unfit(closed, line.until, f"a case cannot open and close by one column, `{closed.name}`", USAGE["open"])
    return opened, closed


# ---- measures


_REACHES = {reach.value: reach for reach in Reach}


def _measure(line: ast_records.Measure, columns: Columns, has_open: bool, problems: Problems) -> RecordMeasure | None:
    before = problems.errors
    aggregate = Aggregate(line.aggregate)
    column = None
    if line.column is not None and aggregate is Aggregate.DISTINCT:
        column = columns.get(line.column)
    elif line.column is not None:
        column = columns.of_type(line.column, f"a {aggregate.value} is made of numbers", *NUMBERS)
    where = row_tests.read(line.where, columns) if line.where else None
    test = row_tests.read(line.test, columns) if line.test else None
    reach = Reach.IN_PERIOD
    months: int | None = 0
    if line.reach is not None:
        reach = _REACHES["open at period end" if line.reach.kind == "at period end" else line.reach.kind]
        if line.reach.months is not None:
            months = literals.whole(line.reach.months, 1, 120, "the number of months", problems)
    if reach is Reach.OPEN_AT_END and not has_open and columns.is_complete:
        message = f"`{line.name.text}` is counted at period end, and these records do not say when a case is open"
        problems.add("missing-line", message, line.span, f"add a line such as: {USAGE['open']}")
    asked = [leaf for root in (where, test) if root is not None for leaf in leaves(root)]
    if reach is Reach.OPEN_AT_END and any(isinstance(leaf, Recurring) for leaf in asked):
        message = f"`{line.name.text}` can never be counted: a case that is open may have begun on any day before"
        help_ = "count the rows whose day lies in some months instead: count over 12 months where again ..."
        problems.add("never-counted", message, line.span, help_)
    wrong = problems.errors > before or months is None
    wrong = wrong or (line.where is not None and where is None) or (line.test is not None and test is None)
    if wrong or (line.column is not None and column is None):
        return None
    return RecordMeasure(line.name.text, aggregate, column, where, test, reach, months or 0, line.span)


# ---- what is used


def used_columns(records: Records) -> Iterator[str]:
    """The names of the columns that anything asks for."""
    for column in (records.day, records.entity, records.opened, records.closed):
        if column is not None:
            yield column.name
    for measure in records.measures:
        if measure.column is not None:
            yield measure.column.name
        for test in (measure.where, measure.test):
            yield from (column.name for column in columns_of(test))


def found_at(records: Sequence[Records], paths: Mapping[Span, str]) -> tuple[Records, ...]:
    """The records with the paths of their files as seen from the project's folder; `paths` are by where specs name
    them."""
    return tuple(replace(one, file=paths.get(one.place, one.file)) if one.file else one for one in records)
