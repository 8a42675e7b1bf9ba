"""Statuses that no commentary rule speaks of, found before there is any data.

A value counts only where nothing is said of it whatever the earlier figures are, so no fault is made up. Rules that
only add (`also when`), or speak of missing values alone, claim to cover nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.alike import KINDS, alike, keyed
from kpidsl.evaluation.bands import Band
from kpidsl.evaluation.possible import MOST_CASES, Possible, Questions, questions
from kpidsl.memo import Keyed, again
from kpidsl.period import Period
from kpidsl.quantity import PERCENT, spell
from kpidsl.source import Span
from kpidsl.spec.condition import Condition
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.values import dataclass, replace

Rules = tuple[tuple[Condition | None, bool], ...]  # the condition of each, and whether it only adds


@dataclass(frozen=True, slots=True)
class _Silent:
    """An indicator, and the states that nothing is said of with a value of each."""

    indicator: Indicator
    states: tuple[tuple[str, Band], ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """Of a value: the states that it can have, each with whether a rule speaks of it; and whether a rule that does more
    than add speaks of one."""

    states: Mapping[str, bool]
    is_covered: bool


def unspoken(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each indicator with rules that leave a status out; one for all that have the same shared ones."""
    found: dict[tuple[Span, ...], list[_Silent]] = {}
    known: dict[object, tuple[tuple[str, Band], ...]] = {}  # of indicators that are alike
    for indicator in spec.indicators:
        speaking = [rule for rule in indicator.all_rules if rule.speaks]
        if any(rule.condition is None for rule in speaking) or indicator.target_for(spec.period) is None:
            continue
        rules = tuple([(rule.condition, rule.also) for rule in speaking])
        kind = (rules, alike(indicator))
        if kind not in known:
            known[kind] = _silent(keyed(kind, indicator), rules, spec.period)
        if known[kind]:
            found.setdefault(tuple(rule.span for rule in speaking), []).append(_Silent(indicator, known[kind]))
    for spans, group in found.items():
        yield _said(group, spans[0])


@again(KINDS)
def _silent(one: Keyed[Indicator], rules: Rules, period: Period) -> tuple[tuple[str, Band], ...]:
    """The states that nothing is said of, with a value of each."""
    indicator = one.value
    asked = questions(indicator, period, [condition for condition, _ in rules])
    if asked is None or asked.count > MOST_CASES:
        return ()
    heard: list[tuple[Band, _Heard]] = []
    for band, reason, plain in asked.values:
        if band is not None:
            kind = keyed((asked.kind_beside, *plain.values()), indicator).key
            heard.append((band, _heard(Keyed(kind, replace(asked, values=((band, reason, plain),))), rules)))
    if not any(each.is_covered for _, each in heard):
        return ()
    silent = [(state, band) for band, each in heard for state, is_spoken in each.states.items() if not is_spoken]
    first: dict[str, Band] = {}
    for state, band in sorted(silent, key=lambda key: not _is_usual(key[1], indicator)):
        first.setdefault(state, band)
    return tuple((state.name, first[state.name]) for state in indicator.scheme.states if state.name in first)


@again(KINDS)
def _heard(one: Keyed[Questions], rules: Rules) -> _Heard:
    states: dict[str, bool] = {}
    is_covered = False
    for case in one.value.cases():
        if case.judgement is None and case.state:
            is_covered = is_covered or any(_is_so(condition, case) for condition, also in rules if not also)
            name = case.state.name
            states[name] = states.get(name, False) or any(_is_so(condition, case) for condition, _ in rules)
    return _Heard(states, is_covered)


def _is_so(condition: Condition | None, case: Possible) -> bool:
    return condition is not None and case.answer(condition) is True


def _is_usual(band: Band, indicator: Indicator) -> bool:
    """Whether it makes a good example: not below 0, nor over 100%."""
    return band.value >= 0 and (indicator.unit != PERCENT or band.value <= 100)


def _said(group: list[_Silent], at: Span) -> Diagnostic:
    indicator, states = group[0].indicator, group[0].states
    others = len(group) - 1
    whose = f"`{indicator.id}`" + (f" and {others} other{'s' * (others > 1)}" if others else "")
    when = " or ".join(f"{state} (such as {spell(band.value, indicator.unit, None)})" for state, band in states)
    message = f"nothing is said of {whose} when {'they are' if others else 'it is'} {when}"
    help_ = (
        "add a rule for it, or `otherwise`",
        "where nothing is meant to be said, put `say nothing` below such a rule",
    )
    return Diagnostic("status-unspoken", message, at, (), help_)
