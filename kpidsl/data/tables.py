"""read: tables of observations, every cell read as text and typed as declared.

One row an observation: columns `indicator`, `period`, then `value` or `numerator` and `denominator`; if wanted, `kind`,
`quality`, `note` and `entity`, which says whose figure it is. Or wide: a column for each period, headed by it.
Every bad cell is said, with its row and column; a file with one gives no Dataset at all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from kpidsl.books.names import AS_OURS, Names
from kpidsl.data.cells import Cell, lines
from kpidsl.data.grouped import grouped
from kpidsl.data.known import Known
from kpidsl.data.meaning import Meaning
from kpidsl.data.model import Dataset, Observation
from kpidsl.data.typed import bad, choice, name_in, part_in, period_in, uncomputed, value_in
from kpidsl.diagnostics.diagnostic import Diagnostic, Label, Outcome, did_you_mean, has_errors
from kpidsl.diagnostics.fixes import respelling
from kpidsl.period import APRIL, Period
from kpidsl.quantity import Unit
from kpidsl.source import Source
from kpidsl.terms import DATA_COLUMNS, Kind, Quality, Reason
from kpidsl.values import replace

NEEDED = ("indicator", "period")
_MOST_PROBLEMS = 100_000  # of all files; whoever has so many looks at the first
_FIGURES = {"period", "value", "numerator", "denominator"}  # columns that no wide table has
_EXPLAINED = "say in the house file, under data, what `columns` are called"
T = TypeVar("T")


def read(
    sources: Sequence[Source],
    units: Mapping[str, Unit],
    first_month: int = APRIL,
    council: str = "",
    asked: Mapping[str, Collection[str]] | None = None,
    names: Names = AS_OURS,
) -> Outcome[Dataset]:
    """All observations of the given files.

    `units` has every name that may stand in the `indicator` column; `first_month` is the month in which financial years
    start. Rows of another entity than the `council` are refused, unless benchmarks have `asked` for it from that file
    (named by its source): these rows are read for them, not here. `names` are what the files call what is ours.
    """
    gathered = Gathered()
    for source in sources:
        others = (asked or {}).get(source.name, ())

        def whose(cell: Cell | None, cells: Sequence[Cell], others: Collection[str] = others) -> Whose:
            if cell is None or not cell.text or cell.text == council:
                return ""
            return None if cell.text in others else _of_others(cell, council)

        for _, item in observations(source, Meaning(units, first_month, names), whose):
            if len(gathered.problems) >= _MOST_PROBLEMS:
                break
            gathered.add(item)
    return gathered.outcome()


Whose = str | Diagnostic | None  # whose a row is; None for one that is left out
# Says it, by the cell in the column `entity` (None where there is no such column) and all cells of the row. Where it
# gives a text, it hangs on that of the cell alone, and need not be asked again for the same one.
Ask = Callable[[Cell | None, Sequence[Cell]], Whose]


class Gathered:
    """The observations of one council as they come, at most one of a name, period and kind, and what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self._found: dict[tuple[str, Period, Kind], Observation] = {}

    def add(self, item: Observation | Diagnostic) -> None:
        if isinstance(item, Diagnostic):
            self.problems.append(item)
            return
        before = self._found.setdefault(item.key, item)
        if before is not item:
            label = (Label(before.span, "here first"),)
            second = "row" if item.kind is Kind.ACTUAL else f"{item.kind.value} row"
            message = f"row {item.span.line}: `{item.name}` has a second {second} for {item.period}"
            help_ = ("delete one of the two rows",)
            self.problems.append(Diagnostic("value-given-twice", message, item.span, label, help_))

    def outcome(self) -> Outcome[Dataset]:
        return Outcome(None if has_errors(self.problems) else Dataset(self._found), grouped(self.problems))


def observations(source: Source, meaning: Meaning, ask: Ask) -> Iterator[tuple[str, Observation | Diagnostic]]:
    """The observations of a file, each with whose it is; what is wrong with the file is nobody's."""
    table = lines(source)
    first = next(table, None)
    if first is None:
        help_ = f"its first line names the columns: {','.join(DATA_COLUMNS)}"
        yield "", Diagnostic("data-empty", "this data file is empty", source.span(0, 1), help=(help_,))
        return
    header = first.cells
    names = [meaning.names.column(cell.text) for cell in header]
    wide = {} if _FIGURES & set(names) else meaning.periods_of(header, names)
    problems = list(_header_problems(header, names, wide))
    yield from (("", problem) for problem in problems)
    if problems:
        return
    empty = True
    unnamed = [at for at, cell in enumerate(header) if not cell.text]
    known = None if wide or unnamed or source.is_bare else Known(names, meaning)
    for line in table:
        empty = False
        if known is not None and (said := known.observation(line)):
            yield said
            continue
        cells = line.cells
        yield from (("", problem) for problem in _without_name(cells, unnamed))
        row = dict(zip(names, cells, strict=False))
        name = row.get("indicator")
        if name is not None and meaning.is_left_out(name.text):
            continue
        whose = ask(row.get("entity"), cells)
        if whose is None:
            continue
        if isinstance(whose, Diagnostic):
            yield "", whose
            continue
        if wide:
            yield from ((whose, one) for one in _wide_row(row, cells, len(header), wide, meaning))
        else:
            for one in _row(row, cells, len(header), meaning):
                if known is not None and isinstance(one, Observation):
                    known.learn(line, one, whose)
                yield whose, one
    if empty:
        help_ = "put an observation into each line below the header"
        yield "", Diagnostic("data-empty", "this data file has a header but no rows", header[0].span, help=(help_,))


def not_commas(header: Sequence[Cell]) -> Diagnostic | None:
    """A problem where semicolons stand between some cells and tabs between others."""
    if len(header) > 1 or not (";" in header[0].text or "\t" in header[0].text):
        return None
    message = "the cells of this file are separated by several signs"
    return Diagnostic(
        "column-missing",
        message,
        header[0].span,
        help=("separate all cells by commas (“CSV UTF-8” in Excel), all by semicolons or all by tabs",),
    )


def _of_others(cell: Cell, council: str) -> Diagnostic:
    message = f"the figure is of “{cell.text}”, and this report is of “{council}”"
    help_ = (
        f"write “{council}” as the house file has it, or leave the cell empty",
        "figures of others are benchmarks: they are read from this file where a `source` names it and them",
    )
    return bad(cell, "entity", message, *help_, code="entity-of-others")


def _header_problems(header: Sequence[Cell], names: Sequence[str], wide: Mapping[int, Period]) -> Iterator[Diagnostic]:
    separated = not_commas(header)
    if separated is not None:
        yield separated
        return
    if not set(names) & set(DATA_COLUMNS):
        message = "the first line of this file does not name its columns"
        help_ = f"put a first line above it: {','.join(DATA_COLUMNS)}"
        otherwise = f"or, where it does so in other words, {_EXPLAINED}"
        yield Diagnostic("column-missing", message, header[0].span.to(header[-1].span), help=(help_, otherwise))
        return
    for index, cell in enumerate(header):
        if not names[index] and (cell.text or cell.span.source.sheet):
            continue  # left out, or a column without a name, which is said where something stands in it
        if index in wide:
            if wide[index] in [period for at, period in wide.items() if at < index]:
                message = f"two columns are of {wide[index]}"
                yield Diagnostic("column-unknown", message, cell.span, help=("delete one of the two",))
        elif names[index] not in DATA_COLUMNS:
            shown = cell.text or "(empty)"
            message = f"there is no use for a column called `{shown}`"
            fix = respelling(cell.span, cell.text, [name for name in DATA_COLUMNS if name not in names])
            known = did_you_mean(cell.text, DATA_COLUMNS)
            if fix is None:
                known = (*known, f"or {_EXPLAINED}, or which `columns left out`")
            if wide:
                known = ("in a table with a column a period, it must be a period such as 2021-22 Q1", *known)
            yield Diagnostic("column-unknown", message, cell.span, help=known, fix=fix)
        elif names[index] in names[:index]:
            message = f"the column `{cell.text}` stands twice"
            yield Diagnostic("column-unknown", message, cell.span, help=("delete one of the two",))
    missing = [name for name in NEEDED if name not in names and not (wide and name == "period")]
    if not wide and "value" not in names and not {"numerator", "denominator"} <= set(names):
        missing.append("value")
    for name in missing:
        help_ = f"the columns are: {', '.join(DATA_COLUMNS)}"
        message = f"this file has no column called `{name}`"
        yield Diagnostic("column-missing", message, header[0].span.to(header[-1].span), help=(help_,))


def misshapen(cells: Sequence[Cell], width: int) -> Iterator[Diagnostic]:
    """What is wrong with a row as such: a quote that is never closed, or more cells than the `width` of the header."""
    line = cells[0].span.line
    for cell in cells:
        if cell.is_unclosed:
            message = f"row {line}: a cell starts with a quote that is never closed"
            yield Diagnostic("bad-cell", message, cell.span, help=('end the cell with a ", or take the quote out',))
    extra = [cell for cell in cells[width:] if cell.text]
    if extra:
        message = f"row {line} has more cells than the header has columns"
        help_ = "put a text that holds a comma into double quotes"
        yield Diagnostic("row-too-long", message, extra[0].span, help=(help_,))


def _without_name(cells: Sequence[Cell], unnamed: Sequence[int]) -> Iterator[Diagnostic]:
    """What stands in columns without a name: of a sheet, which may have such columns as long as they are empty."""
    for at in unnamed:
        if at < len(cells) and cells[at].text:
            message = f"row {cells[at].span.line} has a cell in a column that has no name"
            help_ = ("name the column, or empty the cell",)
            yield Diagnostic("row-too-long", message, cells[at].span, help=help_)


def _wide_row(
    row: Mapping[str, Cell], cells: Sequence[Cell], width: int, wide: Mapping[int, Period], meaning: Meaning
) -> Iterator[Observation | Diagnostic]:
    """The observations of a row of a wide table. An empty cell is none: the period may be still to come."""
    found: dict[Observation | Diagnostic, None] = {}
    for index, period in wide.items():
        cell = cells[index] if index < len(cells) else Cell("", cells[-1].span)
        if cell.text:
            for one in _row({**row, "value": cell}, cells, width, meaning, period):
                found[_headed(one, str(period)) if isinstance(one, Diagnostic) else one] = None
        elif cell.span.source.is_bare:
            message = "a file of this kind does not tell an empty cell from one with an error"
            found[bad(cell, str(period), message, "save it as an Excel workbook (.xlsx), and name that")] = None
    yield from found


def _headed(problem: Diagnostic, period: str) -> Diagnostic:
    """The problem of a figure, which stands in the column of its period."""
    return replace(problem, message=problem.message.replace("column `value`", f"column `{period}`", 1))


def _row(
    row: Mapping[str, Cell], cells: Sequence[Cell], width: int, meaning: Meaning, headed: Period | None = None
) -> Iterator[Observation | Diagnostic]:
    """The observation of a row, or every problem in it. In a wide table its period is what its column is `headed`."""
    units = meaning.units
    problems = list(misshapen(cells, width))
    absent = Cell("", cells[-1].span)
    by_name = {name: row.get(name, absent) for name in DATA_COLUMNS}
    by_name["indicator"] = meaning.indicator(by_name["indicator"])
    problems += [problem for column, cell in by_name.items() if (problem := uncomputed(cell, column))]
    if problems:
        yield from problems
        return
    name = sound(name_in(by_name["indicator"], units), problems)
    period = headed or sound(period_in(by_name["period"], meaning), problems)
    kind = sound(choice(by_name["kind"], "kind", Kind, Kind.ACTUAL), problems)
    quality = sound(choice(by_name["quality"], "quality", Quality, Quality.FINAL), problems)
    unit = units.get(by_name["indicator"].text)
    value = sound(value_in(by_name["value"], unit, meaning), problems) if unit else None
    numerator = sound(part_in(by_name["numerator"], "numerator"), problems)
    denominator = sound(part_in(by_name["denominator"], "denominator"), problems)
    if not problems:
        problems += _row_problems(cells, by_name, unit)
    reason = value if isinstance(value, Reason) else None
    if not problems and kind is not None and reason is not None:
        problems += _reason_problems(by_name["value"], kind, reason)
    if problems or name is None or period is None or kind is None or quality is None or unit is None:
        yield from problems
        return
    amount = value if isinstance(value, Fraction) else None
    if numerator is not None and denominator is not None:
        amount = numerator / denominator * unit.base
    yield Observation(
        name=name,
        period=period,
        amount=amount,
        reason=reason,
        numerator=numerator,
        denominator=denominator,
        quality=quality,
        note=by_name["note"].text,
        span=cells[0].span.to(cells[-1].span),
        kind=kind,
    )


def sound(result: T | Diagnostic, problems: list[Diagnostic]) -> T | None:
    """What was read; a problem is put with the others of the row, so that all its cells are looked at."""
    if isinstance(result, Diagnostic):
        problems.append(result)
        return None
    return result


def _row_problems(cells: Sequence[Cell], cell: Mapping[str, Cell], unit: Unit | None) -> Iterator[Diagnostic]:
    """What the cells of a row say together: a value or two parts, never both, never neither."""
    line, whole = cells[0].span.line, cells[0].span.to(cells[-1].span)
    value, numerator, denominator = (cell[name] for name in ("value", "numerator", "denominator"))
    if bool(numerator.text) != bool(denominator.text):
        missing = "denominator" if numerator.text else "numerator"
        message = f"row {line} has one part of a ratio but no {missing}"
        yield Diagnostic("row-without-value", message, whole, help=(f"fill in the column `{missing}`, or empty both",))
    elif value.text and numerator.text:
        message = f"row {line} gives both a value and the parts it is made of"
        help_ = "empty the column `value`: it is computed from the parts"
        yield Diagnostic("value-given-twice", message, value.span, help=(help_,))
    elif not value.text and not numerator.text:
        message = f"row {line} has no value"
        help_ = f"write the figure, or why there is none: {', '.join(reason.value for reason in Reason)}"
        yield Diagnostic("row-without-value", message, whole, help=(help_,))
    elif numerator.text and unit is not None and not unit.is_quotient:
        message = f"row {line} gives a numerator and a denominator, but `{cell['indicator'].text}` is {unit.described}"
        yield Diagnostic("bad-cell", message, numerator.span, help=("write the figure in the column `value`",))


def _reason_problems(cell: Cell, kind: Kind, reason: Reason) -> Iterator[Diagnostic]:
    """A figure that somebody sets is there or not: nothing was to be measured that could be late or not due."""
    if kind in (Kind.TARGET, Kind.BASELINE):
        message = f"a {kind.value} is a figure, and `{reason.value}` is a reason for there being none"
        yield bad(cell, "value", message, f"write the {kind.value}, or leave the row out until there is one")
