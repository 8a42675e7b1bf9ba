"""Indicator blocks: unit, target, tolerance, benchmarks and examples, each held against the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from kpidsl.quantity import MOST_PLACES, PERCENT, POINTS, Unit, spell
from kpidsl.spec import benchmarks as benchmarks_
from kpidsl.spec import examples as examples_
from kpidsl.spec import fit, literals
from kpidsl.spec import targets as targets_
from kpidsl.spec.indicator import Covers, Indicator, Measure, Scheme, Section
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.surroundings import Surroundings
from kpidsl.spec.target import Fixed, Margin, Target
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Comparator, Coverage, Grain, Judge


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
    benchmarks = tuple(benchmarks_.read(lines, unit, around, problems)) if unit else ()
    range_ = targets_.range_of(polarity_line, unit, problems) if unit else None
    names = [benchmark.name for benchmark in benchmarks]
    targets = targets_.read(lines, unit, polarity, names, around.first_month, problems) if unit else ()
    if range_ is not None and polarity_line is not None:
        fit.no_target_beside_range(targets, problems)
        targets = (Target(range_, None, polarity_line.span),)
    floors = targets_.floors(lines, unit, around.first_month, problems) if unit else ()
    tolerance = _tolerance(lines, unit, targets, problems) if unit else None
    fit.judged(header, lines, polarity, unit, targets, around, problems)
    baseline = benchmarks_.baseline(lines, unit, around, problems) if unit else None
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
        fit.like_with_like(header, unit, covers, targets, comparators, around, problems)
    examples = tuple(examples_.read(lines, unit, around, problems)) if unit else ()
    overrides = tuple(examples_.overrides(lines, bool(targets), around, problems))
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
    return named_section(line.name, around, problems, "none")


def named_section(name: ast.Word, around: Surroundings, problems: Problems, *also: str) -> Section | None:
    """The section of that name; None where there is none, or where its own block is wrong."""
    if name.text not in around.sections:
        message = f"no section is called `{name.text}`"
        problems.unknown("unknown-section", message, name.span, name.text, (*around.sections, *also))
    return around.sections.get(name.text)


def _scheme(lines: Lines, section: Section | None, around: Surroundings, problems: Problems) -> Scheme | None:
    """The indicator's own scheme, else its section's, else the report's."""
    line = lines.one(ast.Scheme, "scheme")
    if line is not None:
        return named_scheme(line.name, around.schemes, problems)
    if section is not None and section.name in around.section_schemes:
        return around.section_schemes[section.name]
    return around.scheme


def named_scheme(
    name: ast.Word, schemes: Mapping[str, Scheme | None], problems: Problems, *, for_milestones: bool = False
) -> Scheme | None:
    """The scheme of that name; None where there is none, where its own block is wrong, or where it judges the other
    of the two: indicators by figures, milestones by dates."""
    if name.text not in schemes:
        message = f"no scheme is called `{name.text}`"
        problems.unknown("unknown-scheme", message, name.span, name.text, schemes)
    scheme = schemes.get(name.text)
    if scheme is not None and scheme.for_milestones is not for_milestones:
        judged, used = ("figures", "milestones") if for_milestones else ("dates", "indicators")
        message = f"the scheme `{name.text}` judges by {judged}, so it cannot be used for {used}"
        fitting = [one.name for one in schemes.values() if one is not None and one.for_milestones is for_milestones]
        help_ = f"use one of: {', '.join(fitting)}" if fitting else f"add a scheme for {used}"
        problems.add("wrong-scheme", message, name.span, help_)
        return None
    return scheme


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


def _tolerance(lines: Lines, unit: Unit, targets: Sequence[Target], problems: Problems) -> Margin | None:
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
        return None if share is None else Margin(None, None, share)
    if written.unit == PERCENT:
        _ambiguous(line, written.amount, unit, targets, problems)
        return None
    amount = literals.quantity_in(line.amount, unit.difference, "a difference between values here", problems)
    return None if amount is None else Margin(amount, unit.difference)


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
