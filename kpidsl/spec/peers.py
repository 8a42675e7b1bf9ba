"""Peers: the authorities and areas whose figures stand in a file, and what an indicator asks of that file."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kpidsl.period import Period
from kpidsl.source import Named, Span
from kpidsl.terms import Comparator, Quality, Reason, TableColumn
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class BenchmarkSource:
    """A file with the figures of others, and the names that the spec has for them.

    `data` is where the spec names the file. An area stands for one entity of the file, a group for several. `council`
    is what the file calls the report's own council; None where its figures are to come from the observations.
    `reporting` is what it means by the reporting year 0, so that any other can be counted from there. `called` has what
    sentences call those of its areas and groups for which the officer says it.
    """

    name: str
    label: str
    data: Span
    areas: Mapping[str, Named]
    groups: Mapping[str, tuple[Named, ...]]
    council: Named | None
    reporting: Period | None
    called: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Where in a file a benchmark stands: in a column (None: the usual one), in the rows where every fact is so.

    `entities` are those of the file that make up the benchmark, `council` the own one beside them.
    """

    source: BenchmarkSource
    entities: tuple[Named, ...]
    is_group: bool
    council: Named | None
    column: Named | None
    facts: tuple[tuple[Named, Named], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Peer:
    """The figure of one entity of a file, or the reason (None: not known) for there being none; and its row."""

    name: str
    amount: Fraction | None
    reason: Reason | None
    quality: Quality
    span: Span


@dataclass(frozen=True, slots=True)
class PeriodOf:
    """The period of a benchmark, as a placeholder asks for it."""

    benchmark: str


@dataclass(frozen=True, slots=True)
class InGroup:
    """The council's rank or quartile in a group, as a placeholder asks for it."""

    standing: TableColumn
    group: str


@dataclass(frozen=True, slots=True)
class ComparedWith:
    """How the value stands to something else, in words: to an earlier value, to the `target` or `floor`, or to the
    benchmark of a name."""

    standard: Comparator | str
