"""Statuses that no commentary rule speaks of, found before there is any data.

A value counts only where nothing is said of it whatever the earlier figures are, so no fault is made up. Rules that
only add (`also when`), or speak of missing values alone, claim to cover nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.alike import alike
from kpidsl.evaluation.bands import Band
from kpidsl.evaluation.possible import MOST_CASES, Possible, Questions, questions
from kpidsl.period import Period
from kpidsl.quantity import PERCENT, spell
from kpidsl.source import Span
from kpidsl.spec.indicator import Indicator, Rule, State
from kpidsl.spec.model import Spec
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class _Silent:
    """An indicator, and the states that nothing is said of with a value of each."""

    indicator: Indicator
    states: tuple[tuple[State, Band], ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """Of a value: the states that it can have, each with whether a rule speaks of it; and whether a rule that does more
    than add speaks of one."""

    states: Mapping[State, bool]
    is_covered: bool


def unspoken(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each indicator with rules that leave a status out; one for all that have the same shared ones."""
    found: dict[tuple[Span, ...], list[_Silent]] = {}
    known: dict[object, _Heard] = {}
    twins: dict[object, tuple[tuple[State, Band], ...]] = {}
    for indicator in spec.indicators:
        rules = [rule for rule in indicator.all_rules if rule.speaks]
        if any(rule.condition is None for rule in rules) or indicator.target_for(spec.period) is None:
            continue
        twin = (tuple([(rule.condition, rule.also) for rule in rules]), alike(indicator))
        if twin not in twins:
            twins[twin] = _silent(indicator, rules, spec.period, known)
        if twins[twin]:
            silent = _Silent(indicator, twins[twin])
            found.setdefault(tuple(rule.span for rule in rules), []).append(silent)
    for spans, group in found.items():
        yield _said(group, spans[0])


def _silent(
    indicator: Indicator, rules: list[Rule], period: Period, known: dict[object, _Heard]
) -> tuple[tuple[State, Band], ...]:
    """The states that nothing is said of, with a value of each.

    `known` is kept for all indicators: what the rules answer for one value they answer for all of its kind.
    """
    asked = questions(indicator, period, [rule.condition for rule in rules])
    if asked is None or asked.count > MOST_CASES:
        return ()
    kind = (indicator.scheme.name, tuple((rule.condition, rule.also) for rule in rules), asked.kind_beside)
    heard: list[tuple[Band, _Heard]] = []
    for band, reason, plain in asked.values:
        if band is not None:
            of_value = (kind, *plain.values())
            if of_value not in known:
                known[of_value] = _heard(rules, replace(asked, values=((band, reason, plain),)))
            heard.append((band, known[of_value]))
    if not any(each.is_covered for _, each in heard):
        return ()
    silent = [(state, band) for band, each in heard for state, is_spoken in each.states.items() if not is_spoken]
    first: dict[State, Band] = {}
    for state, band in sorted(silent, key=lambda key: not _is_usual(key[1], indicator)):
        first.setdefault(state, band)
    return tuple((state, first[state]) for state in indicator.scheme.states if state in first)


def _heard(rules: list[Rule], asked: Questions) -> _Heard:
    states: dict[State, bool] = {}
    is_covered = False
    for case in asked.cases():
        if case.judgement is None and case.state:
            is_covered = is_covered or any(_is_so(rule, case) for rule in rules if not rule.also)
            states[case.state] = states.get(case.state, False) or any(_is_so(rule, case) for rule in rules)
    return _Heard(states, is_covered)


def _is_so(rule: Rule, case: Possible) -> bool:
    return rule.condition is not None and case.answer(rule.condition) is True


def _is_usual(band: Band, indicator: Indicator) -> bool:
    """Whether it makes a good example: not below 0, nor over 100%."""
    return band.value >= 0 and (indicator.unit != PERCENT or band.value <= 100)


def _said(group: list[_Silent], at: Span) -> Diagnostic:
    indicator, states = group[0].indicator, group[0].states
    others = len(group) - 1
    whose = f"`{indicator.id}`" + (f" and {others} other{'s' * (others > 1)}" if others else "")
    when = " or ".join(f"{state.name} (such as {spell(band.value, indicator.unit, None)})" for state, band in states)
    message = f"nothing is said of {whose} when {'they are' if others else 'it is'} {when}"
    help_ = (
        "add a rule for it, or `otherwise`",
        "where nothing is meant to be said, put `say nothing` below such a rule",
    )
    return Diagnostic("status-unspoken", message, at, (), help_)
