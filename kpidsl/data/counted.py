"""What is counted in records beside what tables of figures hold, as one Dataset."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Label, Outcome, has_errors


def joined(dataset: Dataset, counted: Sequence[Observation]) -> Outcome[Dataset]:
    """The figures of the data with those that were counted. A figure that both have is an error that names both
    places."""
    problems: list[Diagnostic] = []
    for one in counted:
        given = dataset.observations.get(one.key)
        if given is not None:
            message = f"row {given.span.line}: `{one.name}` is given for {one.period}, and counted in records as well"
            labels = (Label(one.span, "counted here"),)
            help_ = ("delete the row; or let the records be complete from a later day",)
            problems.append(Diagnostic("value-given-twice", message, given.span, labels, help_))
    whole = Dataset({**dataset.observations, **{one.key: one for one in counted}}, dataset.is_protected)
    return Outcome(None if has_errors(problems) else whole, tuple(problems))
