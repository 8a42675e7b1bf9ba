"""What an indicator is read in the light of."""

from __future__ import annotations

from collections.abc import Mapping

from kpidsl.period import Period
from kpidsl.spec.indicator import Scheme, Section
from kpidsl.spec.peers import BenchmarkSource
from kpidsl.spec.records import NO_RECORDS, Declared
from kpidsl.spec.settings import Settings
from kpidsl.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an indicator is read in the light of. Sections map to None where their own block is broken."""

    sections: Mapping[str, Section | None]
    settings: Settings  # the report's; of an indicator, what counts for it
    period: Period | None
    first_month: int
    schemes: Mapping[str, Scheme | None]
    section_settings: Mapping[str, Settings]
    sources: Mapping[str, BenchmarkSource | None] = field(default_factory=dict)  # None where its own block is wrong
    records: Declared = NO_RECORDS

    @property
    def scheme(self) -> Scheme | None:
        """The scheme in force; None where none is named, or where its own block is wrong."""
        return self.settings.scheme.value if self.settings.scheme else None
