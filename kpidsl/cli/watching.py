"""`kpic watch`: makes the report again whenever a file that it draws on is saved, until Ctrl+C.

The process stays, so what an edit leaves as it was is not made anew. Files are looked at a few times a second: that
finds changes on a network drive too, where systems tell nobody of them, and needs no library.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpidsl import memo, pipeline, rendering, workspace
from kpidsl.cli.building import DRAFT, FORMAT, OUT
from kpidsl.cli.console import AS_AT, AUTHORITY, SPEC, Progress, day_given, existing, report, say
from kpidsl.cli.reporting import (
    Asked,
    asked,
    contracted,
    locked,
    none_made,
    notes,
    notes_on_words,
    say_notes,
    shown,
)
from kpidsl.engines.counter import counter
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable
from kpidsl.values import dataclass
from kpidsl.workspace import Stamp

if TYPE_CHECKING:
    from kpidsl.render.braille.translation import Translator

EVERY = 0.2  # seconds from one look at the files to the next
STILL = 0.1  # seconds without a change, after which whoever saves a file is taken to be done
MOST_NAMED = 3  # files that have changed
_WHICH = "this spec makes a report for each of several authorities; say which is meant with --authority"
Stamps = Mapping[Path, Stamp]
Look = Callable[[Path], Stamp]


@dataclass(frozen=True, slots=True)
class _Watched:
    """What is made again and again."""

    spec: Path
    asked: Asked
    translator: Translator | None
    draft: bool
    authority: str
    as_at: date | None


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a report that go in their places, and what is said beside them."""

    files: Mapping[Path, bytes]
    notes: tuple[str, ...]


@click.command()
@SPEC
@OUT
@FORMAT
@DRAFT
@AUTHORITY
@AS_AT
def watch(spec: Path, out: Path, formats: str, draft: bool, authority: str, as_at: datetime | None) -> None:
    """Make the report of SPEC, and again whenever one of its files is saved.

    Where there are problems, they are said, and the earlier report stays as it is. Ctrl+C ends it.
    """
    wanted = asked(spec, out, formats, draft)
    watched = _Watched(existing(spec), wanted, contracted(wanted.kinds), draft, authority, day_given(as_at))
    told: tuple[str, ...] = ()  # notes that need not be said again
    greeting = True
    try:
        while True:
            with memo.rebuilding():
                waiting, stamps = _make(watched)
            why = ""
            changed: Sequence[Path] = ()
            while not changed:
                if waiting is not None:
                    why = put(waiting, why)
                    if not why:
                        say_notes(note for note in waiting.notes if note not in told)
                        told, waiting = waiting.notes, None
                        gc.collect()  # nobody waits now; while a report is made, garbage is hardly looked for
                if greeting:
                    click.echo(f"kpic: watching {_there(stamps):,} files; Ctrl+C ends it", err=True)
                    greeting = False
                changed = changes(stamps, workspace.stamp, time.sleep)
            click.echo(f"kpic: {_listed(changed)} changed", err=True)
    except KeyboardInterrupt:
        click.echo("", err=True)  # after the ^C of the terminal


def changes(stamps: Stamps, look: Look, pause: Callable[[float], None]) -> tuple[Path, ...]:
    """The files whose stamps have changed, after a pause of `EVERY` seconds; once any has, not before all have been
    still for `STILL` seconds: a program may take a file away and write it anew, or save several."""
    pause(EVERY)
    now = {path: look(path) for path in stamps}
    while now != stamps:
        pause(STILL)
        earlier, now = now, {path: look(path) for path in stamps}
        if now == earlier:
            return tuple(path for path, found in now.items() if found != stamps[path])
    return ()


def _make(watched: _Watched) -> tuple[Made | None, Stamps]:
    """The report as it is now, with the stamps of all files that it was made of, taken before they were read. None
    where there are problems, which are said."""
    spec, targets, day = watched.spec, watched.asked.targets, watched.as_at
    stamps: dict[Path, Stamp] = {}
    read, progress = _stamping(workspace.reader(spec.parent), spec.parent, stamps), Progress()
    prepared = pipeline.prepare(spec.name, read, progress.show)
    if prepared.value is not None:
        for name in prepared.value.project.records.values():
            stamps[spec.parent / name] = workspace.stamp(spec.parent / name)
        rules = prepared.value.spec
        if rules.authorities and not rules.is_together and not watched.authority:
            progress.clear()
            click.echo(f"kpic: {_WHICH}", err=True)
            return None, stamps
    counting = pipeline.counting_by(read, counter(spec.parent))
    composed = pipeline.compose_report_of(
        prepared, day, progress.show, watched.draft, counting, tuple(targets), watched.authority
    )
    outcome = rendering.rendered(composed, progress.show, tuple(targets), watched.asked.optional, watched.translator)
    progress.clear()
    report(outcome.diagnostics)
    if outcome.value is None or composed.value is None:
        click.echo(f"kpic: {none_made(outcome.diagnostics, targets.values())}", err=True)
        return None, stamps
    files = {target: outcome.value[kind] for kind, target in targets.items() if kind in outcome.value}
    words = notes_on_words(composed.value.spec.language, targets, watched.translator)
    return Made(files, (*notes(composed.value, spec), *words)), stamps


def _stamping(read: Read, folder: Path, stamps: dict[Path, Stamp]) -> Read:
    """Reads as `read` does, and notes the stamp of each file before it is read, whether it is there or not."""

    def reading(name: str) -> Source | Content | Unreadable:
        stamps.setdefault(folder / name, workspace.stamp(folder / name))
        return read(name)

    return reading


def put(made: Made, before: str) -> str:
    """Put the files in place and say where. Why that cannot be done, which is said where it was not said `before`."""
    try:
        workspace.write_all(made.files)
    except PermissionError:
        why = f"{locked(made.files)}; it is tried until that is so"
    except OSError as error:
        why = f"{shown(made.files)} could not be written ({error.strerror or 'unknown reason'}); it is tried again"
    else:
        for target in made.files:
            say(target.as_posix())
        return ""
    if why != before:
        click.echo(f"kpic: {why}", err=True)
    return why


def _there(stamps: Stamps) -> int:
    return sum(1 for found in stamps.values() if found is not None)


def _listed(changed: Sequence[Path]) -> str:
    """The files that have changed, in a sentence."""
    named = [path.as_posix() for path in changed[:MOST_NAMED]]
    if len(changed) > MOST_NAMED:
        named.append(f"{len(changed) - MOST_NAMED:,} more")
    return f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
