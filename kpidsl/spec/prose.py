"""Prose lines to paragraphs and lists. The only module that knows Markdown.

Prose is CommonMark's inlines and lists; anything else of it (headings, HTML, pictures, code) is a problem, never passed
on. Placeholders are taken out before Markdown is read and stand in the text as one character each, so no figure can be
mistaken for markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from kpidsl.document.model import Emphasis, Inline, Link, List, Paragraph, Strong, Text
from kpidsl.patterns import lazily
from kpidsl.source import Span
from kpidsl.spec.indicator import SLOT
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_BRACES = lazily(r"\{([^{}]*)\}|[{}]")
_UNWANTED = lazily(f"[{chr(SLOT)}-\uf8ff\x00-\x08\x0b-\x1f\x7f]")
_TARGETS = ("http://", "https://", "mailto:", "tel:")
_NOT_PROSE = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "a picture",
    "code_inline": "code in backquotes",
    "fence": "a block of code",
    "heading_open": "a heading",
    "hr": "a ruled line",
    "blockquote_open": "a quoted block",
}
MOST_SLOTS = 0xF8FF - SLOT
# A line in which nothing can be markup: it starts with a word, a placeholder or a figure that numbers no list, and has
# no sign that Markdown knows.
_PLAIN = lazily(rf"(?:\d+(?![\d.)])|[A-Za-z“‘£({chr(SLOT)}-\uf8ff])[\w{chr(SLOT)}-\uf8ff ,.;:?%£()'\"“”‘’–—/-]*(?<! )")


def read(lines: Sequence[ast.Prose], problems: Problems) -> tuple[tuple[Paragraph | List, ...], tuple[ast.Word, ...]]:
    """Consecutive prose lines as blocks, and what stood between braces, in order of the slots that stand for it."""
    slots: list[ast.Word] = []
    text = "\n".join(_without_placeholders(line, slots, problems) for line in lines)
    return tuple(_plain(text) or _blocks(_markdown().parse(text), lines, problems)), tuple(slots)


def _plain(text: str) -> tuple[Paragraph, ...]:
    """What Markdown makes of paragraphs without markup, as most are: a twentieth of the time, and it need not be
    loaded. Nothing where it has to be asked."""
    paragraphs = [part.strip("\n").split("\n") for part in text.split("\n\n") if part.strip("\n")]
    if not all(_PLAIN.fullmatch(line) for lines in paragraphs for line in lines):
        return ()
    return tuple(Paragraph((Text(" ".join(lines)),)) for lines in paragraphs)


def _without_placeholders(line: ast.Prose, slots: list[ast.Word], problems: Problems) -> str:
    text = line.text if line.text.isprintable() else _UNWANTED.sub(" ", line.text)  # found out in a tenth of the time
    out, at = [], 0
    for match in _BRACES.finditer(text):
        start = line.span.start + match.start()
        span = line.span.source.span(start, start + len(match[0]))
        out.append(text[at : match.start()])
        at = match.end()
        if match[1] is None:
            problems.add(
                "unclosed-brace", f"this `{match[0]}` has no partner", span, "a placeholder is written {value}"
            )
        elif len(slots) < MOST_SLOTS:
            out.append(chr(SLOT + len(slots)))
            slots.append(ast.Word(" ".join(match[1].split()), span))
    return "".join(out) + text[at:]


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only here: much prose needs no more than `_plain`

    markdown = MarkdownIt("commonmark").disable(["code", "reference", "autolink"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # addresses are checked here, with a message
    return markdown


def _blocks(tokens: Sequence[Token], lines: Sequence[ast.Prose], problems: Problems) -> Iterator[Paragraph | List]:
    """Top-level paragraphs and lists. A list inside a list is laid flat: its items follow the item they stand in."""
    items: list[tuple[Inline, ...]] = []
    labels: list[str] = []
    depth = 0
    for token in tokens:
        span = _span(token, lines)
        if token.type in _NOT_PROSE:
            _refuse(token.type, span, problems)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type == "list_item_open":
            labels.append(f"{token.info}." if token.info else "\u2022")
            items.append(())
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if depth == 0:
                yield List(tuple(items), tuple(labels))
                items, labels = [], []
        elif token.type == "inline":
            content = _inlines(iter(token.children or ()), span, problems)
            if depth:
                items[-1] += (Text(" "), *content) if items[-1] else content
            elif content:
                yield Paragraph(content)


def _inlines(tokens: Iterator[Token], span: Span, problems: Problems, until: str = "") -> tuple[Inline, ...]:
    out: list[Inline] = []
    for token in tokens:
        if token.type == until:
            break
        if token.type in ("text", "text_special"):
            out.append(Text(token.content))
        elif token.type in ("softbreak", "hardbreak"):
            out.append(Text(" "))
        elif token.type == "strong_open":
            out.append(Strong(_inlines(tokens, span, problems, "strong_close")))
        elif token.type == "em_open":
            out.append(Emphasis(_inlines(tokens, span, problems, "em_close")))
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            content = _inlines(tokens, span, problems, "link_close")
            if not target.lower().startswith(_TARGETS):
                problems.add(
                    "bad-link",
                    f"`{target}` is not an address that a link can lead to",
                    span,
                    "links start with https://, http://, mailto: or tel:",
                )
            out.append(Link(content, target))
        elif token.type in _NOT_PROSE:
            _refuse(token.type, span, problems)
    return _merged(out)


def _merged(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts as one."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + inline.text)
        elif not (isinstance(inline, Text) and not inline.text):
            out.append(inline)
    return tuple(out)


def _refuse(kind: str, span: Span, problems: Problems) -> None:
    what = _NOT_PROSE[kind]
    problems.add(
        "not-prose",
        f"prose cannot hold {what}",
        span,
        "prose has paragraphs, lists, **strong** and *stressed* words and links; "
        "put a backslash before a character that is meant as itself",
    )


def _span(token: Token, lines: Sequence[ast.Prose]) -> Span:
    """The prose lines that a block came from."""
    first, last = token.map or (0, 1)
    first = min(first, len(lines) - 1)
    return lines[first].span.to(lines[min(max(first, last - 1), len(lines) - 1)].span)
