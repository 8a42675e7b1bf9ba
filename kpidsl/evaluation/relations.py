"""Relations: the cells of a dataset, and by which sums a reader can work one out from the others.

What the spec says of its indicators (measures, parts, what a figure covers) makes the sums; the data make sure that
they hold. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain, pairwise

from kpidsl.data.model import Dataset, Observation
from kpidsl.evaluation.cells import KINDS, Cell, Counts, Derived, Key, Link, Part, Relation, Table
from kpidsl.evaluation.figures import is_sum
from kpidsl.evaluation.spans import spans_of
from kpidsl.period import Period
from kpidsl.quantity import COUNT, PERCENT, Dimension
from kpidsl.spec.counting import counted_twice
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.suppress import Profile
from kpidsl.terms import Coverage, Grain, Kind, PartsRule, Reason
from kpidsl.values import dataclass, field


def profiles_of(spec: Spec) -> dict[str, Profile]:
    """The profile of every name that has one: what its indicator says; else the widest of the measures that use it."""
    own = {one.id: one.suppress for one in spec.indicators}
    found = {id: said.profile for id, said in own.items() if said is not None and said.profile is not None}
    for one in spec.indicators:
        profile = one.suppress.profile if one.suppress else None
        if profile is None:
            continue
        for name in one.rows[1:]:
            if own.get(name) is None:
                found[name] = max((profile, found.get(name, profile)), key=lambda each: (each.most, each.base or 0))
    return found


def is_counted(indicator: Indicator) -> bool:
    """Whether its values are counts of something."""
    return indicator.unit == COUNT or indicator.unit.dimension is Dimension.NAMED


def table_of(spec: Spec, dataset: Dataset) -> Table:
    """The cells of a dataset, and how they hang together by what the spec says."""
    return _Builder(spec, dataset).build()


@dataclass(slots=True)
class _Builder:
    spec: Spec
    dataset: Dataset
    amounts: dict[Cell, int] = field(default_factory=dict)
    relations: dict[Relation, None] = field(default_factory=dict)
    under: dict[Cell, list[Cell]] = field(default_factory=dict)
    sums: set[Cell] = field(default_factory=set)
    known: dict[Key, Counts | None] = field(default_factory=dict)
    whens: dict[str, set[tuple[Period, Kind]]] = field(default_factory=dict)  # of each name of the data
    times: dict[str, list[tuple[Period, Kind]]] = field(default_factory=dict)  # of each indicator
    first: dict[tuple[str, Period, Kind, int], Cell] = field(default_factory=dict)  # of counts in several rows

    def build(self) -> Table:
        counted = {one.id for one in self.spec.indicators if is_counted(one)}
        counted |= {one.counted_as.name for one in self.spec.indicators if is_counted(one) and one.counted_as}
        counted |= {name for name, unit in self.spec.measured().items() if unit == COUNT}
        for row in self.dataset.observations.values():
            if row.kind in KINDS:
                self.whens.setdefault(row.name, set()).add((row.period, row.kind))
                self._add_row(row, row.name in counted)
        wholes = {one.id for one in self.spec.indicators if one.parts}
        for one in sorted(self.spec.indicators, key=lambda one: one.id in wholes):  # parts before wholes
            whens = self.times[one.id] = self._times(one)
            for when in whens:
                self.known[(one.id, *when)] = self._counts(one, *when)
            self._in_time(one, whens)
        for one in self.spec.indicators:
            self._same(one)
            self._over_spans(one)
        self._same_rows()
        self._same_baselines()
        under = {cell: tuple(dict.fromkeys(cells)) for cell, cells in self.under.items()}
        profiles = profiles_of(self.spec)
        return Table(self.amounts, profiles, tuple(self.relations), under, frozenset(self.sums))

    # ---- cells

    def _add_row(self, row: Observation, is_count: bool) -> None:
        if row.numerator is not None and row.denominator is not None:
            found = {Part.NUMERATOR: row.numerator, Part.DENOMINATOR: row.denominator}
        elif row.amount is not None and is_count:
            found = {Part.VALUE: row.amount}
        else:
            return
        if all(amount.denominator == 1 and amount >= 0 for amount in found.values()):
            for part, amount in found.items():
                self.amounts[Cell(row.name, row.period, row.kind, part)] = int(amount)

    def _virtual(self, cell: Cell, amount: int) -> Cell:
        self.amounts[cell] = amount
        return cell

    def _times(self, one: Indicator) -> list[tuple[Period, Kind]]:
        found = {when for name in one.rows for when in self.whens.get(name, ())}
        if is_sum(one):
            found |= {when for part in one.parts for when in self.times.get(part.id, ())}
        return sorted(found, key=_by_time)

    def _counts(self, one: Indicator, period: Period, kind: Kind) -> Counts | None:
        """The counts of a figure; None where it has none, or is given without them."""
        if one.parts:
            return self._with_parts(one, period, kind)
        return self._own(one, period, kind)

    def _own(self, one: Indicator, period: Period, kind: Kind) -> Counts | None:
        names = (one.id, one.counted_as.name) if one.counted_as else (one.id,)
        if not one.unit.is_quotient:
            values = (Cell(name, period, kind, Part.VALUE) for name in names)
            return next(((value,) for value in values if value in self.amounts), None)
        name = next((name for name in names if Cell(name, period, kind, Part.NUMERATOR) in self.amounts), one.id)
        top, bottom = Cell(name, period, kind, Part.NUMERATOR), Cell(name, period, kind, Part.DENOMINATOR)
        if top not in self.amounts and one.measure is not None:
            top, bottom = (
                Cell(name, period, kind, Part.VALUE) for name in (one.measure.numerator, one.measure.denominator)
            )
        return self._quotient(one, top, bottom) if {top, bottom} <= self.amounts.keys() else None

    def _quotient(self, one: Indicator, top: Cell, bottom: Cell) -> Counts:
        self.under.setdefault(bottom, []).append(top)
        left = self.amounts[bottom] - self.amounts[top]
        if one.unit != PERCENT or left < 0:
            return (top, bottom)
        rest = self._virtual(Cell(one.id, bottom.period, bottom.kind, Part.REMAINDER), left)
        self._relate(bottom, (top, rest), Link.REMAINDER)
        return (top, bottom, rest)

    # ---- relations

    def _relate(self, whole: Cell, parts: Iterable[Cell], link: Link) -> None:
        self.relations[Relation(whole, tuple(parts), link)] = None

    def _with_parts(self, whole: Indicator, period: Period, kind: Kind) -> Counts | None:
        assert whole.breakdown is not None
        found = {part.id: self.known.get((part.id, period, kind)) for part in whole.parts}
        there = [counts for counts in found.values() if counts]
        tops = list(dict.fromkeys(counts[0] for counts in there))
        bottoms = self._once([(part, found[part.id]) for part in whole.parts]) if whole.unit.is_quotient else []
        if whole.breakdown.rule is PartsRule.GIVE_VALUE:
            own = self._given_by_parts(whole, period, kind, tops, bottoms, len(there) == len(found))
        else:
            own = self._own(whole, period, kind)
        if own is None or not there:
            return own
        if whole.breakdown.rule is PartsRule.OVERLAP:
            for counts in there:
                for cell, part in zip(own[:2], counts[:2], strict=False):
                    left = self.amounts[cell] - self.amounts[part]
                    if left >= 0 and cell != part:
                        named = Cell(*cell.key, cell.part, Derived.SLACK, beside=f"{part.name} {part.part.value}")
                        self._relate(cell, (part, self._virtual(named, left)), Link.OVERLAP)
            return own
        # A part that is not there may be known to be nothing; the sum says so.
        for cell, parts in zip(own[:2], (tops, bottoms), strict=False):
            if parts and cell not in parts and self.amounts[cell] == sum(self.amounts[part] for part in parts):
                self._relate(cell, parts, Link.PARTS)
        return own

    def _once(self, found: Iterable[tuple[Indicator, Counts | None]]) -> list[Cell]:
        """The denominators of parts, those that are one and the same count once."""
        chosen: dict[tuple[str, int], Cell] = {}
        for part, counts in found:
            if counts and len(counts) > 1:
                name = part.measure.denominator if part.measure else part.id
                chosen.setdefault((name, self.amounts[counts[1]]), counts[1])
        return list(dict.fromkeys(chosen.values()))

    def _given_by_parts(
        self, whole: Indicator, period: Period, kind: Kind, tops: list[Cell], bottoms: list[Cell], complete: bool
    ) -> Counts | None:
        if kind is not Kind.ACTUAL or not tops or not self._is_complete(whole, period, kind, complete):
            return None
        total = sum(self.amounts[cell] for cell in tops)
        if not whole.unit.is_quotient:
            cell = self._virtual(Cell(whole.id, period, kind, Part.VALUE), total)
            self.sums.add(cell)
            return (cell,)
        top = self._virtual(Cell(whole.id, period, kind, Part.NUMERATOR), total)
        bottom = Cell(whole.id, period, kind, Part.DENOMINATOR)
        self._virtual(bottom, sum(self.amounts[cell] for cell in bottoms))
        self.sums |= {top, bottom}
        return self._quotient(whole, top, bottom)

    def _is_complete(self, whole: Indicator, period: Period, kind: Kind, complete: bool) -> bool:
        """Whether every part has its counts, or none because there are no cases."""
        if complete:
            return True
        for part in whole.parts:
            row = self.dataset.get(part.id, period, kind)
            no_cases = row is not None and row.reason is Reason.NO_CASES and part.unit.is_quotient
            if not self.known.get((part.id, period, kind)) and not no_cases:
                return False
        return True

    def _in_time(self, one: Indicator, whens: Iterable[tuple[Period, Kind]]) -> None:
        """What periods of one indicator come to together."""
        coverage = one.covers.coverage if one.covers else None
        for kind in KINDS:
            counts = {p: found for p, k in whens if k is kind and (found := self.known[(one.id, p, kind)])}
            for index in range(3):  # count or numerator, denominator, remainder
                series = {period: found[index] for period, found in counts.items() if len(found) > index}
                if coverage in (None, Coverage.OVER_PERIOD):
                    self._sums_of_periods(series, is_said=coverage is not None)
                if coverage in (Coverage.YEAR_TO_DATE, Coverage.SINCE):
                    self._to_date(series, is_yearly=coverage is Coverage.YEAR_TO_DATE)
                self._same_time(series, is_of_end=coverage is not Coverage.OVER_PERIOD)

    def _sums_of_periods(self, series: Mapping[Period, Cell], *, is_said: bool) -> None:
        by_length = sorted(series, key=lambda period: -_MONTHS[period.grain])
        for longer, cell in series.items():
            shorter: dict[tuple[Grain | None, str], list[Period]] = {}  # the longest of any grain, and those of each
            for period in by_length:
                if period.grain is not longer.grain and longer.contains(period):
                    longest = shorter.setdefault((None, period.calendar.value), [])
                    longest += [] if any(one.contains(period) for one in longest) else [period]
                    shorter.setdefault((period.grain, period.calendar.value), []).append(period)
            for periods, (grain, calendar) in {tuple(found): key for key, found in shorter.items()}.items():
                cells = [series[one] for one in periods]
                left = self.amounts[cell] - sum(self.amounts[each] for each in cells)
                is_whole = sum(_MONTHS[one.grain] for one in periods) == _MONTHS[longer.grain]
                if left == 0 if is_whole else left >= 0 and is_said:
                    rest = Cell(*cell.key, cell.part, Derived.REST, grain, calendar)
                    self._relate(cell, cells if is_whole else (*cells, self._virtual(rest, left)), Link.PERIODS)

    def _to_date(self, series: Mapping[Period, Cell], *, is_yearly: bool) -> None:
        chains: dict[tuple[Grain, Period | None], list[Period]] = {}
        ends: dict[Period | None, dict[date, list[Period]]] = {}
        for period in sorted(series):
            year = period.whole_year if is_yearly else None
            ends.setdefault(year, {}).setdefault(period.end, []).append(period)
            if period.grain is not Grain.YEAR or not is_yearly:
                chains.setdefault((period.grain, year), []).append(period)
        for before, after in chain.from_iterable(map(pairwise, chains.values())):
            self._step(series[before], series[after])
        for earlier, later in chain.from_iterable(pairwise(found.values()) for found in ends.values()):
            if not {one.grain for one in earlier} & {one.grain for one in later}:  # else they stand in a chain
                self._step(series[earlier[0]], series[later[0]], earlier[0].grain)

    def _step(self, earlier: Cell, later: Cell, grain: Grain | None = None) -> None:
        if (left := self.amounts[later] - self.amounts[earlier]) >= 0:
            step = self._virtual(Cell(*later.key, later.part, Derived.STEP, grain), left)
            self._relate(later, (earlier, step), Link.TO_DATE)

    def _over_spans(self, whole: Indicator) -> None:
        """What rows of different periods of a whole and its parts come to together."""
        if whole.breakdown is None or whole.breakdown.rule is PartsRule.OVERLAP:
            return
        first, *others = {one.covers.coverage if one.covers else None for one in (whole, *whole.parts)}
        if first is None or others:
            return
        for kind in KINDS:
            series = [
                {
                    period: counts[0]
                    for period, each in self.times[one.id]
                    if each is kind and (counts := self.known[(one.id, period, kind)])
                }
                for one in (whole, *whole.parts)
            ]
            cells = [cell for found in series for cell in found.values()]
            if len(cells) == len(set(cells)):
                amounts, relations = spans_of(first, series[0], series[1:], self.amounts)
                self.amounts |= amounts
                self.relations |= dict.fromkeys(relations)

    def _same_time(self, series: Mapping[Period, Cell], *, is_of_end: bool) -> None:
        """Periods of the same days have the same count; where it is of their end or up to it, those of the same end."""
        found: dict[tuple[date | None, date, int], Cell] = {}
        for period, cell in series.items():
            when = (None if is_of_end else period.start, period.end, self.amounts[cell])
            first = found.setdefault(when, cell)
            if first != cell:
                self._relate(first, (cell,), Link.SAME)

    def _same(self, one: Indicator) -> None:
        """A row that gives both parts of a measure holds the counts that other rows give by their name."""
        if one.measure is None:
            return
        for part, name in ((Part.NUMERATOR, one.measure.numerator), (Part.DENOMINATOR, one.measure.denominator)):
            for period, kind in sorted(self.whens.get(one.id, ()), key=_by_time):
                cell = Cell(one.id, period, kind, part)
                if cell not in self.amounts:
                    continue
                named = Cell(name, period, kind, Part.VALUE)
                if self.amounts.get(named) == self.amounts[cell]:
                    self._relate(named, (cell,), Link.SAME)
                first = self.first.setdefault((name, period, kind, self.amounts[cell]), cell)
                if first != cell:
                    self._relate(first, (cell,), Link.SAME)

    def _same_rows(self) -> None:
        """What counts of records hold beside shares of the same rows."""
        for share, is_first, measure in counted_twice(self.spec.records):
            for period, kind in sorted(self.whens.get(share.name, ()), key=_by_time):
                cell = Cell(share.name, period, kind, Part.NUMERATOR if is_first else Part.DENOMINATOR)
                named = Cell(measure.name, period, kind, Part.VALUE)
                if cell in self.amounts and self.amounts.get(named) == self.amounts[cell]:
                    self._relate(named, (cell,), Link.SAME)

    def _same_baselines(self) -> None:
        """A baseline that is the figure of its period under another heading."""
        baselines = [cell for cell in self.amounts if cell.kind is Kind.BASELINE and not cell.is_virtual]
        for cell in sorted(baselines, key=lambda cell: cell.order):
            actual = Cell(cell.name, cell.period, Kind.ACTUAL, cell.part)
            if self.amounts.get(actual) == self.amounts[cell]:
                self._relate(actual, (cell,), Link.SAME)


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}


def _by_time(when: tuple[Period, Kind]) -> tuple[Period, int]:
    return (when[0], KINDS.index(when[1]))
