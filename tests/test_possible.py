"""The law of the cases gone through before any data: whatever comes is among them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings, strategies as st

from kpidsl.evaluation.case import Case
from kpidsl.evaluation.judging import holds, status_of
from kpidsl.evaluation.model import Figure
from kpidsl.evaluation.possible import possible
from kpidsl.period import Period
from kpidsl.quantity import COUNT, PERCENT
from kpidsl.spec.condition import (
    Again,
    AgainstFloor,
    AgainstTarget,
    AllOf,
    AnyOf,
    BetterBy,
    Changed,
    Compared,
    Condition,
    FirstTime,
    Held,
    InState,
    Moved,
    Not,
    NoValue,
    OfForecast,
    ShortBy,
    Within,
)
from kpidsl.spec.indicator import Indicator, Scheme, State
from kpidsl.spec.schemes import LOOKS
from kpidsl.spec.target import Fixed, Margin, Target
from kpidsl.terms import Change, Comparator, Direction, Grain, Judge, Polarity, Reason, Relation
from tests.test_properties import SPAN, indicator_of

NOW = Period(2021, Grain.QUARTER, 2)
SMALL = st.integers(0, 4).map(Fraction)
MARGINS = st.one_of(
    st.builds(lambda amount: Margin(amount, None), SMALL),
    st.builds(lambda share: Margin(None, None, share / 4), SMALL),
)
MOVED = st.builds(
    Moved,
    st.sampled_from([Direction.IMPROVED, Direction.WORSENED, Direction.UNCHANGED]),
    st.none() | st.sampled_from([Comparator.PREVIOUS, Comparator.OUTTURN]),
)
OF_A_SCHEME = st.one_of(
    st.builds(AgainstTarget, st.sampled_from(Relation)),
    st.builds(AgainstFloor, st.sampled_from(Relation)),
    st.builds(Within, st.none() | MARGINS),
    st.builds(BetterBy, MARGINS),
    st.builds(ShortBy, MARGINS),
)
OF_A_RULE = st.one_of(
    OF_A_SCHEME,
    st.builds(Compared, st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]), SMALL),
    st.builds(InState, st.sampled_from(["green", "amber", "red"])),
    st.builds(Changed, st.sampled_from(Change)),
    st.builds(NoValue, st.none() | st.sampled_from([Reason.NOT_DUE, Reason.NEW])),
)
JOINED = [
    lambda one, other: AnyOf((one, Not(other))),
    lambda one, other: AllOf((one, Not(other))),
]
RUNS = [lambda part: Held(part, 2), lambda part: Held(part, 3), FirstTime, Again]


@st.composite
def asked_of_a_rule(draw: st.DrawFn) -> list[Condition]:
    """A bit of everything, so that all of it must be so at once."""
    plain = draw(st.lists(OF_A_RULE, min_size=3, max_size=3))
    part = draw(st.sampled_from(plain))
    runs = [run(part) for run in draw(st.lists(st.sampled_from(RUNS), min_size=2, max_size=2))]
    ahead = OfForecast(draw(OF_A_SCHEME))
    return [*plain, draw(MOVED), ahead, *runs, draw(st.sampled_from(JOINED))(plain[0], runs[0])]


VALUES = st.integers(0, 7).map(lambda number: Fraction(number, 2))
FIGURES = st.none() | st.just(Reason.NOT_DUE) | VALUES


@given(
    st.sampled_from([Polarity.HIGHER, Polarity.LOWER, Polarity.CLOSEST, Polarity.BETWEEN]),
    OF_A_SCHEME | MOVED | st.builds(lambda part: Held(part, 2), OF_A_SCHEME),
    asked_of_a_rule(),
    st.tuples(SMALL, SMALL, SMALL),
    st.lists(FIGURES, min_size=9, max_size=9),
    st.booleans(),
    st.sampled_from(Judge),
    st.fixed_dictionaries({change: st.sampled_from([True, False, None]) for change in Change}),
)
@settings(max_examples=300)
def test_no_case_that_can_come_is_left_out(
    polarity: Polarity,
    amber: Condition,
    conditions: list[Condition],
    figures: tuple[Fraction, Fraction, Fraction],
    values: list[Fraction | Reason | None],
    counts: bool,
    judge: Judge,
    changed: dict[Change, bool | None],
) -> None:
    target, tolerance, floor = figures
    states = (
        State("green", LOOKS["green"], AgainstTarget(Relation.AT_OR_BETTER), SPAN),
        State("amber", LOOKS["amber"], amber, SPAN),
        State("red", LOOKS["red"], None, SPAN),
    )
    indicator = replace(
        indicator_of(polarity, target, tolerance),
        scheme=Scheme("any", "Any", states),
        floors=(Target(Fixed(floor), None, SPAN),),
        unit=COUNT if counts else PERCENT,
        judge=judge,
    )
    periods = {**dict(zip(NOW.last(7), values, strict=False)), NOW.outturn: values[7]}
    past = {at: _figure(indicator, at, one) for at, one in periods.items()}
    case = Case(indicator, NOW, past.get, [], forecast=_figure(indicator, NOW.whole_year, values[8]), changed=changed)
    if case.figure() is None:
        return  # the report cannot be made then
    cases = possible(indicator, NOW, conditions)
    if cases is None:
        return
    state = status_of(case)
    wanted = ([holds(condition, case) for condition in conditions], state if isinstance(state, State) else None)
    assert wanted in [([one.answer(condition) for condition in conditions], one.state) for one in cases.cases]


def _figure(indicator: Indicator, period: Period, value: Fraction | Reason | None) -> Figure | None:
    if value is None:
        return None
    if isinstance(value, Reason):
        return Figure(period, None, value, None, None, ())
    return Figure(period, value if indicator.unit == PERCENT else Fraction(int(value)), None, None, None, ())
