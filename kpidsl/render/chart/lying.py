"""Draws lying bars: indicators side by side in one period, each with its name at the left and its target's mark."""

from __future__ import annotations

from decimal import Decimal

from kpidsl.document.drawn import Level
from kpidsl.document.model import Chart
from kpidsl.render.chart.plot import BASE, CASING, GRID, Frame, Look, bar
from kpidsl.render.parts import Fill, Part, Stroke
from kpidsl.values import replace

_MARK, _BEYOND = 2.0, 4.0  # how thick the mark of a target is, and how far it reaches out of the bar


def lying(look: Look, chart: Chart) -> tuple[list[Part], float]:
    """The parts of the drawing, and its height."""
    leading, gap, thick = look.leading, look.gap, look.lying
    (series,) = chart.series
    names = [category.label for category in chart.categories]
    wide = min(max(look.wide(name) for name in names), look.width * look.name_share)
    above_bars = look.moves_words and any(look.cuts(name, wide) for name in names)
    wide = 0.0 if above_bars else wide
    named = [look.lines(name, wide or look.width - 3 * gap) for name in names]
    tall = thick + 2 * _BEYOND
    rows = [len(lines) * leading + tall if above_bars else max(len(lines) * leading, tall) for lines in named]
    rows = [row + gap for row in rows]
    room = max((look.wide(point.label, bold=True) for point in series.points if point is not None), default=0.0)
    parts, top = look.scale(chart)
    left = look.left + wide + 2 * gap
    frame = Frame(left, top + gap, look.left + look.width - left - room - 3 * gap, sum(rows))
    widest = max(look.wide(tick.label) for tick in chart.ticks) + gap
    step = frame.width / max(len(chart.ticks) - 1, 1)
    every = next((number for number in range(1, len(chart.ticks)) if widest <= number * step), len(chart.ticks))
    for at, tick in enumerate(chart.ticks):
        x = frame.x(tick.at)
        parts.append(Stroke(((x, frame.top), (x, frame.bottom)), look.rule, GRID))
        parts += look.at(tick.label, x, frame.bottom + 2.0, share=0.5) if at % every == 0 else []
    base = frame.x(chart.zero or Decimal(0))
    above = frame.top
    for at, (lines, point, row) in enumerate(zip(named, series.points, rows, strict=True)):
        middle = above + row - (tall + gap) / 2 if above_bars else above + row / 2
        if above_bars:
            parts += [replace(label, is_clear=True) for label in look.stacked(lines, frame.left + gap, above)]
        else:
            parts += look.stacked(lines, look.left, middle - len(lines) * leading / 2)
        end = base
        if point is not None:
            x = frame.x(point.at)
            area = Fill(min(base, x), middle - thick / 2, abs(x - base), thick, series.colour)
            parts += bar(area, look.paper, hollow=point.is_hollow)
            end = max(base, x)
        marks = sorted(frame.x(height) for level in chart.levels for height in _ends(level, at))
        for x in marks:
            upright = ((x, middle - thick / 2 - _BEYOND), (x, middle + thick / 2 + _BEYOND))
            parts += [Stroke(upright, look.paper, _MARK + CASING), Stroke(upright, look.text, _MARK)]
        if point is not None:
            clear = end + gap
            for x in marks:
                if end <= x <= clear + look.wide(point.label, bold=True) + _MARK:
                    clear = x + gap
            parts += look.at(point.label, clear, middle - leading / 2, share=0.0, bold=True)
        above += row
    parts.append(Stroke(((base, frame.top), (base, frame.bottom)), look.text, BASE))
    return parts, frame.bottom + 2.0 + leading


def _ends(level: Level, at: int) -> list[Decimal]:
    """The ends of what is held against the figure at one place: none, one or two."""
    return [end for end in (level.at[at], level.to[at] if level.to else None) if end is not None]
