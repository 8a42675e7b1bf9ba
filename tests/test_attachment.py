"""Which observations are attached to the report, and that they read back as what was read."""

from __future__ import annotations

import pytest

from kpidsl import pipeline
from kpidsl.data.model import Observation
from kpidsl.data.tables import read
from kpidsl.pipeline import Composed
from kpidsl.source import Source
from kpidsl.terms import Kind
from tests import cases

INDICATOR = """language 1
indicator a "A"
  section one
  unit percent
  polarity higher is better
  measure top / bottom
  target from data
  baseline from data
  tolerance 5 points
"""
ROWS = """indicator,period,kind,value,numerator,denominator,quality,note
a,2021-22 Q1,,60%,,,provisional,
a,2021-22 Q1,forecast,,61,100,,"Said, in ""June"", of it"
a,2021-22 Q1,target,62%,,,,
a,2021-22 Q2,,65%,,,,
a,2021-22 Q2,forecast,66%,,,,
a,2021-22 Q3,target,70%,,,,
top,2021-22 Q4,forecast,7,,,,
bottom,2021-22 Q4,forecast,9,,,estimated,
a,2021-22,forecast,awaiting,,,,
a,2022-23,forecast,99%,,,,
a,2022-23,target,99%,,,,
a,2019-20,baseline,50%,,,,
"""


def composed(rules: str) -> Composed:
    files = {"indicators.kpi": INDICATOR + rules, "data.csv": ROWS}
    outcome = pipeline.compose_report("spec.kpi", cases.reader(files))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def rows_of(report: Composed) -> list[Observation]:
    """What is attached, read again."""
    attachment = report.document.attachments[0]
    again = read([Source(attachment.name, attachment.data.decode("utf-8"))], report.spec.measured())
    assert again.diagnostics == ()
    assert again.value is not None
    return list(again.value.observations.values())


def plain(row: Observation) -> tuple[object, ...]:
    return (*row.key, row.amount, row.reason, row.numerator, row.denominator, row.quality, row.note)


UNPUBLISHED = {
    ("2021-22 Q1", Kind.FORECAST),
    ("2021-22 Q2", Kind.ACTUAL),
    ("2021-22 Q2", Kind.FORECAST),
    ("2022-23", Kind.FORECAST),
    ("2022-23", Kind.TARGET),
}
ASKED = "  commentary\n    when forecast at or better than target\n      > Well.\n"
PRINTED = "  commentary\n    otherwise\n      > {target}\n    also when no value\n      > {forecast}\n"


@pytest.mark.parametrize("rules", [ASKED, PRINTED])
def test_rows_of_every_kind_read_back_as_the_same(rules: str) -> None:
    report = composed(rules)
    found = {plain(row) for row in rows_of(report)}
    assert found == {
        plain(row) for row in report.dataset.observations.values() if (str(row.period), row.kind) not in UNPUBLISHED
    }
    assert {row[2] for row in found} == set(Kind)


def test_forecasts_that_the_report_does_not_use_are_not_attached() -> None:
    assert Kind.FORECAST not in {row.kind for row in rows_of(composed(""))}
