"""The overview: the whole report on one page, for those who read no other.

What is left out is decided here, by an estimate of lines on the generous side; whether the page holds the rest is for
the layout to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil

from kpidsl.compose import directions, exceptions, numbers, since, summaries, words
from kpidsl.document.model import Block, Inline, Link, List, NewPage, Paragraph, Segment, StackedBar, Table, Text
from kpidsl.document.outline import plain
from kpidsl.evaluation import summary
from kpidsl.evaluation.comparison import with_last_report, with_period_before
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.summary import Tally
from kpidsl.saying import say, say_number
from kpidsl.spec.model import ActionsPlace, ChapterPart, CommentaryPlace, ExceptionsPlace, PerformanceTable
from kpidsl.terms import Comparator, SummaryBy
from kpidsl.values import dataclass, field

_QUARTERS = 4  # heights are counted in quarters of a line
_PAGE = 41 * _QUARTERS  # below the heading of the chapter
_LETTERS = 78  # on a line of text
_CELL_LETTERS = 22  # on a line of the first column
_MOST_PARTS = 10  # rows of sections or themes
_MOST_MOVED = 4  # indicators named as better, and as worse
_FOR_CHANGES = 6 * _QUARTERS  # what the table leaves to the sentences on changes

_HERE = "\ue001"  # where a link stands in a sentence

Part = tuple[Block, tuple[Figure, ...]]  # a block, and what it rests on


@dataclass(slots=True)
class _Page:
    """How much of the page is left."""

    left: int = field(default=_PAGE)

    def take(self, text: str) -> str:
        self.left -= _height(text)
        return text


def _height(text: str) -> int:
    """How high a paragraph may be, with the space below it."""
    return ceil(len(text) / _LETTERS) * _QUARTERS + 2


def blocks(evaluation: Evaluation, *, opens_chapter: bool) -> Iterator[Part]:
    """All of the page: it is turned before, unless that was done above the heading of the chapter, and after."""
    if not opens_chapter:
        yield NewPage(say(words.OVERVIEW)), ()
    page = _Page()
    tallies = summary.tallies(evaluation)
    rests_on = tuple(summary.looked_at(summary.listed(evaluation), None, moved=False))
    said = [summaries.how_many(evaluation), *summaries.rounding(tallies), *_milestones(evaluation)]
    yield _paragraph(page.take(" ".join(said)), rests_on)
    for tally in tallies:
        page.left -= 5 * _QUARTERS
        yield bar(tally, evaluation), rests_on
    worst, due = _worst(tallies, evaluation), exceptions.next_actions(evaluation)
    for_actions = _least(due)
    for_lists = for_actions + sum(_least([text for _, text in found]) for found in worst.values())
    for tally in tallies[:1]:  # the report's own scheme; the parts of the other bars have their counts beside them
        table, height = _table(tally, evaluation, page.left - for_lists - _FOR_CHANGES, alone=len(tallies) == 1)
        page.left -= height
        yield table, rests_on
    for text, figures in _moved(evaluation, page.left - for_lists):
        yield _paragraph(page.take(text), figures)
    chapter = _chapter_of(evaluation, ExceptionsPlace, PerformanceTable)
    for word, found in worst.items():
        if not found:
            yield _paragraph(page.take(say("No indicator is {status}.", status=word)))
            continue
        counted = say_number(len(found), "{status}: {number} indicator.", "{status}: {number} indicators.", status=word)
        yield _paragraph(page.take(counted))
        texts = [text for _, text in found]
        shown = _fitting(texts, page, for_actions)
        figures = tuple(
            figure for one, _ in found[:shown] for figure in (one.figure, *one.directions[0].rests_on, *one.rows)
        )
        yield _list(texts, shown, chapter, figures)
    if due:
        yield _paragraph(page.take(say("Actions due next:")))
        yield _list(due, _fitting(due, page, 0), _chapter_of(evaluation, ActionsPlace, CommentaryPlace), ())
    else:
        yield _paragraph(say("No action has a date by which it is due."))
    yield NewPage(), ()


def _least(texts: Sequence[str]) -> int:
    """How high a list is at least, with the line above it: its first item, and how many more there are."""
    return _QUARTERS + 2 + (_height(texts[0]) if texts else 0) + (_QUARTERS + 1 if len(texts) > 1 else 0)


def _table(tally: Tally, evaluation: Evaluation, room: int, *, alone: bool) -> tuple[Table, int]:
    """The counts by theme or section, of as many as there is room for, and how high the table may be."""
    by = SummaryBy.THEME if evaluation.spec.themes else SummaryBy.SECTION
    for most in range(_MOST_PARTS, 0, -1):
        table = summaries.by_part(by, tally, evaluation, alone=alone, most=most, shares=True)
        names = [plain(row.header) for row in table.groups[0].rows]
        height = 14 + sum(3 + 2 * ceil(len(name) / _CELL_LETTERS) * _QUARTERS for name in names) // 2
        if height <= room:
            break
    return table, height


def _paragraph(text: str, figures: tuple[Figure, ...] = ()) -> Part:
    return Paragraph((Text(text),)), figures


def bar(tally: Tally, evaluation: Evaluation) -> StackedBar:
    """The statuses of rated indicators that are counted together, as parts of a bar."""
    segments = []
    for state in tally.scheme.states:
        count, exact = len(tally.of_state(state)), tally.share(state)
        label = f"{state.mark.word}: {count:,} ({summaries.share(exact)})"
        segments.append(Segment(state.mark, label, Decimal(round(exact * 100)) / 10_000))
    caption = say_number(
        len(tally.rated),
        "{number} rated indicator by status in {period}: {scheme}",
        "{number} rated indicators by status in {period}: {scheme}",
        period=words.period(evaluation.spec.period),
        scheme=tally.label,
    )
    alt = say_number(
        len(tally.rated),
        "A bar of {number} rated indicator, in parts as long as their shares. {parts}.",
        "A bar of {number} rated indicators, in parts as long as their shares. {parts}.",
        parts=", ".join(segment.label for segment in segments),
    )
    return StackedBar(caption, tuple(segments), alt)


def _milestones(evaluation: Evaluation) -> Iterator[str]:
    """`Milestones: 3 On track and 2 Overdue.`"""
    found = [one.state for one in evaluation.milestones]
    if found:
        counts = [f"{found.count(state):,} {state.mark.word}" for state in dict.fromkeys(found)]
        yield say("Milestones: {counts}.", counts=words.listed(counts))


def _moved(evaluation: Evaluation, room: int) -> Iterator[tuple[str, tuple[Figure, ...]]]:
    """Since the report before where there is one, else since the period before; as many names as there is room for."""
    last = with_last_report(evaluation)
    if evaluation.changes is not None and last is None:
        yield since.other_length(evaluation), ()
        return
    compared = with_period_before(evaluation) if last is None else last.compared
    when = words.compared_with(Comparator.PREVIOUS, evaluation.spec.period.grain)
    if last is not None:
        when = say(words.REPORT_ON, period=words.period(last.since.period))
    if not compared:
        yield say("No status can be compared with that of {earlier}.", earlier=when), ()
        return
    rated = sum(one.state is not None for one in summary.listed(evaluation))
    lead = say_number(
        rated,
        "{compared} of {number} rated indicator can be compared with {earlier}.",
        "{compared} of {number} rated indicators can be compared with {earlier}.",
        compared=f"{len(compared):,}",
        earlier=when,
    )
    for most in range(_MOST_MOVED, 0, -1):
        said = [(text, since.figures(named)) for text, named in since.moved(compared, when, most)]
        if _height(f"{lead} ") + sum(_height(text) for text, _ in said) <= room:
            break
    (first, figures), *others = said
    yield f"{lead} {first}", figures
    yield from others


def _worst(tallies: Sequence[Tally], evaluation: Evaluation) -> dict[str, list[tuple[Assessment, str]]]:
    """The indicators with the last state of their scheme, for states stand best first, by its word, and what is said of
    each."""
    found: dict[str, list[tuple[Assessment, str]]] = {}
    for tally in tallies:
        state = tally.scheme.states[-1]
        members = tally.of_state(state)
        found.setdefault(state.mark.word, []).extend((one, _standing(one, evaluation)) for one in members)
    return found


def _fitting(texts: Sequence[str], page: _Page, spared: int) -> int:
    """How many items the page still holds, where some of it is spared; one at least."""
    shown = 0
    for text in texts:
        more = _QUARTERS if shown + 1 < len(texts) else 0  # the line that says how many more there are
        if shown and page.left - _height(text) - more < spared:
            break
        page.left -= _height(text) - 1  # items stand closer than paragraphs
        shown += 1
    page.left -= 2 + (_QUARTERS if shown < len(texts) else 0)
    return shown


def _standing(one: Assessment, evaluation: Evaluation) -> str:
    """`% of reviews on time: 75%, target 90%; worsened since last year`."""
    text = say(
        "{indicator}: {value}, target {target}",
        indicator=one.indicator.label,
        value=numbers.value(one.indicator, one.figure),
        target=numbers.target(one),
    )
    travel = one.directions[0]
    if travel.direction is None:
        way = directions.nothing(one, travel)
    else:
        way = directions.in_words(one, travel, travel.direction, evaluation.spec.period.grain)
    return f"{text}; {way[:1].lower()}{way[1:]}"


def _list(texts: Sequence[str], shown: int, chapter: int | None, figures: tuple[Figure, ...]) -> Part:
    items: list[tuple[Inline, ...]] = [(Text(text),) for text in texts[:shown]]
    if shown < len(texts):
        more = f"{len(texts) - shown:,}"
        if chapter is None:
            items.append((Text(say("and {number} more", number=more)),))
        else:
            link = Link((Text(say("chapter {chapter}", chapter=chapter)),), f"#chapter-{chapter}")
            before, after = say("and {number} more, in {chapter}", number=more, chapter=_HERE).split(_HERE)
            items.append((Text(before), link, *((Text(after),) if after else ())))
    return List(tuple(items), ("\u2022",) * len(items)), figures


def _chapter_of(evaluation: Evaluation, *kinds: type[ChapterPart]) -> int | None:
    """The number of the first chapter with a part of the first of these kinds that is there."""
    for kind in kinds:
        for number, chapter in enumerate(evaluation.spec.chapters, start=1):
            if any(isinstance(part, kind) for part in chapter.parts):
                return number
    return None
