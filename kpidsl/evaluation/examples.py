"""Examples in a spec, held against the rules that they stand beside. No data is needed for it."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.case import case_of_value
from kpidsl.evaluation.judging import status_of
from kpidsl.spec.indicator import State
from kpidsl.spec.model import Spec


def contradictions(spec: Spec) -> Iterator[Diagnostic]:
    """A problem for each example whose status is not the one that the rules give."""
    for indicator in spec.indicators:
        for example in indicator.examples:
            status = status_of(case_of_value(indicator, example.period, example.amount))
            found = status.name if isinstance(status, State) else None
            if found != example.state:
                target = indicator.target_for(example.period)
                labels = (Label(target.span, "judged against this target"),) if target else ()
                why = (
                    f"there is no target for {example.period}"
                    if target is None
                    else "its target or scheme asks for figures that an example does not have"
                )
                is_ = f"is {found}" if found else f"has no status, for {why}"
                message = f"by the rules, {example.written} {is_}, not {example.state}"
                help_ = ("correct the example, or the target, tolerance or polarity that it contradicts",)
                if found is None and target is not None:
                    help_ = ("say it in a `test`, which can give earlier figures and forecasts, or take it out",)
                yield Diagnostic("example-contradicted", message, example.span, labels, help_)
