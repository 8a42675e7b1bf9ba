"""Syntax of what stands before the indicators, as written: the report, its house, schemes, themes and sections.

Frozen nodes, which `ast` has all together.
"""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.syntax.ast_conditions import Condition
from kpidsl.syntax.word import Word
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    version: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    path: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Define:
    """An abbreviation and what it stands for."""

    short: Word
    long: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    title: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """`committee`, `from`, `meeting`, `period`, `house`, `data`, `follows` or `recommend`, and its one value.

    `data` may also say which sheet of a workbook it means, and which of its rows names the columns.
    """

    keyword: str
    value: Word
    span: Span
    sheet: Word | None = None
    header: Word | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language that the report is written in: `in Welsh`."""

    language: Word
    span: Span


@dataclass(frozen=True, slots=True)
class Authorities:
    """Whom the report is about: `for each authority` one of each, or `together` one about all of them. Without a `file`
    they are those of the data."""

    together: bool
    file: Word | None
    sheet: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Front:
    """A line of the report's front block: a text, or contacts named in the house file."""

    label: Word
    text: Word | None
    contacts: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of chapters, and of headings below them where `levels` asks for it."""

    levels: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Scheme:
    """Starts a scheme where it has a label; else names the scheme to use."""

    name: Word
    label: Word | None
    span: Span
    for_milestones: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """One state of a scheme; without a condition it is that for `otherwise`. Any part of its look may be left out."""

    name: Word
    word: Word | None
    letter: Word | None
    shape: Word | None
    colour: Word | None
    condition: Condition | None
    span: Span


@dataclass(frozen=True, slots=True)
class Theme:
    """Starts a theme where it has a label; else names the theme that a section belongs to."""

    name: Word
    label: Word | None
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """Starts a section where it has a label; else names the section that an indicator belongs to."""

    name: Word
    label: Word | None
    span: Span
