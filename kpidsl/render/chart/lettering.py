"""Breaks the words of a chart into lines, for formats whose type has one measure throughout."""

from __future__ import annotations

import re
from collections.abc import Callable

from kpidsl.render.parts import Words

_SPACE = re.compile(r"[ \t\r\n]+")  # a no-break space is none


def lines_of(text: str, wide: float, measure: Callable[[str], float]) -> tuple[Words, ...]:
    """As many words to a line as fit; a word that is wider than the line is cut. `measure` says how wide a text is."""
    lines: list[str] = []
    for word in filter(None, _SPACE.split(text)):
        if lines and measure(f"{lines[-1]} {word}") <= wide:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for char in word:
            if lines[-1] and measure(lines[-1] + char) > wide:
                lines.append("")
            lines[-1] += char
    last = len(lines) - 1
    return tuple(Words(line + " " * (at < last), measure(line)) for at, line in enumerate(lines))
