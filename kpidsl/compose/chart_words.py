"""Charts in words: captions, labels, what those who do not see the drawing are told, and what its marks mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import numbers, peers, sources, vocabulary, words
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
from kpidsl.values import dataclass

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
    def ends(self) -> tuple[str, str]:
        """The first and the last period, as a column heading says them."""
        return words.short(self.periods[0]), words.short(self.periods[-1])


def bare(text: str, unit: Unit) -> str:
    """A figure without the word of its unit, which the scale says."""
    return text.split(" ")[0] if unit.dimension in _WITH_A_WORD else text


def _unit(unit: Unit) -> str:
    """What figures are counted in, where they do not say it by a sign: `days`, `per 10,000`."""
    match unit.dimension:
        case Dimension.RATE:
            return say("per {base}", base=f"{unit.per:,}")
        case Dimension.TIME | Dimension.NAMED:
            return vocabulary.unit_word(unit)
        case Dimension.CLOCK:
            return say("hours and minutes")
        case _:
            return ""


# ---- around the drawing


def caption(drawn: Drawn) -> str:
    """The officer's, else what is drawn (of many indicators, how many), its unit where the figures do not say it, and
    when."""
    now = drawn.evaluation.spec.period
    if drawn.place.caption:
        return words.filled(drawn.place.caption, now, drawn.evaluation.spec.house.council)
    count = len(drawn.shown)
    names = words.listed([one.indicator.label for one in drawn.shown])
    if count > _MOST_NAMED:
        names = words.capitalised(say("{number} indicators", number=words.in_words(count)))
    unit = _unit(drawn.shown[0].indicator.unit)
    unit = f" ({unit})" if unit and unit not in names else ""
    first, last = drawn.ends
    when = last if first == last else say("{first} to {last}", first=first, last=last)
    return f"{names}{unit}, {when}"


def scale(drawn: Drawn, found: Scale) -> str:
    """What the scale counts in, and where it starts if not at 0."""
    unit = drawn.shown[0].indicator.unit
    said, start = words.capitalised(_unit(unit)), _start(unit, found)
    return f"{said}. {start}" if said and start else said or start


def _start(unit: Unit, found: Scale) -> str:
    """Where the scale starts; empty where 0 is on it."""
    if found.low <= 0 <= found.high:
        return ""
    return say("The scale starts at {figure}.", figure=spell(found.low, unit, None))


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
    return say(words.TARGET) if one.aim is None else say("Target {target}", target=numbers.target(one))


def benchmark_label(drawn: Drawn, benchmark: Benchmark) -> str:
    """`England 23% (2019-20)`."""
    when = peers.dated(benchmark, drawn.evaluation)
    text = f"{peers.named(benchmark)} {numbers.benchmark(drawn.shown[0].indicator, benchmark)}"
    return f"{text} ({when})" if when else text


# ---- for those who do not see it


def alt(drawn: Drawn, found: Scale) -> str:
    """What kind of chart it is, and what somebody who sees it takes from it. The figures follow in the table."""
    said = [_what(drawn)]
    if drawn.place.kind is ChartKind.BARS:
        said += [_compared(drawn, one) for one in drawn.shown]
    elif len(drawn.shown) == 1:
        (one,) = drawn.shown
        said += [*_course(drawn, one), *_held_against(drawn, one)]
    else:
        said += [f"{one.indicator.label}: {' '.join(_course(drawn, one))}" for one in drawn.shown]
    start = _start(drawn.shown[0].indicator.unit, found)
    said += [start] if start else []
    figures = [figure for one in drawn.shown for _, figure in drawn.history(one) if figure is not None]
    if any(figure.is_illustrative for figure in figures) and not drawn.evaluation.is_all_illustrative:
        said.append(say("Some of these figures are illustrative."))
    said.append(say("All figures are in the table that follows."))
    return " ".join(said)


def _what(drawn: Drawn) -> str:
    """What kind of chart it is, when, and of what."""
    first, last = drawn.ends
    names = words.listed([one.indicator.label for one in drawn.shown])
    if first == last:
        return say("Bar chart in {period}: {indicators}.", period=last, indicators=names)
    if drawn.place.kind is ChartKind.LINES:
        return say("Line chart from {first} to {last}: {indicators}.", first=first, last=last, indicators=names)
    return say("Bar chart from {first} to {last}: {indicators}.", first=first, last=last, indicators=names)


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
        yield say("The only figure is {figure}, of {period}.", figure=_said(one, start), period=words.short(first))
    else:
        yield say(
            "From {start} in {first} to {end} in {last}.",
            start=_said(one, start),
            first=words.short(first),
            end=_said(one, end),
            last=words.short(last),
        )
        ranked = sorted(known, key=lambda each: (each[1].amount, each[0]))
        (low_at, low), (high_at, high) = ranked[0], ranked[-1]
        if low.amount == high.amount:
            is_whole = len(known) == len(drawn.periods)
            yield say("It is the same throughout.") if is_whole else say("All figures are the same.")
        elif len(known) > 2:
            yield say("Highest: {figure} in {period}.", figure=_said(one, high), period=words.short(high_at))
            yield say("Lowest: {figure} in {period}.", figure=_said(one, low), period=words.short(low_at))
    if one.figure.amount is None:
        yield f"{words.short(one.figure.period)}: {_said(one, one.figure)}."


def _held_against(drawn: Drawn, one: Assessment) -> Iterator[str]:
    if drawn.place.with_target and one.aim is not None:
        target = numbers.target(one)
        if one.figure.amount is None:
            yield say("The target is {target}.", target=target)
        elif one.aim.is_met(judged(one.indicator, one.figure.amount)):
            yield say("The latest figure meets its target ({target}).", target=target)
        else:
            yield say("The latest figure misses its target ({target}).", target=target)
        if len(set(drawn.aims(one))) > 1:
            yield say("The target is not the same in all periods.")
    for benchmark in drawn.benchmarks:
        yield f"{benchmark_label(drawn, benchmark)}."


def _compared(drawn: Drawn, one: Assessment) -> str:
    figure = f"{one.indicator.label}: {_said(one, one.figure)}"
    if not drawn.place.with_target or one.aim is None:
        return f"{figure}."
    target = numbers.target(one)
    if one.figure.amount is None:
        return say("{figure} (target {target}).", figure=figure, target=target)
    if one.aim.is_met(judged(one.indicator, one.figure.amount)):
        return say("{figure} (target {target}, met).", figure=figure, target=target)
    return say("{figure} (target {target}, missed).", figure=figure, target=target)


# ---- below it


def note(drawn: Drawn, table: Table, hollow: Sequence[Quality]) -> str:
    """What the marks of the drawing and of its table mean, and where benchmarks come from."""
    cells = [cell for group in table.groups for row in group.rows for cell in row.cells]
    texts = [plain(cell.content) for cell in cells if isinstance(cell, TextCell)]
    said = []
    if drawn.place.kind is ChartKind.BARS and drawn.place.with_target:
        said.append(say("The upright mark at a bar is its target."))
    if hollow:
        what = words.listed(
            [f"{say(vocabulary.QUALITIES[quality])} {vocabulary.marker(quality)}" for quality in hollow]
        )
        if drawn.place.kind is ChartKind.LINES:
            said.append(say("Hollow points are {qualities} figures.", qualities=what))
        else:
            said.append(say("Hollow bars are {qualities} figures.", qualities=what))
    for quality, (marker, meaning) in vocabulary.MARKERS.items():
        if quality not in hollow and any(text.endswith(marker) for text in texts):
            said.append(f"{marker} {say(meaning)}")
    if drawn.place.kind is not ChartKind.BARS:
        said += [text for one in drawn.shown for text in _breaks(drawn, one)]
    for reason, word in vocabulary.REASONS.items():
        if say(word) in texts:
            said.append(f"{say(word)}: {say(vocabulary.REASON_MEANINGS[reason])}")
    quoted = sources.listed((drawn.shown[0].indicator, benchmark) for benchmark in drawn.benchmarks)
    said += [f"{say(words.SOURCES_TITLE)}: {quoted}"] if quoted else []
    return " ".join(said)


def _breaks(drawn: Drawn, one: Assessment) -> Iterator[str]:
    """Where figures before and after are not comparable, and why."""
    whose = f"{one.indicator.label}: " if len(drawn.shown) > 1 else ""
    redefined = [each for each in one.indicator.redefinitions if each.parts(drawn.periods[0], drawn.periods[-1])]
    for redefinition in redefined:
        since = words.short(redefinition.since)
        text = say("The measure was redefined from {period} ({reason}).", period=since, reason=redefinition.reason)
        yield f"{whose}{text}"
    broken = (period for period in drawn.periods[1:] if not runs_on(one.indicator, period))
    anew = [words.short(each) for each in broken if one.indicator.is_comparable(each.previous, each)]
    if anew:
        yield whose + say("The year’s count begins anew in {periods}.", periods=words.listed(anew))
