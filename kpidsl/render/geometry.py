"""The geometry of what is drawn: stars, and the lines of sparklines with their steps and gaps. Knows no format."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

Point = tuple[float, float]


def steps(heights: Sequence[float | None], left: float, wide: float, breaks: Sequence[int]) -> list[Point | None]:
    """A level stretch for each height, from edge to edge, the steps half-way between two points of the series."""
    gaps = max(len(heights) - 1, 1)
    edges = [left, *(left + wide * (at - 0.5) / gaps for at in range(1, len(heights))), left + wide]
    stretches: list[Point | None] = []
    for at, height in enumerate(heights):
        stretches += [None] if height is None or at in breaks else []
        stretches += [] if height is None else [(edges[at], height), (edges[at + 1], height)]
    return stretches


def broken(points: Sequence[Point | None], breaks: Sequence[int]) -> list[Point | None]:
    """The points with a gap before each of those in `breaks`."""
    return [part for at, point in enumerate(points) for part in ((None, point) if at in breaks else (point,))]


def parts(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The stretches of the series between gaps."""
    part: list[Point] = []
    for point in points:
        if point is not None:
            part.append(point)
        elif part:
            yield part
            part = []
    if part:
        yield part


def star(x: float, y: float, radius: float) -> list[Point]:
    """Five points, the first upwards."""
    return [
        (x + reach * math.sin(turn * math.pi / 5), y + reach * math.cos(turn * math.pi / 5))
        for turn in range(10)
        for reach in (radius * 1.05 if turn % 2 == 0 else radius * 0.45,)
    ]
