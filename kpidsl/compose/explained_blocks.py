"""The blocks that explanations are made of, from plain texts."""

from __future__ import annotations

from collections.abc import Iterable

from kpidsl.document.model import (
    Column,
    Fact,
    Facts,
    Heading,
    Inline,
    Paragraph,
    Row,
    RowGroup,
    Table,
    Text,
    TextCell,
)


def heading(title: str, level: int = 2) -> Heading:
    """A heading of a part; of the whole, where `level` is 1."""
    return Heading(level, (Text(title),), "" if level == 1 else f"part-{title.split()[0].lower().strip(',')}")


def paragraph(text: str) -> Paragraph:
    """A text."""
    return Paragraph((Text(text),))


def facts(found: Iterable[tuple[str, list[str]]]) -> Facts:
    """Labels, and the lines that stand against each."""
    return Facts(tuple(Fact(label, tuple(map(words_of, lines))) for label, lines in found))


def words_of(text: str) -> tuple[Inline, ...]:
    """A text in a line."""
    return (Text(text),)


def table(caption: str, *titles: tuple[str, int], rows: tuple[tuple[str, ...], ...]) -> Table:
    """Rows of texts; each title comes with its share of the width."""
    lines = tuple(Row(words_of(first), tuple(TextCell(words_of(text)) for text in rest)) for first, *rest in rows)
    return Table(caption, tuple(Column(title, weight) for title, weight in titles), (RowGroup("", lines),))
