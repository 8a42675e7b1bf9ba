"""Values of a Spec without the places they were read from, so that two versions can be held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from kpidsl.document.outline import plain
from kpidsl.source import Span
from kpidsl.spec.indicator import SLOT, Prose

# What is read out of other fields, or only says where something stood.
_DERIVED = ("span", "typed", "mentions", "origins", "owner_said", "_kept")


def bare(value: object) -> object:
    """Equal for two values that mean the same, wherever they were written."""
    if isinstance(value, Span):
        return None
    if isinstance(value, Prose):
        return prose(value)
    if is_dataclass(value) and not isinstance(value, type):
        found = (bare(getattr(value, one.name)) for one in fields(value) if one.name not in _DERIVED)
        return (type(value).__name__, *found)
    if isinstance(value, Mapping):
        return tuple(sorted((repr(key), bare(one)) for key, one in value.items()))
    if isinstance(value, tuple | list):
        return tuple(map(bare, value))
    if isinstance(value, frozenset | set):
        return tuple(sorted(map(repr, value)))
    return (type(value).__name__, value.name) if isinstance(value, Enum) else value


def written(span: Span, keyword: bool = False) -> str:
    """What stands in a span on one line, with single spaces; without the keyword it opens with, unless asked for."""
    words = span.text.split()
    return " ".join(words if keyword else words[1:])


def prose(value: Prose) -> str:
    """Prose as it is written: its placeholders in braces."""
    parts = []
    for block in value.blocks:
        items = getattr(block, "items", None)
        parts += [plain(item) for item in items] if items is not None else [plain(block.content)]  # type: ignore[union-attr]
    text = " ".join(parts)
    for number, placeholder in enumerate(value.placeholders):
        written_ = placeholder.span.text.strip("{}")
        text = text.replace(chr(SLOT + number), "{" + written_ + "}")
    return " ".join(text.split())
