"""Targets and baselines that stand in the data, put into the indicators that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.quantity import Quantity
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.rows import remedies, why_unused
from kpidsl.spec.target import Benchmark, Fixed, Target
from kpidsl.terms import Kind
from kpidsl.values import replace


def with_rows(spec: Spec, dataset: Dataset) -> tuple[Spec, tuple[Diagnostic, ...]]:
    """The spec with its indicators' targets and baselines from the data, and what is wrong with these."""
    problems = list(_unused(spec, dataset))
    if not any(one.baseline_from_data or one.targets_from_data is not None for one in spec.indicators):
        return spec, tuple(problems)
    indicators = []
    for indicator in spec.indicators:
        if indicator.targets_from_data is not None:
            indicator = _with_targets(indicator, spec, dataset, problems)
        if indicator.baseline_from_data:
            indicator = _with_baseline(indicator, dataset, problems)
        indicators.append(indicator)
    return replace(spec, indicators=tuple(indicators)), tuple(problems)


def _with_targets(indicator: Indicator, spec: Spec, dataset: Dataset, problems: list[Diagnostic]) -> Indicator:
    found = []
    for row in dataset.every(indicator.id, Kind.TARGET):
        same = next((target for target in indicator.targets if _says_the_same(target, row)), None)
        if same is not None:
            message = f"the target of `{indicator.id}` for {row.period} is said twice: in the data and in the spec"
            label = (Label(same.span, "here"),)
            problems.append(Diagnostic("duplicate-line", message, row.span, label, ("take one of the two out",)))
        elif row.amount is not None:
            found.append(Target(Fixed(row.amount), row.period, row.span, reason=row.note))
    filled = replace(indicator, targets=(*indicator.targets, *found))
    now = filled.target_for(spec.period)
    if now is None:
        message = (
            f"`{indicator.id}` takes its target from the data, and these have none for {spec.period}: it is not rated"
        )
        help_ = (
            f"add a row to the data: `target` in the column `kind`, for {spec.period} or for {spec.period.whole_year}"
        )
        problems.append(Diagnostic("target-not-now", message, indicator.span, help=(help_,)))
    elif now in found and _is_for_whole_year(now, indicator, spec.period):
        counted = f"`{indicator.id}` is counted {indicator.covers.coverage.value}" if indicator.covers else ""
        message = f"{counted}, and its target seems to be for a whole year"
        help_ = f"add a row to the data: `target` in the column `kind`, for {spec.period}"
        problems.append(Diagnostic("unlike-compared", message, now.span, help=(help_,)))
    return filled


def _is_for_whole_year(target: Target, indicator: Indicator, period: Period) -> bool:
    from kpidsl.spec.fit import is_for_whole_year  # only here: most targets stand in the rules

    return is_for_whole_year(target, indicator.unit, indicator.covers, period)


def rows_of(indicator: Indicator, periods: Iterable[Period], dataset: Dataset) -> tuple[Figure, ...]:
    """The rows of the data that its targets for some periods, and its baseline, are taken from."""
    if indicator.targets_from_data is None and not indicator.baseline_from_data:
        return ()
    found: list[Observation | None] = []
    for target in dict.fromkeys(indicator.target_for(period) for period in periods):
        if target is not None and target.period is not None:
            row = dataset.get(indicator.id, target.period, Kind.TARGET)
            found.append(row if row is not None and row.span == target.span else None)
    if indicator.baseline_from_data:
        found += dataset.every(indicator.id, Kind.BASELINE)
    return tuple(Figure(row.period, row.amount, None, row.numerator, row.denominator, (row,)) for row in found if row)


def _says_the_same(target: Target, row: Observation) -> bool:
    """Whether a target of the spec is for just the period of a row."""
    return target.applies(row.period) and (target.grain is not None or target.period == row.period)


def _with_baseline(indicator: Indicator, dataset: Dataset, problems: list[Diagnostic]) -> Indicator:
    rows = dataset.every(indicator.id, Kind.BASELINE)
    if not rows:
        message = f"`{indicator.id}` takes its baseline from the data, and these have none"
        help_ = "add a row to the data: `baseline` in the column `kind`, for the period that it is of"
        problems.append(Diagnostic("baseline-missing", message, indicator.span, help=(help_,)))
        return indicator
    first, *others = sorted(rows, key=_place)
    for row in others:
        message = f"row {row.span.line}: `{indicator.id}` has a second baseline, for {row.period}"
        label = (Label(first.span, "here first"),)
        problems.append(Diagnostic("value-given-twice", message, row.span, label, ("keep one of the two",)))
    quantity = None if first.amount is None else Quantity(first.amount, indicator.unit)  # None where it is not shown
    return replace(indicator, baseline=Benchmark("baseline", quantity, first.period, "", reason=first.reason))


def _unused(spec: Spec, dataset: Dataset) -> Iterator[Diagnostic]:
    """A warning for each indicator with rows that nothing is made of."""
    by_id = {indicator.id: indicator for indicator in spec.indicators}
    measured = spec.measured()
    idle: dict[tuple[str, Kind], list[Observation]] = {}
    for row in dataset.observations.values():
        if row.name in measured and why_unused(row.kind, row.name, by_id.get(row.name)):
            idle.setdefault((row.name, row.kind), []).append(row)
    for (name, kind), rows in idle.items():
        first, *others = sorted(rows, key=_place)
        message = f"row {first.span.line}: this {kind.value} is not used: {why_unused(kind, name, by_id.get(name))}"
        labels = tuple(Label(row.span, "nor is this one") for row in others)
        help_ = remedies(kind, name, by_id.get(name), "rows" if others else "row")
        yield Diagnostic("row-not-used", message, first.span, labels, help_)


def _place(row: Observation) -> tuple[str, int]:
    return (row.span.source.name, row.span.start)
