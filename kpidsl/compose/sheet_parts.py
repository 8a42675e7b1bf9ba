"""What the sheets of a workbook are made of: headings, cells, and the sheets before the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpidsl.compose import directions, key, numbers, performance, vocabulary, words
from kpidsl.compose.open_data import (
    NOT_APPLICABLE,
    SIGN_MEANINGS,
    UNAVAILABLE,
    Published,
    part,
    signs,
    single,
    target,
    value,
)
from kpidsl.document.model import Document, Facts, Key, KeyEntry, Note, StatusCell, StatusMark, TextCell
from kpidsl.document.outline import plain
from kpidsl.document.sheets import Cell, Cover, Number, Sheet, SheetColumn, SheetLink, Workbook
from kpidsl.evaluation.model import Assessment, Evaluation, Figure
from kpidsl.quantity import Dimension, Unit
from kpidsl.saying import marked, say
from kpidsl.spec.indicator import Section
from kpidsl.spec.model import PerformanceTable, TableColumnSpec
from kpidsl.terms import TableColumn

CONTENTS, NOTES = words.CONTENTS, marked("Notes")
LONGEST = 32_000  # characters of a cell; Excel takes a few more
NAME, LABEL, WORDS, DAY, SHORT, TEXT = 30, 44, 26, 20, 15, 90  # widths in characters

# The theme where the report has them, the section, and the name of an indicator or milestone.
Subject = tuple[str, ...]


def bound(evaluation: Evaluation, document: Document, sheets: Sequence[Sheet]) -> Workbook:
    """The sheets as a file, behind a cover and a list of them."""
    return Workbook(
        title=document.title,
        author=document.author,
        subject=document.subject,
        language=document.language,
        dated=document.dated,
        cover=cover(evaluation, document),
        sheets=(contents(sheets), *sheets),
        page_label=document.page_label,
    )


# ---- before the figures


def cover(evaluation: Evaluation, document: Document) -> Cover:
    spec = evaluation.spec
    period = words.period(spec.period)
    about = say(
        "The figures of this report on {period} ({months}), as tables. The report has the same figures with their "
        "commentary, and is what goes to the committee.",
        period=period,
        months=words.months(spec.period),
    )
    found: list[tuple[str, tuple[str, ...]]] = [(say("Figures of the report"), (about,))]
    found += [(say(words.DRAFT), (say(words.DRAFT_MEANING),))] if document.mark else []
    found += [(say("Report to"), (f"{document.masthead.council}, {document.subject}",))]
    facts = next(block for block in document.blocks if isinstance(block, Facts))
    found += [(fact.label, tuple(plain(line) for line in fact.values)) for fact in facts.facts]
    found += [(say("As at"), (words.day(evaluation.as_at),))]
    rounding = say(
        "Figures are rounded as the report prints them. Percentages are written as 38 for 38%, money in pounds, hours "
        "and minutes in minutes; the column Unit says which."
    )
    found += [(say(words.ROUNDING), (rounding,))]
    return Cover(say("Cover"), document.title, tuple(found))


def contents(sheets: Sequence[Sheet]) -> Sheet:
    rows: list[tuple[Cell, ...]] = [(SheetLink(sheet.name), sheet.title) for sheet in sheets]
    lead = (say("This sheet lists the others. Each name leads to its sheet."),)
    columns = (SheetColumn(say("Sheet"), WORDS), SheetColumn(say("What it shows"), TEXT))
    return Sheet(say(CONTENTS), say("Table of contents"), lead, columns, tuple(rows), is_data=False)


def mark_text(mark: StatusMark | str) -> str:
    return mark if isinstance(mark, str) else mark.word


def notes(evaluation: Evaluation, document: Document, data: Sequence[Sheet]) -> Sheet:
    """What signs and words mean: those that are used and no others; then the report's remarks on its figures."""
    words_used = {cell for sheet in data for row in sheet.rows for cell in row if isinstance(cell, str)}
    used = {sign for cell in words_used for sign in cell.split()}
    meanings = SIGN_MEANINGS | dict(vocabulary.MARKERS.values())
    found = [(sign, say(meaning)) for sign, meaning in meanings.items() if sign in used]
    place = place_of(evaluation)
    entries: list[KeyEntry] = list(
        key.key(evaluation, place, performance.table(place, evaluation, in_any_order=False)).entries
    )
    found += [
        (mark_text(entry.mark), plain(entry.meaning)) for entry in entries if mark_text(entry.mark) not in meanings
    ]
    printed = (entry for block in document.blocks if isinstance(block, Key) for entry in block.entries)
    others = [entry for entry in printed if mark_text(entry.mark) in words_used - dict(found).keys()]
    found += [(mark_text(entry.mark), plain(entry.meaning)) for entry in others]  # above all of milestones
    if say(words.NOT_COMPARED) in words_used and say(words.NOT_COMPARED) not in dict(found):
        found.append((say(words.NOT_COMPARED), directions.not_compared_meaning(place, evaluation.assessments)))
    elsewhere = (say(words.OTHER_FORMATS), say(words.DRAFT))  # not on figures
    remarks = (block for block in document.blocks if isinstance(block, Note) and block.title not in elsewhere)
    found += [(note.title, plain(note.content)) for note in remarks]
    columns = (SheetColumn(say("Sign or word"), NAME), SheetColumn(say("Meaning"), TEXT))
    lead = (say("This sheet holds one table, of what stands in the others."),)
    rows = tuple((mark, piece) for mark, meaning in dict.fromkeys(found) for piece in pieces(meaning))
    title = say("What signs and words mean, and remarks on the figures")
    return Sheet(say(NOTES), title, lead, columns, rows, is_data=False)


def place_of(evaluation: Evaluation) -> PerformanceTable:
    """The table that the sheet of performance shows, so that its cells and key are worded as in the report."""
    specs = [TableColumnSpec(column) for column in (TableColumn.VALUE, TableColumn.TARGET, TableColumn.STATUS)]
    against = dict.fromkeys(evaluation.spec.compared())
    specs += [TableColumnSpec(TableColumn.DIRECTION, comparator=one) for one in against]
    return PerformanceTable("", tuple(specs))


# ---- tables


def over(section: Section | None, evaluation: Evaluation) -> tuple[str, ...]:
    """The labels of a section and, where the report has themes, of its theme before it."""
    label = section.label if section else say(words.OTHER_FIGURES)
    if not evaluation.spec.themes:
        return (label,)
    return (section.theme.label if section and section.theme else say(words.OTHER_FIGURES)), label


def sheet_of(name: str, title: str, columns: Sequence[SheetColumn], rows: Sequence[tuple[Cell, ...]]) -> Sheet:
    lead = say(
        "This sheet holds one table. The sheet {notes} says what signs such as {sign} mean.",
        notes=say(NOTES),
        sign=UNAVAILABLE,
    )
    return Sheet(name, title, (lead,), tuple(columns), tuple(rows))


# Headings over several sheets, with the widths of their columns.
VALUE = (marked("Value"), SHORT)
UNIT = (marked("Unit"), DAY)
QUALITY = (marked("Quality, or why there is no value"), WORDS)
TARGET = (words.TARGET, DAY)
PARTS = ((marked("Numerator"), SHORT), (marked("Denominator"), SHORT))
BETTER = (marked("Which way is better"), LABEL)


def columns_of(*headings: tuple[str, int]) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(say(title), width) for title, width in headings)


def subject_columns(evaluation: Evaluation, of: str = words.INDICATOR) -> tuple[SheetColumn, ...]:
    """The headings over a subject: what it is `of`, and where that stands in the report."""
    themes = ((words.THEME, NAME),) if evaluation.spec.themes else ()
    return columns_of(*themes, (marked("Section"), NAME), (of, LABEL))


def row_name(one: Assessment) -> str:
    """What the row of an indicator is called."""
    label = one.indicator.label
    return f"{say(words.OF_WHICH)}: {label}" if one.indicator.part_of is not None else label


def pieces(text: str) -> Iterator[str]:
    """A text in pieces that fit into a cell."""
    return (text[at : at + LONGEST] for at in range(0, max(len(text), 1), LONGEST))


# ---- cells


def word_cell(one: Assessment, spec: TableColumnSpec, evaluation: Evaluation) -> str:
    """A status or direction in words."""
    if spec.comparator and spec.comparator not in [travel.against for travel in one.directions]:
        return say(words.NOT_COMPARED)
    (cell,) = performance.cells(one, (spec,), evaluation)
    if isinstance(cell, StatusCell):
        return cell.mark.word
    assert isinstance(cell, TextCell)  # no trend is asked for
    return plain(cell.content)


def figure_cells(one: Assessment, point: Published) -> tuple[Cell, Cell, Cell]:
    """A value or the sign in its place; its unit; and what is said of it."""
    indicator, figure = one.indicator, point.figure
    found = list(signs(indicator, figure))
    amount = value(indicator, figure)
    if amount is None:
        said = say(vocabulary.REASONS[figure.reason]) if figure.reason else say(words.NOT_AVAILABLE)
        return found[0], unit_cell(indicator.unit), " ".join((said, *found))
    return (
        shown_cell(one, amount),
        unit_cell(indicator.unit),
        " ".join((words.capitalised(say(vocabulary.QUALITIES[figure.quality])), *found)),
    )


def shown_cell(one: Assessment, amount: Number) -> Cell:
    """Yes and no are words here, and all else figures."""
    is_word = one.indicator.unit.dimension is Dimension.YES_NO
    return numbers.amount(one.indicator, amount.amount) if is_word else amount


def unit_cell(measured: Unit) -> str:
    """What bare figures are counted in."""
    match measured.dimension:
        case Dimension.MONEY:
            return "£"
        case Dimension.CLOCK:
            return say("Minutes")
        case Dimension.POINTS:
            return say("Percentage points")
        case _:
            return words.capitalised(vocabulary.unit(measured))


def target_cell(one: Assessment, point: Published) -> Cell:
    """A target that is just one figure as that; any other in words."""
    amount = single(one.indicator, point)
    if amount is None or point.aim is None or point.aim.is_strict:
        return target(one, point)
    return shown_cell(one, amount)


def part_cells(figure: Figure) -> tuple[Cell, Cell]:
    without = UNAVAILABLE if figure.amount is None else NOT_APPLICABLE
    return part(figure.numerator) or without, part(figure.denominator) or without
