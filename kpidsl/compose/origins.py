"""Where the figures of a report come from and how they were made, in words: rows of the data, lines of the rules."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kpidsl.compose import rounded, vocabulary, words
from kpidsl.compose.asking import Asking
from kpidsl.compose.rounded import Rounded
from kpidsl.compose.rules import StateRule, asking_of, rules_of
from kpidsl.data.model import Observation
from kpidsl.evaluation.figures import is_sum
from kpidsl.evaluation.model import Assessment, Figure
from kpidsl.period import Period
from kpidsl.quantity import plain as digits
from kpidsl.saying import marked, say
from kpidsl.source import Source, Span
from kpidsl.spec.indicator import Indicator, Scheme
from kpidsl.spec.project import MadeFrom
from kpidsl.terms import Grain, Quality
from kpidsl.values import dataclass, field

AS_GIVEN = marked("as in its row")
_MEAN = marked("the mean of the figures")


@dataclass(frozen=True, slots=True)
class Origin:
    """How a printed figure was made, wherever it is printed. A word such as a status has no `exact` amount."""

    exact: str = ""
    unit: str = ""
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
    _said: dict[tuple[object, ...], tuple[str, str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _rules: dict[tuple[int, Asking], tuple[Scheme, tuple[StateRule, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _periods: dict[Period | None, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, indicator: Indicator, figure: Figure) -> Origin:
        """Of a value of the data, whatever period it is of."""
        key = id(indicator), id(figure)  # of values that are kept beside it, so of no others
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = indicator, figure, self._made(indicator, figure)
        return found[2]

    def _made(self, indicator: Indicator, figure: Figure) -> Origin:
        return self.of_amounts(
            rounded.of(indicator, figure.amount),
            parts=(digits_of(figure.numerator), digits_of(figure.denominator)),
            source=self.rows(figure.observations),
            rule=how(indicator, figure),
            quality=quality_of(figure.qualities),
        )

    def of_amounts(
        self,
        amounts: tuple[Rounded, ...],
        *,
        source: str,
        rule: str,
        parts: tuple[str, str] = ("", ""),
        quality: str = "",
        unrounded: str = "",
    ) -> Origin:
        """Of anything else that is printed; `unrounded` is what is said of rounding where there are no amounts."""
        if not amounts:
            return Origin("", "", parts, source, rule, unrounded, quality)
        key = tuple([_key(one) for one in amounts])
        said = self._said.get(key)
        if said is None:
            units = dict.fromkeys(vocabulary.unit(one.unit) for one in amounts)
            said = self._said[key] = rounded.exactly(amounts), "; ".join(units), rounded.rules(amounts)
        exact, unit, rounding = said
        return Origin(exact, unit, parts, source, rule, rounding, quality)

    def rules(self, one: Assessment) -> tuple[StateRule, ...]:
        """What each state asks of an indicator: the same of all that are judged alike."""
        if not one.indicator.targets:
            return ()
        scheme, asking = one.indicator.scheme, asking_of(one)
        key = id(scheme), asking
        if key not in self._rules:
            self._rules[key] = scheme, rules_of(one)
        return self._rules[key][1]

    def period(self, period: Period | None) -> str:
        """A bare `2011-12` would be December 2011 to a spreadsheet."""
        said = self._periods.get(period)
        if said is None:
            said = self._periods[period] = _period(period)
        return said

    def rows(self, observations: Iterable[Observation]) -> str:
        """`data.csv: row 12, value; row 13, value`."""
        return rows(observations, self.made_from)

    def line(self, span: Span) -> str:
        """`children.kpi, line 45`."""
        return line(span, self.made_from)


def _key(one: Rounded) -> tuple[object, ...]:
    """All that decides what is said of an amount, as numbers and words: in a third of the time that fractions and units
    take to be looked up by."""
    unit = one.unit
    return *one.exact.as_integer_ratio(), unit.dimension, unit.per, unit.scale, unit.word, one.places


def _period(period: Period | None) -> str:
    if period is None:
        return ""
    text = words.named(period)
    return say("{period} (whole year)", period=text) if period.grain is Grain.YEAR else text


def rows(observations: Iterable[Observation], made_from: MadeFrom) -> str:
    """`data.csv: row 12, value; row 13, value`."""
    observations = tuple(observations)
    if len(observations) == 1:  # as most
        (alone,) = observations
        return f"{file_and_sheet(alone.span.source, made_from)}: {_row(alone)}"
    sources = {id(one.span.source) for one in observations}
    if len(sources) == 1:
        said = dict.fromkeys([_row(one) for one in observations])
        return f"{file_and_sheet(observations[0].span.source, made_from)}: {'; '.join(said)}"
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
    if is_counted(one):
        return say("line {number}", number=line)
    if one.entity:
        return say("row {number} ({name})", number=line, name=one.entity)
    if one.numerator is not None:
        return say("row {number}, numerator and denominator", number=line)
    return say("row {number}, value", number=line)


def is_counted(one: Observation) -> bool:
    """Whether it comes from a line of the rules that counts records, and not from a row of figures."""
    return one.span.source.name.endswith(".kpi")


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
    qualities = tuple(qualities)
    if len(qualities) == 1:
        return say(vocabulary.QUALITIES[qualities[0]])
    return ", ".join([say(vocabulary.QUALITIES[one]) for one in dict.fromkeys(qualities)])
