"""The words that the compiler writes itself, apart from the figures in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kpidsl.period import Period
from kpidsl.terms import Comparator, Direction, Reason

PAGE_LABEL = "Page {page} of {pages}"
REPORT_OF = "Report of"
RECOMMENDATIONS = "Recommendations"
MANDATORY = "(mandatory)"
TELEPHONE = "telephone"
EMAIL = "e-mail"
NOTE_BY = "Note by the"
ACTION = "Action:"
OTHER_FORMATS = "Other formats"
INDICATOR = "Indicator"
STATUS = "Status"
NO_TARGET = "None"
NOT_RATED = "Not rated"
NOT_SHOWN = "Not shown"
NOT_AVAILABLE = "Not available"
KEY_TITLE = "How to read the table"
ILLUSTRATIVE_TITLE = "Illustrative figures"

REASONS: dict[Reason, str] = {
    Reason.NO_CASES: "No cases",
    Reason.NOT_DUE: "Not due",
    Reason.AWAITING: "Awaiting",
    Reason.NOT_COLLECTED: "Not collected",
    Reason.NOT_APPLICABLE: "Not applicable",
    Reason.SUPPRESSED: "Suppressed",
    Reason.NOT_COMPARABLE: "Not comparable",
    Reason.NEW: "New",
}

DIRECTIONS: dict[Direction, str] = {
    Direction.IMPROVED: "improved",
    Direction.WORSENED: "worsened",
    Direction.UNCHANGED: "unchanged",
    Direction.HIGHER: "higher",
    Direction.LOWER: "lower",
}

COMPARATORS: dict[Comparator, str] = {
    Comparator.PREVIOUS: "the quarter before",
    Comparator.SAME_PERIOD_LAST_YEAR: "the same quarter last year",
    Comparator.OUTTURN: "last year",
}

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


def in_words(number: int) -> str:
    """`six` for 6; from 21 on, figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def as_ordinal(number: int) -> str:
    """`third` for 3; from 21 on, `21st`."""
    if 0 <= number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def day(when: date) -> str:
    """`30 September 2021`."""
    return f"{when.day} {when:%B} {when.year}"


def quarter(period: Period) -> str:
    """`quarter one of 2021-22`."""
    return f"quarter {in_words(period.quarter)} of {period.financial_year}" if period.quarter else str(period)


def months(period: Period) -> str:
    """`April to June 2021`."""
    return f"{period.start:%B} to {period.end:%B} {period.end.year}"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def unbroken(text: str) -> str:
    """Telephone numbers kept on one line."""
    return re.sub(r"(?<=\d) (?=\d{3})", "\u00a0", text)


def count_of(number: int, one: str, many: str) -> str:
    """`1 figure`, `2 figures`."""
    return f"{number:,} {one if number == 1 else many}"
