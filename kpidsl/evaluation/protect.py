"""protect: Dataset to Dataset, with nothing in it that must not be published.

Everything that readers get is made of what comes out here, so nothing that was taken out can stand in it. The officer's
checks and the disclosure report alone still see the true figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Label, Outcome, has_errors
from kpidsl.evaluation.cells import KINDS, Cell, Key, Part, Table
from kpidsl.evaluation.figures import is_sum, names
from kpidsl.evaluation.relations import profiles_of, table_of
from kpidsl.evaluation.withhold import NOTHING, Decision, decide
from kpidsl.quantity import COUNT, PERCENT, Dimension, Unit, round_half_up
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.suppress import Profile
from kpidsl.spec.target import Benchmark
from kpidsl.terms import Kind, Quality, Reason
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be published, `spec` and `dataset`; and, for the officer alone, how it was come to.

    `table` and `decision` are about counts (there is no table where no profile is in force). `told_beside` are the rows
    of percentages and rates without their counts that are not shown either, since one of the counts stands beside them.
    """

    spec: Spec
    dataset: Dataset
    table: Table | None = None
    decision: Decision = NOTHING
    told_beside: frozenset[Key] = frozenset()

    @property
    def keys(self) -> frozenset[Key]:
        """The rows that are not shown."""
        return self.decision.keys | self.told_beside

    @property
    def withheld_rows(self) -> int:
        """How many rows of the data are not shown."""
        return sum(key in self.dataset.observations for key in self.keys)


def protect(spec: Spec, dataset: Dataset) -> Outcome[Protection]:
    """The spec and its data as they may be published."""
    profiles = profiles_of(spec)
    if not profiles:
        return Outcome(Protection(spec, dataset))
    table = table_of(spec, dataset)
    decision = decide(table, spec.period)
    found = tuple(_given_away(table, decision, dataset))
    if has_errors(found):
        return Outcome(None, found)
    beside = frozenset(_told_beside(spec, dataset, table, decision.keys))
    withheld = decision.keys | beside
    units = spec.measured()
    rows = {key: _published(row, withheld, profiles, units) for key, row in dataset.observations.items()}
    for row in _sums(spec, dataset, table, withheld):
        rows[row.key] = row
    is_protected = bool(withheld) or any(
        profiles[name].base for name, _, kind in rows if name in profiles and kind in KINDS
    )
    shown = Dataset(rows, is_protected)
    return Outcome(Protection(_masked(spec, shown), shown, table, decision, beside), found)


def _told_beside(spec: Spec, dataset: Dataset, table: Table, withheld: frozenset[Key]) -> Iterator[Key]:
    """Percentages and rates under a profile that are given without their counts, and beside one of them: where that is
    not shown, or where it and the percentage make a small count."""
    measured = {one.id: one for one in spec.indicators if one.measure and one.unit.is_quotient}
    for row in dataset.observations.values():
        one = measured.get(row.name)
        if one is None or one.measure is None or one.id not in table.profiles or row.kind not in KINDS:
            continue
        if row.amount is None or row.numerator is not None:
            continue
        names_ = (one.measure.numerator, one.measure.denominator)
        ends = [Cell(name, row.period, row.kind, Part.VALUE) for name in names_]
        top, bottom = (table.amounts.get(cell) for cell in ends)
        share = row.amount / one.unit.base
        if top is None and bottom is not None:
            top = int(round_half_up(share * bottom, 0))
        elif bottom is None and top is not None and share:
            bottom = int(round_half_up(top / share, 0))
        if top is None or bottom is None:
            continue
        counts = (top, bottom, *((bottom - top,) if one.unit == PERCENT else ()))
        if any(cell.key in withheld for cell in ends) or any(map(table.profiles[one.id].covers, counts)):
            yield row.key


def _published(
    row: Observation, withheld: frozenset[Key], profiles: Mapping[str, Profile], units: Mapping[str, Unit]
) -> Observation:
    of_withheld = row.kind is Kind.FORECAST and (row.name, row.period, Kind.ACTUAL) in withheld
    if row.key in withheld or of_withheld:
        return _withheld(row)
    profile = profiles.get(row.name)
    if profile is None or profile.base is None or row.kind not in KINDS:
        return row
    return _rounded(row, profile.base, units[row.name])


def _withheld(row: Observation) -> Observation:
    """The row without its figures; its note goes, too, for it may speak of them."""
    return replace(row, amount=None, reason=Reason.SUPPRESSED, numerator=None, denominator=None, note="")


def _rounded(row: Observation, base: int, unit: Unit) -> Observation:
    """The counts of a row to the nearest multiple of `base`; a percentage is worked out from these."""
    if row.numerator is not None and row.denominator is not None:
        top, bottom = (round_half_up(part / base, 0) * base for part in (row.numerator, row.denominator))
        return replace(row, amount=top / bottom * unit.base, numerator=top, denominator=bottom)
    if row.amount is not None and (unit == COUNT or unit.dimension is Dimension.NAMED):
        return replace(row, amount=round_half_up(row.amount / base, 0) * base)
    return row


def _sums(spec: Spec, dataset: Dataset, table: Table, withheld: frozenset[Key]) -> Iterator[Observation]:
    """Rows for figures that are sums of parts, where a part is not shown or rounding would make another sum."""
    by_id = {one.id: one for one in spec.indicators}
    for key in dict.fromkeys(cell.key for cell in sorted(table.sums, key=lambda cell: cell.order)):
        whole = by_id[key[0]]
        parts = [row for name in names(whole) if (row := dataset.get(name, *key[1:])) is not None]
        profile = table.profiles.get(whole.id)
        base = profile.base if profile else None
        if base is None and not any(row.key in withheld for row in parts) and key not in withheld:
            continue
        quality = max((row.quality for row in parts), key=list(Quality).index)
        row = _sum(whole, key, table, replace(parts[0], name=whole.id, quality=quality, note=""))
        if key in withheld:
            yield _withheld(row)
        else:
            yield row if base is None or row.amount is None else _rounded(row, base, whole.unit)


def _sum(whole: Indicator, key: Key, table: Table, row: Observation) -> Observation:
    value, top, bottom = (Cell(*key, part) for part in (Part.VALUE, Part.NUMERATOR, Part.DENOMINATOR))
    if value in table.sums:
        amount = Fraction(table.amounts[value])
        return replace(row, amount=amount, reason=None, numerator=None, denominator=None)
    both = Fraction(table.amounts[top]), Fraction(table.amounts[bottom])
    if both[1] == 0:
        return replace(row, amount=None, reason=Reason.NO_CASES, numerator=None, denominator=None)
    return replace(row, amount=both[0] / both[1] * whole.unit.base, reason=None, numerator=both[0], denominator=both[1])


def _masked(spec: Spec, shown: Dataset) -> Spec:
    """The spec without the council's own figures in files of benchmarks, where the report does not show them."""
    if not any(benchmark.own for one in spec.indicators for benchmark in one.benchmarks):
        return spec

    def masked(one: Indicator, benchmark: Benchmark) -> Benchmark:
        if benchmark.own is None or benchmark.period is None or not _is_withheld(one, benchmark, shown):
            return benchmark
        return replace(benchmark, own=replace(benchmark.own, amount=None, reason=Reason.SUPPRESSED))

    indicators = tuple(
        replace(one, benchmarks=tuple(masked(one, benchmark) for benchmark in one.benchmarks))
        for one in spec.indicators
    )
    return replace(spec, indicators=indicators)


def _is_withheld(one: Indicator, benchmark: Benchmark, shown: Dataset) -> bool:
    assert benchmark.period is not None
    rows = (shown.get(name, benchmark.period) for name in names(one) if not is_sum(one) or name == one.id)
    return any(row is not None and row.reason is Reason.SUPPRESSED for row in rows)


def _given_away(table: Table, decision: Decision, dataset: Dataset) -> Iterator[Diagnostic]:
    """An error for each cell that is not shown and can be worked out from what is shown without a profile."""
    for cell in decision.exposed:
        around = [relation for relation in table.relations if cell in relation.cells]
        known = dict.fromkeys(
            other for relation in around for other in relation.cells if other.key not in decision.keys and other != cell
        )
        rows = [row for other in known if not other.is_virtual and (row := dataset.get(*other.key)) is not None]
        own = dataset.get(*cell.key)
        free = sorted({row.name for row in rows if row.name not in table.profiles})
        shown = " and ".join(f"`{name}`" for name in free) or "other figures"
        one_of = f"one of {shown}" if len(free) > 1 else shown
        message = f"`{cell.name}` in {cell.period} is small, and can be worked out from {shown}"
        help_ = (f"let {one_of} be withheld, too, with the same line as `{cell.name}`: suppress ...",) if free else ()
        span = own.span if own is not None else rows[0].span if rows else None
        labels = tuple(Label(row.span, f"`{row.name}` is shown") for row in rows if row.name in free)
        yield Diagnostic("suppression-undone", message, span, labels, help_)
