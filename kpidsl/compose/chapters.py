"""The chapters of a report, part by part: numbered, and each paragraph with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from kpidsl.compose import (
    authority_table,
    beside,
    charts,
    exceptions,
    grouping,
    overview,
    performance,
    sources,
    summaries,
    words,
    workings,
)
from kpidsl.compose.abbreviations import glossary
from kpidsl.compose.commentary import commentary, marked
from kpidsl.compose.fill import FilledBlock, fill
from kpidsl.compose.origins import Origins
from kpidsl.compose.placed import of_placed
from kpidsl.compose.working import Made, of_table, row_of
from kpidsl.compose.workings import Inputs
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import (
    Block,
    Chart,
    Heading,
    List,
    NewPage,
    Note,
    Paragraph,
    Table,
    Text,
)
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.render.csv import Growing
from kpidsl.saying import say
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
    SummaryPlace,
    WorkingsPlace,
)
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of a chapter, not yet numbered, the figures that it rests on, and how those that it prints were made,
    which is worked out only as it is asked for."""

    block: Block
    rests_on: tuple[Figure, ...] = ()
    made: Iterable[Made] = ()


def chapters(
    evaluation: Evaluation,
    inputs: Inputs,
    problems: list[Diagnostic],
    made: Growing | None,
    *,
    in_any_order: bool,
) -> tuple[Block, ...]:
    """Chapters, paragraphs and tables with their numbers; the note on illustrative figures stands after the first table
    (else at the end), unless all are and that has been said. How the figures were made is added to `made`, if that is
    given: with the number of their paragraph or table. Tables say how their rows can be put `in_any_order`, where that
    is shown."""
    out: list[Block] = []
    used: list[Figure] = []
    illustrative: list[str] = []  # the numbers of paragraphs that rest on such figures
    note_at: int | None = None
    drawn: list[int] = []  # the numbers of charts that do
    tables = charted = 0
    origins = Origins(inputs.made_from)
    for number, chapter in enumerate(evaluation.spec.chapters, start=1):
        title = f"{chapter.title} {say(words.MANDATORY)}" if chapter.mandatory else chapter.title
        if chapter.parts and isinstance(chapter.parts[0], OverviewPlace):
            out.append(NewPage(say(words.OVERVIEW)))
        out.append(Heading(2, (Text(title),), f"chapter-{number}", str(number)))
        paragraph = 0
        for piece in _pieces(chapter, number, evaluation, inputs, origins, problems, in_any_order):
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
                block = Paragraph(block.content, f"{number}.{paragraph}", block.indented)
            if isinstance(block, Paragraph | List) and any(figure.is_illustrative for figure in piece.rests_on):
                illustrative.append(f"{number}.{max(paragraph, 1)}")
            if made is not None:
                where = (
                    f"{say(words.TABLE)} {tables}"
                    if isinstance(block, Table)
                    else say("Paragraph {number}", number=f"{number}.{max(paragraph, 1)}")
                )
                made.add(row_of(f"{where}, {place}" if place else where, one, origins) for place, one in piece.made)
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
    chapter: Chapter,
    number: int,
    evaluation: Evaluation,
    inputs: Inputs,
    origins: Origins,
    problems: list[Diagnostic],
    in_any_order: bool,
) -> Iterator[_Piece]:
    def passage(one: FilledBlock) -> _Piece:
        return _passage(one, evaluation, origins)

    if not chapter.parts:
        yield _Piece(Paragraph((Text(chapter.standing),)))
    for at, part in enumerate(chapter.parts, start=1):
        match part:
            case Prose():
                filled = fill(part, evaluation)
                problems += filled.problems
                yield from map(passage, filled.blocks)
            case PerformanceTable():
                table = performance.table(part, evaluation, in_any_order=in_any_order)
                figures = performance.figures(part, evaluation)
                for one in grouping.grouped(table, part, evaluation, f"table-{number}-{at}"):
                    found = of_table(one.shown, part.columns, one.source, evaluation, origins)
                    yield _Piece(one.block, figures, found)
                    figures = ()  # of all tables, once
                yield from map(_Piece, beside.blocks(part, table, evaluation))
            case ChartPlace():
                charted = charts.charted(part, evaluation)
                problems += [charted.problem] if charted.problem else []
                if charted.chart is not None:
                    yield _Piece(charted.chart, charted.rests_on)
            case MilestoneTable():
                from kpidsl.compose import milestones  # these three only here: few reports have them

                yield from map(_Piece, milestones.blocks(part, evaluation))
            case AuthorityTable():
                shown = authority_table.shown(part, evaluation)
                yield from (_Piece(block, shown.rests_on) for block in shown.blocks)
            case ChangesPlace():
                from kpidsl.compose import changes

                assert evaluation.changes is not None  # check has seen to that
                figures = tuple(revised.now for revised in evaluation.changes.revised)
                yield from (_Piece(block, figures) for block in changes.said(evaluation.changes))
            case WorkingsPlace():
                yield from map(_Piece, workings.blocks(number, evaluation, inputs))
            case CommentaryPlace():
                yield from _commentary(number, evaluation, origins, problems)
            case ExceptionsPlace():
                listed = exceptions.exceptions(part, evaluation, problems)
                if listed.table is not None:
                    found = of_table(listed.found, exceptions.columns(part), listed.table, evaluation, origins)
                    yield _Piece(listed.table, listed.rests_on, found)
                yield from map(passage, listed.passages)
            case ActionsPlace():
                yield from map(_Piece, exceptions.actions(evaluation))
            case OverviewPlace():
                for block, figures in overview.blocks(evaluation, opens_chapter=part is chapter.parts[0]):
                    yield _piece(block, figures, evaluation, origins)
            case SummaryPlace():
                made = summaries.summarise(part, evaluation)
                for block in made.blocks:
                    yield replace(_piece(block, made.rests_on, evaluation, origins), made=made.counts(block, origins))
            case GlossaryPlace():
                yield _Piece(glossary(evaluation))
            case DictionaryPlace():
                from kpidsl.compose import dictionary

                yield from map(_Piece, dictionary.blocks(authority_table.any_of(evaluation)))
            case _:
                assert_never(part)


def _commentary(number: int, evaluation: Evaluation, origins: Origins, problems: list[Diagnostic]) -> Iterator[_Piece]:
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
            yield _passage(passage, evaluation, origins)
    quoted = sources.listed(sources.in_commentary(evaluation))
    if quoted:
        yield _Piece(Note(say(words.SOURCES_TITLE), (Text(quoted),)))


def _piece(block: Block, figures: tuple[Figure, ...], evaluation: Evaluation, origins: Origins) -> _Piece:
    if isinstance(block, Paragraph | List):
        return _passage(FilledBlock(block, figures), evaluation, origins)
    return _Piece(block, figures)


def _passage(passage: FilledBlock, evaluation: Evaluation, origins: Origins) -> _Piece:
    """Lists stand under the paragraph before them."""
    block = marked(passage, all_illustrative=evaluation.is_all_illustrative)
    block = replace(block, indented=True) if isinstance(block, List) else block
    made = (("", of_placed(placed, evaluation, origins)) for placed in passage.placed)
    return _Piece(block, passage.rests_on, made)
