"""Authority: one of several that a spec makes reports for, and what it is called."""

from __future__ import annotations

import re
import unicodedata

from kpidsl.source import Span
from kpidsl.values import dataclass

_LONGEST = 60  # characters of a name in the name of a file
# Names that Windows keeps for devices, whatever the ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Authority:
    """A council that figures are of.

    Codes are empty where they are not given: `code` is that of the Office for National Statistics, `old_code` that of
    the Department for Education, `region` the code of its region.
    """

    name: str
    span: Span  # where it is named
    code: str = ""
    old_code: str = ""
    region: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called in data."""
        return (self.name, self.code) if self.code else (self.name,)

    def is_called(self, text: str) -> bool:
        """Whether somebody who writes `text` means it; capitals do not count."""
        return without_case(text) in self.names_without_case

    @property
    def names_without_case(self) -> frozenset[str]:
        """For whoever has many texts to hold against its names."""
        return frozenset(name.casefold() for name in self.names)

    @property
    def file_name(self) -> str:
        """What the names of its files start with: code and name in letters, digits and hyphens that every system
        takes. Empty where nothing of the name can be written so."""
        plain = unicodedata.normalize("NFKD", self.name).encode("ascii", "ignore").decode("ascii").lower()
        name = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:_LONGEST].rstrip("-")
        code = re.sub(r"[^A-Za-z0-9]+", "-", self.code).strip("-")[:_LONGEST].rstrip("-")
        found = "-".join(filter(None, (code, name)))
        return f"council-{found}" if found.lower() in _DEVICES else found


def without_case(text: str) -> str:
    return text.strip().casefold()


@dataclass(frozen=True, slots=True)
class ForAuthorities:
    """That a spec is about several authorities: a report for each or, `together`, one about all. `listed` says whether
    it names a file that lists them; else they are those of the data. `is_one` in the spec as it is for one of them."""

    together: bool
    listed: bool
    span: Span
    is_one: bool = False
