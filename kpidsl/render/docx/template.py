"""A council's own Word file as the frame of its reports: whether it can be used, and what it has.

Its styles, page, headers and footers hold; the text in its body is left out. Anyone may have made the file, so nothing
in it is trusted: sizes are limited, and what is not a plain Word document is refused with what to do about it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from xml.etree import ElementTree

from kpidsl.render.docx import measures as m
from kpidsl.render.docx.package import CONTENT_TYPES, TYPES, WORD_TYPE
from kpidsl.render.docx.page import MARK_RELATION
from kpidsl.render.docx.parts import Child, Damaged, Relation, named, relations, scan
from kpidsl.render.docx.setting import Frame
from kpidsl.render.docx.xml import NAMESPACES, Xml, node
from kpidsl.render.paper import A4
from kpidsl.values import dataclass

LARGEST = 64 * 1024**2  # bytes of all parts together, unpacked
MOST_PARTS = 2_000
_OLD = b"\xd0\xcf\x11\xe0"  # what .doc and encrypted .docx files begin with
_NARROWEST = 2_880  # twips between the margins
_KINDS = (f"{WORD_TYPE}.document.main+xml", f"{WORD_TYPE}.template.main+xml")
_SAVE = "open it in Word and save it as “Word Document (*.docx)”"


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a file cannot be a template: a sentence that goes on from its name, and what to do."""

    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Template:
    """The parts of the file by their names; `main` is the document, `section` the properties of its last section.

    `types` gives the type of a part by its name or, with a dot before it, by its ending.
    """

    parts: Mapping[str, bytes]
    types: Mapping[str, str]
    main: str
    draws_on: tuple[Relation, ...]
    section: Section
    frame: Frame
    has_picture: bool  # in a header or footer, but for DRAFT across the page

    def part(self, kind: str) -> str:
        """The name of the part of a kind that the document draws on; empty where there is none."""
        return next((each.target for each in self.draws_on if each.kind == kind and each.target in self.parts), "")


@dataclass(frozen=True, slots=True)
class Section:
    """Properties of a section: which headers and footers it has, as (`header` or `footer`, page, relation), and the
    rest."""

    references: tuple[tuple[str, str, str], ...]
    properties: Xml
    measure: int


class _Refused(Exception):
    """Carries what is wrong out of the depths of this module, and no further."""


def opened(content: bytes) -> Template | Unusable:
    """The template in the bytes of a file."""
    try:
        parts = _unzipped(content)
        return _read(parts)
    except _Refused as refused:
        message, help_ = refused.args
        return Unusable(message, help_)
    except Damaged:
        return Unusable("is damaged: a part of it cannot be read", _SAVE)


def _unzipped(content: bytes) -> dict[str, bytes]:
    if content.startswith(_OLD):
        raise _Refused("is an old Word file (.doc), or has a password", f"{_SAVE}, without a password")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST:
                raise _Refused("holds more than a template can", "take pictures and text out of it that are not needed")
            names = [entry.filename for entry in entries]
            if len({*names}) < len(names) or any(name.startswith("/") or ".." in name.split("/") for name in names):
                raise Damaged
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _Refused("is not a Word file", _SAVE) from error


def _read(parts: dict[str, bytes]) -> Template:
    if CONTENT_TYPES not in parts:
        raise _Refused("is not a Word file", _SAVE)
    types = _types(parts[CONTENT_TYPES])
    starts = [each for each in relations(parts, "") if each.kind == "officeDocument"]
    main = starts[0].target if starts else ""
    type_ = types.get(main, "")
    if "macroEnabled" in type_ or any(name.endswith("vbaProject.bin") for name in parts):
        raise _Refused("holds macros", f"{_SAVE}, which leaves them out")
    if main not in parts or type_ not in _KINDS:
        raise _Refused("is not a Word file", _SAVE)
    if scan(parts[main]).root != named("document"):
        raise _Refused("is saved as “Strict Open XML”, which few programs read", _SAVE)
    draws_on = relations(parts, main)
    section = _section(parts[main], {each.id for each in draws_on if each.target in parts})
    lists, definitions = _numbers(parts, draws_on)
    frame = Frame(_style_ids(parts, draws_on), section.measure, lists + 1, definitions + 1)
    margins = [each.target for each in draws_on if each.kind in ("header", "footer")]
    pictures = (each for name in margins for each in relations(parts, name) if each.kind == "image")
    has_picture = any(each.id != MARK_RELATION for each in pictures)
    return Template(parts, types, main, draws_on, section, frame, has_picture)


def _types(part: bytes) -> dict[str, str]:
    found = {}
    for child in scan(part).children:
        said = child.attributes
        if child.name == f"{TYPES} Default":
            found[f".{said.get('Extension', '').lower()}"] = said.get("ContentType", "")
        elif child.name == f"{TYPES} Override":
            found[said.get("PartName", "").removeprefix("/")] = said.get("ContentType", "")
    return found


def _style_ids(parts: Mapping[str, bytes], draws_on: tuple[Relation, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for child in _children(parts, draws_on, "styles"):
        name = next((said.get("val", "") for name, said in child.inside if name == named("name")), "")
        if child.name == named("style") and name and child.attributes.get("styleId"):
            found.setdefault(name.casefold(), child.attributes["styleId"])
    return found


def _numbers(parts: Mapping[str, bytes], draws_on: tuple[Relation, ...]) -> tuple[int, int]:
    """The highest numbers of lists and of definitions of lists."""
    highest = {"numId": 0, "abstractNumId": 0}
    for child in _children(parts, draws_on, "numbering"):
        for key in highest:
            value = child.attributes.get(key, "")
            highest[key] = max(highest[key], int(value) if value.isascii() and value.isdigit() else 0)
    if max(highest.values()) >= 2**30:
        raise Damaged
    return highest["numId"], highest["abstractNumId"]


def _children(parts: Mapping[str, bytes], draws_on: tuple[Relation, ...], kind: str) -> tuple[Child, ...]:
    name = next((each.target for each in draws_on if each.kind == kind), "")
    return scan(parts[name]).children if name in parts else ()


def _section(document: bytes, ids: set[str]) -> Section:
    """The properties of the last section, as far as they are in the two vocabularies that we write."""
    word = f"{{{NAMESPACES['w']}}}"
    body = ElementTree.fromstring(document).find(f"{word}body")
    last = body[-1] if body is not None and len(body) else None
    if last is None or last.tag != f"{word}sectPr":
        last = ElementTree.Element(f"{word}sectPr")
    references, properties = [], []
    for child in last:
        kind = child.tag.removeprefix(word)
        if kind in ("headerReference", "footerReference"):
            id = child.get(f"{{{NAMESPACES['r']}}}id", "")
            if id in ids:
                references.append((kind.removesuffix("Reference"), child.get(f"{word}type", "default"), id))
        elif child.tag.startswith(word) and kind not in ("sectPrChange", "printerSettings"):
            properties.append(_copied(child))
    return Section(tuple(references), Xml("".join(properties)), _measure(last, word))


def _measure(section: ElementTree.Element, word: str) -> int:
    """The width between the margins."""
    size, margins = section.find(f"{word}pgSz"), section.find(f"{word}pgMar")

    def number(element: ElementTree.Element | None, name: str, otherwise: int) -> int:
        value = "" if element is None else element.get(f"{word}{name}", "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else otherwise

    left, right = number(margins, "left", m.SIDE), number(margins, "right", m.SIDE)
    measure = number(size, "w", m.page(A4)[0]) - left - right - number(margins, "gutter", 0)
    return max(measure, _NARROWEST)


def _copied(element: ElementTree.Element, depth: int = 0) -> Xml:
    prefixes = {uri: prefix for prefix, uri in NAMESPACES.items() if prefix in ("w", "r")}

    def short(name: str) -> str:
        uri, _, last = name.removeprefix("{").rpartition("}")
        return f"{prefixes[uri]}:{last}" if uri in prefixes else ""

    attributes = {short(key): value for key, value in element.attrib.items() if short(key)}
    children = [_copied(child, depth + 1) for child in element if short(child.tag) and depth < 3]
    return node(short(element.tag), attributes, *children)
