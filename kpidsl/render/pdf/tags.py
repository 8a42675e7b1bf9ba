"""The structure tree and the marks that tie a page's content to it (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7).

Elements are made in reading order before anything is painted; painting then says which marked-content sequences and
which link annotations belong to each. Knows nothing of layout, and writes objects through `ObjectFile` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kpidsl.memo import FEW, again, is_rebuilding
from kpidsl.render.pdf.file import ObjectFile, literal, ref, text_string
from kpidsl.values import dataclass, field

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
    """Collects elements in reading order; the first is the Document. One for a part of them begins at `first`."""

    elements: list[Element] = field(default_factory=lambda: [Element("Document", None)])
    first: int = 0

    def add(self, role: str, parent: int = 0, *, attributes: str = "", id: str = "", alt: str = "") -> int:
        self.elements.append(Element(role, parent, attributes, id, alt))
        return self.first + len(self.elements) - 1


def headers(column: str, row: str) -> str:
    """The attribute that names the headers of a table cell by their ids, which are letters and digits."""
    return f"/O/Table/Headers[({column})({row})]"


def part_scope(whole: str) -> str:
    """The attribute of a row heading that is itself headed by another, that of the whole whose part the row shows."""
    return f"{ROW_SCOPE}/Headers[{literal(whole)}]"


_Mark = tuple[int, int]  # a marked-content sequence: its page, and its MCID there; they grow as they are painted
_NOWHERE: _Mark = (-1, -1)


@dataclass(slots=True)
class Marks:
    """What has been painted of each element: its marked content in painting order, and its annotations."""

    elements: Sequence[Element]
    pages: list[list[int]] = field(default_factory=list)  # per page, the element of each MCID
    content: dict[int, list[_Mark]] = field(default_factory=lambda: defaultdict(list))
    annotations: list[tuple[int, int, int]] = field(default_factory=list)  # element, page, number of the annotation
    boxes: dict[int, str] = field(default_factory=dict)  # a Figure's bounding box, ready to write

    def new_page(self) -> None:
        self.pages.append([])

    def begin(self, element: int) -> str:
        """The operator that opens a sequence of this element on the current page."""
        page = self.pages[-1]
        mcid = len(page)
        page.append(element)
        self.content[element].append((len(self.pages) - 1, mcid))
        return f"/{self.elements[element].role} <</MCID {mcid}>> BDC"

    def bound(self, element: int, left: float, bottom: float, right: float, top: float) -> None:
        """Say where a Figure is on its page (ISO 32000-1, 14.8.5.4.3)."""
        self.boxes[element] = f"/O/Layout/Placement/Inline/BBox[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]"

    def annotate(self, element: int, annotation: int) -> int:
        """Tie an annotation on the current page to a Link; returns its place among all annotations."""
        self.annotations.append((element, len(self.pages) - 1, annotation))
        return len(self.annotations) - 1


def write_tree(marks: Marks, file: ObjectFile, pages: Sequence[str]) -> str:
    """Write the tree; `pages` are references to the pages. Returns a reference to the StructTreeRoot.

    Elements of which nothing was painted are left out, but for empty cells: every row has as many as its table has
    columns.
    """
    root, parents = file.reserve(), file.reserve()
    hangs_on = (root, marks.elements, marks.pages, marks.annotations, marks.boxes, pages)
    before = _tree_before(len(pages)) if is_rebuilding() else None
    if before and before.hangs_on == hangs_on:
        count, written = before.count, before.written
    else:
        kept = _kept(marks)
        count, written = len(kept), _written(marks, kept, root, parents, pages)
        if before:
            before.hangs_on, before.count, before.written = hangs_on, count, (written := list(written))
    file.reserve(count)
    for number, body in written:
        file.put(number, body)
    return ref(root)


@dataclass(slots=True)
class _Tree:
    """A tree that was written: all that it hangs on, how many elements it has, and its objects by their numbers."""

    hangs_on: object = None
    count: int = 0
    written: Iterable[tuple[int, str]] = ()


@again(FEW, is_large=True)
def _tree_before(pages: int) -> _Tree:
    """The tree of the build before that had so many pages."""
    return _Tree()


def _written(
    marks: Marks, kept: Sequence[int], root: int, parents: int, pages: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """The objects of the tree by their numbers, of which those of elements come next after that of `parents`."""
    elements, content = marks.elements, marks.content
    first = parents + 1
    refs = {index: ref(number) for number, index in enumerate(kept, first)}
    children: dict[int, list[int]] = defaultdict(list)
    for index in kept:
        parent = elements[index].parent
        if parent is not None:
            children[parent].append(index)
    annotated: dict[int, list[str]] = defaultdict(list)
    for index, at, link in marks.annotations:
        annotated[index].append(f"<</Type/OBJR/Pg {pages[at]}/Obj {ref(link)}>>")
    for number, index in enumerate(kept, first):
        element = elements[index]
        above = ref(root) if element.parent is None else refs[element.parent]
        own, below, links = content.get(index, ()), children.get(index, ()), annotated.get(index, ())
        if len(own) == 1 and not below and not links:  # most
            held = f"/Pg {pages[own[0][0]]}/K {own[0][1]}"
        else:
            first_marks = [content[child][0] if child in content else _NOWHERE for child in below]
            held = _held(own, [refs[child] for child in below], first_marks, links, pages)
        attributes = marks.boxes.get(index, element.attributes)
        yield number, f"<</S/{element.role}/P {above}{held}{_described(element, attributes)}>>"
    keys = [f"{number}[{' '.join([refs[index] for index in page])}]" for number, page in enumerate(marks.pages)]
    keys += [f"{number} {refs[index]}" for number, (index, _, _) in enumerate(marks.annotations, len(marks.pages))]
    yield parents, f"<</Nums[{' '.join(keys)}]>>"
    yield (
        root,
        f"<</Type/StructTreeRoot/K {refs[0]}/ParentTree {ref(parents)}"
        f"/ParentTreeNextKey {len(keys)}{_id_tree((elements[index].id, refs[index]) for index in kept)}>>",
    )


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


def _held(
    own: Sequence[_Mark], below: Sequence[str], starts: Sequence[_Mark], links: Sequence[str], pages: Sequence[str]
) -> str:
    """The page and the kids of an element: its sequences and the elements `below` it, which start where `starts` says,
    in the order painted, then its annotations. With no sequences of its own its elements keep their reading order."""
    page = own[0][0] if own else None
    kids = [*(_sequence(mark, page, pages) for mark in own), *below]
    if own and below:
        order = [*own, *starts]
        kids = [kids[at] for at in sorted(range(len(kids)), key=order.__getitem__)]
    kids += links
    on = "" if page is None else f"/Pg {pages[page]}"
    return f"{on}/K {kids[0]}" if len(kids) == 1 else f"{on}/K[{' '.join(kids)}]"


def _sequence(mark: _Mark, page: int | None, pages: Sequence[str]) -> str:
    """A sequence as a kid of an element whose other content is on `page`."""
    at, mcid = mark
    return str(mcid) if at == page else f"<</Type/MCR/Pg {pages[at]}/MCID {mcid}>>"


def _described(element: Element, attributes: str) -> str:
    described = f"/A<<{attributes}>>" if attributes else ""
    if element.id:
        described += f"/ID{literal(element.id)}"
    if element.alt:
        described += f"/Alt{text_string(element.alt)}"
    return described


def _id_tree(named: Iterable[tuple[str, str]]) -> str:
    entries = sorted((name, ref) for name, ref in named if name)
    if not entries:
        return ""
    names = "".join(f"{literal(name)}{ref} " for name, ref in entries)
    return f"/IDTree<</Kids[<</Limits[{literal(entries[0][0])}{literal(entries[-1][0])}]/Names[{names}]>>]>>"
