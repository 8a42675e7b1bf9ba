"""What the headings of scorecards and exports mean: a role, a period, or both. Only words; no other cell is looked at.

The words are those of public descriptions of such files: help pages of performance systems, and reports of councils.
"""

from __future__ import annotations

import re

from kpidsl.importer.model import Role
from kpidsl.period import APRIL, MONTHS, Period
from kpidsl.values import dataclass

_WORDS: dict[Role, str] = {
    Role.NAME: "indicator|indicator name|performance indicator|key performance indicator|measure|measure name|"
    "performance measure|kpi|kpi name|kpi title|pi|pi name|pi title|title|short name|name|metric|code & name|"
    "code and name|pi code & name|pi code & short name|pi code and name|indicator title|ref & name|measure title",
    Role.CODE: "code|ref|reference|pi code|pi ref|kpi ref|kpi code|indicator ref|indicator code|indicator reference|"
    "no|no.|number|id|pi id|kpi no|ref no|ref.|#|measure ref|measure code|measure id|kpi id|indicator id",
    Role.SECTION: "section|theme|priority|service|service area|directorate|department|area|category|group|outcome|"
    "portfolio|scorecard|objective|parent|parent title|perspective",
    Role.DEFINITION: "definition|description|indicator description|measure description|long name|full name|"
    "pi description|what it measures",
    Role.UNIT: "unit|units|data type|type|unit of measure|format|unit type|measurement|pi data type|measured in",
    Role.PLACES: "decimal places|dp|decimals|precision|output precision|rounding",
    Role.POLARITY: "polarity|good is|aim|gauge format|gauge format type|gauge type|good performance|"
    "good performance is|better|desired direction|direction of good|good direction|"
    "performance gauge|what is good|high or low is good|"
    "good to be|bigger or smaller is better|ideal|gauge|high/low|what good looks like",
    Role.PERIOD: "period|date|quarter|month|reporting period|time period|collection period|period end|data period|"
    "period name|year",
    Role.VALUE: "value|actual|result|current|current value|actual value|performance|outcome value|figure|latest|"
    "latest value|this period|this quarter|current performance|latest data|last update value|actual performance|"
    "current quarter|ytd|year to date|actual ytd|latest result|score",
    Role.NUMERATOR: "numerator|numerator value",
    Role.DENOMINATOR: "denominator|denominator value",
    Role.TARGET: "target|current target|annual target|target value|year target|year end target|targets|goal|"
    "quarterly target|period target|latest target|target for year|standard",
    Role.FORECAST: "forecast|year end forecast|year-end forecast|projection|projected outturn|forecast outturn|"
    "forecast for year|year end projection",
    Role.TOLERANCE: "tolerance|amber tolerance|tolerance level|amber range|permitted variance|threshold|"
    "variance allowed|rag tolerance",
    Role.AMBER: "amber threshold|amber|amber trigger|amber level",
    Role.RED: "red threshold|red|red trigger|red level",
    Role.AMBER_VARIANCE: "amber variance",
    Role.RED_VARIANCE: "red variance",
    Role.MINIMUM: "minimum value|minimum|min|range from|lower limit",
    Role.MAXIMUM: "maximum value|maximum|max|range to|upper limit",
    Role.STATUS: "status|rag|rag rating|rag status|traffic light|traffic light icon|current status|performance status|"
    "on target|r/a/g|status icon|rating|rag colour|pi status|icon|on target?",
    Role.BENCHMARK: "england|england average|national|national average|national benchmark|region|regional|"
    "regional average|statistical neighbours|statistical neighbour average|neighbours|nearest neighbours|"
    "benchmark|wales|scotland|"
    "northern ireland|family group|cipfa|peer average|stat neighbours|comparator|benchmark value",
    Role.OWNER: "owner|lead officer|responsible officer|lead|pi owner|managed by|assigned to|responsible|service lead|"
    "accountable officer|measure owner|data owner|head of service",
    Role.FREQUENCY: "frequency|collection frequency|reporting frequency|reported|collected|how often",
    Role.COMMENT: "comment|comments|commentary|note|notes|latest note|narrative|explanation|latest notes|remarks|"
    "management comment|officer comment|manager comments|latest comment|history note|action|actions|what we are doing",
    Role.OUTTURN: "outturn|last year|previous year|last year outturn|previous outturn|prior year|previous year outturn|"
    "last year's outturn|year end|last year actual",
    Role.PREVIOUS: "previous|previous quarter|last quarter|previous period|last period|previous value|previous month",
    Role.LAST_YEAR: "same quarter last year|same period last year|same period previous year|this time last year",
    Role.SHORT_TREND: "short trend|short term trend|short term trend arrow|short trend arrow",
    Role.LONG_TREND: "long trend|long term trend|long term trend arrow|long trend arrow|long trend period",
    Role.PASSED_OVER: "direction|direction of travel|dot|trend|change|variance|difference|variance from target|arrow|"
    "trend arrow|travel|improving|+/-|variance to target|change from last quarter|sparkline|trend chart|rank|quartile",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split("|")}
# What a second line of headings may say below that of a period.
_OF_PERIODS = (Role.VALUE, Role.TARGET, Role.STATUS, Role.NUMERATOR, Role.DENOMINATOR, Role.FORECAST, Role.COMMENT)
PERIODED = (*_OF_PERIODS, Role.BENCHMARK, Role.PASSED_OVER, Role.SHORT_TREND, Role.LONG_TREND)
_SYSTEMS = {
    "gauge format", "gauge format type", "pi code", "code & name", "pi code & name", "pi code & short name",
    "traffic light", "traffic light icon", "short trend", "long trend", "short term trend", "long term trend",
    "red threshold", "amber threshold", "red variance", "amber variance", "days until overdue",
}  # fmt: skip

_COUNTED = {"one": 1, "two": 2, "three": 3, "four": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_QUARTER = re.compile(r"\b(?:(?:q|qtr\.?|quarter)[ -]?([1-4]|one|two|three|four)|(1st|2nd|3rd|4th) (?:quarter|qtr))\b")
_HALF = re.compile(r"\b(?:h|half )([12])\b")
_YEARS = re.compile(r"\b((?:19|20)?\d\d) ?[-/] ?((?:19|20)?\d\d)\b")
_MONTH = re.compile(rf"\b({'|'.join(month[:3].lower() for month in MONTHS)})([a-z]*)[ '-]{{0,3}}((?:20)?\d\d)?\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-\d\d\b")
_FILLERS = re.compile(r"\b(?:financial year|fy|year end|full year|for|in|the|of|to date|ytd|year to date)\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says. `year` is the financial year that it names, `quarter` a quarter whose year it does not."""

    role: Role | None
    period: Period | None = None
    year: int | None = None
    quarter: int | None = None
    month: int | None = None

    def dated(self, year: int | None) -> Period | None:
        """The period, with the year named elsewhere where this heading has none."""
        if self.period is not None or year is None:
            return self.period
        if self.quarter is not None:
            return Period.parse(f"{_span(year)} Q{self.quarter}")
        if self.month is not None:
            return Period.parse(f"{year + (self.month < APRIL)}-{self.month:02d}")
        return None


def heading(text: str) -> Heading:
    """What a cell says as a heading."""
    words = plain(text)
    role = _ROLES.get(words)
    if role is not None:
        return Heading(role)
    rest, period, year, quarter, month = words, None, None, None, None
    if match := _ISO.search(rest):
        period = Period.parse(f"{match[1]}-{match[2]}")
        rest = rest.replace(match[0], " ", 1)
    else:
        for match in _YEARS.finditer(rest):
            first = int(match[1]) + (2000 if len(match[1]) == 2 else 0)
            if (first + 1) % 100 == int(match[2]) % 100 and (len(match[2]) == 2 or int(match[2]) == first + 1):
                year, rest = first, rest.replace(match[0], " ", 1)
                break
        if match := _QUARTER.search(rest):
            quarter = _COUNTED.get(match[1] or match[2]) or int(match[1])
            rest = rest.replace(match[0], " ", 1)
            period = Period.parse(f"{_span(year)} Q{quarter}") if year is not None else None
        elif (match := _HALF.search(rest)) and year is not None:
            period, rest = Period.parse(f"{_span(year)} H{match[1]}"), rest.replace(match[0], " ", 1)
        elif (match := _MONTH.search(rest)) and _is_month(match[1] + match[2]):
            month = 1 + [name[:3].lower() for name in MONTHS].index(match[1])
            if match[3]:
                period = Period.parse(f"{int(match[3]) % 100 + 2000}-{month:02d}")
            elif year is not None:
                period = Period.parse(f"{year + (month < APRIL)}-{month:02d}")
            rest = rest.replace(match[0], " ", 1)
        elif year is not None:
            period = Period.parse(_span(year))
    rest = re.sub(r"[^\w%&#./+?' ]", " ", rest)
    rest = " ".join(rest.split())
    if rest != words and period is None and quarter is None and month is None:
        return Heading(_ROLES.get(rest), None, year)
    role = _ROLES.get(rest) or _ROLES.get(" ".join(_FILLERS.sub(" ", rest).split()))
    if rest and role is None and not _FILLERS.sub(" ", rest).strip():
        role = Role.VALUE
    if role is Role.OUTTURN or role is Role.PERIOD:
        role = Role.VALUE  # `Outturn 2020/21` says of which year it is
    if not rest and rest != words:
        role = Role.VALUE
    return Heading(role, period, year, quarter, month)


def is_below(text: str) -> bool:
    """Whether a cell may stand in a second line of headings."""
    return _ROLES.get(plain(text)) in (*PERIODED, None) and plain(text) in _ROLES


def of_system(text: str) -> bool:
    """Whether a heading is one that a performance system writes."""
    return plain(text) in _SYSTEMS


def plain(text: str) -> str:
    """A heading without capitals, dashes of other kinds, and the signs at its end."""
    text = text.casefold().translate({0x2013: "-", 0x2212: "-", 0xA0: " ", 0x2019: "'"})
    return " ".join(text.replace("_", " ").split()).strip(" :*.")


def _span(year: int) -> str:
    return f"{year}-{(year + 1) % 100:02d}"


def _is_month(word: str) -> bool:
    return any(month.lower().startswith(word) for month in MONTHS) or word == "sept"
