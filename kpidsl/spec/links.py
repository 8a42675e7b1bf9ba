"""gather: the lines of a file of rules that name other files, so that these are found without its whole syntax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.memo import remembered
from kpidsl.source import Named, Source, Span
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.syntax import ast

USE, LISTING = "use", "authorities"  # not in a block of its own kind: a `use` line, and a list of authorities


@dataclass(frozen=True, slots=True)
class Link:
    """A line that names a file. `kind` is that of its block (`report`, `source`, `records`), or one of the above.

    `data` may also say which sheet of a workbook it means, and which of its rows names the columns.
    """

    kind: str
    keyword: str
    value: Named
    span: Span
    sheet: Named | None = None
    header: Named | None = None


def parsed(source: Source) -> Outcome[ast.File]:
    """What `parse` gives; a text that was parsed before is not parsed again."""

    def made() -> Outcome[ast.File]:
        from kpidsl.syntax.parser import parse  # only here: most runs meet no new text

        return parse(source)

    return remembered("parsed", (source,), made)


def links(source: Source) -> Outcome[tuple[Link, ...]]:
    """The links of a text, in order, and what is wrong with its lines."""

    def made() -> Outcome[tuple[Link, ...]]:
        file = parsed(source)
        assert file.value is not None  # parsing always gives a file
        return Outcome(tuple(_links(file.value)), file.diagnostics)

    return remembered("links", (source,), made)


def _links(file: ast.File) -> Iterator[Link]:
    from kpidsl.syntax import ast
    from kpidsl.syntax.blocks import keyword

    for line in file.preamble:
        if isinstance(line, ast.Use):
            yield Link(USE, USE, _named(line.path), line.span)
    for block in file.blocks:
        kind = keyword(block.header)
        for line in block.lines if kind in ("report", "source", "records") else ():
            if isinstance(line, ast.Setting) and line.keyword in ("house", "data", "follows"):
                sheet, header = _if_named(line.sheet), _if_named(line.header)
                yield Link(kind, line.keyword, _named(line.value), line.span, sheet, header)
            elif kind == "report" and isinstance(line, ast.Authorities) and line.file is not None:
                yield Link(LISTING, "data", _named(line.file), line.span, _if_named(line.sheet))


def _named(word: ast.Word) -> Named:
    return Named(word.text, word.span)


def _if_named(word: ast.Word | None) -> Named | None:
    return None if word is None else _named(word)
