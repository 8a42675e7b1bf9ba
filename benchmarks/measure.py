"""Runs a program and says how long it took, how much of the processor and how much memory: its own, and its children's.

Loads little: the memory of a small child would otherwise seem as large as that of the program that started it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


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
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=said, stderr=said, stdin=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read()[-2000:].decode("utf-8", errors="replace")
            raise Failed(f"{' '.join(command)[:300]} ended with {process.returncode}:\n{text}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


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
