"""What turns print into Braille, whoever does it, and what it is given: only characters that Braille has."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from kpidsl.render.braille.signs import is_known
from kpidsl.saying import say
from kpidsl.values import dataclass

_BEFORE_WORDS = " ([{<-‐‑–—/‘“"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together; `strong` ones are marked as such."""

    text: str
    strong: bool = False


Phrase = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Translator:
    """`translate` gives Braille ASCII, one character a cell, words apart by spaces; `name` says how it was made, with
    `{version}` where that of a program stands."""

    name: str
    translate: Callable[[Phrase], str]
    version: str = ""


def prepared(phrase: Sequence[Run]) -> Phrase:
    """The same words in characters that Braille has, one space between them: any other is named in square brackets.

    Quotation marks are curved ones and apostrophes straight, so that nothing has to guess which is which.
    """
    runs = []
    spaced = True
    marks = _Marks()
    for run in phrase:
        text = marks.told_apart("".join(_written(unicodedata.normalize("NFC", run.text))))
        words = " ".join(text.split())
        lead = " " if text[:1].isspace() and not spaced else ""
        if not words:
            lead, tail = "", lead
        else:
            tail = " " if text[-1:].isspace() else ""
        if lead or words or tail:
            runs.append(Run(lead + words + tail, run.strong))
            spaced = bool(tail)
    if runs and runs[-1].text.endswith(" "):
        runs[-1] = Run(runs[-1].text[:-1], runs[-1].strong)
    return tuple(run for run in runs if run.text)


def _written(text: str) -> Iterator[str]:
    for char in text:
        if is_known(char) or char == '"':
            yield char
        elif char.isspace():
            yield " "
        elif unicodedata.category(char) != "Cf":  # those only say how print is set
            name = unicodedata.name(char, "").lower()
            yield f"[{name or say('character {code}', code=f'{ord(char):X}')}]"


class _Marks:
    """Tells quotation marks and apostrophes apart by what stands before them."""

    def __init__(self) -> None:
        self._last = " "
        self._quoting = False

    def told_apart(self, text: str) -> str:
        return "".join(self._one(char, text[at + 1 : at + 2]) for at, char in enumerate(text))

    def _one(self, char: str, next_: str) -> str:
        last, self._last = self._last, char
        if char == '"':
            return "“" if last in _BEFORE_WORDS else "”"
        if char == "‘":
            self._quoting = True
        if char == "’":
            if not self._quoting or (last.isalnum() and next_.isalnum()):
                return "'"
            self._quoting = False
        return char
