"""Every diagnostic once: how grave it is, what it says, why that matters, and an example put right.

A code that is not here cannot be reported. Examples are run by the tests, so a code that nothing reports any more, or
an example that has gone stale, fails them.
"""

from __future__ import annotations

from kpidsl.diagnostics.catalogue import (
    authorities,
    back_test,
    benchmarks,
    counted,
    data,
    files,
    idle,
    literals,
    milestones,
    names,
    notes,
    output,
    parts,
    prose,
    reading,
    records,
    rules,
    small_numbers,
)
from kpidsl.diagnostics.catalogue.entry import Entry, Example

__all__ = ["CATALOGUE", "Entry", "Example"]

# The order in which people meet them.
_AREAS = (
    reading,
    files,
    records,
    literals,
    names,
    rules,
    idle,
    milestones,
    prose,
    data,
    parts,
    small_numbers,
    benchmarks,
    counted,
    authorities,
    notes,
    output,
    back_test,
)

CATALOGUE: dict[str, Entry] = {entry.code: entry for area in _AREAS for entry in area.ENTRIES}
