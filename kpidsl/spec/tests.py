"""Test blocks: every name, unit, state and comparator is looked at before any test runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import Label, did_you_mean
from kpidsl.period import Period
from kpidsl.quantity import COUNT, Dimension, Unit, parse_number
from kpidsl.spec import literals
from kpidsl.spec.indicator import Indicator, Scheme
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.trials import (
    Expectation,
    ExpectDirection,
    Expected,
    ExpectReason,
    ExpectState,
    ExpectText,
    ExpectValue,
    Given,
    Test,
)
from kpidsl.syntax import ast
from kpidsl.terms import Comparator, Direction, Polarity, Reason

NOT_RATED = "not rated"
_REASONS = {reason.value: reason for reason in Reason}
_NEUTRAL = (Direction.HIGHER, Direction.LOWER)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a test may speak of. Indicators map to None where their own block is broken."""

    indicators: Mapping[str, Indicator | None]
    period: Period | None
    first_month: int

    def units(self) -> dict[str, Unit | None]:
        """Every name that a figure can be given for, with its unit (None where that is not known)."""
        found = {id: indicator.unit if indicator else None for id, indicator in self.indicators.items()}
        for indicator in self.indicators.values():
            if indicator is not None and indicator.measure is not None:
                found.setdefault(indicator.measure.numerator, COUNT)
                found.setdefault(indicator.measure.denominator, COUNT)
        return found

    @property
    def is_broken(self) -> bool:
        """Whether a name that is not known may stand in a block that could not be read."""
        return None in self.indicators.values()


def read(blocks: Sequence[ast.Block], declared: Declared, problems: Problems) -> Iterator[Test]:
    """The tests of a spec, in order."""
    seen: dict[str, ast.Test] = {}
    for block in blocks:
        header = block.header
        if not isinstance(header, ast.Test):
            continue
        name = header.name.text
        if name in seen:
            label = (Label(seen[name].span, "here first"),)
            message = f"there are two tests called “{name}”"
            problems.add("duplicate-name", message, header.span, "give each a name of its own", labels=label)
        seen.setdefault(name, header)
        lines = Lines(header, block.lines, problems)
        given = tuple(_given(lines, declared, problems))
        period = _period(lines, declared, problems)
        lines.some(ast.Given, "given", "give the figures that it judges")
        lines.some(ast.Expect, "expect", "say what must come out")
        expectations = tuple(_expectations(lines, declared, problems))
        if period is not None:
            yield Test(name, period, given, expectations, header.span)


def _period(lines: Lines, declared: Declared, problems: Problems) -> Period | None:
    line = lines.one(ast.At, "at")
    if line is None:
        return declared.period
    period = literals.period(line.period, declared.first_month, problems)
    report = declared.period
    if period is None or report is None:
        return None
    if (period.grain, period.calendar) != (report.grain, report.calendar):
        message = f"{period} is not a {report.grain.value} such as the report is about"
        problems.add("wrong-grain", message, line.period.span, f"write it as the report does: at {report}")
        return None
    return period


# ---- what is given


def _given(lines: Lines, declared: Declared, problems: Problems) -> Iterator[Given]:
    units = declared.units()
    seen: dict[tuple[str, Period], ast.Given] = {}
    for line in lines.every(ast.Given):
        name = line.name.text
        period = literals.period(line.period, declared.first_month, problems)
        if name not in units and not declared.is_broken:
            message = f"no indicator or measure is called `{name}`"
            problems.add("unknown-indicator", message, line.name.span, *did_you_mean(name, units))
        unit = units.get(name)
        if period is None or unit is None:
            continue
        if (name, period) in seen:
            label = (Label(seen[name, period].span, "here first"),)
            message = f"`{name}` is given twice for {period}"
            problems.add("duplicate-line", message, line.span, "keep one of them", labels=label)
        seen.setdefault((name, period), line)
        match line.figure:
            case ast.Word():
                reason = literals.reason(line.figure, problems)
                if reason is not None:
                    yield Given(name, period, None, reason, None, None, line.span)
            case ast.Parts():
                parts = _parts(line.figure, unit, problems)
                if parts is not None:
                    amount = parts[0] / parts[1] * unit.base
                    yield Given(name, period, amount, None, *parts, line.span)
            case ast.Amount():
                found = _amount(line.figure, unit, problems)
                if found is not None:
                    yield Given(name, period, found, None, None, None, line.span)


def _amount(written: ast.Amount, unit: Unit, problems: Problems) -> Fraction | None:
    """A figure as data may hold it: most units have none below 0."""
    amount = literals.quantity_in(written, unit, "the indicator", problems)
    if amount is not None and amount < 0 and unit.is_never_negative:
        problems.add("bad-figure", f"{unit.described} cannot be negative: `{written.span.text}`", written.span)
        return None
    return amount


def _parts(written: ast.Parts, unit: Unit, problems: Problems) -> tuple[Fraction, Fraction] | None:
    one, two = parse_number(written.first.text), parse_number(written.second.text)
    shown = f"{written.first.text} of {written.second.text}"
    if one is None or two is None or one < 0 or two <= 0:
        message = f"`{shown}` is not a part of a whole"
        problems.add("bad-figure", message, written.span, "write, for example: 3 of 4")
        return None
    if unit.dimension not in (Dimension.PERCENT, Dimension.RATE):
        message = f"`{shown}` is a part of a whole, but the indicator is {unit.described}"
        problems.add("unit-mismatch", message, written.span, "give the figure itself")
        return None
    return one, two


# ---- what is expected


def _expectations(lines: Lines, declared: Declared, problems: Problems) -> Iterator[Expectation]:
    for line in lines.every(ast.Expect):
        name = line.name.text
        if name not in declared.indicators:
            message = f"no indicator is called `{name}`"
            problems.add("unknown-indicator", message, line.name.span, *did_you_mean(name, declared.indicators))
        indicator = declared.indicators.get(name)
        if indicator is not None:
            expected = _expected(line, indicator, declared, problems)
            if expected is not None:
                yield Expectation(name, expected, line.span)


def _expected(line: ast.Expect, indicator: Indicator, declared: Declared, problems: Problems) -> Expected | None:
    match line.expected:
        case ast.Amount():
            amount = literals.quantity_in(line.expected, indicator.unit, "the indicator", problems)
            return None if amount is None else ExpectValue(amount, line.expected.span.text)
        case ast.Parts():
            parts = _parts(line.expected, indicator.unit, problems)
            if parts is None:
                return None
            return ExpectValue(parts[0] / parts[1] * indicator.unit.base, line.expected.span.text)
        case ast.Word():
            return _phrase(line.expected, indicator.scheme, problems)
        case ast.Moves():
            return _direction(line.expected, indicator, problems)
        case ast.Says():
            return ExpectText(line.expected.text.text if line.expected.text else None)


def _phrase(word: ast.Word, scheme: Scheme, problems: Problems) -> Expected | None:
    """A state of the scheme, `not rated`, or the reason for there being no value."""
    text = word.text
    if text == NOT_RATED:
        return ExpectState(None)
    states = [state.name for state in scheme.states]
    if text in states:
        return ExpectState(text)
    if text in _REASONS:
        return ExpectReason(_REASONS[text])
    message = f"`{text}` is neither a state of the scheme `{scheme.name}` nor a reason for there being no figure"
    problems.add("unknown-state", message, word.span, *did_you_mean(text, (*states, NOT_RATED, *_REASONS)))
    return None


def _direction(moves: ast.Moves, indicator: Indicator, problems: Problems) -> Expected | None:
    direction = Direction(moves.direction.text)
    comparator = Comparator(moves.comparator.text) if moves.comparator else indicator.comparators[0]
    neutral = indicator.polarity is Polarity.NONE
    if direction is not Direction.UNCHANGED and neutral is not (direction in _NEUTRAL):
        said = "higher or lower" if neutral else "improved or worsened"
        message = f"`{indicator.id}` has polarity `{indicator.polarity.value}`, so it is never {direction.value}"
        problems.add("polarity-none", message, moves.direction.span, f"expect it {said}")
        return None
    return ExpectDirection(direction, comparator)
