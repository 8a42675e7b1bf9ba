"""Spans: what came between two days, where no row need say so.

Rows of several lengths, some of them missing, say more together than each beside another: three months of a whole that
has no row for its quarter are held against its parts' quarters. Every row goes from one day to another, so of any two
days that rows of one indicator join, in one step or over others, it is known how many came between them. Here these
are added up: over the rows of an indicator, and over the parts of a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from kpidsl.evaluation.cells import Cell, Derived, Link, Relation
from kpidsl.period import Period
from kpidsl.terms import Coverage
from kpidsl.values import dataclass, field

Series = Mapping[Period, Cell]
Span = tuple[date, date]  # from the first day to the day after the last
_DAY = timedelta(days=1)
_STARTS: Mapping[Coverage, Callable[[Period], date]] = {
    Coverage.OVER_PERIOD: lambda period: period.start,
    Coverage.YEAR_TO_DATE: lambda period: period.whole_year.start,
    Coverage.SINCE: lambda period: date.min,
}


def spans_of(
    coverage: Coverage, whole: Series, parts: Sequence[Series], amounts: Mapping[Cell, int]
) -> tuple[dict[Cell, int], tuple[Relation, ...]]:
    """The sums that rows of different periods of a whole and its parts make; and the amounts of the cells that are in
    them and in no row.

    Nothing, where all have rows for the same periods: then what holds for each period says it all.
    """
    given = [series for series in (whole, *parts) if series]
    is_all = len(given) == len(parts) + 1
    if coverage not in _STARTS or not whole or len(given) < 2 or all(one.keys() == whole.keys() for one in given):
        return {}, ()
    family = _Family(
        [_Line.of(series, _STARTS[coverage], amounts) for series in given], coverage is not Coverage.OVER_PERIOD
    )
    if is_all:
        family.complete()
    if not all(line.is_rising for line in family.lines):  # the data are at odds with themselves
        return {}, ()
    relations = tuple(dict.fromkeys(family.relations(is_all=is_all)))
    used = {cell for relation in relations for cell in relation.cells}
    return {cell: amount for line in family.lines for cell, amount in line.made.items() if cell in used}, relations


@dataclass(slots=True)
class _Line:
    """The days that rows of one indicator begin at or end before: `group` has those that rows join, `height` how many
    came up to a day since the first of its group."""

    named: Cell
    rows: dict[Span, Cell] = field(default_factory=dict)
    group: dict[date, int] = field(default_factory=dict)
    height: dict[date, int] = field(default_factory=dict)
    made: dict[Cell, int] = field(default_factory=dict)

    @staticmethod
    def of(series: Series, start: Callable[[Period], date], amounts: Mapping[Cell, int]) -> _Line:
        line = _Line(series[min(series)])
        for period in sorted(series):
            span = (start(period), period.end + _DAY)
            if span not in line.rows and line.join(span, amounts[series[period]]):
                line.rows[span] = series[period]
        return line

    def join(self, span: Span, amount: int) -> bool:
        """Takes in what came between two days; False where that is at odds with the rest."""
        for day in span:
            if day not in self.group:
                self.group[day], self.height[day] = max(self.group.values(), default=-1) + 1, 0
        start, end = span
        by = self.height[start] + amount - self.height[end]
        if self.joins(span):
            return by == 0
        old, new = self.group[end], self.group[start]
        for day in [day for day, group in self.group.items() if group == old]:
            self.group[day] = new
            self.height[day] += by
        return True

    def joins(self, span: Span) -> bool:
        found = self.group.get(span[0])
        return found is not None and found == self.group.get(span[1])

    def between(self, span: Span) -> int:
        return self.height[span[1]] - self.height[span[0]]

    @property
    def is_rising(self) -> bool:
        return all(self.between(span) >= 0 for span in self.steps())

    def steps(self) -> Iterator[Span]:
        """From each day to the next of its group."""
        groups: dict[int, list[date]] = {}
        for day in sorted(self.group):
            groups.setdefault(self.group[day], []).append(day)
        for days in groups.values():
            yield from pairwise(days)

    def cell(self, span: Span) -> Cell:
        """The row of a span, or a cell that is in none."""
        if span in self.rows:
            return self.rows[span]
        return self.virtual(Derived.SPAN, span, self.between(span))

    def virtual(self, derived: Derived, span: Span, amount: int) -> Cell:
        own = self.named
        cell = Cell(*own.key, own.part, derived, beside=f"{span[0]} to {span[1] - _DAY}")
        self.made[cell] = amount
        return cell

    def sums(self, used: Iterable[Span], *, is_to_date: bool) -> Iterator[Relation]:
        """Each row, and each span that is `used`, is the sum of the steps in it; of figures to date, of that before it
        and the step between them."""
        if is_to_date:
            for before, after in pairwise(sorted({*self.rows, *used})):
                if before[0] == after[0] and not (before in self.rows and after in self.rows):
                    step = self.cell((before[1], after[1]))
                    yield Relation(self.cell(after), (self.cell(before), step), Link.TO_DATE)
            return
        steps = sorted(self.steps())
        for span in dict.fromkeys((*self.rows, *used)):
            found = [step for step in steps if self.joins((span[0], step[0])) and _is_in(step, span)]
            if found != [span]:
                yield Relation(self.cell(span), tuple(self.cell(step) for step in found), Link.PERIODS)


def _is_in(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


@dataclass(slots=True)
class _Family:
    """A whole, the first of the `lines`, and its parts."""

    lines: list[_Line]
    is_to_date: bool

    def complete(self) -> None:
        """What came of the one that does not say, where all others do."""
        found = True
        while found:
            found = False
            for one in self.lines:
                whole, *parts = self.lines
                for span in _common([line for line in self.lines if line is not one], self.is_to_date):
                    if one.joins(span):
                        continue
                    others = sum(line.between(span) for line in parts if line is not one)
                    amount = others if one is whole else whole.between(span) - others
                    found = one.join(span, amount) or found

    def relations(self, *, is_all: bool) -> Iterator[Relation]:
        whole, *parts = self.lines
        used: dict[int, dict[Span, None]] = {index: {} for index in range(len(self.lines))}
        spans = dict.fromkeys((*_common(self.lines, self.is_to_date), *_common([whole], self.is_to_date)))
        spans |= dict.fromkeys(span for part in parts for span in _common([whole, part], self.is_to_date))
        for span in spans:
            there = [index for index, part in enumerate(parts, 1) if part.joins(span)]
            left = whole.between(span) - sum(self.lines[index].between(span) for index in there)
            is_sum = is_all and len(there) == len(parts)
            if not there or (left != 0 if is_sum else left < 0):
                continue
            for index in (0, *there):
                used[index][span] = None
            cells = [self.lines[index].cell(span) for index in there]
            rest = [] if is_sum else [whole.virtual(Derived.OTHERS, span, left)]
            yield Relation(whole.cell(span), (*cells, *rest), Link.PARTS)
        for index, line in enumerate(self.lines):
            yield from line.sums(used[index], is_to_date=self.is_to_date)


def _common(lines: Sequence[_Line], is_to_date: bool) -> list[Span]:
    """The shortest spans that each of some lines joins; of figures to date, those from their first day."""
    groups: dict[tuple[int, ...], list[date]] = {}
    first, *others = lines
    for day in sorted(first.group):
        if all(day in line.group for line in others):
            groups.setdefault(tuple(line.group[day] for line in lines), []).append(day)
    if is_to_date:
        return [(days[0], day) for days in groups.values() for day in days[1:]]
    return [span for days in groups.values() for span in pairwise(days)]
