"""Renders a Document as GitHub-flavoured Markdown, for a pull request, a wiki or an intranet.

Knows only Document. Whatever the words hold, they come out as words: characters that mean something to Markdown have a
backslash before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from kpidsl.document.model import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Emphasis,
    Facts,
    Heading,
    Inline,
    Key,
    Link,
    List,
    NewPage,
    Note,
    Paragraph,
    Row,
    StackedBar,
    StatusCell,
    StatusMark,
    Strong,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.document.outline import plain
from kpidsl.terms import Shape
from kpidsl.values import dataclass, replace

SHAPES = {Shape.CIRCLE: "●", Shape.DIAMOND: "◆", Shape.TRIANGLE: "▲", Shape.SQUARE: "■", Shape.STAR: "★"}
_PART = "– "  # before a row that is a part of the one above
_DEEPEST = 6  # level of a heading

_SPACE = re.compile(r"[\s\x1c-\x1f\x85]+")
_SPECIAL = re.compile(
    r"[\\`*\[\]<>~|$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it means nothing
    r"|(?<!\S)#|#(?=#*$)|!$"  # ! before a link would make a picture of it
    r"|&(?=#?\w+;)"
)
_LINE_START = re.compile(r"^(?:(?=[-+=])|(\d{1,9})(?=[.)](?:\s|$)))")
_COUNTED = re.compile(r"(\d{1,9})\.")


def render(document: Document) -> bytes:
    """The report as a Markdown file in UTF-8."""
    setting = _Setting(_anchors(document.blocks))
    masthead = document.masthead
    lines = [_line(_escaped(text)) for text in (masthead.council, masthead.committee, masthead.meeting)]
    parts = [_strong(document.mark) if document.mark else "", "\\\n".join(line for line in lines if line)]
    listed = False
    for block in document.blocks:
        part = setting.block(block, listed)
        parts.append(part)
        listed = (isinstance(block, List | Facts | Key | Contents | StackedBar) and not listed) if part else listed
    return "".join(f"{part}\n\n" for part in parts if part).rstrip("\n").encode() + b"\n"


def _anchors(blocks: Sequence[Block]) -> dict[str, str]:
    """Where GitHub puts each heading: its words in small letters with hyphens, counted where they come again."""
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    for block in blocks:
        if isinstance(block, Heading):
            words = f"{block.number} {plain(block.content)}".strip().lower()
            anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            count = counts.get(anchor, 0)
            counts[anchor] = count + 1
            found.setdefault(block.id, f"{anchor}-{count}" if count else anchor)
    return found


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    strong: bool
    target: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """`anchors` has the place of each heading by its id."""

    anchors: dict[str, str]

    def block(self, block: Block, listed: bool) -> str:
        """Any block. `listed`: another list of the same look is right before it, so this one needs another mark."""
        match block:
            case Heading():
                words = _line(_escaped(block.number), self.words(block.content))
                return f"{'#' * min(block.level, _DEEPEST)} {words}" if words else ""
            case Paragraph():
                return _line(_escaped(block.number), self.words(block.content))
            case List():
                return self.list(block, listed)
            case Facts():
                return self.facts(block, listed)
            case Table():
                return self.table(block)
            case Chart():
                note = _line(self.words(block.note))
                return _parts(_caption(block.caption), _line(_escaped(block.alt)), self.table(block.table), note)
            case Contents():
                return self.contents(block, listed)
            case StackedBar():
                return _bar(block, listed)
            case NewPage():
                return ""
            case Key():
                return self.key(block, listed)
            case Note():
                title = f"> {_strong(block.title)}\n>\n" if block.title.strip() else ""
                return f"{title}> {_line(self.words(block.content))}"
            case _:
                assert_never(block)

    def list(self, block: List, listed: bool) -> str:
        numbers = [_COUNTED.fullmatch(label) for label in block.labels]
        first = int(numbers[0][1]) if numbers and numbers[0] else 0
        if all(number and int(number[1]) == first + at for at, number in enumerate(numbers)):
            marks = [f"{first + at}{')' if listed else '.'}" for at in range(len(numbers))]
            shown = [""] * len(marks)
        else:
            marks = [_bullet(listed)] * len(numbers)
            shown = ["" if label == "•" else _escaped(label) for label in block.labels]
        items = (_line(label, self.words(item)) for item, label in zip(block.items, shown, strict=True))
        return "\n".join(f"{mark} {item}".rstrip() for mark, item in zip(marks, items, strict=True))

    def facts(self, block: Facts, listed: bool) -> str:
        lines = []
        for fact in block.facts:
            values = [_line(self.words(value)) for value in fact.values]
            label = _strong(f"{fact.label.strip()}:")
            joined = "\\\n  ".join(value for value in values if value)
            lines.append(f"{_bullet(listed)} {label} {joined}".rstrip())
        return "\n".join(lines)

    def contents(self, block: Contents, listed: bool) -> str:
        """A nested list, a level at a time, of links to the headings that there are."""
        lines = []
        above: list[int] = []  # levels of the entries that this one is within
        for entry in block.entries:
            words = _line(_escaped(f"{entry.number} {plain(entry.content)}"))
            if words:
                above = [level for level in above if level < entry.level]
                is_there = entry.heading in self.anchors
                link = f"[{words}]({self.target(f'#{entry.heading}')})" if is_there else words
                lines.append(f"{'  ' * len(above)}{_bullet(listed)} {link}")
                above.append(entry.level)
        return "\n".join(lines)

    def table(self, block: Table) -> str:
        """The titles of themes and groups are rows of their own, in bold."""
        head = [_row(_escaped(column.title) for column in block.columns)]
        head.append(_row("---:" if column.numeric else "---" for column in block.columns))
        rows = []
        for group in block.groups:
            titles = [title for title in (group.over, group.title) if title.strip()]
            rows += [_row((_strong(title), *("" for _ in block.columns[1:]))) for title in titles]
            rows += [self.row(row) for row in group.rows]
        return _parts(_caption(block.caption), "\n".join((*head, *rows)))

    def row(self, row: Row) -> str:
        name = self.words(row.header)
        return _row((_PART * row.is_part + name, *(self.cell(cell) for cell in row.cells)))

    def cell(self, cell: Cell) -> str:
        match cell:
            case TextCell():
                return self.words(cell.content)
            case StatusCell():
                return _mark(cell.mark)
            case TrendCell():
                return _escaped(cell.sparkline.alt)
            case _:
                assert_never(cell)

    def key(self, block: Key, listed: bool) -> str:
        mark = _bullet(listed)
        entries = []
        for entry in block.entries:
            shape = f"{SHAPES[entry.mark.shape]} " if isinstance(entry.mark, StatusMark) else ""
            word = entry.mark.word if isinstance(entry.mark, StatusMark) else entry.mark
            entries.append(f"{mark} {shape}{_strong(f'{word.strip()}:')} {self.words(entry.meaning)}".rstrip())
        return _parts(_caption(block.title), "\n".join(entries))

    def words(self, content: Sequence[Inline]) -> str:
        """Inlines on one line, without a space at either end."""
        runs = _spaced(_runs(content, False, ""))
        out: list[str] = []
        for at, run in enumerate(runs):
            text = _escaped_within(run.text)
            if run.strong:
                before = out[-1][-1:] if out else ""
                after = runs[at + 1].text[:1] if at + 1 < len(runs) else ""
                text = _marked(text, before, after)
            opens = run.target and (at == 0 or runs[at - 1].target != run.target)
            closes = run.target and (at + 1 == len(runs) or runs[at + 1].target != run.target)
            out.append(f"{'[' if opens else ''}{text}{f']({self.target(run.target)})' if closes else ''}")
        return "".join(out).strip()

    def target(self, target: str) -> str:
        if target.startswith("#"):
            return f"#{self.anchors.get(target[1:], target[1:])}"
        safe = re.sub(r"[\s<>\\()]", lambda char: f"%{ord(char[0]):02X}" if char[0].isascii() else "%20", target)
        return re.sub(r"&(?=#?\w+;)", "&amp;", safe)


def _runs(content: Sequence[Inline], strong: bool, target: str) -> Iterator[_Run]:
    """Inlines laid flat. What is stressed is strong, as in print."""
    for inline in content:
        match inline:
            case Text():
                yield _Run(inline.text, strong, target)
            case Strong() | Emphasis():
                yield from _runs(inline.content, True, target)
            case Link():
                yield from _runs(inline.content, strong, inline.target)
            case _:
                assert_never(inline)


def _spaced(runs: Iterable[_Run]) -> list[_Run]:
    """Neighbours of one look together, and no space on the inner side of a mark of strength or of a link."""
    apart = [part for run in _together(runs) for part in (_trimmed([run]) if run.strong else [run])]
    found: list[_Run] = []
    for target, group in groupby(_together(apart), key=lambda run: run.target):
        linked = list(group)
        found += _trimmed(linked, "") if target else linked
    return list(_together(found))


def _trimmed(runs: list[_Run], target: str | None = None) -> list[_Run]:
    """The same, with a space at either end as a run of its own, which is not strong and leads to `target`."""
    outer = runs[0].target if target is None else target
    text = "".join(run.text for run in runs)
    if not text.strip(" "):
        return [_Run(text, False, outer)]
    runs = [replace(runs[0], text=runs[0].text.lstrip(" ")), *runs[1:]]
    runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return [_Run(before, False, outer), *runs, _Run(after, False, outer)]


def _together(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Neighbours of one look as one run."""
    written = (run for run in runs if run.text)
    for (strong, target), group in groupby(written, key=lambda run: (run.strong, run.target)):
        yield _Run(_SPACE.sub(" ", "".join(run.text for run in group)), strong, target)


def _marked(text: str, before: str, after: str) -> str:
    """Strong words. Asterisks open and close only where it is plain which of the two they do."""
    opens = text[0].isalnum() or before in ("", " ")
    closes = text[-1].isalnum() or after in ("", " ")
    return f"**{text}**" if opens and closes else f"<strong>{text}</strong>"


def _bar(block: StackedBar, listed: bool) -> str:
    """What the drawing shows in words, then those of its parts that the words do not name."""
    unsaid = [segment for segment in block.segments if segment.label.strip() and segment.label not in block.alt]
    parts = (f"{_bullet(listed)} {SHAPES[segment.mark.shape]} {_escaped(segment.label)}" for segment in unsaid)
    return _parts(_caption(block.caption), _line(_escaped(block.alt)), "\n".join(parts))


def _parts(*parts: str) -> str:
    """Paragraphs, tables and lists that follow each other."""
    return "\n\n".join(part for part in parts if part)


def _caption(text: str) -> str:
    return _strong(text) if text.strip() else ""


def _strong(text: str) -> str:
    return f"**{_escaped(text)}**"


def _mark(mark: StatusMark) -> str:
    return f"{SHAPES[mark.shape]} {_escaped(mark.word)}".rstrip()


def _bullet(listed: bool) -> str:
    return "*" if listed else "-"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    return _escaped_within(_SPACE.sub(" ", text).strip())


def _escaped_within(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)


def _line(*escaped: str) -> str:
    """Markdown at the start of a line, where a list or a rule could begin."""
    line = " ".join(part for part in escaped if part)
    return _LINE_START.sub(r"\1\\", line)
