"""Authorities: from a spec for several and their data to a spec and a dataset for each.

What comes out for one is what a spec that was written for it alone would say: it is judged and composed by the same
stages, which know nothing of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidsl.counting.counts import NOTHING, Counts
from kpidsl.data import authorities as lists
from kpidsl.data.entities import Entity, read_each
from kpidsl.data.model import Dataset
from kpidsl.diagnostics.diagnostic import Diagnostic, Label, Outcome, did_you_mean, has_errors
from kpidsl.evaluation.peers import asked_of
from kpidsl.source import Source, Span
from kpidsl.spec.authority import Authority, without_case
from kpidsl.spec.council import Codes
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.target import Benchmark
from kpidsl.values import dataclass, replace

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class One:
    """One authority: the spec as it is for it alone, without the figures of benchmarks, its data, and those of them
    that were counted in records."""

    authority: Authority
    spec: Spec
    dataset: Outcome[Dataset]
    counts: Counts = NOTHING


def each_of(
    spec: Spec, listed: Source | None, data: Sequence[Source], peers: Mapping[Span, Source]
) -> Outcome[tuple[One, ...]]:
    """Every authority of a spec for several, by name. `listed` is the file that lists them, where the spec names one,
    `peers` the files of benchmarks."""
    house, asked = spec.house, asked_of(spec, peers)
    known: tuple[Authority, ...] | None = None
    found: tuple[Diagnostic, ...] = ()
    if listed is not None:
        read = _listed(listed)
        found = read.diagnostics
        if read.value is None:
            return Outcome(None, found)
        known = read.value
    names = {text: one.name for one in known for text in one.names} if known is not None else None
    if known is None:  # areas are no authorities, but members of groups are
        asked = _areas(spec, peers)
    split = read_each(data, spec.measured(), house.financial_year_starts, names, asked, house.data)
    found += split.diagnostics
    if split.value is None:
        return Outcome(None, found)
    several = known if known is not None else _of_data(split.value)
    problems = (*_twice(several), *_unknown(spec, several), *([] if several else [_nobody(spec)]))
    if has_errors(problems):
        return Outcome(None, (*found, *problems))
    ones = tuple(
        One(one, of_authority(spec, one), split.value[one.name].dataset if one.name in split.value else _NO_DATA)
        for one in sorted(several, key=lambda one: (one.name.casefold(), one.name))
    )
    return Outcome(ones, (*found, *problems))


_NO_DATA: Outcome[Dataset] = Outcome(Dataset({}))


def of_authority(spec: Spec, one: Authority) -> Spec:
    """The spec as it is for one authority: its name and codes in the place of the council's, its own notes, and groups
    without it, for it is ranked with its group anyway."""
    codes = Codes(one.name, one.code, one.old_code, one.region) if one.code else None
    assert spec.authorities is not None
    names = one.names_without_case
    return replace(
        spec,
        authorities=replace(spec.authorities, is_one=True),
        house=replace(spec.house, council=one.name, codes=codes),
        notes=tuple(note for note in spec.notes if without_case(note.authority) in names),
        indicators=tuple(_without_itself(indicator, one) for indicator in spec.indicators),
    )


def chosen(ones: Sequence[One], named: str) -> Outcome[One]:
    """The authority of a name or code."""
    found = next((one for one in ones if one.authority.is_called(named)), None)
    if found is not None:
        return Outcome(found)
    message = f"this spec has no authority called “{named}”"
    help_ = did_you_mean(named, [one.authority.name for one in ones])
    return Outcome(None, (Diagnostic("unknown-authority", message, None, help=help_),))


def said_of(found: Sequence[tuple[str, Sequence[Diagnostic]]]) -> tuple[Diagnostic, ...]:
    """The problems of several authorities, each once, with the names of those that have it, unless all do."""
    whose: dict[Diagnostic, list[str]] = {}
    for name, problems in found:
        for problem in problems:
            whose.setdefault(problem, []).append(name)
    return tuple(
        problem if len(names) == len(found) > 1 else replace(problem, message=f"{_named(names)}: {problem.message}")
        for problem, names in whose.items()
    )


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(f"“{name}”" for name in names[:_MOST_NAMED]) + more


def _without_itself(indicator: Indicator, one: Authority) -> Indicator:
    benchmarks = tuple(_among_others(benchmark, one) for benchmark in indicator.benchmarks)
    return indicator if benchmarks == indicator.benchmarks else replace(indicator, benchmarks=benchmarks)


def _among_others(benchmark: Benchmark, one: Authority) -> Benchmark:
    asked = benchmark.asked
    if asked is None or not asked.is_group:
        return benchmark
    others = tuple(entity for entity in asked.entities if not one.is_called(entity.text))
    return replace(benchmark, asked=replace(asked, entities=others))


def _listed(source: Source) -> Outcome[tuple[Authority, ...]]:
    outcome = lists.read(source)
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    found = tuple(Authority(one.name, one.span, one.code, one.old_code, one.region) for one in outcome.value)
    return Outcome(found, outcome.diagnostics)


def _of_data(entities: Mapping[str, Entity]) -> tuple[Authority, ...]:
    return tuple(Authority(one.name, one.first.span) for one in entities.values())


def _areas(spec: Spec, peers: Mapping[Span, Source]) -> dict[str, set[str]]:
    """The areas that benchmarks ask for of each file."""
    found: dict[str, set[str]] = {}
    for indicator in spec.indicators:
        for asked in indicator.asked:
            if not asked.is_group:
                names = found.setdefault(peers[asked.source.data].name, set())
                names |= {entity.text for entity in asked.entities}
    return found


def _twice(several: Sequence[Authority]) -> list[Diagnostic]:
    """Authorities that could not be told apart: by name, by code or by the names of their files."""
    found: list[Diagnostic] = []
    seen: dict[str, Authority] = {}
    files: dict[str, Authority] = {}
    for one in several:
        first = next((seen[text.casefold()] for text in one.names if text.casefold() in seen), None)
        alike = files.get(one.file_name.casefold())
        if first is not None:
            labels = (Label(first.span, "here first"),)
            message = f"“{one.name}” has the name or the code of another authority"
            help_ = ("take one of the two out, or correct its code",)
            found.append(Diagnostic("authority-twice", message, one.span, labels, help_))
        elif not one.file_name:
            message = f"no name of a file can be made of “{one.name}”"
            help_ = ("give it a code in a list of authorities, in letters and digits",)
            found.append(Diagnostic("authority-twice", message, one.span, help=help_))
        elif alike is not None:
            labels = (Label(alike.span, "the other"),)
            message = f"the reports of “{alike.name}” and “{one.name}” would be files of the same name"
            help_ = ("give each a code of its own in a list of authorities",)
            found.append(Diagnostic("authority-twice", message, one.span, labels, help_))
        seen |= {text.casefold(): one for text in one.names}
        files.setdefault(one.file_name.casefold(), one)
    return found


def _unknown(spec: Spec, several: Sequence[Authority]) -> list[Diagnostic]:
    """Notes of authorities that there are none of."""
    found: list[Diagnostic] = []
    names = frozenset(name for one in several for name in one.names_without_case)
    for note in spec.notes if not spec.is_together else ():
        if without_case(note.authority) not in names:
            message = f"the note is of “{note.authority}”, and there is no such authority"
            help_ = did_you_mean(note.authority, [one.name for one in several])
            found.append(Diagnostic("unknown-authority", message, note.span, help=help_))
    return found


def _nobody(spec: Spec) -> Diagnostic:
    assert spec.authorities is not None
    message = "the data have no authority to make a report for"
    help_ = ("name whose figure it is in each row, in a column `entity`",)
    return Diagnostic("authority-not-said", message, spec.authorities.span, help=help_)
