"""The exceptions of a report, and the actions of its notes, each as a table; or the sentence that there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kpidsl.compose import directions, performance, words
from kpidsl.compose.commentary import led
from kpidsl.compose.fill import FilledBlock, fill
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Cell, Column, Paragraph, Row, RowGroup, Strong, Table, Text, TextCell
from kpidsl.evaluation.model import Assessment, Evaluation, Excepted, Figure
from kpidsl.evaluation.owed import owed_of
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import Action, ExceptionsPlace, TableColumnSpec
from kpidsl.terms import NotePart, TableColumn

_COLUMNS = tuple(TableColumnSpec(column) for column in (TableColumn.VALUE, TableColumn.TARGET, TableColumn.STATUS))
_DIRECTION_WEIGHT = 20
_ACTION_WEIGHTS = (30, 40, 22, 18)


@dataclass(frozen=True, slots=True)
class Listed:
    """The table of the exceptions, None where there are none, with the figures that it rests on; and what is said below
    it."""

    table: Table | None
    rests_on: tuple[Figure, ...]
    passages: tuple[FilledBlock, ...]


def exceptions(place: ExceptionsPlace, evaluation: Evaluation, problems: list[Diagnostic]) -> Listed:
    """The indicators for which the condition holds, with their reasons; then those of which it cannot be told."""
    answers = asked(place, evaluation)
    period = words.period(evaluation.spec.period)
    sections = [
        (section, [pair for pair in answers if pair[1].answer and pair[0].indicator.section == section])
        for section in evaluation.spec.sections
    ]
    found = [pair for _, members in sections for pair in members]
    passages = [
        replace(passage, rests_on=(*passage.rests_on, *excepted.rests_on))
        for one, excepted in found
        for passage in _reason(one, evaluation, problems)
    ]
    untold = [pair for pair in answers if pair[1].answer is None]
    if untold:
        text = f"{words.CANNOT_BE_TOLD} {_by_cause([one for one, _ in untold])}."
        passages.append(FilledBlock(Paragraph((Text(text),)), _looked_at(untold)))
    if not found:
        none = f"{words.NONE_KNOWN if untold else words.NO_EXCEPTIONS} in {period} ({place.where})."
        return Listed(None, (), (FilledBlock(Paragraph((Text(none),)), _looked_at(answers)), *passages))
    groups = tuple(
        RowGroup(section.label, tuple(_row(one, place, evaluation) for one, _ in members))
        for section, members in sections
        if members
    )
    columns = (*performance.columns(_COLUMNS, evaluation), Column(words.DIRECTION, _DIRECTION_WEIGHT))
    table = Table(f"{words.EXCEPTIONS} in {period}: {place.where}", columns, groups)
    return Listed(table, (*(one.figure for one, _ in found), *_looked_at(found)), tuple(passages))


def _looked_at(answers: list[tuple[Assessment, Excepted]]) -> tuple[Figure, ...]:
    return tuple(figure for _, excepted in answers for figure in excepted.rests_on)


def asked(place: ExceptionsPlace, evaluation: Evaluation) -> list[tuple[Assessment, Excepted]]:
    """Every indicator that the place asks of, with the answer."""
    at = next(index for index, each in enumerate(evaluation.spec.exceptions()) if each is place)
    return [(one, excepted) for one in evaluation.assessments if (excepted := one.excepted[at]) is not None]


def actions(evaluation: Evaluation) -> Table | Paragraph:
    """The actions of all notes on the report's period, the next to be done first; what has no date comes last."""
    spec = evaluation.spec
    period = words.period(spec.period)
    subjects: tuple[Indicator | Milestone, ...] = (*spec.indicators, *spec.milestones)
    found = [(action, one.label) for one in subjects for note in spec.notes_on(one.id) for action in note.actions]
    if not found:
        return Paragraph((Text(f"The notes on {period} name no actions."),))
    found.sort(key=lambda pair: pair[0].due or date.max)
    titles = (words.ABOUT if spec.milestones else words.INDICATOR, words.ACTION.rstrip(":"), words.OWNER, words.DUE)
    columns = tuple(Column(title, weight) for title, weight in zip(titles, _ACTION_WEIGHTS, strict=True))
    rows = tuple(Row((Text(label),), _action_cells(action)) for action, label in found)
    return Table(f"{words.ACTIONS} from the notes on {period}", columns, (RowGroup("", rows),))


def _action_cells(action: Action) -> tuple[Cell, ...]:
    owner = _said(action.owner, words.NOT_SAID)
    return _said(action.text, ""), owner, _said(words.day(action.due) if action.due else "", words.NOT_SAID)


def _said(text: str, otherwise: str) -> Cell:
    return TextCell((Text(text or otherwise),), muted=not text)


def _row(one: Assessment, place: ExceptionsPlace, evaluation: Evaluation) -> Row:
    return Row(
        (Text(one.indicator.label),),
        (*performance.cells(one, _COLUMNS, evaluation), _direction(one, place, evaluation)),
        detail=performance.detail_id(one.indicator),
    )


def _direction(one: Assessment, place: ExceptionsPlace, evaluation: Evaluation) -> Cell:
    """Against what the condition names, else against the indicator's own comparator."""
    travel = directions.of(one, place.comparator) if place.comparator else one.directions[0]
    if travel.direction is None:
        return _said("", directions.nothing(one, travel))
    return _said(directions.in_words(one, travel, travel.direction, evaluation.spec.period.grain), "")


def _reason(one: Assessment, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[FilledBlock]:
    """The words of the notes below the name of the indicator; or that they are owed, or that there are none."""
    lead = (Strong((Text(f"{one.indicator.label}:"),)), Text(" "))
    said: list[FilledBlock] = []
    for note in evaluation.spec.notes_on(one.indicator.id):
        filled = fill(note.prose, evaluation)
        problems += filled.problems
        said += filled.blocks
    if not said:
        debt = owed_of(one, evaluation)
        is_owed = debt is not None and NotePart.REASON in debt.parts
        said = [FilledBlock(Paragraph((Text(f"{words.NOTE_OWED}." if is_owed else words.NO_REASON),)))]
    yield from led(said, lead)


def _by_cause(untold: list[Assessment]) -> str:
    """`A, B (awaiting); C (an earlier figure or a target is missing)`."""
    causes: dict[str, list[str]] = {}
    for one in untold:
        reason = one.figure.reason
        causes.setdefault(words.REASONS[reason].lower() if reason else words.MISSING, []).append(one.indicator.label)
    return "; ".join(f"{', '.join(labels)} ({cause})" for cause, labels in causes.items())
