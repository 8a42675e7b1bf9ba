"""The small files that other programs leave beside a file for as long as they have it open: the only module that looks
for them. It loads nothing, for it stands between a command and an answer that is there already."""

from __future__ import annotations

import os

_MARKS = (("~$", "", "Excel"), (".~lock.", "#", "LibreOffice"))


def mark_beside(path: str) -> tuple[str, str] | None:
    """The name of the mark that lies beside a file, and the program that it is of; None where none does."""
    folder, name = os.path.split(path)
    for before, after, program in _MARKS:
        mark = f"{before}{name}{after}"
        if os.path.exists(os.path.join(folder, mark)):
            return mark, program
    return None
