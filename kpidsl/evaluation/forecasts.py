"""Forecasts: which one a report looks at, how it is judged, and what is missing where a rule asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.data.model import Dataset
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.case import Case, case_of_forecast
from kpidsl.evaluation.figures import figure
from kpidsl.evaluation.judging import status_of
from kpidsl.evaluation.model import Figure, Forecast, Unrated
from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator, State
from kpidsl.terms import Kind


def forecast_periods(period: Period) -> tuple[Period, ...]:
    """The periods whose forecast a report on `period` looks at, the first that has one: its year, or the year's end."""
    return tuple(dict.fromkeys((period.whole_year, period.year_end)))


def forecast(indicator: Indicator, period: Period, dataset: Dataset) -> Figure | Diagnostic | None:
    """The forecast that a report on `period` looks at; None where the data have none."""
    found = (figure(indicator, when, dataset, Kind.FORECAST) for when in forecast_periods(period))
    return next((each for each in found if each is not None), None)


def judged(case: Case) -> Forecast | None:
    """The forecast of a case with the status that its scheme gives it."""
    ahead = case_of_forecast(case)
    if ahead is None or case.forecast is None:
        return None
    status = status_of(ahead)
    return Forecast(
        figure=case.forecast,
        target=ahead.indicator.target_for(ahead.period),
        aim=ahead.aim(),
        state=status if isinstance(status, State) else None,
        unrated=status if isinstance(status, Unrated) else None,
    )


def missing(indicator: Indicator, status: State | Unrated, case: Case) -> Iterator[Diagnostic]:
    """What the data lack for a status that hangs on the forecast."""
    if status is not Unrated.UNKNOWN or not indicator.scheme.looks_ahead:
        return
    year = case.period.whole_year
    if case.forecast is None:
        message = (
            f"`{indicator.id}` is not rated, since its scheme asks for a forecast and the data have none for {year}"
        )
        help_ = f"add a row to the data: `forecast` in the column `kind`, for {year}"
        if case.period.year_end != year:
            help_ += f" or for {case.period.year_end}"
        yield Diagnostic("forecast-missing", message, indicator.span, help=(help_,))
    elif indicator.target_for(case.forecast.period) is None:
        when = case.forecast.period
        message = f"`{indicator.id}` is not rated, since its forecast is for {when}, and it has no target for {when}"
        yield Diagnostic("target-not-now", message, indicator.span, help=(f"add its target for {when}",))
