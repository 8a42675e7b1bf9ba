"""The key to the table, written from the rules: what is printed cannot differ from what was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from kpidsl.compose import directions, forecast, numbers, peers, words
from kpidsl.document.model import Key, KeyEntry, Sparkline, StatusCell, Table, Text, TextCell, TrendCell
from kpidsl.document.outline import text
from kpidsl.evaluation.model import Assessment, Evaluation, Unrated
from kpidsl.quantity import PERCENT, spell
from kpidsl.spec.condition import (
    Again,
    AgainstBenchmark,
    AgainstFloor,
    AgainstTarget,
    AllOf,
    AnyOf,
    BetterBy,
    Compared,
    Condition,
    Dated,
    FirstTime,
    Held,
    InShare,
    InState,
    Moved,
    Not,
    NoValue,
    OfForecast,
    ShortBy,
    Within,
)
from kpidsl.spec.indicator import Scheme
from kpidsl.spec.model import PerformanceTable
from kpidsl.spec.target import Margin
from kpidsl.terms import DateQuestion, Grain, Judge, PartsRule, Reason, Relation, TableColumn


def key(evaluation: Evaluation, place: PerformanceTable, table: Table) -> Key:
    """What the marks and words in a table mean: those that stand in it and no others. Without entries where none do."""
    shown = [one for one in evaluation.assessments if one.indicator.section is not None]
    cells = [cell for group in table.groups for row in group.rows for cell in row.cells]
    texts = [text(cell.content) for cell in cells if isinstance(cell, TextCell)]
    rated = any(isinstance(cell, StatusCell) for cell in cells)
    ahead = forecast.shows_status(place)
    judged = [one for one in shown if one.state or (ahead and one.forecast and one.forecast.state)]
    in_force = tuple(dict.fromkeys(one.indicator.scheme for one in judged))
    entries: list[KeyEntry] = []
    for scheme in in_force if rated else ():
        members = [one for one in judged if one.indicator.scheme == scheme]
        tolerance = _tolerance(members, in_table=any(spec.column is TableColumn.TOLERANCE for spec in place.columns))
        entries += states(scheme, tolerance, evaluation.spec.period.grain, is_named=len(in_force) > 1)
    if words.NOT_RATED in texts:
        now = any(spec.column is TableColumn.STATUS for spec in place.columns)
        why = dict.fromkeys((*(_unrated(shown) if now else ()), *(forecast.unrated(shown) if ahead else ())))
        entries.append(KeyEntry(words.NOT_RATED, (Text(_sentence(", or ".join(why))),)))
    if forecast.has_column(place) or (rated and any(scheme.looks_ahead for scheme in in_force)):
        entries.append(forecast.key_entry(place, evaluation))
    trends = [cell.sparkline for cell in cells if isinstance(cell, TrendCell)]
    if trends:
        entries.append(KeyEntry(words.TREND, (Text(_trend(evaluation, place, trends)),)))
    entries += directions.key(place, shown, texts, evaluation.spec.period.grain)
    if words.NOT_COMPARED in texts:
        entries.append(KeyEntry(words.NOT_COMPARED, (Text(directions.not_compared_meaning(place)),)))
    for reason, word in words.REASONS.items():
        if word in texts:
            entries.append(KeyEntry(word, (Text(_reason(reason, place, shown)),)))
    entries += peers.key(evaluation, place, texts)
    for marker, meaning in words.MARKERS.values():
        if any(each.endswith(marker) for each in texts):
            entries.append(KeyEntry(marker, (Text(meaning),)))
    made_of_parts = _parts(shown)
    if made_of_parts:
        entries.append(KeyEntry(words.PARTS, (Text(made_of_parts),)))
    parts = [one.indicator.label for one in shown if _outturn_is_longer(one, evaluation)]
    if parts and any(spec.column is TableColumn.OUTTURN for spec in place.columns):
        covered = f"Last year's outturn is of the whole year, the figure beside it is not: {words.listed(parts)}."
        entries.append(KeyEntry(words.WHOLE_YEAR, (Text(covered),)))
    if rated:
        judges = {one.indicator.judge for one in judged}
        strict = any(one.aim and one.aim.is_strict for one in judged)
        entries.append(KeyEntry(words.ROUNDING, (Text(_rounding(judges, in_force, strict)),)))
    label = in_force[0].label if rated and len(in_force) == 1 else ""
    return Key(f"{words.KEY_TITLE}: {label}" if label else words.KEY_TITLE, tuple(entries))


def states(scheme: Scheme, tolerance: str, grain: Grain, *, is_named: bool) -> Iterator[KeyEntry]:
    """What each state of a scheme means; with the scheme's label where there are several schemes."""
    for index, state in enumerate(scheme.states):
        if index == 0 and isinstance(state.condition, Within):
            meaning = _in_words(state.condition, tolerance, grain).replace(
                "misses the", "meets the target, or misses the"
            )
        elif state.condition is not None:
            meaning = _in_words(state.condition, tolerance, grain)
        elif scheme.for_milestones:
            meaning = "everything else"
        elif _is_a_ladder(scheme):
            meaning = "misses the target by more"
        else:
            meaning = "everything else that has a target"
        label = f"{scheme.label}: " if is_named else ""
        yield KeyEntry(state.mark, (Text(label + _sentence(meaning)),))


def _parts(shown: Sequence[Assessment]) -> str:
    """What the rows that are parts of another come to; empty where there are none."""
    labels: dict[PartsRule, list[str]] = {}
    for one in shown:
        if one.indicator.breakdown is not None:
            labels.setdefault(one.indicator.breakdown.rule, []).append(f"“{one.indicator.label}”")
    said = {
        PartsRule.ADD_UP: "The parts add up to the whole for {}.",
        PartsRule.GIVE_VALUE: "The figures of the parts were added up for {}.",
        PartsRule.OVERLAP: "The parts overlap, so they need not add up, for {}.",
    }
    if not labels:
        return ""
    sentences = [text.format(words.listed(labels[rule])) for rule, text in said.items() if rule in labels]
    return " ".join((f"Rows that say “{words.OF_WHICH}” are parts of the indicator above them.", *sentences))


def _unrated(shown: Sequence[Assessment]) -> Iterator[str]:
    """Why rows of the table have no status."""
    reasons = {one.unrated for one in shown}
    if Unrated.NO_TARGET in reasons:
        never = all(not one.indicator.targets for one in shown if one.unrated is Unrated.NO_TARGET)
        yield words.NEVER_A_TARGET if never else "no target is set for this period"
    if Unrated.TO_BE_SET in reasons:
        yield words.TARGET_TO_BE_SET
    if Unrated.NO_VALUE in reasons:
        yield "there is no value"
    if Unrated.UNKNOWN in reasons:
        redefined = any(one.indicator.redefinitions for one in shown if one.unrated is Unrated.UNKNOWN)
        yield f"its rule asks for a figure that is not there{' or not comparable' * redefined}"


def _outturn_is_longer(one: Assessment, evaluation: Evaluation) -> bool:
    """Whether a figure counted over a part of the year stands beside one of a whole year."""
    indicator = one.indicator
    is_part = indicator.covers is not None and indicator.covers.is_part_of_year and not indicator.unit.is_quotient
    return is_part and evaluation.spec.period.grain is not Grain.YEAR and one.outturn is not None


def _reason(reason: Reason, place: PerformanceTable, shown: Sequence[Assessment]) -> str:
    """What a reason means; `not comparable` may be said of figures, of directions and changes, or of both."""
    if reason is not Reason.NOT_COMPARABLE:
        return words.REASON_MEANINGS[reason]
    between = directions.not_comparable_meaning(place, shown)
    of_figures = any(figure.reason is reason for one in shown for figure in (one.figure, one.outturn) if figure)
    return " ".join(filter(None, (words.REASON_MEANINGS[reason] if of_figures or not between else "", between)))


def _trend(evaluation: Evaluation, place: PerformanceTable, drawn: Sequence[Sparkline]) -> str:
    period = evaluation.spec.period
    periods = next(spec.periods for spec in place.columns if spec.column is TableColumn.TREND)
    first, last = words.short(period.back(periods - 1)), words.short(period)
    text = f"A line from {first} on the left to {last} on the right, which has the dot"
    text += ", broken where the figures before and after are not comparable." if any(t.breaks for t in drawn) else "."
    text += " The dashed line is the target of each period"
    text += ", with a gap where there is none." if any(None in trend.target for trend in drawn) else "."
    return f"{text} Drawn where there is a target and more than one value."


def _rounding(judged: set[Judge], schemes: Sequence[Scheme], is_strict: bool) -> str:
    said = {
        frozenset({Judge.DISPLAYED}): "Status is judged on the figure as printed.",
        frozenset(
            {Judge.DISPLAYED, Judge.UNROUNDED}
        ): "Some statuses are judged on the printed figure, some on the exact.",
    }.get(frozenset(judged), "Status is judged on the exact figure.")
    said += " Differences are taken before rounding."
    if not all(_is_a_ladder(scheme) for scheme in schemes):
        return said
    said += " A figure on a boundary takes the better status"
    return f"{said}, unless its target says “more than” or “less than”." if is_strict else f"{said}."


def _is_a_ladder(scheme: Scheme) -> bool:
    """Whether the states are steps down from the target, so that `otherwise` is a miss beyond the step before."""
    steps = [state.condition for state in scheme.states[:-1]]
    plain = all(
        isinstance(step, Within) or (isinstance(step, AgainstTarget) and step.relation is Relation.AT_OR_BETTER)
        for step in steps
    )
    return plain and bool(steps) and isinstance(steps[-1], Within)


def _tolerance(shown: Iterable[Assessment], *, in_table: bool) -> str:
    """The tolerance in words: its amount, or the different ones of the indicators, unless the table has them."""
    amounts = {numbers.tolerance(one.indicator) for one in shown if one.indicator.tolerance}
    if len(amounts) == 1:
        return amounts.pop()
    return f"its tolerance ({', '.join(sorted(amounts))})" if amounts and not in_table else "its tolerance"


# ---- conditions as a reader would say them


def _sentence(meaning: str) -> str:
    return meaning[0].upper() + meaning[1:] + "."


def _in_words(condition: Condition, tolerance: str, grain: Grain) -> str:
    match condition:
        case AnyOf():
            return ", or ".join(_in_words(part, tolerance, grain) for part in condition.parts)
        case AllOf():
            return ", and ".join(_bracketed(part, tolerance, grain) for part in condition.parts)
        case Not():
            return f"not so: {_bracketed(condition.part, tolerance, grain)}"
        case Held():
            length = words.count_of(condition.count, grain.value, f"{grain.value}s")
            return f"for {length} {_bracketed(condition.part, tolerance, grain)}"
        case FirstTime():
            return f"for the first time {_bracketed(condition.part, tolerance, grain)}"
        case Again():
            return f"again {_bracketed(condition.part, tolerance, grain)}"
        case AgainstTarget():
            return f"{condition.relation.value} than the target"
        case AgainstFloor():
            return f"{condition.relation.value} than the floor"
        case AgainstBenchmark():
            return f"{condition.relation.value} than the benchmark “{condition.benchmark}”"
        case Within():
            width = tolerance if condition.margin is None else _margin(condition.margin)
            return f"misses the target by no more than {width}"
        case BetterBy():
            return f"better than the target by {_margin(condition.margin)} or more"
        case ShortBy():
            return f"misses the target by {_margin(condition.margin)} or more"
        case Moved():
            since = f" {directions.since(condition.comparator, grain)}" if condition.comparator else ""
            return f"{words.DIRECTIONS[condition.direction]}{since}"
        case OfForecast():
            part = _in_words(condition.part, tolerance, grain)
            return f"its forecast for the year {'' if part.startswith('misses') else 'is '}{part}"
        case Dated():
            return _of_dates(condition)
        case NoValue() | Compared() | InState() | InShare():
            raise AssertionError("a scheme cannot ask this; check refuses it")
        case _:
            assert_never(condition)


def _of_dates(asked: Dated) -> str:
    days = words.count_of(asked.days, "day", "days")
    after = f"more than {days} after its due date" if asked.days else "after its due date"
    match asked.question:
        case DateQuestion.DONE:
            return "done by the day of the report"
        case DateQuestion.DONE_ON_TIME:
            return "done on or before its due date"
        case DateQuestion.DONE_LATE:
            return f"done {after}"
        case DateQuestion.EXPECTED_ON_TIME:
            return "expected on or before its due date"
        case DateQuestion.EXPECTED_LATE:
            return f"expected {after}"
        case DateQuestion.OVERDUE:
            return "still not done after its due date"
        case DateQuestion.DUE_WITHIN:
            after = f" or in the {days} after it" if asked.days else ""
            return f"due on the day of the report{after}"
        case DateQuestion.NOT_DUE_YET:
            return "not due yet"
        case _:
            assert_never(asked.question)


def _margin(margin: Margin) -> str:
    if margin.share is not None:
        return f"{spell(margin.share * 100, PERCENT, None)} of it"
    assert margin.amount is not None
    assert margin.unit is not None
    return spell(margin.amount, margin.unit, None).replace(" point", " percentage point")


def _bracketed(condition: Condition, tolerance: str, grain: Grain) -> str:
    """The same as a part of something larger: alternatives are held together."""
    part = _in_words(condition, tolerance, grain)
    return f"({part})" if isinstance(condition, AnyOf | AllOf) else part
