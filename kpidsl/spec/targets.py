"""Targets, floors and baselines of an indicator, and the polarity that says what it is to meet them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import Label, did_you_mean
from kpidsl.period import Period
from kpidsl.quantity import Unit
from kpidsl.source import Span
from kpidsl.spec import literals
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.target import BetterThan, Fixed, FromData, Goal, Range, Target, ToBeSet
from kpidsl.syntax import ast
from kpidsl.terms import Comparator, Grain, Polarity
from kpidsl.values import replace

POLARITIES = {
    "higher": Polarity.HIGHER,
    "lower": Polarity.LOWER,
    "closest": Polarity.CLOSEST,
    "between": Polarity.BETWEEN,
    "none": Polarity.NONE,
}
STANDARDS = {comparator.value: comparator for comparator in Comparator} | {"last year": Comparator.OUTTURN}
# Which way each bound points, and whether the amount itself is left out.
_BOUNDS = {
    "fewer than": (Polarity.LOWER, True),
    "less than": (Polarity.LOWER, True),
    "at most": (Polarity.LOWER, False),
    "more than": (Polarity.HIGHER, True),
    "at least": (Polarity.HIGHER, False),
}
_GRAINS = {"q": (Grain.QUARTER, 4), "h": (Grain.HALF, 2)}


def range_of(line: ast.Polarity | None, unit: Unit, problems: Problems) -> Range | None:
    """The range of `between A and B is best`."""
    if line is None or line.between is None:
        return None
    low, high = (literals.value_in(amount, unit, problems) for amount in line.between)
    if low is None or high is None:
        return None
    if low >= high:
        message = "the first end of the range must be below the second"
        problems.add("bad-figure", message, line.span, "write the lower figure first: between 2% and 5% is best")
        return None
    return Range(low, high)


def read(
    lines: Lines, unit: Unit, polarity: Polarity | None, benchmarks: Sequence[str], first_month: int, problems: Problems
) -> tuple[Target, ...]:
    """The targets of an indicator; two that would apply to the same periods are a problem."""
    found: list[Target] = []
    for line in lines.every(ast.Target):
        period = literals.period(line.period, first_month, problems)
        goal = _goal(line, unit, polarity, benchmarks, problems)
        if goal is not None:
            found.append(_decided(Target(goal, period, line.span), line.decided))
    for profile in lines.every(ast.Profile):
        found += _profile(profile, unit, first_month, problems)
    for revised in lines.every(ast.Revised):
        found += _revised(revised, unit, first_month, problems)
    found += [Target(FromData(), None, line.span) for line in lines.every(ast.TargetFromData)]
    _unambiguous(found, problems)
    return tuple(found)


def floors(lines: Lines, unit: Unit, first_month: int, problems: Problems) -> tuple[Target, ...]:
    """The floors of an indicator: what must be reached even where the target is missed."""
    found = []
    for line in lines.every(ast.Floor):
        amount = literals.value_in(line.amount, unit, problems)
        period = literals.period(line.period, first_month, problems)
        if amount is not None:
            found.append(Target(Fixed(amount), period, line.span))
    _unambiguous(found, problems)
    return tuple(found)


def _goal(
    line: ast.Target, unit: Unit, polarity: Polarity | None, benchmarks: Sequence[str], problems: Problems
) -> Goal | None:
    goal = line.goal
    if goal.standard is not None:
        return _better_than(line, goal.standard, unit, polarity, benchmarks, problems)
    if goal.amount is None:
        return ToBeSet()
    amount = literals.value_in(goal.amount, unit, problems)
    if not goal.bound:
        return None if amount is None else Fixed(amount)
    way, is_strict = _BOUNDS[goal.bound]
    if polarity is not None and polarity is not way:
        message = f"`{goal.bound}` is a target for an indicator of which {way.value}"
        problems.add(
            "target-against-polarity", message, line.span, f"say `polarity {way.value}`, or turn the target round"
        )
        return None
    return None if amount is None else Fixed(amount, is_strict, goal.bound if is_strict else "")


def _better_than(
    line: ast.Target,
    standard: ast.Word,
    unit: Unit,
    polarity: Polarity | None,
    benchmarks: Sequence[str],
    problems: Problems,
) -> BetterThan | None:
    if polarity not in (Polarity.HIGHER, Polarity.LOWER, None):
        message = "`better than` needs a polarity that says which way is better: higher or lower"
        problems.add(
            "target-against-polarity", message, line.span, "polarity higher is better", "polarity lower is better"
        )
        return None
    name = standard.text
    if name not in STANDARDS and name not in benchmarks:
        message = f"nothing here is called `{name}`"
        problems.add("unknown-benchmark", message, standard.span, *did_you_mean(name, (*benchmarks, *STANDARDS)))
        return None
    by: Fraction | None = Fraction(0)
    if line.goal.amount is not None:
        by = literals.quantity_in(line.goal.amount, unit.difference, "a difference between values here", problems)
    return None if by is None else BetterThan(STANDARDS.get(name, name), by)


def _profile(line: ast.Profile, unit: Unit, first_month: int, problems: Problems) -> Iterator[Target]:
    period = literals.period(line.period, first_month, problems)
    for word, amount in line.parts:
        match = re.fullmatch(r"([QqHh])([1-4])", word.text)
        grain, parts = _GRAINS[match[1].lower()] if match else (Grain.QUARTER, 0)
        if match is None or int(match[2]) > parts:
            problems.add(
                "bad-period", f"`{word.text}` is not a part of a year", word.span, "write Q1 to Q4, or H1 and H2"
            )
            continue
        figure = literals.value_in(amount, unit, problems)
        if figure is not None:
            yield _decided(Target(Fixed(figure), period, line.span, int(match[2]), grain), line.decided)
    if line.year is not None:
        figure = literals.value_in(line.year, unit, problems)
        if figure is not None:
            yield _decided(Target(Fixed(figure), period, line.span, None, Grain.YEAR), line.decided)


def _revised(line: ast.Revised, unit: Unit, first_month: int, problems: Problems) -> Iterator[Target]:
    """What was the target before stays the target of the periods before."""
    since = literals.period(line.since, first_month, problems)
    amount = literals.value_in(line.amount, unit, problems)
    was = literals.value_in(line.was, unit, problems) if line.was else None
    if line.was is not None and line.decided is None:
        message = "a target that is changed needs its reason"
        problems.add("missing-line", message, line.span, 'end the line with: because "..."')
    if since is None or amount is None:
        return
    yield _decided(Target(Fixed(amount), None, line.span, since=since, was=was), line.decided)
    if was is not None:
        yield Target(Fixed(was), None, line.span)


def _decided(target: Target, decided: ast.Decided | None) -> Target:
    """The target with why it is what it is, and who set it, where the line says so."""
    if decided is None:
        return target
    return replace(target, reason=decided.reason.text, author=decided.author.text if decided.author else "")


def _unambiguous(targets: Sequence[Target], problems: Problems) -> None:
    seen: dict[tuple[Period | None, int | None, Grain | None, Period | None], Span] = {}
    for target in targets:
        key = (target.period, target.number, target.grain, target.since)
        if key in seen:
            label = (Label(seen[key], "here first"),)
            what = "every period" if target.period is None else str(target.period)
            message = f"the target for {what} is said twice"
            problems.add("duplicate-line", message, target.span, "keep one, or give each its year", labels=label)
        seen[key] = target.span
