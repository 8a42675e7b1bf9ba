"""The benchmarks run, and what they hold against each other says the same. No time is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import checks
from benchmarks.scaled import project, region
from benchmarks.targets import TARGETS, exponent
from kpidsl import pipeline, workspace

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str]:
    """The results of the smallest run of all, and the page made of them."""
    out = tmp_path_factory.mktemp("benchmarks") / "results.json"
    command = [sys.executable, "benchmarks/run.py", "--here", "--size", "small", "--out", str(out)]
    makers = ["kpic", "first", "typst", "platypus", "floor"]
    sections = ["reports", "batch", "rebuild", "painting", "stages", "front", "start"]
    command += ["--only", *makers, *sections]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(out.read_text(encoding="utf-8")), done.stdout


def test_every_maker_made_the_same_words_on_as_many_pages(run: tuple[dict[str, Any], str]) -> None:
    results, _ = run
    assert results["missing"] == []
    assert results["differences"] == results["failed"] == []
    made = {one["maker"]: one for one in results["reports"]}
    assert list(made) == ["kpic", "first", "typst", "platypus", "floor"]
    assert all(one["pages"] >= 5 and one["words"] > 1000 and one["memory"] > 5 for one in made.values())


def test_every_section_was_measured(run: tuple[dict[str, Any], str]) -> None:
    results, page = run
    measured = [results["rebuild"], results["painting 33"], results["stages 33"], results["front 33"]]
    assert all(value > 0 for found in measured for value in found.values())
    assert set(results["rebuild"]) == {"kpic", "typst"}
    assert {"parse", "check", "evaluate", "compose", "lay out", "paint"} <= set(results["stages 33"])
    assert set(results["start"]) >= {"python", "help", "check", "check-first"}
    assert all(f"| {target.said} |" in page for target in TARGETS)


@pytest.mark.parametrize("size", [1, 33])
def test_reports_of_any_size_are_in_order_and_the_same_each_time(size: int, tmp_path: Path) -> None:
    assert project(size) == project(size) != project(size, seed=2)
    spec = project(size).write(tmp_path)
    composed = pipeline.compose_report(spec.name, workspace.reader(tmp_path))
    assert composed.value is not None
    assert composed.diagnostics == ()
    assert len(composed.value.evaluation.assessments) == size


def test_each_council_of_a_region_has_the_figures_of_its_own_report() -> None:
    rows = region(5, 3).texts["data.csv"].splitlines()
    alone = [row.replace("Council 2,", "") for row in rows if "Council 2," in row]
    assert alone == project(5, seed=2).texts["data.csv"].splitlines()[1:]


def test_a_file_that_lacks_words_or_has_others_is_found_out() -> None:
    whole = {"pages": 10, "words": 3, "set": ["cases", "referred", "twelve"], "letters": "twelvecasesreferred"}
    cut = {"pages": 10, "words": 4, "set": ["cases", "red", "refer", "twelve"], "letters": "twelvecasesreferred"}
    other = {"pages": 12, "words": 2, "set": ["cases", "eleven"], "letters": "elevencases"}
    assert checks.differences({"one": whole, "two": cut}, "one") == []
    assert checks.differences({"one": whole, "two": other}, "one") == [
        "two lacks referred, twelve", "two has eleven besides", "two has 12 pages, one has 10",
    ]  # fmt: skip


def test_the_exponent_says_how_something_grows() -> None:
    assert exponent(2.0, 20.0, 10) == pytest.approx(1)
    assert exponent(2.0, 200.0, 10) == pytest.approx(2)
