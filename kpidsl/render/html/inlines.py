"""Inlines as markup. Links lead only where the model allows; any other is set as plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from kpidsl.document.model import Emphasis, Inline, Link, Strong, Text
from kpidsl.patterns import lazily
from kpidsl.render.html.markup import Markup, element, joined
from kpidsl.render.html.setting import Setting

# A letter with its hyphen (e-mail), and a sign such as [i] with the figure before it.
_WHOLE = lazily(r"(?<![\w-])([^\W\d_]-[^\W\d_]{2,12}(?![\w-])|(?<!\S)[^\s\[\]]{1,12}(?: \[[a-z]\])+(?![^\s.,;:)]))")
_SAFE = ("https://", "http://", "mailto:", "tel:")


def inlines(setting: Setting, content: Iterable[Inline], *, in_link: bool = False) -> Markup:
    """Words with their stress and links. A link never holds another."""
    return joined(*(_inline(setting, inline, in_link) for inline in content))


def has_link(content: Sequence[Inline]) -> bool:
    """Whether a link stands in it."""
    return any(not isinstance(each, Text) and (isinstance(each, Link) or has_link(each.content)) for each in content)


def _inline(setting: Setting, inline: Inline, in_link: bool) -> Markup:
    match inline:
        case Text():
            return words(inline.text)
        case Strong():
            return element("strong", inlines(setting, inline.content, in_link=in_link))
        case Emphasis():  # stressed words are bold as on paper, see style.css
            return element("em", inlines(setting, inline.content, in_link=in_link))
        case Link():
            address = None if in_link else _address(setting, inline.target)
            inside = inlines(setting, inline.content, in_link=in_link or address is not None)
            return inside if address is None else element("a", inside, href=address)
        case _:
            assert_never(inline)


def words(text: str) -> Markup:
    """The text; where a browser would break a line within what reads as one word, it may not."""
    if "-" not in text and "[" not in text:
        return joined(text)
    parts = _WHOLE.split(text)  # every second is whole
    return joined(*(element("span", part, class_="whole") if at % 2 else part for at, part in enumerate(parts)))


def _address(setting: Setting, target: str) -> str | None:
    if target.startswith("#"):
        id = setting.targets.get(target[1:])
        return None if id is None else f"#{id}"
    return target if target.startswith(_SAFE) else None
