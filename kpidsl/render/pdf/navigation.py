"""Bookmarks, destinations and links: how a reader moves about (ISO 32000-1, 12.3 and 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from kpidsl.render.pdf.file import ObjectFile, literal, ref, text_string
from kpidsl.render.pdf.inlines import LinkTarget
from kpidsl.render.pdf.layout import HeadingMark
from kpidsl.values import dataclass

_URI_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Destination:
    """A page, counted from 0, and a height on it, up from the bottom in points."""

    page: int
    y: float


@dataclass(frozen=True, slots=True)
class LinkBox:
    """The area of a link on a line: `x` and `baseline` are where its text begins, up from the bottom of the page."""

    element: int
    x: float
    baseline: float
    width: float
    size: float
    colour: str
    underlined: bool


def destinations(headings: Sequence[HeadingMark], places: Mapping[int, Destination], pages: Sequence[str]) -> str:
    """The name tree of headings by id; empty where none has one. Of two with one id the first counts."""
    named: dict[bytes, str] = {}
    for number, place in places.items():
        if headings[number].id:
            named.setdefault(_name(headings[number].id), _explicit(place, pages))
    tree = "".join(f"<{name.hex()}>{place}" for name, place in sorted(named.items()))
    return f"<</Names[{tree}]>>" if named else ""


def link_annotation(box: LinkBox, target: LinkTarget, headings: Sequence[HeadingMark], key: int) -> str:
    """A link; `key` is its place in the parent tree. /Contents says in words where it leads (ISO 14289-1, 7.18.5)."""
    address = target.address
    if address.startswith("#"):
        there = next(heading.text for heading in headings if heading.id == address[1:])
        action = f"/Dest<{_name(address[1:]).hex()}>"
    else:
        there = address.removeprefix("mailto:").removeprefix("tel:")
        action = f"/A<</S/URI/URI{literal(quote(address, safe=_URI_SAFE, errors='replace'))}>>"
    words = target.words
    contents = words if there in words else there if words in there else f"{words} ({there})"
    low, high = box.baseline - 0.25 * box.size, box.baseline + 0.95 * box.size
    return (
        f"<</Type/Annot/Subtype/Link/Rect[{box.x:.2f} {low:.2f} {box.x + box.width:.2f} {high:.2f}]"
        f"/Border[0 0 0]/F 4/StructParent {key}/Contents{text_string(contents)}{action}>>"
    )


def outline(
    headings: Sequence[HeadingMark], places: Mapping[int, Destination], pages: Sequence[str], file: ObjectFile
) -> str:
    """The bookmarks, all open; returns a reference to their root."""
    root = file.reserve()
    entries = {number: file.reserve() for number in places}
    parents: dict[int, int | None] = {}
    above: list[int] = []
    for number in places:
        while above and headings[above[-1]].level >= headings[number].level:
            above.pop()
        parents[number] = above[-1] if above else None
        above.append(number)
    children: dict[int | None, list[int]] = {}
    for number, parent in parents.items():
        children.setdefault(parent, []).append(number)
    within = dict.fromkeys(places, 0)
    for number in reversed(parents):
        parent = parents[number]
        if parent is not None:
            within[parent] += 1 + within[number]
    for parent, siblings in children.items():
        for at, number in enumerate(siblings):
            near = ""
            if at:
                near += f"/Prev {ref(entries[siblings[at - 1]])}"
            if at + 1 < len(siblings):
                near += f"/Next {ref(entries[siblings[at + 1]])}"
            owner = root if parent is None else entries[parent]
            file.put(
                entries[number],
                f"<</Title{text_string(headings[number].text)}/Parent {ref(owner)}{near}"
                f"/Dest{_explicit(places[number], pages)}{_span(children.get(number), entries, within[number])}>>",
            )
    file.put(root, f"<</Type/Outlines{_span(children.get(None), entries, len(parents))}>>")
    return ref(root)


def _span(children: Sequence[int] | None, entries: Mapping[int, int], count: int) -> str:
    if not children:
        return ""
    return f"/First {ref(entries[children[0]])}/Last {ref(entries[children[-1]])}/Count {count}"


def _explicit(place: Destination, pages: Sequence[str]) -> str:
    return f"[{pages[place.page]}/XYZ null {place.y:.2f} null]"


def _name(id: str) -> bytes:
    return id.encode("utf-8", "replace")
