"""Codes of the data: what is wrong in a row, and what the figures say together."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import COUNTED, DATA, DRAWN, JUDGED, SCHEME, report_line

_COUNT = DATA.among(indicators_kpi=COUNTED.before)
_MEASURE = DATA.among(indicators_kpi=JUDGED.before + "  measure in_time / due\n")
_BASELINE = DATA.among(indicators_kpi=JUDGED.before + "  baseline from data\n  compare with baseline\n")
_AHEAD = DATA.among(
    spec_kpi=SCHEME.before
    + """\
scheme council "Council rating"
  green  when at or better than target
  amber  when forecast at or better than target
  red    otherwise
"""
    + SCHEME.after
)

ENTRIES = (
    error(
        "data-empty",
        what="A data file has no rows.",
        why="An export that failed leaves such a file behind; there is nothing to report from it.",
        frame=DATA,
        bad="""
indicator,period,value
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,95
""",
    ),
    error(
        "column-missing",
        what="A data file lacks a column that is needed, or its first line does not name the columns.",
        why="Without its column there is no telling what a figure is of, or of when.",
        frame=DATA,
        bad="""
indicator,value
on_time,95
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,95
""",
    ),
    error(
        "column-unknown",
        what="A data file has a column that there is no use for, or the same one twice.",
        why="A misspelt column would be passed over with all that stands in it.",
        frame=DATA,
        bad="""
indicator,period,value,notes
on_time,2021-22 Q1,95,All but one
""",
        good="""
indicator,period,value,note
on_time,2021-22 Q1,95,All but one
""",
    ),
    error(
        "row-too-long",
        what="A row has more cells than the first line has columns.",
        why="A comma inside a text has split it, and every cell after it stands in the wrong column.",
        frame=DATA,
        bad="""
indicator,period,value,note
on_time,2021-22 Q1,95,All seen, but one
""",
        good="""
indicator,period,value,note
on_time,2021-22 Q1,95,"All seen, but one"
""",
    ),
    error(
        "unknown-measure",
        what="A row is for something that the spec does not declare, or an indicator is to be what nothing counts.",
        why="A figure under a misspelt name would be missing from its indicator.",
        frame=DATA,
        bad="""
indicator,period,value
on_tmie,2021-22 Q1,95
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,95
""",
    ),
    error(
        "bad-cell",
        what="A cell cannot be read as what its column holds.",
        why="A figure is taken as it stands or not at all: `9l%` may be 91% or 9.1%.",
        frame=DATA,
        bad="""
indicator,period,value
on_time,2021-22 Q1,9l%
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,91%
""",
    ),
    error(
        "fraction-of-percent",
        what="A figure below 1, without a % sign, stands for a percentage.",
        why="Excel stores 88% as 0.88, which also reads as less than one percent. The sign says which is meant.",
        frame=DATA,
        bad="""
indicator,period,value
on_time,2021-22 Q1,0.88
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,88%
""",
    ),
    error(
        "fraction-of-count",
        what="A count is not a whole number.",
        why="There is no half a referral. `1.524` is most often 1,524 with the wrong sign between the digits.",
        frame=_COUNT,
        bad="""
indicator,period,value
on_time,2021-22 Q1,1.524
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,"1,524"
""",
    ),
    warning(
        "part-larger-than-whole",
        what="The first part of a percentage is larger than the second.",
        why="It comes to more than 100%. That can be meant; more often the two parts stand the wrong way round.",
        frame=DATA,
        bad="""
indicator,period,numerator,denominator
on_time,2021-22 Q1,44,43
""",
        good="""
indicator,period,numerator,denominator
on_time,2021-22 Q1,43,44
""",
    ),
    error(
        "row-without-value",
        what="A row gives neither a figure nor a reason for there being none.",
        why="An empty cell may mean 0, not yet known, or forgotten. Readers are told which.",
        frame=DATA,
        bad="""
indicator,period,value
on_time,2021-22 Q1,
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,awaiting
""",
    ),
    error(
        "value-given-twice",
        what="""There are two figures of a kind for one period, a figure beside the parts that it is made of, or two
        baselines for one indicator.""",
        why="Where the two disagree, only one can be printed, and which one would be chance.",
        frame=DATA,
        bad="""
indicator,period,value
on_time,2021-22 Q1,95
on_time,2021-22 Q1,96
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,96
""",
    ),
    error(
        "part-of-nothing",
        what="The second part of a measure is 0, and the first is more than that.",
        why="One of the two rows must be wrong, and nothing can be divided by 0.",
        frame=_MEASURE,
        bad="""
indicator,period,value
in_time,2021-22 Q1,1
due,2021-22 Q1,0
""",
        good="""
indicator,period,value
in_time,2021-22 Q1,1
due,2021-22 Q1,1
""",
    ),
    error(
        "no-observation",
        what="A figure that the report prints is not in the data.",
        why="A gap in the table, or in a sentence, is never printed without a word on why there is no figure.",
        frame=DATA,
        bad="""
indicator,period,value
on_time,2020-21,95
""",
        good="""
indicator,period,value
on_time,2020-21,95
on_time,2021-22 Q1,not due
""",
    ),
    error(
        "nothing-to-draw",
        what="The data have too few figures for a chart.",
        why="An empty frame, or a line through a single figure, would tell members nothing.",
        frame=DRAWN,
        bad="""
indicator,period,value
on_time,2021-22 Q1,95
""",
        good="""
indicator,period,value
on_time,2021-22 Q1,95
on_time,2020-21 Q4,93
""",
    ),
    warning(
        "row-not-used",
        what="A row gives a target or a baseline, and the indicator does not take it from the data.",
        why="""What a service is judged by is never taken from a row without a word in the spec. Left as it is, somebody
        believes that a target counts which does not.""",
        frame=DATA,
        bad="""
indicator,period,kind,value
on_time,2021-22,target,92
on_time,2021-22 Q1,,95
""",
        good="""
indicator,period,kind,value
on_time,2021-22 Q1,,95
""",
    ),
    warning(
        "baseline-missing",
        what="An indicator takes its baseline from the data, and no row gives it.",
        why="Whatever is compared with the baseline is printed without its direction, or without a status.",
        frame=_BASELINE,
        bad="""
indicator,period,kind,value
on_time,2021-22 Q1,,95
""",
        good="""
indicator,period,kind,value
on_time,2019-20,baseline,80
on_time,2021-22 Q1,,95
""",
    ),
    warning(
        "forecast-missing",
        what="A status hangs on a forecast, and the data have none.",
        why="""Whether a figure that misses its target is expected to meet it by the end of the year cannot be told, so
        it is printed without a status.""",
        frame=_AHEAD,
        bad="""
indicator,period,kind,value
on_time,2021-22 Q1,,70
""",
        good="""
indicator,period,kind,value
on_time,2021-22 Q1,,70
on_time,2021-22,forecast,91
""",
    ),
    warning(
        "rounding-hides",
        what="Rounding makes the printed figures say something else than the exact ones.",
        why="Readers see 90% against a target of 90% and a status of amber, and cannot tell that 89.6% was judged.",
        frame=JUDGED.among(data_csv="indicator,period,value\non_time,2021-22 Q1,89.6\n"),
        bad="""
  judge     unrounded
""",
        good="""
  judge     displayed
""",
    ),
    warning(
        "period-not-over",
        what="The period of the report was not over on the day that it is made for.",
        why="Its figures may still change, and what is printed as a quarter is only a part of one.",
        frame=report_line("meeting"),
        bad="  meeting    1 June 2021",
        good="  meeting    30 September 2021",
    ),
)
