"""What a report says of the calendar by which working days were counted."""

from __future__ import annotations

from collections.abc import Iterable

from kpidsl.compose import words
from kpidsl.saying import marked, say, say_number
from kpidsl.spec.calendars import workdays
from kpidsl.spec.council import House
from kpidsl.spec.record import DayCount, InTime, RecordMeasure, Recurring, leaves
from kpidsl.workdays import Workdays

_PLACES = (marked("England and Wales"),)  # the titles of the calendars that come with the program


def counted_by(house: House, measures: Iterable[RecordMeasure]) -> str:
    """By which calendar these measures were counted; empty where none of them asks for working days."""
    tests = [test for one in measures for test in (one.where, one.test) if test is not None]
    limits = [leaf for test in tests for leaf in leaves(test) if isinstance(leaf, InTime | Recurring)]
    if not any(limit.unit is DayCount.WORKING_DAYS for limit in limits):
        return ""
    return said(workdays(house.calendar, house.closed))


def said(calendar: Workdays) -> str:
    """Which days were left out, who says so, and as at which day; for the provenance of a report that counted them."""
    sentence = say(
        "Working days are Monday to Friday without the bank holidays of {place} ({source}, as at {day}). The day on "
        "which a time limit starts is day 0.",
        place=say(calendar.name),
        source=calendar.source,
        day=words.day(calendar.as_at),
    )
    if not calendar.closed:
        return sentence
    closed = say_number(
        len(calendar.closed),
        "{number} day on which the council was closed was left out, too.",
        "{number} days on which the council was closed were left out, too.",
    )
    return f"{sentence} {closed}"
