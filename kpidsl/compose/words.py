"""The words that the compiler writes itself, apart from the figures in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from kpidsl.period import Calendar, Period
from kpidsl.saying import marked, marked_number, say, say_in, say_number
from kpidsl.terms import Comparator, Grain

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
SECTION = marked("Section")
# Words that keep a small letter in title case.
SMALL_IN_TITLES = marked("a an and as at but by for from in into nor of on or per the to with")
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
FLOOR = marked("Floor")
TOLERANCE = marked("Tolerance")
EXPECTED = marked("Expected")
RECOMMENDATION_LEAD = marked("That the Committee:")

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

SHORT_MONTHS = (
    *(marked("Jan"), marked("Feb"), marked("Mar"), marked("Apr"), marked("May"), marked("Jun")),
    *(marked("Jul"), marked("Aug"), marked("Sep"), marked("Oct"), marked("Nov"), marked("Dec")),
)

# Ordinals as figures; past the last, the endings come round again.
_ORDINAL_FIGURES = marked(
    "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th 21st 22nd 23rd 24th "
    "25th 26th 27th 28th 29th 30th 31st 32nd 33rd 34th 35th 36th 37th 38th 39th 40th 41st 42nd 43rd 44th 45th 46th "
    "47th 48th 49th 50th 51st 52nd 53rd 54th 55th 56th 57th 58th 59th 60th 61st 62nd 63rd 64th 65th 66th 67th 68th "
    "69th 70th 71st 72nd 73rd 74th 75th 76th 77th 78th 79th 80th 81st 82nd 83rd 84th 85th 86th 87th 88th 89th 90th "
    "91st 92nd 93rd 94th 95th 96th 97th 98th 99th 100th"
)


def in_words(number: int, *, feminine: bool = False) -> str:
    """`six` for 6; from 21 on, figures. Some languages have others of what is `feminine`."""
    if feminine:
        small = say_in(
            "of a feminine noun",
            "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, "
            "fifteen, sixteen, seventeen, eighteen, nineteen, twenty",
        )
    else:
        small = say(
            "zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, "
            "fifteen, sixteen, seventeen, eighteen, nineteen, twenty"
        )
    words = small.split(", ")
    return words[number] if 0 <= number < len(words) else f"{number:,}"


def as_ordinal(number: int) -> str:
    """`third` for 3; from 21 on, `21st`."""
    small = say(
        "zeroth, first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, "
        "thirteenth, fourteenth, fifteenth, sixteenth, seventeenth, eighteenth, nineteenth, twentieth"
    ).split(", ")
    return small[number] if 0 <= number < len(small) else ordinal_figure(number)


def ordinal_figure(number: int) -> str:
    """`3rd` for 3."""
    figures = say(_ORDINAL_FIGURES).split()
    return f"{number:,}{figures[(number - 1) % len(figures)].lstrip('0123456789')}"


# A sentence ends with more than one letter before its full stop: not after `e.g.`
_SENTENCE_END = re.compile(r"(?:^|(?:\w\w|[)%\d\u201d\u2019])[.!?]\s+)$")


def begins_sentence(before: str) -> bool:
    """Whether what follows this text begins a sentence."""
    return _SENTENCE_END.search(before) is not None


def capitalised(text: str) -> str:
    """The text with a capital for its first letter."""
    return text[:1].upper() + text[1:]


# ---- days and periods

_MONTHS = (
    marked("January"), marked("February"), marked("March"), marked("April"), marked("May"), marked("June"),
    marked("July"), marked("August"), marked("September"), marked("October"), marked("November"), marked("December"),
)  # fmt: skip
_BEFORE = {
    Grain.MONTH: marked("the month before"),
    Grain.QUARTER: marked("the quarter before"),
    Grain.HALF: marked("the half-year before"),
    Grain.YEAR: marked("the year before"),
}
_SAME_LAST_YEAR = {
    Grain.MONTH: marked("the same month last year"),
    Grain.QUARTER: marked("the same quarter last year"),
    Grain.HALF: marked("the same half-year last year"),
    Grain.YEAR: marked("the year before"),
}
_LASTING = {
    Grain.MONTH: marked_number("{count} month", "{count} months"),
    Grain.QUARTER: marked_number("{count} quarter", "{count} quarters"),
    Grain.HALF: marked_number("{count} half-year", "{count} half-years"),
    Grain.YEAR: marked_number("{count} year", "{count} years"),
}


def day(when: date) -> str:
    """`30 September 2021`."""
    return say("{day} {month} {year}", day=when.day, month=_month(when), year=when.year)


def _month(when: date) -> str:
    return say(_MONTHS[when.month - 1])


def compared_with(comparator: Comparator, grain: Grain) -> str:
    """`the quarter before`, `the same month last year`, `last year`."""
    match comparator:
        case Comparator.PREVIOUS:
            return say(_BEFORE[grain])
        case Comparator.SAME_PERIOD_LAST_YEAR:
            return say(_SAME_LAST_YEAR[grain])
        case Comparator.OUTTURN:
            return say("last year")
        case Comparator.BASELINE:
            return say("the baseline")
        case _:
            assert_never(comparator)


def lasting(number: int, grain: Grain, *, spelt: bool = True) -> str:
    """So many periods in a row: `eight quarters`, or `8 quarters` where it is not `spelt` out."""
    shown = in_words(number, feminine=grain is Grain.YEAR) if spelt else f"{number:,}"
    return say_number(number, *_LASTING[grain], count=shown)


def short(period: Period) -> str:
    """As a column heading says it: `2021-22 Q1`, `2021`, `2021-22`, `September 2021`."""
    match period.grain:
        case Grain.MONTH:
            return say("{month} {year}", month=_month(period.start), year=period.start.year)
        case Grain.QUARTER:
            return say("{year} Q{number}", year=_year(period), number=period.number)
        case Grain.HALF:
            return say("{year} H{number}", year=_year(period), number=period.number)
        case Grain.YEAR:
            return _year(period)
        case _:
            assert_never(period.grain)


def _year(period: Period) -> str:
    return str(period.year) if period.calendar is Calendar.CALENDAR else f"{period.year}-{(period.year + 1) % 100:02d}"


def named(period: Period) -> str:
    """As a spec has it, with the kind of its year where that is not the financial one: `academic 2021-22 Q1`."""
    if period.calendar is Calendar.ACADEMIC and period.grain is not Grain.MONTH:
        return say("academic {period}", period=short(period))
    if period.calendar is Calendar.CALENDAR and period.grain is Grain.YEAR:
        return say("calendar {period}", period=short(period))
    return short(period)


def filled(text: str, about: Period, council: str) -> str:
    """A title, caption or the like with its period and council, wherever it names them."""
    return text.replace("{period}", period(about)).replace("{council}", council)


def period(one: Period) -> str:
    """As a sentence says it: `quarter one of 2021-22`, `the first half of 2021-22`, `September 2021`."""
    year = short(one.whole_year)
    if one.calendar is Calendar.ACADEMIC:
        year = say("the academic year {year}", year=year)
    match one.grain:
        case Grain.QUARTER:
            return say("quarter {number} of {year}", number=in_words(one.number), year=year)
        case Grain.HALF:
            half = marked("the first half of {year}") if one.number == 1 else marked("the second half of {year}")
            return say(half, year=year)
        case Grain.MONTH:
            return short(one)
        case Grain.YEAR:
            return year
        case _:
            assert_never(one.grain)


def months(one: Period) -> str:
    """`April to June 2021`, `April 2021 to March 2022`."""
    last = say("{month} {year}", month=_month(one.end), year=one.end.year)
    if one.grain is Grain.MONTH:
        return last
    first = _month(one.start)
    if one.start.year != one.end.year:
        first = say("{month} {year}", month=first, year=one.start.year)
    return say("{first_month} to {last_month}", first_month=first, last_month=last)


# ---- names and reasons


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a, b and c`; with `or`, any of them."""
    if len(words) < 2:
        return "".join(words)
    others = ", ".join(words[:-1])
    if last == "or":
        return say("{others} or {last}", others=others, last=words[-1])
    return say("{others} and {last}", others=others, last=words[-1])


def overridden(label: str, word: str, author: str, reason: str) -> str:
    """A status set by judgement: whose, and why."""
    return say(
        "{label}: {status} by judgement of {author} ({reason}).", label=label, status=word, author=author, reason=reason
    )


def decided(reason: str, author: str, verb: str = "set") -> str:
    """Why something was decided and by whom, as far as that is said, to stand behind what was."""
    by = say("set by {author}", author=author) if verb == "set" else say("decided by {author}", author=author)
    said = "; ".join(filter(None, (reason, by if author else "")))
    return f" ({said})" if said else ""


def unbroken(text: str) -> str:
    """Telephone numbers kept on one line."""
    return re.sub(r"(?<=\d) (?=\d{3})", "\u00a0", text)


def count_of(number: int, one: str, many: str) -> str:
    """`1 figure`, `2 figures`."""
    return f"{number:,} {one if number == 1 else many}"
