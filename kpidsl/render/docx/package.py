"""The parts of a file and how they hang together (ECMA-376-2), and the zip around them: the same bytes every time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from kpidsl.document.model import Document
from kpidsl.render.docx import measures as m
from kpidsl.render.docx.page import PREFIXES
from kpidsl.render.docx.xml import DECLARATION, Xml, declared, escaped, joined, node, w

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS, TYPES = f"{_PACKAGE}/relationships", f"{_PACKAGE}/content-types"
KINDS = f"{_OFFICE}/relationships"  # of relations, each followed by a slash and its name
CORE_KIND = f"{_PACKAGE}/relationships/metadata/core-properties"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
DOCUMENT_TYPE = f"{WORD_TYPE}.document.main+xml"
CONTENT_TYPES = "[Content_Types].xml"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def relation(id: str, kind: str, target: str, *, external: bool = False) -> Xml:
    """A relation to another part, or to an address; `kind` is its type, or the last word of it."""
    outside = {"TargetMode": "External"} if external or kind == "hyperlink" else {}
    type_ = kind if "/" in kind else f"{KINDS}/{kind}"
    return node("Relationship", {"xmlns": RELATIONS, "Id": id, "Type": type_, "Target": target, **outside})


def override(part: str, type_: str) -> Xml:
    """What type a part is of."""
    return node("Override", {"xmlns": TYPES, "PartName": f"/{part}", "ContentType": type_})


def relations_part(*relations: Xml) -> Xml:
    return Xml(DECLARATION + node("Relationships", {"xmlns": RELATIONS}, *relations))


def types_part(types: Mapping[str, str]) -> Xml:
    """The types of parts, by their names or, with a dot before them, by their endings."""
    usual = {".rels": "application/vnd.openxmlformats-package.relationships+xml", ".xml": "application/xml"}
    every = {**usual, ".png": "image/png", **types}
    defaults = [
        node("Default", {"Extension": name[1:], "ContentType": type_})
        for name, type_ in every.items()
        if name.startswith(".")
    ]
    overrides = [override(name, type_) for name, type_ in types.items() if not name.startswith(".")]
    return Xml(DECLARATION + node("Types", {"xmlns": TYPES}, *defaults, *overrides))


def core_part(document: Document) -> Xml:
    """What the file says of itself. The day is the Document's, never the clock's."""
    day = escaped(f"{document.dated.isoformat()}T00:00:00Z")
    names = {
        "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    when = {"xsi:type": "dcterms:W3CDTF"}
    return Xml(
        DECLARATION
        + node(
            "cp:coreProperties",
            names,
            node("dc:title", {}, escaped(document.title)),
            node("dc:subject", {}, escaped(document.subject)),
            node("dc:creator", {}, escaped(document.author)),
            node("cp:lastModifiedBy", {}, escaped(document.author)),
            node("cp:revision", {}, escaped("1")),
            node("dcterms:created", when, day),
            node("dcterms:modified", when, day),
            node("dc:language", {}, escaped(document.language)),
        )
    )


def app_part(document: Document) -> Xml:
    """The other half of what it says of itself: whose it is."""
    names = {"xmlns": f"{_OFFICE}/extended-properties"}
    return Xml(DECLARATION + node("Properties", names, node("Company", {}, escaped(document.author))))


def settings_part(language: str) -> Xml:
    """How Word treats the file: as one of today's, with no compatibility mode."""
    name = "http://schemas.microsoft.com/office/word"
    compatible = w("compatSetting", name="compatibilityMode", uri=name, val=15)
    return Xml(
        DECLARATION
        + node(
            "w:settings",
            declared("w"),
            w("defaultTabStop", val=m.NUMBER_COLUMN),
            w("characterSpacingControl", val="doNotCompress"),
            w("compat", compatible),
            w("themeFontLang", val=language),
            w("decimalSymbol", val="."),
            w("listSeparator", val=","),
        )
    )


def document_part(body: Xml, section: Xml) -> Xml:
    """The main part."""
    return Xml(DECLARATION + node("w:document", declared(*PREFIXES), w("body", joined((body, section)))))


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The file. The list of types comes first, the rest as given."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (CONTENT_TYPES, *(name for name in parts if name != CONTENT_TYPES)):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # as on Windows, wherever it is made
            archive.writestr(entry, parts[name])
    return out.getvalue()
