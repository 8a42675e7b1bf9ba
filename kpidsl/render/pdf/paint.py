"""Paints a layout and writes the file: pages, links, bookmarks, structure, metadata.

Every painting operator stands inside a marked-content sequence or an artifact (ISO 14289-1, 7.1). On each page the
rules and shapes come first, as one artifact, then the text in reading order, then running heads and feet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import assert_never

from kpidsl.document.model import Document, Logo
from kpidsl.render.parts import Fill, ShapeMark, Stroke
from kpidsl.render.pdf.drawing import draw_bar, draw_fill, draw_shape, draw_stroke, draw_trend
from kpidsl.render.pdf.file import PACKED, ObjectFile, packed, real, ref, text_string
from kpidsl.render.pdf.flow import Placed
from kpidsl.render.pdf.fonts import faces
from kpidsl.render.pdf.ink import Ink
from kpidsl.render.pdf.items import Anchor, Artifact, Bar, Drawing, Owner, Part, Picture, Run, TextLine, Trend
from kpidsl.render.pdf.layout import Layout
from kpidsl.render.pdf.lettering import Lettering
from kpidsl.render.pdf.metadata import embed, info, output_intent, xmp
from kpidsl.render.pdf.navigation import Destination, LinkBox, destinations, link_annotation, outline
from kpidsl.render.pdf.sheets import Sheet, Text, sheets_before
from kpidsl.render.pdf.tags import Marks, write_tree
from kpidsl.values import dataclass, field

Figure = Trend | Bar | Drawing | Picture

_UNDERLINE = 0.055  # of the size of type: thickness, and
_UNDERLINE_DROP = 0.12  # how far below the baseline

Line = tuple[float, TextLine]  # the top of its strip, and the line


@dataclass(slots=True)
class _Page:
    """A page that is being painted, and what all pages share."""

    ink: Ink
    height: float
    lettering: Lettering
    marks: Marks
    logos: list[Logo] = field(default_factory=list)  # the pictures on the page
    texts: list[Text] = field(default_factory=list)  # in the order painted


def paint(layout: Layout, document: Document) -> bytes:
    """The finished file."""
    measures, file = layout.measures, ObjectFile()
    lettering, marks = Lettering(faces(measures.typeface)), Marks(layout.elements)
    tree, fonts = file.reserve(), file.reserve()
    first = file.reserve(len(layout.pages))
    pages = [ref(first + at) for at in range(len(layout.pages))]
    shared = f"/Type/Page/Parent {ref(tree)}/Tabs/S"  # tabs in the order of the structure (ISO 14289-1, 7.18.3)
    places: dict[int, Destination] = {}
    before = sheets_before(measures)
    for at, items in enumerate(layout.pages):
        marks.new_page()
        for placed in items:
            for item in placed.items:
                if isinstance(item, Anchor):
                    places[item.heading] = Destination(at, measures.height - placed.y - item.y)
        sheet = before.find(at, items, marks, lettering) if before else None
        if sheet is None:
            page = _Page(Ink(), measures.height, lettering, marks)
            sheet = _page(page, items)
            if before:
                before.keep(at, sheet, items, marks, lettering, page.texts)
        drawn = [file.image(logo.png, logo.width, logo.height) for logo in sheet.logos]
        annotations = [_annotation(box, file, marks, layout) for box in sheet.links]
        contents = file.stream(sheet.code, PACKED, compress=False)
        links = f"/Annots[{' '.join(annotations)}]" if annotations else ""
        images = "".join(f"/I{name} {image}" for name, image in enumerate(drawn, 1))
        resources = f"/Resources<</Font {ref(fonts)}{f'/XObject<<{images}>>' if images else ''}>>"
        file.put(first + at, f"<<{shared}/StructParents {at}{resources}/Contents {contents}{links}>>")
    if before:
        before.end(len(pages))
    file.put(fonts, f"<<{lettering.embed(file)}>>")
    box = f"/MediaBox[0 0 {real(measures.width)} {real(measures.height)}]"
    file.put(tree, f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(pages)}]{box}>>")
    root = f"<</Type/Catalog/Pages {ref(tree)}{_catalog(file, marks, layout, document, places, pages)}>>"
    return file.written(file.add(root), file.add(f"<<{info(document)}>>"))


def _catalog(
    file: ObjectFile,
    marks: Marks,
    layout: Layout,
    document: Document,
    places: dict[int, Destination],
    pages: Sequence[str],
) -> str:
    places = {number: places[number] for number in sorted(places)}
    named = destinations(layout.headings, places, pages)
    entries = [
        f"/Lang{text_string(document.language)}/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>",
        f"/StructTreeRoot {write_tree(marks, file, pages)}",
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


def _page(page: _Page, strips: Sequence[Placed]) -> Sheet:
    """Paint everything."""
    lines: list[Line] = []
    figures: list[tuple[float, Figure]] = []
    ornaments: list[tuple[float, Fill | ShapeMark]] = []
    for placed in strips:
        for item in placed.items:
            if isinstance(item, TextLine):
                lines.append((placed.y, item))
            elif isinstance(item, Figure):
                figures.append((placed.y, item))
            elif isinstance(item, Fill | ShapeMark):
                ornaments.append((placed.y, item))
    boxes = tuple(_link_boxes(lines, page.height))
    _ornaments(page, ornaments, boxes)
    content: list[tuple[float, TextLine | Figure]] = [*lines, *figures]
    # reading order is the order of elements; running heads and feet come last
    content.sort(key=lambda each: (isinstance(each[1].owner, Artifact), _order(each[1].owner)))
    waiting: list[Line] = []
    for top, item in content:
        if isinstance(item, TextLine):
            waiting.append((top, item))
        else:
            _text(page, waiting)
            waiting = []
            _figure(page, item, top)
    _text(page, waiting)
    return Sheet(packed("\n".join(page.ink.code).encode("latin-1")), boxes, tuple(page.logos))


def _annotation(box: LinkBox, file: ObjectFile, marks: Marks, layout: Layout) -> str:
    """Write a link on the page; returns its reference."""
    number = file.reserve()
    key = marks.annotate(box.element, number) + len(layout.pages)
    file.put(number, link_annotation(box, layout.links[box.element], layout.headings, key))
    return ref(number)


def _order(owner: Owner) -> int:
    return owner if isinstance(owner, int) else 0


def _ornaments(page: _Page, ornaments: Sequence[tuple[float, Fill | ShapeMark]], boxes: Sequence[LinkBox]) -> None:
    """Bands, rules, shapes and underlines, all in one artifact. Rectangles that touch are painted as one."""
    underlined = [box for box in boxes if box.underlined]
    if not ornaments and not underlined:
        return
    ink, height = page.ink, page.height
    _open(page, Artifact.LAYOUT)
    fills = [(top + item.y, item) for top, item in ornaments if isinstance(item, Fill)]
    for x, y, width, tall, colour in _merged(fills):
        draw_fill(ink, x, height - y - tall, width, tall, colour)
    for top, item in ornaments:
        if isinstance(item, ShapeMark):
            draw_shape(ink, item, height - top - item.y)
    for box in underlined:
        thick = box.size * _UNDERLINE
        draw_fill(ink, box.x, box.baseline - box.size * _UNDERLINE_DROP - thick, box.width, thick, box.colour)
    _close(page)


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


def _figure(page: _Page, figure: Figure, strip: float) -> None:
    """A drawing in a strip whose top is `strip`, down from the top of the page."""
    ink, top = page.ink, page.height - strip - figure.y
    _open(page, figure.owner)
    if isinstance(figure, Trend):
        draw_trend(ink, figure, top)
    elif isinstance(figure, Bar):
        draw_bar(ink, figure, top)
    elif isinstance(figure, Picture):
        page.logos.append(figure.logo)
        ink.image(f"/I{len(page.logos)}", figure.x, top - figure.height, figure.width, figure.height)
    else:
        ink.save()
        for part in figure.parts:
            _part(page, part, strip)
        ink.restore()
    _close(page)
    if isinstance(figure.owner, int):
        page.marks.bound(figure.owner, figure.x, top - figure.height, figure.x + figure.width, top)


def _part(page: _Page, part: Part, strip: float) -> None:
    ink, top = page.ink, page.height - strip
    match part:
        case Fill():
            draw_fill(ink, part.x, top - part.y - part.height, part.width, part.height, part.colour)
        case Stroke():
            draw_stroke(ink, part, top)
        case ShapeMark():
            draw_shape(ink, part, top - part.y)
        case TextLine():
            ink.begin_text()
            for run in part.runs:
                _run(page, run, part, top - part.y)
            ink.end_text()
        case _:
            assert_never(part)


def _text(page: _Page, lines: Sequence[Line]) -> None:
    """Lines in reading order: one sequence, and one text object, for each stretch that belongs to one element."""
    current: Owner | None = None
    for top, line in lines:
        y = page.height - top - line.y
        for run in line.runs:
            link = run.style.link
            owner = line.owner if link is None or isinstance(line.owner, Artifact) else link
            if owner != current:
                if current is not None:
                    page.ink.end_text()
                    _close(page)
                _open(page, owner)
                page.ink.begin_text()
                current = owner
            _run(page, run, line, y)
    if current is not None:
        page.ink.end_text()
        _close(page)


def _run(page: _Page, run: Run, line: TextLine, y: float) -> None:
    page.texts.append((run.style.face, run.text))
    shown = page.lettering.shown(run.style.face, run.text)
    page.ink.text(shown, line.x + run.x, y, run.width, line.size, run.style.colour)


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


def _open(page: _Page, owner: Owner) -> None:
    page.ink.code.append(f"/Artifact {owner.value} BDC" if isinstance(owner, Artifact) else page.marks.begin(owner))


def _close(page: _Page) -> None:
    page.ink.code.append("EMC")
