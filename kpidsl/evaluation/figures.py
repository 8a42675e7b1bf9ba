"""Figures from observations: given as such, or made of the two parts of a measure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.quantity import COUNT, plain
from kpidsl.spec.indicator import Indicator
from kpidsl.terms import Kind, PartsRule, Reason


def figure(
    indicator: Indicator, period: Period, dataset: Dataset, kind: Kind = Kind.ACTUAL
) -> Figure | Diagnostic | None:
    """The value of an indicator in a period (or its forecast); None where no observation gives one.

    Where its parts give the value, it is their sum. Otherwise a row for the indicator itself gives it, or the measure
    of records that it is, or else the rows for both parts of its measure. Rows for more than one of these are a
    problem, since nobody could tell which is right. Nothing out of nothing is `no cases`, not 0%.
    """
    given = dataset.get(indicator.id, period, kind)
    if is_sum(indicator) and (given is None or kind is Kind.ACTUAL):
        return _sum(indicator, period, dataset, kind)
    counted = dataset.get(indicator.counted_as.name, period, kind) if indicator.counted_as else None
    if given is not None and counted is not None:
        message = f"`{indicator.id}` has a row of its own for {period}, and is counted as `{counted.name}`"
        help_ = ("delete the row; or leave the `measure` line out",)
        return Diagnostic("value-given-twice", message, given.span, (Label(counted.span, "counted here"),), help_)
    given = given or counted
    measure = indicator.measure
    top = dataset.get(measure.numerator, period, kind) if measure else None
    bottom = dataset.get(measure.denominator, period, kind) if measure else None
    if given is not None and _is_broken(given, indicator):
        message = f"`{given.name}` counts whole things, and {plain(given.amount or Fraction())} is not a whole number"
        help_ = ("correct the figure, or give the indicator decimal places: `unit count to 1 dp`",)
        return Diagnostic("fraction-of-count", message, given.span, help=help_)
    if given is not None:
        if top is not None and bottom is not None:
            own = "row" if kind is Kind.ACTUAL else f"{kind.value} row"
            message = f"`{indicator.id}` has a {own} of its own for {period}, and rows for both its parts"
            labels = (Label(top.span, "this part"), Label(bottom.span, "this part"))
            help_ = ("delete the row with the value: it is computed from the parts",)
            return Diagnostic("value-given-twice", message, given.span, labels, help_)
        return Figure(period, given.amount, given.reason, given.numerator, given.denominator, (given,))
    if top is None or bottom is None:
        return None
    rows = (top, bottom)
    if top.amount is None or bottom.amount is None:
        return Figure(period, None, top.reason or bottom.reason, None, None, rows)
    if bottom.amount == 0 and top.amount != 0:
        message = f"`{bottom.name}` is 0 in {period}, but `{top.name}` is more than that"
        part = (Label(top.span, "a part of nothing"),)
        help_ = ("one of the two rows must be wrong",)
        return Diagnostic("part-of-nothing", message, bottom.span, part, help_)
    return _quotient(indicator, period, top.amount, bottom.amount, rows)


def names(indicator: Indicator) -> tuple[str, ...]:
    """What the data call the rows that the figures of an indicator may come from: its own name stands first."""
    if is_sum(indicator):
        return (indicator.id, *(name for part in indicator.parts for name in names(part)))
    return indicator.rows


# ---- sums of parts


def is_sum(indicator: Indicator) -> bool:
    """Whether its value is the sum of its parts, so that it has no rows of its own."""
    return indicator.breakdown is not None and indicator.breakdown.rule is PartsRule.GIVE_VALUE


def content(indicator: Indicator, figure: Figure) -> tuple[Fraction, ...] | None:
    """What of a figure can be added up: the two counts of a percentage, rate or ratio, of any other the amount.

    None where it is not there. Where there are no cases, there are 0 of 0.
    """
    if not indicator.unit.is_quotient:
        return None if figure.amount is None else (figure.amount,)
    if figure.numerator is not None and figure.denominator is not None:
        return (figure.numerator, figure.denominator)
    return (Fraction(0), Fraction(0)) if figure.reason is Reason.NO_CASES else None


def total(parts: Sequence[tuple[Indicator, Figure]]) -> tuple[Fraction, ...] | None:
    """The contents of parts added up; None where one is missing. What several are measured out of is counted once."""
    found = [content(part, figure) for part, figure in parts]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    first = sum((each[0] for each in known), Fraction(0))
    if not any(part.unit.is_quotient for part, _ in parts):
        return (first,)
    seconds = {
        (part.measure and part.measure.denominator, each[1]) for (part, _), each in zip(parts, known, strict=True)
    }
    return (first, sum((amount for _, amount in seconds), Fraction(0)))


def _sum(whole: Indicator, period: Period, dataset: Dataset, kind: Kind) -> Figure | Diagnostic | None:
    """The parts added up. Where one has a reason instead of a figure, so has the whole.

    Protected data have a row for the whole where the parts would not come to it.
    """
    given = dataset.get(whole.id, period, kind)
    if given is not None and dataset.is_protected:
        rows = tuple(row for name in names(whole)[1:] if (row := dataset.get(name, period, kind)) is not None)
        return Figure(period, given.amount, given.reason, given.numerator, given.denominator, rows)
    if given is not None:
        message = f"`{whole.id}` has a row of its own for {period}, and is the sum of its parts"
        help_ = ("delete the row; or, to have it checked against its parts, write `parts add up`",)
        return Diagnostic("value-given-twice", message, given.span, help=help_)
    known: list[tuple[Indicator, Figure]] = []
    for part in whole.parts:
        found = figure(part, period, dataset, kind)
        if not isinstance(found, Figure):
            return found
        known.append((part, found))
    rows = tuple(dict.fromkeys(row for _, each in known for row in each.observations))
    added = total(known)
    if added is None:
        reasons = [each.reason for part, each in known if content(part, each) is None]
        return Figure(period, None, reasons[0], None, None, rows) if all(reasons) else None
    if len(added) == 1:
        return Figure(period, added[0], None, None, None, rows)
    return _quotient(whole, period, added[0], added[1], rows)


def _quotient(
    indicator: Indicator, period: Period, top: Fraction, bottom: Fraction, rows: tuple[Observation, ...]
) -> Figure:
    if bottom == 0:
        return Figure(period, None, Reason.NO_CASES, top, bottom, rows)
    above = top.numerator * bottom.denominator * indicator.unit.base
    amount = Fraction(above, top.denominator * bottom.numerator)  # as one fraction: half of the time of two sums
    return Figure(period, amount, None, top, bottom, rows)


def _is_broken(row: Observation, indicator: Indicator) -> bool:
    """A count with a fraction, where the unit has no decimal places: printing would round it to another count."""
    whole = indicator.unit == COUNT and indicator.places == 0
    return whole and row.amount is not None and row.amount.denominator != 1
