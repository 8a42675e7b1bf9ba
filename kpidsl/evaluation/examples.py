"""Examples in a spec, held against the rules that they stand beside. No data is needed for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.judging import Case, status_of
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.spec.model import Example, Indicator, Spec, State


def contradictions(spec: Spec) -> Iterator[Diagnostic]:
    """A problem for each example whose status is not the one that the rules give."""
    for indicator in spec.indicators:
        for example in indicator.examples:
            status = status_of(case_of(indicator, example))
            found = status.name if isinstance(status, State) else None
            if found != example.state:
                target = indicator.target_for(example.period)
                labels = (Label(target.span, "judged against this target"),) if target else ()
                why = (
                    f"there is no target for {example.period}"
                    if target is None
                    else "the scheme asks for earlier figures"
                )
                is_ = f"is {found}" if found else f"has no status, for {why}"
                message = f"by the rules, {example.written} {is_}, not {example.state}"
                help_ = ("correct the example, or the target, tolerance or polarity that it contradicts",)
                yield Diagnostic("example-contradicted", message, example.span, labels, help_)


def case_of(indicator: Indicator, example: Example) -> Case:
    """An example to be judged by the rules alone: no other figure is known, and no judgement counts."""

    def lookup(period: Period) -> Figure | None:
        if period != example.period:
            return None
        return Figure(period, example.amount, None, None, None, ())

    return Case(replace(indicator, overrides=()), example.period, lookup)
