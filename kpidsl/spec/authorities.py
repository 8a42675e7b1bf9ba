"""The line `for each authority`: that it is there, and that everything else in the spec fits it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpidsl.source import Span
from kpidsl.spec.authority import ForAuthorities
from kpidsl.spec.indicator import Prose
from kpidsl.spec.lines import Lines
from kpidsl.spec.model import Chapter, Note
from kpidsl.spec.placeholders import OF_REPORT
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.syntax.ast_records import EntityBy
from kpidsl.syntax.blocks import USAGE, keyword

TOGETHER = 'for all authorities in "data/authorities.csv"'
_TABLE = "table of authorities"


def read(report_block: ast.Block, problems: Problems) -> ForAuthorities | None:
    """Whom the report is about; None where that is the council of the house file."""
    line = Lines(report_block.header, report_block.lines, problems).one(ast.Authorities, "for")
    return ForAuthorities(line.together, line.file is not None, line.span) if line else None


def check(
    several: ForAuthorities | None,
    blocks: Sequence[ast.Block],
    chapters: Iterable[Chapter],
    notes: Iterable[Note],
    problems: Problems,
) -> None:
    """What can only be said of one authority stands in no spec for several, and the other way round."""
    tables = [line for block in blocks for line in block.lines if isinstance(line, ast.AuthorityTable)]
    if several is None:
        for note in (note for note in notes if note.authority):
            message = f"the note says that it is of “{note.authority}”, but this report is of one council"
            problems.add("missing-line", message, note.span, f"take out `of`, or add to the report: {USAGE['for']}")
        for table in tables:
            message = "this table is of several authorities, and the report is of one council"
            problems.add("missing-line", message, table.span, f"add to the report: {TOGETHER}")
        return
    for line, why, instead in _of_one(blocks):
        problems.add("not-for-each", why, line.span, instead)
    for block in blocks:
        if keyword(block.header) == "records" and not any(isinstance(line, EntityBy) for line in block.lines):
            message = "these records do not say whose a row is, and the report is for several authorities"
            problems.add("authority-not-said", message, block.header.span, f"add: {USAGE['entity']}")
    if several.together:
        _check_together(several, chapters, tables, blocks, problems)
        return
    for note in (note for note in notes if not note.authority):
        message = "this note does not say on whose figure it is, and there is a report for each of several authorities"
        problems.add("authority-not-said", message, note.span, f'say whose: note {note.indicator} of "Rutland" by ...')
    for table in tables:
        message = "a report for each authority has one column of figures, and no table of authorities"
        problems.add("not-for-each", message, table.span, f"put it into a report of its own: {TOGETHER}")


def _of_one(blocks: Sequence[ast.Block]) -> Iterator[tuple[ast.Statement, str, str]]:
    """Lines that hold for a single authority, each with what is wrong about it and what to do."""
    for block in blocks:
        kind = keyword(block.header)
        for line in block.lines:
            if isinstance(line, ast.Setting) and line.keyword == "follows":
                why = "the record that this line names is of one report, and there is one for each authority"
                yield line, why, "take the line out: of such reports no records are kept yet"
            elif isinstance(line, ast.Override):
                why = "this status would be given to every authority"
                yield line, why, "take the line out, and say in a note of the authority why its figure misleads"
            elif isinstance(line, ast.Council) and kind == "source":
                why = "this line says whose report it is, and there is one for each authority"
                yield line, why, "take the line out: each is ranked by its own figure in the data of the report"


def _check_together(
    several: ForAuthorities,
    chapters: Iterable[Chapter],
    tables: Sequence[ast.AuthorityTable],
    blocks: Sequence[ast.Block],
    problems: Problems,
) -> None:
    """A report on all authorities has no figures of its own."""
    whole = f"one report on all authorities can have prose, `{_TABLE}`, `glossary` and `dictionary`"
    for block in blocks:
        if not isinstance(block.header, ast.Chapter):
            continue
        for line in block.lines:
            known = (ast.AuthorityTable, ast.Glossary, ast.Dictionary, ast.Prose, ast.Allow, ast.Broken)
            if not isinstance(line, known):
                message = f"`{keyword(line)}` shows the figures of one authority, and this report is on all of them"
                problems.add("not-for-all", message, line.span, whole)
    for span in _figures(chapters):
        message = "this is a figure of one authority, and the report is on all of them"
        problems.add("not-for-all", message, span, "prose here can have {period} and {council}")
    if not tables:
        message = f"no chapter has a `{_TABLE}` line, so the figures of the authorities are printed nowhere"
        problems.add("printed-nowhere", message, several.span, f"add a line to a chapter: {_TABLE}")


def _figures(chapters: Iterable[Chapter]) -> Iterator[Span]:
    """Placeholders in the prose of chapters that ask for a figure."""
    for chapter in chapters:
        for part in chapter.parts:
            if isinstance(part, Prose):
                yield from (one.span for one in part.placeholders if one.field not in OF_REPORT)
