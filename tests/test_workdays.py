"""Working days: the bank holidays are those that others list, and counting goes by what the module says of day 0."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import resources

import holidays
import numpy
import pytest
import yaml
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given, settings, strategies as st

from kpidsl.compose import working_days
from kpidsl.saying import speaking
from kpidsl.spec.calendars import CALENDARS, ENGLAND, workdays
from kpidsl.workdays import OutsideCalendar, Workdays

CALENDAR = workdays(ENGLAND)
FIRST, LAST = CALENDAR.first, CALENDAR.last
ONE = timedelta(days=1)
known = st.dates(FIRST, LAST)
with_closures = st.lists(known, max_size=12).map(lambda closed: workdays(ENGLAND, closed))


def test_the_bank_holidays_are_those_that_gov_uk_lists() -> None:
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    within = [one["date"] for one in listed if FIRST <= one["date"] <= LAST]
    assert list(CALENDAR.bank_holidays) == within
    assert {day.year for day in within} == set(range(FIRST.year, LAST.year + 1))  # none is missing from the list itself


def test_a_second_package_knows_the_same_days_without_work() -> None:
    theirs = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 1))
    ours = {day for day in CALENDAR.bank_holidays if day.weekday() < 5}
    assert ours == {day for day in theirs if day.weekday() < 5}


@pytest.mark.parametrize("name", CALENDARS)
def test_a_calendar_is_in_order_and_every_day_has_a_name(name: str) -> None:
    calendar = workdays(name)
    assert list(calendar.bank_holidays) == sorted(set(calendar.bank_holidays))
    assert all(calendar.covers(day) and day.weekday() < 5 for day in calendar.bank_holidays)
    assert (calendar.first.day, calendar.first.month, calendar.last.day, calendar.last.month) == (1, 1, 31, 12)
    assert calendar.as_at < calendar.last


@given(with_closures, known, known)
def test_counting_agrees_with_numpy_once_day_0_is_taken_into_account(calendar: Workdays, a: date, b: date) -> None:
    a, b = min(a, b), max(a, b)
    off = [*calendar.bank_holidays, *calendar.closed]
    # NumPy counts from its first day and leaves out its last: a day later, both.
    assert calendar.between(a, b) == numpy.busday_count(a + ONE, b + ONE, holidays=off)
    assert calendar.between(b, a) == -calendar.between(a, b)


@settings(max_examples=10)
@given(with_closures, st.integers(0, 60))
def test_a_table_of_limits_says_the_same(calendar: Workdays, limit: int) -> None:
    table = dict(calendar.limits(limit))
    assert list(table) == list(calendar.days())
    assert (min(table), max(table)) == (FIRST, LAST)
    for day in (*calendar.bank_holidays[::20], *calendar.closed, FIRST, LAST):
        assert table[day] == calendar.last_within(day, limit)


@given(with_closures, known, st.integers(0, 60))
def test_the_last_day_of_a_limit_is_within_it_and_the_next_is_not(calendar: Workdays, day: date, n: int) -> None:
    nth, last = calendar.after(day, n), calendar.last_within(day, n)
    assert last is None or not calendar.within(day, last + ONE, n)
    assert calendar.within(day, last or LAST, n)
    assert nth is None or (calendar.between(day, nth) == n and calendar.within(day, nth, n))
    assert nth == day if n == 0 else nth is None or calendar.is_workday(nth)
    assert last is None or (nth is not None and nth <= last)


@given(known, known, st.integers(0, 60), st.lists(known, min_size=1, max_size=5))
def test_a_closure_never_makes_anybody_late(a: date, b: date, limit: int, closed: list[date]) -> None:
    assert workdays(ENGLAND, closed).within(a, b, limit) >= CALENDAR.within(a, b, limit)


def test_day_0_is_the_start_date_whether_it_is_worked_or_not() -> None:
    friday, saturday, monday = date(2022, 4, 1), date(2022, 4, 2), date(2022, 4, 4)
    assert CALENDAR.after(saturday, 0) == saturday
    assert CALENDAR.after(friday, 1) == CALENDAR.after(saturday, 1) == monday
    assert CALENDAR.between(friday, friday) == CALENDAR.between(friday, saturday) == 0
    thursday = date(2022, 3, 31)
    assert CALENDAR.within(thursday, saturday, 1)  # no second working day has begun
    assert not CALENDAR.within(thursday, monday, 1)
    assert not CALENDAR.within(friday, thursday, 1)


def test_forty_five_working_days_pass_over_easter() -> None:
    """From Monday 1 March 2021: Good Friday, Easter Monday and the early May bank holiday lie in between."""
    start = date(2021, 3, 1)
    assert CALENDAR.after(start, 45) == date(2021, 5, 6)
    closed = workdays(ENGLAND, [date(2021, 4, 6), date(2021, 4, 2)])  # the second is a bank holiday as it is
    assert closed.after(start, 45) == date(2021, 5, 7)


@pytest.mark.parametrize("day", [FIRST - ONE, LAST + ONE])
def test_days_that_the_calendar_does_not_know_are_refused(day: date) -> None:
    assert not CALENDAR.covers(day)
    for ask in (CALENDAR.is_workday, lambda day: CALENDAR.within(FIRST, day, 9), lambda day: CALENDAR.after(day, 0)):
        with pytest.raises(OutsideCalendar):
            ask(day)


def test_a_day_that_would_lie_after_the_calendar_is_not_guessed() -> None:
    assert CALENDAR.after(LAST, 1) is None


def test_the_file_is_one_that_people_can_mend() -> None:
    """Its days are dates in words, each with the name of the bank holiday, and any YAML reader reads it."""
    text = resources.files("kpidsl").joinpath("calendars", "england.yaml").read_text("utf-8")
    said = yaml.safe_load(text)
    assert len(said["bank holidays"]) == len(CALENDAR.bank_holidays)
    assert said["bank holidays"]["8 May 2023"] == "Bank holiday for the coronation of King Charles III"
    assert all(name.strip() for name in said["bank holidays"].values())
    assert "Open Government Licence" in said["licence"]


def test_a_report_says_by_which_calendar_it_counted() -> None:
    sentence = working_days.said(workdays(ENGLAND, [date(2021, 12, 29), date(2021, 12, 30)]))
    assert "England and Wales (GOV.UK, as at 25 February 2026)" in sentence
    assert "2 days on which the council was closed" in sentence
    assert "closed" not in working_days.said(CALENDAR)
    with speaking("cy"):
        assert "25 Chwefror 2026" in working_days.said(CALENDAR)
