"""Codes of the finished report."""

from __future__ import annotations

from dataclasses import replace

from kpidsl.diagnostics.catalogue.entry import error, warning
from kpidsl.diagnostics.catalogue.frames import CROWDED, LAST_CHAPTER

ENTRIES = (
    error(
        "glyph-missing",
        what="The report's font has no shape for a character.",
        why="""An empty box would be printed in its place, and a screen reader could not read it. Only `kpic build`
        can tell; `kpic check` makes no pages.""",
        frame=replace(LAST_CHAPTER, rendered=True),
        bad="""
chapter "Background"
  > Families call it \u5b89.
""",
        good="""
chapter "Background"
  > Families call it \u201cbeing safe\u201d.
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
