"""What is found out once for all indicators that are judged alike is what would be found out of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import pytest

from benchmarks.scaled import project
from kpidsl import memo, pipeline, workspace
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.evaluation import alike, idle, reach, unspoken
from kpidsl.evaluation.possible import Questions
from kpidsl.period import Period
from kpidsl.spec.indicator import Indicator, Rule
from kpidsl.spec.target import Target
from tests import cases

CODES = ("condition-never-holds", "condition-always-holds", "rule-never-used", "state-never-reached",
         "states-out-of-order", "target-no-test", "empty-band", "status-unspoken")  # fmt: skip


def _speaks(case: cases.Case) -> bool:
    """Whether the page expects one of these problems."""
    return any(code in block.body for block in case.expectations for code in CODES)


ALL = [case for page in cases.pages() for case in cases.read_cases(page) if _speaks(case)]


def _each_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (idle, reach, unspoken):
        monkeypatch.setattr(module, "alike", lambda indicator: indicator.id)


def test_problems_of_the_pages_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(ALL) > 15

    def found() -> list[object]:
        memo.forget()
        return [cases.problems(case.files) for case in ALL]

    together = found()
    _each_by_itself(monkeypatch)
    assert found() == together


def test_what_is_told_by_a_few_cases_is_told_by_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that are said to serve without going through all cases of each have nothing idle."""
    shortly = idle._all_serve
    served = 0

    def checked(rules: Sequence[Rule], around: Sequence[Questions]) -> bool:
        nonlocal served
        serve = shortly(rules, around)
        if serve and rules:
            served += 1
            assert not list(idle._idle_of(around[0].indicator, meant[0], ()))
        return serve

    def noting(indicator: Indicator, period: Period) -> list[Questions] | None:
        meant[:] = [period]
        return asked(indicator, period)

    meant: list[Period] = []
    asked = idle._asked
    monkeypatch.setattr(idle, "_asked", noting)
    monkeypatch.setattr(idle, "_all_serve", checked)
    memo.forget()
    for case in ALL:
        cases.problems(case.files)
    for spec in sorted(Path("specs").glob("**/*.kpi")):
        pipeline.rules(spec.name, workspace.reader(spec.parent))
    assert served > 20
    memo.forget()


def test_problems_of_many_indicators_of_few_kinds_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that are never used, margins without width, statuses that nothing is said of: each in many indicators."""
    path = project(60).write(tmp_path)
    rules = path.with_name("indicators.kpi")
    text = rules.read_text(encoding="utf-8").replace("target     80%", "target     0%")
    text = text.replace("tolerance  5 points", "tolerance  5% of target")
    rules.write_text(
        text.replace("    otherwise\n      > {value}", "    when green or missed target\n      > {value}"),
        encoding="utf-8",
    )

    def found() -> tuple[Diagnostic, ...]:
        memo.forget()
        return pipeline.rules(path.name, workspace.reader(tmp_path)).diagnostics

    together = found()
    assert len(together) > 20, together
    _each_by_itself(monkeypatch)
    assert found() == together


def test_whatever_else_is_said_of_an_indicator_counts() -> None:
    """A field that is still to be thought of tells indicators apart."""
    left_out = {*alike._INDICATOR, *alike._IN_PARTS}
    assert left_out <= {one.name for one in fields(Indicator)}
    assert set(alike._TARGET) <= {one.name for one in fields(Target)}
    read = pipeline.rules("q1.kpi", workspace.reader(Path("specs"))).value
    assert read is not None
    one = next(indicator for indicator in read.indicators if indicator.targets)
    renamed = replace(one, id="another", label="Another", rules=(), definition="What it counts")
    assert alike.alike(renamed) == alike.alike(one)
    assert alike.alike(replace(one, targets=one.targets[1:])) != alike.alike(one)
    assert alike.alike(replace(one, tolerance=None)) != alike.alike(one)
    assert alike.alike(replace(one, places=one.places + 1)) != alike.alike(one)
