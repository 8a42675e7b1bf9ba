"""Codes of milestones and their dates."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import MILESTONES

ENTRIES = (
    error(
        "wrong-scheme",
        what="A scheme that judges indicators by their figures is used for a milestone, or the other way round.",
        why="A milestone has no figure and an indicator no due date, so no state of the scheme could ever be given.",
        frame=MILESTONES,
        bad="""
milestone team "New team in place"
  section  reviews
  due      31 December 2021
  scheme   council
""",
        good="""
milestone team "New team in place"
  section  reviews
  due      31 December 2021
  scheme   progress
""",
    ),
    error(
        "dates-contradict",
        what="The dates of a milestone, or those between which records are complete, contradict one another.",
        why="The report would say of one step that it is done and still to come, or moved to where it was.",
        frame=MILESTONES,
        bad="""
milestone team "New team in place"
  section   reviews
  due       30 June 2021
  done      12 May 2021
  expected  30 June 2021
""",
        good="""
milestone team "New team in place"
  section   reviews
  due       30 June 2021
  done      12 May 2021
""",
    ),
    warning(
        "date-far-off",
        what="A date of a milestone is more than five years from its due date.",
        why="Most often the year is a slip, and what is on time would be printed as late, or the other way round.",
        frame=MILESTONES,
        bad="""
milestone team "New team in place"
  section  reviews
  due      30 June 2021
  done     12 May 2012
""",
        good="""
milestone team "New team in place"
  section  reviews
  due      30 June 2021
  done     12 May 2021
""",
    ),
    warning(
        "date-not-now",
        what="""A milestone is done after the day that the report is made for, or was expected before that day without
        being done.""",
        why="A report tells what is so on one day; a step with such a date is most likely out of date, or mistyped.",
        frame=MILESTONES,
        bad="""
milestone team "New team in place"
  section   reviews
  due       31 December 2021
  expected  31 August 2021
""",
        good="""
milestone team "New team in place"
  section   reviews
  due       31 December 2021
  expected  31 October 2021
""",
    ),
)
