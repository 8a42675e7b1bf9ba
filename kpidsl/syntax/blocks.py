"""Which lines belong in which block, how each is written, and the words people use for them elsewhere."""

from __future__ import annotations

from kpidsl.syntax import ast, ast_records

# A line of every keyword, as help shows it.
USAGE: dict[str, str] = {
    "language": "language 1",
    "use": 'use "children.kpi"',
    "define": 'define CLA "children looked after"',
    "report": 'report "Children\'s services performance"',
    "committee": 'committee "Scrutiny Committee"',
    "meeting": "meeting 30 September 2021",
    "from": 'from "Strategic Director"',
    "period": "period 2021-22 Q1",
    "house": 'house "council.yaml"',
    "data": 'data "data/observations.csv"',
    "follows": 'follows "records/2020-21-q4.json"',
    "in": "in Welsh",
    "for": 'for each authority in "data/authorities.csv"',
    "front": 'front "Exempt information" "No"',
    "contents": "contents to 2 levels",
    "recommend": 'recommend "Notes the performance information."',
    "scheme": 'scheme council "Council rating"',
    "theme": 'theme people "People and families"',
    "section": 'section assessments "Assessments"',
    "indicator": 'indicator cases "Number of cases"',
    "definition": 'definition "Children looked after on the last day of the period"',
    "unit": "unit percent to 1 dp",
    "polarity": "polarity lower is better",
    "retired": 'retired care_leavers because "No longer collected" by "the Cabinet"',
    "formerly": "formerly reviews_in_time",
    "measure": "measure re_referred / referrals",
    "part": "part of placements",
    "parts": "parts add up",
    "target": "target 25% for 2021-22",
    "floor": "floor 80% for 2021-22",
    "baseline": "baseline 5.31% for 2019-20",
    "tolerance": "tolerance 5 points",
    "benchmark": 'benchmark region 26%, england 23% for 2019-20 source "DfE census"',
    "source": 'source dfe "DfE, children in need census"',
    "area": 'area england is "England"',
    "council": 'council is "Herefordshire, County of"',
    "group": 'group neighbours has "Shropshire", "Wiltshire"',
    "reporting": "reporting year 2021 is 2020-21",
    "records": 'records assessments "Assessments of children"',
    "quality": "quality illustrative",
    "complete": "complete from 1 April 2019",
    "column": "column days_open whole number",
    "entity": "entity by authority",
    "open": "open from started_on to closed_on",
    "covers": "covers over quarter",
    "compare": "compare with previous, outturn",
    "redefined": 'redefined from 2021-22 Q1 because "Counted by child, not by case"',
    "judge": "judge displayed",
    "suppress": "suppress dfe",
    "example": "example 26% is amber",
    "override": 'override amber because "Figures are late" by "Head of Service"',
    "commentary": "commentary",
    "when": "when green and improved since outturn",
    "also": "also when green for 3 quarters",
    "otherwise": "otherwise",
    "say": "say nothing",
    "require": "require reason, action, owner, by when red",
    "owner": 'owner "Head of Service"',
    "note": 'note re_referrals by "Head of Service"',
    "action": 'action "Review the offer" owner "Head of Early Help" by 31 December 2021',
    "allow": 'allow "40%" because "It is the figure of one school"',
    "chapter": 'chapter "Background"',
    "changes": "changes",
    "overview": "overview",
    "workings": "workings",
    "table": "table columns outturn, value, target, status, trend 4 quarters",
    "chart": "chart line of re_referrals over 8 quarters with target, england",
    "exceptions": "exceptions where red or worsened for 2 quarters",
    "actions": "actions",
    "summary": "summary by status",
    "glossary": "glossary",
    "dictionary": "dictionary",
    "milestone": 'milestone front_door "New front-door team in place"',
    "due": "due 30 September 2021",
    "done": "done 12 August 2021",
    "expected": 'expected 31 October 2021 because "Recruitment takes longer"',
    "milestones": "milestones columns due, expected, done, status",
    "test": 'test "A late review shows"',
    "given": "given cp_reviews in 2021-22 Q1 is 3 of 4",
    "at": "at 2021-22 Q1",
    "expect": "expect cp_reviews is red",
}

# One of them alone might be copied, and turn the report round.
POLARITIES = (
    "polarity higher is better, polarity lower is better, polarity closest to target is best, "
    "polarity between 40% and 60% is best, polarity none"
)

# Scheme, theme and section are also written without a label, to name one.
USAGE_AS_FIELD: dict[str, str] = {"scheme": "scheme council", "theme": "theme people", "section": "section assessments"}

# Keywords that are written in another way in a `records` block than elsewhere.
USAGE_IN_RECORDS: dict[str, str] = {
    "measure": "measure on_time count where days_open at most 45",
    "period": "period by completed_on",
    "table": 'table "social_care.assessments"',
}

# Words from other tools and from everyday speech.
SYNONYMS: dict[str, str] = {
    "goal": "target",
    "aim": "target",
    "threshold": "tolerance",
    "variance": "tolerance",
    "amber": "tolerance",
    "rag": "scheme",
    "ratings": "scheme",
    "rating": "scheme",
    "kpi": "indicator",
    "metric": "indicator",
    "direction": "polarity",
    "better": "polarity",
    "comparator": "benchmark",
    "average": "benchmark",
    "priority": "theme",
    "portfolio": "theme",
    "heading": "chapter",
    "title": "report",
    "quarter": "period",
    "author": "from",
    "date": "meeting",
    "redefine": "redefined",
    "break": "redefined",
    "include": "use",
    "import": "use",
    "comment": "commentary",
    "narrative": "commentary",
    "responsible": "owner",
    "if": "when",
    "else": "otherwise",
    "should": "expect",
    "assert": "expect",
    "assume": "given",
    "format": "unit",
    "numerator": "measure",
    "denominator": "measure",
    "recommendation": "recommend",
    "columns": "table",
    "graph": "chart",
    "plot": "chart",
    "diagram": "chart",
    "dashboard": "overview",
    "totals": "summary",
    "abbreviation": "define",
    "acronym": "define",
    "meaning": "definition",
    "ignore": "allow",
    "permit": "allow",
    "removed": "retired",
    "dropped": "retired",
    "provenance": "workings",
    "working": "workings",
    "deadline": "due",
    "completed": "done",
    "finished": "done",
    "forecast": "expected",
    "lead": "owner",
    "suppression": "suppress",
    "withhold": "suppress",
    "disclosure": "suppress",
    "field": "column",
}
# Those that may stand for several things here: the help names one, but no fix puts it in.
LOOSE_SYNONYMS = ("amber", "better", "break", "title", "average", "numerator", "denominator", "columns")
# What people look for among the lines, and where it is.
_IN_DATA = "a forecast is a row of the data, with `forecast` in its column `kind`"
ELSEWHERE: dict[str, str] = {"forecast": _IN_DATA, "projection": _IN_DATA}

# How indicators are judged; a report and a section may say it for all of theirs.
SETTINGS = ("scheme", "tolerance", "compare", "covers", "judge", "suppress", "owner")
# What is said of indicators, and what officers must say of them; for one, for a section or for the report.
RULES = ("commentary", "when", "also", "otherwise", "prose", "say", "require", "allow")
IN_REPORT = (
    "committee",
    "meeting",
    "from",
    "period",
    "house",
    "data",
    "follows",
    "retired",
    "in",
    "for",
    "front",
    "contents",
    "recommend",
    "define",
    *SETTINGS,
    *RULES,
)
IN_MILESTONE = ("section", "due", "done", "expected", "owner", "scheme", "override")
IN_INDICATOR = (
    "section",
    *SETTINGS,
    "definition",
    "unit",
    "polarity",
    "formerly",
    "measure",
    "part",
    "parts",
    "target",
    "floor",
    "baseline",
    "benchmark",
    "redefined",
    "example",
    "override",
    *RULES,
)

# What may stand below each block's header; the empty name is the start of a file.
ALLOWED: dict[str, tuple[str, ...]] = {
    "": ("language", "use", "define"),
    "report": IN_REPORT,
    "scheme": ("state",),
    "theme": (),
    "section": ("theme", *SETTINGS, *RULES),
    "source": ("data", "area", "council", "group", "reporting"),
    "records": ("data", "table", "quality", "complete", "column", "period", "entity", "open", "measure"),
    "indicator": IN_INDICATOR,
    "milestone": IN_MILESTONE,
    "note": ("prose", "action", "allow"),
    "chapter": (
        "prose",
        "overview",
        "table",
        "chart",
        "milestones",
        "changes",
        "workings",
        "commentary",
        "exceptions",
        "actions",
        "summary",
        "glossary",
        "dictionary",
        "allow",
    ),
    "test": ("given", "at", "expect"),
}
BLOCKS = tuple(name for name in ALLOWED if name)
_STARTING = frozenset(BLOCKS)


# Statements that are not called what they are written with.
_WORDS: dict[type, str] = {
    ast.Profile: "target",
    ast.Revised: "target",
    ast.TargetFromData: "target",
    ast.BaselineFromData: "baseline",
    ast.FiledBenchmark: "benchmark",
    ast.BenchmarkSource: "source",
    ast.PartOf: "part",
    ast.Breakdown: "parts",
    ast.Spoken: "in",
    ast_records.PeriodBy: "period",
    ast_records.EntityBy: "entity",
    ast.Authorities: "for",
    ast.AuthorityTable: "table",
}


def keyword(statement: ast.Statement) -> str:
    """The keyword that a statement is written with (`state` and `prose` have none of their own)."""
    if isinstance(statement, ast.Setting | ast.Broken):
        return statement.keyword
    if isinstance(statement, ast.When) and statement.also:
        return "also"
    kind = type(statement)
    return _WORDS.get(kind) or kind.__name__.lower()


def starts_block(statement: ast.Statement) -> bool:
    """Whether this line is a block's header. A scheme, theme or section without a label only names one."""
    match statement:
        case ast.Scheme() | ast.Theme() | ast.Section():
            return statement.label is not None
        case ast.Broken():
            return statement.header
        case _:
            return keyword(statement) in _STARTING


def is_otherwise_in(block: str, statement: ast.Statement) -> bool:
    """Whether a line has a keyword of this block, but is written as in others: in `records`, or in all but that."""
    word = keyword(statement)
    if word not in USAGE_IN_RECORDS or word not in ALLOWED.get(block, ()) or isinstance(statement, ast.Broken):
        return False
    return isinstance(statement, ast_records.Line) is not (block == "records")


def homes(word: str) -> tuple[str, ...]:
    """The blocks in which a keyword belongs."""
    return tuple(block for block, allowed in ALLOWED.items() if word in allowed and block)
