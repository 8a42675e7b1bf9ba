"""How each printed figure was made: the exact amount, the rows that it came from, the rule, the rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import directions, numbers, peers, rounded, vocabulary, words
from kpidsl.compose.because import status_because, travel_because
from kpidsl.compose.rounded import Rounded
from kpidsl.compose.rules import rules_of
from kpidsl.data.model import Observation
from kpidsl.document.model import Cell, StatusCell, Table, TextCell, TrendCell
from kpidsl.document.outline import plain
from kpidsl.evaluation.aims import Aim, aim_of
from kpidsl.evaluation.figures import is_sum
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Travel, Unrated
from kpidsl.period import Period
from kpidsl.quantity import plain as digits
from kpidsl.saying import marked, say
from kpidsl.source import Source, Span
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.model import TableColumnSpec
from kpidsl.spec.project import MadeFrom
from kpidsl.spec.target import Benchmark, Fixed, Target
from kpidsl.terms import Judge, Quality, TableColumn
from kpidsl.values import dataclass

AS_GIVEN = marked("as in its row")
_AS_SET = marked("as set")
_MEAN, _MEAN_OF_GROUP = marked("the mean of the figures"), marked("the mean of the group")


@dataclass(frozen=True, slots=True)
class Working:
    """One printed figure. `figure` says which it is; `amounts` are empty for a word such as a status. `spans` are the
    lines and rows that it came from."""

    figure: str
    printed: str
    indicator: Indicator | None = None
    period: Period | None = None
    amounts: tuple[Rounded, ...] = ()
    parts: tuple[str, str] = ("", "")  # the two counts that it was made of
    source: str = ""
    rule: str = ""
    rounding: str = ""
    quality: str = ""
    place: str = ""


# ---- where figures come from


def rows(observations: Iterable[Observation], made_from: MadeFrom) -> str:
    """`data.csv: row 12, value; row 13, value`."""
    files: dict[str, dict[str, None]] = {}
    for one in observations:
        files.setdefault(file_and_sheet(one.span.source, made_from), {})[_row(one)] = None
    return "; ".join(f"{name}: {'; '.join(found)}" for name, found in files.items())


def file_and_sheet(source: Source, made_from: MadeFrom) -> str:
    """A file, and which of its sheets."""
    name = made_from.name(source)
    return say("{file}, sheet “{sheet}”", file=name, sheet=source.sheet) if source.sheet else name


def _row(one: Observation) -> str:
    line = one.span.line
    if is_counted(one):
        return say("line {number}", number=line)
    if one.entity:
        return say("row {number} ({name})", number=line, name=one.entity)
    if one.numerator is not None:
        return say("row {number}, numerator and denominator", number=line)
    return say("row {number}, value", number=line)


def is_counted(one: Observation) -> bool:
    """Whether it comes from a line of the rules that counts records, and not from a row of figures."""
    return one.span.source.name.endswith(".kpi")


def line(span: Span, made_from: MadeFrom) -> str:
    """`children.kpi, line 45`."""
    return say("{file}, line {number}", file=made_from.name(span.source), number=span.line)


def how(indicator: Indicator, figure: Figure) -> str:
    """How a value was made of its rows."""
    if figure.amount is None:
        return say("no figure: the row says why")
    if is_sum(indicator):
        return say("the sum of its parts")
    if any(row.entity for row in figure.observations):
        return say(_MEAN if len(figure.observations) > 1 else AS_GIVEN)
    if figure.numerator is None or figure.denominator is None:
        return say(AS_GIVEN)
    if indicator.measure is not None and len(figure.observations) > 1:
        top, bottom = indicator.measure.numerator, indicator.measure.denominator
        quotient = say("{numerator} divided by {denominator}", numerator=top, denominator=bottom)
    else:
        quotient = say("numerator divided by denominator")
    base = indicator.unit.base
    return quotient if base == 1 else say("{quotient}, times {number}", quotient=quotient, number=f"{base:,}")


def of_figure(
    what: str, printed: str, indicator: Indicator, figure: Figure, made_from: MadeFrom, places: int | None = None
) -> Working:
    """A value of the data, whatever period it is of."""
    amounts = rounded.of(indicator, figure.amount, places)
    counts = (figure.numerator, figure.denominator)
    return Working(
        figure=what,
        printed=printed,
        indicator=indicator,
        period=figure.period,
        amounts=amounts,
        parts=(digits_of(counts[0]), digits_of(counts[1])),
        source=rows(figure.observations, made_from),
        rule=how(indicator, figure),
        rounding=rounded.rules(amounts),
        quality=quality_of(figure.qualities),
    )


def digits_of(amount: Fraction | None) -> str:
    """One of the two counts that a figure was made of; empty where there are none."""
    return "" if amount is None else digits(amount)


def quality_of(qualities: Iterable[Quality]) -> str:
    return ", ".join(say(vocabulary.QUALITIES[one]) for one in dict.fromkeys(qualities))


# ---- a table


def of_table(
    shown: Sequence[Assessment],
    columns: Sequence[TableColumnSpec],
    table: Table | None,
    evaluation: Evaluation,
    made_from: MadeFrom,
) -> Iterator[Working]:
    """The figures in a table whose rows are the indicators `shown`, in that order, each with the heading above it."""
    if table is None:
        return
    lines = [row for group in table.groups for row in group.rows]
    for one, row in zip(shown, lines, strict=True):
        for at, working in of_row(one, columns, row.cells, evaluation, made_from):
            yield replace(working, place=table.columns[at + 1].title)


def of_row(
    one: Assessment,
    columns: Sequence[TableColumnSpec],
    cells: Sequence[Cell],
    evaluation: Evaluation,
    made_from: MadeFrom,
) -> Iterator[tuple[int, Working]]:
    """What the cells of one indicator print, each with the place of its column. Cells that say that there is nothing
    print no figure."""
    for at, (spec, cell) in enumerate(zip(columns, cells, strict=True)):
        match cell:
            case TextCell(muted=True):
                continue
            case TextCell():
                found = [_text(one, spec, plain(cell.content), evaluation, made_from)]
            case StatusCell():
                found = [_status(one, spec, cell.mark.word, made_from)]
            case TrendCell():
                found = list(_trend(one, spec.periods, made_from))
            case _:
                assert_never(cell)
        yield from ((at, working) for working in found)


def _text(one: Assessment, spec: TableColumnSpec, text: str, evaluation: Evaluation, made_from: MadeFrom) -> Working:
    indicator, period = one.indicator, one.figure.period
    match spec.column:
        case TableColumn.OUTTURN:
            assert one.outturn is not None
            return of_figure(say("outturn"), text, indicator, one.outturn, made_from)
        case TableColumn.VALUE:
            return of_figure(say("value"), text, indicator, one.figure, made_from)
        case TableColumn.TARGET:
            return of_target(say("target"), text, one, one.target, one.aim, period, made_from)
        case TableColumn.TARGET_FOR:
            assert spec.period is not None
            other = indicator.target_for(spec.period)
            aim = aim_of(other, indicator, lambda _: None) if other else None
            return of_target(say("target"), text, one, other, aim, spec.period, made_from)
        case TableColumn.FLOOR:
            floor = indicator.floor_for(period)
            assert floor is not None
            aim = Aim(floor.goal.amount, None, False) if isinstance(floor.goal, Fixed) else None
            return of_target(say("floor"), text, one, floor, aim, period, made_from)
        case TableColumn.TOLERANCE:
            return _tolerance(one, text, made_from)
        case TableColumn.DIRECTION | TableColumn.CHANGE:
            travel = directions.of(one, spec.comparator) if spec.comparator else one.directions[0]
            amounts: tuple[Rounded, ...] = ()
            if spec.column is TableColumn.CHANGE and travel.change is not None:
                amounts = (Rounded(travel.change, indicator.unit.difference, indicator.places),)
            return of_travel(say(vocabulary.COLUMNS[spec.column]), text, one, travel, amounts, made_from)
        case TableColumn.FORECAST:
            assert one.forecast is not None
            return of_figure(say("forecast"), text, indicator, one.forecast.figure, made_from)
        case TableColumn.BENCHMARK | TableColumn.RANK | TableColumn.QUARTILE:
            return _peers(one, spec, text, made_from)
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
    made_from: MadeFrom,
) -> Working:
    """A target or floor: the line that says it or, where the data do, the row."""
    amounts = rounded.aim(one.indicator, target, aim)
    given = [row for figure in one.rows for row in figure.observations if target and row.span == target.span]
    said = line(target.span, made_from) if target else ""
    return Working(
        figure=what,
        printed=printed,
        indicator=one.indicator,
        period=period,
        amounts=amounts,
        source=rows(given, made_from) or said,
        rule=(say(_AS_SET) + words.decided(target.reason, target.author)) if target else "",
        rounding=rounded.rules(amounts),
        quality=quality_of(row.quality for row in given),
    )


def _tolerance(one: Assessment, text: str, made_from: MadeFrom) -> Working:
    indicator, margin = one.indicator, one.indicator.tolerance
    span = next((origin.span for word, origin in indicator.origins if word == "tolerance"), indicator.span)
    amounts = rounded.margin(indicator, margin) if margin else ()
    return Working(
        say("tolerance"),
        text,
        indicator,
        one.figure.period,
        amounts,
        source=line(span, made_from),
        rule=say(_AS_SET),
        rounding=rounded.rules(amounts),
    )


def _status(one: Assessment, spec: TableColumnSpec, word: str, made_from: MadeFrom) -> Working:
    ahead = one.forecast if spec.column is TableColumn.FORECAST_STATUS else None
    figure, state, aim = (ahead.figure, ahead.state, ahead.aim) if ahead else (one.figure, one.state, one.aim)
    assert state is not None
    return of_status(say("forecast status") if ahead else say("status"), word, one, figure, state, aim, made_from)


def of_status(
    what: str, word: str, one: Assessment, figure: Figure, state: State, aim: Aim | None, made_from: MadeFrom
) -> Working:
    """A status: the state of the scheme, what it asks, and why this figure has it."""
    indicator = one.indicator
    shown = indicator.judge is Judge.DISPLAYED
    return Working(
        figure=what,
        printed=word,
        indicator=indicator,
        period=figure.period,
        source=line(state.span, made_from),
        rule=f"{indicator.scheme.label}: {_asks(one, state)}; {status_because(indicator, figure, state, aim)}",
        rounding=say("judged on the figure as printed") if shown else say("judged on the exact figure"),
        quality=quality_of(figure.qualities),
    )


def _asks(one: Assessment, state: State) -> str:
    if one.override is not None and one.override.state == state:
        return say("{status}, set by judgement", status=state.mark.word)
    asked = (rule for rule in rules_of(one) if rule.state == state)
    return next((say("{status}, if {condition}", status=state.mark.word, condition=rule.asks) for rule in asked), "")


def why(one: Assessment) -> str:
    """Why an indicator has its status, or has none, in one clause."""
    if one.state is not None:
        return f"{one.state.mark.word}: {status_because(one.indicator, one.figure, one.state, one.aim)}"
    if one.unrated is Unrated.UNKNOWN:
        return f"{say(words.NOT_RATED)}: {status_because(one.indicator, one.figure, Unrated.UNKNOWN, one.aim)}"
    reason = one.figure.reason or one.unrated
    return f"{say(words.NOT_RATED)}: {say(vocabulary.WITHOUT[reason])}" if reason else say(words.NOT_RATED)


def _trend(one: Assessment, periods: int, made_from: MadeFrom) -> Iterator[Working]:
    for (period, figure), aim in zip(one.history[-periods:], one.aims[-periods:], strict=True):
        if figure is not None and figure.amount is not None:
            shown = numbers.value(one.indicator, figure)
            yield of_figure(say("value in the trend"), shown, one.indicator, figure, made_from)
        target = one.indicator.target_for(period)
        if aim is not None:
            shown = numbers.aimed(one.indicator, target, aim)
            yield of_target(say("target in the trend"), shown, one, target, aim, period, made_from)


def of_travel(
    what: str, text: str, one: Assessment, travel: Travel, amounts: tuple[Rounded, ...], made_from: MadeFrom
) -> Working:
    """A direction, or a change."""
    seen = dict.fromkeys((one.figure, *([travel.other] if travel.other else []), *travel.rests_on))
    return Working(
        figure=what,
        printed=text,
        indicator=one.indicator,
        period=one.figure.period,
        amounts=amounts,
        source=rows((row for figure in seen for row in figure.observations), made_from),
        rule=travel_because(one.indicator, one.figure, travel),
        rounding=rounded.rules(amounts) or say("judged before rounding"),
        quality=quality_of((one.figure.quality,)),
    )


def _peers(one: Assessment, spec: TableColumnSpec, text: str, made_from: MadeFrom) -> Working:
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
    return of_benchmark(what, text, one, benchmark, seen, amounts, made_from)


def of_benchmark(
    what: str,
    text: str,
    one: Assessment,
    benchmark: Benchmark,
    seen: Iterable[Figure],
    amounts: tuple[Rounded, ...],
    made_from: MadeFrom,
) -> Working:
    """A benchmark, or the place in a group: from the rows of a file, or from the spec."""
    given = [row for figure in seen for row in figure.observations]
    named = [f"“{benchmark.source}”"] if benchmark.source else []
    return Working(
        figure=what,
        printed=text,
        indicator=one.indicator,
        period=benchmark.period,
        amounts=amounts,
        source="; ".join((rows(given, made_from) or line(one.indicator.span, made_from), *named)),
        rule=say(_AS_SET if not given else _MEAN_OF_GROUP if benchmark.is_group else AS_GIVEN),
        rounding=rounded.rules(amounts),
        quality=quality_of(row.quality for row in given),
    )
