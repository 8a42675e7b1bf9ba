"""Codes of figures, dates, periods and units."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import HEADED, MEASURED, report_line

ENTRIES = (
    error(
        "bad-figure",
        what="A figure cannot be read, or is larger or smaller than it can be.",
        why="`90,5` may be 90.5 or a slip for 905; a target that is guessed judges every figure against the guess.",
        frame=MEASURED,
        bad="""
  target    90,5%
  tolerance 5 points
""",
        good="""
  target    90.5%
  tolerance 5 points
""",
    ),
    error(
        "bad-date",
        what="There is no such day.",
        why="The day of the meeting is printed on the report, and figures are reported as they stood on it.",
        frame=report_line("meeting"),
        bad="  meeting    31 September 2021",
        good="  meeting    30 September 2021",
    ),
    error(
        "bad-period",
        what="A period cannot be read: a year is written `2021-22`, a quarter `2021-22 Q1`, a month `September 2021`.",
        why="A figure or target that is put into the wrong year or quarter is compared with the wrong ones.",
        frame=MEASURED,
        bad="""
  target    90% for 2021-23
  tolerance 5 points
""",
        good="""
  target    90% for 2021-22
  tolerance 5 points
""",
    ),
    error(
        "unknown-unit",
        what="A word is not a unit of the language.",
        why="The unit says how figures are read, compared and printed: `38` as 38%, as £38 or as 38 days.",
        frame=HEADED,
        bad="""
  section   reviews
  unit      per cent
  polarity  none
""",
        good="""
  section   reviews
  unit      percent
  polarity  none
""",
    ),
    error(
        "unit-mismatch",
        what="A figure is in another unit than the thing it belongs to, or has none.",
        why="""A percentage cannot be held against a number of days. Units are said each time, so that a slip is seen
        at once.""",
        frame=MEASURED,
        bad="""
  target    90
  tolerance 5 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
)
