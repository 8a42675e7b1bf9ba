"""Codes of the finished report."""

from __future__ import annotations

from dataclasses import replace

from kpidsl.diagnostics.catalogue.entry import error
from kpidsl.diagnostics.catalogue.frames import LAST_CHAPTER

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
)
