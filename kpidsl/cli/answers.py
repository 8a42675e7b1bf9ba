"""Answers of `kpic check` that still hold: given again where no file that they come from has changed.

What a check says is decided by what is asked, by the folders of the specs, by the files that it reads, each of them
seen whole, and by the program. It has no clock. So an answer is kept with the sums of all these, and nothing is loaded
to give it again. Whether a file is open in another program is no part of that, so what is said of such a file is not
kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kpidsl import cache
from kpidsl.marks import mark_beside


class Answer(NamedTuple):
    """What goes to standard error and to standard output (each empty or ending in a line feed), and the status."""

    problems: str
    result: str
    status: int


def held(specs: Sequence[str]) -> Answer | None:
    """The answer about these specs that was kept, if it still holds."""
    name = _name(specs)
    content = None if name is None else cache.kept(name)
    if content is None:
        return None
    entry = json.loads(content)
    for path, (real, sum_) in entry["files"].items():
        if os.path.realpath(path) != real or not os.path.isfile(real) or mark_beside(path) is not None:
            return None
        try:
            with open(real, "rb") as file:
                if cache.digest_of(file.read()) != sum_:
                    return None
        except OSError:
            return None
    return Answer(*entry["answer"])


def keep(specs: Sequence[str], files: Mapping[str, str], answer: Answer) -> None:
    """Keep an answer. `files` are the sums of all files that were read for it, by the paths they were read from."""
    name = _name(specs)
    if name is None or any(map(mark_beside, files)):
        return
    found = {path: (os.path.realpath(path), sum_) for path, sum_ in files.items()}
    cache.keep(name, json.dumps({"files": found, "answer": answer}).encode("ascii"))


def _name(specs: Sequence[str]) -> str | None:
    """None where the folder that `kpic` runs in is no longer there."""
    try:
        here = os.getcwd()
    except OSError:
        return None
    folders = [os.path.realpath(os.path.dirname(spec)) for spec in specs]  # what leads out of them is not read
    return f"answer-{cache.digest(cache.program(), here, *specs, *folders)}"
