"""Inlines to runs and hyperlinks. Strong and Emphasis are both set bold: italics are hard to read for many."""

from __future__ import annotations

from collections.abc import Sequence

from kpidsl.document.model import Inline, Link, StatusMark, Text
from kpidsl.render.docx import measures as m, styles
from kpidsl.render.docx.drawing import CHARACTERS
from kpidsl.render.docx.properties import plain_run, run_properties
from kpidsl.render.docx.setting import Setting
from kpidsl.render.docx.xml import Xml, escaped, joined, node, w
from kpidsl.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Look:
    """How words stand out from their paragraph."""

    strong: bool = False
    link: bool = False
    muted: bool = False


PLAIN = Look()


def runs(setting: Setting, content: Sequence[Inline], look: Look = PLAIN) -> Xml:
    """The runs of inlines."""
    return joined(_inline(setting, inline, look) for inline in content)


def words(setting: Setting, text: str, look: Look = PLAIN) -> Xml:
    """The run of plain words."""
    style = styles.LINK if look.link else styles.STRONG if look.strong else styles.MUTED if look.muted else ""
    properties = run_properties(
        setting.ids[style] if style else "", bold=look.link and look.strong, language=setting.language
    )
    return plain_run(escaped(text), properties)


def status(setting: Setting, mark: StatusMark) -> Xml:
    """A status: its shape in its colour, then its word."""
    return marked(setting, mark, mark.word)


def marked(setting: Setting, mark: StatusMark, text: str) -> Xml:
    """The shape of a status in its colour, then words that do not leave it."""
    shape = run_properties(font=m.SHAPES_FONT, colour=mark.colour, language=setting.language)
    return joined((plain_run(escaped(CHARACTERS[mark.shape]), shape), words(setting, "\u00a0" + text)))


def tab() -> Xml:
    """A step to the next tab stop."""
    return w("r", w("tab"))


def line_break() -> Xml:
    """A new line in the same paragraph."""
    return w("r", w("br"))


def _inline(setting: Setting, inline: Inline, look: Look) -> Xml:
    if isinstance(inline, Text):
        return words(setting, inline.text, look)
    if not isinstance(inline, Link):
        return runs(setting, inline.content, replace(look, strong=True))
    where = None if look.link else _where(setting, inline.target)
    if where is None:
        return runs(setting, inline.content, look)
    inside = runs(setting, inline.content, replace(look, link=True))
    return node("w:hyperlink", {**where, "w:history": "1"}, inside)


def _where(setting: Setting, target: str) -> dict[str, str] | None:
    """Only the addresses that the model allows, and headings that are there; other links are set as plain words."""
    if target.startswith("#"):
        bookmark = setting.bookmarks.get(target[1:])
        return {"w:anchor": bookmark} if bookmark else None
    if target.startswith(("https://", "http://", "mailto:", "tel:")):
        return {"r:id": setting.links.id(target)}
    return None
