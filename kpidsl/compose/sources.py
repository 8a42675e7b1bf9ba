"""Where benchmarks come from: which source is that of which benchmark of which indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpidsl.compose import words
from kpidsl.evaluation.model import Evaluation
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.target import Benchmark

FEW = 3  # indicators that are named, where one source is that of all
Quoted = tuple[Indicator, Benchmark]


def in_commentary(evaluation: Evaluation) -> Iterator[Quoted]:
    """The benchmarks that the rules in the commentary quote."""
    for one in evaluation.assessments:
        for chosen in one.rules:
            for placeholder in chosen.rule.prose.placeholders:
                if isinstance(placeholder.field, str):
                    indicator = evaluation.of(placeholder.indicator).indicator
                    benchmark = indicator.benchmark(placeholder.field)
                    if benchmark is not None:
                        yield indicator, benchmark


def listed(quoted: Iterable[Quoted]) -> str:
    """The sources in words, each with what it is of; empty where none is named."""
    known: dict[str, dict[str, list[str]]] = {}  # names of benchmarks by indicator, by source
    unknown = False
    for indicator, benchmark in dict.fromkeys(quoted):
        if not benchmark.source:
            unknown = True
            continue
        when = f" ({words.period(benchmark.period)})" if benchmark.period else ""
        names = known.setdefault(benchmark.source + when, {}).setdefault(indicator.label, [])
        names.append(benchmark.name.replace("_", " ").capitalize())
    if len(known) == 1 and not unknown and len(next(iter(known.values()))) > FEW:
        return f"{next(iter(known))}: all benchmarks quoted here."
    return " ".join(f"{source}: {_of(by_indicator)}." for source, by_indicator in known.items())


def _of(by_indicator: dict[str, list[str]]) -> str:
    """`England and Region of “A” and “B”; England of “C”`."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for label, names in by_indicator.items():
        alike.setdefault(tuple(sorted(names)), []).append(f"“{label}”")
    return "; ".join(f"{words.listed(names)} of {words.listed(labels)}" for names, labels in alike.items())
