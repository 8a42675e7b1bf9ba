"""Placeholders in prose: what stands between braces, held against what the indicator has."""

from __future__ import annotations

from collections.abc import Mapping

from kpidsl.memo import again
from kpidsl.patterns import lazily
from kpidsl.quantity import COUNT, MOST_PLACES, Dimension
from kpidsl.spec import counts
from kpidsl.spec.indicator import Indicator, Placeholder
from kpidsl.spec.peers import ComparedWith, InGroup, PeriodOf
from kpidsl.spec.problems import Problems
from kpidsl.spec.targets import STANDARDS
from kpidsl.spec.travel import TrendOver
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import USAGE
from kpidsl.terms import Comparator, Field, Form, Polarity, TableColumn

# What each prints, for help and documentation.
FIELDS: dict[Field, str] = {
    Field.LABEL: "the name of the indicator, as the table has it",
    Field.VALUE: "the value in this period",
    Field.TARGET: "the target for this period",
    Field.GAP: "how far the value is from the target, without a sign",
    Field.NUMERATOR: "the first part of the measure",
    Field.DENOMINATOR: "the second part of the measure",
    Field.REMAINDER: "the second part less the first",
    Field.PARTS: "the two parts of the measure, one of the other",
    Field.PREVIOUS: "the value in the period before",
    Field.SAME_PERIOD_LAST_YEAR: "the value in the same period of last year",
    Field.OUTTURN: "the value of last year",
    Field.PREVIOUS_OUTTURN: "the value of the year before last",
    Field.FLOOR: "the floor for this period",
    Field.BASELINE: "where it started from",
    Field.CHANGE: "how far the value is from its comparator, without a sign",
    Field.REASON: "why there is no value",
    Field.STREAK: "how many periods in a row, this one included, the status has been what it is",
    Field.LAST_TIME: "the latest earlier period with the status of now",
    Field.FORECAST: "what the value of the year, or of its last period, is expected to be",
    Field.FORECAST_TARGET: "the target for the period of the forecast",
    Field.PERIOD: "the period of the report",
    Field.COUNCIL: "the name of the council or, in a report for each of several authorities, of the authority",
}
_AnyField = Field | str | InGroup | PeriodOf | ComparedWith
NAMES = tuple(field.value for field in Field)
_PARTS = (Field.NUMERATOR, Field.DENOMINATOR, Field.REMAINDER, Field.PARTS)
_COUNTS = (*_PARTS, Field.STREAK)  # whole numbers, whatever the unit
_DIFFERENCES = (Field.GAP, Field.CHANGE)
OF_REPORT = (Field.PERIOD, Field.COUNCIL)
_NO_FIGURES = (Field.LABEL, Field.LAST_TIME, Field.REASON, *OF_REPORT)
_PERIOD_OF = "period of "
_COMPARED_WITH = "compared with "
_IN_GROUP = lazily(r"(rank|quartile) in (\w+)")
_PLACES = lazily(r" to \d+ dp$")
_FORM = lazily(r"(.*?)(?: (in words|as ordinal|with sign|with gap))?(?: to (\d+) dp)?")


def resolve(
    word: ast.Word, owner: Indicator | None, indicators: Mapping[str, Indicator | None], problems: Problems
) -> Placeholder | None:
    """The placeholder written as `word`; `owner` is the indicator whose commentary it stands in, if any.

    `indicators` maps the ids of all that are declared, to None where their own block is wrong.
    """
    path, form, places, name, field = _written(word.text)
    if path.split(" ")[0] in counts.WORDS:
        return counts.resolve(word, path, form, places, indicators, problems)
    indicator = owner
    if name is not None:
        indicator = indicators.get(name)
        if indicator is None and name in indicators:
            return None  # its own block is wrong, which is said there
        if indicator is None:
            message = f"no indicator is called `{name}`"
            problems.unknown("unknown-indicator", message, word.span, name, indicators)
            return None
    if indicator is None and field not in OF_REPORT:
        whose = f"{path}.value" if path in indicators else f"{next(iter(indicators), 'contacts')}.value"
        help_ = f"outside the commentary of an indicator, say whose figure it is: {{{whose}}}"
        problems.add("unknown-placeholder", f"{{{word.text}}} does not say which indicator it is of", word.span, help_)
        return None
    if not _has_field(field, indicator, word, problems) or not _has_form(field, form, indicator, word, problems):
        return None
    if places is not None and not _has_places(field, form, places, indicator, word, problems):
        return None
    return Placeholder(indicator.id if indicator else "", field, form, places, word.span)


@again(1_000)  # the same few in nearly all rules
def _written(text: str) -> tuple[str, Form, int | None, str | None, _AnyField]:
    """A placeholder taken apart: what it names, how and to how many places it is written; and of what it names, the
    indicator (None where it is that of the rule) and the figure."""
    match = _FORM.fullmatch(text)
    assert match is not None  # the pattern takes any text
    path, form, places = match[1], Form(match[2] or Form.FIGURES.value), match[3]
    name, dot, written = path.rpartition(".")
    return path, form, None if places is None else int(places), name if dot else None, _field(written)


def _field(written: str) -> _AnyField:
    if written in NAMES:
        return Field(written)
    if written.startswith(_PERIOD_OF):
        return PeriodOf(written.removeprefix(_PERIOD_OF))
    if written.startswith(_COMPARED_WITH):
        name = written.removeprefix(_COMPARED_WITH)
        return ComparedWith(STANDARDS.get(name, name))
    standing = _IN_GROUP.fullmatch(written)
    return InGroup(TableColumn(standing[1]), standing[2]) if standing else written


def _has_field(field: _AnyField, indicator: Indicator | None, word: ast.Word, problems: Problems) -> bool:
    if indicator is None:
        return True
    if isinstance(field, InGroup):
        return _has_group(field, indicator, word, problems)
    if isinstance(field, PeriodOf):
        return _has_period(field, indicator, word, problems)
    if isinstance(field, ComparedWith):
        return _has_standard(field.standard, indicator, word, problems)
    benchmarks = [benchmark.name for benchmark in indicator.benchmarks]
    if isinstance(field, str):
        if field not in benchmarks:
            message = f"`{indicator.id}` has no figure called `{field}`"
            problems.unknown("unknown-placeholder", message, word.span, field, (*NAMES, *benchmarks))
        return field in benchmarks
    lacks = ""
    if field in _PARTS and not indicator.has_parts:
        lacks = "is not measured as one figure out of another; add a `measure a / b` line"
    elif field in (Field.TARGET, Field.GAP, Field.FORECAST_TARGET) and not indicator.targets:
        lacks = "has no target"
    elif field is Field.FLOOR and not indicator.floors:
        lacks = "has no floor"
    elif field is Field.BASELINE and indicator.baseline is None and not indicator.baseline_from_data:
        lacks = "has no baseline"
    elif field in (Field.STREAK, Field.LAST_TIME) and (indicator.polarity is Polarity.NONE or not indicator.targets):
        lacks = "has no status, for it has no target"
    elif field is Field.CHANGE and isinstance(indicator.comparators[0], TrendOver):
        lacks = "is compared with a trend first, which has no earlier figure to differ from"
    if lacks:
        problems.add(
            "unavailable-placeholder", f"{{{word.text}}} cannot be printed: `{indicator.id}` {lacks}", word.span
        )
    return not lacks


def _has_period(field: PeriodOf, indicator: Indicator, word: ast.Word, problems: Problems) -> bool:
    benchmark = indicator.benchmark(field.benchmark)
    if benchmark is None:
        message = f"`{indicator.id}` has no benchmark called `{field.benchmark}`"
        names = [benchmark.name for benchmark in indicator.benchmarks]
        problems.unknown("unknown-placeholder", message, word.span, field.benchmark, names)
        return False
    if benchmark.period is None:
        message = f"{{{word.text}}} cannot be printed: the benchmark does not say of when it is"
        problems.add("unavailable-placeholder", message, word.span, f"add its period: {USAGE['benchmark']}")
    return benchmark.period is not None


def _has_standard(standard: Comparator | str, indicator: Indicator, word: ast.Word, problems: Problems) -> bool:
    """Whether the value can be compared with something, in words."""
    benchmarks = [benchmark.name for benchmark in indicator.benchmarks]
    if isinstance(standard, str) and standard not in ("target", "floor", *benchmarks):
        message = f"{{{word.text}}}: `{indicator.id}` has nothing called `{standard}` to be compared with"
        known = ("target", "floor", *STANDARDS, *benchmarks)
        problems.unknown("unknown-placeholder", message, word.span, standard, known)
        return False
    lacks = ""
    if standard == "floor" and not indicator.floors:
        lacks = "has no floor"
    elif standard is Comparator.BASELINE and indicator.baseline is None and not indicator.baseline_from_data:
        lacks = "has no baseline"
    elif not indicator.targets and (standard == "target" or indicator.polarity is Polarity.CLOSEST):
        lacks = "has no target"
    if lacks:
        message = f"{{{word.text}}} cannot be printed: `{indicator.id}` {lacks}"
        problems.add("unavailable-placeholder", message, word.span)
    return not lacks


def _has_group(field: InGroup, indicator: Indicator, word: ast.Word, problems: Problems) -> bool:
    if field.group not in indicator.groups:
        message = f"`{indicator.id}` has no group called `{field.group}`"
        problems.unknown("unknown-placeholder", message, word.span, field.group, indicator.groups)
        return False
    if indicator.polarity is Polarity.NONE:
        message = f"{{{word.text}}} cannot be printed: `{indicator.id}` has polarity `none`, so nobody is best"
        problems.add("unavailable-placeholder", message, word.span)
        return False
    return True


def _has_form(field: _AnyField, form: Form, indicator: Indicator | None, word: ast.Word, problems: Problems) -> bool:
    only = ""
    if form is Form.SIGNED and field not in _DIFFERENCES:
        only = "a change or a gap"
    elif form is Form.GAP and not isinstance(field, ComparedWith):
        only = "a comparison"
    elif form in (Form.WORDS, Form.ORDINAL) and not _is_whole(field, indicator):
        only = "a whole number"
    elif form is Form.ORDINAL and field in (*_DIFFERENCES, Field.PARTS):
        only = "a single number, and no difference,"
    elif form is Form.GAP and _is_near_earlier(field, indicator):
        only = "a comparison that is not with an earlier distance from the target"
    if only:
        message = f"{{{word.text}}}: only {only} can be written `{form.value}`"
        help_ = f"write {{{word.text.replace(f' {form.value}', '')}}}"
        problems.add("unavailable-placeholder", message, word.span, help_)
    return not only


def _is_near_earlier(field: _AnyField, indicator: Indicator | None) -> bool:
    """Whether two distances from targets are compared, each of its own time."""
    earlier = isinstance(field, ComparedWith) and isinstance(field.standard, Comparator)
    return earlier and indicator is not None and indicator.polarity in (Polarity.CLOSEST, Polarity.BETWEEN)


def _is_whole(field: _AnyField, indicator: Indicator | None) -> bool:
    """Whether a figure is a whole number, wherever it has no decimals."""
    if isinstance(field, InGroup):
        return field.standing is TableColumn.RANK
    if isinstance(field, PeriodOf | ComparedWith) or field in _NO_FIGURES:
        return False
    return field in _COUNTS or (indicator is not None and indicator.unit == COUNT and indicator.places == 0)


def _has_places(
    field: _AnyField, form: Form, places: int, indicator: Indicator | None, word: ast.Word, problems: Problems
) -> bool:
    """Whether a figure can be written with so many decimal places."""
    without = ""
    if form in (Form.WORDS, Form.ORDINAL):
        without = f"what is written `{form.value}`"
    elif isinstance(field, InGroup | PeriodOf) or field in _NO_FIGURES:
        without = "this"
    elif field in _COUNTS:
        without = "a count"
    elif indicator is not None and indicator.unit.dimension in (Dimension.YES_NO, Dimension.CLOCK):
        without = indicator.unit.described
    if without:
        help_ = f"write {{{_PLACES.sub('', word.text)}}}"
        problems.add("bad-figure", f"{{{word.text}}}: {without} has no decimal places", word.span, help_)
    elif places > MOST_PLACES:
        problems.add("bad-figure", f"a figure has at most {MOST_PLACES} decimal places", word.span)
    return not without and places <= MOST_PLACES
