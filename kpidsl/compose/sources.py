"""Where benchmarks come from: which source is that of which benchmark of which indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidsl.compose import words
from kpidsl.evaluation.model import Evaluation
from kpidsl.saying import say
from kpidsl.spec.indicator import Indicator, Placeholder
from kpidsl.spec.peers import ComparedWith, InGroup
from kpidsl.spec.target import Benchmark

FEW = 3  # indicators that are named, where one source is that of all
Quoted = tuple[Indicator, Benchmark]


def in_commentary(evaluation: Evaluation) -> Iterator[Quoted]:
    """The benchmarks that the rules and notes in the commentary quote."""
    texts = [chosen.rule.prose for one in evaluation.assessments for chosen in one.rules]
    texts += [note.prose for note in evaluation.spec.notes if note.period == evaluation.spec.period]
    for placeholder in (each for prose in texts for each in prose.placeholders):
        name = _named(placeholder)
        if name is not None:
            indicator = evaluation.of(placeholder.indicator).indicator
            benchmark = indicator.benchmark(name)
            if benchmark is not None:
                yield indicator, benchmark


def _named(placeholder: Placeholder) -> str | None:
    """The benchmark that a placeholder prints or holds the value against, if any."""
    match placeholder.field:
        case InGroup(_, name) | ComparedWith(str() as name) | (str() as name):
            return name
        case _:
            return None


def listed(quoted: Iterable[Quoted]) -> str:
    """The sources in words, each with what it is of, and who is in their groups; empty where none is named."""
    known: dict[str, dict[str, list[str]]] = {}  # names of benchmarks by indicator, by source
    unknown = False
    groups: dict[str, None] = {}
    for indicator, benchmark in {(one.id, other.name): (one, other) for one, other in quoted}.values():
        name = benchmark.name.replace("_", " ").capitalize()
        if benchmark.is_group:
            members = "; ".join(peer.name for peer in benchmark.peers)  # names may hold commas
            groups[say("The group {name}: {members}.", name=name, members=members)] = None
        if not benchmark.source:
            unknown = True
            continue
        when = f" ({words.period(benchmark.period)})" if benchmark.period else ""
        names = known.setdefault(benchmark.source + when, {}).setdefault(indicator.label, [])
        names.append(name)
    if len(known) == 1 and not unknown and len(next(iter(known.values()))) > FEW:
        said = [say("{source}: all benchmarks here.", source=next(iter(known)))]
    else:
        said = [f"{source}: {_of(by_indicator)}." for source, by_indicator in known.items()]
    return " ".join((*said, *groups)) if said else ""


def _of(by_indicator: dict[str, list[str]]) -> str:
    """`England and Region of “A” and “B”; England of “C”`."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for label, names in by_indicator.items():
        alike.setdefault(tuple(sorted(names)), []).append(f"“{label}”")
    return "; ".join(
        say("{benchmarks} of {indicators}", benchmarks=words.listed(names), indicators=words.listed(labels))
        for names, labels in alike.items()
    )
