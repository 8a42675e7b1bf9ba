"""judged: what is published of a spec and its data, and what the officer is told of it."""

from __future__ import annotations

from datetime import date

from kpidsl.data.model import Dataset
from kpidsl.data.published import Published
from kpidsl.diagnostics.diagnostic import Outcome, in_order
from kpidsl.evaluation.disclosure import Disclosure, disclosure
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.model import Evaluation
from kpidsl.evaluation.protect import protect
from kpidsl.evaluation.small_numbers import small_numbers
from kpidsl.evaluation.typed_out import typed_out
from kpidsl.spec.model import Spec


def judged(
    spec: Spec, dataset: Dataset, day: date, since: Published | None = None
) -> Outcome[tuple[Evaluation, Disclosure]]:
    """What is published, and what the officer is told of it. The true data are judged for that alone, and checked."""
    true = evaluate(spec, dataset, day, since)
    if true.value is None:
        return Outcome(None, true.diagnostics)
    protected = protect(spec, dataset)
    found = (*true.diagnostics, *protected.diagnostics, *small_numbers(spec, dataset))
    if protected.value is None:
        return Outcome(None, in_order(found))
    protection, shown = protected.value, true
    if protection.dataset.is_protected:
        shown = evaluate(protection.spec, protection.dataset, day, since)
        found += tuple(problem for problem in shown.diagnostics if problem not in found)
    if shown.value is None:
        return Outcome(None, in_order(found))
    found += tuple(typed_out(shown.value, protection, dataset))
    return Outcome((shown.value, disclosure(protection, true.value, shown.value)), in_order(found))
