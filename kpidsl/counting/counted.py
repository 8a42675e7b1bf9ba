"""counted: from the whole numbers that engines give to observations. Fractions are made here, and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import add

from kpidsl.counting.plan import Figure, Plan, Term, Window
from kpidsl.data.model import Observation
from kpidsl.quantity import Unit
from kpidsl.spec.record import Aggregate
from kpidsl.terms import Kind, Quality, Reason
from kpidsl.values import dataclass, field

OWN = ""  # the entity of tables that have none


@dataclass(frozen=True, slots=True)
class Numbers:
    """The whole numbers of every term and window, by entity; a middle is two of them. What is not there is 0."""

    found: dict[tuple[Term, Window], dict[str, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    entities: set[str] = field(default_factory=set)  # that have rows in any of the windows

    def of(self, term: Term | None, window: Window) -> dict[str, tuple[int, ...]]:
        return self.found.get((term, window), {}) if term is not None else {}


def whole(value: object) -> int:
    """A whole number as engines give it: nothing at all where no value was added up. Anything else is a bug of ours."""
    if type(value) is int:  # as nearly all are
        return value
    match value:
        case None:
            return 0
        case bool():
            raise TypeError(f"{value!r} is not a whole number")
        case int():
            return value
        case Decimal() if value == value.to_integral_value():
            return int(value)
        case _:
            raise TypeError(f"{value!r} is not a whole number")


def add_sums(numbers: Numbers, plan: Plan, terms: Sequence[Term], rows: Iterable[Sequence[object]]) -> tuple[int, ...]:
    """Take in the rows of `sums`, whose last terms are what is left over: their totals come back."""
    has_entity = plan.records.entity is not None
    by_day: dict[str, dict[int, list[int]]] = defaultdict(dict)
    by_open: dict[str, dict[tuple[int, int | None], list[int]]] = defaultdict(dict)
    beyond: list[int] = []
    for row in rows:
        rest = list(row)
        entity = str(rest.pop(0)) if has_entity else OWN
        part = rest.pop(0) if plan.cuts else None
        opened, closed = (rest.pop(0), rest.pop(0)) if plan.open_cuts else (None, None)
        values = [whole(value) for value in rest]
        numbers.entities.add(entity)
        beyond = _added(beyond, values[len(terms) :])
        if part is not None:
            days = by_day[entity]
            days[whole(part)] = _added(days.get(whole(part), []), values)
        if opened is not None:
            key = (whole(opened), None if closed is None else whole(closed))
            cases = by_open[entity]
            cases[key] = _added(cases.get(key, []), values)
    totals: dict[Window, dict[str, list[int]]] = {}  # of all terms at once: most are asked for in the same windows
    for at, term in enumerate(terms):
        for window in (*plan.windows(term, False), *plan.windows(term, True)):
            if window not in totals:
                totals[window] = _in_window(plan, window, by_day, by_open)
            numbers.found[term, window] = {entity: (total[at],) for entity, total in totals[window].items()}
    return tuple(beyond)


def _in_window(
    plan: Plan,
    window: Window,
    by_day: Mapping[str, Mapping[int, list[int]]],
    by_open: Mapping[str, Mapping[tuple[int, int | None], list[int]]],
) -> dict[str, list[int]]:
    """What is counted in a window, of each entity that has rows there."""
    found: dict[str, list[int]] = {}
    if window.is_open:
        end = plan.open_part(window)
        for entity, cases in by_open.items():
            for (opened, closed), values in cases.items():
                if opened <= end and (closed is None or closed > end):
                    found[entity] = _added(found.get(entity, []), values)
    else:
        parts = plan.parts(window)
        for entity, days in by_day.items():
            for part in parts:
                if part in days:
                    found[entity] = _added(found.get(entity, []), days[part])
    return found


def _added(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return list(map(add, one, other)) if one else list(other)


def add_windows(
    numbers: Numbers,
    plan: Plan,
    terms: Sequence[Term],
    windows: Mapping[Window, int],
    rows: Iterable[Sequence[object]],
    each: int = 1,
) -> None:
    """Take in rows with a number for each window, of terms that take `each` so many columns."""
    by_number: dict[int, list[Window]] = defaultdict(list)
    for window, number in windows.items():
        by_number[number].append(window)
    for row in rows:
        rest = list(row)
        entity = str(rest.pop(0)) if plan.records.entity is not None else OWN
        number = whole(rest.pop(0))
        for at, term in enumerate(terms):
            values = tuple(whole(value) for value in rest[at * each : (at + 1) * each])
            for window in by_number[number]:
                numbers.found[term, window][entity] = values


def observations(
    plan: Plan, numbers: Numbers, units: Mapping[str, Unit], quality: Quality = Quality.FINAL
) -> Iterator[Observation]:
    """The figures of the plan, a measure after the other. `units` are those that the spec declares, by measure; where
    it declares none, a share is a percentage."""
    entities = plan.entities if plan.entities is not None else sorted(numbers.entities)
    if plan.records.entity is None:
        entities = (OWN,)
    for figure in plan.figures:
        yield from _of_figure(figure, entities, numbers, units.get(figure.measure.name), quality)


@lru_cache(maxsize=1 << 16)
def _as_fraction(number: int) -> Fraction:
    """Each made once: the same cases are counted in many measures."""
    return Fraction(number)


def _of_figure(
    figure: Figure, entities: Iterable[str], numbers: Numbers, unit: Unit | None, quality: Quality
) -> Iterator[Observation]:
    """One figure of each entity. There are tens of thousands in all, so whatever is the same for all entities is found
    before they are gone through."""
    measure, period = figure.measure, figure.period
    name, span, aggregate = measure.name, measure.span, measure.aggregate
    overs, unders = numbers.of(figure.over, figure.window), numbers.of(figure.under, figure.window)
    scale = 10**measure.column.places if measure.column is not None else 1
    is_share = aggregate is Aggregate.SHARE
    base = 1 if not is_share else 100 if unit is None else unit.base
    for entity in entities:
        over, (below,) = overs.get(entity, (0, 0)), unders.get(entity, (0,))
        numerator = denominator = amount = None
        match aggregate:
            case Aggregate.COUNT | Aggregate.DISTINCT:
                amount = _as_fraction(over[0])
            case Aggregate.SUM:
                amount = Fraction(over[0], scale)
            case Aggregate.MEDIAN:
                amount = Fraction(over[0], scale * over[1]) if over[1] else None
            case Aggregate.MEAN | Aggregate.SHARE:
                if below:
                    if is_share:
                        numerator, denominator = _as_fraction(over[0]), _as_fraction(below)
                    amount = Fraction(over[0] * base, scale * below)
        reason = Reason.NO_CASES if amount is None else None
        yield Observation(name, period, amount, reason, numerator, denominator, quality, "", span, Kind.ACTUAL, entity)
