"""boundaries: the values at which the status of an indicator changes, made from its rules, and what each comes to.

Nobody has to expect these: they are for a reviewer to read. A boundary is an end of the target or floor, the edge of a
margin, or a figure that the scheme names; the cases are on it, and a little and one printed unit to each side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from kpidsl.evaluation.aims import Aim
from kpidsl.evaluation.bands import Band
from kpidsl.evaluation.case import case_of_value, judged
from kpidsl.evaluation.possible import Cases, Possible, possible
from kpidsl.evaluation.reach import paths
from kpidsl.quantity import COUNT, PERCENT, Dimension, spell
from kpidsl.spec.indicator import Indicator, State
from kpidsl.spec.model import Spec
from kpidsl.terms import Judge
from kpidsl.tester.reaching import is_rated
from kpidsl.values import dataclass

FINER = 10  # a little is this part of a printed unit, for values that need not be whole


@dataclass(frozen=True, slots=True)
class Near:
    """A value at or near a boundary, and the states that it can come to: more than one where a status hangs on earlier
    figures or a forecast, none where it cannot be told."""

    value: Fraction
    shown: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A boundary: what it is called, where it is (empty for values that are at none), and the values around it from the
    lowest to the highest."""

    called: str
    shown: str
    cases: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Bounded:
    """The boundaries of an indicator. `unknown` says why they are not known, `broken` which law they break."""

    indicator: Indicator
    boundaries: tuple[Boundary, ...]
    unknown: str = ""
    broken: tuple[str, ...] = ()


def boundaries(spec: Spec) -> tuple[Bounded, ...]:
    """Those of each indicator that has, or may have, a target in the period of the report."""
    return tuple(_bounded(indicator, spec) for indicator in spec.indicators if is_rated(indicator, spec.period))


def _bounded(indicator: Indicator, spec: Spec) -> Bounded:
    if indicator.targets_from_data is not None:
        return Bounded(indicator, (), "its target is in the data")
    lone = case_of_value(indicator, spec.period, None)
    aim = lone.aim()
    if aim is None:
        return Bounded(indicator, (), "its target hangs on an earlier figure")
    cases = possible(lone.indicator, spec.period, ())
    if cases is None:
        return Bounded(indicator, (), "its target hangs on figures that are not in the spec, or it has too many cases")
    if indicator.unit.dimension is Dimension.YES_NO:
        both = tuple(near for band in cases.bands if (near := _near(band.value, cases)) is not None)
        return Bounded(indicator, (Boundary("values", "", both),), "", tuple(_out_of_order(cases)))
    names = _names(indicator, aim, lone.aim(floor) if (floor := indicator.floor_for(spec.period)) else None)
    made = [
        Boundary(names.get(edge, "limit"), spell(edge, indicator.unit, None), tuple(_around(edge, cases)))
        for edge in _edges(cases)
    ]
    made += _elsewhere(made, cases)
    return Bounded(indicator, tuple(made), "", tuple(_out_of_order(cases)))


def _edges(cases: Cases) -> list[Fraction]:
    """The ends of bands, without those at which no state changes."""
    found = []
    ordered = cases.bands
    for edge in sorted({end for band in ordered for end in (band.low, band.high) if end is not None}):
        beside = [band for band in ordered if edge in (band.low, band.high)]
        if len({_key(cases, band) for band in beside}) > 1:
            found.append(edge)
    return found


def _key(cases: Cases, band: Band) -> tuple[str | None, ...]:
    """What a band comes to, assumption by assumption."""
    return tuple(case.state.name if case.state else None for case in _of(band, cases))


def _of(band: Band, cases: Cases) -> Iterator[Possible]:
    return (case for case in cases.cases if case.band == band)


def _names(indicator: Indicator, aim: Aim, floor: Aim | None) -> dict[Fraction, str]:
    """What the boundaries are called, as far as they have a name of their own."""
    found: dict[Fraction, str] = {}
    for end in (*aim.ends,):
        if indicator.tolerance is not None:
            width = indicator.tolerance.width(end)
            found |= {end - width: "tolerance", end + width: "tolerance"}
    if floor is not None:
        found |= dict.fromkeys(floor.ends, "floor")
    return found | dict.fromkeys(aim.ends, "target")


# ---- the values around a boundary


def _around(edge: Fraction, cases: Cases) -> Iterator[Near]:
    unit, places = cases.indicator.unit, cases.indicator.places
    printed = Fraction(unit.printed_scale, 10**places)
    is_whole = (unit == COUNT and places == 0) or unit.dimension is Dimension.CLOCK
    little = printed if is_whole else printed / FINER
    steps = {-printed, -little, Fraction(0), little, printed}
    if cases.indicator.judge is Judge.DISPLAYED and not is_whole:  # then it is where the printed figure changes
        half = printed / 2
        steps = {-printed, -half - little, -half, Fraction(0), half - little, half, printed}
    for step in sorted(steps):
        near = _near(edge + step, cases) if _is_likely(edge + step, edge, cases.indicator) else None
        if near is not None:
            yield near


def _is_likely(value: Fraction, edge: Fraction, indicator: Indicator) -> bool:
    """Whether a percentage stays between 0% and 100%, where its boundary does."""
    if indicator.unit != PERCENT:
        return True
    return not (edge <= 100 < value) and not (value < 0 < edge)


def _near(value: Fraction, cases: Cases) -> Near | None:
    """A value with its states; None where no such value can be."""
    band = _band(judged(cases.indicator, value), cases.bands)
    if band is None:
        return None
    names = {case.state.name for case in _of(band, cases) if case.state is not None}
    states = tuple(state.name for state in cases.indicator.scheme.states if state.name in names)
    return Near(value, spell(value, cases.indicator.unit, None), states)


def _band(value: Fraction, bands: Sequence[Band]) -> Band | None:
    for band in bands:
        if band.low == band.high == value:
            return band
        if (band.low is None or band.low < value) and (band.high is None or value < band.high):
            return band
    return None


def _elsewhere(made: Sequence[Boundary], cases: Cases) -> Iterator[Boundary]:
    """A value for each state that no boundary shows, though it can be come to."""
    shown = {name for one in made for near in one.cases for name in near.states}
    for state in cases.indicator.scheme.states:
        case = next((one for one in cases.cases if one.band and one.state == state), None)
        if state.name not in shown and case is not None and case.band is not None:
            near = _near(case.band.value, cases)
            if near is not None:
                yield Boundary("for example", "", (near,))


# ---- the law: a better value never has a worse status


def _out_of_order(cases: Cases) -> Iterator[str]:
    """Each pair of neighbouring values of which the better one has the worse status, once."""
    said: set[str] = set()
    for path in paths(cases):
        rated = [(case, case.state) for case in path if case.state is not None]
        for (better, one), (worse, other) in pairwise(rated):
            if _rank(one, cases) > _rank(other, cases):
                text = f"{_value(better, cases)} is {one.name}, though the worse {_value(worse, cases)} is {other.name}"
                if text not in said:
                    said.add(text)
                    yield text


def _rank(state: State, cases: Cases) -> int:
    return cases.indicator.scheme.states.index(state)


def _value(case: Possible, cases: Cases) -> str:
    assert case.band is not None
    return spell(case.band.value, cases.indicator.unit, None)
