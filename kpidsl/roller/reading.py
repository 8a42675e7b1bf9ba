"""What in the words of a spec may be of one period alone: dates, periods and figures typed into it.

Nothing is decided here: whoever rolls a report forward is told where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from kpidsl.period import MONTHS
from kpidsl.source import Span
from kpidsl.spec.typed import times, typed
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import keyword

# What `spec/typed.py` does not count as a date, since it is no figure.
_SPOKEN = re.compile(
    rf"\b(?:{'|'.join(month for month in MONTHS if month != 'May')})\b"
    r"|\b(?:first|second|third|fourth|last|final) (?:quarter|half|month)\b|\bquarter (?:one|two|three|four|\d)\b",
)
# What `kpic import` says of where a line comes from: its sheet may be called “Q1”. What a cell says is read.
_IMPORTED = re.compile(r"#\s*(?:(?:figures )?read from .*|worked out: .*|[A-Z]+\d+ (?:of “[^”]*” )?says: )")
_PATHS = ("house", "data", "follows")


def to_read(file: ast.File, first: bool) -> Iterator[tuple[Span, str]]:
    """Each place that names a date, a period or a figure, and what is named there. Of files that are used, only prose
    is looked at: what else they say is there for several reports."""
    for block in file.blocks:
        kind = keyword(block.header)
        if kind in ("test", "note", "source", "records"):
            continue
        for statement in (block.header, *block.lines):
            if isinstance(statement, ast.Prose):
                yield from _named(statement.text, statement.span)
            elif first and not isinstance(statement, ast.Benchmark | ast.Override | ast.Example | ast.Redefined):
                for word in _quoted(statement):
                    yield from _named(word.text, word.span)
        if kind == "chapter":
            prose = [line for line in block.lines if isinstance(line, ast.Prose)]
            for figure in typed(prose) if prose else ():
                yield figure.span, f"the figure “{figure.text}”"
            for line in block.lines:
                for column in line.columns if isinstance(line, ast.Table) else ():
                    if isinstance(column.of, ast.Word) and column.name == "target for":
                        yield column.span, f"the column `target for {column.of.text}`"
    if first:
        for comment in file.comments:
            yield from _named(_IMPORTED.sub("", comment.text, count=1), comment.span)


def _named(text: str, span: Span) -> Iterator[tuple[Span, str]]:
    found = sorted({*times(text), *(match.span() for match in _SPOKEN.finditer(text))})
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    named = list(dict.fromkeys(" ".join(text[start:end].split()) for start, end in kept))
    if named:
        yield span, " and ".join(f"“{one}”" for one in named)


def _quoted(node: object) -> Iterator[ast.Word]:
    """The quoted texts of a statement, but for names of files."""
    if isinstance(node, ast.Setting) and node.keyword in _PATHS:
        return
    if isinstance(node, ast.Word):
        if node.span.text[:1] in ('"', "\u201c", "\u201d", "\u201e"):
            yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _quoted(part)
    elif is_dataclass(node) and not isinstance(node, Span):
        for each in fields(node):
            yield from _quoted(getattr(node, each.name))
