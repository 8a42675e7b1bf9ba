"""What a scorecard's own words for status mean, and what its statuses tell of polarity and tolerance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.importer.figures import spelt
from kpidsl.importer.headings import plain
from kpidsl.quantity import Unit
from kpidsl.values import dataclass

_GREEN = "green|g|on target|met|achieved|on track|ok|✓|✔|🟢|target met|met target|exceeded|green star|yes"
_AMBER = (
    "amber|a|yellow|y|warning|within tolerance|slightly off target|🟡|🟠|near target|at risk|just off target|orange"
)
_RED = "red|r|alert|off target|missed|not met|not achieved|✗|✘|🔴|target missed|missed target|off track|red triangle|no"
_NONE = (
    "n/a|na|data only|grey|gray|-|unknown|no target|none|tbc|white|not rated|no status|info|monitor|not applicable|"
    "no data|?|not due|awaiting data"
)
_STATES = {
    word: state
    for state, words in (("green", _GREEN), ("amber", _AMBER), ("red", _RED), ("", _NONE))
    for word in words.split("|")
}


def state_in(text: str) -> str | None:
    """`green`, `amber` or `red`; empty where a cell says that there is none, None where nobody can tell."""
    return _STATES.get(plain(text).replace("\ufe0f", "").strip())


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure with its target and the scorecard's own status, and where that stands."""

    value: Fraction
    target: Fraction
    state: str
    place: str


def better(judged: Sequence[Judged]) -> tuple[str, str]:
    """`higher` or `lower`, and what tells it; empty where nothing does, or where some of it tells the contrary.

    A figure that misses its target lies on the worse side of it. One that meets it may be inside a tolerance, so it
    tells only where no other figure does.
    """
    missed = [one for one in judged if one.state in ("amber", "red") and one.value != one.target]
    met = [one for one in judged if one.state == "green" and one.value != one.target]
    for seen, is_missed in ((missed, True), (met, False)):
        sides = {(one.value < one.target) == is_missed for one in seen}
        if len(sides) == 1:
            word = "higher" if sides == {True} else "lower"
            first = seen[0]
            side = "below" if first.value < first.target else "above"
            return word, f"worked out: {first.place} is {first.state}, and its figure is {side} its target"
        if sides:
            return "", ""
    return "", ""


def fitting(judged: Sequence[Judged], is_higher: bool, unit: Unit) -> str:
    """What tolerances the statuses fit, as a hint; empty where they tell nothing."""
    ambers = [gap for gap in _gaps(judged, "amber", is_higher) if gap > 0]
    reds = [gap for gap in _gaps(judged, "red", is_higher) if gap > 0]
    least = spelt(max(ambers), unit.difference) if ambers else ""
    most = spelt(min(reds), unit.difference) if reds else ""
    if ambers and reds:
        return (
            f"its statuses fit one of {least} or more, and less than {most}"
            if max(ambers) < min(reds)
            else "its statuses fit none"
        )
    return (
        f"its statuses fit one of {least} or more" if ambers else f"its statuses fit less than {most}" if reds else ""
    )


def _gaps(judged: Sequence[Judged], state: str, is_higher: bool) -> Iterator[Fraction]:
    return ((one.target - one.value) * (1 if is_higher else -1) for one in judged if one.state == state)
