"""`kpic` run as a user runs it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def kpic(folder: Path, *arguments: str, seed: str = "0", path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder`. `seed` is that of Python's hashes, which must make no difference to anything.
    `path` is where other programs are looked for, where that is not the usual place."""
    command = [sys.executable, "-m", "kpidsl", *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": seed, **({} if path is None else {"PATH": path})}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


def edit(path: Path, old: str, new: str) -> None:
    """Put `new` in place of `old`, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
