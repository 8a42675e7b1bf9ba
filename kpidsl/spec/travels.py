"""Comparators and trends as they are written, in `compare with`, conditions, columns and tests."""

from __future__ import annotations

from kpidsl.spec import literals
from kpidsl.spec.problems import Problems
from kpidsl.spec.targets import STANDARDS
from kpidsl.spec.travel import Against, TrendOver
from kpidsl.syntax import ast
from kpidsl.terms import Grain

LEAST_PERIODS, MOST_PERIODS = 3, 24  # two values make no trend: that is `since previous`


def read(written: ast.Word | ast.Over, grain: Grain | None, problems: Problems) -> Against | None:
    """What is compared with; `grain` is that of the report's period, None where that is wrong."""
    if isinstance(written, ast.Word):
        return STANDARDS[written.text]
    found = literals.grain_of(written.grain)
    if grain is not None and found is not grain:
        message = f"a trend is taken over the report's own periods, which are {grain.value}s"
        problems.add(
            "wrong-grain", message, written.span, f"write, for example: over {LEAST_PERIODS * 2} {grain.value}s"
        )
        return None
    what = f"the number of {written.grain} in a trend"
    count = literals.whole(written.count, LEAST_PERIODS, MOST_PERIODS, what, problems)
    return None if count is None else TrendOver(count, found)
