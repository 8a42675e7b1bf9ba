"""`kpic watch`: a report that is made again whenever one of its files is saved, in one process."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from kpidsl import workspace
from kpidsl.cli.watching import EVERY, STILL, Made, changes, put
from kpidsl.workspace import Stamp
from tests.command import edit, kpic

PATIENCE = 60  # seconds for a line that must come


class Running:
    """A command that runs, and what it says, line by line as it comes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        assert process.stdout is not None
        threading.Thread(target=self._follow, args=(process.stdout,), daemon=True).start()

    def _follow(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.put(line.rstrip("\n"))

    def until(self, text: str) -> list[str]:
        """All that is said up to a line with this text, which must come."""
        found: list[str] = []
        while not found or text not in found[-1]:
            try:
                found.append(self._lines.get(timeout=PATIENCE))
            except queue.Empty:
                raise AssertionError("\n".join([f"nobody says “{text}”, but:", *found])) from None
        return found


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Running]:
    """`kpic watch` in a folder; ended by Ctrl+C, which must be no error."""
    command = [sys.executable, "-m", "kpidsl", "watch", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    try:
        yield Running(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def test_each_file_that_is_saved_makes_the_report_again_as_a_build_makes_it(project: Path) -> None:
    edits = [
        ("specs/children.kpi", "tolerance  5 points\n  benchmark", "tolerance  4 points\n  benchmark"),
        ("specs/q1.kpi", "key performance indicators", "indicators"),
        ("specs/data/childrens-services.csv", "Q3,24%", "Q3,25%"),
        ("specs/children.kpi", "tolerance  4 points\n  benchmark", "tolerance  5 points\n  benchmark"),
    ]
    with watching(project, "specs/q1.kpi", "--format", "pdf,csv") as running:
        running.until("kpic: watching 5 files; Ctrl+C ends it")
        for name, old, new in edits:
            edit(project / name, old, new)
            assert running.until("out/q1.csv")[-3:] == [f"kpic: {name} changed", "out/q1.pdf", "out/q1.csv"]
            kpic(project, "build", "specs/q1.kpi", "--format", "pdf,csv", "--out", "afresh")
            for made in ("q1.pdf", "q1.csv"):
                assert (project / "out" / made).read_bytes() == (project / "afresh" / made).read_bytes()


def test_a_problem_is_said_and_the_earlier_report_stays_until_it_is_put_right(project: Path) -> None:
    report = project / "out/q1.pdf"
    with watching(project, "specs/q1.kpi") as running:
        running.until("watching")
        first = report.read_bytes()
        edit(project / "specs/children.kpi", "target     25% for", "target     25 for")
        said = running.until("no report was made")
        assert any("error[unit-mismatch]" in line for line in said)
        assert "out/q1.pdf is the earlier one, unchanged" in said[-1]
        assert report.read_bytes() == first
        edit(project / "specs/children.kpi", "target     25 for", "target     25% for")
        running.until("out/q1.pdf")
        assert report.read_bytes() == first


def test_a_file_that_is_not_there_yet_is_waited_for(project: Path) -> None:
    data = project / "specs/data/childrens-services.csv"
    shutil.move(data, project / "elsewhere.csv")
    with watching(project, "specs/q1.kpi") as running:
        assert any("error[file-missing]" in line for line in running.until("watching 4 files"))
        shutil.move(project / "elsewhere.csv", data)
        running.until("out/q1.pdf")


def test_a_spec_that_is_taken_away_is_said_and_waited_for(project: Path) -> None:
    spec = project / "specs/q1.kpi"
    with watching(project, "specs/q1.kpi") as running:
        running.until("watching")
        shutil.move(spec, project / "q1.kpi")
        assert any("there is no file `specs/q1.kpi`" in line for line in running.until("no report was made"))
        shutil.move(project / "q1.kpi", spec)
        running.until("out/q1.pdf")


def test_a_place_that_cannot_be_written_is_tried_until_it_can(project: Path) -> None:
    (project / "out/q1.pdf").mkdir(parents=True)
    with watching(project, "specs/q1.kpi") as running:
        running.until("kpic: out/q1.pdf could not be written")
        (project / "out/q1.pdf").rmdir()
        assert running.until("out/q1.pdf")[-1] == "out/q1.pdf"


def test_a_report_that_another_program_has_open_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def locked(files: object) -> None:
        raise PermissionError

    monkeypatch.setattr(workspace, "write_all", locked)
    made = Made({Path("out/q1.pdf"): b""}, ())
    why = put(made, "")
    assert put(made, why) == why
    assert capsys.readouterr().err == f"kpic: {why}\n"
    assert why == "out/q1.pdf cannot be written; close it in other programs; it is tried until that is so"


def test_of_several_authorities_one_is_watched(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[1] / "specs/examples", tmp_path / "specs")
    with watching(tmp_path, "specs/authorities/report.kpi") as running:
        running.until("say which is meant with --authority")
    with watching(tmp_path, "specs/authorities/report.kpi", "--authority", "E06990001") as running:
        running.until("out/report.pdf")


# ---- when files are taken to be done


def seen(*looks: Stamp) -> list[tuple[tuple[Path, ...], list[float]]]:
    """What is found, and the pauses that were made, where one file has these stamps one after the other."""
    path, pauses, coming = Path("a"), list[float](), iter(looks)
    found = changes({path: next(coming)}, lambda _: next(coming), pauses.append)
    assert next(coming, None) is None
    return [(found, pauses)]


ONE, TWO, THREE = (1, 9, 7, False), (2, 9, 7, False), (3, 8, 7, False)


def test_nothing_changed() -> None:
    assert seen(ONE, ONE) == [((), [EVERY])]


def test_a_change_is_waited_out() -> None:
    assert seen(ONE, TWO, THREE, THREE) == [((Path("a"),), [EVERY, STILL, STILL])]


def test_a_file_that_is_away_for_a_moment_and_comes_back_as_it_was_has_not_changed() -> None:
    assert seen(ONE, None, ONE) == [((), [EVERY, STILL])]


def test_a_file_that_goes_has_changed() -> None:
    assert seen(ONE, None, None) == [((Path("a"),), [EVERY, STILL])]


def test_a_stamp_tells_a_file_that_was_written_replaced_removed_or_opened(tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    stamps = [workspace.stamp(path)]
    path.write_bytes(b"1")
    stamps.append(workspace.stamp(path))
    path.write_bytes(b"22")
    stamps.append(workspace.stamp(path))
    other = tmp_path / "other"
    other.write_bytes(b"33")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    os.replace(other, path)
    stamps.append(workspace.stamp(path))
    (tmp_path / "~$figures.xlsx").write_bytes(b"")
    stamps.append(workspace.stamp(path))
    assert stamps[0] is None
    assert len(set(stamps)) == len(stamps)
