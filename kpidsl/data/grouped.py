"""Problems of a file that has the same one many times, as one each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpidsl.diagnostics.diagnostic import Diagnostic

_FEW = 3  # of a kind that are said one by one
_NAMED = 3  # further places that are named


def grouped(problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Cells of a file with the same text and the same problem are said once, with how many there are. The largest
    groups come first; what stands alone keeps its order."""
    groups: dict[object, list[Diagnostic]] = {}
    for problem in problems:
        groups.setdefault(_kind(problem), []).append(problem)
    ordered = sorted(groups.values(), key=lambda group: -len(group) if len(group) > _FEW else 0)
    return tuple(said for group in ordered for said in (group if len(group) <= _FEW else (_one(group),)))


def _kind(problem: Diagnostic) -> object:
    if problem.span is None or problem.labels:
        return problem
    said = problem.message.partition(", ")[2] or problem.message.partition(" has ")[2] or problem.message
    return (problem.code, problem.span.source.name, problem.span.source.sheet, said)


def _one(group: Sequence[Diagnostic]) -> Diagnostic:
    first, others = group[0], [problem.span for problem in group[1:] if problem.span is not None]
    places = [span.cell if span.source.sheet else f"row {span.line}" for span in others[:_NAMED]]
    more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
    count = f"{len(group):,} cells of this file have the same problem: this one, {', '.join(places)}{more}"
    return replace(first, help=(count, *first.help))
