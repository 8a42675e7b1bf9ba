"""Whoever has only what is printed comes to the same status, or the officer was warned."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings, strategies as st

from kpidsl import pipeline
from tests import cases

POLARITIES = {
    "higher": "polarity higher is better\n  target {target}%",
    "lower": "polarity lower is better\n  target less than {target}%",
    "closest": "polarity closest to target is best\n  target {target}%",
}


def _status(value: Fraction, target: Fraction, tolerance: Fraction, polarity: str) -> str:
    """The status by the words of the key."""
    miss = {"higher": target - value, "lower": value - target, "closest": abs(target - value)}[polarity]
    is_met = miss < 0 if polarity == "lower" else miss <= 0
    return "green" if is_met else "amber" if miss <= tolerance else "red"


@given(
    st.integers(0, 20), st.sampled_from(["2", "2.5", "10% of target"]), st.sampled_from([*POLARITIES]),
    st.lists(st.integers(0, 4000), min_size=1, max_size=8),
)  # fmt: skip
@settings(max_examples=60)
def test_where_the_printed_figure_has_another_status_it_is_warned_of(
    target: int, tolerance: str, polarity: str, hundredths: list[int]
) -> None:
    words = tolerance if "of" in tolerance else f"{tolerance} points"
    rule = POLARITIES[polarity].format(target=target)
    blocks, data = ["language 1"], ["indicator,period,value"]
    for at, value in enumerate(hundredths):
        blocks.append(f'indicator i{at} "I{at}"\n  section one\n  unit percent\n  {rule}\n  tolerance {words}\n')
        data.append(f"i{at},2021-22 Q1,{value / 100:.2f}%")
    files = {"indicators.kpi": "\n".join(blocks), "data.csv": "\n".join(data) + "\n"}
    made = pipeline.compose_report("spec.kpi", cases.reader(files), formats=())
    assert made.value is not None, made.diagnostics
    warned = {one.message.split("`")[1] for one in made.diagnostics if "before rounding" in one.message}
    warned |= {one.message.split("`")[1] for one in made.diagnostics if "yet misses it" in one.message}
    width = Fraction(target, 10) if "of" in tolerance else Fraction(tolerance)
    other = set()
    for at, value in enumerate(hundredths):
        exact, printed = Fraction(value, 100), Fraction((value + 50) // 100)
        told = [_status(each, Fraction(target), width, polarity) for each in (exact, printed)]
        assert made.value.evaluation.of(f"i{at}").state.name == told[0]  # type: ignore[union-attr]
        other |= {f"i{at}"} if told[0] != told[1] else set()
    assert warned == other
