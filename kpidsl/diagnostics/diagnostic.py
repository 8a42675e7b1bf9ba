"""Diagnostic, Label, Outcome: a problem is a value that says what, where and what to do.

Stages return their value together with their diagnostics; exceptions are for our own bugs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from kpidsl.diagnostics.fixes import Fix
from kpidsl.diagnostics.severity import Severity
from kpidsl.source import Span
from kpidsl.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that the problem involves, and what stands there."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem.

    `code` is in the catalogue, which gives the severity. `message` is one plain sentence without a full stop. `span` is
    None only where no text can be pointed at (a missing file named on the command line). `help` says what to do;
    `fix` does it, where the right answer is certain enough. `count` is of how many places it is said at once.
    """

    code: str
    message: str
    span: Span | None
    labels: tuple[Label, ...] = ()
    help: tuple[str, ...] = ()
    fix: Fix | None = None
    count: int = 1

    @property
    def severity(self) -> Severity:
        from kpidsl.diagnostics.catalogue import CATALOGUE  # only here: most runs have no problem to look up

        return CATALOGUE[self.code].severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a stage returns: its value, and the problems met. The value is None only where a problem is an error."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> bool:
        return has_errors(self.diagnostics)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(diagnostic.is_error for diagnostic in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The order in which problems are shown: those of many places first, errors before others and the most places
    before fewer; then by file, place in it, severity. What has no place comes before what has one."""

    def key(diagnostic: Diagnostic) -> tuple[bool, bool, int, str, int, str, str]:
        span = diagnostic.span
        worst = (diagnostic.count == 1, diagnostic.count > 1 and not diagnostic.is_error, -diagnostic.count)
        where = ("", 0) if span is None else (span.source.name, span.start)
        return (*worst, *where, diagnostic.severity.value, diagnostic.message)

    found = tuple(diagnostics)
    return tuple(sorted(found, key=key)) if len(found) > 1 else found  # for one alone no catalogue need be loaded


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one was probably meant to be, or None. Case does not count."""
    import difflib  # only where a word is not known

    by_fold = {name.casefold(): name for name in known}
    matches = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[matches[0]] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Help that offers the closest known word, or else lists what is known (the first dozen)."""
    names = tuple(known)
    best = closest(word, names)
    if best is not None:
        return (f"did you mean `{best}`?",)
    if not names:
        return ()
    shown = ", ".join(f"`{name}`" for name in names[:12])
    return (f"known here: {shown}" + (f" and {len(names) - 12} more" if len(names) > 12 else ""),)
