"""How indicators are judged, as their report, their section or they themselves say it.

What is said nearest counts: the indicator's own line, else its section's, else the report's. Polarity, unit and targets
are never taken over: a wrong one would turn the report round without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Generic, TypeVar

from kpidsl.quantity import PERCENT, POINTS, Unit, spell
from kpidsl.source import Span
from kpidsl.spec import literals, suppress, travels
from kpidsl.spec.indicator import Covers, Origin, Scheme
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.suppress import Suppression
from kpidsl.spec.target import Fixed, Margin, Target
from kpidsl.spec.travel import Against
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Coverage, Grain, Judge, Level
from kpidsl.values import dataclass, replace

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Said(Generic[Value]):
    """What a line gives, and where it stands; `value` is None where the line is wrong."""

    value: Value | None
    level: Level
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """What a direction of travel is taken against; a change of no more than `steady` counts as none."""

    comparators: tuple[Against, ...]
    steady: Margin | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a block says, None where it says nothing. `is_sound`: each of its lines could be read."""

    scheme: Said[Scheme] | None
    tolerance: Said[Margin] | None
    compare: Said[Compare] | None
    covers: Said[Covers] | None
    judge: Said[Judge] | None
    suppress: Said[Suppression] | None
    owner: Said[str] | None
    is_sound: bool
    unsuited: Said[Margin] | None = None  # a tolerance of a wider block, in another unit than the indicator's

    def over(self, wider: Settings, unit: Unit | None = None) -> Settings:
        """These settings, and where they are silent those of a wider block, if they suit an indicator's `unit`."""
        tolerance = wider.tolerance
        if tolerance and tolerance.value and unit and not _suits(tolerance.value, unit):
            tolerance = None
        compare = wider.compare
        if compare and compare.value and compare.value.steady and unit and not _suits(compare.value.steady, unit):
            compare = replace(compare, value=replace(compare.value, steady=None))
        return Settings(
            scheme=self.scheme or wider.scheme,
            tolerance=self.tolerance or tolerance,
            compare=self.compare or compare,
            covers=self.covers or wider.covers,
            judge=self.judge or wider.judge,
            suppress=self.suppress or wider.suppress,
            owner=self.owner or wider.owner,
            is_sound=self.is_sound and wider.is_sound,
            unsuited=None if tolerance else wider.tolerance,
        )

    def origins(self) -> Iterator[tuple[str, Origin]]:
        """Each setting by its keyword, with where it was said."""
        said = {
            "scheme": self.scheme,
            "tolerance": self.tolerance,
            "compare": self.compare,
            "covers": self.covers,
            "judge": self.judge,
            "suppress": self.suppress,
            "owner": self.owner,
        }
        return ((keyword, Origin(one.level, one.span)) for keyword, one in said.items() if one is not None)


def _suits(margin: Margin, unit: Unit) -> bool:
    return margin.unit is None or margin.unit.measures_like(unit.difference)


def read(
    lines: Lines,
    level: Level,
    schemes: Mapping[str, Scheme | None],
    unit: Unit | None,
    targets: Sequence[Target],
    grain: Grain | None,
    problems: Problems,
) -> Settings:
    """What one block says. `unit` is None for a report or section, which serve indicators of any unit; `grain` is that
    of the report's period."""

    def said(line: ast.Statement | None, value: Value | None) -> Said[Value] | None:
        return None if line is None else Said(value, level, line.span)

    scheme = lines.one(ast.Scheme, "scheme")
    tolerance = lines.one(ast.Tolerance, "tolerance")
    compare = lines.one(ast.Compare, "compare")
    covers = lines.one(ast.Covers, "covers")
    judge = lines.one(ast.Judge, "judge")
    suppressed = lines.one(ast.Suppress, "suppress")
    owner = lines.one(ast.Owner, "owner")
    return Settings(
        scheme=said(scheme, named_scheme(scheme.name, schemes, problems) if scheme else None),
        tolerance=said(tolerance, _tolerance(tolerance, unit, targets, problems) if tolerance else None),
        compare=said(compare, _compare(compare, unit, grain, problems) if compare else None),
        covers=said(covers, _covers(covers, problems) if covers else None),
        judge=said(judge, Judge(judge.judged) if judge else None),
        suppress=said(suppressed, suppress.read(suppressed, problems) if suppressed else None),
        owner=said(owner, literals.filled_in(owner.name, problems) if owner else None),
        is_sound=lines.sound,
    )


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


def _tolerance(line: ast.Tolerance, unit: Unit | None, targets: Sequence[Target], problems: Problems) -> Margin | None:
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
    return _difference(line.amount, unit, problems)


def _difference(amount: ast.Amount, unit: Unit | None, problems: Problems) -> Margin | None:
    """A difference between values of an indicator in `unit`, or of whatever it is where that is not known yet."""
    if unit is not None:
        found = literals.quantity_in(amount, unit.difference, "a difference between values here", problems)
        return None if found is None else Margin(found, unit.difference)
    written = literals.quantity(amount, problems)
    if written is not None and written.unit == PERCENT:
        found = literals.quantity_in(amount, POINTS, "a difference between percentages", problems)
        return None if found is None else Margin(found, POINTS)
    return None if written is None else Margin(written.amount, written.unit)


def _ambiguous(
    line: ast.Tolerance, amount: Fraction, unit: Unit | None, targets: Sequence[Target], problems: Problems
) -> None:
    """`tolerance 5%` could be meant in two ways; show what each would come to."""
    share = f"write `tolerance {spell(amount, PERCENT, None)} of target`"
    if unit not in (PERCENT, None):
        message = f"`{line.amount.figure.text}` does not say of what"
        problems.add("tolerance-ambiguous", message, line.amount.span, share)
        return
    points = f"write `tolerance {spell(amount, POINTS, None)}`"
    goal = targets[-1].goal if targets else None
    if isinstance(goal, Fixed):
        aim = spell(goal.amount, PERCENT, None)
        points += f": {spell(amount, POINTS, None)} from the target of {aim}"
        share += f": {spell(abs(goal.amount) * amount / 100, POINTS, None)} from the target of {aim}"
    message = f"`{line.amount.figure.text}` could mean percentage points, or a share of the target"
    problems.add("tolerance-ambiguous", message, line.amount.span, points, share)


def _compare(line: ast.Compare, unit: Unit | None, grain: Grain | None, problems: Problems) -> Compare | None:
    steady = _difference(line.steady, unit, problems) if line.steady else None
    if steady is not None and steady.amount is not None:
        steady = replace(steady, amount=abs(steady.amount))
    found = [travels.read(written, grain, problems) for written in line.comparators]
    good = tuple(against for against in found if against is not None)
    return Compare(good, steady) if len(good) == len(found) else None


def _covers(line: ast.Covers, problems: Problems) -> Covers | None:
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
