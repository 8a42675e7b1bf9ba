"""run: a spec's examples and `test` blocks, each against nothing but the figures that it gives.

They go through the same evaluation and commentary as a report. What comes out is a value; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from kpidsl.compose import numbers
from kpidsl.compose.because import status_because, travel_because
from kpidsl.compose.commentary import by_rule, texts
from kpidsl.data.model import Dataset, Observation
from kpidsl.data.published import Published, PublishedFigure, PublishedIndicator, PublishedTarget
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.evaluation.case import case_of, case_of_value
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.figures import figure
from kpidsl.evaluation.judging import status_of
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.evaluation.travel import travel
from kpidsl.period import Period
from kpidsl.quantity import plain, spell
from kpidsl.saying import speaking
from kpidsl.source import Span
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.model import Spec
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
    Test,
)
from kpidsl.terms import Quality


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected of a field, and what was found. `why` is empty where there is no more to say."""

    field: str
    expected: str
    found: str
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class Result:
    """A test or example that was run; it passed where there is no difference."""

    name: str
    span: Span
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def run(spec: Spec, only: str = "") -> tuple[Result, ...]:
    """Every example and test whose name holds `only`, in the order of the text."""
    results = (*_examples(spec), *(_tested(test, spec) for test in spec.tests))
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
                why = status_because(case.indicator, given, status, case.aim())
                differences = (Difference("status", example.state, found, why, example.span),)
            name = f"{indicator.id}: {example.written} in {example.period} is {example.state}"
            yield Result(name, example.span, differences)


# ---- test blocks


@dataclass(frozen=True, slots=True)
class _Trial:
    """A test, the rules it is of, and the figures that it gives."""

    test: Test
    spec: Spec
    dataset: Dataset

    def evaluated(self, names: Iterable[str]) -> Outcome[Evaluation]:
        """The named indicators alone, judged on the day after the test's period."""
        wanted = set(names)
        chosen = tuple(indicator for indicator in self.spec.indicators if indicator.id in wanted)
        period = self.test.period
        small = replace(self.spec, period=period, indicators=chosen, notes=(), tests=())
        return evaluate(small, self.dataset, period.end + timedelta(days=1), _published(self.test, chosen))


def _tested(test: Test, spec: Spec) -> Result:
    dataset = Dataset.of(_observations(test))
    trial = _Trial(test, spec, dataset)
    outcome = trial.evaluated(expectation.indicator for expectation in test.expectations)
    if outcome.value is None:
        return Result(test.name, test.span, tuple(_unjudged(test, outcome.diagnostics)))
    found = [_difference(each, outcome.value.of(each.indicator), trial) for each in test.expectations]
    return Result(test.name, test.span, tuple(difference for difference in found if difference is not None))


def _observations(test: Test) -> Iterator[Observation]:
    for given in test.given:
        if given.is_published:
            continue
        yield Observation(
            name=given.name,
            period=given.period,
            amount=given.amount,
            reason=given.reason,
            numerator=given.numerator,
            denominator=given.denominator,
            quality=Quality.FINAL,
            note="",
            span=given.span,
            kind=given.kind,
        )


def _published(test: Test, indicators: Iterable[Indicator]) -> Published | None:
    """The report before, as far as a test says what was in it; its targets are those of now."""
    given = [one for one in test.given if one.is_published]
    if not given:
        return None
    found = []
    for indicator in indicators:
        figures = [
            PublishedFigure(one.period, one.amount, spell(one.amount, indicator.unit, None))
            for one in given
            if one.name == indicator.id and one.amount is not None
        ]
        aim = case_of_value(indicator, test.period, None).aim()
        target = PublishedTarget(aim.low, aim.high, aim.is_strict, "") if aim else None
        unit, label, is_listed = str(indicator.unit), indicator.label, indicator.section is not None
        found.append(PublishedIndicator(indicator.id, label, unit, target, tuple(figures), None, None, is_listed))
    return Published("", test.period.previous, tuple(found), ())


def _unjudged(test: Test, problems: Iterable[Diagnostic]) -> Iterator[Difference]:
    """The given figures cannot be judged: what is wrong with them, each beside its line."""
    given = {line.span for line in test.given}
    for problem in problems:
        if problem.is_error:
            at = problem.span if problem.span in given and problem.span is not None else test.span
            yield Difference("figures", "figures that can be judged", "none", problem.message, at)


def _difference(each: Expectation, one: Assessment, trial: _Trial) -> Difference | None:
    """None where what was expected is so."""
    match each.expected:
        case ExpectValue():
            found = _value(one.indicator, one.figure)
            amount = one.figure.amount
            rounded = None if amount is None else numbers.rounded(one.indicator, amount)
            if each.expected.amount in (amount, rounded):
                return None
            return Difference("value", each.expected.written, found, _parts(one.figure), each.span)
        case ExpectReason():
            if one.figure.reason is each.expected.reason:
                return None
            return Difference("value", each.expected.reason.value, _value(one.indicator, one.figure), "", each.span)
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


def _value(indicator: Indicator, found: Figure) -> str:
    """The exact value, or the reason for there being none."""
    if found.amount is None:
        return found.reason.value if found.reason else "none"
    return spell(found.amount, indicator.unit, None)


def _parts(found: Figure) -> str:
    if found.numerator is None or found.denominator is None:
        return ""
    return f"it is {plain(found.numerator)} of {plain(found.denominator)}"


def _status(one: Assessment, expected: ExpectState, span: Span) -> Difference | None:
    found = one.state.name if one.state else None
    if found == expected.state:
        return None
    status = one.state or one.unrated
    assert status is not None  # one of the two is given
    why = status_because(one.indicator, one.figure, status, one.aim)
    return Difference("status", expected.state or NOT_RATED, found or NOT_RATED, why, span)


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
        why = status_because(alone, ahead.figure, status, ahead.aim)
    return Difference("forecast status", expected.state or NOT_RATED, found or NOT_RATED, why, span)


def _direction(one: Assessment, expected: ExpectDirection, trial: _Trial, span: Span) -> Difference | None:
    def lookup(period: Period) -> Figure | None:
        found = figure(one.indicator, period, trial.dataset)
        return None if isinstance(found, Diagnostic) else found

    found = travel(case_of(one.indicator, one.figure.period, lookup), expected.comparator)
    if found.direction is expected.direction:
        return None
    said = since(expected.comparator)
    came_to = f"{found.direction.value} {said}" if found.direction else "nothing to compare"
    why = travel_because(one.indicator, one.figure, found)
    return Difference("direction", f"{expected.direction.value} {said}", came_to, why, span)


def _text(one: Assessment, expected: ExpectText, trial: _Trial, span: Span) -> Difference | None:
    """What the indicator's rules say, for which the figures of others may be needed, too."""
    placeholders = [each for chosen in one.rules for each in chosen.rule.prose.placeholders]
    given = trial.evaluated({one.indicator.id, *(each.indicator for each in placeholders)})
    problems = [problem for problem in given.diagnostics if problem.is_error]
    said: list[str] = []
    if given.value is not None:
        with speaking(trial.spec.language):
            said = texts(tuple(by_rule(given.value.of(one.indicator.id), given.value, problems)))
    wanted = f"“{expected.text}”" if expected.text is not None else "nothing said"
    if problems:
        return Difference("commentary", wanted, "no text", problems[0].message, span)
    whole = " ".join(said)
    if (expected.text is None and not said) or (expected.text is not None and expected.text in whole):
        return None
    return Difference("commentary", wanted, f"“{whole}”" if said else "nothing said", "", span)
