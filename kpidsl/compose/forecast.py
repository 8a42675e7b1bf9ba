"""Forecasts on the page: in the table with the period that they are for, in its key, and beside a rounded target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidsl.compose import numbers, vocabulary, words
from kpidsl.document.model import KeyEntry, Text
from kpidsl.evaluation.forecasts import forecast_periods
from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Unrated
from kpidsl.period import Period
from kpidsl.saying import say
from kpidsl.spec.condition import looks_ahead
from kpidsl.spec.indicator import Prose
from kpidsl.spec.model import PerformanceTable, Spec
from kpidsl.terms import Field, Form, TableColumn
from kpidsl.values import replace

_COLUMNS = (TableColumn.FORECAST, TableColumn.FORECAST_STATUS)


def headed_period(evaluation: Evaluation) -> Period:
    """The period that the column is headed with: of the forecasts that are printed, the longest."""
    periods = forecast_periods(evaluation.spec.period)
    return next((period for period in periods if period in evaluation.forecast_periods), periods[0])


def value(one: Assessment, headed: Period) -> tuple[str, bool]:
    """The forecast as its cell says it, with its period where the heading has another; and whether it is a figure."""
    if one.forecast is None:
        return say(words.NO_FORECAST), False
    figure = one.forecast.figure
    if figure.amount is None:
        return numbers.value(one.indicator, figure), False
    when = "" if figure.period == headed else f"({words.short(figure.period)})"
    return " ".join(filter(None, (numbers.value(one.indicator, figure), when, vocabulary.marker(figure.quality)))), True


def target(one: Assessment, places: int | None = None, form: Form = Form.FIGURES) -> str:
    """The target for the period of the forecast, as it is said."""
    return numbers.target(aimed_at(one), places, form)


def aimed_at(one: Assessment) -> Assessment:
    """The assessment with the target of its forecast for its own."""
    assert one.forecast is not None
    return replace(one, target=one.forecast.target, aim=one.forecast.aim)


def has_column(place: PerformanceTable) -> bool:
    """Whether a table shows forecasts."""
    return any(spec.column in _COLUMNS for spec in place.columns)


def shows_status(place: PerformanceTable) -> bool:
    """Whether a table shows the statuses of forecasts."""
    return any(spec.column is TableColumn.FORECAST_STATUS for spec in place.columns)


def figures(one: Assessment, place: PerformanceTable) -> Iterator[Figure]:
    """The forecast that a row of the table rests on: printed, or asked for its status."""
    columns = {spec.column for spec in place.columns}
    asked = TableColumn.STATUS in columns and one.indicator.scheme.looks_ahead
    if one.forecast is not None and (asked or columns & set(_COLUMNS)):
        yield one.forecast.figure


def unrated(shown: Iterable[Assessment]) -> Iterator[str]:
    """Why forecasts have no status."""
    ahead = [(one.indicator, one.forecast.unrated) for one in shown if one.forecast is not None]
    reasons = {reason for _, reason in ahead}
    if any(reason is Unrated.NO_TARGET and not indicator.targets for indicator, reason in ahead):
        yield say(words.NEVER_A_TARGET)
    if any(reason is Unrated.NO_TARGET and indicator.targets for indicator, reason in ahead):
        yield say("no target is set for the period of the forecast")
    if Unrated.TO_BE_SET in reasons:
        yield say(words.TARGET_TO_BE_SET)
    if Unrated.NO_VALUE in reasons:
        yield say("there is no figure for the forecast")
    if Unrated.UNKNOWN in reasons:
        yield say("its rule asks for a figure that is not there")


def key_entry(place: PerformanceTable, evaluation: Evaluation) -> KeyEntry:
    """What a forecast is, and that its status is not the status now."""
    year, end = evaluation.spec.period.whole_year, evaluation.spec.period.year_end
    if end == year:
        text = say("What the figure for {year} is expected to be.", year=words.short(year))
    else:
        text = say(
            "What the figure for {year} is expected to be, or for {end} where only that is forecast.",
            year=words.short(year),
            end=words.short(end),
        )
    text += " " + say("It is held against the target for that period.")
    if shows_status(place):
        text += " " + say("“{column}” is its status, not the status now.", column=say(words.FORECAST_STATUS))
    return KeyEntry(say(words.FORECAST), (Text(text),))


def is_used(spec: Spec) -> bool:
    """Whether the report prints a forecast, or something that hangs on one."""
    rules = [rule for indicator in spec.indicators for rule in indicator.rules]
    if any(indicator.scheme.looks_ahead for indicator in spec.indicators) or any(map(has_column, spec.tables())):
        return True
    texts = [rule.prose for rule in rules] + [note.prose for note in spec.notes]
    texts += [part for chapter in spec.chapters for part in chapter.parts if isinstance(part, Prose)]
    fields = {placeholder.field for text in texts for placeholder in text.placeholders}
    return bool(fields & {Field.FORECAST, Field.FORECAST_TARGET}) or any(looks_ahead(rule.condition) for rule in rules)
