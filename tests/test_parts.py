"""Parts of indicators: laws of the check against the whole, and how the table tells of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache

from hypothesis import given, settings, strategies as st

from kpidsl import pipeline
from kpidsl.data.model import Dataset
from kpidsl.data.tables import read
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import Table
from kpidsl.evaluation.evaluate import evaluate
from kpidsl.evaluation.model import Evaluation
from kpidsl.evaluation.parts import differences
from kpidsl.render.pdf import render
from kpidsl.source import Source
from kpidsl.spec.model import Spec
from tests import cases
from tests.pdf_reader import read as read_pdf

PERIODS = ("2021-22 Q1", "2020-21 Q4", "2020-21")
COUNTED = """language 1
indicator whole "Whole"
  section   one
  unit      count
  polarity  none
  parts     {rule}
"""
PERCENTAGE = """language 1
indicator whole "Whole"
  section   one
  unit      percent
  polarity  none
  {measure}
  parts     {rule}
"""
COUNTED_PART = """
indicator part{number} "Part {number}"
  section   one
  unit      count
  polarity  none
  part      of whole
"""
PERCENTAGE_PART = """
indicator part{number} "Part {number}"
  section   one
  unit      percent
  polarity  none
  measure   top{number} / bottom{number}
  part      of whole
"""


@cache
def spec_of(text: str) -> Spec:
    outcome = pipeline.rules("spec.kpi", cases.reader({"indicators.kpi": text}))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def counted(rule: str, parts: int) -> Spec:
    return spec_of(COUNTED.format(rule=rule) + "".join(COUNTED_PART.format(number=number) for number in range(parts)))


def percentage(rule: str, parts: int) -> Spec:
    measure = "" if rule == "give the value" else "measure   top / bottom"
    text = PERCENTAGE.format(rule=rule, measure=measure)
    return spec_of(text + "".join(PERCENTAGE_PART.format(number=number) for number in range(parts)))


def dataset_of(spec: Spec, rows: list[str]) -> Dataset:
    outcome = read([Source("data.csv", "\n".join(["indicator,period,value", *rows]))], spec.measured())
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def judged(spec: Spec, rows: list[str]) -> Outcome[Evaluation]:
    return evaluate(spec, dataset_of(spec, rows), date(2021, 9, 30))


FIGURES = st.lists(st.integers(0, 4), min_size=1, max_size=4)


@given(st.data(), st.lists(st.tuples(FIGURES, st.integers(-1, 1)), min_size=1, max_size=3), st.integers(1, 4))
@settings(max_examples=60)
def test_the_check_passes_exactly_where_sums_agree_whatever_the_order_of_rows(
    data: st.DataObject, periods: list[tuple[list[int], int]], parts: int
) -> None:
    """One problem for each period in which the sum is another, and none besides."""
    spec = counted("add up", parts)
    rows, wrong = [], []
    for period, (figures, off) in zip(PERIODS, periods, strict=False):
        padded = (figures + [0] * parts)[:parts]
        whole = max(0, sum(padded) + off)
        wrong += [period] if whole != sum(padded) else []
        rows += [f"whole,{period},{whole}"]
        rows += [f"part{number},{period},{figure}" for number, figure in enumerate(padded)]
    shuffled = data.draw(st.permutations(rows))
    found = list(differences(spec, dataset_of(spec, shuffled)))
    assert sorted(problem.message.split(" in ")[1].split(",")[0] for problem in found) == sorted(wrong)
    assert {problem.code for problem in found} <= {"parts-differ"}


PAIRS = st.lists(st.integers(0, 5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=4)


@given(st.data(), PAIRS, st.sampled_from([(0, 0), (0, 1), (1, 1)]))
@settings(max_examples=60)
def test_percentages_are_checked_by_both_counts(
    data: st.DataObject, pairs: list[tuple[int, int]], off: tuple[int, int]
) -> None:
    spec = percentage("add up", len(pairs))
    top, bottom = (sum(pair[at] for pair in pairs) + off[at] for at in (0, 1))
    rows = [f"top,{PERIODS[0]},{top}", f"bottom,{PERIODS[0]},{bottom}"]
    for number, (one, other) in enumerate(pairs):
        rows += [f"top{number},{PERIODS[0]},{one}", f"bottom{number},{PERIODS[0]},{other}"]
    found = list(differences(spec, dataset_of(spec, data.draw(st.permutations(rows)))))
    assert [problem.code for problem in found] == (["parts-differ"] if off != (0, 0) else [])


@given(PAIRS)
@settings(max_examples=60)
def test_a_sum_of_percentages_is_that_of_their_counts_and_lies_between_them(pairs: list[tuple[int, int]]) -> None:
    spec = percentage("give the value", len(pairs))
    rows = []
    for number, (one, other) in enumerate(pairs):
        rows += [f"top{number},{PERIODS[0]},{one}", f"bottom{number},{PERIODS[0]},{other}"]
    outcome = judged(spec, rows)
    assert outcome.value is not None
    amount = outcome.value.of("whole").figure.amount
    known = [Fraction(100 * one, other) for one, other in pairs if other]
    if not known:
        assert amount is None
        return
    assert amount == Fraction(100 * sum(one for one, _ in pairs), sum(other for _, other in pairs))
    assert min(known) <= amount <= max(known)


@given(st.lists(st.sampled_from(["3", "0", "awaiting", "not due"]), min_size=1, max_size=4))
@settings(max_examples=40)
def test_a_sum_is_there_exactly_where_all_its_parts_are(figures: list[str]) -> None:
    spec = counted("give the value", len(figures))
    outcome = judged(spec, [f"part{number},{PERIODS[0]},{figure}" for number, figure in enumerate(figures)])
    assert outcome.value is not None
    whole = outcome.value.of("whole").figure
    numbers = [int(figure) for figure in figures if figure.isdigit()]
    assert whole.amount == (sum(numbers) if len(numbers) == len(figures) else None)
    assert (whole.reason is None) == (whole.amount is not None)
    assert whole.reason is None or whole.reason.value == next(f for f in figures if not f.isdigit())


def test_in_the_pdf_the_heading_of_a_part_is_headed_by_that_of_its_whole() -> None:
    indicators = COUNTED.format(rule="give the value") + "".join(COUNTED_PART.format(number=n) for n in range(2))
    indicators += COUNTED_PART.format(number=9).replace("  part      of whole\n", "")
    rows = "".join(f"part{number},{PERIODS[0]},1\n" for number in (0, 1, 9))
    files = {"indicators.kpi": indicators, "data.csv": "indicator,period,value\n" + rows}
    files["spec.kpi"] = (cases.BASE / "spec.kpi").read_text(encoding="utf-8")
    outcome = pipeline.compose_report("spec.kpi", cases.reader(files))
    assert outcome.value is not None, outcome.diagnostics
    table = next(block for block in outcome.value.document.blocks if isinstance(block, Table))
    assert [row.is_part for row in table.groups[0].rows] == [False, True, True, False]
    pdf = render(outcome.value.document, outcome.value.spec.house.theme).value
    assert pdf is not None
    found = read_pdf(pdf)
    heads = found.all("TBody")[0].all("TH")
    above = [[bytes(name) for name in (head.attribute("/Headers") or ())] for head in heads]  # type: ignore[attr-defined]
    whole = bytes(heads[0].obj.ID)
    assert above == [[], [whole], [whole], []]
