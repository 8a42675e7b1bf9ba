"""Examples and overrides: the states that an officer expects, or sets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.quantity import Unit, parse_number
from kpidsl.spec import literals
from kpidsl.spec.indicator import Example, Override, Scheme
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.surroundings import Surroundings
from kpidsl.spec.target import FromData, Target
from kpidsl.syntax import ast

_IN_A_TEST = (
    "say it in a `test`, which gives its target itself: given target NAME in 2021-22 Q1 is 90%",
    "or write the target into the spec, in place of `target from data`",
)


def overrides(
    lines: Lines, scheme: Scheme | None, has_target: bool, around: Surroundings, problems: Problems
) -> Iterator[Override]:
    states = {state.name: state for state in scheme.states} if scheme else {}
    for line in lines.every(ast.Override):
        period = literals.period(line.period, around.first_month, problems) if line.period else around.period
        name = line.state.text
        if scheme is not None and name not in states:
            message = f"`{name}` is not a state of the scheme `{scheme.name}`"
            problems.unknown("unknown-state", message, line.state.span, name, states)
        elif not has_target and lines.sound:
            message = "there is no status to override: the indicator has no target"
            problems.add("target-missing", message, line.span, "add its target, or take the override out")
        elif period is not None and name in states:
            yield Override(states[name], period, line.reason.text, line.author.text)


def read(
    lines: Lines, unit: Unit, targets: Sequence[Target], around: Surroundings, problems: Problems
) -> Iterator[Example]:
    """The examples, which are judged by the spec alone: an indicator whose targets are in the data can have none."""
    states = [state.name for state in around.scheme.states] if around.scheme else []
    for line in lines.every(ast.Example):
        period = literals.period(line.period, around.first_month, problems) if line.period else around.period
        amount, written = _example_amount(line, unit, problems)
        if around.scheme is not None and line.state.text not in states:
            message = f"`{line.state.text}` is not a state of the scheme `{around.scheme.name}`"
            problems.unknown("unknown-state", message, line.state.span, line.state.text, states)
        elif any(isinstance(target.goal, FromData) for target in targets):
            message = "this example cannot be judged: the target is in the data, which examples do not look at"
            problems.add("example-without-target", message, line.span, *_IN_A_TEST)
        elif amount is not None and period is not None:
            yield Example(amount, written, period, line.state.text, line.span)


def _example_amount(line: ast.Example, unit: Unit, problems: Problems) -> tuple[Fraction | None, str]:
    if line.amount is not None:
        return literals.value_in(line.amount, unit, problems), line.amount.span.text
    assert line.parts is not None  # an example has one or the other
    first, second = line.parts
    one, two = parse_number(first.text), parse_number(second.text)
    written = f"{first.text} of {second.text}"
    if one is None or two is None or two <= 0:
        message = f"`{written}` is not a part of a whole"
        problems.add("bad-figure", message, first.span.to(second.span), "write, for example: example 3 of 4 is red")
        return None, written
    if not unit.is_quotient:
        message = f"`{written}` is a percentage, but the indicator is a {unit}"
        problems.add("unit-mismatch", message, first.span.to(second.span))
        return None, written
    return one / two * unit.base, written
