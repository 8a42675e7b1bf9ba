"""Milestones: laws of their statuses, and what other programs get of them."""

from __future__ import annotations

import json
from datetime import date, timedelta

import jsonschema
import pytest
from hypothesis import given, strategies as st

from kpidsl import pipeline
from kpidsl.evaluation.milestones import dates_of, judge, status_of
from kpidsl.period import Period
from kpidsl.source import Source, Span
from kpidsl.spec.condition import AllOf, Dated
from kpidsl.spec.indicator import Scheme, Section, State
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.schemes import LOOKS
from kpidsl.terms import DateQuestion
from tests import cases
from tests.test_record import SCHEMA, Json

_SPAN = Span(Source("", ""), 0, 0)


def _scheme(*conditions: Dated | AllOf | None) -> Scheme:
    looks = zip(LOOKS.items(), conditions, strict=False)
    states = tuple(State(name, look, condition, _SPAN) for (name, look), condition in looks)
    return Scheme("any", "Any", states, for_milestones=True)


PLAIN = _scheme(Dated(DateQuestion.DONE), Dated(DateQuestion.EXPECTED_ON_TIME), Dated(DateQuestion.NOT_DUE_YET), None)
STRICT = _scheme(
    Dated(DateQuestion.DONE_ON_TIME),
    Dated(DateQuestion.EXPECTED_ON_TIME),
    AllOf((Dated(DateQuestion.NOT_DUE_YET), Dated(DateQuestion.EXPECTED_LATE))),
    None,
)
SCHEMES = st.sampled_from([PLAIN, STRICT])
DAYS = st.integers(-80, 80).map(lambda days: date(2021, 9, 30) + timedelta(days=days))
LATER = st.integers(0, 80).map(lambda days: timedelta(days=days))


def _milestone(scheme: Scheme, due: date, done: date | None, expected: date | None) -> Milestone:
    section = Section("one", "One")
    return Milestone("any", "Any", section, scheme, due, (), expected, "", done, "", (), _SPAN)


def _rank(milestone: Milestone, as_at: date) -> int:
    """The place of the status: 0 is the best."""
    state = judge(milestone, Period(2021), as_at).state
    return milestone.scheme.states.index(state)


@given(SCHEMES, DAYS, DAYS, DAYS, LATER, st.booleans())
def test_a_later_day_done_or_expected_never_improves_a_milestone(
    scheme: Scheme, due: date, day: date, as_at: date, later: timedelta, is_done: bool
) -> None:
    one, other = (
        _milestone(scheme, due, done=when if is_done else None, expected=None if is_done else when)
        for when in (day, day + later)
    )
    assert _rank(one, as_at) <= _rank(other, as_at)


@given(SCHEMES, DAYS, st.none() | DAYS, DAYS, LATER)
def test_what_is_not_done_never_improves_as_days_go_by(
    scheme: Scheme, due: date, expected: date | None, as_at: date, later: timedelta
) -> None:
    milestone = _milestone(scheme, due, None, expected)
    assert _rank(milestone, as_at) <= _rank(milestone, as_at + later)


@given(SCHEMES, DAYS, st.none() | DAYS, st.none() | DAYS, DAYS, st.integers(-400, 400))
def test_moving_all_days_by_as_much_changes_no_status(
    scheme: Scheme, due: date, done: date | None, expected: date | None, as_at: date, days: int
) -> None:
    by = timedelta(days=days)
    moved = _milestone(scheme, due + by, done + by if done else None, expected + by if expected else None)
    assert _rank(moved, as_at + by) == _rank(_milestone(scheme, due, done, expected), as_at)


@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_each_milestone_is_either_done_overdue_or_not_due_yet(
    due: date, done: date | None, expected: date | None, as_at: date
) -> None:
    """Exactly one of each of these groups holds, whatever the dates are."""
    on_time = (DateQuestion.DONE_ON_TIME, DateQuestion.DONE_LATE)
    ahead = (DateQuestion.EXPECTED_ON_TIME, DateQuestion.EXPECTED_LATE)
    open_ = (DateQuestion.OVERDUE, DateQuestion.NOT_DUE_YET)
    for group in ((DateQuestion.DONE, *open_), (*on_time, *ahead), (*on_time, *open_)):
        holding = [
            question
            for question in group
            if status_of(
                _scheme(Dated(question), None), dates_of(_milestone(PLAIN, due, done, expected), as_at)
            ).condition
        ]
        assert len(holding) == 1


PLAN = """language 1
indicator cases "Cases"
  section   one
  unit      count
  polarity  none

scheme progress "Progress of milestones" for milestones
  blue   "Done" when done
  green  "On track" when expected on time
  red    "Late" otherwise

milestone team "New team in place"
  section   one
  due       30 September 2021, was 30 June 2021 because "Recruitment took longer"
  done      12 August 2021
  owner     "Head of Service"

milestone system "New case system live"
  section   one
  due       31 October 2021
  expected  31 January 2022 because "The supplier is late"
  override  green because "The supplier has caught up" by "the Director"

note system by "the Director"
  > Tests have begun.
"""


@pytest.fixture(scope="module")
def record() -> Json:
    spec = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
    spec = spec.replace("  table columns", "  milestones columns due, status\n  table columns")
    files = {"spec.kpi": spec, "indicators.kpi": PLAN}
    outcome = pipeline.build("spec.kpi", cases.reader(files), formats=("json",))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    found: Json = json.loads(outcome.value["json"])
    return found


def test_the_record_of_milestones_is_what_the_schema_describes(record: Json) -> None:
    jsonschema.validate(record, SCHEMA, jsonschema.Draft202012Validator)
    assert [scheme["name"] for scheme in record["schemes"]] == ["council", "progress"]


def test_the_record_holds_dates_moves_reasons_and_judgements(record: Json) -> None:
    team, system = record["milestones"]
    assert (team["due"], team["done"], team["expected"]) == ("2021-09-30", "2021-08-12", None)
    assert team["moved"] == [{"was": "2021-06-30", "reason": "Recruitment took longer"}]
    assert (team["status"], team["owner"], team["override"], team["notes"]) == ("blue", "Head of Service", None, [])
    assert (system["expected"], system["expected_reason"]) == ("2022-01-31", "The supplier is late")
    assert (system["status"], system["override"]["author"]) == ("green", "the Director")
    assert system["notes"][0]["text"] == ["Tests have begun."]
