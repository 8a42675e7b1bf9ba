"""What validators do not check, as one list of complaints about a file: our own rules of structure."""

from __future__ import annotations

from collections import Counter

import pikepdf

from tests.pdf_reader import Node, Read, read


def complaints(data: bytes) -> list[str]:
    """Every rule broken; none for a good file."""
    try:
        found = read(data)
    except Exception as problem:
        return [f"cannot be read: {problem!r}"]
    return [*_marks(found), *_tables(found), *_links(found), *_figures(found), *_catalog(found)]


def _marks(found: Read) -> list[str]:
    uses = Counter(found.uses)
    return [
        *(f"painted outside any mark: {each}" for each in found.unmarked),
        *(f"MCID opened twice: {each}" for each in found.repeated),
        *(f"empty sequence: {each}" for each in found.empty),
        *(f"sequence in {uses[each]} elements: {each}" for each in found.sequences if uses[each] != 1),
        *(f"element names a sequence that is not there: {each}" for each in uses if each not in found.sequences),
    ]


def _tables(found: Read) -> list[str]:
    broken = []
    ids = {str(node.obj.ID) for node in found.all("TH") if "/ID" in node.obj}
    for table in found.all("Table"):
        order = [node.role for node in table.kids if isinstance(node, Node)]
        if order[:2] != ["Caption", "THead"] or set(order[2:]) - {"TBody"}:
            broken.append(f"a table is made of {order}")
        for head in table.all("THead"):
            broken += [f"column heading without Scope: {th.text}" for th in head.all("TH") if _scope(th) != "/Column"]
        for body in table.all("TBody"):
            broken += [f"row heading without Scope: {th.text}" for th in body.all("TH") if _scope(th) != "/Row"]
            for cell in body.all("TD"):
                names = [str(name) for name in (cell.attribute("/Headers") or ())]  # type: ignore[attr-defined]
                if cell.attribute("/ColSpan") is None and len(names) != 2:
                    broken.append(f"cell names {len(names)} headers: {cell.text}")
                broken += [f"cell names a header that is not there: {name}" for name in names if name not in ids]
    heads = {tuple(" ".join(th.text.split()) for th in head.all("TH")) for head in found.all("THead")}
    for page, kind, text in found.artifacts:
        if text and "/Pagination" not in kind:
            broken.append(f"text in an artifact that is not of pagination, page {page}: {text}")
        if text and kind == "/Pagination" and not any("".join(head).split() for head in heads):
            broken.append(f"repeated text that is no table's header, page {page}: {text}")
    return broken


def _scope(node: Node) -> str:
    return str(node.attribute("/Scope"))


def _links(found: Read) -> list[str]:
    broken = []
    tagged = {annotation.objgen for link in found.all("Link") for annotation in link.annotations}
    for number, page in enumerate(found.pdf.pages):
        for annotation in page.get("/Annots", ()):
            if annotation.objgen not in tagged:
                broken.append(f"link on page {number} is in no Link element")
            if not str(annotation.get("/Contents", "")).strip():
                broken.append(f"link on page {number} has no words")
            if "/StructParent" not in annotation:
                broken.append(f"link on page {number} does not know its element")
    broken += [f"Link without annotation: {link.text}" for link in found.all("Link") if not link.annotations]
    return broken


def _figures(found: Read) -> list[str]:
    return [
        f"figure without {what}"
        for figure in found.all("Figure")
        for what, there in (("Alt", "/Alt" in figure.obj), ("BBox", figure.attribute("/BBox") is not None))
        if not there
    ]


def _catalog(found: Read) -> list[str]:
    root = found.pdf.Root
    rules = {
        "language": "/Lang" in root,
        "title shown": "/DisplayDocTitle" in root.get("/ViewerPreferences", pikepdf.Dictionary()),
        "title": bool(str(found.pdf.docinfo.get("/Title", "")).strip()),
        "tab order": all(page.get("/Tabs") == "/S" for page in found.pdf.pages),
    }
    return [f"no {rule}" for rule, kept in rules.items() if not kept]
