"""Charts in chapters: what is drawn, over which periods, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kpidsl.period import Period
from kpidsl.quantity import Dimension
from kpidsl.spec import literals
from kpidsl.spec.indicator import Indicator
from kpidsl.spec.model import ChartPlace
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import ChartKind

LEAST_PERIODS, MOST_PERIODS = 2, 24  # that a line is drawn over
MOST_LINES = 4  # that are told apart without colour: history and benchmarks together, the target not counted
MOST_BARS = 12
_TARGET = "target"


def read(
    line: ast.Chart, period: Period | None, indicators: Mapping[str, Indicator | None], problems: Problems
) -> ChartPlace | None:
    """The place of a chart; None where it cannot be drawn, and that has been said."""
    before = problems.errors
    names = _once(line.names, "in this chart", problems)
    for word in names:
        if word.text not in indicators:
            message = f"no indicator is called `{word.text}`"
            problems.unknown("unknown-indicator", message, word.span, word.text, indicators)
    found = [indicators.get(word.text) for word in names]
    known = [indicator for indicator in found if indicator is not None]
    kind, periods = _over(line, names, period, problems)
    _same_unit(names, indicators, problems)
    beside = _once(line.beside, "after `with`", problems)
    if len(known) == len(found):
        _beside(beside, kind, known, problems)
    benchmarks = tuple(word.text for word in beside if word.text != _TARGET)
    lines = len(names) + len(benchmarks)
    if kind is ChartKind.LINES and lines > MOST_LINES:
        message = f"this chart would have {lines} lines, and {MOST_LINES} are as many as can be told apart"
        problems.add("cannot-be-drawn", message, line.span, "leave some out, or make two charts")
    if kind is ChartKind.BARS and len(names) > MOST_BARS:
        message = f"this chart would have {len(names)} bars, and {MOST_BARS} are as many as can be taken in"
        problems.add("cannot-be-drawn", message, line.span, "leave some out, or make two charts")
    if problems.errors > before or None in found:
        return None
    return ChartPlace(
        caption=line.caption.text if line.caption else "",
        kind=kind,
        indicators=tuple(word.text for word in names),
        periods=periods,
        with_target=len(benchmarks) < len(beside),
        benchmarks=benchmarks,
        span=line.span,
    )


def _once(words: Iterable[ast.Word], where: str, problems: Problems) -> tuple[ast.Word, ...]:
    """Each name once."""
    found: dict[str, ast.Word] = {}
    for word in words:
        if word.text in found:
            problems.add("duplicate-line", f"`{word.text}` stands twice {where}", word.span, "keep one of them")
        found.setdefault(word.text, word)
    return tuple(found.values())


def _over(
    line: ast.Chart, names: Sequence[ast.Word], period: Period | None, problems: Problems
) -> tuple[ChartKind, int]:
    """How it is drawn, and over how many periods."""
    is_line = line.drawn.text.startswith("line")
    if line.count is None or line.grain is None:
        if is_line or len(names) == 1:
            what = "a line shows how a figure moved" if is_line else "one figure alone makes no chart"
            message = f"{what}, and this does not say over how many periods"
            grain = f"{period.grain.value}s" if period else "quarters"
            problems.add("cannot-be-drawn", message, line.span, f"add after the names, for example: over 8 {grain}")
        return (ChartKind.LINES if is_line else ChartKind.BARS), 1
    if not is_line and len(names) > 1:
        message = "bars of several indicators compare them in the report's own period, not over several"
        help_ = "leave out `over ...`, or draw them as lines: chart lines of ..."
        problems.add("cannot-be-drawn", message, line.grain.span, help_)
    what = f"the number of {line.grain.text} in a chart"
    count = literals.whole(line.count, LEAST_PERIODS, MOST_PERIODS, what, problems) or LEAST_PERIODS
    if period is not None and literals.grain_of(line.grain.text) is not period.grain:
        message = f"a chart is drawn over the report's own periods, which are {period.grain.value}s"
        problems.add("wrong-grain", message, line.grain.span, f"write, for example: over 8 {period.grain.value}s")
    return (ChartKind.LINES if is_line else ChartKind.COLUMNS), count


def _same_unit(names: Sequence[ast.Word], indicators: Mapping[str, Indicator | None], problems: Problems) -> None:
    """All figures of a chart share one scale."""
    first: Indicator | None = None
    for word in names:
        indicator = indicators.get(word.text)
        if indicator is None:
            continue
        if indicator.unit.dimension is Dimension.YES_NO:
            message = f"`{word.text}` says yes or no, and that has no height to draw"
            problems.add("cannot-be-drawn", message, word.span, "leave it out: the table shows it")
        first = first or indicator
        if not indicator.unit.measures_like(first.unit):
            message = f"`{word.text}` is {indicator.unit.described}, and `{first.id}` is {first.unit.described}"
            help_ = "figures of one chart share its scale, so they must have the same unit: make two charts"
            problems.add("unit-mismatch", message, word.span, help_)


def _beside(words: Sequence[ast.Word], kind: ChartKind, drawn: Sequence[Indicator], problems: Problems) -> None:
    """What is drawn with the figures must be there, and must say what it belongs to."""
    for word in words:
        if word.text == _TARGET:
            if not any(indicator.targets for indicator in drawn):
                whose = f"`{drawn[0].id}` has" if len(drawn) == 1 else "these indicators have"
                message = f"{whose} no target that could be drawn"
                problems.add("cannot-be-drawn", message, word.span, "leave out `target`")
                continue
        elif len(drawn) == 1 and drawn[0].benchmark(word.text) is None:
            names = [_TARGET, *(benchmark.name for benchmark in drawn[0].benchmarks)]
            message = f"`{drawn[0].id}` has no benchmark called `{word.text}`"
            problems.unknown("unknown-benchmark", message, word.span, word.text, names)
            continue
        if len(drawn) > 1 and (kind is ChartKind.LINES or word.text != _TARGET):
            what = f"`{word.text}`" if word.text == _TARGET else f"a benchmark such as `{word.text}`"
            message = f"{what} can be drawn only where a chart has one indicator, and this has {len(drawn)}"
            problems.add("cannot-be-drawn", message, word.span, "leave it out, or make a chart for each indicator")
            return
