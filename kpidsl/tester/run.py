"""run: a spec's examples and `test` blocks, each against nothing but the figures that it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.case import case_of_value
from kpidsl.evaluation.judging import status_of
from kpidsl.evaluation.model import Assessment, Figure
from kpidsl.spec.indicator import State
from kpidsl.spec.model import Spec
from kpidsl.spec.tests import NOT_RATED
from kpidsl.spec.trials import Expectation, ExpectReason, ExpectState, ExpectText, Test
from kpidsl.tester.differences import difference, status_why
from kpidsl.tester.results import Difference, Reached, Result
from kpidsl.tester.trial import Trial


def run(spec: Spec, only: str = "") -> tuple[Result, ...]:
    """Every example and test whose name holds `only`, in the order of the text."""
    results = (*_examples(spec), *(tested(test, spec) for test in spec.tests))
    chosen = [result for result in results if only.casefold() in result.name.casefold()]
    return tuple(sorted(chosen, key=lambda result: (result.span.source.name, result.span.start)))


def _examples(spec: Spec) -> Iterator[Result]:
    for indicator in spec.indicators:
        for example in indicator.examples:
            case = case_of_value(indicator, example.period, example.amount)
            status = status_of(case)
            found = status.name if isinstance(status, State) else NOT_RATED
            differences: tuple[Difference, ...] = ()
            if found != example.state:
                given = Figure(example.period, example.amount, None, None, None, ())
                why = status_why(case.indicator, given, status, case.aim(), example.state)
                differences = (Difference("status", example.state, found, why, example.span),)
            name = f"{indicator.id}: {example.written} in {example.period} is {example.state}"
            reached = Reached() if differences else Reached(states=frozenset({(indicator.id, found)}))
            yield Result(name, example.span, differences, reached)


def tested(test: Test, spec: Spec) -> Result:
    """One test, run."""
    trial = Trial.of(test, spec)
    outcome = trial.evaluated(expectation.indicator for expectation in test.expectations)
    if outcome.value is None:
        return Result(test.name, test.span, tuple(_unjudged(test, outcome.diagnostics)))
    differences: list[Difference] = []
    reached: list[Reached] = []
    for each in test.expectations:
        one = outcome.value.of(each.indicator)
        found = difference(each, one, trial)
        if found is not None:
            differences.append(found)
        else:
            reached.append(_reached(each, one, trial))
    return Result(test.name, test.span, tuple(differences), reduce(Reached.__or__, reached, Reached()))


def _unjudged(test: Test, problems: Iterable[Diagnostic]) -> Iterator[Difference]:
    """The given figures cannot be judged: what is wrong with them, each beside its line."""
    given = {line.span for line in test.given}
    for problem in problems:
        if problem.is_error:
            at = problem.span if problem.span in given and problem.span is not None else test.span
            yield Difference("figures", "figures that can be judged", "none", problem.message, at)


def _reached(each: Expectation, one: Assessment, trial: Trial) -> Reached:
    """What an expectation that has come true says of the rules.

    The words of a rule are expected where the expectation would fail without it.
    """
    name = one.indicator.id
    required = {requirement for requirement in one.required if requirement.condition is None}
    mute = frozenset(
        (name, rule.span)
        for rule in one.indicator.all_rules
        if not rule.speaks and required.intersection(rule.requires)
    )
    came = frozenset((name, chosen.rule.span) for chosen in one.rules)
    match each.expected:
        case ExpectState(state) if state is not None and one.override is None:  # else no rule gave it
            return Reached(states=frozenset({(name, state)}), rules=mute, unsaid=came)
        case ExpectReason(reason):
            return Reached(reasons=frozenset({reason}), rules=mute, unsaid=came)
        case ExpectText(None):
            silent = frozenset((name, chosen.rule.span) for chosen in one.rules if chosen.rule.is_silent)
            return Reached(rules=silent | mute)
        case ExpectText(str() as text):
            needed = []
            for chosen in one.rules:
                others = trial.said(one, (rule for rule in one.rules if rule != chosen))
                if text not in others.text:
                    needed.append((name, chosen.rule.span))
            return Reached(rules=frozenset(needed) | mute, unsaid=came)
        case _:
            return Reached(rules=mute, unsaid=came)
