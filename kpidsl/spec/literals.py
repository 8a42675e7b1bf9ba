"""Figures, units, dates and periods: from the characters that stood there to exact values, or a problem said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING

from kpidsl.diagnostics.diagnostic import closest
from kpidsl.diagnostics.fixes import Fix, replacing, respelling
from kpidsl.memo import again
from kpidsl.patterns import lazily
from kpidsl.period import MONTHS, Period
from kpidsl.quantity import (
    COUNT,
    MONEY_SCALES,
    MOST_PLACES,
    PERCENT,
    POINTS,
    Dimension,
    Quantity,
    Unit,
    parse_clock,
    parse_number,
    round_half_up,
    spell,
)
from kpidsl.source import Span
from kpidsl.spec.problems import Problems
from kpidsl.terms import Grain, Reason

if TYPE_CHECKING:
    from kpidsl.syntax import ast

TIME_WORDS = ("days", "working days", "weeks", "months", "hours")
_UNITS = {
    "count": COUNT,
    "percent": PERCENT,
    "points": POINTS,
    **{word: Unit(Dimension.TIME, word=word) for word in TIME_WORDS},
    "score": Unit(Dimension.SCORE),
    "ratio": Unit(Dimension.RATIO),
    "tonnes": Unit(Dimension.NAMED, word="tonnes"),
    "hours:minutes": Unit(Dimension.CLOCK),
    "yes/no": Unit(Dimension.YES_NO),
    **{f"£{scale}": Unit(Dimension.MONEY, scale=scale) for scale in MONEY_SCALES},
}
_ELSEWHERE = {  # what units are called elsewhere
    **dict.fromkeys(("number", "numbers", "integer", "whole number", "volume", "no"), "count"),
    **dict.fromkeys(("percentage", "per cent", "pct", "proportion"), "percent"),
    **dict.fromkeys(("pounds", "gbp", "currency", "money", "sterling"), "£"),
    **dict.fromkeys(("day", "calendar days"), "days"),
    **dict.fromkeys(("hh:mm", "h:mm", "time"), "hours:minutes"),
    **dict.fromkeys(("boolean", "y/n", "true/false"), "yes/no"),
}
_OWN = ("minutes", "seconds", "years")  # like a known one, and yet none
_TEXTS = 4_000  # figures and periods that are held: most stand in a report many times
_FIGURE = lazily(r"(-?)(£?)([\d,.]+)([kmKM]?)(%?)")


def unit_names() -> tuple[str, ...]:
    """How units are written."""
    return (*_UNITS, "rate per 10,000")


def unit(word: ast.Word, problems: Problems) -> Unit | None:
    """The unit that `unit ...` names; one in quotes is the council's own."""
    if word.span.text[:1] in '"\u201c\u201d\u201e':
        return Unit(Dimension.NAMED, word=word.text)
    text = word.text.lower()
    if text.startswith("rate per "):
        base = parse_number(text.removeprefix("rate per "))
        if base is not None and base.denominator == 1 and base > 0:
            return Unit(Dimension.RATE, per=int(base))
    known = _UNITS.get(text)
    if known is None:
        _unknown_unit(f"`{word.text}` is not a unit", word.span, word.text, unit_names(), problems, is_own=True)
    return known


def _unknown_unit(
    message: str, span: Span, written: str, known: Iterable[str], problems: Problems, is_own: bool = False
) -> None:
    """`known` are the units that may stand in the place of what was written; so may one of the council's own."""
    names = tuple(known)
    elsewhere = _ELSEWHERE.get(written.lower())
    best = elsewhere if elsewhere in names else closest(written, names)
    meant = (f"did you mean `{best}`?",) if best else ()
    unnamed = is_own and (not best or written.lower() in _OWN)
    own = (f'or a unit of your own, in quotes: unit "{written}"',) if unnamed else ()
    fix = respelling(span, written, names)
    problems.add("unknown-unit", message, span, *meant, f"units are: {', '.join(unit_names())}", *own, fix=fix)


def whole(word: ast.Word, least: int, most: int, what: str, problems: Problems) -> int | None:
    """A whole number within bounds; `what` names it in the message."""
    number = parse_number(word.text)
    if number is None or number.denominator != 1 or not least <= number <= most:
        message = f"{what} must be a whole number from {least} to {most}, not `{word.text}`"
        problems.add("bad-figure", message, word.span)
        return None
    return int(number)


def period(word: ast.Word | None, first_month: int, problems: Problems) -> Period | None:
    """A period; `first_month` is the month in which the council's financial year starts."""
    if word is None:
        return None
    found = _period(word.text, first_month)
    if found is None:
        years = re.match(r"(?:academic )?(\d{4})", word.text)
        year = Period(int(years[1])) if years and int(years[1]) >= 1900 else Period(2021)
        help_ = f"a year is written {year}, a quarter {year} Q1, a month September {year.year}"
        problems.add("bad-period", f"`{word.text}` is not a period", word.span, help_, fix=_following(word))
    return found


@again(_TEXTS)
def _period(text: str, first_month: int) -> Period | None:
    return Period.parse(text, first_month)


def _following(word: ast.Word) -> Fix | None:
    """`2021-23` to `2021-22`, where the second year is one off. `2021-24` may be meant as a span of years."""
    match = re.fullmatch(r"((?:academic )?)(\d{4})-(\d{2})((?: [QH][1-4])?)", word.text, re.IGNORECASE)
    if match is None or (int(match[3]) - int(match[2]) - 1) % 100 not in (1, 99):
        return None
    meant = f"{match[1]}{Period(int(match[2]))}{match[4]}"
    return replacing(word.span, meant) if Period.parse(meant) else None


def grain_of(plural: str) -> Grain:
    """`quarters` to the grain that it counts."""
    return Grain(plural.removesuffix("s"))


def day(word: ast.Word, problems: Problems) -> date | None:
    """A date, written `30 September 2021` or `2021-09-30`."""
    found = day_in(word.text)
    if found is None:
        problems.add("bad-date", f"there is no such day as `{word.text}`", word.span, "write it as 30 September 2021")
    return found


def day_in(text: str) -> date | None:
    """The date that is written as `30 September 2021` or `2021-09-30`; None where there is none."""
    try:
        if "-" in text:
            return date.fromisoformat(text)
        number, month, year = text.split()
        months = [name[:3].lower() for name in MONTHS]
        return date(int(year), months.index(month[:3].lower()) + 1, int(re.sub(r"\D", "", number)))
    except ValueError:
        return None


def filled_in(word: ast.Word, problems: Problems) -> str | None:
    """The words between quotes, unless they are only dots that wait for somebody to write."""
    if not re.search(r"\w", word.text):
        message = f"the words in place of “{word.text}” are still to be written"
        problems.add("empty-text", message, word.span, "write them between the quotes")
        return None
    return word.text


def called(word: ast.Word | None, problems: Problems) -> str:
    """What sentences call something; empty where nothing is said."""
    if word is None:
        return ""
    if "{" in word.text or "}" in word.text:
        message = "a placeholder cannot stand in a name: it is printed as it stands"
        help_ = 'write words alone, such as: called "the national average"'
        problems.add("unknown-placeholder", message, word.span, help_)
    return filled_in(word, problems) or ""


def reason(word: ast.Word, problems: Problems) -> Reason | None:
    """Why there is no value, in the words that the data use."""
    reasons = {reason.value: reason for reason in Reason}
    found = reasons.get(word.text.casefold())
    if found is None:
        message = f"`{word.text}` is not a reason for there being no figure"
        problems.unknown("unknown-reason", message, word.span, word.text, reasons)
    return found


def quantity(amount: ast.Amount, problems: Problems) -> Quantity | None:
    """What an amount says by itself. A bare figure is a count."""
    found = _quantity(amount.figure.text, amount.unit)
    if isinstance(found, Quantity):
        return found
    if found is _Wrong.FIGURE:
        problems.add(
            "bad-figure",
            f"`{amount.figure.text}` is not a figure that can be read",
            amount.figure.span,
            "write thousands with commas in threes and decimals with a point: 1,524 or 3.7",
            fix=_regrouped(amount.figure),
        )
        return None
    written = f"{amount.figure.text} {amount.unit}".strip()
    message = f"`{written}`: there is no unit called `{amount.unit}`"
    _unknown_unit(message, amount.span, amount.unit, ("percent", "points", *TIME_WORDS), problems)
    return None


class _Wrong(Enum):
    """Which part of an amount cannot be read."""

    FIGURE = "figure"
    UNIT = "unit"


@again(_TEXTS)
def _quantity(figure: str, unit: str) -> Quantity | _Wrong:
    special = None if unit else _special(figure)
    if special is not None:
        return special
    match = _FIGURE.fullmatch(figure)
    number = parse_number(match[1] + match[3]) if match else None
    if match is None or number is None:
        return _Wrong.FIGURE
    _, pound, _, scale, per_cent = match.groups()
    found = _unit_of(pound, scale.lower(), per_cent, unit)
    return _Wrong.UNIT if found is None else Quantity(number * MONEY_SCALES[scale.lower()], found)


def _special(text: str) -> Quantity | None:
    """`yes`, `no`, `7:30` and `2.1:1`."""
    if text in ("yes", "no"):
        return Quantity(Fraction(text == "yes"), _UNITS["yes/no"])
    minutes = parse_clock(text)
    if minutes is not None:
        return Quantity(minutes, _UNITS["hours:minutes"])
    ratio = parse_number(text.removesuffix(":1")) if text.endswith(":1") else None
    return None if ratio is None else Quantity(ratio, _UNITS["ratio"])


def _regrouped(figure: ast.Word) -> Fix | None:
    """`1524,000` to `1,524,000`: every comma stands before three digits, and only some are left out."""
    match = re.fullmatch(r"(-?£?)(\d{4,}(?:,\d{3})+)(\D.*|)", figure.text)
    if match is None:
        return None
    meant = f"{match[1]}{int(match[2].replace(',', '')):,}{match[3]}"
    return replacing(figure.span, meant) if parse_number(meant.strip("-£kmKM%")) is not None else None


def _unit_of(pound: str, scale: str, per_cent: str, words: str) -> Unit | None:
    if pound:
        return None if per_cent or words else Unit(Dimension.MONEY, scale=scale)
    if scale:
        return None
    if per_cent:
        return None if words else PERCENT
    if words.startswith("per "):
        base = parse_number(words.removeprefix("per "))
        return Unit(Dimension.RATE, per=int(base)) if base is not None and base > 0 and base.denominator == 1 else None
    singular = {"point": "points", "tonne": "tonnes", **{word[:-1]: word for word in TIME_WORDS}}
    if not words:
        return COUNT
    return _UNITS.get(singular.get(words, words)) or Unit(Dimension.NAMED, word=words)


def quantity_in(amount: ast.Amount, expected: Unit, owner: str, problems: Problems) -> Fraction | None:
    """An amount that must be in the unit `expected`; `owner` says in the message what has that unit.

    A bare 0 is 0 in every unit.
    """
    found = quantity(amount, problems)
    if found is None:
        return None
    bare = found.unit == COUNT and not amount.unit
    if found.unit.measures_like(expected) or (bare and (found.amount == 0 or expected.is_bare)):
        return found.amount
    if found.unit.dimension is Dimension.NAMED and found.unit.word not in _UNITS:
        problems.add(
            "unknown-unit",
            f"`{amount.figure.text} {amount.unit}`: there is no unit called `{amount.unit}` here",
            amount.span,
            f"did you mean {spell(found.amount, expected, None)}?",
            fix=respelling(amount.span, amount.unit, ("percent", "points", *TIME_WORDS, expected.word)),
        )
        return None
    proper = Unit(expected.dimension, expected.per, "", expected.word)
    written = amount.figure.text + (f" {amount.unit}" if amount.unit else "")
    message = (
        f"`{written}` {'has no unit' if bare else f'is {found.unit.described}'}, but {owner} is {expected.described}"
    )
    meant = spell(found.amount, proper, None)
    # £150 or £150k: where money is counted in thousands, a bare figure may be either. Nor may a digit be lost.
    if bare and expected.scale:
        meant += f" or {spell(found.amount * MONEY_SCALES[expected.scale], expected, None)}"
    part = bare and expected in (PERCENT, POINTS) and 0 < abs(found.amount) < 1  # Excel stores 90% as 0.9
    if part:
        meant = f"{spell(found.amount * 100, proper, None)} or {meant}"
    sure = bare and not part and not expected.scale and round_half_up(found.amount, MOST_PLACES) == found.amount
    fix = replacing(amount.span, meant) if sure else None
    problems.add("unit-mismatch", message, amount.span, f"did you mean {meant}?", fix=fix)
    return None


def value_in(amount: ast.Amount, unit: Unit, problems: Problems) -> Fraction | None:
    """An amount that is a value of the indicator, or is held against one: in its unit, and not below what can be."""
    found = quantity_in(amount, unit, "the indicator", problems)
    if found is not None and found < 0 and unit.is_never_negative:
        problems.add("bad-figure", f"{unit.described} cannot be negative: `{amount.span.text}`", amount.span)
        return None
    return found


def share_of_target(amount: ast.Amount, found: Quantity, problems: Problems) -> Fraction | None:
    """The share that `5% of target` means, 0.05; `found` is what the amount says by itself."""
    if found.unit == PERCENT:
        return found.amount / 100
    meant = f"{amount.figure.text}%"
    fix = replacing(amount.span, meant) if found.unit == COUNT else None
    message = f"`{amount.figure.text} of target` needs a percentage"
    problems.add("unit-mismatch", message, amount.span, f"write {meant} of target", fix=fix)
    return None
