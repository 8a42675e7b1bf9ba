"""The words of the closed vocabularies, and of units, as a report says them."""

from __future__ import annotations

from kpidsl.compose import words
from kpidsl.evaluation.model import Unrated
from kpidsl.quantity import Dimension, Unit
from kpidsl.saying import marked, say
from kpidsl.terms import Counted, Direction, Field, FileKind, Grain, Kind, Polarity, Quality, Reason, TableColumn

QUALITIES: dict[Quality, str] = {
    Quality.FINAL: marked("final"),
    Quality.REVISED: marked("revised"),
    Quality.PROVISIONAL: marked("provisional"),
    Quality.ESTIMATED: marked("estimated"),
    Quality.ILLUSTRATIVE: marked("illustrative"),
}

POLARITIES: dict[Polarity, str] = {
    Polarity.HIGHER: marked("Higher is better"),
    Polarity.LOWER: marked("Lower is better"),
    Polarity.CLOSEST: marked("Closest to the target is best"),
    Polarity.BETWEEN: marked("Between two values is best"),
    Polarity.NONE: marked("Neither: the figure shows demand or context"),
}

GRAINS: dict[Grain, str] = {
    Grain.MONTH: marked("month"),
    Grain.QUARTER: marked("quarter"),
    Grain.HALF: marked("half-year"),
    Grain.YEAR: marked("year"),
}

REASONS: dict[Reason, str] = {
    Reason.NO_CASES: marked("No cases"),
    Reason.NOT_DUE: marked("Not due"),
    Reason.AWAITING: marked("Awaiting"),
    Reason.NOT_COLLECTED: marked("Not collected"),
    Reason.NOT_APPLICABLE: marked("Not applicable"),
    Reason.SUPPRESSED: marked("Suppressed"),
    Reason.NOT_COMPARABLE: words.NOT_COMPARABLE,
    Reason.NEW: marked("New"),
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
    return " ".join([MARKERS[quality][0] for quality in dict.fromkeys(qualities) if quality in MARKERS])


DIRECTIONS: dict[Direction, str] = {
    Direction.IMPROVED: marked("improved"),
    Direction.WORSENED: marked("worsened"),
    Direction.UNCHANGED: marked("unchanged"),
    Direction.HIGHER: marked("higher"),
    Direction.LOWER: marked("lower"),
    Direction.SAME: marked("the same"),
}


KINDS: dict[Kind, str] = {
    Kind.ACTUAL: marked("actual"),
    Kind.FORECAST: marked("forecast"),
    Kind.BASELINE: marked("baseline"),
    Kind.TARGET: marked("target"),
}

FILE_KINDS: dict[FileKind, str] = {
    FileKind.RULES: marked("rules"),
    FileKind.HOUSE: marked("house file"),
    FileKind.AUTHORITIES: marked("list of authorities"),
    FileKind.DATA: marked("data"),
    FileKind.BENCHMARKS: marked("benchmarks"),
    FileKind.RECORD: marked("record of the report before"),
}

# Why there is no figure, or no status, within a sentence.
WITHOUT: dict[Reason | Unrated, str] = {
    Reason.NO_CASES: marked("no cases"),
    Reason.NOT_DUE: marked("not due"),
    Reason.AWAITING: marked("awaiting"),
    Reason.NOT_COLLECTED: marked("not collected"),
    Reason.NOT_APPLICABLE: marked("not applicable"),
    Reason.SUPPRESSED: marked("suppressed"),
    Reason.NOT_COMPARABLE: marked("not comparable"),
    Reason.NEW: marked("new"),
    Unrated.NO_TARGET: marked("no target"),
    Unrated.NO_VALUE: marked("no value"),
    Unrated.TO_BE_SET: marked("target to be set"),
    Unrated.UNKNOWN: marked("cannot be told"),
}

COLUMNS: dict[TableColumn, str] = {
    TableColumn.OUTTURN: marked("outturn"),
    TableColumn.VALUE: marked("value"),
    TableColumn.TARGET: marked("target"),
    TableColumn.TARGET_FOR: marked("target"),
    TableColumn.FLOOR: marked("floor"),
    TableColumn.TOLERANCE: marked("tolerance"),
    TableColumn.STATUS: marked("status"),
    TableColumn.TREND: marked("trend"),
    TableColumn.DIRECTION: marked("direction"),
    TableColumn.CHANGE: marked("change"),
    TableColumn.BENCHMARK: marked("benchmark"),
    TableColumn.FORECAST: marked("forecast"),
    TableColumn.FORECAST_STATUS: marked("forecast status"),
    TableColumn.RANK: marked("rank"),
    TableColumn.QUARTILE: marked("quartile"),
}

FIELDS: dict[Field, str] = {
    Field.LABEL: marked("label"),
    Field.VALUE: marked("value"),
    Field.TARGET: marked("target"),
    Field.GAP: marked("gap"),
    Field.NUMERATOR: marked("numerator"),
    Field.DENOMINATOR: marked("denominator"),
    Field.REMAINDER: marked("remainder"),
    Field.PARTS: marked("parts"),
    Field.PREVIOUS: marked("previous"),
    Field.SAME_PERIOD_LAST_YEAR: marked("same period last year"),
    Field.OUTTURN: marked("outturn"),
    Field.PREVIOUS_OUTTURN: marked("previous outturn"),
    Field.FLOOR: marked("floor"),
    Field.BASELINE: marked("baseline"),
    Field.CHANGE: marked("change"),
    Field.REASON: marked("reason"),
    Field.STREAK: marked("streak"),
    Field.LAST_TIME: marked("last time"),
    Field.FORECAST: marked("forecast"),
    Field.FORECAST_TARGET: marked("forecast target"),
    Field.PERIOD: marked("period"),
    Field.COUNCIL: marked("council"),
}

COUNTED: dict[Counted, str] = {
    Counted.INDICATORS: marked("indicators"),
    Counted.RATED: marked("rated"),
    Counted.NOT_RATED: marked("not rated"),
}

# Units that are words; one of the council's own is what the officer calls it.
_UNIT_WORDS: dict[str, str] = {
    "days": marked("days"),
    "working days": marked("working days"),
    "weeks": marked("weeks"),
    "months": marked("months"),
    "hours": marked("hours"),
    "tonnes": marked("tonnes"),
}


def unit(one: Unit) -> str:
    """What amounts are counted in: `percent`, `rate per 10,000`, `working days`."""
    match one.dimension:
        case Dimension.COUNT:
            return say("count")
        case Dimension.PERCENT:
            return say("percent")
        case Dimension.POINTS:
            return say("points")
        case Dimension.RATE:
            return say("rate per {number}", number=f"{one.per:,}")
        case Dimension.SCORE:
            return say("score")
        case Dimension.RATIO:
            return say("ratio")
        case Dimension.CLOCK:
            return say("hours:minutes")
        case Dimension.YES_NO:
            return say("yes/no")
        case Dimension.MONEY:
            return str(one)
        case Dimension.TIME | Dimension.NAMED:
            return unit_word(one)


def unit_word(one: Unit) -> str:
    """The word of a unit that is one: `working days`, `hectares`."""
    return say(_UNIT_WORDS[one.word]) if one.word in _UNIT_WORDS else one.word


def measured(one: Unit) -> str:
    """What an amount in a unit is: `Percentage`, `Number of days`."""
    match one.dimension:
        case Dimension.COUNT:
            return say("Count")
        case Dimension.PERCENT:
            return say("Percentage")
        case Dimension.POINTS:
            return say("Number of percentage points")
        case Dimension.RATE:
            return say("Rate per {number}", number=f"{one.per:,}")
        case Dimension.MONEY:
            return say("Amount in {unit}", unit=one) if one.scale else say("Amount of money")
        case Dimension.TIME | Dimension.NAMED:
            return say("Number of {unit}", unit=unit_word(one))
        case Dimension.SCORE:
            return say("Score")
        case Dimension.RATIO:
            return say("Ratio")
        case Dimension.CLOCK:
            return say("Time in hours and minutes")
        case Dimension.YES_NO:
            return say("Yes or no")
