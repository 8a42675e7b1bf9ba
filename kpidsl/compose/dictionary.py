"""The dictionary: what each indicator of the report is, and how it is judged, written from its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from kpidsl.compose import numbers, words
from kpidsl.compose.groups import by_section
from kpidsl.document.model import Block, Column, Fact, Facts, Paragraph, Row, Strong, Table, Text, TextCell
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.evaluation.summary import listed
from kpidsl.period import Period
from kpidsl.quantity import COUNT, PERCENT, Dimension, spell
from kpidsl.saying import say
from kpidsl.spec.indicator import Covers, Indicator, Section
from kpidsl.spec.schemes import needs_tolerance
from kpidsl.spec.target import BetterThan, Fixed, FromData, Range, Target, ToBeSet
from kpidsl.terms import Comparator, Coverage, Grain, Polarity

_TOLERANCE, _COVERS, _STATUS, _SOURCE = "Tolerance", "Covers", "Status", "Source"
_SHARED = (_COVERS, _TOLERANCE, say(words.OWNER), _SOURCE)  # what is said once where it is the same for a section
_DEFINITION, _POLARITY = _UNLABELLED = ("Definition", "Polarity")  # what speaks for itself
_CONTEXT = "Context only"
_ALONE = {_POLARITY: "Which way is better", _COVERS: "A figure covers", _STATUS: "Rated by"}  # labels that say more
_QUARTERS = 4
_COLUMNS = (Column(say(words.INDICATOR), 32), Column("What it counts, and how it is judged", 76))


def blocks(evaluation: Evaluation) -> Iterator[Block]:
    """The indicators that the report lists, section by section, a row each; what is the same for all is said once."""
    members = listed(evaluation)
    labels = {one.indicator.id: one.indicator.label for one in evaluation.assessments}
    usual = _usual(members, evaluation)
    text = " ".join(_said_once(members, usual, evaluation))
    if text:
        yield Paragraph((Text(text),))

    def rows(section: Section) -> Iterator[Row]:
        own = [one for one in members if one.indicator.section == section]
        entries = [_left(dict(_facts(one, labels, evaluation)), usual) for one in own]
        shared = _shared(entries)
        if shared:
            yield _row(say(words.WHOLE_SECTION), shared)
        for one, entry in zip(own, entries, strict=True):
            yield _row(one.indicator.label, _left(entry, shared))

    groups = tuple(by_section(evaluation.spec.sections, lambda section: tuple(rows(section))))
    yield Table(say(words.DICTIONARY), _COLUMNS, groups)


def facts(one: Assessment, evaluation: Evaluation) -> Facts:
    """The entry of one indicator on its own, with nothing left out."""
    labels = {each.indicator.id: each.indicator.label for each in evaluation.assessments}
    found = _facts(one, labels, evaluation)
    return Facts(tuple(Fact(_ALONE.get(label, label), ((Text(said),),)) for label, said in found))


def _row(name: str, facts: Mapping[str, str]) -> Row:
    content: list[Text | Strong] = []
    for label, said in facts.items():
        if content:
            content.append(Text(" "))
        is_labelled = label not in _UNLABELLED
        if is_labelled:
            content.append(Strong((Text(f"{label}:"),)))
        content.append(Text(f"{' ' if is_labelled else ''}{said}{'' if said.endswith(('.', '?')) else '.'}"))
    return Row((Text(name),), (TextCell(tuple(content)),))


def _left(facts: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """What is still to be said where some has been."""
    return {label: text for label, text in facts.items() if said.get(label) != text}


def _usual(members: Sequence[Assessment], evaluation: Evaluation) -> dict[str, str]:
    """What goes without saying in an entry: the report's scheme; what most figures cover, if all say it."""
    covered = [one.indicator.covers for one in members]
    usual = {_STATUS: evaluation.spec.scheme.label}
    if len(covered) > 1 and None not in covered:
        said = [_covers(covers, evaluation.spec.period.grain) for covers in covered if covers]
        usual[_COVERS] = max(said, key=said.count)
    return usual


def _said_once(members: Sequence[Assessment], usual: Mapping[str, str], evaluation: Evaluation) -> Iterator[str]:
    rated = [one.indicator.scheme for one in members if one.indicator.targets]
    if evaluation.spec.scheme in rated:
        unless = ", unless an entry names another scheme" if len(set(rated)) > 1 else ""
        yield f"Statuses are given by “{usual[_STATUS]}”{unless}."
    if _COVERS in usual:
        covers = usual[_COVERS]
        yield f"A figure covers {covers[:1].lower()}{covers[1:]}, unless its entry says otherwise."
    if any(one.indicator.polarity is Polarity.NONE for one in members):
        yield f"“{_CONTEXT}” stands where neither more nor less is better."
    if any(_is_by_name(one) for one in members):
        yield "Rows of the data have the rules' names for the indicator or its measure, unless its entry names them."


def _shared(entries: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What is the same for all indicators of a section, where there are several; a tolerance, of all that use one."""
    found = {}
    for label in _SHARED:
        said = [entry.get(label, "") for entry in entries]
        if label == _TOLERANCE:
            said = [text for text in said if text]
        if len(said) > 1 and len(set(said)) == 1 and said[0]:
            found[label] = said[0]
    return found


def _facts(one: Assessment, labels: dict[str, str], evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Labels, and what is said under each."""
    indicator, period = one.indicator, evaluation.spec.period
    if indicator.definition:
        yield _DEFINITION, indicator.definition
    if indicator.measure is not None:
        top, bottom = (name(part, labels) for part in (indicator.measure.numerator, indicator.measure.denominator))
        yield "Measure", f"{top}, divided by: {bottom}"
    if indicator.part_of is not None:
        yield "Part of", labels.get(indicator.part_of, indicator.part_of)
    if indicator.unit != PERCENT or "%" not in indicator.label:
        yield "Unit", _unit(indicator)
    if indicator.covers is not None:
        yield _COVERS, _covers(indicator.covers, period.grain)
    changed = [f"From {words.short(one.since)}: {one.reason}" for one in indicator.redefinitions]
    if changed:
        yield "Redefined", "; ".join(changed)
    yield _POLARITY, _polarity(indicator)
    if indicator.targets and indicator.polarity is not Polarity.BETWEEN:
        revised = {target.span for target in indicator.targets if target.since is not None}
        # what a revised target was before is said beside it
        said = [target for target in indicator.targets if target.since is not None or target.span not in revised]
        yield "Target", _targets(said, indicator)
    if indicator.floors:
        yield "Floor", _targets(indicator.floors, indicator)
    if indicator.tolerance is not None and indicator.targets and needs_tolerance(indicator.scheme):
        yield _TOLERANCE, numbers.tolerance(indicator)
    if indicator.targets:
        yield _STATUS, indicator.scheme.label
    if indicator.baseline is not None and indicator.baseline.quantity is not None:
        when = _when(indicator.baseline.period)
        yield "Baseline", f"{numbers.limit(indicator, indicator.baseline.quantity.amount)}{when}"
    benchmarks = [
        f"{_plain(one.name)} {numbers.limit(indicator, one.quantity.amount)}{_when(one.period)}"
        + (f" ({one.source})" if one.source else "")
        for one in indicator.benchmarks
        if one.quantity is not None
    ]
    if benchmarks:
        yield "Benchmarks", "; ".join(benchmarks)
    if indicator.owner:
        yield say(words.OWNER), indicator.owner
    files, rows = _sources(one)
    if files:
        yield _SOURCE, words.listed(files)
        if not _is_by_name(one):
            yield "Rows", words.listed([f"“{row}”" for row in rows])


def _targets(targets: Sequence[Target], indicator: Indicator) -> str:
    """All of them; those of the parts of a year in one go, where nothing else is said of any."""
    parts = [one for one in targets if one.number is not None and not (one.period or one.since or one.reason)]
    goals = [_goal(one, indicator) for one in parts]
    said = [_target(one, indicator) for one in targets]
    if (
        len(parts) > 2
        and parts[0].grain is not None
        and [one.number for one in parts] == list(range(1, len(parts) + 1))
    ):
        grain = parts[0].grain.value
        each = len(set(goals)) == 1 and len(parts) == _QUARTERS
        time = f"each {grain}" if each else f"the first {words.in_words(len(parts))} {grain}s"
        if not each and len(parts) == _QUARTERS and parts[0].grain is Grain.QUARTER:
            time = f"the {words.in_words(len(parts))} quarters"
        said = [f"{goals[0] if each else words.listed(goals)} in {time} of the year"]
        said += [_target(one, indicator) for one in targets if one not in parts]
    return "; ".join(said)


def _is_by_name(one: Assessment) -> bool:
    """Whether the rows of the data that it comes from are called as it is in the rules."""
    measure = one.indicator.measure
    known = {one.indicator.id, *((measure.numerator, measure.denominator) if measure else ())}
    return known.issuperset(_sources(one)[1])


def _sources(one: Assessment) -> tuple[list[str], list[str]]:
    """The data files that its figures come from, and what their rows are called there."""
    past = (figure for _, figure in one.history if figure)
    rows = [row for figure in (one.figure, *past, *one.rows) for row in figure.observations]
    files = dict.fromkeys(row.span.source.name.rpartition("/")[2] for row in rows)
    return list(files), list(dict.fromkeys(row.name for row in rows))


def name(name: str, labels: dict[str, str]) -> str:
    """A row of the data: by its label where it is an indicator, else by its name in the data."""
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
    return f"{text[:1].upper()}{text[1:]}" + (f", to {places}" if has_places else "")


def _polarity(indicator: Indicator) -> str:
    if indicator.range is None:
        return _CONTEXT if indicator.polarity is Polarity.NONE else say(words.POLARITIES[indicator.polarity])
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
            return say(words.TO_BE_SET)
        case FromData():
            return "In the data, for each period"
        case _:
            assert_never(target.goal)
