"""Plain content as ReportLab Platypus flowables: the way that its manual shows, untagged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

Plain = list[Any]
_REGULAR, _BOLD = "Peer", "Peer-Bold"
USUAL = (
    SimpleNamespace()
)  # the measures of kpic's own pages, which come with the content: nothing of kpic is loaded here


def render(plain: dict[str, Any], out: Path, fonts: Path) -> None:
    """Write the report to the file `out`."""
    register(fonts)
    for name, value in plain["measures"].items():
        setattr(USUAL, name, SimpleNamespace(**value) if isinstance(value, dict) else value)
    document = BaseDocTemplate(
        str(out), pagesize=(USUAL.width, USUAL.height), title=plain["title"], author=plain["author"], pageCompression=1
    )
    frame = Frame(USUAL.side, USUAL.bottom, USUAL.measure, USUAL.body_height, 0, 0, 0, 0)
    furniture = _Furniture(plain)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=furniture.head))
    look = _Look(plain["colours"])
    story = [*_masthead(plain, look), *(each for block in plain["blocks"] for each in _block(block, look))]
    document.build(story, canvasmaker=furniture.canvas)


def register(fonts: Path) -> None:
    """Make the typeface known to ReportLab."""
    for name, file in ((_REGULAR, "LiberationSans-Regular.ttf"), (_BOLD, "LiberationSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(fonts / file)))
    pdfmetrics.registerFontFamily(_REGULAR, normal=_REGULAR, bold=_BOLD, italic=_REGULAR, boldItalic=_BOLD)


class _Furniture:
    """Running heads, and feet once the number of pages is known: pages are kept until then, as is usual."""

    def __init__(self, plain: dict[str, Any]) -> None:
        self.text, self.label, self.colour = plain["running_head"], plain["page_label"], plain["colours"]["muted"]

    def head(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        if document.page > 1:
            canvas.setFont(_REGULAR, USUAL.foot.size)
            canvas.setFillColor(HexColor(self.colour))
            canvas.drawString(USUAL.side, USUAL.height - USUAL.head_baseline, self.text)

    def canvas(self, *args: Any, **named: Any) -> Canvas:
        furniture = self

        class Numbered(Canvas):  # type: ignore[misc]  # ReportLab has no types
            kept: ClassVar[list[dict[str, Any]]] = []

            def showPage(self) -> None:
                self.kept.append(dict(self.__dict__))
                self._startPage()

            def save(self) -> None:
                for number, page in enumerate(self.kept, 1):
                    self.__dict__.update(page)
                    self.setFont(_REGULAR, USUAL.foot.size)
                    self.setFillColor(HexColor(furniture.colour))
                    foot = furniture.label.format(page=number, pages=len(self.kept))
                    self.drawRightString(USUAL.width - USUAL.side, USUAL.foot_baseline, foot)
                    super().showPage()
                super().save()

        Numbered.kept = []
        return Numbered(*args, **named)


class _Look:
    """The styles of paragraphs, made once."""

    def __init__(self, colours: dict[str, str]) -> None:
        self.colours = colours
        text, accent = HexColor(colours["text"]), HexColor(colours["accent"])

        def style(name: str, type_: SimpleNamespace, **more: Any) -> ParagraphStyle:
            base = {"fontName": _REGULAR, "fontSize": type_.size, "leading": type_.leading, "textColor": text}
            return ParagraphStyle(name, **{**base, **more})

        space = {"spaceBefore": USUAL.paragraph_space, "spaceAfter": USUAL.paragraph_space}
        hang = {"leftIndent": USUAL.number_column, "bulletFontName": _REGULAR, "bulletFontSize": USUAL.body.size}
        self.body = style("body", USUAL.body, **space)
        self.tight = style("tight", USUAL.body)
        self.hung = style("hung", USUAL.body, **space, **hang)
        self.item = style("item", USUAL.body, spaceBefore=USUAL.item_space, **hang)
        self.caption = style("caption", USUAL.body, fontName=_BOLD)
        self.council = style("council", USUAL.body, fontName=_BOLD, textColor=accent)
        self.small = style("small", USUAL.table, **space)
        self.cell = style("cell", USUAL.table)
        self.figure = style("figure", USUAL.table, alignment=TA_RIGHT)
        self.head = style("head", USUAL.table, fontName=_BOLD)
        self.figure_head = style("figure head", USUAL.table, fontName=_BOLD, alignment=TA_RIGHT)
        bold = {"fontName": _BOLD, "spaceAfter": USUAL.paragraph_space}
        hang = {"bulletFontName": _BOLD}
        self.headings = (
            style("h1", USUAL.title, **bold, **hang, spaceBefore=USUAL.title_space, textColor=accent),
            style("h2", USUAL.chapter, **bold, **hang, spaceBefore=USUAL.chapter_space, textColor=accent),
            style("h3", USUAL.part, **bold, **hang, spaceBefore=USUAL.part_space),
            style("h4", USUAL.part_of_part, **bold, **hang, spaceBefore=USUAL.part_space),
        )
        self.numbered = tuple(
            ParagraphStyle(
                f"{each.name}n", each, leftIndent=USUAL.number_column, bulletFontSize=each.fontSize, bulletColor=accent
            )
            for each in self.headings
        )


class _Drawing(Flowable):  # type: ignore[misc]
    """Parts in a box."""

    def __init__(self, wide: float, tall: float, parts: Plain) -> None:
        super().__init__()
        self.width, self.height, self.parts = wide, tall, parts

    def draw(self) -> None:
        for part in self.parts:
            _draw(self.canv, part, self.height)


class _Mark(Flowable):  # type: ignore[misc]
    """A shape and its word."""

    def __init__(self, word: str, shape: str, colour: str, text: str, type_: SimpleNamespace) -> None:
        super().__init__()
        self.word, self.part, self.type, self.text = (
            word,
            ["mark", shape, 0, 0, USUAL.shape, colour, False],
            type_,
            text,
        )
        self.width, self.height = 70, type_.leading

    def draw(self) -> None:
        drop = (self.type.leading - USUAL.shape) / 2
        _draw(self.canv, self.part, self.height - drop)
        self.canv.setFont(_REGULAR, self.type.size)
        self.canv.setFillColor(HexColor(self.text))
        self.canv.drawString(USUAL.shape + USUAL.shape_gap, self.height - self.type.baseline, self.word)


def _draw(canvas: Canvas, part: Plain, top: float) -> None:
    match part:
        case ["line", points, colour, width, dashes]:
            canvas.setStrokeColor(HexColor(colour))
            canvas.setLineWidth(width)
            canvas.setDash(dashes)
            path = canvas.beginPath()
            path.moveTo(points[0][0], top - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, top - y)
            canvas.drawPath(path)
        case ["fill", x, y, width, height, colour]:
            canvas.setFillColor(HexColor(colour))
            canvas.rect(x, top - y - height, width, height, stroke=0, fill=1)
        case ["mark", shape, x, y, size, colour, hollow]:
            canvas.setStrokeColor(HexColor(colour))
            canvas.setFillColor(HexColor("#FFFFFF" if hollow else colour))
            canvas.setLineWidth(1.4)
            if shape == "circle":
                canvas.circle(x + size / 2, top - y - size / 2, size * 0.47, stroke=int(hollow), fill=1)
            else:
                canvas.rect(x, top - y - size, size, size, stroke=int(hollow), fill=1)
        case ["words", text, x, baseline, colour, bold]:
            canvas.setFont(_BOLD if bold else _REGULAR, USUAL.chart.size)
            canvas.setFillColor(HexColor(colour))
            canvas.drawString(x, top - baseline, text)
        case _:
            raise ValueError(part)


def _text(runs: Plain) -> str:
    return "".join(_run(*run) for run in runs)


def _run(text: str, bold: bool, target: str) -> str:
    said = f"<b>{escape(text)}</b>" if bold else escape(text)
    return f'<a href="{escape(target)}" color="#1B4F9C">{said}</a>' if target and not target.startswith("#") else said


def _masthead(plain: dict[str, Any], look: _Look) -> Iterator[Flowable]:
    council, committee, meeting = plain["masthead"]
    yield Paragraph(escape(council), look.council)
    yield HRFlowable("100%", USUAL.accent_rule, color=HexColor(look.colours["accent"]), spaceBefore=7, spaceAfter=9)
    yield Paragraph(escape(committee), look.tight)
    yield Paragraph(escape(meeting), look.tight)


def _block(block: Plain, look: _Look) -> Iterator[Flowable]:
    kind, *rest = block
    match kind:
        case "heading":
            level, _, number, runs, _ = rest
            style = (look.numbered if number else look.headings)[min(level, 4) - 1]
            yield CondPageBreak(style.leading + 4 * USUAL.body.leading)
            yield Paragraph(_text(runs), style, bulletText=number or None)
        case "paragraph":
            number, indented, runs = rest
            yield Paragraph(_text(runs), look.hung if indented else look.body, bulletText=number or None)
        case "small":
            yield Paragraph(_text(rest[0]), look.small)
        case "list":
            for label, runs in rest[1]:
                yield Paragraph(_text(runs), look.item, bulletText=label)
        case "facts":
            rows = [
                [
                    Paragraph(f"<b>{escape(label)}</b>", look.tight),
                    [Paragraph(_text(value), look.tight) for value in values],
                ]
                for label, values in rest[0]
            ]
            yield _plain_table(rows, look, rule=True)
        case "table":
            caption, columns, groups = rest
            yield from _table(caption, columns, groups, look)
        case "key":
            title, entries = rest
            rows = [[_inside(mark, look), Paragraph(_text(runs), look.cell)] for mark, runs in entries]
            yield KeepTogether([Paragraph(f"<b>{escape(title)}</b>", look.small), _plain_table(rows, look, rule=False)])
        case "note":
            title, runs = rest
            inside = [Paragraph(f"<b>{escape(title)}</b>", look.tight), Paragraph(_text(runs), look.tight)]
            bar = ("LINEBEFORE", (0, 0), (0, -1), USUAL.note_bar, HexColor(look.colours["accent"]))
            style = TableStyle([bar, ("LEFTPADDING", (0, 0), (-1, -1), USUAL.note_inset)])
            yield _spaced(Table([[inside]], colWidths=[USUAL.measure], style=style))
        case "chart":
            caption, _, height, drawn = rest
            yield CondPageBreak(200)
            yield Paragraph(escape(caption), look.caption)
            yield _Drawing(USUAL.measure, height, drawn)
        case "bar":
            caption, _, drawn, legend = rest
            yield CondPageBreak(200)
            yield Paragraph(escape(caption), look.caption)
            yield _Drawing(USUAL.measure, 22, drawn)
            for entry in legend:
                yield _inside(entry, look)
        case "contents":
            for level, number, runs, _ in rest[0]:
                yield Paragraph(f"{'&nbsp;' * 4 * (level - 1)}{escape(number)} {_text(runs)}", look.tight)
        case "page":
            yield PageBreak()
        case _:
            raise ValueError(kind)


def _spaced(flowable: Flowable) -> Flowable:
    flowable.spaceBefore = flowable.spaceAfter = USUAL.block_space
    return flowable


def _plain_table(rows: list[list[Any]], look: _Look, *, rule: bool) -> Flowable:
    pad = USUAL.cell_top if rule else USUAL.item_space / 2
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("TOPPADDING", (0, 0), (-1, -1), pad), ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
    ]  # fmt: skip
    if rule:
        style.append(("LINEBELOW", (0, 0), (-1, -1), USUAL.hairline, HexColor(look.colours["rule"])))
    widths = [155.0 if rule else 75.0]
    return _spaced(Table(rows, colWidths=[*widths, USUAL.measure - widths[0]], style=TableStyle(style)))


def _table(caption: str, columns: Plain, groups: Plain, look: _Look) -> Iterator[Flowable]:
    if caption:
        yield CondPageBreak(100)
        yield Paragraph(escape(caption), look.caption)
    whole = sum(weight for _, weight, _ in columns)
    widths = [USUAL.measure * weight / whole for _, weight, _ in columns]
    rule, band = HexColor(look.colours["rule"]), HexColor(look.colours["band"])
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LINEBELOW", (0, 0), (-1, -1), USUAL.hairline, rule),
        ("LINEBELOW", (0, 0), (-1, 0), USUAL.strong_rule, HexColor(look.colours["accent"])),
        ("LEFTPADDING", (0, 0), (-1, -1), USUAL.cell_side), ("RIGHTPADDING", (0, 0), (-1, -1), USUAL.cell_side),
        ("TOPPADDING", (0, 0), (-1, -1), USUAL.cell_top), ("BOTTOMPADDING", (0, 0), (-1, -1), USUAL.cell_top),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [Paragraph(escape(title), look.figure_head if numeric else look.head) for title, _, numeric in columns]
    ]
    for titles, inside in groups:
        for title in titles:
            style.append(("SPAN", (0, len(rows)), (-1, len(rows))))
            style.append(("BACKGROUND", (0, len(rows)), (-1, len(rows)), band))
            rows.append([Paragraph(escape(title), look.head), *[""] * (len(columns) - 1)])
        for runs, _, cells in inside:
            dressed = [_inside(cell, look, numeric) for cell, (_, _, numeric) in zip(cells, columns[1:], strict=False)]
            rows.append([Paragraph(_text(runs), look.cell), *dressed])
    yield _spaced(Table(rows, colWidths=widths, repeatRows=1, style=TableStyle(style)))


def _inside(cell: Plain, look: _Look, numeric: bool = False) -> Flowable:
    match cell:
        case ["text", runs]:
            return Paragraph(_text(runs), look.figure if numeric else look.cell)
        case ["muted", runs]:
            words = f'<font color="{look.colours["muted"]}">{_text(runs)}</font>'
            return Paragraph(words, look.figure if numeric else look.cell)
        case ["mark", word, shape, colour]:
            return _Mark(word, shape, colour, look.colours["text"], USUAL.table)
        case ["trend", _, drawn]:
            return _Drawing(USUAL.trend_width, USUAL.trend_height, drawn)
        case _:
            raise ValueError(cell)
