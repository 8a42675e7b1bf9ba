"""Prose with its placeholders filled in."""

from __future__ import annotations

import re
from typing import assert_never

from kpidsl.compose import words
from kpidsl.compose.printed import printed
from kpidsl.compose.unprinted import Printed
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Emphasis, Inline, Link, List, Paragraph, Strong, Text
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.spec.indicator import SLOT, Placeholder, Prose
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Placed:
    """A placeholder and what was printed for it."""

    placeholder: Placeholder
    printed: Printed


@dataclass(frozen=True, slots=True)
class FilledBlock:
    """A block with every figure in place, the figures it rests on, and what was put where a placeholder stood."""

    block: Paragraph | List
    rests_on: tuple[Figure, ...] = ()
    placed: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    blocks: tuple[FilledBlock, ...]
    problems: tuple[Diagnostic, ...]


def fill(prose: Prose, evaluation: Evaluation) -> Filled:
    """Put the printed figures where the placeholders stand; a problem for each cause that one cannot be printed."""
    results = tuple(printed(placeholder, evaluation) for placeholder in prose.placeholders)
    placed = tuple(map(Placed, prose.placeholders, results))
    blocks = tuple(_filled(block, placed) for block in prose.blocks)
    problems: dict[str, Diagnostic] = {}
    for result in results:
        if result.problem is not None:
            problems.setdefault(result.problem.message, result.problem)
    return Filled(blocks, tuple(problems.values()))


def _filled(block: Paragraph | List, results: tuple[Placed, ...]) -> FilledBlock:
    filler = _Filler(results)
    if isinstance(block, Paragraph):
        return filler.finished(Paragraph(filler.put(block.content), block.number, block.indented))
    items = []
    for item in block.items:
        filler.before = ""
        items.append(filler.put(item))
    return filler.finished(replace(block, items=tuple(items)))


_PIECES = re.compile(f"[{chr(SLOT)}-\uf8ff]|[^{chr(SLOT)}-\uf8ff]+")


class _Filler:
    """Walks a block from its start, knowing the text so far: what begins a sentence has a capital."""

    def __init__(self, results: tuple[Placed, ...]) -> None:
        self.before = ""
        self._used: list[Placed] = []
        self._results = results

    def finished(self, block: Paragraph | List) -> FilledBlock:
        """The block that was walked, with all that was put into it."""
        rests_on = tuple(figure for placed in self._used for figure in placed.printed.rests_on)
        return FilledBlock(block, rests_on, tuple(self._used))

    def put(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(self._put(inline) for inline in inlines)

    def _put(self, inline: Inline) -> Inline:
        match inline:
            case Text():
                return Text("".join(map(self._piece, _PIECES.findall(inline.text))))
            case Strong() | Emphasis() | Link():
                return replace(inline, content=self.put(inline.content))
            case _:
                assert_never(inline)

    def _piece(self, text: str) -> str:
        """What a placeholder prints, where the text stands for one."""
        slot = ord(text[0]) - SLOT
        if 0 <= slot < len(self._results):
            self._used.append(self._results[slot])
            text = self._results[slot].printed.text
            if words.begins_sentence(self.before):
                text = words.capitalised(text)
        self.before = (self.before + text)[-8:]  # enough to see the end of a sentence
        return text
