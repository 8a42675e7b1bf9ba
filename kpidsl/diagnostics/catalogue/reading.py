"""Codes of single lines: what cannot be read as a line of the language."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import BLOCKS, HEADED, JUDGED, LAST_CHAPTER, MEASURED

ENTRIES = (
    error(
        "unclosed-quote",
        what="A quoted text has no closing quote on its line.",
        why="""Without it nobody can tell where the title or label ends, and the rest of the line would be printed as
        part of it.""",
        frame=BLOCKS,
        bad="""
indicator on_time "% of reviews on time
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
        "unreadable-character",
        what="A line has a character that means nothing there.",
        why="""A sign that is passed over in silence, such as a dollar or a plus, could have changed the figure beside
        it.""",
        frame=MEASURED,
        bad="""
  target    90%
  tolerance 4 + 1 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    error(
        "unknown-keyword",
        what="A line starts with a word that is not a keyword.",
        why="A misspelt line would otherwise be left out, and the indicator would be judged without its target.",
        frame=MEASURED,
        bad="""
  goal      90%
  tolerance 5 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    error(
        "unexpected-word",
        what="A line goes on with something that has no place after the words before it.",
        why="""The line may mean something else than it seems to, so it is not used until it can be read in one way
        only.""",
        frame=HEADED,
        bad="""
  section   reviews
  unit      percent
  polarity  up is better
""",
        good="""
  section   reviews
  unit      percent
  polarity  higher is better
""",
    ),
    error(
        "line-stops-early",
        what="A line ends before it has said all that it must.",
        why="Half a line gives no figure or no condition to go by, and none is made up.",
        frame=MEASURED,
        bad="""
  target
  tolerance 5 points
""",
        good="""
  target    90%
  tolerance 5 points
""",
    ),
    error(
        "empty-text",
        what="A text between quotes is empty, or longer than 1,000 characters.",
        why="""Titles and labels are what readers and screen readers find their way by; an empty one leaves a row or a
        chapter without a name.""",
        frame=BLOCKS,
        bad="""
indicator on_time ""
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
        "too-deep",
        what="A condition has more than 50 brackets and `not`s.",
        why="Nobody who reads the rule could say when it holds, so nobody could check the sentence that it prints.",
        frame=JUDGED,
        bad=f"""
  commentary
    also when {"not " * 51}green
      > The target was missed.
""",
        good="""
  commentary
    also when not green
      > The target was missed.
""",
    ),
    error(
        "out-of-place",
        what="A line stands in a block that it does not belong in, or asks for something that cannot be had there.",
        why="The line may have slipped below the wrong header; what it says would then be true of the wrong thing.",
        frame=LAST_CHAPTER,
        bad="""
chapter "Background"
  > The committee asked for this report.
  action "Review the offer" owner "Head of Service"
""",
        good="""
chapter "Background"
  > The committee asked for this report.

note on_time by "Head of Service"
  > The offer is being looked at.
  action "Review the offer" owner "Head of Service"
""",
    ),
)
