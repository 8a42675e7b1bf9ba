"""`kpic fix`: makes the fixes that problems carry, in the .kpi files and the house file of a report."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click

from kpidsl import pipeline, workspace
from kpidsl.cli.console import AS_AT, COULD_NOT_RUN, PROBLEMS, day_given, fail, say
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import has_errors
from kpidsl.diagnostics.rounds import Diagnosis, Rounds, put_right
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable

_MAY_CHANGE = (".kpi", ".yaml", ".yml")  # what officers write as text; never data, never records


@click.command()
@click.argument("spec", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Change nothing; show what would be changed.")
@AS_AT
def fix(spec: Path, dry_run: bool, as_at: datetime | None) -> None:
    """Put right what has one certain answer in SPEC, the .kpi files that it uses and its house file.

    Data files are never changed. All files are written, or none. Exit status 1 says that errors are left or, with
    --dry-run, that something would be changed.
    """
    if not spec.is_file():
        fail(COULD_NOT_RUN, f"the spec {spec.as_posix()} is not there")
    day = day_given(as_at)

    def diagnose(texts: Mapping[str, str]) -> Diagnosis:
        read = _reading(workspace.reader(spec.parent), texts)
        rules = pipeline.rules(spec.name, read)
        whole = pipeline.compose_report(spec.name, read, day, counting=False, formats=())
        return Diagnosis(whole.diagnostics, sum(problem.is_error for problem in rules.diagnostics))

    rounds = put_right(diagnose, lambda name: name.lower().endswith(_MAY_CHANGE))
    if dry_run:
        for name in rounds.after:
            say(_diff(name, rounds), "the differences")
    else:
        _write(rounds)
        for name in rounds.after:
            say("\n".join(_changes(name, rounds)), "the changes")
    _end(spec, rounds, dry_run)


def _end(spec: Path, rounds: Rounds, dry_run: bool) -> None:
    """What was done and what is left, and the exit status."""
    for fix in rounds.refused:
        where = fix.edits[0].span
        click.echo(f"kpic: {where}: {fix.title}: not done, for there would be more errors than before", err=True)
    said = "there is nothing that kpic can put right"
    if rounds.after:
        lines = sum(1 for name in rounds.after for _ in _changes(name, rounds))
        said = f"{_number(lines, 'place')} {'would be put' if dry_run else 'put'} right in {_files(rounds)}"
    if has_errors(rounds.left):
        said += f"; {show.count(rounds.left)} left, which kpic check {spec.as_posix()} shows"
    click.echo(f"kpic: {said}", err=True)
    if has_errors(rounds.left) or (dry_run and rounds.after):
        raise click.exceptions.Exit(PROBLEMS)


def _reading(read: Read, texts: Mapping[str, str]) -> Read:
    """Reads as `read` does, but that some files have other texts."""

    def reading(name: str) -> Source | Content | Unreadable:
        found = read(name)
        return Source(found.name, texts[found.name]) if isinstance(found, Content) and found.name in texts else found

    return reading


def _write(rounds: Rounds) -> None:
    """All files, or none. A mark at the start of a file, which tells its encoding, stays."""
    files = {}
    for name, text in rounds.after.items():
        path = Path(name).resolve()
        mark = codecs.BOM_UTF8 if (workspace.existing(path) or b"").startswith(codecs.BOM_UTF8) else b""
        files[path] = mark + text.encode("utf-8")
    try:
        workspace.write_all(files)
    except OSError as error:
        shown = " and ".join(rounds.after)
        fail(COULD_NOT_RUN, f"{shown} could not be written ({error.strerror or 'unknown reason'}); nothing was changed")


def _diff(name: str, rounds: Rounds) -> str:
    lines = (rounds.before[name].splitlines(), rounds.after[name].splitlines())
    return "\n".join(difflib.unified_diff(*lines, f"a/{name}", f"b/{name}", lineterm=""))


def _changes(name: str, rounds: Rounds) -> Iterator[str]:
    """Each place that changed: where it stands now, the lines as they were, and as they are."""
    before, after = rounds.before[name].splitlines(), rounds.after[name].splitlines()
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if kind != "equal":
            old = [f"  - {line.strip()}" for line in before[start:end]]
            new = [f"  + {line.strip()}" for line in after[new_start:new_end]]
            yield "\n".join((f"{name}:{new_start + 1}", *old, *new))


def _files(rounds: Rounds) -> str:
    return _number(len(rounds.after), "file")


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
