"""What `kpic` keeps between runs, to be faster the next time: the only module that meets the user's cache folder.

Nothing here changes a result. Whatever is kept has a name that says what it was made from, this program and this Python
included, so that another kpic finds nothing of this one. What is damaged, or cannot be read or written, is as good as
not there. The folder must be ours alone: what somebody else could have put there is not read.

It loads little, for it stands between a command and an answer that is there already.
"""

from __future__ import annotations

import os
import sys
from functools import cache

from kpidsl import __version__
from kpidsl.sums import sha256

VARIABLE = "KPIC_CACHE"  # another folder, or `off`
OFF = "off"
MOST_FILES, MOST_BYTES = 2_000, 128 * 1024**2  # beyond these the oldest go, until half is left
OURS = ("answer-", "result-")  # how the names of all start that is kept
_SHARE = 16  # after this part of them has been written, the folder is looked through again
_written: dict[str, tuple[int, int]] = {}  # since then, by folder: files and bytes
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def folder() -> str | None:
    """The folder, made where it was not there; None where there is none that is ours alone."""
    place = os.environ.get(VARIABLE, "") or _usual_place()
    if place == OFF or not os.path.isabs(place) or not os.path.isdir(_PACKAGE):
        return None
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        return place if _is_ours_alone(os.lstat(place)) else None
    except (OSError, ValueError):
        return None


def digest(*parts: str) -> str:
    """One name for all of these: their SHA-256, in hexadecimal digits."""
    return sha256("\0".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass"))


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return sha256(content)


def kept(name: str) -> bytes | None:
    """What is kept under a name, whole; None where there is nothing to be trusted."""
    place = folder()
    if place is None:
        return None
    try:
        with open(os.path.join(place, name), "rb") as file:
            if not _is_ours_alone(os.fstat(file.fileno())):
                return None
            sum_, content = file.read(64), file.read()
    except (OSError, ValueError):
        return None
    return content if sum_ == digest_of(content).encode("ascii") else None


def keep(name: str, content: bytes) -> None:
    """Keep this under a name, if that can be done. Whoever looks meanwhile finds what was there, or all of this."""
    place = folder()
    if place is None or len(content) > MOST_BYTES // 4:
        return
    part = os.path.join(place, f"{name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(digest_of(content).encode("ascii") + content)
        os.replace(part, os.path.join(place, name))
        files, size = _written.get(place, (MOST_FILES, 0))  # a process looks at its first file, and then seldom
        _written[place] = files, size = files + 1, size + len(content)
        if files > MOST_FILES // _SHARE or size > MOST_BYTES // _SHARE:
            _make_room(place)
            _written[place] = 0, 0
    except OSError:
        try:
            os.unlink(part)
        except OSError:
            return


@cache
def program() -> str:
    """One name for this program as it is installed: its files, this Python, and what else can be imported.

    A version alone would not do: in a checkout the program changes under the same version, and libraries change beside
    it. Nor would files alone: whoever unpacks them may give all the same time, and 0.1.1 is as long as 0.1.0.
    """
    found = [__version__, sys.version, sys.byteorder]
    pending = [_PACKAGE]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir():
                    pending += [entry.path] * (entry.name != "__pycache__")
                else:
                    found.append(f"{entry.path} {_state(entry)}")
    grammar = os.path.join(os.path.dirname(_PACKAGE), "grammar", "kpi.lark")  # of a checkout
    for path in (grammar, *sys.path[1:]):  # a library that is put in or taken out changes the folder that it is in
        try:
            found.append(f"{path} {os.stat(path).st_mtime_ns}")
        except OSError:
            continue
    return digest(*found)


def _state(entry: os.DirEntry[str]) -> str:
    """What changes when a file does; nothing of one that has just gone, or of a link to nothing, as some editors leave
    beside what they have open."""
    try:
        state = entry.stat()
    except OSError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns}"


def _usual_place() -> str:
    """Where programs of this system keep what they can make again."""
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA", ""), "kpic", "Cache")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches/kpic")
    base = os.environ.get("XDG_CACHE_HOME", "")
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "kpic")


def _is_ours_alone(state: os.stat_result) -> bool:
    """Whether nobody else could have written a file or folder (on Windows, the folder of a user is)."""
    if sys.platform == "win32":
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & 0o022 and (state.st_mode & 0o170000) != 0o120000


def _make_room(place: str) -> None:
    """Nothing goes that is not ours: somebody may have named a folder that holds other things, too."""
    with os.scandir(place) as entries:
        own = [entry for entry in entries if entry.name.startswith(OURS)]
    files = sorted((state.st_mtime_ns, state.st_size, entry.path) for entry in own if (state := entry.stat()))
    number, size = len(files), sum(size for _, size, _ in files)
    if number <= MOST_FILES - MOST_FILES // _SHARE and size <= MOST_BYTES - MOST_BYTES // _SHARE:
        return
    for _, bytes_, path in files:
        if number <= MOST_FILES // 2 and size <= MOST_BYTES // 2:
            return
        os.unlink(path)
        number, size = number - 1, size - bytes_
