"""Edits: where the files of two versions differ, and the files with only some of the edits made in them.

Approach: lines are compared by what they say, so spacing, comments and blank lines are no edits. Rows of a data file
are compared whatever their order. An edit can be made in the old files without the others: so causes are found.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from kpidsl.difference.model import Edit
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable, decoded
from kpidsl.syntax import ast
from kpidsl.syntax.lexer import lex_line
from kpidsl.terms import FileKind
from kpidsl.values import dataclass, replace

File = Source | Content | Unreadable
_IDENTITY = ("indicator", "period", "kind", "entity")  # the columns that say which row of a data file it is


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one version that were read to make its report, by their path in the folder of the report."""

    read: Mapping[str, File]

    def text(self, name: str) -> Source | None:
        """The text of a file; None where there is none that can be read as text."""
        found = self.read.get(name)
        if isinstance(found, Content):
            found = decoded(found.name, found.data)
        return found if isinstance(found, Source) else None


def recording(read: Read, into: dict[str, File]) -> Read:
    """Reads as `read` does, each file once, and keeps what it has read."""

    def kept(name: str) -> File:
        if name not in into:
            into[name] = read(name)
        return into[name]

    return kept


@dataclass(frozen=True, slots=True)
class _Step:
    """The lines from `start` to `end` of the old file (from 0) become these."""

    start: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An edit, and what it takes to make it: steps in the lines of a file, or the whole file."""

    edit: Edit
    name: str
    steps: tuple[_Step, ...] = ()
    block: int = 0  # the line that its block begins on


@dataclass(frozen=True, slots=True)
class Found:
    """All edits between two versions, and how many lines were written otherwise to the same effect."""

    edits: tuple[Made, ...]
    rewritten: int


def find(old: Files, new: Files, kinds: Mapping[str, FileKind], renamed: Mapping[str, str]) -> Found:
    """The edits in the files that both versions have, in order of `kinds`. That a file is new or gone is no edit: the
    line that names it is. `renamed` says what a file is called now, where it was called otherwise."""
    edits: list[Made] = []
    rewritten = 0
    for name, kind in kinds.items():
        before, after = old.text(name), new.text(name)
        if before is None or after is None:
            edits += _whole(name, kind, old.read.get(name), new.read.get(name))
        elif before.text != after.text:
            found = _in_text(name, kind, before, after)
            edits += found.edits
            rewritten += found.rewritten
    return Found(tuple(_named(made, renamed) for made in edits), rewritten)


def _named(made: Made, renamed: Mapping[str, str]) -> Made:
    if made.edit.new_line is None:
        return made
    return replace(made, edit=replace(made.edit, file=renamed.get(made.name, made.name)))


def reader(old: Files, new: Files, edits: Collection[Made]) -> Read:
    """Reads the old files with these edits made in them. A file that only one version has can always be read."""
    steps: dict[str, list[_Step]] = {}
    taken = {made.name for made in edits if not made.steps}
    for made in edits:
        steps.setdefault(made.name, []).extend(made.steps)

    def read(name: str) -> File:
        if name in taken or not _is_there(old.read.get(name)):
            return new.read.get(name) or old.read.get(name) or _missing(name)
        source = old.text(name)
        if source is None or not steps.get(name):
            return old.read[name]
        lines = source.text.split("\n")
        for step in sorted(steps[name], key=lambda one: (one.start, one.end), reverse=True):
            lines[step.start : step.end] = step.lines
        return Source(source.name, "\n".join(lines))

    return read


def _is_there(file: File | None) -> bool:
    return file is not None and not isinstance(file, Unreadable)


def _missing(name: str) -> Unreadable:
    return Unreadable("file-missing", f"there is no file `{name}`", "check the name and the folder")


def _whole(name: str, kind: FileKind, before: File | None, after: File | None) -> Iterator[Made]:
    """A file that is taken as one: an edit, where both versions have it and its contents are not the same."""
    if before != after and _is_there(before) and _is_there(after):
        yield Made(Edit(name, kind, "the file as it was", "the file as it is", None, None), name)


def _in_text(name: str, kind: FileKind, before: Source, after: Source) -> Found:
    if kind is FileKind.RULES:
        return _in_lines(name, kind, before, after, _said)
    if kind is FileKind.HOUSE:
        return _in_lines(name, kind, before, after, _yaml)
    if kind is FileKind.DATA:
        found = _in_rows(name, before, after)
        if found is not None:
            return found
    if kind is FileKind.RECORD:
        return Found(tuple(_whole(name, kind, before, after)), 0)
    return _in_lines(name, kind, before, after, lambda source, number: source.line(number).rstrip())


# ---- lines


def _said(source: Source, number: int) -> object:
    """What a line of a spec says: its tokens, or its words of prose; None where it says nothing."""
    tokens, _ = lex_line(source, number)
    if isinstance(tokens, ast.Prose):
        return (">", *tokens.text.split())
    return tuple((token.kind, token.text) for token in tokens) or None


def _yaml(source: Source, number: int) -> object:
    line = source.line(number).rstrip()
    return None if not line.strip() or line.lstrip().startswith("#") else line


def _in_lines(name: str, kind: FileKind, before: Source, after: Source, said: Callable[[Source, int], object]) -> Found:
    texts = [source.text.split("\n") for source in (before, after)]
    says = [[said(source, number + 1) for number in range(len(lines))]
            for source, lines in zip((before, after), texts, strict=True)]  # fmt: skip
    speaking = [[at for at, one in enumerate(side) if one is not None] for side in says]
    keys = [[says[side][at] for at in speaking[side]] for side in (0, 1)]
    codes = SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes()
    pieces: list[tuple[list[int], list[int]]] = []
    rewritten = 0
    for tag, i1, i2, j1, j2 in codes:
        olds, news = speaking[0][i1:i2], speaking[1][j1:j2]
        if tag == "equal":
            pairs = zip(olds, news, strict=True)
            rewritten += sum(texts[0][i].rstrip() != texts[1][j].rstrip() for i, j in pairs)
        else:
            pieces += _split(olds, news, texts)
    rewritten += _silent(texts, says)
    end = len(texts[0])
    found = [_made(name, kind, texts, olds, news, _after(olds, news, speaking, codes, end)) for olds, news in pieces]
    return Found(tuple(_with_moves(found)), rewritten)


def _silent(texts: Sequence[Sequence[str]], says: Sequence[Sequence[object]]) -> int:
    """How many lines with comments alone are gone or new; blank ones do not count."""
    counts = [Counter(line.strip() for line, said in zip(*side, strict=True) if said is None and line.strip())
              for side in zip(texts, says, strict=True)]  # fmt: skip
    return max((counts[0] - counts[1]).total(), (counts[1] - counts[0]).total())


def _split(olds: list[int], news: list[int], texts: Sequence[Sequence[str]]) -> Iterator[tuple[list[int], list[int]]]:
    """Lines that take the place of as many others are an edit each, where they begin with the same word."""
    pairs = list(zip(olds, news, strict=False))
    alike = [_opens(texts[0][i]) == _opens(texts[1][j]) and _opens(texts[0][i]) != ">" for i, j in pairs]
    if len(olds) == len(news) and all(alike):
        yield from (([i], [j]) for i, j in pairs)
    else:
        yield olds, news


def _opens(line: str) -> str:
    return next(iter(line.split()), "")


def _after(
    olds: list[int],
    news: list[int],
    speaking: Sequence[Sequence[int]],
    codes: Sequence[tuple[str, int, int, int, int]],
    end: int,
) -> int:
    """The place in the old file where new lines go that take the place of none."""
    if olds:
        return olds[0]
    for _, i1, _, j1, j2 in codes:
        if news[0] in speaking[1][j1:j2]:
            return speaking[0][i1] if i1 < len(speaking[0]) else end
    return end


def _made(name: str, kind: FileKind, texts: Sequence[Sequence[str]], olds: list[int], news: list[int], at: int) -> Made:
    lines = tuple(texts[1][j] for j in news)
    steps = [_Step(at, at + (1 if olds else 0), lines)]
    steps += [_Step(i, i + 1, ()) for i in olds[1:]]
    old_text, new_text = ("\n".join(texts[side][k].strip() for k in at_) for side, at_ in ((0, olds), (1, news)))
    edit = Edit(name, kind, old_text, new_text, olds[0] + 1 if olds else None, news[0] + 1 if news else None)
    lines_, at_ = (texts[1], news[0]) if news else (texts[0], olds[0])
    block = max((k for k in range(at_ + 1) if lines_[k][:1].strip()), default=0)
    return Made(edit, name, tuple(steps), block)


def _with_moves(found: Sequence[Made]) -> Iterator[Made]:
    """Lines that are gone from one place and stand in another are one edit."""
    gone = {made.edit.old: made for made in found if made.edit.new_line is None}
    taken = {made.edit.new: made for made in found if made.edit.old_line is None and made.edit.new in gone}
    for made in found:
        if made.edit.new_line is None and made.edit.old in taken and gone[made.edit.old] is made:
            continue
        if taken.get(made.edit.new) is made:
            away = gone[made.edit.new]
            edit = replace(made.edit, old=away.edit.old, old_line=away.edit.old_line, moved=True)
            yield Made(edit, made.name, (*away.steps, *made.steps))
        else:
            yield made


# ---- rows of data


def _in_rows(name: str, before: Source, after: Source) -> Found | None:
    """None where rows cannot be told line by line, or the columns differ."""
    texts = [source.text.rstrip("\n").split("\n") for source in (before, after)]
    if any(line.count('"') % 2 for lines in texts for line in lines):
        return None
    rows = [[tuple(cell.strip() for cell in next(csv.reader([line.rstrip("\r")]), [])) for line in lines]
            for lines in texts]  # fmt: skip
    if rows[0][0] != rows[1][0]:
        return None
    header = rows[0][0]
    left = [Counter(rows[side][1:]) - Counter(rows[1 - side][1:]) for side in (0, 1)]
    wanted = [
        [at for at in range(1, len(rows[side])) if any(rows[side][at]) and _take(left[side], rows[side][at])]
        for side in (0, 1)
    ]
    moved = sum(one != other for one, other in zip(texts[0], texts[1], strict=False)) if not any(wanted) else 0
    by_identity = {_identity(header, rows[0][at]): at for at in wanted[0]}
    edits: list[Made] = []
    for at in wanted[1]:
        was = by_identity.pop(_identity(header, rows[1][at]), None)
        old = rows[0][was] if was is not None else ()
        cells = tuple(
            (column, one, other) for column, one, other in zip(header, old, rows[1][at], strict=False) if one != other
        )
        place = was if was is not None else len(texts[0])
        step = _Step(place, place + (was is not None), (texts[1][at],))
        line = texts[0][was].strip() if was is not None else ""
        edit = Edit(
            name, FileKind.DATA, line, texts[1][at].strip(), was + 1 if was is not None else None, at + 1, cells
        )
        edits.append(Made(edit, name, (step,)))
    for was in by_identity.values():
        edit = Edit(name, FileKind.DATA, texts[0][was].strip(), "", was + 1, None)
        edits.append(Made(edit, name, (_Step(was, was + 1, ()),)))
    return Found(tuple(edits), moved)


def _take(left: Counter[tuple[str, ...]], row: tuple[str, ...]) -> bool:
    if left[row] <= 0:
        return False
    left[row] -= 1
    return True


def _identity(header: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell for column, cell in zip(header, row, strict=False) if column.casefold() in _IDENTITY)
