"""Where the figures of a report come from and how they were made, in words: rows of the data, lines of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from fractions import Fraction

from kpidsl.compose import rounded, vocabulary
from kpidsl.compose.rounded import Rounded
from kpidsl.data.model import Observation
from kpidsl.evaluation.figures import is_sum
from kpidsl.evaluation.model import Figure
from kpidsl.quantity import plain as digits
from kpidsl.saying import marked, say
from kpidsl.source import Source, Span
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.project import MadeFrom
from kpidsl.terms import Quality
from kpidsl.values import dataclass

AS_GIVEN = marked("as in its row")
_MEAN = marked("the mean of the figures")


@dataclass(frozen=True, slots=True)
class Origin:
    """How a printed figure was made, wherever it is printed. `amounts` are empty for a word such as a status."""

    amounts: tuple[Rounded, ...] = ()
    parts: tuple[str, str] = ("", "")  # the two counts that it was made of
    source: str = ""
    rule: str = ""
    rounding: str = ""
    quality: str = ""


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of the figures of one report, in the language that it is written in. The same figure stands in the
    table, in trends and in the text: how it was made is said once."""

    made_from: MadeFrom
    _found: dict[tuple[int, int], tuple[Indicator, Figure, Origin]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, indicator: Indicator, figure: Figure) -> Origin:
        """Of a value of the data, whatever period it is of."""
        key = id(indicator), id(figure)  # of values that are kept beside it, so of no others
        if key not in self._found:
            self._found[key] = indicator, figure, self._made(indicator, figure)
        return self._found[key][2]

    def _made(self, indicator: Indicator, figure: Figure) -> Origin:
        amounts = rounded.of(indicator, figure.amount)
        return Origin(
            amounts,
            (digits_of(figure.numerator), digits_of(figure.denominator)),
            self.rows(figure.observations),
            how(indicator, figure),
            rounded.rules(amounts),
            quality_of(figure.qualities),
        )

    def rows(self, observations: Iterable[Observation]) -> str:
        """`data.csv: row 12, value; row 13, value`."""
        return rows(observations, self.made_from)

    def line(self, span: Span) -> str:
        """`children.kpi, line 45`."""
        return line(span, self.made_from)


def rows(observations: Iterable[Observation], made_from: MadeFrom) -> str:
    """`data.csv: row 12, value; row 13, value`."""
    files: dict[str, dict[str, None]] = {}
    for one in observations:
        files.setdefault(file_and_sheet(one.span.source, made_from), {})[_row(one)] = None
    return "; ".join(f"{name}: {'; '.join(found)}" for name, found in files.items())


def file_and_sheet(source: Source, made_from: MadeFrom) -> str:
    """A file, and which of its sheets."""
    name = made_from.name(source)
    return say("{file}, sheet “{sheet}”", file=name, sheet=source.sheet) if source.sheet else name


def _row(one: Observation) -> str:
    line = one.span.line
    if one.entity:
        return say("row {number} ({name})", number=line, name=one.entity)
    if one.numerator is not None:
        return say("row {number}, numerator and denominator", number=line)
    return say("row {number}, value", number=line)


def line(span: Span, made_from: MadeFrom) -> str:
    """`children.kpi, line 45`."""
    return say("{file}, line {number}", file=made_from.name(span.source), number=span.line)


def how(indicator: Indicator, figure: Figure) -> str:
    """How a value was made of its rows."""
    if figure.amount is None:
        return say("no figure: the row says why")
    if is_sum(indicator):
        return say("the sum of its parts")
    if any(row.entity for row in figure.observations):
        return say(_MEAN if len(figure.observations) > 1 else AS_GIVEN)
    if figure.numerator is None or figure.denominator is None:
        return say(AS_GIVEN)
    if indicator.measure is not None and len(figure.observations) > 1:
        top, bottom = indicator.measure.numerator, indicator.measure.denominator
        quotient = say("{numerator} divided by {denominator}", numerator=top, denominator=bottom)
    else:
        quotient = say("numerator divided by denominator")
    base = indicator.unit.base
    return quotient if base == 1 else say("{quotient}, times {number}", quotient=quotient, number=f"{base:,}")


def digits_of(amount: Fraction | None) -> str:
    """One of the two counts that a figure was made of; empty where there are none."""
    return "" if amount is None else digits(amount)


def quality_of(qualities: Iterable[Quality]) -> str:
    return ", ".join([say(vocabulary.QUALITIES[one]) for one in dict.fromkeys(qualities)])
