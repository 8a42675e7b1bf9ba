"""evaluate: Spec and Dataset to Evaluation. Nothing is rounded here, and nothing is worded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kpidsl.data.model import Dataset
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors, in_order
from kpidsl.evaluation.figures import figure
from kpidsl.evaluation.judging import Case, comparator_period, direction_since, holds, state_of
from kpidsl.evaluation.model import Assessment, ChosenRule, Evaluation, Figure, Run, Unrated
from kpidsl.period import Period
from kpidsl.spec.model import Indicator, Spec

HISTORY = 24  # periods kept for trends: two years of months
LONGEST_RUN = 40  # periods looked back for a run: ten years of quarters


def evaluate(spec: Spec, dataset: Dataset, as_at: date) -> Outcome[Evaluation]:
    """Judge every indicator for the period of the report, as on the day `as_at`."""
    problems: list[Diagnostic] = []
    if as_at <= spec.period.end:
        message = f"{spec.period} is not over on the day that this report is made for, {as_at.day} {as_at:%B %Y}"
        problems.append(Diagnostic("period-not-over", message, None, help=("its figures may still change",)))
    assessments = []
    for indicator in spec.indicators:
        assessment = _assess(indicator, spec, dataset, problems)
        if assessment is not None:
            assessments.append(assessment)
    found = in_order(dict.fromkeys(problems))
    return Outcome(None if has_errors(found) else Evaluation(spec, tuple(assessments)), found)


def _assess(indicator: Indicator, spec: Spec, dataset: Dataset, problems: list[Diagnostic]) -> Assessment | None:
    known: dict[Period, Figure | None] = {}
    before = len(problems)

    def lookup(period: Period) -> Figure | None:
        if period not in known:
            found = figure(indicator, period, dataset)
            if isinstance(found, Diagnostic):
                problems.append(found)
                found = None
            known[period] = found
        return known[period]

    def case() -> Case:
        return Case(indicator, spec.period, spec.scheme, lookup)

    now = lookup(spec.period)
    if now is None:
        if len(problems) == before:  # else it is there, but wrong, and that has been said
            problems.append(_no_observation(indicator, spec.period, dataset))
        return None
    target = indicator.target_for(spec.period)
    state = state_of(case())
    return Assessment(
        indicator=indicator,
        figure=now,
        target=target,
        state=state,
        unrated=None if state else Unrated.NO_TARGET if target is None else Unrated.NO_VALUE,
        previous=lookup(spec.period.previous),
        outturn=lookup(spec.period.outturn),
        previous_outturn=lookup(spec.period.outturn.previous),
        history=tuple((period, lookup(period)) for period in spec.period.last(HISTORY)),
        directions=tuple(
            (comparator, lookup(comparator_period(spec.period, comparator)), direction_since(case(), comparator))
            for comparator in indicator.comparators
        ),
        run=_run(case(), dataset, lookup) if state else None,
        rules=_chosen(indicator, case),
    )


def _chosen(indicator: Indicator, case: Callable[[], Case]) -> tuple[ChosenRule, ...]:
    """The first rule that holds, and every `also when` rule that holds."""
    chosen: list[ChosenRule] = []
    done = False
    for rule in indicator.rules:
        if done and not rule.also:
            continue
        fresh = case()
        if rule.condition is None or holds(rule.condition, fresh):
            chosen.append(ChosenRule(rule, tuple(dict.fromkeys(fresh.seen))))
            done = done or not rule.also
    return tuple(chosen)


def _run(case: Case, dataset: Dataset, lookup: Callable[[Period], Figure | None]) -> Run:
    """Looks back from now, period by period, until the status was another or cannot be told."""
    state = state_of(case)
    length, steps = 1, 1
    while steps < LONGEST_RUN and state_of(case.at(case.period.back(steps))) == state:
        length += 1
        steps += 1
    last_time = None
    for back in range(steps + 1, LONGEST_RUN):
        if state_of(case.at(case.period.back(back))) == state:
            last_time = case.period.back(back)
            break
    return Run(length, last_time, tuple(dict.fromkeys(case.seen)))


def _no_observation(indicator: Indicator, period: Period, dataset: Dataset) -> Diagnostic:
    measure = indicator.measure
    missing = indicator.id
    if measure is not None:
        parts = [name for name in (measure.numerator, measure.denominator) if dataset.get(name, period) is None]
        missing = " and ".join(f"`{name}`" for name in parts) if len(parts) == 1 else indicator.id
    missing = missing.strip("`")
    message = f"there is no figure for `{indicator.id}` in {period}"
    help_ = f"add a row to the data: {missing},{period},... with the figure, or why there is none (such as `not due`)"
    return Diagnostic("no-observation", message, indicator.span, help=(help_,))
