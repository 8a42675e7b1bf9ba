"""A Difference as text for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from kpidsl.difference import said
from kpidsl.difference.model import Difference, Easing, Layer
from kpidsl.difference.said import Entry

_WIDTH = 79


def text(difference: Difference, most: Mapping[Layer, int] | None = None) -> str:
    """At most so many entries of each layer; what is left out is counted. Ends in a line feed."""
    return "".join(f"{line}\n" for line in _lines(difference, most))


def _lines(difference: Difference, most: Mapping[Layer, int] | None) -> Iterator[str]:
    for label, words in said.versions(difference):
        yield from _wrapped(words, f"{label + ':':9}", " " * 9)
    yield ""
    yield from _wrapped(said.headline(difference))
    yield from _wrapped(said.statuses(difference))
    if difference.easings:
        yield from _title(said.EASIER)
        yield from _easier(difference, all_=most is None)
    for layer in Layer:
        found = said.entries(difference, layer)
        shown = found if most is None else found[: most[layer]]
        if found:
            yield from _title(layer.value)
            yield from _layer(difference, layer, shown)
            yield from _wrapped(said.left_out(len(found) - len(shown)), "  ")


def _easier(difference: Difference, *, all_: bool) -> Iterator[str]:
    """By what made it so: one line of a scheme may ease many indicators."""
    shown = said.shown_easings(difference, all_=all_)
    grouped: dict[tuple[str, ...], list[Easing]] = {}
    for easing in shown:
        grouped.setdefault(tuple(said.made_easier(easing)), []).append(easing)
    for made, easings in grouped.items():
        for line in made or ("The cause was not found",):
            yield from _wrapped(line, "  ")
        for easing in easings:
            owner = f" ({easing.owner} answers for it)" if easing.owner else ""
            yield from _wrapped(f"{easing.label}{owner}: {easing.says}", "    ")
    yield from _wrapped(said.left_out(len(difference.easings) - len(shown)), "  ")


def _layer(difference: Difference, layer: Layer, shown: tuple[Entry, ...]) -> Iterator[str]:
    nature, label = None, None
    for entry, following in zip(shown, (*shown[1:], None), strict=True):
        if layer is Layer.MEANING and entry.nature is not nature:
            yield f"  [{entry.nature.value}]"
        if entry.label != label or (layer is Layer.MEANING and entry.nature is not nature):
            yield from _wrapped(entry.label, "  ")
        nature, label = entry.nature, entry.label
        if layer is Layer.SENTENCES:
            yield from _wrapped(entry.old, "    - ", "      ")
            yield from _wrapped(entry.new, "    + ", "      ")
        else:
            yield from _wrapped(f"{entry.what}: {_became(entry)}", "    ", "      ")
        if following is None or (following.label, following.cause) != (entry.label, entry.cause):
            where = said.why(difference, layer, entry.cause)
            yield from _wrapped(where, "      in " if layer is Layer.MEANING else "      because of ", "        ")


def _became(entry: Entry) -> str:
    if not entry.old:
        return f"{entry.new} (new)"
    return f"{entry.old} -> {entry.new}" if entry.new else f"{entry.old} (gone)"


def _title(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "-" * len(title)


def _wrapped(words: str, first: str = "", later: str | None = None) -> Iterator[str]:
    if words:
        indent = first if later is None else later
        yield from textwrap.wrap(words, _WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)
