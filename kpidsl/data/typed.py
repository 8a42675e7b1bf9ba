"""One cell as what its column holds: a name, a period, a figure or why there is none. Whatever it is not is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from kpidsl.books.model import ERRORS, UNCOMPUTED
from kpidsl.data.cells import Cell, separator
from kpidsl.data.meaning import UNCLEAR, Meaning, date_in
from kpidsl.diagnostics.diagnostic import Diagnostic, closest, did_you_mean
from kpidsl.diagnostics.fixes import Fix, respelling
from kpidsl.patterns import lazily
from kpidsl.period import Period
from kpidsl.quantity import MONEY_SCALES, Dimension, Unit, parse_clock, parse_number, plain
from kpidsl.terms import Reason

Choice = TypeVar("Choice", bound=Enum)
_TOTALS = lazily(r"(?:grand |sub-?)?totals?|sum|all", re.IGNORECASE)
_AS_FRACTIONS = "or say in the house file that files write 38% as 0.38: data: {percentages: fractions}"


def bad(
    cell: Cell, column: str, message: str, *help: str, code: str = "bad-cell", fix: Fix | None = None
) -> Diagnostic:
    return Diagnostic(code, f"row {cell.span.line}, column `{column}`: {message}", cell.span, help=help, fix=fix)


def name_in(cell: Cell, units: Mapping[str, Unit]) -> str | Diagnostic:
    if not cell.text:
        return bad(cell, "indicator", "the cell is empty", "name the indicator that the row is for")
    if cell.text not in units:
        message = f"no indicator or measure is called `{cell.text}`"
        fix = respelling(cell.span, cell.text, units)
        help_ = (*did_you_mean(cell.text, units), *_in_house_file(cell.text, units))
        return bad(cell, "indicator", message, *help_, code="unknown-measure", fix=fix)
    return cell.text


def _in_house_file(text: str, units: Mapping[str, Unit]) -> tuple[str, ...]:
    """Where the house file is told what a row is that no indicator is nearly called."""
    if closest(text, units) is not None:
        return ()
    if _TOTALS.fullmatch(text):
        return (f"or say once in the house file that such rows are left out: data: {{rows left out: [{text}]}}",)
    return ("or say once in the house file, under data, what `indicators` are called, or which `rows left out`",)


def period_in(cell: Cell, meaning: Meaning) -> Period | Diagnostic:
    period = meaning.period(cell.text)
    if period is None:
        message = f"`{cell.text}` is not a period"
        if date_in(cell.text):
            help_ = (
                "say in the house file for which period a date stands: data: {dates: month}, quarter or financial year"
            )
            return bad(cell, "period", f"{message} but a date", help_)
        help_ = "write a year as 2021-22, a quarter as 2021-22 Q1, a month as September 2021"
        return bad(cell, "period", message, help_)
    return period


def choice(cell: Cell, column: str, kind: type[Choice], default: Choice) -> Choice | Diagnostic:
    if not cell.text:
        return default
    try:
        return kind(cell.text.casefold())
    except ValueError:
        names = ", ".join(member.value for member in kind)
        return bad(cell, column, f"`{cell.text}` is not a {column}", f"one of: {names}, or empty")


def value_in(cell: Cell, unit: Unit, meaning: Meaning) -> Fraction | Reason | Diagnostic | None:
    """The amount in a cell, or the reason that stands there instead; None where the cell is empty."""
    text = cell.text
    if not text:
        return None
    reason = meaning.reason(text)
    if reason is not None:
        return reason
    amount = amount_in(text, unit)
    if amount is not None and "," in text and separator(cell.span.source) == ";":
        message = f"in a file with semicolons `{text}` could have a comma for thousands or for decimals"
        return bad(cell, "value", message, "write it without the comma, decimals with a point")
    if amount is None:
        why = f"or why there is none: {', '.join(reason.value for reason in Reason)}"
        if text.startswith("#"):
            return bad(cell, "value", f"Excel could not work out this cell (`{text}`)", "mend the formula", why)
        if (unclear := UNCLEAR.get(text.strip("[]").casefold())) is not None:
            once = f"or say once in the house file what it means: data: {{markers: {{'{text}': {unclear[1]}}}}}"
            return bad(cell, "value", f"`{text}` {unclear[0]}", f"write {why.removeprefix('or ')}", once)
        return bad(
            cell, "value", f"`{text}` is not {unit.described}", f"write a figure such as {example_in(unit)}", why
        )
    is_bare = unit.dimension is Dimension.PERCENT and not text.endswith("%")
    if is_bare and meaning.names.are_fractions:
        return amount * 100
    if is_bare and cell.is_bare_number:
        message = f"a file of this kind does not tell whether `{text}` is {text}% or {plain(amount * 100)}%"
        help_ = ("save it as an Excel workbook (.xlsx), which tells, and name that", _AS_FRACTIONS)
        return bad(cell, "value", message, *help_, code="fraction-of-percent")
    if is_bare and 0 < amount < 1:
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
        case Dimension.POINTS:
            text = text.removesuffix(" points").removesuffix(" point")
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


def part_in(cell: Cell, column: str) -> Fraction | Diagnostic | None:
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


def uncomputed(cell: Cell, column: str) -> Diagnostic | None:
    """A problem where a formula has given nothing that could be read."""
    if cell.text == UNCOMPUTED:
        help_ = "open the file in Excel, which works it out, and save it"
        return bad(cell, column, "this cell has a formula that no program has worked out yet", help_)
    if column != "value" and cell.text in ERRORS:
        return bad(cell, column, f"Excel could not work out this cell (`{cell.text}`)", "mend the formula")
    return None


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
