"""Draws lines and upright bars over periods, which stand below; what lines are is said at their right ends."""

from __future__ import annotations

from collections.abc import Sequence, Set
from decimal import Decimal

from kpidsl.document.drawn import Dash, Level, Point, Series
from kpidsl.document.model import Chart
from kpidsl.render.chart.plot import BASE, CASING, DASHES, GRID, LEADER, LEVEL, SERIES, Frame, Look, bar, spread
from kpidsl.render.parts import Fill, Label, Part, ShapeMark, Stroke, Words
from kpidsl.terms import ChartKind, Shape
from kpidsl.values import dataclass, replace

_BAR_SHARE = 0.62  # of its place along the chart that a bar takes
_BREAK = (2.0, 2.0)


@dataclass(frozen=True, slots=True)
class _End:
    """What is said of a line at its right end, and where that is."""

    lines: tuple[Words, ...]
    x: float
    y: float
    colour: str
    marker: Shape | None = None
    is_bold: bool = False


def upright(look: Look, chart: Chart) -> tuple[list[Part], float]:
    """The parts of the drawing, and its height."""
    return _Upright(look, chart).drawn()


@dataclass(frozen=True, slots=True)
class _Upright:
    look: Look
    chart: Chart

    def drawn(self) -> tuple[list[Part], float]:
        look, chart = self.look, self.chart
        leading, gap = look.leading, look.gap
        parts, top = look.scale(chart)
        left = max(look.wide(tick.label) for tick in chart.ticks) + gap
        marker = look.marker + gap if len(chart.series) > 1 else 0.0
        right = max([0.0, *(look.wide(label, bold=True) for label in self._said())])
        right = min(right + marker, look.width * look.end_share) if right else 0.0
        moved = look.moves_words and self._have_no_room(right, marker)
        right = 0.0 if moved else right
        wide = look.width - left - right - (2 * gap if right else 0.0)
        frame = Frame(look.left + left, top + leading + gap, wide, look.height)
        ends = [] if moved else self._ends(frame, right, marker)
        frame = replace(frame, height=max(frame.height, self._tall(ends)))
        for tick in chart.ticks:
            y = frame.y(tick.at)
            parts.append(Stroke(((frame.left, y), (frame.right, y)), look.rule, GRID))
            parts += look.at(tick.label, frame.left - gap, y - leading / 2, share=1.0)
        for level in chart.levels:
            parts += _band(frame, level, look.band)
        is_bars = chart.kind is ChartKind.COLUMNS
        parts += self._bars(frame) if is_bars else []
        if chart.zero is not None:
            base = frame.y(chart.zero)
            parts.append(Stroke(((frame.left, base), (frame.right, base)), look.text, BASE))
        breaks = {at for series in chart.series for at in series.breaks}
        for level in chart.levels:
            parts += _level(frame, level, breaks, look.paper if is_bars else "")
        taken: list[Fill] = []  # by figures that are printed
        for series in chart.series:
            parts += self._broken(frame, series)
            parts += [] if is_bars else self._line(frame, series)
            parts += self._figures(frame, series, taken)
        parts += [] if moved else self._set_ends(frame, self._ends(frame, right, marker), marker)
        areas = [part for part in parts if isinstance(part, Fill)]
        areas += [look.cleared(part) for part in parts if isinstance(part, Label) and part.is_clear]
        lowest = max([frame.bottom, *(area.y + area.height for area in areas)])
        below, bottom = self._categories(frame, lowest + gap)
        if moved:
            legend, bottom = self._legend(bottom + gap)
            below += legend
        return [*parts, *below], bottom

    def _said(self) -> list[str]:
        return [*(series.label for series in self.chart.series), *(level.label for level in self.chart.levels)]

    def _x(self, frame: Frame, at: float) -> float:
        """The left edge of a category; half of one further, its middle."""
        return frame.left + frame.width * at / len(self.chart.categories)

    # ---- figures

    def _line(self, frame: Frame, series: Series) -> list[Part]:
        """A line through the figures, with gaps where there is none or where it is broken, and the markers."""
        look = self.look
        parts: list[Part] = []
        markers: list[Part] = []
        run: list[tuple[float, float]] = []
        for at, point in enumerate((*series.points, None)):
            if point is None or at in series.breaks:
                parts += [Stroke(tuple(run), series.colour, SERIES, DASHES[series.dash])] if len(run) > 1 else []
                run = []
            if point is not None:
                x, y = self._x(frame, at + 0.5), frame.y(point.at)
                run.append((x, y))
                size = look.now if at == len(series.points) - 1 else look.marker
                corner = (x - size / 2, y - size / 2)
                markers.append(ShapeMark(series.marker, *corner, size, series.colour, point.is_hollow))
        return [*parts, *markers]

    def _bars(self, frame: Frame) -> list[Part]:
        look = self.look
        (series,) = self.chart.series
        wide = min(frame.width / len(series.points) * _BAR_SHARE, look.bar)
        base = frame.y(self.chart.zero or Decimal(0))
        parts: list[Part] = []
        for at, point in enumerate(series.points):
            if point is not None:
                y = frame.y(point.at)
                colour = series.colour if at == len(series.points) - 1 else look.earlier
                area = Fill(self._x(frame, at + 0.5) - wide / 2, min(y, base), wide, abs(base - y), colour)
                parts += bar(area, look.paper, hollow=point.is_hollow)
        return parts

    def _broken(self, frame: Frame, series: Series) -> list[Part]:
        """An upright line where figures before and after are not comparable."""
        muted = self.look.muted
        edges = [self._x(frame, at) for at in series.breaks]
        return [Stroke(((x, frame.top), (x, frame.bottom)), muted, LEADER, _BREAK) for x in edges]

    def _figures(self, frame: Frame, series: Series, taken: list[Fill]) -> list[Part]:
        """Figures printed at their points, that of now first, as far as there is room: the table has all of them.

        Above the point, or below where that is out of the way.
        """
        leading = self.look.leading
        is_bars = self.chart.kind is ChartKind.COLUMNS
        off = 1.0 if is_bars else self.look.now / 2
        last = len(series.points) - 1
        parts: list[Part] = []
        for at, point in sorted(enumerate(series.points), key=lambda each: each[0] != last):
            if point is None or not point.label:
                continue
            y = frame.y(point.at)
            fits = y + off + leading <= frame.bottom
            is_below = point.at < (self.chart.zero or 0) if is_bars else fits and _is_low(series, at, point)
            top = y + off if is_below else y - off - leading
            half = self.look.wide(point.label, bold=at == last) / 2
            x = min(max(self._x(frame, at + 0.5), frame.left + half), frame.right - half)
            for label in self.look.at(point.label, x, top, share=0.5, bold=at == last, clear=True):
                behind = self.look.cleared(label)
                if 2 * half <= frame.width and not any(_touch(behind, other) for other in taken):
                    taken.append(behind)
                    parts.append(label)
        return parts

    # ---- around the frame

    def _ends(self, frame: Frame, right: float, marker: float) -> list[_End]:
        """What is said at the right, from the top down."""
        several = len(self.chart.series) > 1
        found = []
        for series in self.chart.series:
            at = next((at for at in reversed(range(len(series.points))) if series.points[at]), 0)
            point = series.points[at]
            lines = self.look.lines(series.label, right - marker, bold=not several)
            if point is not None and lines:
                end = (self._x(frame, at + 0.5), frame.y(point.at))
                marker_of = series.marker if several else None
                found.append(_End(lines, *end, series.colour, marker_of, is_bold=not several))
        for level in self.chart.levels:
            known = [at for at in range(len(level.at)) if level.at[at] is not None]
            lines = self.look.lines(level.label, right)
            if known and lines:
                ends = [ends[known[-1]] for ends in (level.at, level.to) if ends]
                heights = [frame.y(end) for end in ends if end is not None]
                x = self._x(frame, known[-1] + 1)
                found.append(_End(lines, x, sum(heights) / len(heights), level.colour))
        return sorted(found, key=lambda end: end.y)

    def _tall(self, ends: Sequence[_End]) -> float:
        return sum(self.look.leading * len(end.lines) + self.look.apart for end in ends)

    def _have_no_room(self, right: float, marker: float) -> bool:
        """Whether what is said at the right would be cut, or stand taller than the frame."""
        look, chart = self.look, self.chart
        bold = len(chart.series) == 1
        cut = [look.cuts(series.label, right - marker, bold=bold) for series in chart.series]
        cut += [look.cuts(level.label, right) for level in chart.levels]
        return any(cut) or self._tall(self._ends(Frame(0.0, 0.0, 1.0, look.height), right, marker)) > look.height

    def _legend(self, top: float) -> tuple[list[Part], float]:
        """What would be said at the right, each below the other with a piece of its line, and where that ends."""
        look, chart = self.look, self.chart
        sample, gap = 3 * look.leading / 2, look.gap
        parts: list[Part] = []

        def entry(label: str, colour: str, thick: float, dash: Dash, marker: Shape | None, bold: bool) -> None:
            nonlocal top
            lines = look.lines(label, look.width - sample - 2 * gap, bold=bold)
            middle = top + look.leading / 2
            if lines:
                line = ((look.left, middle), (look.left + sample, middle))
                parts.append(Stroke(line, colour, thick, DASHES[dash]))
                if marker:
                    corner = (look.left + (sample - look.marker) / 2, middle - look.marker / 2)
                    parts.append(ShapeMark(marker, *corner, look.marker, colour))
                parts.extend(look.stacked(lines, look.left + sample + 2 * gap, top, bold=bold))
                top += len(lines) * look.leading + look.apart

        lone, is_lines = len(chart.series) == 1, chart.kind is ChartKind.LINES
        for series in chart.series:
            if any(series.points):
                entry(series.label, series.colour, SERIES, series.dash, series.marker if is_lines else None, lone)
        for level in chart.levels:
            if any(height is not None for height in level.at):
                entry(level.label, level.colour, LEVEL, level.dash, None, False)
        return parts, top

    def _set_ends(self, frame: Frame, ends: Sequence[_End], marker: float) -> list[Part]:
        """Moved apart where they would lie on each other, each tied to its line."""
        look = self.look
        leading, gap = look.leading, look.gap
        left = frame.right + 2 * gap
        heights = [len(end.lines) * leading + look.apart for end in ends]
        tops = spread([end.y for end in ends], heights, frame.top - leading / 2, frame.bottom + gap)
        parts: list[Part] = []
        for end, top in zip(ends, tops, strict=True):
            top += look.apart / 2
            middle = top + len(end.lines) * leading / 2
            path = ((end.x, end.y), (frame.right, end.y), (left - 2.0, middle))
            parts.append(Stroke(path, end.colour, LEADER))
            if end.marker is not None:
                size = look.marker
                parts.append(ShapeMark(end.marker, left, middle - size / 2, size, end.colour))
            parts += look.stacked(end.lines, left + (marker if end.marker else 0.0), top, bold=end.is_bold)
        return parts

    def _categories(self, frame: Frame, top: float) -> tuple[list[Part], float]:
        """The periods from `top` on, as many as there is room for, their years below, and where that ends."""
        look, categories = self.look, self.chart.categories
        leading, count = look.leading, len(categories)
        widest = max(look.wide(each.label, bold=True) for each in categories) + 3.0
        step = frame.width / count
        every = next((number for number in range(1, count) if widest <= number * step), count)
        parts: list[Part] = []
        for at, category in enumerate(categories):
            if (count - 1 - at) % every == 0:
                bold = at == count - 1
                parts += look.at(category.label, self._x(frame, at + 0.5), top, share=0.5, bold=bold)
        starts = [at for at in range(count) if at == 0 or categories[at].group != categories[at - 1].group]
        if not any(category.group for category in categories):
            return parts, top + leading
        for first, after in zip(starts, [*starts[1:], count], strict=True):
            left, right, group = self._x(frame, first), self._x(frame, after), categories[first].group
            if look.wide(group) <= right - left:
                parts += look.at(group, (left + right) / 2, top + leading, share=0.5)
            elif after == count and left + look.gap + look.wide(group) <= look.left + look.width:
                parts += look.at(group, left + look.gap, top + leading, share=0.0)  # runs on below what is at the right
            if first:
                parts.append(Stroke(((left, frame.bottom), (left, top + 2 * leading)), look.rule, LEADER))
        return parts, top + 2 * leading


def _touch(one: Fill, other: Fill) -> bool:
    """Whether two rectangles lie on each other."""
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (beside or one.y + one.height <= other.y or other.y + other.height <= one.y)


def _is_low(series: Series, at: int, point: Point) -> bool:
    """Whether the line comes down to a point from whichever side it comes."""
    beside = [series.points[other] for other in (at - 1, at + 1) if 0 <= other < len(series.points)]
    near = [other.at for other in beside if other is not None]
    return bool(near) and min(near) > point.at


def _level(frame: Frame, level: Level, breaks: Set[int], casing: str) -> list[Part]:
    """The line of a target or benchmark: with steps where it changes, and parted where there is none and at breaks."""
    parts: list[Part] = []
    for heights in (level.at, level.to):
        for points in _steps(frame, heights, breaks):
            parts += [Stroke(points, casing, LEVEL + CASING)] if casing else []
            parts.append(Stroke(points, level.colour, LEVEL, DASHES[level.dash]))
    return parts


def _steps(frame: Frame, heights: Sequence[Decimal | None], breaks: Set[int]) -> list[tuple[tuple[float, float], ...]]:
    """Level stretches over each category, joined where they follow on each other."""
    step = frame.width / max(len(heights), 1)
    found: list[tuple[tuple[float, float], ...]] = []
    run: list[tuple[float, float]] = []
    for at, height in enumerate((*heights, None)):
        if run and (height is None or at in breaks):
            found.append(tuple(run))
            run = []
        if height is not None:
            y = frame.y(height)
            run += [(frame.left + step * at, y), (frame.left + step * (at + 1), y)]
    return found


def _band(frame: Frame, level: Level, colour: str) -> list[Part]:
    """The area between the ends of a range."""
    step = frame.width / len(level.at)
    parts: list[Part] = []
    for at, (low, high) in enumerate(zip(level.at, level.to, strict=False)):
        if low is not None and high is not None:
            top = frame.y(high)
            parts.append(Fill(frame.left + step * at, top, step, frame.y(low) - top, colour))
    return parts
