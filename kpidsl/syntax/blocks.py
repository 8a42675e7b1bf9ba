"""Which lines belong in which block, how each is written, and the words people use for them elsewhere."""

from __future__ import annotations

from kpidsl.syntax import ast

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
    "front": 'front "Exempt information" "No"',
    "recommend": 'recommend "Notes the performance information."',
    "scheme": 'scheme council "Council rating"',
    "section": 'section assessments "Assessments"',
    "indicator": 'indicator cases "Number of cases"',
    "definition": 'definition "Children looked after on the last day of the period"',
    "unit": "unit percent to 1 dp",
    "polarity": "polarity lower is better",
    "measure": "measure re_referred / referrals",
    "target": "target 25% for 2021-22",
    "floor": "floor 80% for 2021-22",
    "baseline": "baseline 5.31% for 2019-20",
    "tolerance": "tolerance 5 points",
    "benchmark": 'benchmark region 26%, england 23% for 2019-20 source "DfE census"',
    "covers": "covers over quarter",
    "compare": "compare with previous, outturn",
    "judge": "judge displayed",
    "example": "example 26% is amber",
    "override": 'override amber because "Figures are late" by "Head of Service"',
    "commentary": "commentary",
    "when": "when green and improved since outturn",
    "also": "also when green for 3 quarters",
    "otherwise": "otherwise",
    "note": 'note re_referrals by "Head of Service"',
    "action": 'action "Review the offer" owner "Head of Early Help" by 31 December 2021',
    "allow": 'allow "40%" because "It is the figure of one school"',
    "chapter": 'chapter "Background"',
    "table": "table columns outturn, value, target, status, trend 4 quarters",
    "summary": "summary by status",
    "glossary": "glossary",
    "dictionary": "dictionary",
    "test": 'test "A late review shows"',
    "given": "given cp_reviews in 2021-22 Q1 is 3 of 4",
    "at": "at 2021-22 Q1",
    "expect": "expect cp_reviews is red",
}

# Scheme and section are also written without a label, to name one.
USAGE_AS_FIELD: dict[str, str] = {"scheme": "scheme council", "section": "section assessments"}

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
    "group": "section",
    "theme": "section",
    "heading": "chapter",
    "title": "report",
    "author": "from",
    "date": "meeting",
    "include": "use",
    "import": "use",
    "comment": "commentary",
    "narrative": "commentary",
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
    "overview": "summary",
    "dashboard": "summary",
    "totals": "summary",
    "abbreviation": "define",
    "acronym": "define",
    "meaning": "definition",
    "ignore": "allow",
    "permit": "allow",
}
# Those that may stand for several things here: the help names one, but no fix puts it in.
LOOSE_SYNONYMS = ("amber", "better", "title", "average", "numerator", "denominator", "columns")

# How indicators are judged; a report and a section may say it for all of theirs.
SETTINGS = ("scheme", "tolerance", "compare", "covers", "judge")
IN_REPORT = ("committee", "meeting", "from", "period", "house", "data", "front", "recommend", "define", *SETTINGS)
IN_INDICATOR = (
    "section",
    *SETTINGS,
    "definition",
    "unit",
    "polarity",
    "measure",
    "target",
    "floor",
    "baseline",
    "benchmark",
    "example",
    "override",
    "commentary",
    "when",
    "also",
    "otherwise",
    "allow",
    "prose",
)

# What may stand below each block's header; the empty name is the start of a file.
ALLOWED: dict[str, tuple[str, ...]] = {
    "": ("language", "use", "define"),
    "report": IN_REPORT,
    "scheme": ("state",),
    "section": SETTINGS,
    "indicator": IN_INDICATOR,
    "note": ("prose", "action", "allow"),
    "chapter": ("prose", "table", "commentary", "summary", "glossary", "dictionary", "allow"),
    "test": ("given", "at", "expect"),
}
BLOCKS = tuple(name for name in ALLOWED if name)


def keyword(statement: ast.Statement) -> str:
    """The keyword that a statement is written with (`state` and `prose` have none of their own)."""
    match statement:
        case ast.Setting() | ast.Broken():
            return statement.keyword
        case ast.Profile() | ast.Revised():
            return "target"
        case ast.When():
            return "also" if statement.also else "when"
        case _:
            return type(statement).__name__.lower()


def starts_block(statement: ast.Statement) -> bool:
    """Whether this line is a block's header. A scheme or section without a label only names one."""
    match statement:
        case ast.Scheme() | ast.Section():
            return statement.label is not None
        case ast.Broken():
            return statement.header
        case _:
            return keyword(statement) in BLOCKS


def homes(word: str) -> tuple[str, ...]:
    """The blocks in which a keyword belongs."""
    return tuple(block for block, allowed in ALLOWED.items() if word in allowed and block)
