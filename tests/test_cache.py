"""What is kept between runs changes no result, and nothing is taken from where somebody else could have put it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpidsl import cache, sums, workspace
from kpidsl.cli import answers, checks
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable
from tests.command import edit

ROOT = Path(__file__).parents[1]
LISTED = "import atexit; atexit.register(lambda: print('LOADED', *sys.modules))"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for this test alone."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def _kpic(folder: Path, *arguments: str, listed: bool = False) -> tuple[int, str, str]:
    script = f"import sys; {LISTED if listed else ''}\nfrom kpidsl.cli.main import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=folder, capture_output=True, encoding="utf-8", timeout=120
    )
    return run.returncode, run.stdout, run.stderr


# ---- the folder


def test_what_is_kept_comes_back_and_another_name_does_not(place: Path) -> None:
    assert cache.kept("a") is None
    cache.keep("a", b"one")
    assert cache.kept("a") == b"one"
    cache.keep("a", b"two")
    assert cache.kept("a") == b"two"
    assert cache.kept("b") is None
    assert [path.name for path in place.iterdir()] == ["a"]


@pytest.mark.parametrize(
    "harm",
    [lambda content: content[:-1], lambda content: content[:70], lambda content: b"", lambda content: content + b"x"],
    ids=["shorter", "cut", "empty", "longer"],
)
def test_what_is_damaged_is_as_good_as_not_there(place: Path, harm: Callable[[bytes], bytes]) -> None:
    cache.keep("a", b"something that was kept")
    (place / "a").write_bytes(harm((place / "a").read_bytes()))
    assert cache.kept("a") is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nothing_is_taken_from_where_others_can_write(place: Path) -> None:
    cache.keep("a", b"one")
    (place / "a").chmod(0o666)
    assert cache.kept("a") is None
    (place / "a").chmod(0o600)
    assert cache.kept("a") == b"one"
    place.chmod(0o777)
    assert cache.kept("a") is None
    cache.keep("b", b"two")
    assert not (place / "b").exists()
    place.chmod(0o700)
    elsewhere = place.rename(place.with_name("elsewhere"))
    place.symlink_to(elsewhere)
    assert cache.folder() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_folder_is_made_for_the_user_alone(place: Path) -> None:
    assert cache.folder() == str(place)
    assert place.stat().st_mode & 0o777 == 0o700
    cache.keep("a", b"one")
    assert (place / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("written", ["off", "relative/folder"])
def test_it_can_be_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(cache.VARIABLE, written)
    cache.keep("a", b"one")
    assert cache.kept("a") is None
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_a_folder_is_none(place: Path) -> None:
    place.write_text("a file")
    cache.keep("a", b"one")
    assert cache.kept("a") is None
    assert place.read_text() == "a file"


def test_it_stands_where_programs_of_this_system_keep_such_things(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(cache.VARIABLE)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    for platform, expected in (("linux", "xdg/kpic"), ("darwin", "Library/Caches/kpic"), ("win32", "local/kpic/Cache")):
        monkeypatch.setattr(sys, "platform", platform)
        assert cache.folder() == str(tmp_path / expected)
        assert (tmp_path / expected).is_dir()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache.folder() == str(tmp_path / ".cache/kpic")


def test_it_does_not_grow_without_end(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_FILES", 32)
    for number in range(100):
        cache.keep(f"answer-{number:02}", b"x")
        os.utime(place / f"answer-{number:02}", (number, number))
        assert len(list(place.iterdir())) <= 32
    assert cache.kept("answer-99") == b"x"
    monkeypatch.setattr(cache, "MOST_BYTES", 32_000)
    for number in range(100):
        cache.keep(f"result-{number}", b"x" * 900)
        assert sum(path.stat().st_size for path in place.iterdir()) <= 32_000
    cache.keep("result-100", b"x" * 9_000)
    assert cache.kept("result-100") is None


def test_no_file_of_anybody_else_goes_to_make_room(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may say `KPIC_CACHE` and mean a folder that they keep other things in."""
    monkeypatch.setattr(cache, "MOST_FILES", 32)
    place.mkdir(mode=0o700)
    (place / "reports").mkdir()
    for number in range(40):
        (place / f"letter {number}.txt").write_bytes(b"to keep")
        os.utime(place / f"letter {number}.txt", (1, 1))
    for number in range(100):
        cache.keep(f"answer-{number:02}", b"x")
    assert len(list(place.glob("letter *"))) == 40
    assert (place / "reports").is_dir()
    assert len(list(place.glob("answer-*"))) <= 32


def test_several_at_once_leave_one_whole_file(place: Path) -> None:
    def once(number: int) -> bytes | None:
        cache.keep("a", str(number).encode() * 1_000)
        return cache.kept("a")

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(once, range(100)))
    whole = {str(number).encode() * 1_000 for number in range(100)} | {None}
    assert set(seen) <= whole
    assert cache.kept("a") in whole - {None}
    assert [path.name for path in place.iterdir()] == ["a"]


# ---- answers of `kpic check`


def test_an_answer_is_given_again_and_nothing_is_loaded_for_it(project: Path, place: Path) -> None:
    first = _kpic(project, "check", "specs/q1.kpi")
    status, out, problems = _kpic(project, "check", "specs/q1.kpi", listed=True)
    said, _, loaded = out.partition("LOADED")
    assert (status, said, problems) == first
    assert first[0] == 0
    assert not {"click", "lark", "yaml", "kpidsl.source", "dataclasses", "_hashlib"} & set(loaded.split())


def test_an_answer_holds_only_while_nothing_changes(project: Path, place: Path) -> None:
    assert _kpic(project, "check", "specs/q1.kpi")[0] == 0
    spec, data = project / "specs" / "children.kpi", next((project / "specs" / "data").iterdir())
    for change in (
        lambda: edit(spec, "unit ", "unnit "),
        lambda: data.rename(data.with_suffix(".away")),
    ):
        before = spec.read_bytes()
        change()
        status, out, problems = _kpic(project, "check", "specs/q1.kpi")
        assert status == 1
        assert (status, out, problems) == _kpic(project, "check", "specs/q1.kpi")  # with errors, too
        spec.write_bytes(before)
    data.with_suffix(".away").rename(data)
    assert _kpic(project, "check", "specs/q1.kpi")[0] == 0
    (project / "specs" / "q1.kpi").unlink()
    assert _kpic(project, "check", "specs/q1.kpi")[0] == 2


def test_no_answer_holds_where_its_files_lead_out_of_the_folder_since(project: Path, place: Path) -> None:
    """Every file is still there, and the same: but the folder is another one."""
    (project / "latest").symlink_to("specs")
    assert _kpic(project, "check", "latest/q1.kpi")[0] == 0
    (project / "latest").unlink()
    (project / "latest").mkdir()
    for path in (project / "specs").iterdir():
        (project / "latest" / path.name).symlink_to(path)
    status, _, problems = _kpic(project, "check", "latest/q1.kpi")
    assert (status, "outside-project" in problems) == (1, True)


def _read_with(meanwhile: Callable[[Path], None]) -> Callable[[Path], Read]:
    """Reads files; after each one, something happens to it."""
    original = workspace.reader

    def reader(folder: Path) -> Read:
        def read(name: str) -> Source | Content | Unreadable:
            content = original(folder)(name)
            meanwhile(folder / name)
            return content

        return read

    return reader


def test_no_answer_is_kept_that_comes_from_two_versions_of_a_file(
    project: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The house file is looked at for each of two specs, and saved in between."""
    house = project / "specs" / "council.yaml"
    before = house.read_bytes()
    after = before + b"# saved\n"

    def saved(path: Path) -> None:
        if path == house:
            house.write_bytes(after)

    specs = [str(project / "specs" / name) for name in ("q1.kpi", "q2.kpi")]
    shutil.copy(*specs)
    monkeypatch.setattr(workspace, "reader", _read_with(saved))
    assert checks.plainly(specs) is not None
    assert house.read_bytes() == after
    assert answers.held(specs) is None
    monkeypatch.undo()
    monkeypatch.setenv(cache.VARIABLE, str(place))
    given = checks.plainly(specs)
    assert given is not None
    assert answers.held(specs) == given


def test_no_answer_is_kept_that_speaks_of_a_file_that_was_open(
    project: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was closed before the check was through."""
    data = next((project / "specs" / "data").iterdir())
    mark = data.with_name(f"~${data.name}")
    mark.touch()

    def closed(path: Path) -> None:
        if path == data:
            mark.unlink()

    spec = str(project / "specs" / "q1.kpi")
    monkeypatch.setattr(workspace, "reader", _read_with(closed))
    answer = checks.plainly([spec])
    assert answer is not None
    assert "this file is open in Excel" in answer.problems
    assert answers.held([spec]) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows takes away no folder that a program runs in")
def test_a_folder_that_is_no_longer_there_is_no_reason_to_fall_over(
    project: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = str(project / "specs" / "q1.kpi")
    away = project / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    away.rmdir()
    assert answers.held([spec]) is None
    answer = checks.plainly([spec])
    assert answer is not None
    assert answer.status == 0
    assert answers.held([spec]) is None
    monkeypatch.chdir(project)  # for who comes next


# ---- the program


def _program(package: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(cache, "_PACKAGE", str(package))
    cache.program.cache_clear()
    try:
        return cache.program()
    finally:
        monkeypatch.undo()
        cache.program.cache_clear()


def test_another_program_finds_nothing_of_this_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "kpidsl"
    package.mkdir()
    module = package / "module.py"
    module.write_text("LIMIT = 1\n", encoding="utf-8")
    first = _program(package, monkeypatch)
    assert _program(package, monkeypatch) == first
    monkeypatch.setattr(cache, "__version__", "0.1.1")  # unpacked with the same times, and as long
    assert _program(package, monkeypatch) != first
    module.write_text("LIMIT = 2\n", encoding="utf-8")
    os.utime(module, (1, 1))
    second = _program(package, monkeypatch)
    assert second != first
    (package / "new.py").touch()
    assert _program(package, monkeypatch) != second


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_a_link_to_nothing_beside_the_program_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Emacs leaves it beside a file that is open."""
    package = tmp_path / "kpidsl"
    package.mkdir()
    (package / ".#module.py").symlink_to("somebody@somewhere:1")
    assert _program(package, monkeypatch)


@pytest.mark.parametrize("size", [0, 1, 1 << 18, (1 << 18) + 1])
def test_sums_are_those_of_hashlib(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert sums.sha256(content) == hashlib.sha256(content).hexdigest()
    assert sums.md5(content) == sums.md5(bytearray(content)) == hashlib.md5(content, usedforsecurity=False).hexdigest()
