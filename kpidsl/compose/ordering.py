"""The order in which the rows of a performance table can be put, by exact figures and never by what is printed.

A reader of the page chooses a column; which row comes before which is settled here. Figures of different units are
never held against each other: each unit stands by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from kpidsl.compose import directions, words
from kpidsl.document.model import Column
from kpidsl.evaluation.aims import Aim, aim_of
from kpidsl.evaluation.model import Assessment
from kpidsl.saying import say
from kpidsl.spec.model import TableColumnSpec
from kpidsl.spec.target import Fixed
from kpidsl.terms import Direction, TableColumn
from kpidsl.values import replace

Key = tuple[int, Fraction] | str
_TRAVELS = (
    *(Direction.IMPROVED, Direction.HIGHER, Direction.UNCHANGED),
    *(Direction.SAME, Direction.LOWER, Direction.WORSENED),
)
_QUARTERS = 4


def ordered(
    columns: Sequence[Column], shown: Sequence[TableColumnSpec], rows: Sequence[Assessment]
) -> tuple[Column, ...]:
    """The columns, the name's first, with what their orders are called."""
    one_unit = len({one.indicator.unit for one in rows}) == 1
    by_figure = words.BY_FIGURE if one_unit else words.BY_FIGURE_AND_UNIT
    orders = (words.BY_NAME, *(_orders(spec.column, by_figure) for spec in shown))
    return tuple(replace(column, orders=_said(order)) for column, order in zip(columns, orders, strict=True))


def _said(order: tuple[str, str] | None) -> tuple[str, str] | None:
    return (say(order[0]), say(order[1])) if order else None


def places(rows: Sequence[Assessment], shown: Sequence[TableColumnSpec]) -> list[tuple[int | None, ...]]:
    """For each row its place in the order of each column, the name's first."""
    keys = [[_name(one) for one in rows], *(_keys(rows, spec) for spec in shown)]
    ranked = []
    for column in keys:
        known = {key: place for place, key in enumerate(sorted({key for key in column if key is not None}))}
        ranked.append([None if key is None else known[key] for key in column])
    return list(zip(*ranked, strict=True))


def _name(one: Assessment) -> Key | None:
    return one.indicator.label.casefold()


def _orders(column: TableColumn, by_figure: tuple[str, str]) -> tuple[str, str] | None:
    match column:
        case TableColumn.TREND:
            return None
        case TableColumn.STATUS | TableColumn.FORECAST_STATUS:
            return words.BY_STATUS
        case TableColumn.DIRECTION:
            return words.BY_DIRECTION
        case TableColumn.RANK | TableColumn.QUARTILE:
            return words.BY_RANK
        case _:
            return by_figure


def _keys(rows: Sequence[Assessment], spec: TableColumnSpec) -> list[Key | None]:
    if spec.column in (TableColumn.STATUS, TableColumn.FORECAST_STATUS):
        groups = _numbered([one.indicator.scheme for one in rows])
    elif spec.column in (TableColumn.DIRECTION, TableColumn.RANK, TableColumn.QUARTILE):
        groups = [0] * len(rows)
    else:
        groups = _numbered([one.indicator.unit for one in rows])
    amounts = [_exact(one, spec) for one in rows]
    return [None if exact is None else (group, Fraction(exact)) for group, exact in zip(groups, amounts, strict=True)]


def _numbered(values: Sequence[object]) -> list[int]:
    """For each value, which of the different ones it is, in the order in which they come. Rows share their schemes:
    only one of them is compared with the others."""
    different: list[object] = []
    known: dict[int, int] = {}
    for value in values:
        if id(value) not in known:
            if value not in different:
                different.append(value)
            known[id(value)] = different.index(value)
    return [known[id(value)] for value in values]


def _exact(one: Assessment, spec: TableColumnSpec) -> Fraction | int | None:
    """What the cell says, as an amount: the figure, or the place among states, directions or authorities."""
    indicator = one.indicator
    match spec.column:
        case TableColumn.OUTTURN:
            return one.outturn.amount if one.outturn else None
        case TableColumn.VALUE:
            return one.figure.amount
        case TableColumn.TARGET:
            return _end(one.aim)
        case TableColumn.TARGET_FOR:
            other = indicator.target_for(spec.period) if spec.period else None
            return _end(aim_of(other, indicator, lambda _: None)) if other else None
        case TableColumn.FLOOR:
            floor = indicator.floor_for(one.figure.period)
            return floor.goal.amount if floor and isinstance(floor.goal, Fixed) else None
        case TableColumn.TOLERANCE:
            return indicator.tolerance.amount if indicator.tolerance and one.target else None
        case TableColumn.STATUS:
            return indicator.scheme.states.index(one.state) if one.state else None
        case TableColumn.FORECAST_STATUS:
            ahead = one.forecast.state if one.forecast else None
            return indicator.scheme.states.index(ahead) if ahead else None
        case TableColumn.TREND:
            return None
        case TableColumn.DIRECTION:
            direction = directions.of(one, spec.comparator).direction
            return None if direction is None else _TRAVELS.index(direction)
        case TableColumn.CHANGE:
            return directions.of(one, spec.comparator).change
        case TableColumn.BENCHMARK:
            benchmark = indicator.benchmark(spec.benchmark)
            return benchmark.quantity.amount if benchmark and benchmark.quantity else None
        case TableColumn.RANK | TableColumn.QUARTILE:
            standing = one.standing(spec.benchmark)
            if standing is None or standing.place is None:
                return None
            return standing.place.rank if spec.column is TableColumn.RANK else standing.place.part(_QUARTERS)
        case TableColumn.FORECAST:
            return one.forecast.figure.amount if one.forecast else None
        case _:
            assert_never(spec.column)


def _end(aim: Aim | None) -> Fraction | None:
    """The figure of a target, of a range the lower one."""
    return None if aim is None else aim.high if aim.low is None else aim.low
