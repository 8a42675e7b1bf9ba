"""Benchmarks from files: what the spec asks of each file, and the spec with what the files say."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kpidsl.data import peers
from kpidsl.data.model import Observation
from kpidsl.data.peers import Wanted
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors
from kpidsl.evaluation.model import Figure
from kpidsl.period import Period
from kpidsl.quantity import Quantity
from kpidsl.source import Source, Span
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import Spec
from kpidsl.spec.peers import Asked, Peer
from kpidsl.spec.target import Benchmark
from kpidsl.values import replace


def with_peers(spec: Spec, files: Mapping[Span, Source]) -> Outcome[Spec]:
    """The spec with every benchmark that stands in a file. `files` are those of its sources, by where it names them."""
    filed = [(one, benchmark) for one in spec.indicators for benchmark in one.benchmarks]
    sources = {asked.source.name: asked.source for one in spec.indicators for asked in one.asked}
    problems: list[Diagnostic] = []
    found: dict[tuple[str, str], tuple[Observation, ...]] = {}
    for name, source in sources.items():
        wanted = {
            (one.id, benchmark.name): _wanted(one, benchmark.asked, benchmark.period)
            for one, benchmark in filed
            if benchmark.asked is not None and benchmark.period is not None and benchmark.asked.source.name == name
        }
        first_month = spec.house.financial_year_starts
        outcome = peers.read(files[source.data], tuple(wanted.values()), first_month, source.reporting)
        problems += outcome.diagnostics
        found |= zip(wanted, outcome.value or (), strict=False)
    if has_errors(problems):
        return Outcome(None, tuple(problems))
    if not found:
        return Outcome(spec, tuple(problems))
    indicators = tuple(
        replace(one, benchmarks=tuple(_filled(each, one, found.get((one.id, each.name))) for each in one.benchmarks))
        for one in spec.indicators
    )
    return Outcome(replace(spec, indicators=indicators), tuple(problems))


def asked_of(spec: Spec, files: Mapping[Span, Source]) -> dict[str, set[str]]:
    """The entities that are asked for of each file, by the name of the file."""
    found: dict[str, set[str]] = {}
    for indicator in spec.indicators:
        for asked in indicator.asked:
            names = found.setdefault(files[asked.source.data].name, set())
            names |= {entity.text for entity in asked.entities}
    return found


def _wanted(indicator: Indicator, asked: Asked, period: Period) -> Wanted:
    return Wanted(
        indicator=indicator.id,
        unit=indicator.unit,
        period=period,
        entities=(*asked.entities, *((asked.council,) if asked.council else ())),
        column=asked.column,
        facts=asked.facts,
        span=asked.span,
    )


def _filled(benchmark: Benchmark, indicator: Indicator, rows: tuple[Observation, ...] | None) -> Benchmark:
    """The benchmark with the figures of its rows; those of a group come to their mean, each counted once."""
    if benchmark.asked is None or rows is None:
        return benchmark
    everybody = tuple(Peer(row.entity, row.amount, row.reason, row.quality, row.span) for row in rows)
    members = everybody[: len(benchmark.asked.entities)]
    amounts = [peer.amount for peer in members if peer.amount is not None]
    reasons = {peer.reason for peer in members}
    return replace(
        benchmark,
        quantity=Quantity(sum(amounts, Fraction(0)) / len(amounts), indicator.unit) if amounts else None,
        reason=reasons.pop() if not amounts and len(reasons) == 1 else None,
        peers=members,
        own=everybody[-1] if benchmark.asked.council else None,
    )


def figure_of(benchmark: Benchmark, indicator: Indicator, own: Peer | None = None) -> Figure | None:
    """The figure of a benchmark from a file (or the council's `own` beside it) with its rows; None for others."""
    if benchmark.asked is None or benchmark.period is None:
        return None
    period = benchmark.period
    rows = tuple(
        Observation(
            indicator.id, period, peer.amount, peer.reason, None, None, peer.quality, "", peer.span, entity=peer.name
        )
        for peer in ((own,) if own else benchmark.peers)
    )
    if own is not None:
        return Figure(period, own.amount, own.reason, None, None, rows)
    amount = benchmark.quantity.amount if benchmark.quantity else None
    return Figure(period, amount, benchmark.reason, None, None, rows)
