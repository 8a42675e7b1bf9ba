"""Pages as they were painted, for a process that builds a report again: most are the same after an edit.

Of a page it is known what stands on it. What is painted hangs besides on the roles of its elements and on the codes
that its characters have in the file, which are given in the order in which they are met: so these are held against what
they were, and a page that differs in any is painted anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.document.model import Logo
from kpidsl.memo import FEW, again, is_rebuilding
from kpidsl.render.pdf.flow import Placed
from kpidsl.render.pdf.fonts import Face
from kpidsl.render.pdf.lettering import Lettering, Shown
from kpidsl.render.pdf.measures import Measures
from kpidsl.render.pdf.navigation import LinkBox
from kpidsl.render.pdf.tags import Marks
from kpidsl.values import dataclass, field

Text = tuple[Face, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that was painted: its content stream, compressed; the areas of its links, and its pictures in order."""

    code: bytes
    links: tuple[LinkBox, ...]
    logos: tuple[Logo, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A sheet, and all that it hangs on."""

    sheet: Sheet
    items: tuple[Placed, ...]
    roles: tuple[tuple[int, str], ...]  # the element of each marked-content sequence, and its role
    boxes: tuple[tuple[int, str], ...]
    letters: tuple[tuple[Face, str, Shown], ...]  # each character at its first place, and what shows it


@dataclass(slots=True)
class _Sheets:
    """The sheets of the build before, by the numbers of their pages."""

    kept: dict[int, _Kept] = field(default_factory=dict)

    def find(self, number: int, items: tuple[Placed, ...], marks: Marks, lettering: Lettering) -> Sheet | None:
        """The sheet of a page, if it is what would be painted now; its marks are then set, and its characters met."""
        one = self.kept.get(number)
        if one is None or one.items != items:
            return None
        if any(marks.elements[element].role != role for element, role in one.roles):
            return None
        if any(lettering.shown(face, char) != shown for face, char, shown in one.letters):
            return None  # those met so far are met in the same order when it is painted
        for element, _ in one.roles:
            marks.begin(element)
        marks.boxes.update(one.boxes)
        return one.sheet

    def keep(
        self,
        number: int,
        sheet: Sheet,
        items: tuple[Placed, ...],
        marks: Marks,
        lettering: Lettering,
        texts: Sequence[Text],
    ) -> None:
        """Keep a sheet that has just been painted; `texts` are those on it, in their order."""
        owners = marks.pages[-1]
        roles = tuple([(element, marks.elements[element].role) for element in owners])
        boxes = tuple([(element, marks.boxes[element]) for element in owners if element in marks.boxes])
        letters = tuple([(face, char, lettering.shown(face, char)) for face, char in _letters(texts)])
        self.kept[number] = _Kept(sheet, items, roles, boxes, letters)

    def end(self, count: int) -> None:
        """Let go of all after so many pages."""
        for number in [number for number in self.kept if number >= count]:
            del self.kept[number]


def _letters(texts: Sequence[Text]) -> Iterator[Text]:
    """Each character of each face at its first place."""
    met: tuple[set[str], ...] = tuple(set() for _ in Face)
    for face, text in texts:
        if not met[face].issuperset(text):
            for char in text:
                if char not in met[face]:
                    met[face].add(char)
                    yield face, char


def sheets_before(measures: Measures) -> _Sheets | None:
    """Those that were painted of pages of these measures; None where nothing is held."""
    return _sheets(measures) if is_rebuilding() else None


@again(FEW, is_large=True)
def _sheets(measures: Measures) -> _Sheets:
    return _Sheets()
