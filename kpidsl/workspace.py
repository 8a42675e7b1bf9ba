"""The only module that meets the disk. Reads files for the pipeline, and puts finished files in place whole."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Mapping
from pathlib import Path

from kpidsl.marks import mark_beside
from kpidsl.source import Content
from kpidsl.spec.project import Read, Unreadable

LARGEST = 64 * 1024**2  # bytes of a file that is read whole


def reader(folder: Path) -> Read:
    """Reads the files of a project: everything in `folder` and below, nothing outside it, also not through a link."""

    def read(name: str) -> Content | Unreadable:
        path = folder / name
        shown = path.as_posix()
        try:
            if not path.resolve().is_relative_to(folder.resolve()):
                return Unreadable(
                    "outside-project",
                    f"`{shown}` leads out of the folder of the report",
                    "copy the file into the folder",
                )
            if path.exists() and not path.is_file():
                return Unreadable("file-unreadable", f"`{shown}` is not a file", "name a file, not a folder")
            if path.exists() and path.stat().st_size > LARGEST:
                size = f"{LARGEST // 1024**2} MB"
                return Unreadable(
                    "file-unreadable", f"`{shown}` is larger than {size}", "split it, or take out what is not used"
                )
            content = path.read_bytes()
        except FileNotFoundError:
            return Unreadable("file-missing", f"there is no file `{shown}`", "check the name and the folder")
        except PermissionError:
            return _locked(path, shown)
        except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that go round in a circle
            reason = getattr(error, "strerror", None) or "its name is not one that a file can have"
            return Unreadable("file-unreadable", f"`{shown}` cannot be read: {reason}", "check the name and the folder")
        found = mark_beside(str(path))
        return Content(shown, content, found[1] if found else "")

    return read


def _locked(path: Path, shown: str) -> Unreadable:
    """Why a file that is there cannot be opened."""
    found = mark_beside(str(path))
    if found is not None:
        mark, program = found
        message = f"`{shown}` is open in {program}, which lets no other program read it"
        return Unreadable("file-unreadable", message, f"close it there (`{mark}` lies beside it until then)")
    help_ = "close it in other programs (Excel locks the file it shows), or ask for the right to read it"
    return Unreadable("file-unreadable", f"`{shown}` cannot be opened", help_)


# What changes whenever a file is written, replaced or opened in a program that leaves a mark; None: it is not there.
Stamp = tuple[int, int, int, bool] | None


def stamp(path: Path) -> Stamp:
    """The stamp of a file, without reading it."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino, mark_beside(str(path)) is not None


def specs_below(folder: Path) -> tuple[Path, ...]:
    """All `.kpi` files in a folder and below, in order; hidden folders (`.git`, `.venv`) are left out."""
    found = (path for path in folder.rglob("*.kpi") if path.is_file())
    return tuple(
        sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    )


def existing(path: Path) -> bytes | None:
    """What is in a file; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def write_whole(path: Path, content: bytes) -> None:
    """Put one file in place, as `write_all` does."""
    write_all({path: content})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put each file in place in one move: whoever looks finds the earlier file or the new one, never a part.

    Raises OSError where a folder or a file cannot be written; all earlier files are then as they were.
    """
    parts: dict[Path, str] = {}
    placed: dict[Path, bytes | None] = {}
    try:
        for path, content in files.items():
            parts[path] = _part(path, content)
        for path, temporary in parts.items():
            earlier = path.read_bytes() if len(files) > 1 and path.is_file() else None
            os.replace(temporary, path)
            placed[path] = earlier
    except BaseException:
        for temporary in parts.values():
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        for path, earlier in placed.items():  # a later file failed, so this one goes back
            with contextlib.suppress(OSError):
                path.unlink() if earlier is None else os.replace(_part(path, earlier), path)
        raise


def _part(path: Path, content: bytes) -> str:
    """A finished file beside the place where it is to go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary, handle = _new(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _new(path: Path) -> tuple[str, int]:
    """A new file of our own beside another, with the rights that new files have. (`tempfile` takes 3 ms to load.)"""
    for number in itertools.count():
        temporary = os.path.join(path.parent, f".{path.name}.{os.getpid()}-{number}.part")
        with contextlib.suppress(FileExistsError):  # of a run that was broken off
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            return temporary, os.open(temporary, flags, 0o666)
    raise AssertionError("there is always a next number")
