"""Every Document that the renderers are tried on: the kitchen sink, the example report, and the small ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kpidsl import pipeline, workspace
from kpidsl.document.model import Document
from tests.kitchen_sink import kitchen_sink

SPECS = Path(__file__).parents[1] / "specs"
NAMES = ("kitchen-sink", "q1", *sorted(path.parent.name for path in SPECS.glob("examples/*/*.kpi")))


@cache
def document(name: str) -> Document:
    """One of the `NAMES`."""
    if name == "kitchen-sink":
        return kitchen_sink()
    spec = SPECS / "q1.kpi" if name == "q1" else next((SPECS / "examples" / name).glob("*.kpi"))
    outcome = pipeline.compose_report(spec.name, workspace.reader(spec.parent))
    assert outcome.value is not None
    return outcome.value.document
