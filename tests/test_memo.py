"""What was made of the same texts before is what would be made of them now."""

from __future__ import annotations

import gc
import pickle
import re
import sys
from collections.abc import Callable
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

from kpidsl import cache, memo, pipeline, rendering, workspace
from kpidsl.cli.commands import kpic
from kpidsl.cli.memory import Kept
from kpidsl.render.pdf import fonts
from kpidsl.source import Content, Source
from kpidsl.spec.links import parsed
from kpidsl.spec.project import Read, Unreadable
from tests import cases
from tests.command import edit

ALL = [case for page in cases.pages() for case in cases.read_cases(page)]
SOME = ALL[::40]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return Kept()


def test_a_report_has_the_same_bytes_with_and_without_what_is_kept(project: Path, store: Kept) -> None:
    formats = ("html", "json", "csv", "md", "pdf", "large-print", "docx")

    def made() -> tuple[object, ...]:
        memo.forget()
        fonts.faces.cache_clear()
        composed = pipeline.compose_report("q1.kpi", workspace.reader(project / "specs"))
        rendered = rendering.rendered(composed, formats=formats)
        return composed.diagnostics, composed.value, rendered.value

    without = made()
    with memo.keeping(store):
        assert made() == without
        assert len(list(Path(cache.folder() or "").glob("result-*"))) >= 6
        assert made() == without
        for path in Path(cache.folder() or "").glob("result-*"):
            path.write_bytes(path.read_bytes()[:-1])
        assert made() == without


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.title)
def test_problems_and_their_places_are_the_same(case: cases.Case, store: Kept) -> None:
    def found() -> object:
        memo.forget()
        return cases.problems(case.files)

    without = found()
    with memo.keeping(store):
        assert found() == without
        assert found() == without


def test_nothing_is_held_of_what_was_written(store: Kept) -> None:
    source = Source("a.kpi", "language 1\n")
    gc.collect()
    gc.disable()
    try:
        store.keep("parsed", (source,), parsed(source))
        assert not [one for one in gc.get_objects() if isinstance(one, pickle.Pickler)]
    finally:
        gc.enable()
    assert store.find("parsed", (source,)) == parsed(source)


def test_within_a_process_only_what_has_changed_is_parsed_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memo.forget()
    asked: list[str] = []
    original = memo.remembered

    def noting(what: str, sources: tuple[Source, ...], make: object) -> object:
        def made() -> object:
            asked.append(f"{what} {Path(sources[0].name).name}")
            return make()  # type: ignore[operator]

        return original(what, sources, made)

    monkeypatch.setattr("kpidsl.spec.project.remembered", noting)
    monkeypatch.setattr("kpidsl.spec.links.remembered", noting)
    read = workspace.reader(project / "specs")
    first = pipeline.compose_report("q1.kpi", read)
    assert {"parsed q1.kpi", "parsed children.kpi", "named by house council.yaml"} <= set(asked)
    asked.clear()
    again = pipeline.compose_report("q1.kpi", read)
    assert asked == []
    assert again == first
    edit(project / "specs" / "q1.kpi", "report ", "# one line more\nreport ")
    pipeline.compose_report("q1.kpi", read)
    assert asked == ["links q1.kpi", "parsed q1.kpi"]


def test_no_file_is_looked_at_twice_for_one_report(project: Path) -> None:
    """It may be saved in between, and the report would be of two versions."""
    whole, asked = workspace.reader(project / "specs"), list[str]()

    def read(name: str) -> Content | Source | Unreadable:
        asked.append(name)
        return whole(name)

    assert pipeline.compose_report("q1.kpi", read).value is not None
    assert len(asked) == len(set(asked)), asked


EDITED = ("q1.kpi", "children.kpi", "children.test.kpi", "council.yaml", "data/childrens-services.csv")
_Edit = tuple[str, float, str]


def _changed(text: str, at: float, how: str) -> str:
    """The text with one line of it changed."""
    lines = text.split("\n")
    number = int(at * (len(lines) - 1))
    line = lines[number]
    changed = {
        "gone": [],
        "twice": [line, line],
        "above": ["", line],
        "figure": [line.replace("5", "6") if "5" in line else f"{line} 1"],
        "turned": [line.replace("lower is better", "higher is better").replace("green", "red")],
    }
    return "\n".join((*lines[:number], *changed[how], *lines[number + 1 :]))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(EDITED),
            st.floats(0, 1),
            st.sampled_from(("gone", "twice", "above", "figure", "turned")),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_after_any_edit_a_used_process_makes_what_a_fresh_one_makes(edits: list[_Edit]) -> None:
    files = {name: Path("specs", name).read_text(encoding="utf-8") for name in EDITED}
    read_from = [files]

    def read(name: str) -> Content | Source:
        return Content(name, read_from[0][name].encode("utf-8"))

    def made() -> tuple[object, ...]:
        composed = pipeline.compose_report("q1.kpi", read, draft=True)
        return composed.diagnostics, composed.value, rendering.rendered(composed, formats=("md", "json", "pdf"))

    versions = [files]
    for name, at, how in edits:
        versions.append({**versions[-1], name: _changed(versions[-1][name], at, how)})
    used = []
    memo.forget()
    with memo.rebuilding():
        for files in (*versions, versions[0]):  # and back, as who takes an edit back
            read_from[0] = files
            used.append(made())
    for files, one in zip(versions, used, strict=False):
        memo.forget()
        read_from[0] = files
        assert made() == one
    assert used[0] == used[-1]


_REPORTS = [
    Path("specs/examples", name, "report.kpi") for name in ("benchmarks", "goldilocks", "small-numbers", "authorities")
]
_OTHERWISE = {  # rules that say something else of the same names
    "targets": (re.compile(r"^( +(?:target|floor) +[^\n\d]*)\d+(?:\.\d+)?", re.MULTILINE), r"\g<1>0"),
    "polarity": (re.compile(r"\b(higher|lower) is better"), "closest to target"),
    "tolerance": (re.compile(r"^( +tolerance +)\d+(?:\.\d+)?", re.MULTILINE), r"\g<1>0"),
    "conditions": (re.compile(r"^( +when) (?!no value)(?!not )", re.MULTILINE), r"\1 not "),
}


def _versions(spec: Path) -> list[Read]:
    """What reads a spec as it is, and with other rules."""
    texts = {path.relative_to(spec.parent).as_posix(): path.read_text("utf-8") for path in spec.parent.rglob("*.kpi")}
    changed = [
        {name: pattern.sub(instead, text) for name, text in texts.items()} for pattern, instead in _OTHERWISE.values()
    ]
    whole = workspace.reader(spec.parent)

    def reader(version: dict[str, str]) -> Read:
        return lambda name: Source(name, version[name]) if name in version else whole(name)

    return [reader(version) for version in (texts, *changed)]


@pytest.mark.parametrize("spec", _REPORTS, ids=lambda path: path.as_posix())
def test_what_is_said_of_rules_hangs_on_no_rules_that_were_read_before(spec: Path) -> None:
    """One process reads several specs of a folder, two versions of one, or the same after an edit."""
    versions = _versions(spec)

    def said(read: Read) -> object:
        return pipeline.rules(spec.name, read).diagnostics

    def afresh(read: Read) -> object:
        memo.forget()
        return said(read)

    alone = [afresh(read) for read in versions]
    memo.forget()
    assert [said(read) for read in (*versions, versions[0])] == [*alone, alone[0]]
    memo.forget()


def _held_to_account(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Of every function whose results are held, each result is found out once more and compared; how often, by name.
    What cannot be compared, such as a function, is left alone."""
    asked: dict[str, int] = {}
    itself_alone: Any = object.__eq__

    def checked(name: str, held: Any) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            found = held(*given, **named)
            if found is None or type(found).__eq__ is not itself_alone:
                asked[name] = asked.get(name, 0) + 1
                assert held.__wrapped__(*given, **named) == found, f"{name}{given} is {found} no more"
            return found

        return call

    modules = [module for name, module in sys.modules.items() if name.startswith("kpidsl.")]
    for module in modules:
        for name, value in list(vars(module).items()):
            if isinstance(value, _lru_cache_wrapper) and getattr(value, "__module__", "").startswith("kpidsl."):
                monkeypatch.setattr(module, name, checked(name, value))
    return asked


def test_whatever_is_held_is_what_would_be_found_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds the results of one more function need not think of it here: its key must have all they hang on."""
    for path in sorted(Path("kpidsl").glob("**/*.py")):
        if path.parent.name not in ("engines", "kpidsl") and path.name != "__init__.py":
            import_module(".".join(path.with_suffix("").parts))
    memo.forget()
    asked = _held_to_account(monkeypatch)
    for spec in _REPORTS:
        for read in _versions(spec):
            composed = pipeline.compose_report(spec.name, read, draft=True, formats=("md", "pdf"))
            rendering.rendered(composed, formats=("md", "pdf"))
    assert {"_has_idle", "_is_idle", "_why", "_reached_quietly", "_silent", "_heard", "_said", "_written"} <= set(asked)
    memo.forget()


def test_what_is_asked_again_is_found_once_and_forgotten() -> None:
    asked: list[int] = []

    @memo.again(2)
    def doubled(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [doubled(one) for one in (1, 2, 1, 3, 2)] == [2, 4, 2, 6, 4]
    assert asked == [1, 2, 3, 2]
    memo.forget()
    assert doubled(2) == 4
    assert asked == [1, 2, 3, 2, 2]


def test_what_is_large_is_held_only_for_the_next_build() -> None:
    asked: list[int] = []

    @memo.again(2, is_large=True)
    def doubled(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [doubled(1), doubled(1)] == [2, 2]
    with memo.rebuilding():
        assert [doubled(1), doubled(1), doubled(2), doubled(3), doubled(1)] == [2, 2, 4, 6, 2]
    assert doubled(1) == 2
    assert asked == [1, 1, 1, 2, 3, 1, 1]


def test_texts_of_other_bytes_are_other_texts() -> None:
    memo.forget()
    one, other = (Source("a.kpi", "language 1\n", digest) for digest in ("1" * 64, "2" * 64))
    assert [parsed(source).value.source.sha256 for source in (one, other) if parsed(source).value] == [  # type: ignore[union-attr]
        "1" * 64,
        "2" * 64,
    ]


def test_few_results_are_held() -> None:
    memo.forget()
    for number in range(3 * memo.MOST):
        memo.remembered("length", (Source("a", "x" * number),), lambda number=number: number)  # type: ignore[misc]
    assert len(memo._held) == memo.MOST
    memo.forget()


class _Anything:
    def __reduce__(self) -> tuple[object, ...]:
        return exit, ("this must not run",)


def test_a_result_is_kept_however_large_it_is(store: Kept) -> None:
    large = ("indicator " * 4_000_000, "target 80%")
    assert len(pickle.dumps(large)) > cache.MOST_BYTES // 4  # which is as much as one file may have
    store.keep("large", (), large)
    assert store.find("large", ()) == large


def test_syntax_is_let_go_of_before_data_are_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[object] = []
    compose = pipeline.compose_report_of

    def composing(*given: Any) -> Any:
        held.extend(memo._held)
        return compose(*given)

    monkeypatch.setattr(pipeline, "compose_report_of", composing)
    run = CliRunner().invoke(kpic, ["build", str(project / "specs" / "q1.kpi"), "--out", str(project / "out")])
    assert run.exit_code == 0, run.output
    assert held == []


def test_a_pickle_of_anything_else_is_not_read(store: Kept) -> None:
    source = Source("a.kpi", "language 1\n")
    cache.keep(store._name("parsed", (source,)), pickle.dumps(_Anything()))
    assert store.find("parsed", (source,)) is None
    cache.keep(store._name("parsed", (source,)), b"no pickle")
    assert store.find("parsed", (source,)) is None
    store.keep("parsed", (source,), _Anything())
    assert store.find("parsed", (source,)) is None
