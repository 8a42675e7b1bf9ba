"""read: tidy tables of observations, one row an observation, every cell read as text and typed as declared.

Columns: `indicator`, `period`, then `value` or `numerator` and `denominator`; if wanted, `kind`, `quality`, `note` and
`entity`, which says whose figure it is.
Every bad cell is said, with its row and column; a file with one gives no Dataset at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from kpidsl.data.cells import Cell, rows
from kpidsl.data.model import Dataset, Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Label, Outcome, did_you_mean, has_errors
from kpidsl.diagnostics.fixes import Fix, respelling
from kpidsl.period import APRIL, Period
from kpidsl.quantity import MONEY_SCALES, Dimension, Unit, parse_clock, parse_number, plain
from kpidsl.source import Source
from kpidsl.terms import Kind, Quality, Reason

NEEDED = ("indicator", "period")
OWN_COLUMNS = (*NEEDED, "value", "numerator", "denominator", "kind", "quality", "note")  # where all are the council's
COLUMNS = (*OWN_COLUMNS, "entity")
Choice = TypeVar("Choice", bound=Enum)
T = TypeVar("T")


def read(
    sources: Sequence[Source],
    units: Mapping[str, Unit],
    first_month: int = APRIL,
    council: str = "",
    asked: Mapping[str, Collection[str]] | None = None,
) -> Outcome[Dataset]:
    """All observations of the given files.

    `units` has every name that may stand in the `indicator` column; `first_month` is the month in which financial years
    start. Rows of another entity than the `council` are refused, unless benchmarks have `asked` for it from that file
    (named by its source): these rows are read for them, not here.
    """
    found: dict[tuple[str, Period, Kind], Observation] = {}
    problems: list[Diagnostic] = []
    for source in sources:
        others = (asked or {}).get(source.name, ())
        for item in _observations(source, units, first_month, council, others):
            if isinstance(item, Diagnostic):
                problems.append(item)
                continue
            if item.key in found:
                label = (Label(found[item.key].span, "here first"),)
                second = "row" if item.kind is Kind.ACTUAL else f"{item.kind.value} row"
                message = f"row {item.span.line}: `{item.name}` has a second {second} for {item.period}"
                problems.append(
                    Diagnostic("value-given-twice", message, item.span, label, ("delete one of the two rows",))
                )
            found.setdefault(item.key, item)
    return Outcome(None if has_errors(problems) else Dataset(found), tuple(problems))


def _observations(
    source: Source, units: Mapping[str, Unit], first_month: int, council: str, others: Collection[str]
) -> Iterator[Observation | Diagnostic]:
    table = rows(source)
    header = next(table, None)
    if header is None:
        help_ = f"its first line names the columns: {','.join(COLUMNS)}"
        yield Diagnostic("data-empty", "this data file is empty", source.span(0, 1), help=(help_,))
        return
    problems = list(_header_problems(header))
    yield from problems
    if problems:
        return
    names = [cell.text.casefold() for cell in header]
    empty = True
    for cells in table:
        empty = False
        entity = dict(zip(names, cells, strict=False)).get("entity")
        if entity is not None and entity.text and entity.text != council:
            if entity.text not in others:
                yield _of_others(entity, council)
            continue
        yield from _row(dict(zip(names, cells, strict=False)), cells, len(header), units, first_month)
    if empty:
        help_ = "put an observation into each line below the header"
        yield Diagnostic("data-empty", "this data file has a header but no rows", header[0].span, help=(help_,))


def not_commas(header: Sequence[Cell]) -> Diagnostic | None:
    """A problem where something else than commas stands between the cells."""
    if len(header) > 1 or not (";" in header[0].text or "\t" in header[0].text):
        return None
    message = "the cells of this file are not separated by commas"
    return Diagnostic(
        "column-missing", message, header[0].span, help=("save it as CSV with commas (“CSV UTF-8” in Excel)",)
    )


def _of_others(cell: Cell, council: str) -> Diagnostic:
    message = f"the figure is of “{cell.text}”, and this report is of “{council}”"
    help_ = (
        f"write “{council}” as the house file has it, or leave the cell empty",
        "figures of others are benchmarks: they are read from this file where a `source` names it and them",
    )
    return bad(cell, "entity", message, *help_, code="entity-of-others")


def _header_problems(header: Sequence[Cell]) -> Iterator[Diagnostic]:
    names = [cell.text.casefold() for cell in header]
    separated = not_commas(header)
    if separated is not None:
        yield separated
        return
    if not set(names) & set(COLUMNS):
        message = "the first line of this file does not name its columns"
        help_ = f"put a first line above it: {','.join(COLUMNS)}"
        yield Diagnostic("column-missing", message, header[0].span.to(header[-1].span), help=(help_,))
        return
    for index, cell in enumerate(header):
        if names[index] not in COLUMNS:
            shown = cell.text or "(empty)"
            message = f"there is no use for a column called `{shown}`"
            fix = respelling(cell.span, cell.text, [name for name in COLUMNS if name not in names])
            yield Diagnostic("column-unknown", message, cell.span, help=did_you_mean(cell.text, COLUMNS), fix=fix)
        elif names[index] in names[:index]:
            message = f"the column `{cell.text}` stands twice"
            yield Diagnostic("column-unknown", message, cell.span, help=("delete one of the two",))
    missing = [name for name in NEEDED if name not in names]
    if "value" not in names and not {"numerator", "denominator"} <= set(names):
        missing.append("value")
    for name in missing:
        help_ = f"the columns are: {', '.join(COLUMNS)}"
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


def _row(
    row: Mapping[str, Cell], cells: Sequence[Cell], width: int, units: Mapping[str, Unit], first_month: int
) -> Iterator[Observation | Diagnostic]:
    """The observation of a row, or every problem in it."""
    problems = list(misshapen(cells, width))
    absent = Cell("", cells[-1].span)
    by_name = {name: row.get(name, absent) for name in COLUMNS}
    name = sound(_name(by_name["indicator"], units), problems)
    period = sound(_period(by_name["period"], first_month), problems)
    kind = sound(choice(by_name["kind"], "kind", Kind, Kind.ACTUAL), problems)
    quality = sound(choice(by_name["quality"], "quality", Quality, Quality.FINAL), problems)
    unit = units.get(by_name["indicator"].text)
    value = sound(_value(by_name["value"], unit), problems) if unit else None
    numerator = sound(_part(by_name["numerator"], "numerator"), problems)
    denominator = sound(_part(by_name["denominator"], "denominator"), problems)
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


# ---- one cell


def bad(
    cell: Cell, column: str, message: str, *help: str, code: str = "bad-cell", fix: Fix | None = None
) -> Diagnostic:
    return Diagnostic(code, f"row {cell.span.line}, column `{column}`: {message}", cell.span, help=help, fix=fix)


def _name(cell: Cell, units: Mapping[str, Unit]) -> str | Diagnostic:
    if not cell.text:
        return bad(cell, "indicator", "the cell is empty", "name the indicator that the row is for")
    if cell.text not in units:
        message = f"no indicator or measure is called `{cell.text}`"
        fix = respelling(cell.span, cell.text, units)
        return bad(cell, "indicator", message, *did_you_mean(cell.text, units), code="unknown-measure", fix=fix)
    return cell.text


def _period(cell: Cell, first_month: int) -> Period | Diagnostic:
    period = Period.parse(cell.text, first_month)
    if period is None:
        message = f"`{cell.text}` is not a period"
        help_ = "write a year as 2021-22, a quarter as 2021-22 Q1, a month as September 2021"
        return bad(cell, "period", message, help_)
    return period


def choice(cell: Cell, column: str, kind: type[Choice], default: Choice) -> Choice | Diagnostic:
    if not cell.text:
        return default
    names = {member.value: member for member in kind}
    if cell.text.casefold() not in names:
        return bad(cell, column, f"`{cell.text}` is not a {column}", f"one of: {', '.join(names)}, or empty")
    return names[cell.text.casefold()]


def _value(cell: Cell, unit: Unit) -> Fraction | Reason | Diagnostic | None:
    """The amount in a cell, or the reason that stands there instead; None where the cell is empty."""
    text = cell.text
    if not text:
        return None
    reasons = {reason.value: reason for reason in Reason}
    if text.casefold() in reasons:
        return reasons[text.casefold()]
    amount = amount_in(text, unit)
    if amount is None:
        why = f"or why there is none: {', '.join(reasons)}"
        if text.startswith("#"):
            return bad(cell, "value", f"Excel could not work out this cell (`{text}`)", "mend the formula", why)
        return bad(
            cell, "value", f"`{text}` is not {unit.described}", f"write a figure such as {example_in(unit)}", why
        )
    if unit.dimension is Dimension.PERCENT and 0 < amount < 1 and not text.endswith("%"):
        message = f"`{text}` could mean {plain(amount * 100)}% or {text}%"
        return bad(cell, "value", message, "write it with its % sign", code="fraction-of-percent")
    if amount < 0 and unit.is_never_negative:
        return bad(cell, "value", f"{unit.described} cannot be negative: `{text}`")
    return amount


def amount_in(text: str, unit: Unit) -> Fraction | None:
    """The figure in a cell, with or without the sign of its unit. Money with no sign is in pounds."""
    match unit.dimension:
        case Dimension.PERCENT:
            text = text.removesuffix("%")
        case Dimension.RATE:
            text = text.removesuffix(f"per {unit.per:,}").removesuffix(f"per {unit.per}")
        case Dimension.TIME:
            word = next((word for word in (unit.word, unit.word[:-1]) if text.endswith(f" {word}")), "")
            text = text.removesuffix(word)
        case Dimension.NAMED:
            text = text.removesuffix(f" {unit.word}").removesuffix(f" {unit.singular}")
        case Dimension.RATIO:
            text = text.removesuffix(":1")
        case Dimension.CLOCK:
            return parse_clock(text)
        case Dimension.YES_NO:
            return {"yes": Fraction(1), "no": Fraction(0)}.get(text.casefold())
        case Dimension.MONEY:
            return _money(text, unit)
    return parse_number(text)


def _money(text: str, unit: Unit) -> Fraction | None:
    """`£150k`, `150k`, `£150,000`. A bare `150` is refused where the unit is thousands: it could be either."""
    match = re.fullmatch(r"([-\u2212]?)(£?)([-\u2212]?)([\d,.]+)([kKmM]?)", text)
    if match is None or (match[1] and match[3]) or (unit.scale and not match[2] and not match[5]):
        return None
    number = parse_number(match[4])
    if number is None:
        return None
    amount = number * MONEY_SCALES[match[5].lower()]
    return -amount if match[1] or match[3] else amount


def _part(cell: Cell, column: str) -> Fraction | Diagnostic | None:
    """A numerator or denominator: a figure of 0 or more (a denominator: more than 0)."""
    if not cell.text:
        return None
    number = parse_number(cell.text)
    if number is None:
        return bad(cell, column, f"`{cell.text}` is not a number", "write a figure such as 43")
    if number < 0:
        return bad(cell, column, f"a {column} cannot be negative: `{cell.text}`")
    if number == 0 and column == "denominator":
        help_ = "if there were no cases, empty both parts and write `no cases` in the column `value`"
        return bad(cell, column, "nothing can be divided by 0", help_)
    return number


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


def example_in(unit: Unit) -> str:
    match unit.dimension:
        case Dimension.COUNT:
            return "1,524"
        case Dimension.PERCENT:
            return "38 or 38%"
        case Dimension.MONEY:
            return f"£150{unit.scale}"
        case Dimension.CLOCK:
            return "7:30"
        case Dimension.RATIO:
            return "2.1:1"
        case Dimension.YES_NO:
            return "yes"
        case _:
            return "34"
