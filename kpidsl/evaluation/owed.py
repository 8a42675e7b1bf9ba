"""Which notes are owed: what the rules require of officers in the report's period, and what their notes lack of it;
and which are dated on a day that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.spec.indicator import Requirement
from kpidsl.spec.model import Note, Spec
from kpidsl.terms import NotePart
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still to be written about one indicator: the parts that its notes lack (there may be none yet)."""

    assessment: Assessment
    parts: tuple[NotePart, ...]
    notes: tuple[Note, ...]

    @property
    def asked_by(self) -> tuple[Requirement, ...]:
        """The requirements that something is lacking of."""
        return tuple(one for one in self.assessment.required if set(one.parts) & set(self.parts))

    @property
    def owner(self) -> str:
        """Who answers for the indicator, else who has begun to write; empty where nobody is named."""
        return self.assessment.indicator.owner or next((note.author for note in self.notes), "")


def owed(evaluation: Evaluation) -> tuple[Owed, ...]:
    """Everything that is owed, in the order of the spec."""
    found = (owed_of(one, evaluation) for one in evaluation.assessments)
    return tuple(one for one in found if one is not None)


def owed_of(one: Assessment, evaluation: Evaluation) -> Owed | None:
    """What is owed on one indicator; None where nothing is."""
    if not one.required:
        return None
    notes = evaluation.spec.notes_on(one.indicator.id)
    parts = lacking(required_parts(one), notes)
    return Owed(one, parts, notes) if parts else None


def required_parts(one: Assessment) -> tuple[NotePart, ...]:
    """All that is required of the notes on an indicator, in the order in which it is written."""
    asked = {part for requirement in one.required for part in requirement.parts}
    return tuple(part for part in NotePart if part in asked)


def lacking(required: Iterable[NotePart], notes: Sequence[Note]) -> tuple[NotePart, ...]:
    """What the notes on an indicator lack. An owner or a date belongs to an action, so these ask for one, too."""
    asked = set(required)
    if asked & {NotePart.OWNER, NotePart.BY}:
        asked.add(NotePart.ACTION)
    actions = [action for note in notes for action in note.actions]
    there = {
        NotePart.REASON: any(note.prose.blocks for note in notes),
        NotePart.ACTION: bool(actions),
        NotePart.OWNER: bool(actions) and all(action.owner for action in actions),
        NotePart.BY: bool(actions) and all(action.due for action in actions),
    }
    return tuple(part for part in NotePart if part in asked and not there[part])


def doubtful_notes(spec: Spec, as_at: date) -> Iterator[Diagnostic]:
    """A warning for each note on the report's period that is dated after the report, or before the period was over."""
    for note in spec.notes:
        if note.period != spec.period or note.written is None:
            continue
        if note.written > as_at:
            today = f"{as_at.day} {as_at:%B %Y}"
            message = f"the note on `{note.indicator}` is dated after the day that this report is made for, {today}"
            yield Diagnostic("date-not-now", message, note.span, help=("correct its date",))
        elif note.written <= spec.period.end:
            message = f"the note on `{note.indicator}` is dated before {spec.period} was over"
            help_ = "it may speak of earlier figures: see whether it still holds, and date it anew"
            yield Diagnostic("date-not-now", message, note.span, help=(help_,))
