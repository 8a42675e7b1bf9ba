"""The words that the compiler writes itself, apart from the figures in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from kpidsl.period import MONTHS, Calendar, Period
from kpidsl.quantity import Unit
from kpidsl.saying import marked, say
from kpidsl.terms import Comparator, Direction, Grain, Polarity, Quality, Reason

PAGE_LABEL = marked("Page {page} of {pages}")
REPORT_OF = marked("Report of")
CONTENTS = marked("Contents")
RECOMMENDATIONS = marked("Recommendations")
MANDATORY = marked("(mandatory)")
TELEPHONE = marked("telephone")
EMAIL = marked("e-mail")
ACTION = marked("Action:")
OVERVIEW = marked("Overview")
OTHER_FORMATS = marked("Other formats")
TABLE = marked("Table")
CHART = marked("Chart")
DATA_FOR = marked("Data for chart")
THEME = marked("Theme")
INDICATOR = marked("Indicator")
STATUS = marked("Status")
TARGET = marked("Target")
NO_TARGET = marked("None")
TO_BE_SET = marked("To be set")
NOT_KNOWN = marked("Not known")
NOT_RATED = marked("Not rated")
ALL_RATED = marked("All rated")
NOT_SHOWN = marked("Not shown")
NOT_COMPARED = marked("Not compared")
NOT_COMPARABLE = marked("Not comparable")
NOT_AVAILABLE = marked("Not available")
FORECAST = marked("Forecast")
FORECAST_STATUS = marked("Forecast status")
NO_FORECAST = marked("No forecast")
NEVER_A_TARGET = marked("no target is set: the figure shows demand or context")
TARGET_TO_BE_SET = marked("the target is still to be set")
NOT_RANKED = marked("Not ranked")
KEY_TITLE = marked("How to read the table")
ILLUSTRATIVE_TITLE = marked("Illustrative figures")
ALL_ILLUSTRATIVE = marked(
    "All figures in this report are illustrative: they were made up to show how the report works."
)
RESTS_ON_ILLUSTRATIVE = marked(" (This rests on illustrative figures.)")
OTHER_FIGURES = marked("Other figures")
OVERRIDDEN_TITLE = marked("Statuses set by judgement")
REVISED_TITLE = marked("Targets that were changed")
REDEFINED_TITLE = marked("Measures that were redefined")
SOURCES_TITLE = marked("Sources of benchmarks")
NOTE_OWED = marked("Note owed")
NOBODY_NAMED = marked("by somebody still to be named")
NO_REASON = marked("No reason has been given.")
NOT_SAID = marked("Not said")
NO_ROWS = marked("None")
DIRECTION = marked("Direction")
ABOUT = marked("Indicator or milestone")
OWNER = marked("Owner")
DUE = marked("Due")
WHOLE_SECTION = marked("All in this section")
DICTIONARY = marked("What the indicators count, and how they are judged")
OVERDUE = marked("overdue")
LAST_REPORT = marked("Last report")
NEW_ACTION = marked("New")
CARRIED_OVER = marked("Carried over")
NO_EXCEPTIONS = marked("There are no exceptions in {period} ({condition}).")
NONE_KNOWN = marked("No exceptions are known in {period} ({condition}).")
CANNOT_BE_TOLD = marked("It cannot be told whether these are exceptions:")
MISSING = marked("an earlier figure or a target is missing")
NOTHING_DUE = marked("Not rated:")
DRAFT = marked("Draft")
DRAFT_MARK = marked("DRAFT")
DRAFT_MEANING = marked("This is a draft, and not for publication.")
MILESTONE = marked("Milestone")
NOT_DONE = marked("Not done")
NOT_NAMED = marked("Not named")
NO_OTHER_DAY = marked("No other day")
ALREADY_DONE = marked("Done")
DATES = marked("Dates")
MOVED_TITLE = marked("Due dates that were moved")
EXPECTED_TITLE = marked("Expected dates and why")
OF_WHICH = marked("of which")
PARTS = marked("Parts")
TREND = marked("Trend")
WHOLE_YEAR = marked("Whole year")
ROUNDING = marked("Rounding")
SMALL_NUMBERS = marked("Small numbers")
ITS_TOLERANCE = marked("its tolerance")
PERIOD = marked("Period")
FIGURE = marked("Figure")
WHY = marked("Why")
RULE = marked("Rule")
COMMENTARY_RULE = marked("Chosen for the commentary")
MEASURES = marked("What it measures")
CAME_ABOUT = marked("How the figure and its status came about")
EARLIER = marked("Earlier figures")
HISTORY = marked("Figures up to now, the latest first")
HISTORY_JUDGED = marked("Figures up to now, the latest first, each judged by the rules of this report")
SOURCE_ROWS = marked("The rows of the data that they come from")
ROW = marked("Row")
COUNTED = marked("What it is of")
GIVEN = marked("As given")
REMARK = marked("Remark")
NO_REMARK = marked("None")

# What a page on a screen says of itself.
SKIP = marked("Skip to main content")
CONTENTS = marked("Contents")
DETAILS = marked("Indicators in detail")
DETAILS_LEAD = marked("What each indicator measures, how its figure and status came about, and its earlier figures.")
CLOSE = marked("Close")
SHOW_BY_STATUS = marked("Show by status")
EVERY_STATUS = marked("All")
ORDER = marked("Order of rows")
OWN_ORDER = marked("As in the report")
SHOWN = marked("{shown} of {all} rows shown.")
SORTED_BY = marked("Sorted by “{column}”, {order}, across all sections.")
FILES = marked("Data")

# How rows can be put in order, upwards and downwards.
BY_NAME = (marked("A to Z"), marked("Z to A"))
BY_FIGURE = (marked("lowest first"), marked("highest first"))
BY_FIGURE_AND_UNIT = (marked("lowest first in each unit"), marked("highest first in each unit"))
BY_STATUS = (marked("first in the key first"), marked("last in the key first"))
BY_DIRECTION = (marked("improved first"), marked("worsened first"))
BY_RANK = (marked("best first"), marked("worst first"))

# ---- summaries, overview, charts, comparisons, ranks

REPORT_ON = marked("the report on {period}")
GROUP_AVERAGE = marked("Average of {group}")
WITHOUT_FIGURE = marked("{number} without a figure")
QUARTILES = (marked("best"), marked("second"), marked("third"), marked("worst"))

GRAINS: dict[Grain, str] = {
    Grain.MONTH: marked("month"),
    Grain.QUARTER: marked("quarter"),
    Grain.HALF: marked("half-year"),
    Grain.YEAR: marked("year"),
}

# What stands in a sentence beside a figure of a quality.
QUALITIES: dict[Quality, str] = {
    Quality.FINAL: marked("final"),
    Quality.REVISED: marked("revised"),
    Quality.PROVISIONAL: marked("provisional"),
    Quality.ESTIMATED: marked("estimated"),
    Quality.ILLUSTRATIVE: marked("illustrative"),
}

SHORT_MONTHS = (
    *(marked("Jan"), marked("Feb"), marked("Mar"), marked("Apr"), marked("May"), marked("Jun")),
    *(marked("Jul"), marked("Aug"), marked("Sep"), marked("Oct"), marked("Nov"), marked("Dec")),
)

_UNITS = {
    "days": marked("days"),
    "working days": marked("working days"),
    "weeks": marked("weeks"),
    "months": marked("months"),
    "hours": marked("hours"),
    "tonnes": marked("tonnes"),
}

POLARITIES: dict[Polarity, str] = {
    Polarity.HIGHER: marked("Higher is better"),
    Polarity.LOWER: marked("Lower is better"),
    Polarity.CLOSEST: marked("Closest to the target is best"),
    Polarity.BETWEEN: marked("Between two values is best"),
    Polarity.NONE: marked("Neither: the figure shows demand or context"),
}

REASONS: dict[Reason, str] = {
    Reason.NO_CASES: marked("No cases"),
    Reason.NOT_DUE: marked("Not due"),
    Reason.AWAITING: marked("Awaiting"),
    Reason.NOT_COLLECTED: marked("Not collected"),
    Reason.NOT_APPLICABLE: marked("Not applicable"),
    Reason.SUPPRESSED: marked("Suppressed"),
    Reason.NOT_COMPARABLE: NOT_COMPARABLE,
    Reason.NEW: marked("New"),
}

# The same inside a sentence.
REASONS_IN_TEXT: dict[Reason, str] = {
    Reason.NO_CASES: marked("no cases"),
    Reason.NOT_DUE: marked("not due"),
    Reason.AWAITING: marked("awaiting"),
    Reason.NOT_COLLECTED: marked("not collected"),
    Reason.NOT_APPLICABLE: marked("not applicable"),
    Reason.SUPPRESSED: marked("suppressed"),
    Reason.NOT_COMPARABLE: marked("not comparable"),
    Reason.NEW: marked("new"),
}

REASON_MEANINGS: dict[Reason, str] = {
    Reason.NO_CASES: marked("Nobody and nothing was in the group that is counted."),
    Reason.NOT_DUE: marked("The figure is not due in this period."),
    Reason.AWAITING: marked("The figure is late and will follow."),
    Reason.NOT_COLLECTED: marked("The figure was not collected."),
    Reason.NOT_APPLICABLE: marked("There is no such figure for this period."),
    Reason.SUPPRESSED: marked("The figure is withheld, so that nobody can be identified."),
    Reason.NOT_COMPARABLE: marked("The figure cannot be compared with the others of its row."),
    Reason.NEW: marked("The indicator is new."),
}

# What stands after a figure in the table, and what it means.
MARKERS: dict[Quality, tuple[str, str]] = {
    Quality.REVISED: ("[r]", marked("The figure has been revised.")),
    Quality.PROVISIONAL: ("[p]", marked("The figure is provisional and may change.")),
    Quality.ESTIMATED: ("[e]", marked("The figure is an estimate.")),
    Quality.ILLUSTRATIVE: ("[i]", marked("The figure is illustrative: made up to show how the report works.")),
}


def marker(*qualities: Quality) -> str:
    """What stands after a figure of these qualities; empty for one that is final."""
    return " ".join(MARKERS[quality][0] for quality in dict.fromkeys(qualities) if quality in MARKERS)


DIRECTIONS: dict[Direction, str] = {
    Direction.IMPROVED: marked("improved"),
    Direction.WORSENED: marked("worsened"),
    Direction.UNCHANGED: marked("unchanged"),
    Direction.HIGHER: marked("higher"),
    Direction.LOWER: marked("lower"),
    Direction.SAME: marked("the same"),
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


def of_unit(unit: Unit) -> str:
    """The word of a unit where no figure stands before it; one of the council's own as it is."""
    return say(_UNITS[unit.word]) if unit.word in _UNITS else unit.word


def sentence_case(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


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
