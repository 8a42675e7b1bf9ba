"""compose: Evaluation to Document, from the masthead to the last line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from kpidsl.compose import (
    attachment,
    authority_table,
    beside,
    changes,
    charts,
    dictionary,
    exceptions,
    forecast,
    grouping,
    milestones,
    overview,
    performance,
    sources,
    summaries,
    typed,
    words,
    workings,
)
from kpidsl.compose.abbreviations import expanded, glossary
from kpidsl.compose.commentary import commentary, marked
from kpidsl.compose.details import details, page_words
from kpidsl.compose.fill import FilledBlock, fill
from kpidsl.compose.heading_case import cased
from kpidsl.compose.placed import of_placed
from kpidsl.compose.working import Working, of_table
from kpidsl.compose.workings import Inputs
from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.document.model import (
    Attachment,
    Block,
    Chart,
    Contents,
    ContentsEntry,
    Document,
    Fact,
    Facts,
    Heading,
    Inline,
    Link,
    List,
    Logo,
    Masthead,
    NewPage,
    Note,
    Paragraph,
    Table,
    Text,
)
from kpidsl.evaluation.forecasts import forecast_periods
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.evaluation.owed import owed
from kpidsl.saying import say, say_number
from kpidsl.spec.council import Contact
from kpidsl.spec.indicator import Prose, Theme
from kpidsl.spec.model import (
    ActionsPlace,
    AuthorityTable,
    ChangesPlace,
    Chapter,
    ChartPlace,
    CommentaryPlace,
    DictionaryPlace,
    ExceptionsPlace,
    GlossaryPlace,
    MilestoneTable,
    OverviewPlace,
    PerformanceTable,
    Spec,
    SummaryPlace,
    WorkingsPlace,
)
from kpidsl.terms import Kind
from kpidsl.values import dataclass


def compose(
    evaluation: Evaluation,
    dataset: Dataset,
    as_at: date,
    inputs: Inputs,
    draft: bool = False,
    logo: Logo | None = None,
    *,
    with_details: bool = True,
    with_files: bool = True,
) -> Outcome[Document]:
    """The report. None where a placeholder that must be printed has no figure. A draft says that it is one.

    What stands behind its rows, and the files inside it, take half of the time: they are left out where no format is
    made that shows them.
    """

    def files(dated: Evaluation) -> Attachment:
        return attachment.observations(dated, published(dataset, dated.spec))

    return _composed(evaluation, files if with_files else None, as_at, inputs, draft, logo, with_details)


def compose_together(
    evaluation: Evaluation,
    datasets: Sequence[Dataset],
    as_at: date,
    inputs: Inputs,
    draft: bool = False,
    logo: Logo | None = None,
    *,
    with_details: bool = True,
    with_files: bool = True,
) -> Outcome[Document]:
    """The report on all authorities of an evaluation, as `compose` makes one; `datasets` are those of its authorities,
    in their order."""

    def files(dated: Evaluation) -> Attachment:
        rows = [
            (one.spec.house.council, published(dataset, one.spec))
            for one, dataset in zip(evaluation.authorities, datasets, strict=True)
        ]
        return attachment.of_each(dated, rows)

    return _composed(evaluation, files if with_files else None, as_at, inputs, draft, logo, with_details)


def _composed(
    evaluation: Evaluation,
    observations: Callable[[Evaluation], Attachment] | None,
    as_at: date,
    inputs: Inputs,
    draft: bool,
    logo: Logo | None,
    with_details: bool,
) -> Outcome[Document]:
    spec = dated(evaluation.spec)
    evaluation = expanded(replace(evaluation, spec=spec))
    problems: list[Diagnostic] = []
    announced = _announced(evaluation) if draft else ()
    made: list[Working] = []
    chapters = _chapters(evaluation, inputs, problems, made)
    blocks = (*_opening(evaluation, announced), *_contents(spec, chapters), *chapters, *_closing(spec))
    contradictions = (*performance.contradictions(evaluation), *typed.against_data(evaluation))
    found = in_order(dict.fromkeys((*contradictions, *problems)))
    if has_errors(found):
        return Outcome(None, found)
    council, meeting = spec.house.council, words.day(spec.meeting)
    files: tuple[Attachment, ...] = ()
    if observations is not None:
        files = (observations(evaluation), *workings.attachments(made, evaluation, inputs))
    document = Document(
        title=f"{say(words.DRAFT_MARK)}: {spec.title}" if draft else spec.title,
        author=council,
        subject=f"{spec.committee}, {meeting}",
        language=spec.language,
        dated=as_at,
        masthead=Masthead(council, spec.committee, meeting, logo),
        running_head=f"{council}: {spec.committee}, {meeting}",
        page_label=say(words.PAGE_LABEL),
        page_words=page_words(),
        blocks=cased(blocks, spec.house.headings),
        details=details(evaluation, inputs.made_from.folder) if with_details else (),
        attachments=files,
        mark=say(words.DRAFT_MARK) if draft else "",
    )
    return Outcome(document, found)


def published(dataset: Dataset, spec: Spec) -> tuple[Observation, ...]:
    """The rows of the data that are attached to the report."""
    return tuple(row for row in dataset.observations.values() if _is_published(row, spec))


def _is_published(row: Observation, spec: Spec) -> bool:
    """Whether a row is of the report's period or before, or of what is expected or aimed at in its year."""
    match row.kind:
        case Kind.ACTUAL:
            return row.period.end <= spec.period.end
        case Kind.FORECAST:
            return row.period in forecast_periods(spec.period) and forecast.is_used(spec)
        case Kind.BASELINE | Kind.TARGET:
            return row.period.end <= spec.period.whole_year.end
        case _:
            assert_never(row.kind)


def dated(spec: Spec) -> Spec:
    """The spec with its period and council in the title, recommendations and front block, wherever they name them. Of
    a spec for each of several authorities, that is what stands for all of them."""
    several = spec.authorities is not None and not spec.authorities.together and not spec.authorities.is_one
    council = say("each authority") if several else spec.house.council

    def filled(text: str) -> str:
        return words.filled(text, spec.period, council)

    front = tuple(replace(line, text=filled(line.text)) for line in spec.front)
    recommendations = tuple(map(filled, spec.recommendations))
    return replace(spec, title=filled(spec.title), recommendations=recommendations, front=front)


# ---- before and after the chapters


def _announced(evaluation: Evaluation) -> tuple[Block, ...]:
    """What a draft says of itself, once; the mark on its pages is not read out."""
    debts = owed(evaluation)
    text = say(words.DRAFT_MEANING)
    if debts:
        text += " " + say_number(
            len(debts),
            "{number} note is still owed; the text says “{owed}” wherever one is to come.",
            "{number} notes are still owed; the text says “{owed}” wherever one is to come.",
            owed=say(words.NOTE_OWED),
        )
    return (Note(say(words.DRAFT), (Text(text),)),)


def _opening(evaluation: Evaluation, announced: tuple[Block, ...]) -> Iterator[Block]:
    spec = evaluation.spec
    yield Heading(1, (Text(spec.title),), "title")
    yield from announced
    facts = [Fact(say(words.REPORT_OF), ((Text(spec.author),),))]
    for front in spec.front:
        lines: list[tuple[Inline, ...]] = [(Text(front.text),)] if front.text else []
        lines += [_contact(contact) for contact in front.contacts]
        facts.append(Fact(front.label, tuple(lines)))
    yield Facts(tuple(facts))
    if evaluation.is_all_illustrative:
        yield Note(say(words.ILLUSTRATIVE_TITLE), (Text(say(words.ALL_ILLUSTRATIVE)),))
    if spec.recommendations:
        yield Heading(2, (Text(say(words.RECOMMENDATIONS)),), "recommendations")
        yield Paragraph((Text(spec.house.recommendation_lead or say(words.RECOMMENDATION_LEAD)),))
        labels = tuple(f"{number}." for number in range(1, len(spec.recommendations) + 1))
        yield List(tuple((Text(text),) for text in spec.recommendations), labels)


def _contact(contact: Contact) -> tuple[Inline, ...]:
    line: list[Inline] = [Text(f"{contact.name}, {contact.role}")]
    if contact.telephone:
        number = re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", contact.telephone))
        line += [Text(f", {say(words.TELEPHONE)} "), Link((Text(words.unbroken(contact.telephone)),), f"tel:{number}")]
    if contact.email:
        line += [Text(f", {say(words.EMAIL)} "), Link((Text(contact.email),), f"mailto:{contact.email}")]
    return tuple(line)


def _contents(spec: Spec, chapters: Iterable[Block]) -> Iterator[Block]:
    """The chapters, and as many levels of headings below them as are asked for."""
    if spec.contents:
        headings = (one for one in chapters if isinstance(one, Heading) and one.level <= 1 + spec.contents)
        yield Heading(2, (Text(say(words.CONTENTS)),), "contents")
        yield Contents(tuple(ContentsEntry(one.level - 1, one.number, one.content, one.id) for one in headings))


def _closing(spec: Spec) -> Iterator[Block]:
    if spec.house.formats_statement:
        yield Note(say(words.OTHER_FORMATS), (Text(words.unbroken(spec.house.formats_statement)),))


# ---- chapters


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of a chapter, not yet numbered, the figures that it rests on, and how those that it prints were made."""

    block: Block
    rests_on: tuple[Figure, ...] = ()
    made: tuple[Working, ...] = ()


def _chapters(
    evaluation: Evaluation, inputs: Inputs, problems: list[Diagnostic], made: list[Working]
) -> tuple[Block, ...]:
    """Chapters, paragraphs and tables with their numbers; the note on illustrative figures stands after the first table
    (else at the end), unless all are and that has been said."""
    out: list[Block] = []
    used: list[Figure] = []
    illustrative: list[str] = []  # the numbers of paragraphs that rest on such figures
    note_at: int | None = None
    drawn: list[int] = []  # the numbers of charts that do
    tables = charted = 0
    for number, chapter in enumerate(evaluation.spec.chapters, start=1):
        title = f"{chapter.title} {say(words.MANDATORY)}" if chapter.mandatory else chapter.title
        if chapter.parts and isinstance(chapter.parts[0], OverviewPlace):
            out.append(NewPage(say(words.OVERVIEW)))
        out.append(Heading(2, (Text(title),), f"chapter-{number}", str(number)))
        paragraph = 0
        for piece in _pieces(chapter, number, evaluation, inputs, problems):
            used += piece.rests_on
            block = piece.block
            if isinstance(block, Table):
                tables += 1
                block = replace(block, caption=f"{say(words.TABLE)} {tables}. {block.caption}")
            if isinstance(block, Chart):
                charted += 1
                block = _numbered(block, charted)
                drawn += [charted] if any(figure.is_illustrative for figure in piece.rests_on) else []
            if isinstance(block, Paragraph):
                paragraph += 1
                block = replace(block, number=f"{number}.{paragraph}")
            if isinstance(block, Paragraph | List) and any(figure.is_illustrative for figure in piece.rests_on):
                illustrative.append(f"{number}.{max(paragraph, 1)}")
            where = (
                f"{say(words.TABLE)} {tables}"
                if isinstance(block, Table)
                else say("Paragraph {number}", number=f"{number}.{max(paragraph, 1)}")
            )
            made += [replace(one, place=", ".join(filter(None, (where, one.place)))) for one in piece.made]
            out.append(block)
        if note_at is None and any(isinstance(part, PerformanceTable | AuthorityTable) for part in chapter.parts):
            note_at = len(out)
    note = beside.illustrative(used, tuple(dict.fromkeys(illustrative)), evaluation, drawn)
    if note is not None and not evaluation.is_all_illustrative:
        out.insert(len(out) if note_at is None else note_at, note)
    return tuple(out)


def _numbered(chart: Chart, number: int) -> Chart:
    """The chart and its table under their number."""
    table = replace(chart.table, caption=f"{say(words.DATA_FOR)} {number}")
    return replace(chart, caption=f"{say(words.CHART)} {number}. {chart.caption}", table=table)


def _pieces(
    chapter: Chapter, number: int, evaluation: Evaluation, inputs: Inputs, problems: list[Diagnostic]
) -> Iterator[_Piece]:
    def passage(one: FilledBlock) -> _Piece:
        return _passage(one, evaluation, inputs)

    if not chapter.parts:
        yield _Piece(Paragraph((Text(chapter.standing),)))
    for at, part in enumerate(chapter.parts, start=1):
        match part:
            case Prose():
                filled = fill(part, evaluation)
                problems += filled.problems
                yield from map(passage, filled.blocks)
            case PerformanceTable():
                table = performance.table(part, evaluation)
                figures = performance.figures(part, evaluation)
                for one in grouping.grouped(table, part, evaluation, f"table-{number}-{at}"):
                    found = of_table(one.shown, part.columns, one.source, evaluation, inputs.made_from)
                    yield _Piece(one.block, figures, tuple(found))
                    figures = ()  # of all tables, once
                yield from map(_Piece, beside.blocks(part, table, evaluation))
            case ChartPlace():
                charted = charts.charted(part, evaluation)
                problems += [charted.problem] if charted.problem else []
                if charted.chart is not None:
                    yield _Piece(charted.chart, charted.rests_on)
            case MilestoneTable():
                yield from map(_Piece, milestones.blocks(part, evaluation))
            case AuthorityTable():
                shown = authority_table.shown(part, evaluation)
                yield from (_Piece(block, shown.rests_on) for block in shown.blocks)
            case ChangesPlace():
                assert evaluation.changes is not None  # check has seen to that
                figures = tuple(revised.now for revised in evaluation.changes.revised)
                yield from (_Piece(block, figures) for block in changes.said(evaluation.changes))
            case WorkingsPlace():
                yield from map(_Piece, workings.blocks(number, evaluation, inputs))
            case CommentaryPlace():
                yield from _commentary(number, evaluation, inputs, problems)
            case ExceptionsPlace():
                listed = exceptions.exceptions(part, evaluation, problems)
                if listed.table is not None:
                    found = of_table(listed.found, exceptions.columns(part), listed.table, evaluation, inputs.made_from)
                    yield _Piece(listed.table, listed.rests_on, tuple(found))
                yield from map(passage, listed.passages)
            case ActionsPlace():
                yield from map(_Piece, exceptions.actions(evaluation))
            case OverviewPlace():
                for block, figures in overview.blocks(evaluation, opens_chapter=part is chapter.parts[0]):
                    yield _piece(block, figures, evaluation, inputs)
            case SummaryPlace():
                made = summaries.summarise(part, evaluation)
                for block in made.blocks:
                    yield replace(_piece(block, made.rests_on, evaluation, inputs), made=tuple(made.counts(block)))
            case GlossaryPlace():
                yield _Piece(glossary(evaluation))
            case DictionaryPlace():
                yield from map(_Piece, dictionary.blocks(authority_table.any_of(evaluation)))
            case _:
                assert_never(part)


def _commentary(number: int, evaluation: Evaluation, inputs: Inputs, problems: list[Diagnostic]) -> Iterator[_Piece]:
    sections = tuple(commentary(evaluation, problems))
    above: Theme | None = None
    for index, part in enumerate(sections, start=1):
        theme = part.section.theme if part.section else None
        if theme is not None and theme != above:
            yield _Piece(Heading(3, (Text(theme.label),), f"commentary-{number}-{theme.name}"))
        above = theme
        if part.section or len(sections) > 1:
            label = part.section.label if part.section else say(words.OTHER_FIGURES)
            yield _Piece(Heading(4 if theme else 3, (Text(label),), f"commentary-{number}-{index}"))
        for passage in part.passages:
            yield _passage(passage, evaluation, inputs)
    quoted = sources.listed(sources.in_commentary(evaluation))
    if quoted:
        yield _Piece(Note(say(words.SOURCES_TITLE), (Text(quoted),)))


def _piece(block: Block, figures: tuple[Figure, ...], evaluation: Evaluation, inputs: Inputs) -> _Piece:
    if isinstance(block, Paragraph | List):
        return _passage(FilledBlock(block, figures), evaluation, inputs)
    return _Piece(block, figures)


def _passage(passage: FilledBlock, evaluation: Evaluation, inputs: Inputs) -> _Piece:
    """Lists stand under the paragraph before them."""
    block = marked(passage, all_illustrative=evaluation.is_all_illustrative)
    block = replace(block, indented=True) if isinstance(block, List) else block
    made = tuple(of_placed(placed, evaluation, inputs.made_from) for placed in passage.placed)
    return _Piece(block, passage.rests_on, made)
