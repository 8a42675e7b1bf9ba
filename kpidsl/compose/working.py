"""How each printed figure was made: the exact amount, the rows that it came from, the rule, the rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from kpidsl.compose import directions, numbers, peers, rounded, vocabulary, words
from kpidsl.compose.because import status_because, travel_because
from kpidsl.compose.origins import AS_GIVEN, Origin, Origins, quality_of
from kpidsl.compose.rounded import Rounded
from kpidsl.document.model import Cell, StatusCell, Table, TextCell, TrendCell
from kpidsl.document.outline import plain
from kpidsl.evaluation.aims import Aim, aim_of
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Travel, Unrated
from kpidsl.period import Period
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.model import TableColumnSpec
from kpidsl.spec.target import Benchmark, Fixed, Target
from kpidsl.terms import Judge, TableColumn
from kpidsl.values import dataclass

_AS_SET = marked("as set")
_MEAN_OF_GROUP = marked("the mean of the group")


@dataclass(frozen=True, slots=True)
class Working:
    """One printed figure. `figure` says which it is."""

    figure: str
    printed: str
    origin: Origin
    indicator: Indicator | None = None
    period: Period | None = None


Made = tuple[str, Working]  # where a figure is printed, and how it was made
FigureRow = tuple[str, ...]  # the same as the attached file has it


def row_of(place: str, one: Working, origins: Origins) -> FigureRow:
    """A printed figure with all that is said of it, in the order of the columns of the attached file."""
    indicator, origin = one.indicator, one.origin
    return (
        place,
        indicator.label if indicator else say("The whole report"),
        indicator.id if indicator else "",
        one.figure,
        origins.period(one.period),
        one.printed,
        origin.exact,
        origin.unit,
        *origin.parts,
        origin.source,
        origin.rule,
        origin.rounding,
        origin.quality,
    )


def of_figure(what: str, printed: str, indicator: Indicator, figure: Figure, origins: Origins) -> Working:
    """A value of the data, whatever period it is of."""
    return Working(what, printed, origins.of(indicator, figure), indicator, figure.period)


# ---- a table


def of_table(
    shown: Sequence[Assessment],
    columns: Sequence[TableColumnSpec],
    table: Table | None,
    evaluation: Evaluation,
    origins: Origins,
) -> Iterator[Made]:
    """The figures in a table whose rows are the indicators `shown`, in that order, each with the heading above it."""
    if table is None:
        return
    lines = [row for group in table.groups for row in group.rows]
    for one, row in zip(shown, lines, strict=True):
        for at, working in of_row(one, columns, row.cells, evaluation, origins):
            yield table.columns[at + 1].title, working


def of_row(
    one: Assessment,
    columns: Sequence[TableColumnSpec],
    cells: Sequence[Cell],
    evaluation: Evaluation,
    origins: Origins,
) -> Iterator[tuple[int, Working]]:
    """What the cells of one indicator print, each with the place of its column. Cells that say that there is nothing
    print no figure."""
    for at, (spec, cell) in enumerate(zip(columns, cells, strict=True)):
        match cell:
            case TextCell(muted=True):
                continue
            case TextCell():
                found = [_text(one, spec, plain(cell.content), evaluation, origins)]
            case StatusCell():
                found = [_status(one, spec, cell.mark.word, origins)]
            case TrendCell():
                found = list(_trend(one, spec.periods, origins))
            case _:
                assert_never(cell)
        yield from ((at, working) for working in found)


def _text(one: Assessment, spec: TableColumnSpec, text: str, evaluation: Evaluation, origins: Origins) -> Working:
    indicator, period = one.indicator, one.figure.period
    match spec.column:
        case TableColumn.OUTTURN:
            assert one.outturn is not None
            return of_figure(say("outturn"), text, indicator, one.outturn, origins)
        case TableColumn.VALUE:
            return of_figure(say("value"), text, indicator, one.figure, origins)
        case TableColumn.TARGET:
            return of_target(say("target"), text, one, one.target, one.aim, period, origins)
        case TableColumn.TARGET_FOR:
            assert spec.period is not None
            other = indicator.target_for(spec.period)
            aim = aim_of(other, indicator, lambda _: None) if other else None
            return of_target(say("target"), text, one, other, aim, spec.period, origins)
        case TableColumn.FLOOR:
            floor = indicator.floor_for(period)
            assert floor is not None
            aim = Aim(floor.goal.amount, None, False) if isinstance(floor.goal, Fixed) else None
            return of_target(say("floor"), text, one, floor, aim, period, origins)
        case TableColumn.TOLERANCE:
            return _tolerance(one, text, origins)
        case TableColumn.DIRECTION | TableColumn.CHANGE:
            travel = directions.of(one, spec.comparator) if spec.comparator else one.directions[0]
            amounts: tuple[Rounded, ...] = ()
            if spec.column is TableColumn.CHANGE and travel.change is not None:
                amounts = (Rounded(travel.change, indicator.unit.difference, indicator.places),)
            return of_travel(say(vocabulary.COLUMNS[spec.column]), text, one, travel, amounts, origins)
        case TableColumn.FORECAST:
            assert one.forecast is not None
            return of_figure(say("forecast"), text, indicator, one.forecast.figure, origins)
        case TableColumn.BENCHMARK | TableColumn.RANK | TableColumn.QUARTILE:
            return _peers(one, spec, text, origins)
        case TableColumn.STATUS | TableColumn.FORECAST_STATUS | TableColumn.TREND:
            raise AssertionError("a status or trend that is there has a cell of its own")
        case _:
            assert_never(spec.column)


def of_target(
    what: str,
    printed: str,
    one: Assessment,
    target: Target | None,
    aim: Aim | None,
    period: Period,
    origins: Origins,
) -> Working:
    """A target or floor: the line that says it or, where the data do, the row."""
    amounts = rounded.aim(one.indicator, target, aim)
    given = [row for figure in one.rows for row in figure.observations if target and row.span == target.span]
    said = origins.line(target.span) if target else ""
    origin = origins.of_amounts(
        amounts,
        source=origins.rows(given) or said,
        rule=(say(_AS_SET) + words.decided(target.reason, target.author)) if target else "",
        quality=quality_of(row.quality for row in given),
    )
    return Working(what, printed, origin, one.indicator, period)


def _tolerance(one: Assessment, text: str, origins: Origins) -> Working:
    indicator, margin = one.indicator, one.indicator.tolerance
    span = next((origin.span for word, origin in indicator.origins if word == "tolerance"), indicator.span)
    amounts = rounded.margin(indicator, margin) if margin else ()
    origin = origins.of_amounts(amounts, source=origins.line(span), rule=say(_AS_SET))
    return Working(say("tolerance"), text, origin, indicator, one.figure.period)


def _status(one: Assessment, spec: TableColumnSpec, word: str, origins: Origins) -> Working:
    ahead = one.forecast if spec.column is TableColumn.FORECAST_STATUS else None
    figure, state, aim = (ahead.figure, ahead.state, ahead.aim) if ahead else (one.figure, one.state, one.aim)
    assert state is not None
    return of_status(say("forecast status") if ahead else say("status"), word, one, figure, state, aim, origins)


def of_status(
    what: str, word: str, one: Assessment, figure: Figure, state: State, aim: Aim | None, origins: Origins
) -> Working:
    """A status: the state of the scheme, what it asks, and why this figure has it."""
    indicator = one.indicator
    shown = indicator.judge is Judge.DISPLAYED
    origin = Origin(
        source=origins.line(state.span),
        rule=f"{indicator.scheme.label}: {_asks(one, state, origins)}; {status_because(indicator, figure, state, aim)}",
        rounding=say("judged on the figure as printed") if shown else say("judged on the exact figure"),
        quality=quality_of(figure.qualities),
    )
    return Working(what, word, origin, indicator, figure.period)


def _asks(one: Assessment, state: State, origins: Origins) -> str:
    if one.override is not None and one.override.state == state:
        return say("{status}, set by judgement", status=state.mark.word)
    asked = (rule for rule in origins.rules(one) if rule.state == state)
    return next((say("{status}, if {condition}", status=state.mark.word, condition=rule.asks) for rule in asked), "")


def why(one: Assessment) -> str:
    """Why an indicator has its status, or has none, in one clause."""
    if one.state is not None:
        return f"{one.state.mark.word}: {status_because(one.indicator, one.figure, one.state, one.aim)}"
    if one.unrated is Unrated.UNKNOWN:
        return f"{say(words.NOT_RATED)}: {status_because(one.indicator, one.figure, Unrated.UNKNOWN, one.aim)}"
    reason = one.figure.reason or one.unrated
    return f"{say(words.NOT_RATED)}: {say(vocabulary.WITHOUT[reason])}" if reason else say(words.NOT_RATED)


def _trend(one: Assessment, periods: int, origins: Origins) -> Iterator[Working]:
    indicator = one.indicator
    value, aimed_at = say("value in the trend"), say("target in the trend")
    last: tuple[Target | None, Aim, Working] | None = None
    for (period, figure), aim in zip(one.history[-periods:], one.aims[-periods:], strict=True):
        if figure is not None and figure.amount is not None:
            shown = numbers.amount(indicator, figure.amount)
            yield of_figure(value, shown, indicator, figure, origins)
        if aim is None:
            continue
        target = indicator.target_for(period)
        if last is None or last[0] is not target or last[1] != aim:  # most targets stay from period to period
            shown = numbers.aimed(indicator, target, aim)
            last = target, aim, of_target(aimed_at, shown, one, target, aim, period, origins)
        made = last[2]
        yield Working(made.figure, made.printed, made.origin, indicator, period)


def of_travel(
    what: str, text: str, one: Assessment, travel: Travel, amounts: tuple[Rounded, ...], origins: Origins
) -> Working:
    """A direction, or a change."""
    is_shown = one.indicator.judge is Judge.DISPLAYED
    seen = dict.fromkeys((one.figure, *([travel.other] if travel.other else []), *travel.rests_on))
    origin = origins.of_amounts(
        amounts,
        source=origins.rows(row for figure in seen for row in figure.observations),
        rule=travel_because(one.indicator, one.figure, travel),
        unrounded=say("judged on the figure as printed") if is_shown else say("judged before rounding"),
        quality=quality_of((one.figure.quality,)),
    )
    return Working(what, text, origin, one.indicator, one.figure.period)


def _peers(one: Assessment, spec: TableColumnSpec, text: str, origins: Origins) -> Working:
    benchmark = one.indicator.benchmark(spec.benchmark)
    assert benchmark is not None
    seen = peers.figures(one, spec)
    standing = one.standing(spec.benchmark)
    if spec.column is TableColumn.BENCHMARK:
        amounts = rounded.benchmark(one.indicator, benchmark)
        what = spec.benchmark.replace("_", " ")
    else:
        place = standing.place if standing else None
        amounts = rounded.place(place, spec.column) if place else ()
        column, group = say(vocabulary.COLUMNS[spec.column]), spec.benchmark.replace("_", " ")
        what = say("{standing} in {group}", standing=column, group=group)
    return of_benchmark(what, text, one, benchmark, seen, amounts, origins)


def of_benchmark(
    what: str,
    text: str,
    one: Assessment,
    benchmark: Benchmark,
    seen: Iterable[Figure],
    amounts: tuple[Rounded, ...],
    origins: Origins,
) -> Working:
    """A benchmark, or the place in a group: from the rows of a file, or from the spec."""
    given = [row for figure in seen for row in figure.observations]
    named = [f"“{benchmark.source}”"] if benchmark.source else []
    origin = origins.of_amounts(
        amounts,
        source="; ".join((origins.rows(given) or origins.line(one.indicator.span), *named)),
        rule=say(_AS_SET if not given else _MEAN_OF_GROUP if benchmark.is_group else AS_GIVEN),
        quality=quality_of(row.quality for row in given),
    )
    return Working(what, text, origin, one.indicator, benchmark.period)
