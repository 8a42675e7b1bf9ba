"""What a report says of the calendar by which working days were counted."""

from __future__ import annotations

from kpidsl.compose import words
from kpidsl.saying import marked, say, say_number
from kpidsl.workdays import Workdays

_PLACES = (marked("England and Wales"),)  # the titles of the calendars that come with the program


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
