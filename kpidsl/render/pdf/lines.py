"""Breaks styled text into lines, greedily: as many words to a line as fit.

Approach: text is cut at spaces into words; a word may be of several styles. Widths of words come from a cache. A word
wider than the whole measure (an address, a reference) is cut after a character where a reader expects it, else
anywhere, so that nothing ever runs past the measure. A line that ends between words keeps a real space at its end
(ISO 32000-1, 14.8.2.5), so that words do not run together when text is copied or read out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidsl.render.pdf.fonts import Faces, faces
from kpidsl.render.pdf.items import Run, Style
from kpidsl.render.pdf.measures import Type
from kpidsl.values import dataclass

_SLACK = 0.001  # points; sums of widths are not exact
_BREAK_AFTER = frozenset("-/@._,;:&=?+–—")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one style, cleaned; spaces at its ends count."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """A broken line: its runs, and its width without the space at its end."""

    runs: tuple[Run, ...]
    width: float


@dataclass(slots=True)
class _Word:
    """What must stay together. `space` is the style of the space before it; None where there is none."""

    fragments: list[tuple[str, Style]]
    space: Style | None

    def width(self, set_in: Faces, size: float) -> float:
        return sum([set_in.width(style.face, text) for text, style in self.fragments]) * size


def break_lines(pieces: Iterable[Piece], type_: Type, measure: float, first: float = 0.0) -> tuple[Line, ...]:
    """The lines that set these pieces in this type within `measure`; the first is shorter by `first`."""
    pieces, set_in, size = tuple(pieces), faces(type_.typeface), type_.size
    if not any(piece.text.strip() for piece in pieces):
        return ()  # nothing but spaces, breaking or not
    lines: list[Line] = []
    line: list[_Word] = []
    used, room = 0.0, measure - first
    for word in _words(pieces):
        wide = word.width(set_in, size)
        space = size * set_in.width(word.space.face, " ") if line and word.space else 0.0
        if used + space + wide <= room + _SLACK:
            line.append(word)
            used += space + wide
            continue
        if line:
            lines.append(_line(line, set_in, size, spaced=True))
            room = measure
        elif wide > room + _SLACK and room < measure:
            lines.append(Line((), 0.0))  # no room beside what stands before the first line
            room = measure
        if wide > room + _SLACK:
            *full, word = _cut(word, set_in, size, room, measure)
            lines.extend(_line([part], set_in, size, spaced=False) for part in full)
            room, wide = measure, word.width(set_in, size)
        line, used = [word], wide
    if line:
        lines.append(_line(line, set_in, size, spaced=False))
    return tuple(lines)


def widest_word(pieces: Iterable[Piece], type_: Type) -> float:
    """The width of the widest word: what a column needs if no word is to be cut."""
    set_in = faces(type_.typeface)
    return max((word.width(set_in, type_.size) for word in _words(pieces)), default=0.0)


def widest_part(pieces: Iterable[Piece], type_: Type) -> float:
    """The width of the widest part of a word that is not cut where a reader expects it."""
    set_in, widest = faces(type_.typeface), 0.0
    for word in _words(pieces):
        part = 0.0
        for text, style in word.fragments:
            for char in text:
                part += type_.size * set_in.width(style.face, char)
                widest = max(widest, part)
                part = 0.0 if char in _BREAK_AFTER else part
    return widest


def natural_width(pieces: Iterable[Piece], type_: Type) -> float:
    """The width of it all on a single line."""
    pieces = tuple(pieces)
    words = list(_words(pieces)) if any(piece.text.strip() for piece in pieces) else []
    return _line(words, faces(type_.typeface), type_.size, spaced=False).width if words else 0.0


def _words(pieces: Iterable[Piece]) -> Iterator[_Word]:
    word, space, first = _Word([], None), None, True
    for piece in pieces:
        for index, part in enumerate(piece.text.split(" ")):
            if index:
                if word.fragments:
                    yield word
                    first, word = False, _Word([], None)
                space = piece.style
            if part:
                if not word.fragments:
                    word.space = None if first else space
                word.fragments.append((part, piece.style))
    if word.fragments:
        yield word


def _line(words: list[_Word], set_in: Faces, size: float, *, spaced: bool) -> Line:
    """Joins fragments of one style into runs."""
    texts: list[tuple[str, Style]] = []

    def add(text: str, style: Style) -> None:
        if texts and texts[-1][1] == style:
            texts[-1] = (texts[-1][0] + text, style)
        else:
            texts.append((text, style))

    for index, word in enumerate(words):
        if index and word.space:
            add(" ", word.space)
        for text, style in word.fragments:
            add(text, style)
    runs: list[Run] = []
    x = 0.0
    for text, style in texts:
        wide = size * (set_in.width(style.face, text) if " " not in text else _phrase(text, style, set_in))
        runs.append(Run(text, style, x, wide))
        x += wide
    if spaced:
        last = runs[-1]
        runs[-1] = Run(last.text + " ", last.style, last.x, last.width)
    return Line(tuple(runs), x)


def _phrase(text: str, style: Style, set_in: Faces) -> float:
    """Several words' width, from the words' (whole lines would only fill the cache)."""
    words = text.split(" ")
    return sum([set_in.width(style.face, word) for word in words]) + (len(words) - 1) * set_in.width(style.face, " ")


def _cut(word: _Word, set_in: Faces, size: float, room: float, measure: float) -> list[_Word]:
    """The word in parts that fit `room`, then `measure` each: cut where a reader expects it, else anywhere."""
    chars = [(char, style) for text, style in word.fragments for char in text]
    parts: list[_Word] = []
    start = 0
    while start < len(chars):
        used, end, good = 0.0, start, start
        while end < len(chars):
            used += size * set_in.width(chars[end][1].face, chars[end][0])
            if used > room + _SLACK and end > start:
                break
            end += 1
            if chars[end - 1][0] in _BREAK_AFTER:
                good = end
        if end < len(chars) and good > start:
            end = good
        parts.append(_Word(_joined(chars[start:end]), word.space if not start else None))
        start, room = end, measure
    return parts


def _joined(chars: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
    fragments: list[tuple[str, Style]] = []
    for char, style in chars:
        if fragments and fragments[-1][1] is style:
            fragments[-1] = (fragments[-1][0] + char, style)
        else:
            fragments.append((char, style))
    return fragments
