"""evaluate: Spec and Dataset to Evaluation. Nothing is rounded here, and nothing is worded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from kpidsl.data.model import Dataset
from kpidsl.data.published import Published
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.evaluation import forecasts
from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.case import Case, case_of
from kpidsl.evaluation.changes import changed, changes, is_revised, problems as against_record, then_of
from kpidsl.evaluation.figures import figure, is_sum, names
from kpidsl.evaluation.from_data import rows_of, with_rows
from kpidsl.evaluation.judging import holds, standing_in, status_of
from kpidsl.evaluation.milestones import doubtful_dates, judge
from kpidsl.evaluation.model import Assessment, ChosenRule, Evaluation, Excepted, Figure, Unrated
from kpidsl.evaluation.owed import doubtful_notes
from kpidsl.evaluation.parts import differences
from kpidsl.evaluation.travel import travel
from kpidsl.period import Period
from kpidsl.quantity import PERCENT
from kpidsl.spec.condition import Condition
from kpidsl.spec.counting import records_of
from kpidsl.spec.indicator import Indicator, Requirement, State
from kpidsl.spec.model import Spec
from kpidsl.spec.record import Records
from kpidsl.spec.target import BetterThan, Target
from kpidsl.terms import Kind
from kpidsl.values import replace

HISTORY = 24  # periods kept for trends: two years of months


def evaluate(spec: Spec, dataset: Dataset, as_at: date, since: Published | None = None) -> Outcome[Evaluation]:
    """Judge every indicator for the period of the report, and every milestone, as on the day `as_at`.

    `since` is the report before it.
    """
    spec, found_in_rows = with_rows(spec, dataset)
    problems = list(found_in_rows)
    if as_at <= spec.period.end:
        message = f"{spec.period} is not over on the day that this report is made for, {as_at.day} {as_at:%B %Y}"
        problems.append(Diagnostic("period-not-over", message, None, help=("its figures may still change",)))
    assessments = []
    missing: list[Indicator] = []
    for indicator in spec.indicators:
        assessment = _assess(indicator, spec, dataset, since, problems, missing)
        if assessment is not None:
            assessments.append(assessment)
    problems += _no_observations(missing, spec, dataset)
    if not dataset.is_protected:  # rounded parts need not add up; the true ones were looked at
        problems += differences(spec, dataset)
    problems += doubtful_dates(spec, as_at)
    problems += doubtful_notes(spec, as_at)
    found = in_order(dict.fromkeys(problems))
    if has_errors(found):
        return Outcome(None, found)
    milestones = tuple(judge(milestone, spec.period, as_at) for milestone in spec.milestones)
    changed = changes(spec, assessments, dataset, since) if since else None
    found = in_order((*found, *against_record(changed, spec))) if changed else found
    if has_errors(found):
        return Outcome(None, found)
    return Outcome(Evaluation(spec, tuple(assessments), as_at, milestones, changed), found)


def _assess(
    indicator: Indicator,
    spec: Spec,
    dataset: Dataset,
    since: Published | None,
    problems: list[Diagnostic],
    missing: list[Indicator],
) -> Assessment | None:
    """The indicator judged; None where it has no figure (then it is put with the missing) or a wrong one."""
    rows_are_called = names(indicator)
    forecast_for = dataset.periods(*rows_are_called, kind=Kind.FORECAST)
    ahead = forecasts.forecast(indicator, spec.period, dataset) if forecast_for else None

    rows = rows_of(indicator, (spec.period, *([ahead.period] if isinstance(ahead, Figure) else [])), dataset)

    for period in forecast_for:
        expected = figure(indicator, period, dataset, Kind.FORECAST)
        if isinstance(expected, Diagnostic):
            problems.append(expected)
        elif expected is not None:
            problems += _larger_than_whole(indicator, expected)
    now = figure(indicator, spec.period, dataset)
    if now is None:
        missing += [one for one in _lacking(indicator, spec.period, dataset) if one not in missing]
        return None
    if isinstance(now, Diagnostic):
        problems.append(now)
        return None
    figures = _figures(indicator, now, dataset.periods(*rows_are_called), dataset, since, problems)
    now, lookup = figures[spec.period], figures.get
    aim = case_of(indicator, spec.period, lookup, rows).aim()
    since_then = changed(indicator, lookup, spec.period, aim, since)

    def case() -> Case:
        forecast = ahead if isinstance(ahead, Figure) else None
        return case_of(indicator, spec.period, lookup, rows, forecast, since_then)

    status = status_of(case())
    status_then = status_of(case().at(since.period) if since.period != spec.period else case()) if since else None
    spoken, required = chosen(indicator, case())
    if status is Unrated.UNKNOWN:
        problems += forecasts.missing(indicator, status, case())
    return Assessment(
        indicator=indicator,
        figure=now,
        figures=figures,
        target=indicator.target_for(spec.period),
        aim=aim,
        state=status if isinstance(status, State) else None,
        unrated=status if isinstance(status, Unrated) else None,
        previous=lookup(spec.period.previous),
        outturn=lookup(spec.period.outturn),
        previous_outturn=lookup(spec.period.outturn.previous),
        same_period_last_year=lookup(spec.period.same_period_last_year),
        history=_history(figures, spec.period),
        aims=_aims(case(), spec.period.last(HISTORY)),
        directions=tuple(
            travel(case(), against) for against in dict.fromkeys((*indicator.comparators, *spec.compared()))
        ),
        override=indicator.override_for(spec.period) if isinstance(status, State) else None,
        rules=spoken,
        forecast=forecasts.judged(case()) if isinstance(ahead, Figure) else None,
        rows=rows,
        standings=tuple(standing_in(case(), group) for group in indicator.groups),
        required=(*required, *(one for one in indicator.requirements if _is_so(one.condition, case()))),
        target_rows=tuple(
            row
            for row in rows_of(indicator, spec.period.last(HISTORY), dataset)
            if row.observations[0].kind is Kind.TARGET
        ),
        excepted=tuple(_excepted(place.condition_for(indicator.id), case()) for place in spec.exceptions()),
        status_then=status_then if isinstance(status_then, State) else None,
    )


def _figures(
    indicator: Indicator,
    now: Figure,
    periods: Sequence[Period],
    dataset: Dataset,
    since: Published | None,
    problems: list[Diagnostic],
) -> dict[Period, Figure]:
    """The figures of the periods, as far as they have one; that of the report's own is `now`. What is wrong with any is
    put with the problems."""
    then = then_of(indicator, since) if since else None
    found: dict[Period, Figure] = {}
    for period in periods:
        one = now if period == now.period else figure(indicator, period, dataset)
        if isinstance(one, Diagnostic):
            problems.append(one)
        elif one is not None:
            problems += _larger_than_whole(indicator, one)
            found[period] = replace(one, is_revised=True) if then and is_revised(one, indicator, then) else one
    return found


def _history(figures: Mapping[Period, Figure], period: Period) -> tuple[tuple[Period, Figure | None], ...]:
    empty, places = _without_figures(period)
    found: list[tuple[Period, Figure | None]] = list(empty)
    for when, one in figures.items():
        if when in places:
            found[places[when]] = (when, one)
    return tuple(found)


@lru_cache(maxsize=8)
def _without_figures(period: Period) -> tuple[tuple[tuple[Period, None], ...], Mapping[Period, int]]:
    """The periods of a history, and where each stands in it: the same for all indicators, most of which have figures
    for a few."""
    periods = period.last(HISTORY)
    return tuple((one, None) for one in periods), {one: place for place, one in enumerate(periods)}


def _aims(case: Case, periods: Sequence[Period]) -> tuple[Aim | None, ...]:
    """What the target came to in each of the periods: the same in all that one target is for, unless it hangs on
    another figure."""
    before: Target | None = None
    aim: Aim | None = None
    found: list[Aim | None] = []
    for period, target in zip(periods, case.indicator.targets_for(periods), strict=True):
        if target is None:
            aim = None
        elif target is not before or isinstance(target.goal, BetterThan):
            aim = case.at(period).aim(target)
        before = target
        found.append(aim)
    return tuple(found)


def _lacking(indicator: Indicator, period: Period, dataset: Dataset) -> list[Indicator]:
    """Which figures are not there where that of an indicator is not: of a sum, those of its parts."""
    return [part for part in indicator.parts if not figure(part, period, dataset)] if is_sum(indicator) else [indicator]


def chosen(indicator: Indicator, case: Case) -> tuple[tuple[ChosenRule, ...], tuple[Requirement, ...]]:
    """The first rule that holds, and every `also when` rule that holds; with what these require.

    A rule is chosen because those above it were not, so it rests on all figures looked at so far. A rule that only
    requires a note is the first like any other, but leaves the word to the next that holds and has something to say.
    """
    spoken: list[ChosenRule] = []
    required: list[Requirement] = []
    met = done = False
    for rule in indicator.all_rules:
        if (done or (met and not rule.speaks)) and not rule.also:
            continue
        if _is_so(rule.condition, case):
            if rule.speaks:
                spoken.append(ChosenRule(rule, tuple(dict.fromkeys(case.seen))))
            if rule.also or not met:
                required += rule.requires
            met = met or not rule.also
            done = done or (not rule.also and rule.speaks)
    return tuple(spoken), tuple(required)


def _is_so(condition: Condition | None, case: Case) -> bool:
    """Whether a condition holds. Where there is no value, `otherwise` has nothing to speak of."""
    return case.value() is not None if condition is None else holds(condition, case) is True


def _excepted(condition: Condition | None, case: Case) -> Excepted | None:
    return None if condition is None else Excepted(holds(condition, case), tuple(dict.fromkeys(case.seen)))


def _larger_than_whole(indicator: Indicator, figure: Figure) -> Iterator[Diagnostic]:
    if figure.is_over_whole and indicator.unit == PERCENT:
        message = f"`{indicator.id}` is over 100% in {figure.period}: its first part is larger than its second"
        help_ = ("if that is meant, leave it; else the two may stand the wrong way round",)
        yield Diagnostic("part-larger-than-whole", message, figure.observations[0].span, help=help_)


FEW = 3  # missing figures that are each said on their own


def _no_observations(missing: Sequence[Indicator], spec: Spec, dataset: Dataset) -> Iterator[Diagnostic]:
    """A problem for each indicator without a figure; one for all where they are many: a whole file may be missing."""
    period = spec.period
    if len(missing) <= FEW:
        for indicator in missing:
            row = f"{_missing_name(indicator, period, dataset)},{period},..."
            message = f"there is no figure for `{indicator.id}` in {period}"
            help_ = f"add a row to the data: {row} with the figure, or why there is none (such as `not due`)"
            uncounted = tuple(dict.fromkeys(map(_complete, records_of(indicator.counted, spec.records))))
            yield Diagnostic("no-observation", message, indicator.span, help=(*uncounted, help_))
        return
    rows = tuple(f"{_missing_name(indicator, period, dataset)},{period}," for indicator in missing)
    message = f"there are no figures for {len(missing)} indicators in {period}"
    help_ = "if the period of the report is right, add these rows to the data, with figures or why there are none:"
    yield Diagnostic("no-observation", message, missing[0].span, help=(help_, *rows))


def _complete(records: Records) -> str:
    """What is said of the days for which records are complete, where nothing could be counted."""
    since = f"{records.complete_from.day} {records.complete_from:%B %Y}"
    until = f" to {records.complete_to.day} {records.complete_to:%B %Y}" if records.complete_to else ""
    return f"the records `{records.name}` are said to be complete from {since}{until}: see that this is so"


def _missing_name(indicator: Indicator, period: Period, dataset: Dataset) -> str:
    """The name to add a row for: the part of the measure that is not there, where the other is."""
    parts = [name for name in names(indicator)[1:] if dataset.get(name, period) is None]
    return parts[0] if len(parts) == 1 else indicator.id
