"""Test, Given and what a test may expect: the values that `test` blocks become."""

from __future__ import annotations

from fractions import Fraction

from kpidsl.period import Period
from kpidsl.source import Span
from kpidsl.spec.travel import Against
from kpidsl.terms import Direction, Kind, Reason
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a test gives, as a row of a data file would: an amount (with its parts) or a reason."""

    kind: Kind
    name: str
    period: Period
    amount: Fraction | None
    reason: Reason | None
    numerator: Fraction | None
    denominator: Fraction | None
    span: Span
    is_published: bool = False  # as the report before this one had it


@dataclass(frozen=True, slots=True)
class ExpectValue:
    amount: Fraction
    written: str


@dataclass(frozen=True, slots=True)
class ExpectReason:
    reason: Reason


@dataclass(frozen=True, slots=True)
class ExpectState:
    """None: not rated."""

    state: str | None


@dataclass(frozen=True, slots=True)
class ExpectForecast:
    """The status of the forecast; None: not rated."""

    state: str | None


@dataclass(frozen=True, slots=True)
class ExpectDirection:
    direction: Direction
    comparator: Against


@dataclass(frozen=True, slots=True)
class ExpectText:
    """Words that the commentary must hold; None: it must say nothing."""

    text: str | None


Expected = ExpectValue | ExpectReason | ExpectState | ExpectForecast | ExpectDirection | ExpectText


@dataclass(frozen=True, slots=True)
class Expectation:
    indicator: str
    expected: Expected
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """What the rules must make of the given figures in `period`."""

    name: str
    period: Period
    given: tuple[Given, ...]
    expectations: tuple[Expectation, ...]
    span: Span
