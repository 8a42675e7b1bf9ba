"""Which periods records are counted for. Counting itself is done elsewhere; see `pipeline.Counter`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpidsl.period import Period
from kpidsl.spec.record import RecordMeasure, Records


def records_of(measures: Iterable[RecordMeasure], records: Iterable[Records]) -> tuple[Records, ...]:
    """The records in which measures are counted."""
    wanted = tuple(measures)
    return tuple(one for one in records if any(measure in wanted for measure in one.measures))


def periods(records: Sequence[Records], period: Period) -> tuple[Period, ...]:
    """The periods that a report on `period` may have a figure of records for, earliest first.

    They are of the two lengths that a report looks at: its own, for the value, trends, runs and what it is compared
    with; and whole years before its own, for outturns and baselines. None is later than the report's, and each lies
    within the days in which some of the records are complete. Whoever counts leaves out what a measure cannot have:
    its records may be complete for fewer days, or it may look further back than its period.
    """
    return tuple(sorted({one for each in records for one in _within(each, period)}))


def _within(records: Records, period: Period) -> Iterator[Period]:
    for one in dict.fromkeys((period, period.outturn)):
        while one.start >= records.complete_from:
            if records.complete_to is None or one.end <= records.complete_to:
                yield one
            one = one.previous
