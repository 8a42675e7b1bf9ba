"""What stands below a table of indicators: its key, and what a reader must know of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpidsl.compose import key, numbers, peers, performance, sources, words
from kpidsl.document.model import Block, Note, Table, Text
from kpidsl.evaluation.comparable import looked_at
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.saying import say, say_number
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
            yield say(
                "{indicator}: {now} from {period}, before that {was}{why}.",
                indicator=one.indicator.label,
                now=numbers.target(one),
                period=words.short(target.since),
                was=numbers.limit(one.indicator, target.was),
                why=words.decided(target.reason, target.author),
            )


def _redefined(place: PerformanceTable, evaluation: Evaluation) -> Iterator[str]:
    """Redefinitions that stand between this period and one that the table shows, draws or compares: since when, and
    why."""
    now = evaluation.spec.period
    drawn = max((spec.periods for spec in place.columns), default=0)
    for one in evaluation.assessments:
        if not one.indicator.redefinitions:
            continue
        earlier = {now.outturn, now.previous, now.same_period_last_year, *now.last(drawn)}
        earlier |= {then for travel in one.directions for then in looked_at(one.indicator, now, travel.against)}
        for redefinition in one.indicator.redefinitions:
            if one.indicator.section and any(redefinition.parts(then, now) for then in earlier):
                yield say(
                    "{indicator}: from {period} ({reason}).",
                    indicator=one.indicator.label,
                    period=words.short(redefinition.since),
                    reason=redefinition.reason,
                )


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
    figures = {id(figure): figure for figure in used}.values()  # many are used in several places
    made_up = {one for figure in figures for one in figure.observations if one.quality is Quality.ILLUSTRATIVE}
    if not made_up:
        return None
    periods = {one.period for one in made_up}
    first, last = min(periods), max(periods)
    when = words.short(first)
    if first != last:
        when = _from_to(when, words.short(last))
    sentences = [
        say_number(
            len(made_up),
            "One figure behind this report, for {period}, is illustrative: it was made up to show how the report "
            "works.",
            "{number} figures behind this report, for {period}, are illustrative: they were made up to show how the "
            "report works.",
            period=when,
        )
    ]
    if performance.draws_on_illustrative(evaluation):
        sentences.append(say("Some of the trends are drawn through such figures."))
    if charts:
        sentences.append(
            say_number(
                len(charts),
                "Chart {charts} is drawn with such figures.",
                "Charts {charts} are drawn with such figures.",
                charts=words.listed([str(number) for number in charts]),
            )
        )
    if paragraphs:
        sentences.append(
            say_number(
                len(paragraphs),
                "Paragraph {paragraphs} rests on them.",
                "Paragraphs {paragraphs} rest on them.",
                paragraphs=words.listed(_in_runs(paragraphs)),
            )
        )
    return Note(say(words.ILLUSTRATIVE_TITLE), (Text(" ".join(sentences)),))


def _in_runs(paragraphs: Sequence[str]) -> list[str]:
    """`2.1, 3.4 to 3.9`: three or more numbers of a chapter that follow each other are one run."""
    runs: list[list[str]] = []
    for number in paragraphs:
        chapter, _, place = number.rpartition(".")
        if runs and runs[-1][-1] == f"{chapter}.{int(place) - 1}":
            runs[-1].append(number)
        else:
            runs.append([number])
    return [one for run in runs for one in (run if len(run) < 3 else [_from_to(run[0], run[-1])])]


def _from_to(first: str, last: str) -> str:
    return say("{first} to {last}", first=first, last=last)
