"""Words about benchmarks and the council's place in a group: cells, headings, key and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from kpidsl.compose import numbers, vocabulary, words
from kpidsl.document.model import KeyEntry, Text, TextCell
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.peers import figure_of
from kpidsl.evaluation.places import Place
from kpidsl.period import Calendar, Period
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import PerformanceTable, TableColumnSpec
from kpidsl.spec.target import Benchmark
from kpidsl.terms import Form, Grain, TableColumn

COLUMNS = (TableColumn.BENCHMARK, TableColumn.RANK, TableColumn.QUARTILE)


# ---- in the table


def heading(spec: TableColumnSpec, evaluation: Evaluation) -> str:
    """`England 2019-20`, `Rank in neighbours 2019-20`; the period where it is the same for all rows."""
    shown = _shown(spec, evaluation)
    name = spec.benchmark.replace("_", " ")
    match spec.column:
        case TableColumn.RANK:
            title = say("Rank in {group}", group=name)
        case TableColumn.QUARTILE:
            title = say("Quartile in {group}", group=name)
        case _ if shared := _shared_name(shown):
            title = shared
        case _ if any(benchmark.is_group for benchmark in shown):
            title = say(words.GROUP_AVERAGE, group=name)
        case _:
            title = name.capitalize()
    period = _shared_period(shown)
    return f"{title} {_when(period, evaluation)}" if period else title


def cell(one: Assessment, spec: TableColumnSpec, evaluation: Evaluation) -> TextCell:
    """A benchmark, rank or quartile as the table shows it."""
    benchmark = one.indicator.benchmark(spec.benchmark)
    if benchmark is None:
        return TextCell((Text(say(words.NO_TARGET)),), muted=True)
    is_headed = benchmark.period is None or _shared_period(_shown(spec, evaluation)) is not None
    return _marked(one, benchmark, spec, "" if is_headed else dated(benchmark, evaluation))


def alone(one: Assessment, name: str) -> TextCell:
    """A benchmark under a heading that is its own."""
    benchmark = one.indicator.benchmark(name)
    assert benchmark is not None  # check has seen to that
    return _marked(one, benchmark, TableColumnSpec(TableColumn.BENCHMARK, benchmark=name), "")


def _marked(one: Assessment, benchmark: Benchmark, spec: TableColumnSpec, when: str) -> TextCell:
    text, is_known = _said(one, benchmark, spec.column)
    if not is_known:
        return TextCell((Text(text),), muted=True)
    text = f"{text} ({when})" if when else text
    marks = {vocabulary.MARKERS.get(figure.quality, ("", ""))[0] for figure in figures(one, spec)}
    return TextCell((Text(" ".join(filter(None, (text, *sorted(marks))))),))


def figures(one: Assessment, spec: TableColumnSpec) -> tuple[Figure, ...]:
    """The figures from files that a cell rests on, and the council's own beside a group."""
    benchmark = one.indicator.benchmark(spec.benchmark)
    if benchmark is None:
        return ()
    standing = one.standing(spec.benchmark)
    own = standing.own if standing and spec.column is not TableColumn.BENCHMARK else None
    return tuple(figure for figure in (own, figure_of(benchmark, one.indicator)) if figure is not None)


def _said(one: Assessment, benchmark: Benchmark, column: TableColumn) -> tuple[str, bool]:
    """The text of a cell, and whether it is a figure or rank rather than the word for there being none."""
    if column is TableColumn.BENCHMARK:
        return numbers.benchmark(one.indicator, benchmark) + _base(benchmark), benchmark.quantity is not None
    standing = one.standing(benchmark.name)
    place = standing.place if standing else None
    if place is not None and column is TableColumn.RANK:
        return words.capitalised(rank(place, Form.FIGURES)), True
    part = quartile(place) if place else None
    return (say(words.NOT_RANKED), False) if part is None else (words.capitalised(say(part)), True)


def _base(benchmark: Benchmark) -> str:
    """How many of a group are left out of its average."""
    without = sum(peer.amount is None for peer in benchmark.peers)
    if not benchmark.is_group or benchmark.quantity is None or not without:
        return ""
    return f" ({say(words.WITHOUT_FIGURE, number=without)})"


def _shown(spec: TableColumnSpec, evaluation: Evaluation) -> list[Benchmark]:
    """The benchmarks that a column shows."""
    rows = [one for one in evaluation.assessments if one.indicator.section is not None]
    found = [one.indicator.benchmark(spec.benchmark) for one in rows]
    return [benchmark for benchmark in found if benchmark is not None]


def _shared_name(benchmarks: Sequence[Benchmark]) -> str:
    """What officers call them all, as a heading; empty where that differs."""
    names = {benchmark.called for benchmark in benchmarks}
    name = names.pop().removeprefix("the ") if len(names) == 1 else ""
    return words.capitalised(name)


def _shared_period(benchmarks: Iterable[Benchmark]) -> Period | None:
    """The one period that all are of; None where they differ or do not say."""
    periods = {benchmark.period for benchmark in benchmarks}
    return periods.pop() if len(periods) == 1 else None


def named(benchmark: Benchmark) -> str:
    """`England`, `Average of neighbours`."""
    name = benchmark.name.replace("_", " ")
    return say(words.GROUP_AVERAGE, group=name) if benchmark.is_group else name.capitalize()


def dated(benchmark: Benchmark, evaluation: Evaluation) -> str:
    """The period that a benchmark is of; empty where it does not say."""
    return _when(benchmark.period, evaluation) if benchmark.period else ""


def _when(period: Period, evaluation: Evaluation) -> str:
    """A period, with its kind of year where that is not the report's."""
    same = period.calendar is evaluation.spec.period.calendar or period.calendar is Calendar.CALENDAR
    if same or period.calendar is not Calendar.ACADEMIC or period.grain is Grain.MONTH:
        return words.short(period)
    return say("academic {period}", period=words.short(period))


# ---- rank and quartile


def rank(place: Place, form: Form) -> str:
    """`3rd of 11`, `joint 3rd of 9 (2 without a figure)`; as ordinal `third`, in words `three`."""
    match form:
        case Form.FIGURES:
            said = _joint(words.ordinal_figure(place.rank), place)
            without = f" ({say(words.WITHOUT_FIGURE, number=place.without)})" if place.without else ""
            return say("{rank} of {number}", rank=said, number=place.ranked) + without
        case Form.ORDINAL:
            return _joint(words.as_ordinal(place.rank), place)
        case Form.WORDS:
            return words.in_words(place.rank)
        case Form.SIGNED | Form.GAP:
            raise AssertionError("a rank has no sign and no gap; check refuses it")
        case _:
            assert_never(form)


def _joint(rank: str, place: Place) -> str:
    """A rank that others have, too, says so."""
    return say("joint {rank}", rank=rank) if place.is_joint else rank


def quartile(place: Place) -> str | None:
    """`best`, `second`, `third` or `worst`, for `say`; None with fewer than four figures."""
    part = place.part(len(words.QUARTILES))
    return None if part is None else words.QUARTILES[part - 1]


# ---- key and sources


def key(evaluation: Evaluation, place: PerformanceTable, texts: Iterable[str]) -> Iterator[KeyEntry]:
    """What averages, ranks and quartiles in a table mean, and the words for there being none."""
    specs = [spec for spec in place.columns if spec.column in COLUMNS]
    shown = {spec: _shown(spec, evaluation) for spec in specs}
    for spec in specs:
        name = spec.benchmark.replace("_", " ")
        is_group = any(benchmark.is_group for benchmark in shown[spec])
        if is_group and spec.column is TableColumn.BENCHMARK:
            yield _entry(_shared_name(shown[spec]) or say(words.GROUP_AVERAGE, group=name), say(_AVERAGE))
    if any(spec.column is TableColumn.RANK for spec in specs):
        yield _entry(say("Rank"), say(_RANK))
    if any(spec.column is TableColumn.QUARTILE for spec in specs):
        yield _entry(say("Quartile"), say(_QUARTILE))
    if say(words.NOT_RANKED) in texts:
        yield _entry(say(words.NOT_RANKED), say(_NOT_RANKED))
    filed = (benchmark for each in shown.values() for benchmark in each if benchmark.asked)
    if any(benchmark.quantity is None and benchmark.reason is None for benchmark in filed):
        meaning = say("The source gives no figure, or none that can be relied on.")
        yield _entry(say(words.NOT_AVAILABLE), meaning)


_AVERAGE = marked(
    "The figures of the group's authorities, added up and divided by their number. Those without a figure are left out."
)
_RANK = marked(
    "The council's place among the authorities of the group that have a figure, itself included, all of the same "
    "period. 1st is the best. Equal figures share the better rank."
)
_QUARTILE = marked(
    "By rank: best where fewer than a quarter of those ranked do better, second where a quarter or more but fewer than "
    "half do, third where half or more but fewer than three quarters do, else worst. Given where four or more are "
    "ranked."
)
_NOT_RANKED = marked(
    "There is no figure to rank, nobody to rank it with, or too few for a quartile; or no way is better."
)


def _entry(mark: str, meaning: str) -> KeyEntry:
    return KeyEntry(mark, (Text(meaning),))


def in_table(evaluation: Evaluation, place: PerformanceTable) -> Iterator[tuple[Indicator, Benchmark]]:
    """The benchmarks that a table shows or ranks by, each with its indicator."""
    for name in (spec.benchmark for spec in place.columns if spec.column in COLUMNS):
        for indicator in (one.indicator for one in evaluation.assessments if one.indicator.section is not None):
            benchmark = indicator.benchmark(name)
            if benchmark is not None:
                yield indicator, benchmark
