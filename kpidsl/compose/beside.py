"""What stands below a table of indicators: its key, and what a reader must know of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpidsl.compose import key, numbers, peers, performance, sources, words
from kpidsl.document.model import Block, Note, Table, Text
from kpidsl.evaluation.comparable import looked_at
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.saying import say
from kpidsl.spec.model import PerformanceTable
from kpidsl.terms import Quality


def blocks(place: PerformanceTable, table: Table, evaluation: Evaluation) -> Iterator[Block]:
    """The key to a table, then notes on its benchmarks, and on what was changed, redefined and set by judgement."""
    explained = key.key(evaluation, place, table)
    if explained.entries:
        yield explained
    quoted = sources.listed(peers.in_table(evaluation, place))
    if quoted:
        yield Note(say(words.SOURCES_TITLE), (Text(quoted),))
    notes = (
        (say(words.REVISED_TITLE), _revised(evaluation)),
        (say(words.REDEFINED_TITLE), _redefined(place, evaluation)),
        (say(words.OVERRIDDEN_TITLE), _overridden(evaluation)),
    )
    for title, sentences in notes:
        text = " ".join(sentences)
        if text:
            yield Note(title, (Text(text),))


def _revised(evaluation: Evaluation) -> Iterator[str]:
    """Targets that were changed and count now: what they were, since when, and why."""
    for one in evaluation.assessments:
        target = one.target
        if target is not None and target.since is not None and target.was is not None and one.indicator.section:
            was, now = numbers.limit(one.indicator, target.was), numbers.target(one)
            since = words.short(target.since)
            why = words.decided(target.reason, target.author)
            yield f"{one.indicator.label}: {now} from {since}, before that {was}{why}."


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


def illustrative(
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
    return Note(say(words.ILLUSTRATIVE_TITLE), (Text(text),))
