"""`python -m benchmarks.checks PDF...`: how many pages and words each file has, and which words, as JSON.

Words are runs of letters and digits, so that a word broken after a hyphen counts as two however it is broken; a word
that is cut at the end of a line anywhere else, or runs into that of the next cell, is looked for in all letters of the
other file, first where it should stand: a report of 33,000 indicators has 20,000 of them, and 7,000,000 letters. Short
numbers are those of pages.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

_NUMBER = re.compile(r"\d{1,3}")
_NEAR = 20_000  # letters, which are ten pages


def read(pdf: Path) -> dict[str, Any]:
    """The pages and words of a file, by poppler's pdftotext, which must be there."""
    text = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"], capture_output=True, check=True).stdout
    words = re.findall(r"[^\W_]+", text.decode("utf-8"))
    places: dict[str, int] = {}
    at = 0
    for word in words:
        places.setdefault(word, at)
        at += len(word)
    return {"pages": text.count(b"\f"), "words": len(words), "places": places, "letters": "".join(words)}


def read_all(pdfs: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The same of several, by their names; of files with the same bytes, one is read."""
    sums = {pdf: hashlib.sha256(Path(pdf).read_bytes()).digest() for pdf in pdfs}
    alone = {sum_: pdf for pdf, sum_ in sums.items()}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(alone, pool.map(read, map(Path, alone.values())), strict=True))
    return {pdf: found[sum_] for pdf, sum_ in sums.items()}


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
    words = sorted(set(one["places"]) - set(other["places"]))
    return [word for word in words if not _NUMBER.fullmatch(word) and not _is_among(word, one, other)]


def _is_among(word: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a word of one file stands in the letters of the other: about where it stands in the one, or anywhere."""
    letters = other["letters"]
    near = one["places"][word] * len(letters) // max(1, len(one["letters"]))
    return letters.find(word, max(0, near - _NEAR), near + _NEAR) >= 0 or word in letters


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:5]) + (f" and {len(words) - 5} more words" if len(words) > 5 else "")


if __name__ == "__main__":
    json.dump(read_all(sys.argv[1:]), sys.stdout)
