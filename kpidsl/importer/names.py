"""Names of a new spec: of indicators and sections, short and used once each."""

from __future__ import annotations

import functools
import re
import unicodedata

from kpidsl.importer.model import TO_DO, Box
from kpidsl.syntax.grammar import grammar_text

_LONGEST_ID = 40
_SMALL_WORDS = frozenset("of the a an number percentage percent no and to in for that who with by on at".split())


@functools.cache
def _keywords() -> frozenset[str]:
    """The words of the language, which are no names."""
    quoted_words = re.findall(r'"[^"\n]*"|/[^/\n]*/', grammar_text().lower())
    return frozenset(re.findall(r"[a-z]+", " ".join(quoted_words)))


class Ids:
    """Names that are used once each."""

    def __init__(self) -> None:
        self._taken: set[str] = set(_keywords())

    def of(self, text: str) -> str:
        stem = name_of(text)
        number, found = (
            2,
            stem if stem not in self._taken else f"{stem}_indicator" if stem in _keywords() else f"{stem}_2",
        )
        while found in self._taken:
            number += 1
            found = f"{stem}_{number}"
        self._taken.add(found)
        return found


class Sections:
    """Sections in the order in which they are met."""

    def __init__(self) -> None:
        self._ids = Ids()
        self._found: dict[str, tuple[str, str, str]] = {}

    def of(self, box: Box | None) -> str:
        key = box.text.casefold() if box is not None else ""
        if key not in self._found:
            if box is None:
                made = (self._ids.of("all indicators"), "Indicators", f"{TO_DO} the file names no section for some")
            else:
                made = (self._ids.of(box.text), box.text, f"read from {box.place}")
            self._found[key] = made
        return self._found[key][0]

    def found(self) -> tuple[tuple[str, str, str], ...]:
        if list(self._found) == [""]:
            ((id, label, _),) = self._found.values()
            return ((id, label, f"{TO_DO} the file names no sections"),)
        return tuple(self._found.values())


def name_of(text: str) -> str:
    """A name in small letters and underscores, short enough to be typed: the first words that say something."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W_]+", folded)
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    name = ""
    for word in telling:
        if name and len(name) + len(word) >= _LONGEST_ID:
            break
        name = f"{name}_{word}" if name else word[:_LONGEST_ID]
    return name if name and not name[0].isdigit() and name.isidentifier() else f"indicator_{name}".rstrip("_")
