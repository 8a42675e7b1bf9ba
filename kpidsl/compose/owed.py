"""Notes that are owed, in words for the officer: the problem in a build, and who is to be asked for what."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.compose import numbers, words
from kpidsl.compose.gap import lacking
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.model import Evaluation
from kpidsl.evaluation.owed import Owed, owed
from kpidsl.saying import say
from kpidsl.spec.model import Action
from kpidsl.terms import NotePart
from kpidsl.values import dataclass

_BLANK = "..."  # no note is taken with this in it
_NO_DATE = "DATE"  # no line can be read with this in it, so no made-up date gets by


@dataclass(frozen=True, slots=True)
class Debt:
    """What one indicator still needs: its figure and status, what is lacking, and the lines to add, with where to."""

    indicator: str
    label: str
    period: str
    figure: str
    status: str
    lacking: str
    instruction: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who owes notes; the name is empty for those that nobody is named for."""

    name: str
    debts: tuple[Debt, ...]


def problems(evaluation: Evaluation) -> Iterator[Diagnostic]:
    """A problem for each indicator that a note is owed on."""
    for one in owed(evaluation):
        indicator, period = one.assessment.indicator, evaluation.spec.period
        state = one.assessment.state.name if one.assessment.state else say(words.NOT_RATED).lower()
        shown = f"`{indicator.id}` for {period} ({numbers.value(indicator, one.assessment.figure)}, {state})"
        if one.notes:
            message = f"the note on {shown} lacks: {lacking(one)}"
        else:
            message = f"a note on {shown} is owed: {lacking(one)}"
        help_ = (f"owed by {one.owner}; " if one.owner else "") + _instruction(one, "the note") + ":"
        labels = tuple(Label(requirement.span, "required here") for requirement in one.asked_by)
        at = one.notes[0].span if one.notes else indicator.span
        yield Diagnostic(
            "note-owed", message, at, labels, ("\n".join((help_, *to_add(one, evaluation))),)
        )  # ready to be copied


def to_add(one: Owed, evaluation: Evaluation) -> tuple[str, ...]:
    """The lines that are lacking, as they stand in a spec, with dots for what is to be written. An action that lacks
    something is given whole."""
    of = f' of "{evaluation.spec.house.council}"' if evaluation.spec.authorities else ""
    lines = [] if one.notes else [f'note {one.assessment.indicator.id}{of} by "{one.owner or _BLANK}"']
    if NotePart.REASON in one.parts:
        lines.append(f"  > {_BLANK}")
    there = [action for note in one.notes for action in note.actions]
    for action in there or [Action(_BLANK, "", None)] * bool(set(one.parts) - {NotePart.REASON}):
        line = _action(action, one)
        if line:
            lines.append(line)
    return tuple(lines)


def _instruction(one: Owed, note: str) -> str:
    """What to do with the lines; `note` says which note there is."""
    if not one.notes:
        return "add to the spec"
    if any(_action(action, one) for each in one.notes for action in each.actions):
        return f"write in {note}, each action in place of the one that is there"
    return f"add to {note}"


def _action(action: Action, one: Owed) -> str:
    """The line of an action with what it lacks; empty where it lacks nothing."""
    needs_owner = NotePart.OWNER in one.parts and not action.owner
    needs_date = NotePart.BY in one.parts and action.due is None
    if action.text != _BLANK and not needs_owner and not needs_date:
        return ""
    owner = f' owner "{action.owner or _BLANK}"' if action.owner or needs_owner else ""
    due = f" by {words.day(action.due) if action.due else _NO_DATE}" if action.due or needs_date else ""
    return f'  action "{action.text}"{owner}{due}'


def people(evaluation: Evaluation) -> tuple[Person, ...]:
    """Who owes what, by name; what nobody is named for comes last."""
    found: dict[str, list[Debt]] = {}
    for one in owed(evaluation):
        found.setdefault(one.owner, []).append(_debt(one, evaluation))
    names = sorted(found, key=lambda name: (not name, name.casefold(), name))
    return tuple(Person(name, tuple(found[name])) for name in names)


def _debt(one: Owed, evaluation: Evaluation) -> Debt:
    assessment = one.assessment
    note = one.notes[0].span if one.notes else None
    return Debt(
        indicator=assessment.indicator.id,
        label=assessment.indicator.label,
        period=words.short(evaluation.spec.period),
        figure=numbers.value(assessment.indicator, assessment.figure),
        status=assessment.state.mark.word if assessment.state else say(words.NOT_RATED),
        lacking=lacking(one),
        instruction=_instruction(one, f"the note at {note.source.name}:{note.line}" if note else ""),
        lines=to_add(one, evaluation),
    )
