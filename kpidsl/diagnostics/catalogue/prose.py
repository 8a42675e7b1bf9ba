"""Codes of text, commentary rules and chapters."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import CHAPTERS, JUDGED, LAST_CHAPTER, SPEC_FILE

_REPORT = """
report "Children's services performance"
  committee  "Scrutiny Committee"
  meeting    30 September 2021
  from       "Strategic Director"
  period     2021-22 Q1
  house      "council.yaml"
  data       "data.csv"
  scheme     council
"""
_REST = """
scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise

section reviews "Reviews"

chapter "Performance"
  table columns value, target, status
"""
_NO_APPENDICES = """\
council: Example Council
chapters:
  - title: Appendices
    standing: There are no appendices.
"""
_TABLE = """
chapter "Performance"
  table columns value, target, status
"""

ENTRIES = (
    warning(
        "heading-case",
        what="A heading is in title case or capitals, and the house file asks for sentence case.",
        why="""Sentence case is easiest to read, and one style throughout looks cared for. Headings are not changed for
        you: nobody but you can tell a name, which keeps its capitals, from a word.""",
        frame=LAST_CHAPTER.among(council_yaml="council: Example Council\nheadings: sentence case\n"),
        bad="""
chapter "Background Papers And Other Sources"
  > There are none.
""",
        good="""
chapter "Background papers and other sources"
  > There are none.
""",
    ),
    error(
        "not-prose",
        what="Text holds something other than paragraphs, lists, strong and stressed words, and links.",
        why="""Headings and pictures have places of their own, where screen readers find them; in the text they would
        be lost.""",
        frame=LAST_CHAPTER,
        bad="""
chapter "Background"
  > # Why we report
  >
  > The committee asked for this report.
""",
        good="""
chapter "Background"
  > **Why we report.** The committee asked for this report.
""",
    ),
    error(
        "bad-link",
        what="A link leads to something that is not an address.",
        why="Whoever follows it from the published PDF would get nowhere.",
        frame=LAST_CHAPTER,
        bad="""
chapter "Background"
  > See [the earlier report](report-q4.pdf).
""",
        good="""
chapter "Background"
  > See [the earlier report](https://www.example.gov.uk/report-q4.pdf).
""",
    ),
    error(
        "unclosed-brace",
        what="A `{` or `}` has no partner.",
        why="What was meant as a figure would be printed as the word between the braces.",
        frame=JUDGED,
        bad="""
  commentary
    otherwise
      > {value of reviews were on time.
""",
        good="""
  commentary
    otherwise
      > {value} of reviews were on time.
""",
    ),
    error(
        "unknown-placeholder",
        what="A placeholder names no figure, or does not say whose.",
        why="There is nothing to print in its place, and a gap in a sentence is easily missed.",
        frame=JUDGED,
        bad="""
  commentary
    otherwise
      > {valeu} of reviews were on time.
""",
        good="""
  commentary
    otherwise
      > {value} of reviews were on time.
""",
    ),
    error(
        "unavailable-placeholder",
        what="A placeholder asks for a figure that the indicator does not have.",
        why="An indicator without a `measure` line has no two counts, and one without a target has no gap to it.",
        frame=JUDGED,
        bad="""
  commentary
    otherwise
      > {numerator} reviews were on time.
""",
        good="""
  commentary
    otherwise
      > {value} of reviews were on time.
""",
    ),
    warning(
        "typed-figure",
        what="A figure of an indicator is typed into the text by hand.",
        why="""It is right today. When the data change, or the text is used for the next report, it will not be, and
        nobody is told.""",
        frame=JUDGED,
        bad="""
  commentary
    otherwise
      > 95% of reviews were on time.
""",
        good="""
  commentary
    otherwise
      > {value} of reviews were on time.
""",
    ),
    error(
        "figure-contradicted",
        what="The text gives a figure of an indicator, and the data say another.",
        why="Text and table of one report would contradict each other, and readers would trust neither.",
        frame=JUDGED,
        bad="""
  commentary
    otherwise
      > {value} of reviews were on time, against the target of 85%.
""",
        good="""
  commentary
    otherwise
      > {value} of reviews were on time, against the target of {target}.
""",
    ),
    warning(
        "unexplained-abbreviation",
        what="An abbreviation stands in the report, and nothing says what it stands for.",
        why="Members and the public do not share the service's short words, and cannot look them up.",
        frame=LAST_CHAPTER,
        bad="""
chapter "Background"
  > The EHCP reviews are held by the schools.
""",
        good="""
chapter "Background"
  > The reviews of education, health and care plans (EHCP) are held by the schools.
""",
    ),
    error(
        "prose-without-rule",
        what="Text in an indicator stands before any rule.",
        why="It does not say when it is true. Text for every case goes below `otherwise`.",
        frame=JUDGED,
        bad="""
  commentary
    > {value} of reviews were on time.
    when not green
      > The target was missed.
""",
        good="""
  commentary
    when not green
      > The target was missed.
    otherwise
      > {value} of reviews were on time.
""",
    ),
    error(
        "rule-without-prose",
        what="A rule or a note says nothing.",
        why="When it holds, an empty paragraph would be printed where readers look for an explanation.",
        frame=JUDGED,
        bad="""
  commentary
    when green
    otherwise
      > {value} of reviews were on time.
""",
        good="""
  commentary
    when green
      > {value} of reviews were on time, which meets the target.
    otherwise
      > {value} of reviews were on time.
""",
    ),
    error(
        "unreachable-rule",
        what="A rule stands below one that takes all its cases: `otherwise`, or a rule with the same condition.",
        why="Its sentence would never be printed, however well it fits.",
        frame=JUDGED,
        bad="""
  commentary
    otherwise
      > {value} of reviews were on time.
    when green
      > {value} of reviews were on time, which meets the target.
""",
        good="""
  commentary
    when green
      > {value} of reviews were on time, which meets the target.
    otherwise
      > {value} of reviews were on time.
""",
    ),
    warning(
        "unused",
        what="Something is declared that nothing uses.",
        why="It is not printed. Most often an indicator names another section than it was meant to.",
        frame=LAST_CHAPTER,
        bad="""
section visits "Visits"
""",
        good="""
# No indicator is about visits yet, so their section waits.
# section visits "Visits"
""",
    ),
    error(
        "report-missing",
        what="No file declares a report.",
        why="A file of indicators alone says neither for which committee nor for which period a report is.",
        frame=SPEC_FILE,
        bad="""
language 1
use "indicators.kpi"
"""
        + _REST,
        good="""
language 1
use "indicators.kpi"
"""
        + _REPORT
        + _REST,
    ),
    error(
        "chapter-missing",
        what="The house file requires a chapter that the report lacks.",
        why="Committees must be told of such things as the legal implications, also where there are none.",
        frame=CHAPTERS.among(council_yaml=_NO_APPENDICES),
        bad=_TABLE,
        good=f'{_TABLE}\nchapter "Appendices"\n',
    ),
    error(
        "chapter-empty",
        what="A chapter says nothing, and the house file has no standing sentence for it.",
        why="A heading with nothing below it leaves readers wondering what was left out.",
        frame=LAST_CHAPTER,
        bad="""
chapter "Consultation"
""",
        good="""
chapter "Consultation"
  > Nobody needed to be consulted on this report.
""",
    ),
    error(
        "printed-nowhere",
        what="The spec declares indicators, rules or notes, and no chapter prints them.",
        why="The figures would be checked and judged, and then left out.",
        frame=CHAPTERS,
        bad="""
chapter "Performance"
  > All is well.
""",
        good="""
chapter "Performance"
  > All is well.
  table columns value, target, status
""",
    ),
)
