"""What commands of `kpic` say and how they end, whether Click is loaded or not."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, TextIO

from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic

FINE, PROBLEMS, COULD_NOT_RUN = 0, 1, 2
MOST_SHOWN = 50  # problems; the rest are counted


def more(diagnostics: Sequence[Diagnostic]) -> str:
    """Where to read more: of the code itself, where there is just one."""
    codes = {diagnostic.code for diagnostic in diagnostics}
    return f"kpic explain {next(iter(codes)) if len(codes) == 1 else 'CODE'} says more"


def echo(text: str | bytes, stream: TextIO | None = None) -> None:
    """Print a text to a stream (to standard error, where None). Bytes, and what is not for every terminal, are for
    Click, which is not loaded for the rest."""
    stream = stream or sys.stderr
    if isinstance(text, bytes) or "\x1b" in text:
        import click

        click.echo(text, stream)
    else:
        _put(stream, f"{text}\n")


def _put(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def say(result: str | bytes, called: str = "") -> None:
    """Print a result. Nobody listening any more is fine; an output that cannot be written is said (a long result by
    what it is `called`)."""
    try:
        echo(result, sys.stdout)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the interpreter's last flush is quiet
        if isinstance(error, BrokenPipeError):
            return
        shown = called or (result if isinstance(result, str) else "made")
        fail(COULD_NOT_RUN, f"the result was {shown}, but it could not be printed ({error.strerror})")


def fail(status: int, message: str) -> NoReturn:
    """End the command with this status."""
    echo(f"kpic: {message}")
    sys.exit(status)


def report(diagnostics: Sequence[Diagnostic]) -> None:
    """Say what is wrong."""
    text = show.text(diagnostics, MOST_SHOWN)
    if text:
        echo(text)


def existing(spec: Path) -> Path:
    """A spec that is there to be read; anything else ends the command."""
    try:
        what = "" if spec.is_file() else "is not a file" if spec.exists() else "is not there"
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
    if what:
        fail(COULD_NOT_RUN, f"the spec {spec.as_posix()} {what}")
    return spec


class Progress:
    """One line that says what is going on, rewritten in place; nothing where the output is not a terminal."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()

    def show(self, stage: str) -> None:
        if self._live:
            _rewrite(f"{stage} ...")

    def clear(self) -> None:
        if self._live:
            _rewrite("")


def _rewrite(line: str) -> None:
    """Put a line in place of the one before on a terminal; some of Windows need Click to know what that is."""
    written = f"\r\x1b[K{line}"
    if sys.platform == "win32":
        import click

        click.echo(written, err=True, nl=False)
    else:
        _put(sys.stderr, written)
