"""`kpic build`: the report of a spec as files, and the record of what is published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpidsl import memo, pipeline, rendering, saying, workspace
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
from kpidsl.compose import disclosure as disclosure_
from kpidsl.composing import Composed
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.engines.counter import counter
from kpidsl.values import dataclass

if TYPE_CHECKING:
    from kpidsl.render.braille.translation import Translator

MOST_NAMED = 3  # differences between two records
_SLOWLY = "DuckDB is not installed here, so records were counted by SQLite, which takes longer"
_UNCONTRACTED = "liblouis is not installed here, so the Braille is uncontracted (grade 1)"


@click.command()
@SPEC
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), help="Folder for the report (default: out)."
)
@click.option(
    "--format",
    "formats",
    default="pdf",
    metavar="NAMES",
    help=f"What to make, with commas between: {', '.join(rendering.FORMATS)}, or all (default: pdf).",
)
@click.option("--draft", is_flag=True, help="Make a draft, also where notes are still owed; it says so on every page.")
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
    stem = f"{spec.stem}{'-draft' * draft}"
    asked = _formats(formats)
    kinds = [kind for format in asked for kind in rendering.files_of(format)]
    targets = {kind: out / f"{stem}{rendering.ENDINGS[kind]}" for kind in kinds}
    optional = rendering.left_out(_words(formats))
    if draft and record:
        fail(COULD_NOT_RUN, "a draft is not published, so there is nothing to record; leave --draft or --record out")
    if record:
        targets[rendering.RECORD] = spec.parent / "records" / f"{spec.stem}.json"
    shown = " and ".join(target.as_posix() for target in targets.values())
    progress = Progress()
    read = workspace.reader(spec.parent)
    prepared = pipeline.prepare(existing(spec).name, read, progress.show)
    memo.forget()  # of the syntax, once all rules are checked: a sixth of the memory of a large build
    counting = pipeline.counting_by(read, counter(spec.parent))
    contracted = _contracted() if "brf" in targets else None
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
            out / spec.stem, tuple(kinds), tuple(optional), day_given(as_at), draft, contracted is not None
        )
        status = building_many.build(prepared.value, made, counting, only, resume, jobs)
        if "brf" in targets and contracted is None:
            click.echo(f"kpic: {_UNCONTRACTED}", err=True)
        _of_language(rules.language)
        raise click.exceptions.Exit(status)
    if rules and (only or resume or jobs):
        fail(COULD_NOT_RUN, "--only, --resume and --jobs are for a spec with `for each authority`; leave them out")
    day = day_given(as_at)
    composed = pipeline.compose_report_of(prepared, day, progress.show, draft, counting, tuple(targets))
    beside = _beside(composed.value) if composed.value else None
    printable = rendering.printable(composed, tuple(targets))
    # What the report was made of is not needed any more: a fifth of the memory of a large build.
    del composed, prepared, rules
    memo.forget()
    outcome = rendering.files(printable, progress.show, tuple(targets), optional, contracted)
    progress.clear()
    report(outcome.diagnostics)
    if outcome.value is None:
        message = f"{show.count(outcome.diagnostics)}; no report was made{_earlier(targets.values())}"
        fail(PROBLEMS, f"{message}; {more(outcome.diagnostics)}")
    targets = {kind: target for kind, target in targets.items() if kind in outcome.value}
    try:
        kept = record and _is_kept(targets[rendering.RECORD], outcome.value[rendering.RECORD])
        written = {name: target for name, target in targets.items() if not (kept and name == rendering.RECORD)}
        workspace.write_all({target: outcome.value[name] for name, target in written.items()})
    except PermissionError:
        message = f"{shown} cannot be written; close {'it' if len(targets) == 1 else 'them'} in other programs"
        fail(COULD_NOT_RUN, message + _earlier(targets.values()))
    except OSError as error:
        reason = error.strerror or "unknown reason"
        fail(COULD_NOT_RUN, f"{shown} could not be written ({reason}); choose a folder with --out")
    assert beside is not None  # as there is a report
    if beside.withheld and beside.is_together:
        click.echo(f"kpic: {beside.withheld}", err=True)
    elif beside.withheld:
        which = f"for you alone, kpic disclosure {spec.as_posix()} says which and why"
        click.echo(f"kpic: {beside.withheld}; {which}", err=True)
    for name, target in targets.items():
        say(target.as_posix())
        if name not in written:
            click.echo("kpic: the record says the same already, and was left as it was", err=True)
    if beside.is_slow:
        click.echo(f"kpic: {_SLOWLY}", err=True)
    if "brf" in targets and contracted is None:
        click.echo(f"kpic: {_UNCONTRACTED}", err=True)
    _of_language(beside.language)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is said beside a report: `withheld` of its figures, and whether its records were counted slowly."""

    withheld: str
    is_together: bool
    is_slow: bool
    language: str


def _beside(report: Composed) -> _Beside:
    return _Beside(
        withheld=disclosure_.withheld(report.withheld),
        is_together=report.spec.is_together,
        is_slow=any(one.records.file and one.engine.startswith("SQLite") for one in report.counts.tables),
        language=report.spec.language,
    )


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


def _of_language(tag: str) -> None:
    """What is to be known of the words that kpic writes in another language than English."""
    unread, number = saying.unread(tag)
    if unread:
        language = saying.LANGUAGES[saying.spoken(tag)]
        text = (
            f"of the {number:,} sentences that kpic can write in it, {unread:,} have not been read by a native speaker"
        )
        click.echo(f"kpic: the report is in {language}; {text}: docs/languages.md says how", err=True)


def _words(written: str) -> list[str]:
    return [word.strip().lower() for word in written.split(",")]


def _contracted() -> Translator | None:
    """Who makes contracted Braille, where the library for it is installed."""
    from kpidsl import liblouis  # only here: nothing else needs it

    louis = liblouis.found()
    return None if louis is None else liblouis.translator(louis)


def _formats(written: str) -> tuple[str, ...]:
    """The formats asked for, each once and in the order in which they are known; `all` is every one of them."""
    asked = _words(written)
    known = (*rendering.FORMATS, "all")
    for word in asked:
        if word not in known:
            fail(COULD_NOT_RUN, f"there is no format `{word}`; {did_you_mean(word, known)[0]}")
    return tuple(name for name in rendering.FORMATS if name in asked or "all" in asked)


def _earlier(targets: Iterable[Path]) -> str:
    found = [target.as_posix() for target in targets if target.is_file()]
    if not found:
        return ""
    return f" ({' and '.join(found)} {'is the earlier one' if len(found) == 1 else 'are the earlier ones'}, unchanged)"
