"""Markup and how it is made: text becomes markup in one place only, where it is escaped."""

from __future__ import annotations

import re

from kpidsl.values import dataclass

# What no HTML page may hold, escaped or not: control characters, surrogates, non-characters.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_VOID = frozenset({"br", "col", "img", "meta"})


@dataclass(frozen=True, slots=True)
class Markup:
    """Text that is markup already. Only what this module makes, and our own style and script, is."""

    text: str


def escaped(text: str) -> str:
    """Text as it may stand anywhere in a page: between tags, and between the quotes of an attribute."""
    return "".join(_ESCAPES.get(char, char) for char in _FORBIDDEN.sub("\ufffd", text))


def element(name: str, /, *content: Markup | str, **attributes: str | bool | None) -> Markup:
    """An element. Strings in it are text and are escaped. `class_` is written `class`, `aria_label` `aria-label`; an
    attribute that is True stands without a value, one that is False or None is left out."""
    said = "".join(_attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    inside = "".join(part.text if isinstance(part, Markup) else escaped(part) for part in content)
    return Markup(f"<{name}{said}>" if name in _VOID else f"<{name}{said}>{inside}</{name}>")


def lines(*content: Markup) -> Markup:
    """Markup below each other, so that the source can be read."""
    return Markup("".join(f"\n{part.text}" for part in content if part.text) + "\n" if content else "")


def joined(*content: Markup | str) -> Markup:
    """Markup and text one after the other."""
    return Markup("".join(part.text if isinstance(part, Markup) else escaped(part) for part in content))


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'
