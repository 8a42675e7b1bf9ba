"""What stands behind each row of the report: what is measured, how its figure and status came about, and its history.

For the formats that can show it where the reader asks for it. Everything is taken from the evaluation, nothing judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.compose import dictionary, directions, numbers, performance, vocabulary, words
from kpidsl.compose.asking import Asking, aimed
from kpidsl.compose.because import status_because, travel_because
from kpidsl.compose.key import sentence, states
from kpidsl.data.model import Observation
from kpidsl.document.model import (
    Block,
    Cell,
    Column,
    Detail,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Row,
    RowGroup,
    StatusCell,
    Table,
    Text,
    TextCell,
)
from kpidsl.document.outline import plain
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Unrated
from kpidsl.evaluation.past import statuses
from kpidsl.quantity import spell
from kpidsl.saying import say
from kpidsl.source import Span
from kpidsl.spec.indicator import State
from kpidsl.terms import Form, Kind, Quality


def details(evaluation: Evaluation, folder: str) -> tuple[Detail, ...]:
    """One for each indicator that the report lists, section by section. `folder` is what names of files start with."""
    return tuple(
        Detail(
            performance.detail_id(one.indicator),
            one.indicator.label,
            tuple(_blocks(one, evaluation, folder)),
            section.label,
        )
        for section in evaluation.spec.sections
        for one in evaluation.in_section(section)
    )


def _blocks(one: Assessment, evaluation: Evaluation, folder: str) -> Iterator[Block]:
    yield _heading(say(words.MEASURES))
    yield dictionary.facts(one, evaluation)
    yield _heading(say(words.CAME_ABOUT))
    yield _facts(_reasons(one, evaluation, folder))
    rows = list(dict.fromkeys(row for figure in (one.figure, *one.rows) for row in figure.observations))
    tables = [source_rows(rows, evaluation, folder)] if rows else []
    history = _history(one)
    yield from tables
    if history is not None:
        yield _heading(say(words.EARLIER))
        yield history
        tables.append(history)
    yield from marks(tables)


def _heading(title: str) -> Heading:
    return Heading(1, (Text(title),), "")


def _facts(facts: Iterator[tuple[str, list[str]]]) -> Facts:
    return Facts(tuple(Fact(label, tuple((Text(line),) for line in lines)) for label, lines in facts))


# ---- how the figure and its status came about


def _reasons(one: Assessment, evaluation: Evaluation, folder: str) -> Iterator[tuple[str, list[str]]]:
    indicator, period = one.indicator, evaluation.spec.period
    yield say("Figure for {period}", period=words.short(period)), list(figure_lines(one.figure, one))
    if one.outturn is not None and one.outturn.period != period:
        yield say("{period} outturn", period=words.short(one.outturn.period)), list(figure_lines(one.outturn, one))
    if indicator.targets:
        yield say(words.TARGET), [numbers.target(one)]
    yield say(words.STATUS), [one.state.mark.word if one.state else say(words.NOT_RATED)]
    yield say(words.WHY), [sentence(status_because(indicator, one.figure, _status(one), one.aim))]
    if one.state is not None and one.override is None:
        strict = one.aim is not None and one.aim.is_strict
        how = aimed([indicator.polarity], any_strict=strict)
        asking = Asking(how, numbers.tolerance(indicator) or say(words.ITS_TOLERANCE), period.grain)
        entries = list(states(indicator.scheme, asking))
        meaning = plain(entries[indicator.scheme.states.index(one.state)].meaning)
        yield say(words.RULE), [f"{one.state.mark.word}: {meaning}"]
    moved = [
        f"{directions.in_words(one, travel, travel.direction, period.grain)}: "
        f"{travel_because(indicator, one.figure, travel)}."
        for travel in one.directions
        if travel.direction is not None
    ]
    if moved:
        yield say(words.DIRECTION), moved
    said = [f"“{' '.join(chosen.rule.span.text.split())}” ({place(chosen.rule.span, folder)})" for chosen in one.rules]
    if said:
        yield say(words.COMMENTARY_RULE), said


def _status(one: Assessment) -> State | Unrated:
    status = one.state or one.unrated
    assert status is not None  # exactly one of them is given
    return status


def figure_lines(figure: Figure, one: Assessment) -> Iterator[str]:
    """The figure as it is printed, its parts, and how firm it is; or why there is none."""
    text = numbers.value(one.indicator, figure)
    if figure.amount is None:
        yield text
        if figure.reason is not None:
            yield say(vocabulary.REASON_MEANINGS[figure.reason])
        return
    if figure.numerator is not None and figure.denominator is not None:
        text += f" ({_parts(figure.numerator, figure.denominator)})"
    yield text
    if figure.quality in vocabulary.MARKERS:
        yield say(vocabulary.MARKERS[figure.quality][1])


def place(span: Span, folder: str) -> str:
    return say("{file}, line {number}", file=span.source.name.removeprefix(folder), number=span.line)


def _parts(numerator: Fraction, denominator: Fraction) -> str:
    """`43 of 44`."""
    top, bottom = (numbers.count(number, Form.FIGURES) for number in (numerator, denominator))
    return say("{numerator} of {denominator}", numerator=top, denominator=bottom)


# ---- the rows of the data


def source_rows(rows: Sequence[Observation], evaluation: Evaluation, folder: str) -> Table:
    """The rows that the figure and its target come from, each as the data file has it."""
    has_notes = any(row.note for row in rows)
    titles = ((say(words.ROW), 30), (say(words.COUNTED), 34), (say(words.PERIOD), 14), (say(words.GIVEN), 14))
    columns = (
        *(Column(title, weight, numeric=title == say(words.GIVEN)) for title, weight in titles),
        *([Column(say(words.REMARK), 30)] if has_notes else []),
    )
    made = tuple(_source(row, evaluation, folder, has_notes=has_notes) for row in rows)
    return Table(say(words.SOURCE_ROWS), columns, (RowGroup("", made),))


def _source(row: Observation, evaluation: Evaluation, folder: str, *, has_notes: bool) -> Row:
    name = dictionary.name(row.name, evaluation.labels)
    if row.kind is not Kind.ACTUAL:
        name = f"{words.capitalised(say(vocabulary.KINDS[row.kind]))}: {name}"
    cells = [TextCell((Text(name),)), TextCell((Text(words.short(row.period)),)), _given(row, evaluation)]
    if has_notes:
        cells.append(TextCell((Text(row.note or say(words.NO_REMARK)),), muted=not row.note))
    return Row((Text(place(row.span, folder)),), tuple(cells))


def _given(row: Observation, evaluation: Evaluation) -> TextCell:
    if row.numerator is not None and row.denominator is not None:
        text = _parts(row.numerator, row.denominator)
    elif row.amount is not None:
        text = spell(row.amount, evaluation.spec.measured()[row.name], None)
    else:
        return TextCell(
            (Text(say(vocabulary.REASONS[row.reason]) if row.reason else say(words.NOT_AVAILABLE)),), muted=True
        )
    return TextCell((Text(f"{text} {vocabulary.marker(row.quality)}".rstrip()),))


# ---- history


def _history(one: Assessment) -> Table | None:
    """The figures up to now, the latest first; None where there is no other than this one."""
    past = list(zip(one.history, one.aims, statuses(one), strict=True))
    while past and past[0][0][1] is None:
        del past[0]
    if len(past) < 2:
        return None
    indicator = one.indicator
    columns = [Column(say(words.PERIOD), 14), Column(say(words.FIGURE), 14, numeric=True)]
    if indicator.targets:
        columns += [Column(say(words.TARGET), 14, numeric=True), Column(say(words.STATUS), 18)]
    rows = []
    for (period, figure), aim, status in reversed(past):
        cells: list[Cell] = [performance.value_cell(one, figure)]
        if indicator.targets:
            target = indicator.target_for(period)
            cells.append(TextCell((Text(numbers.aimed(indicator, target, aim)),), muted=aim is None))
            if isinstance(status, State):
                cells.append(StatusCell(status.mark))
            else:
                cells.append(TextCell((Text(say(words.NOT_RATED)),), muted=True))
        rows.append(Row((Text(words.short(period)),), tuple(cells)))
    caption = say(words.HISTORY_JUDGED) if indicator.targets else say(words.HISTORY)
    return Table(caption, tuple(columns), (RowGroup("", tuple(rows)),))


def marks(tables: Sequence[Table]) -> Iterator[Paragraph]:
    """What the marks after figures mean, those that stand here."""
    cells = [cell for table in tables for group in table.groups for row in group.rows for cell in row.cells]
    texts = [plain(cell.content) for cell in cells if isinstance(cell, TextCell)]
    for quality in Quality:
        marker = vocabulary.marker(quality)
        if marker and any(text.endswith(marker) for text in texts):
            yield Paragraph((Text(f"{marker} {say(vocabulary.MARKERS[quality][1])}"),))
