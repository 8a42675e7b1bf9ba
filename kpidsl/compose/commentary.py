"""Commentary: the rules that hold, in words, and the officers' notes beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kpidsl.compose import words
from kpidsl.compose.fill import fill
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Inline, List, Paragraph, Strong, Text
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.spec.model import Action, Note

ILLUSTRATIVE = " (This rests on illustrative figures.)"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or list of commentary, not yet numbered; whether illustrative figures are behind it."""

    block: Paragraph | List
    is_illustrative: bool = False


@dataclass(frozen=True, slots=True)
class SectionCommentary:
    """The passages on one section's indicators; the label is empty for those of no section."""

    label: str
    passages: tuple[Passage, ...]


def commentary(evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[SectionCommentary]:
    """What there is to say, section by section; sections with nothing to say are left out."""
    for section in (*evaluation.spec.sections, None):
        members = [one for one in evaluation.assessments if one.indicator.section == section]
        passages = tuple(passage for one in members for passage in _on(one, evaluation, problems))
        if passages:
            yield SectionCommentary(section.label if section else "", passages)


def _on(one: Assessment, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[Passage]:
    yield from _by_rule(one, evaluation, problems)
    for note in evaluation.spec.notes:
        if note.indicator == one.indicator.id and note.period == evaluation.spec.period:
            yield from _by_officer(note, evaluation, problems)


def _by_rule(one: Assessment, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[Passage]:
    """The chosen rules' prose. Rules that add (`also when`) carry on the paragraph of the rule before them."""
    blocks: list[Paragraph | List] = []
    illustrative = False
    for chosen in one.rules:
        filled = fill(chosen.rule.prose, evaluation)
        problems += filled.problems
        figures = (*chosen.rests_on, *filled.rests_on)
        illustrative = illustrative or any(figure.is_illustrative for figure in figures)
        new = list(filled.blocks)
        if chosen.rule.also and blocks and new:
            last, first = blocks[-1], new[0]
            if isinstance(last, Paragraph) and isinstance(first, Paragraph):
                blocks[-1] = replace(last, content=(*last.content, Text(" "), *first.content))
                del new[0]
        blocks += new
    if illustrative and blocks:
        blocks[-1] = _marked(blocks[-1])
    for block in blocks:
        yield Passage(block, illustrative)


def _marked(block: Paragraph | List) -> Paragraph | List:
    mark = Text(ILLUSTRATIVE)
    if isinstance(block, Paragraph):
        return replace(block, content=(*block.content, mark))
    return replace(block, items=(*block.items[:-1], (*block.items[-1], mark)))


def _by_officer(note: Note, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[Passage]:
    filled = fill(note.prose, evaluation)
    problems += filled.problems
    lead: tuple[Inline, ...] = (Strong((Text(f"{words.NOTE_BY} {note.author}:"),)), Text(" "))
    for index, block in enumerate(filled.blocks):
        if index == 0 and isinstance(block, Paragraph):
            block = replace(block, content=(*lead, *block.content))
        elif index == 0:
            yield Passage(Paragraph(lead[:1]))
        yield Passage(block)
    if note.actions:
        items = tuple(_action(action) for action in note.actions)
        yield Passage(List(items, ("\u2022",) * len(items)))


def _action(action: Action) -> tuple[Inline, ...]:
    who = [part for part in (action.owner, f"by {words.day(action.due)}" if action.due else "") if part]
    tail = f" ({', '.join(who)})" if who else ""
    return (Strong((Text(words.ACTION),)), Text(f" {action.text}{tail}"))
