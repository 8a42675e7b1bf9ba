"""One Document with everything in it: every Block, Inline, Cell and Shape, in every dress they come in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kpidsl.compose.page_words import page_words
from kpidsl.document.drawn import Category, Dash, Level, Point, Series, Tick
from kpidsl.document.model import (
    Attachment,
    Block,
    Cell,
    Chart,
    Column,
    Contents,
    ContentsEntry,
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
    NewPage,
    Note,
    Paragraph,
    Row,
    RowGroup,
    Segment,
    Sparkline,
    StackedBar,
    StatusCell,
    StatusMark,
    Strong,
    Table,
    Text,
    TextCell,
    TrendCell,
)
from kpidsl.terms import ChartKind, Shape
from tests.logos import logo

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
            over=f"Theme {section // 4}" if section % 4 == 0 else "",
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


def _of_chart(number: int, categories: tuple[Category, ...]) -> Table:
    """The table of a chart: a row a category."""
    rows = tuple(
        Row((Text(f"{category.group} {category.label}"),), (TextCell((Text(f"{40 + at}%"),)), TextCell((Text("50%"),))))
        for at, category in enumerate(categories)
    )
    columns = (Column("Quarter", 2), Column("% of cases closed", 1, numeric=True), Column("Target", 1, numeric=True))
    return Table(f"Data for chart {number}", columns, (RowGroup("", rows),))


def _points(*heights: str, hollow: tuple[int, ...] = (), labelled: bool = True) -> tuple[Point | None, ...]:
    """Points at these heights, none at an empty one."""
    return tuple(
        Point(Decimal(height), f"{Decimal(height) * 100:.0f}%" if labelled else "", at in hollow) if height else None
        for at, height in enumerate(heights)
    )


def charts() -> tuple[Chart, ...]:
    """A chart of each kind: lines with gaps, breaks and everything beside them, several lines, bars of both ways."""
    quarters = tuple(Category(f"Q{at % 4 + 1}", f"20{19 + at // 4}-{20 + at // 4}") for at in range(6))
    ticks = tuple(Tick(Decimal(at) / 4, f"{25 * at}%") for at in range(5))
    one = Series(
        "Rutland County Council", _points("0.4", "", "0.3", "0.1", "0", "1", hollow=(0, 5)), Shape.CIRCLE, Dash.SOLID,
        "#1D3557", breaks=(4,),
    )  # fmt: skip
    half, steps = Decimal("0.5"), (None, *(Decimal(at) / 10 for at in (5, 5, 6, 6, 7)))
    levels = (
        Level("Target 60% to 70%", steps, Dash.DASHED, "#1A1A1A", (None, *(Decimal("0.8"),) * 5)),
        Level("England 50% (2019-20)", (half,) * 6, Dash.DOTTED, "#6B6B6B"),
        Level("Average of statistical neighbours 51%", (Decimal("0.51"),) * 6, Dash.DASH_DOT, "#6B6B6B"),
    )
    several = tuple(
        Series(f"A measure with a long name, number {at}: {at}0%",
               _points(*(f"0.{at}", f"0.{9 - at}") * 3, labelled=False), shape, dash, colour)
        for at, (shape, dash, colour) in enumerate(
            zip((Shape.CIRCLE, Shape.SQUARE, Shape.TRIANGLE, Shape.DIAMOND), Dash,
                ("#1D3557", "#B35900", "#00703C", "#6B2C91"), strict=True)
        )
    )  # fmt: skip
    names = tuple(Category(f"Percentage of cases closed within {at} working days" * (1 + at % 2)) for at in range(3))
    lying = Series("", _points("0.8", "0.25", "", hollow=(0,)), Shape.SQUARE, Dash.SOLID, "#1D3557")
    marks = Level("Target", (Decimal("0.9"), Decimal("0.2"), half), Dash.DASHED, "#1A1A1A", (None, half, None))
    upright = Series("", _points("0.8", "0.25", "0", "", "1", "0.6", hollow=(4,)), Shape.CIRCLE, Dash.SOLID, "#1D3557",
                     (3,))  # fmt: skip
    note = (Text("Hollow points are "), Strong((Text("illustrative"),)), Text(" [i] figures. " + LOREM))
    zero, quarter = Decimal(0), Decimal("0.25")
    alt = "chart of cases closed, 2019-20 Q1 to 2020-21 Q2: from 40% to 100%."
    return (
        Chart("Chart 1. Closed", ChartKind.LINES, quarters, ticks, zero, (one,), levels, "", f"Line {alt}",
              _of_chart(1, quarters), note),
        Chart("Chart 2. Four measures", ChartKind.LINES, quarters, ticks, None, several, (), "The scale starts at 20%.",
              f"Four lines, {alt}", _of_chart(2, quarters)),
        Chart("Chart 3. Bars", ChartKind.COLUMNS, quarters, ticks, quarter, (upright,), levels[:1], "Working days",
              f"Bar {alt}", _of_chart(3, quarters)),
        Chart("Chart 4. Side by side", ChartKind.BARS, names, ticks, zero, (lying,), (marks,), "", f"Lying bar {alt}",
              _of_chart(4, names), note),
    )  # fmt: skip


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
        Heading(2, (Text("Contents"),), "contents"),
        Contents(
            (
                ContentsEntry(1, "1", (Text("Purpose of the report"),), "purpose"),
                ContentsEntry(
                    1,
                    "2",
                    (
                        Text(
                            "Performance data, in words so many that they are certain to run over the end of their line"
                        ),
                    ),
                    "data",
                ),
                ContentsEntry(1, "3", (Text("Commentary"),), "commentary"),
                ContentsEntry(2, "3.1", (Text("Assessments, with "), Emphasis((Text("stress"),))), "assessments"),
                ContentsEntry(2, "", (Text("Early help"),), "early-help"),
                ContentsEntry(1, "", (Text("Published elsewhere"),), "nowhere"),
            )
        ),
        Heading(2, (Text("Decision recommendations"),), "recommendations"),
        Paragraph((Text("That the committee:"),)),
        List(
            ((Text("Notes the performance information."),), (Text("Asks for a report in winter. " + LOREM),)),
            ("1.", "2."),
        ),
        NewPage("Overview"),
        StackedBar(
            "Indicators by status",
            tuple(
                Segment(mark, f"{mark.word}: {count} ({count}%)", Decimal(count) / 100)
                for mark, count in zip(MARKS, (60, 25, 14, 1, 0), strict=True)
            ),
            "A bar of 100 indicators, in parts as long as their shares.",
        ),
        NewPage(),
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
        *charts(),
        Heading(2, (Text("Commentary"),), "commentary", "3"),
        Heading(3, (Text("Assessments, with "), Emphasis((Text("stress"),))), "assessments", "3.1"),
        *(Paragraph((Text(LOREM),), f"3.1.{number}") for number in range(1, 12)),
        Heading(3, (Text("Early help"),), "early-help"),
        Heading(4, (Text("Referrals"),), "referrals"),
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
            f"Section {number // 2 + 1} of the service",
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
            "Rutland County Council", "Children and Young People Scrutiny Committee", "30 September 2021", logo()
        ),
        running_head="Children’s services performance, quarter one 2021-22",
        page_label="Page {page} of {pages}",
        page_words=page_words(),
        details=details(),
        blocks=blocks(),
        attachments=(
            Attachment(
                "observations.csv", "text/csv", "The observations behind the report", "indicator,é\n1,2\n".encode()
            ),
            Attachment("report é.json", "application/json", "The spec", b'{"a": 1}'),
        ),
    )
