"""What is kept between runs changes no result, and nothing is taken from where somebody else could have put it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpidsl import cache, sums
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
        cache.keep(f"{number:02}", b"x")
        os.utime(place / f"{number:02}", (number, number))
        assert len(list(place.iterdir())) <= 32
    assert cache.kept("99") == b"x"
    monkeypatch.setattr(cache, "MOST_BYTES", 32_000)
    for number in range(100):
        cache.keep(f"big{number}", b"x" * 900)
        assert sum(path.stat().st_size for path in place.iterdir()) <= 32_000
    cache.keep("too big", b"x" * 9_000)
    assert cache.kept("too big") is None


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


@pytest.mark.parametrize("size", [0, 1, 1 << 18, (1 << 18) + 1])
def test_sums_are_those_of_hashlib(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert sums.sha256(content) == hashlib.sha256(content).hexdigest()
    assert sums.md5(content) == sums.md5(bytearray(content)) == hashlib.md5(content, usedforsecurity=False).hexdigest()
