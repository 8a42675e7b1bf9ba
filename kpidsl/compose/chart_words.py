"""Charts in words: captions, labels, what those who do not see the drawing are told, and what its marks mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpidsl.compose import numbers, peers, sources, words
from kpidsl.compose.scale import Scale
from kpidsl.document.model import Table, TextCell
from kpidsl.document.outline import plain
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.case import judged
from kpidsl.evaluation.comparable import runs_on
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.period import Period
from kpidsl.quantity import Dimension, Unit, spell
from kpidsl.saying import say
from kpidsl.spec.model import ChartPlace
from kpidsl.spec.target import Benchmark
from kpidsl.terms import ChartKind, Quality

History = tuple[tuple[Period, Figure | None], ...]
_MOST_NAMED = 2  # in a caption: the drawing names them, too
_WITH_A_WORD = (Dimension.RATE, Dimension.TIME, Dimension.NAMED)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a chart shows: its indicators, judged."""

    place: ChartPlace
    shown: tuple[Assessment, ...]
    evaluation: Evaluation

    def history(self, one: Assessment) -> History:
        """The periods that are drawn, each with its figure."""
        return one.history[-self.place.periods :]

    def aims(self, one: Assessment) -> tuple[Aim | None, ...]:
        return one.aims[-self.place.periods :]

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(period for period, _ in self.history(self.shown[0]))

    @property
    def benchmarks(self) -> tuple[Benchmark, ...]:
        """Those that are drawn: of the one indicator that there is then."""
        found = (self.shown[0].indicator.benchmark(name) for name in self.place.benchmarks)
        return tuple(benchmark for benchmark in found if benchmark is not None)

    @property
    def span_in_words(self) -> str:
        """`in 2021-22 Q1`, `from 2020-21 Q2 to 2021-22 Q1`."""
        first, last = words.short(self.periods[0]), words.short(self.periods[-1])
        return f"in {last}" if first == last else f"from {first} to {last}"


def bare(text: str, unit: Unit) -> str:
    """A figure without the word of its unit, which the scale says."""
    return text.split(" ")[0] if unit.dimension in _WITH_A_WORD else text


def _unit(unit: Unit) -> str:
    """What figures are counted in, where they do not say it by a sign: `days`, `per 10,000`."""
    if unit.dimension is Dimension.RATE:
        return f"per {unit.per:,}"
    return {Dimension.TIME: unit.word, Dimension.NAMED: unit.word, Dimension.CLOCK: "hours and minutes"}.get(
        unit.dimension, ""
    )


# ---- around the drawing


def caption(drawn: Drawn) -> str:
    """The officer's, else what is drawn (of many indicators, how many), its unit where the figures do not say it, and
    when."""
    now = drawn.evaluation.spec.period
    if drawn.place.caption:
        return drawn.place.caption.replace("{period}", words.period(now))
    count = len(drawn.shown)
    names = words.listed([one.indicator.label for one in drawn.shown])
    names = names if count <= _MOST_NAMED else f"{words.in_words(count).capitalize()} indicators"
    unit = _unit(drawn.shown[0].indicator.unit)
    unit = f" ({unit})" if unit and unit not in names else ""
    return f"{names}{unit}, {drawn.span_in_words.removeprefix('from ').removeprefix('in ')}"


def scale(drawn: Drawn, found: Scale) -> str:
    """What the scale counts in, and where it starts if not at 0."""
    unit = drawn.shown[0].indicator.unit
    said = _unit(unit).capitalize()
    if found.low <= 0 <= found.high:
        return said
    start = f"The scale starts at {spell(found.low, unit, None)}"
    return f"{said}. {start}." if said else f"{start}."


def end_label(drawn: Drawn, one: Assessment) -> str:
    """What stands at the end of a line: where there are several, what it is and what it comes to now."""
    if len(drawn.shown) == 1:
        return drawn.evaluation.spec.house.council if drawn.benchmarks else ""
    figure = one.figure
    return one.indicator.label if figure.amount is None else f"{one.indicator.label}: {_said(one, figure)}"


def named(one: Assessment) -> str:
    """An indicator beside its bar; where there is none, with the reason."""
    return one.indicator.label if one.figure.amount is not None else f"{one.indicator.label}: {_said(one, one.figure)}"


def target_label(drawn: Drawn) -> str:
    """`Target 25%`, the one that is in force now."""
    if drawn.place.kind is ChartKind.BARS:
        return say(words.TARGET)
    (one,) = drawn.shown
    return say(words.TARGET) if one.aim is None else f"{say(words.TARGET)} {numbers.target(one)}"


def benchmark_label(drawn: Drawn, benchmark: Benchmark) -> str:
    """`England 23% (2019-20)`."""
    when = peers.dated(benchmark, drawn.evaluation)
    text = f"{peers.named(benchmark)} {numbers.benchmark(drawn.shown[0].indicator, benchmark)}"
    return f"{text} ({when})" if when else text


# ---- for those who do not see it


def alt(drawn: Drawn, found: Scale) -> str:
    """What kind of chart it is, and what somebody who sees it takes from it. The figures follow in the table."""
    kind = "Line" if drawn.place.kind is ChartKind.LINES else "Bar"
    names = [one.indicator.label for one in drawn.shown]
    said = [f"{kind} chart {drawn.span_in_words}: {words.listed(names)}."]
    if drawn.place.kind is ChartKind.BARS:
        said += [_compared(drawn, one) for one in drawn.shown]
    elif len(drawn.shown) == 1:
        (one,) = drawn.shown
        said += [*_course(drawn, one), *_held_against(drawn, one)]
    else:
        said += [f"{one.indicator.label}: {' '.join(_course(drawn, one))}" for one in drawn.shown]
    start = scale(drawn, found)
    said += [f"{start[start.index('The scale') :]}"] if "The scale" in start else []
    figures = [figure for one in drawn.shown for _, figure in drawn.history(one) if figure is not None]
    if any(figure.is_illustrative for figure in figures) and not drawn.evaluation.is_all_illustrative:
        said.append("Some of these figures are illustrative.")
    said.append("All figures are in the table that follows.")
    return " ".join(said)


def _said(one: Assessment, figure: Figure) -> str:
    return numbers.value(one.indicator, figure)


def _course(drawn: Drawn, one: Assessment) -> Iterator[str]:
    """From where to where, the highest and the lowest, and the figure now if that is missing."""
    figures = ((period, figure) for period, figure in drawn.history(one) if figure is not None)
    known = [(period, figure) for period, figure in figures if figure.amount is not None]
    if not known:
        return
    (first, start), (last, end) = known[0], known[-1]
    if len(known) == 1:
        yield f"The only figure is {_said(one, start)}, of {words.short(first)}."
    else:
        yield f"From {_said(one, start)} in {words.short(first)} to {_said(one, end)} in {words.short(last)}."
        ranked = sorted(known, key=lambda each: (each[1].amount, each[0]))
        (low_at, low), (high_at, high) = ranked[0], ranked[-1]
        if low.amount == high.amount:
            yield "It is the same throughout." if len(known) == len(drawn.periods) else "All figures are the same."
        elif len(known) > 2:
            yield f"Highest: {_said(one, high)} in {words.short(high_at)}."
            yield f"Lowest: {_said(one, low)} in {words.short(low_at)}."
    if one.figure.amount is None:
        yield f"{words.short(one.figure.period)}: {_said(one, one.figure)}."


def _held_against(drawn: Drawn, one: Assessment) -> Iterator[str]:
    if drawn.place.with_target and one.aim is not None:
        target = numbers.target(one)
        if one.figure.amount is None:
            yield f"The target is {target}."
        else:
            meets = "meets" if one.aim.is_met(judged(one.indicator, one.figure.amount)) else "misses"
            yield f"The latest figure {meets} its target ({target})."
        if len(set(drawn.aims(one))) > 1:
            yield "The target is not the same in all periods."
    for benchmark in drawn.benchmarks:
        yield f"{benchmark_label(drawn, benchmark)}."


def _compared(drawn: Drawn, one: Assessment) -> str:
    text = f"{one.indicator.label}: {_said(one, one.figure)}"
    if drawn.place.with_target and one.aim is not None:
        text += f" (target {numbers.target(one)}"
        if one.figure.amount is not None:
            text += ", met" if one.aim.is_met(judged(one.indicator, one.figure.amount)) else ", missed"
        text += ")"
    return f"{text}."


# ---- below it


def note(drawn: Drawn, table: Table, hollow: Sequence[Quality]) -> str:
    """What the marks of the drawing and of its table mean, and where benchmarks come from."""
    cells = [cell for group in table.groups for row in group.rows for cell in row.cells]
    texts = [plain(cell.content) for cell in cells if isinstance(cell, TextCell)]
    said = []
    if drawn.place.kind is ChartKind.BARS and drawn.place.with_target:
        said.append("The upright mark at a bar is its target.")
    if hollow:
        what = "points" if drawn.place.kind is ChartKind.LINES else "bars"
        named = [f"{quality.value} {words.marker(quality)}" for quality in hollow]
        said.append(f"Hollow {what} are {words.listed(named)} figures.")
    for quality, (marker, meaning) in words.MARKERS.items():
        if quality not in hollow and any(text.endswith(marker) for text in texts):
            said.append(f"{marker} {meaning}")
    if drawn.place.kind is not ChartKind.BARS:
        said += [text for one in drawn.shown for text in _breaks(drawn, one)]
    for reason, word in words.REASONS.items():
        if word in texts:
            said.append(f"{word}: {say(words.REASON_MEANINGS[reason])}")
    quoted = sources.listed((drawn.shown[0].indicator, benchmark) for benchmark in drawn.benchmarks)
    said += [f"{say(words.SOURCES_TITLE)}: {quoted}"] if quoted else []
    return " ".join(said)


def _breaks(drawn: Drawn, one: Assessment) -> Iterator[str]:
    """Where figures before and after are not comparable, and why."""
    whose = f"{one.indicator.label}: " if len(drawn.shown) > 1 else ""
    redefined = [each for each in one.indicator.redefinitions if each.parts(drawn.periods[0], drawn.periods[-1])]
    for redefinition in redefined:
        since = words.short(redefinition.since)
        yield f"{whose}The measure was redefined from {since} ({redefinition.reason})."
    broken = (period for period in drawn.periods[1:] if not runs_on(one.indicator, period))
    anew = [words.short(each) for each in broken if one.indicator.is_comparable(each.previous, each)]
    if anew:
        yield f"{whose}The year’s count begins anew in {words.listed(anew)}."
