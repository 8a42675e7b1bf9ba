"""Who counts the records of a report. It is handed in, so that nothing here knows an engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpidsl.counting.counts import Counts
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.period import Period
from kpidsl.spec.counting import periods
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Read

# Counts every measure of the records of a spec, for each of the periods that they are complete enough for; files come
# by `Read`. An observation has the name of its measure, is in the unit that `Spec.measured` gives for it, and a share
# keeps its two counts.
Counter = Callable[[Spec, Sequence[Period], Read], Outcome[Counts]]


def counted_by(spec: Spec, read: Read, count: Counter | None) -> Outcome[Counts]:
    """What is counted in the records of the spec; where nobody counts, that is said."""
    if count is None:
        named = ", ".join(f"`{one.name}`" for one in spec.records)
        message = f"the report counts records ({named}), and this kpic cannot count them"
        help_ = ("give the figures as rows of a data file, and take the `records` blocks out",)
        return Outcome(None, (Diagnostic("records-uncounted", message, spec.records[0].place, help=help_),))
    return count(spec, periods(spec.records, spec.period), read)
