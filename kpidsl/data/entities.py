"""read_each: tables of observations of many authorities, read once and taken apart by whose they are.

What is wrong with a row stops only the report of whose it is; what is wrong with a file stops all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kpidsl.books.names import AS_OURS, Names
from kpidsl.data.cells import Cell
from kpidsl.data.meaning import Meaning
from kpidsl.data.model import Dataset
from kpidsl.data.tables import Gathered, Whose, observations
from kpidsl.data.typed import bad
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, closest, did_you_mean, has_errors
from kpidsl.quantity import Unit
from kpidsl.source import Source
from kpidsl.values import dataclass

_MOST_NAMED = 3  # of those that are left out


@dataclass(frozen=True, slots=True)
class Entity:
    """Whose figures there are: what the data call it, the cell that first does, and its observations, if these are
    sound."""

    name: str
    first: Cell
    dataset: Outcome[Dataset]


def read_each(
    sources: Sequence[Source],
    units: Mapping[str, Unit],
    first_month: int,
    known: Mapping[str, str] | None,
    asked: Mapping[str, Collection[str]],
    names: Names = AS_OURS,
) -> Outcome[Mapping[str, Entity]]:
    """The observations of each authority, by its name.

    `known` has what data may call an authority (capitals do not count), with its name; None takes whoever stands in the
    data. Entities that benchmarks have `asked` for from a file (named by its source) are left to them, unless they are
    known. The diagnostics are those of no authority.
    """
    first: dict[str, Cell] = {}
    gathered: dict[str, Gathered] = {}
    left_out: dict[str, list[Cell]] = {}
    common: list[Diagnostic] = []
    nameless: list[tuple[Source, Cell]] = []
    called = None if known is None else {text.casefold(): name for text, name in known.items()}

    def whose_of(cell: Cell | None, cells: Sequence[Cell], others: Collection[str]) -> Whose:
        if cell is None or not cell.text:
            nameless.append((cells[0].span.source, cells[0] if cell is None else cell))
            return None
        name = called.get(cell.text.casefold()) if called is not None else None if cell.text in others else cell.text
        if name is not None:
            first.setdefault(name, cell)
        elif cell.text not in others:
            left_out.setdefault(cell.text, []).append(cell)
        return name

    for source in sources:
        others = asked.get(source.name, ())

        def ask(cell: Cell | None, cells: Sequence[Cell], others: Collection[str] = others) -> Whose:
            return whose_of(cell, cells, others)

        for whose, item in observations(source, Meaning(units, first_month, names), ask):
            if whose:
                gathered.setdefault(whose, Gathered()).add(item)
            elif isinstance(item, Diagnostic):
                common.append(item)
    common += _nameless(nameless)
    common += _left_out(left_out, [text for text, name in (known or {}).items() if name not in first])
    found = {name: Entity(name, cell, gathered.get(name, Gathered()).outcome()) for name, cell in first.items()}
    return Outcome(None if has_errors(common) else found, tuple(common))


def _nameless(rows: Sequence[tuple[Source, Cell]]) -> list[Diagnostic]:
    """One problem a file for rows that do not say whose they are."""
    found: list[Diagnostic] = []
    for source in dict.fromkeys(source for source, _ in rows):
        cells = [cell for each, cell in rows if each is source]
        others = "one more" if len(cells) == 2 else f"{len(cells) - 1:,} more"
        more = f" (nor {'does' if len(cells) == 2 else 'do'} {others})" if len(cells) > 1 else ""
        message = f"row {cells[0].span.line} does not say whose figure it is{more}"
        help_ = ("name the authority in the column `entity`, as the list of authorities has it",)
        found.append(Diagnostic("authority-not-said", message, cells[0].span, help=help_))
    return found


def _left_out(rows: Mapping[str, Sequence[Cell]], without: Sequence[str]) -> list[Diagnostic]:
    """An error for each name that is nearly that of an authority `without` rows, and one warning for all others."""
    found: list[Diagnostic] = []
    others: list[str] = []
    for text, cells in rows.items():
        near = closest(text, without)
        if near is None:
            others.append(text)
            continue
        message = f"the list has no authority called “{text}”"
        found.append(bad(cells[0], "entity", message, *did_you_mean(text, [near]), code="unknown-authority"))
    if others:
        count = sum(len(rows[text]) for text in others)
        named = ", ".join(f"“{text}”" for text in others[:_MOST_NAMED])
        more = f" and {len(others) - _MOST_NAMED:,} more" if len(others) > _MOST_NAMED else ""
        message = (
            f"{count:,} {'row is' if count == 1 else 'rows are'} left out, of others than the list has: {named}{more}"
        )
        help_ = ("add them to the list of authorities, if they are to have reports",)
        found.append(Diagnostic("authority-left-out", message, rows[others[0]][0].span, help=help_))
    return found
