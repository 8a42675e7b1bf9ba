"""All parts of a document in a council's template: those of the template, and ours where it has none.

Styles of the template hold, and those that it lacks are added; so do its page, headers and footers.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from kpidsl.document.model import Document
from kpidsl.render.docx.body import LaidOut
from kpidsl.render.docx.drawing import watermark_picture
from kpidsl.render.docx.package import (
    CONTENT_TYPES,
    CORE_KIND,
    CORE_TYPE,
    DOCUMENT_TYPE,
    WORD_TYPE,
    core_part,
    document_part,
    relation,
    relations_part,
    types_part,
)
from kpidsl.render.docx.page import (
    MARK_NUMBERS,
    MARK_PICTURE,
    MARK_RELATION,
    PREFIXES,
    footer_part,
    has_mark,
    header_part,
    mark_paragraph,
    mark_part,
    reference,
)
from kpidsl.render.docx.parts import alone, at_the_end, inserted, named, relations, relations_name, scan
from kpidsl.render.docx.styles import style_xml, styles_part
from kpidsl.render.docx.template import Template
from kpidsl.render.docx.xml import Xml, clean, joined, w
from kpidsl.values import dataclass, field

_PAGES = ("default", "first", "even")
# What a document draws on whatever its text is; pictures, links, comments and the like go with the text.
_KEPT = (
    "styles",
    "numbering",
    "settings",
    "webSettings",
    "fontTable",
    "theme",
    "footnotes",
    "endnotes",
    "customXml",
    "glossaryDocument",
)


@dataclass(frozen=True, slots=True)
class _Filling:
    """The file as it is being put together. `relations` are those of the document."""

    template: Template
    parts: dict[str, bytes]
    types: dict[str, str]
    relations: dict[str, Xml] = field(default_factory=dict)

    def add(self, kind: str, content: Xml, name: str = "") -> str:
        """A part of ours that the document draws on; gives the id of the relation."""
        name = name or f"kpi-{kind}"
        id = f"rIdKpi-{name}"
        path = posixpath.join(self.folder, f"{name}.xml")
        self.parts[path] = content.encode("utf-8")
        self.types[path] = f"{WORD_TYPE}.{kind}+xml"
        self.relations[id] = relation(id, kind, f"{name}.xml")
        return id

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.template.main)


def filled(document: Document, laid: LaidOut, template: Template) -> dict[str, bytes]:
    """The parts by their names."""
    filling = _Filling(template, dict(template.parts), dict(template.types))
    filling.types.update({template.main: DOCUMENT_TYPE, ".png": "image/png"})
    used = {id for _, _, id in template.section.references}
    for each in template.draws_on:
        if each.kind in _KEPT or each.id in used:
            target = each.target if each.external else f"/{each.target}"
            filling.relations[each.id] = relation(each.id, each.type, target, external=each.external)
    _fill_styles(filling, laid, document.language)
    _fill_numbering(filling, laid)
    references = joined(_references(filling, document, laid))
    for id, address in laid.setting.links.all():
        filling.relations[id] = relation(id, "hyperlink", address)
    for id, name, content in laid.setting.pictures.all():
        filling.relations[id] = relation(id, "image", name)
        filling.parts[posixpath.join(filling.folder, name)] = content
    section = w("sectPr", references, template.section.properties)
    filling.parts[template.main] = document_part(laid.body, section).encode("utf-8")
    filling.parts[relations_name(template.main)] = relations_part(*filling.relations.values()).encode("utf-8")
    _fill_core(filling, document)
    return _reachable(filling)


def _fill_styles(filling: _Filling, laid: LaidOut, language: str) -> None:
    name, ids = filling.template.part("styles"), laid.setting.ids
    if not name:
        filling.add("styles", styles_part(laid.styles, ids, language, laid.font))
        return
    present = filling.template.frame.present
    missing = [style for style in laid.styles if style.name.casefold() not in present]
    pieces = "".join(alone(style_xml(style, ids), "w") for style in missing)
    filling.parts[name] = at_the_end(filling.parts[name], pieces)


def _fill_numbering(filling: _Filling, laid: LaidOut) -> None:
    """Definitions come before lists, and lists before what may follow them."""
    name, numbering = filling.template.part("numbering"), laid.setting.numbering
    definitions = "".join(alone(each, "w") for each in numbering.definitions())
    lists = "".join(alone(each, "w") for each in numbering.lists())
    children = scan(filling.parts[name]).children if name else ()
    nums = [child.start for child in children if child.name == named("num")]
    after = [child.start for child in children if nums and child.start > nums[-1]]
    if not name:
        filling.add("numbering", numbering.part())
    elif not nums:
        filling.parts[name] = at_the_end(filling.parts[name], definitions + lists)
    elif after:
        filling.parts[name] = inserted(filling.parts[name], {nums[0]: definitions, after[0]: lists})
    else:
        filling.parts[name] = inserted(at_the_end(filling.parts[name], lists), {nums[0]: definitions})


def _references(filling: _Filling, document: Document, laid: LaidOut) -> Iterator[Xml]:
    """The template's headers and footers, with the mark in its headers; ours where it has none of a kind."""
    setting, given = laid.setting, filling.template.section.references
    for kind, page, id in given:
        yield reference(kind, page, id)
    if has_mark(document):
        filling.parts[posixpath.join(filling.folder, MARK_PICTURE)] = watermark_picture(clean(document.mark))
        used = {id for kind, _, id in given if kind == "header"}
        names = {each.target: None for each in filling.template.draws_on if each.id in used}
        for number, name in enumerate(names, MARK_NUMBERS + 2):
            paragraph = alone(mark_paragraph(setting, document.mark, number), *PREFIXES)
            filling.parts[name] = at_the_end(filling.parts[name], paragraph)
            _mark_picture(filling, name)
    pages = {kind: {page for each, page, _ in given if each == kind} for kind in ("header", "footer")}
    if not pages["footer"]:
        id = filling.add("footer", footer_part(setting, document))
        yield from (reference("footer", page, id) for page in _PAGES)
    if not pages["header"]:
        id = filling.add("header", header_part(setting, document, first=False))
        first = filling.add("header", header_part(setting, document, first=True), "kpi-header-first")
        yield from (reference("header", page, first if page == "first" else id) for page in _PAGES)
        marked = ["kpi-header", "kpi-header-first"]
    elif has_mark(document) and pages["header"] != {*_PAGES}:
        id = filling.add("header", mark_part(setting, document.mark, MARK_NUMBERS), "kpi-mark")
        yield from (reference("header", page, id) for page in _PAGES if page not in pages["header"])
        marked = ["kpi-mark"]
    else:
        marked = []
    for name in marked if has_mark(document) else ():
        _mark_picture(filling, posixpath.join(filling.folder, f"{name}.xml"))


def _mark_picture(filling: _Filling, header: str) -> None:
    """That a header draws on the picture of the mark."""
    path = posixpath.join("/", filling.folder, MARK_PICTURE)
    name, picture = relations_name(header), relation(MARK_RELATION, "image", path)
    given = filling.parts.get(name)
    part = relations_part(picture).encode("utf-8") if given is None else at_the_end(given, picture)
    filling.parts[name] = part


def _fill_core(filling: _Filling, document: Document) -> None:
    """What the file says of itself is what the Document says."""
    given = [each for each in relations(filling.parts, "") if each.kind == "core-properties"]
    name = given[0].target if given else "docProps/kpi-core.xml"
    filling.parts[name] = core_part(document).encode("utf-8")
    filling.types[name] = CORE_TYPE
    if not given:
        root = relations_name("")
        filling.parts[root] = at_the_end(filling.parts[root], relation("rIdKpi-core", CORE_KIND, f"/{name}"))


def _reachable(filling: _Filling) -> dict[str, bytes]:
    """The parts that something still draws on: pictures of the template's own text, say, are left out."""
    found: dict[str, bytes] = {}
    waiting, met = [""], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in met or (name and name not in filling.parts):
            continue
        met.add(name)
        found |= {each: filling.parts[each] for each in (name, relations_name(name)) if each in filling.parts}
        waiting += [each.target for each in relations(filling.parts, name) if not each.external]
    return {CONTENT_TYPES: types_part(_types(filling.types, found)).encode("utf-8"), **found}


def _types(types: Mapping[str, str], parts: Mapping[str, bytes]) -> dict[str, str]:
    return {name: type_ for name, type_ in types.items() if name.startswith(".") or name in parts}
