"""Uncontracted (grade 1) Unified English Braille: the translation that is always there.

Letters, capitals, numbers, punctuation and signs of words that are strong. It knows no contraction, so it has to look
no further than a letter or a word around.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpidsl.render.braille.signs import (
    CAPITAL,
    CAPITAL_PASSAGE,
    CAPITAL_WORD,
    CAPITALS_END,
    GRADE_1,
    NUMERIC,
    SIGNS,
    STRONG_END,
    STRONG_LETTER,
    STRONG_PASSAGE,
    STRONG_WORD,
    digit,
    is_digit,
    letter,
)
from kpidsl.render.braille.translation import Phrase, Translator, prepared
from kpidsl.saying import marked
from kpidsl.values import dataclass

_PASSAGE = 3  # words, from which on one sign opens and one closes all of them
_WITHIN_WORDS = ",;:!"  # between letters these could be read as a contraction
_ENDS_NUMBERS = " -‐‑–—"


@dataclass(frozen=True, slots=True)
class _Print:
    """Characters, with whether each is strong, and where the words among them begin and end."""

    text: str
    strong: tuple[bool, ...]
    words: tuple[tuple[int, int], ...]


def translate(phrase: Phrase) -> str:
    """The phrase as Braille ASCII."""
    runs = prepared(phrase)
    text = "".join(run.text for run in runs)
    strong = tuple(run.strong for run in runs for _ in run.text)
    printed = _Print(text, strong, tuple(_words(text)))
    before, after = [""] * len(text), [""] * len(text)
    _mark_strong(printed, before, after)
    _mark_capitals(printed, before, after)
    return "".join(
        before[at] + sign + after[at] for at, sign in enumerate(_signs(text, [bool(marks) for marks in before]))
    )


UNCONTRACTED = Translator(marked("uncontracted (grade 1) Unified English Braille"), translate)


def _words(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for is_space, chars in groupby(text, key=str.isspace):
        size = len(list(chars))
        if not is_space:
            yield at, at + size
        at += size


def _signs(text: str, marked: Sequence[bool]) -> Iterator[str]:
    """The sign of each character; `marked` ones have an indicator before them, which ends a number.

    A number also says that no contraction follows, up to the next space, hyphen or dash.
    """
    numeric = plain = False
    for at, char in enumerate(text):
        numeric = numeric and not marked[at]
        if is_digit(char) or (char in ".," and not text[:at][-1:].isalpha() and is_digit(text[at:].lstrip(".,")[:1])):
            yield ("" if numeric else NUMERIC) + (digit(char) if is_digit(char) else SIGNS[char])
            numeric = plain = True
            continue
        cells = letter(char)
        if cells:
            yield (GRADE_1 if numeric and cells in "ABCDEFGHIJ" and char.islower() else "") + cells
        elif char == " ":
            yield " "
        else:
            yield (GRADE_1 if _is_misread(text, at, plain) else "") + SIGNS[char]
        numeric = numeric and char in ".,"
        plain = plain and char not in _ENDS_NUMBERS


def _is_misread(text: str, at: int, plain: bool) -> bool:
    """Whether this mark could be taken for a contraction or, a question mark, for an opening quotation mark."""
    char, last, next_ = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char == "?":
        so_far = text[text.rfind(" ", 0, at) + 1 : at]
        return not any(map(str.isalnum, so_far)) or (last.isalnum() and next_.isalpha())
    return char in _WITHIN_WORDS and last.isalpha() and next_.isalpha() and not plain


def _mark_capitals(printed: _Print, before: list[str], after: list[str]) -> None:
    """Three words of capitals and more, with whatever has no small letter between them, are one passage."""
    text = printed.text
    for has_small, group in groupby(printed.words, key=lambda word: any(map(str.islower, text[word[0] : word[1]]))):
        words = list(group)
        capital = [] if has_small else [word for word in words if any(map(str.isupper, text[word[0] : word[1]]))]
        if len(capital) < _PASSAGE:
            for start, end in words:
                _mark_word(text, start, end, before, after)
            continue
        before[next(at for at in range(*capital[0]) if text[at].isupper())] += CAPITAL_PASSAGE
        last = capital[-1][1] - 1
        after[last] = CAPITALS_END + after[last]


def _mark_word(text: str, start: int, end: int, before: list[str], after: list[str]) -> None:
    at = start
    while at < end:
        to = at
        while to < end and letter(text[to]) and text[to].isupper():
            to += 1
        if to == at + 1:
            before[at] += CAPITAL
        elif to > at:
            before[at] += CAPITAL_WORD
            if to < end and letter(text[to]):
                after[to - 1] = CAPITALS_END + after[to - 1]
        at = max(to, at + 1)


def _mark_strong(printed: _Print, before: list[str], after: list[str]) -> None:
    at = 0
    for strong, group in groupby(printed.strong):
        size = len(list(group))
        start, end = at, at + size
        at = end
        if not strong:
            continue
        parts = [(max(start, first), min(end, last)) for first, last in printed.words if first < end and last > start]
        if len(parts) >= _PASSAGE:
            before[parts[0][0]] += STRONG_PASSAGE
            after[parts[-1][1] - 1] += STRONG_END
            continue
        for first, last in parts:
            if last == first + 1:
                before[first] += STRONG_LETTER
            else:
                before[first] += STRONG_WORD
                if last < len(printed.text) and printed.text[last] != " ":
                    after[last - 1] += STRONG_END
