"""One Document with everything in it: every Block, Inline, Cell and Shape, in every dress they come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kpidsl.compose.details import PAGE_WORDS
from kpidsl.document.model import (
    Attachment,
    Block,
    Cell,
    Column,
    Detail,
    Document,
    Emphasis,
    Fact,
    Facts,
    Heading,
    Inline,
    Key,
    KeyEntry,
    Link,
    List,
    Masthead,
    Note,
    Paragraph,
    Row,
    RowGroup,
    Sparkline,
    StatusCell,
    StatusMark,
    Strong,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.terms import Shape

MARKS = (
    StatusMark("On target", "G", Shape.CIRCLE, "#00703C"),
    StatusMark("Close to target", "A", Shape.DIAMOND, "#B35900"),
    StatusMark("Off target", "R", Shape.TRIANGLE, "#B10E1E"),
    StatusMark("Exceeded", "B", Shape.STAR, "#1D70B8"),
    StatusMark("Not rated", "N", Shape.SQUARE, "#595959"),
)
COLUMNS = (
    Column("Indicator", 38, orders=("A to Z", "Z to A")),
    Column("2020-21 outturn", 13, numeric=True, orders=("lowest first", "highest first")),
    Column("2021-22 quarter 1", 13, numeric=True),
    Column("Target", 12, numeric=True),
    Column("Status", 14, orders=("first in the key first", "last in the key first")),
    Column("Trend over four quarters", 14),
)
SERIES: tuple[tuple[str | None, ...], ...] = (
    ("0.1", "0.5", "0.3", "0.9"),
    ("1", "0.7", None, "0.2"),
    ("0.4", None, "0.6", None),
    (None, None, None, "0.5"),
    ("0", "1", "0", "1"),
)


TARGETS: tuple[tuple[Decimal | None, ...], ...] = (
    (Decimal("0.6"),) * 4,  # level, in steps, with a gap, and of the last quarter alone
    (Decimal("0.4"), Decimal("0.5"), Decimal("0.5"), Decimal("0.7")),
    (Decimal("0.6"), None, Decimal("0.6"), Decimal("0.3")),
    (None, None, None, Decimal("0.6")),
)


def sparkline(number: int) -> Sparkline:
    """A trend whose words name it."""
    points = tuple(None if point is None else Decimal(point) for point in SERIES[number % len(SERIES)])
    target = (None, None, None, None) if number % 3 == 2 else TARGETS[number % len(TARGETS)]
    upper = (Decimal("0.9"),) * 4 if number % 4 == 1 else ()
    breaks = (2,) if number % 5 == 4 else ()
    return Sparkline(points, target, f"Trend {number}: {', '.join(str(point) for point in points)}", upper, breaks)


def row(number: int, *, words: str = "") -> Row:
    """A row of every kind of cell; each seventh has neither target nor status."""
    name = words or f"Percentage of single assessments completed within {40 + number} days"
    cells: tuple[Cell, ...] = (
        TextCell((Text(f"{1524 + number:,}"),)),
        TextCell((Text(f"{number}.5%"),)),
        TextCell((Text("90%"),)) if number % 7 else TextCell((Text("Not set"),), muted=True),
        StatusCell(MARKS[number % len(MARKS)]) if number % 7 else TextCell((Text("Not rated"),), muted=True),
        TrendCell(sparkline(number)),
    )
    header: tuple[Inline, ...] = (Text(name),)
    if number % 5 == 0:
        header += (Text(" ("), Strong((Text("revised"),)), Text(")"))
    places = (number, -number % 13, None, None, number % len(MARKS) if number % 7 else None, None)
    return Row(header, cells, detail=f"indicator-{number % 4}", places=places)


def long_table() -> Table:
    """A table over three pages and more; in each section two rows are parts of the one above."""
    groups = tuple(
        RowGroup(
            f"Section {section} of the service",
            tuple(replace(row(section * 9 + at), is_part=at in (4, 5)) for at in range(9)),
        )
        for section in range(9)
    )
    return Table("Table 1. Performance at the end of quarter one", COLUMNS, groups)


def short_table() -> Table:
    """A table of one untitled group, with links and an empty cell."""
    header: tuple[Inline, ...] = (Text("Waste, see "), Link((Text("commentary"),), "#commentary"))
    return Table(
        "Table 2. Reference",
        (Column("Measure", 3), Column("Value", 1, numeric=True), Column("Note", 2)),
        (
            RowGroup(
                "",
                (
                    Row(header, (TextCell((Text("12"),)), TextCell((Text("Collected monthly"),)))),
                    Row((Text("Missed bins per 100,000"),), (TextCell((Text("3.4"),)), TextCell(()))),
                ),
            ),
        ),
    )


LOREM = (
    "Children seen as part of an assessment is back at 100%, after dropping below target last year due to differences "
    "in the recording of virtual home visits, where some social workers recorded ‘child not seen’ (although the child "
    "was seen virtually)."
)


def blocks() -> tuple[Block, ...]:
    """Every Block, in the order of a report."""
    return (
        Heading(1, (Text("Children’s services performance at the end of quarter one 2021-22"),), "title"),
        Paragraph((Text("Report of the Strategic Director"),)),
        Facts(
            (
                Fact("Strategic aim", ((Text("Safeguarding"),),)),
                Fact("Exempt information", ((Text("No"),),)),
                Fact(
                    "Contact officers",
                    (
                        (
                            Text("Dawn Godfrey, Strategic Director, "),
                            Link((Text("01572 758358"),), "tel:+441572758358"),
                        ),
                        (
                            Text("Jonathan Weller, Business Intelligence Manager, "),
                            Link((Text("jweller@rutland.example"),), "mailto:jweller@rutland.example"),
                        ),
                    ),
                ),
            )
        ),
        Heading(2, (Text("Decision recommendations"),), "recommendations"),
        Paragraph((Text("That the committee:"),)),
        List(
            ((Text("Notes the performance information."),), (Text("Asks for a report in winter. " + LOREM),)),
            ("1.", "2."),
        ),
        Heading(2, (Text("Purpose of the report"),), "purpose", "1"),
        Paragraph((Text("It costs £150,000 – “about” 3 × 5 ≥ 14 · Ŵyr, Łódź, naïve, Ελλάδα."),), "1.1"),
        Paragraph(
            (
                Text("Plain, "),
                Strong((Text("strong, "), Emphasis((Text("both"),)))),
                Text(" and "),
                Emphasis((Text("stressed"),)),
                Text(" words, and "),
                Link(
                    (
                        Text("a link of many words that is certain to run over the end of a line, with "),
                        Strong((Text("strong ones"),)),
                    ),
                    "https://www.example.org/a/path?with=query#part",
                ),
                Text("; then "),
                Link((Text("the commentary"),), "#commentary"),
                Text(". An address: https://www.example.org/" + "a-very-long-path/" * 9 + "end.html."),
            ),
            "1.2",
        ),
        Paragraph((Text("Indented, without a number. " + LOREM),), indented=True),
        List(
            ((Text("First point. " + LOREM),), (Text("Second point"),), (Strong((Text("Third"),)), Text(" point"))),
            ("•", "•", "•"),
            indented=True,
        ),
        Heading(2, (Text("Performance data"),), "data", "2"),
        Note("Illustrative figures", (Text("Some figures here are made up. " + LOREM),)),
        Key(
            "What the marks mean",
            (
                *(KeyEntry(mark, (Text(f"{mark.word}: what it means. " + LOREM[:90]),)) for mark in MARKS),
                KeyEntry("Not set", (Text("No target was set."),)),
            ),
        ),
        Paragraph((Text("The table shows performance against this year’s target."),), "2.1"),
        long_table(),
        short_table(),
        Heading(2, (Text("Commentary"),), "commentary", "3"),
        Heading(3, (Text("Assessments, with "), Emphasis((Text("stress"),))), "assessments", "3.1"),
        *(Paragraph((Text(LOREM),), f"3.1.{number}") for number in range(1, 12)),
        Heading(3, (Text("Early help"),), "early-help"),
        Paragraph((Text("Not applicable."),), "3.2"),
    )


def details() -> tuple[Detail, ...]:
    """What stands behind some rows: every block that can, and for one row nothing."""
    return tuple(
        Detail(
            f"indicator-{number}",
            f"Indicator {number}",
            (
                Heading(1, (Text("What it measures"),), ""),
                Facts((Fact("Unit", ((Text("Percentage"),), (Text("of all"),))),)),
                Heading(1, (Text("Earlier figures"),), ""),
                short_table(),
                Paragraph((Text("[i] Made up."),)),
            ),
        )
        for number in range(3)
    )


def kitchen_sink() -> Document:
    """The Document."""
    return Document(
        title="Children’s services performance",
        author="Rutland County Council",
        subject="Performance & “quality”",
        language="en-GB",
        dated=date(2021, 9, 30),
        masthead=Masthead(
            "Rutland County Council", "Children and Young People Scrutiny Committee", "30 September 2021"
        ),
        running_head="Children’s services performance, quarter one 2021-22",
        page_label="Page {page} of {pages}",
        page_words=PAGE_WORDS,
        details=details(),
        blocks=blocks(),
        attachments=(
            Attachment(
                "observations.csv", "text/csv", "The observations behind the report", "indicator,é\n1,2\n".encode()
            ),
            Attachment("report é.json", "application/json", "The spec", b'{"a": 1}'),
        ),
    )
