"""Rules of two specs: what each says otherwise of how it measures, judges and words, by what that decides on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from kpidsl.compose import numbers, words
from kpidsl.difference.bare import bare, prose, written
from kpidsl.difference.model import Change, Layer, Nature
from kpidsl.spec.condition import AgainstBenchmark, Moved, asked
from kpidsl.spec.council import House
from kpidsl.spec.indicator import Indicator, Override, Prose, Rule, Scheme
from kpidsl.spec.milestone import Milestone
from kpidsl.spec.model import Note, Spec
from kpidsl.spec.record import Records
from kpidsl.terms import Polarity
from kpidsl.values import dataclass

NOTE_REQUIRED = "Note required"
_Item = tuple[object, str]  # what must be equal, and how it is said


@dataclass(frozen=True, slots=True)
class _Field:
    """Something that a block says, as items of which each may differ. `ordered`: so may their order."""

    what: str
    nature: Nature
    items: Callable[[Any], Sequence[_Item]]
    is_prose: bool = False
    ordered: bool = False


def rules(old: Spec, new: Spec) -> Iterator[Change]:
    """All rules that differ, first those on which statuses hang."""
    found = [*_report(old, new), *_schemes(old, new), *_indicators(old, new), *_milestones(old, new)]
    found += _tests(old, new)
    yield from sorted(found, key=lambda change: list(Nature).index(change.nature))


def _compared(about: str, label: str, table: Sequence[_Field], old: object, new: object) -> Iterator[Change]:
    for field in table:
        before, after = (list(field.items(one)) for one in (old, new))
        keys, keys_now = [key for key, _ in before], [key for key, _ in after]
        if keys == keys_now or (not field.ordered and sorted(map(repr, keys)) == sorted(map(repr, keys_now))):
            continue
        gone = [text for key, text in before if key not in keys_now]
        fresh = [text for key, text in after if key not in keys]
        if not gone and not fresh:
            gone, fresh = [text for _, text in before], [text for _, text in after]
        yield from _changes(about, label, field, gone, fresh)


def _changes(about: str, label: str, field: _Field, gone: list[str], fresh: list[str]) -> Iterator[Change]:
    """As many of one as of the other are said in pairs."""
    if len(gone) != len(fresh):
        gone, fresh = ["; ".join(gone)], ["; ".join(fresh)]
    for old, new in zip(gone, fresh, strict=True):
        yield Change(Layer.MEANING, field.nature, about, label, field.what, old, new, field.is_prose)


def _one(value: object, said: str | None = None) -> list[_Item]:
    """A single item; none where there is nothing."""
    if value is None or value == "" or value == ():
        return []
    return [(bare(value), str(value) if said is None else said)]


# ---- indicators


def _indicators(old: Spec, new: Spec) -> Iterator[Change]:
    before = {one.id: one for one in old.indicators}
    for one in new.indicators:
        was = before.get(one.id)
        if was is not None:
            yield from _compared(one.id, one.label, _INDICATOR, was, one)
            yield from _benchmarks(was, one)
            yield from _travel(was, one)
    notes = [_notes(spec) for spec in (old, new)]
    labels = {one.id: one.label for spec in (old, new) for one in spec.indicators}
    labels |= {one.id: one.label for spec in (old, new) for one in spec.milestones}
    for about in dict.fromkeys((*notes[1], *notes[0])):
        yield from _compared(about, labels.get(about, about), _NOTES, *(side.get(about, ()) for side in notes))


def _polarity(one: Indicator) -> list[_Item]:
    said = one.polarity.value
    if one.range is not None and one.polarity is Polarity.BETWEEN:
        said = f"best from {one.range.low} to {one.range.high}"
    return [((one.polarity, one.range), said)]


def _asked(rule: Rule) -> _Item:
    what = [written(span, keyword=True) for span in (rule.span, *(each.span for each in rule.requires))]
    said = ", ".join([*what, *(["say nothing"] if rule.is_silent else [])])
    return ((bare(rule.condition), rule.also, rule.is_silent, bare(rule.requires)), said)


def _worded(rule: Rule) -> _Item:
    text = prose(rule.prose)
    return (text, f"{written(rule.span, keyword=True)}: {text}")


def _overrides(one: Indicator | Milestone) -> list[_Item]:
    return [(bare(each), _override(each)) for each in one.overrides]


def _override(one: Override) -> str:
    return f"{one.state.mark.word} in {words.short(one.period)} by {one.author} ({one.reason})"


def _origin(one: Indicator, name: str) -> str:
    """The line that says a setting, without its keyword."""
    return next((written(origin.span) for what, origin in one.origins if what == name), "")


_INDICATOR = (
    _Field("Scheme", Nature.RATING, lambda one: [(one.scheme.name, f"“{one.scheme.label}”")]),
    _Field("Which way is better", Nature.RATING, _polarity),
    _Field("Target", Nature.RATING, lambda one: [(bare(each), written(each.span)) for each in one.targets]),
    _Field("Floor", Nature.RATING, lambda one: [(bare(each), written(each.span)) for each in one.floors]),
    _Field("Tolerance", Nature.RATING, lambda one: _one(one.tolerance, one.tolerance and one.tolerance.written)),
    _Field("Judged on", Nature.RATING, lambda one: _one(one.judge, f"the {one.judge.value} figure")),
    _Field("Status set by judgement", Nature.RATING, _overrides),
    _Field("Unit", Nature.VALUE, lambda one: _one(one.unit)),
    _Field("Decimal places", Nature.VALUE, lambda one: [(one.places, str(one.places))]),
    _Field("Measure", Nature.VALUE, lambda one: _one(
        one.measure, one.measure and f"{one.measure.numerator} / {one.measure.denominator}")),
    _Field("Counted in records", Nature.VALUE, lambda one: [
        (bare(each), written(each.span)) for each in one.counted]),
    _Field("Baseline", Nature.VALUE, lambda one: _one((one.baseline, one.baseline_from_data) if one.baseline
                                                      or one.baseline_from_data else None, _origin(one, "baseline"))),
    _Field("What a figure covers", Nature.VALUE, lambda one: _one(one.covers, _origin(one, "covers"))),
    _Field("Redefined", Nature.VALUE, lambda one: [(bare(each), f"from {words.short(each.since)} because "
                                                    f"“{each.reason}”") for each in one.redefinitions]),
    _Field("Part of", Nature.VALUE, lambda one: _one(one.part_of)),
    _Field("How parts are added up", Nature.VALUE, lambda one: _one(
        one.breakdown and one.breakdown.rule, one.breakdown and f"parts {one.breakdown.rule.value}")),
    _Field("Small counts", Nature.VALUE, lambda one: _one(one.suppress, one.suppress and (
        f"not shown: {one.suppress.profile}" if one.suppress.profile else f"shown because “{one.suppress.reason}”"))),
    _Field("Name", Nature.WORDING, lambda one: [(one.label, one.label)]),
    _Field("Name in earlier reports", Nature.WORDING, lambda one: _one(one.formerly)),
    _Field("Definition", Nature.WORDING, lambda one: _one(one.definition)),
    _Field("Who answers for it", Nature.WORDING, lambda one: _one(one.owner)),
    _Field(NOTE_REQUIRED, Nature.WORDING, lambda one: [
        (bare(each), written(each.span)) for each in one.requirements]),
    _Field("When commentary is said", Nature.WORDING, lambda one: list(map(_asked, one.all_rules)), ordered=True),
    _Field("Words of commentary", Nature.WORDING, lambda one: list(map(_worded, one.all_rules)), is_prose=True,
           ordered=True),
    _Field("Figures typed on purpose", Nature.WORDING, lambda one: [
        (bare(each), f"“{each.figure}” because “{each.reason}”") for each in one.allowed]),
    _Field("Example", Nature.CHECK, lambda one: [(bare(each), written(each.span)) for each in one.examples]),
)  # fmt: skip


def _benchmarks(old: Indicator, new: Indicator) -> Iterator[Change]:
    """A benchmark decides on statuses where the scheme asks for it. What a file says of it is no rule."""
    questions = [question for one in (old, new) for state in one.scheme.states for question in asked(state.condition)]
    judging = {one.benchmark for one in questions if isinstance(one, AgainstBenchmark)}
    sides = [{each.name: each for each in one.benchmarks} for one in (old, new)]
    for name in dict.fromkeys((*sides[1], *sides[0])):
        said = []
        for side in sides:
            one = side.get(name)
            if one is None:
                said.append("")
            elif one.asked is not None:
                said.append(written(one.asked.span, keyword=True))
            else:
                amount = "" if one.quantity is None else str(one.quantity)
                when = f" for {words.short(one.period)}" if one.period else ""
                said.append(f"{amount}{when}" + (f", source “{one.source}”" if one.source else ""))
        before, after = (None if side.get(name) is None else _of_spec(side[name]) for side in sides)
        if before != after:
            nature = Nature.RATING if name in judging else Nature.VALUE
            what = f"Benchmark “{name.replace('_', ' ')}”"
            yield Change(Layer.MEANING, nature, new.id, new.label, what, said[0], said[1])


def _of_spec(one: Any) -> object:
    if one.asked is not None:
        return (bare(one.asked), one.called)
    return (bare(one.quantity), bare(one.period), one.source, one.called)


def _travel(old: Indicator, new: Indicator) -> Iterator[Change]:
    """What a value is compared with, which decides on statuses where the scheme asks for a direction."""
    questions = [question for one in (old, new) for state in one.scheme.states for question in asked(state.condition)]
    nature = Nature.RATING if any(isinstance(one, Moved) for one in questions) else Nature.VALUE
    yield from _compared(new.id, new.label, (
        _Field("Compared with", nature, lambda one: [(bare(one.comparators), " and ".join(
            each.value for each in one.comparators))] if one.comparators else [], ordered=True),
        _Field("Change that counts as none", nature, lambda one: [
            (one.steady, f"up to {numbers.difference(one.unit, one.steady, None)}")]),
    ), old, new)  # fmt: skip


def _notes(spec: Spec) -> Mapping[str, Sequence[Note]]:
    found: dict[str, list[Note]] = {}
    for note in spec.notes:
        found.setdefault(note.indicator, []).append(note)
    return found


def _note(note: Note) -> _Item:
    actions = "".join(f" Action: {action.text}" for action in note.actions)
    return (bare(note), f"Note by {note.author} on {words.short(note.period)}: {prose(note.prose)}{actions}")


_NOTES = (_Field("Note", Nature.WORDING, lambda notes: list(map(_note, notes)), is_prose=True),)


# ---- schemes


def _all_schemes(spec: Spec) -> dict[str, Scheme]:
    members = (spec.scheme, *(one.scheme for one in spec.indicators), *(one.scheme for one in spec.milestones))
    return {one.name: one for one in members}


def _schemes(old: Spec, new: Spec) -> Iterator[Change]:
    before = _all_schemes(old)
    for name, one in _all_schemes(new).items():
        if name in before:
            about, label = f"scheme:{name}", f"Scheme “{one.label}”"
            yield from _compared(about, label, _SCHEME, before[name], one)
            yield from _states(about, label, before[name], one)


def _states(about: str, label: str, old: Scheme, new: Scheme) -> Iterator[Change]:
    before, after = ({state.name: state for state in scheme.states} for scheme in (old, new))
    for name in dict.fromkeys((*after, *before)):
        table = (
            _Field(f"State {name}", Nature.RATING, lambda one: [(bare(one.condition), one.rule)] if one else []),
            _Field(f"Word for {name}", Nature.WORDING, lambda one: [(one.mark.word, one.mark.word)] if one else []),
            _Field(f"Mark for {name}", Nature.LAYOUT, lambda one: [(bare((one.mark.shape, one.mark.colour,
                one.mark.letter)), f"{one.mark.shape.value}, {one.mark.colour}")] if one else []),
        )  # fmt: skip
        yield from _compared(about, label, table if name in before and name in after else table[:1],
                             before.get(name), after.get(name))  # fmt: skip


_SCHEME = (
    _Field("Name of the scheme", Nature.WORDING, lambda one: [(one.label, one.label)]),
    _Field("Order of states", Nature.RATING, lambda one: [(tuple(state.name for state in one.states),
        ", ".join(state.name for state in one.states))]),
)  # fmt: skip


# ---- milestones, the report, the house, tests


def _milestones(old: Spec, new: Spec) -> Iterator[Change]:
    before = {one.id: one for one in old.milestones}
    for one in new.milestones:
        if one.id in before:
            yield from _compared(one.id, one.label, _MILESTONE, before[one.id], one)


_MILESTONE = (
    _Field("Scheme", Nature.RATING, lambda one: [(one.scheme.name, f"“{one.scheme.label}”")]),
    _Field("Due date", Nature.RATING, lambda one: _one(one.due, words.day(one.due))),
    _Field("Status set by judgement", Nature.RATING, _overrides),
    _Field("Expected date", Nature.VALUE, lambda one: _one(one.expected, one.expected and words.day(one.expected))),
    _Field("Day it was done", Nature.VALUE, lambda one: _one(one.done, one.done and words.day(one.done))),
    _Field("Name", Nature.WORDING, lambda one: [(one.label, one.label)]),
    _Field("Who answers for it", Nature.WORDING, lambda one: _one(one.owner)),
    _Field("Reason of the expected date", Nature.WORDING, lambda one: _one(one.reason)),
    _Field("Earlier due dates", Nature.WORDING, lambda one: [
        (bare(each), f"{words.day(each.was)} ({each.reason})") for each in one.moves]),
)  # fmt: skip


def _report(old: Spec, new: Spec) -> Iterator[Change]:
    yield from _compared("", "The report", _REPORT, old, new)
    yield from _house(old.house, new.house)
    names = [
        {one.name: one.label for one in spec.sections} | {f"theme {one.name}": one.label for one in spec.themes}
        for spec in (old, new)
    ]
    for name, label in names[1].items():
        if names[0].get(name, label) != label:
            yield Change(Layer.MEANING, Nature.WORDING, f"section:{name}", label, "Heading", names[0][name], label)
    before = {one.title: one for one in old.chapters}
    for chapter in new.chapters:
        if chapter.title in before:
            label = f"Chapter “{chapter.title}”"
            yield from _compared(f"chapter:{chapter.title}", label, _CHAPTER, before[chapter.title], chapter)
    records = {one.name: one for one in old.records}
    for kept in new.records:
        if kept.name in records:
            yield from _compared(f"records:{kept.name}", f"Records “{kept.label}”", _RECORDS, records[kept.name], kept)


def _complete(one: Records) -> str:
    since = f"from {words.day(one.complete_from)}"
    return since if one.complete_to is None else f"{since} to {words.day(one.complete_to)}"


_RECORDS = (
    _Field("Where they stand", Nature.VALUE, lambda one: [
        ((one.file, one.table, one.sheet, one.header), written(one.place, keyword=True))]),
    _Field("Complete", Nature.VALUE, lambda one: _one(_complete(one))),
    _Field("Quality", Nature.VALUE, lambda one: [(one.quality, one.quality.value)]),
    _Field("A row belongs to a period by", Nature.VALUE, lambda one: _one(bare(one.day), written(one.day.span))),
    _Field("Whose a row is", Nature.VALUE, lambda one: _one(
        one.entity and bare(one.entity), one.entity and written(one.entity.span))),
    _Field("Open", Nature.VALUE, lambda one: _one(
        one.opened and one.closed and (bare(one.opened), bare(one.closed)),
        one.opened and one.closed and f"from {one.opened.name} to {one.closed.name}")),
)  # fmt: skip


_CHAPTER = (
    _Field("Text", Nature.WORDING, lambda one: [
        (prose(part), prose(part)) for part in one.parts if isinstance(part, Prose)], is_prose=True, ordered=True),
    _Field("Mandatory", Nature.WORDING, lambda one: [(one.mandatory, "yes" if one.mandatory else "no")]),
    _Field("Standing sentence", Nature.WORDING, lambda one: _one(one.standing), is_prose=True),
)  # fmt: skip


_REPORT = (
    _Field("Period", Nature.VALUE, lambda one: _one(one.period)),
    _Field("Title", Nature.WORDING, lambda one: _one(one.title), is_prose=True),
    _Field("Committee", Nature.WORDING, lambda one: _one(one.committee)),
    _Field("Meeting", Nature.WORDING, lambda one: _one(one.meeting, words.day(one.meeting))),
    _Field("Report of", Nature.WORDING, lambda one: _one(one.author), is_prose=True),
    _Field("Front", Nature.WORDING, lambda one: [(bare(each), f"{each.label}: {each.text}") for each in one.front],
           is_prose=True, ordered=True),
    _Field("Recommendation", Nature.WORDING, lambda one: [(each, each) for each in one.recommendations],
           is_prose=True, ordered=True),
    _Field("Abbreviation", Nature.WORDING, lambda one: [(bare(each), f"{each.short}: {each.long}")
                                                        for each in one.abbreviations]),
    _Field("Retired", Nature.WORDING, lambda one: [(bare(each), f"{each.id}: {each.reason}") for each in one.retired]),
)  # fmt: skip

_HOUSE_NATURES = {"theme": Nature.LAYOUT, "braille": Nature.LAYOUT, "financial_year_starts": Nature.VALUE}


def _house(old: House, new: House) -> Iterator[Change]:
    for field in fields(House):
        before, after = (getattr(house, field.name) for house in (old, new))
        if field.name != "chapters" and bare(before) != bare(after):  # the chapters themselves are compared
            said = _parts(before, after)
            nature = _HOUSE_NATURES.get(field.name, Nature.WORDING)
            what = field.name.replace("_", " ").capitalize()
            is_prose = nature is Nature.WORDING and field.name != "council"
            yield Change(Layer.MEANING, nature, "house", "The house file", what, said[0], said[1], is_prose)


def _parts(old: object, new: object) -> tuple[str, str]:
    """Two values of the house file in words: of one that is put together, the parts that differ."""
    if isinstance(old, str | int) or isinstance(new, str | int):
        return (str(old or ""), str(new or ""))
    if is_dataclass(old) and is_dataclass(new):
        names = [one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name, None)]
        said = [", ".join(f"{name.replace('_', ' ')} {getattr(one, name)}" for name in names) for one in (old, new)]
        return (said[0], said[1])
    return ("as it was", "as it is")


def _tests(old: Spec, new: Spec) -> Iterator[Change]:
    before, after = ({one.name: one for one in spec.tests} for spec in (old, new))
    for name in dict.fromkeys((*after, *before)):
        said = ["" if one is None else "in force" for one in (before.get(name), after.get(name))]
        if bare(before.get(name)) != bare(after.get(name)):
            said = ["as it was", "as it is"] if all(said) else said
            yield Change(Layer.MEANING, Nature.CHECK, f"test:{name}", f"Test “{name}”", "Test", said[0], said[1])
