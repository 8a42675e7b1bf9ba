"""Conditions as an officer writes them, for messages that must name a part of one."""

from __future__ import annotations

from typing import assert_never

from kpidsl.quantity import PERCENT, Unit, spell
from kpidsl.spec.condition import (
    Again,
    AgainstBenchmark,
    AgainstFloor,
    AgainstTarget,
    AllOf,
    AnyOf,
    BetterBy,
    Changed,
    Compared,
    Condition,
    Dated,
    FirstTime,
    Held,
    InShare,
    InState,
    Moved,
    Not,
    NoValue,
    OfForecast,
    ShortBy,
    Unasked,
    Within,
)
from kpidsl.spec.target import Margin
from kpidsl.spec.travel import since
from kpidsl.terms import SHARES, Grain, Relation

_AGAINST_TARGET = {
    Relation.AT_OR_BETTER: "met target",
    Relation.BETTER: "better than target",
    Relation.WORSE: "missed target",
}


def spelled(condition: Condition, unit: Unit, grain: Grain) -> str:
    """`green and improved since outturn`; figures in `unit`, runs in periods of the `grain`."""

    def of(part: Condition) -> str:
        text = spelled(part, unit, grain)
        return f"({text})" if isinstance(part, AnyOf | AllOf) else text

    match condition:
        case AnyOf():
            return " or ".join(map(of, condition.parts))
        case AllOf():
            return " and ".join(map(of, condition.parts))
        case Not():
            return f"not {of(condition.part)}"
        case Held():
            return f"{of(condition.part)} for {condition.count} {grain.value}s"
        case FirstTime():
            return f"{of(condition.part)} for the first time"
        case Again():
            return f"{of(condition.part)} again"
        case AgainstTarget():
            return _AGAINST_TARGET[condition.relation]
        case AgainstFloor():
            return f"{condition.relation.value} than floor"
        case AgainstBenchmark():
            return f"{condition.relation.value} than {condition.benchmark}"
        case Within():
            return f"within {_margin(condition.margin)} of target" if condition.margin else "within tolerance"
        case BetterBy():
            return f"better than target by {_by(condition.margin)}"
        case ShortBy():
            return f"short of target by {_by(condition.margin)} or more"
        case Moved():
            since_ = f" {since(condition.comparator)}" if condition.comparator else ""
            return condition.direction.value + since_
        case NoValue():
            return f"no value because {condition.reason.value}" if condition.reason else "no value"
        case Compared():
            return f"value {condition.comparison} {spell(condition.amount, unit, None)}"
        case Changed():
            return condition.what.value
        case InState():
            return condition.state
        case InShare():
            share = next(name for name, parts in SHARES.items() if parts == condition.parts)
            return f"in {condition.end.value} {share} of {condition.group}"
        case OfForecast():
            return f"forecast {of(condition.part)}"
        case Dated():
            raise AssertionError("only a scheme for milestones can ask this; check refuses it")
        case Unasked():
            raise AssertionError("only rules of a section or report leave something unasked")
        case _:
            assert_never(condition)


def _margin(margin: Margin) -> str:
    if margin.share is not None:
        return spell(margin.share * 100, PERCENT, None)
    assert margin.amount is not None
    assert margin.unit is not None
    return spell(margin.amount, margin.unit, None)


def _by(margin: Margin) -> str:
    return f"{_margin(margin)} of target" if margin.share is not None else _margin(margin)
