"""Title case for headings, where the house wants it: first letters are raised, and no letter is ever made small."""

from __future__ import annotations

import re

from kpidsl.compose import words
from kpidsl.document.model import Block, Contents, Heading, Inline, Text
from kpidsl.patterns import lazily
from kpidsl.saying import say
from kpidsl.terms import HeadingCase
from kpidsl.values import replace

_WORD = lazily(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def cased(blocks: tuple[Block, ...], case: HeadingCase) -> tuple[Block, ...]:
    """The blocks with their headings, and the contents list of these, as the house has them. The title of the report
    stays as it is written."""
    return tuple(map(_cased, blocks)) if case is HeadingCase.TITLE else blocks


def _cased(block: Block) -> Block:
    if isinstance(block, Heading) and block.level > 1:
        return replace(block, content=_raised(block.content))
    if isinstance(block, Contents):
        return replace(block, entries=tuple(replace(one, content=_raised(one.content)) for one in block.entries))
    return block


def _raised(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(Text(in_title_case(one.text)) if isinstance(one, Text) else one for one in content)


def in_title_case(heading: str) -> str:
    """Every word with a capital but the small ones within; a word with any capital stays as it is."""
    small = say(words.SMALL_IN_TITLES).split()

    def raised(match: re.Match[str]) -> str:
        word = match[0]
        is_small = word in small and match.start() > 0
        first = word[0].upper()
        return word if is_small or not word.islower() or len(first) > 1 else first + word[1:]

    return _WORD.sub(raised, heading)
