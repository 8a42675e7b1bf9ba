"""Abbreviations in what is printed: spelt out where prose uses them first, and listed in the glossary.

Spelt out once a report, in reading order. A heading or label that already says `children looked after (CLA)` counts as
the first use; prose alone is changed, since a column of labels has no room for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidsl.compose import words
from kpidsl.document.model import Block, Fact, Facts, Inline, List, Paragraph, Text
from kpidsl.document.outline import plain
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.patterns import lazily
from kpidsl.saying import ENGLISH, say, spoken
from kpidsl.spec.abbreviations import Abbreviation, used_in
from kpidsl.spec.indicator import Prose
from kpidsl.spec.model import ChapterPart, ChartPlace, CommentaryPlace, DictionaryPlace, Note, PerformanceTable
from kpidsl.values import dataclass, field, replace


def expanded(evaluation: Evaluation) -> Evaluation:
    """The same with every abbreviation spelt out where it is first used."""
    if not evaluation.spec.abbreviations:
        return evaluation
    is_english = spoken(evaluation.spec.house.language) == ENGLISH
    speller = _Speller({one.short: one.long for one in evaluation.spec.abbreviations}, is_english)
    chapters = []
    for chapter in evaluation.spec.chapters:
        speller.meet(chapter.title)
        parts: list[ChapterPart] = []
        for part in chapter.parts:
            if isinstance(part, Prose):
                part = speller.spelt(part)
            elif isinstance(part, PerformanceTable):
                for text in _labels(evaluation):
                    speller.meet(text)
            elif isinstance(part, ChartPlace):
                for text in _of_chart(part, evaluation):
                    speller.meet(text)
            elif isinstance(part, CommentaryPlace):
                evaluation = _commentary(evaluation, speller)
            parts.append(part)
        chapters.append(replace(chapter, parts=tuple(parts)))
    return replace(evaluation, spec=replace(evaluation.spec, chapters=tuple(chapters)))


def _commentary(evaluation: Evaluation, speller: _Speller) -> Evaluation:
    """In the order in which commentary is printed: section by section, of each indicator first rules, then notes."""
    spec = evaluation.spec
    done: dict[str, Assessment] = {}
    notes: dict[int, Note] = {}

    printed: dict[str, list[int]] = {}
    for index, note in enumerate(spec.notes):
        if note.period == spec.period:
            printed.setdefault(note.indicator, []).append(index)

    def spell_notes(id: str) -> None:
        for index in printed.get(id, ()):
            notes[index] = replace(spec.notes[index], prose=speller.spelt(spec.notes[index].prose))

    for section in (*spec.sections, None):
        members = evaluation.in_section(section)
        beside = [one.id for one in spec.milestones if one.section == section]
        if section is not None and (beside or any(chosen.rule.prose.blocks for one in members for chosen in one.rules)):
            speller.meet(section.label)
        for one in members:
            rules = tuple(
                replace(chosen, rule=replace(chosen.rule, prose=speller.spelt(chosen.rule.prose)))
                for chosen in one.rules
            )
            done[one.indicator.id] = replace(one, rules=rules)
            spell_notes(one.indicator.id)
        for id in beside:
            spell_notes(id)
    return replace(
        evaluation,
        assessments=tuple(done[one.indicator.id] for one in evaluation.assessments),
        spec=replace(spec, notes=tuple(notes.get(index, note) for index, note in enumerate(spec.notes))),
    )


@dataclass(slots=True)
class _Speller:
    """Spells out what is left to spell out."""

    left: dict[str, str]
    is_english: bool  # so that `a` is an article
    before: str = field(default="", init=False)

    def meet(self, text: str) -> None:
        """A text that is printed as it is, and may explain an abbreviation."""
        if "(" not in text:
            return  # as most
        folded = text.casefold()
        for short, long in tuple(self.left.items()):
            if f"{long} ({short})".casefold() in folded:
                del self.left[short]

    def spelt(self, prose: Prose) -> Prose:
        if not self.left:
            return prose
        return replace(prose, blocks=tuple(self._block(block) for block in prose.blocks))

    def _block(self, block: Paragraph | List) -> Paragraph | List:
        if isinstance(block, Paragraph):
            return replace(block, content=self._run(block.content))
        return replace(block, items=tuple(self._run(item) for item in block.items))

    def _run(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        self.meet(plain(content))
        self.before = ""
        return self._inlines(content)

    def _inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(
            Text(self._text(inline.text))
            if isinstance(inline, Text)
            else replace(inline, content=self._inlines(inline.content))
            for inline in content
        )

    def _text(self, text: str) -> str:
        for short in tuple(self.left):
            if short not in text:
                continue
            found = re.search(rf"(?<!\w){re.escape(short)}(?![\w'’])", text)
            if found is not None:
                long = self.left.pop(short)
                before = self.before + text[: found.start()]
                long = words.capitalised(long) if words.begins_sentence(before) else long
                lead = text[: found.start()]
                lead = _with_article(lead, long) if self.is_english else lead + long
                text = f"{lead} ({short}){text[found.end() :]}"
        self.before += text
        return text


_ARTICLE = lazily(r"(?<!\w)([Aa])n?(?= $)")
# Where the sound of the first letter is not that of most words: a unit, a one-off, an hour, a European.
_UNSURE = lazily(r"u|eu|ew|one|once|hour|honest|honour|heir", re.IGNORECASE)


def _with_article(before: str, long: str) -> str:
    """What stands before an abbreviation and its long form, with the article that the long form has: `an LA`, but `a
    local authority (LA)`. Where that is not certain it stays as it is."""
    if not long[:1].isalpha() or _UNSURE.match(long):
        return before + long
    ending = "n" if long[0].casefold() in "aeio" else ""
    return _ARTICLE.sub(lambda article: article[1] + ending, before) + long


# ---- the glossary


def glossary(evaluation: Evaluation) -> Block:
    """The abbreviations that the report uses, by the alphabet."""
    texts = tuple(_printed(evaluation))
    used = [one for one in evaluation.spec.abbreviations if any(used_in(text, one.short) for text in texts)]
    if not used:
        return Paragraph((Text(say("This report uses no abbreviations.")),))
    return Facts(tuple(Fact(one.short, ((Text(one.long),),)) for one in sorted(used, key=_by_letters)))


def _by_letters(one: Abbreviation) -> tuple[str, str]:
    return one.short.casefold(), one.short


def _labels(evaluation: Evaluation) -> Iterator[str]:
    """What heads the rows and groups of the table."""
    for one in evaluation.assessments:
        if one.indicator.section is not None:
            yield from (one.indicator.section.theme.label,) if one.indicator.section.theme else ()
            yield one.indicator.section.label
            yield one.indicator.label
    yield from (one.label for one in evaluation.spec.milestones)


def _of_chart(place: ChartPlace, evaluation: Evaluation) -> tuple[str, ...]:
    """The caption of a chart, and the names in it."""
    return (place.caption, *(evaluation.of(name).indicator.label for name in place.indicators))


def _printed(evaluation: Evaluation) -> Iterator[str]:
    """The texts of the report that come from the spec."""
    spec = evaluation.spec
    yield from (
        spec.title,
        *spec.recommendations,
        *(text for front in spec.front for text in (front.label, front.text)),
    )
    yield from _labels(evaluation)
    for chapter in spec.chapters:
        yield from (chapter.title, chapter.standing)
        for part in chapter.parts:
            if isinstance(part, Prose):
                yield _text_of(part)
            elif isinstance(part, DictionaryPlace):
                yield from (one.indicator.definition for one in evaluation.assessments)
            elif isinstance(part, PerformanceTable):
                yield part.caption
            elif isinstance(part, ChartPlace):
                yield from _of_chart(part, evaluation)
    yield from (_text_of(chosen.rule.prose) for one in evaluation.assessments for chosen in one.rules)
    for note in spec.notes:
        if note.period == spec.period:
            yield from (_text_of(note.prose), *(action.text for action in note.actions))


def _text_of(prose: Prose) -> str:
    runs = [
        run for block in prose.blocks for run in ((block.content,) if isinstance(block, Paragraph) else block.items)
    ]
    return "\n".join(plain(run) for run in runs)
