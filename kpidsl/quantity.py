"""Exact amounts that know what they measure.

An amount is a `Fraction`, not a `Decimal`: 43 of 44 has no decimal form, and a comparison with a target must not depend
on how many digits were kept. No binary float reaches a comparison or the page. Rounding is half up, away from zero
(what Excel's ROUND does), and happens only where a value is printed or `judge displayed` asks for it. Units are
spelt in the language that is spoken; what a spec or a message says of them is English.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from kpidsl.saying import marked_number, say, say_number
from kpidsl.terms import Term
from kpidsl.values import dataclass


class Dimension(Term):
    """The kind of thing measured; amounts of unlike dimensions are never compared."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"  # the difference of two percentages
    RATE = "rate"
    MONEY = "money"  # amounts are pounds
    TIME = "time"
    SCORE = "score"
    RATIO = "ratio"  # 2.1:1, held as 2.1
    NAMED = "named"  # tonnes, or a unit of the council's own
    CLOCK = "hours:minutes"  # amounts are minutes
    YES_NO = "yes/no"  # 1 for yes, 0 for no


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is counted in.

    `per` is the base of a rate (10,000 people); `scale` is what money is printed in ("", "k" or "m"); `word` is what is
    said after the figure ("days", "working days", "tonnes", "hectares").
    """

    dimension: Dimension
    per: int = 0
    scale: str = ""
    word: str = ""

    def __str__(self) -> str:
        match self.dimension:
            case Dimension.RATE:
                return f"rate per {self.per:,}"
            case Dimension.MONEY:
                return "£" + self.scale
            case Dimension.TIME | Dimension.NAMED:
                return self.word
            case _:
                return str(self.dimension.value)

    @property
    def difference(self) -> Unit:
        """The unit of a difference of two such amounts: percentages differ by points."""
        return POINTS if self.dimension is Dimension.PERCENT else self

    @property
    def described(self) -> str:
        """What an amount in it is, for messages: `a percentage`, `a count`."""
        match self.dimension:
            case Dimension.COUNT:
                return "a count"
            case Dimension.PERCENT:
                return "a percentage"
            case Dimension.POINTS:
                return "a number of percentage points"
            case Dimension.RATE:
                return f"a rate per {self.per:,}"
            case Dimension.MONEY:
                return f"an amount in {self}" if self.scale else "an amount of money"
            case Dimension.TIME | Dimension.NAMED:
                return f"a number of {self.word}"
            case Dimension.SCORE:
                return "a score"
            case Dimension.RATIO:
                return "a ratio such as 2.1:1"
            case Dimension.CLOCK:
                return "a time in hours and minutes such as 7:30"
            case Dimension.YES_NO:
                return "yes or no"

    @property
    def base(self) -> int:
        """What the quotient of two parts is multiplied with: 100 for a percentage, 10,000 for a rate per 10,000."""
        if self.dimension is Dimension.RATE:
            return self.per
        return 1 if self.dimension is Dimension.RATIO else 100

    @property
    def singular(self) -> str:
        """`day` for days, as data and specs have it; a unit of the council's own stays as it is."""
        return self.word[:-1] if self.dimension is Dimension.TIME or self.word == "tonnes" else self.word

    @property
    def is_bare(self) -> bool:
        """Whether its figures are written with no sign or word."""
        return self.dimension in (Dimension.COUNT, Dimension.SCORE)

    @property
    def is_quotient(self) -> bool:
        """Whether a figure in it can be made of two parts."""
        return self.dimension in (Dimension.PERCENT, Dimension.RATE, Dimension.RATIO)

    @property
    def is_never_negative(self) -> bool:
        """Whether a figure below 0 can only be a slip."""
        return self.dimension in (Dimension.COUNT, Dimension.RATE, Dimension.TIME, Dimension.CLOCK)

    @property
    def printed_scale(self) -> int:
        """What an amount is divided by before it is printed: 1,000 for £k, 60 for hours and minutes."""
        return MONEY_SCALES[self.scale] if self.dimension is Dimension.MONEY else 1

    def measures_like(self, other: Unit) -> bool:
        """Whether amounts in the two units can be compared. How money is printed does not matter."""
        same_base = (self.per, self.word) == (other.per, other.word)
        return self.dimension is other.dimension and same_base


COUNT = Unit(Dimension.COUNT)
PERCENT = Unit(Dimension.PERCENT)
POINTS = Unit(Dimension.POINTS)
PERCENTAGE_POINTS = Unit(Dimension.POINTS, word="percentage points")  # the same, said in full
MINUS = "\u2212"
MOST_PLACES = 6  # decimal places that a figure can be printed with
_MOST_PLAIN = 30  # decimal places of a number that is written out in full
MONEY_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount in a unit. Percentages are held as 38 for 38%, money in pounds."""

    amount: Fraction
    unit: Unit

    def __str__(self) -> str:
        """The quantity as an officer would write it in a spec; exact, for messages."""
        return spell(self.amount, self.unit, None)


_CLOCK = re.compile(r"([-\u2212]?)(\d{1,5}):([0-5]\d)")
_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_LONGEST = 40  # characters of a number that anybody means
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def parse_number(text: str) -> Fraction | None:
    """Read `1,524`, `3.7` or `-12` (hyphen or true minus); None where commas or digits are out of place."""
    digits = text.strip()
    negative = digits[:1] in ("-", "\u2212")
    digits = digits[1:] if negative else digits
    if len(digits) > _LONGEST or not digits.isascii() or not (_PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits)):
        return None
    amount = Fraction(Decimal(digits.replace(",", "")))
    return -amount if negative else amount


def parse_clock(text: str) -> Fraction | None:
    """Read `7:30` as 450 minutes; None where it is no time in hours and minutes."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    minutes = Fraction(int(match[2]) * 60 + int(match[3]))
    return -minutes if match[1] else minutes


def plain(amount: Fraction) -> str:
    """An amount as bare digits: `1524`, `-3.7`. Exact for every amount that has a decimal form; else to 30 places."""
    number, part = amount.as_integer_ratio()
    if part == 1:
        return str(number)
    places = next((places for places in range(1, _MOST_PLAIN) if 10**places % part == 0), _MOST_PLAIN)
    rounded = _scaled(number, part, places)
    digits = str(rounded).rjust(places + 1, "0")
    return f"{'-' * (number < 0 and rounded > 0)}{digits[:-places]}.{digits[-places:]}"


def exactly(amount: Fraction) -> str:
    """`25`, `-3.7`; a fraction such as `475/11` where the decimals never end."""
    return plain(amount) if amount.denominator == 1 or is_plain(amount) else str(amount)


def has_places(amount: Fraction, places: int, unit: Unit = COUNT) -> bool:
    """Whether an amount can be written exactly with so many decimal places, as it is printed in a unit."""
    number, part = amount.as_integer_ratio()
    digits: int = number * 10**places
    return digits % (part * unit.printed_scale) == 0


def is_plain(amount: Fraction) -> bool:
    """Whether `plain` is exact."""
    return has_places(amount, _MOST_PLAIN)


def _scaled(number: int, part: int, places: int) -> int:
    """The digits of the amount `number / part` without its sign, rounded to `places` decimal places, halves up. In
    whole numbers, which takes a fifth of the time of sums of fractions."""
    double: int = abs(number) * 10**places * 2
    return (double + part) // (part * 2)


def round_half_up(amount: Fraction, places: int) -> Fraction:
    """Round to `places` decimal places, halves away from zero."""
    number, part = amount.as_integer_ratio()
    if part == 1:
        return amount
    rounded = _scaled(number, part, places)
    return Fraction(-rounded if number < 0 else rounded, 10**places)


def spell(amount: Fraction, unit: Unit, places: int | None) -> str:
    """Write an amount with its unit: `1,524`, `38%`, `£150k`, `61 per 10,000`, `30 days`, `5 points`.

    `places` decimal places, or as many as it takes (at most `MOST_PLACES`) where None: a time of 24 and
    three quarter minutes is `0:24.75`. A negative amount gets a true minus sign, unless 0 is printed.
    """
    if unit.dimension is Dimension.YES_NO:
        return say("Yes") if amount else say("No")
    if unit.dimension is Dimension.CLOCK:
        hours, minutes = divmod(round_half_up(abs(amount), MOST_PLACES if places is None else 0), 60)
        decimals = plain(minutes % 1)[1:]  # `.75` of a minute, where all decimals are asked for
        return f"{MINUS * (amount < 0 and hours + minutes > 0)}{hours:,}:{int(minutes):02d}{decimals}"
    number, part = amount.as_integer_ratio()
    if unit.dimension is Dimension.MONEY:
        part *= MONEY_SCALES[unit.scale]
    shown_places = MOST_PLACES if places is None and part > 1 else places or 0
    rounded = _scaled(number, part, shown_places)
    if shown_places:
        whole, decimals = divmod(rounded, 10**shown_places)
        digits = f"{whole:,}.{decimals:0{shown_places}d}"
        digits = digits.rstrip("0").rstrip(".") if places is None else digits
    else:
        digits = f"{rounded:,}"
    sign = MINUS if number < 0 and rounded else ""
    match unit.dimension:
        case Dimension.PERCENT:
            return f"{sign}{digits}%"
        case Dimension.MONEY:
            return f"{sign}£{digits}{unit.scale}"
        case Dimension.RATE:
            return say("{number} per {base}", number=f"{sign}{digits}", base=f"{unit.per:,}")
        case Dimension.POINTS | Dimension.TIME | Dimension.NAMED:
            return _counted(digits, sign, unit)
        case Dimension.RATIO:
            return f"{sign}{digits}:1"
        case _:
            return sign + digits


# Words of units that are ours.
_COUNTED = {
    "": marked_number("{number} point", "{number} points"),
    "percentage points": marked_number("{number} percentage point", "{number} percentage points"),
    "days": marked_number("{number} day", "{number} days"),
    "working days": marked_number("{number} working day", "{number} working days"),
    "weeks": marked_number("{number} week", "{number} weeks"),
    "months": marked_number("{number} month", "{number} months"),
    "hours": marked_number("{number} hour", "{number} hours"),
    "tonnes": marked_number("{number} tonne", "{number} tonnes"),
}
_NOT_WHOLE = 10  # where languages have forms for few and many, a number with decimals goes with the many


def _counted(digits: str, sign: str, unit: Unit) -> str:
    """With the word of a unit; one of the council's own stands as it is."""
    if unit.dimension is Dimension.NAMED and unit.word != "tonnes":
        return f"{sign}{digits} {unit.word}"
    number = _NOT_WHOLE if "." in digits else int(digits.replace(",", ""))
    return say_number(number, *_COUNTED[unit.word], number=f"{sign}{digits}")


def joined(low: str, high: str, unit: Unit) -> str:
    """A range of two spelled amounts, with a unit that is a word said once: `28 to 42 days`, `40% to 60%`."""
    is_word = unit.dimension in (Dimension.POINTS, Dimension.RATE, Dimension.TIME, Dimension.NAMED)
    return say("{low} to {high}", low=low.split()[0] if is_word else low, high=high)
