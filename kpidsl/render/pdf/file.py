"""The PDF file around ReportLab's objects: compact, and strict where ReportLab is lax.

ReportLab numbers and formats objects; this writes them. Objects that are not streams go into object streams with a
cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8), which takes a third off a tagged file. An end-of-line stands
before every `endstream` (ISO 19005-3, 6.1.7.1). The file's identifier is a digest of its bytes: no clock is read.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable

from kpidsl.memo import again
from kpidsl.render.pdf.library import pdfdoc

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_OBJECTS_A_STREAM = 1000
_END = b"\r\nendstream"  # a lone line feed after data that happens to end in a carriage return would be ambiguous


def literal(ascii_text: str) -> str:
    """A literal string of printable ASCII."""
    escaped = ascii_text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"({escaped})"


def text_string(text: str) -> str:
    """A text string (ISO 32000-1, 7.9.2.2): plain where ASCII will do, else UTF-16."""
    if text.isascii() and text.isprintable():
        return literal(text)
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def name_object(text: str) -> str:
    """A name, with all but letters, digits and `-+.` escaped (ISO 32000-1, 7.3.5)."""
    return "/" + "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or chr(byte) in "-+." else f"#{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An indirect object whose bytes are given later, when everything that it refers to has a number."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.ref = ""
        self.body = ""

    def format(self, document: object) -> bytes:
        return self.body.encode("latin-1")


class ObjectFile(pdfdoc.PDFDocument):  # type: ignore[misc]
    """ReportLab's numbered objects, written our way."""

    def new(self) -> Raw:
        """An object to be filled in later."""
        raw = Raw()
        raw.ref = self._ref(raw)
        return raw

    def stream(self, data: bytes, entries: str, *, compress: bool = True) -> str:
        """Add a stream with these dictionary entries; returns its reference."""
        return self._ref(_Stream(data, entries, compress))

    def image(self, png: bytes, width: int, height: int) -> str:
        """The name of an image, for pages to use. The data of a PNG picture of plain colours are taken as they are:
        PDF knows its compression and its predictors (ISO 32000-1, 7.4.4.4)."""
        name = f"image-{width}-{height}"
        if not self.hasForm(name):
            look = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
            filters = f"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/Columns {width}>>"
            self.addForm(name, _Stream(_pixels(png), look + filters, compress=False))
        return name

    def page_refs(self) -> tuple[str, ...]:
        return tuple(self._ref(page) for page in self.Pages.pages)

    def addPage(self, page: pdfdoc.PDFPage) -> None:
        """Give the page its place in the parent tree and the tab order of the structure (ISO 14289-1, 7.18.3)."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self.Pages.pages)
        page.Tabs = "/S"
        page.Contents = _Stream(page.stream.encode("latin-1"), "", compress=True)
        super().addPage(page)

    def written(self, catalog: str, info: str) -> bytes:
        """The whole file; `catalog` and `info` are the insides of those dictionaries."""
        for font in self.delayedFonts:
            font.addObjects(self)
        roots = self.new(), self.new()
        roots[0].body = f"<</Type/Catalog/Pages {self._ref(self.Pages)}{catalog}>>"
        roots[1].body = f"<<{info}>>"
        return self._serialised(roots[0].ref, roots[1].ref)

    def _ref(self, obj: object) -> str:
        return str(self.Reference(obj).format(self), "ascii")

    def _serialised(self, root: str, info: str) -> bytes:
        out = bytearray(_HEADER)
        where: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}  # the entries of the cross-reference stream
        packed: list[tuple[int, bytes]] = []
        number = 1
        while number in self.numberToId:  # formatting may add objects
            obj = self.idToObject[self.numberToId[number]]
            body = bytes(pdfdoc.format(obj, self, toplevel=1))
            if isinstance(obj, _Stream):
                where[number] = (1, len(out), 0)
                out += _indirect(number, body)
            elif isinstance(obj, pdfdoc.PDFStream):
                where[number] = (1, len(out), 0)
                out += _indirect(number, body.removesuffix(b"endstream\n") + _END)
            else:
                packed.append((number, body))
            number += 1
        for at in range(0, len(packed), _OBJECTS_A_STREAM):
            group = packed[at : at + _OBJECTS_A_STREAM]
            where[number] = (1, len(out), 0)
            where.update({each: (2, number, index) for index, (each, _) in enumerate(group)})
            out += _indirect(number, _object_stream(group))
            number += 1
        where[number] = (1, len(out), 0)
        table = b"".join(
            kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
            for kind, place, index in (where[each] for each in range(number + 1))
        )
        digest = hashlib.md5(out, usedforsecurity=False).hexdigest()
        entries = f"/Type/XRef/W[1 4 2]/Size {number + 1}/Root {root}/Info {info}/ID[<{digest}><{digest}>]"
        start = len(out)
        out += _indirect(number, _stream(table, entries))
        return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


class _Stream(pdfdoc.PDFObject):  # type: ignore[misc]
    __RefOnly__ = 1

    def __init__(self, data: bytes, entries: str, compress: bool) -> None:
        self.data, self.entries, self.compress = data, entries, compress

    def format(self, document: object) -> bytes:
        return _stream(self.data, self.entries, compress=self.compress)


@again(64)
def _compressed(data: bytes) -> bytes:
    """Most pages, fonts and attached files are the same after a line was edited: half the time in which the example is
    written."""
    return zlib.compress(data, 9)


def _stream(data: bytes, entries: str, *, compress: bool = True) -> bytes:
    body = _compressed(data) if compress else data
    filters = "/Filter/FlateDecode" if compress else ""
    return f"<<{entries}{filters}/Length {len(body)}>>\nstream\n".encode("latin-1") + body + _END


def _pixels(png: bytes) -> bytes:
    """The compressed data of a PNG picture."""
    found, at = b"", 8
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        found += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return found


def _object_stream(group: Iterable[tuple[int, bytes]]) -> bytes:
    index, bodies, at = [], [], 0
    for number, body in group:
        index.append(f"{number} {at}")
        bodies.append(body)
        at += len(body) + 1
    head = " ".join(index).encode() + b"\n"
    return _stream(head + b"\n".join(bodies), f"/Type/ObjStm/N {len(index)}/First {len(head)}")


def _indirect(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)
