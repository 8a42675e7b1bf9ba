"""Statuses that no commentary rule speaks of, found before there is any data.

A value counts only where nothing is said of it whatever the earlier figures are, so no fault is made up. Rules that
only add (`also when`), or speak of missing values alone, claim to cover nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.bands import Band
from kpidsl.evaluation.possible import Possible, possible
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


def unspoken(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each indicator with rules that leave a status out; one for all that have the same shared ones."""
    found: dict[tuple[Span, ...], list[_Silent]] = {}
    for indicator in spec.indicators:
        rules = [rule for rule in indicator.all_rules if rule.speaks]
        silent = _silent(indicator, rules, spec.period)
        if silent is not None:
            found.setdefault(tuple(rule.span for rule in rules), []).append(silent)
    for spans, group in found.items():
        yield _said(group, spans[0])


def _silent(indicator: Indicator, rules: list[Rule], period: Period) -> _Silent | None:
    if any(rule.condition is None for rule in rules) or indicator.target_for(period) is None:
        return None
    cases = possible(indicator, period, [rule.condition for rule in rules])
    if cases is None:
        return None
    rated = [case for case in cases.cases if case.band and case.judgement is None and case.state]
    if not any(_is_so(rule, case) for rule in rules if not rule.also for case in rated):
        return None
    spoken: dict[tuple[str, Band], bool] = {}
    states: dict[str, State] = {}
    for case in rated:
        assert case.band is not None
        assert case.state is not None
        key = (case.state.name, case.band)
        states[case.state.name] = case.state
        if not spoken.get(key):
            spoken[key] = any(_is_so(rule, case) for rule in rules)
    silent = [(states[name], band) for (name, band), is_spoken in spoken.items() if not is_spoken]
    first: dict[State, Band] = {}
    for state, band in sorted(silent, key=lambda key: not _is_usual(key[1], indicator)):
        first.setdefault(state, band)
    ordered = tuple((state, first[state]) for state in indicator.scheme.states if state in first)
    return _Silent(indicator, ordered) if ordered else None


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
