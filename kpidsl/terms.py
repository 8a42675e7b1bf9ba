"""The field's closed vocabularies, one word an idea.

Lowest floor: knows nothing of the rest. The values are the words an officer writes in a `.kpi` file or a data file, so
grammar, messages and documentation all quote them from here.
"""

from __future__ import annotations

from enum import Enum


class Term(Enum):
    """One of a few words. Hashed as the object that it is: `Enum` hashes its name anew each time, in Python, which took
    a twentieth of composing."""

    __hash__ = object.__hash__


class Polarity(Term):
    """Which way an indicator's value has to move to be better."""

    HIGHER = "higher is better"
    LOWER = "lower is better"
    CLOSEST = "closest to target is best"
    BETWEEN = "between two values is best"
    NONE = "none"  # a demand measure: no target, no status, neutral words


class Grain(Term):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half-year"
    YEAR = "year"


class Direction(Term):
    """Direction of travel: the value now against the value it is compared with."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    UNCHANGED = "unchanged"
    HIGHER = "higher"  # the neutral three, for polarity `none`
    LOWER = "lower"
    SAME = "same"

    @property
    def is_neutral(self) -> bool:
        """Whether it says nothing of better or worse."""
        return self in (Direction.HIGHER, Direction.LOWER, Direction.SAME)


class Level(Term):
    """How widely a setting is said; the narrowest counts."""

    REPORT = "report"
    SECTION = "section"
    INDICATOR = "indicator"
    MEASURE = "measure"  # of records, which an indicator counts


class Coverage(Term):
    """What a period's value covers: councils confuse readers here most."""

    OVER_PERIOD = "over the period"
    YEAR_TO_DATE = "year to date"
    ROLLING = "rolling"
    AT_PERIOD_END = "at period end"
    FOR_YEAR = "for year"
    SINCE = "since"


class Comparator(Term):
    """What a value is compared with to give its direction of travel."""

    PREVIOUS = "previous"
    SAME_PERIOD_LAST_YEAR = "same period last year"
    OUTTURN = "outturn"
    BASELINE = "baseline"


class Judge(Term):
    """Which value is held against the target: the exact one, or the one the reader sees."""

    UNROUNDED = "unrounded"
    DISPLAYED = "displayed"


class Quality(Term):
    """How firm an observation is, the firmest first (SDMX calls this OBS_STATUS)."""

    FINAL = "final"
    REVISED = "revised"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    ILLUSTRATIVE = "illustrative"  # made up to show how the report works; the report says so


class Kind(Term):
    """What an observation is of: what was measured, or what somebody expects, starts from or aims at."""

    ACTUAL = "actual"
    FORECAST = "forecast"
    BASELINE = "baseline"
    TARGET = "target"


# The columns of a table of observations. Where all figures are the council's, nothing is said of whose they are.
OWN_COLUMNS = ("indicator", "period", "value", "numerator", "denominator", "kind", "quality", "note")
DATA_COLUMNS = (*OWN_COLUMNS, "entity")


class FileKind(Term):
    """What a file is to a report that is made from it."""

    RULES = "rules"
    HOUSE = "house file"
    AUTHORITIES = "list of authorities"
    DATA = "data"
    BENCHMARKS = "benchmarks"
    RECORD = "record of the report before"


class Reason(Term):
    """Why there is no number. Zero is a number and never stands here."""

    NO_CASES = "no cases"
    NOT_DUE = "not due"
    AWAITING = "awaiting"
    NOT_COLLECTED = "not collected"
    NOT_APPLICABLE = "not applicable"
    SUPPRESSED = "suppressed"
    NOT_COMPARABLE = "not comparable"
    NEW = "new"


class Field(Term):
    """A figure that a placeholder can ask of an indicator; the value is how it is written between braces."""

    LABEL = "label"
    VALUE = "value"
    TARGET = "target"
    GAP = "gap"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    REMAINDER = "remainder"
    PARTS = "parts"
    PREVIOUS = "previous"
    SAME_PERIOD_LAST_YEAR = "same period last year"
    OUTTURN = "outturn"
    PREVIOUS_OUTTURN = "previous outturn"
    FLOOR = "floor"
    BASELINE = "baseline"
    CHANGE = "change"
    REASON = "reason"
    STREAK = "streak"
    LAST_TIME = "last time"
    FORECAST = "forecast"
    FORECAST_TARGET = "forecast target"
    PERIOD = "period"
    COUNCIL = "council"


class NotePart(Term):
    """What can be required of an officer's note: its words, an action, and of each action its owner and its date."""

    REASON = "reason"
    ACTION = "action"
    OWNER = "owner"
    BY = "by"


class Counted(Term):
    """What a placeholder can count besides states and directions."""

    INDICATORS = "indicators"
    RATED = "rated"
    NOT_RATED = "not rated"


class SummaryBy(Term):
    """What a summary counts the indicators by."""

    STATUS = "status"
    SECTION = "section"
    THEME = "theme"
    DIRECTION = "direction"


class Form(Term):
    """How a figure is written."""

    FIGURES = "in figures"
    WORDS = "in words"
    ORDINAL = "as ordinal"
    SIGNED = "with sign"
    GAP = "with gap"


class Relation(Term):
    """How a value stands to a target or benchmark."""

    AT_OR_BETTER = "at or better"
    BETTER = "better"
    WORSE = "worse"


class Shape(Term):
    """The shape beside a status word, so that colour is never the only sign."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    SQUARE = "square"
    STAR = "star"


class PartsRule(Term):
    """What the parts of an indicator come to."""

    ADD_UP = "add up"  # to the whole, which has figures of its own
    OVERLAP = "overlap"  # so they need not add up; none is larger than the whole
    GIVE_VALUE = "give the value"  # the whole has no figures of its own: it is their sum


class MilestoneColumn(Term):
    """What a table of milestones can show."""

    DUE = "due"
    EXPECTED = "expected"
    DONE = "done"
    OWNER = "owner"
    STATUS = "status"


class Change(Term):
    """What a condition can ask of an indicator against the report before this one."""

    FIGURES = "figures revised"
    TARGET = "target changed"


class DateQuestion(Term):
    """What a scheme for milestones can ask."""

    DONE = "done"
    DONE_ON_TIME = "done on time"
    DONE_LATE = "done late"
    EXPECTED_ON_TIME = "expected on time"
    EXPECTED_LATE = "expected late"
    OVERDUE = "overdue"
    DUE_WITHIN = "due within"
    NOT_DUE_YET = "not due yet"


class TableColumn(Term):
    """What a performance table can show of an indicator."""

    OUTTURN = "outturn"
    VALUE = "value"
    TARGET = "target"
    TARGET_FOR = "target for"  # another period than the report's
    FLOOR = "floor"
    TOLERANCE = "tolerance"
    STATUS = "status"
    TREND = "trend"
    DIRECTION = "direction"
    CHANGE = "change"
    BENCHMARK = "benchmark"
    FORECAST = "forecast"
    FORECAST_STATUS = "forecast status"
    RANK = "rank"
    QUARTILE = "quartile"


class Grouping(Term):
    """How a performance table shows sections."""

    ROWS = "rows"  # headings between the rows of one table
    TABLES = "tables"  # a table each
    COLUMN = "column"  # a column that names them


class HeadingCase(Term):
    """The house's style of capitals in headings."""

    AS_WRITTEN = "as written"
    SENTENCE = "sentence case"
    TITLE = "title case"


class ChartKind(Term):
    """How a chart draws its figures."""

    LINES = "lines"  # over periods
    COLUMNS = "columns"  # upright bars, one a period
    BARS = "bars"  # lying bars, one an indicator, in one period


class End(Term):
    """An end of a group, in order of its figures."""

    BEST = "best"
    WORST = "worst"


SHARES = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}  # of a group, and how many of each there are
