"""The lines of a block, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.syntax.blocks import POLARITIES, USAGE, USAGE_AS_FIELD, USAGE_IN_RECORDS, keyword

Line = TypeVar("Line", bound=ast.Statement)


class Lines:
    """What stands below a header. A second line of a kind that stands once is a problem, and so is a missing one."""

    def __init__(self, header: ast.Statement, lines: Sequence[ast.Statement], problems: Problems) -> None:
        self._header = header
        self._problems = problems
        self._kinds: dict[type, list[ast.Statement]] = {}  # a block is asked for some thirty kinds
        for line in lines:
            self._kinds.setdefault(type(line), []).append(line)
        self._broken = {line.keyword for line in self.every(ast.Broken)}

    def every(self, kind: type[Line]) -> Sequence[Line]:
        """The lines of a kind, in order."""
        return cast(list[Line], self._kinds.get(kind, ()))

    def one(self, kind: type[Line], word: str) -> Line | None:
        """The line of a kind, if there is one; `word` is its keyword."""
        if kind not in self._kinds:  # as most are not
            return None
        lines = [line for line in self.every(kind) if keyword(line) == word]
        for line in lines[1:]:
            first = (Label(lines[0].span, "here first"),)
            self._problems.add("duplicate-line", f"`{word}` is said twice", line.span, "keep one of them", labels=first)
        return lines[0] if lines else None

    def needed(self, kind: type[Line], word: str, why: str) -> Line | None:
        """The line of a kind; a problem where there is none (unless one was tried and could not be read)."""
        line = self.one(kind, word)
        if line is None and word not in self._broken:
            block = keyword(self._header)
            usage = USAGE_IN_RECORDS.get(word) if block == "records" else USAGE_AS_FIELD.get(word)
            usage = POLARITIES if word == "polarity" else usage
            has = "these records have" if block == "records" else f"this {block} has"
            message = f"{has} no `{word}` line"
            self._problems.add("missing-line", message, self._header.span, f"{why}: {usage or USAGE[word]}")
        return line

    def some(self, kind: type[Line], word: str, why: str) -> None:
        """A problem where there is no line of a kind that may stand several times."""
        if not self.every(kind) and word not in self._broken:
            message = f"this {keyword(self._header)} has no `{word}` line"
            self._problems.add("missing-line", message, self._header.span, f"{why}: {USAGE[word]}")

    @property
    def sound(self) -> bool:
        """Whether every line could be read."""
        return not self._broken
