"""The law of placeholders: each field in each form, with decimal places or without, prints just that or is refused."""

from __future__ import annotations

from itertools import product

import pytest

from kpidsl import pipeline
from kpidsl.compose.printed import printed
from kpidsl.evaluation.model import Evaluation
from kpidsl.source import Source
from kpidsl.spec import placeholders
from kpidsl.spec.problems import Problems
from kpidsl.syntax import ast
from kpidsl.terms import Comparator, Counted, Field, Form
from tests import cases

_BLOCK = """
source dfe "DfE"
  data    "peers.csv"
  area    wales is "Wales"
  group   neighbours has "A", "B", "C"

indicator cases "Cases"
  section   one
  unit      count
  polarity  higher is better
  target    3
  tolerance 1
  floor     1
  baseline  2
  compare   with previous, same period last year, outturn, baseline
  benchmark england 4 for 2020-21
  benchmark wales, neighbours from dfe for 2021-22 Q1

indicator rate "Rate"
  section   one
  unit      percent
  measure   part / whole
  polarity  higher is better
  target    90%
  tolerance 5 points
  floor     80%
  baseline  70%
  compare   with previous, same period last year, outturn, baseline
  benchmark england 92% for 2020-21
  benchmark wales, neighbours from dfe for 2021-22 Q1

indicator waiting "Waiting"
  section   one
  unit      days
  polarity  none
"""
_DATA = """indicator,period,kind,value
cases,2021-22 Q1,,5
cases,2021-22,forecast,6
cases,2020-21 Q4,,7
cases,2020-21 Q3,,2
cases,2020-21 Q1,,8
cases,2020-21,,9
cases,2019-20,,10
part,2021-22 Q1,,3
whole,2021-22 Q1,,4
rate,2021-22,forecast,91
rate,2020-21 Q4,,99
rate,2020-21 Q3,,76
rate,2020-21 Q1,,71
rate,2020-21,,98
rate,2019-20,,97
waiting,2021-22 Q1,,awaiting
"""
_PEERS = "\n".join(
    ["indicator,entity,period,value"]
    + [f"{name},{place},2021-22 Q1,{value}" for name, scale in (("cases", 1), ("rate", 10))
       for place, value in (("Wales", 2 * scale), ("A", scale), ("B", 8 * scale), ("C", 9 * scale))]
)  # fmt: skip
_FIELDS = (
    *(field.value for field in Field),
    "england", "wales", "neighbours", "period of england", "rank in neighbours", "quartile in neighbours",
    *(f"compared with {name}" for name in ("target", "floor", "england", "wales", "neighbours")),
    *(f"compared with {comparator.value}" for comparator in Comparator),
    *(f"count {counted.value}" for counted in Counted), "count green", "share green", "count improved",
)  # fmt: skip


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    files = {
        "spec.kpi": (cases.BASE / "spec.kpi").read_text(encoding="utf-8"),
        "indicators.kpi": f"language 1\n{_BLOCK}",
        "data.csv": _DATA,
        "peers.csv": _PEERS,
    }
    outcome = pipeline.compose_report("spec.kpi", cases.reader(files))
    assert outcome.value is not None, [one.message for one in outcome.diagnostics]
    return outcome.value.evaluation


@pytest.mark.parametrize("owner", ["cases", "rate", "waiting"])
def test_every_form_of_every_figure_prints_something_of_its_own_or_is_refused(
    evaluation: Evaluation, owner: str
) -> None:
    known = {one.indicator.id: one.indicator for one in evaluation.assessments}
    said: dict[str, str] = {}
    for field, form, places in product(_FIELDS, Form, ("", " to 1 dp", " to 3 dp")):
        written = f"{field}{'' if form is Form.FIGURES else f' {form.value}'}{places}"
        problems = Problems()
        word = ast.Word(written, Source("spec.kpi", f"{{{written}}}").span(0, len(written) + 2))
        placeholder = placeholders.resolve(word, known[owner], known, problems)
        assert (placeholder is None) == bool(problems.found()), written
        if placeholder is None:
            continue
        result = printed(placeholder, evaluation)
        assert bool(result.text) != (result.problem is not None and not result.text), written
        if result.text and (form is not Form.FIGURES or places):
            assert result.text != said[field], written
        if result.text:
            said.setdefault(field, result.text)
    assert len(said) > {"cases": 30, "rate": 35, "waiting": 7}[owner]
