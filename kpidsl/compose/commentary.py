"""Commentary: the rules that hold, in words, and the officers' notes beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import words
from kpidsl.compose.fill import FilledBlock, fill
from kpidsl.compose.gap import gap
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Inline, List, Paragraph, Strong, Text
from kpidsl.document.outline import plain
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.evaluation.owed import owed_of
from kpidsl.saying import say
from kpidsl.spec.indicator import Section
from kpidsl.spec.model import Action, Note
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class SectionCommentary:
    """The passages on one section's indicators, not yet numbered; None for those of no section."""

    section: Section | None
    passages: tuple[FilledBlock, ...]


def commentary(evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[SectionCommentary]:
    """What there is to say, section by section; sections with nothing to say are left out."""
    for section in (*evaluation.spec.sections, None):
        members = evaluation.in_section(section)
        passages = tuple(passage for one in members for passage in _on(one, evaluation, problems))
        passages += tuple(_on_milestones(section, evaluation, problems))
        if passages:
            yield SectionCommentary(section, passages)


def marked(filled: FilledBlock, *, all_illustrative: bool = False) -> Paragraph | List:
    """The block, with a word at its end where it rests on illustrative figures, and others do not."""
    if all_illustrative or not any(figure.is_illustrative for figure in filled.rests_on):
        return filled.block
    mark = Text(say(words.RESTS_ON_ILLUSTRATIVE))
    block = filled.block
    if isinstance(block, Paragraph):
        return Paragraph((*block.content, mark), block.number, block.indented)
    return replace(block, items=(*block.items[:-1], (*block.items[-1], mark)))


def texts(passages: tuple[FilledBlock, ...], *, all_illustrative: bool = False) -> list[str]:
    """Each paragraph and each item of a list as it is printed, without links and stress."""
    found: list[str] = []
    for block in (marked(passage, all_illustrative=all_illustrative) for passage in passages):
        if isinstance(block, List):
            pairs = zip(block.labels, block.items, strict=True)
            found += [f"{label} {plain(item)}" for label, item in pairs]
        else:
            found.append(plain(block.content))
    return found


def by_rule(one: Assessment, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[FilledBlock]:
    """The chosen rules' prose. Rules that add (`also when`) carry on the paragraph of the rule before them."""
    blocks: list[FilledBlock] = []
    for chosen in one.rules:
        filled = fill(chosen.rule.prose, evaluation)
        problems += filled.problems
        new = [FilledBlock(each.block, (*each.rests_on, *chosen.rests_on), each.placed) for each in filled.blocks]
        if chosen.rule.also and blocks and new:
            joined = _joined(blocks[-1], new[0])
            if joined is not None:
                blocks[-1] = joined
                del new[0]
        blocks += new
    yield from blocks


def _on(one: Assessment, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[FilledBlock]:
    yield from by_rule(one, evaluation, problems)
    for note in evaluation.spec.notes_on(one.indicator.id):
        yield from _by_officer(note, f"{_by(note)}:", evaluation, problems)
    debt = owed_of(one, evaluation)
    if debt is not None:
        yield FilledBlock(gap(debt))


def _on_milestones(
    section: Section | None, evaluation: Evaluation, problems: list[Diagnostic]
) -> Iterator[FilledBlock]:
    """Nothing above the note names its milestone, so the note does."""
    for milestone in evaluation.spec.milestones:
        for note in evaluation.spec.notes_on(milestone.id) if milestone.section == section else ():
            lead = f"{milestone.label}. {_by(note)}:"
            yield from _by_officer(note, lead, evaluation, problems)


def _by(note: Note) -> str:
    """`Note by the Head of Service, 3 September 2021`."""
    if note.written is None:
        return say("Note by {author}", author=note.author)
    return say("Note by {author}, {day}", author=note.author, day=words.day(note.written))


def _joined(one: FilledBlock, other: FilledBlock) -> FilledBlock | None:
    if not isinstance(one.block, Paragraph) or not isinstance(other.block, Paragraph):
        return None
    content = (*one.block.content, Text(" "), *other.block.content)
    return FilledBlock(
        replace(one.block, content=content), (*one.rests_on, *other.rests_on), (*one.placed, *other.placed)
    )


def _by_officer(note: Note, opening: str, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[FilledBlock]:
    filled = fill(note.prose, evaluation)
    problems += filled.problems
    lead: tuple[Inline, ...] = (Strong((Text(opening),)), Text(" "))
    yield from led(filled.blocks, lead)
    if note.actions:
        items = tuple(_action(action) for action in note.actions)
        yield FilledBlock(List(items, ("\u2022",) * len(items)))


def led(passages: Sequence[FilledBlock], lead: tuple[Inline, ...]) -> Iterator[FilledBlock]:
    """The passages with bold words and a space before the first; above it, where it is no paragraph."""
    first = passages[0] if passages else None
    if first is not None and isinstance(first.block, Paragraph):
        yield replace(first, block=replace(first.block, content=(*lead, *first.block.content)))
        yield from passages[1:]
    else:
        yield FilledBlock(Paragraph(lead[:1]))
        yield from passages


def _action(action: Action) -> tuple[Inline, ...]:
    due = say("by {day}", day=words.day(action.due)) if action.due else ""
    who = ", ".join(filter(None, (action.owner, due)))
    tail = f" ({who})" if who else ""
    return (Strong((Text(say(words.ACTION)),)), Text(f" {action.text}{tail}"))
