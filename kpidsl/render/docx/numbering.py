"""Numbers that Word itself counts: of chapters and paragraphs in one list of several levels, and of each list of items.

A number is left to Word only where Word comes to the very number that the Document has; any other is typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpidsl.render.docx import measures as m
from kpidsl.render.docx.properties import paragraph_properties
from kpidsl.render.docx.xml import DECLARATION, NOTHING, Xml, declared, node, w
from kpidsl.values import dataclass

LEVELS = 9  # that Word has
_NUMBER = re.compile(r"[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3})*")
_LABEL = re.compile(r"(?P<before>[(\[]?)(?P<number>[0-9]{1,4}|[a-z])(?P<after>[.):\]]{0,2})")


@dataclass(frozen=True, slots=True)
class Numbered:
    """Where a paragraph counts: a list and a level of it."""

    list: int
    level: int


class Numbering:
    """The lists of a document, as they are met. `first` is the number of the first: lists of a template come before."""

    def __init__(self, column: int, first: int = 1, first_definition: int = 1, linked: Sequence[str] = ()) -> None:
        self._column = column
        self._first = first
        self._first_definition = first_definition
        self._linked = linked  # the ids of styles that count in the outline, one a level
        self._counts: list[int] = []
        self._definitions: list[tuple[Xml, ...]] = []  # of the lists after the outline
        self._bullets: dict[tuple[str, int, int], int] = {}

    @property
    def outline(self) -> int:
        """The list that chapters and paragraphs count in."""
        return self._first

    def next(self, number: str) -> Numbered | None:
        """Where a chapter or paragraph with this number counts; None where Word would come to another number."""
        if not _NUMBER.fullmatch(number):
            return None
        parts = [int(part) for part in number.split(".")]
        level = len(parts) - 1
        if level >= LEVELS or level > len(self._counts):
            return None
        counted = [*self._counts[:level], (self._counts[level] if level < len(self._counts) else 0) + 1]
        if counted != parts:
            return None
        self._counts = counted
        return Numbered(self._first, level)

    def items(self, labels: Sequence[str], left: int, hanging: int) -> Numbered | None:
        """A list of items with these labels; None where they are not what Word would count."""
        kind = _counted(labels)
        if kind is None:
            return None
        format, start, text = kind
        key = (text, left, hanging)
        if format == "bullet" and key in self._bullets:
            return Numbered(self._bullets[key], 0)
        number = self._first + 1 + len(self._definitions)
        self._definitions.append((_level(0, start, format, text, (left, hanging)),))
        if format == "bullet":
            self._bullets[key] = number
        return Numbered(number, 0)

    def definitions(self) -> list[Xml]:
        """`w:abstractNum` of every list."""
        levels = [
            _level(
                level,
                1,
                "decimal",
                ".".join(f"%{above}" for above in range(1, level + 2)),
                (self._column, self._column),
                style=self._linked[level] if level < len(self._linked) else "",
            )
            for level in range(LEVELS)
        ]
        every = [("multilevel", tuple(levels)), *(("singleLevel", one) for one in self._definitions)]
        return [
            w("abstractNum", w("nsid", val=f"4B50{at:04X}"), w("multiLevelType", val=kind), *content, abstractNumId=at)
            for at, (kind, content) in enumerate(every, self._first_definition)
        ]

    def lists(self) -> list[Xml]:
        """`w:num` of every list."""
        return [
            w("num", w("abstractNumId", val=self._first_definition + at), numId=self._first + at)
            for at in range(1 + len(self._definitions))
        ]

    def part(self) -> Xml:
        """The whole part, for a document without a template."""
        return Xml(DECLARATION + node("w:numbering", declared("w"), *self.definitions(), *self.lists()))


def number_column(numbers: Sequence[str]) -> int:
    """As wide as the longest number, within reason."""
    wanted = max((m.width_of(number, m.BODY) for number in numbers), default=0) + m.NUMBER_GAP
    return min(max(wanted, m.NUMBER_COLUMN), m.NUMBER_COLUMN_MOST)


def _level(level: int, start: int, format: str, text: str, indent: tuple[int, int], style: str = "") -> Xml:
    return w(
        "lvl",
        w("start", val=start),
        w("numFmt", val=format),
        w("pStyle", val=style) if style else NOTHING,
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        paragraph_properties(tabs=(("num", indent[0]),), indent=indent),
        ilvl=level,
    )


def _counted(labels: Sequence[str]) -> tuple[str, int, str] | None:
    """The format, start and text of labels that Word can count."""
    if not labels:
        return None
    first = labels[0]
    if len(first) == 1 and not first.isalnum() and not first.isspace() and first != "%" and {*labels} == {first}:
        return "bullet", 1, first
    matches = [_LABEL.fullmatch(label) for label in labels]
    found = [match for match in matches if match is not None]
    if len(found) < len(labels):
        return None
    around = {(match["before"], match["after"]) for match in found}
    numbers = [match["number"] for match in found]
    start = int(numbers[0]) if numbers[0].isdigit() else ord(numbers[0]) - ord("a") + 1
    counted = range(start, start + len(numbers))
    if len(around) > 1 or start < 1:
        return None
    before, after = around.pop()
    if numbers == [str(number) for number in counted]:
        return "decimal", start, f"{before}%1{after}"
    if numbers == [chr(ord("a") + number - 1) for number in counted]:
        return "lowerLetter", start, f"{before}%1{after}"
    return None
