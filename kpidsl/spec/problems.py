"""Where the checks of one run put what they find."""

from __future__ import annotations

from collections.abc import Iterable

from kpidsl.diagnostics.diagnostic import Diagnostic, Label, did_you_mean, in_order
from kpidsl.diagnostics.fixes import Fix, respelling
from kpidsl.source import Span


class Problems:
    """A list of diagnostics that grows while a stage runs, and is handed over as a tuple at its end."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []
        self._errors, self._counted = 0, 0

    def add(
        self,
        code: str,
        message: str,
        span: Span | None,
        *help: str,
        labels: tuple[Label, ...] = (),
        fix: Fix | None = None,
    ) -> None:
        """Report a problem; each further argument is a line of help."""
        self._found.append(Diagnostic(code, message, span, labels, help, fix))

    def put(self, diagnostic: Diagnostic) -> None:
        """Report a problem that was found elsewhere."""
        self._found.append(diagnostic)

    def unknown(self, code: str, message: str, span: Span, word: str, known: Iterable[str]) -> None:
        """Report that `word`, which stands at `span`, is none of the known words; offer the one that was meant."""
        names = tuple(known)
        self.add(code, message, span, *did_you_mean(word, names), fix=respelling(span, word, names))

    @property
    def errors(self) -> int:
        """How many errors there are so far."""
        self._errors += sum(diagnostic.is_error for diagnostic in self._found[self._counted :])  # of the new ones
        self._counted = len(self._found)
        return self._errors

    def found(self) -> tuple[Diagnostic, ...]:
        """All of them, each once, in the order in which they are shown."""
        return in_order(self.unordered())

    def unordered(self) -> Iterable[Diagnostic]:
        """All of them, each once, as they were found."""
        return dict.fromkeys(self._found)
