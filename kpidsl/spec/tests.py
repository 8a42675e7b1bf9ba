"""Test blocks: every name, unit, state and comparator is looked at before any test runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import Label, did_you_mean
from kpidsl.kept import Kept, kept
from kpidsl.period import Period
from kpidsl.quantity import Dimension, Unit, parse_number
from kpidsl.spec import counting, literals, records as records_, travels
from kpidsl.spec.indicator import Indicator, Scheme
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.rows import remedies, why_unused
from kpidsl.spec.travel import Against
from kpidsl.spec.trials import (
    Expectation,
    ExpectDirection,
    Expected,
    ExpectForecast,
    ExpectReason,
    ExpectState,
    ExpectText,
    ExpectValue,
    Given,
    Test,
)
from kpidsl.syntax import ast
from kpidsl.terms import Direction, Grain, Kind, Polarity, Reason
from kpidsl.values import dataclass, field

NOT_RATED = "not rated"
_REASONS = {reason.value: reason for reason in Reason}


@dataclass(frozen=True, slots=True)
class Declared:
    """What a test may speak of. Indicators map to None where their own block is broken."""

    indicators: Mapping[str, Indicator | None]
    period: Period | None
    first_month: int
    records: records_.Declared = records_.NO_RECORDS
    _kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)

    @kept
    def units(self) -> dict[str, Unit | None]:
        """Every name that a figure can be given for, with its unit (None where that is not known)."""
        known = (indicator for indicator in self.indicators.values() if indicator is not None)
        return {
            **dict.fromkeys((*self.indicators, *self.records.measures)),
            **counting.units(known, self.records.records),
        }

    @property
    def is_broken(self) -> bool:
        """Whether a name that is not known may stand in a block that could not be read."""
        return None in self.indicators.values() or not self.records.is_complete


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
    units = declared.units
    seen: dict[tuple[str, Period, str], ast.Given] = {}
    for line in lines.every(ast.Given):
        name = line.name.text
        period = literals.period(line.period, declared.first_month, problems)
        if name not in units and not declared.is_broken:
            message = f"no indicator or measure is called `{name}`"
            problems.add("unknown-indicator", message, line.name.span, *did_you_mean(name, units))
        unit = units.get(name)
        if period is None or unit is None:
            continue
        kind = Kind(line.kind.text) if line.kind else Kind.ACTUAL
        written = "published" if line.is_published else kind.value
        if (name, period, written) in seen:
            label = (Label(seen[name, period, written].span, "here first"),)
            message = f"`{name}` is given twice for {period}"
            problems.add("duplicate-line", message, line.span, "keep one of them", labels=label)
        seen.setdefault((name, period, written), line)
        indicator = declared.indicators.get(name)
        if line.is_published and indicator is None:
            message = f"`{name}` is only a part of a measure, and what a report publishes is the figure of an indicator"
            problems.add("bad-figure", message, line.name.span, "name the indicator")
            continue
        unused = why_unused(kind, name, indicator)
        if unused:
            help_ = remedies(kind, name, indicator, "line")
            problems.add("row-not-used", f"this {kind.value} is not used: {unused}", line.span, *help_)
        match line.figure:
            case ast.Word():
                if kind in (Kind.TARGET, Kind.BASELINE):
                    problems.add(
                        "bad-figure", f"a {kind.value} is a figure", line.figure.span, f"write the {kind.value}"
                    )
                    continue
                reason = literals.reason(line.figure, problems)
                if reason is not None:
                    yield Given(kind, name, period, None, reason, None, None, line.span)
            case ast.Parts():
                parts = _parts(line.figure, unit, problems)
                if parts is not None:
                    amount = parts[0] / parts[1] * unit.base
                    yield Given(kind, name, period, amount, None, *parts, line.span)
            case ast.Amount():
                found = literals.value_in(line.figure, unit, problems)
                if found is not None:
                    yield Given(kind, name, period, found, None, None, None, line.span, line.is_published)


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
            amount = literals.value_in(line.expected, indicator.unit, problems)
            return None if amount is None else ExpectValue(amount, line.expected.span.text)
        case ast.Parts():
            parts = _parts(line.expected, indicator.unit, problems)
            if parts is None:
                return None
            return ExpectValue(parts[0] / parts[1] * indicator.unit.base, line.expected.span.text)
        case ast.Word():
            return _phrase(line.expected, indicator.scheme, problems)
        case ast.OfTheForecast():
            return _of_forecast(line.expected.phrase, indicator.scheme, problems)
        case ast.Moves():
            grain = declared.period.grain if declared.period else None
            return _direction(line.expected, indicator, grain, problems)
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


def _of_forecast(word: ast.Word, scheme: Scheme, problems: Problems) -> Expected | None:
    """A state of the scheme, or `not rated`."""
    states = [state.name for state in scheme.states]
    if word.text in (NOT_RATED, *states):
        return ExpectForecast(None if word.text == NOT_RATED else word.text)
    message = f"`{word.text}` is not a state of the scheme `{scheme.name}`"
    problems.add("unknown-state", message, word.span, *did_you_mean(word.text, (*states, NOT_RATED)))
    return None


def _direction(moves: ast.Moves, indicator: Indicator, grain: Grain | None, problems: Problems) -> Expected | None:
    direction = Direction(moves.direction.text)
    against: Against | None = indicator.comparators[0]
    if moves.comparator is not None:
        against = travels.read(moves.comparator, grain, problems)
    neutral = indicator.polarity is Polarity.NONE
    if neutral is not direction.is_neutral:
        said = "higher, lower or same" if neutral else "improved, worsened or unchanged"
        message = f"`{indicator.id}` has polarity `{indicator.polarity.value}`, so it is never {direction.value}"
        problems.add("polarity-none", message, moves.direction.span, f"expect it {said}")
        return None
    return None if against is None else ExpectDirection(direction, against)
