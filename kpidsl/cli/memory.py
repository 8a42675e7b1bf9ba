"""What is remembered from one run to the next of how lines are read: shapes of lines, with what the grammar makes of
them.

Plain data, no program: whatever stands in such a file, reading it runs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from kpidsl import cache
from kpidsl.syntax import shapes


def recall() -> Callable[[], None]:
    """Learn the shapes that were kept. The result, called at the end of the run, keeps those that are new."""
    name = f"shapes-{cache.digest(cache.program())}"
    content = cache.kept(name)
    if content is not None:
        kept = json.loads(content)
        shapes.learn(frozenset(kept["keywords"]), {shape: _plan(plan) for shape, plan in kept["plans"].items()})
    _, plans = shapes.learnt()
    before = len(plans)

    def keep() -> None:
        keywords, plans = shapes.learnt()
        if len(plans) > before:
            cache.keep(name, json.dumps({"keywords": sorted(keywords), "plans": plans}).encode("ascii"))

    return keep


def _plan(written: list[object]) -> shapes.Plan:
    """A plan, of which JSON makes lists."""
    first, second = written
    if isinstance(first, int):
        return first, str(second)
    assert isinstance(second, list)
    return str(first), tuple(None if child is None else _plan(child) for child in second)
