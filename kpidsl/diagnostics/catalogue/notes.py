"""Codes of notes that are required of officers."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import JUDGED

_RED = "indicator,period,value\non_time,2021-22 Q1,75\n"

ENTRIES = (
    error(
        "note-owed",
        what="A rule requires an officer's note, and it is not there or lacks a part.",
        why="""Members ask of every red figure why it is red and what is being done, by whom and by when. A report that
        does not say so comes back. `kpic chase` lists what is owed by whom, and `kpic build --draft` shows where.""",
        frame=JUDGED.among(data_csv=_RED),
        bad="""
  owner     "Head of Service"
  require   reason, action, by when red
""",
        good="""
  owner     "Head of Service"
  require   reason, action, by when red

note on_time by "Head of Service"
  > One review was moved to await a court date.
  action "Agree a new date" by 31 December 2021
""",
    ),
    error(
        "require-without-rule",
        what="A `require` line stands before any rule, and does not say when a note is owed.",
        why="A note on every indicator in every quarter is seldom what is meant, and nobody would read them.",
        frame=JUDGED,
        bad="""
  require reason
""",
        good="""
  require reason when red
""",
    ),
)
