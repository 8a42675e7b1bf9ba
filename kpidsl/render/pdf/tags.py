"""The structure tree and the marks that tie a page's content to it (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7).

Elements are made in reading order before anything is painted; painting then says which marked-content sequences and
which link annotations belong to each. Knows nothing of layout, and writes objects through `ObjectFile` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import field

from kpidsl.render.pdf.file import ObjectFile, Raw, literal, text_string
from kpidsl.values import dataclass

COLUMN_SCOPE = "/O/Table/Scope/Column"
ROW_SCOPE = "/O/Table/Scope/Row"


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element. `parent` is its parent's index in the tree, which is always smaller than its own.

    `attributes` are the insides of an attribute dictionary. `id` names a table header for the cells that point at it.
    """

    role: str
    parent: int | None
    attributes: str = ""
    id: str = ""
    alt: str = ""


@dataclass(slots=True)
class TreeBuilder:
    """Collects elements in reading order; the first is the Document."""

    elements: list[Element] = field(default_factory=lambda: [Element("Document", None)])

    def add(self, role: str, parent: int = 0, *, attributes: str = "", id: str = "", alt: str = "") -> int:
        self.elements.append(Element(role, parent, attributes, id, alt))
        return len(self.elements) - 1


def headers(*ids: str) -> str:
    """The attribute that names the headers of a table cell."""
    return f"/O/Table/Headers[{''.join(map(literal, ids))}]"


def part_scope(whole: str) -> str:
    """The attribute of a row heading that is itself headed by another, that of the whole whose part the row shows."""
    return f"{ROW_SCOPE}/Headers[{literal(whole)}]"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked-content sequence."""

    page: int
    mcid: int
    order: int  # among all sequences of the file


@dataclass(slots=True)
class Marks:
    """What has been painted of each element: its marked content in painting order, and its annotations."""

    elements: Sequence[Element]
    pages: list[list[int]] = field(default_factory=list)  # per page, the element of each MCID
    content: dict[int, list[_Mark]] = field(default_factory=lambda: defaultdict(list))
    annotations: list[tuple[int, int, Raw]] = field(default_factory=list)  # element, page, annotation
    boxes: dict[int, str] = field(default_factory=dict)  # a Figure's bounding box, ready to write
    painted: int = 0

    def new_page(self) -> None:
        self.pages.append([])

    def begin(self, element: int) -> str:
        """The operator that opens a sequence of this element on the current page."""
        mcid = len(self.pages[-1])
        self.pages[-1].append(element)
        self.content[element].append(_Mark(len(self.pages) - 1, mcid, self.painted))
        self.painted += 1
        return f"/{self.elements[element].role} <</MCID {mcid}>> BDC"

    def bound(self, element: int, left: float, bottom: float, right: float, top: float) -> None:
        """Say where a Figure is on its page (ISO 32000-1, 14.8.5.4.3)."""
        self.boxes[element] = f"/O/Layout/Placement/Inline/BBox[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]"

    def annotate(self, element: int, annotation: Raw) -> int:
        """Tie an annotation on the current page to a Link; returns its place among all annotations."""
        self.annotations.append((element, len(self.pages) - 1, annotation))
        return len(self.annotations) - 1


def write_tree(marks: Marks, file: ObjectFile, pages: Sequence[str]) -> Raw:
    """Write the tree; `pages` are references to the pages. Returns the StructTreeRoot.

    Elements of which nothing was painted are left out, but for empty cells: every row has as many as its table has
    columns.
    """
    elements = marks.elements
    kept = _kept(marks)
    objects = {index: file.new() for index in kept}
    root, parents = file.new(), file.new()
    children: dict[int, list[int]] = defaultdict(list)
    for index in kept:
        parent = elements[index].parent
        if parent is not None:
            children[parent].append(index)
    annotated: dict[int, list[tuple[int, Raw]]] = defaultdict(list)
    for index, page, annotation in marks.annotations:
        annotated[index].append((page, annotation))
    for index, target in objects.items():
        element = elements[index]
        parent_ref = root.ref if element.parent is None else objects[element.parent].ref
        attributes = marks.boxes.get(index, element.attributes)
        kids = _kids(index, marks, children, annotated, objects, pages)
        target.body = _element(element, attributes, parent_ref, kids)
    numbers = [
        f"{number}[{' '.join(objects[index].ref for index in page)}]" for number, page in enumerate(marks.pages)
    ] + [f"{number} {objects[index].ref}" for number, (index, _, _) in enumerate(marks.annotations, len(marks.pages))]
    parents.body = f"<</Nums[{' '.join(numbers)}]>>"
    root.body = (
        f"<</Type/StructTreeRoot/K {objects[0].ref}/ParentTree {parents.ref}"
        f"/ParentTreeNextKey {len(numbers)}{_id_tree((elements[index].id, objects[index].ref) for index in kept)}>>"
    )
    return root


def _kept(marks: Marks) -> list[int]:
    """The elements to write: what was painted, what holds it, and all rows and cells of a table that was painted."""
    elements = marks.elements
    kept = {0}
    for index in marks.content:
        _keep(index, elements, kept)
    for index, element in enumerate(elements):
        if element.role == "TR" and _table_of(index, elements) in kept:
            _keep(index, elements, kept)
        elif element.role in ("TH", "TD") and element.parent in kept:
            kept.add(index)
    return sorted(kept)


def _table_of(index: int | None, elements: Sequence[Element]) -> int | None:
    while index is not None and elements[index].role != "Table":
        index = elements[index].parent
    return index


def _keep(index: int | None, elements: Sequence[Element], kept: set[int]) -> None:
    while index is not None and index not in kept:
        kept.add(index)
        index = elements[index].parent


def _kids(
    index: int,
    marks: Marks,
    children: dict[int, list[int]],
    annotated: dict[int, list[tuple[int, Raw]]],
    objects: dict[int, Raw],
    pages: Sequence[str],
) -> tuple[str, str]:
    """The /Pg entry, and the kids: sequences and Links in the order painted, then annotations.

    Elements with no sequences of their own keep their children in reading order.
    """
    own = marks.content.get(index, [])
    page = own[0].page if own else None
    kids: list[tuple[int, str]] = []
    for mark in own:
        here = mark.page == page
        kids.append((mark.order, str(mark.mcid) if here else f"<</Type/MCR/Pg {pages[mark.page]}/MCID {mark.mcid}>>"))
    for child in children[index]:
        kids.append((marks.content[child][0].order if own and child in marks.content else 0, objects[child].ref))
    kids.sort(key=lambda kid: kid[0])
    kids.extend((0, f"<</Type/OBJR/Pg {pages[at]}/Obj {obj.ref}>>") for at, obj in annotated.get(index, ()))
    body = " ".join(kid for _, kid in kids)
    return (f"/Pg {pages[page]}" if page is not None else ""), f"/K[{body}]" if len(kids) != 1 else f"/K {body}"


def _element(element: Element, attributes: str, parent: str, kids: tuple[str, str]) -> str:
    page, body = kids
    attributes = f"/A<<{attributes}>>" if attributes else ""
    name = f"/ID{literal(element.id)}" if element.id else ""
    alt = f"/Alt{text_string(element.alt)}" if element.alt else ""
    return f"<</Type/StructElem/S/{element.role}/P {parent}{page}{body}{attributes}{name}{alt}>>"


def _id_tree(named: Iterable[tuple[str, str]]) -> str:
    entries = sorted((name, ref) for name, ref in named if name)
    if not entries:
        return ""
    names = "".join(f"{literal(name)}{ref} " for name, ref in entries)
    return f"/IDTree<</Kids[<</Limits[{literal(entries[0][0])}{literal(entries[-1][0])}]/Names[{names}]>>]>>"
