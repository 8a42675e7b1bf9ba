"""How a milestone came to its status, for the officer who asks. Written in the officer's English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpidsl.compose import words
from kpidsl.compose.asking import Asking, aimed
from kpidsl.compose.explained import Explained
from kpidsl.compose.explained_blocks import facts, heading, paragraph, table
from kpidsl.compose.origins import line
from kpidsl.document.model import Block, Note, Text
from kpidsl.evaluation.milestones import dates_of, status_of
from kpidsl.evaluation.model import Evaluation, MilestoneAssessment
from kpidsl.spec.project import MadeFrom


def explain(id: str, evaluation: Evaluation, made_from: MadeFrom) -> Explained:
    """A milestone of the report explained, as on the day that it is judged on."""
    one = next(one for one in evaluation.milestones if one.milestone.id == id)
    return Explained(
        id=id,
        label=one.milestone.label,
        period=str(evaluation.spec.period),
        headline=f"{one.state.mark.word} on {words.day(evaluation.as_at)}.",
        figure="",
        exact="",
        status=one.state.mark.word,
        blocks=tuple(_blocks(one, evaluation, made_from)),
    )


def _blocks(one: MilestoneAssessment, evaluation: Evaluation, made_from: MadeFrom) -> Iterator[Block]:
    milestone, as_at = one.milestone, evaluation.as_at
    yield heading("Its dates")
    yield facts(_dates(one, as_at, made_from))
    yield heading("Status")
    scheme = milestone.scheme
    found = status_of(scheme, dates_of(milestone, as_at))
    if one.override is not None:
        text = words.overridden(milestone.label, one.state.mark.word, one.override.author, one.override.reason)
        yield Note("Set by judgement", (Text(f"{text} By its scheme alone it would be: {found.mark.word}."),))
    asking = Asking(aimed((), any_strict=False), "", evaluation.spec.period.grain)
    tried = scheme.states.index(found)
    lines = tuple(
        (state.mark.word, asks, "this one" if at == tried else "no" if at < tried else "not tried")
        for at, (state, asks) in enumerate(zip(scheme.states, asking.meanings(scheme), strict=True))
    )
    titles = (("Status", 14), ("What the scheme asks", 44), ("So?", 10))
    yield table(f"“{scheme.label}”, tried from the top", *titles, rows=lines)
    yield paragraph(f"Its scheme says so in {line(found.span, made_from)}; it is judged as on {words.day(as_at)}.")


def _dates(one: MilestoneAssessment, as_at: date, made_from: MadeFrom) -> Iterator[tuple[str, list[str]]]:
    milestone = one.milestone
    moves = [f"before that {words.day(move.was)} ({move.reason})" for move in milestone.moves]
    yield "Due", [words.day(milestone.due), *moves]
    if one.done is not None:
        late = (one.done - milestone.due).days
        how = f"{words.count_of(late, 'day', 'days')} late" if late > 0 else "on time"
        yield "Done", [f"{words.day(one.done)}, {how}"]
    else:
        late = (as_at - milestone.due).days
        yield "Done", [f"not by {words.day(as_at)}{', after its due date' if late > 0 else ''}"]
        day = dates_of(milestone, as_at).expected
        reason = f" ({milestone.reason})" if milestone.reason and one.expected else ""
        yield "Expected", [words.day(day) + reason + ("" if one.expected else ", as no other day is given")]
    if milestone.owner:
        yield "Owner", [milestone.owner]
    yield "Declared", [line(milestone.span, made_from)]
