"""Codes of names, and of lines that are missing or said twice."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import BELOW, BLOCKS, HEADED, JUDGED, LAST_CHAPTER, SECTIONS, report_line

ENTRIES = (
    error(
        "bad-name",
        what="A name has a character that names cannot have, or is the name of a figure that every indicator has.",
        why="Names stand in rules, in text and in the data. A hyphen could be read as a minus sign or as a range.",
        frame=BLOCKS,
        bad="""
indicator on-time "% of reviews on time"
  section   reviews
  unit      percent
  polarity  none
""",
        good="""
indicator on_time "% of reviews on time"
  section   reviews
  unit      percent
  polarity  none
""",
    ),
    error(
        "unknown-language",
        what="A report is to be written in a language that kpic has no words for.",
        why="Headings, keys and sentences are written by kpic, and come from its catalogue of that language.",
        frame=report_line("in"),
        bad="""
  in Flemish
""",
        good="""
  in Welsh
""",
    ),
    error(
        "duplicate-name",
        what="Two things of a kind have the same name.",
        why="Whatever refers to the name could mean either, so figures or text might be printed in the wrong place.",
        frame=LAST_CHAPTER,
        bad="""
chapter "Background"
  > The committee asked for this report.

chapter "Background"
  > Families were asked.
""",
        good="""
chapter "Background"
  > The committee asked for this report.

chapter "Consultation"
  > Families were asked.
""",
    ),
    error(
        "duplicate-line",
        what="Something is said twice that can be said only once.",
        why="Where two lines disagree, only one can be followed, and which one would be chance.",
        frame=HEADED,
        bad="""
  section   reviews
  unit      percent
  unit      count
  polarity  none
""",
        good="""
  section   reviews
  unit      percent
  polarity  none
""",
    ),
    error(
        "missing-line",
        what="A block lacks a line that it needs.",
        why="Which way is better, and in what unit, cannot be guessed from the name of an indicator.",
        frame=HEADED,
        bad="""
  section   reviews
  unit      percent
""",
        good="""
  section   reviews
  unit      percent
  polarity  none
""",
    ),
    error(
        "unknown-section",
        what="No section has this name.",
        why="The table has no place for the indicator, so it would be left out of the report.",
        frame=HEADED,
        bad="""
  section   review
  unit      percent
  polarity  none
""",
        good="""
  section   reviews
  unit      percent
  polarity  none
""",
    ),
    error(
        "unknown-theme",
        what="No theme has this name.",
        why="The table has no place for the section, so all its indicators would be left out of the report.",
        frame=SECTIONS,
        bad="""
theme people "People and families"

section reviews "Reviews"
  theme peple
""",
        good="""
theme people "People and families"

section reviews "Reviews"
  theme people
""",
    ),
    error(
        "unknown-scheme",
        what="No scheme has this name.",
        why="The scheme says what is green, amber or red; without it nothing can be judged.",
        frame=report_line("scheme"),
        bad="  scheme     counci",
        good="  scheme     council",
    ),
    error(
        "unknown-state",
        what="A rule, example or scheme speaks of a state that is not there.",
        why="A rule about a state that never comes about is never used, and its sentence never printed.",
        frame=JUDGED,
        bad="""
  example   95% is gren
""",
        good="""
  example   95% is green
""",
    ),
    error(
        "unknown-reason",
        what="This is none of the reasons for which there can be no figure.",
        why="Each reason has a meaning of its own, which the key to the table explains to the reader.",
        frame=JUDGED,
        bad="""
  commentary
    when no value because awating
      > The figure will follow.
""",
        good="""
  commentary
    when no value because awaiting
      > The figure will follow.
""",
    ),
    error(
        "unknown-indicator",
        what="No indicator has this name.",
        why="A note would be printed nowhere, and a figure that the text asks for could not be found.",
        frame=BELOW,
        bad="""
note on_tim by "Head of Service"
  > Reviews were on time again.
""",
        good="""
note on_time by "Head of Service"
  > Reviews were on time again.
""",
    ),
    error(
        "unknown-benchmark",
        what="A rule compares with a benchmark that the indicator does not have.",
        why="The rule could never be judged, and its sentence would never be printed.",
        frame=JUDGED,
        bad="""
  benchmark england 88%
  commentary
    also when better than wales
      > Better than elsewhere.
""",
        good="""
  benchmark england 88%
  commentary
    also when better than england
      > Better than elsewhere.
""",
    ),
    error(
        "unknown-contact",
        what="The house file has no contact of this name.",
        why="Readers are told whom to ask; a contact that is not there cannot be printed.",
        frame=report_line("front"),
        bad="""
  front      "Contact officers" contacts directer
""",
        good="""
  front      "Contact officers" contacts director
""",
    ),
)
