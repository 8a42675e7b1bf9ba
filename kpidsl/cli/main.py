"""`kpic` and its commands.

Exit status: 0 fine; 1 problems in what was given; 2 could not run. Problems and progress go to standard error, results
to standard output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click

from kpidsl import __version__, pipeline, saying, workspace
from kpidsl.cli import chasing, disclosing
from kpidsl.cli.checking import check
from kpidsl.cli.comparing import diff
from kpidsl.cli.console import AS_AT as _AS_AT
from kpidsl.cli.console import COULD_NOT_RUN, PROBLEMS
from kpidsl.cli.console import Progress as _Progress
from kpidsl.cli.console import day_given as _day
from kpidsl.cli.console import existing as _existing
from kpidsl.cli.console import fail as _fail
from kpidsl.cli.console import hand_over as _hand_over
from kpidsl.cli.console import more as _more
from kpidsl.cli.console import report as _report
from kpidsl.cli.console import say as _say
from kpidsl.cli.explaining import explain
from kpidsl.cli.fixing import fix
from kpidsl.cli.formatting import fmt
from kpidsl.cli.listing import docs, listed
from kpidsl.cli.making import synthetic
from kpidsl.cli.presets import presets
from kpidsl.cli.rolling import new_quarter
from kpidsl.cli.schemas import schema
from kpidsl.cli.testing import test
from kpidsl.compose import disclosure as disclosure_
from kpidsl.compose.compose import dated
from kpidsl.compose.owed import people
from kpidsl.compose.words import day
from kpidsl.data.recorded import damage, differences
from kpidsl.diagnostics import show
from kpidsl.diagnostics.diagnostic import did_you_mean
from kpidsl.engines.counter import counter
from kpidsl.render.braille.translation import Translator

MOST_NAMED = 3  # differences between two records
_SPEC = click.argument("spec", type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kpic")
def kpic() -> None:
    """Council performance reports from rules that people can read."""


@kpic.command()
@_SPEC
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("out"), help="Folder for the report (default: out)."
)
@click.option(
    "--format",
    "formats",
    default="pdf",
    metavar="NAMES",
    help=f"What to make, with commas between: {', '.join(pipeline.FORMATS)}, or all (default: pdf).",
)
@click.option("--draft", is_flag=True, help="Make a draft, also where notes are still owed; it says so on every page.")
@click.option("--record", is_flag=True, help="Also keep what is published, in the folder `records` beside SPEC.")
@_AS_AT
def build(spec: Path, out: Path, formats: str, draft: bool, record: bool, as_at: datetime | None) -> None:
    """Make the report of SPEC."""
    stem = f"{spec.stem}{'-draft' * draft}"
    asked = _formats(formats)
    kinds = [kind for format in asked for kind in pipeline.files_of(format)]
    targets = {kind: out / f"{stem}{pipeline.ENDINGS[kind]}" for kind in kinds}
    optional = [kind for kind in pipeline.LEFT_OUT if "ees" not in _words(formats)]
    if draft and record:
        _fail(COULD_NOT_RUN, "a draft is not published, so there is nothing to record; leave --draft or --record out")
    if record:
        targets[pipeline.RECORD] = spec.parent / "records" / f"{spec.stem}.json"
    shown = " and ".join(target.as_posix() for target in targets.values())
    progress = _Progress()
    read = workspace.reader(spec.parent)
    composed = pipeline.compose_report(
        _existing(spec).name, read, _day(as_at), progress.show, draft, count=counter(spec.parent)
    )
    contracted = _contracted() if "brf" in targets else None
    outcome = pipeline.rendered(composed, progress.show, tuple(targets), optional, contracted)
    progress.clear()
    _report(outcome.diagnostics)
    if outcome.value is None:
        message = f"{show.count(outcome.diagnostics)}; no report was made{_earlier(targets.values())}"
        _fail(PROBLEMS, f"{message}; {_more(outcome.diagnostics)}")
    targets = {kind: target for kind, target in targets.items() if kind in outcome.value}
    try:
        kept = record and _is_kept(targets[pipeline.RECORD], outcome.value[pipeline.RECORD])
        written = {name: target for name, target in targets.items() if not (kept and name == pipeline.RECORD)}
        workspace.write_all({target: outcome.value[name] for name, target in written.items()})
    except PermissionError:
        message = f"{shown} cannot be written; close {'it' if len(targets) == 1 else 'them'} in other programs"
        _fail(COULD_NOT_RUN, message + _earlier(targets.values()))
    except OSError as error:
        reason = error.strerror or "unknown reason"
        _fail(COULD_NOT_RUN, f"{shown} could not be written ({reason}); choose a folder with --out")
    withheld = disclosure_.withheld(composed.value.disclosure.protection.withheld_rows) if composed.value else ""
    if withheld:
        click.echo(f"kpic: {withheld}; for you alone, kpic disclosure {spec.as_posix()} says which and why", err=True)
    for name, target in targets.items():
        _say(target.as_posix())
        if name not in written:
            click.echo("kpic: the record says the same already, and was left as it was", err=True)
    if composed.value and any(
        one.records.file and one.engine.startswith("SQLite") for one in composed.value.counts.tables
    ):
        click.echo(
            "kpic: DuckDB is not installed here, so records were counted by SQLite, which takes longer", err=True
        )
    if "brf" in targets and contracted is None:
        click.echo("kpic: liblouis is not installed here, so the Braille is uncontracted (grade 1)", err=True)
    if composed.value:
        _of_language(composed.value.spec.language)


@kpic.command()
@_SPEC
@click.option(
    "--format",
    "form",
    type=click.Choice(chasing.FORMATS),
    default="text",
    help="How to write it (default: text; csv is for Excel, html for an e-mail).",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
@_AS_AT
def chase(spec: Path, form: str, out: Path | None, as_at: datetime | None) -> None:
    """List the notes that are still owed for the report of SPEC, by who owes them.

    Exit status 0 says that the list was made, whether or not anything is owed.
    """
    read = workspace.reader(spec.parent)
    outcome = pipeline.compose_report(_existing(spec).name, read, _day(as_at), draft=True, count=counter(spec.parent))
    _report(outcome.diagnostics)
    if outcome.value is None:
        _fail(PROBLEMS, f"{show.count(outcome.diagnostics)}; no list was made; {_more(outcome.diagnostics)}")
    report = dated(outcome.value.spec)
    meeting = f"{report.committee} on {day(report.meeting)}"
    found = chasing.Chase(report.title, saying.TAGS[saying.ENGLISH], people(outcome.value.evaluation), meeting)
    _hand_over(chasing.written(found, form), form, out, "the list of notes owed", found.sentence)


@kpic.command()
@_SPEC
@click.option(
    "--format",
    "form",
    type=click.Choice(disclosing.FORMATS),
    default="text",
    help="How to write it (default: text; csv is for Excel).",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
@_AS_AT
def disclosure(spec: Path, form: str, out: Path | None, as_at: datetime | None) -> None:
    """List what the report of SPEC does not show, and why. It holds true figures: not for publication."""
    outcome = pipeline.compose_report(
        _existing(spec).name, workspace.reader(spec.parent), _day(as_at), draft=True, count=counter(spec.parent)
    )
    _report(outcome.diagnostics)
    if outcome.value is None:
        _fail(PROBLEMS, f"{show.count(outcome.diagnostics)}; no list was made; {_more(outcome.diagnostics)}")
    found = disclosing.Disclosed(dated(outcome.value.spec).title, disclosure_.lines(outcome.value.disclosure))
    _hand_over(disclosing.written(found, form), form, out, "the list of what is not shown", found.sentence)


kpic.add_command(check)
kpic.add_command(docs)
kpic.add_command(explain)
kpic.add_command(fix)
kpic.add_command(fmt)
kpic.add_command(new_quarter)
kpic.add_command(new_quarter, "new-period")  # for reports by month, half-year or year
kpic.add_command(listed)
kpic.add_command(schema)
kpic.add_command(test)
kpic.add_command(diff)
kpic.add_command(presets)
kpic.add_command(synthetic)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `kpic`; never returns. A bug of ours ends in a sentence and status 2, its traceback only under KPIC_DEBUG."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A file or pipe gets UTF-8 everywhere, as `kpic explain --all > codes.md` needs; an old Windows console
            # has a code page of its own, without “ ”.
            stream.reconfigure(errors="replace", encoding=None if stream.isatty() else "utf-8")
    try:
        kpic.main(args=list(arguments) if arguments is not None else None, prog_name="kpic")
    except Exception as error:
        if os.environ.get("KPIC_DEBUG"):
            raise
        click.echo(f"kpic: an error of kpic itself ({type(error).__name__}: {error}); nothing was written", err=True)
        click.echo("kpic: please report it; with KPIC_DEBUG=1 set, the same command says more", err=True)
        sys.exit(COULD_NOT_RUN)


def _is_kept(record: Path, now: bytes) -> bool:
    """Whether there is a record that says the same; one that says something else is not written over."""
    then = workspace.existing(record)
    if then is None:
        return False
    damaged = damage(then)
    if damaged:
        message = f"{record.as_posix()} {damaged}; if nothing was published yet, delete it and build again"
        _fail(PROBLEMS, f"{message}; no report was made")
    found = differences(then, now)
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        click.echo(f"kpic: {record.as_posix()} is what was published, and differs from this report", err=True)
        click.echo(f"kpic: {'; '.join(found[:MOST_NAMED])}{more}", err=True)
        click.echo("kpic: if it never was published, delete that file and build again", err=True)
        correct = f'copy the spec under another name, and let it follow the record: follows "records/{record.name}"'
        click.echo(f"kpic: to correct what was published, {correct}", err=True)
        _fail(PROBLEMS, "no report was made")
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
    known = (*pipeline.FORMATS, "all")
    for word in asked:
        if word not in known:
            _fail(COULD_NOT_RUN, f"there is no format `{word}`; {did_you_mean(word, known)[0]}")
    return tuple(name for name in pipeline.FORMATS if name in asked or "all" in asked)


def _earlier(targets: Iterable[Path]) -> str:
    found = [target.as_posix() for target in targets if target.is_file()]
    if not found:
        return ""
    return f" ({' and '.join(found)} {'is the earlier one' if len(found) == 1 else 'are the earlier ones'}, unchanged)"
