"""The catalogue of diagnostics: every entry is whole, its examples do what they say, and its page is current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpidsl import explainer, workspace
from kpidsl.diagnostics.catalogue import CATALOGUE, Entry
from kpidsl.pipeline import compose_report

ROOT = Path(__file__).parents[1]
ENTRIES = list(CATALOGUE.values())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_wrong_example_reports_its_code_and_no_other(entry: Entry) -> None:
    assert {problem.code for problem in explainer.reported(entry.bad)} == {entry.code}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_right_example_reports_nothing(entry: Entry) -> None:
    assert explainer.reported(entry.good) == ()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_every_code_says_what_and_why_and_shows_both_examples(entry: Entry) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.code)
    assert re.fullmatch(r"[A-Z`].*\.", entry.what)
    assert re.fullmatch(r"[A-Z`0-9].*\.", entry.why)
    assert entry.bad.shown.strip()
    assert entry.good.shown.strip()
    assert entry.bad.shown != entry.good.shown or entry.bad.frame != entry.good.frame
    assert entry.bad.frame.file == entry.good.frame.file


def test_every_code_is_raised_somewhere_and_listed_once() -> None:
    modules = [path for path in (ROOT / "kpidsl").rglob("*.py") if "catalogue" not in path.parts]
    source = "".join(path.read_text(encoding="utf-8") for path in modules)
    assert [code for code in CATALOGUE if f'"{code}"' not in source] == []
    areas = (ROOT / "kpidsl/diagnostics/catalogue").glob("*.py")
    entry = r'^    (?:error|warning|advice)\(\n        "([a-z0-9-]+)"'
    declared = re.findall(entry, "".join(map(_text, areas)), re.MULTILINE)
    assert sorted(declared) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", ["not-utf8", "file-unreadable", "file-missing"])
def test_examples_on_the_disk_say_the_same(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = CATALOGUE[code].bad
    for name, text in example.files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode(example.frame.encoding if name == example.frame.file else "utf-8"))
    monkeypatch.chdir(tmp_path)
    assert compose_report("spec.kpi", workspace.reader(Path())).diagnostics == explainer.reported(example)


def test_the_page_of_diagnostics_is_current() -> None:
    """If not: `python -m kpidsl explain --all --format markdown > docs/diagnostics.md`."""
    assert _text(ROOT / "docs/diagnostics.md") == explainer.everything_as_markdown() + "\n"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
