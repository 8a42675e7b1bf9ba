"""XML as text that is well-formed by construction: nothing gets into it but through `node`, `w` and `text`.

`Xml` is a type of its own, so that mypy catches words that were not escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NewType

Xml = NewType("Xml", str)
NOTHING = Xml("")
DECLARATION = Xml('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')

_OFFICE = "http://schemas.openxmlformats.org"
NAMESPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
}
_SPACES = re.compile("[\\s\x1c-\x1f\x85]+")


def clean(words: str) -> str:
    """Words as a file can hold them: composed, white space as single spaces (no-break spaces stay), no characters
    without a shape of their own and none that XML forbids."""
    if words.isascii() and words.isprintable() and "  " not in words:
        return words
    parts = (_SPACES.sub(" ", part) for part in unicodedata.normalize("NFC", words).split("\u00a0"))
    return "".join(char for char in "\u00a0".join(parts) if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn"))


def escaped(words: str) -> Xml:
    """Words between tags."""
    return Xml(clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def node(name: str, attributes: Mapping[str, str | int], *children: Xml) -> Xml:
    """An element of any vocabulary, its name and its attributes' with their prefixes."""
    said = "".join(f' {key}="{_quoted(value)}"' for key, value in attributes.items())
    inside = "".join(children)
    return Xml(f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>")


def w(name: str, /, *children: Xml, **attributes: str | int) -> Xml:
    """An element of WordprocessingML, whose attributes are all of it too."""
    return node(f"w:{name}", {f"w:{key}": value for key, value in attributes.items()}, *children)


def joined(parts: Iterable[Xml]) -> Xml:
    """Elements one after the other."""
    return Xml("".join(parts))


def some(name: str, *children: Xml) -> Xml:
    """An element of WordprocessingML, where there is something to stand in it."""
    return w(name, *children) if any(children) else NOTHING


def declared(*prefixes: str) -> dict[str, str]:
    """The attributes that declare the prefixes."""
    return {f"xmlns:{prefix}": NAMESPACES[prefix] for prefix in prefixes}


def _quoted(value: str | int) -> str:
    return escaped(str(value)).replace('"', "&quot;")
