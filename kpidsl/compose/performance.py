"""The performance table and the sparklines in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kpidsl.compose import directions, forecast, numbers, ordering, peers, scale, vocabulary, words
from kpidsl.compose.groups import by_section
from kpidsl.document.model import (
    Cell,
    Column,
    Row,
    Sparkline,
    StatusCell,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.evaluation.aims import Aim, aim_of
from kpidsl.evaluation.comparable import runs_on
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.period import Period
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Indicator, Section
from kpidsl.spec.model import PerformanceTable, TableColumnSpec
from kpidsl.spec.target import Fixed, Target
from kpidsl.terms import Grain, Grouping, TableColumn
from kpidsl.values import replace

_WEIGHTS = {
    TableColumn.OUTTURN: 12,
    TableColumn.VALUE: 12,
    TableColumn.TARGET: 12,
    TableColumn.TARGET_FOR: 12,
    TableColumn.FLOOR: 12,
    TableColumn.TOLERANCE: 13,
    TableColumn.STATUS: 15,
    TableColumn.TREND: 16,
    TableColumn.DIRECTION: 15,
    TableColumn.CHANGE: 15,
    TableColumn.BENCHMARK: 12,
    TableColumn.FORECAST: 13,
    TableColumn.FORECAST_STATUS: 15,
    TableColumn.RANK: 13,
    TableColumn.QUARTILE: 12,
}
_NAME_WEIGHT = 38


def table(place: PerformanceTable, evaluation: Evaluation, *, in_any_order: bool) -> Table:
    """Every indicator that has a section, in the sections' order; `in_any_order`, with the other orders in which its
    rows can be put."""
    period = evaluation.spec.period
    said = words.filled(place.caption, period, evaluation.spec.house.council)
    caption = said or _caption(period, place, evaluation)

    def rows(section: Section) -> list[Row]:
        return [_row(one, place, evaluation) for one in evaluation.in_section(section)]

    groups = tuple(by_section(evaluation.spec.sections, rows))
    made = Table(caption, columns(place.columns, evaluation), groups)
    return _in_any_order(made, place, evaluation) if in_any_order else made


def _in_any_order(table: Table, place: PerformanceTable, evaluation: Evaluation) -> Table:
    """The table with the places that its rows have in the order of each column."""
    shown = listed(evaluation)
    places = iter(ordering.places(shown, place.columns))
    groups = (
        replace(group, rows=tuple(replace(row, places=next(places)) for row in group.rows)) for group in table.groups
    )
    return replace(table, columns=ordering.ordered(table.columns, place.columns, shown), groups=tuple(groups))


def listed(evaluation: Evaluation) -> tuple[Assessment, ...]:
    """The indicators in the order of the table's rows."""
    return tuple(one for section in evaluation.spec.sections for one in evaluation.in_section(section))


def columns(shown: Sequence[TableColumnSpec], evaluation: Evaluation) -> tuple[Column, ...]:
    """The headings: the indicator's name first."""
    return (Column(say(words.INDICATOR), _NAME_WEIGHT), *(_column(column, evaluation) for column in shown))


def cells(one: Assessment, shown: Sequence[TableColumnSpec], evaluation: Evaluation) -> tuple[Cell, ...]:
    """What the columns say of one indicator."""
    return tuple(_cell(one, column, evaluation) for column in shown)


def figures(place: PerformanceTable, evaluation: Evaluation) -> tuple[Figure, ...]:
    """The figures that the table rests on: those it prints, and those its trends are drawn through."""
    columns = {spec.column: spec for spec in place.columns}
    found: list[Figure | None] = []
    for one in evaluation.assessments:
        if one.indicator.section is None:
            continue
        if TableColumn.OUTTURN in columns:
            found.append(one.outturn)
        if TableColumn.VALUE in columns or TableColumn.STATUS in columns:
            found.append(one.figure)
        found += forecast.figures(one, place)
        found += one.rows
        against = [spec.comparator for spec in place.columns if spec.comparator]
        found += [figure for each in against for figure in directions.of(one, each).rests_on]
        periods = columns[TableColumn.TREND].periods if TableColumn.TREND in columns else 0
        if periods and has_trend(one, periods):
            found += [figure for _, figure in one.history[-periods:]]
        found += [
            figure for spec in place.columns if spec.column in peers.COLUMNS for figure in peers.figures(one, spec)
        ]
    return tuple(figure for figure in found if figure is not None)


def draws_on_illustrative(evaluation: Evaluation) -> bool:
    """Whether a trend somewhere in the report is drawn through an illustrative figure."""
    columns = [column for table in evaluation.spec.tables() for column in table.columns]
    trends = [column.periods for column in columns if column.column is TableColumn.TREND]
    return any(
        figure is not None and figure.is_illustrative
        for one in evaluation.assessments
        for periods in trends
        if one.indicator.section is not None and has_trend(one, periods)
        for _, figure in one.history[-periods:]
    )


def _caption(period: Period, place: PerformanceTable, evaluation: Evaluation) -> str:
    """What the table shows; where its sections stand in tables of their own, each of these says which."""
    named, months = words.period(period), words.months(period)
    is_apart = place.groups is Grouping.TABLES or (place.groups is Grouping.COLUMN and evaluation.spec.themes)
    if period.grain is Grain.MONTH:
        caption = marked("Performance in {period}") if is_apart else marked("Performance in {period}, by section")
        return say(caption, period=named)
    if is_apart:
        return say("Performance in {period} ({months})", period=named, months=months)
    return say("Performance in {period} ({months}), by section", period=named, months=months)


def _target_title(period: Period, evaluation: Evaluation) -> str:
    """The year's target, where that is true of every row: each is of that year or, in a shorter period, a percentage or
    the like that is asked of every period; only `Target` where one is not, or none names the year."""
    year = period.whole_year
    rows = [one for one in evaluation.assessments if one.target and one.indicator.section]
    targets = [(one.target, one.indicator.unit) for one in rows if one.target]
    is_year = period.grain is Grain.YEAR
    named = is_year or any(target.period == year for target, _ in targets)
    whole = all(
        target.grain in (None, Grain.YEAR)
        and (target.period == year or (target.period is None and (is_year or unit.is_quotient)))
        for target, unit in targets
    )
    return _target_of(year) if named and whole else say(words.TARGET)


def _target_of(period: Period) -> str:
    return say("{period} target", period=words.short(period))


def _column(spec: TableColumnSpec, evaluation: Evaluation) -> Column:
    period = evaluation.spec.period
    weight = _WEIGHTS[spec.column]
    match spec.column:
        case TableColumn.OUTTURN:
            return Column(say("{period} outturn", period=words.short(period.outturn)), weight, numeric=True)
        case TableColumn.VALUE:
            return Column(words.short(period), weight, numeric=True)
        case TableColumn.TARGET:
            return Column(_target_title(period, evaluation), weight, numeric=True)
        case TableColumn.TARGET_FOR:
            assert spec.period is not None  # check has seen to that
            return Column(_target_of(spec.period), weight, numeric=True)
        case TableColumn.FLOOR | TableColumn.TOLERANCE:
            title = say(words.FLOOR) if spec.column is TableColumn.FLOOR else say(words.TOLERANCE)
            return Column(title, weight, numeric=True)
        case TableColumn.STATUS:
            return Column(say(words.STATUS), weight)
        case TableColumn.TREND:
            return Column(say("Trend, {length}", length=words.lasting(spec.periods, period.grain)), weight)
        case TableColumn.DIRECTION:
            assert spec.comparator is not None  # check has seen to that
            plain, with_target = marked("Direction {since}"), marked("Direction {since}, with target")
            since = directions.since(spec.comparator, period.grain)
            return Column(say(with_target if spec.with_target else plain, since=since), weight + 5 * spec.with_target)
        case TableColumn.CHANGE:
            assert spec.comparator is not None  # check has seen to that
            since = directions.since(spec.comparator, period.grain)
            return Column(say("Change {since}", since=since), weight, numeric=True)
        case TableColumn.BENCHMARK | TableColumn.RANK | TableColumn.QUARTILE:
            is_word = spec.column is TableColumn.QUARTILE
            return Column(peers.heading(spec, evaluation), weight, numeric=not is_word)
        case TableColumn.FORECAST:
            when = words.short(forecast.headed_period(evaluation))
            return Column(say("Forecast for {period}", period=when), weight, numeric=True)
        case TableColumn.FORECAST_STATUS:
            return Column(say(words.FORECAST_STATUS), weight)
        case _:
            assert_never(spec.column)


def _row(one: Assessment, place: PerformanceTable, evaluation: Evaluation) -> Row:
    is_part = one.indicator.part_of is not None
    name = say("of which: {indicator}", indicator=one.indicator.label) if is_part else one.indicator.label
    return Row((Text(name),), cells(one, place.columns, evaluation), is_part, detail_id(one.indicator))


def detail_id(indicator: Indicator) -> str:
    """The id of what stands behind the rows of an indicator."""
    return f"indicator-{indicator.id}"


def _cell(one: Assessment, spec: TableColumnSpec, evaluation: Evaluation) -> Cell:
    match spec.column:
        case TableColumn.OUTTURN:
            return value_cell(one, one.outturn)
        case TableColumn.VALUE:
            return value_cell(one, one.figure)
        case TableColumn.TARGET:
            return target_cell(one, one.target, one.aim)
        case TableColumn.TARGET_FOR:
            assert spec.period is not None  # check has seen to that
            other = one.indicator.target_for(spec.period)
            aim = aim_of(other, one.indicator, lambda _: None) if other else None
            text = numbers.aimed(one.indicator, other, aim)
            return TextCell((Text(text),)) if aim else _muted(text)
        case TableColumn.FLOOR:
            floor = one.indicator.floor_for(one.figure.period)
            if floor is None or not isinstance(floor.goal, Fixed):
                return _muted(say(words.NO_TARGET))
            return TextCell((Text(numbers.limit(one.indicator, floor.goal.amount)),))
        case TableColumn.TOLERANCE:
            width = numbers.tolerance(one.indicator, full=False)
            return TextCell((Text(width),)) if width and one.target else _muted(say(words.NO_TARGET))
        case TableColumn.STATUS:
            return StatusCell(one.state.mark) if one.state else _muted(say(words.NOT_RATED))
        case TableColumn.TREND:
            sparkline = trend(one, spec.periods)
            return TrendCell(sparkline) if sparkline else _muted(say(words.NOT_SHOWN))
        case TableColumn.DIRECTION:
            is_told = directions.of(one, spec.comparator).direction is not None
            return TextCell((Text(directions.word(one, spec)),), muted=not is_told)
        case TableColumn.CHANGE:
            travel = directions.of(one, spec.comparator)
            if travel.change is None:
                return _muted(directions.nothing(one, travel))
            unit, places = one.indicator.unit, one.indicator.places
            return TextCell((Text(numbers.difference(unit, travel.change, places, signed=True, full=False)),))
        case TableColumn.BENCHMARK | TableColumn.RANK | TableColumn.QUARTILE:
            return peers.cell(one, spec, evaluation)
        case TableColumn.FORECAST:
            text, is_figure = forecast.value(one, forecast.headed_period(evaluation))
            return TextCell((Text(text),)) if is_figure else _muted(text)
        case TableColumn.FORECAST_STATUS:
            if one.forecast is None:
                return _muted(say(words.NO_FORECAST))
            return StatusCell(one.forecast.state.mark) if one.forecast.state else _muted(say(words.NOT_RATED))
        case _:
            assert_never(spec.column)


def value_cell(one: Assessment, figure: Figure | None) -> TextCell:
    """A figure with the mark of its quality, or the word for there being none."""
    text = numbers.value(one.indicator, figure)
    if figure is None or figure.amount is None:
        return _muted(text)
    return TextCell((Text(f"{text} {vocabulary.marker(*figure.qualities)}".rstrip()),))


def target_cell(one: Assessment, target: Target | None, aim: Aim | None) -> TextCell:
    """The target of a period, marked as a figure is where it is a row of the data."""
    said = numbers.aimed(one.indicator, target, aim)
    if target is None or aim is None:
        return _muted(said)
    rows = (row for figure in one.target_rows for row in figure.observations)
    marker = next((vocabulary.marker(row.quality) for row in rows if row.period == target.period), "")
    return TextCell((Text(f"{said} {marker}".rstrip()),))


def _muted(text: str) -> TextCell:
    return TextCell((Text(text),), muted=True)


# ---- trends


def has_trend(one: Assessment, periods: int) -> bool:
    """Whether there is one to draw: not for an indicator without a target, or with no two values to draw between."""
    known = [figure for _, figure in one.history[-periods:] if figure is not None and figure.amount is not None]
    return one.aim is not None and len(known) > 1


def trend(one: Assessment, periods: int) -> Sparkline | None:
    """The last `periods` values; None where there is none to draw."""
    if not has_trend(one, periods):
        return None
    history, aims = one.history[-periods:], one.aims[-periods:]
    amounts = [figure.amount if figure else None for _, figure in history]
    known = [amount for amount in amounts if amount is not None]
    ends = [aim.ends if aim else () for aim in aims]
    height = scale.spread(one.indicator.unit, (*known, *(end for pair in ends for end in pair))).height
    breaks = tuple(at for at, (period, _) in enumerate(history) if at and not runs_on(one.indicator, period))
    return Sparkline(
        points=tuple(None if amount is None else height(amount) for amount in amounts),
        target=tuple(height(pair[0]) if pair else None for pair in ends),
        alt=_trend_in_words(one, history, aims, breaks),
        target_to=tuple(height(pair[1]) if len(pair) > 1 else None for pair in ends),
        breaks=breaks,
    )


def _trend_in_words(
    one: Assessment,
    history: tuple[tuple[Period, Figure | None], ...],
    aims: tuple[Aim | None, ...],
    breaks: tuple[int, ...],
) -> str:
    """What the drawing shows, for those who do not see it."""
    values = ", ".join(numbers.value(one.indicator, figure) for _, figure in history)
    first, last = words.short(history[0][0]), words.short(history[-1][0])
    sentences = [
        say("Trend from {first} to {last}: {figures}.", first=first, last=last, figures=values),
        _targets_in_words(one, [period for period, _ in history], aims),
        *directions.breaks(one.indicator, [history[at][0] for at in breaks]),
    ]
    travel = one.directions[0]
    if travel.direction is not None:
        sentences.append(f"{directions.in_words(one, travel, travel.direction, history[-1][0].grain)}.")
    if any(figure is not None and figure.is_illustrative for _, figure in history):
        sentences.append(say("Some of these figures are illustrative."))
    return " ".join(sentences)


def _targets_in_words(one: Assessment, periods: Sequence[Period], aims: Sequence[Aim | None]) -> str:
    """`Target now 90%.`; where it changed, since when it is what it is, or what it was in each period."""
    found: list[str] = []
    last: tuple[Target | None, Aim | None] | None = None
    for period, aim in zip(periods, aims, strict=True):
        target = one.indicator.target_for(period)
        stays = last is not None and last[0] is target and last[1] == aim  # as most do
        found.append(found[-1] if stays else numbers.aimed(one.indicator, target, aim))
        last = target, aim
    if len(set(found)) == 1:
        return say("Target now {target}.", target=found[-1])
    said = [text[:1].lower() + text[1:] for text in found]
    changes = [at for at in range(len(said)) if at == 0 or said[at] != said[at - 1]]
    if len(changes) > 2:
        return say("Targets: {targets}.", targets=", ".join(said))
    since = [say("{target} from {period}", target=said[at], period=words.short(periods[at])) for at in changes]
    return say("Target: {targets}.", targets=", ".join(since))
