"""Summaries count every indicator once: whatever schemes there are, and whatever is not rated."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from kpidsl import pipeline
from kpidsl.evaluation import summary
from tests import cases

SCHEMES = """
scheme outcome "Achieved or not"
  achieved "Achieved" shape star colour "#1B4F9C" when at or better than target
  missed   "Missed" shape square colour "#595959" otherwise

scheme short "Green or red"
  green  when at or better than target
  red    otherwise

section two "Section two"
"""
ROWS = st.tuples(
    st.sampled_from(["one", "two"]),
    st.sampled_from(["", "scheme outcome", "scheme short"]),
    st.sampled_from(["10", "9", "1", "awaiting", "not due"]),
    st.booleans(),
)


@given(st.lists(ROWS, min_size=1, max_size=6))
@settings(max_examples=60)
def test_every_listed_indicator_is_counted_once(rows: list[tuple[str, str, str, bool]]) -> None:
    blocks, data = ["language 1", SCHEMES], ["indicator,period,value"]
    for at, (section, scheme, value, has_target) in enumerate(rows):
        judged = f"{scheme}\n  polarity higher is better\n  target 10\n  tolerance 2" if has_target else "polarity none"
        blocks.append(f'indicator i{at} "I{at}"\n  section {section}\n  unit count\n  {judged}\n')
        data.append(f"i{at},2021-22 Q1,{value}")
    files = {"indicators.kpi": "\n".join(blocks), "data.csv": "\n".join(data) + "\n"}
    made = pipeline.compose_report("spec.kpi", cases.reader(files), formats=())
    assert made.value is not None, made.diagnostics
    evaluation = made.value.evaluation
    counted = [one.indicator.id for tally in summary.tallies(evaluation) for one in tally.members]
    listed = [one.indicator.id for one in summary.listed(evaluation)]
    assert sorted(counted) == (sorted(listed) if any(one.state for one in evaluation.assessments) else [])
