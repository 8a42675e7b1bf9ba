"""Codes of what is counted in records."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import MEASURES, ROLLING, UNCOUNTED

ENTRIES = (
    error(
        "unknown-column",
        what="A line of a `records` block names a column that the block does not declare.",
        why="Nothing is read of a table but the columns that are declared, so a slip in a name never counts another.",
        frame=MEASURES,
        bad="""
  measure    reviews_late  count where teem is "North"
""",
        good="""
  measure    reviews_late  count where team is "North"
""",
    ),
    error(
        "column-type",
        what="A column of records is used as what it is not: a text as a number, a number as a date.",
        why="Each engine would make something else of it, and the count would hang on which one was asked.",
        frame=MEASURES,
        bad="""
  measure    reviews_late  count where held_on at least 1 April 2021
""",
        good="""
  measure    reviews_late  count where held_on on or after 1 April 2021
""",
    ),
    error(
        "unlike-measures",
        what="""An indicator says that its figures cover other days than are counted, or the two parts of its measure
        are counted over different times.""",
        why="The report would tell its readers the wrong months, or divide what belongs to different ones.",
        frame=ROLLING,
        bad="""
  measure   reviews_late
  covers    year to date
""",
        good="""
  measure   reviews_late
  covers    rolling 12 months
""",
    ),
    error(
        "records-uncounted",
        what="A report counts records, and there is nothing here that can count them.",
        why="Without the counts the report would have no figures, or old ones.",
        frame=UNCOUNTED,
        bad="""
records review_rows "Reviews of plans"
  data       "reviews.csv"
  complete   from 1 April 2019
  column     held_on  date
  period     by held_on
  measure    reviews_late  count

indicator late "Reviews that were late"
  section   reviews
  unit      count
  polarity  none
  measure   reviews_late
""",
        good="""
indicator late "Reviews that were late"
  section   reviews
  unit      count
  polarity  none
""",
    ),
)
