"""What an indicator makes of measures that are counted in records: which it names, its unit, and what it covers."""

from __future__ import annotations

from kpidsl.diagnostics.diagnostic import Label, did_you_mean
from kpidsl.diagnostics.fixes import certain, respelling
from kpidsl.quantity import COUNT, Dimension, Unit
from kpidsl.spec.indicator import Covers
from kpidsl.spec.problems import Problems
from kpidsl.spec.record import Aggregate, Reach, RecordMeasure
from kpidsl.spec.records import Declared
from kpidsl.spec.settings import Said, Settings
from kpidsl.syntax import ast
from kpidsl.terms import Coverage, Level
from kpidsl.values import replace

_COUNTS = (Aggregate.COUNT, Aggregate.DISTINCT)
_AMOUNTS = (Dimension.COUNT, Dimension.MONEY, Dimension.TIME, Dimension.NAMED, Dimension.SCORE)
_UNITS = {
    Aggregate.COUNT: (Dimension.COUNT, Dimension.NAMED),
    Aggregate.DISTINCT: (Dimension.COUNT, Dimension.NAMED),
    Aggregate.SUM: _AMOUNTS,
    Aggregate.MEAN: _AMOUNTS,
    Aggregate.MEDIAN: _AMOUNTS,
    Aggregate.SHARE: (Dimension.PERCENT,),
}
_HELP = {
    Aggregate.COUNT: "write `unit count`",
    Aggregate.DISTINCT: "write `unit count`",
    Aggregate.SUM: "write `unit count`, `unit £`, `unit days` or a unit of your own",
    Aggregate.MEAN: "write `unit days to 1 dp`, `unit £`, `unit count to 1 dp` or a unit of your own",
    Aggregate.MEDIAN: "write `unit days to 1 dp`, `unit £`, `unit count to 1 dp` or a unit of your own",
    Aggregate.SHARE: "write `unit percent`",
}
_ADDED = (Aggregate.COUNT, Aggregate.DISTINCT, Aggregate.SUM)


def read(line: ast.Measure, declared: Declared, problems: Problems) -> tuple[RecordMeasure, ...]:
    """The measures of records that a `measure` line names: the one that is the value, or those among its two parts."""
    if line.denominator is None:
        name = line.numerator
        if name.text not in declared.measures and declared.is_complete:
            message = f"no records have a measure called `{name.text}`"
            known = tuple(declared.measures)
            meant = did_you_mean(name.text, known)
            ways = "count it in a block `records`; or say which two counts of the data make it: measure a / b"
            fix = respelling(name.span, name.text, known)
            problems.add("unknown-measure", message, name.span, *(meant or (ways,)), fix=fix)
        found = declared.measures.get(name.text)
        return (found,) if found is not None else ()
    parts: list[RecordMeasure] = []
    for word in (line.numerator, line.denominator):
        part = declared.measures.get(word.text)
        if part is not None and part.aggregate not in _ADDED:
            message = f"a measure `a / b` is made of two counts or sums, and `{part.name}` is a {part.aggregate.value}"
            label = (Label(part.span, "counted here"),)
            help_ = f"let it be the value itself: measure {part.name}"
            problems.add("unit-mismatch", message, word.span, help_, labels=label)
        elif part is not None:
            parts.append(part)
        elif word.text not in declared.measures:
            _near(word, line, declared, problems)
    return tuple(parts)


def _near(word: ast.Word, line: ast.Measure, declared: Declared, problems: Problems) -> None:
    """A part that nothing counts is a row of the data. Where it reads like what is counted, it may be a slip."""
    meant = certain(word.text, declared.measures)
    named = [part.text for part in (line.numerator, line.denominator) if part is not None]
    if meant is not None and meant not in named:  # else the two parts would be one and the same
        message = f"no records have a measure called `{word.text}`, so that it is taken for a row of the data"
        help_ = "or, if it is a row of the data, call the row or the measure something less alike"
        problems.add("near-measure", message, word.span, f"did you mean `{meant}`?", help_)


def is_known(line: ast.Measure | None, declared: Declared) -> bool:
    """Whether no part of a line hangs on a measure whose own line is wrong (which is said there)."""
    if line is None:
        return True
    named = [line.numerator, *((line.denominator,) if line.denominator else ())]
    if any(declared.measures.get(word.text, True) is None for word in named):
        return False
    return line.denominator is not None or line.numerator.text in declared.measures


def fit(line: ast.Measure, measure: RecordMeasure, unit: Unit, places: int, problems: Problems) -> None:
    """The unit of an indicator must be one that its one measure can be given in."""
    label = (Label(measure.span, "counted here"),)
    if unit.dimension not in _UNITS[measure.aggregate]:
        message = f"`{measure.name}` is a {measure.aggregate.value}, but the indicator is {unit.described}"
        problems.add("unit-mismatch", message, line.span, _HELP[measure.aggregate], labels=label)
    elif unit == COUNT and places == 0 and not _is_whole(measure):
        message = f"`{measure.name}` need not be a whole number, but the indicator is a count without decimal places"
        problems.add("unit-mismatch", message, line.span, "write, for example: unit count to 1 dp", labels=label)


def _is_whole(measure: RecordMeasure) -> bool:
    if measure.aggregate is Aggregate.SUM:
        return measure.column is not None and measure.column.places == 0
    return measure.aggregate in _COUNTS


# ---- what a period's value covers


def covers_of(measure: RecordMeasure) -> Covers:
    """What a measure covers, as an indicator would say it."""
    match measure.reach:
        case Reach.IN_PERIOD:
            return Covers(Coverage.OVER_PERIOD)
        case Reach.ROLLING:
            return Covers(Coverage.ROLLING, months=measure.months)
        case Reach.YEAR_TO_DATE:
            return Covers(Coverage.YEAR_TO_DATE)
        case Reach.OPEN_AT_END:
            return Covers(Coverage.AT_PERIOD_END)


def covering(own: Settings, settings: Settings, counted: tuple[RecordMeasure, ...], problems: Problems) -> Settings:
    """The settings of an indicator, with what its measures say of what it covers.

    That is nearer to it than what its section or the report says. Where its own block says something else, or its two
    parts differ, that is a problem: one of the two must be wrong.
    """
    if not counted:
        return settings
    first = covers_of(counted[0])
    for other in counted[1:]:
        if covers_of(other) != first:
            message = (
                f"`{counted[0].name}` is counted {_written(first)}, but `{other.name}` {_written(covers_of(other))}"
            )
            labels = (Label(counted[0].span, "this one"),)
            help_ = "count both in the same way: add to one what the other says, such as `over 12 months`"
            problems.add("unlike-measures", message, other.span, help_, labels=labels)
            return settings
    if own.covers is None:
        return replace(settings, covers=Said(first, Level.MEASURE, counted[0].span))
    if own.covers.value is not None and own.covers.value != first:
        message = f"`{counted[0].name}` is counted {_written(first)}, and this says something else"
        labels = (Label(counted[0].span, "counted here"),)
        help_ = "take this line out: what a figure covers is known from how it is counted"
        problems.add("unlike-measures", message, own.covers.span, help_, labels=labels)
    return settings


def _written(covers: Covers) -> str:
    return f"over {covers.months} months" if covers.coverage is Coverage.ROLLING else covers.coverage.value


# ---- figures by name
