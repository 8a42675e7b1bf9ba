"""Abbreviations: what they stand for, and which of them nobody explains."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.patterns import lazily
from kpidsl.source import Span
from kpidsl.spec.problems import Problems
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.syntax import ast


@dataclass(frozen=True, slots=True)
class Abbreviation:
    short: str
    long: str
    span: Span


KNOWN_TO_ALL = ("EU", "GP", "ID", "IT", "NHS", "PDF", "TV", "UK")  # where the house file does not say
_CAPITALS = lazily(r"(?<![\w&])([A-Z]{2,6})s?(?![\w&]|-\d)")
_NUMERAL = lazily(r"[IVX]+")


def used_in(text: str, short: str) -> bool:
    """Whether the abbreviation stands in a text, also as a plural."""
    return short in text and re.search(rf"(?<!\w){re.escape(short)}s?(?!\w)", text) is not None


def read(files: Sequence[ast.File], problems: Problems) -> tuple[Abbreviation, ...]:
    """All that the files define, in order."""
    from kpidsl.syntax import ast  # only where rules are read

    found: dict[str, Abbreviation] = {}
    for line in _statements(files):
        if isinstance(line, ast.Define):
            short = line.short.text
            if short in found:
                first = (Label(found[short].span, "here first"),)
                message = f"`{short}` is defined twice"
                problems.add("duplicate-name", message, line.short.span, "keep one of them", labels=first)
            found.setdefault(short, Abbreviation(short, line.long.text, line.short.span))
    return tuple(found.values())


def unexplained(
    files: Sequence[ast.File], defined: Sequence[Abbreviation], known: Collection[str], problems: Problems
) -> None:
    """A warning for each abbreviation that is never explained, where it is first used, and for each that is defined and
    never used."""
    texts = list(_texts(files))
    explained = {*known, *(one.short for one in defined)}
    explained |= {short for text, _ in texts for short in _spelt_out(text)}
    for text, span in texts:
        for match in _CAPITALS.finditer(text) if text != text.upper() else ():
            if match[1] in explained or _NUMERAL.fullmatch(match[1]):
                continue
            explained.add(match[1])
            at = span.source.span(span.start + match.start(1), span.start + match.end(1))
            help_ = (f'say what it stands for, at the top of the file: define {match[1]} "..."', _IN_HOUSE)
            problems.add("unexplained-abbreviation", f"`{match[1]}` is never explained", at, *help_)
    for one in defined:
        if not any(used_in(text, one.short) for text, _ in texts):
            message = f"the abbreviation `{one.short}` is used nowhere"
            problems.add("unused", message, one.span, "take its line out")


_IN_HOUSE = "or, where everybody knows it, list it in the house file under `known abbreviations`"


def _spelt_out(text: str) -> Iterator[str]:
    """Abbreviations that stand in brackets behind the words whose first letters they are."""
    for match in re.finditer(r"\(([A-Z]{2,6})\)", text):
        words = re.findall(r"\w+", text[: match.start()])[-2 * len(match[1]) :]
        initials = iter(word[0].upper() for word in words)
        if all(letter in initials for letter in match[1]):
            yield match[1]


def _statements(files: Sequence[ast.File]) -> Iterator[ast.Statement]:
    for file in files:
        yield from file.preamble
        for block in file.blocks:
            yield block.header
            yield from block.lines


def _texts(files: Sequence[ast.File]) -> Iterator[tuple[str, Span]]:
    """What the report may print: each text, blanked where placeholders and addresses stand, and its place."""
    from kpidsl.syntax import ast

    for line in _statements(files):
        match line:
            case ast.Prose():
                blanked = re.sub(
                    r"\{[^{}]*\}|(?<=\])\([^)]*\)|https?://\S+", lambda found: " " * len(found[0]), line.text
                )
                yield blanked, line.span
            case ast.Report() | ast.Chapter():
                yield from _quoted(line.title)
            case ast.Theme() | ast.Section() | ast.Indicator() | ast.Milestone():
                yield from _quoted(line.label)
            case ast.Definition() | ast.Action():
                yield from _quoted(line.text)
            case ast.Front():
                yield from (*_quoted(line.label), *_quoted(line.text))
            case ast.Setting(keyword="recommend"):
                yield from _quoted(line.value)
            case ast.Table() | ast.AuthorityTable() | ast.Milestones():
                yield from _quoted(line.caption)


def _quoted(word: ast.Word | None) -> Iterator[tuple[str, Span]]:
    if word is not None:
        start = word.span.start + word.span.text.find(word.text)
        yield word.text, word.span.source.span(start, start + len(word.text))
