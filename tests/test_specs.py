"""Every report in specs/examples: it builds without a word, its PDF keeps the rules, its statuses are the pinned ones.

tests/examples/FOLDER.md holds what the table and its key say; `pytest --accept` rewrites it.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from kpidsl import pipeline, workspace
from kpidsl.compose import words
from kpidsl.document.outline import outline
from kpidsl.pipeline import Composed
from kpidsl.render.pdf import render
from kpidsl.saying import say, speaking
from tests.command import kpic
from tests.pdf_rules import complaints
from tests.validators import page_validation, verapdf

EXAMPLES = Path(__file__).parents[1] / "specs" / "examples"
PINNED = Path(__file__).parent / "examples"
FOLDERS = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
FENCE = "```\n"

LARGE = "corporate"  # what is measured stands in a file for each theme, and so do its figures

each = pytest.mark.parametrize("folder", FOLDERS)


@cache
def report(folder: str) -> Composed:
    outcome = pipeline.compose_report("report.kpi", workspace.reader(EXAMPLES / folder))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


@cache
def pdf(folder: str) -> bytes:
    composed = report(folder)
    outcome = render(composed.document, composed.spec.house.theme)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


@each
def test_it_builds_without_diagnostics_and_its_pdf_keeps_the_rules(folder: str) -> None:
    assert page_validation(pdf(folder), "ua1") == []
    assert page_validation(pdf(folder), "3a") == []
    assert complaints(pdf(folder)) == []


@pytest.mark.parametrize(("folder", "flavour"), [(FOLDERS[0], "ua1"), (FOLDERS[-1], "3a")])
def test_verapdf_passes_two_of_them(folder: str, flavour: str) -> None:
    assert verapdf(pdf(folder), flavour) == []


@each
def test_every_state_of_its_schemes_is_reached(folder: str) -> None:
    judged = report(folder).evaluation.assessments
    schemes = {one.indicator.scheme.name: one.indicator.scheme for one in judged if one.target is not None}
    steps = report(folder).evaluation.milestones
    schemes |= {one.milestone.scheme.name: one.milestone.scheme for one in steps}
    declared = {(name, state.name) for name, scheme in schemes.items() for state in scheme.states}
    reached = {(one.indicator.scheme.name, one.state.name) for one in judged if one.state is not None}
    reached |= {(one.milestone.scheme.name, one.state.name) for one in steps}
    assert reached == declared


@each
def test_table_and_key_are_the_pinned_ones(folder: str, request: pytest.FixtureRequest) -> None:
    path = PINNED / f"{folder}.md"
    pinned = path.read_text(encoding="utf-8") if path.exists() else ""
    actual = _page(folder)
    if actual != pinned and request.config.getoption("--accept"):
        path.write_text(actual, encoding="utf-8")
        pytest.fail(f"{path.name} rewritten: read the change, then run again")
    assert actual == pinned


def _page(folder: str) -> str:
    said = re.sub(r"<[-0-9. ]+> ", "", _tables(folder))  # where the points of the trend lie is left out
    said = said.replace(" Some of these figures are illustrative.", "")
    if folder == LARGE:  # of its trends, only that there is one
        said = re.sub(r"Trend from .*", "(Trend)", said)
    return f"# {folder}\n\nWhat the table and its key say. Rewritten by `pytest --accept`.\n\n{FENCE}{said}{FENCE}"


def _tables(folder: str) -> str:
    """From the first table to the end of its chapter; of a large report all chapters with tables of indicators."""
    lines = outline(report(folder).document).splitlines(keepends=True)
    start = next(index for index, line in enumerate(lines) if line.startswith(f"[{_said(folder, words.TABLE)}"))
    last = next((index for index, line in enumerate(lines) if line.startswith("[") and "Performance in" in line), start)
    end = next(index for index, line in enumerate(lines) if index > max(start, last) and line.startswith("#"))
    return "".join(lines[start:end])


def _said(folder: str, text: str) -> str:
    """One of our texts, as this report says it."""
    with speaking(report(folder).document.language):
        return say(text)


def _data(folder: str) -> list[Path]:
    return sorted((EXAMPLES / folder / "data").glob("*.csv" if folder == LARGE else "observations.csv"))


def _specs(folder: str) -> list[Path]:
    return sorted(path for path in (EXAMPLES / folder).rglob("*.kpi") if not path.name.endswith(".test.kpi"))


@each
def test_every_figure_is_made_up_and_says_so(folder: str) -> None:
    rows = []
    for path in _data(folder):
        with path.open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file))
    figures = [row for row in rows if re.search(r"\d|yes|no$", row["value"] + (row.get("numerator") or ""))]
    assert figures
    assert [row for row in figures if row["quality"] != "illustrative"] == []
    said = outline(report(folder).document)
    title, text = _said(folder, words.ILLUSTRATIVE_TITLE), _said(folder, words.ALL_ILLUSTRATIVE)
    assert said.index(f"[{title}] {text}") < said.index("## 1")
    assert _said(folder, words.RESTS_ON_ILLUSTRATIVE) not in said


@each
def test_nobody_in_it_is_real(folder: str) -> None:
    """Telephone numbers are those set aside for drama, and addresses those set aside for examples."""
    files = sorted(path for path in (EXAMPLES / folder).rglob("*") if path.is_file() and path.suffix != ".png")
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert re.search(r"\b0\d{4} \d{6}\b", text)
    assert [number for number in re.findall(r"\b0\d{4} \d{6}\b", text) if not number.startswith("01632 960")] == []
    assert [address for address in re.findall(r"[\w.]+@[\w.]+\w", text) if not address.endswith("@example.org")] == []


@each
def test_no_figure_of_the_commentary_is_typed(folder: str) -> None:
    """In rules, a figure comes from a placeholder or belongs to the indicator's name."""
    label, rules, typed = "", False, []
    for line in (line for path in _specs(folder) for line in path.read_text(encoding="utf-8").splitlines()):
        if opened := re.match(r'indicator \w+ "([^"]*)"', line):
            label, rules = opened[1], True
        elif re.match(r"(note|chapter|section|report|scheme) ", line):
            rules = False
        elif rules and line.lstrip().startswith(">"):
            figures = re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", line))
            typed += [f"{label}: {figure}" for figure in figures if figure not in label]
    assert typed == []


def test_the_page_about_the_examples_names_them_all() -> None:
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[`([a-z-]+)`\]\(\1/\)", page, re.MULTILINE) == FOLDERS


@each
def test_rules_say_something_where_there_is_no_value(folder: str) -> None:
    text = (EXAMPLES / folder / "report.kpi").read_text(encoding="utf-8")
    first = re.findall(r"^  commentary\n    (.*)$", text, re.MULTILINE)
    assert first
    assert {rule.removesuffix(" because awaiting") for rule in first} == {"when no value"}


def test_the_large_report_has_150_indicators_in_eight_themes() -> None:
    texts = [path.read_text(encoding="utf-8") for path in _specs(LARGE)]
    assert sum(len(re.findall(r"^indicator ", text, re.MULTILINE)) for text in texts) == 150
    assert len([path for path in _specs(LARGE) if path.parent.name == "themes"]) == 8
    evaluation = report(LARGE).evaluation
    assert len([one for one in evaluation.assessments if one.state is not None]) == 110


def test_the_tests_of_the_large_report_pass(tmp_path: Path) -> None:
    outcome = kpic(tmp_path, "test", str(EXAMPLES / LARGE / "report.kpi"))
    assert outcome.returncode == 0
    assert " passed, 0 failed" in outcome.stdout
