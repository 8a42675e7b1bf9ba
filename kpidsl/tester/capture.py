"""capture: the figures of today and what the report makes of them, as a test.

It is made of what may be published alone, so it holds nothing that the report withholds. It gives no more figures than
it takes: each that could be left out without a difference is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date, timedelta

from kpidsl.compose import numbers
from kpidsl.compose.commentary import by_rule, texts
from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.figures import names
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.period import Period
from kpidsl.quantity import Dimension, Unit, plain, round_half_up, spell
from kpidsl.saying import speaking
from kpidsl.source import Source, Span
from kpidsl.spec.model import Spec
from kpidsl.spec.tests import NOT_RATED
from kpidsl.spec.travel import since
from kpidsl.spec.trials import (
    Expectation,
    ExpectDirection,
    Expected,
    ExpectForecast,
    ExpectReason,
    ExpectState,
    ExpectText,
    ExpectValue,
    Given,
    Test,
)
from kpidsl.terms import Kind, Quality
from kpidsl.tester.run import tested
from kpidsl.values import dataclass, replace

MOST_GIVEN = 400  # figures that are tried; the latest are kept
_PLACES = 6  # decimal places that are written


@dataclass(frozen=True, slots=True)
class Captured:
    """A `test` block as text, and what it cannot expect, since the figures of a test do not bring it about."""

    text: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no test to be had."""

    why: str


def capture(shown: Spec, dataset: Dataset, rules: Spec, id: str, period: Period, day: date) -> Captured | Nothing:
    """A test of an indicator in a period. `shown` and `dataset` are the spec and its data as they may be published,
    `rules` the spec as tests know it."""
    firm = Dataset.of(replace(row, quality=Quality.FINAL) for row in dataset.observations.values())  # as in a test
    alone = _evaluated(shown, firm, {id}, period, day)
    if alone.value is None:
        return Nothing(next(problem.message for problem in alone.diagnostics if problem.is_error))
    one = alone.value.of(id)
    beside = _evaluated(shown, firm, {id, *_spoken_of(one)}, period, day)
    expected = _expected(one, beside.value)
    nowhere = Source("", "").span(0, 0)
    test = Test(
        name=_name(id, period, {test.name for test in rules.tests}),
        period=period,
        given=tuple(_given(one, shown, firm, nowhere)),
        expectations=tuple(Expectation(id, each, nowhere) for each in expected),
        span=nowhere,
    )
    kept = tuple(each for each in test.expectations if _holds(replace(test, expectations=(each,)), rules))
    if not kept:
        return Nothing(f"what the report says of `{id}` in {period} hangs on figures that no test can give")
    left_out = [_line(each, rules) for each in test.expectations if each not in kept]
    smallest = _smallest(replace(test, expectations=kept), rules)
    return Captured(_written(smallest, rules), tuple(left_out))


def _evaluated(spec: Spec, dataset: Dataset, ids: Container[str], period: Period, day: date) -> Outcome[Evaluation]:
    """Some indicators alone, judged for a period."""
    chosen = tuple(indicator for indicator in spec.indicators if indicator.id in ids)
    small = replace(spec, period=period, indicators=chosen, notes=(), milestones=())
    return evaluate(small, dataset, max(day, period.end + timedelta(days=1)))


def _spoken_of(one: Assessment) -> set[str]:
    """The other indicators whose figures its rules print."""
    return {each.indicator for chosen in one.rules for each in chosen.rule.prose.placeholders} - {"", one.indicator.id}


def _name(id: str, period: Period, taken: set[str]) -> str:
    name, number = f"{id} in {period}, as reported", 1
    while name in taken:
        number += 1
        name = f"{id} in {period}, as reported ({number})"
    return name


def _holds(test: Test, rules: Spec) -> bool:
    return tested(test, rules).passed


# ---- what is given


def _given(one: Assessment, spec: Spec, dataset: Dataset, nowhere: Span) -> Iterator[Given]:
    """Every row that may have to do with it, the latest first."""
    about = [one.indicator, *(each for each in spec.indicators if each.id in _spoken_of(one))]
    wanted = dict.fromkeys(name for indicator in about for name in names(indicator))
    units = spec.measured()
    rows = [row for row in dataset.observations.values() if row.name in wanted and row.name in units]
    past = [row for row in rows if row.kind is not Kind.ACTUAL or row.period.end <= one.figure.period.end]
    order = list(wanted)
    latest = sorted(past, key=lambda row: (-row.period.end.toordinal(), order.index(row.name), row.kind.value))
    for row in latest[:MOST_GIVEN]:
        yield _of_row(row, units[row.name], nowhere)


def _of_row(row: Observation, unit: Unit, nowhere: Span) -> Given:
    if row.amount is None:
        return Given(row.kind, row.name, row.period, None, row.reason, None, None, nowhere)
    if row.numerator is not None and row.denominator and unit.dimension in (Dimension.PERCENT, Dimension.RATE):
        amount = row.numerator / row.denominator * unit.base
        return Given(row.kind, row.name, row.period, amount, None, row.numerator, row.denominator, nowhere)
    scale = unit.printed_scale
    amount = round_half_up(row.amount / scale, _PLACES) * scale  # as it is written
    return Given(row.kind, row.name, row.period, amount, None, None, None, nowhere)


def _smallest(test: Test, rules: Spec) -> Test:
    """Without the figures that make no difference, the oldest tried first; then in order of time."""
    given = list(test.given)
    for each in reversed(test.given):
        fewer = [one for one in given if one is not each]
        if fewer and _holds(replace(test, given=tuple(fewer)), rules):
            given = fewer
    return replace(test, given=tuple(sorted(given, key=lambda one: one.period.end)))


# ---- what is expected


def _expected(one: Assessment, evaluation: Evaluation | None) -> Iterator[Expected]:
    amount = one.figure.amount
    if amount is not None:
        printed = _literal(numbers.amount(one.indicator, amount), one.indicator.unit)
        yield ExpectValue(numbers.rounded(one.indicator, amount), printed)
    elif one.figure.reason is not None:
        yield ExpectReason(one.figure.reason)
    yield ExpectState(one.state.name if one.state else None)
    if one.forecast is not None:
        yield ExpectForecast(one.forecast.state.name if one.forecast.state else None)
    for found in one.directions:
        if found.direction is not None and found.against in one.indicator.comparators:
            yield ExpectDirection(found.direction, found.against)
    if one.indicator.all_rules and evaluation is not None:
        problems: list[Diagnostic] = []
        with speaking(evaluation.spec.language):
            said = texts(tuple(by_rule(evaluation.of(one.indicator.id), evaluation, problems)))
        if not problems:
            yield from _words(said)


def _words(said: Sequence[str]) -> Iterator[ExpectText]:
    """The commentary sentence by sentence; of one that holds quotation marks, the longest piece between them."""
    if not said:
        yield ExpectText(None)
    for sentence in (one for text in said for one in re.split(r"(?<=[.!?])\s+(?=[A-Z0-9£])", text)):
        piece = max(re.split(r'["“”\n]', sentence), key=len).strip()
        if piece:
            yield ExpectText(piece)


# ---- as text


def _written(test: Test, rules: Spec) -> str:
    units = rules.measured()
    lines = [f'test "{test.name}"']
    for each in test.given:
        kind = "" if each.kind is Kind.ACTUAL else f"{each.kind.value} "
        lines.append(f"  given   {kind}{each.name} in {each.period} is {_figure(each, units[each.name])}")
    lines.append(f"  at      {test.period}")
    lines += [f"  expect  {_line(each, rules)}" for each in test.expectations]
    return "\n".join(lines) + "\n"


def _figure(given: Given, unit: Unit) -> str:
    if given.amount is None:
        assert given.reason is not None  # one of the two is given
        return given.reason.value
    if given.numerator is not None and given.denominator is not None:
        return f"{plain(given.numerator)} of {plain(given.denominator)}"
    return _literal(spell(given.amount, unit, None), unit)


def _literal(spelled: str, unit: Unit) -> str:
    """A spelled amount as the language has it."""
    return spelled.lower() if unit.dimension is Dimension.YES_NO else spelled


def _line(each: Expectation, rules: Spec) -> str:
    """An expectation as it is written."""
    match each.expected:
        case ExpectValue(_, written):
            return f"{each.indicator} is {written}"
        case ExpectReason(reason):
            return f"{each.indicator} is {reason.value}"
        case ExpectState(state):
            return f"{each.indicator} is {state or NOT_RATED}"
        case ExpectForecast(state):
            return f"{each.indicator} forecast is {state or NOT_RATED}"
        case ExpectDirection(direction, against):
            return f"{each.indicator} {direction.value} {since(against)}"
        case ExpectText(None):
            return f"{each.indicator} says nothing"
        case ExpectText(text):
            return f'{each.indicator} says "{text}"'
