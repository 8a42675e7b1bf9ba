"""compose: Evaluation to Document, from the masthead to the last line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from kpidsl.compose import attachment, key, performance, words
from kpidsl.compose.commentary import Passage, commentary
from kpidsl.compose.fill import fill
from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.document.model import (
    Block,
    Document,
    Fact,
    Facts,
    Heading,
    Inline,
    Link,
    List,
    Masthead,
    Note,
    Paragraph,
    Text,
)
from kpidsl.evaluation.model import Evaluation
from kpidsl.spec.model import Chapter, CommentaryPlace, Contact, PerformanceTable, Prose, Spec
from kpidsl.terms import Quality


def compose(evaluation: Evaluation, dataset: Dataset, as_at: date) -> Outcome[Document]:
    """The report. None where a placeholder that must be printed has no figure."""
    spec = evaluation.spec
    problems: list[Diagnostic] = []
    chapters = _Chapters(evaluation, dataset, problems)
    blocks = (*_opening(spec), *chapters.blocks(), *_closing(spec))
    found = in_order(dict.fromkeys(problems))
    if has_errors(found):
        return Outcome(None, found)
    council, meeting = spec.house.council, words.day(spec.meeting)
    document = Document(
        title=spec.title,
        author=council,
        subject=f"{spec.committee}, {meeting}",
        language=spec.house.language,
        dated=as_at,
        masthead=Masthead(council, spec.committee, meeting),
        running_head=f"{council}: {spec.committee}, {meeting}",
        page_label=words.PAGE_LABEL,
        blocks=blocks,
        attachments=(attachment.observations(evaluation, dataset.observations.values()),),
    )
    return Outcome(document, found)


# ---- before and after the chapters


def _opening(spec: Spec) -> Iterator[Block]:
    yield Heading(1, (Text(spec.title),), "title")
    facts = [Fact(words.REPORT_OF, ((Text(spec.author),),))]
    for front in spec.front:
        lines: list[tuple[Inline, ...]] = [(Text(front.text),)] if front.text else []
        lines += [_contact(contact) for contact in front.contacts]
        facts.append(Fact(front.label, tuple(lines)))
    yield Facts(tuple(facts))
    if spec.recommendations:
        yield Heading(2, (Text(words.RECOMMENDATIONS),), "recommendations")
        yield Paragraph((Text(spec.house.recommendation_lead),))
        labels = tuple(f"{number}." for number in range(1, len(spec.recommendations) + 1))
        yield List(tuple((Text(text),) for text in spec.recommendations), labels)


def _contact(contact: Contact) -> tuple[Inline, ...]:
    line: list[Inline] = [Text(f"{contact.name}, {contact.role}")]
    if contact.telephone:
        number = "".join(contact.telephone.split())
        line += [Text(f", {words.TELEPHONE} "), Link((Text(words.unbroken(contact.telephone)),), f"tel:{number}")]
    if contact.email:
        line += [Text(f", {words.EMAIL} "), Link((Text(contact.email),), f"mailto:{contact.email}")]
    return tuple(line)


def _closing(spec: Spec) -> Iterator[Block]:
    if spec.house.formats_statement:
        yield Note(words.OTHER_FORMATS, (Text(words.unbroken(spec.house.formats_statement)),))


# ---- chapters


class _Chapters:
    """Numbers run through here: of chapters, paragraphs and tables."""

    def __init__(self, evaluation: Evaluation, dataset: Dataset, problems: list[Diagnostic]) -> None:
        self._evaluation = evaluation
        self._dataset = dataset
        self._problems = problems
        self._tables = 0
        self._chapter = 0
        self._paragraph = 0
        self._illustrative: list[str] = []  # numbers of the paragraphs that rest on illustrative figures

    def blocks(self) -> tuple[Block, ...]:
        out: list[Block] = []
        note_at: int | None = None
        for chapter in self._evaluation.spec.chapters:
            self._chapter += 1
            self._paragraph = 0
            title = f"{chapter.title} {words.MANDATORY}" if chapter.mandatory else chapter.title
            out.append(Heading(2, (Text(title),), f"chapter-{self._chapter}", str(self._chapter)))
            for block in self._parts(chapter):
                out.append(block)
            if note_at is None and self._tables:
                note_at = len(out)
        note = illustrative_note(self._dataset.observations.values(), self._illustrative)
        if note is not None:
            out.insert(len(out) if note_at is None else note_at, note)
        return tuple(out)

    def _parts(self, chapter: Chapter) -> Iterator[Block]:
        if not chapter.parts:
            yield self._numbered(Paragraph((Text(chapter.standing),)))
        for part in chapter.parts:
            match part:
                case Prose():
                    filled = fill(part, self._evaluation)
                    self._problems += filled.problems
                    used = any(figure.is_illustrative for figure in filled.rests_on)
                    for block in filled.blocks:
                        yield self._numbered(block, used)
                case PerformanceTable():
                    self._tables += 1
                    yield performance.table(part, self._tables, self._evaluation)
                    yield key.key(self._evaluation, part)
                case CommentaryPlace():
                    yield from self._commentary()

    def _commentary(self) -> Iterator[Block]:
        for index, section in enumerate(commentary(self._evaluation, self._problems), start=1):
            if section.label:
                yield Heading(3, (Text(section.label),), f"commentary-{self._chapter}-{index}")
            for passage in section.passages:
                yield self._passage(passage)

    def _passage(self, passage: Passage) -> Block:
        return self._numbered(passage.block, passage.is_illustrative)

    def _numbered(self, block: Paragraph | List, is_illustrative: bool = False) -> Block:
        """Paragraphs get the next number; lists stand under the paragraph before them."""
        if isinstance(block, List):
            return replace(block, indented=True)
        self._paragraph += 1
        number = f"{self._chapter}.{self._paragraph}"
        if is_illustrative:
            self._illustrative.append(number)
        return replace(block, number=number)


def illustrative_note(observations: Iterable[Observation], paragraphs: list[str]) -> Note | None:
    """What the reader must be told of made-up figures; None where there are none."""
    made_up = [one for one in observations if one.quality is Quality.ILLUSTRATIVE]
    if not made_up:
        return None
    count = words.count_of(len(made_up), "figure", "figures")
    first, last = min(one.period for one in made_up), max(one.period for one in made_up)
    when = str(first) if first == last else f"{first} to {last}"
    text = f"{count} behind this report, for {when}, are illustrative: they were made up to show how the report works. "
    text += "The trends draw on them"
    if paragraphs:
        text += f", and so {'does paragraph' if len(paragraphs) == 1 else 'do paragraphs'} {words.listed(paragraphs)}"
    return Note(words.ILLUSTRATIVE_TITLE, (Text(text + "."),))
