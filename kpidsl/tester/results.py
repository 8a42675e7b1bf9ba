"""What became of a test: where it differs from what was expected, and what of the rules it has shown."""

from __future__ import annotations

from kpidsl.source import Span
from kpidsl.terms import Reason
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected of a field, and what was found. `why` is empty where there is no more to say."""

    field: str
    expected: str
    found: str
    why: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reached:
    """What of a spec's rules an example or test comes to.

    `states` by indicator, `rules` by indicator and the place of the rule, and `reasons` for there being no value count
    only where they were expected, and came. `unsaid` are rules that it comes to, but whose words it does not expect.
    """

    states: frozenset[tuple[str, str]] = frozenset()
    rules: frozenset[tuple[str, Span]] = frozenset()
    reasons: frozenset[Reason] = frozenset()
    unsaid: frozenset[tuple[str, Span]] = frozenset()

    def __or__(self, other: Reached) -> Reached:
        return Reached(
            self.states | other.states,
            self.rules | other.rules,
            self.reasons | other.reasons,
            self.unsaid | other.unsaid,
        )


@dataclass(frozen=True, slots=True)
class Result:
    """A test or example that was run; it passed where there is no difference."""

    name: str
    span: Span
    differences: tuple[Difference, ...]
    reached: Reached = Reached()

    @property
    def passed(self) -> bool:
        return not self.differences
