"""Breaks styled text into lines, greedily: as many words to a line as fit.

Approach: text is cut at spaces into words; a word may be of several styles. Widths of words come from a cache. Most
text is of one style, and is broken without making an object of each word. A word wider than the whole measure (an
address, a reference) is cut after a character where a reader expects it, else anywhere, so that nothing ever runs past
the measure. A sign such as [i] stays with its figure. A line that ends between words keeps a real space at its
end (ISO 32000-1, 14.8.2.5), so that words do not run together when text is copied or read out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.memo import held_besides
from kpidsl.patterns import lazily
from kpidsl.render.pdf.fonts import Face, Faces, faces
from kpidsl.render.pdf.items import Run, Style
from kpidsl.render.pdf.measures import Type
from kpidsl.values import dataclass

_SLACK = 0.001  # points; sums of widths are not exact
_MOST_KNOWN = 1 << 11  # texts whose lines, and whose widths, are kept
_BREAK_AFTER = frozenset(" -/@._,;:&=?+–—")
_BETWEEN_WORDS = lazily(r"(?<![^ ]) | (?!\[[a-z]\](?![^ .,;:)]))")  # not the space between a figure and its sign


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


def break_lines(pieces: Sequence[Piece], type_: Type, measure: float, first: float = 0.0) -> tuple[Line, ...]:
    """The lines that set these pieces in this type within `measure`; the first is shorter by `first`."""
    set_in, size = faces(type_.typeface), type_.size
    if len(pieces) != 1 or pieces[0].style.link is not None:
        return _broken(pieces, set_in, size, measure, first)
    (piece,) = pieces
    known = _KNOWN.setdefault(set_in, {})
    key = piece.text, id(piece.style), size, measure, first
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        found = known[key] = piece.style, _broken(pieces, set_in, size, measure, first)
    return found[1]


# The lines of texts of one style: half of them come back from row to row, and five in six from report to report of a
# batch, where this and `_WIDE` save a twentieth of the time. Each is kept with its style, so that no other can have the
# identity that it is known by.
_KNOWN: dict[Faces, dict[tuple[str, int, float, float, float], tuple[Style, tuple[Line, ...]]]] = {}


def _broken(pieces: Sequence[Piece], set_in: Faces, size: float, measure: float, first: float) -> tuple[Line, ...]:
    pieces = _joined_pieces(pieces)
    if not has_text(pieces):
        return ()  # nothing but spaces, breaking or not
    if len(pieces) == 1:
        words, wide = _measured(pieces[0], set_in)
        if size * max(wide) <= measure - first + _SLACK:
            return tuple(_plain_lines(words, wide, pieces[0].style, set_in, size, measure, first))
    return _mixed_lines(pieces, set_in, size, measure, first)


def has_text(pieces: Sequence[Piece]) -> bool:
    """Whether there is anything but spaces, breaking or not. It need not have a width: an accent alone has none."""
    return any(piece.text.strip() for piece in pieces)


def widest_word(pieces: Sequence[Piece], type_: Type) -> float:
    """The width of the widest word: what a column needs if no word is to be cut."""
    return widths(pieces, type_)[1]


def natural_width(pieces: Sequence[Piece], type_: Type) -> float:
    """The width of it all on a single line."""
    return widths(pieces, type_)[0]


def widths(pieces: Sequence[Piece], type_: Type) -> tuple[float, float]:
    """The width of it all on a single line, and that of its widest word."""
    pieces, set_in, size = _joined_pieces(pieces), faces(type_.typeface), type_.size
    if len(pieces) == 1:
        known = _WIDE.setdefault(set_in, {})
        key = pieces[0].text, pieces[0].style.face
        wide = known.get(key)
        if wide is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            wide = known[key] = _wide(pieces[0], set_in)
        return size * wide[0], size * wide[1]
    words = list(_words(pieces))
    widest = max((word.width(set_in, size) for word in words), default=0.0)
    if not has_text(pieces):
        return 0.0, widest
    return _line(words, set_in, size, spaced=False).width, widest


_WIDE: dict[Faces, dict[tuple[str, Face], tuple[float, float]]] = {}  # as `_KNOWN`, of widths
held_besides(_KNOWN.clear)
held_besides(_WIDE.clear)


def _wide(piece: Piece, set_in: Faces) -> tuple[float, float]:
    """The widths of a piece as shares of the size of type."""
    _, wide = _measured(piece, set_in)
    if not has_text((piece,)):
        return 0.0, max(wide, default=0.0)
    return sum(wide) + (len(wide) - 1) * set_in.width(piece.style.face, " "), max(wide)


def _parts(text: str) -> list[str]:
    """The text cut at its spaces, but not between a figure and its sign."""
    if "[" not in text:
        return text.split(" ")
    return _BETWEEN_WORDS.split(text)


def _joined_pieces(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Neighbours of one style as one piece."""
    if len(pieces) == 1:
        return pieces
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].style == piece.style:
            found[-1] = Piece(found[-1].text + piece.text, piece.style)
        else:
            found.append(piece)
    return found


def _measured(piece: Piece, set_in: Faces) -> tuple[list[str], list[float]]:
    """The words of a piece, and how wide each is, as a share of the size of type."""
    known = set_in.widths[piece.style.face]
    words = [word for word in _parts(piece.text) if word]
    return words, [known[word] for word in words]


def _plain_lines(
    words: list[str], widths: list[float], style: Style, set_in: Faces, size: float, measure: float, first: float
) -> Iterator[Line]:
    """The lines of text of one style, none of whose words is too wide for a line."""
    gap = set_in.width(style.face, " ")
    start, used, room = 0, 0.0, (measure - first + _SLACK) / size
    for at, wide in enumerate(widths):
        if used + wide > room:  # never the first word: it fits
            line = sum(widths[start:at]) + (at - start - 1) * gap
            yield Line((Run(" ".join(words[start:at]) + " ", style, 0.0, size * line),), size * line)
            start, used, room = at, 0.0, (measure + _SLACK) / size
        used += wide + gap
    line = sum(widths[start:]) + (len(widths) - start - 1) * gap
    yield Line((Run(" ".join(words[start:]), style, 0.0, size * line),), size * line)


def _mixed_lines(pieces: Sequence[Piece], set_in: Faces, size: float, measure: float, first: float) -> tuple[Line, ...]:
    """The lines of text of several styles, or with words that must be cut."""
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


def widest_part(pieces: Sequence[Piece], type_: Type) -> float:
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


def _words(pieces: Sequence[Piece]) -> Iterator[_Word]:
    word, space, first = _Word([], None), None, True
    for piece in pieces:
        for index, part in enumerate(_parts(piece.text)):
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
