"""What stands around the lines that an example shows: a small project, and the places in it where lines are put.

Only text is known here; the language is read further up.
"""

from __future__ import annotations

from kpidsl.values import dataclass, replace

_REPORT = """\
language 1
use "indicators.kpi"

report "Children's services performance"
  committee  "Scrutiny Committee"
  meeting    30 September 2021
  from       "Strategic Director"
  period     2021-22 Q1
  house      "council.yaml"
  data       "data.csv"
  scheme     council
"""
_SCHEME = """
scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise
"""
_SECTION = """
section reviews "Reviews"
"""
_CHAPTERS = """
chapter "Performance"
  table columns outturn, value, target, status, trend 4 quarters

chapter "Commentary"
  commentary
"""
_LANGUAGE = "language 1\n\n"
_HEADER = 'indicator on_time "% of reviews on time"\n'
_MEASURED = """\
  section   reviews
  unit      percent
  polarity  higher is better
"""
_COUNTED = """\
  section   reviews
  unit      count
  polarity  none
"""
_TOLERANCE = "  tolerance 5 points\n"
_JUDGED = "  target    90%\n" + _TOLERANCE
_MILESTONES = """
scheme progress "Progress of milestones" for milestones
  blue   "Done" when done
  green  "On track" when expected on time
  red    "Overdue" when overdue
  amber  "At risk" otherwise

chapter "Milestones"
  milestones columns due, expected, done, status
"""
_SPEC = _REPORT + _SCHEME + _SECTION + _CHAPTERS
_INDICATOR = _LANGUAGE + _HEADER + _MEASURED + _JUDGED
_CHARTS = '\nchapter "Charts"\n'
_HOUSE = """\
council: Example Council
contacts:
  director:
    name: A. Person
    role: Strategic Director
"""
_ROW = "on_time,2021-22 Q1,95\n"
_DATA = "indicator,period,value\n" + _ROW
_BASE = (("spec.kpi", _SPEC), ("indicators.kpi", _INDICATOR), ("council.yaml", _HOUSE), ("data.csv", _DATA))


_LAST = """\
{"report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": [
  {"id": "on_time", "label": "% of reviews on time", "unit": "percent", "target": null, "history": [],
   "outturn": null, "previous_outturn": null},
  {"id": "leavers", "label": "Care leavers", "unit": "count", "target": null, "history": [],
   "outturn": null, "previous_outturn": null}
]}
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """A place for lines: in `file`, between `before` and `after`; `beside` are the other files.

    `encoding` is what the file is saved in. `formats` are those to be made, where only that shows the problem;
    `advised` says that it takes a back-test. Where it `is_counted`, whoever counts records finds nothing in them;
    else there is nobody who counts.
    """

    file: str
    before: str = ""
    after: str = ""
    beside: tuple[tuple[str, str], ...] = _BASE
    encoding: str = "utf-8"
    open_in: str = ""
    formats: tuple[str, ...] = ()
    advised: bool = False
    is_counted: bool = True

    def among(self, **files: str) -> Frame:
        """The same place with other files beside it; `data_csv` stands for `data.csv`."""
        given = tuple((name.replace("__", "/").replace("_", "."), text) for name, text in files.items())
        return replace(self, beside=(*self.beside, *given))


# Whole files.
SPEC_FILE = Frame("spec.kpi")
INDICATORS_FILE = Frame("indicators.kpi")
HOUSE = Frame("council.yaml")
DATA = Frame("data.csv")
DATA_IN_BOOK = _SPEC.replace("data.csv", "data.xlsx")
DRAWN = DATA.among(spec_kpi=_SPEC + _CHARTS + "  chart line of on_time over 4 quarters\n")

# The record of the report before.
_FOLLOWING = _REPORT + '  follows    "records/last.json"\n' + _SCHEME + _SECTION + _CHAPTERS
RECORD = Frame("records/last.json").among(spec_kpi=_FOLLOWING + "  changes\n")

FOLLOWING = Frame(
    "spec.kpi", _REPORT, _SCHEME + _SECTION + _CHAPTERS + "  changes\n", beside=(*_BASE, ("records/last.json", _LAST))
)

# For each of two authorities, and for both together.
_IN_LIST = 'authority in "authorities.csv"\n'
_OF_EACH = (
    ("spec.kpi", f"{_REPORT}  for        each {_IN_LIST}{_SCHEME}{_SECTION}{_CHAPTERS}"),
    ("indicators.kpi", _INDICATOR),
    ("council.yaml", _HOUSE),
    ("data.csv", "indicator,period,value,entity\non_time,2021-22 Q1,95,Ashcombe\non_time,2021-22 Q1,92,Dunmere\n"),
    ("authorities.csv", "name,code\nAshcombe,E06990001\nDunmere,E06990004\n"),
)
DATA_OF_EACH = Frame("data.csv", beside=_OF_EACH)
LIST = Frame("authorities.csv", beside=_OF_EACH)
JUDGED_OF_EACH = Frame("indicators.kpi", _INDICATOR, beside=_OF_EACH)
BELOW_OF_EACH = Frame("indicators.kpi", _INDICATOR + "\n", beside=_OF_EACH)
TOGETHER = Frame(
    "spec.kpi",
    f"{_REPORT}  for        all {_IN_LIST.replace('authority', 'authorities', 1)}{_SCHEME}{_SECTION}"
    '\nchapter "The authorities side by side"\n',
    beside=_OF_EACH,
)

# In the spec.
SCHEME = Frame("spec.kpi", _REPORT + "\n", _SECTION + _CHAPTERS)
DIRECTIONAL = Frame(
    "spec.kpi",
    _REPORT + _SCHEME.replace("within tolerance", "improved since previous") + _SECTION + "\n",
    '\nchapter "Commentary"\n  commentary\n',
)
BENCHMARKED = Frame(
    "spec.kpi",
    _REPORT + _SCHEME.replace("within tolerance", "at or better than england") + _SECTION + "\n",
    '\nchapter "Commentary"\n  commentary\n',
).among(indicators_kpi=_INDICATOR.replace(_TOLERANCE, "") + "  benchmark england 80%\n")
SECTIONS = Frame("spec.kpi", _REPORT + _SCHEME + "\n", _CHAPTERS)
CHAPTERS = Frame("spec.kpi", _REPORT + _SCHEME + _SECTION + "\n")
LAST_CHAPTER = Frame("spec.kpi", _SPEC + "\n")
CHARTS = Frame("spec.kpi", _SPEC + _CHARTS).among(data_csv=_DATA + "on_time,2020-21 Q4,93\n")
MILESTONES = Frame("spec.kpi", _SPEC + _MILESTONES + "\n")

# In the file of indicators: whole blocks, below a header, with a unit, with a target, and below a finished indicator.
BLOCKS = Frame("indicators.kpi", _LANGUAGE)
HEADED = Frame("indicators.kpi", _LANGUAGE + _HEADER)
MEASURED = Frame("indicators.kpi", _LANGUAGE + _HEADER + _MEASURED)
COUNTED = Frame("indicators.kpi", _LANGUAGE + _HEADER + _COUNTED)
JUDGED = Frame("indicators.kpi", _INDICATOR)
BELOW = Frame("indicators.kpi", _INDICATOR + "\n")

# Of records: whole blocks above an indicator, lines of a measure, and lines of the indicator. They are checked, and not
# counted: the indicator has a row of its own.
_LATE = """
indicator late "Reviews that were late"
  section   reviews
  unit      count
  polarity  none
"""
_RECORDS = """\
records review_rows "Reviews of plans"
  data       "reviews.csv"
  complete   from 1 April 2019
  column     held_on  date
  column     team     text
  period     by held_on
  entity     by team
"""
_LATE_ROW = "indicator,period,value\nlate,2021-22 Q1,30\n"
RECORDS = Frame("indicators.kpi", _LANGUAGE, _LATE).among(data_csv=_LATE_ROW)
MEASURES = replace(RECORDS, before=_LANGUAGE + _RECORDS, after=_LATE + "  measure   reviews_late\n")
ROLLING = replace(
    RECORDS, before=_LANGUAGE + _RECORDS + "  measure    reviews_late  count over 12 months\n" + _LATE, after=""
)
OPENED = replace(
    MEASURES,
    before=MEASURES.before
    + "  column     child      text\n  column     ended_on   date\n  open       from held_on to ended_on\n",
)
PARTS = replace(
    RECORDS,
    before=f"""{_LANGUAGE}{_RECORDS}\
  measure    reviews_held  count
  measure    reviews_late  count where team is "North"
{_LATE.replace("unit      count", "unit      percent")}""",
    after="",
)
UNCOUNTED = replace(RECORDS, after="", is_counted=False)
# And of records that are counted, with the file that they stand in: a line of the block, and the rows of the file.
_ROWS = "held_on,days_late,team\n12/04/2021,3,Example Council\n20/05/2021,0,Example Council\n"
_REVIEWS = """\
records review_rows "Reviews of plans"
  complete   from 1 April 2021
  column     held_on    date
  column     team       text
  period     by held_on
  entity     by team
"""
_FROM = '  data       "reviews.csv"\n'
_DAYS_LATE = "  column     days_late  whole number\n"
_LATE_ONES = "  measure    reviews_late  count where days_late at least 1\n" + _LATE + "  measure   reviews_late\n"
_TABLE = RECORDS.among(data_csv="indicator,period,value\nlate,2020-21 Q4,30\n", reviews_csv=_ROWS)
ROWS_FROM = replace(_TABLE, before=_LANGUAGE + _REVIEWS + _DAYS_LATE, after=_LATE_ONES)
ROWS_OF = replace(_TABLE, before=_LANGUAGE + _REVIEWS + _FROM, after=_LATE_ONES)
ROWS = Frame("reviews.csv", "held_on,days_late,team\n").among(
    data_csv="indicator,period,value\non_time,2021-22 Q1,95\n",
    indicators_kpi=_INDICATOR + "\n" + _REVIEWS + _FROM + _DAYS_LATE + _LATE_ONES,
)
_TIMED = _LATE_ONES.replace("count where days_late at least 1", "count where held_on within 5 working days of due_on")
ROWS_TIMED = replace(
    ROWS.among(indicators_kpi=_INDICATOR + "\n" + _REVIEWS + _FROM + "  column     due_on     date\n" + _TIMED),
    before="held_on,due_on,team\n",
)

# With figures of six quarters: green, red, amber, red, green, green by the target of 90%.
_QUARTERS = {"2021-22 Q1": 95, "2020-21 Q4": 80, "2020-21 Q3": 88, "2020-21 Q2": 79, "2020-21 Q1": 93, "2019-20 Q4": 91}
_PAST = "indicator,period,value\n" + "".join(f"on_time,{period},{value}\n" for period, value in _QUARTERS.items())
PAST = replace(MEASURED.among(data_csv=_PAST), advised=True)
PAST_RULES = replace(JUDGED.among(data_csv=_PAST), advised=True)
PAST_DATA = replace(DATA, advised=True)

# A report that judges by so many schemes that they do not fit on a page together.
_MANY = range(1, 11)
_SCHEMES = "".join(
    f'\nscheme rating_{number} "Rating {number}"\n  good{number} "Good {number}" shape circle colour "#00703C" '
    f'when at or better than target\n  poor{number} "Poor {number}" shape triangle colour "#B10E1E" otherwise\n'
    for number in _MANY
)
_ONE_EACH = _LANGUAGE + "".join(
    f'indicator rated_{number} "% of visits on time, {number}"\n{_MEASURED}  target    90%\n'
    f"  scheme    rating_{number}\n\n"
    for number in _MANY
)
CROWDED = Frame(
    "spec.kpi",
    _REPORT.replace("scheme     council", "scheme     rating_1") + _SCHEMES + _SECTION + _CHAPTERS + "\n",
    formats=("pdf",),
).among(
    indicators_kpi=_ONE_EACH,
    data_csv="indicator,period,value\n" + "".join(f"rated_{number},2021-22 Q1,95\n" for number in _MANY),
)


def report_line(word: str) -> Frame:
    """The report block, with the shown line in place of its line `word` (at its end, where it has none)."""
    lines = _REPORT.splitlines(keepends=True)
    at = next((index for index, line in enumerate(lines) if line.startswith(f"  {word} ")), len(lines))
    after = "".join(lines[at + 1 :]) + _SCHEME + _SECTION + _CHAPTERS
    return Frame("spec.kpi", "".join(lines[:at]), after)
