"""The dictionary: what each indicator of the report is, and how it is judged, written from its rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from kpidsl.compose import numbers, words
from kpidsl.document.model import Block, Fact, Facts, Heading, Text
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.evaluation.summary import listed
from kpidsl.period import Period
from kpidsl.quantity import COUNT, Dimension, spell
from kpidsl.spec.indicator import Covers, Indicator
from kpidsl.spec.target import BetterThan, Fixed, FromData, Range, Target, ToBeSet
from kpidsl.terms import Comparator, Coverage, Grain, Polarity


def blocks(chapter: int, evaluation: Evaluation) -> Iterator[Block]:
    """The indicators that the report lists, section by section, each under a heading of its own."""
    members = listed(evaluation)
    labels = {one.indicator.id: one.indicator.label for one in evaluation.assessments}
    for section in evaluation.spec.sections:
        for one in members:
            if one.indicator.section == section:
                yield Heading(3, (Text(one.indicator.label),), f"dictionary-{chapter}-{one.indicator.id}")
                facts = (*_facts(one.indicator, labels, evaluation.spec.period), *_sources(one))
                yield Facts(tuple(Fact(label, tuple((Text(line),) for line in lines)) for label, lines in facts))


def _facts(indicator: Indicator, labels: dict[str, str], period: Period) -> Iterator[tuple[str, list[str]]]:
    if indicator.section is not None and indicator.section.theme is not None:
        yield "Theme", [indicator.section.theme.label]
    if indicator.definition:
        yield "Definition", [indicator.definition]
    if indicator.measure is not None:
        top, bottom = (_name(name, labels) for name in (indicator.measure.numerator, indicator.measure.denominator))
        yield "Measure", [f"{top}, divided by: {bottom}"]
    if indicator.part_of is not None:
        yield "Part of", [labels.get(indicator.part_of, indicator.part_of)]
    yield "Unit", [_unit(indicator)]
    if indicator.covers is not None:
        yield "A figure covers", [_covers(indicator.covers, period.grain)]
    changed = [f"From {words.short(one.since)}: {one.reason}" for one in indicator.redefinitions]
    if changed:
        yield "Redefined", changed
    yield "Which way is better", [_polarity(indicator)]
    if indicator.targets and indicator.polarity is not Polarity.BETWEEN:
        revised = {target.span for target in indicator.targets if target.since is not None}
        # what a revised target was before is said beside it
        said = [target for target in indicator.targets if target.since is not None or target.span not in revised]
        yield "Target", [_target(target, indicator) for target in said]
    if indicator.floors:
        yield "Floor", [_target(floor, indicator) for floor in indicator.floors]
    if indicator.tolerance is not None and indicator.targets:
        yield "Tolerance", [numbers.tolerance(indicator)]
    if indicator.targets:
        yield "Status", [indicator.scheme.label]
    if indicator.baseline is not None and indicator.baseline.quantity is not None:
        when = _when(indicator.baseline.period)
        yield "Baseline", [f"{numbers.limit(indicator, indicator.baseline.quantity.amount)}{when}"]
    benchmarks = [
        f"{_plain(one.name)}: {numbers.limit(indicator, one.quantity.amount)}{_when(one.period)}"
        + (f" ({one.source})" if one.source else "")
        for one in indicator.benchmarks
        if one.quantity is not None
    ]
    if benchmarks:
        yield "Benchmarks", benchmarks
    if indicator.owner:
        yield words.OWNER, [indicator.owner]


def _sources(one: Assessment) -> Iterator[tuple[str, list[str]]]:
    """The data files that its figures come from, and what their rows are called there."""
    past = (figure for _, figure in one.history if figure)
    rows = [row for figure in (one.figure, *past, *one.rows) for row in figure.observations]
    files: dict[str, dict[str, None]] = {}
    for row in rows:
        files.setdefault(row.span.source.name.rpartition("/")[2], {})[row.name] = None
    if files:
        named = [(file, words.listed([f"“{name}”" for name in names])) for file, names in files.items()]
        yield "Source", [f"{file}, rows of {names}" for file, names in named]


def _name(name: str, labels: dict[str, str]) -> str:
    """A part of a measure: by its label where it is an indicator, else by its name in the data."""
    return labels.get(name) or _plain(name)


def _plain(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def _when(period: Period | None) -> str:
    return f" in {words.period(period)}" if period else ""


def _unit(indicator: Indicator) -> str:
    unit = indicator.unit
    text = unit.described.removeprefix("a ").removeprefix("an ").partition(" such as ")[0]
    places = words.count_of(indicator.places, "decimal place", "decimal places")
    has_places = indicator.places and unit.dimension not in (Dimension.CLOCK, Dimension.YES_NO)
    return f"{text[:1].upper()}{text[1:]}" + (f", printed to {places}" if has_places else "")


def _polarity(indicator: Indicator) -> str:
    if indicator.range is None:
        return words.POLARITIES[indicator.polarity]
    low, high = (numbers.limit(indicator, end) for end in (indicator.range.low, indicator.range.high))
    return f"From {low} to {high} is best"


def _covers(covers: Covers, grain: Grain) -> str:
    match covers.coverage:
        case Coverage.OVER_PERIOD:
            return f"The {grain.value}"
        case Coverage.YEAR_TO_DATE:
            return f"The year up to the end of the {grain.value}"
        case Coverage.ROLLING:
            return f"The last {words.count_of(covers.months, 'month', 'months')}"
        case Coverage.AT_PERIOD_END:
            return f"The last day of the {grain.value}"
        case Coverage.FOR_YEAR:
            return "The whole year"
        case Coverage.SINCE:
            assert covers.since is not None  # check has seen to that
            return f"All since {words.day(covers.since)}"
        case _:
            assert_never(covers.coverage)


_STANDARDS = {
    Comparator.PREVIOUS: "the period before",
    Comparator.SAME_PERIOD_LAST_YEAR: "the same period last year",
    Comparator.OUTTURN: "last year's outturn",
    Comparator.BASELINE: "the baseline",
}


def _target(target: Target, indicator: Indicator) -> str:
    """`25% for 2021-22`, `60% from 2021-22 Q3, before that 65% (Two homes have closed)`."""
    text = _goal(target, indicator)
    if target.number is not None and target.grain is not None:
        text += f" in {_part(target.number, target.grain)} of the year"
    elif target.grain is Grain.YEAR:
        text += " for the year"
    if target.period is not None:
        text += f" ({words.short(target.period)})"
    if target.since is not None:
        text += f" from {words.short(target.since)}"
        if target.was is not None:
            text += f", before that {numbers.limit(indicator, target.was)}"
    return text + words.decided(target.reason, target.author)


def _part(number: int, grain: Grain) -> str:
    return f"the {words.as_ordinal(number)} {'half' if grain is Grain.HALF else grain.value}"


def _goal(target: Target, indicator: Indicator) -> str:
    match target.goal:
        case Fixed():
            amount = numbers.limit(indicator, target.goal.amount)
            if target.goal.words or not target.goal.is_strict:
                return f"{target.goal.words} {amount}".lstrip()
            if indicator.polarity is Polarity.HIGHER:
                return f"more than {amount}"
            return f"{'fewer' if indicator.unit == COUNT else 'less'} than {amount}"
        case Range():
            return " to ".join(numbers.limit(indicator, end) for end in (target.goal.low, target.goal.high))
        case BetterThan():
            standard = target.goal.standard
            than = _STANDARDS[standard] if isinstance(standard, Comparator) else _plain(standard)
            by = spell(target.goal.by, indicator.unit.difference, None).replace(" point", " percentage point")
            return f"Better than {than}" + (f" by {by}" if target.goal.by else "")
        case ToBeSet():
            return words.TO_BE_SET
        case FromData():
            return "In the data, for each period"
        case _:
            assert_never(target.goal)
