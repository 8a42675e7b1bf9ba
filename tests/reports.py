"""Every Document that the renderers are tried on: the kitchen sink, the example report, and the small ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kpidsl import pipeline, workspace
from kpidsl.document.model import Document
from tests.kitchen_sink import kitchen_sink

SPECS = Path(__file__).parents[1] / "specs"
_FILES = {
    "q1": SPECS / "q1.kpi",
    **{
        path.parent.name if path.stem == "report" else f"{path.parent.name}-{path.stem}": path
        for path in sorted(SPECS.glob("examples/*/*.kpi"))
        if not path.name.endswith(".test.kpi")
    },
}
NAMES = ("kitchen-sink", *_FILES)
SMALL = tuple(name for name in NAMES if name != "corporate")  # for checks that take long, and find no more in 150 rows


@cache
def document(name: str) -> Document:
    """One of the `NAMES`."""
    if name == "kitchen-sink":
        return kitchen_sink()
    spec = _FILES[name]
    outcome = pipeline.compose_report(spec.name, workspace.reader(spec.parent))
    assert outcome.value is not None
    return outcome.value.document
