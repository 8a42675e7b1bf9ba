"""What is counted in records: for which periods, under which names and units. Counting itself is done elsewhere; see
`pipeline.Counter`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from kpidsl.period import Period
from kpidsl.quantity import COUNT, PERCENT, Dimension, Unit
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.record import Aggregate, Every, RecordMeasure, Records, RowTest

_COUNTS = (Aggregate.COUNT, Aggregate.DISTINCT)
_PLAIN = Unit(Dimension.SCORE)


def records_of(measures: Iterable[RecordMeasure], records: Iterable[Records]) -> tuple[Records, ...]:
    """The records in which measures are counted."""
    wanted = tuple(measures)
    return tuple(one for one in records if any(measure in wanted for measure in one.measures))


def counted_twice(records: Iterable[Records]) -> Iterator[tuple[RecordMeasure, bool, RecordMeasure]]:
    """Shares and counts of the same rows: each share, whether it is its first count (else the second), and the measure
    that counts these rows, too. A reader who knows one knows the other."""
    for one in records:
        shares = [measure for measure in one.measures if measure.aggregate is Aggregate.SHARE]
        for share in shares:
            of = _asked(share.where)
            for measure in one.measures:
                if (measure.reach, measure.months) != (share.reach, share.months):
                    continue
                if measure.aggregate is Aggregate.COUNT and _asked(measure.where) == of:
                    yield share, False, measure
                if measure.aggregate is Aggregate.COUNT and _asked(measure.where) == of | _asked(share.test):
                    yield share, True, measure


def _asked(test: RowTest | None) -> frozenset[RowTest]:
    """All that must be so, in whatever order it is written."""
    if test is None:
        return frozenset()
    parts: Collection[RowTest] = test.parts if isinstance(test, Every) else (test,)
    return frozenset(part for each in parts for part in (_asked(each) if isinstance(each, Every) else (each,)))


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


def units(indicators: Iterable[Indicator], records: Iterable[Records]) -> dict[str, Unit]:
    """Every name that a figure can have, with its unit: indicators, what is counted, and parts of measures.

    What is counted is in the unit of the indicator that has it for its value.
    """
    everyone = tuple(indicators)
    names = {one.id: one.unit for one in everyone}
    for one in everyone:
        if one.counted_as is not None:
            names.setdefault(one.counted_as.name, one.unit)
    for measure in (measure for one in records for measure in one.measures):
        names.setdefault(measure.name, _unit(measure))
    for one in everyone:
        for name in one.rows[1:]:
            names.setdefault(name, COUNT)
    return names


def _unit(measure: RecordMeasure) -> Unit:
    """The unit of a measure that no indicator has for its value."""
    if measure.aggregate is Aggregate.SHARE:
        return PERCENT
    return COUNT if measure.aggregate in _COUNTS else _PLAIN
