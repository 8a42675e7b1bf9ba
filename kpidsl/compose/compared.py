"""How a value stands to something else, in the words of its polarity: `better than the England average of 23%`.

What is printed never contradicts the table: it says what the direction column says of an earlier value, and where
rounded figures would tell another story than the exact ones it says `before rounding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kpidsl.compose import numbers, rounded, unprinted, words
from kpidsl.compose.rounded import Rounded
from kpidsl.compose.unprinted import Printed
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation.aims import Aim, aim_of
from kpidsl.evaluation.case import amount_of, judged
from kpidsl.evaluation.judging import better_by
from kpidsl.evaluation.model import Assessment, Figure
from kpidsl.evaluation.peers import figure_of
from kpidsl.period import Period
from kpidsl.quantity import Dimension, Unit
from kpidsl.saying import marked, say, say_in
from kpidsl.spec.indicator import Placeholder
from kpidsl.spec.target import Benchmark, Fixed
from kpidsl.terms import Comparator, Direction, Form, Polarity
from kpidsl.values import dataclass

NEAR = (Polarity.CLOSEST, Polarity.BETWEEN)
# Words for more, for less and for the same, by which way is better.
_BETTER = (marked("better than {other}"), marked("worse than {other}"), marked("the same as {other}"))
_NEARER = (
    marked("closer to the target than {other}"),
    marked("further from the target than {other}"),
    marked("as close to the target as {other}"),
)
_NEUTRAL = (marked("higher than {other}"), marked("lower than {other}"), _BETTER[2])
_STEADY = marked("much the same as {other}")
_IN_RANGE = marked("in the target range, as is {other}")
_WAS_IN_RANGE = marked("in the target range, as was {other}")
_ON, _OFF = marked("on {other}"), marked("off {other}")
_WITHIN, _OUTSIDE = marked("within {other}"), marked("outside {other}")


def compared(one: Assessment, standard: Comparator | str, period: Period, placeholder: Placeholder) -> Printed:
    """How the value stands to an earlier one, its target or floor, or a benchmark."""
    if one.figure.amount is None:
        return unprinted.no_figure(one, one.figure, period, placeholder)
    value = judged(one.indicator, one.figure.amount)
    if isinstance(standard, Comparator):
        return _with_earlier(one, value, standard, placeholder)
    if standard == "target":
        if one.aim is None:
            return unprinted.no_target(one, one.target, period, placeholder)
        return _with_target(one, value, one.aim, placeholder)
    if standard == "floor":
        floor = one.indicator.floor_for(period)
        if floor is None or not isinstance(floor.goal, Fixed):
            return unprinted.no_floor(one, period, placeholder)
        limit = numbers.limit(one.indicator, floor.goal.amount, placeholder.places)
        return _with_other(
            one,
            value,
            _Other(
                floor.goal.amount,
                floor.goal.amount,
                say("the floor of {figure}", figure=limit),
                (),
                rounded.limit(one.indicator, floor.goal.amount, placeholder.places),
            ),
            placeholder,
        )
    benchmark = one.indicator.benchmark(standard)
    assert benchmark is not None  # check has seen to that
    exact = amount_of(benchmark, one.indicator)
    if exact is None:
        return unprinted.no_benchmark(one, benchmark, placeholder)
    text = numbers.benchmark(one.indicator, benchmark, placeholder.places)
    figure = figure_of(benchmark, one.indicator)
    other = _Other(
        exact=exact,
        shown=numbers.rounded(one.indicator, exact, placeholder.places) if benchmark.asked else exact,
        words=_named(benchmark, one.indicator.unit, text),
        figures=(figure,) if figure else (),
        amounts=rounded.benchmark(one.indicator, benchmark, placeholder.places),
    )
    if one.indicator.polarity in NEAR and one.aim is None:
        return unprinted.no_target(one, one.target, period, placeholder)
    return _with_other(one, value, other, placeholder)


@dataclass(frozen=True, slots=True)
class _Other:
    """What the value is held against: exact, as it is printed, and in words."""

    exact: Fraction
    shown: Fraction
    words: str
    figures: tuple[Figure, ...]
    amounts: tuple[Rounded, ...]


def _with_other(one: Assessment, value: Fraction, other: _Other, placeholder: Placeholder) -> Printed:
    polarity, aim = one.indicator.polarity, one.aim

    def lead(value: Fraction, other: Fraction) -> Fraction:
        better = value - other if polarity is Polarity.NONE else better_by(polarity, aim, value, other)
        assert better is not None  # the aim is there, where it counts
        return better

    def relation(value: Fraction, other: Fraction) -> str:
        is_near = polarity in NEAR and value != other
        if is_near and aim is not None and not aim.miss(value) and not aim.miss(other):
            return _IN_RANGE
        more, less, same = _NEUTRAL if polarity is Polarity.NONE else _NEARER if is_near else _BETTER
        better = lead(value, other)
        return more if better > 0 else less if better < 0 else same

    said = relation(value, other.exact)
    shown = relation(_shown(one, placeholder), other.shown)
    return _worded(one, said, other, abs(lead(value, other.exact)), placeholder, holds_as_printed=said == shown)


def _with_target(one: Assessment, value: Fraction, aim: Aim, placeholder: Placeholder) -> Printed:
    def relation(value: Fraction) -> str:
        if aim.low is not None and aim.high is not None:
            inside, outside = (_ON, _OFF) if aim.low == aim.high else (_WITHIN, _OUTSIDE)
            return outside if aim.miss(value) else inside
        return _BETTER[0] if aim.lead(value) > 0 else _BETTER[2] if aim.is_met(value) else _BETTER[1]

    said, shown = relation(value), relation(_shown(one, placeholder))
    end = aim.nearest(value)
    lead = Fraction(0) if said == _WITHIN else abs(value - end)
    other = _Other(
        end,
        end,
        say("the target of {target}", target=numbers.target(one, placeholder.places)),
        one.rows,
        rounded.target(one, placeholder.places),
    )
    return _worded(one, said, other, lead, placeholder, holds_as_printed=said == shown)


def _with_earlier(one: Assessment, value: Fraction, comparator: Comparator, placeholder: Placeholder) -> Printed:
    """In the words of the direction of travel, so that the two never differ."""
    travel = next(each for each in one.directions if each.against is comparator)
    then, period, indicator = travel.other, one.figure.period, one.indicator
    if comparator is Comparator.BASELINE and (indicator.baseline is None or indicator.baseline.quantity is None):
        return unprinted.no_baseline(one, placeholder)
    if not travel.is_comparable or then is None or then.amount is None:
        return unprinted.no_change(one, travel, period, placeholder)
    if travel.direction is None:
        return unprinted.no_target(one, one.target, period, placeholder)
    if comparator is Comparator.BASELINE:
        shown = then.amount
        noun = say("the baseline of {figure}", figure=numbers.limit(indicator, then.amount, placeholder.places))
        amounts = rounded.limit(indicator, then.amount, placeholder.places)
    else:
        shown = numbers.rounded(indicator, then.amount, placeholder.places)
        noun = say_in(
            "comparison",
            "{figure} in {period}",
            figure=numbers.amount(indicator, then.amount, placeholder.places),
            period=words.period(then.period),
        )
        amounts = rounded.of(indicator, then.amount, placeholder.places)
    change = value - judged(indicator, then.amount)
    more, less, same = _NEARER if indicator.polarity in NEAR and change else _BETTER
    same = _STEADY if 0 < abs(change) <= indicator.steady else same
    if same == _NEARER[2] and one.aim is not None and not one.aim.miss(value):
        same = _WAS_IN_RANGE
    said = {
        Direction.IMPROVED: more,
        Direction.WORSENED: less,
        Direction.HIGHER: _NEUTRAL[0],
        Direction.LOWER: _NEUTRAL[1],
    }.get(travel.direction, same)
    now_shown = _shown(one, placeholder)
    holds_as_printed = said == _STEADY or _sign(now_shown - shown) == _sign(change)
    if said in _NEARER and one.aim is not None:  # near to the target is best: distances are told, as printed
        target = indicator.target_for(then.period)
        earlier = (aim_of(target, indicator, lambda _: None) if target else None) or one.aim
        nearer = _sign(earlier.miss(shown) - one.aim.miss(now_shown))
        holds_as_printed = holds_as_printed and _NEARER.index(said) == (0 if nearer > 0 else 1 if nearer else 2)
    other = _Other(then.amount, shown, noun, (then,), amounts)
    lead = Fraction(0) if said == _STEADY else abs(change)
    return _worded(one, said, other, lead, placeholder, holds_as_printed=holds_as_printed)


def _worded(
    one: Assessment, relation: str, other: _Other, lead: Fraction, placeholder: Placeholder, *, holds_as_printed: bool
) -> Printed:
    """`lead` is the gap that may be said. What does not hold for the printed figures says so, with a warning."""
    assert one.figure.amount is not None
    text = say(relation, other=other.words)
    figures = (one.figure, *other.figures)
    places = one.indicator.places if placeholder.places is None else placeholder.places
    if not holds_as_printed:
        value = numbers.amount(one.indicator, one.figure.amount, places)
        problem = _hidden(value, text, places, placeholder)
        return Printed(say("{comparison} before rounding", comparison=text), figures, problem, other.amounts)
    amounts = other.amounts
    if placeholder.form is Form.GAP and lead and not numbers.rounds_to_zero(one.indicator.unit, lead, places):
        gap = numbers.difference(one.indicator.unit, lead, places)
        text = say("{comparison} by {gap}", comparison=text, gap=gap)
        amounts = (*amounts, Rounded(lead, one.indicator.unit.difference, places))
    return Printed(text, figures, None, amounts)


def _hidden(value: str, text: str, places: int, placeholder: Placeholder) -> Diagnostic:
    """What is wrong where rounded figures tell another story."""
    message = f"the value is printed as {value}, and “{text}” is so before rounding alone"
    name = placeholder.span.text.strip("{} ").removesuffix(f" to {places} dp")
    help_ = f"print more decimal places: {{value to {places + 1} dp}} and {{{name} to {places + 1} dp}}"
    return Diagnostic("rounding-hides", message, placeholder.span, help=(help_,))


def _shown(one: Assessment, placeholder: Placeholder) -> Fraction:
    """The value as it is printed."""
    assert one.figure.amount is not None
    return numbers.rounded(one.indicator, one.figure.amount, placeholder.places)


def _sign(amount: Fraction) -> int:
    return (amount > 0) - (amount < 0)


# ---- what a benchmark is called

# Names that benchmarks often have: the average, and a figure that is none.
_PLACES = {
    "england": (marked("the England average"), marked("the England figure")),
    "wales": (marked("the Wales average"), marked("the Wales figure")),
    "scotland": (marked("the Scotland average"), marked("the Scotland figure")),
    "northern ireland": (marked("the Northern Ireland average"), marked("the Northern Ireland figure")),
    "uk": (marked("the UK average"), marked("the UK figure")),
    "national": (marked("the national average"), marked("the national figure")),
    "region": (marked("the regional average"), marked("the regional figure")),
    "regional": (marked("the regional average"), marked("the regional figure")),
}
_MANY = ("neighbours", "peers", "councils", "authorities", "boroughs", "cities", "counties", "districts")
_SUMS = (Dimension.COUNT, Dimension.MONEY)  # a country's figure in these is no average
_SMALL_WORDS: Sequence[str] = ("and", "of", "the", "in", "on", "upon")


def _named(benchmark: Benchmark, unit: Unit, figure: str) -> str:
    """A benchmark with its figure, by the name that the officer gives it for sentences, else by one of ours."""
    if benchmark.called:
        return say_in("the officer's name", "{benchmark} of {figure}", benchmark=benchmark.called, figure=figure)
    return say_in("comparison", "{benchmark} of {figure}", benchmark=_ours(benchmark, unit), figure=figure)


def _ours(benchmark: Benchmark, unit: Unit) -> str:
    """`the England average`, `the neighbours’ average`, `the Leeds figure`."""
    name = benchmark.name.replace("_", " ")
    if benchmark.is_group or name.casefold().endswith(_MANY):
        return say("the {group}’ average", group=name) if name.endswith("s") else say("the {group} average", group=name)
    if name.casefold() in _PLACES:
        average, figure = _PLACES[name.casefold()]
        return say(figure) if unit.dimension in _SUMS else say(average)
    if name.casefold().endswith((" average", " mean", " median", " figure", " rate")):
        return say("the {benchmark}", benchmark=name)
    proper = " ".join(word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in name.split())
    return say("the {place} figure", place=proper)
