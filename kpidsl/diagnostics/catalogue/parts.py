"""Codes of indicators that are parts of another."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import DATA, HEADED

_WHOLE = """\
language 1

indicator placements "Children placed"
  section   reviews
  unit      count
  polarity  none
  parts     {rule}

indicator foster "In foster care"
  section   reviews
  unit      count
  polarity  none
  part      of placements

indicator homes "In children's homes"
  section   reviews
  unit      count
  polarity  none
  part      of placements
"""
_ADDED_UP = DATA.among(indicators_kpi=_WHOLE.format(rule="add up"))
_FIRST = HEADED.among(data_csv="indicator,period,value\nfirst,2021-22 Q1,95\n")
_PERCENTAGES = DATA.among(
    indicators_kpi="""\
language 1

indicator all "% of reviews on time"
  section   reviews
  unit      percent
  polarity  none
  parts     give the value

indicator first "First reviews"
  section   reviews
  unit      percent
  polarity  none
  measure   first_in_time / first_due
  part      of all

indicator later "Later reviews"
  section   reviews
  unit      percent
  polarity  none
  measure   in_time / due
  part      of all
"""
)
_OVERLAPPING = DATA.among(indicators_kpi=_WHOLE.format(rule="overlap"))

ENTRIES = (
    error(
        "part-of-part",
        what="An indicator is said to be a part of itself, or of one that is a part of another.",
        why="There is one level, a whole and its parts; with more, or in a circle, nobody could add up the table.",
        frame=HEADED,
        bad="""
  section   reviews
  unit      percent
  polarity  none
  part      of on_time
""",
        good="""
  section   reviews
  unit      percent
  polarity  none
""",
    ),
    error(
        "part-unlike",
        what="A part and its whole are not measured or printed alike, so they cannot stand one beneath the other.",
        why="Hours and cases cannot be added up, and neither can percentages without the counts they are made of.",
        frame=_FIRST,
        bad="""
  section   reviews
  unit      count
  polarity  none
  parts     add up

indicator hours "Hours of review"
  section   reviews
  unit      hours
  polarity  none
  part      of on_time
""",
        good="""
  section   reviews
  unit      count
  polarity  none
  parts     give the value

indicator first "First reviews on time"
  section   reviews
  unit      count
  polarity  none
  part      of on_time
""",
    ),
    error(
        "parts-differ",
        what="The parts of an indicator do not add up to it.",
        why="One of the figures must be wrong, or a part is missing; readers will add up what they see.",
        frame=_ADDED_UP,
        bad="""
indicator,period,value
placements,2021-22 Q1,45
foster,2021-22 Q1,30
homes,2021-22 Q1,12
""",
        good="""
indicator,period,value
placements,2021-22 Q1,42
foster,2021-22 Q1,30
homes,2021-22 Q1,12
""",
    ),
    error(
        "counts-missing",
        what="A percentage that is to be added up, or checked by adding up, is given without the counts it is made of.",
        why="The percentage of a whole is not the sum or the average of those of its parts, so it needs their counts.",
        frame=_PERCENTAGES,
        bad="""
indicator,period,value
in_time,2021-22 Q1,30
due,2021-22 Q1,35
first,2021-22 Q1,80
""",
        good="""
indicator,period,value,numerator,denominator
in_time,2021-22 Q1,30,,
due,2021-22 Q1,35,,
first,2021-22 Q1,,12,15
""",
    ),
    error(
        "part-exceeds-whole",
        what="A part of an indicator is larger than the indicator itself.",
        why="Parts that overlap need not add up, but none can be larger than the whole: a figure must be wrong.",
        frame=_OVERLAPPING,
        bad="""
indicator,period,value
placements,2021-22 Q1,45
foster,2021-22 Q1,54
homes,2021-22 Q1,12
""",
        good="""
indicator,period,value
placements,2021-22 Q1,45
foster,2021-22 Q1,40
homes,2021-22 Q1,12
""",
    ),
)
