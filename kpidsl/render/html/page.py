"""The whole page: head, masthead, contents, the report, what stands behind its rows, and the data."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import groupby

from kpidsl.document.model import Attachment, Block, Detail, Document, Heading, Logo, Text
from kpidsl.document.outline import plain
from kpidsl.render.html.blocks import block, heading_name
from kpidsl.render.html.inlines import words
from kpidsl.render.html.markup import Markup, element, lines
from kpidsl.render.html.palette import night, variables
from kpidsl.render.html.setting import Ids, Setting
from kpidsl.render.html.tables import NARROW
from kpidsl.render.logo import shown_size
from kpidsl.render.paper import A4, Paper
from kpidsl.render.theme import Theme
from kpidsl.render.typeface import LIBERATION, Typeface

_MAIN, _DETAILS = "main", "details"
_PIXELS = 4 / 3  # of a screen to the point
_DETAIL_LEVEL = 3  # of the heading of a detail, or of its section


def page(document: Document, theme: Theme, paper: Paper, typeface: Typeface) -> str:
    """The file."""
    opening, blocks = _opening(document)
    setting = _setting((opening, *blocks), document.details)
    body = element(
        "body",
        lines(
            element("a", document.page_words.skip, href=f"#{_MAIN}", class_="skip"),
            _header(setting, document, opening),
            element("div", _contents(setting, document, blocks), _main(setting, document, blocks), class_="columns"),
            _footer(document),
            *_dialog(document),
            Markup(f"<script>{_packaged('script.js')}</script>"),
        ),
    )
    html = element(
        "html", lines(_head(document, _style(setting, theme, paper, typeface)), body), lang=document.language
    )
    return f"<!DOCTYPE html>\n{html.text}\n"


def _opening(document: Document) -> tuple[Heading, tuple[Block, ...]]:
    """The heading that a page opens with, above the contents, and the blocks after it."""
    first = document.blocks[0] if document.blocks else None
    if isinstance(first, Heading) and first.level == 1:
        return first, document.blocks[1:]
    return Heading(1, (Text(document.title),), ""), document.blocks  # a page always shows its title


def _setting(blocks: Sequence[Block], details: Sequence[Detail]) -> Setting:
    ids = Ids()
    for own in (_MAIN, _DETAILS, "detail-title"):
        ids.new(own)
    targets: dict[str, str] = {}
    for one in blocks:
        if isinstance(one, Heading) and one.id:
            targets.setdefault(one.id, ids.new(one.id))
    named = {detail.id: ids.new(detail.id) for detail in details}
    return Setting(ids, targets | named, named)


@cache
def _packaged(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


# ---- the head


def _head(document: Document, style: str) -> Markup:
    """Made last, for the style has the colours and widths that the body asks for."""
    script = _packaged("script.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'"
    policy += "; form-action 'none'; img-src data:" if document.masthead.logo else "; form-action 'none'"
    return element(
        "head",
        lines(
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="author", content=document.author),
            element("meta", name="description", content=document.subject),
            element("meta", name="dcterms.date", content=document.dated.isoformat()),
            element("title", f"{document.title} \u2013 {document.masthead.council}"),
            Markup(f"<style>{style}</style>"),
        ),
    )


def _hash(text: str) -> str:
    """What the policy knows our own style and script by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _style(setting: Setting, theme: Theme, paper: Paper, typeface: Typeface) -> str:
    """The style sheet with the house's colours, paper and typeface. No text of the report gets into it."""
    day = f":root{{{variables(theme, theme, setting.colours)}}}"
    if typeface != LIBERATION:
        day += f':root{{--face:"{re.sub("[^A-Za-z0-9 -]", "", typeface.name)}"}}'
    sheet = "" if paper == A4 else f"\n@page{{size:{paper.width:g}pt {paper.height:g}pt}}"
    dark = variables(night(theme), theme, setting.colours)
    by_night = f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    marks = "".join(f".{name}{{color:var(--{name})}}" for name in setting.colours.values())
    widths = "".join(f".wide-{percent}{{width:{percent}%}}" for percent in setting.widths)
    narrow = _packaged("narrow.css")
    sizes = "".join(narrow.replace("SIZE", size).replace("WIDTH", width) for size, width in NARROW.items())
    return f"\n{day}\n{by_night}\n{marks}\n{widths}\n{_packaged('style.css')}\n{sizes}{sheet}"


# ---- the body


def _header(setting: Setting, document: Document, opening: Heading) -> Markup:
    masthead = document.masthead
    said = [element("p", document.mark, class_="mark")] if document.mark else []
    council = element("p", masthead.council, class_="council")
    if masthead.logo:
        council = element("div", _logo(masthead.logo), council, class_="brand")
    others = (element("p", line) for line in (masthead.committee, masthead.meeting))
    head = element("div", council, *others, block(setting, opening, 1), class_="masthead")
    return element("header", *said, head)


def _logo(logo: Logo) -> Markup:
    """The picture inside the page, which asks for nothing."""
    wide, tall = (round(points * _PIXELS) for points in shown_size(logo))
    address = f"data:image/png;base64,{base64.b64encode(logo.png).decode('ascii')}"
    return element("img", src=address, alt=logo.alt, width=str(wide), height=str(tall), class_="logo")


def _contents(setting: Setting, document: Document, blocks: Sequence[Block]) -> Markup:
    """The chapters, and what stands behind the rows."""
    entries = [
        _entry(setting.targets[one.id], f"{one.number} {plain(one.content)}".strip())
        for one in blocks
        if isinstance(one, Heading) and one.level == 2 and one.id
    ]
    if document.details:
        entries.append(_entry(_DETAILS, document.page_words.details))
    words = document.page_words
    listed = element("details", element("summary", words.contents), element("ul", lines(*entries)), open=True)
    return element("nav", listed, aria_label=words.contents)


def _entry(id: str, words: str) -> Markup:
    return element("li", element("a", words, href=f"#{id}"))


def _main(setting: Setting, document: Document, blocks: Sequence[Block]) -> Markup:
    found = [block(setting, one, level, document.page_words) for one, level in _levelled(blocks, below=1)]
    return element("main", lines(*found, *_details(setting, document)), id=_MAIN, tabindex="-1")


def _levelled(blocks: Sequence[Block], below: int) -> Iterator[tuple[Block, int]]:
    """Each block with the level of its heading: all below that of the heading above them, none skipped."""
    level = below
    for one in blocks:
        if isinstance(one, Heading):
            level = max(min(one.level, level + 1), below + 1)
        yield one, level


def _details(setting: Setting, document: Document) -> Iterator[Markup]:
    """Each behind a line to open; the link of its row leads inside, and so opens it also where no script runs."""
    words = document.page_words
    if not document.details:
        return
    found: list[Markup] = []
    for section, members in groupby(document.details, key=lambda detail: detail.section):
        if section.strip():
            folds = (_fold(setting, detail, _DETAIL_LEVEL + 1) for detail in members)
            found.append(element("section", lines(element(heading_name(_DETAIL_LEVEL), section), *folds)))
        else:
            found += (_fold(setting, detail, _DETAIL_LEVEL) for detail in members)
    head = element("h2", words.details, id=_DETAILS, tabindex="-1")
    yield element("section", lines(head, element("p", words.details_lead), *found), class_="details")


def _fold(setting: Setting, detail: Detail, level: int) -> Markup:
    found = (block(setting, one, below) for one, below in _levelled(detail.blocks, below=level))
    inside = element("div", lines(*found), id=setting.details[detail.id], class_="detail", tabindex="-1")
    return element("details", element("summary", element(heading_name(level), words(detail.title))), inside)


def _dialog(document: Document) -> Iterator[Markup]:
    """Where the script shows what stands behind a row."""
    if document.details:
        title = element(heading_name(_DETAIL_LEVEL), document.page_words.details, id="detail-title", tabindex="-1")
        close = element("button", document.page_words.close, type="button")
        bar = element("div", title, close, class_="bar")
        yield element("dialog", bar, element("div", class_="detail"), aria_labelledby="detail-title")


def _footer(document: Document) -> Markup:
    files = [element("li", _download(attachment)) for attachment in document.attachments]
    data = [element("h2", document.page_words.files), element("ul", lines(*files))] if files else []
    return element("footer", *data, element("p", document.running_head))


def _download(attachment: Attachment) -> Markup:
    content = base64.b64encode(attachment.data).decode("ascii")
    address = f"data:{attachment.media_type};base64,{content}"
    return element("a", f"{attachment.description} ({attachment.name})", href=address, download=attachment.name)
