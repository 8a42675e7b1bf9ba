"""What every part of the document needs, and what the parts leave behind: links, lists and bookmarks."""

from __future__ import annotations

from collections.abc import Mapping

from kpidsl.render.docx.numbering import Numbering
from kpidsl.render.theme import Theme
from kpidsl.values import dataclass

_UNSAFE = str.maketrans({char: f"%{ord(char):02X}" for char in ' "<>\\^`{|}'})


class Links:
    """The addresses that hyperlinks lead to, each once, in the order they are met."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def id(self, address: str) -> str:
        """The relationship that leads to the address."""
        return self._ids.setdefault(address.translate(_UNSAFE), f"rIdKpiLink{len(self._ids) + 1}")

    def all(self) -> tuple[tuple[str, str], ...]:
        """(relationship, address) of each."""
        return tuple((id, address) for address, id in self._ids.items())


class Pictures:
    """The pictures of the document, each once."""

    def __init__(self) -> None:
        self._ids: dict[bytes, str] = {}

    def id(self, content: bytes) -> str:
        """The relationship that leads to the picture."""
        return self._ids.setdefault(content, f"rIdKpiPicture{len(self._ids) + 1}")

    def all(self) -> tuple[tuple[str, str, bytes], ...]:
        """(relationship, name in the document's folder, content) of each."""
        return tuple(
            (id, f"media/kpi-picture{at}.png", content) for at, (content, id) in enumerate(self._ids.items(), 1)
        )


class Count:
    """Counts up from 1."""

    def __init__(self) -> None:
        self._last = 0

    @property
    def coming(self) -> int:
        """What comes next."""
        return self._last + 1

    def next(self) -> int:
        self._last += 1
        return self._last


@dataclass(frozen=True, slots=True)
class Frame:
    """What is there before us, in a template: styles by their names in small letters, the width between the margins,
    and the numbers that our lists begin with."""

    present: Mapping[str, str]
    measure: int
    first_list: int
    first_definition: int


@dataclass(frozen=True, slots=True)
class Setting:
    """`ids` gives styles by name; `measure` is the width between the margins and `column` that of numbers, in twips;
    `bookmarks` gives headings by their id, `captions` counts by first words; `language` is set where each run has to
    say its own."""

    theme: Theme
    ids: Mapping[str, str]
    measure: int
    column: int
    bookmarks: Mapping[str, str]
    numbering: Numbering
    links: Links
    pictures: Pictures
    drawings: Count
    captions: Mapping[str, Count]
    language: str = ""
