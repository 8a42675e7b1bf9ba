"""coverage: which states, rules and reasons the examples and tests of a spec come to, and what it takes for the rest.

A state counts where an example or test expects it, a rule where a test expects its words, a reason where a test expects
it in place of a value. What no figures can ever come to does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from fractions import Fraction
from functools import reduce

from kpidsl.source import Span
from kpidsl.spec.indicator import Indicator, Rule
from kpidsl.spec.model import Spec
from kpidsl.terms import Reason
from kpidsl.tester.reaching import Never, Reachable, Untold, Way, is_rated, to_rule, to_state
from kpidsl.tester.results import Reached, Result
from kpidsl.values import dataclass


class Item(Enum):
    """What can be covered; the value is what several are called."""

    STATE = "states"
    RULE = "rules"
    REASON = "reasons"


@dataclass(frozen=True, slots=True)
class Covered:
    """One thing that can be covered: `what` it is, of which `indicators` (none for a reason).

    `why` says of one that is not covered what is wanting, or that it can never be reached; `add`, which lines cover it.
    `span` is None for a reason.
    """

    item: Item
    what: str
    indicators: tuple[str, ...]
    span: Span | None
    is_covered: bool
    can_be: bool = True
    why: str = ""
    add: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    items: tuple[Covered, ...]

    @property
    def counted(self) -> tuple[Covered, ...]:
        """Those that can be covered."""
        return tuple(one for one in self.items if one.can_be)

    @property
    def share(self) -> Fraction:
        """How many percent of what can be covered is; all of nothing."""
        counted = self.counted
        return Fraction(100 * sum(one.is_covered for one in counted), len(counted)) if counted else Fraction(100)

    def of(self, item: Item) -> tuple[int, int]:
        """How many of a kind are covered, and how many can be."""
        counted = [one for one in self.counted if one.item is item]
        return sum(one.is_covered for one in counted), len(counted)


def coverage(spec: Spec, results: Iterable[Result]) -> Coverage:
    """What the results of all examples and tests of a spec cover."""
    reached = reduce(Reached.__or__, (result.reached for result in results), Reached())
    return Coverage((*_states(spec, reached), *_rules(spec, reached), *_reasons(spec, reached)))


# ---- states


def _states(spec: Spec, reached: Reached) -> Iterator[Covered]:
    for indicator in spec.indicators:
        if not is_rated(indicator, spec.period):
            continue
        for state in indicator.scheme.states:
            if (indicator.id, state.name) in reached.states:
                yield Covered(Item.STATE, state.name, (indicator.id,), indicator.span, True)
                continue
            found = to_state(indicator, state, spec.period)
            can_be = not isinstance(found, Never)
            wanting = _no_state(found, state.name)
            yield Covered(Item.STATE, state.name, (indicator.id,), indicator.span, False, can_be, *wanting)


def _no_state(found: Reachable, state: str) -> tuple[str, str]:
    """Why a state is not covered, and what to add."""
    match found:
        case Way(needs, ""):
            return f"no test expects it: it takes {needs}", f"a test with these, and expect ... is {state}"
        case Way(needs, sample):
            return f"no example or test has {needs}", f"example {sample} is {state}"
        case Untold(why):
            return f"no test expects it: {why}", f"a test with expect ... is {state}"
        case Never():
            return "no figures come to it", ""


# ---- rules


def _rules(spec: Spec, reached: Reached) -> Iterator[Covered]:
    """Each rule once, however many indicators a rule of a section or the report serves."""
    rules: dict[Span, list[tuple[Indicator, Rule]]] = {}
    for indicator in spec.indicators:
        for rule in indicator.all_rules:
            rules.setdefault(rule.span, []).append((indicator, rule))
    covered = {span for _, span in reached.rules}
    unsaid = {span for _, span in reached.unsaid}
    for span, served in rules.items():
        names = tuple(indicator.id for indicator, _ in served)
        what = " ".join(span.text.split())
        if span in covered:
            yield Covered(Item.RULE, what, names, span, True)
            continue
        found, (first, rule) = _to_any(served, spec)
        wanting = _no_rule(found)
        if span in unsaid:
            wanting = "a test comes to it, but none expects its words"
        can_be = span in unsaid or not isinstance(found, Never)
        yield Covered(Item.RULE, what, names, span, False, can_be, wanting, _says(first, rule) if can_be else "")


def _to_any(served: list[tuple[Indicator, Rule]], spec: Spec) -> tuple[Reachable, tuple[Indicator, Rule]]:
    """What it takes for the first indicator that can come to a rule."""
    untold: tuple[Reachable, tuple[Indicator, Rule]] | None = None
    for one in served:
        found = to_rule(*one, spec.period)
        if isinstance(found, Way):
            return found, one
        if isinstance(found, Untold):
            untold = untold or (found, one)
    return untold or (Never(), served[0])


def _no_rule(found: Reachable) -> str:
    match found:
        case Way(needs, _):
            return f"no test comes to it: it takes {needs}"
        case Untold(why):
            return f"no test comes to it: {why}"
        case Never():
            return "no figures come to it, or a rule above it always comes first"


def _says(indicator: Indicator, rule: Rule) -> str:
    if not rule.speaks:
        return f"a test that expects anything of {indicator.id}"
    return f"a test with expect {indicator.id} says " + ("nothing" if rule.is_silent else '"..."')


# ---- reasons


def _reasons(spec: Spec, reached: Reached) -> Iterator[Covered]:
    name = spec.indicators[0].id if spec.indicators else "NAME"
    for reason in Reason:
        wanting = ("", "")
        if reason not in reached.reasons:
            lines = f"given {name} in {spec.period} is {reason.value}, and expect {name} is {reason.value}"
            wanting = ("no test expects it in place of a value", f"a test with {lines}")
        yield Covered(Item.REASON, reason.value, (), None, reason in reached.reasons, True, *wanting)
