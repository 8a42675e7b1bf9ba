"""Advice that only the past can give: what the rules of today would have made of the figures that there are.

Nothing here is a fault. A target that was always met may be a good service, and a rule that never spoke may be waiting
for what it is meant for; so it is said only where it is asked for, and only of what at least four periods show.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.data.model import Dataset
from kpidsl.diagnostics.diagnostic import Diagnostic, Label
from kpidsl.evaluation.case import Case, case_of, judged
from kpidsl.evaluation.evaluate import HISTORY, chosen
from kpidsl.evaluation.figures import figure, names
from kpidsl.evaluation.judging import status_of
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.period import Period
from kpidsl.source import Span
from kpidsl.spec.condition import Changed, Condition, InShare, NoValue, OfForecast, Unasked, parts
from kpidsl.spec.indicator import Indicator, Rule, State
from kpidsl.values import dataclass, replace

FEWEST = 4  # periods; fewer show nothing
FEW = 3  # indicators that are each spoken of on their own
OLD = 3  # years after which a benchmark is out of date
_NOT_OF_THE_PAST = (OfForecast, Changed, InShare, NoValue, Unasked)  # the data have these of the report's period alone


@dataclass(frozen=True, slots=True)
class _Found:
    """Advice on one indicator; `message` stands alone, `short` in a list of many."""

    code: str
    indicator: Indicator
    message: str
    short: str
    span: Span
    help: tuple[str, ...]
    labels: tuple[Label, ...] = ()


def back_test(evaluation: Evaluation, dataset: Dataset) -> Iterator[Diagnostic]:
    """Advice on targets, schemes and rules that the figures so far never tried, and on what is out of date."""
    found: list[_Found] = []
    period = evaluation.spec.period
    for assessment in evaluation.assessments:
        indicator = assessment.indicator
        cases = _cases(indicator, period, dataset)
        found += _of_statuses(indicator, cases, period)
        found += _of_rules(indicator, cases, period)
        found += _of_age(indicator, period, dataset, has_value=assessment.figure.amount is not None)
    for code in dict.fromkeys(one.code for one in found):
        yield from _said([one for one in found if one.code == code])


def _said(found: Sequence[_Found]) -> Iterator[Diagnostic]:
    """Each on its own; one for all where they are many."""
    if len(found) <= FEW:
        for one in found:
            yield Diagnostic(one.code, one.message, one.span, one.labels, one.help)
        return
    message = f"{len(found)} indicators {_MANY[found[0].code]}"
    yield Diagnostic(found[0].code, message, found[0].span, (), (*(one.short for one in found), *found[0].help))


_MANY = {
    "target-always-met": "would have had their best status in every period of the data",
    "target-never-met": "would have had their best status in no period of the data",
    "state-never-came": "would never have had a status between those that they had",
    "rule-never-came": "have commentary rules that no period of the data would have used",
    "figure-stale": "have no figure for the period of the report, nor for the year before it",
    "benchmark-stale": f"have benchmarks that are more than {OLD} years old",
}


def _cases(indicator: Indicator, period: Period, dataset: Dataset) -> list[Case]:
    """Each period up to the report's that has a value, by the rules alone: without what officers set by judgement."""
    alone = replace(indicator, overrides=())

    def lookup(one: Period) -> Figure | None:
        found = figure(indicator, one, dataset)
        return None if isinstance(found, Diagnostic) else found

    cases = [case_of(alone, one, lookup) for one in period.last(HISTORY)]
    return [case for case in cases if case.value() is not None]


# ---- statuses


def _of_statuses(indicator: Indicator, cases: Sequence[Case], period: Period) -> Iterator[_Found]:
    came = [status for case in cases if isinstance(status := status_of(case), State)]
    states = indicator.scheme.states
    if len(came) < FEWEST:
        return
    target = indicator.target_for(period)
    span = target.span if target else indicator.span
    periods, best = _periods(len(came), period), states[0].name
    if all(state == states[0] for state in came):
        message = f"`{indicator.id}` would have been {best} in all {periods} of the data"
        help_ = ("if the target asks for nothing new, raise it; if the service is simply good, leave it",)
        yield _Found("target-always-met", indicator, message, f"`{indicator.id}`: {periods}", span, help_)
    elif states[0] not in came and not any(map(_is_met, cases)):
        message = f"`{indicator.id}` would not have been {best} in any of the {periods} of the data"
        help_ = ("a target that is out of reach tells nothing apart; a step on the way to it might",)
        yield _Found("target-never-met", indicator, message, f"`{indicator.id}`: {periods}", span, help_)
    elif states[0] in came:
        worst = max(map(states.index, came))
        never = [state.name for state in states[1:worst] if state not in came]
        if never:
            counts = ", ".join(f"{state.name} {came.count(state)}" for state in states if state in came)
            missing = " or ".join(never)
            message = f"`{indicator.id}` would never have been {missing} in the {periods} of the data ({counts})"
            help_ = ("if the tolerance is too narrow to warn of anything, widen it",)
            yield _Found("state-never-came", indicator, message, f"`{indicator.id}`: {missing}", span, help_)


def _is_met(case: Case) -> bool:
    value, aim = case.value(), case.aim()
    return value is not None and aim is not None and aim.is_met(judged(case.indicator, value))


def _periods(number: int, period: Period) -> str:
    return f"{number} {period.grain.value}s"


# ---- commentary rules


def _of_rules(indicator: Indicator, cases: Sequence[Case], period: Period) -> Iterator[_Found]:
    """Rules of its own that say when they are meant, and never were."""
    rules = [rule for rule in indicator.rules if rule.condition is not None and _is_of_the_past(rule.condition)]
    if len(cases) < FEWEST or not rules:
        return
    used = {one.rule for case in cases for one in chosen(case.indicator, case)[0]}
    never = [rule for rule in rules if rule.speaks and rule not in used]
    if not never:
        return
    whole = "the commentary rule" if len(indicator.rules) == 1 else f"the {len(indicator.rules)} commentary rules"
    number = whole if len(indicator.rules) == 1 else f"{len(never)} of {whole}"
    message = (
        f"{number} of `{indicator.id}` would have been used in none of the {_periods(len(cases), period)} of the data"
    )
    help_ = ("`kpic test` can show what they say: give them figures of their own in a `test` block",)
    labels = tuple(Label(rule.span, "") for rule in never[1:])
    short = f"`{indicator.id}`: {_lines(never)}"
    yield _Found("rule-never-came", indicator, message, short, never[0].span, help_, labels)


def _is_of_the_past(condition: Condition) -> bool:
    return not any(isinstance(part, _NOT_OF_THE_PAST) for part in parts(condition))


def _lines(rules: Sequence[Rule]) -> str:
    numbers = ", ".join(str(rule.span.line) for rule in rules)
    return f"line {numbers}" if len(rules) == 1 else f"lines {numbers}"


# ---- what is out of date


def _of_age(indicator: Indicator, period: Period, dataset: Dataset, *, has_value: bool) -> Iterator[_Found]:
    latest = None if has_value else _latest(indicator, period, dataset)
    if latest is not None and latest.end < period.same_period_last_year.end:
        message = f"the latest figure of `{indicator.id}` is for {latest}, more than a year before this report"
        help_ = ("if it is no longer collected, take it out of the report with `retired`",)
        yield _Found("figure-stale", indicator, message, f"`{indicator.id}`: {latest}", indicator.span, help_)
    for benchmark in indicator.benchmarks:
        if benchmark.period is not None and (period.end.year - benchmark.period.end.year) > OLD:
            message = f"the benchmark `{benchmark.name}` of `{indicator.id}` is for {benchmark.period}"
            short = f"`{indicator.id}`: {benchmark.name} for {benchmark.period}"
            help_ = ("see whether a newer one is published",)
            yield _Found("benchmark-stale", indicator, message, short, indicator.span, help_)


def _latest(indicator: Indicator, period: Period, dataset: Dataset) -> Period | None:
    """The last period up to the report's for which there is a value."""

    def has_value(one: Period) -> bool:
        found = figure(indicator, one, dataset)
        return isinstance(found, Figure) and found.amount is not None

    known = [one for one in dataset.periods(*names(indicator)) if one.end <= period.end and has_value(one)]
    return max(known, key=lambda one: one.end, default=None)
