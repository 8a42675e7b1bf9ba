"""Figures from observations: given as such, or made of the two parts of a measure."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.quantity import COUNT, plain
from kpidsl.spec.indicator import Indicator
from kpidsl.terms import Kind, Reason


def figure(
    indicator: Indicator, period: Period, dataset: Dataset, kind: Kind = Kind.ACTUAL
) -> Figure | Diagnostic | None:
    """The value of an indicator in a period (or its forecast); None where no observation gives one.

    A row for the indicator itself gives the value; else the rows for both parts of its measure do. Rows for all three
    are a problem, since nobody could tell which is right. Nothing out of nothing is `no cases`, not 0%.
    """
    given = dataset.get(indicator.id, period, kind)
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
    if bottom.amount == 0:
        if top.amount != 0:
            message = f"`{bottom.name}` is 0 in {period}, but `{top.name}` is more than that"
            part = (Label(top.span, "a part of nothing"),)
            help_ = ("one of the two rows must be wrong",)
            return Diagnostic("part-of-nothing", message, bottom.span, part, help_)
        return Figure(period, None, Reason.NO_CASES, top.amount, bottom.amount, rows)
    amount = top.amount / bottom.amount * indicator.unit.base
    return Figure(period, amount, None, top.amount, bottom.amount, rows)


def _is_broken(row: Observation, indicator: Indicator) -> bool:
    """A count with a fraction, where the unit has no decimal places: printing would round it to another count."""
    whole = indicator.unit == COUNT and indicator.places == 0
    return whole and row.amount is not None and row.amount.denominator != 1
