"""Sentences that one report has and the other has not, and which took the place of which.

That is told only once their causes are known: two sentences that have no edit behind them in common are no pair,
however alike they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction

from kpidsl.difference.model import Caused, Change, Layer, Nature
from kpidsl.document.model import (
    Block,
    Chart,
    Document,
    Facts,
    Heading,
    Inline,
    Key,
    List,
    Note,
    Paragraph,
    StatusMark,
)
from kpidsl.document.outline import plain
from kpidsl.values import dataclass, replace

_SENTENCE = re.compile(r"(?<=\w\w[.!?])\s+(?=[A-Z£\d“‘(])|(?<=[%)\d”][.!?])\s+(?=[A-Z£\d“‘(])")
_RELATED = Fraction(1, 3)  # that will do where the heading is the same and nothing closer is there
_ALIKE = Fraction(1, 2)  # from here on one sentence is taken to have come out of the other
_MOST_HELD = 400  # sentences that are held against each other one by one
CHART = "What a chart shows"
_NUMBERS = re.compile(r"\bParagraphs? \d+\.\d")  # what refers to paragraphs changes with whatever stands above them
_WORKINGS = "workings-"  # the ids of headings of what names files, lines and hashes, which differ with any edit


@dataclass(frozen=True, slots=True)
class Sentence:
    """`place` is the heading or title that it stands under."""

    place: str
    text: str


def sentences(old: Document, new: Document) -> Iterator[Change]:
    """What is said by one of the two alone, each on its own: the new sentences in their order, then those that are
    gone."""
    before, after = tuple(_sentences(old)), tuple(_sentences(new))
    yield from (_change(sentence, "", sentence.text) for sentence in _beyond(after, before))
    yield from (_change(sentence, sentence.text, "") for sentence in _beyond(before, after))


def paired(changes: Sequence[Caused]) -> Iterator[Caused]:
    """Sentences that took the place of others are one change: those with the same cause that are most alike, under the
    same heading before others."""
    gone = [one for one in changes if one.change.layer is Layer.SENTENCES and not one.change.new]
    fresh = [one for one in changes if one.change.layer is Layer.SENTENCES and not one.change.old]
    found = dict(_pairs(gone, fresh))
    used = set(found.values())
    for one in changes:
        if one in found:
            yield replace(one, change=replace(one.change, old=found[one].change.old))
        elif one not in used:
            yield one


def _change(sentence: Sentence, old: str, new: str) -> Change:
    nature = Nature.LAYOUT if _NUMBERS.search(old or new) else Nature.WORDING
    return Change(Layer.SENTENCES, nature, "", sentence.place, "Sentence", old, new)


def _beyond(some: Sequence[Sentence], others: Sequence[Sentence]) -> list[Sentence]:
    """Those of some that are more than others, by their words wherever they stand."""
    left = Counter(one.text for one in some) - Counter(one.text for one in others)
    here = Counter(some) - Counter(others)  # where there are fewer, first; a sentence may only have gone elsewhere
    found: set[int] = set()
    for there in (here, Counter(some)):
        for at, sentence in enumerate(some):
            if at not in found and left[sentence.text] > 0 and there[sentence] > 0:
                left[sentence.text] -= 1
                there[sentence] -= 1
                found.add(at)
    return [some[at] for at in sorted(found)]


def _pairs(gone: Sequence[Caused], fresh: Sequence[Caused]) -> Iterator[tuple[Caused, Caused]]:
    """Each new sentence with the one that it took the place of."""
    left, done = list(gone), set()
    if len(gone) + len(fresh) > _MOST_HELD:
        return
    for same_place, least in ((True, _ALIKE), (False, _ALIKE), (True, _RELATED)):
        for one in fresh:
            edits = set(one.cause.edits)
            near = [
                other
                for other in left
                if one not in done
                and edits.intersection(other.cause.edits)
                and (not same_place or other.change.label == one.change.label)
            ]
            if near:
                best = max(near, key=lambda other: _likeness(other.change.old, one.change.new))
                if _likeness(best.change.old, one.change.new) >= least:
                    left.remove(best)
                    done.add(one)
                    yield one, best


def _likeness(one: str, other: str) -> Fraction:
    """How many of the words of two sentences stand in both in the same order, as a share."""
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return Fraction(2 * same, max(1, len(one.split()) + len(other.split())))


def _sentences(document: Document) -> Iterator[Sentence]:
    place, hidden = document.title, False
    for block in document.blocks:
        if isinstance(block, Heading):
            hidden = block.id.startswith(_WORKINGS)
            if block.level == 1:
                yield Sentence("Title", plain(block.content))
            else:
                place = plain(block.content)
        elif not hidden or isinstance(block, Note):  # the closing note may follow them without a heading
            yield from _in_block(place, block)


def _in_block(place: str, block: Block) -> Iterator[Sentence]:
    match block:
        case Paragraph():
            yield from _split(place, block.content)
        case List():
            for item in block.items:
                yield from _split(place, item)
        case Facts():
            for fact in block.facts:
                yield Sentence(fact.label, " / ".join(plain(value) for value in fact.values))
        case Note():
            yield from _split(block.title, block.content)
        case Key():
            for entry in block.entries:
                mark = entry.mark.word if isinstance(entry.mark, StatusMark) else entry.mark
                yield from (Sentence(f"{block.title}: {mark}", one.text) for one in _split("", entry.meaning))
        case Chart():
            yield Sentence(f"{CHART}: {block.caption}", block.alt)


def _split(place: str, content: Iterable[Inline | str]) -> Iterator[Sentence]:
    text = "".join(one if isinstance(one, str) else plain((one,)) for one in content)
    yield from (Sentence(place, part) for part in _SENTENCE.split(" ".join(text.split())) if part)
