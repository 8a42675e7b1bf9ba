"""The lines of a `.kpi` text that the grammar reads."""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.source import Source
from kpidsl.syntax import ast
from kpidsl.syntax.lexer import lex_line


def code_lines(source: Source) -> Iterator[str]:
    """Every line that is neither prose nor comment, without the comment at its end."""
    for number in range(1, source.line_count + 1):
        tokens, comment = lex_line(source, number)
        if tokens and not isinstance(tokens, ast.Prose):
            line = source.line(number)
            yield (line[: comment.span.column - 1] if comment else line).strip()
