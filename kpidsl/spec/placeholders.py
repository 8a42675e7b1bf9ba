"""Placeholders in prose: what stands between braces, held against what the indicator has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpidsl.quantity import MOST_PLACES, Dimension
from kpidsl.spec import counts
from kpidsl.spec.indicator import Indicator, Placeholder
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import Field, Form, Polarity

# What each prints, for help and documentation.
FIELDS: dict[Field, str] = {
    Field.VALUE: "the value in this period",
    Field.TARGET: "the target for this period",
    Field.GAP: "how far the value is from the target, without a sign",
    Field.NUMERATOR: "the first part of the measure",
    Field.DENOMINATOR: "the second part of the measure",
    Field.REMAINDER: "the second part less the first",
    Field.PARTS: "the two parts of the measure, one of the other",
    Field.PREVIOUS: "the value in the period before",
    Field.OUTTURN: "the value of last year",
    Field.PREVIOUS_OUTTURN: "the value of the year before last",
    Field.CHANGE: "how far the value is from its comparator, without a sign",
    Field.REASON: "why there is no value",
    Field.STREAK: "how many periods in a row, this one included, the status has been what it is",
    Field.LAST_TIME: "the latest earlier period with the status of now",
    Field.PERIOD: "the period of the report",
}
NAMES = tuple(field.value for field in Field)
_COUNTS = (Field.NUMERATOR, Field.DENOMINATOR, Field.REMAINDER)
_PARTS = (*_COUNTS, Field.PARTS)
_FORM = re.compile(r"(.*?)(?: (in words|as ordinal|with sign))?(?: to (\d+) dp)?")


def resolve(
    word: ast.Word, owner: Indicator | None, indicators: Mapping[str, Indicator | None], problems: Problems
) -> Placeholder | None:
    """The placeholder written as `word`; `owner` is the indicator whose commentary it stands in, if any.

    `indicators` maps the ids of all that are declared, to None where their own block is wrong.
    """
    match = _FORM.fullmatch(word.text)
    assert match is not None  # the pattern takes any text
    path, form, places = match[1], Form(match[2] or Form.FIGURES.value), match[3]
    if path.split(" ")[0] in counts.WORDS:
        return counts.resolve(word, path, form, None if places is None else int(places), indicators, problems)
    name, dot, written = path.rpartition(".")
    field = Field(written) if written in NAMES else written
    indicator = owner
    if dot:
        indicator = indicators.get(name)
        if indicator is None and name in indicators:
            return None  # its own block is wrong, which is said there
        if indicator is None:
            message = f"no indicator is called `{name}`"
            problems.unknown("unknown-indicator", message, word.span, name, indicators)
            return None
    if indicator is None and field is not Field.PERIOD:
        whose = f"{path}.value" if path in indicators else f"{next(iter(indicators), 'contacts')}.value"
        help_ = f"outside the commentary of an indicator, say whose figure it is: {{{whose}}}"
        problems.add("unknown-placeholder", f"{{{word.text}}} does not say which indicator it is of", word.span, help_)
        return None
    if not _has_field(field, indicator, word, problems) or not _has_form(field, form, indicator, word, problems):
        return None
    if places is not None and int(places) > MOST_PLACES:
        problems.add("bad-figure", f"a figure has at most {MOST_PLACES} decimal places", word.span)
        return None
    return Placeholder(
        indicator.id if indicator else "", field, form, None if places is None else int(places), word.span
    )


def _has_field(field: Field | str, indicator: Indicator | None, word: ast.Word, problems: Problems) -> bool:
    if indicator is None:
        return True
    benchmarks = [benchmark.name for benchmark in indicator.benchmarks]
    if isinstance(field, str):
        if field not in benchmarks:
            message = f"`{indicator.id}` has no figure called `{field}`"
            problems.unknown("unknown-placeholder", message, word.span, field, (*NAMES, *benchmarks))
        return field in benchmarks
    lacks = ""
    if field in _PARTS and indicator.measure is None:
        lacks = "is not measured as one figure out of another; add a `measure a / b` line"
    elif field in (Field.TARGET, Field.GAP) and not indicator.targets:
        lacks = "has no target"
    elif field in (Field.STREAK, Field.LAST_TIME) and (indicator.polarity is Polarity.NONE or not indicator.targets):
        lacks = "has no status, for it has no target"
    if lacks:
        problems.add(
            "unavailable-placeholder", f"{{{word.text}}} cannot be printed: `{indicator.id}` {lacks}", word.span
        )
    return not lacks


def _has_form(field: Field | str, form: Form, indicator: Indicator | None, word: ast.Word, problems: Problems) -> bool:
    if form is Form.SIGNED and field not in (Field.CHANGE, Field.GAP):
        message = f"{{{word.text}}}: only a change or a gap is written `{form.value}`"
        problems.add("unavailable-placeholder", message, word.span, f"write {{{word.text.replace(' with sign', '')}}}")
        return False
    counted = indicator is not None and indicator.unit.dimension is Dimension.COUNT and indicator.places == 0
    whole = field in (*_COUNTS, Field.STREAK) or (
        counted and field not in (Field.LAST_TIME, Field.PERIOD, Field.REASON)
    )
    if form in (Form.WORDS, Form.ORDINAL) and not whole:
        message = f"{{{word.text}}}: only a whole number can be written `{form.value}`"
        problems.add(
            "unavailable-placeholder", message, word.span, f"write {{{word.text.removesuffix(' ' + form.value)}}}"
        )
        return False
    return True
