"""The dictionary: what each indicator of the report is, and how it is judged, written from its rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from kpidsl.compose import numbers, vocabulary, words
from kpidsl.compose.groups import by_section
from kpidsl.document.model import Block, Column, Fact, Facts, Paragraph, Row, Strong, Table, Text, TextCell
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.evaluation.summary import listed
from kpidsl.period import Period
from kpidsl.quantity import COUNT, PERCENT, Dimension
from kpidsl.saying import marked, say, say_number
from kpidsl.spec.counting import records_of
from kpidsl.spec.indicator import Covers, Indicator, Section
from kpidsl.spec.target import BetterThan, Fixed, FromData, Range, Target, ToBeSet
from kpidsl.terms import Comparator, Coverage, Grain, Polarity

# The labels of what is said of an indicator.
_DEFINITION, _POLARITY = _UNLABELLED = (marked("Definition"), marked("Polarity"))  # what speaks for itself
_COVERS, _TOLERANCE, _SOURCE = marked("Covers"), marked("Tolerance"), marked("Source")
_SHARED = (_COVERS, _TOLERANCE, words.OWNER, _SOURCE)  # what is said once where it is the same for a section
_CONTEXT = marked("Context only")
_ALONE = {  # labels that say more
    _POLARITY: marked("Which way is better"),
    _COVERS: marked("A figure covers"),
    words.STATUS: marked("Rated by"),
}
_QUARTERS = 4


def blocks(evaluation: Evaluation) -> Iterator[Block]:
    """The indicators that the report lists, section by section, a row each; what is the same for all is said once."""
    members = listed(evaluation)
    columns = (Column(say(words.INDICATOR), 32), Column(say("What it counts, and how it is judged"), 76))
    labels = evaluation.labels
    usual = _usual(members, evaluation)
    text = " ".join(_said_once(members, usual, evaluation))
    if text:
        yield Paragraph((Text(text),))

    def rows(section: Section) -> Iterator[Row]:
        own = evaluation.in_section(section)
        entries = [_left(dict(_facts(one, labels, evaluation)), usual) for one in own]
        shared = _shared(entries)
        if shared:
            yield _row(say(words.WHOLE_SECTION), shared)
        for one, entry in zip(own, entries, strict=True):
            yield _row(one.indicator.label, _left(entry, shared))

    groups = tuple(by_section(evaluation.spec.sections, lambda section: tuple(rows(section))))
    yield Table(say(words.DICTIONARY), columns, groups)


def facts(one: Assessment, evaluation: Evaluation) -> Facts:
    """The entry of one indicator on its own, with nothing left out."""
    found = _facts(one, evaluation.labels, evaluation)
    return Facts(tuple(Fact(say(_ALONE.get(label, label)), ((Text(said),),)) for label, said in found))


def _row(name: str, facts: Mapping[str, str]) -> Row:
    content: list[Text | Strong] = []
    for label, said in facts.items():
        if content:
            content.append(Text(" "))
        is_labelled = label not in _UNLABELLED
        if is_labelled:
            content.append(Strong((Text(f"{say(label)}:"),)))
        content.append(Text(f"{' ' if is_labelled else ''}{said}{'' if said.endswith(('.', '?')) else '.'}"))
    return Row((Text(name),), (TextCell(tuple(content)),))


def _left(facts: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """What is still to be said where some has been."""
    return {label: text for label, text in facts.items() if said.get(label) != text}


def _usual(members: Sequence[Assessment], evaluation: Evaluation) -> dict[str, str]:
    """What goes without saying in an entry: the report's scheme; what most figures cover, if all say it."""
    usual = {words.STATUS: evaluation.spec.scheme.label}
    covers = _usually_covered(members, evaluation)
    if covers:
        usual[_COVERS] = words.capitalised(covers)
    return usual


def _usually_covered(members: Sequence[Assessment], evaluation: Evaluation) -> str:
    """What most figures cover, within a sentence; empty where some do not say it."""
    given = [one.indicator.covers for one in members]
    said = [covered(covers, evaluation.spec.period.grain) for covers in given if covers]
    return max(said, key=Counter(said).__getitem__) if len(said) == len(given) > 1 else ""


def _said_once(members: Sequence[Assessment], usual: Mapping[str, str], evaluation: Evaluation) -> Iterator[str]:
    rated = [one.indicator.scheme for one in members if one.indicator.targets]
    if evaluation.spec.scheme in rated:
        said = say("Statuses are given by “{scheme}”.", scheme=usual[words.STATUS])
        if len(set(rated)) > 1:
            said = say(
                "Statuses are given by “{scheme}”, unless an entry names another scheme.", scheme=usual[words.STATUS]
            )
        yield said
    covers = _usually_covered(members, evaluation)
    if covers:
        yield say("A figure covers {covered}, unless its entry says otherwise.", covered=covers)
    if any(one.indicator.polarity is Polarity.NONE for one in members):
        yield say("“{word}” stands where neither more nor less is better.", word=say(_CONTEXT))
    if any(_is_by_name(one) for one in members):
        yield say(
            "Rows of the data have the rules' names for the indicator or its measure, unless its entry names them."
        )


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


def _facts(one: Assessment, labels: Mapping[str, str], evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    """Labels, and what is said under each."""
    indicator, period = one.indicator, evaluation.spec.period
    if indicator.definition:
        yield _DEFINITION, indicator.definition
    if indicator.measure is not None:
        top, bottom = (name(part, labels) for part in (indicator.measure.numerator, indicator.measure.denominator))
        yield marked("Measure"), say("{numerator}, divided by: {denominator}", numerator=top, denominator=bottom)
    counted_in = [one.label for one in records_of(indicator.counted, evaluation.spec.records)]
    if counted_in:
        yield marked("Counted in"), words.listed(counted_in)
    if indicator.part_of is not None:
        yield marked("Part of"), labels.get(indicator.part_of, indicator.part_of)
    if indicator.unit != PERCENT or "%" not in indicator.label:
        yield marked("Unit"), _unit(indicator)
    if indicator.covers is not None:
        yield _COVERS, words.capitalised(covered(indicator.covers, period.grain))
    changed = [
        say("From {period}: {reason}", period=words.short(each.since), reason=each.reason)
        for each in indicator.redefinitions
    ]
    if changed:
        yield marked("Redefined"), "; ".join(changed)
    yield _POLARITY, _polarity(indicator)
    if indicator.targets and indicator.polarity is not Polarity.BETWEEN:
        revised = {target.span for target in indicator.targets if target.since is not None}
        # what a revised target was before is said beside it
        said = [target for target in indicator.targets if target.since is not None or target.span not in revised]
        yield words.TARGET, _targets(said, indicator)
    if indicator.floors:
        yield marked("Floor"), _targets(indicator.floors, indicator)
    if indicator.tolerance is not None and indicator.targets and indicator.scheme.needs_tolerance:
        yield _TOLERANCE, numbers.tolerance(indicator)
    if indicator.targets:
        yield words.STATUS, indicator.scheme.label
    if indicator.baseline is not None and indicator.baseline.quantity is not None:
        limit = numbers.limit(indicator, indicator.baseline.quantity.amount)
        yield marked("Baseline"), _dated(limit, indicator.baseline.period)
    benchmarks = [
        _dated(f"{_plain(one.name)} {numbers.limit(indicator, one.quantity.amount)}", one.period)
        + (f" ({one.source})" if one.source else "")
        for one in indicator.benchmarks
        if one.quantity is not None
    ]
    if benchmarks:
        yield marked("Benchmarks"), "; ".join(benchmarks)
    if indicator.owner:
        yield words.OWNER, indicator.owner
    files, rows = _sources(one)
    if files:
        yield _SOURCE, words.listed(files)
        if not _is_by_name(one):
            yield marked("Rows"), words.listed([f"“{row}”" for row in rows])


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
        said = [_in_parts(goals, parts[0].grain)]
        said += [_target(one, indicator) for one in targets if one not in parts]
    return "; ".join(said)


def _in_parts(goals: Sequence[str], grain: Grain) -> str:
    """The targets of the first parts of a year."""
    if grain is Grain.QUARTER and len(goals) == _QUARTERS:
        if len(set(goals)) == 1:
            return say("{target} in each quarter of the year", target=goals[0])
        return say("{targets} in the four quarters of the year", targets=words.listed(goals))
    if grain is Grain.QUARTER:
        return say("{targets} in the first three quarters of the year", targets=words.listed(goals))
    number = words.in_words(len(goals))
    return say("{targets} in the first {number} months of the year", targets=words.listed(goals), number=number)


def _is_by_name(one: Assessment) -> bool:
    """Whether the rows of the data that it comes from are called as it is in the rules."""
    return set(one.indicator.rows).issuperset(_sources(one)[1])


def _sources(one: Assessment) -> tuple[list[str], list[str]]:
    """The data files that its figures come from, and what their rows are called there."""
    past = (figure for _, figure in one.history if figure)
    rows = [row for figure in (one.figure, *past, *one.rows) for row in figure.observations]
    files = dict.fromkeys(row.span.source.name.rpartition("/")[2] for row in rows)
    return list(files), list(dict.fromkeys(row.name for row in rows))


def name(name: str, labels: Mapping[str, str]) -> str:
    """A row of the data: by its label where it is an indicator, else by its name in the data."""
    return labels.get(name) or _plain(name)


def _plain(name: str) -> str:
    return words.capitalised(name.replace("_", " "))


def _dated(figure: str, period: Period | None) -> str:
    return say("{figure} in {period}", figure=figure, period=words.period(period)) if period else figure


def _unit(indicator: Indicator) -> str:
    unit = vocabulary.measured(indicator.unit)
    if not indicator.places or indicator.unit.dimension in (Dimension.CLOCK, Dimension.YES_NO):
        return unit
    return say_number(
        indicator.places, "{unit}, to {number} decimal place", "{unit}, to {number} decimal places", unit=unit
    )


def _polarity(indicator: Indicator) -> str:
    if indicator.range is None:
        return say(_CONTEXT if indicator.polarity is Polarity.NONE else vocabulary.POLARITIES[indicator.polarity])
    low, high = (numbers.limit(indicator, end) for end in (indicator.range.low, indicator.range.high))
    return say("From {low} to {high} is best", low=low, high=high)


_WHOLE: dict[Grain, str] = {
    Grain.MONTH: marked("the month"),
    Grain.QUARTER: marked("the quarter"),
    Grain.HALF: marked("the half-year"),
    Grain.YEAR: marked("the year"),
}
_TO_DATE: dict[Grain, str] = {
    Grain.MONTH: marked("the year up to the end of the month"),
    Grain.QUARTER: marked("the year up to the end of the quarter"),
    Grain.HALF: marked("the year up to the end of the half-year"),
    Grain.YEAR: marked("the year up to the end of the year"),
}
_LAST_DAY: dict[Grain, str] = {
    Grain.MONTH: marked("the last day of the month"),
    Grain.QUARTER: marked("the last day of the quarter"),
    Grain.HALF: marked("the last day of the half-year"),
    Grain.YEAR: marked("the last day of the year"),
}


def covered(covers: Covers, grain: Grain) -> str:
    """What a figure covers, within a sentence."""
    match covers.coverage:
        case Coverage.OVER_PERIOD:
            return say(_WHOLE[grain])
        case Coverage.YEAR_TO_DATE:
            return say(_TO_DATE[grain])
        case Coverage.ROLLING:
            return say_number(covers.months, "the last {number} month", "the last {number} months")
        case Coverage.AT_PERIOD_END:
            return say(_LAST_DAY[grain])
        case Coverage.FOR_YEAR:
            return say("the whole year")
        case Coverage.SINCE:
            assert covers.since is not None  # check has seen to that
            return say("all since {day}", day=words.day(covers.since))
        case _:
            assert_never(covers.coverage)


_STANDARDS = {
    Comparator.PREVIOUS: marked("the period before"),
    Comparator.SAME_PERIOD_LAST_YEAR: marked("the same period last year"),
    Comparator.OUTTURN: marked("last year's outturn"),
    Comparator.BASELINE: marked("the baseline"),
}
_PARTS: dict[Grain, tuple[str, ...]] = {
    Grain.HALF: (marked("the first half of the year"), marked("the second half of the year")),
    Grain.QUARTER: (
        marked("the first quarter of the year"),
        marked("the second quarter of the year"),
        marked("the third quarter of the year"),
        marked("the fourth quarter of the year"),
    ),
    Grain.MONTH: (
        marked("the first month of the year"),
        marked("the second month of the year"),
        marked("the third month of the year"),
        marked("the fourth month of the year"),
        marked("the fifth month of the year"),
        marked("the sixth month of the year"),
        marked("the seventh month of the year"),
        marked("the eighth month of the year"),
        marked("the ninth month of the year"),
        marked("the tenth month of the year"),
        marked("the eleventh month of the year"),
        marked("the twelfth month of the year"),
    ),
}


def _target(target: Target, indicator: Indicator) -> str:
    """`25% for 2021-22`, `60% from 2021-22 Q3, before that 65% (Two homes have closed)`."""
    text = _goal(target, indicator)
    if target.number is not None and target.grain in _PARTS:
        text = say("{target} in {part}", target=text, part=say(_PARTS[target.grain][target.number - 1]))
    elif target.grain is Grain.YEAR:
        text = say("{target} for the year", target=text)
    if target.period is not None:
        text += f" ({words.short(target.period)})"
    if target.since is not None:
        since = words.short(target.since)
        if target.was is None:
            text = say("{target} from {period}", target=text, period=since)
        else:
            was = numbers.limit(indicator, target.was)
            text = say("{target} from {period}, before that {before}", target=text, period=since, before=was)
    return text + words.decided(target.reason, target.author)


_MORE, _FEWER, _LESS = marked("more than"), marked("fewer than"), marked("less than")  # as a spec has them
_BOUNDS = {
    _MORE: marked("more than {figure}"),
    _FEWER: marked("fewer than {figure}"),
    _LESS: marked("less than {figure}"),
}


def _goal(target: Target, indicator: Indicator) -> str:
    match target.goal:
        case Fixed():
            amount = numbers.limit(indicator, target.goal.amount)
            if not target.goal.is_strict:
                return amount
            fewer = _FEWER if indicator.unit == COUNT else _LESS
            bound = target.goal.words or (_MORE if indicator.polarity is Polarity.HIGHER else fewer)
            return say(_BOUNDS[bound], figure=amount)
        case Range():
            low, high = (numbers.limit(indicator, end) for end in (target.goal.low, target.goal.high))
            return say("{low} to {high}", low=low, high=high)
        case BetterThan():
            return _better_than(target.goal, indicator)
        case ToBeSet():
            return say(words.TO_BE_SET)
        case FromData():
            return say("In the data, for each period")
        case _:
            assert_never(target.goal)


def _better_than(goal: BetterThan, indicator: Indicator) -> str:
    standard = say(_STANDARDS[goal.standard]) if isinstance(goal.standard, Comparator) else _plain(goal.standard)
    if not goal.by:
        return say("Better than {standard}", standard=standard)
    by = numbers.difference(indicator.unit, goal.by, None)
    return say("Better than {standard} by {difference}", standard=standard, difference=by)
