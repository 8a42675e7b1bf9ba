"""Codes of small counts of people: what is not shown, and what would give it away."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import DATA, Frame

_CHILDREN = """\
language 1

indicator children "Children on a plan"
  section   reviews
  unit      count
  polarity  none
"""
_BLOCK = Frame("indicators.kpi", _CHILDREN).among(data_csv="indicator,period,value\nchildren,2021-22 Q1,3\n")
_PLACED = DATA.among(
    indicators_kpi="""\
language 1

indicator placed "Children placed"
  section   reviews
  unit      count
  polarity  none
  parts     add up
  suppress  none because "Published elsewhere"

indicator foster "In foster care"
  section   reviews
  unit      count
  polarity  none
  part      of placed
  suppress  dfe

indicator homes "In children's homes"
  section   reviews
  unit      count
  polarity  none
  part      of placed
  suppress  none because "Published elsewhere"
"""
)

ENTRIES = (
    error(
        "unknown-profile",
        what="A `suppress` line names a profile that is not known.",
        why="A profile says which counts are too small to be shown; without it, all would be.",
        frame=_BLOCK,
        bad="  suppress  dfee\n",
        good="  suppress  dfe\n",
    ),
    warning(
        "small-number",
        what="A count from 1 to 5 that looks like people is published, and nothing is said of small counts.",
        why="""Where very few people are counted, those who know one of them may learn something about that person. The
        council must decide whether such counts are shown, and the report should say so.""",
        frame=_BLOCK,
        bad="  covers    at period end\n",
        good="""
  covers    at period end
  suppress  dfe
""",
    ),
    error(
        "suppression-undone",
        what="A small count is not shown, and yet can be worked out from figures that are.",
        why="""A count that is withheld beside its total is not withheld: whoever takes the other parts from the total
        knows it. What would give it away can be withheld, too, but only where the spec says so.""",
        frame=_PLACED,
        bad="""
indicator,period,value
placed,2021-22 Q1,40
foster,2021-22 Q1,3
homes,2021-22 Q1,37
""",
        good="""
indicator,period,value
placed,2021-22 Q1,40
foster,2021-22 Q1,12
homes,2021-22 Q1,28
""",
    ),
    error(
        "typed-suppressed",
        what="A figure that the report does not show is typed by hand into a text that it prints.",
        why="The table withholds the figure so that nobody can be identified, and the text would tell it all the same.",
        frame=Frame(
            "indicators.kpi",
            _CHILDREN + "  suppress  dfe\n\n",
        ).among(data_csv="indicator,period,value\nchildren,2021-22 Q1,3\n"),
        bad="""
note children by "Head of Service"
  > All three children were visited.
""",
        good="""
note children by "Head of Service"
  > All of the children were visited.
""",
    ),
)
