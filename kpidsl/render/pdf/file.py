"""The PDF file: objects by number, written as they come.

A stream is compressed and written as soon as it is there, so that a page that was painted is held in its final form
alone. All other objects go into object streams with a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8), which
takes a third off a tagged file. An end-of-line stands before every `endstream` (ISO 19005-3, 6.1.7.1). The file's
identifier is a digest of its bytes: no clock is read.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

from kpidsl.memo import again
from kpidsl.sums import md5

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_OBJECTS_A_STREAM = 1000
_ENTRY = struct.Struct(">BIH")
PACKED = "/Filter/FlateDecode"  # said of data that are `packed`
_LEVEL = 5  # of zlib: 4 makes a file that is 8% larger; 6 takes half as long again for 2%, 9 three times for 3%
_END = b"\r\nendstream"  # a lone line feed after data that happens to end in a carriage return would be ambiguous


@lru_cache(maxsize=1 << 14)  # most places come back from row to row and from page to page: half the time of painting
def real(value: float) -> str:
    """A number, to four places: more would not show, and with fewer an edge may fall into another pixel."""
    return f"{value + 0.0:.4f}".rstrip("0").rstrip(".")  # plus nothing: zero has one sign alone, whoever asks first


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


def ref(number: int) -> str:
    """A reference to the object of this number."""
    return f"{number} 0 R"


@again(64, is_large=True)  # most streams of a report are those of the build before
def packed(data: bytes) -> bytes:
    """Data as the file holds them."""
    return zlib.compress(data, _LEVEL)


class ObjectFile:
    """The file so far."""

    def __init__(self) -> None:
        self._out = bytearray(_HEADER)
        self._table = bytearray(_ENTRY.pack(0, 0, 65535))  # the cross-reference stream: an entry for each number
        self._waiting: list[tuple[int, bytes]] = []  # objects that go into the next object stream
        self._images: dict[bytes, str] = {}

    def reserve(self, count: int = 1) -> int:
        """The first of so many numbers in a row, for objects that others can refer to before they are there."""
        first = len(self._table) // _ENTRY.size
        self._table += bytes(count * _ENTRY.size)
        return first

    def put(self, number: int, body: str) -> None:
        """The object of a number that was reserved."""
        self._waiting.append((number, body.encode("latin-1")))
        if len(self._waiting) == _OBJECTS_A_STREAM:
            self._flush()

    def add(self, body: str) -> str:
        """Add an object; returns its reference."""
        number = self.reserve()
        self.put(number, body)
        return ref(number)

    def stream(self, data: bytes, entries: str, *, compress: bool = True) -> str:
        """Add a stream with these dictionary entries; returns its reference."""
        number = self.reserve()
        filters = PACKED if compress else ""
        self._write(number, packed(data) if compress else data, entries + filters)
        return ref(number)

    def image(self, png: bytes, width: int, height: int) -> str:
        """A reference to an image. The data of a PNG picture of plain colours are taken as they are: PDF knows its
        compression and its predictors (ISO 32000-1, 7.4.4.4)."""
        if png not in self._images:
            look = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
            filters = f"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/Columns {width}>>"
            self._images[png] = self.stream(_pixels(png), look + filters, compress=False)
        return self._images[png]

    def written(self, root: str, info: str) -> bytes:
        """The whole file; `root` and `info` are the references of those dictionaries."""
        self._flush()
        number, start = self.reserve(), len(self._out)
        self._enter(number, 1, start, 0)
        digest = md5(self._out)
        entries = f"/Type/XRef/W[1 4 2]/Size {number + 1}/Root {root}/Info {info}/ID[<{digest}><{digest}>]"
        self._write(number, packed(bytes(self._table)), entries + PACKED)
        self._out += f"startxref\n{start}\n%%EOF\n".encode()
        return bytes(self._out)

    def _flush(self) -> None:
        """Write the objects that wait as an object stream."""
        if not self._waiting:
            return
        number = self.reserve()
        index, at = [], 0
        for place, (each, body) in enumerate(self._waiting):
            self._enter(each, 2, number, place)
            index.append(f"{each} {at}")
            at += len(body) + 1
        head = " ".join(index).encode() + b"\n"
        data = packed(head + b"\n".join([body for _, body in self._waiting]))
        self._write(number, data, f"/Type/ObjStm/N {len(index)}/First {len(head)}{PACKED}")
        self._waiting.clear()

    def _write(self, number: int, data: bytes, entries: str) -> None:
        self._enter(number, 1, len(self._out), 0)
        head = f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1")
        self._out += b"%d 0 obj\n%b%b%b\nendobj\n" % (number, head, data, _END)

    def _enter(self, number: int, kind: int, place: int, index: int) -> None:
        """Say where an object is: in the file, or in an object stream."""
        _ENTRY.pack_into(self._table, number * _ENTRY.size, kind, place, index)


def _pixels(png: bytes) -> bytes:
    """The compressed data of a PNG picture."""
    found, at = b"", 8
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        found += png[at + 8 : at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    return found
