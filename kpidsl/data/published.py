"""Published: what an earlier report printed, read back from the record that its build wrote.

The record is the file that docs/evaluation.schema.json describes. Kept is only what a later report
compares itself with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.period import Period
from kpidsl.source import Source


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as it was: exact in the unit of its indicator (a percentage as 38, money in pounds), and as printed."""

    period: Period
    exact: Fraction
    printed: str


@dataclass(frozen=True, slots=True)
class PublishedTarget:
    """The values from `low` to `high` met it, without the ends where `is_strict`; and how it was printed."""

    low: Fraction | None
    high: Fraction | None
    is_strict: bool
    printed: str


@dataclass(frozen=True, slots=True)
class PublishedIndicator:
    """One indicator of the earlier report; `target` is None where it had none."""

    id: str
    label: str
    unit: str
    target: PublishedTarget | None
    figures: tuple[PublishedFigure, ...]
    rounded_to: int | None = None  # None where its counts were exact

    def figure(self, period: Period) -> PublishedFigure | None:
        return next((figure for figure in self.figures if figure.period == period), None)


@dataclass(frozen=True, slots=True)
class Published:
    """An earlier report: the period it was about, and its indicators in their order."""

    title: str
    period: Period
    indicators: tuple[PublishedIndicator, ...]

    def indicator(self, id: str) -> PublishedIndicator | None:
        return next((indicator for indicator in self.indicators if indicator.id == id), None)


def read(source: Source, period: Period, first_month: int) -> Outcome[Published]:
    """The record in a file, for a report on `period`. `first_month` is when the council's financial year starts.

    A file that is no record is one problem: it is written by a program, and not mended by hand.
    """
    try:
        record = json.loads(source.text, parse_float=_no_float)
        report = record["report"]
        indicators = tuple(_indicator(one, first_month) for one in record["indicators"])
        published = Published(str(report["title"]), _period(report["period"], first_month), indicators)
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        message = f"`{source.name}` is not the record of a report"
        help_ = "name the file that `kpic build --record` wrote for the report before this one"
        return Outcome(None, (Diagnostic("not-a-record", message, source.span(0, 1), help=(help_,)),))
    if report.get("draft"):
        message = f"`{source.name}` is the record of a draft, which was not published"
        help_ = "name the file that `kpic build --record` wrote for the report before this one"
        return Outcome(None, (Diagnostic("not-a-record", message, source.span(0, 1), help=(help_,)),))
    if published.period.end > period.end:
        message = f"this is the record of a report on {published.period}, which is later than {period}"
        help_ = "name the record of the report before this one, or correct the period of the report"
        return Outcome(None, (Diagnostic("record-later", message, source.span(0, 1), help=(help_,)),))
    return Outcome(published)


def _no_float(text: str) -> None:
    raise ValueError(text)  # a record has its amounts as texts


def _indicator(one: Mapping[str, Any], first_month: int) -> PublishedIndicator:
    return PublishedIndicator(
        id=str(one["id"]),
        label=str(one["label"]),
        unit=str(one["unit"]),
        target=_target(one["target"]) if one["target"] else None,
        figures=tuple(_figures((*one["history"], one["previous_outturn"], one["outturn"]), first_month)),
        rounded_to=one["suppress"]["rounded_to"] if one.get("suppress") else None,
    )


def _target(written: Mapping[str, Any]) -> PublishedTarget:
    low, high = (None if written[end] is None else Fraction(written[end]) for end in ("low", "high"))
    return PublishedTarget(low, high, bool(written["strict"]), str(written["printed"]))


def _figures(points: Sequence[Any], first_month: int) -> Iterator[PublishedFigure]:
    for point in points:
        if point and point["exact"] is not None:
            period = _period(point["period"], first_month)
            yield PublishedFigure(period, Fraction(point["exact"]), str(point["printed"]))


def _period(text: str, first_month: int) -> Period:
    found = Period.parse(text, first_month)
    if found is None:
        raise ValueError(text)
    return found
