"""What the cells of an indicator say of its unit, and its figures in that unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from kpidsl.books.names import AS_OURS
from kpidsl.data.cells import Cell
from kpidsl.data.meaning import Meaning
from kpidsl.data.typed import value_in
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.importer.headings import plain
from kpidsl.importer.model import TO_DO, Box, Entry, Role
from kpidsl.period import APRIL
from kpidsl.quantity import PERCENT, Dimension, Unit, parse_number, spell
from kpidsl.terms import Reason
from kpidsl.values import dataclass

_DAYS = ("working days", "days", "weeks", "months", "hours")
_BY_WORD = {
    **dict.fromkeys(("%", "percentage", "percent", "per cent"), PERCENT),
    **dict.fromkeys(("number", "count", "no", "integer", "numeric", "whole number"), Unit(Dimension.COUNT)),
    **dict.fromkeys(("money", "£", "currency", "pounds", "gbp"), Unit(Dimension.MONEY)),
    **dict.fromkeys(("£k", "£000", "£000s", "£'000", "£ thousands", "£thousands"), Unit(Dimension.MONEY, scale="k")),
    **dict.fromkeys(("£m", "£ million", "£ millions", "£million"), Unit(Dimension.MONEY, scale="m")),
    **dict.fromkeys(("yes/no", "y/n", "boolean", "yes / no"), Unit(Dimension.YES_NO)),
    **dict.fromkeys(("ratio",), Unit(Dimension.RATIO)),
    **dict.fromkeys(("score", "index"), Unit(Dimension.SCORE)),
    **dict.fromkeys(("pp", "percentage points", "points", "% points"), Unit(Dimension.POINTS)),
    **dict.fromkeys(("hours:minutes", "hh:mm"), Unit(Dimension.CLOCK)),
    **dict.fromkeys(("tonnes", "tonne"), Unit(Dimension.NAMED, word="tonnes")),
    **{word: Unit(Dimension.TIME, word=word) for word in _DAYS},
    **{word.removesuffix("s"): Unit(Dimension.TIME, word=word) for word in _DAYS},
}
_INEXPRESSIBLE = {
    "date": "kpic has milestones for dates, and no indicators",
    "duration": "kpic reads hours and minutes (7:30), and no seconds",
    "hh:mm:ss": "kpic reads hours and minutes (7:30), and no seconds",
}
_PER = re.compile(r"per ([\d,]{3,})")
_MOST_PLACES = 2
_ANNUAL = re.compile(
    r"(?:measured|reported|collected) (?:annually|yearly)|annual (?:indicator|measure|figure)|annual|"
    r"not measured for (?:quarters|months)|not measured (?:this|in) (?:quarter|month|period)|not due|"
    r"n/?a (?:this|in) quarter"
)
_NOT_YET = re.compile(r"(?:data )?(?:not yet|not) available(?: yet)?|awaiting(?: data)?|data awaited|pending")


@dataclass(frozen=True, slots=True)
class Measured:
    """The unit of an indicator as its line says it, where that comes from, and whether the officer has to say more."""

    unit: Unit
    places: int
    why: str

    @property
    def line(self) -> str:
        word = f'"{self.unit}"' if self.unit.dimension is Dimension.NAMED and self.unit.word != "tonnes" else self.unit
        return f"unit {word}" + (f" to {self.places} dp" if self.places else "")


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as it goes into the data; without `amount` there is a reason, or something that nobody can read yet."""

    written: str
    amount: Fraction | None
    note: str = ""


def measured(entry: Entry) -> Measured:
    """The unit: what the file says, or else what its figures show, or else what the name says."""
    boxes = [*entry.figures.values()]
    texts = [box.text for (role, _), box in entry.figures.items() if role is not Role.STATUS]
    unit, why = _unit(entry, texts)
    places, more = _places(entry, unit, [box for box in boxes if box.text in texts])
    if more:
        why = f"{TO_DO} {more} ({why})" if TO_DO not in why else f"{why}; {more}"
    return Measured(unit, places, why)


def _unit(entry: Entry, texts: Sequence[str]) -> tuple[Unit, str]:
    said = entry.fact(Role.UNIT)
    if said is not None:
        word = plain(said.text)
        read = f"read from {said.place} (“{said.text}”)"
        if word in _INEXPRESSIBLE:
            return Unit(Dimension.COUNT), f"{TO_DO} {said.place} says “{said.text}”: {_INEXPRESSIBLE[word]}"
        if match := _PER.search(word):
            return Unit(Dimension.RATE, per=_whole(match[1])), read
        unit = _BY_WORD.get(word)
        if unit is not None and unit.dimension is Dimension.MONEY and not unit.scale:
            return _money(texts), read
        if unit is not None and not (word in ("number", "numeric") and any("%" in text for text in texts)):
            return unit, read
    shown = [text for text in texts if re.search(r"\d", text)]
    if shown and sum("%" in text for text in shown) * 2 >= len(shown):
        return PERCENT, "worked out: its figures have a % sign"
    if any("£" in text for text in shown):
        return _money(shown), "worked out: its figures have a £ sign"
    if shown and all(re.fullmatch(r"\d[\d.,]*:1", text) for text in shown):
        return Unit(Dimension.RATIO), "worked out: its figures are written as 2.1:1"
    if shown and all(re.fullmatch(r"\d+:[0-5]\d", text) for text in shown):
        return Unit(Dimension.CLOCK), "worked out: its figures are written as 7:30"
    named = _by_name(entry.name.text)
    if named is not None:
        return named
    if texts and all(text.casefold() in ("yes", "no") for text in texts):
        return Unit(Dimension.YES_NO), "worked out: its figures are yes and no"
    if said is not None:
        return Unit(Dimension.COUNT), f"{TO_DO} {said.place} says “{said.text}”, which is no unit known here"
    return Unit(Dimension.COUNT), f"{TO_DO} neither its figures nor its name say a unit: is it a count?"


def _by_name(name: str) -> tuple[Unit, str] | None:
    words = f" {plain(name)} "
    if match := _PER.search(words):
        return Unit(Dimension.RATE, per=_whole(match[1])), f"worked out: its name says “{match[0]}”"
    if "%" in words or " percentage " in words or " per cent " in words:
        return PERCENT, "worked out: its name says that it is a percentage"
    for word in _DAYS:
        if re.search(rf"(?:\({word}\)|average (?:time|number of {word}|{word})|mean {word}|time taken).*", words) and (
            f"{word}" in words
        ):
            return Unit(Dimension.TIME, word=word), f"worked out: its name says “{word}”"
    if re.search(r" (?:number of|no\.? of|total number|count of|total) ", words):
        return Unit(Dimension.COUNT), "worked out: its name says that it is a number"
    return None


def _money(texts: Iterable[str]) -> Unit:
    scales = [text.strip().casefold()[-1:] for text in texts if "£" in text]
    scale = next((one for one in ("k", "m") if scales and all(last == one for last in scales)), "")
    return Unit(Dimension.MONEY, scale=scale)


def _whole(text: str) -> int:
    return int(text.replace(",", "")) or 1


def _places(entry: Entry, unit: Unit, boxes: Sequence[Box]) -> tuple[int, str]:
    """Decimal places: as the file says, or as many as the figures have."""
    said = entry.fact(Role.PLACES)
    if unit.dimension in (Dimension.YES_NO, Dimension.CLOCK):
        return 0, ""
    if said is not None and said.text.isdigit() and int(said.text) <= 6:
        return int(said.text), ""
    most, where = 0, None
    for box in boxes:
        match = re.search(r"\d\.(\d+)", box.text)
        number = parse_number(box.text)
        if unit.dimension is Dimension.PERCENT and number is not None and 0 < number < 1:
            continue  # it may be a part of 1
        if box.places is not None:
            if box.places > most:
                most, where = box.places, box
        elif match and len(match[1].rstrip("0") if len(match[1]) > _MOST_PLACES else match[1]) > most:
            most, where = len(match[1]), box
    if most > _MOST_PLACES and where is not None:
        return 1, f"{where.place} has {most} decimal places: say how many the report is to print"
    return most, ""


def value(box: Box, unit: Unit) -> Value:
    """A cell of figures as the data will have it. What cannot be read is handed on, so that kpic refuses it there."""
    words = plain(box.text)
    if _ANNUAL.fullmatch(words):
        return Value(Reason.NOT_DUE.value, None)
    if _NOT_YET.fullmatch(words):
        return Value(Reason.AWAITING.value, None)
    text = box.text
    if unit.dimension is Dimension.MONEY and unit.scale and parse_number(text) is not None:
        text = f"£{text}{unit.scale}"
    if unit.dimension is Dimension.RATIO and parse_number(text) is not None:
        text = f"{text}:1"
    found = value_in(Cell(text, box.cell.span), unit, Meaning({}, APRIL, AS_OURS))
    is_scaled = not box.text[-1:].isdigit() or parse_number(box.text) is not None
    if isinstance(found, Fraction) and unit.scale and not is_scaled and 0 < abs(found) < unit.printed_scale:
        note = f"{box.place} says “{box.text}”, where figures are in {unit}: {box.text}, or {box.text}{unit.scale}?"
        return Value("?", None, note)
    if isinstance(found, Fraction):
        whole = unit.dimension is Dimension.COUNT
        plainly = text.replace(",", "") if whole and "." not in text else text
        return Value(plainly, found)
    if isinstance(found, Reason):
        return Value(found.value, None)
    if isinstance(found, Diagnostic):
        said = found.message.partition(": ")[2] or found.message
        bare = found.code == "fraction-of-percent" and box.cell.is_bare_number
        shown = "?" if bare or text[:1] in "=+@\t" or (text[:1] == "-" and len(text) > 1) else text
        return Value(shown, None, f"{box.place} {said}")
    return Value("", None)


def fractions_of(boxes: Iterable[Box], unit: Unit) -> bool:
    """Whether some of an indicator's percentages seem to be written as parts of 1: then 1 may mean 100%."""
    if unit.dimension is not Dimension.PERCENT:
        return False
    numbers = [parse_number(box.text) for box in boxes]
    return any(number is not None and 0 < number < 1 for number in numbers)


def spelt(amount: Fraction, unit: Unit) -> str:
    """An amount as a spec has it: `38%`, `£150k`."""
    return spell(amount, unit, None)


def decimal(amount: Fraction) -> Decimal:
    return Decimal(amount.numerator) / Decimal(amount.denominator)
