"""Problems of a file that has the same one many times, as one each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.values import replace

_FEW = 3  # of the same that are said one by one
_MANY = 10  # of a kind, each with another text, that are said one by one
_NAMED = 3  # further places that are named
_QUOTED = re.compile(r"`[^`]*`")


def grouped(problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Cells of a file with the same text and the same problem are said once, with how many there are; so are many with
    problems of one kind, each with another text. The largest groups come first; what stands alone keeps its order."""
    said = _by(problems, _same, _FEW, "have the same problem")
    return _by(said, _alike, _MANY, "have a problem of this kind")


def _by(
    problems: Sequence[Diagnostic], kind: Callable[[Diagnostic], object], few: int, have: str
) -> tuple[Diagnostic, ...]:
    groups: dict[object, list[Diagnostic]] = {}
    for problem in problems:
        groups.setdefault(kind(problem), []).append(problem)
    ordered = sorted(groups.values(), key=lambda group: -_cells(group) if len(group) > few else 0)
    return tuple(said for group in ordered for said in (group if len(group) <= few else (_one(group, have),)))


def _cells(group: Sequence[Diagnostic]) -> int:
    return sum(problem.count for problem in group)


def _same(problem: Diagnostic) -> object:
    if problem.span is None or problem.labels:
        return problem
    return (problem.code, problem.span.source.name, problem.span.source.sheet, _said(problem))


def _alike(problem: Diagnostic) -> object:
    """What a problem is but for the texts that it names. One that is of many cells already stays."""
    if problem.span is None or problem.count > 1:
        return problem
    column = re.match(r"row \d+, (column `[^`]*`)", problem.message)
    said = _QUOTED.sub("``", re.sub(r"\d+", "0", _said(problem).partition(": ")[2] or _said(problem)))
    return (problem.code, problem.span.source.name, problem.span.source.sheet, column and column[1], said)


def _said(problem: Diagnostic) -> str:
    return problem.message.partition(", ")[2] or problem.message.partition(" has ")[2] or problem.message


def _one(group: Sequence[Diagnostic], have: str) -> Diagnostic:
    first, others = group[0], [problem.span for problem in group[1:] if problem.span is not None]
    places = [span.cell if span.source.sheet else f"row {span.line}" for span in others[:_NAMED]]
    number = _cells(group)
    more = f" and {number - 1 - len(places):,} more" if number > len(places) + 1 else ""
    count = f"{number:,} cells of this file {have}: this one, {', '.join(places)}{more}"
    return replace(first, help=(count, *first.help), count=number)
