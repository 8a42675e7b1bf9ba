"""How commands of `kpic` end, whether Click is loaded or not."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.diagnostics.diagnostic import Diagnostic

FINE, PROBLEMS, COULD_NOT_RUN = 0, 1, 2
MOST_SHOWN = 50  # problems; the rest are counted


def more(diagnostics: Sequence[Diagnostic]) -> str:
    """Where to read more: of the code itself, where there is just one."""
    codes = {diagnostic.code for diagnostic in diagnostics}
    return f"kpic explain {next(iter(codes)) if len(codes) == 1 else 'CODE'} says more"
