"""Indicator blocks: unit, target, tolerance, benchmarks and examples, each held against the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.diagnostics.fixes import replacing
from kpidsl.period import Period
from kpidsl.quantity import COUNT, MOST_PLACES, PERCENT, POINTS, Dimension, Quantity, Unit, parse_number, spell
from kpidsl.spec import literals
from kpidsl.spec.lines import Lines
from kpidsl.spec.model import Benchmark, Example, Indicator, Measure, Scheme, Section, Target, Tolerance
from kpidsl.spec.placeholders import NAMES
from kpidsl.spec.problems import Problems
from kpidsl.spec.schemes import needs_tolerance
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Comparator, Judge, Polarity

_POLARITIES = {"higher": Polarity.HIGHER, "lower": Polarity.LOWER, "none": Polarity.NONE}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an indicator is read in the light of. Sections map to None where their own block is broken."""

    sections: Mapping[str, Section | None]
    scheme: Scheme | None
    period: Period | None
    first_month: int


def read(
    header: ast.Indicator, statements: Sequence[ast.Statement], around: Surroundings, problems: Problems
) -> Indicator | None:
    """The indicator that a block declares, without its commentary rules: these may speak of other indicators."""
    lines = Lines(header, statements, problems)
    before = problems.errors
    section = _section(lines, around, problems)
    unit, places = _unit(lines, problems)
    polarity_line = lines.needed(ast.Polarity, "polarity", "say which way is better, or `none` for a demand measure")
    polarity = _POLARITIES[polarity_line.polarity] if polarity_line else None
    measure = _measure(lines, unit, problems)
    targets = tuple(_targets(lines, unit, around, problems)) if unit else ()
    tolerance = _tolerance(lines, unit, targets, problems) if unit else None
    _targets_fit(header, lines, polarity, targets, tolerance, around, problems)
    benchmarks = tuple(_benchmarks(lines, unit, around, problems)) if unit else ()
    judge = lines.one(ast.Judge, "judge")
    compare = lines.one(ast.Compare, "compare")
    comparators = tuple(Comparator(word.text) for word in compare.comparators) if compare else (Comparator.PREVIOUS,)
    examples = tuple(_examples(lines, unit, around, problems)) if unit else ()
    if unit is None or polarity is None or not lines.sound or problems.errors > before:
        return None
    return Indicator(
        id=header.name.text,
        label=header.label.text,
        section=section,
        unit=unit,
        places=places,
        polarity=polarity,
        measure=measure,
        targets=targets,
        tolerance=tolerance,
        benchmarks=benchmarks,
        comparators=comparators,
        judge=Judge(judge.judged) if judge else Judge.UNROUNDED,
        examples=examples,
        rules=(),
        span=header.span,
    )


def _section(lines: Lines, around: Surroundings, problems: Problems) -> Section | None:
    line = lines.needed(ast.Section, "section", "name the section it is printed in, or `none` for commentary only")
    if line is None or line.name.text == "none":
        return None
    name = line.name.text
    if name not in around.sections:
        message = f"no section is called `{name}`"
        problems.unknown("unknown-section", message, line.name.span, name, (*around.sections, "none"))
    return around.sections.get(name)


def _unit(lines: Lines, problems: Problems) -> tuple[Unit | None, int]:
    line = lines.needed(ast.Unit, "unit", "say what it is counted in")
    if line is None:
        return None, 0
    places = 0
    if line.places is not None:
        places = literals.whole(line.places, 0, MOST_PLACES, "the number of decimal places", problems) or 0
    return literals.unit(line.unit, problems), places


def _measure(lines: Lines, unit: Unit | None, problems: Problems) -> Measure | None:
    line = lines.one(ast.Measure, "measure")
    if line is None:
        return None
    if unit is not None and unit.dimension not in (Dimension.PERCENT, Dimension.RATE):
        message = f"a measure `a / b` gives a percentage or a rate, but the unit is {unit}"
        problems.add("unit-mismatch", message, line.span, "write `unit percent`, or leave the `measure` line out")
    if line.numerator.text == line.denominator.text:
        problems.add("measure-of-itself", f"`{line.numerator.text}` is divided by itself", line.span, USAGE["measure"])
    return Measure(line.numerator.text, line.denominator.text)


def _targets(lines: Lines, unit: Unit, around: Surroundings, problems: Problems) -> Iterator[Target]:
    seen: dict[Period | None, ast.Target] = {}
    for line in lines.every(ast.Target):
        period = literals.period(line.period, around.first_month, problems)
        amount = literals.quantity_in(line.amount, unit, "the indicator", problems)
        if period in seen:
            label = (Label(seen[period].span, "here first"),)
            what = "every period" if period is None else str(period)
            message = f"the target for {what} is said twice"
            problems.add("duplicate-line", message, line.span, "keep one, or give each its year", labels=label)
        seen[period] = line
        if amount is not None:
            yield Target(Quantity(amount, unit), period, line.span)


def _tolerance(lines: Lines, unit: Unit, targets: Sequence[Target], problems: Problems) -> Tolerance | None:
    line = lines.one(ast.Tolerance, "tolerance")
    if line is None:
        return None
    written = literals.quantity(line.amount, problems)
    if written is None:
        return None
    if written.amount < 0:
        problems.add("bad-figure", "a tolerance cannot be negative", line.amount.span, USAGE["tolerance"])
        return None
    if line.of_target:
        if written.unit != PERCENT:
            message = f"`{line.amount.figure.text} of target` needs a percentage"
            meant = f"{line.amount.figure.text}%"
            fix = replacing(line.amount.span, meant) if written.unit == COUNT else None
            problems.add("unit-mismatch", message, line.amount.span, f"write {meant} of target", fix=fix)
            return None
        return Tolerance(None, written.amount / 100)
    if written.unit == PERCENT:
        _ambiguous(line, written.amount, unit, targets, problems)
        return None
    amount = literals.quantity_in(line.amount, unit.difference, "a difference between values here", problems)
    return None if amount is None else Tolerance(amount, None)


def _ambiguous(
    line: ast.Tolerance, amount: Fraction, unit: Unit, targets: Sequence[Target], problems: Problems
) -> None:
    """`tolerance 5%` could be meant in two ways; show what each would come to."""
    share = f"write `tolerance {spell(amount, PERCENT, None)} of target`"
    if unit != PERCENT:
        message = f"`{line.amount.figure.text}` does not say of what"
        problems.add("tolerance-ambiguous", message, line.amount.span, share)
        return
    points = f"write `tolerance {spell(amount, POINTS, None)}`"
    if targets:
        target = targets[-1].quantity.amount
        width = spell(abs(target) * amount / 100, POINTS, None)
        points += f": {spell(amount, POINTS, None)} from the target of {targets[-1].quantity}"
        share += f": {width} from the target of {targets[-1].quantity}"
    message = f"`{line.amount.figure.text}` could mean percentage points, or a share of the target"
    problems.add("tolerance-ambiguous", message, line.amount.span, points, share)


def _targets_fit(
    header: ast.Indicator,
    lines: Lines,
    polarity: Polarity | None,
    targets: Sequence[Target],
    tolerance: Tolerance | None,
    around: Surroundings,
    problems: Problems,
) -> None:
    """Target, tolerance, polarity and scheme must make sense together."""
    target_line = next(lines.every(ast.Target), None)
    tolerance_line = next(lines.every(ast.Tolerance), None)
    if target_line is not None and polarity is Polarity.NONE:
        message = "an indicator with a target needs a polarity: is higher better, or lower?"
        problems.add(
            "polarity-none", message, target_line.span, "polarity higher is better", "polarity lower is better"
        )
    if tolerance_line is not None and target_line is None and lines.sound:
        message = "a tolerance says nothing without a target"
        problems.add("target-missing", message, tolerance_line.span, f"add a line such as: {USAGE['target']}")
    if not targets or around.scheme is None or around.period is None or not lines.sound:
        return
    if tolerance_line is None and needs_tolerance(around.scheme):
        message = f"the scheme `{around.scheme.name}` judges by tolerance, but `{header.name.text}` has none"
        problems.add("tolerance-missing", message, header.span, f"add a line such as: {USAGE['tolerance']}")
    period = around.period
    if not any(target.period is None or target.period.contains(period) for target in targets):
        message = f"`{header.name.text}` has targets, but none for {period}: it will be printed without a status"
        problems.add("target-not-now", message, targets[-1].span, f"add its target for {period.whole_year}")


def _benchmarks(lines: Lines, unit: Unit, around: Surroundings, problems: Problems) -> Iterator[Benchmark]:
    seen: dict[str, ast.Word] = {}
    for line in lines.every(ast.Benchmark):
        period = literals.period(line.period, around.first_month, problems)
        for name, written in line.amounts:
            amount = literals.quantity_in(written, unit, "the indicator", problems)
            if name.text in seen:
                label = (Label(seen[name.text].span, "here first"),)
                message = f"the benchmark `{name.text}` is given twice"
                problems.add(
                    "duplicate-line", message, name.span, "keep one, or give it a name of its own", labels=label
                )
            if name.text in (*NAMES, "target"):
                message = f"a benchmark cannot be called `{name.text}`: that is a figure of the indicator itself"
                problems.add("bad-name", message, name.span, "call it after whose value it is: england, region, ...")
            seen[name.text] = name
            if amount is not None:
                yield Benchmark(name.text, Quantity(amount, unit), period, line.source.text if line.source else "")


def _examples(lines: Lines, unit: Unit, around: Surroundings, problems: Problems) -> Iterator[Example]:
    states = [state.name for state in around.scheme.states] if around.scheme else []
    for line in lines.every(ast.Example):
        period = literals.period(line.period, around.first_month, problems) if line.period else around.period
        amount, written = _example_amount(line, unit, problems)
        if around.scheme is not None and line.state.text not in states:
            message = f"`{line.state.text}` is not a state of the scheme `{around.scheme.name}`"
            problems.unknown("unknown-state", message, line.state.span, line.state.text, states)
        elif amount is not None and period is not None:
            yield Example(amount, written, period, line.state.text, line.span)


def _example_amount(line: ast.Example, unit: Unit, problems: Problems) -> tuple[Fraction | None, str]:
    if line.amount is not None:
        return literals.quantity_in(line.amount, unit, "the indicator", problems), line.amount.span.text
    assert line.parts is not None  # an example has one or the other
    first, second = line.parts
    one, two = parse_number(first.text), parse_number(second.text)
    written = f"{first.text} of {second.text}"
    if one is None or two is None or two <= 0:
        message = f"`{written}` is not a part of a whole"
        problems.add("bad-figure", message, first.span.to(second.span), "write, for example: example 3 of 4 is red")
        return None, written
    if unit.dimension not in (Dimension.PERCENT, Dimension.RATE):
        message = f"`{written}` is a percentage, but the indicator is a {unit}"
        problems.add("unit-mismatch", message, first.span.to(second.span))
        return None, written
    return one / two * unit.base, written
