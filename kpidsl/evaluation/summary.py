"""How many indicators have which status, where, and which way they moved.

Counted are the indicators that the report lists (those of a section); shares are of the rated ones among them. Each
scheme is counted on its own, since its states mean what it says they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Travel, Unrated
from kpidsl.spec.indicator import Count, Scheme, Section, State, Theme
from kpidsl.terms import Comparator, Counted, Direction, Reason


@dataclass(frozen=True, slots=True)
class Tally:
    """The listed indicators of one scheme, rated or not."""

    scheme: Scheme
    members: tuple[Assessment, ...]

    @property
    def rated(self) -> tuple[Assessment, ...]:
        return tuple(one for one in self.members if one.state is not None)

    def of_state(self, state: State) -> tuple[Assessment, ...]:
        return tuple(one for one in self.members if one.state == state)

    def share(self, state: State) -> Fraction:
        """Percent of the rated ones; only where there are any."""
        return Fraction(100 * len(self.of_state(state)), len(self.rated))

    def within(self, part: Section | Theme) -> Tally:
        """Those of one section, or of one theme."""
        sections = [one.indicator.section for one in self.members]
        parts = sections if isinstance(part, Section) else [section and section.theme for section in sections]
        return Tally(self.scheme, tuple(one for one, at in zip(self.members, parts, strict=True) if at == part))


def listed(evaluation: Evaluation) -> tuple[Assessment, ...]:
    return tuple(one for one in evaluation.assessments if one.indicator.section is not None)


def tallies(evaluation: Evaluation) -> tuple[Tally, ...]:
    """One for each scheme by which a listed indicator is rated: the report's first, then in the order of the spec."""
    members = listed(evaluation)
    schemes = dict.fromkeys((evaluation.spec.scheme, *(one.indicator.scheme for one in members)))
    found = [Tally(scheme, tuple(one for one in members if one.indicator.scheme == scheme)) for scheme in schemes]
    return tuple(tally for tally in found if tally.rated)


def not_rated(evaluation: Evaluation) -> tuple[tuple[Unrated | Reason, int], ...]:
    """Why listed indicators have no status, each reason with their number; the value's own reason before all others."""
    reasons: list[Unrated | Reason] = []
    for one in listed(evaluation):
        if one.unrated is Unrated.NO_VALUE and one.figure.reason is not None:
            reasons.append(one.figure.reason)
        elif one.unrated is not None:
            reasons.append(one.unrated)
    return tuple((reason, reasons.count(reason)) for reason in (*Unrated, *Reason) if reason in reasons)


def direction(one: Assessment, comparator: Comparator | None) -> Direction | None:
    """Which way an indicator moved since a comparator (its own first one, where None)."""
    travel = _travel(one, comparator)
    return travel.direction if travel else None


def _travel(one: Assessment, comparator: Comparator | None) -> Travel | None:
    return next((travel for travel in one.directions if comparator in (None, travel.against)), None)


def counted(count: Count, evaluation: Evaluation) -> tuple[tuple[Assessment, ...], tuple[Assessment, ...]]:
    """The indicators that a placeholder counts, and those among which it counts."""
    members = listed(evaluation)
    rated = tuple(one for one in members if one.state is not None)
    match count.what:
        case Counted.INDICATORS:
            return members, members
        case Counted.RATED:
            return rated, members
        case Counted.NOT_RATED:
            return tuple(one for one in members if one.state is None), members
        case Direction():
            return tuple(one for one in rated if direction(one, count.comparator) is count.what), rated
        case _:
            among = tuple(
                one for one in rated if any(state.name == count.what for state in one.indicator.scheme.states)
            )
            return tuple(one for one in among if one.state and one.state.name == count.what), among


def looked_at(among: Sequence[Assessment], comparator: Comparator | None, *, moved: bool) -> Iterator[Figure]:
    """The figures that a count rests on."""
    for one in among:
        yield from (one.figure, *one.rows)
        travel = _travel(one, comparator)
        if moved and travel is not None:
            yield from travel.rests_on
