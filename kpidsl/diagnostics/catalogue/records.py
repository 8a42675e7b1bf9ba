"""Codes of records: what the report before printed, and what has changed since."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import FOLLOWING, RECORD

ENTRIES = (
    error(
        "not-a-record",
        what="The file that a report follows is not the record of an earlier report.",
        why="What has changed can be told only from what was published, figure by figure.",
        frame=RECORD,
        bad="""
{"title": "Last quarter's report"}
""",
        good="""
{"report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": []}
""",
    ),
    error(
        "record-later",
        what="The report that this one follows is about a later period.",
        why="It would be said that figures were revised which are only newer.",
        frame=RECORD,
        bad="""
{"report": {"title": "Next quarter's report", "period": "2021-22 Q2"}, "indicators": []}
""",
        good="""
{"report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": []}
""",
    ),
    error(
        "record-of-other",
        what="The record that the report follows is of another council, or of a report on other indicators.",
        why="Every indicator would be said to be new, and every one of the other report to be gone.",
        frame=RECORD,
        bad="""
{"report": {"title": "Last quarter's report", "period": "2020-21 Q4", "council": "Other Council"}, "indicators": []}
""",
        good="""
{"report": {"title": "Last quarter's report", "period": "2020-21 Q4", "council": "Example Council"}, "indicators": []}
""",
    ),
    error(
        "record-edited",
        what="The record that the report follows is not as it was written: somebody has changed it since.",
        why="""A record says what was published. What has changed since can only be said against that, and never against
        figures that were put in later.""",
        frame=RECORD,
        bad="""
{"version": 2, "report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": [],
 "seal": "0000000000000000000000000000000000000000000000000000000000000000"}
""",
        good="""
{"version": 2, "report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": [],
 "seal": "2854b74c2c91fe7ad8a58ff2f88731ab1288a558aeeb036ac26f1db5f481b6c9"}
""",
    ),
    error(
        "record-newer",
        what="The record that the report follows was written by a newer kpic than this one.",
        why="It may say things that this one would pass over or read wrongly. Update kpidsl to make this report.",
        frame=RECORD,
        bad="""
{"version": 99, "report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": []}
""",
        good="""
{"version": 1, "report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": []}
""",
    ),
    warning(
        "record-older",
        what="The report that this one follows is not the one on the period before.",
        why="""Mostly the line was left as it was when the spec was copied, and then what changed in between is said a
        second time. Where there was no report in between, all is well.""",
        frame=RECORD,
        bad="""
{"report": {"title": "An older report", "period": "2020-21 Q3"}, "indicators": []}
""",
        good="""
{"report": {"title": "Last quarter's report", "period": "2020-21 Q4"}, "indicators": []}
""",
    ),
    warning(
        "change-unexplained",
        what="""A figure, a target of the same year or the list of indicators is not as the report before had it, and
        nothing says why.""",
        why="""A committee that sees a figure change will ask why. The answer belongs into the report: for a figure, the
        note of its row; for a target, `because` and `by`; for an indicator, a line `retired`.""",
        frame=FOLLOWING,
        bad="""
  follows    "records/last.json"
""",
        good="""
  follows    "records/last.json"
  retired    leavers because "Reported to the Housing Committee from now on" by "the Chair"
""",
    ),
)
