"""`python -m benchmarks.checks PDF...`: how many pages and words each file has, and which words, as JSON.

Words are runs of letters and digits, so that a word broken after a hyphen counts as two however it is broken; a word
that is cut at the end of a line anywhere else is looked for in all letters of the other file. Short numbers are those
of pages.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_NUMBER = re.compile(r"\d{1,3}")


def read(pdf: Path) -> dict[str, Any]:
    """The pages and words of a file, by poppler's pdftotext, which must be there."""
    text = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True).stdout
    words = re.findall(r"[^\W_]+", text.decode("utf-8"))
    return {"pages": text.count(b"\f"), "words": len(words), "set": sorted(set(words)), "letters": "".join(words)}


def can_read() -> bool:
    return shutil.which("pdftotext") is not None


def differences(read: Mapping[str, Mapping[str, Any]], reference: str) -> list[str]:
    """What is not the same in the files of different makers: words that one lacks, pages more than a tenth apart."""
    found: list[str] = []
    one = read[reference]
    for maker, other in read.items():
        lacking, more = _missing(one, other), _missing(other, one)
        if lacking:
            found.append(f"{maker} lacks {_some(lacking)}")
        if more:
            found.append(f"{maker} has {_some(more)} besides")
        pages, others = one["pages"], other["pages"]
        if abs(pages - others) > max(1.0, pages * 0.1):
            found.append(f"{maker} has {others} pages, {reference} has {pages}")
    return found


def _missing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The words of one file that the other has not, not even cut."""
    words = sorted(set(one["set"]) - set(other["set"]))
    return [word for word in words if not _NUMBER.fullmatch(word) and word not in other["letters"]]


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:5]) + (f" and {len(words) - 5} more words" if len(words) > 5 else "")


if __name__ == "__main__":
    json.dump({path: read(Path(path)) for path in sys.argv[1:]}, sys.stdout)
