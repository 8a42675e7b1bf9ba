"""The benchmarks run, and what they hold against each other says the same. No time is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from benchmarks import checks
from benchmarks.scaled import project, region
from benchmarks.targets import TARGETS, exponent
from kpidsl import memo, pipeline, workspace

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


_MORE = """
chapter "Exceptions"
  exceptions where red or amber

chapter "Sections"
  summary by section

chapter "Dictionary"
  dictionary

chapter "Glossary"
  glossary

chapter "Workings"
  workings
"""


def _calls(size: int, folder: Path) -> Counter[CodeType]:
    """How often each function of ours is called for a report of this many indicators that has all it can have of them:
    composed for all formats, and as a workbook."""
    spec = project(size).write(folder)
    spec.write_text(spec.read_text(encoding="utf-8") + _MORE, encoding="utf-8")
    found: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found[frame.f_code] += 1

    memo.forget()
    sys.setprofile(count)
    try:
        made = pipeline.build(spec.name, workspace.reader(folder), formats=("html", "xlsx"))
    finally:
        sys.setprofile(None)
    assert made.value is not None, made.diagnostics
    return found


def test_nothing_that_is_asked_for_each_indicator_walks_through_all(tmp_path: Path) -> None:
    small, large = _calls(60, tmp_path / "small"), _calls(240, tmp_path / "large")
    more = {code.co_qualname: (small[code], count) for code, count in large.items() if count > 5 * small[code] + 1000}
    assert more == {}
