"""Rows that are no actuals: whether an indicator takes its target or baseline from them."""

from __future__ import annotations

from kpidsl.spec.indicator import Indicator
from kpidsl.terms import Kind


def why_unused(kind: Kind, name: str, indicator: Indicator | None) -> str:
    """Why nothing is made of a row of this kind; empty where it is used. The indicator is None for a mere part."""
    if kind not in (Kind.TARGET, Kind.BASELINE):
        return ""
    if indicator is None:
        return f"`{name}` is only a part of a measure"
    asked = indicator.targets_from_data is not None if kind is Kind.TARGET else indicator.baseline_from_data
    return "" if asked else f"`{name}` does not take its {kind.value} from the data"


def remedies(kind: Kind, name: str, indicator: Indicator | None, row: str) -> tuple[str, ...]:
    """What to do about a row that is not used; `row` is what to call it."""
    if indicator is None:
        return (f"take the {row} out",)
    return (f"add a line to the indicator `{name}`: {kind.value} from data", f"or take the {row} out")
