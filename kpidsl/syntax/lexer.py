"""A line lexer that never fails: every character of a line belongs to a token, a comment or white space.

Officers paste from Word and Excel, so curly quotes, non-breaking spaces, en dashes in figures, tabs and a byte order
mark are read as what they stand for; spans keep pointing at the text as given. What cannot be read becomes a token of
kind UNREADABLE or UNCLOSED, which the parser explains.
"""

from __future__ import annotations

import re

from kpidsl.patterns import lazily
from kpidsl.period import MONTHS
from kpidsl.source import Source, Span
from kpidsl.syntax.ast import Comment, Prose, Word
from kpidsl.values import dataclass

_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS) + "|Sept"

_TOKEN = lazily(
    rf"""
    (?P<SPACE>[\s\u00a0\u200b\u2007\u202f\ufeff]+)
  | (?P<COMMENT>\#.*)
  | (?P<STRING>"[^"]*"|[\u201c\u201d\u201e][^"\u201c\u201d]*["\u201c\u201d]|"[^"\u201c\u201d]*[\u201c\u201d])
  | (?P<UNCLOSED>["\u201c\u201d\u201e].*)
  | (?P<DATE>\d{{1,2}}(?:st|nd|rd|th)?[\s\u00a0]+(?:{_MONTH})\.?[\s\u00a0]+\d{{4}}\b|\d{{4}}-\d{{2}}-\d{{2}}\b)
  | (?P<PERIOD>(?:academic[\s\u00a0]+)?\d{{4}}[-\u2013/]\d{{2}}(?![\d-])(?:[\s\u00a0]*[QH][1-4]\b)?
      |calendar[\s\u00a0]+\d{{4}}\b|\d{{4}}[\s\u00a0]*[QH][1-4]\b|(?:{_MONTH})[\s\u00a0]+\d{{4}}\b)
  | (?P<FIGURE>[-\u2212\u2013]?£?\d+(?:,\d+)*(?:\.\d+)?(?::\d+)?(?:[km]\b)?(?:[\s\u00a0]*%)?)
  | (?P<NAME>[^\W\d](?:[\w-]*\w)?)
  | (?P<SYMBOL>[<>!]=|[<>=/(),£:])
  | (?P<UNREADABLE>.)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " "})
_AS_WRITTEN = ("NAME", "SYMBOL")  # all that most tokens are
_PROSE = lazily(r"[\s\u00a0\u200b\ufeff]*>")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is one of the group names above; `text` is normalised (quotes off, dashes and spaces plain)."""

    kind: str
    text: str
    span: Span

    @property
    def word(self) -> Word:
        """The same as syntax."""
        return Word(self.text, self.span)


def lex_line(source: Source, number: int) -> tuple[Prose | tuple[Token, ...], Comment | None]:
    """Line `number` (from 1) as prose or as tokens, and the comment at its end if there is one."""
    line, start = source.line(number), source.line_start(number)
    mark = _PROSE.match(line)
    if mark:
        at = mark.end() + line[mark.end() :].startswith((" ", "\u00a0"))
        return Prose(line[at:].rstrip(), source.span(start + at, start + max(at, len(line.rstrip())))), None
    tokens: list[Token] = []
    comment = None
    for match in _TOKEN.finditer(line):
        kind = match.lastgroup or "UNREADABLE"
        if kind == "SPACE":
            continue
        at, end = match.span()
        span = Span(source, start + at, start + end)
        if kind == "COMMENT":
            comment = Comment(match[0].rstrip(), span)
        else:
            text = match[0] if kind in _AS_WRITTEN else _normal(kind, match[0])
            tokens.append(Token(kind, text, span))
    return tuple(tokens), comment


def _normal(kind: str, text: str) -> str:
    match kind:
        case "STRING":
            return " ".join(text[1:-1].replace("\u00a0", " ").split())
        case "FIGURE":
            return "".join(text.translate(_DASHES).split())
        case "DATE" | "PERIOD":
            return " ".join(text.translate(_DASHES).split())
        case _:
            return text
