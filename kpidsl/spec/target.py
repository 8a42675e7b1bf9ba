"""What a value is held against: targets, the margins around them, benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpidsl.period import Period
from kpidsl.quantity import PERCENT, Quantity, Unit, spell
from kpidsl.source import Span
from kpidsl.spec.peers import Asked, Peer
from kpidsl.terms import Comparator, Grain, Reason
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Fixed:
    """An amount. `is_strict` where the amount itself does not meet it, said in the officer's `words`: `fewer than`."""

    amount: Fraction
    is_strict: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Anywhere from `low` to `high`, both included."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class BetterThan:
    """Better than an earlier value or a benchmark, by at least `by` (0: by any amount)."""

    standard: Comparator | str
    by: Fraction


@dataclass(frozen=True, slots=True)
class ToBeSet:
    pass


@dataclass(frozen=True, slots=True)
class FromData:
    """The targets are rows of the data: none is known before these are read."""


Goal = Fixed | Range | BetterThan | ToBeSet | FromData


@dataclass(frozen=True, slots=True)
class Target:
    """What the value is judged against.

    For every period, or for `period` and the shorter ones in it. `number` narrows it to one part of each year (1
    for its first quarter). From `since` on where it was revised; `was` is what it was before then. `reason` and
    `author` say why it is what it is, and who set it, as far as the officer does.
    """

    goal: Goal
    period: Period | None
    span: Span
    number: int | None = None
    grain: Grain | None = None
    since: Period | None = None
    was: Fraction | None = None
    reason: str = ""
    author: str = ""  # who set it; empty where that is not said

    @property
    def is_for_all(self) -> bool:
        """Whether it is for every period."""
        return self.period is None and self.grain is None and self.number is None and self.since is None

    def applies(self, period: Period) -> bool:
        """Whether this is (or may be) the target for a period."""
        return (
            (self.period is None or self.period.contains(period))
            and (self.grain is None or self.grain is period.grain)
            and (self.number is None or self.number == period.number)
            and (self.since is None or self.since.start <= period.start)
        )

    @property
    def is_of_profile(self) -> bool:
        """Whether it is for a part of the year, after which another may follow."""
        return self.number is not None or (self.period is not None and self.period.grain is not Grain.YEAR)

    @property
    def precedence(self) -> tuple[bool, bool, int, int]:
        """Of the targets that apply, the one with the least is meant: the narrowest, then the latest revision."""
        days = (self.period.end - self.period.start).days if self.period else 0
        since = -self.since.start.toordinal() if self.since else 0
        return (self.grain is None, self.period is None, days, since)


def target_in(targets: Sequence[Target], period: Period) -> Target | None:
    """The target for a period: the narrowest that applies, and of revisions the latest."""
    if len(targets) == 1:  # as nearly everywhere, and asked for each period of each indicator
        return targets[0] if targets[0].is_for_all or targets[0].applies(period) else None
    found = [target for target in targets if target.applies(period)]
    return min(found, key=lambda one: one.precedence) if len(found) > 1 else found[0] if found else None


@dataclass(frozen=True, slots=True)
class Margin:
    """A distance from the target: an `amount` in `unit`, or a `share` of the target (0.05 for 5%); one of the two."""

    amount: Fraction | None
    unit: Unit | None
    share: Fraction | None = None

    @property
    def written(self) -> str:
        """As the language says it: `5 points`, `5% of target`."""
        if self.amount is None or self.unit is None:
            return f"{spell((self.share or Fraction()) * 100, PERCENT, None)} of target"
        return spell(self.amount, self.unit, None)

    def width(self, target: Fraction) -> Fraction:
        """The distance as an amount, for a given target."""
        return self.amount if self.amount is not None else abs(target) * (self.share or 0)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Somebody else's value; its period and source are kept where the officer gave them.

    `called` is what sentences call it, where the officer says so: `the national average`.

    Where it stands in a file, `asked` says where. What the file says is put in once it is read: the `peers` whose
    figures it is made of (of a group, all members), and the council's own beside them. The quantity of a group is the
    mean of its members' figures. Without a quantity, `reason` says why, as far as it is known.
    """

    name: str
    quantity: Quantity | None
    period: Period | None
    source: str
    asked: Asked | None = None
    reason: Reason | None = None
    peers: tuple[Peer, ...] = ()
    own: Peer | None = None
    called: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it is made of the figures of several authorities."""
        return self.asked is not None and self.asked.is_group
