"""difference: what was expected of a field held against what came, and in a few words why it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kpidsl.compose import numbers
from kpidsl.compose.because import status_because, travel_because
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.model import Assessment, Figure, Unrated
from kpidsl.evaluation.travel import travel
from kpidsl.quantity import plain, spell
from kpidsl.source import Span
from kpidsl.spec.indicator import Indicator, Rule, State
from kpidsl.spec.tests import NOT_RATED
from kpidsl.spec.travel import since
from kpidsl.spec.trials import (
    Expectation,
    ExpectDirection,
    ExpectForecast,
    ExpectReason,
    ExpectState,
    ExpectText,
    ExpectValue,
)
from kpidsl.terms import Direction
from kpidsl.tester.results import Difference
from kpidsl.tester.trial import Trial
from kpidsl.values import replace


def difference(each: Expectation, one: Assessment, trial: Trial) -> Difference | None:
    """None where what was expected is so."""
    match each.expected:
        case ExpectValue():
            amount = one.figure.amount
            rounded = None if amount is None else numbers.rounded(one.indicator, amount)
            if each.expected.amount in (amount, rounded):
                return None
            return Difference("value", each.expected.written, _value(one), _made_of(one), each.span)
        case ExpectReason():
            if one.figure.reason is each.expected.reason:
                return None
            return Difference("value", each.expected.reason.value, _value(one), _made_of(one), each.span)
        case ExpectState():
            return _status(one, each.expected, each.span)
        case ExpectForecast():
            return _forecast(one, each.expected, each.span)
        case ExpectDirection():
            return _direction(one, each.expected, trial, each.span)
        case ExpectText():
            return _text(one, each.expected, trial, each.span)
        case _:
            assert_never(each.expected)


def _value(one: Assessment) -> str:
    """The exact value, or the reason for there being none."""
    found = one.figure
    if found.amount is None:
        return found.reason.value if found.reason else "none"
    return spell(found.amount, one.indicator.unit, None)


def _made_of(one: Assessment) -> str:
    """What the value is made of, and how it is printed where that is another figure."""
    found = one.figure
    said = []
    if found.numerator is not None and found.denominator is not None:
        said.append(f"it is {plain(found.numerator)} of {plain(found.denominator)}")
    if found.amount is not None and numbers.rounded(one.indicator, found.amount) != found.amount:
        said.append(f"{'it is ' * (not said)}printed as {numbers.amount(one.indicator, found.amount)}")
    return ", ".join(said)


# ---- statuses


def _status(one: Assessment, expected: ExpectState, span: Span) -> Difference | None:
    found = one.state.name if one.state else None
    if found == expected.state:
        return None
    status = one.state or one.unrated
    assert status is not None  # one of the two is given
    why = status_why(one.indicator, one.figure, status, one.aim, expected.state, is_judged=one.override is not None)
    return Difference("status", expected.state or NOT_RATED, found or NOT_RATED, why, span)


def status_why(
    indicator: Indicator,
    figure: Figure,
    status: State | Unrated,
    aim: Aim | None,
    expected: str | None,
    *,
    is_judged: bool = False,
) -> str:
    """The sum behind a status, and why the scheme did not come to the expected one."""
    sum_ = status_because(indicator, figure, status, aim)
    states = indicator.scheme.states
    wanted = next((state for state in states if state.name == expected), None)
    if wanted is None or not isinstance(status, State) or is_judged:
        return sum_
    if states.index(wanted) < states.index(status):
        return f"{sum_}; {wanted.name} is only {wanted.rule}"
    return f"{sum_}; {status.name} comes before {wanted.name}: it is {status.rule}"


def _forecast(one: Assessment, expected: ExpectForecast, span: Span) -> Difference | None:
    """The status of the forecast, as `_status` has that of the value."""
    ahead = one.forecast
    found = ahead.state.name if ahead and ahead.state else None
    if found == expected.state:
        return None
    if ahead is None:
        why = f"there is no forecast for {one.figure.period.whole_year}"
    else:
        status = ahead.state or ahead.unrated
        assert status is not None  # one of the two is given
        alone = replace(one.indicator, overrides=())
        why = status_why(alone, ahead.figure, status, ahead.aim, expected.state)
    return Difference("forecast status", expected.state or NOT_RATED, found or NOT_RATED, why, span)


# ---- directions and words


def _direction(one: Assessment, expected: ExpectDirection, trial: Trial, span: Span) -> Difference | None:
    found = travel(trial.case(one), expected.comparator)
    if found.direction is expected.direction:
        return None
    said = since(expected.comparator)
    came_to = f"{found.direction.value} {said}" if found.direction else "nothing to compare"
    why = travel_because(one.indicator, one.figure, found)
    if one.indicator.steady and found.direction in (Direction.UNCHANGED, Direction.SAME):
        why += f"; a change of {spell(one.indicator.steady, one.indicator.unit.difference, None)} counts as none"
    return Difference("direction", f"{expected.direction.value} {said}", came_to, why, span)


def _text(one: Assessment, expected: ExpectText, trial: Trial, span: Span) -> Difference | None:
    """What the indicator's rules say."""
    said = trial.said(one, one.rules)
    wanted = f"“{expected.text}”" if expected.text is not None else "nothing said"
    if said.problems:
        return Difference("commentary", wanted, "no text", said.problems[0].message, span)
    if (expected.text is None and not said.text) or (expected.text is not None and expected.text in said.text):
        return None
    found = f"“{said.text}”" if said.text else "nothing said"
    why = _rules_why([chosen.rule for chosen in one.rules], one.indicator)
    return Difference("commentary", wanted, found, why, span)


def _rules_why(chosen: Sequence[Rule], indicator: Indicator) -> str:
    """Which rules were chosen, each by its line."""
    if not indicator.all_rules:
        return f"`{indicator.id}` has no commentary rules"
    if not chosen:
        count = len(indicator.all_rules)
        return f"none of its {count} rules is so" if count > 1 else "its rule is not so"
    named = " and ".join(rule_in_words(rule) for rule in chosen)
    return f"{named} {'was' if len(chosen) == 1 else 'were'} chosen"


def rule_in_words(rule: Rule) -> str:
    """A rule by what it asks and where it stands: `when green` in line 43."""
    return f"`{' '.join(rule.span.text.split())}` in line {rule.span.line}"
