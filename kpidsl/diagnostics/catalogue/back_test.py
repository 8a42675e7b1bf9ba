"""Codes of advice: what earlier figures say of the rules of today. Given only by `kpic check --back-test`."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import advice
from kpidsl.diagnostics.catalogue.frames import PAST, PAST_DATA, PAST_RULES

ENTRIES = (
    advice(
        "target-always-met",
        what="By the rules of today, an indicator would have had its best status in every period of the data.",
        why="""A target that was never missed may ask for too little, or its tolerance for nothing. It may also be a
        good service: nobody but the council can tell. At least four periods are looked at.""",
        frame=PAST,
        bad="""
  target    75%
  tolerance 5 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    advice(
        "target-never-met",
        what="By the rules of today, an indicator would not have had its best status in any period of the data.",
        why="""A row that is always red is soon read past. Where a target is for a later year, a target for each year on
        the way to it shows progress. At least four periods are looked at.""",
        frame=PAST,
        bad="""
  target    99%
  tolerance 15 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    advice(
        "state-never-came",
        what="An indicator would have gone from better states to worse ones and back, and never have had one between.",
        why="""Amber is to warn before red. Where figures move by more than the tolerance is wide, it does not. At least
        four periods are looked at.""",
        frame=PAST,
        bad="""
  target    90%
  tolerance 1 point
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    advice(
        "rule-never-came",
        what="A commentary rule would have been used in no period of the data.",
        why="""Its words have never been seen in print. That is as it should be for what is rare; a rule that is meant
        to speak often may ask for the wrong thing. At least four periods are looked at.""",
        frame=PAST_RULES,
        bad="""
  commentary
    when value > 97%
      > Nearly all reviews were on time: {value}.
    otherwise
      > {value} of reviews were on time.
""",
        good="""
  commentary
    when value > 90%
      > Nearly all reviews were on time: {value}.
    otherwise
      > {value} of reviews were on time.
""",
    ),
    advice(
        "figure-stale",
        what="An indicator has no value in the period of the report, and its latest one is more than a year older.",
        why="Readers meet an empty row in every report. It may no longer be collected, or be waited for in vain.",
        frame=PAST_DATA,
        bad="""
indicator,period,value
on_time,2019-20 Q3,95
on_time,2021-22 Q1,awaiting
""",
        good="""
indicator,period,value
on_time,2020-21 Q4,95
on_time,2021-22 Q1,awaiting
""",
    ),
    advice(
        "benchmark-stale",
        what="A benchmark is for a period that ended more than three years before the year of the report.",
        why="A comparison with what others did long ago says little, and readers take it for one with today.",
        frame=PAST_RULES,
        bad="""
  benchmark england 84% for 2015-16
""",
        good="""
  benchmark england 84% for 2019-20
""",
    ),
)
