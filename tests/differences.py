"""Pages of differences: an edit of the example report, and what `kpic diff` must say of it.

A heading starts a case. A fenced block tagged `edit FILE` has lines that go (`-`) and lines that come in their place
(`+`). Blocks tagged `expect text` or `expect problems` hold what comes out. The edits are committed on a branch of a
real Git repository.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kpidsl.cli import comparing
from kpidsl.diagnostics import show
from kpidsl.difference.compare import Compared, Unmade, compare
from kpidsl.difference.text import text
from tests.cases import Block, Case, accept, read_cases

__all__ = ["accept", "pages", "read_cases"]
PAGES = Path(__file__).parent / "differences"
SPECS = Path(__file__).parents[1] / "specs"


def pages() -> list[Path]:
    return sorted(PAGES.glob("*.md"))


@dataclass(frozen=True)
class Checkout:
    """A Git repository with the example report, and a branch off it for each case."""

    folder: Path

    @staticmethod
    def of_example(folder: Path, source: Path = SPECS) -> Checkout:
        shutil.copytree(source, folder / "specs", ignore=shutil.ignore_patterns("examples", "records", "from-records"))
        made = Checkout(folder)
        made.git("init", "--quiet", "--initial-branch=main")
        made.commit("The report as it is")
        return made

    def git(self, *arguments: str) -> str:
        settings = ("user.name=An Officer", "user.email=officer@example.org", "commit.gpgsign=false")
        command = ["git", *(word for one in settings for word in ("-c", one)), *arguments]
        run = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=60, check=True)
        return run.stdout

    def commit(self, message: str) -> None:
        date = "2021-09-01T09:00:00Z"
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, f"--date={date}")

    def branch(self, name: str) -> None:
        self.git("checkout", "--quiet", "--force", "-B", name, "main")

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / "specs" / file
        path.write_text(replaced(path.read_text(encoding="utf-8"), old, new), encoding="utf-8", newline="")

    def compare(self, range_: str, spec: str = "q1.kpi") -> Compared | Unmade:
        found = comparing.asked(range_, str(self.folder / "specs" / spec), self.folder)
        assert isinstance(found, comparing.Asked), found
        return compare(found.old, found.new)


def replaced(text: str, old: str, new: str) -> str:
    """The text with `new` in place of `old`, which must stand in it just once, however many spaces are in it."""
    lines = (r"[ \t]+".join(map(re.escape, line.split())) for line in old.splitlines())
    pattern = r"[ \t]*\n[ \t]*".join(lines)
    found = re.findall(rf"(?m)^[ \t]*{pattern}[ \t]*\n" if old.endswith("\n") else pattern, text)
    assert len(found) == 1, f"{len(found)} times: {old}"
    return text.replace(found[0], new)


def edit_of(block: Block) -> tuple[str, str, str]:
    """Of a block `edit FILE`: the file, the lines that go and those that come."""
    lines = block.body.splitlines()
    old, new = ("".join(f"{line[2:]}\n" for line in lines if line.startswith(sign)) for sign in "-+")
    return block.info.removeprefix("edit "), old, new


def results(case: Case, checkout: Checkout) -> dict[str, str]:
    """What a page can expect of a case."""
    checkout.branch("change")
    for block in case.blocks:
        if block.info.startswith("edit "):
            checkout.edit(*edit_of(block))
    checkout.commit(case.title)
    found = checkout.compare("main..change")
    if isinstance(found, Unmade):
        problems = steady(show.text(found.diagnostics), checkout)
        return {"text": "", "problems": f"{steady(found.name, checkout)}\n\n{problems}"}
    return {"text": steady(text(found.difference), checkout), "problems": ""}


def steady(text: str, checkout: Checkout) -> str:
    """Without what differs from run to run: hashes, and the folder."""
    text = re.sub(r"\((?=[0-9a-f]*\d)[0-9a-f]{8}\)", "(1a2b3c4d)", text)
    return text.replace(f"{checkout.folder.as_posix()}/", "")
