"""Fixes made in rounds, until nothing is left to fix: one that is made can bring the next to light.

The disk is not known here: who asks says what is reported of a project in which some files have other texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.diagnostics.fixes import Fix, apply
from kpidsl.values import dataclass

MOST = 10  # rounds; fixes that undo each other would go on for ever


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is reported, and how many errors stand in the rules alone: data are only read where these have none, so all
    problems together may be more after a fix than before."""

    problems: tuple[Diagnostic, ...]
    errors_in_rules: int


@dataclass(frozen=True, slots=True)
class Rounds:
    """What all rounds came to. `before` and `after` are the texts of the files that changed, by name; `refused` are
    fixes that were not made, for there would have been more errors with them."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    refused: tuple[Fix, ...]
    left: tuple[Diagnostic, ...]


def put_right(diagnose: Callable[[Mapping[str, str]], Diagnosis], may_change: Callable[[str], bool]) -> Rounds:
    """Make the fixes of a project. `diagnose` takes the texts of the files that have changed so far; a fix that would
    change another file than those that `may_change` is left alone."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    found = diagnose({})
    for _ in range(MOST):
        fixes = _fixes(found.problems, may_change)
        sources = {edit.span.source.name: edit.span.source for fix in fixes for edit in fix.edits}
        texts = {name: apply(source, fixes) for name, source in sources.items()}
        changed = {name: text for name, text in texts.items() if text != sources[name].text}
        if not changed:
            break
        again = diagnose({**after, **changed})
        if again.errors_in_rules > found.errors_in_rules:
            return Rounds(before, after, fixes, found.problems)
        before = {**{name: sources[name].text for name in changed}, **before}
        after |= changed
        found = again
    return Rounds(before, after, (), found.problems)


def _fixes(problems: Sequence[Diagnostic], may_change: Callable[[str], bool]) -> tuple[Fix, ...]:
    """Fixes of several files are left out: a file is changed whole or not at all, and so is a fix."""
    fixes = dict.fromkeys(problem.fix for problem in problems if problem.fix)
    return tuple(fix for fix in fixes if len(files := _files(fix)) == 1 and all(map(may_change, files)))


def _files(fix: Fix) -> set[str]:
    return {edit.span.source.name for edit in fix.edits}
