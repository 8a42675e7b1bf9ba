"""Paints a layout on ReportLab's canvas and writes the file: pages, links, bookmarks, structure, metadata.

Every painting operator stands inside a marked-content sequence or an artifact (ISO 14289-1, 7.1). On each page the
rules and shapes come first, as one artifact, then the text in reading order, then running heads and feet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import assert_never

from kpidsl.document.model import Document
from kpidsl.render.parts import Fill, ShapeMark, Stroke
from kpidsl.render.pdf import fonts
from kpidsl.render.pdf.drawing import draw_bar, draw_fill, draw_picture, draw_shape, draw_stroke, draw_trend, set_fill
from kpidsl.render.pdf.file import ObjectFile, text_string
from kpidsl.render.pdf.flow import Placed
from kpidsl.render.pdf.fonts import Faces
from kpidsl.render.pdf.items import Anchor, Artifact, Bar, Drawing, Owner, Part, Picture, Run, Style, TextLine, Trend
from kpidsl.render.pdf.layout import Layout
from kpidsl.render.pdf.library import Canvas
from kpidsl.render.pdf.metadata import embed, info, output_intent, xmp
from kpidsl.render.pdf.navigation import Destination, LinkBox, destinations, link_annotation, outline
from kpidsl.render.pdf.tags import Marks, write_tree

Figure = Trend | Bar | Drawing | Picture

_UNDERLINE = 0.055  # of the size of type: thickness, and
_UNDERLINE_DROP = 0.12  # how far below the baseline

Line = tuple[float, TextLine]  # the top of its strip, and the line


def paint(layout: Layout, document: Document) -> bytes:
    """The finished file."""
    measures = layout.measures
    set_in = fonts.faces(measures.typeface)
    canvas = Canvas(
        None,
        pagesize=(measures.width, measures.height),
        pageCompression=1,
        invariant=1,
        initialFontName=set_in.name(fonts.Face.REGULAR),
        initialFontSize=measures.body.size,
    )
    file = canvas._doc = ObjectFile(invariant=1, lang=document.language)
    marks = Marks(layout.elements)
    places: dict[int, Destination] = {}
    for number, page in enumerate(layout.pages):
        marks.new_page()
        for placed in page:
            for item in placed.items:
                if isinstance(item, Anchor):
                    places[item.heading] = Destination(number, measures.height - placed.y - item.y)
        _page(canvas, marks, layout, page, set_in)
        canvas.showPage()
    return file.written(_catalog(file, marks, layout, document, places), info(document))


def _catalog(file: ObjectFile, marks: Marks, layout: Layout, document: Document, places: dict[int, Destination]) -> str:
    pages = file.page_refs()
    places = {number: places[number] for number in sorted(places)}
    named = destinations(layout.headings, places, pages)
    entries = [
        f"/Lang{text_string(document.language)}/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>",
        f"/StructTreeRoot {write_tree(marks, file, pages).ref}",
        f"/Metadata {file.stream(xmp(document), '/Type/Metadata/Subtype/XML', compress=False)}",
        f"/OutputIntents[{output_intent(file)}]",
    ]
    names = f"/Dests {named}" if named else ""
    if document.attachments:
        associated, embedded = embed(document.attachments, document.dated, file)
        entries.append(f"/AF{associated}")
        names += f"/EmbeddedFiles {embedded}"
    if names:
        entries.append(f"/Names<<{names}>>")
    if places:
        entries.append(f"/Outlines {outline(layout.headings, places, pages, file)}/PageMode/UseOutlines")
    return "".join(entries)


def _page(canvas: Canvas, marks: Marks, layout: Layout, page: Sequence[Placed], set_in: Faces) -> None:
    height = layout.measures.height
    lines: list[Line] = []
    figures: list[tuple[float, Figure]] = []
    ornaments: list[tuple[float, Fill | ShapeMark]] = []
    for placed in page:
        for item in placed.items:
            if isinstance(item, TextLine):
                lines.append((placed.y, item))
            elif isinstance(item, Figure):
                figures.append((placed.y, item))
            elif isinstance(item, Fill | ShapeMark):
                ornaments.append((placed.y, item))
    boxes = list(_link_boxes(lines, height))
    _ornaments(canvas, ornaments, boxes, height)
    content: list[tuple[float, TextLine | Figure]] = [*lines, *figures]
    # reading order is the order of elements; running heads and feet come last
    content.sort(key=lambda each: (isinstance(each[1].owner, Artifact), _order(each[1].owner)))
    waiting: list[Line] = []
    for top, item in content:
        if isinstance(item, TextLine):
            waiting.append((top, item))
        else:
            _text(canvas, marks, waiting, height, set_in)
            waiting = []
            _figure(canvas, marks, item, top, height, set_in)
    _text(canvas, marks, waiting, height, set_in)
    for box in boxes:
        annotation = canvas._doc.new()
        number = marks.annotate(box.element, annotation)
        annotation.body = link_annotation(box, layout.links[box.element], layout.headings, number + len(layout.pages))
        canvas._annotationrefs.append(annotation.ref)


def _order(owner: Owner) -> int:
    return owner if isinstance(owner, int) else 0


def _ornaments(
    canvas: Canvas, ornaments: Sequence[tuple[float, Fill | ShapeMark]], boxes: Sequence[LinkBox], height: float
) -> None:
    """Bands, rules, shapes and underlines, all in one artifact. Rectangles that touch are painted as one."""
    underlined = [box for box in boxes if box.underlined]
    if not ornaments and not underlined:
        return
    _code(canvas, f"/Artifact {Artifact.LAYOUT.value} BDC")
    fills = [(top + item.y, item) for top, item in ornaments if isinstance(item, Fill)]
    for x, y, width, tall, colour in _merged(fills):
        draw_fill(canvas, x, height - y - tall, width, tall, colour)
    for top, item in ornaments:
        if isinstance(item, ShapeMark):
            draw_shape(canvas, item, height - top - item.y)
    for box in underlined:
        thick = box.size * _UNDERLINE
        draw_fill(canvas, box.x, box.baseline - box.size * _UNDERLINE_DROP - thick, box.width, thick, box.colour)
    _code(canvas, "EMC")


def _merged(fills: Sequence[tuple[float, Fill]]) -> list[tuple[float, float, float, float, str]]:
    """(x, y, width, height, colour), with rectangles that continue one another joined: no seams on screen."""
    found: list[tuple[float, float, float, float, str]] = []
    for y, fill in fills:
        if found:
            x, top, width, tall, colour = found[-1]
            if (x, width, colour) == (fill.x, fill.width, fill.colour) and abs(top + tall - y) < 0.01:
                found[-1] = (x, top, width, tall + fill.height, colour)
                continue
        found.append((fill.x, y, fill.width, fill.height, fill.colour))
    return found


def _figure(canvas: Canvas, marks: Marks, figure: Figure, strip: float, height: float, set_in: Faces) -> None:
    """A drawing in a strip whose top is `strip`, down from the top of the page."""
    top = height - strip - figure.y
    _open(canvas, marks, figure.owner)
    if isinstance(figure, Trend):
        draw_trend(canvas, figure, top)
    elif isinstance(figure, Bar):
        draw_bar(canvas, figure, top)
    elif isinstance(figure, Picture):
        draw_picture(canvas, figure, top)
    else:
        canvas.saveState()
        for part in figure.parts:
            _part(canvas, part, strip, height, set_in)
        canvas.restoreState()
    _code(canvas, "EMC")
    if isinstance(figure.owner, int):
        marks.bound(figure.owner, figure.x, top - figure.height, figure.x + figure.width, top)


def _part(canvas: Canvas, part: Part, strip: float, height: float, set_in: Faces) -> None:
    match part:
        case Fill():
            draw_fill(canvas, part.x, height - strip - part.y - part.height, part.width, part.height, part.colour)
        case Stroke():
            draw_stroke(canvas, part, height - strip)
        case ShapeMark():
            draw_shape(canvas, part, height - strip - part.y)
        case TextLine():
            _runs(canvas, [(strip, part, run) for run in part.runs], height, set_in)
        case _:
            assert_never(part)


def _text(canvas: Canvas, marks: Marks, lines: Sequence[Line], height: float, set_in: Faces) -> None:
    """Lines in reading order: one sequence for each stretch that belongs to one element."""
    stretches = (
        (run.style.link if run.style.link is not None and isinstance(line.owner, int) else line.owner, top, line, run)
        for top, line in lines
        for run in line.runs
    )
    for owner, group in groupby(stretches, key=lambda stretch: stretch[0]):
        _open(canvas, marks, owner)
        _runs(canvas, [(top, line, run) for _, top, line, run in group], height, set_in)
        _code(canvas, "EMC")


def _runs(canvas: Canvas, runs: Sequence[tuple[float, TextLine, Run]], height: float, set_in: Faces) -> None:
    text = None
    style: Style | None = None
    font: tuple[str, float] | None = None
    at: tuple[float, float] | None = None  # where the last run ended
    for top, line, run in runs:
        x, y = line.x + run.x, height - top - line.y
        if text is None:
            text = canvas.beginText(x, y)
        elif at is None or abs(at[0] - x) > 0.001 or at[1] != y:
            text.setTextOrigin(x, y)
        for name, part in set_in.stretches(run.style.face, run.text):
            if font != (name, line.size):
                font = (name, line.size)
                text.setFont(*font)
            if style is None or style.colour != run.style.colour:
                set_fill(text, run.style.colour)
            text.textOut(part)
            style = run.style
        at = (x + run.width, y)
    if text is not None:
        canvas.drawText(text)


def _link_boxes(lines: Sequence[Line], height: float) -> Iterator[LinkBox]:
    """The area of each link on each line."""
    for top, line in lines:
        if isinstance(line.owner, Artifact):
            continue
        for link, group in groupby(line.runs, key=lambda run: run.style.link):
            if link is not None:
                runs = list(group)
                x = runs[0].x
                wide = runs[-1].x + runs[-1].width - x
                y = height - top - line.y
                yield LinkBox(link, line.x + x, y, wide, line.size, runs[0].style.colour, runs[0].style.underlined)


def _open(canvas: Canvas, marks: Marks, owner: Owner) -> None:
    _code(canvas, f"/Artifact {owner.value} BDC" if isinstance(owner, Artifact) else marks.begin(owner))


def _code(canvas: Canvas, operator: str) -> None:
    """Write an operator for which the canvas has no method."""
    canvas._code.append(operator)
