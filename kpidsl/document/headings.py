"""What all renderers make of a Document's headings: one at the top of every report, and no level skipped."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.document.model import Block, Document, Heading, Text


def with_title(document: Document) -> tuple[Block, ...]:
    """The blocks; the title comes before them where no heading of level 1 shows it."""
    title = document.title.strip()
    if not title or any(isinstance(block, Heading) and block.level == 1 for block in document.blocks):
        return document.blocks
    return (Heading(1, (Text(title),), ""), *document.blocks)


def unskipped(levels: Sequence[int]) -> list[int]:
    """Levels as they are tagged: beginning at 1 and never skipping one (ISO 14289-1, 7.4.2)."""
    tagged: list[int] = []
    for level in levels:
        tagged.append(max(1, min(level, 6, tagged[-1] + 1 if tagged else 1)))
    return tagged
