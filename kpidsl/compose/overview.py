"""The overview: the whole report on one page, for those who read no other.

What is left out is decided here, by an estimate of lines on the generous side; whether the page holds the rest is for
the layout to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from kpidsl.compose import directions, exceptions, numbers, since, summaries, words
from kpidsl.document.model import Block, Inline, Link, List, NewPage, Paragraph, Segment, StackedBar, Text
from kpidsl.evaluation import summary
from kpidsl.evaluation.comparison import with_last_report, with_period_before
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.summary import Tally
from kpidsl.spec.model import ActionsPlace, ChapterPart, ExceptionsPlace, PerformanceTable
from kpidsl.terms import Comparator, SummaryBy

_LINES = 40  # of a page, below the heading of its chapter
_LETTERS = 74  # on a line of a list
_MOST_PARTS = 10  # rows of sections or themes
_MOST_MOVED = 4  # indicators named as better, and as worse
_FOR_ACTIONS = 6  # lines that the worst indicators leave to the actions, where there are any

Part = tuple[Block, tuple[Figure, ...]]  # a block, and what it rests on


@dataclass(slots=True)
class _Lines:
    """How much of the page is left."""

    left: int = field(default=_LINES)

    def take(self, text: str) -> str:
        self.left -= lines(text) + 1
        return text


def lines(text: str) -> int:
    """How many lines a text may take."""
    return ceil(len(text) / _LETTERS)


def blocks(evaluation: Evaluation, *, opens_chapter: bool) -> Iterator[Part]:
    """All of the page: it is turned before, unless that was done above the heading of the chapter, and after."""
    if not opens_chapter:
        yield NewPage(words.OVERVIEW), ()
    page = _Lines()
    tallies = summary.tallies(evaluation)
    rests_on = tuple(summary.looked_at(summary.listed(evaluation), None, moved=False))
    said = [summaries.how_many(evaluation), *summaries.rounding(tallies), *_milestones(evaluation)]
    yield _paragraph(page.take(" ".join(said)), rests_on)
    for tally in tallies:
        page.left -= 5
        yield bar(tally, evaluation), rests_on
    by = SummaryBy.THEME if evaluation.spec.themes else SummaryBy.SECTION
    for tally in tallies:
        table = summaries.by_part(by, tally, evaluation, alone=len(tallies) == 1, most=_MOST_PARTS, shares=True)
        page.left -= 4 + ceil(len(table.groups[0].rows) * 3 / 2)
        yield table, rests_on
    for text, figures in _moved(evaluation):
        yield _paragraph(page.take(text), figures)
    due = exceptions.next_actions(evaluation)
    for tally in tallies:
        yield from _worst(tally, evaluation, page, _FOR_ACTIONS if due else 2)
    yield from _actions(due, evaluation, page)
    yield NewPage(), ()


def _paragraph(text: str, figures: tuple[Figure, ...] = ()) -> Part:
    return Paragraph((Text(text),)), figures


def bar(tally: Tally, evaluation: Evaluation) -> StackedBar:
    """The statuses of one scheme's rated indicators as parts of a bar."""
    segments = []
    for state in tally.scheme.states:
        count, exact = len(tally.of_state(state)), tally.share(state)
        label = f"{state.mark.word}: {count:,} ({summaries.share(exact)})"
        segments.append(Segment(state.mark, label, Decimal(round(exact * 100)) / 10_000))
    rated = words.count_of(len(tally.rated), "rated indicator", "rated indicators")
    caption = f"{rated} by status in {words.period(evaluation.spec.period)}: {tally.scheme.label}"
    parts = ", ".join(segment.label for segment in segments)
    return StackedBar(caption, tuple(segments), f"A bar of {rated}, in parts as long as their shares. {parts}.")


def _milestones(evaluation: Evaluation) -> Iterator[str]:
    """`Of the 5 milestones, 3 are On track and 2 are Overdue.`"""
    found = [one.state for one in evaluation.milestones]
    if found:
        counts = [f"{found.count(state):,} {state.mark.word}" for state in dict.fromkeys(found)]
        yield f"Milestones: {words.listed(counts)}."


def _moved(evaluation: Evaluation) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Since the report before where there is one, else since the period before."""
    last = with_last_report(evaluation)
    if evaluation.changes is not None and last is None:
        yield since.other_length(evaluation), ()
        return
    compared = with_period_before(evaluation) if last is None else last.compared
    when = words.compared_with(Comparator.PREVIOUS, evaluation.spec.period.grain)
    if last is not None:
        when = f"the report on {words.period(last.since.period)}"
    if not compared:
        yield f"No status can be compared with that of {when}.", ()
        return
    rated = sum(one.state is not None for one in summary.listed(evaluation))
    among = words.count_of(rated, "rated indicator", "rated indicators")
    lead = f"{len(compared):,} of {among} can be compared with {when}. "
    for text, named in since.moved(compared, when, _MOST_MOVED):
        yield lead + text, since.figures(named)
        lead = ""


def _worst(tally: Tally, evaluation: Evaluation, page: _Lines, spared: int) -> Iterator[Part]:
    """The indicators with the last of the states, which stand best first."""
    state = tally.scheme.states[-1]
    found = tally.of_state(state)
    if not found:
        yield _paragraph(page.take(f"No indicator is {state.mark.word}."))
        return
    lead = f"{state.mark.word}: {words.count_of(len(found), 'indicator', 'indicators')}."
    yield _paragraph(page.take(lead))
    texts = [_standing(one, evaluation) for one in found]
    shown = fitting(texts, page, spared)
    figures = tuple(figure for one in found[:shown] for figure in (one.figure, *one.directions[0].rests_on, *one.rows))
    yield _list(texts, shown, _chapter_of(evaluation, ExceptionsPlace, PerformanceTable), figures)


def fitting(texts: Sequence[str], page: _Lines, spared: int) -> int:
    """How many texts the page still holds, where some lines of it are spared; one at least."""
    shown = 0
    for text in texts:
        if shown and page.left - lines(text) - 1 < spared:
            break
        page.left -= lines(text)
        shown += 1
    page.left -= 1
    return shown


def _standing(one: Assessment, evaluation: Evaluation) -> str:
    """`% of reviews on time: 75%, target 90%; worsened since last year`."""
    text = f"{one.indicator.label}: {numbers.value(one.indicator, one.figure)}, target {numbers.target(one)}"
    travel = one.directions[0]
    if travel.direction is None:
        return f"{text}; {directions.nothing(one, travel).lower()}"
    way = directions.in_words(one, travel, travel.direction, evaluation.spec.period.grain)
    return f"{text}; {way[:1].lower()}{way[1:]}"


def _actions(due: Sequence[str], evaluation: Evaluation, page: _Lines) -> Iterator[Part]:
    if not due:
        yield _paragraph("No action has a date by which it is due.")
        return
    yield _paragraph(page.take("Actions due next:"))
    yield _list(due, fitting(due, page, 0), _chapter_of(evaluation, ActionsPlace), ())


def _list(texts: Sequence[str], shown: int, chapter: int | None, figures: tuple[Figure, ...]) -> Part:
    items: list[tuple[Inline, ...]] = [(Text(text),) for text in texts[:shown]]
    if shown < len(texts):
        more = Text(f"and {len(texts) - shown:,} more")
        link = (Text(", in "), Link((Text(f"chapter {chapter}"),), f"#chapter-{chapter}")) if chapter else ()
        items.append((more, *link))
    return List(tuple(items), ("\u2022",) * len(items)), figures


def _chapter_of(evaluation: Evaluation, *kinds: type[ChapterPart]) -> int | None:
    """The number of the first chapter with a part of the first of these kinds that is there."""
    for kind in kinds:
        for number, chapter in enumerate(evaluation.spec.chapters, start=1):
            if any(isinstance(part, kind) for part in chapter.parts):
                return number
    return None
