"""Codes of reports for several authorities: who they are, and whose the figures and notes are."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import BELOW_OF_EACH, DATA_OF_EACH, JUDGED_OF_EACH, LIST, TOGETHER

ENTRIES = (
    error(
        "not-for-each",
        what="A spec for several authorities has a line that can be true of one of them only.",
        why="""It would hold for every authority: a status set by judgement for one would be printed as that of all.""",
        frame=JUDGED_OF_EACH,
        bad="""
  override  amber because "The figures of Dunmere are late" by "Head of Service"
""",
        good="""
  owner     "Head of Service"
""",
    ),
    error(
        "not-for-all",
        what="A report on all authorities together has a part that only the report of one can have.",
        why="It has no figures of its own, so a table, a chart or a comment on one value would have nothing to show.",
        frame=TOGETHER,
        bad="""
  table of authorities
  commentary
""",
        good="""
  table of authorities
""",
    ),
    error(
        "authority-not-said",
        what="""A note or a row of the data does not say of which authority it is, where there is a report for each of
        several.""",
        why="A figure or a reason in the report of another authority would be wrong, and nobody there would know it.",
        frame=BELOW_OF_EACH,
        bad="""
note on_time by "Head of Service"
  > Two reviewers were appointed in May.
""",
        good="""
note on_time of "Dunmere" by "Head of Service"
  > Two reviewers were appointed in May.
""",
    ),
    error(
        "unknown-authority",
        what="A note, a row of the data or a command names an authority that the spec makes no report for.",
        why="""Where the name is nearly that of an authority without figures, it is most likely a slip; left out, the
        figures would be missing from its report.""",
        frame=DATA_OF_EACH,
        bad="""
indicator,period,value,entity
on_time,2021-22 Q1,95,Ashcomb
on_time,2021-22 Q1,92,Dunmere
""",
        good="""
indicator,period,value,entity
on_time,2021-22 Q1,95,Ashcombe
on_time,2021-22 Q1,92,Dunmere
""",
    ),
    error(
        "authority-twice",
        what="Two authorities have the same name or code, or their reports would be files of the same name.",
        why="The report of one would be written over that of the other.",
        frame=LIST,
        bad="""
name,code
Ashcombe,E06990001
Dunmere,E06990001
""",
        good="""
name,code
Ashcombe,E06990001
Dunmere,E06990004
""",
    ),
    warning(
        "authority-left-out",
        what="The data have rows of authorities that the list does not have, and they are left out.",
        why="That is right where the list is of one region and the data of all, and wrong where the list is too short.",
        frame=DATA_OF_EACH,
        bad="""
indicator,period,value,entity
on_time,2021-22 Q1,95,Ashcombe
on_time,2021-22 Q1,92,Dunmere
on_time,2021-22 Q1,88,Westmarch
""",
        good="""
indicator,period,value,entity
on_time,2021-22 Q1,95,Ashcombe
on_time,2021-22 Q1,92,Dunmere
""",
    ),
)
