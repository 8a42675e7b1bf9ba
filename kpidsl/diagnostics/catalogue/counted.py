"""Codes of what is counted in records."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import (
    MEASURES,
    OPENED,
    PARTS,
    ROLLING,
    ROWS,
    ROWS_FROM,
    ROWS_OF,
    ROWS_TIMED,
    UNCOUNTED,
)

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
        "never-counted",
        what="Cases that are open at the end of a period are asked whether they came `again`.",
        why="""A case that is open may have begun on any day before, so that the rows would have to reach back without
        end: there would never be a figure.""",
        frame=OPENED,
        bad="""
  measure    reviews_late  count at period end where again for child within 6 months
""",
        good="""
  measure    reviews_late  count at period end where child is not missing
""",
    ),
    warning(
        "near-measure",
        what="A part of a measure is nothing that is counted, but is spelt much like what is.",
        why="It is looked for among the rows of the data, where there is no such figure, or an old one.",
        frame=PARTS,
        bad="""
  measure   review_late / reviews_held
""",
        good="""
  measure   reviews_late / reviews_held
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
    error(
        "records-engine",
        what="What keeps or counts the records cannot be reached, or gave up before all was counted.",
        why="""There are no figures then, and no report is made of a part of them. Whoever runs the database
        can say more. Reports of tables need `database` in the house file; the packages for it are installed by pip.""",
        frame=ROWS_FROM,
        bad="""
  table      "reviews"
""",
        good="""
  data       "reviews.csv"
""",
    ),
    error(
        "records-column",
        what="The table of some records does not have a column that is declared, or keeps something else in it.",
        why="Nothing is counted in a column that only looks like the one that was meant.",
        frame=ROWS_OF,
        bad="""
  column     days_late  whole number  called "days"
""",
        good="""
  column     days_late  whole number
""",
    ),
    error(
        "records-entity",
        what="No row of some records is of the council that the report is for.",
        why="All its counts would be 0, and look like figures. Mostly the table has its name in another spelling.",
        frame=ROWS,
        bad="""
12/04/2021,3,Example County
""",
        good="""
12/04/2021,3,Example Council
""",
    ),
    error(
        "records-calendar",
        what="Working days are to be counted from a day for which the bank holidays are not known.",
        why="A limit would end on a day that is guessed, and a case could be called late that was in time.",
        frame=ROWS_TIMED,
        bad="""
12/04/2021,30/12/2011,Example Council
""",
        good="""
12/04/2021,08/04/2021,Example Council
""",
    ),
)
