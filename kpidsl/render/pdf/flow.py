"""Fills pages with strips: the only place that knows where pages break.

Approach: every block becomes strips, each the full width of the page and unbreakable (a line of text, a table row).
A strip may ask to stay with the next: it MUST (a heading with what follows, the first two lines of a paragraph) or
would LIKE to (the lines of a note). Strips that stay together are placed as one; where even a fresh page is too small,
wishes are given up first and needs last, so that pagination always ends and nothing runs off the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from kpidsl.render.pdf.items import Item
from kpidsl.values import dataclass, field

_SLACK = 0.001


class Keep(IntEnum):
    """How much a strip wants to stay with the next."""

    FREE = 0
    LIKE = 1
    MUST = 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A slice of the page that never breaks.

    `space` is left free above it, but not at the top of a page. `header` is set again above it where it opens a page.
    `opens`: it begins a page; this is the name of what must fit on that page up to the next strip that begins one, or
    empty.
    """

    height: float
    items: tuple[Item, ...]
    space: float = 0.0
    keep: Keep = Keep.FREE
    header: Strip | None = None
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Items, and how far down the page the top of their strip is."""

    y: float
    items: tuple[Item, ...]


@dataclass(slots=True)
class _Pages:
    """The pages so far; the last is being filled. `y` is how much of its height is used."""

    height: float
    done: list[list[Placed]] = field(default_factory=lambda: [[]])
    y: float = 0.0

    def fits(self, strips: Sequence[Strip], *, fresh: bool = False) -> bool:
        used = 0.0 if fresh else self.y
        return used + _height(strips, at_top=used == 0.0) <= self.height + _SLACK

    def turn(self) -> None:
        if self.y > 0:
            self.done.append([])
            self.y = 0.0

    def place(self, strip: Strip) -> None:
        if self.y == 0:
            if strip.header:
                self._put(strip.header)
        else:
            self.y += strip.space
        self._put(strip)

    def _put(self, strip: Strip) -> None:
        self.done[-1].append(Placed(self.y, strip.items))
        self.y += strip.height


def paginate(strips: Sequence[Strip], height: float) -> tuple[tuple[Placed, ...], ...]:
    """The strips on pages with this much height for them; y is from the top of that height. At least one page."""
    pages = _Pages(height)
    at = given_up = 0  # up to the strip `given_up` wishes are not heard: their chain is taller than a page
    while at < len(strips):
        if strips[at].opens is not None:
            pages.turn()
        chain = _chain(strips, at, Keep.LIKE if at >= given_up else Keep.MUST, height)
        if not pages.fits(chain, fresh=True):
            given_up = max(given_up, _end(strips, at))
            chain = _chain(strips, at, Keep.MUST, height)
        if not pages.fits(chain) and pages.fits(chain, fresh=True):
            pages.turn()
        for strip in chain:
            if not pages.fits((strip,)):
                pages.turn()
            pages.place(strip)
        at += len(chain)
    return tuple(tuple(page) for page in pages.done)


def _chain(strips: Sequence[Strip], at: int, keep: Keep, height: float) -> Sequence[Strip]:
    """The strips from `at` that stay together; cut short once they are taller than a page, so that this stays quick."""
    end, used = at, strips[at].height
    while strips[end].keep >= keep and end + 1 < len(strips) and strips[end + 1].opens is None and used <= height:
        end += 1
        used += strips[end].space + strips[end].height
    return strips[at : end + 1]


def _end(strips: Sequence[Strip], at: int) -> int:
    """Where the strips end that would like to stay with the one at `at`."""
    while strips[at].keep >= Keep.LIKE and at + 1 < len(strips) and strips[at + 1].opens is None:
        at += 1
    return at + 1


def too_tall(strips: Sequence[Strip], height: float) -> Iterator[str]:
    """The names of what must fit on a page and does not."""
    starts = [at for at, strip in enumerate(strips) if strip.opens is not None]
    for start, end in zip(starts, [*starts[1:], len(strips)], strict=False):
        name = strips[start].opens
        if name and _height(strips[start:end], at_top=True) > height + _SLACK:
            yield name


def _height(strips: Sequence[Strip], *, at_top: bool) -> float:
    first = strips[0]
    opening = (first.header.height if first.header else 0.0) if at_top else first.space
    return opening + first.height + sum([strip.space + strip.height for strip in strips[1:]])


def joined(blocks: Iterator[tuple[Sequence[Strip], float, float]]) -> list[Strip]:
    """All strips of blocks given as (strips, space before, space after); of two spaces that meet the larger counts."""
    strips: list[Strip] = []
    after = 0.0
    for block, before, following in blocks:
        if block:
            first = block[0]
            space = max(before, after)
            strips.append(Strip(first.height, first.items, space, first.keep, first.header, first.opens))
            strips.extend(block[1:])
            after = following
    return strips
