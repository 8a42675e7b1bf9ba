"""Diagnostics as text for a terminal: message, place, the line itself with a mark under it, help."""

from __future__ import annotations

from collections.abc import Iterable

from kpidsl.diagnostics.diagnostic import Diagnostic, in_order
from kpidsl.diagnostics.severity import Severity
from kpidsl.source import Span

WIDTH = 100  # characters of an excerpt; a longer line is cut around the mark


def text(diagnostics: Iterable[Diagnostic], most: int | None = None) -> str:
    """All of them in order (at most `most`), a blank line between two, each ending in a line feed.

    Empty text where there is none. What is left out is counted at the end, and errors are kept before warnings.
    """
    ordered = in_order(diagnostics)
    if most is None or len(ordered) <= most:
        return "\n".join(_one(diagnostic) for diagnostic in ordered)
    kept = in_order(sorted(ordered, key=lambda diagnostic: not diagnostic.is_error)[:most])
    return "\n".join(_one(diagnostic) for diagnostic in kept) + f"\n... and {len(ordered) - most:,} more\n"


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    severities = [diagnostic.severity for diagnostic in diagnostics]
    numbers = ((severity, severities.count(severity)) for severity in Severity)
    return ", ".join(f"{number} {_noun(severity, number)}" for severity, number in numbers if number)


def _noun(severity: Severity, number: int) -> str:
    if severity is Severity.ADVICE:
        return "piece of advice" if number == 1 else "pieces of advice"
    return severity.value if number == 1 else f"{severity.value}s"


def _one(diagnostic: Diagnostic) -> str:
    lines = [f"{diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}"]
    places = [(diagnostic.span, "")] if diagnostic.span is not None else []
    places += [(label.span, label.text) for label in diagnostic.labels]
    margin = max((len(str(span.line)) for span, _ in places), default=0)
    for index, (span, label) in enumerate(places):
        lines += _excerpt(span, label, "^" if index == 0 and diagnostic.span is not None else "-", margin)
    lines += [f"{' ' * margin} = help: {line}" for line in diagnostic.help]
    return "\n".join(lines) + "\n"


def _excerpt(span: Span, label: str, mark: str, margin: int) -> list[str]:
    line, column = span.source.position(span.start)
    content = "".join(character if character.isprintable() else " " for character in span.source.line(line))
    start = min(column - 1, len(content))
    length = max(1, min(span.end - span.start, len(content) - start))
    cut = max(0, start - WIDTH // 2) if len(content) > WIDTH else 0
    shown = content[cut : cut + WIDTH]
    length = max(1, min(length, cut + WIDTH - start))
    before, after = ("\u2026" if cut else ""), ("\u2026" if cut + WIDTH < len(content) else "")
    under = " " * (start - cut + len(before)) + mark * length + (f" {label}" if label else "")
    space = " " * margin
    return [
        f"{space}--> {span}",
        f"{space} |",
        f"{line:>{margin}} | {before}{shown}{after}",
        f"{space} | {under}",
    ]
