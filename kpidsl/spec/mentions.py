"""Mentions: every figure and number word in a text that somebody typed, whatever it is said of.

Unlike `typed`, nothing is passed over because it is said roughly (`about three`): what must not be told must not be
told roughly either. Only text is known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from kpidsl.patterns import lazily
from kpidsl.source import Span
from kpidsl.spec.typed import Spanned, blanked, has_digit, joined, numbers, quoted, sentence_of
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.syntax import ast

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_UNITS = "days?|weeks?|months?|quarters?|years?|hours?|minutes?|times?|points?|per cent"
# `One` is a pronoun more often than not: it counts where people or things are counted by it.
_NUMBER_WORD = lazily(
    r"(?<![\w-])(?:"
    r"(?<!\bno )(?<!\bthis )(?<!\bthat )(?<!\bany )(?<!\beach )(?<!\bevery )(?<!\bwhich )"
    rf"(?P<one>one)(?= (?:of|out of|was|is|has|had|did)\b| (?!(?:another|by one|and|{_UNITS})\b)[a-z]+)"
    rf"|(?<!quarter )(?<!week )(?<!month )(?<!stage )(?<!phase )(?<!level )(?P<many>{'|'.join(_WORDS[1:])})"
    rf"(?! (?:{_UNITS})\b))(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure as typed. `kind` is its sign or unit, as a `typed.Number` has it; `sentence` the words around it, and
    `placeholders` those in that sentence."""

    text: str
    amount: Fraction
    places: int
    kind: str
    sentence: str
    placeholders: tuple[str, ...]
    span: Span


def in_prose(lines: Sequence[ast.Prose]) -> tuple[Mention, ...]:
    """Those in lines of prose."""
    return tuple(_found(*joined(lines)))


def in_quotes(word: ast.Word) -> tuple[Mention, ...]:
    """Those in a quoted text."""
    return tuple(_found(word.text, quoted(word)))


def in_cell(text: str, row: Span) -> tuple[Mention, ...]:
    """Those in a text of a data file, said of its whole row."""
    return tuple(_found(text, lambda start, end: row))


def _found(text: str, span: Spanned) -> Iterator[Mention]:
    folded = text.casefold()
    if not has_digit(text) and not any(word in folded for word in _WORDS):
        return  # as in most texts: a third of the time that reading prose takes
    blank = blanked(text)
    places = [(match.start(), " ".join(match[1].split())) for match in re.finditer(r"\{([^{}]*)\}", text)]
    written = [(one.start, one.end, one.amount, one.places, one.kind) for one in numbers(blank)]
    for match in _NUMBER_WORD.finditer(blank):
        amount = Fraction(_WORDS.index((match["one"] or match["many"]).casefold()) + 1)
        written.append((match.start(), match.end(), amount, 0, ""))
    for start, end, amount, decimals, kind in sorted(written):
        first, last = sentence_of(blank, start, end)
        yield Mention(
            text=" ".join(text[start:end].split()),
            amount=amount,
            places=decimals,
            kind=kind,
            sentence=blank[first:last],
            placeholders=tuple(name for at, name in places if first <= at < last),
            span=span(start, end),
        )
