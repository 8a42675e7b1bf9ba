"""Benchmarks and baselines: values of somebody else, or of an earlier time."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.quantity import Quantity, Unit
from kpidsl.spec import literals, sources
from kpidsl.spec.lines import Lines
from kpidsl.spec.placeholders import NAMES
from kpidsl.spec.problems import Problems
from kpidsl.spec.surroundings import Surroundings
from kpidsl.spec.target import Benchmark
from kpidsl.syntax import ast


def baseline(lines: Lines, unit: Unit, around: Surroundings, problems: Problems) -> Benchmark | None:
    """The baseline that the spec gives; None where it has none, or leaves it to the data."""
    line = lines.one(ast.Baseline, "baseline")
    if line is None:
        return None
    if lines.one(ast.BaselineFromData, "baseline") is not None:
        first = (Label(line.span, "here"),)
        at = lines.every(ast.BaselineFromData)[0].span
        problems.add("duplicate-line", "`baseline` is said twice", at, "keep one of them", labels=first)
    amount = literals.value_in(line.amount, unit, problems)
    period = literals.period(line.period, around.first_month, problems)
    return None if amount is None else Benchmark("baseline", Quantity(amount, unit), period, "")


def read(lines: Lines, unit: Unit, around: Surroundings, problems: Problems) -> Iterator[Benchmark]:
    seen: dict[str, ast.Word] = {}
    found = (*_typed(lines, unit, around, problems), *sources.benchmarks(lines, around, problems))
    for name, benchmark in sorted(found, key=lambda each: each[0].span.start):
        if name.text in seen:
            label = (Label(seen[name.text].span, "here first"),)
            message = f"the benchmark `{name.text}` is given twice"
            problems.add("duplicate-line", message, name.span, "keep one, or give it a name of its own", labels=label)
        if name.text in (*NAMES, "target"):
            message = f"a benchmark cannot be called `{name.text}`: that is a figure of the indicator itself"
            problems.add("bad-name", message, name.span, "call it after whose value it is: england, region, ...")
        seen[name.text] = name
        if benchmark is not None:
            yield benchmark


def _typed(
    lines: Lines, unit: Unit, around: Surroundings, problems: Problems
) -> Iterator[tuple[ast.Word, Benchmark | None]]:
    for line in lines.every(ast.Benchmark):
        period = literals.period(line.period, around.first_month, problems)
        source = line.source.text if line.source else ""
        for name, written, called in line.amounts:
            amount = literals.value_in(written, unit, problems)
            said = literals.called(called, problems)
            known = None if amount is None else Quantity(amount, unit)
            yield name, None if known is None else Benchmark(name.text, known, period, source, called=said)
