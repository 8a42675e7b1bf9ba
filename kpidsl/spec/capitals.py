"""Headings against the house's style of capitals. What an officer wrote is never made smaller: nobody but them can tell
a name from a word. So where the house wants sentence case, a heading that is not in it is warned of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kpidsl.source import Span
from kpidsl.spec.council import House
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import HeadingCase

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PRINCIPAL = 4  # letters: shorter words are small in title case, too
_LEAST = 2  # words that show how a heading is written; one alone may be a name


def unlike_house(files: Sequence[ast.File], house: House, short: Iterable[str], problems: Problems) -> None:
    """A warning for each heading that is in title case or capitals where the house wants sentence case. Abbreviations
    (`short`) keep their letters, as names do."""
    if house.headings is not HeadingCase.SENTENCE:
        return
    names = (*house.names, house.council, *house.known_abbreviations, *short)
    for title, span in _headings(files):
        style = _style(title, names)
        if style:
            better = in_sentence_case(title, names)
            problems.add(
                "heading-case",
                f"“{title}” is in {style}, and the house style is sentence case",
                span,
                f"write “{better}”",
                "or, where it is a name, list it under `names` in the house file",
            )


def _headings(files: Sequence[ast.File]) -> Iterator[tuple[str, Span]]:
    for header in (block.header for file in files for block in file.blocks):
        match header:
            case ast.Report() | ast.Chapter():
                yield header.title.text, header.title.span
            case ast.Section() | ast.Theme() if header.label is not None:
                yield header.label.text, header.label.span


def _style(title: str, names: Sequence[str]) -> str:
    """`title case`, `capitals`, or nothing where it is in neither. Names and abbreviations tell nothing."""
    said = [part for part in _parts(title, names) if _WORD.fullmatch(part) or part in names]
    principal = [word for word in said if word not in names and len(word) >= _PRINCIPAL]
    if len(principal) >= _LEAST and all(word.isupper() for word in principal):
        return "capitals"
    telling = [word for word in said[1:] if word in principal and not word.isupper()]
    return "title case" if len(telling) >= _LEAST and all(word[0].isupper() for word in telling) else ""


def _parts(title: str, names: Sequence[str]) -> list[str]:
    """Names, words and what is between them, in order."""
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    named = (rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first)
    return re.findall("|".join((*named, _WORD.pattern, ".")), title)


def in_sentence_case(title: str, names: Sequence[str]) -> str:
    """The heading with small letters but at its start, in names and in abbreviations."""
    in_capitals = _style(title, names) == "capitals"
    parts, is_first = [], True
    for part in _parts(title, names):
        if part in names or not _WORD.fullmatch(part):
            parts.append(part)
            is_first = is_first and part not in names
            continue
        small = part if part.isupper() and len(part) > 1 and not in_capitals else part.lower()
        parts.append(small[:1].upper() + small[1:] if is_first else small)
        is_first = False
    return "".join(parts)
