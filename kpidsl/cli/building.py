"""`kpic build`: the report of a spec as files, and the record of what is published."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kpidsl import memo, pipeline, rendering, workspace
from kpidsl.cli.console import (
    AS_AT,
    COULD_NOT_RUN,
    PROBLEMS,
    SPEC,
    Progress,
    day_given,
    existing,
    fail,
    more,
    report,
    say,
)
from kpidsl.cli.reporting import (
    DRAFT,
    FORMAT,
    OUT,
    asked,
    contracted,
    earlier,
    locked,
    notes,
    notes_on_words,
    say_notes,
    shown,
)
from kpidsl.diagnostics import show
from kpidsl.engines.counter import counter

MOST_NAMED = 3  # differences between two records


@click.command()
@SPEC
@OUT
@FORMAT
@DRAFT
@click.option("--record", is_flag=True, help="Also keep what is published, in the folder `records` beside SPEC.")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Of several authorities, only the one of this name or code."
)
@click.option("--resume", is_flag=True, help="Of several authorities, leave those alone whose reports are up to date.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Of several, how many to make at a time (default: a processor each)."
)
@AS_AT
def build(
    spec: Path,
    out: Path,
    formats: str,
    draft: bool,
    record: bool,
    only: tuple[str, ...],
    resume: bool,
    jobs: int | None,
    as_at: datetime | None,
) -> None:
    """Make the report of SPEC, or one for each of its authorities."""
    wanted = asked(spec, out, formats, draft)
    targets = dict(wanted.targets)
    if draft and record:
        fail(COULD_NOT_RUN, "a draft is not published, so there is nothing to record; leave --draft or --record out")
    if record:
        targets[rendering.RECORD] = spec.parent / "records" / f"{spec.stem}.json"
    progress = Progress()
    read = workspace.reader(spec.parent)
    prepared = pipeline.prepare(existing(spec).name, read, progress.show)
    counting = pipeline.counting_by(read, counter(spec.parent))
    braille = contracted(targets)
    rules = prepared.value.spec if prepared.value else None
    if prepared.value and rules and rules.authorities and not rules.is_together:
        from kpidsl.cli import building_many  # only here: no other build needs processes

        progress.clear()
        report(prepared.diagnostics)
        if record:
            fail(
                COULD_NOT_RUN, "records are not kept yet of reports for each of several authorities; leave --record out"
            )
        made = building_many.Asked(
            out / spec.stem, wanted.kinds, wanted.optional, day_given(as_at), draft, braille is not None
        )
        status = building_many.build(prepared.value, made, counting, only, resume, jobs)
        say_notes(notes_on_words(rules.language, targets, braille))
        raise click.exceptions.Exit(status)
    if rules and (only or resume or jobs):
        fail(COULD_NOT_RUN, "--only, --resume and --jobs are for a spec with `for each authority`; leave them out")
    day = day_given(as_at)
    composed = pipeline.compose_report_of(prepared, day, progress.show, draft, counting, tuple(targets))
    said = notes(composed.value, spec) if composed.value else ()
    printable = rendering.printable(composed, tuple(targets))
    # What the report was made of is not needed any more: a fifth of the memory of a large build.
    del composed, prepared, rules
    memo.forget()
    outcome = rendering.files(printable, progress.show, tuple(targets), wanted.optional, braille)
    progress.clear()
    report(outcome.diagnostics)
    if outcome.value is None:
        message = f"{show.count(outcome.diagnostics)}; no report was made{earlier(targets.values())}"
        fail(PROBLEMS, f"{message}; {more(outcome.diagnostics)}")
    targets = {kind: target for kind, target in targets.items() if kind in outcome.value}
    try:
        kept = record and _is_kept(targets[rendering.RECORD], outcome.value[rendering.RECORD])
        written = {name: target for name, target in targets.items() if not (kept and name == rendering.RECORD)}
        workspace.write_all({target: outcome.value[name] for name, target in written.items()})
    except PermissionError:
        fail(COULD_NOT_RUN, locked(targets.values()) + earlier(targets.values()))
    except OSError as error:
        reason = error.strerror or "unknown reason"
        fail(COULD_NOT_RUN, f"{shown(targets.values())} could not be written ({reason}); choose a folder with --out")
    for name, target in targets.items():
        say(target.as_posix())
        if name not in written:
            click.echo("kpic: the record says the same already, and was left as it was", err=True)
    assert printable.value is not None  # as there is a report
    say_notes((*said, *notes_on_words(printable.value.language, targets, braille)))


def _is_kept(record: Path, now: bytes) -> bool:
    """Whether there is a record that says the same; one that says something else is not written over."""
    then = workspace.existing(record)
    if then is None:
        return False
    from kpidsl.data.recorded import damage, differences  # only here: most builds keep no record

    damaged = damage(then)
    if damaged:
        message = f"{record.as_posix()} {damaged}; if nothing was published yet, delete it and build again"
        fail(PROBLEMS, f"{message}; no report was made")
    found = differences(then, now)
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        click.echo(f"kpic: {record.as_posix()} is what was published, and differs from this report", err=True)
        click.echo(f"kpic: {'; '.join(found[:MOST_NAMED])}{more}", err=True)
        click.echo("kpic: if it never was published, delete that file and build again", err=True)
        correct = f'copy the spec under another name, and let it follow the record: follows "records/{record.name}"'
        click.echo(f"kpic: to correct what was published, {correct}", err=True)
        fail(PROBLEMS, "no report was made")
    return True
