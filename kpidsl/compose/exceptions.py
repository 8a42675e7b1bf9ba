"""The exceptions of a report, and the actions of its notes, each as a table; or the sentence that there are none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpidsl.compose import directions, performance, vocabulary, words
from kpidsl.compose.commentary import led
from kpidsl.compose.fill import FilledBlock, fill
from kpidsl.compose.groups import by_section
from kpidsl.data.published import Published
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Cell, Column, Paragraph, Row, RowGroup, Strong, Table, Text, TextCell
from kpidsl.evaluation.model import Assessment, Evaluation, Excepted, Figure, Travel, Unrated
from kpidsl.evaluation.owed import owed_of
from kpidsl.saying import say
from kpidsl.spec.indicator import Indicator, Section
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import Action, ExceptionsPlace, TableColumnSpec
from kpidsl.spec.travel import Against
from kpidsl.terms import NotePart, Reason, TableColumn
from kpidsl.values import dataclass, replace

_COLUMNS = tuple(TableColumnSpec(column) for column in (TableColumn.VALUE, TableColumn.TARGET, TableColumn.STATUS))
_DIRECTION_WEIGHT = 20
_ACTION_WEIGHTS = (30, 40, 22, 18)
_CARRIED_WEIGHT = 18
_NOTHING_DUE = (Reason.NOT_DUE, Reason.NEW, Reason.NO_CASES, Reason.NOT_APPLICABLE)  # there is nothing to judge


@dataclass(frozen=True, slots=True)
class Listed:
    """The table of the exceptions, None where there are none, with the figures that it rests on; what is said below it;
    and the indicators in it, row by row."""

    table: Table | None
    rests_on: tuple[Figure, ...]
    passages: tuple[FilledBlock, ...]
    found: tuple[Assessment, ...] = ()


def exceptions(place: ExceptionsPlace, evaluation: Evaluation, problems: list[Diagnostic]) -> Listed:
    """The indicators for which the condition holds, with their reasons; then those of which it cannot be told."""
    answers = asked(place, evaluation)
    period = words.period(evaluation.spec.period)
    sections = evaluation.spec.sections
    of: dict[Section, list[tuple[Assessment, Excepted]]] = {section: [] for section in sections}
    for pair in answers:
        if pair[1].answer and pair[0].indicator.section:
            of[pair[0].indicator.section].append(pair)
    found = [pair for pairs in of.values() for pair in pairs]
    passages = [
        replace(passage, rests_on=(*passage.rests_on, *excepted.rests_on))
        for one, excepted in found
        for passage in _reason(one, evaluation, problems)
    ]
    unanswered = [pair for pair in answers if pair[1].answer is None]
    untold = [pair for pair in unanswered if not _nothing_is_due(pair[0])]
    unrated = [pair for pair in unanswered if _nothing_is_due(pair[0])]
    for said, who in ((say(words.CANNOT_BE_TOLD), untold), (say(words.NOTHING_DUE), unrated)):
        if who:
            text = f"{said} {_by_cause([one for one, _ in who])}."
            passages.append(FilledBlock(Paragraph((Text(text),)), _looked_at(who)))
    if not found:
        template = words.NONE_KNOWN if untold else words.NO_EXCEPTIONS
        none = say(template, period=period, condition=place.where)
        return Listed(None, (), (FilledBlock(Paragraph((Text(none),)), _looked_at(answers)), *passages))

    shared = _shared_comparator([one for one, _ in found], place)

    def rows(section: Section) -> list[Row]:
        return [_row(one, place, shared, evaluation) for one, _ in of[section]]

    groups = tuple(by_section(sections, rows))
    title = say(words.DIRECTION)
    if shared:
        title = say("Direction {since}", since=directions.since(shared, evaluation.spec.period.grain))
    titles = (*performance.columns(_COLUMNS, evaluation), Column(title, _DIRECTION_WEIGHT))
    caption = say("Exceptions in {period}: {condition}", period=period, condition=place.where)
    table = Table(caption, titles, groups)
    rests_on = (*(one.figure for one, _ in found), *_looked_at(found))
    return Listed(table, rests_on, tuple(passages), tuple(one for one, _ in found))


def columns(place: ExceptionsPlace) -> tuple[TableColumnSpec, ...]:
    """What the table shows; without a comparator, a direction is against the indicator's own."""
    return (*_COLUMNS, TableColumnSpec(TableColumn.DIRECTION, comparator=place.comparator))


def _looked_at(answers: list[tuple[Assessment, Excepted]]) -> tuple[Figure, ...]:
    return tuple(figure for _, excepted in answers for figure in excepted.rests_on)


def asked(place: ExceptionsPlace, evaluation: Evaluation) -> list[tuple[Assessment, Excepted]]:
    """Every indicator that the place asks of, with the answer."""
    at = next(index for index, each in enumerate(evaluation.spec.exceptions()) if each is place)
    return [(one, excepted) for one in evaluation.assessments if (excepted := one.excepted[at]) is not None]


def actions(evaluation: Evaluation) -> Iterator[Table | Paragraph]:
    """The actions of all notes on the report's period, the next to be done first; what has no date comes last. Where
    the report before is known, which of them it had, and which of its own are not named again."""
    spec = evaluation.spec
    period = words.period(spec.period)
    found = _actions(evaluation)
    last = evaluation.changes.since if evaluation.changes else None
    titles = [
        say(words.ABOUT) if spec.milestones else say(words.INDICATOR),
        say("Action"),
        say(words.OWNER),
        say(words.DUE),
    ]
    weights = list(_ACTION_WEIGHTS)
    if last is not None:
        titles.append(say(words.LAST_REPORT))
        weights.append(_CARRIED_WEIGHT)
    columns = tuple(Column(title, weight) for title, weight in zip(titles, weights, strict=True))
    rows = tuple(Row((Text(label),), _action_cells(action, last, evaluation)) for action, label in found)
    if rows:
        day = words.day(evaluation.as_at)
        caption = say("Actions from the notes on {period}, as at {day}", period=period, day=day)
        yield Table(caption, columns, (RowGroup("", rows),))
    else:
        yield Paragraph((Text(say("The notes on {period} name no actions.", period=period)),))
    named = {_folded(action.text) for action, _ in found}
    dropped = [one for one in last.actions if _folded(one.text) not in named] if last else []
    if last is not None and dropped:
        text = say(
            "Named in the report on {period}, and not again here: {actions}.",
            period=words.period(last.period),
            actions="; ".join(f"“{one.text}”" for one in dropped),
        )
        yield Paragraph((Text(text),))


def next_actions(evaluation: Evaluation) -> list[str]:
    """The actions with a day by which they are due, the first before the others."""
    return [
        say(
            "{action}, by {day}", action=": ".join(filter(None, (action.text, action.owner))), day=_due(due, evaluation)
        )
        for action, _ in _actions(evaluation)
        if (due := action.due)
    ]


def _actions(evaluation: Evaluation) -> list[tuple[Action, str]]:
    """All actions in order of time, each with the label of what it is about."""
    spec = evaluation.spec
    subjects: tuple[Indicator | Milestone, ...] = (*spec.indicators, *spec.milestones)
    found = [(action, one.label) for one in subjects for note in spec.notes_on(one.id) for action in note.actions]
    return sorted(found, key=lambda pair: pair[0].due or date.max)


def _due(due: date, evaluation: Evaluation) -> str:
    return f"{words.day(due)}{f' ({say(words.OVERDUE)})' if due < evaluation.as_at else ''}"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _action_cells(action: Action, last: Published | None, evaluation: Evaluation) -> tuple[Cell, ...]:
    owner = _said(action.owner, say(words.NOT_SAID))
    cells = (
        _said(action.text, ""),
        owner,
        _said(_due(action.due, evaluation) if action.due else "", say(words.NOT_SAID)),
    )
    if last is None:
        return cells
    then = next((one for one in last.actions if _folded(one.text) == _folded(action.text)), None)
    if then is None:
        return (*cells, _said(say(words.NEW_ACTION), ""))
    if then.due and then.due != action.due:
        return (*cells, _said(say("Carried over, due {day} then", day=words.day(then.due)), ""))
    return (*cells, _said(say(words.CARRIED_OVER), ""))


def _said(text: str, otherwise: str) -> Cell:
    return TextCell((Text(text or otherwise),), muted=not text)


def _nothing_is_due(one: Assessment) -> bool:
    """Whether it is no question that the indicator is no exception: it is not judged yet, or not in this period."""
    return one.unrated is Unrated.TO_BE_SET or one.figure.reason in _NOTHING_DUE


def _row(one: Assessment, place: ExceptionsPlace, shared: Against | None, evaluation: Evaluation) -> Row:
    return Row(
        (Text(one.indicator.label),),
        (*performance.cells(one, _COLUMNS, evaluation), _direction(one, place, shared, evaluation)),
        detail=performance.detail_id(one.indicator),
    )


def _travel(one: Assessment, place: ExceptionsPlace) -> Travel:
    """Against what the condition names, else against the indicator's own comparator."""
    return directions.of(one, place.comparator) if place.comparator else one.directions[0]


def _shared_comparator(found: list[Assessment], place: ExceptionsPlace) -> Against | None:
    """What all directions are against, so that the heading can say it once; None where they differ."""
    against = {_travel(one, place).against for one in found}
    return against.pop() if len(against) == 1 else None


def _direction(one: Assessment, place: ExceptionsPlace, shared: Against | None, evaluation: Evaluation) -> Cell:
    """With what it is against, unless the heading says that for all."""
    travel = _travel(one, place)
    if travel.direction is None:
        return _said("", directions.nothing(one, travel))
    if shared:
        return _said(directions.said(one, travel, travel.direction), "")
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
        said = [FilledBlock(Paragraph((Text(f"{say(words.NOTE_OWED)}." if is_owed else say(words.NO_REASON)),)))]
    yield from led(said, lead)


def _by_cause(untold: list[Assessment]) -> str:
    """`A, B (awaiting); C (an earlier figure or a target is missing)`."""
    causes: dict[str, list[str]] = {}
    for one in untold:
        reason = one.figure.reason
        otherwise = say(words.TARGET_TO_BE_SET) if one.unrated is Unrated.TO_BE_SET else say(words.MISSING)
        causes.setdefault(say(vocabulary.WITHOUT[reason]) if reason else otherwise, []).append(one.indicator.label)
    return "; ".join(f"{', '.join(labels)} ({cause})" for cause, labels in causes.items())
