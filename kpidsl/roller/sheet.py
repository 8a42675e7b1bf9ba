"""A `.kpi` text while it is being changed line by line; knows afterwards where each line of it has come to stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.source import Source, Span
from kpidsl.syntax import lexer
from kpidsl.values import dataclass, field


@dataclass(slots=True)
class _Line:
    text: str
    inserted: list[tuple[int, int, str]] = field(default_factory=list)  # columns from, to, and what goes there
    dropped: bool = False
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


class Sheet:
    """Lines are dropped, put in, or changed in part. The comment on a line that is dropped stays, as a line."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._lines = [_Line(source.line(number)) for number in range(1, source.line_count + 1)]

    def replace(self, span: Span, text: str) -> None:
        """Put `text` in place of what stands at a span of one line; after it, where the span is empty."""
        start = span.start - self.source.line_start(span.line)
        self._lines[span.line - 1].inserted.append((start, start + span.end - span.start, text))

    def insert(self, after: Span, text: str) -> None:
        """Put `text` right behind what stands at a span."""
        self.replace(self.source.span(after.end, after.end), text)

    def drop(self, statement: Span) -> None:
        self._lines[statement.line - 1].dropped = True

    def add_before(self, line: int, text: str) -> None:
        self._lines[line - 1].before.append(text)

    def add_after(self, line: int, text: str) -> None:
        self._lines[line - 1].after.append(text)

    @property
    def text(self) -> str:
        return "".join(f"{text}\n" for _, text in self._written())

    def lines_in(self, after: str) -> Mapping[int, int]:
        """Where each line stands in `after`, which is this text laid out anew: no line moved, perhaps some empty ones
        gone."""
        stands = iter(_filled(after.splitlines()))
        lines = self._written()
        filled = _filled([text for _, text in lines])
        found = ((lines[number - 1][0], next(stands)) for number in filled)
        return {old: new for old, new in found if old}

    def _written(self) -> list[tuple[int, str]]:
        """Every line as it is to be, with the number that it had; 0 where it is new."""
        found: list[tuple[int, str]] = []
        for number, line in enumerate(self._lines, start=1):
            found += [(0, text) for text in line.before]
            if not line.dropped:
                found.append((number, _changed(line)))
            else:
                _, comment = lexer.lex_line(self.source, number)
                found += [(number, comment.text)] if comment else []
            found += [(0, text) for text in line.after]
        while found and not found[-1][1].strip():
            found.pop()
        return found


def _changed(line: _Line) -> str:
    text = line.text
    for start, end, new in sorted(line.inserted, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _filled(lines: Sequence[str]) -> list[int]:
    """The numbers of lines that are not empty, as the lexer sees it."""
    source = Source("", "\n".join(lines))
    return [number for number in range(1, source.line_count + 1) if any(lexer.lex_line(source, number))]
