"""Finds where a printed character comes from: the place in a report's files whose surroundings are most like the
printed ones.

What is printed has been cleaned, joined and filled in since it was read, so it does not carry its place with it. Only
a character that cannot be printed is ever looked for.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence

from kpidsl.patterns import lazily
from kpidsl.source import Source, Span

_AROUND = 80  # characters on either side that are compared
_MARKS = lazily(r"\s|^[ \t]*>|\\", re.MULTILINE)  # what parts words in a file and not in print, or the other way
_WRITTEN_OUT = lazily(r"&#?\w{1,40};|\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})?")  # Markdown may, and JSON does


def origin(text: str, at: int, sources: Sequence[Source]) -> Span | None:
    """The place that the character at `at` of a printed text comes from; None where it stands in no file."""
    found = [
        (_alike(text, at, source.text, start, end), source, start, end)
        for source in sources
        for start, end in _places(text[at], source.text)
        if not _in_comment(source, start)
    ]
    if not found:
        return None
    _, source, start, end = max(found, key=lambda one: one[0])  # of equals the first
    return source.span(start, end)


def _places(char: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the character stands in the text of a file, as itself, in parts, or written out."""
    for form in dict.fromkeys((char, unicodedata.normalize("NFD", char))):
        yield from ((match.start(), match.end()) for match in re.finditer(re.escape(form), text))
    for match in _WRITTEN_OUT.finditer(text):
        if char in _read(match[0]):
            yield match.span()


def _read(written: str) -> str:
    if written.startswith("&"):
        return html.unescape(written)
    codes = bytes(int(digits, 16) >> shift & 255 for digits in written.split("\\u")[1:] for shift in (8, 0))
    return codes.decode("utf-16-be", "replace")


def _in_comment(source: Source, start: int) -> bool:
    """Whether a `#` before it on its line turns what follows into a comment; data files have none."""
    if not source.name.endswith((".kpi", ".yaml", ".yml")):
        return False
    line, column = source.position(start)
    before = source.line(line)[: column - 1]
    if before.lstrip().startswith(">"):
        return False
    outside = re.sub(r'"[^"]*("|$)|\'[^\']*(\'|$)', "", before) if source.name.endswith("ml") else (
        re.sub(r'"[^"]*("|$)', "", before)
    )  # fmt: skip
    return re.search(r"(^|\s)#", outside) is not None


def _alike(text: str, at: int, other: str, start: int, end: int) -> int:
    """How many characters on either side are the same, but for white space and marks."""
    before = _bare(text[max(0, at - _AROUND) : at])[::-1], _bare(other[max(0, start - _AROUND) : start])[::-1]
    after = _bare(text[at + 1 : at + 1 + _AROUND]), _bare(other[end : end + _AROUND])
    return _shared(*before) + _shared(*after)


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
