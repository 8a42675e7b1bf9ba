"""The report as a workbook, as the Analysis Function asks of statistics in spreadsheets: one table a sheet.

No cell is left empty: where there is no figure, its shorthand stands there, and the sheet of notes says what it means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kpidsl.compose import directions, key, numbers, peers, performance, vocabulary, words
from kpidsl.compose.abbreviations import expanded
from kpidsl.compose.commentary import by_rule, texts
from kpidsl.compose.fill import fill
from kpidsl.compose.open_data import (
    NOT_APPLICABLE,
    SIGN_MEANINGS,
    UNAVAILABLE,
    Published,
    ends,
    fine,
    number,
    part,
    published,
    signs,
    single,
    target,
    value,
)
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Document, Facts, Key, KeyEntry, Note, StatusCell, StatusMark, TextCell
from kpidsl.document.outline import plain
from kpidsl.document.sheets import Cell, Cover, Number, Sheet, SheetColumn, SheetLink, Workbook
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.quantity import Dimension, Unit
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Section
from kpidsl.spec.model import Note as OfficerNote
from kpidsl.spec.model import PerformanceTable, TableColumnSpec
from kpidsl.spec.target import Benchmark, Fixed
from kpidsl.terms import Form, Kind, TableColumn

CONTENTS, NOTES = words.CONTENTS, marked("Notes")
LONGEST = 32_000  # characters of a cell; Excel takes a few more
_NAME, _LABEL, _WORDS, _DAY, _SHORT, _TEXT = 30, 44, 26, 20, 15, 90  # widths in characters

_Subject = tuple[
    str, ...
]  # the theme where the report has them, the section, and the name of an indicator or milestone


def workbook(evaluation: Evaluation, document: Document) -> Workbook:
    """The whole file. `document` is the report that says the same; its remarks on the figures are among the notes."""
    evaluation = expanded(evaluation)
    data = [sheet for sheet in _data(evaluation) if sheet.rows]
    notes = _notes(evaluation, document, data)
    sheets = (notes, *data)
    return Workbook(
        title=document.title,
        author=document.author,
        subject=document.subject,
        language=document.language,
        dated=document.dated,
        cover=_cover(evaluation, document),
        sheets=(_contents(sheets), *sheets),
        page_label=document.page_label,
    )


# ---- before the figures


def _cover(evaluation: Evaluation, document: Document) -> Cover:
    spec = evaluation.spec
    period = words.period(spec.period)
    about = say(
        "The figures of this report on {period} ({months}), as tables. The report has the same figures with their "
        "commentary, and is what goes to the committee.",
        period=period,
        months=words.months(spec.period),
    )
    found: list[tuple[str, tuple[str, ...]]] = [(say("Figures of the report"), (about,))]
    found += [(say(words.DRAFT), (say(words.DRAFT_MEANING),))] if document.mark else []
    found += [(say("Report to"), (f"{document.masthead.council}, {document.subject}",))]
    facts = next(block for block in document.blocks if isinstance(block, Facts))
    found += [(fact.label, tuple(plain(line) for line in fact.values)) for fact in facts.facts]
    found += [(say("As at"), (words.day(evaluation.as_at),))]
    rounding = say(
        "Figures are rounded as the report prints them. Percentages are written as 38 for 38%, money in pounds, hours "
        "and minutes in minutes; the column Unit says which."
    )
    found += [(say(words.ROUNDING), (rounding,))]
    return Cover(say("Cover"), document.title, tuple(found))


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    rows: list[tuple[Cell, ...]] = [(SheetLink(sheet.name), sheet.title) for sheet in sheets]
    lead = (say("This sheet lists the others. Each name leads to its sheet."),)
    columns = (SheetColumn(say("Sheet"), _WORDS), SheetColumn(say("What it shows"), _TEXT))
    return Sheet(say(CONTENTS), say("Table of contents"), lead, columns, tuple(rows), is_data=False)


def _notes(evaluation: Evaluation, document: Document, data: Sequence[Sheet]) -> Sheet:
    """What signs and words mean: those that are used and no others; then the report's remarks on its figures."""
    words_used = {cell for sheet in data for row in sheet.rows for cell in row if isinstance(cell, str)}
    used = {sign for cell in words_used for sign in cell.split()}
    meanings = SIGN_MEANINGS | dict(vocabulary.MARKERS.values())
    found = [(sign, say(meaning)) for sign, meaning in meanings.items() if sign in used]
    place = _place(evaluation)
    entries: list[KeyEntry] = list(
        key.key(evaluation, place, performance.table(place, evaluation, in_any_order=False)).entries
    )
    found += [(_mark(entry.mark), plain(entry.meaning)) for entry in entries if _mark(entry.mark) not in meanings]
    printed = (entry for block in document.blocks if isinstance(block, Key) for entry in block.entries)
    others = [entry for entry in printed if _mark(entry.mark) in words_used - dict(found).keys()]
    found += [(_mark(entry.mark), plain(entry.meaning)) for entry in others]  # above all of milestones
    if say(words.NOT_COMPARED) in words_used and say(words.NOT_COMPARED) not in dict(found):
        found.append((say(words.NOT_COMPARED), directions.not_compared_meaning(place, evaluation.assessments)))
    elsewhere = (say(words.OTHER_FORMATS), say(words.DRAFT))  # not on figures
    remarks = (block for block in document.blocks if isinstance(block, Note) and block.title not in elsewhere)
    found += [(note.title, plain(note.content)) for note in remarks]
    columns = (SheetColumn(say("Sign or word"), _NAME), SheetColumn(say("Meaning"), _TEXT))
    lead = (say("This sheet holds one table, of what stands in the others."),)
    rows = tuple((mark, piece) for mark, meaning in dict.fromkeys(found) for piece in _pieces(meaning))
    title = say("What signs and words mean, and remarks on the figures")
    return Sheet(say(NOTES), title, lead, columns, rows, is_data=False)


def _mark(mark: StatusMark | str) -> str:
    return mark if isinstance(mark, str) else mark.word


def _place(evaluation: Evaluation) -> PerformanceTable:
    """The table that the sheet of performance shows, so that its cells and key are worded as in the report."""
    specs = [TableColumnSpec(column) for column in (TableColumn.VALUE, TableColumn.TARGET, TableColumn.STATUS)]
    against = dict.fromkeys(evaluation.spec.compared())
    specs += [TableColumnSpec(TableColumn.DIRECTION, comparator=one) for one in against]
    return PerformanceTable("", tuple(specs))


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


def _in_order(evaluation: Evaluation) -> Iterator[tuple[_Subject, Assessment]]:
    """The indicators section by section, as the report has them."""
    for section in (*evaluation.spec.sections, None):
        for one in evaluation.assessments:
            if one.indicator.section == section:
                yield (*_over(section, evaluation), one.indicator.label), one


def _over(section: Section | None, evaluation: Evaluation) -> tuple[str, ...]:
    """The labels of a section and, where the report has themes, of its theme before it."""
    label = section.label if section else say(words.OTHER_FIGURES)
    if not evaluation.spec.themes:
        return (label,)
    return (section.theme.label if section and section.theme else say(words.OTHER_FIGURES)), label


def _sheet(name: str, title: str, columns: Sequence[SheetColumn], rows: Sequence[tuple[Cell, ...]]) -> Sheet:
    lead = say(
        "This sheet holds one table. The sheet {notes} says what signs such as {sign} mean.",
        notes=say(NOTES),
        sign=UNAVAILABLE,
    )
    return Sheet(name, title, (lead,), tuple(columns), tuple(rows))


# Headings over several sheets, with the widths of their columns.
_VALUE = (marked("Value"), _SHORT)
_UNIT = (marked("Unit"), _DAY)
_QUALITY = (marked("Quality, or why there is no value"), _WORDS)
_TARGET = (words.TARGET, _DAY)
_PARTS = ((marked("Numerator"), _SHORT), (marked("Denominator"), _SHORT))
_BETTER = (marked("Which way is better"), _LABEL)


def _columns(*headings: tuple[str, int]) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(say(title), width) for title, width in headings)


def _performance(found: Sequence[tuple[_Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    place = _place(evaluation)
    shown = [spec for spec in place.columns if spec.column not in (TableColumn.VALUE, TableColumn.TARGET)]
    titles = performance.columns(shown, evaluation)[1:]
    columns = [*_subject(evaluation), *_columns(_VALUE, _UNIT, _QUALITY, _TARGET)]
    columns += [SheetColumn(column.title, 20) for column in titles]
    columns += _columns(*_PARTS, _BETTER)
    rows = []
    for subject, one in found:
        point = next(point for point in published(one) if point.is_now)
        said = (_word(one, spec, evaluation) for spec in shown)
        better = say(vocabulary.POLARITIES[one.indicator.polarity])
        *over, name = subject
        name = f"{say(words.OF_WHICH)}: {name}" if one.indicator.part_of is not None else name
        rows.append((*over, name, *_figure(one, point), _target(one, point), *said, *_parts(one.figure), better))
    return _sheet(say("Performance"), say("Performance in {period}", period=period), columns, rows)


def _word(one: Assessment, spec: TableColumnSpec, evaluation: Evaluation) -> str:
    """A status or direction in words."""
    if spec.comparator and spec.comparator not in [travel.against for travel in one.directions]:
        return say(words.NOT_COMPARED)
    (cell,) = performance.cells(one, (spec,), evaluation)
    if isinstance(cell, StatusCell):
        return cell.mark.word
    assert isinstance(cell, TextCell)  # no trend is asked for
    return plain(cell.content)


def _figure(one: Assessment, point: Published) -> tuple[Cell, Cell, Cell]:
    """A value or the sign in its place; its unit; and what is said of it."""
    indicator, figure = one.indicator, point.figure
    found = list(signs(indicator, figure))
    amount = value(indicator, figure)
    if amount is None:
        said = say(vocabulary.REASONS[figure.reason]) if figure.reason else say(words.NOT_AVAILABLE)
        return found[0], _unit(indicator.unit), " ".join((said, *found))
    return (
        _shown(one, amount),
        _unit(indicator.unit),
        " ".join((words.capitalised(say(vocabulary.QUALITIES[figure.quality])), *found)),
    )


def _shown(one: Assessment, amount: Number) -> Cell:
    """Yes and no are words here, and all else figures."""
    is_word = one.indicator.unit.dimension is Dimension.YES_NO
    return numbers.amount(one.indicator, amount.amount) if is_word else amount


def _unit(measured: Unit) -> str:
    """What bare figures are counted in."""
    match measured.dimension:
        case Dimension.MONEY:
            return "£"
        case Dimension.CLOCK:
            return say("Minutes")
        case Dimension.POINTS:
            return say("Percentage points")
        case _:
            return words.capitalised(vocabulary.unit(measured))


def _target(one: Assessment, point: Published) -> Cell:
    """A target that is just one figure as that; any other in words."""
    amount = single(one.indicator, point)
    if amount is None or point.aim is None or point.aim.is_strict:
        return target(one, point)
    return _shown(one, amount)


def _parts(figure: Figure) -> tuple[Cell, Cell]:
    without = UNAVAILABLE if figure.amount is None else NOT_APPLICABLE
    return part(figure.numerator) or without, part(figure.denominator) or without


def _history(found: Sequence[tuple[_Subject, Assessment]], evaluation: Evaluation) -> Sheet:
    when = (marked("Kind"), _SHORT), (words.PERIOD, _DAY), (marked("First day"), _DAY), (marked("Last day"), _DAY)
    columns = (*_subject(evaluation), *_columns(*when, _VALUE, _UNIT, _QUALITY, _TARGET, *_PARTS))
    rows: list[tuple[Cell, ...]] = []
    title = marked("Figures over time, up to {period}")
    for subject, one in found:
        for point in published(one):
            if point.kind is Kind.FORECAST:
                title = marked("Figures over time and forecasts, up to {period}")
            period = point.figure.period
            kind, written = words.capitalised(say(vocabulary.KINDS[point.kind])), words.named(period)
            figure, goal = _figure(one, point), _target(one, point)
            rows.append((*subject, kind, written, period.start, period.end, *figure, goal, *_parts(point.figure)))
    return _sheet(say("History"), say(title, period=words.period(evaluation.spec.period)), columns, rows)


def _targets(found: Sequence[tuple[_Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    met = (words.TARGET, _WORDS), (marked("Met from"), _SHORT), (marked("Met up to"), _SHORT)
    other = (marked("Floor"), _SHORT), (marked("Tolerance"), _WORDS)
    columns = (*_subject(evaluation), *_columns(*met, _UNIT, *other, _BETTER, (marked("How status is judged"), _LABEL)))
    rows: list[tuple[Cell, ...]] = []
    for subject, one in found:
        indicator = one.indicator
        if one.target is None:
            continue
        point = next(point for point in published(one) if point.is_now)
        shown = (NOT_APPLICABLE if end is None else _shown(one, end) for end in ends(indicator, point))
        floor = indicator.floor_for(one.figure.period)
        least = fine(indicator, floor.goal.amount) if floor and isinstance(floor.goal, Fixed) else NOT_APPLICABLE
        width = numbers.tolerance(indicator) or say(words.NO_TARGET)
        judged = (say(vocabulary.POLARITIES[indicator.polarity]), indicator.scheme.label or indicator.scheme.name)
        rows.append((*subject, target(one, point), *shown, _unit(indicator.unit), least, width, *judged))
    return _sheet(say("Targets"), say("Targets for {period}", period=period), columns, rows)


def _benchmarks(found: Sequence[tuple[_Subject, Assessment]], evaluation: Evaluation) -> Sheet:
    about = (words.PERIOD, _DAY), (marked("Rank"), _WORDS), (marked("Source"), _LABEL)
    columns = (*_subject(evaluation), *_columns((marked("Benchmark"), _WORDS), _VALUE, _UNIT, *about))
    rows: list[tuple[Cell, ...]] = []
    for subject, one in found:
        for benchmark in one.indicator.benchmarks:
            standing = one.standing(benchmark.name)
            rank = peers.rank(standing.place, Form.FIGURES) if standing and standing.place else say(words.NOT_RANKED)
            when = peers.dated(benchmark, evaluation) or say(words.NOT_SAID)
            shown = (_benchmark(one, benchmark), _unit(one.indicator.unit))
            rows.append((*subject, peers.named(benchmark), *shown, when, rank, benchmark.source or say(words.NOT_SAID)))
    title = say("Figures of others, and the council's place among them")
    return _sheet(say("Benchmarks"), title, columns, rows)


def _benchmark(one: Assessment, benchmark: Benchmark) -> Cell:
    if benchmark.quantity is None:
        return UNAVAILABLE
    shown = fine if benchmark.asked is None else number
    return _shown(one, shown(one.indicator, benchmark.quantity.amount))


# ---- milestones and words


def _milestones(evaluation: Evaluation) -> Sheet:
    days = (words.DUE, _DAY), (marked("Expected"), _DAY), (words.ALREADY_DONE, _DAY)
    columns = (
        *_subject(evaluation, words.MILESTONE),
        *_columns(*days, (words.OWNER, _WORDS), (words.STATUS, _SHORT)),
    )
    rows: list[tuple[Cell, ...]] = []
    for section in evaluation.spec.sections:
        for one in evaluation.milestones:
            if one.milestone.section == section:
                expected = one.expected or (say(words.ALREADY_DONE) if one.done else say(words.NO_OTHER_DAY))
                shown = (one.milestone.due, expected, one.done or say(words.NOT_DONE))
                owner = one.milestone.owner or say(words.NOT_NAMED)
                rows.append((*_over(section, evaluation), one.milestone.label, *shown, owner, one.state.mark.word))
    title = say("Milestones on {day}", day=words.day(evaluation.as_at))
    return _sheet(say("Milestones"), title, columns, rows)


def _commentary(found: Sequence[tuple[_Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    subject_columns = _subject(evaluation, _either(evaluation))
    columns = (*subject_columns, *_columns((marked("By"), _WORDS), (marked("Commentary"), _TEXT)))
    said: list[Diagnostic] = []  # the report has said them, and then there is no workbook
    rows: list[tuple[Cell, ...]] = []
    for subject, one in found:
        passages = tuple(by_rule(one, evaluation, said))
        spoken = texts(passages, all_illustrative=evaluation.is_all_illustrative)
        rows += [(*subject, say("The report"), piece) for text in spoken for piece in _pieces(text)]
    for subject, note in _officers(found, evaluation):
        spoken = texts(fill(note.prose, evaluation).blocks, all_illustrative=evaluation.is_all_illustrative)
        rows += [(*subject, note.author, piece) for text in spoken for piece in _pieces(text)]
    return _sheet(say("Commentary"), say("Commentary on {period}", period=period), columns, rows)


def _actions(found: Sequence[tuple[_Subject, Assessment]], evaluation: Evaluation, period: str) -> Sheet:
    about = (marked("Action"), _TEXT), (words.OWNER, _WORDS), (words.DUE, _DAY)
    columns = (*_subject(evaluation, _either(evaluation)), *_columns(*about))
    actions = [(subject, action) for subject, note in _officers(found, evaluation) for action in note.actions]
    actions.sort(key=lambda pair: pair[1].due or date.max)
    rows: list[tuple[Cell, ...]] = [
        (*subject, action.text, action.owner or say(words.NOT_SAID), action.due or say(words.NOT_SAID))
        for subject, action in actions
    ]
    return _sheet(say("Actions"), say("Actions from the notes on {period}", period=period), columns, rows)


def _officers(
    found: Sequence[tuple[_Subject, Assessment]], evaluation: Evaluation
) -> Iterator[tuple[_Subject, OfficerNote]]:
    """The officers' notes on indicators, then those on milestones."""
    spec = evaluation.spec
    for subject, one in found:
        yield from ((subject, note) for note in spec.notes_on(one.indicator.id))
    for milestone in spec.milestones:
        subject = (*_over(milestone.section, evaluation), milestone.label)
        yield from ((subject, note) for note in spec.notes_on(milestone.id))


def _subject(evaluation: Evaluation, of: str = words.INDICATOR) -> tuple[SheetColumn, ...]:
    """The headings over a subject: what it is `of`, and where that stands in the report."""
    themes = ((words.THEME, _NAME),) if evaluation.spec.themes else ()
    return _columns(*themes, (marked("Section"), _NAME), (of, _LABEL))


def _either(evaluation: Evaluation) -> str:
    """What a note is on: an indicator, or where there are milestones either."""
    return words.ABOUT if evaluation.spec.milestones else words.INDICATOR


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that fit into a cell."""
    return (text[at : at + LONGEST] for at in range(0, max(len(text), 1), LONGEST))
