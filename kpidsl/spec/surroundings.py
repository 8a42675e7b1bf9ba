"""What an indicator is read in the light of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpidsl.period import Period
from kpidsl.spec.indicator import Scheme, Section
from kpidsl.spec.peers import BenchmarkSource


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an indicator is read in the light of. Sections map to None where their own block is broken."""

    sections: Mapping[str, Section | None]
    scheme: Scheme | None  # the report's, or the section's
    period: Period | None
    first_month: int
    schemes: Mapping[str, Scheme | None]
    section_schemes: Mapping[str, Scheme | None]  # of the sections that have one of their own
    sources: Mapping[str, BenchmarkSource | None] = field(default_factory=dict)  # None where its own block is wrong
