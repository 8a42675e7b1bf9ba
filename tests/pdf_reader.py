"""Reads a tagged PDF as a screen reader would: the structure tree, and the text of each element through its MCIDs.

Written apart from the renderer, on pikepdf: content streams are interpreted, codes are decoded by each font's
ToUnicode map, and every painting operator is told to be in a sequence, in an artifact, or in neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

PAINTING = {"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"}


@dataclass
class Node:
    """A structure element, with its children and its text in order."""

    role: str
    obj: pikepdf.Object
    kids: list[Node | str] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    annotations: list[pikepdf.Object] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def all(self, *roles: str) -> list[Node]:
        return [node for node in self.walk() if node.role in roles]

    def attribute(self, name: str) -> object:
        return self.obj.A.get(name) if "/A" in self.obj else None


@dataclass
class Read:
    """A file as read."""

    pdf: pikepdf.Pdf
    root: Node
    sequences: dict[tuple[int, int], str]  # (page, MCID) to text
    uses: list[tuple[int, int]]  # each (page, MCID) named by an element, as often as it is named
    artifacts: list[tuple[int, str, str]]  # page, property list, text
    unmarked: list[tuple[int, str]]  # painting outside any mark: page, operator
    empty: list[tuple[int, int]]  # sequences in which nothing is painted
    repeated: list[tuple[int, int]]  # MCIDs opened twice on their page

    def all(self, *roles: str) -> list[Node]:
        return self.root.all(*roles)


def read(data: bytes) -> Read:
    """The file, read whole."""
    pdf = pikepdf.open(BytesIO(data))
    found = Read(pdf, Node("", pdf.Root), {}, [], [], [], [], [])
    for number, page in enumerate(pdf.pages):
        _page(found, number, page)
    numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
    found.root = _node(found, pdf.Root.StructTreeRoot.K, numbers)
    return found


def _page(found: Read, number: int, page: pikepdf.Page) -> None:
    fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    stack: list[tuple[str, int, str]] = []  # tag, MCID or -1, properties
    codes: dict[int, str] = {}
    painted = False
    for instruction in pikepdf.parse_content_stream(page):
        operands, op = list(instruction.operands), str(instruction.operator)
        if op in ("BDC", "BMC"):
            properties = operands[1] if op == "BDC" else pikepdf.Dictionary()
            mcid = int(properties.get("/MCID", -1))
            stack.append((str(operands[0]), mcid, " ".join(str(value) for _, value in sorted(properties.items()))))
            painted = False
            if mcid >= 0:
                if (number, mcid) in found.sequences:
                    found.repeated.append((number, mcid))
                found.sequences.setdefault((number, mcid), "")
            else:
                found.artifacts.append((number, stack[-1][2], ""))
        elif op == "EMC":
            _, mcid, _ = stack.pop()
            if mcid >= 0 and not painted:
                found.empty.append((number, mcid))
        elif op == "Tf":
            codes = fonts[str(operands[0])]
        elif op in PAINTING:
            painted = True
            if not stack:
                found.unmarked.append((number, op))
                continue
            text = "".join(codes[code] for code in bytes(operands[0])) if op == "Tj" else ""
            if stack[-1][1] >= 0:
                found.sequences[number, stack[-1][1]] += text
            else:
                page_number, kind, before = found.artifacts[-1]
                found.artifacts[-1] = (page_number, kind, before + text)


def _to_unicode(font: pikepdf.Object) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    pairs = re.findall(rb"<([0-9A-F]{2})> <((?:[0-9A-F]{4})+)>", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in pairs}


def _node(found: Read, obj: pikepdf.Object, numbers: dict[object, int]) -> Node:
    node = Node(str(obj.S)[1:], obj)
    kids = obj.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            _mark(found, node, numbers[obj.Pg.objgen], kid)
        elif kid.get("/Type") == "/MCR":
            _mark(found, node, numbers[kid.Pg.objgen], int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            node.annotations.append(kid.Obj)
        else:
            child = _node(found, kid, numbers)
            node.kids.append(child)
            node.pages |= child.pages
    return node


def _mark(found: Read, node: Node, page: int, mcid: int) -> None:
    found.uses.append((page, mcid))
    node.pages.add(page)
    node.kids.append(found.sequences.get((page, mcid), ""))
