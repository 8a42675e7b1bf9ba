"""Inlines to styled pieces: what is bold, what colour it is, and where links lead.

Stands between the Document and the line breaker. Strong and Emphasis are both set bold: italics are hard to read for
many. A Link becomes a structure element of its own inside its owner (ISO 14289-1, 7.18.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kpidsl.document.model import Heading, Inline, Link, Text
from kpidsl.render.pdf.fonts import Face, clean
from kpidsl.render.pdf.items import Style
from kpidsl.render.pdf.lines import Piece
from kpidsl.render.pdf.measures import Measures
from kpidsl.render.pdf.tags import TreeBuilder
from kpidsl.render.theme import Theme
from kpidsl.values import dataclass, field


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a Link element leads: an address, or `#` and a heading's id; `words` are what the reader sees."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What every part of the layout needs, and what it fills in: the tree and the links, in reading order."""

    measures: Measures
    theme: Theme
    heading_ids: frozenset[str]
    tree: TreeBuilder = field(default_factory=TreeBuilder)
    links: dict[int, LinkTarget] = field(default_factory=dict)


_style = lru_cache(maxsize=256)(Style)  # most text has one of a few


def pieces(
    setting: Setting, content: Sequence[Inline], owner: int, *, colour: str = "", face: Face = Face.REGULAR
) -> list[Piece]:
    """The pieces of inlines that belong to the element `owner`; the theme's text colour unless one is given."""
    found: list[Piece] = []
    _collect(setting, content, owner, _style(face, colour or setting.theme.text), found)
    return found


def words(text: str, colour: str, face: Face = Face.REGULAR) -> list[Piece]:
    """The piece of plain text; nothing where there is no text."""
    return [Piece(cleaned, _style(face, colour))] if (cleaned := clean(text)).strip() else []


def plain(content: Sequence[Inline]) -> str:
    """The words of inlines without their dress."""
    return "".join(inline.text if isinstance(inline, Text) else plain(inline.content) for inline in content)


def heading_text(heading: Heading) -> str:
    """A heading's number and words, as bookmarks show them."""
    return " ".join(clean(f"{heading.number} {plain(heading.content)}").split())


def _collect(setting: Setting, content: Sequence[Inline], owner: int, style: Style, found: list[Piece]) -> None:
    for inline in content:
        if isinstance(inline, Text):
            found.append(Piece(clean(inline.text), style))
        elif isinstance(inline, Link):
            inner = style
            if style.link is None and _leads_somewhere(setting, inline.target):
                element = setting.tree.add("Link", owner)
                setting.links[element] = LinkTarget(inline.target, " ".join(plain(inline.content).split()))
                inner = Style(style.face, setting.theme.link, element)
            _collect(setting, inline.content, owner, inner, found)
        else:
            _collect(setting, inline.content, owner, Style(Face.BOLD, style.colour, style.link), found)


def _leads_somewhere(setting: Setting, target: str) -> bool:
    """Only the addresses that the model allows, and headings that are there; other links are set as plain words."""
    if target.startswith("#"):
        return target[1:] in setting.heading_ids
    return target.startswith(("https://", "http://", "mailto:", "tel:"))
