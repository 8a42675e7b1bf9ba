"""Each small change of the rules in specs/ fails an example or test there, or is refused by `check`.

A mutant that survives shows a rule that nothing holds in place: add an example or test to specs/ that fails with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from kpidsl import tester, workspace
from kpidsl.diagnostics.diagnostic import has_errors
from kpidsl.source import Source
from kpidsl.spec import trials
from kpidsl.spec.check import check
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Project, gather
from kpidsl.syntax.parser import parse
from kpidsl.tester.run import tested as run_alone
from tests.mutations import Mutant, mutants

SPECS = Path(__file__).parents[1] / "specs"
RULES = "children.kpi"

# Changes that make no difference, whatever the figures are, and why.
EQUIVALENT = {
    "re_referrals: `when value = 0 and green` to `when value = 0`": "0% is always green",
    "core_groups: `when value = 100% and green for 2 quarters` to `when green for 2 quarters`": "the target is 100%",
    "cl_accommodation: `when better than region and better than england` to `when better than region`": (
        "the region's average is the better one"
    ),
    "non_la_placements: `when green` after the next": "the next rule asks for amber, and nothing is both",
    "cp_reviews: `> All {denominator} child protection reviews were held on time.` to "
    "`> All {numerator} child protection reviews were held on time.`": "where all are on time, the two are the same",
}


@cache
def project() -> Project:
    found = gather("q1.kpi", workspace.reader(SPECS), with_data=False).value
    assert found is not None
    return found


def survives(mutant: Mutant) -> bool:
    """Whether check takes it and every example and test passes."""
    before = next(file for file in project().files if file.source.name.endswith(RULES))
    parsed = parse(Source(before.source.name, mutant.text))
    assert parsed.value is not None
    if parsed.failed:
        return False
    files = [parsed.value if file is before else file for file in project().files]
    checked = check(files, project().house)
    if checked.value is None or has_errors(checked.diagnostics):
        return False
    spec = checked.value
    if not all(run_alone(test, spec).passed for test in _close(mutant, spec)):
        return False
    return all(result.passed for result in tester.run(spec))


def _close(mutant: Mutant, spec: Spec) -> Iterator[trials.Test]:
    """The tests that are most likely to fail, with nothing in them but what is about the mutant: they are soon run."""
    for test in spec.tests:
        about = tuple(each for each in test.expectations if each.indicator == mutant.about)
        if about:
            yield replace(test, expectations=about)


def test_every_mutant_is_killed() -> None:
    text = (SPECS / RULES).read_text(encoding="utf-8")
    found = {str(mutant): mutant for mutant in mutants(text)}
    assert len(found) > 250
    survivors = {name for name, mutant in found.items() if survives(mutant)}
    assert survivors == set(EQUIVALENT)
