"""The performance table and the sparklines in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import numbers, words
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import (
    Cell,
    Column,
    Row,
    RowGroup,
    Sparkline,
    StatusCell,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.evaluation.judging import judged
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.period import Period
from kpidsl.quantity import PERCENT
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import PerformanceTable, TableColumnSpec
from kpidsl.spec.target import Fixed
from kpidsl.terms import Grain, TableColumn

_WEIGHTS = {
    TableColumn.OUTTURN: 12,
    TableColumn.VALUE: 12,
    TableColumn.TARGET: 12,
    TableColumn.FLOOR: 12,
    TableColumn.TOLERANCE: 13,
    TableColumn.STATUS: 15,
    TableColumn.TREND: 16,
    TableColumn.DIRECTION: 15,
    TableColumn.CHANGE: 15,
    TableColumn.BENCHMARK: 12,
}
_NAME_WEIGHT = 38


def table(place: PerformanceTable, evaluation: Evaluation) -> Table:
    """Every indicator that has a section, in the sections' order."""
    period = evaluation.spec.period
    said = place.caption.replace("{period}", words.period(period))
    caption = said or f"Performance in {words.period(period)}{_months(period)}, by section"
    groups = []
    for section in evaluation.spec.sections:
        members = [one for one in evaluation.assessments if one.indicator.section == section]
        if members:
            groups.append(RowGroup(section.label, tuple(_row(one, place) for one in members)))
    name = Column(words.INDICATOR, _NAME_WEIGHT)
    columns = tuple(_column(column, evaluation) for column in place.columns)
    return Table(caption, (name, *columns), tuple(groups))


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
        periods = columns[TableColumn.TREND].periods if TableColumn.TREND in columns else 0
        if periods and trend(one, periods) is not None:
            found += [figure for _, figure in one.history[-periods:]]
    return tuple(figure for figure in found if figure is not None)


def draws_on_illustrative(evaluation: Evaluation) -> bool:
    """Whether a trend somewhere in the report is drawn through an illustrative figure."""
    columns = [column for table in evaluation.spec.tables() for column in table.columns]
    trends = [column.periods for column in columns if column.column is TableColumn.TREND]
    return any(
        figure is not None and figure.is_illustrative
        for one in evaluation.assessments
        for periods in trends
        if one.indicator.section is not None and trend(one, periods) is not None
        for _, figure in one.history[-periods:]
    )


def contradictions(evaluation: Evaluation) -> Iterator[Diagnostic]:
    """A warning for each row whose printed figures say something else than its exact ones."""
    for one in evaluation.assessments:
        amount = one.figure.amount
        if amount is None:
            continue
        shown = numbers.amount(one.indicator, amount)
        if amount and numbers.rounds_to_zero(one.indicator.unit, amount, one.indicator.places):
            message = f"`{one.indicator.id}` is printed as {shown}, but is not 0"
            yield Diagnostic("rounding-hides", message, one.indicator.span, help=(_MORE_PLACES,))
        if one.aim is None or one.state is None:
            continue
        missed = not one.aim.is_strict and not one.aim.is_met(judged(one.indicator, amount))
        goal = numbers.limit(one.indicator, one.aim.nearest(amount))
        if shown == goal and missed:
            message = f"`{one.indicator.id}` prints {shown} against a target of {goal}, yet misses it: {one.state.name}"
            help_ = (_MORE_PLACES, "or judge what is printed: `judge displayed`")
            yield Diagnostic("rounding-hides", message, one.indicator.span, help=help_)


_MORE_PLACES = "print more decimal places, for example: unit percent to 1 dp"


def _months(period: Period) -> str:
    return "" if period.grain is Grain.MONTH else f" ({words.months(period)})"


def _target_title(period: Period, evaluation: Evaluation) -> str:
    """The year's target; only `Target` where one is set for less than a year."""
    targets = [one.target for one in evaluation.assessments if one.target and one.indicator.section]
    whole = all(target.grain is None and target.period in (None, period.whole_year) for target in targets)
    return f"{words.short(period.whole_year)} target" if whole else "Target"


def _column(spec: TableColumnSpec, evaluation: Evaluation) -> Column:
    period = evaluation.spec.period
    weight = _WEIGHTS[spec.column]
    match spec.column:
        case TableColumn.OUTTURN:
            return Column(f"{words.short(period.outturn)} outturn", weight, numeric=True)
        case TableColumn.VALUE:
            return Column(words.short(period), weight, numeric=True)
        case TableColumn.TARGET:
            return Column(_target_title(period, evaluation), weight, numeric=True)
        case TableColumn.FLOOR | TableColumn.TOLERANCE:
            return Column(spec.column.value.capitalize(), weight, numeric=True)
        case TableColumn.STATUS:
            return Column(words.STATUS, weight)
        case TableColumn.TREND:
            return Column(f"{words.in_words(spec.periods).capitalize()}-{period.grain.value} trend", weight)
        case TableColumn.DIRECTION | TableColumn.CHANGE:
            assert spec.comparator is not None  # check has seen to that
            since = words.compared_with(spec.comparator, period.grain)
            title = "Direction" if spec.column is TableColumn.DIRECTION else "Change"
            return Column(f"{title} since {since}", weight, numeric=spec.column is TableColumn.CHANGE)
        case TableColumn.BENCHMARK:
            return Column(spec.benchmark.replace("_", " ").capitalize(), weight, numeric=True)
        case _:
            assert_never(spec.column)


def _row(one: Assessment, place: PerformanceTable) -> Row:
    return Row((Text(one.indicator.label),), tuple(_cell(one, column) for column in place.columns))


def _cell(one: Assessment, spec: TableColumnSpec) -> Cell:
    match spec.column:
        case TableColumn.OUTTURN:
            return _value_cell(one, one.outturn)
        case TableColumn.VALUE:
            return _value_cell(one, one.figure)
        case TableColumn.TARGET:
            return _muted(numbers.target(one)) if one.aim is None else TextCell((Text(numbers.target(one)),))
        case TableColumn.FLOOR:
            floor = one.indicator.floor_for(one.figure.period)
            if floor is None or not isinstance(floor.goal, Fixed):
                return _muted(words.NO_TARGET)
            return TextCell((Text(numbers.limit(one.indicator, floor.goal.amount)),))
        case TableColumn.TOLERANCE:
            width = numbers.tolerance(one.indicator).replace(" percentage", "")
            return TextCell((Text(width),)) if width and one.target else _muted(words.NO_TARGET)
        case TableColumn.STATUS:
            return StatusCell(one.state.mark) if one.state else _muted(words.NOT_RATED)
        case TableColumn.TREND:
            sparkline = trend(one, spec.periods)
            return TrendCell(sparkline) if sparkline else _muted(words.NOT_SHOWN)
        case TableColumn.DIRECTION:
            direction = next(way for comparator, _, way in one.directions if comparator is spec.comparator)
            return (
                TextCell((Text(words.DIRECTIONS[direction].capitalize()),)) if direction else _muted(words.NOT_COMPARED)
            )
        case TableColumn.CHANGE:
            other = next(figure for comparator, figure, _ in one.directions if comparator is spec.comparator)
            if other is None or other.amount is None or one.figure.amount is None:
                return _muted(words.NOT_COMPARED)
            change = one.figure.amount - other.amount
            text = numbers.difference(one.indicator.unit, change, one.indicator.places, signed=True)
            return TextCell((Text(text.replace(" percentage", "")),))
        case TableColumn.BENCHMARK:
            benchmark = one.indicator.benchmark(spec.benchmark)
            if benchmark is None:
                return _muted(words.NO_TARGET)
            return TextCell((Text(numbers.limit(one.indicator, benchmark.quantity.amount)),))
        case _:
            assert_never(spec.column)


def _value_cell(one: Assessment, figure: Figure | None) -> Cell:
    text = numbers.value(one.indicator, figure)
    if figure is None or figure.amount is None:
        return _muted(text)
    marker, _ = words.MARKERS.get(figure.quality, ("", ""))
    return TextCell((Text(f"{text} {marker}".rstrip()),))


def _muted(text: str) -> TextCell:
    return TextCell((Text(text),), muted=True)


# ---- trends


def trend(one: Assessment, periods: int) -> Sparkline | None:
    """The last `periods` values; None for an indicator without a target, or with no two values to draw between."""
    history = one.history[-periods:]
    amounts = [figure.amount if figure else None for _, figure in history]
    known = [amount for amount in amounts if amount is not None]
    if one.aim is None or len(known) < 2:
        return None
    ends = [end for end in (one.aim.low, one.aim.high) if end is not None]
    low, high = _scale(one.indicator, (*known, *ends))

    def height(amount: Fraction) -> Decimal:
        """0 to 1, to four places: finer than any printer, and the same on every run."""
        return Decimal(round((amount - low) / (high - low) * 10_000)) / 10_000

    points = tuple(None if amount is None else height(amount) for amount in amounts)
    heights = sorted({height(end) for end in ends})
    return Sparkline(points, heights[0], _trend_in_words(one, history), heights[1] if len(heights) > 1 else None)


def _scale(indicator: Indicator, amounts: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    """The lowest and highest amount of the drawing.

    A change must not look larger than it is: the scale spans at least 10 percentage points, or a tenth of the largest
    amount, with what there is in its middle.
    """
    low, high = min(amounts), max(amounts)
    least = Fraction(10) if indicator.unit == PERCENT else max(abs(low), abs(high)) / 10 or Fraction(1)
    missing = max(Fraction(0), least - (high - low))
    return low - missing / 2, high + missing / 2


def _trend_in_words(one: Assessment, history: tuple[tuple[Period, Figure | None], ...]) -> str:
    """What the drawing shows, for those who do not see it."""
    values = ", ".join(numbers.value(one.indicator, figure) for _, figure in history)
    target = numbers.target(one)
    text = f"Trend from {words.short(history[0][0])} to {words.short(history[-1][0])}: {values}. Target now {target}."
    direction = one.directions[0][2]
    if direction is not None:
        since = words.compared_with(one.directions[0][0], history[-1][0].grain)
        text += f" {words.DIRECTIONS[direction].capitalize()} since {since}."
    if any(figure is not None and figure.is_illustrative for _, figure in history):
        text += " Some of these figures are illustrative."
    return text
