"""What every part of a page needs to know of the whole: ids that are given once, classes for colours and widths."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kpidsl.values import dataclass, field

_NO_ID = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids as they are given, each once."""

    given: dict[str, None] = field(default_factory=dict)

    def new(self, wanted: str) -> str:
        """The id wanted, or one like it where that is taken."""
        base = _NO_ID.sub("-", wanted) or "part"
        found, number = base, 1
        while found in self.given:
            number += 1
            found = f"{base}-{number}"
        self.given[found] = None
        return found


@dataclass(frozen=True, slots=True)
class Setting:
    """`targets` has the id on the page of each heading's id and each detail's id in the Document; `titles` of details,
    those that there are. `colours`, `widths` and `claims` fill as classes are asked for, in the order met."""

    ids: Ids
    targets: Mapping[str, str]
    details: Mapping[str, str]
    colours: dict[str, str] = field(default_factory=dict)
    widths: dict[int, None] = field(default_factory=dict)
    claims: dict[str, None] = field(default_factory=dict)

    def claimed(self, id: str) -> str | None:
        """The id on the page for a heading with this id; None for any but the first that has it, or without one."""
        if not id or id in self.claims:
            return None
        self.claims[id] = None
        return self.targets[id]

    def colour_class(self, colour: str) -> str:
        """The class of a colour of the Document, which has other shades in the dark."""
        return self.colours.setdefault(colour.lower(), f"mark-{len(self.colours) + 1}")

    def width_class(self, percent: int) -> str:
        """The class of a column's share of the width."""
        self.widths.setdefault(percent)
        return f"wide-{percent}"
