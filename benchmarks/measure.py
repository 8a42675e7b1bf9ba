"""Runs a program and says how long it took, how much of the processor and how much memory: its own, and its children's.

Each is started by a small process, `benchmarks/children/watched.py`: Linux takes the most memory that a process has
held to be at least what the one that started it had held, and this one grows while it holds results against each other.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_WATCH = str(Path(__file__).parent / "children/watched.py")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds on the clock and of the processor, and the most memory held at once in MB."""

    wall: float
    cpu: float
    memory: float

    def plain(self) -> dict[str, float]:
        return asdict(self)


class Failed(Exception):
    """A program that ended badly, with what it said."""


def run(command: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None) -> Run:
    """Run a program in a folder, with these variables of the environment besides; raises Failed where it ends badly."""
    environment = {**os.environ, **(variables or {})}
    with tempfile.TemporaryFile() as said:
        watch = [sys.executable, "-S", "-E", _WATCH, *command]
        watched = subprocess.run(
            watch, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=said, stdin=subprocess.DEVNULL
        )
        found = json.loads(watched.stdout)
        if found["status"]:
            said.seek(0)
            text = said.read()[-2000:].decode("utf-8", errors="replace")
            raise Failed(f"{' '.join(command)[:300]} ended with {found['status']}:\n{text}")
    return Run(found["wall"], found["cpu"], found["memory"])


@dataclass(frozen=True, slots=True)
class Summary:
    """Several runs: medians, with the least and the most seconds on the clock."""

    runs: int
    wall: float
    least: float
    most: float
    cpu: float
    memory: float


def summary(runs: Sequence[Run]) -> Summary:
    walls = [one.wall for one in runs]
    return Summary(
        len(runs),
        statistics.median(walls),
        min(walls),
        max(walls),
        statistics.median(one.cpu for one in runs),
        statistics.median(one.memory for one in runs),
    )
