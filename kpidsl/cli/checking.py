"""`kpic check`: what is wrong in specs and their data, for people and for build servers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from kpidsl import pipeline, workspace
from kpidsl.cli import checks
from kpidsl.cli.console import AS_AT, COULD_NOT_RUN, PROBLEMS, day_given, fail, files_given, say
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import Diagnostic
from kpidsl.diagnostics.formats import FORMATS
from kpidsl.diagnostics.placed import Checked
from kpidsl.diagnostics.severity import Severity


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
        answer = checks.answer_of(checked)
        asked_plainly = fail_level == Severity.ERROR.value and not back_test and as_at is None
        if asked_plainly and all(map(os.path.isfile, specs)):
            checks.keep(specs, read, answer)
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


def _checked(
    given: Sequence[str], as_at: date | None, back_test: bool, fails_from: Severity, read: dict[Path, str | None]
) -> Checked:
    """What is wrong in specs, with advice where a `back_test` is asked for."""

    def advise(path: Path, composed: pipeline.Composed | None) -> tuple[Diagnostic, ...]:
        if composed is None:
            return ()
        if composed.authorities or composed.spec.is_together:
            click.echo(f"kpic: {path.as_posix()} is for several authorities, so there is no advice on it", err=True)
            return ()
        return pipeline.advice(composed)

    files, named = files_given(given, written=False), tuple(map(Path, given))
    advised = advise if back_test else checks.no_advice
    checked = checks.problems(files, named, as_at, fails_from, read, advised)
    if not checked.specs and not checked.problems:
        fail(COULD_NOT_RUN, "there is no report here: a spec has a line that starts with `report`")
    return checked
