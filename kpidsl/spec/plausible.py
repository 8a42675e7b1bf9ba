"""Whether the targets, floors and baselines of an indicator can be meant, each held against the others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpidsl.diagnostics.diagnostic import Label
from kpidsl.period import Period
from kpidsl.quantity import PERCENT, Unit, spell
from kpidsl.spec.indicator import Covers, Measure
from kpidsl.spec.problems import Problems
from kpidsl.spec.record import RecordMeasure
from kpidsl.spec.target import Benchmark, Fixed, Range, Target, target_in
from kpidsl.terms import Polarity

_WHOLE = 100  # percent


def of_a_whole(
    measure: Measure | None,
    counted: Sequence[RecordMeasure],
    unit: Unit,
    targets: Sequence[Target],
    problems: Problems,
) -> None:
    """What is a part of its whole lies between 0% and 100%; so should its targets and floors."""
    if unit != PERCENT or (measure is None and not counted):
        return
    for target in targets:
        amounts: tuple[Fraction, ...] = ()
        if isinstance(target.goal, Fixed):
            amounts = (target.goal.amount,)
        elif isinstance(target.goal, Range):
            amounts = (target.goal.low, target.goal.high)
        outside = next((amount for amount in amounts if not 0 <= amount <= _WHOLE), None)
        if outside is not None:
            message = f"{spell(outside, unit, None)} is outside what a part can be of its whole, 0% to 100%"
            help_ = "correct it"
            if measure is not None:
                help_ = f"{help_}; where `{measure.numerator}` can be more than `{measure.denominator}`, leave it"
            problems.add("target-outside-whole", message, target.span, help_)


def floors(polarity: Polarity | None, lines: Sequence[Target], problems: Problems) -> None:
    """A floor says how low a value may be where lower is worse, and how high where higher is."""
    for floor in lines:
        if polarity not in (Polarity.HIGHER, Polarity.LOWER, None):
            message = "a floor needs a polarity that says which way is better: higher or lower"
            problems.add(
                "target-against-polarity", message, floor.span, "polarity higher is better", "polarity lower is better"
            )


def looser(one: Fraction, other: Fraction, polarity: Polarity) -> bool:
    """Whether `one` asks for less than `other`."""
    return one < other if polarity is Polarity.HIGHER else one > other


def is_beyond(floor: Target | None, target: Target | None, polarity: Polarity) -> bool:
    """Whether a floor asks for as much as the target, or for more."""
    if floor is None or target is None or not isinstance(floor.goal, Fixed) or not isinstance(target.goal, Fixed):
        return False
    return not looser(floor.goal.amount, target.goal.amount, polarity)


def together(
    unit: Unit,
    polarity: Polarity,
    targets: Sequence[Target],
    lower: Sequence[Target],
    baseline: Benchmark | None,
    covers: Covers | None,
    period: Period,
    problems: Problems,
) -> None:
    """The target of the report's period against its floor, the baseline and the target of the year before."""
    target = target_in(targets, period)
    if target is None or not isinstance(target.goal, Fixed) or polarity not in (Polarity.HIGHER, Polarity.LOWER):
        return
    amount = target.goal.amount
    shown = spell(amount, unit, None)
    floor = target_in(lower, period)
    if floor is not None and isinstance(floor.goal, Fixed) and is_beyond(floor, target, polarity):
        at = spell(floor.goal.amount, unit, None)
        message = f"the floor of {at} is {'the target itself' if at == shown else f'better than the target of {shown}'}"
        help_ = "a floor is what must be reached even where the target is missed: give the worse of the two figures"
        problems.add("floor-beyond-target", message, floor.span, help_, labels=(Label(target.span, "the target"),))
    before = _year_before(target, targets)
    if before is not None and isinstance(before.goal, Fixed) and looser(amount, before.goal.amount, polarity):
        was = spell(before.goal.amount, unit, None)
        message = f"the target of {shown} asks for less than the {was} of the year before"
        help_ = "if that is meant, give the reason in a note: members will ask"
        if target.grain is None:
            help_ = f'if that is meant, say why: target {shown} from {target.period}, was {was} because "..."'
        problems.add("target-looser", message, target.span, help_, labels=(Label(before.span, "the year before"),))
    if baseline is not None and baseline.quantity is not None and _alike(target, baseline, covers, unit, period):
        start = baseline.quantity.amount
        if looser(amount, start, polarity):
            message = f"the target of {shown} asks for less than the baseline of {spell(start, unit, None)}"
            problems.add("target-looser", message, target.span, "see whether the two figures are the right way round")


def _year_before(target: Target, targets: Sequence[Target]) -> Target | None:
    """The target of the same part of the year before."""
    if target.period is None:
        return None
    wanted = (target.period.same_period_last_year, target.number, target.grain)
    return next((one for one in targets if (one.period, one.number, one.grain) == wanted), None)


def _alike(target: Target, baseline: Benchmark, covers: Covers | None, unit: Unit, period: Period) -> bool:
    """Whether the baseline is of as long a time as the target, as far as that can be told."""
    if unit.is_quotient:
        return target.grain is None
    is_part = target.grain is not None or (covers is not None and covers.is_part_of_year)
    return not is_part or (baseline.period is not None and baseline.period.grain is period.grain)
