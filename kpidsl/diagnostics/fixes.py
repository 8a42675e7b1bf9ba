"""Fixes: changes of the text that put a problem right, offered only where the right answer is certain enough.

A fix is data; nothing is changed until somebody applies it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations, product

from kpidsl.source import Source, Span
from kpidsl.values import dataclass

_CLOSE = 0.8  # how much of two words must be alike before one is taken for a slip of the other
_SHORTEST = 3  # characters; shorter words are alike by chance


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `replacement` in place of what stands at `span` (between two characters, where the span is empty)."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What the fix does, as an order (“write `target`”), and the edits that do it. All of them are made, or none."""

    title: str
    edits: tuple[Edit, ...]


def replacing(span: Span, text: str) -> Fix:
    """The fix that writes `text` in place of what stands at `span`."""
    return Fix(f"write `{text}`", (Edit(span, text),))


def certain(word: str, known: Iterable[str]) -> str | None:
    """The one known word that this is a slip of; None where there is none, or more than one that it could be.

    Words that differ in their digits (`visits_2020`, `visits_2021`) are different things and never slips.
    """
    by_fold = {name.casefold(): name for name in known}
    fold = word.casefold()
    if fold in by_fold:
        return by_fold[fold]
    if not by_fold:
        return None
    import difflib  # only where a word is not known

    close = difflib.get_close_matches(fold, by_fold, n=2, cutoff=_CLOSE) if len(word) >= _SHORTEST else []
    if len(close) != 1 or re.sub(r"\D", "", close[0]) != re.sub(r"\D", "", fold):
        return None
    return by_fold[close[0]]


def respelling(within: Span, word: str, known: Iterable[str]) -> Fix | None:
    """The fix that corrects `word`, which stands somewhere in `within`; None where that is not certain.

    A comma in the word, or a letter that touches its place, has slipped in or out of it: `{value,}`, `d{enominator}`.
    """
    meant = certain(word, known)
    if meant is None or meant == word or within.text.count(word) != 1 or re.search(r"[^\w -]", word):
        return None
    text = within.source.text
    beside = text[max(0, within.start - 1) : within.start] + text[within.end : within.end + 1]
    if re.search(r"\w", beside):
        return None
    start = within.start + within.text.index(word)
    return replacing(within.source.span(start, start + len(word)), meant)


def apply(source: Source, fixes: Iterable[Fix]) -> str:
    """The text of `source` with the fixes made in it. Of two that touch the same text only the first is made; fixes
    of other files are left out."""
    made: list[Edit] = []
    for fix in fixes:
        ours = all(edit.span.source == source for edit in fix.edits)
        pairs = (*combinations(fix.edits, 2), *product(fix.edits, made))
        if ours and not any(_overlap(one, other) for one, other in pairs):
            made += fix.edits
    text, at = [], 0
    for edit in sorted(made, key=lambda edit: (edit.span.start, edit.span.end)):
        text += [source.text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    return "".join(text) + source.text[at:]


def _overlap(one: Edit, other: Edit) -> bool:
    if one.span.start == one.span.end == other.span.start == other.span.end:
        return True  # two insertions at one place: in which order, nobody could say
    return one.span.start < other.span.end and other.span.start < one.span.end
