"""The report of a spec as files, and the record of what is published, made without Click: a plain `kpic build SPEC`
needs nothing of it, and loading it takes as long as Python itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kpidsl import memo, pipeline, rendering, workspace
from kpidsl.cli.ending import COULD_NOT_RUN, PROBLEMS, Progress, echo, existing, fail, report, say
from kpidsl.cli.reporting import asked, contracted, earlier, locked, none_made, notes, notes_on_words, say_notes, shown
from kpidsl.engines.counter import counter

OUT, FORMATS = "out", "pdf"  # where nothing else is asked
MOST_NAMED = 3  # differences between two records


def build(
    spec: Path,
    out: Path = Path(OUT),
    formats: str = FORMATS,
    draft: bool = False,
    record: bool = False,
    only: Sequence[str] = (),
    resume: bool = False,
    jobs: int | None = None,
    as_at: date | None = None,
) -> None:
    """Make the report of a spec, or one for each of its authorities, and say which files these are."""
    wanted = asked(spec, out, formats, draft)
    targets = dict(wanted.targets)
    if draft and record:
        fail(COULD_NOT_RUN, "a draft is not published, so there is nothing to record; leave --draft or --record out")
    if record:
        targets[rendering.RECORD] = spec.parent / "records" / f"{spec.stem}.json"
    progress = Progress()
    read = workspace.reader(spec.parent)
    prepared = pipeline.prepare(existing(spec).name, read, progress.show)
    memo.forget()  # of the syntax, once all rules are checked: a sixth of the memory of a large build
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
            out / spec.stem, wanted.kinds, wanted.optional, as_at, draft, braille.version if braille else ""
        )
        status = building_many.build(prepared.value, made, counting, only, resume, jobs)
        say_notes(notes_on_words(rules.language, targets, braille))
        sys.exit(status)
    if rules and (only or resume or jobs):
        fail(COULD_NOT_RUN, "--only, --resume and --jobs are for a spec with `for each authority`; leave them out")
    composed = pipeline.compose_report_of(prepared, as_at, progress.show, draft, counting, tuple(targets))
    said = notes(composed.value, spec) if composed.value else ()
    printable = rendering.printable(composed, tuple(targets))
    # What the report was made of is not needed any more: a fifth of the memory of a large build.
    del composed, prepared, rules
    memo.forget()
    outcome = rendering.files(printable, progress.show, tuple(targets), wanted.optional, braille)
    progress.clear()
    report(outcome.diagnostics)
    if outcome.value is None:
        fail(PROBLEMS, none_made(outcome.diagnostics, targets.values()))
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
            echo("kpic: the record says the same already, and was left as it was")
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
        echo(f"kpic: {record.as_posix()} is what was published, and differs from this report")
        echo(f"kpic: {'; '.join(found[:MOST_NAMED])}{more}")
        echo("kpic: if it never was published, delete that file and build again")
        correct = f'copy the spec under another name, and let it follow the record: follows "records/{record.name}"'
        echo(f"kpic: to correct what was published, {correct}")
        fail(PROBLEMS, "no report was made")
    return True
