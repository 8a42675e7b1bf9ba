"""Rules that can do nothing, found before there is any data: never so, always so, or never come to.

What a section or the report says for many is held against all that it serves, and reported once where it is idle for
each.

A rule is kept from report to report, so it is judged by every target that a neighbouring period has.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from enum import Enum
from functools import cache
from itertools import chain, takewhile

from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.alike import KINDS, alike, keyed
from kpidsl.evaluation.bands import in_words
from kpidsl.evaluation.possible import MOST_CASES, Cases, Possible, Questions, possible, questions
from kpidsl.evaluation.reach import Closed, idle_states
from kpidsl.memo import Keyed, again
from kpidsl.period import Period
from kpidsl.quantity import Dimension
from kpidsl.source import Span
from kpidsl.spec.condition import Compared, Condition, InState, NoValue, looks_ahead, parts
from kpidsl.spec.indicator import Indicator, Requirement, Rule
from kpidsl.spec.model import Spec
from kpidsl.spec.spelling import spelled
from kpidsl.values import dataclass

AROUND = 4  # periods before and after the report's, whose targets a rule may be written for


@dataclass(frozen=True, slots=True)
class _Known:
    """An indicator with every case that it can come to in the periods around the report's."""

    indicator: Indicator
    period: Period
    around: tuple[Cases, ...]

    @property
    def cases(self) -> list[Possible]:
        return [case for cases in self.around for case in cases.cases]

    def spelled(self, condition: Condition) -> str:
        return spelled(condition, self.indicator.unit, self.period.grain)


def idle(spec: Spec) -> Iterator[Diagnostic]:
    """A warning for each state, each rule and each part of a rule that no data can bring to bear."""
    problems, closed = idle_states(spec)
    yield from problems
    known: dict[object, bool] = {}  # whether there is something to say of indicators that are alike
    for indicator in spec.indicators:
        shut = tuple([state.name for state in indicator.scheme.states if (indicator.id, state.name) in closed])
        rules = tuple([(rule.condition, rule.also, rule.speaks) for rule in indicator.rules])
        kind = (shut, rules, alike(indicator))
        if kind not in known:
            known[kind] = _has_idle(keyed(kind, indicator), shut, spec.period)
        if known[kind]:
            yield from _idle_of(indicator, spec.period, closed)
    yield from _idle_for_all(spec, closed)


@again(KINDS)
def _has_idle(one: Keyed[Indicator], shut: tuple[str, ...], period: Period) -> bool:
    """Whether something in its own rules is idle; `shut` are states that it is said not to come to."""
    around = _asked(one.value, period)
    kind = one.key if around is None else _kind(one.value, around)
    return _is_idle(Keyed(kind, (one.value, around)), shut, period)


@again(KINDS)
def _is_idle(one: Keyed[tuple[Indicator, list[Questions] | None]], shut: tuple[str, ...], period: Period) -> bool:
    indicator, around = one.value
    if around is not None and _all_serve(indicator.rules, around):
        return False
    return any(_idle_of(indicator, period, {(indicator.id, state) for state in shut}))


def _asked(indicator: Indicator, period: Period) -> list[Questions] | None:
    """What all its rules ask together, in each of the periods around; None where not every case can be known, or the
    answers of one rule hang on what others ask."""
    conditions = [rule.condition for rule in indicator.rules]
    if any(looks_ahead(condition) for condition in conditions):
        return None
    around = [questions(indicator, one, conditions) for one in _around(indicator, period)]
    known = [asked for asked in around if asked is not None and asked.count <= MOST_CASES]
    return known if len(known) == len(around) else None


def _kind(indicator: Indicator, around: Sequence[Questions]) -> object:
    """Equal for two indicators whose rules come to bear in the same cases, though their targets differ."""
    rules = tuple((rule.condition, rule.also, rule.speaks) for rule in indicator.rules)
    return keyed((rules, tuple(asked.kind for asked in around)), indicator).key


def _all_serve(rules: Sequence[Rule], around: Sequence[Questions]) -> bool:
    """Whether it is certain that no rule is idle: each part of each is so in some case and not so in another that has a
    value, and each rule is so where no rule above it is.

    A case that differs for all rules is one of those that differ for any of them, so what is found here needs no more.
    Few cases are gone through until all is found, where every rule by itself takes all of its own.
    """
    so = list(dict.fromkeys(part for rule in rules for part in parts(rule.condition)))
    not_so = [part for part in so if not any(isinstance(one, NoValue) for one in parts(part))]
    alone: list[tuple[Rule, tuple[Rule, ...]]] = []
    above: tuple[Rule, ...] = ()
    for rule in rules:
        if not rule.also:
            alone.append((rule, above))
            above += (rule,) if rule.speaks else ()
    for case in chain.from_iterable(asked.cases() for asked in around):
        so = [part for part in so if not case.answer(part)]
        if case.band is not None:
            not_so = [part for part in not_so if case.answer(part)]
        alone = [each for each in alone if not _comes_first(*each, case)]
        if not so and not not_so and not alone:
            return True
    return not rules


def _comes_first(rule: Rule, above: Sequence[Rule], case: Possible) -> bool:
    return _applies(rule, case) and not any(_applies(one, case) for one in above)


def _idle_of(indicator: Indicator, period: Period, closed: Container[Closed]) -> Iterator[Diagnostic]:
    """What is idle in the rules that an indicator has of its own."""
    above: list[Rule] = []
    for rule in indicator.rules:
        known = _known(indicator, period, [rule.condition])
        wrong = [] if known is None else [*_never(rule, known, closed), *_always(rule, known)]
        yield from wrong
        if not rule.also:
            conditions = [one.condition for one in (*above, rule)]
            together = _known(indicator, period, conditions) if above and not wrong else None
            if together is not None:
                yield from _never_used(rule, above, together)
            above += [rule] if rule.speaks else []  # else it leaves the word to the rules below it


def _around(indicator: Indicator, period: Period) -> list[Period]:
    """The periods around the report's; of those with the same targets, which give the same cases, the last."""
    targets = {(indicator.target_for(one), indicator.floor_for(one)): one for one in _periods_around(period)}
    return list(targets.values())


@cache
def _periods_around(period: Period) -> tuple[Period, ...]:
    return (*period.back(-AROUND).last(2 * AROUND + 1), period)


def _known(indicator: Indicator, period: Period, conditions: Sequence[Condition | None]) -> _Known | None:
    """Every case that differs for the conditions; None where they cannot all be known."""
    periods = _around(indicator, period)
    found = [possible(indicator, one, conditions) for one in periods]
    around = tuple(cases for cases in found if cases is not None)
    return _Known(indicator, period, around) if len(around) == len(found) else None


def _applies(rule: Rule, case: Possible) -> bool:
    return _is_so(rule.condition, case)


def _is_so(condition: Condition | None, case: Possible) -> bool:
    return case.band is not None if condition is None else case.answer(condition) is True


def _never(rule: Rule, known: _Known, closed: Container[Closed]) -> Iterator[Diagnostic]:
    """The smallest parts of a rule's condition that are never so, but for states that are said to be closed."""
    found: list[Condition] = []
    for part in dict.fromkeys(parts(rule.condition)):
        if any(inner in found for inner in parts(part)) or any(case.answer(part) for case in known.cases):
            continue
        found.append(part)
        if isinstance(part, InState) and (known.indicator.id, part.state) in closed:
            continue
        message = f"`{known.spelled(part)}` is never so for `{known.indicator.id}`"
        yield Diagnostic("condition-never-holds", message, rule.span, (), (_why_never(part, known),))


def _why_never(part: Condition, known: _Known) -> str:
    match part:
        case Compared() if known.indicator.unit.dimension is Dimension.YES_NO:
            return "its value is yes or no"
        case Compared() if part.amount <= 0:
            return f"{known.indicator.unit.described} is never below 0"
        case Compared():
            return "it can have no such value"
        case InState():
            names = {case.state.name for case in known.cases if case.state is not None}
            there = [state.name for state in known.indicator.scheme.states if state.name in names]
            return f"by its targets and its scheme it can come to {' or '.join(there)}" if there else "it has no status"
        case _:
            return "its parts exclude each other, whatever the figures are"


def _always(rule: Rule, known: _Known) -> Iterator[Diagnostic]:
    """The smallest parts of a rule's condition that are so wherever there is a value."""
    found: list[Condition] = []
    for part in dict.fromkeys(parts(rule.condition)):
        inner = list(parts(part))
        if any(one in found or isinstance(one, NoValue) for one in inner):
            continue
        if all(case.answer(part) for case in known.cases if case.band is not None):
            found.append(part)
            message = f"`{known.spelled(part)}` is so for every value of `{known.indicator.id}`"
            help_ = "take this part out"
            if part == rule.condition:
                help_ = "say when the words are meant" if rule.also else "write `otherwise`"
            yield Diagnostic("condition-always-holds", message, rule.span, (), (help_,))


def _never_used(rule: Rule, above: Sequence[Rule], known: _Known) -> Iterator[Diagnostic]:
    """A rule that is so in some cases, in all of which a rule above it is chosen."""
    taken: dict[Rule, list[Possible]] = {}
    for case in known.cases:
        if _applies(rule, case):
            first = next((one for one in above if _applies(one, case)), None)
            if first is None:
                return
            taken.setdefault(first, []).append(case)
    if not taken:
        return
    message = "this rule is never used: wherever it is so, a rule above it comes first"
    labels = tuple(Label(one.span, f"takes {_taken(one, cases, known)}") for one in above if (cases := taken.get(one)))
    yield Diagnostic("rule-never-used", message, rule.span, labels, ("put the narrower rule first, or take this out",))


def _taken(rule: Rule, cases: Sequence[Possible], known: _Known) -> str:
    """The values that a rule above takes, where nothing but the value of this period decides on it."""
    now = next(one for one in known.around if one.period == known.period)
    bands = {case.band for case in cases if case.period == known.period}
    if not bands or None in bands or any(case.band in bands and not _applies(rule, case) for case in now.cases):
        return "these cases"
    return in_words((band for band in bands if band is not None), now.bands, known.indicator)


# ---- what is said for many, and requirements


class _Idle(Enum):
    """Why a rule can do nothing for an indicator."""

    NEVER = "never so"
    CLOSED = "asks for a state that is said to be closed"
    HIDDEN = "hidden by the rules above"


def _idle_for_all(spec: Spec, closed: Container[Closed]) -> Iterator[Diagnostic]:
    """A warning for each rule of a section or report, and each requirement, that is idle wherever it serves."""
    rules: dict[Span, list[tuple[Indicator, Rule | Requirement]]] = {}
    for indicator in spec.indicators:
        said: tuple[Rule | Requirement, ...] = (*indicator.shared_rules, *indicator.requirements)
        for one in said:
            if one.condition is not None:  # an `otherwise` is a safety net, for indicators still to come
                rules.setdefault(one.span, []).append((indicator, one))
    for span, served in rules.items():
        found: set[_Idle | None] = set()
        for indicator, one in served:
            found.add(_why_idle(indicator, one, spec.period, closed))
            if None in found:
                break
        if None in found or found == {_Idle.CLOSED}:
            continue
        names = [f"`{indicator.id}`" for indicator, _ in served]
        whose = names[0] if len(names) == 1 else f"any of the {len(names)} indicators that it serves"
        if _Idle.HIDDEN in found:
            message = f"this rule is never used for {whose}: it is never so, or a rule above it comes first"
            help_ = "put the narrower rule first, or take this out"
            yield Diagnostic("rule-never-used", message, span, (), (help_,))
        else:
            message = f"`{' '.join(span.text.split())}` is never so for {whose}"
            help_ = "correct it, or take it out: its parts exclude each other, or ask for what cannot be"
            yield Diagnostic("condition-never-holds", message, span, (), (help_,))


def _why_idle(indicator: Indicator, one: Rule | Requirement, period: Period, closed: Container[Closed]) -> _Idle | None:
    """Why a rule or requirement can do nothing; None where it may do something, or not every case can be known."""
    above: tuple[Condition | None, ...] | None = None
    if isinstance(one, Rule) and not one.also:
        before = takewhile(lambda rule: rule != one, indicator.all_rules)
        above = tuple([rule.condition for rule in before if rule.speaks and not rule.also])
    states = [part.state for part in parts(one.condition) if isinstance(part, InState)]
    is_closed = any((indicator.id, state) in closed for state in states)
    why = _why(keyed(alike(indicator), indicator), one.condition, above, period)
    return _Idle.CLOSED if why is _Idle.NEVER and is_closed else why


@again(KINDS)
def _why(
    one: Keyed[Indicator], condition: Condition | None, above: tuple[Condition | None, ...] | None, period: Period
) -> _Idle | None:
    """The same, whatever is said to be closed; `above` are the rules that may hide it, None where none can."""
    known = _known(one.value, period, [condition])
    if known is None:
        return None
    if not any(_is_so(condition, case) for case in known.cases):
        return _Idle.NEVER
    together = None if above is None else _known(one.value, period, [*above, condition])
    if above is None or together is None:
        return None
    free = any(_is_so(condition, case) and not any(_is_so(rule, case) for rule in above) for case in together.cases)
    return None if free else _Idle.HIDDEN
