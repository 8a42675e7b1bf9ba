"""A `.kpi` text in the one style, with every comment and all its meaning kept. Text to text; see `docs/commands.md`.

Approach: each line is laid out from its own tokens, at the depth that its statement has in its block. Nothing but white
space and spellings that stand for the same (`2021/22`, curly quotes) is changed, and no line is moved, so a reviewer
sees what the officer changed. Where values start in a line is fixed for each kind of block, not taken from its longest
keyword: a line that is added changes no other line. Only what is read as a table (`define`, one-line sections, the
states of a scheme, the columns and measures of records) is set in columns of its own width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.source import Source
from kpidsl.syntax import ast, ast_records, lexer
from kpidsl.syntax.blocks import keyword, starts_block
from kpidsl.syntax.meaning import difference, spelling
from kpidsl.syntax.parser import parse
from kpidsl.values import dataclass

_INDENT = "  "
# Where values start, counted from the keyword; in other blocks, one space follows the keyword.
_VALUES_AT = {"report": 11, "section": 11, "source": 11, "records": 11, "indicator": 11, "milestone": 11, "test": 8}
_TABLES = {
    "define": (1, 1),
    "section": (1, 1),
    "theme": (1, 1),
    "state": (2, 1, 1, 1, 1, 1),
    "column": (2, 2, 1),
    "measure": (2, 1),
}  # gaps after columns
_LOOKS = ("letter", "shape", "colour")
_TIGHT_BEFORE, _TIGHT_AFTER = (",", ")", ":"), ("(", "£", ":")


class StyleFault(Exception):
    """Our own fault: the formatted text would not mean the same. It must not be written."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it will stand: how deep, its cells (one, unless it is of a table), and the comment at its end."""

    depth: int | None  # None: a comment, which stands as deep as what it speaks of
    cells: tuple[str, ...]
    table: str = ""
    comment: str = ""


def formatted(source: Source) -> Outcome[str]:
    """The text in the one style; None where lines of it cannot be read. Ends of lines stay what most of them are.

    Raises StyleFault where the result would not mean the same, or not keep every comment.
    """
    outcome = parse(source)
    assert outcome.value is not None  # parsing always gives a file
    if outcome.failed:
        return Outcome(None, outcome.diagnostics)
    lines = _without_empty(_lines(source, outcome.value))
    text = "".join(f"{line}\n" for line in _written(lines))
    if text != source.text:
        again = parse(Source(source.name, text)).value
        assert again is not None
        lost = difference(outcome.value, again)
        if lost:
            raise StyleFault(f"formatted, {source.name} would not keep {lost}")
    crlf = source.text.count("\r\n")
    return Outcome(text.replace("\n", "\r\n") if crlf * 2 > source.text.count("\n") else text, outcome.diagnostics)


# ---- what stands in each line


def _lines(source: Source, file: ast.File) -> list[_Line | None]:
    """Every line of the text; None for one that is empty."""
    statements = iter(_placed(file))
    lines: list[_Line | None] = []
    for number in range(1, source.line_count + 1):
        content, comment = lexer.lex_line(source, number)
        said = comment.text if comment else ""
        if isinstance(content, ast.Prose):
            _, _, depth = next(statements)
            lines.append(_Line(depth, (f"> {content.text}".rstrip(),)))
        elif content:
            block, statement, depth = next(statements)
            lines.append(_laid_out(block, statement, depth, content, said))
        else:
            lines.append(_Line(None, (), "", said) if said else None)
    return lines


def _placed(file: ast.File) -> Iterable[tuple[str, ast.Statement, int]]:
    """Every statement with the kind of its block and its depth."""
    yield from (("", statement, 0) for statement in file.preamble)
    for block in file.blocks:
        kind = keyword(block.header)
        yield kind, block.header, 0
        rules, in_rule = 1, False  # how deep rules stand, and whether one is open
        for line in block.lines:
            depth = 1
            match line:
                case ast.Commentary():
                    rules, in_rule = 2, False
                case ast.When() | ast.Otherwise():
                    depth, in_rule = rules, True
                case ast.Prose() | ast.Say() | ast.Require(condition=None) if in_rule:
                    depth = rules + 1
                case _:
                    pass
            yield kind, line, depth


def _laid_out(block: str, statement: ast.Statement, depth: int, tokens: Sequence[lexer.Token], comment: str) -> _Line:
    words = _words(tokens, tight_slash=isinstance(statement, ast.Unit | ast_records.Column))
    header = starts_block(statement)
    match statement:
        case ast.State():
            return _Line(depth, _state(words), "state", comment)
        case ast.Define():
            return _Line(depth, (_joined(words[:2]), _joined(words[2:])), "define", comment)
        case ast.Section() | ast.Theme() if header:
            return _Line(depth, (_joined(words[:2]), _joined(words[2:])), keyword(statement), comment)
        case ast.When() | ast.Otherwise() | ast.Say():
            return _Line(depth, (_joined(words),), "", comment)
        case ast_records.Column() | ast_records.Measure():
            first = f"{words[0][0]} ".ljust(_VALUES_AT["records"]) + words[1][0]
            called = next((at for at, (text, _) in enumerate(words) if at > 1 and text == "called"), len(words))
            rest = [_joined(words[2:called])] + [_joined(words[called:])] * isinstance(statement, ast_records.Column)
            return _Line(depth, (first, *rest), keyword(statement), comment)
        case _ if depth == 1 and len(words) > 1 and block in _VALUES_AT:
            first = f"{words[0][0]} ".ljust(_VALUES_AT[block])
            return _Line(depth, (first + _joined(words[1:]),), "", comment)
        case _:
            return _Line(depth, (_joined(words),), "", comment)


_Words = list[tuple[str, bool]]  # each with whether a space stands before it


def _words(tokens: Sequence[lexer.Token], tight_slash: bool) -> _Words:
    found: _Words = []
    before = ""
    for token in tokens:
        text = _spelled(token)
        tight = text in _TIGHT_BEFORE or before in _TIGHT_AFTER or (tight_slash and "/" in (text, before))
        found.append((text, not tight))
        before = text
    return found


def _joined(words: _Words) -> str:
    return "".join(f"{' ' * (spaced and index > 0)}{text}" for index, (text, spaced) in enumerate(words))


def _state(words: _Words) -> tuple[str, ...]:
    """Name, label, letter, shape, colour and condition, each empty where it is not given."""
    cells = {"name": words[:1], "label": [], **{look: [] for look in _LOOKS}, "condition": []}
    at = 1
    while at < len(words):
        text = words[at][0]
        part = "label" if text.startswith('"') else text if text in _LOOKS else "condition"
        length = {"label": 1, "condition": len(words)}.get(part, 2)
        cells[part] = words[at : at + length]
        at += length
    return tuple(_joined(cell) for cell in cells.values())


def _spelled(token: lexer.Token) -> str:
    """The word as the grammar has it. Figures stay as they are written, but for what Word and Excel make of them."""
    match token.kind:
        case "STRING":
            return f'"{token.text}"'
        case "DATE" | "PERIOD":
            return spelling(token.text)
        case _:
            return token.text


# ---- the page


def _without_empty(lines: Iterable[_Line | None]) -> list[_Line | None]:
    """At most one empty line between two others, and none at either end."""
    kept: list[_Line | None] = []
    for line in lines:
        if line is not None or (kept and kept[-1] is not None):
            kept.append(line)
    return kept[:-1] if kept and kept[-1] is None else kept


def _written(lines: Sequence[_Line | None]) -> Iterable[str]:
    widths = _widths(lines)
    for index, line in enumerate(lines):
        if line is None:
            yield ""
            continue
        depth = line.depth if line.depth is not None else _depth_of_comment(lines, index)
        cells = _in_columns(line, widths[index]) if line.table else "".join(line.cells)
        yield _INDENT * depth + "  ".join(filter(None, (cells, line.comment)))


def _depth_of_comment(lines: Sequence[_Line | None], index: int) -> int:
    """A comment stands as deep as what it is written above; at the end of a paragraph, as what is above it."""
    after, before = range(index, len(lines)), range(index - 1, -1, -1)
    below = next((line for at in after if (line := lines[at]) is None or line.depth is not None), None)
    above = next((line for at in before if (line := lines[at]) is None or line.depth is not None), None)
    found = below or above or next((line for at in after if (line := lines[at]) and line.depth is not None), None)
    return found.depth or 0 if found else 0


def _widths(lines: Sequence[_Line | None]) -> list[tuple[int, ...]]:
    """For each line of a table, how wide its columns are: lines of one kind in one paragraph share them."""
    widths: list[tuple[int, ...]] = [()] * len(lines)
    paragraph: list[int] = []
    for index, line in enumerate((*lines, None)):
        if line is not None:
            paragraph.append(index)
            continue
        for table in _TABLES:
            rows = {at: row.cells for at in paragraph if (row := lines[at]) is not None and row.table == table}
            columns = tuple(max(map(len, column)) for column in zip(*rows.values(), strict=True))
            for at in rows:
                widths[at] = columns
        paragraph = []
    return widths


def _in_columns(line: _Line, widths: Sequence[int]) -> str:
    cells = zip(line.cells, widths, _TABLES[line.table], strict=True)
    return "".join(f"{cell:<{width}}{' ' * gap}" for cell, width, gap in cells if width).rstrip()
