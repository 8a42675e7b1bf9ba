"""Where everything in a chart stands, for every format that draws one.

Takes a Chart and the format's Look (`plot`): its sizes, what it calls its colours, and what measures its type. Gives
parts (`kpidsl.render.parts`) to paint in their order. Knows no format.
"""

from __future__ import annotations

from kpidsl.document.model import Chart
from kpidsl.render.chart.lying import lying
from kpidsl.render.chart.plot import Look
from kpidsl.render.chart.upright import upright
from kpidsl.render.parts import Part
from kpidsl.terms import ChartKind


def drawn(look: Look, chart: Chart) -> tuple[list[Part], float]:
    """The parts of the drawing, and its height."""
    draw = lying if chart.kind is ChartKind.BARS else upright
    return draw(look, chart)
