"""What rolling a spec forward comes to: texts to be written, and what the officer is told of each thing in it."""

from __future__ import annotations

from enum import Enum

from kpidsl.period import Period
from kpidsl.values import dataclass


class Fate(Enum):
    """What became of something that the last report said; the value heads the list of it."""

    ASKED = "Asked for"
    REMOVED = "Removed"
    TO_READ = "To be read again"
    CARRIED = "Carried"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the officer is told. It stands in a `file` (as messages name it) at a `line`; what was removed
    stands in the old spec. `who` is to be asked; empty where nobody is named."""

    fate: Fate
    file: str
    line: int
    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was (a new one: as the spec that it is made from was) and as it is to be. Names are seen from the
    folder of the spec."""

    was: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rolled:
    """The spec of the next period, what has to change in the files that it uses, and what there is to tell."""

    old: Period
    new: Period
    files: tuple[Written, ...]  # the new spec first
    items: tuple[Item, ...]

    def of(self, fate: Fate) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.fate is fate)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a spec cannot be rolled forward, and each place (as a line to be printed) that stands against it."""

    problems: tuple[str, ...]
    reason: str
