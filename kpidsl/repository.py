"""The only module that calls Git: what a revision means, where two of them parted, and files as a revision has them.

Nothing is checked out: files are read out of the repository, so whatever is open or unsaved in the folder stays as it
is.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kpidsl.source import Content
from kpidsl.spec.project import Read, Unreadable
from kpidsl.values import dataclass

_SECONDS = 120
_LFS = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why Git cannot say what was asked, in a sentence, and what to do."""

    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit; `asked` is what it was called by."""

    id: str
    asked: str

    @property
    def named(self) -> str:
        """`main (1a2b3c4d)`."""
        return self.called if self.id.startswith(self.asked) else f"{self.asked} ({self.id[:8]})"

    @property
    def called(self) -> str:
        """`main`; a hash is cut short."""
        return self.id[:8] if self.id.startswith(self.asked) else self.asked


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository that `folder` lies in; `prefix` is the folder's path in it, empty or with a slash at its end."""

    folder: Path
    prefix: str

    def commit(self, asked: str) -> Commit | Refusal:
        """The commit that a revision means: a branch, a tag, a hash, `HEAD~2`."""
        found = _git(self.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{asked}^{{commit}}")
        if isinstance(found, Refusal):
            return found
        if found.code:
            return Refusal(f"Git knows no revision `{asked}` here", self._fetch() or _SPELLING)
        return Commit(found.text.strip(), asked)

    def parted(self, one: Commit, other: Commit) -> Commit | Refusal:
        """The last commit that both come from: what other people have changed since is no part of the difference."""
        found = _git(self.folder, "merge-base", one.id, other.id)
        if isinstance(found, Refusal):
            return found
        if found.code or not found.text.strip():
            message = f"Git finds no commit that both {one.named} and {other.named} come from"
            return Refusal(message, self._fetch() or "name two revisions of the same history")
        commit = found.text.split()[0]
        return one if commit == one.id else Commit(commit, f"where {other.called} left {one.called}")

    def _fetch(self) -> str:
        found = _git(self.folder, "rev-parse", "--is-shallow-repository")
        if isinstance(found, Refusal) or found.text.strip() != "true":
            return ""
        return (
            "this copy of the repository has only its latest commits; fetch all with `git fetch --unshallow`"
            " (on GitHub, give actions/checkout `fetch-depth: 0`)"
        )

    def reader(self, commit: Commit) -> Read:
        """Reads the files of the folder as a commit has them, nothing outside it, also not through a link."""

        def read(name: str) -> Content | Unreadable:
            shown = (self.folder / name).as_posix()
            path = posixpath.normpath(self.prefix + name)
            if name.startswith("/") or not f"{path}/".startswith(self.prefix):
                message = f"`{shown}` leads out of the folder of the report"
                return Unreadable("outside-project", message, "copy the file into the folder")
            entry = _git(self.folder, "ls-tree", "-z", "--full-tree", commit.id, "--", f":(literal){path}")
            if isinstance(entry, Refusal):
                return Unreadable("file-unreadable", entry.message, entry.help)
            if entry.code or not entry.text:
                message = f"there is no file `{shown}` in {commit.named}"
                return Unreadable("file-missing", message, "check the name and the folder, and that it was committed")
            mode, kind, blob = entry.text.partition("\t")[0].split()
            if kind != "blob" or mode == "120000":
                message = f"`{shown}` is not a file in {commit.named}"
                return Unreadable("file-unreadable", message, "name a file, not a folder or a link")
            content = _git(self.folder, "cat-file", "blob", blob)
            if isinstance(content, Refusal) or content.code:
                return Unreadable("file-unreadable", f"Git cannot read `{shown}` in {commit.named}", "run `git fsck`")
            if content.data.startswith(_LFS):
                message = f"`{shown}` is kept in Git LFS, so {commit.named} holds only a pointer to it"
                return Unreadable("file-unreadable", message, "keep the files of reports in Git itself: they are small")
            return Content(shown, content.data)

        return read

    def specs(self, commit: Commit) -> tuple[str, ...]:
        """The `.kpi` files of a commit in which a report begins, as seen from the folder."""
        found = _git(self.folder, "grep", "-l", "-z", "-E", r"^[[:space:]]*report[[:space:]]", commit.id, "--", "*.kpi")
        if isinstance(found, Refusal) or found.code:
            return ()
        return tuple(sorted(name.partition(":")[2] for name in found.text.split("\0") if name))


_SPELLING = "check its spelling; `git branch --all` and `git log` list what there is"


def find(folder: Path) -> Repository | Refusal:
    """The repository that a folder lies in."""
    found = _git(folder, "rev-parse", "--show-prefix")
    if isinstance(found, Refusal):
        return found
    if found.code:
        if "dubious ownership" in found.error:
            message = f"Git does not trust {folder.as_posix()}, for it belongs to another user"
            return Refusal(message, "if you trust its files: git config --global --add safe.directory FOLDER")
        message = f"{folder.resolve().as_posix()} is not in a Git repository"
        return Refusal(message, "go into one, or compare two files: kpic diff OLD.kpi NEW.kpi")
    return Repository(folder, found.text.strip("\n"))


@dataclass(frozen=True, slots=True)
class _Said:
    code: int
    data: bytes
    error: str

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", errors="surrogateescape")


def _git(folder: Path, *arguments: str) -> _Said | Refusal:
    """Git asked, in a way that never waits for somebody to type, writes nothing, and answers in English."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    command: Sequence[str] = ("git", "-C", str(folder), "--no-pager", *arguments)
    try:
        run = subprocess.run(command, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS)
    except FileNotFoundError:
        return Refusal("Git is not installed here", "install it, or compare two files: kpic diff OLD.kpi NEW.kpi")
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        reason = "it did not answer" if isinstance(error, subprocess.TimeoutExpired) else "it cannot be run"
        return Refusal(f"Git does not work here: {reason}", "try `git status` in the same folder")
    return _Said(run.returncode, run.stdout, run.stderr.decode("utf-8", errors="replace"))
