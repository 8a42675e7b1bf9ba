"""compose: Evaluation to Document, from the masthead to the last line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from kpidsl.compose import (
    attachment,
    changes,
    charts,
    dictionary,
    exceptions,
    forecast,
    key,
    milestones,
    numbers,
    peers,
    performance,
    sources,
    summaries,
    typed,
    words,
)
from kpidsl.compose.abbreviations import expanded, glossary
from kpidsl.compose.commentary import commentary, marked
from kpidsl.compose.fill import FilledBlock, fill
from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.document.model import (
    Block,
    Chart,
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
    Table,
    Text,
)
from kpidsl.evaluation.comparable import looked_at
from kpidsl.evaluation.forecasts import forecast_periods
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.evaluation.owed import owed
from kpidsl.spec.indicator import Prose
from kpidsl.spec.model import (
    ActionsPlace,
    ChangesPlace,
    Chapter,
    ChartPlace,
    CommentaryPlace,
    Contact,
    DictionaryPlace,
    ExceptionsPlace,
    GlossaryPlace,
    MilestoneTable,
    PerformanceTable,
    Spec,
    SummaryPlace,
)
from kpidsl.terms import Kind, Quality


def compose(evaluation: Evaluation, dataset: Dataset, as_at: date, draft: bool = False) -> Outcome[Document]:
    """The report. None where a placeholder that must be printed has no figure. A draft says that it is one."""
    spec = dated(evaluation.spec)
    evaluation = expanded(replace(evaluation, spec=spec))
    problems: list[Diagnostic] = []
    announced = _announced(evaluation) if draft else ()
    blocks = (*_opening(evaluation, announced), *_chapters(evaluation, problems), *_closing(spec))
    contradictions = (*performance.contradictions(evaluation), *typed.against_data(evaluation))
    found = in_order(dict.fromkeys((*contradictions, *problems)))
    if has_errors(found):
        return Outcome(None, found)
    council, meeting = spec.house.council, words.day(spec.meeting)
    published = [row for row in dataset.observations.values() if _is_published(row, spec)]
    document = Document(
        title=f"{words.DRAFT_MARK}: {spec.title}" if draft else spec.title,
        author=council,
        subject=f"{spec.committee}, {meeting}",
        language=spec.house.language,
        dated=as_at,
        masthead=Masthead(council, spec.committee, meeting),
        running_head=f"{council}: {spec.committee}, {meeting}",
        page_label=words.PAGE_LABEL,
        blocks=blocks,
        attachments=(attachment.observations(evaluation, published),),
        mark=words.DRAFT_MARK if draft else "",
    )
    return Outcome(document, found)


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
    """The spec with its period in the title and recommendations, wherever they name it."""
    period = words.period(spec.period)
    recommendations = tuple(text.replace("{period}", period) for text in spec.recommendations)
    return replace(spec, title=spec.title.replace("{period}", period), recommendations=recommendations)


# ---- before and after the chapters


def _announced(evaluation: Evaluation) -> tuple[Block, ...]:
    """What a draft says of itself, once; the mark on its pages is not read out."""
    debts = owed(evaluation)
    text = words.DRAFT_MEANING
    if debts:
        are = "note is" if len(debts) == 1 else "notes are"
        text += f" {len(debts):,} {are} still owed; the text says “{words.NOTE_OWED}” wherever one is to come."
    return (Note(words.DRAFT, (Text(text),)),)


def _opening(evaluation: Evaluation, announced: tuple[Block, ...]) -> Iterator[Block]:
    spec = evaluation.spec
    yield Heading(1, (Text(spec.title),), "title")
    yield from announced
    facts = [Fact(words.REPORT_OF, ((Text(spec.author),),))]
    for front in spec.front:
        lines: list[tuple[Inline, ...]] = [(Text(front.text),)] if front.text else []
        lines += [_contact(contact) for contact in front.contacts]
        facts.append(Fact(front.label, tuple(lines)))
    yield Facts(tuple(facts))
    if evaluation.is_all_illustrative:
        yield Note(words.ILLUSTRATIVE_TITLE, (Text(words.ALL_ILLUSTRATIVE),))
    if spec.recommendations:
        yield Heading(2, (Text(words.RECOMMENDATIONS),), "recommendations")
        yield Paragraph((Text(spec.house.recommendation_lead),))
        labels = tuple(f"{number}." for number in range(1, len(spec.recommendations) + 1))
        yield List(tuple((Text(text),) for text in spec.recommendations), labels)


def _contact(contact: Contact) -> tuple[Inline, ...]:
    line: list[Inline] = [Text(f"{contact.name}, {contact.role}")]
    if contact.telephone:
        number = re.sub(r"[^\d+]", "", re.sub(r"\(0\)", "", contact.telephone))
        line += [Text(f", {words.TELEPHONE} "), Link((Text(words.unbroken(contact.telephone)),), f"tel:{number}")]
    if contact.email:
        line += [Text(f", {words.EMAIL} "), Link((Text(contact.email),), f"mailto:{contact.email}")]
    return tuple(line)


def _closing(spec: Spec) -> Iterator[Block]:
    if spec.house.formats_statement:
        yield Note(words.OTHER_FORMATS, (Text(words.unbroken(spec.house.formats_statement)),))


# ---- chapters


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of a chapter, not yet numbered, and the figures that it rests on."""

    block: Block
    rests_on: tuple[Figure, ...] = ()


def _chapters(evaluation: Evaluation, problems: list[Diagnostic]) -> tuple[Block, ...]:
    """Chapters, paragraphs and tables with their numbers; the note on illustrative figures stands after the first table
    (else at the end), unless all are and that has been said."""
    out: list[Block] = []
    used: list[Figure] = []
    illustrative: list[str] = []  # the numbers of paragraphs that rest on such figures
    note_at: int | None = None
    drawn: list[int] = []  # the numbers of charts that do
    tables = charted = 0
    for number, chapter in enumerate(evaluation.spec.chapters, start=1):
        title = f"{chapter.title} {words.MANDATORY}" if chapter.mandatory else chapter.title
        out.append(Heading(2, (Text(title),), f"chapter-{number}", str(number)))
        paragraph = 0
        for piece in _pieces(chapter, number, evaluation, problems):
            used += piece.rests_on
            block = piece.block
            if isinstance(block, Table):
                tables += 1
                block = replace(block, caption=f"{words.TABLE} {tables}. {block.caption}")
            if isinstance(block, Chart):
                charted += 1
                block = _numbered(block, charted)
                drawn += [charted] if any(figure.is_illustrative for figure in piece.rests_on) else []
            if isinstance(block, Paragraph):
                paragraph += 1
                block = replace(block, number=f"{number}.{paragraph}")
            if isinstance(block, Paragraph | List) and any(figure.is_illustrative for figure in piece.rests_on):
                illustrative.append(f"{number}.{max(paragraph, 1)}")
            out.append(block)
        if note_at is None and any(isinstance(part, PerformanceTable) for part in chapter.parts):
            note_at = len(out)
    note = illustrative_note(used, tuple(dict.fromkeys(illustrative)), evaluation, drawn)
    if note is not None and not evaluation.is_all_illustrative:
        out.insert(len(out) if note_at is None else note_at, note)
    return tuple(out)


def _numbered(chart: Chart, number: int) -> Chart:
    """The chart and its table under their number."""
    table = replace(chart.table, caption=f"{words.DATA_FOR} {number}")
    return replace(chart, caption=f"{words.CHART} {number}. {chart.caption}", table=table)


def _pieces(chapter: Chapter, number: int, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[_Piece]:
    if not chapter.parts:
        yield _Piece(Paragraph((Text(chapter.standing),)))
    for part in chapter.parts:
        match part:
            case Prose():
                filled = fill(part, evaluation)
                problems += filled.problems
                for passage in filled.blocks:
                    yield _passage(passage, evaluation)
            case PerformanceTable():
                table = performance.table(part, evaluation)
                yield _Piece(table, performance.figures(part, evaluation))
                explained = key.key(evaluation, part, table)
                if explained.entries:
                    yield _Piece(explained)
                quoted = sources.listed(peers.in_table(evaluation, part))
                if quoted:
                    yield _Piece(Note(words.SOURCES_TITLE, (Text(quoted),)))
                revised = tuple(_revised(evaluation))
                if revised:
                    yield _Piece(Note(words.REVISED_TITLE, (Text(" ".join(revised)),)))
                redefined = tuple(_redefined(part, evaluation))
                if redefined:
                    yield _Piece(Note(words.REDEFINED_TITLE, (Text(" ".join(redefined)),)))
                overridden = tuple(_overridden(evaluation))
                if overridden:
                    yield _Piece(Note(words.OVERRIDDEN_TITLE, (Text(" ".join(overridden)),)))
            case ChartPlace():
                charted = charts.charted(part, evaluation)
                problems += [charted.problem] if charted.problem else []
                if charted.chart is not None:
                    yield _Piece(charted.chart, charted.rests_on)
            case MilestoneTable():
                yield from map(_Piece, milestones.blocks(part, evaluation))
            case ChangesPlace():
                assert evaluation.changes is not None  # check has seen to that
                figures = tuple(revised.now for revised in evaluation.changes.revised)
                yield from (_Piece(block, figures) for block in changes.said(evaluation.changes))
            case CommentaryPlace():
                yield from _commentary(number, evaluation, problems)
            case ExceptionsPlace():
                listed = exceptions.exceptions(part, evaluation, problems)
                if listed.table is not None:
                    yield _Piece(listed.table, listed.rests_on)
                for passage in listed.passages:
                    yield _passage(passage, evaluation)
            case ActionsPlace():
                yield _Piece(exceptions.actions(evaluation))
            case SummaryPlace():
                made = summaries.summarise(part, evaluation)
                for block in made.blocks:
                    if isinstance(block, Paragraph):
                        yield _passage(FilledBlock(block, made.rests_on), evaluation)
                    else:
                        yield _Piece(block, made.rests_on)
            case GlossaryPlace():
                yield _Piece(glossary(evaluation))
            case DictionaryPlace():
                yield from map(_Piece, dictionary.blocks(number, evaluation))
            case _:
                assert_never(part)


def _revised(evaluation: Evaluation) -> Iterator[str]:
    """Targets that were changed and count now: what they were, since when, and why."""
    for one in evaluation.assessments:
        target = one.target
        if target is not None and target.since is not None and target.was is not None and one.indicator.section:
            was, now = numbers.limit(one.indicator, target.was), numbers.target(one)
            since = words.short(target.since)
            yield f"{one.indicator.label}: {now} from {since}, before that {was} ({target.reason})."


def _redefined(place: PerformanceTable, evaluation: Evaluation) -> Iterator[str]:
    """Redefinitions that stand between this period and one that the table shows, draws or compares: since when, and
    why."""
    now = evaluation.spec.period
    drawn = max((spec.periods for spec in place.columns), default=0)
    for one in evaluation.assessments:
        earlier = {now.outturn, now.previous, now.same_period_last_year, *now.last(drawn)}
        earlier |= {then for travel in one.directions for then in looked_at(one.indicator, now, travel.against)}
        for redefinition in one.indicator.redefinitions:
            if one.indicator.section and any(redefinition.parts(then, now) for then in earlier):
                since = words.short(redefinition.since)
                yield f"{one.indicator.label}: from {since} ({redefinition.reason})."


def _overridden(evaluation: Evaluation) -> Iterator[str]:
    """Statuses that were set by judgement: whose, and why."""
    for one in evaluation.assessments:
        if one.override is not None and one.indicator.section:
            word, author = one.override.state.mark.word, one.override.author
            yield words.overridden(one.indicator.label, word, author, one.override.reason)


def _commentary(number: int, evaluation: Evaluation, problems: list[Diagnostic]) -> Iterator[_Piece]:
    sections = tuple(commentary(evaluation, problems))
    for index, section in enumerate(sections, start=1):
        if section.label or len(sections) > 1:
            label = section.label or words.OTHER_FIGURES
            yield _Piece(Heading(3, (Text(label),), f"commentary-{number}-{index}"))
        for passage in section.passages:
            yield _passage(passage, evaluation)
    quoted = sources.listed(sources.in_commentary(evaluation))
    if quoted:
        yield _Piece(Note(words.SOURCES_TITLE, (Text(quoted),)))


def _passage(passage: FilledBlock, evaluation: Evaluation) -> _Piece:
    """Lists stand under the paragraph before them."""
    block = marked(passage, all_illustrative=evaluation.is_all_illustrative)
    return _Piece(replace(block, indented=True) if isinstance(block, List) else block, passage.rests_on)


def illustrative_note(
    used: Iterable[Figure], paragraphs: tuple[str, ...], evaluation: Evaluation, charts: Sequence[int] = ()
) -> Note | None:
    """What the reader must be told of made-up figures that the report rests on; None where there are none."""
    made_up = {one for figure in used for one in figure.observations if one.quality is Quality.ILLUSTRATIVE}
    if not made_up:
        return None
    first, last = min(one.period for one in made_up), max(one.period for one in made_up)
    when = words.short(first) if first == last else f"{words.short(first)} to {words.short(last)}"
    if len(made_up) == 1:
        text = f"One figure behind this report, for {when}, is illustrative: it was"
    else:
        text = f"{len(made_up):,} figures behind this report, for {when}, are illustrative: they were"
    text += " made up to show how the report works."
    if performance.draws_on_illustrative(evaluation):
        text += " Some of the trends are drawn through such figures."
    if charts:
        are = "Chart {} is" if len(charts) == 1 else "Charts {} are"
        text += f" {are.format(words.listed([str(number) for number in charts]))} drawn with such figures."
    if len(paragraphs) == 1:
        text += f" Paragraph {paragraphs[0]} rests on them."
    elif paragraphs:
        text += f" Paragraphs {words.listed(paragraphs)} rest on them."
    return Note(words.ILLUSTRATIVE_TITLE, (Text(text),))
