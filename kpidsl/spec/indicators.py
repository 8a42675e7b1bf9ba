"""Indicator blocks: unit, target, tolerance, benchmarks and examples, each held against the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.period import Period
from kpidsl.quantity import MOST_PLACES, PERCENT, POINTS, Quantity, Unit, parse_number, spell
from kpidsl.spec import literals
from kpidsl.spec import targets as targets_
from kpidsl.spec.lines import Lines
from kpidsl.spec.model import (
    Benchmark,
    Covers,
    Example,
    Fixed,
    Indicator,
    Measure,
    Override,
    Scheme,
    Section,
    Target,
    ToBeSet,
    Tolerance,
)
from kpidsl.spec.placeholders import NAMES
from kpidsl.spec.problems import Problems
from kpidsl.spec.schemes import margin_units, needs_floor, needs_tolerance
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Comparator, Coverage, Grain, Judge, Polarity


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an indicator is read in the light of. Sections map to None where their own block is broken."""

    sections: Mapping[str, Section | None]
    scheme: Scheme | None  # the report's, or the section's
    period: Period | None
    first_month: int
    schemes: Mapping[str, Scheme | None]
    section_schemes: Mapping[str, Scheme | None]  # of the sections that have one of their own


def read(
    header: ast.Indicator, statements: Sequence[ast.Statement], around: Surroundings, problems: Problems
) -> Indicator | None:
    """The indicator that a block declares, without its commentary rules: these may speak of other indicators."""
    lines = Lines(header, statements, problems)
    before = problems.errors
    section = _section(lines, around, problems)
    around = replace(around, scheme=_scheme(lines, section, around, problems))
    unit, places = _unit(lines, problems)
    polarity_line = lines.needed(ast.Polarity, "polarity", "say which way is better, or `none` for a demand measure")
    polarity = targets_.POLARITIES[polarity_line.polarity] if polarity_line else None
    measure = _measure(lines, unit, problems)
    benchmarks = tuple(_benchmarks(lines, unit, around, problems)) if unit else ()
    range_ = targets_.range_of(polarity_line, unit, problems) if unit else None
    names = [benchmark.name for benchmark in benchmarks]
    targets = targets_.read(lines, unit, polarity, names, around.first_month, problems) if unit else ()
    if range_ is not None and polarity_line is not None:
        _no_target_beside_range(targets, problems)
        targets = (Target(range_, None, polarity_line.span),)
    floors = targets_.floors(lines, unit, around.first_month, problems) if unit else ()
    tolerance = _tolerance(lines, unit, targets, problems) if unit else None
    _targets_fit(header, lines, polarity, unit, targets, around, problems)
    baseline = _baseline(lines, unit, around, problems) if unit else None
    judge = lines.one(ast.Judge, "judge")
    compare = lines.one(ast.Compare, "compare")
    comparators = (
        tuple(targets_.STANDARDS[word.text] for word in compare.comparators) if compare else (Comparator.PREVIOUS,)
    )
    if compare is not None and Comparator.BASELINE in comparators and baseline is None:
        problems.add("missing-line", "there is no baseline to compare with", compare.span, f"add: {USAGE['baseline']}")
    steady = Fraction(0)
    if unit is not None and compare is not None and compare.steady is not None:
        band = literals.quantity_in(compare.steady, unit.difference, "a difference between values here", problems)
        steady = abs(band or Fraction(0))
    covers = _covers(lines, around, problems)
    if unit is not None and covers is not None:
        _like_with_like(header, unit, covers, targets, comparators, around, problems)
    examples = tuple(_examples(lines, unit, around, problems)) if unit else ()
    overrides = tuple(_overrides(lines, targets, around, problems))
    if unit is None or polarity is None or around.scheme is None or not lines.sound or problems.errors > before:
        return None
    return Indicator(
        id=header.name.text,
        label=header.label.text,
        section=section,
        scheme=around.scheme,
        unit=unit,
        places=places,
        polarity=polarity,
        measure=measure,
        range=range_,
        targets=targets,
        floors=floors,
        baseline=baseline,
        tolerance=tolerance,
        benchmarks=benchmarks,
        covers=covers,
        comparators=comparators,
        steady=steady,
        judge=Judge(judge.judged) if judge else Judge.UNROUNDED,
        examples=examples,
        overrides=overrides,
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


def _scheme(lines: Lines, section: Section | None, around: Surroundings, problems: Problems) -> Scheme | None:
    """The indicator's own scheme, else its section's, else the report's."""
    line = lines.one(ast.Scheme, "scheme")
    if line is not None:
        return named_scheme(line.name, around.schemes, problems)
    if section is not None and section.name in around.section_schemes:
        return around.section_schemes[section.name]
    return around.scheme


def named_scheme(name: ast.Word, schemes: Mapping[str, Scheme | None], problems: Problems) -> Scheme | None:
    """The scheme of that name; None where there is none, or where its own block is wrong."""
    if name.text not in schemes:
        message = f"no scheme is called `{name.text}`"
        problems.unknown("unknown-scheme", message, name.span, name.text, schemes)
    return schemes.get(name.text)


def _overrides(lines: Lines, targets: Sequence[Target], around: Surroundings, problems: Problems) -> Iterator[Override]:
    states = {state.name: state for state in around.scheme.states} if around.scheme else {}
    for line in lines.every(ast.Override):
        period = literals.period(line.period, around.first_month, problems) if line.period else around.period
        name = line.state.text
        if around.scheme is not None and name not in states:
            message = f"`{name}` is not a state of the scheme `{around.scheme.name}`"
            problems.unknown("unknown-state", message, line.state.span, name, states)
        elif not targets and lines.sound:
            message = "there is no status to override: the indicator has no target"
            problems.add("target-missing", message, line.span, "add its target, or take the override out")
        elif period is not None and name in states:
            yield Override(states[name], period, line.reason.text, line.author.text)


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
    if unit is not None and not unit.is_quotient:
        message = f"a measure `a / b` gives a percentage, a rate or a ratio, but the unit is {unit}"
        problems.add("unit-mismatch", message, line.span, "write `unit percent`, or leave the `measure` line out")
    if line.numerator.text == line.denominator.text:
        problems.add("measure-of-itself", f"`{line.numerator.text}` is divided by itself", line.span, USAGE["measure"])
    return Measure(line.numerator.text, line.denominator.text)


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
        share = literals.share_of_target(line.amount, written, problems)
        return None if share is None else Tolerance(None, share)
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
    goal = targets[-1].goal if targets else None
    if isinstance(goal, Fixed):
        aim = spell(goal.amount, unit, None)
        points += f": {spell(amount, POINTS, None)} from the target of {aim}"
        share += f": {spell(abs(goal.amount) * amount / 100, POINTS, None)} from the target of {aim}"
    message = f"`{line.amount.figure.text}` could mean percentage points, or a share of the target"
    problems.add("tolerance-ambiguous", message, line.amount.span, points, share)


def _targets_fit(
    header: ast.Indicator,
    lines: Lines,
    polarity: Polarity | None,
    unit: Unit | None,
    targets: Sequence[Target],
    around: Surroundings,
    problems: Problems,
) -> None:
    """Target, tolerance, polarity and scheme must make sense together."""
    target_line = next((line for kind in (ast.Target, ast.Profile, ast.Revised) for line in lines.every(kind)), None)
    tolerance_line = next(lines.every(ast.Tolerance), None)
    if target_line is not None and polarity is Polarity.NONE:
        message = "an indicator with a target needs a polarity: is higher better, or lower?"
        problems.add(
            "polarity-none", message, target_line.span, "polarity higher is better", "polarity lower is better"
        )
    if tolerance_line is not None and target_line is None and not targets and lines.sound:
        message = "a tolerance says nothing without a target"
        problems.add("target-missing", message, tolerance_line.span, f"add a line such as: {USAGE['target']}")
    rated = any(not isinstance(target.goal, ToBeSet) for target in targets)
    if not rated or around.scheme is None or around.period is None or not lines.sound:
        return
    if tolerance_line is None and needs_tolerance(around.scheme):
        message = f"the scheme `{around.scheme.name}` judges by tolerance, but `{header.name.text}` has none"
        problems.add("tolerance-missing", message, header.span, f"add a line such as: {USAGE['tolerance']}")
    if unit is not None:
        for other in margin_units(around.scheme):
            if not other.measures_like(unit.difference):
                named = f"the scheme `{around.scheme.name}` judges by {other.described}"
                message = f"{named}, but `{header.name.text}` is {unit.described}"
                help_ = "judge `within tolerance`, or within a share of the target"
                problems.add("unit-mismatch", message, header.span, help_)
    if not any(lines.every(ast.Floor)) and needs_floor(around.scheme):
        message = f"the scheme `{around.scheme.name}` judges by a floor, but `{header.name.text}` has none"
        problems.add("target-missing", message, header.span, f"add a line such as: {USAGE['floor']}")
    period = around.period
    if not any(target.applies(period) for target in targets):
        message = f"`{header.name.text}` has targets, but none for {period}: it will be printed without a status"
        problems.add("target-not-now", message, targets[-1].span, f"add its target for {period.whole_year}")


def _no_target_beside_range(targets: Sequence[Target], problems: Problems) -> None:
    for target in targets:
        message = "an indicator that is best between two values has these for its target"
        problems.add("target-against-polarity", message, target.span, "take the `target` line out")


def _baseline(lines: Lines, unit: Unit, around: Surroundings, problems: Problems) -> Benchmark | None:
    line = lines.one(ast.Baseline, "baseline")
    if line is None:
        return None
    amount = literals.quantity_in(line.amount, unit, "the indicator", problems)
    period = literals.period(line.period, around.first_month, problems)
    return None if amount is None else Benchmark("baseline", Quantity(amount, unit), period, "")


def _covers(lines: Lines, around: Surroundings, problems: Problems) -> Covers | None:
    line = lines.one(ast.Covers, "covers")
    if line is None:
        return None
    coverage = Coverage(line.kind)
    match coverage:
        case Coverage.ROLLING if line.detail is not None:
            months = literals.whole(line.detail, 1, 120, "the number of months", problems)
            return Covers(coverage, months or 0)
        case Coverage.SINCE if line.detail is not None:
            return Covers(coverage, since=literals.day(line.detail, problems))
        case Coverage.OVER_PERIOD if line.detail is not None:
            grains = [grain.value for grain in Grain] + ["period"]
            if line.detail.text not in grains:
                message = f"`{line.detail.text}` is not a length of period"
                problems.unknown("wrong-grain", message, line.detail.span, line.detail.text, grains)
    return Covers(coverage)


def _like_with_like(
    header: ast.Indicator,
    unit: Unit,
    covers: Covers,
    targets: Sequence[Target],
    comparators: Sequence[Comparator],
    around: Surroundings,
    problems: Problems,
) -> None:
    """What is counted over a part of the year must not be held against a whole year without a word."""
    period = around.period
    if period is None or period.grain is Grain.YEAR or not covers.is_part_of_year or unit.is_quotient:
        return
    counted = f"`{header.name.text}` is counted {covers.coverage.value}"
    now = next((target for target in targets if target.applies(period)), None)
    whole = now is not None and now.number is None and now.period in (None, period.whole_year)
    if now is not None and whole and isinstance(now.goal, Fixed):
        message = f"{counted}, and its target seems to be for a whole year"
        help_ = "give a target for each part of the year: target 20 in Q1, 40 in Q2, 60 in Q3, 80 in Q4"
        problems.add("unlike-compared", message, now.span, help_)
    if Comparator.OUTTURN in comparators:
        message = f"{counted}, and last year's outturn is of a whole year"
        problems.add("unlike-compared", message, header.span, "compare with same period last year")


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
    if not unit.is_quotient:
        message = f"`{written}` is a percentage, but the indicator is a {unit}"
        problems.add("unit-mismatch", message, first.span.to(second.span))
        return None, written
    return one / two * unit.base, written
