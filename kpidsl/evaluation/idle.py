"""Rules that can do nothing, found before there is any data: never so, always so, or never come to.

A rule is kept from report to report, so it is judged by every target that a neighbouring period has.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.bands import in_words
from kpidsl.evaluation.possible import Cases, Possible, possible
from kpidsl.evaluation.reach import Closed, idle_states
from kpidsl.period import Period
from kpidsl.quantity import Dimension
from kpidsl.spec.condition import Compared, Condition, InState, NoValue, parts
from kpidsl.spec.indicator import Indicator, Rule
from kpidsl.spec.model import Spec
from kpidsl.spec.spelling import spelled

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
    for indicator in spec.indicators:
        above: list[Rule] = []
        for rule in indicator.rules:
            known = _known(indicator, spec.period, [rule])
            wrong = [] if known is None else [*_never(rule, known, closed), *_always(rule, known)]
            yield from wrong
            if not rule.also:
                together = _known(indicator, spec.period, [*above, rule]) if above and not wrong else None
                if together is not None:
                    yield from _never_used(rule, above, together)
                above.append(rule)


def _known(indicator: Indicator, period: Period, rules: Sequence[Rule]) -> _Known | None:
    """Every case that differs for the rules; None where they cannot all be known."""
    periods = {  # the same targets give the same cases
        (indicator.target_for(one), indicator.floor_for(one)): one
        for one in (*period.back(-AROUND).last(2 * AROUND + 1), period)
    }
    found = [possible(indicator, one, [rule.condition for rule in rules]) for one in periods.values()]
    around = tuple(cases for cases in found if cases is not None)
    return _Known(indicator, period, around) if len(around) == len(found) else None


def _applies(rule: Rule, case: Possible) -> bool:
    return case.band is not None if rule.condition is None else case.answer(rule.condition) is True


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
