"""A list of authorities: a row each, with the columns `name` and, if wanted, `code`, `old code` and `region code`.

Other columns are the list's own and are left alone, so that a list can be kept for other purposes as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpidsl.data.cells import Cell, rows
from kpidsl.data.tables import misshapen, not_commas
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors
from kpidsl.source import Source, Span
from kpidsl.values import dataclass

COLUMNS = ("name", "code", "old code", "region code")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list; codes that are not given are empty."""

    name: str
    code: str
    old_code: str
    region: str
    span: Span


def read(source: Source) -> Outcome[tuple[Listed, ...]]:
    """The authorities in the order of the list."""
    found = list(_read(source))
    problems = tuple(one for one in found if isinstance(one, Diagnostic))
    listed = tuple(one for one in found if isinstance(one, Listed))
    return Outcome(None if has_errors(problems) else listed, problems)


def _read(source: Source) -> Iterator[Listed | Diagnostic]:
    table = rows(source)
    header = next(table, None)
    if header is None:
        help_ = ("its first line names the columns: name,code",)
        yield Diagnostic("data-empty", "this list of authorities is empty", source.span(0, 1), help=help_)
        return
    separated = not_commas(header)
    if separated is not None:
        yield separated
        return
    names = [" ".join(cell.text.casefold().replace("_", " ").split()) for cell in header]
    if "name" not in names:
        message = "this list of authorities has no column called `name`"
        help_ = (f"the columns are: {', '.join(COLUMNS)}; others may stand beside them",)
        yield Diagnostic("column-missing", message, header[0].span.to(header[-1].span), help=help_)
        return
    empty = True
    for cells in table:
        empty = False
        problems = tuple(misshapen(cells, len(header)))
        yield from problems
        row = dict(zip(names, cells, strict=False))
        absent = Cell("", cells[-1].span)
        name, code, old, region = (row.get(column, absent).text for column in COLUMNS)
        if not name:
            message = f"row {cells[0].span.line} does not name an authority"
            yield Diagnostic("authority-not-said", message, cells[0].span.to(cells[-1].span), help=("fill in `name`",))
        elif not problems:
            yield Listed(name, code, old, region, cells[0].span.to(cells[-1].span))
    if empty:
        help_ = ("put an authority into each line below the header",)
        yield Diagnostic("data-empty", "this list of authorities has no rows", header[0].span, help=help_)
