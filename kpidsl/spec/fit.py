"""What the lines of an indicator must make of each other: target, tolerance, polarity, scheme and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.period import Period
from kpidsl.quantity import Dimension, Unit, spell
from kpidsl.spec.indicator import Covers
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.schemes import margin_units, needed_benchmarks, needs_floor
from kpidsl.spec.surroundings import Surroundings
from kpidsl.spec.target import Benchmark, Fixed, Target, ToBeSet
from kpidsl.spec.travel import Against, TrendOver
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Comparator, Coverage, Grain, Polarity

_TIMES = ("second", "minute", "hour", "day", "week", "month")  # what units of the council's own may be called


def judged(
    header: ast.Indicator,
    lines: Lines,
    polarity: Polarity | None,
    unit: Unit | None,
    targets: Sequence[Target],
    benchmarks: Sequence[Benchmark],
    around: Surroundings,
    problems: Problems,
) -> None:
    """Target, tolerance, polarity and scheme must make sense together."""
    kinds = (ast.Target, ast.Profile, ast.Revised, ast.TargetFromData)
    target_line = next((line for kind in kinds for line in lines.every(kind)), None)
    settings = around.settings
    tolerance_line = next(iter(lines.every(ast.Tolerance)), None)
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
    if settings.tolerance is None and settings.is_sound and around.scheme.needs_tolerance:
        message = f"the scheme `{around.scheme.name}` judges by tolerance, but `{header.name.text}` has none"
        labels = (Label(settings.unsuited.span, "in another unit"),) if settings.unsuited else ()
        amount = spell(Fraction(5), unit.difference, None) if unit and unit.dimension is not Dimension.YES_NO else ""
        help_ = f"add a line such as: {f'tolerance {amount}' if amount else USAGE['tolerance']}"
        problems.add("tolerance-missing", message, header.span, help_, labels=labels)
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
    names = [benchmark.name for benchmark in benchmarks]
    for name in needed_benchmarks(around.scheme):
        if name not in names:
            message = f"the scheme `{around.scheme.name}` judges by `{name}`, which `{header.name.text}` has not"
            problems.add("unknown-benchmark", message, header.span, f"add it as a benchmark: benchmark {name} ...")
    period = around.period
    if not any(target.applies(period) for target in targets):
        message = f"`{header.name.text}` has targets, but none for {period}: it will be printed without a status"
        problems.add("target-not-now", message, targets[-1].span, f"add its target for {period.whole_year}")


def no_target_beside_range(targets: Sequence[Target], problems: Problems) -> None:
    for target in targets:
        message = "an indicator that is best between two values has these for its target"
        problems.add("target-against-polarity", message, target.span, "take the `target` line out")


def like_with_like(
    header: ast.Indicator,
    unit: Unit,
    covers: Covers,
    targets: Sequence[Target],
    comparators: Sequence[Against],
    around: Surroundings,
    problems: Problems,
) -> None:
    """What is counted over a part of the year must not be held against a whole year without a word."""
    period = around.period
    trends = any(isinstance(against, TrendOver) for against in comparators)
    if trends and covers.coverage is Coverage.YEAR_TO_DATE and period and period.grain is not Grain.YEAR:
        message = f"`{header.name.text}` is counted year to date, so no trend runs from one year into the next"
        problems.add("unlike-compared", message, header.span, "compare with same period last year")
    if period is None or not _is_part(unit, covers, period) or _is_often_average(unit):
        return
    counted = f"`{header.name.text}` is counted {covers.coverage.value}"
    now = next((target for target in targets if target.applies(period)), None)
    if now is not None and is_for_whole_year(now, unit, covers, period):
        message = f"{counted}, and its target seems to be for a whole year"
        help_ = "give a target for each part of the year: target 20 in Q1, 40 in Q2, 60 in Q3, 80 in Q4"
        problems.add("unlike-compared", message, now.span, help_)
    if Comparator.PREVIOUS in comparators and usual_comparator(unit, covers, period) is not Comparator.PREVIOUS:
        message = f"{counted}, so it rises from one {period.grain.value} to the next, however things go"
        problems.add("unlike-compared", message, header.span, "compare with same period last year")
    if Comparator.OUTTURN in comparators:
        message = f"{counted}, and last year's outturn is of a whole year"
        problems.add("unlike-compared", message, header.span, "compare with same period last year")


def usual_comparator(unit: Unit | None, covers: Covers | None, period: Period | None) -> Comparator:
    """What is compared with where nobody says: the period before, and for a count to date the same one last year."""
    if unit and covers and period and covers.coverage is Coverage.YEAR_TO_DATE and _is_part(unit, covers, period):
        return Comparator.SAME_PERIOD_LAST_YEAR
    return Comparator.PREVIOUS


def is_for_whole_year(target: Target, unit: Unit, covers: Covers | None, period: Period) -> bool:
    """Whether a target for a whole year is held against what is counted over `period`, a part of it."""
    is_whole = target.number is None and target.period in (None, period.whole_year)
    is_sum = covers is not None and _is_part(unit, covers, period) and not _is_often_average(unit)
    return is_sum and is_whole and isinstance(target.goal, Fixed)


def _is_often_average(unit: Unit) -> bool:
    """Whether figures in it are averages more often than sums: an average is not a part of the year's."""
    is_time = unit.dimension is Dimension.NAMED and unit.word.casefold().startswith(_TIMES)
    return is_time or unit.dimension in (Dimension.TIME, Dimension.CLOCK)


def _is_part(unit: Unit, covers: Covers, period: Period) -> bool:
    """Whether a figure may be a part of the year's; days and minutes are where they add up."""
    is_sum = not unit.is_quotient and unit.dimension not in (Dimension.SCORE, Dimension.YES_NO)
    return period.grain is not Grain.YEAR and covers.is_part_of_year and is_sum
