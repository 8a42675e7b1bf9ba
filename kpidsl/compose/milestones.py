"""The table of milestones, its key, and what is said below it of dates and judgements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from kpidsl.compose import key, words
from kpidsl.compose.asking import Asking, aimed
from kpidsl.compose.groups import by_section
from kpidsl.document.model import (
    Block,
    Cell,
    Column,
    Key,
    KeyEntry,
    Note,
    Row,
    StatusCell,
    Table,
    Text,
    TextCell,
)
from kpidsl.evaluation.model import Evaluation, MilestoneAssessment
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Section
from kpidsl.spec.model import MilestoneTable
from kpidsl.terms import MilestoneColumn

_WEIGHTS = {
    MilestoneColumn.DUE: 15,
    MilestoneColumn.EXPECTED: 15,
    MilestoneColumn.DONE: 15,
    MilestoneColumn.OWNER: 20,
    MilestoneColumn.STATUS: 15,
}
_TITLES = {
    MilestoneColumn.DUE: words.DUE,
    MilestoneColumn.EXPECTED: words.EXPECTED,
    MilestoneColumn.DONE: words.ALREADY_DONE,
    MilestoneColumn.OWNER: words.OWNER,
    MilestoneColumn.STATUS: words.STATUS,
}
_NAME_WEIGHT = 38


def blocks(place: MilestoneTable, evaluation: Evaluation) -> Iterator[Block]:
    """The table, its key where it shows a status, and the notes below it."""
    yield _table(place, evaluation)
    if MilestoneColumn.STATUS in place.columns:
        yield _key(evaluation)
    for title, said in (
        (say(words.MOVED_TITLE), _moved(evaluation)),
        (say(words.EXPECTED_TITLE), _expected(evaluation)),
        (say(words.OVERRIDDEN_TITLE), _overridden(evaluation)),
    ):
        if text := " ".join(said):
            yield Note(title, (Text(text),))


def _table(place: MilestoneTable, evaluation: Evaluation) -> Table:
    """Every milestone, in the sections' order."""
    said = words.filled(place.caption, evaluation.spec.period, evaluation.spec.house.council)
    caption = said or say("Milestones on {day}, by section", day=words.day(evaluation.as_at))
    columns = tuple(Column(say(_TITLES[column]), _WEIGHTS[column]) for column in place.columns)

    def rows(section: Section) -> list[Row]:
        return [_row(one, place) for one in evaluation.milestones if one.milestone.section == section]

    name = Column(say(words.MILESTONE), _NAME_WEIGHT)
    return Table(caption, (name, *columns), tuple(by_section(evaluation.spec.sections, rows)))


def _row(one: MilestoneAssessment, place: MilestoneTable) -> Row:
    return Row((Text(one.milestone.label),), tuple(_cell(one, column) for column in place.columns))


def _cell(one: MilestoneAssessment, column: MilestoneColumn) -> Cell:
    match column:
        case MilestoneColumn.DUE:
            return _day_cell(one.milestone.due, "")
        case MilestoneColumn.EXPECTED:
            return _day_cell(one.expected, say(words.ALREADY_DONE) if one.done else say(words.NO_OTHER_DAY))
        case MilestoneColumn.DONE:
            return _day_cell(one.done, say(words.NOT_DONE))
        case MilestoneColumn.OWNER:
            owner = one.milestone.owner
            return TextCell((Text(owner or say(words.NOT_NAMED)),), muted=not owner)
        case MilestoneColumn.STATUS:
            return StatusCell(one.state.mark)
        case _:
            assert_never(column)


def _day_cell(day: date | None, without: str) -> TextCell:
    """A day, broken nowhere but before its year; where there is none, why."""
    if day is None:
        return TextCell((Text(without),), muted=True)
    return TextCell((Text(words.day(day).replace(" ", "\u00a0", 1)),))


# ---- below the table


def _key(evaluation: Evaluation) -> Key:
    """The states of the schemes in force, and how dates are counted."""
    schemes = tuple(dict.fromkeys(one.milestone.scheme for one in evaluation.milestones))
    entries: list[KeyEntry] = []
    for scheme in schemes:
        if len(schemes) > 1:
            entries.append(key.rows(scheme, [one.milestone for one in evaluation.milestones]))
        entries += key.states(scheme, Asking(aimed((), any_strict=False), "", evaluation.spec.period.grain))
    entries.append(KeyEntry(say(words.DATES), (Text(say(_DATES, day=words.day(evaluation.as_at))),)))
    return Key(key.title(schemes[0].label if len(schemes) == 1 else ""), tuple(entries))


# What the rules take for granted of dates, and which side a boundary is on.
_DATES = marked(
    "Status is judged as on the day of the report, {day}: what was done by then is done, and what is due on that very "
    "day is not yet overdue. Only what is not done can be due, overdue or expected. It is expected on the day given, "
    "else on its due date, and never earlier than {day}."
)


def _moved(evaluation: Evaluation) -> Iterator[str]:
    """Due dates that were moved: what they were, the latest first, and why."""
    for one in evaluation.milestones:
        moves = [
            say("before that {day} ({reason})", day=words.day(move.was), reason=move.reason)
            for move in one.milestone.moves
        ]
        if moves:
            yield f"{one.milestone.label}: {', '.join((words.day(one.milestone.due), *moves))}."


def _expected(evaluation: Evaluation) -> Iterator[str]:
    for one in evaluation.milestones:
        if one.expected is not None and one.milestone.reason:
            yield f"{one.milestone.label}: {words.day(one.expected)} ({one.milestone.reason})."


def _overridden(evaluation: Evaluation) -> Iterator[str]:
    return (
        words.overridden(one.milestone.label, one.override.state.mark.word, one.override.author, one.override.reason)
        for one in evaluation.milestones
        if one.override is not None
    )
