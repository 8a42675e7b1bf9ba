"""Where the council stands among the authorities of a group: rank and parts of the group, by polarity.

Everybody who has a figure is ranked, the council among them, the best first; equal figures share the better rank, and
the ranks after them are left out (1, 2, 2, 4). The group is cut into equal parts, say quarters, by how many do better:
in the best quarter are those than whom fewer than a quarter of the ranked do better, and so on down. With fewer ranked
than there are parts, nobody is put into a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from kpidsl.evaluation.aims import Aim
from kpidsl.terms import Polarity
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """The council's place in a group: `rank` of `ranked` authorities, itself among them.

    `is_joint` where others share the rank; `without` is how many of the group have no figure.
    """

    rank: int
    ranked: int
    is_joint: bool
    without: int

    def part(self, parts: int) -> int | None:
        """In which of so many equal parts the council is, 1 for the best; None with fewer ranked than parts."""
        return None if self.ranked < parts else (self.rank - 1) * parts // self.ranked + 1


def place_of(
    own: Fraction | None, others: Sequence[Fraction | None], polarity: Polarity, aim: Aim | None
) -> Place | None:
    """The place of a value among others; None where it has none, or has nobody to be ranked with."""
    known = [other for other in others if other is not None]
    mine = None if own is None else _merit(own, polarity, aim)
    theirs = [merit for other in known if (merit := _merit(other, polarity, aim)) is not None]
    if mine is None or not theirs:
        return None
    better = sum(merit > mine for merit in theirs)
    return Place(better + 1, len(theirs) + 1, mine in theirs, len(others) - len(known))


def _merit(value: Fraction, polarity: Polarity, aim: Aim | None) -> Fraction | None:
    """How good a value is: the more, the better. Where near the target is best, its distance counts."""
    match polarity:
        case Polarity.HIGHER:
            return value
        case Polarity.LOWER:
            return -value
        case Polarity.CLOSEST | Polarity.BETWEEN:
            return None if aim is None else -aim.miss(value)
        case Polarity.NONE:
            return None
        case _:
            assert_never(polarity)
