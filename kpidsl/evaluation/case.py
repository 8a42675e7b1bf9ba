"""A case: one indicator in one period, with the figures that it is judged by, or its forecast in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from kpidsl.evaluation.aims import Aim, aim_of
from kpidsl.evaluation.comparable import comparator_period, is_comparable
from kpidsl.evaluation.model import Figure
from kpidsl.evaluation.peers import figure_of
from kpidsl.period import Period
from kpidsl.quantity import round_half_up
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.target import Benchmark, Target
from kpidsl.terms import Change, Comparator, Judge
from kpidsl.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator in one period, and how to look up its other periods. `seen` collects the figures looked at.

    `forecast` is what its year is expected to come to, seen from this period; what was forecast in earlier ones is not
    known. `has_runs` is false where its periods are not those in which the report counts runs. `changed` is what has
    changed since the report before, as far as that can be told.
    """

    indicator: Indicator
    period: Period
    lookup: Callable[[Period], Figure | None]
    seen: list[Figure] = field(compare=False)
    forecast: Figure | None = None
    has_runs: bool = True
    changed: Mapping[Change, bool | None] | None = None

    def at(self, period: Period) -> Case:
        """The same indicator in another period of a run."""
        return Case(self.indicator, period, self.lookup if self.has_runs else lambda _: None, self.seen)

    def figure(self, period: Period | None = None) -> Figure | None:
        """The figure of a period (this case's own, where None is given)."""
        found = self.lookup(self.period if period is None else period)
        if found is not None and not (self.seen and self.seen[-1] is found):  # a condition asks for it several times
            self.seen.append(found)
        return found

    def value(self, period: Period | None = None) -> Fraction | None:
        """The value that is judged: exact, or as the reader sees it."""
        figure = self.figure(period)
        return None if figure is None or figure.amount is None else judged(self.indicator, figure.amount)

    def compared_figure(self, comparator: Comparator) -> Figure | None:
        """The figure that a comparator means; a baseline is one of its own, with no observation behind it."""
        if not is_comparable(self.indicator, self.period, comparator):
            return None
        period = comparator_period(self.period, comparator)
        if period is not None:
            return self.figure(period)
        baseline = self.indicator.baseline
        if baseline is None or baseline.quantity is None:
            return None
        return Figure(baseline.period or self.period, baseline.quantity.amount, None, None, None, ())

    def compared(self, comparator: Comparator) -> Fraction | None:
        """The value that a comparator means, as it is judged."""
        figure = self.compared_figure(comparator)
        return None if figure is None or figure.amount is None else judged(self.indicator, figure.amount)

    def benchmark(self, name: str) -> Fraction | None:
        """The value of a benchmark, where it has one."""
        benchmark = self.indicator.benchmark(name)
        if benchmark is None:
            return None
        self.seen.extend(filter(None, (figure_of(benchmark, self.indicator),)))
        return amount_of(benchmark, self.indicator)

    def aim(self, target: Target | None = None) -> Aim | None:
        """What the target (or the given one) comes to in this period."""
        target = target or self.indicator.target_for(self.period)
        return None if target is None else aim_of(target, self.indicator, self.compared)


def case_of(
    indicator: Indicator,
    period: Period,
    lookup: Callable[[Period], Figure | None],
    rows: Sequence[Figure] = (),
    forecast: Figure | None = None,
    changed: Mapping[Change, bool | None] | None = None,
) -> Case:
    """An indicator in the period that is judged. It sees no figure that was counted in another way than that period's:
    so nothing that stands before a redefinition can decide on anything after it. `rows` are what else it rests on."""

    def comparable(other: Period) -> Figure | None:
        return lookup(other) if indicator.is_comparable(other, period) else None

    known = comparable if indicator.redefinitions else lookup
    return Case(indicator, period, known, list(rows), forecast, changed=changed)


def case_of_value(
    indicator: Indicator, period: Period, amount: Fraction | None, forecast: Figure | None = None
) -> Case:
    """A value to be judged by the rules alone: no other figure is known, and no judgement counts."""
    alone = {period: Figure(period, amount, None, None, None, ())} if amount is not None else {}
    return Case(_unjudged(indicator), period, alone.get, [], forecast)


def case_of_forecast(case: Case) -> Case | None:
    """The forecast in the place of the value, in its own period; None where there is none.

    It is judged as a report on its period would judge it, by the rules alone, and with no other figure from after the
    period of the case.
    """
    forecast = case.forecast
    if forecast is None:
        return None

    def lookup(period: Period) -> Figure | None:
        if period == forecast.period:
            return forecast
        known = period.end <= case.period.end and case.indicator.is_comparable(period, forecast.period)
        return case.lookup(period) if known else None

    has_runs = case.has_runs and forecast.period.grain is case.period.grain
    return Case(_unjudged(case.indicator), forecast.period, lookup, case.seen, forecast, has_runs)


def _unjudged(indicator: Indicator) -> Indicator:
    return replace(indicator, overrides=()) if indicator.overrides else indicator


def amount_of(benchmark: Benchmark, indicator: Indicator) -> Fraction | None:
    """A benchmark as it is held against values: one from a file as these are, which is how it is printed; one that is
    set in the spec is printed as it stands."""
    if benchmark.quantity is None:
        return None
    amount = benchmark.quantity.amount
    return amount if benchmark.asked is None else judged(indicator, amount)


def judged(indicator: Indicator, amount: Fraction) -> Fraction:
    """An amount as it is held against targets: rounded only where the indicator says `judge displayed`."""
    if indicator.judge is Judge.UNROUNDED:
        return amount
    scale = indicator.unit.printed_scale
    if scale == 1:
        return round_half_up(amount, indicator.places)
    return round_half_up(amount / scale, indicator.places) * scale
