"""Advice from earlier figures, held against the rules worked out by hand; and only where it is asked for."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings, strategies as st

from kpidsl import pipeline
from kpidsl.period import Period
from tests import cases
from tests.command import kpic

INDICATORS = """language 1

indicator cases "Cases"
  section    one
  unit       percent
  polarity   higher is better
  target     90%
  tolerance  5 points
"""


def advice(values: list[int | None], backwards: bool) -> list[tuple[str, str]]:
    """The codes and messages for values of quarters, the last of which is the report's."""
    quarter = Period.parse("2021-22 Q1")
    assert quarter is not None
    rows = [
        f"cases,{quarter.back(steps)},{'awaiting' if value is None else value}\n"
        for steps, value in enumerate(reversed(values))
    ]
    data = "indicator,period,value\n" + "".join(reversed(rows) if backwards else rows)
    read = cases.reader({"indicators.kpi": INDICATORS, "data.csv": data})
    outcome = pipeline.compose_report("spec.kpi", read, formats=())
    assert outcome.value is not None
    return [(one.code, one.message) for one in pipeline.advice(outcome.value)]


@given(
    st.lists(st.one_of(st.none(), st.sampled_from([70, 84, 85, 86, 89, 90, 91])), min_size=1, max_size=9), st.booleans()
)
@settings(max_examples=60)
def test_a_back_test_says_what_the_rules_say_of_each_period(values: list[int | None], backwards: bool) -> None:
    known = [value for value in values if value is not None]
    states = ["green" if value >= 90 else "amber" if value >= 85 else "red" for value in known]
    expected = []
    if len(states) >= 4:
        if set(states) == {"green"}:
            expected = ["target-always-met"]
        elif "green" not in states:
            expected = ["target-never-met"]
        elif "red" in states and "amber" not in states:
            expected = ["state-never-came"]
    if values[-1] is None and known and all(value is None for value in values[-5:]):
        expected.append("figure-stale")
    found = advice(values, backwards)
    assert sorted(code for code, _ in found) == sorted(expected)
    assert all(f"{len(states)} quarters" in message for code, message in found if code != "figure-stale")


def test_advice_is_given_only_where_it_is_asked_for_and_fails_only_at_its_level(project: Path) -> None:
    assert kpic(project, "check", "specs/q1.kpi").stderr == ""
    run = kpic(project, "check", "specs/q1.kpi", "--back-test", "--format", "concise")
    assert run.returncode == 0
    assert "advice[state-never-came] `core_groups` would never have been amber in the 4 quarters" in run.stdout
    assert kpic(project, "check", "specs/q1.kpi", "--back-test", "--fail-level", "advice").returncode == 1
