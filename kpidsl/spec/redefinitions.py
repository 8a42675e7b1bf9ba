"""`redefined` lines of an indicator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.source import Span
from kpidsl.spec import literals
from kpidsl.spec.lines import Lines
from kpidsl.spec.problems import Problems
from kpidsl.spec.redefinition import Redefinition
from kpidsl.syntax import ast


def read(lines: Lines, first_month: int, problems: Problems) -> tuple[Redefinition, ...]:
    """The redefinitions in order of time; two from the same day are a problem."""
    return tuple(sorted(_read(lines, first_month, problems), key=lambda one: one.since.start))


def _read(lines: Lines, first_month: int, problems: Problems) -> Iterator[Redefinition]:
    seen: dict[date, Span] = {}
    for line in lines.every(ast.Redefined):
        since = literals.period(line.since, first_month, problems)
        if since is None:
            continue
        if since.start in seen:
            label = (Label(seen[since.start], "here first"),)
            message = f"two lines say that the measure is redefined from the start of {since}"
            problems.add("duplicate-line", message, line.span, "join the two reasons in one line", labels=label)
            continue
        seen[since.start] = line.span
        yield Redefinition(since, line.reason.text)
