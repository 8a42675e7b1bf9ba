"""The words that the compiler writes itself, apart from the figures in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from kpidsl.period import MONTHS, Calendar, Period
from kpidsl.terms import Comparator, Direction, Grain, Polarity, Quality, Reason

PAGE_LABEL = "Page {page} of {pages}"
REPORT_OF = "Report of"
CONTENTS = "Contents"
RECOMMENDATIONS = "Recommendations"
MANDATORY = "(mandatory)"
TELEPHONE = "telephone"
EMAIL = "e-mail"
NOTE_BY = "Note by"
ACTION = "Action:"
OVERVIEW = "Overview"
OTHER_FORMATS = "Other formats"
TABLE = "Table"
CHART = "Chart"
DATA_FOR = "Data for chart"
THEME = "Theme"
INDICATOR = "Indicator"
SECTION = "Section"
SMALL_IN_TITLES = frozenset("a an and as at but by for from in into nor of on or per the to with".split())
STATUS = "Status"
TARGET = "Target"
NO_TARGET = "None"
TO_BE_SET = "To be set"
NOT_KNOWN = "Not known"
NOT_RATED = "Not rated"
ALL_RATED = "All rated"
NOT_SHOWN = "Not shown"
NOT_COMPARED = "Not compared"
NOT_COMPARABLE = "Not comparable"
NOT_AVAILABLE = "Not available"
FORECAST = "Forecast"
FORECAST_STATUS = "Forecast status"
NO_FORECAST = "No forecast"
NEVER_A_TARGET = "no target is set: the figure shows demand or context"
TARGET_TO_BE_SET = "the target is still to be set"
NOT_RANKED = "Not ranked"
KEY_TITLE = "How to read the table"
ILLUSTRATIVE_TITLE = "Illustrative figures"
ALL_ILLUSTRATIVE = "All figures in this report are illustrative: they were made up to show how the report works."
RESTS_ON_ILLUSTRATIVE = " (This rests on illustrative figures.)"
OTHER_FIGURES = "Other figures"
OVERRIDDEN_TITLE = "Statuses set by judgement"
REVISED_TITLE = "Targets that were changed"
REDEFINED_TITLE = "Measures that were redefined"
SOURCES_TITLE = "Sources of benchmarks"
NOTE_OWED = "Note owed"
NOBODY_NAMED = "by somebody still to be named"
NO_REASON = "No reason has been given."
NOT_SAID = "Not said"
NO_ROWS = "None"
DIRECTION = "Direction"
ABOUT = "Indicator or milestone"
OWNER = "Owner"
DUE = "Due"
EXCEPTIONS = "Exceptions"
WHOLE_SECTION = "All in this section"
DICTIONARY = "What the indicators count, and how they are judged"
ACTIONS = "Actions"
OVERDUE = "overdue"
LAST_REPORT = "Last report"
NEW_ACTION = "New"
CARRIED_OVER = "Carried over"
NO_EXCEPTIONS = "There are no exceptions"
NONE_KNOWN = "No exceptions are known"
CANNOT_BE_TOLD = "It cannot be told whether these are exceptions:"
MISSING = "an earlier figure or a target is missing"
NOTHING_DUE = "Not rated:"
DRAFT = "Draft"
DRAFT_MARK = "DRAFT"
DRAFT_MEANING = "This is a draft, and not for publication."
MILESTONE = "Milestone"
NOT_DONE = "Not done"
NOT_NAMED = "Not named"
NO_OTHER_DAY = "No other day"
ALREADY_DONE = "Done"
DATES = "Dates"
MOVED_TITLE = "Due dates that were moved"
EXPECTED_TITLE = "Expected dates and why"
OF_WHICH = "of which"
PARTS = "Parts"
TREND = "Trend"
WHOLE_YEAR = "Whole year"
ROUNDING = "Rounding"
SMALL_NUMBERS = "Small numbers"
ITS_TOLERANCE = "its tolerance"
PERIOD = "Period"
FIGURE = "Figure"
WHY = "Why"
RULE = "Rule"
COMMENTARY_RULE = "Chosen for the commentary"
MEASURES = "What it measures"
CAME_ABOUT = "How the figure and its status came about"
EARLIER = "Earlier figures"
HISTORY = "Figures up to now, the latest first"
HISTORY_JUDGED = "Figures up to now, the latest first, each judged by the rules of this report"
SOURCE_ROWS = "The rows of the data that they come from"
ROW = "Row"
COUNTED = "What it is of"
GIVEN = "As given"
REMARK = "Remark"
NO_REMARK = "None"

# What a page on a screen says of itself.
SKIP = "Skip to main content"
CONTENTS = "Contents"
DETAILS = "Indicators in detail"
DETAILS_LEAD = "What each indicator measures, how its figure and status came about, and its earlier figures."
CLOSE = "Close"
SHOW_BY_STATUS = "Show by status"
EVERY_STATUS = "All"
ORDER = "Order of rows"
OWN_ORDER = "As in the report"
SHOWN = "{shown} of {all} rows shown."
SORTED_BY = "Sorted by “{column}”, {order}, across all sections."
FILES = "Data"

# How rows can be put in order, upwards and downwards.
BY_NAME = ("A to Z", "Z to A")
BY_FIGURE = ("lowest first", "highest first")
BY_FIGURE_AND_UNIT = ("lowest first in each unit", "highest first in each unit")
BY_STATUS = ("first in the key first", "last in the key first")
BY_DIRECTION = ("improved first", "worsened first")
BY_RANK = ("best first", "worst first")

POLARITIES: dict[Polarity, str] = {
    Polarity.HIGHER: "Higher is better",
    Polarity.LOWER: "Lower is better",
    Polarity.CLOSEST: "Closest to the target is best",
    Polarity.BETWEEN: "Between two values is best",
    Polarity.NONE: "Neither: the figure shows demand or context",
}

REASONS: dict[Reason, str] = {
    Reason.NO_CASES: "No cases",
    Reason.NOT_DUE: "Not due",
    Reason.AWAITING: "Awaiting",
    Reason.NOT_COLLECTED: "Not collected",
    Reason.NOT_APPLICABLE: "Not applicable",
    Reason.SUPPRESSED: "Suppressed",
    Reason.NOT_COMPARABLE: NOT_COMPARABLE,
    Reason.NEW: "New",
}

REASON_MEANINGS: dict[Reason, str] = {
    Reason.NO_CASES: "Nobody and nothing was in the group that is counted.",
    Reason.NOT_DUE: "The figure is not due in this period.",
    Reason.AWAITING: "The figure is late and will follow.",
    Reason.NOT_COLLECTED: "The figure was not collected.",
    Reason.NOT_APPLICABLE: "There is no such figure for this period.",
    Reason.SUPPRESSED: "The figure is withheld, so that nobody can be identified.",
    Reason.NOT_COMPARABLE: "The figure cannot be compared with the others of its row.",
    Reason.NEW: "The indicator is new.",
}

# What stands after a figure in the table, and what it means.
MARKERS: dict[Quality, tuple[str, str]] = {
    Quality.REVISED: ("[r]", "The figure has been revised."),
    Quality.PROVISIONAL: ("[p]", "The figure is provisional and may change."),
    Quality.ESTIMATED: ("[e]", "The figure is an estimate."),
    Quality.ILLUSTRATIVE: ("[i]", "The figure is illustrative: made up to show how the report works."),
}


def marker(*qualities: Quality) -> str:
    """What stands after a figure of these qualities; empty for one that is final."""
    return " ".join(MARKERS[quality][0] for quality in dict.fromkeys(qualities) if quality in MARKERS)


DIRECTIONS: dict[Direction, str] = {
    Direction.IMPROVED: "improved",
    Direction.WORSENED: "worsened",
    Direction.UNCHANGED: "unchanged",
    Direction.HIGHER: "higher",
    Direction.LOWER: "lower",
    Direction.SAME: "the same",
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
    return _ORDINALS[number] if 0 <= number < len(_ORDINALS) else ordinal_figure(number)


def ordinal_figure(number: int) -> str:
    """`3rd` for 3."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


# A sentence ends with more than one letter before its full stop: not after `e.g.`
_SENTENCE_END = re.compile(r"(?:^|(?:\w\w|[)%\d\u201d\u2019])[.!?]\s+)$")


def begins_sentence(before: str) -> bool:
    """Whether what follows this text begins a sentence."""
    return _SENTENCE_END.search(before) is not None


def day(when: date) -> str:
    """`30 September 2021`."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def compared_with(comparator: Comparator, grain: Grain) -> str:
    """`the quarter before`, `the same month last year`, `last year`."""
    match comparator:
        case Comparator.PREVIOUS:
            return f"the {grain.value} before"
        case Comparator.SAME_PERIOD_LAST_YEAR:
            return "the year before" if grain is Grain.YEAR else f"the same {grain.value} last year"
        case Comparator.OUTTURN:
            return "last year"
        case Comparator.BASELINE:
            return "the baseline"
        case _:
            assert_never(comparator)


def short(period: Period) -> str:
    """As a column heading says it: `2021-22 Q1`, `2021`, `2021-22`, `September 2021`."""
    return str(period).removeprefix("calendar ").removeprefix("academic ")


def period(one: Period) -> str:
    """As a sentence says it: `quarter one of 2021-22`, `the first half of 2021-22`, `September 2021`."""
    year = short(one.whole_year)
    if one.calendar is Calendar.ACADEMIC:
        year = f"the academic year {year}"
    match one.grain:
        case Grain.QUARTER:
            return f"quarter {in_words(one.number)} of {year}"
        case Grain.HALF:
            return f"the {as_ordinal(one.number)} half of {year}"
        case Grain.MONTH:
            return str(one)
        case Grain.YEAR:
            return year
        case _:
            assert_never(one.grain)


def months(one: Period) -> str:
    """`April to June 2021`, `April 2021 to March 2022`."""
    first, last = MONTHS[one.start.month - 1], f"{MONTHS[one.end.month - 1]} {one.end.year}"
    if one.grain is Grain.MONTH:
        return last
    return f"{first} to {last}" if one.start.year == one.end.year else f"{first} {one.start.year} to {last}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def overridden(label: str, word: str, author: str, reason: str) -> str:
    """A status set by judgement: whose, and why."""
    return f"{label}: {word} by judgement of {author} ({reason})."


def decided(reason: str, author: str, verb: str = "set") -> str:
    """Why something was decided and by whom, as far as that is said, to stand behind what was."""
    said = "; ".join(filter(None, (reason, f"{verb} by {author}" if author else "")))
    return f" ({said})" if said else ""


def unbroken(text: str) -> str:
    """Telephone numbers kept on one line."""
    return re.sub(r"(?<=\d) (?=\d{3})", "\u00a0", text)


def count_of(number: int, one: str, many: str) -> str:
    """`1 figure`, `2 figures`."""
    return f"{number:,} {one if number == 1 else many}"
