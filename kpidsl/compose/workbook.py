"""The report as a workbook, as the Analysis Function asks of statistics in spreadsheets: one table a sheet.

No cell is left empty: where there is no figure, its shorthand stands there, and the sheet of notes says what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kpidsl.compose import numbers, peers, performance, vocabulary, words
from kpidsl.compose.abbreviations import expanded
from kpidsl.compose.commentary import by_rule, texts
from kpidsl.compose.fill import fill
from kpidsl.compose.open_data import NOT_APPLICABLE, UNAVAILABLE, current, ends, fine, number, published, target
from kpidsl.compose.sheet_parts import (
    BETTER,
    DAY,
    LABEL,
    PARTS,
    QUALITY,
    SHORT,
    TARGET,
    TEXT,
    UNIT,
    VALUE,
    WORDS,
    Subject,
    bound,
    columns_of,
    figure_cells,
    notes,
    over,
    part_cells,
    pieces,
    place_of,
    row_name,
    sheet_of,
    shown_cell,
    subject_columns,
    target_cell,
    unit_cell,
    word_cell,
)
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Document
from kpidsl.document.sheets import Cell, Sheet, SheetColumn, Workbook
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.saying import marked, say
from kpidsl.spec.model import Note as OfficerNote
from kpidsl.spec.target import Benchmark, Fixed
from kpidsl.terms import Form, Kind, TableColumn


def workbook(evaluation: Evaluation, document: Document) -> Workbook:
    """The whole file. `document` is the report that says the same; its remarks on the figures are among the notes."""
    evaluation = expanded(evaluation)
    data = [sheet for sheet in _data(evaluation) if sheet.rows]
    meanings = notes(evaluation, document, data)
    sheets = (meanings, *data)
    return bound(evaluation, document, sheets)


# ---- the tables of figures


def _data(evaluation: Evaluation) -> Iterator[Sheet]:
    period = words.period(evaluation.spec.period)
    found = tuple(_in_order(evaluation))
    yield _performance(found, evaluation, period)
    yield _history(found, evaluation)
    yield _targets(found, evaluation, period)
    yield _benchmarks(found, evaluation)
    yield _milestones(evaluation)
    yield _commentary(found, evaluation, period)
    yield _actions(found, evaluation, period)


def _in_order(evaluation: Evaluation) -> Iterator[tuple[Subject, Assessment]]:
    """The indicators section by section, as the report has them."""
    for section in (*evaluation.spec.sections, None):
        for one in evaluation.in_section(section):
            yield (*over(section, evaluation), one.indicator.label), one


def _performance(found: Sequence[tuple[Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    place = place_of(evaluation)
    shown = [spec for spec in place.columns if spec.column not in (TableColumn.VALUE, TableColumn.TARGET)]
    titles = performance.columns(shown, evaluation)[1:]
    columns = [*subject_columns(evaluation), *columns_of(VALUE, UNIT, QUALITY, TARGET)]
    columns += [SheetColumn(column.title, 20) for column in titles]
    columns += columns_of(*PARTS, BETTER)
    rows = []
    for subject, one in found:
        point = current(one)
        said = (word_cell(one, spec, evaluation) for spec in shown)
        better = say(vocabulary.POLARITIES[one.indicator.polarity])
        rows.append(
            (
                *subject[:-1],
                row_name(one),
                *figure_cells(one, point),
                target_cell(one, point),
                *said,
                *part_cells(one.figure),
                better,
            )
        )
    return sheet_of(say("Performance"), say("Performance in {period}", period=period), columns, rows)


def _history(found: Sequence[tuple[Subject, Assessment]], evaluation: Evaluation) -> Sheet:
    when = ((marked("Kind"), SHORT), (words.PERIOD, DAY), (marked("First day"), DAY), (marked("Last day"), DAY))
    columns = (*subject_columns(evaluation), *columns_of(*when, VALUE, UNIT, QUALITY, TARGET, *PARTS))
    rows: list[tuple[Cell, ...]] = []
    title = marked("Figures over time, up to {period}")
    for subject, one in found:
        for point in published(one):
            if point.kind is Kind.FORECAST:
                title = marked("Figures over time and forecasts, up to {period}")
            period = point.figure.period
            kind, written = words.capitalised(say(vocabulary.KINDS[point.kind])), words.named(period)
            figure, goal = figure_cells(one, point), target_cell(one, point)
            rows.append((*subject, kind, written, period.start, period.end, *figure, goal, *part_cells(point.figure)))
    return sheet_of(say("History"), say(title, period=words.period(evaluation.spec.period)), columns, rows)


def _targets(found: Sequence[tuple[Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    met = ((words.TARGET, WORDS), (marked("Met from"), SHORT), (marked("Met up to"), SHORT))
    other = (marked("Floor"), SHORT), (marked("Tolerance"), WORDS)
    columns = (
        *subject_columns(evaluation),
        *columns_of(*met, UNIT, *other, BETTER, (marked("How status is judged"), LABEL)),
    )
    rows: list[tuple[Cell, ...]] = []
    for subject, one in found:
        indicator = one.indicator
        if one.target is None:
            continue
        point = current(one)
        shown = (NOT_APPLICABLE if end is None else shown_cell(one, end) for end in ends(indicator, point))
        floor = indicator.floor_for(one.figure.period)
        least = fine(indicator, floor.goal.amount) if floor and isinstance(floor.goal, Fixed) else NOT_APPLICABLE
        width = numbers.tolerance(indicator) or say(words.NO_TARGET)
        judged = (say(vocabulary.POLARITIES[indicator.polarity]), indicator.scheme.label or indicator.scheme.name)
        rows.append((*subject, target(one, point), *shown, unit_cell(indicator.unit), least, width, *judged))
    return sheet_of(say("Targets"), say("Targets for {period}", period=period), columns, rows)


def _benchmarks(found: Sequence[tuple[Subject, Assessment]], evaluation: Evaluation) -> Sheet:
    about = (words.PERIOD, DAY), (marked("Rank"), WORDS), (marked("Source"), LABEL)
    columns = (*subject_columns(evaluation), *columns_of((marked("Benchmark"), WORDS), VALUE, UNIT, *about))
    rows: list[tuple[Cell, ...]] = []
    for subject, one in found:
        for benchmark in one.indicator.benchmarks:
            standing = one.standing(benchmark.name)
            rank = peers.rank(standing.place, Form.FIGURES) if standing and standing.place else say(words.NOT_RANKED)
            when = peers.dated(benchmark, evaluation) or say(words.NOT_SAID)
            shown = (_benchmark(one, benchmark), unit_cell(one.indicator.unit))
            rows.append((*subject, peers.named(benchmark), *shown, when, rank, benchmark.source or say(words.NOT_SAID)))
    title = say("Figures of others, and the council's place among them")
    return sheet_of(say("Benchmarks"), title, columns, rows)


def _benchmark(one: Assessment, benchmark: Benchmark) -> Cell:
    if benchmark.quantity is None:
        return UNAVAILABLE
    shown = fine if benchmark.asked is None else number
    return shown_cell(one, shown(one.indicator, benchmark.quantity.amount))


# ---- milestones and words


def _milestones(evaluation: Evaluation) -> Sheet:
    days = (words.DUE, DAY), (marked("Expected"), DAY), (words.ALREADY_DONE, DAY)
    columns = (
        *subject_columns(evaluation, words.MILESTONE),
        *columns_of(*days, (words.OWNER, WORDS), (words.STATUS, SHORT)),
    )
    rows: list[tuple[Cell, ...]] = []
    for section in evaluation.spec.sections:
        for one in evaluation.milestones:
            if one.milestone.section == section:
                expected = one.expected or (say(words.ALREADY_DONE) if one.done else say(words.NO_OTHER_DAY))
                shown = (one.milestone.due, expected, one.done or say(words.NOT_DONE))
                owner = one.milestone.owner or say(words.NOT_NAMED)
                rows.append((*over(section, evaluation), one.milestone.label, *shown, owner, one.state.mark.word))
    title = say("Milestones on {day}", day=words.day(evaluation.as_at))
    return sheet_of(say("Milestones"), title, columns, rows)


def _commentary(found: Sequence[tuple[Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    by, text = (marked("By"), WORDS), (marked("Commentary"), TEXT)
    columns = (*subject_columns(evaluation, _either(evaluation)), *columns_of(by, text))
    said: list[Diagnostic] = []  # the report has said them, and then there is no workbook
    rows: list[tuple[Cell, ...]] = []
    for subject, one in found:
        passages = tuple(by_rule(one, evaluation, said))
        spoken = texts(passages, all_illustrative=evaluation.is_all_illustrative)
        rows += [(*subject, say("The report"), piece) for text in spoken for piece in pieces(text)]
    for subject, note in _officers(found, evaluation):
        spoken = texts(fill(note.prose, evaluation).blocks, all_illustrative=evaluation.is_all_illustrative)
        rows += [(*subject, note.author, piece) for text in spoken for piece in pieces(text)]
    return sheet_of(say("Commentary"), say("Commentary on {period}", period=period), columns, rows)


def _actions(found: Sequence[tuple[Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    about = (marked("Action"), TEXT), (words.OWNER, WORDS), (words.DUE, DAY)
    columns = (*subject_columns(evaluation, _either(evaluation)), *columns_of(*about))
    actions = [(subject, action) for subject, note in _officers(found, evaluation) for action in note.actions]
    actions.sort(key=lambda pair: pair[1].due or date.max)
    rows: list[tuple[Cell, ...]] = [
        (*subject, action.text, action.owner or say(words.NOT_SAID), action.due or say(words.NOT_SAID))
        for subject, action in actions
    ]
    return sheet_of(say("Actions"), say("Actions from the notes on {period}", period=period), columns, rows)


def _officers(
    found: Sequence[tuple[Subject, Assessment]], evaluation: Evaluation
) -> Iterator[tuple[Subject, OfficerNote]]:
    """The officers' notes on indicators, then those on milestones."""
    spec = evaluation.spec
    for subject, one in found:
        yield from ((subject, note) for note in spec.notes_on(one.indicator.id))
    for milestone in spec.milestones:
        subject = (*over(milestone.section, evaluation), milestone.label)
        yield from ((subject, note) for note in spec.notes_on(milestone.id))


def _either(evaluation: Evaluation) -> str:
    """What a note is on: an indicator, or where there are milestones either."""
    return words.ABOUT if evaluation.spec.milestones else words.INDICATOR
