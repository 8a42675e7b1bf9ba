"""Charts: where every point, line and round number stands, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.compose import chart_words, numbers, peers, performance, vocabulary, words
from kpidsl.compose.chart_words import Drawn
from kpidsl.compose.scale import Scale, axis
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.drawn import Category, Dash, Level, Point, Series, Tick
from kpidsl.document.model import Chart, Column, Row, RowGroup, Table, Text
from kpidsl.evaluation.comparable import runs_on
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.peers import figure_of
from kpidsl.period import Calendar, Period
from kpidsl.quantity import spell
from kpidsl.render.theme import Theme
from kpidsl.saying import marked, say
from kpidsl.spec.model import ChartPlace
from kpidsl.spec.target import Benchmark
from kpidsl.terms import ChartKind, Grain, Quality, Shape
from kpidsl.values import dataclass

NOT_FIRM = (Quality.PROVISIONAL, Quality.ESTIMATED, Quality.ILLUSTRATIVE)
_MOST_LABELLED = 8  # points that all have their figure printed; of more, only the outstanding ones
_MARKERS = (Shape.CIRCLE, Shape.SQUARE, Shape.TRIANGLE, Shape.DIAMOND)
_DASHES = (Dash.SOLID, Dash.DASHED, Dash.DOTTED, Dash.DASH_DOT)
_BENCHMARK_DASHES = (Dash.DOTTED, Dash.DASH_DOT, Dash.SOLID)
_NAME_WEIGHT, _FIGURE_WEIGHT = 18, 14


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart (its caption and that of its table still without their numbers), and the figures that it rests on; none
    where there is a problem."""

    chart: Chart | None
    rests_on: tuple[Figure, ...] = ()
    problem: Diagnostic | None = None


def charted(place: ChartPlace, evaluation: Evaluation) -> Charted:
    """The chart that stands at a place."""
    drawn = Drawn(place, tuple(evaluation.of(name) for name in place.indicators), evaluation)
    problem = _nothing(drawn)
    if problem is not None:
        return Charted(None, problem=problem)
    unit = drawn.shown[0].indicator.unit
    found = axis(unit, tuple(_amounts(drawn)), from_zero=place.kind is not ChartKind.LINES)
    table = _table(drawn)
    note = chart_words.note(drawn, table, _hollow(drawn))
    chart = Chart(
        caption=chart_words.caption(drawn),
        kind=place.kind,
        categories=_categories(drawn),
        ticks=tuple(Tick(found.height(tick), chart_words.bare(spell(tick, unit, None), unit)) for tick in found.ticks),
        zero=found.height(Fraction(0)) if found.low <= 0 <= found.high else None,
        series=_series(drawn, found),
        levels=tuple(_levels(drawn, found)),
        scale=chart_words.scale(drawn, found),
        alt=chart_words.alt(drawn, found),
        table=table,
        note=(Text(note),) if note else (),
    )
    return Charted(chart, tuple(_rests_on(drawn)))


def _nothing(drawn: Drawn) -> Diagnostic | None:
    """What is wrong where there is nothing to draw."""
    first, last = drawn.periods[0], drawn.periods[-1]
    when = f"in {last}" if first == last else f"from {first} to {last}"
    least = 2 if drawn.place.kind is ChartKind.LINES else 1
    for one in drawn.shown if drawn.place.kind is not ChartKind.BARS else ():
        known = sum(figure is not None and figure.amount is not None for _, figure in drawn.history(one))
        if known < least:
            message = f"{when} `{one.indicator.id}` has {'one figure' if known else 'no figure'}"
            message += ", and a line needs two" if known else ", so there is nothing to draw"
            help_ = "add the earlier figures to the data, or take it out of this chart"
            return Diagnostic("nothing-to-draw", message, drawn.place.span, help=(help_,))
    if drawn.place.kind is ChartKind.BARS and all(one.figure.amount is None for one in drawn.shown):
        message = f"none of these has a figure {when}, so there is nothing to draw"
        return Diagnostic("nothing-to-draw", message, drawn.place.span, help=("take this chart out of the report",))
    return None


# ---- figures


def _amounts(drawn: Drawn) -> Iterator[Fraction]:
    """All that has a place on the scale."""
    for one in drawn.shown:
        yield from (each.amount for _, each in drawn.history(one) if each is not None and each.amount is not None)
        if drawn.place.with_target:
            yield from (end for aim in drawn.aims(one) if aim for end in aim.ends)
    yield from (each.quantity.amount for each in drawn.benchmarks if each.quantity is not None)


def _rests_on(drawn: Drawn) -> Iterator[Figure]:
    for one in drawn.shown:
        history = drawn.history(one)
        yield from (figure for _, figure in history if figure is not None)
        if drawn.place.with_target:
            targets = [one.indicator.target_for(period) for period, _ in history]
            used = {target.period for target in targets if target is not None}
            yield from (row for row in one.target_rows if row.period in used)
        for benchmark in drawn.benchmarks:
            figure = figure_of(benchmark, one.indicator)
            if figure is not None:
                yield figure


def _hollow(drawn: Drawn) -> tuple[Quality, ...]:
    """The qualities of figures that are drawn hollow; where all of a report are illustrative, that is said once."""
    said_once = (Quality.ILLUSTRATIVE,) if drawn.evaluation.is_all_illustrative else ()
    figures = [figure for one in drawn.shown for _, figure in drawn.history(one)]
    found = {figure.quality for figure in figures if figure is not None and figure.amount is not None}
    return tuple(quality for quality in NOT_FIRM if quality in found and quality not in said_once)


# ---- the drawing


def _categories(drawn: Drawn) -> tuple[Category, ...]:
    if drawn.place.kind is ChartKind.BARS:
        return tuple(Category(chart_words.named(one)) for one in drawn.shown)
    return tuple(_category(period) for period in drawn.periods)


def _category(period: Period) -> Category:
    """A period as it stands along a chart: what it is of its year, and its year."""
    year = words.short(period.whole_year)
    match period.grain:
        case Grain.YEAR:
            return Category(year)
        case Grain.MONTH:
            return Category(say(words.SHORT_MONTHS[period.start.month - 1]), str(period.start.year))
        case _:
            part = marked("Q{number}") if period.grain is Grain.QUARTER else marked("H{number}")
            year = str(period.year) if period.calendar is Calendar.CALENDAR else year
            return Category(say(part, number=period.number), year)


def _series(drawn: Drawn, found: Scale) -> tuple[Series, ...]:
    theme = drawn.evaluation.spec.house.theme
    hollow = _hollow(drawn)
    if drawn.place.kind is ChartKind.BARS:
        points = tuple(_point(one, one.figure, found, hollow, is_labelled=True) for one in drawn.shown)
        return (Series("", points, Shape.SQUARE, Dash.SOLID, theme.accent),)
    several = []
    for number, one in enumerate(drawn.shown):
        history = drawn.history(one)
        labelled = _labelled([figure.amount if figure else None for _, figure in history])
        labelled = labelled if len(drawn.shown) == 1 else frozenset()
        several.append(
            Series(
                label=chart_words.end_label(drawn, one),
                points=tuple(
                    _point(one, figure, found, hollow, is_labelled=at in labelled)
                    for at, (_, figure) in enumerate(history)
                ),
                marker=_MARKERS[number],
                dash=_DASHES[number],
                colour=_colour(theme, number),
                breaks=tuple(at for at, (period, _) in enumerate(history) if at and not runs_on(one.indicator, period)),
            )
        )
    return tuple(several)


def _colour(theme: Theme, number: int) -> str:
    return (theme.accent, *theme.others)[number]


def _point(
    one: Assessment, figure: Figure | None, found: Scale, hollow: Sequence[Quality], *, is_labelled: bool
) -> Point | None:
    if figure is None or figure.amount is None:
        return None
    label = chart_words.bare(numbers.value(one.indicator, figure), one.indicator.unit) if is_labelled else ""
    return Point(found.height(figure.amount), label, figure.quality in hollow)


def _labelled(amounts: Sequence[Fraction | None]) -> frozenset[int]:
    """The points that have their figure printed: all of a few, else the last, and the highest and the lowest."""
    known = [at for at, amount in enumerate(amounts) if amount is not None]
    if len(amounts) <= _MOST_LABELLED:
        return frozenset(known)
    ranked = sorted(known, key=lambda at: (amounts[at], at))
    return frozenset({known[-1], ranked[0], ranked[-1]})


def _levels(drawn: Drawn, found: Scale) -> Iterator[Level]:
    """The target, which may change from period to period or be a range, then benchmarks, which do not."""
    theme = drawn.evaluation.spec.house.theme
    if drawn.place.with_target:
        ends = [aim.ends if aim else () for one in drawn.shown for aim in drawn.aims(one)]
        at = tuple(found.height(pair[0]) if pair else None for pair in ends)
        to = tuple(found.height(pair[1]) if len(pair) > 1 else None for pair in ends)
        label = chart_words.target_label(drawn)
        yield Level(label, at, Dash.DASHED, theme.text, to if any(each is not None for each in to) else ())
    for benchmark, dash in zip(drawn.benchmarks, _BENCHMARK_DASHES, strict=False):
        if benchmark.quantity is not None:
            height = found.height(benchmark.quantity.amount)
            label = chart_words.benchmark_label(drawn, benchmark)
            yield Level(label, (height,) * len(drawn.periods), dash, theme.target_line)


# ---- the table


def _table(drawn: Drawn) -> Table:
    """What is drawn, in figures: a row a period, or, where indicators are compared, a row an indicator."""
    shown, evaluation = drawn.shown, drawn.evaluation
    target = (Column(say(words.TARGET), _FIGURE_WEIGHT, numeric=True),) if drawn.place.with_target else ()
    if drawn.place.kind is ChartKind.BARS:
        now = Column(words.short(evaluation.spec.period), _FIGURE_WEIGHT, numeric=True)
        rows = [
            Row(
                (Text(one.indicator.label),),
                (
                    performance.value_cell(one, one.figure),
                    *((performance.target_cell(one, one.target, one.aim),) if target else ()),
                ),
            )
            for one in shown
        ]
        return Table("", (Column(say(words.INDICATOR), 3 * _NAME_WEIGHT), now, *target), (RowGroup("", tuple(rows)),))
    weight = 2 * _FIGURE_WEIGHT if len(shown) == 1 else _FIGURE_WEIGHT
    names = tuple(Column(one.indicator.label, weight, numeric=True) for one in shown)
    others = tuple(Column(_heading(drawn, each), _FIGURE_WEIGHT, numeric=True) for each in drawn.benchmarks)
    rows = []
    for at, period in enumerate(drawn.periods):
        cells = [performance.value_cell(one, drawn.history(one)[at][1]) for one in shown]
        if target:
            (one,) = shown
            cells.append(performance.target_cell(one, one.indicator.target_for(period), drawn.aims(one)[at]))
        cells += [peers.alone(one, benchmark.name) for benchmark in drawn.benchmarks for one in shown]
        rows.append(Row((Text(words.short(period)),), tuple(cells)))
    period_column = Column(words.capitalised(say(vocabulary.GRAINS[drawn.periods[0].grain])), _NAME_WEIGHT)
    return Table("", (period_column, *names, *target, *others), (RowGroup("", tuple(rows)),))


def _heading(drawn: Drawn, benchmark: Benchmark) -> str:
    return f"{peers.named(benchmark)} {peers.dated(benchmark, drawn.evaluation)}".rstrip()
