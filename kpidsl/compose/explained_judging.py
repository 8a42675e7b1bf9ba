"""Why a figure has its status and not the next better one, and what became of each commentary rule.

Written in the officer's English.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.compose import commentary, numbers, words, working
from kpidsl.compose.because import status_because, travel_because
from kpidsl.compose.explained_blocks import paragraph, table
from kpidsl.compose.key import sentence
from kpidsl.compose.origins import line
from kpidsl.compose.rules import rules_of
from kpidsl.document.model import Block, List, Note, Text
from kpidsl.evaluation.again import Along, Tried, Verdict, along, by_rule, judged_value, states_tried, tried
from kpidsl.evaluation.case import Case
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.period import Period
from kpidsl.quantity import spell
from kpidsl.spec.condition import (
    AgainstBenchmark,
    AgainstFloor,
    AgainstTarget,
    BetterBy,
    Compared,
    Condition,
    InState,
    Moved,
    ShortBy,
    Within,
)
from kpidsl.spec.project import MadeFrom
from kpidsl.spec.spelling import spelled
from kpidsl.spec.travel import Against
from kpidsl.terms import Judge

# ---- the status


def status(one: Assessment, case: Case, made_from: MadeFrom) -> Iterator[Block]:
    """Why the status is what it is: in figures, state by state, and why it is not the next better one."""
    value = judged_value(one)
    if one.override is None:
        yield paragraph(sentence(working.why(one)))
    if one.target is None or value is None:
        return
    by_rules = by_rule(case)
    if one.override is not None:
        said = by_rules.mark.word if by_rules else "no status that can be told"
        label, word = one.indicator.label, one.override.state.mark.word
        text = words.overridden(label, word, one.override.author, one.override.reason)
        yield Note("Set by judgement", (Text(f"{text} By its scheme alone it would be: {said}."),))
    found = along(case)
    shown = spell(value, one.indicator.unit, None)
    if found is not None and by_rules is not None:
        yield paragraph(_arithmetic(one, found, shown, by_rules.mark.word))
    rules = {rule.state: rule.asks for rule in rules_of(one)}
    lines = []
    for state, answer, is_tried in states_tried(case):
        result = "not tried" if not is_tried else {True: "this one", False: "no", None: "cannot be told"}[answer]
        figures = [found.values(state) or "no figure"] if found else []
        lines.append((state.mark.word, *figures, rules[state], result))
    titles = (
        ("Status", 12),
        *([("Figures that get it", 22)] if found else []),
        ("What the scheme asks", 34),
        ("So?", 10),
    )
    scheme = (
        f"“{one.indicator.scheme.label}” ({line(one.indicator.scheme.states[0].span, made_from)}), tried from the top"
    )
    yield table(scheme, *titles, rows=tuple(lines))
    better = one.indicator.scheme.states.index(by_rules) - 1 if by_rules else -1
    if better >= 0:
        yield paragraph(_why_not(one, found, shown, better))
    if one.indicator.judge is Judge.DISPLAYED:
        yield paragraph("The figure is judged as it is printed, not exactly.")


def _arithmetic(one: Assessment, found: Along, shown: str, word: str) -> str:
    """`Target 90%, tolerance 5 percentage points: Green from 90% up, Amber from 85% to below 90%. 88.6% is Amber.`"""
    given = [f"target {numbers.target(one)}"]
    if one.indicator.tolerance is not None:
        given.append(f"tolerance {numbers.tolerance(one.indicator)}")
    states = one.indicator.scheme.states
    parts = [(state.mark.word, found.values(state)) for state in states]
    said = "; ".join(
        f"{name} {'whatever the figure is' if values == 'any' else values}" for name, values in parts if values
    )
    return f"{words.capitalised(', '.join(given))}: {said}. {shown} is {word}."


def _why_not(one: Assessment, found: Along | None, shown: str, better: int) -> str:
    """Why it has not the status above the one that its scheme gives it."""
    state, value = one.indicator.scheme.states[better], judged_value(one)
    assert value is not None  # it is judged
    lead = f"{'By its scheme it' if one.override else 'It'} is not {state.mark.word}"
    rule = f" (“{state.rule}”)" if state.rule else ""
    if found is None:
        return f"{lead}, for what that asks{rule} is not so."
    values, gap = found.values(state), found.gap(state, value)
    if not values or gap is None:
        return f"{lead}: as things are, no figure gets that{rule}."
    text = f"{lead}: that takes {'a figure ' * values[:1].isalpha()}{values}{rule}"
    if not gap.distance:
        return f"{text}, and {shown} is just outside."
    apart = numbers.difference(one.indicator.unit, gap.distance, None)
    return f"{text}, and {shown} is {'more than ' * gap.is_more}{apart} away."


def _because(one: Assessment) -> str:
    """Why, in figures alone, whatever was set by judgement."""
    status = one.state or one.unrated
    assert status is not None  # exactly one of them is given
    return status_because(one.indicator, one.figure, status, one.aim)


# ---- commentary


def spoken(one: Assessment, evaluation: Evaluation, case: Case, made_from: MadeFrom, report: Period) -> Iterator[Block]:
    """What the commentary says, and rule by rule why."""
    found = tried(case)
    if not found:
        yield paragraph("It has no commentary rules.")
        return
    chosen = [each for each in found if each.verdict is Verdict.CHOSEN]
    if not chosen:
        yield paragraph("None of its rules speaks.")
    elif one.figure.period == report:
        yield from (block.block for block in commentary.by_rule(one, evaluation, []))
    items = tuple((Text(_tried(each, one, case, made_from)),) for each in found)
    yield List(items, tuple(f"{number}." for number in range(1, len(items) + 1)))


def _tried(each: Tried, one: Assessment, case: Case, made_from: MadeFrom) -> str:
    written = " ".join(each.rule.span.text.split())
    lead = f"“{written}” ({line(each.rule.span, made_from)})"
    match each.verdict:
        case Verdict.CHOSEN if each.rule.is_silent:
            return f"{lead} holds, so nothing is said."
        case Verdict.CHOSEN:
            return f"{lead} holds, and adds its words." if each.rule.also else f"{lead} is chosen."
        case Verdict.ASKS:
            return f"{lead} holds, and only asks for a note."
        case Verdict.NOT_TRIED:
            return f"{lead} is not tried, for a rule above it was chosen."
        case _:
            pass
    if each.rule.condition is None:
        return f"{lead} has nothing to speak of, for there is no figure."
    parts = [_failed(condition, answer, one, case) for condition, answer in each.failed]
    return f"{lead} is not chosen: {'; '.join(dict.fromkeys(parts))}."


def _failed(condition: Condition, answer: bool | None, one: Assessment, case: Case) -> str:
    name = f"“{spelled(condition, one.indicator.unit, one.figure.period.grain)}”"
    so = "is so" if answer else "is not so" if answer is False else "cannot be told"
    reason = _fact(condition, one)
    return f"{name} {so}{f' ({reason})' if reason else ''}"


def _fact(condition: Condition, one: Assessment) -> str:
    """What answers a question: the figures, without the question."""
    indicator, figure, value = one.indicator, one.figure, judged_value(one)
    match condition:
        case InState():
            return f"it is {one.state.name}" if one.state else "it has no status"
        case AgainstTarget() | AgainstFloor() | Within() | BetterBy() | ShortBy():
            if isinstance(condition, AgainstFloor) or one.override is not None:
                return ""
            return _because(one)
        case Moved():
            against: Against | None = condition.comparator or next(iter(indicator.comparators), None)
            found = next((travel for travel in one.directions if travel.against == against), None)
            return travel_because(indicator, figure, found) if found else ""
        case Compared():
            return "" if value is None else f"it is {spell(value, indicator.unit, None)}"
        case AgainstBenchmark():
            benchmark = indicator.benchmark(condition.benchmark)
            if benchmark is None or value is None:
                return ""
            own = spell(value, indicator.unit, None)
            return f"{own} against {numbers.benchmark(indicator, benchmark)}"
        case _:
            return ""
