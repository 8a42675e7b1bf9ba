"""All parts of a document without a template."""

from __future__ import annotations

from kpidsl.document.model import Document
from kpidsl.render.docx.body import LaidOut
from kpidsl.render.docx.drawing import watermark_picture
from kpidsl.render.docx.package import (
    APP_TYPE,
    CONTENT_TYPES,
    CORE_KIND,
    CORE_TYPE,
    DOCUMENT_TYPE,
    THEME_TYPE,
    WORD_TYPE,
    app_part,
    core_part,
    document_part,
    relation,
    relations_part,
    settings_part,
    types_part,
)
from kpidsl.render.docx.page import (
    MARK_PICTURE,
    MARK_RELATION,
    footer_part,
    has_mark,
    header_part,
    reference,
    section,
)
from kpidsl.render.docx.styles import styles_part
from kpidsl.render.docx.themes import fonts_part, theme_part
from kpidsl.render.docx.xml import Xml, clean, joined


def fresh(document: Document, laid: LaidOut) -> dict[str, bytes]:
    """The parts by their names: the running head is left out of the first page, which has the masthead."""
    setting = laid.setting
    beside: dict[str, tuple[str, Xml]] = {  # the parts beside the document: what they are, and what is in them
        "styles": ("styles", styles_part(laid.styles, setting.ids, document.language, laid.font)),
        "numbering": ("numbering", setting.numbering.part()),
        "fontTable": ("fontTable", fonts_part(laid.font)),
        "settings": ("settings", settings_part(document.language)),
        "header": ("header", header_part(setting, document, first=False)),
        "header-first": ("header", header_part(setting, document, first=True)),
        "footer": ("footer", footer_part(setting, document)),
    }
    references = joined(
        (
            reference("header", "default", "rIdheader"),
            reference("header", "first", "rIdheader-first"),
            reference("footer", "default", "rIdfooter"),
            reference("footer", "first", "rIdfooter"),
        )
    )
    types = {
        "word/document.xml": DOCUMENT_TYPE,
        **{f"word/{name}.xml": f"{WORD_TYPE}.{kind}+xml" for name, (kind, _) in beside.items()},
        "word/theme.xml": THEME_TYPE,
        "docProps/core.xml": CORE_TYPE,
        "docProps/app.xml": APP_TYPE,
    }
    parts = {
        CONTENT_TYPES: types_part(types),
        "_rels/.rels": relations_part(
            relation("rId1", "officeDocument", "word/document.xml"),
            relation("rId2", CORE_KIND, "docProps/core.xml"),
            relation("rId3", "extended-properties", "docProps/app.xml"),
        ),
        "word/document.xml": document_part(laid.body, section(references, laid.paper, title_page=True)),
        "word/_rels/document.xml.rels": relations_part(
            *(relation(f"rId{name}", kind, f"{name}.xml") for name, (kind, _) in beside.items()),
            relation("rIdtheme", "theme", "theme.xml"),
            *(relation(id, "hyperlink", address) for id, address in setting.links.all()),
            *(relation(id, "image", name) for id, name, _ in setting.pictures.all()),
        ),
        **{f"word/{name}.xml": content for name, (_, content) in beside.items()},
        "word/theme.xml": theme_part(laid.setting.theme, laid.font),
        "docProps/core.xml": core_part(document),
        "docProps/app.xml": app_part(document),
    }
    marked: dict[str, bytes] = {}
    if has_mark(document):
        picture = relations_part(relation(MARK_RELATION, "image", MARK_PICTURE)).encode("utf-8")
        marked = {f"word/_rels/{name}.xml.rels": picture for name in ("header", "header-first")}
        marked[f"word/{MARK_PICTURE}"] = watermark_picture(clean(document.mark))
    return {
        **{name: content.encode("utf-8") for name, content in parts.items()},
        **{f"word/{name}": content for _, name, content in setting.pictures.all()},
        **marked,
    }
