"""What every command of `kpic` says and how it ends.

Exit status: 0 fine; 1 problems in what was given; 2 could not run. Problems and progress go to standard error, results
to standard output.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from kpidsl import workspace
from kpidsl.cli.days import DAY
from kpidsl.cli.ending import (
    COULD_NOT_RUN as COULD_NOT_RUN,
    FINE as FINE,
    MOST_SHOWN as MOST_SHOWN,
    PROBLEMS as PROBLEMS,
    Progress as Progress,
    existing as existing,
    fail as fail,
    more as more,
    report as report,
    say as say,
)

SPEC = click.argument("spec", type=click.Path(path_type=Path))
AS_AT = click.option(
    "--as-at",
    type=DAY,
    metavar="DATE",
    help="The day the report is made for (default: the day of the meeting).",
)

AUTHORITY = click.option(
    "--authority",
    default="",
    metavar="NAME",
    help="Name or code of the authority that is meant, where SPEC makes a report for each of several.",
)


def files_given(specs: Sequence[str], written: bool) -> tuple[Path, ...]:
    """The files that are named, each once; of a folder, the .kpi files in it and below. One that is not there, or that
    is no .kpi file and might be `written`, ends the command."""
    found: dict[Path, None] = {}
    for spec in specs:
        path = Path(spec)
        if path.is_dir():
            found |= dict.fromkeys(workspace.specs_below(path))
        elif not path.is_file():
            fail(COULD_NOT_RUN, f"the spec {path.as_posix()} is not there")
        elif written and path.suffix.lower() != ".kpi":
            fail(COULD_NOT_RUN, f"{path.as_posix()} is no spec: the name of a spec ends in .kpi")
        else:
            found[path] = None
    return tuple(found)


def day_given(as_at: datetime | None) -> date | None:
    return as_at.date() if as_at else None


def hand_over(content: bytes, form: str, out: Path | None, called: str, sentence: str) -> None:
    """Print a list, or write it to a file and say so."""
    if out is None:
        # For a spreadsheet or a browser every byte counts; a terminal is given text.
        say(content.decode("utf-8").rstrip("\n") if form == "text" else content.rstrip(), called)
        return
    try:
        workspace.write_whole(out, content)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        fail(COULD_NOT_RUN, f"{out.as_posix()} could not be written ({reason}); choose another with --out")
    say(f"{out.as_posix()}: {sentence}")


class Bar:
    """How many of so many things are done, on a line that is rewritten in place; nothing where the output is not a
    terminal."""

    _WIDTH = 30

    def __init__(self, count: int) -> None:
        self._live = sys.stderr.isatty()
        self._count, self._done = count, 0
        self._show("")

    def step(self, name: str) -> None:
        """One more is done, the one of this name."""
        self._done += 1
        self._show(name)

    def clear(self) -> None:
        if self._live:
            click.echo("\r\x1b[K", err=True, nl=False)

    def _show(self, name: str) -> None:
        if self._live and self._count:
            full = self._WIDTH * self._done // self._count
            bar = "#" * full + "." * (self._WIDTH - full)
            click.echo(f"\r\x1b[K[{bar}] {self._done:,} of {self._count:,} {name[:30]}", err=True, nl=False)


def of_one(names: Sequence[str], authority: str, is_together: bool = False) -> None:
    """End a command that needs the report of one authority, where it is not said which, or there is nothing to say.
    `names` are all those that the spec makes a report for; none where it is for one council."""
    if is_together:
        message = "this report is on all authorities together, and has no figures of its own"
        fail(COULD_NOT_RUN, f"{message}; give the spec that makes a report for each of them")
    if names and not authority:
        message = f"this spec makes a report for each of {len(names):,} authorities; say which is meant"
        fail(COULD_NOT_RUN, f'{message}, for example: --authority "{names[0]}"')
    if authority and not names:
        fail(COULD_NOT_RUN, "this spec makes one report, of one council; leave --authority out")
