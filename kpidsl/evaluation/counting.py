"""What is counted in the records of a spec, put beside the data. Counting itself is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpidsl.data.counted import joined
from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.period import Period
from kpidsl.spec.counting import periods
from kpidsl.spec.model import Spec
from kpidsl.spec.record import Records

# Counts every measure of some records, for each of the periods that they are complete enough for. An observation has
# the name of its measure, is in the unit that `Spec.measured` gives for it, and a share keeps its two counts.
Counter = Callable[[Sequence[Records], Sequence[Period]], Outcome[tuple[Observation, ...]]]


def with_records(spec: Spec, dataset: Dataset, count: Counter | None) -> Outcome[Dataset]:
    """The data with what is counted in the records of the spec; `count` is None where nobody here can count."""
    if count is None:
        named = ", ".join(f"`{one.name}`" for one in spec.records)
        message = f"the report counts records ({named}), and this kpic cannot count them"
        help_ = ("give the figures as rows of a data file, and take the `records` blocks out",)
        return Outcome(None, (Diagnostic("records-uncounted", message, spec.records[0].place, help=help_),))
    counted = count(spec.records, periods(spec.records, spec.period))
    if counted.value is None:
        return Outcome(None, counted.diagnostics)
    whole = joined(dataset, counted.value)
    return Outcome(whole.value, (*counted.diagnostics, *whole.diagnostics))
