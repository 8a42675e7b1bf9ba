"""`kpic check`: what is wrong in specs and their data, for people and for build servers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from kpidsl import cache, pipeline, workspace
from kpidsl.cli import answers
from kpidsl.cli.console import (
    AS_AT,
    COULD_NOT_RUN,
    FINE,
    MOST_SHOWN,
    PROBLEMS,
    day_given,
    fail,
    files_given,
    more,
    say,
)
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.diagnostics.formats import FORMATS
from kpidsl.diagnostics.placed import Checked
from kpidsl.diagnostics.severity import Severity
from kpidsl.source import Content, Source
from kpidsl.spec.links import parsed
from kpidsl.spec.project import Read, Unreadable, decoded
from kpidsl.syntax import ast


@click.command()
@click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
@click.option(
    "--fail-level",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ERROR.value,
    help="From which severity on a problem means exit status 1 (default: error).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    help="How to write the problems (default: text).",
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write them to FILE (default: print them)."
)
@click.option("--back-test", is_flag=True, help="Also advise on what earlier figures say of the rules of today.")
@AS_AT
def check(
    specs: tuple[str, ...], fail_level: str, form: str, out: Path | None, back_test: bool, as_at: datetime | None
) -> None:
    """Check each SPEC and its data, and make nothing. Records are checked, and not counted.

    SPEC is a .kpi file or a folder: all reports in it and below are checked, and .kpi files that none of them uses are
    read. Exit status 1 says that there are problems of the --fail-level or graver ones.
    """
    read: dict[Path, str | None] = {}
    checked = _checked(specs, day_given(as_at), back_test, Severity(fail_level), read)
    if form == "text" and out is None:
        answer = _answer(checked)
        asked_plainly = fail_level == Severity.ERROR.value and not back_test and as_at is None
        if asked_plainly and all(map(os.path.isfile, specs)) and "\x1b" not in answer.problems + answer.result:
            sums = {path.as_posix(): sum_ for path, sum_ in read.items() if sum_ is not None}
            if len(sums) == len(read):
                answers.keep(specs, sums, answer)
        click.echo(answer.problems, nl=False, err=True)
        if answer.status:
            raise click.exceptions.Exit(answer.status)
        say(answer.result.rstrip("\n"))
        return
    written = show.text(checked.problems) if form == "text" else FORMATS[form](checked)
    if out is None:
        if written:
            say(written.rstrip("\n"), "the list of problems")
    else:
        try:
            workspace.write_whole(out, written.encode("utf-8"))
        except OSError as error:
            reason = error.strerror or "unknown reason"
            fail(COULD_NOT_RUN, f"{out.as_posix()} could not be written ({reason}); choose another with --out")
    click.echo(f"kpic: {show.count(checked.problems) or 'no problems'}", err=True)
    if checked.failed:
        raise click.exceptions.Exit(PROBLEMS)


def _answer(checked: Checked) -> answers.Answer:
    """What is said of specs to somebody at a terminal."""
    text = show.text(checked.problems, MOST_SHOWN)
    problems = f"{text}\n" if text else ""
    if checked.failed:
        message = f"kpic: {show.count(checked.problems)}; {more(checked.problems)}\n"
        return answers.Answer(problems + message, "", PROBLEMS)
    counted = show.count(checked.problems) or "no problems"
    several = f" in {len(checked.specs)} specs" * (len(checked.specs) > 1)
    result = f"{checked.specs[0]}: {counted}" if len(checked.specs) == 1 else f"{counted}{several}"
    return answers.Answer(problems, f"{result}\n", FINE)


def _checked(
    given: Sequence[str], as_at: date | None, back_test: bool, fails_from: Severity, read: dict[Path, str | None]
) -> Checked:
    """What is wrong in specs. `read` is told the files that were read, each with its sum; None where it has none."""
    files = files_given(given, written=False)
    named = {Path(spec) for spec in given}
    reports = [path for path in files if path in named or is_report(path)]
    found: dict[Diagnostic, str] = {}
    for path in reports:
        reading = _noting(workspace.reader(path.parent), path.parent, read)
        outcome = pipeline.compose_report(path.name, reading, as_at, counting=False, formats=())
        several = outcome.value is not None and bool(outcome.value.authorities or outcome.value.spec.is_together)
        if back_test and several:
            click.echo(f"kpic: {path.as_posix()} is for several authorities, so there is no advice on it", err=True)
        advice = pipeline.advice(outcome.value) if back_test and outcome.value and not several else ()
        for problem in (*outcome.diagnostics, *advice):
            found.setdefault(problem, path.as_posix())
    seen = {each.resolve() for each in read}
    for path in files:  # what no report uses is read all the same, so that nothing in a folder goes unseen
        if path not in reports and path.resolve() not in seen:
            for problem in _parsed(path)[1]:
                found.setdefault(problem, path.as_posix())
    specs = tuple(path.as_posix() for path in reports)
    if not specs and not found:
        fail(COULD_NOT_RUN, "there is no report here: a spec has a line that starts with `report`")
    return Checked(specs, tuple((spec, problem) for problem, spec in found.items()), _from_here, fails_from)


def _noting(read: Read, folder: Path, found: dict[Path, str | None]) -> Read:
    """Reads as `read` does, and notes which files were read and what was in them."""

    def reading(name: str) -> Source | Content | Unreadable:
        content = read(name)
        found[folder / name] = cache.digest_of(content.data) if isinstance(content, Content) else None
        return content

    return reading


def _parsed(path: Path) -> tuple[ast.File | None, tuple[Diagnostic, ...]]:
    content = workspace.reader(path.parent)(path.name)
    source = decoded(content.name, content.data) if isinstance(content, Content) else content
    if isinstance(source, Unreadable):
        return None, (Diagnostic(source.code, source.message, source.at, help=(source.help,)),)
    outcome = parsed(source)
    return outcome.value, outcome.diagnostics


def is_report(path: Path) -> bool:
    """Whether a spec has a line that starts with `report`."""
    file, _ = _parsed(path)
    return file is not None and any(isinstance(block.header, ast.Report) for block in file.blocks)


def _from_here(name: str) -> str:
    """The name of a file seen from the folder that `kpic` runs in, with forward slashes."""
    try:
        return Path(os.path.relpath(name)).as_posix()
    except ValueError:  # on another drive
        return Path(name).resolve().as_posix()
