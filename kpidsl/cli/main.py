"""`kpic` from outside: its streams, its help, and what becomes of a bug of ours.

Exit status: 0 fine; 1 problems in what was given; 2 could not run. Problems and progress go to standard error, results
to standard output. Click and the commands are loaded only after what needs neither: nobody should wait for help.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence

PROBLEMS, COULD_NOT_RUN = 1, 2
# A run builds trees that live until it ends. Python looks for garbage after every 700 new objects, which took a fifth
# of the time of parsing: here it is after 20,000,000. A build of 33,000 indicators makes half as many, of which 3,000
# are garbage: to look after each 1,000,000 took a twentieth of its time, and more the larger it was. Old objects are
# practically never looked through.
SELDOM = (20_000_000, 20, 10_000)
WIDEST = 80  # columns; Click sets help no wider, and the help that is kept is as wide as that


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `kpic`; never returns. A bug of ours ends in a sentence and status 2, its traceback only under KPIC_DEBUG."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file or pipe gets UTF-8 everywhere, as `kpic explain --all > codes.md` needs; an old Windows console
            # has a code page of its own, without “ ”.
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given in (["--help"], ["-h"]) and _columns() >= WIDEST:
        from kpidsl.cli.helping import HELP

        try:
            sys.stdout.write(HELP)
            sys.stdout.flush()
        except OSError:
            pass  # Click says it once more, and knows what to do where nobody listens
        else:
            sys.exit(0)
    checked, built = _checked_plainly(given), _built_plainly(given)
    if checked:
        _answer_again(checked)
    gc.set_threshold(*SELDOM)
    atexit.register(gc.freeze)  # nor is all looked through once more when the run ends: a tenth of the time of a build
    try:
        if checked:
            _answer(checked)
        elif built:
            _build(*built)
        from kpidsl.cli.commands import kpic

        kpic.main(args=given, prog_name="kpic")
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")  # as Click says it
        sys.exit(PROBLEMS)
    except BrokenPipeError:  # nobody listens any more, which Click takes for a problem, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # so that the interpreter's last flush is quiet
        sys.exit(PROBLEMS)
    except Exception as error:
        if os.environ.get("KPIC_DEBUG"):
            raise
        from click import echo

        echo(f"kpic: an error of kpic itself ({type(error).__name__}: {error}); nothing was written", err=True)
        echo("kpic: please report it; with KPIC_DEBUG=1 set, the same command says more", err=True)
        sys.exit(COULD_NOT_RUN)


def _checked_plainly(given: Sequence[str]) -> Sequence[str]:
    """The specs of `kpic check SPEC...`; none where anything else is asked."""
    return given[1:] if given[:1] == ["check"] and not any(word.startswith("-") for word in given) else ()


def _built_plainly(given: Sequence[str]) -> Sequence[str]:
    """The spec of `kpic build SPEC`, with the folder of `--out FOLDER` where one follows; nothing where anything else
    is asked."""
    match given:
        case ["build", spec, "--out", out]:
            words = [spec, out]
        case ["build", spec]:
            words = [spec]
        case _:
            return ()
    return words if all(word and not word.startswith("-") for word in words) else ()


def _answer_again(specs: Sequence[str]) -> None:
    """Say again what `kpic check` said of these specs, and end, if nothing has changed since; else do nothing."""
    from kpidsl.cli import answers

    answer = answers.held(specs)
    if answer is not None:
        _give(*answer)


def _answer(specs: Sequence[str]) -> None:
    """Check these specs and end; do nothing where that is for the command. So Click is not loaded, which takes longer
    than Python itself."""
    from kpidsl.cli import checks

    answer = checks.plainly(specs)
    if answer is not None:
        _give(*answer)


def _build(spec: str, out: str = "") -> None:
    """Make the report of a spec and end. Click is not loaded: with what it needs, 15 ms of 190 for the example."""
    from pathlib import Path

    from kpidsl.cli import builds
    from kpidsl.cli.memory import kept

    with kept():
        builds.build(Path(spec), Path(out or builds.OUT))
    sys.exit(0)


def _give(problems: str, result: str, status: int) -> None:
    """Say an answer and end; return where that is for the command, which knows what to do where nothing can be said."""
    try:
        sys.stderr.write(problems)
    except OSError:
        return
    try:
        sys.stdout.write(result)
        sys.stdout.flush()
    except OSError:
        from kpidsl.cli.ending import say  # which knows what to do where nothing can be printed

        say(result.rstrip("\n"))
    sys.exit(status)


def _columns() -> int:
    """The width of the terminal, found as `shutil` finds it, which takes long to load; 0 where it must be asked."""
    written = os.environ.get("COLUMNS", "")
    if written:
        return int(written) if written.isdecimal() else 0
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or WIDEST if sys.__stdout__ else WIDEST
    except (OSError, ValueError):
        return WIDEST  # no terminal
