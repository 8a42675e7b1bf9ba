"""Indicator blocks: unit, target, tolerance, benchmarks and examples, each held against the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import closest, did_you_mean
from kpidsl.diagnostics.fixes import respelling
from kpidsl.quantity import MOST_PLACES, Unit
from kpidsl.spec import (
    benchmarks as benchmarks_,
    counted as counted_,
    examples as examples_,
    fit,
    literals,
    mentions,
    plausible,
    redefinitions,
    settings as settings_,
    sources,
    targets as targets_,
)
from kpidsl.spec.indicator import Indicator, Measure, Section
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.settings import Said, Settings, Value
from kpidsl.spec.surroundings import Surroundings
from kpidsl.spec.target import Target
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Comparator, Judge, Level
from kpidsl.values import replace


def read(
    header: ast.Indicator, statements: Sequence[ast.Statement], around: Surroundings, problems: Problems
) -> Indicator | None:
    """The indicator that a block declares, without its commentary rules: these may speak of other indicators."""
    lines = Lines(header, statements, problems)
    before = problems.errors
    section = _section(lines, around, problems)
    unit, places = _unit(lines, problems)
    polarity_line = lines.needed(ast.Polarity, "polarity", "say which way is better, or `none` for a demand measure")
    polarity = targets_.POLARITIES[polarity_line.polarity] if polarity_line else None
    measure_line = lines.one(ast.Measure, "measure")
    counted = counted_.read(measure_line, around.records, problems) if measure_line else ()
    measure = _measure(measure_line, unit, problems) if measure_line else None
    if measure_line and unit is not None and measure is None and counted:
        counted_.fit(measure_line, counted[0], unit, places, problems)
    benchmarks = tuple(benchmarks_.read(lines, unit, around, problems)) if unit else ()
    range_ = targets_.range_of(polarity_line, unit, problems) if unit else None
    names = [benchmark.name for benchmark in benchmarks]
    targets = targets_.read(lines, unit, polarity, names, around.first_month, problems) if unit else ()
    if range_ is not None and polarity_line is not None:
        fit.no_target_beside_range(targets, problems)
        targets = (Target(range_, None, polarity_line.span),)
    floors = targets_.floors(lines, unit, around.first_month, problems) if unit else ()
    grain = around.period.grain if around.period else None
    own = settings_.read(lines, Level.INDICATOR, around.schemes, unit, targets, grain, problems)
    settings = own.over(_wider(section, targets, around), unit)
    settings = counted_.covering(own, settings, counted, problems)
    around = replace(around, settings=settings)
    fit.judged(header, lines, polarity, unit, targets, benchmarks, around, problems)
    baseline = benchmarks_.baseline(lines, unit, around, problems) if unit else None
    plausible.floors(polarity, floors, problems)
    baseline_from_data = lines.one(ast.BaselineFromData, "baseline") is not None
    compare = _value(settings.compare)
    covers = _value(settings.covers)
    usual = fit.usual_comparator(unit, covers, around.period)
    comparators = compare.comparators if compare else (usual,)
    if baseline is None and not baseline_from_data and Comparator.BASELINE in comparators:
        if own.compare is not None:
            message = "there is no baseline to compare with"
            problems.add("missing-line", message, own.compare.span, f"add: {USAGE['baseline']}")
        others = tuple(one for one in comparators if one is not Comparator.BASELINE)
        comparators = others or (usual,)
    if unit is not None and covers is not None:
        fit.like_with_like(header, unit, covers, targets, comparators, around, problems)
    if unit is not None:
        plausible.of_a_whole(measure, counted, unit, (*targets, *floors), problems)
        if polarity is not None and around.period is not None:
            plausible.together(unit, polarity, targets, floors, baseline, covers, around.period, problems)
    formerly = lines.one(ast.Formerly, "formerly")
    definition = lines.one(ast.Definition, "definition")
    examples = tuple(examples_.read(lines, unit, targets, around, problems)) if unit else ()
    overrides = tuple(examples_.overrides(lines, around.scheme, bool(targets), around, problems))
    redefined = redefinitions.read(lines, around.first_month, problems)
    if unit is None or polarity is None or around.scheme is None or not lines.sound or problems.errors > before:
        return None
    if not sources.are_sound(lines, around) or not counted_.is_known(measure_line, around.records):
        return None
    return Indicator(
        id=header.name.text,
        label=header.label.text,
        formerly=formerly.name.text if formerly else "",
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
        tolerance=_value(settings.tolerance),
        benchmarks=benchmarks,
        covers=covers,
        comparators=comparators,
        steady=compare.steady.amount or Fraction(0) if compare and compare.steady else Fraction(0),
        judge=_value(settings.judge) or Judge.UNROUNDED,
        examples=examples,
        overrides=overrides,
        rules=(),
        origins=tuple(settings.origins()),
        span=header.span,
        definition=definition.text.text if definition else "",
        baseline_from_data=baseline_from_data,
        redefinitions=redefined,
        owner=_value(settings.owner) or "",
        suppress=_value(settings.suppress),
        mentions=tuple(mention for word in _texts(statements) for mention in mentions.in_quotes(word)),
        counted=counted,
    )


def _texts(statements: Sequence[ast.Statement]) -> Iterator[ast.Word]:
    """The texts of its block that the report prints beside its figures."""
    for line in statements:
        match line:
            case ast.Definition():
                yield line.text
            case ast.Override() | ast.Redefined():
                yield line.reason
            case ast.Target() | ast.Profile() | ast.Revised() if line.decided is not None:
                yield line.decided.reason


def _section(lines: Lines, around: Surroundings, problems: Problems) -> Section | None:
    line = lines.needed(ast.Section, "section", "name the section it is printed in, or `none` for commentary only")
    if line is None or line.name.text == "none":
        return None
    return named_section(line.name, around, problems, "none")


def named_section(name: ast.Word, around: Surroundings, problems: Problems, *also: str) -> Section | None:
    """The section of that name; None where there is none, or where its own block is wrong."""
    if name.text not in around.sections:
        message = f"no section is called `{name.text}`"
        known = (*around.sections, *also)
        declared = () if closest(name.text, known) else (f'or declare it: section {name.text} "{_words(name.text)}"',)
        fix = respelling(name.span, name.text, known)
        problems.add("unknown-section", message, name.span, *did_you_mean(name.text, known), *declared, fix=fix)
    return around.sections.get(name.text)


def _words(name: str) -> str:
    """A name as a label might have it: `adult_care`, Adult care."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _wider(section: Section | None, targets: Sequence[Target], around: Surroundings) -> Settings:
    """What the section says, and where it is silent the report. Without a target there is nothing to tolerate."""
    wider = around.settings
    if section is not None and section.name in around.section_settings:
        wider = around.section_settings[section.name].over(wider)
    return wider if targets else replace(wider, tolerance=None)


def _value(said: Said[Value] | None) -> Value | None:
    return said.value if said else None


def _unit(lines: Lines, problems: Problems) -> tuple[Unit | None, int]:
    line = lines.needed(ast.Unit, "unit", "say what it is counted in")
    if line is None:
        return None, 0
    places = 0
    if line.places is not None:
        places = literals.whole(line.places, 0, MOST_PLACES, "the number of decimal places", problems) or 0
    return literals.unit(line.unit, problems), places


def _measure(line: ast.Measure, unit: Unit | None, problems: Problems) -> Measure | None:
    if line.denominator is None:
        return None
    if unit is not None and not unit.is_quotient:
        message = f"a measure `a / b` gives a percentage, a rate or a ratio, but the unit is {unit}"
        problems.add("unit-mismatch", message, line.span, "write `unit percent`, or leave the `measure` line out")
    if line.numerator.text == line.denominator.text:
        problems.add("measure-of-itself", f"`{line.numerator.text}` is divided by itself", line.span, USAGE["measure"])
    return Measure(line.numerator.text, line.denominator.text)
