"""Which indicators are judged alike: equal values have equal statuses, whatever they are called and count.

Most reports have few kinds of indicators, such as percentages with a target of 95% and 5 points of tolerance. What is
found out about their rules before any data is found out once for each kind, and not again after a line is edited that
has nothing to do with it.
"""

from __future__ import annotations

from operator import attrgetter

from kpidsl.memo import Keyed
from kpidsl.spec.indicator import Indicator, Scheme
from kpidsl.spec.target import Benchmark, Target

KINDS = 10_000  # that answers are held for

# What no judgement by the rules alone hangs on. All other fields count, those too that are still to be thought of.
_INDICATOR = ("id", "label", "formerly", "section", "owner", "definition", "span", "origins", "mentions", "allowed",
              "examples", "rules", "shared_rules", "requirements", "measure", "counted", "breakdown")  # fmt: skip
_IN_PARTS = ("scheme", "targets", "floors", "overrides", "benchmarks")
_TARGET = ("span", "reason", "author")
_BENCHMARK = ("asked",)  # where in a file it stands; its quantity is known from there alone

_of_indicator = attrgetter(*(name for name in Indicator.__match_args__ if name not in (*_INDICATOR, *_IN_PARTS)))
_of_target = attrgetter(*(name for name in Target.__match_args__ if name not in _TARGET))
_of_benchmark = attrgetter(*(name for name in Benchmark.__match_args__ if name not in _BENCHMARK))


def keyed(kind: object, indicator: Indicator) -> Keyed[Indicator]:
    """An indicator that stands for all of this kind that are judged by the same rules, in whatever spec."""
    return Keyed((kind, _rules_of(indicator.scheme)), indicator)


def _rules_of(scheme: Scheme) -> object:
    return (scheme.name, tuple([(state.name, state.condition) for state in scheme.states]))


def alike(indicator: Indicator) -> object:
    """Equal for two indicators of one spec that come to the same cases in the same period, asked the same.

    One whose benchmarks stand in a file is like no other of its spec, and so is one that has parts. What is said of it
    counts all the same: another spec, or this one after an edit, may say something else of the same name.
    """
    return (
        indicator.id if indicator.asked or indicator.breakdown else "",
        indicator.scheme.name,
        indicator.has_parts,
        tuple([(one.state.name, one.period) for one in indicator.overrides]),
        tuple(map(_of_target, indicator.targets)),
        tuple(map(_of_target, indicator.floors)),
        tuple(map(_of_benchmark, indicator.benchmarks)),
        _of_indicator(indicator),
    )
