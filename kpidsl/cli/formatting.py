"""`kpic fmt`: specs written in the one style."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from kpidsl import workspace
from kpidsl.cli.console import COULD_NOT_RUN, PROBLEMS, fail, files_given, say
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.source import Content
from kpidsl.spec.project import Unreadable, decoded
from kpidsl.syntax.format import formatted
from kpidsl.values import dataclass

_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class _Tried:
    """A file as it is, and as it would be; `after` is None where it cannot be read."""

    path: Path
    before: bytes
    after: bytes | None
    problems: tuple[Diagnostic, ...]

    @property
    def name(self) -> str:
        return self.path.as_posix()

    @property
    def changes(self) -> bool:
        return self.after not in (None, self.before)

    def diff(self) -> str:
        """As `git diff` writes it, but with the ends of lines left out."""
        before, after = _lines(self.before), _lines(self.after or b"")
        lines = list(difflib.unified_diff(before, after, f"a/{self.name}", f"b/{self.name}", lineterm=""))
        return "\n".join(lines or [f"{self.name}: only the ends of lines, or a mark at its start, would change"])


@click.command()
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@click.option("--check", "checking", is_flag=True, help="Change nothing; list the files that are not in this style.")
@click.option("--diff", "differing", is_flag=True, help="Change nothing; show what would be changed.")
def fmt(specs: tuple[str, ...], checking: bool, differing: bool) -> None:
    """Write each SPEC in the one style: its spaces and indentation, never what it says.

    SPEC is a .kpi file, a folder (all .kpi files in it and below) or - (standard input, printed in this style). A file
    with lines that cannot be read is left as it is. With --check or --diff, exit status 1 says that one would change.
    """
    if _STANDARD_INPUT in specs:
        if len(specs) > 1:
            fail(COULD_NOT_RUN, "- stands for standard input; name it alone")
        tried = [_tried(Path("standard input"), sys.stdin.buffer.read())]
    else:
        tried = [_tried(path, _content(path)) for path in files_given(specs, written=True)]
    changed = [one for one in tried if one.changes]
    refused = [one for one in tried if one.after is None]
    if refused:
        click.echo(show.text(problem for one in refused for problem in one.problems), err=True)
    if differing:
        for one in changed:
            say(one.diff(), "the differences")
    elif checking:
        for one in changed:
            say(one.name)
    elif _STANDARD_INPUT in specs:
        if tried[0].after:
            say(tried[0].after.removesuffix(b"\n"), "the text")
    else:
        _write(changed)
    only_shown = checking or differing
    if _STANDARD_INPUT not in specs:
        click.echo(f"kpic: {_summary(len(tried), len(changed), len(refused), only_shown)}", err=True)
    if refused or (only_shown and changed):
        raise click.exceptions.Exit(PROBLEMS)


def _lines(content: bytes) -> list[str]:
    return [line.rstrip("\r") for line in content.decode("utf-8-sig").split("\n")]


def _content(path: Path) -> bytes:
    """What is in a file; where there is none, or it cannot be read, that is the end."""
    found = workspace.reader(path.parent)(path.name)
    if isinstance(found, Content):
        return found.data
    fail(COULD_NOT_RUN, found.message if isinstance(found, Unreadable) else f"{path.as_posix()} cannot be read")


def _tried(path: Path, content: bytes) -> _Tried:
    source = decoded(path.as_posix(), content)
    if isinstance(source, Unreadable):
        problem = Diagnostic(source.code, source.message, source.at, help=(source.help,))
        return _Tried(path, content, None, (problem,))
    outcome: Outcome[str] = formatted(source)
    after = None if outcome.value is None else outcome.value.encode("utf-8")
    return _Tried(path, content, after, outcome.diagnostics)


def _write(changed: list[_Tried]) -> None:
    for one in changed:
        try:
            workspace.write_whole(one.path.resolve(), one.after or b"")
        except OSError as error:
            reason = error.strerror or "unknown reason"
            fail(COULD_NOT_RUN, f"{one.name} could not be written ({reason}), and is as it was; close it elsewhere")
        say(one.name)


def _summary(tried: int, changed: int, refused: int, only_shown: bool) -> str:
    """`2 files formatted, 3 already were; 1 file is left as it is, for it has errors`."""
    same = tried - changed - refused
    parts = []
    if changed:
        parts.append(f"{_files(changed)} {'would be changed' if only_shown else 'formatted'}")
    if same:
        parts.append(f"{_files(same)} formatted already")
    said = ", ".join(parts)
    if refused:
        left = f"{_files(refused)} left as {'it is' if refused == 1 else 'they are'} until the errors are put right"
        return f"{said}; {left}" if said else left
    return said or "there is no .kpi file here"


def _files(number: int) -> str:
    return f"{number} file{'s' * (number != 1)}"
