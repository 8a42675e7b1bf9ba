"""Codes of the finished report."""

from __future__ import annotations

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import CROWDED, HOUSE, LAST_CHAPTER
from kpidsl.values import replace

ENTRIES = (
    error(
        "glyph-missing",
        what="The report's font has no shape for a character.",
        why="""An empty box would be printed in its place, and a screen reader could not read it. Only `kpic build`
        can tell; `kpic check` makes no pages.""",
        frame=replace(LAST_CHAPTER, formats=("pdf",)),
        bad="""
chapter "Background"
  > Families call it \u5b89.
""",
        good="""
chapter "Background"
  > Families call it \u201cbeing safe\u201d.
""",
    ),
    error(
        "not-for-ees",
        what="The figures cannot be put into the form of Explore Education Statistics.",
        why="""Its files say by official codes whose each figure is, and name its period from a closed list; with
        anything else they would be refused there. Only `kpic build --format ees` can tell.""",
        frame=replace(HOUSE, formats=("ees",)),
        bad="""
council: Example Council
""",
        good="""
council: Example Council
codes:
  name: Rutland
  new: E06000017
  old: 857
""",
    ),
    warning(
        "page-too-full",
        what="What must stand on one page does not fit on it.",
        why="""An overview is for members who read one page. Its lists are cut to fit, but very long labels, or many
        schemes side by side, can still fill more than a page. Only `kpic build` can tell.""",
        frame=CROWDED,
        bad="""
chapter "At a glance"
  overview
""",
        good="""
chapter "At a glance"
  summary by status
""",
    ),
)
