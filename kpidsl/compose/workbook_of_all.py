"""The report on all authorities as a workbook: their figures and their statuses side by side, then one below the other.

Everything is made of the evaluations of each, so what their own reports withhold is withheld here.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.compose import words
from kpidsl.compose.abbreviations import expanded
from kpidsl.compose.open_data import current
from kpidsl.compose.sheet_parts import (
    PARTS,
    QUALITY,
    SHORT,
    TARGET,
    UNIT,
    VALUE,
    WORDS,
    bound,
    columns_of,
    figure_cells,
    notes,
    over,
    part_cells,
    row_name,
    sheet_of,
    subject_columns,
    target_cell,
    unit_cell,
    word_cell,
)
from kpidsl.document.model import Document
from kpidsl.document.sheets import Cell, Sheet, SheetColumn, Workbook
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Section
from kpidsl.spec.model import TableColumnSpec
from kpidsl.terms import TableColumn
from kpidsl.values import replace

_STATUS = TableColumnSpec(TableColumn.STATUS)
_AUTHORITY = (marked("Authority"), WORDS)

# An indicator as each of the authorities has it, in their order.
_Row = tuple[Section | None, tuple[Assessment, ...]]


def workbook(evaluation: Evaluation, document: Document) -> Workbook:
    """The whole file. `document` is the report that says the same; its remarks on the figures are among the notes."""
    several = tuple(map(expanded, evaluation.authorities))
    found = tuple(_in_order(several))
    period = words.period(evaluation.spec.period)
    data = (_figures(found, several, period), _statuses(found, several, period), _listed(found, several, period))
    every = replace(evaluation, assessments=tuple(one for each in several for one in each.assessments))
    sheets = (notes(every, document, data), *data)
    return bound(evaluation, document, sheets)


def _in_order(several: Sequence[Evaluation]) -> list[_Row]:
    """The indicators section by section, as the report has them."""
    of: dict[Section | None, list[_Row]] = {section: [] for section in (*several[0].spec.sections, None)}
    for same in zip(*(one.assessments for one in several), strict=True):
        section = same[0].indicator.section
        of[section].append((section, same))
    return [row for rows in of.values() for row in rows]


def _subject(section: Section | None, one: Assessment, evaluation: Evaluation) -> tuple[str, ...]:
    return (*over(section, evaluation), row_name(one))


def _across(several: Sequence[Evaluation]) -> list[SheetColumn]:
    """A column an authority."""
    return [SheetColumn(one.spec.house.council, SHORT) for one in several]


def _figures(found: Sequence[_Row], several: Sequence[Evaluation], period: str) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for section, same in found:
        figures = (figure_cells(one, current(one))[0] for one in same)
        unit = unit_cell(same[0].indicator.unit)
        rows.append((*_subject(section, same[0], several[0]), unit, *figures))
    columns = [*subject_columns(several[0]), *columns_of(UNIT), *_across(several)]
    title = say("Figures of all authorities side by side in {period}", period=period)
    return sheet_of(say("Figures"), title, columns, rows)


def _statuses(found: Sequence[_Row], several: Sequence[Evaluation], period: str) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for section, same in found:
        said = (word_cell(one, _STATUS, each) for one, each in zip(same, several, strict=True))
        rows.append((*_subject(section, same[0], several[0]), *said))
    columns = [*subject_columns(several[0]), *_across(several)]
    title = say("Statuses of all authorities side by side in {period}", period=period)
    return sheet_of(say("Statuses"), title, columns, rows)


def _listed(found: Sequence[_Row], several: Sequence[Evaluation], period: str) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for at, each in enumerate(several):
        for section, same in found:
            one = same[at]
            point = current(one)
            judged = (target_cell(one, point), word_cell(one, _STATUS, each), *part_cells(one.figure))
            rows.append((each.spec.house.council, *_subject(section, one, each), *figure_cells(one, point), *judged))
    columns = (
        *columns_of(_AUTHORITY),
        *subject_columns(several[0]),
        *columns_of(VALUE, UNIT, QUALITY, TARGET, (words.STATUS, SHORT), *PARTS),
    )
    title = say("Performance of each authority in {period}", period=period)
    return sheet_of(say("Performance"), title, columns, rows)
