"""Prose with its placeholders filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from kpidsl.compose import words
from kpidsl.compose.printed import printed
from kpidsl.compose.unprinted import Printed
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.document.model import Emphasis, Inline, Link, List, Paragraph, Strong, Text
from kpidsl.evaluation.model import Evaluation, Figure
from kpidsl.spec.indicator import SLOT, Prose


@dataclass(frozen=True, slots=True)
class FilledBlock:
    """A block with every figure in place, and the figures it rests on."""

    block: Paragraph | List
    rests_on: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    blocks: tuple[FilledBlock, ...]
    problems: tuple[Diagnostic, ...]


def fill(prose: Prose, evaluation: Evaluation) -> Filled:
    """Put the printed figures where the placeholders stand; a problem for each cause that one cannot be printed."""
    results = tuple(printed(placeholder, evaluation) for placeholder in prose.placeholders)
    blocks = tuple(_filled(block, results) for block in prose.blocks)
    problems: dict[str, Diagnostic] = {}
    for result in results:
        if result.problem is not None:
            problems.setdefault(result.problem.message, result.problem)
    return Filled(blocks, tuple(problems.values()))


def _filled(block: Paragraph | List, results: tuple[Printed, ...]) -> FilledBlock:
    filler = _Filler(results)
    if isinstance(block, Paragraph):
        return FilledBlock(replace(block, content=filler.put(block.content)), tuple(filler.used))
    items = []
    for item in block.items:
        filler.before = ""
        items.append(filler.put(item))
    return FilledBlock(replace(block, items=tuple(items)), tuple(filler.used))


class _Filler:
    """Walks a block from its start, knowing the text so far: what begins a sentence has a capital."""

    def __init__(self, results: tuple[Printed, ...]) -> None:
        self.before = ""
        self.used: list[Figure] = []
        self._results = results

    def put(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(self._put(inline) for inline in inlines)

    def _put(self, inline: Inline) -> Inline:
        match inline:
            case Text():
                return Text("".join(self._character(character) for character in inline.text))
            case Strong() | Emphasis() | Link():
                return replace(inline, content=self.put(inline.content))
            case _:
                assert_never(inline)

    def _character(self, character: str) -> str:
        slot = ord(character) - SLOT
        if 0 <= slot < len(self._results):
            result = self._results[slot]
            self.used += result.rests_on
            text = result.text
            if words.begins_sentence(self.before):
                text = text[:1].upper() + text[1:]
        else:
            text = character
        self.before = (self.before + text)[-8:]  # enough to see the end of a sentence
        return text
