"""Themes and sections: what stands under what in the report, and in which order.

A section belongs to one theme or, where a report has no themes, to none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.source import Span
from kpidsl.spec import report
from kpidsl.spec.indicator import Section, Theme
from kpidsl.spec.lines import Lines
from kpidsl.spec.names import once
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast


def read(blocks: Sequence[ast.Block], problems: Problems) -> dict[str, Section | None]:
    """The sections by name, theme by theme; None where a section's own block is wrong."""
    themes = _themes(blocks, problems)
    themed = any(isinstance(block.header, ast.Section) and _names_theme(block) for block in blocks)
    found: dict[str, Section | None] = {}
    seen: dict[str, Span] = {}
    for block in blocks:
        header = block.header
        if isinstance(header, ast.Section) and header.label is not None:
            once("section", header.name, seen, problems)
            report.no_placeholder(header.label, problems)
            theme = _theme(block, themes, problems) if themed else None
            found.setdefault(header.name.text, Section(header.name.text, header.label.text, theme))
        elif isinstance(header, ast.Broken) and header.keyword == "section" and header.name:
            found.setdefault(header.name, None)
    order = [theme for theme in themes.values() if theme is not None]
    return dict(sorted(found.items(), key=lambda each: order.index(each[1].theme) if each[1] and each[1].theme else 0))


def _names_theme(block: ast.Block) -> bool:
    return any(isinstance(line, ast.Theme) for line in block.lines)


def _themes(blocks: Sequence[ast.Block], problems: Problems) -> dict[str, Theme | None]:
    """The themes by name; None where a theme's own block is wrong."""
    found: dict[str, Theme | None] = {}
    seen: dict[str, Span] = {}
    for block in blocks:
        header = block.header
        if isinstance(header, ast.Theme) and header.label is not None:
            once("theme", header.name, seen, problems)
            report.no_placeholder(header.label, problems)
            found.setdefault(header.name.text, Theme(header.name.text, header.label.text))
        elif isinstance(header, ast.Broken) and header.keyword == "theme" and header.name:
            found.setdefault(header.name, None)
    return found


def _theme(block: ast.Block, themes: Mapping[str, Theme | None], problems: Problems) -> Theme | None:
    """The theme that a section names; it must name one, since others do."""
    line = Lines(block.header, block.lines, problems).needed(
        ast.Theme, "theme", "other sections belong to a theme, so say which one this belongs to"
    )
    if line is None:
        return None
    if line.name.text not in themes:
        message = f"no theme is called `{line.name.text}`"
        problems.unknown("unknown-theme", message, line.name.span, line.name.text, themes)
    return themes.get(line.name.text)
