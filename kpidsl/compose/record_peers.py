"""The part of the record for other programs that is about benchmarks and the council's place in groups."""

from __future__ import annotations

from kpidsl.compose import numbers, peers
from kpidsl.evaluation.model import Assessment, Standing
from kpidsl.render.json import Plain
from kpidsl.source import Span
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.peers import Peer
from kpidsl.spec.target import Benchmark
from kpidsl.terms import Form

METHOD = "equal figures share the better rank; quartiles are quarters of those ranked, by how many do better"


def benchmark(indicator: Indicator, one: Benchmark, folder: str) -> Plain:
    """A benchmark, with the rows of a file that it comes from."""
    return {
        "name": one.name,
        "exact": None if one.quantity is None else numbers.exactly(one.quantity.amount),
        "printed": numbers.benchmark(indicator, one),
        "period": str(one.period) if one.period else None,
        "source": one.source or None,
        "reason": one.reason.value if one.reason else None,
        "group": one.is_group,
        "rows": [_peer(peer, folder) for peer in one.peers],
    }


def rank(one: Assessment, standing: Standing, folder: str) -> Plain:
    """The council's place in a group; without a rank where it has none."""
    found = one.indicator.benchmark(standing.group)
    own, place = standing.own, standing.place
    return {
        "group": standing.group,
        "period": str(found.period) if found and found.period else None,
        "own": None if own is None or own.amount is None else numbers.exactly(own.amount),
        "rank": place.rank if place else None,
        "joint": place.is_joint if place else None,
        "of": place.ranked if place else None,
        "without": place.without if place else None,
        "quartile": peers.quartile(place) if place else None,
        "printed": peers.rank(place, Form.FIGURES) if place else None,
        "method": METHOD,
        "sources": [row(observation.span, folder) for observation in own.observations] if own else [],
    }


def row(span: Span, folder: str) -> dict[str, Plain]:
    """A row of a file; of a workbook, of one of its sheets."""
    return {"file": span.source.name.removeprefix(folder), "sheet": span.source.sheet or None, "row": span.line}


def _peer(peer: Peer, folder: str) -> Plain:
    return {
        "entity": peer.name,
        "exact": None if peer.amount is None else numbers.exactly(peer.amount),
        "reason": peer.reason.value if peer.reason else None,
        "quality": peer.quality.value,
        **row(peer.span, folder),
    }
