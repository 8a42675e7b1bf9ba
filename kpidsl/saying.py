"""Generated words, in the language of the report.

Every sentence that `kpic` writes itself stands in the code in English, in a call of one of the functions below, with
its figures and names between braces: `say("{figure} in {period}", figure=..., period=...)`. What they are in another
language stands in a catalogue, `kpidsl/catalogues/cy.po`, in the format of GNU gettext, which translators' programs
open; `cy.mo` is the same, compiled. A sentence that is not in the catalogue comes out in English.

Which language is spoken is a context, as the precision of decimals is in Python's library: `speaking` sets it for all
that is done inside it, and nothing else does. Whoever composes or renders a report does so inside `speaking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Protocol

from kpidsl.patterns import lazily

ENGLISH, WELSH = "en", "cy"
LANGUAGES = {ENGLISH: "English", WELSH: "Welsh"}  # those that reports can be written in
TAGS = {ENGLISH: "en-GB", WELSH: "cy-GB"}  # what files call them


class Catalogue(Protocol):
    """Sentences in another language, as the library's `gettext` gives them."""

    def gettext(self, text: str, /) -> str: ...
    def pgettext(self, context: str, text: str, /) -> str: ...
    def ngettext(self, one: str, many: str, number: int, /) -> str: ...


class _AsWritten:
    """What stands in the code. (`gettext` takes a millisecond to load, and is only for catalogues.)"""

    def gettext(self, text: str, /) -> str:
        return text

    def pgettext(self, context: str, text: str, /) -> str:
        return text

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        return one if number == 1 else many


class _Sentences(dict[str, str]):
    """A catalogue's sentences by their English, each looked up once: a report says few, and says them by thousands."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __missing__(self, text: str) -> str:
        # of "", catalogues tell of themselves
        said = self[text] = _prepared(self.catalogue.gettext(text)) if text else ""
        return said


_AS_WRITTEN = _AsWritten()
_unspoken = _Sentences(_AS_WRITTEN)  # what is said where no language is spoken
_spoken: ContextVar[_Sentences] = ContextVar("spoken")


@contextmanager
def speaking(language: str | Catalogue) -> Iterator[None]:
    """Inside it, `say` speaks the language of a tag (BCP 47) such as `en-GB` or `cy`, or the words of a catalogue."""
    token = _spoken.set(_Sentences(_catalogue(spoken(language)) if isinstance(language, str) else language))
    try:
        yield
    finally:
        _spoken.reset(token)


UNREAD = "Not read by a native speaker."  # what a catalogue says of a sentence that none has read


def unread(language: str) -> tuple[int, int]:
    """How many sentences of a language have not been read by a native speaker, and how many there are. Of English, the
    language that they are written in, all have been."""
    if spoken(language) == ENGLISH:
        return 0, 0
    from importlib import resources  # only where a catalogue is read

    file = resources.files(__package__).joinpath("catalogues", f"{spoken(language)}.po")
    lines = file.read_text("utf-8").splitlines()
    return lines.count(f"# {UNREAD}"), sum(line.startswith("msgid ") for line in lines) - 1  # the first is the head


def spoken(tag: str) -> str:
    """The language of a tag, without country or script: `en` of `en-GB`."""
    return tag.partition("-")[0].casefold()


def say(text: str, /, **figures: object) -> str:
    """The sentence in the language that is spoken, with its figures and names put in."""
    said = _spoken.get(_unspoken)[text]  # as `_filled`, but without a call: a report says tens of thousands
    if figures:
        said = said.format_map(figures)
    return _OPEN.sub(_closed, said) if _MARK in said else said


def say_in(context: str, text: str, /, **figures: object) -> str:
    """As `say`, of a word that is another in another `context`: `None` of targets, and of remarks."""
    return _filled(_prepared(_spoken.get(_unspoken).catalogue.pgettext(context, text)), figures)


def say_number(number: int, one: str, many: str, /, **figures: object) -> str:
    """As `say`, of a `{number}` of things: `{number} figure`, `{number} figures`."""
    found = _spoken.get(_unspoken).catalogue.ngettext(one, many, number)
    return _filled(_prepared(found), {"number": f"{number:,}", **figures})


def marked(text: str) -> str:
    """The text as it is, for the catalogue to know; whoever prints it calls `say` with it."""
    return text


def marked_number(one: str, many: str) -> tuple[str, str]:
    """As `marked`, of a `{number}` of things; whoever prints it calls `say_number` with both."""
    return one, many


def _filled(text: str, figures: dict[str, object]) -> str:
    """Without figures the text is what it is, and braces in it are braces."""
    filled = text.format_map(figures) if figures else text
    return _OPEN.sub(_closed, filled) if _MARK in filled else filled


@cache
def _catalogue(language: str) -> Catalogue:
    if language == ENGLISH:
        return _AS_WRITTEN
    from gettext import GNUTranslations  # only here, as the next
    from importlib import resources

    with resources.files(__package__).joinpath("catalogues", f"{language}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


# ---- Welsh words that are another before a vowel

# A catalogue writes `a(c)`, `â(g)`, `na(c)` for words that are `ac`, `âg`, `nac` before a vowel, and `y(r)` for one
# that is `yr` before an h, too. Which it is can be told once the figures and names are put in.
_MARK = "\ue000"  # not in what officers write
_WRITTEN = lazily(r"\b(a|â|na|y)\((c|g|r)\)")
_OPEN = lazily(f"{_MARK}(.)(?=[^\\w{_MARK}]*(\\d[\\d,]*|\\w*))")
_VOWELS = frozenset("aeiouwyâêîôûŵŷáéíóúàèìòùäëïöü")
# Figures as they are spoken: un, wyth, un ar ddeg, un ar bymtheg, wyth deg, wyth cant, and thousands of these but one.
_FROM_A_VOWEL = lazily(r"(1|(1[16]|8\d{0,2})(,\d{3})*),?")


def _prepared(text: str) -> str:
    return _WRITTEN.sub(rf"\1{_MARK}\2", text) if "(" in text else text


def _closed(found: re.Match[str]) -> str:
    ending, following = found[1], found[2].casefold()
    if following[:1].isdigit():
        return ending if _FROM_A_VOWEL.fullmatch(following) else ""
    return ending if following[:1] in _VOWELS or (ending == "r" and following[:1] == "h") else ""
