"""How many indicators have which status, where, and which way they moved.

Counted are the indicators that the report lists (those of a section); shares are of the rated ones among them. Schemes
that a reader cannot tell apart by their states (the same names and words in the same order, whatever is asked for them)
are counted together, and so is one that lacks some states of another. All others are counted on their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.evaluation.model import Assessment, Evaluation, Figure, Travel, Unrated
from kpidsl.kept import Kept, kept
from kpidsl.spec.indicator import Count, Scheme, Section, State, Theme
from kpidsl.terms import Comparator, Counted, Direction, Reason
from kpidsl.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Tally:
    """The listed indicators of schemes that are counted together, rated or not; `scheme` has the states of all."""

    scheme: Scheme
    members: tuple[Assessment, ...]
    _kept: Kept = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The schemes by their labels."""
        labels = dict.fromkeys((self.scheme.label, *(one.indicator.scheme.label for one in self.rated)))
        return ", ".join(labels)

    @property
    def rated(self) -> tuple[Assessment, ...]:
        return tuple(one for one in self.members if one.state is not None)

    def of_state(self, state: State) -> tuple[Assessment, ...]:
        return tuple(one for one in self.members if one.state is not None and one.state.name == state.name)

    def share(self, state: State) -> Fraction:
        """Percent of the rated ones; only where there are any."""
        return Fraction(100 * len(self.of_state(state)), len(self.rated))

    def within(self, part: Section | Theme) -> Tally:
        """Those of one section, or of one theme."""
        return Tally(self.scheme, tuple(self._by_part.get(part, ())))

    @kept
    def _by_part(self) -> dict[Section | Theme, list[Assessment]]:
        found: dict[Section | Theme, list[Assessment]] = {}
        for one in self.members:
            section = one.indicator.section
            for part in (section, section.theme) if section else ():
                if part:
                    found.setdefault(part, []).append(one)
        return found


def listed(evaluation: Evaluation) -> tuple[Assessment, ...]:
    return tuple(one for one in evaluation.assessments if one.indicator.section is not None)


def tallies(evaluation: Evaluation) -> tuple[Tally, ...]:
    """One for all schemes that are counted together and rate a listed indicator: the report's first, then in the order
    of the spec. What is not rated, by a scheme that rates nothing here, is counted with the first: none is lost.
    """
    members = listed(evaluation)
    rated = schemes_of([one for one in members if one.state is not None])
    schemes = [scheme for scheme in dict.fromkeys((evaluation.spec.scheme, *rated)) if scheme in rated]
    used = {id(scheme): scheme for scheme in (*schemes, *(one.indicator.scheme for one in members))}
    whole = {each: _whole(scheme, schemes) for each, scheme in used.items()}
    counted_by = tuple(dict.fromkeys(whole[id(scheme)] for scheme in schemes))
    first = counted_by[:1]
    home = {each: scheme if scheme in counted_by else first[0] for each, scheme in whole.items()} if first else {}
    return tuple(
        Tally(scheme, tuple(one for one in members if home[id(one.indicator.scheme)] == scheme))
        for scheme in counted_by
    )


def schemes_of(members: Sequence[Assessment]) -> tuple[Scheme, ...]:
    """The different schemes of indicators, in their order. Most share theirs: one of these is held against others."""
    return tuple(dict.fromkeys({id(one.indicator.scheme): one.indicator.scheme for one in members}.values()))


def _whole(scheme: Scheme, among: Sequence[Scheme]) -> Scheme:
    """The scheme in whose states another's are counted: the first of those with most states that has them all."""
    fitting = [other for other in among if _has_all(other, scheme)]
    return max(fitting, key=lambda other: len(other.states), default=scheme)


def _has_all(scheme: Scheme, other: Scheme) -> bool:
    """Whether all states of the other stand in the scheme, with their words and in their order."""
    states = iter([(state.name, state.mark.word) for state in scheme.states])
    return all((state.name, state.mark.word) in states for state in other.states)


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
                one
                for tally in tallies(evaluation)
                if any(state.name == count.what for state in tally.scheme.states)
                for one in tally.rated
            )
            return tuple(one for one in among if one.state and one.state.name == count.what), among


def looked_at(among: Sequence[Assessment], comparator: Comparator | None, *, moved: bool) -> Iterator[Figure]:
    """The figures that a count rests on."""
    for one in among:
        yield from (one.figure, *one.rows)
        travel = _travel(one, comparator)
        if moved and travel is not None:
            yield from travel.rests_on
