"""`kpic new-quarter`: the spec of the next period, written beside that of the last one."""

from __future__ import annotations

import codecs
import difflib
from datetime import datetime
from pathlib import Path

import click

from kpidsl import pipeline, workspace
from kpidsl.cli.console import COULD_NOT_RUN, PROBLEMS, existing, fail, more, report, say
from kpidsl.cli.days import DAY
from kpidsl.compose.words import day
from kpidsl.data.published import read as read_record
from kpidsl.diagnostics import show
from kpidsl.period import Period
from kpidsl.roller.model import Fate, Item, Refused, Rolled, Written
from kpidsl.roller.names import next_stem, slug
from kpidsl.roller.roll import Asked, roll, series
from kpidsl.source import Content
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Project, Read, Unreadable, decoded, gather, has_report

FORMATS = ("text", "markdown")
_NONE = {
    Fate.ASKED: "Nothing.",
    Fate.REMOVED: "Nothing.",
    Fate.TO_READ: "Nothing: no date, period or figure is typed into the text.",
    Fate.CARRIED: "Nothing that needs a word.",
}
_LEAD = {
    Fate.ASKED: "What the new report still needs, and from whom.",
    Fate.REMOVED: "What was said of {old} alone; it stays in the old spec.",
    Fate.TO_READ: "Text is carried as it stands; here it names a date, a period or a figure.",
    Fate.CARRIED: "What holds for {new} as well, until somebody changes it.",
}


@click.command("new-quarter")
@click.argument("spec", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The new spec (default: the next name).")
@click.option("--period", "wanted", metavar="PERIOD", help="The period of the new report (default: the next one).")
@click.option("--meeting", type=DAY, metavar="DATE", help="The day of its meeting, if known.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to write the list.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show the list and the differences.")
def new_quarter(
    spec: Path, out: Path | None, wanted: str | None, meeting: datetime | None, form: str, dry_run: bool
) -> None:
    """Start the report of the next quarter (month, half-year, year) from SPEC.

    The new spec stands beside SPEC, which stays as it is. Notes are not carried over; what is, what is not and what is
    still to be asked for is listed, with file and line. All files are written, or none.
    """
    read = workspace.reader(existing(spec).parent)
    checked, project = pipeline.rules(spec.name, read), gather(spec.name, read, with_data=False).value
    if checked.value is None or project is None:
        report([problem for problem in checked.diagnostics if problem.is_error])
        message = f"{show.count(checked.diagnostics)}; no new spec was made; {more(checked.diagnostics)}"
        fail(PROBLEMS, message)
    period = _next(checked.value, wanted)
    target = _target(spec, out, checked.value.period, period)
    record, no_record = _record(spec, read, checked.value, period)
    asked = Asked(
        period, target.name, day(meeting.date()) if meeting else "", record, no_record, *_others(spec, project, read)
    )
    rolled = roll(project, checked.value, asked)
    if isinstance(rolled, Refused):
        for problem in rolled.problems:
            click.echo(problem, err=True)
        fail(PROBLEMS, f"{spec.as_posix()} cannot be carried over: {rolled.reason}; nothing was written")
    if not dry_run:
        _write(rolled)
    say((as_markdown if form == "markdown" else as_text)(rolled), "the list")
    if dry_run:
        for file in rolled.files:
            say(f"\n{diff(file)}", "the differences")
        click.echo("kpic: nothing was written", err=True)


# ---- what is asked for


def _next(spec: Spec, wanted: str | None) -> Period:
    if wanted is None:
        return spec.period.back(-1)
    period = Period.parse(wanted, spec.house.financial_year_starts)
    if period is None:
        fail(
            COULD_NOT_RUN, f"`{wanted}` is not a period; write it as the spec does, for instance {spec.period.back(-1)}"
        )
    if period.end <= spec.period.end:
        fail(COULD_NOT_RUN, f"{period} is not later than {spec.period}, the period of this report")
    return period


def _target(spec: Path, out: Path | None, old: Period, new: Period) -> Path:
    """Where the new spec goes: beside the old one, for that is where its files are looked for. Never over another."""
    stem = next_stem(spec.stem, old, new)
    if out is None and stem is None:
        message = f"the name {spec.name} does not say what the next one is called"
        fail(COULD_NOT_RUN, f"{message}; choose it: --out {(spec.parent / f'{slug(new)}.kpi').as_posix()}")
    target = out or spec.with_name(f"{stem}{spec.suffix}")
    if target.suffix.lower() != ".kpi":
        fail(COULD_NOT_RUN, f"{target.as_posix()} is no spec: the name of a spec ends in .kpi")
    if target.resolve().parent != spec.resolve().parent:
        fail(
            COULD_NOT_RUN,
            f"the new spec must stand in {spec.parent.as_posix()}, as the old one does: it names its files from there",
        )
    if target.exists():
        fail(COULD_NOT_RUN, f"{target.as_posix()} is there already, and is not written over; choose another with --out")
    return target


def _record(spec: Path, read: Read, old: Spec, new: Period) -> tuple[str, str]:
    """What `kpic build --record` kept of the old report, as the new spec names it; or else why it cannot be used."""
    name = f"records/{spec.stem}.json"
    found = read(name)
    source = decoded(found.name, found.data) if isinstance(found, Content) else found
    then = f'then write in the report block: follows "{name}"'
    if isinstance(source, Unreadable):
        return "", f"run kpic build {spec.as_posix()} --record; {then}"
    kept = read_record(source, new, old.house.financial_year_starts, old.house.council)
    if kept.value is None:
        return "", f"{kept.diagnostics[0].message}; once it is put right, {then.removeprefix('then ')}"
    if kept.value.period != old.period:
        return "", f"{source.name} is that of {kept.value.period}"
    return name, ""


def _others(spec: Path, ours: Project, read: Read) -> tuple[frozenset[str], frozenset[str]]:
    """The files that other reports below the folder of the spec use; and those that others use than the same report on
    earlier periods."""
    shared: set[str] = set()
    foreign: set[str] = set()
    for path in workspace.specs_below(spec.parent):
        name = path.relative_to(spec.parent).as_posix()
        if name == spec.name or not has_report(name, read):
            continue
        project = gather(name, read, with_data=False).value
        used = {file.source.name for file in project.files} if project else set()
        shared |= used
        foreign |= used if project and series(project) != series(ours) else set()
    return frozenset(shared), frozenset(foreign)


def _write(rolled: Rolled) -> None:
    files = {}
    for file in rolled.files:
        path = Path(file.name).resolve()
        mark = codecs.BOM_UTF8 if (workspace.existing(path) or b"").startswith(codecs.BOM_UTF8) else b""
        files[path] = mark + file.after.encode("utf-8")
    try:
        workspace.write_all(files)
    except OSError as error:
        shown = " and ".join(file.name for file in rolled.files)
        fail(COULD_NOT_RUN, f"{shown} could not be written ({error.strerror or 'unknown reason'}); nothing was changed")


# ---- what is said


def as_text(rolled: Rolled) -> str:
    made = rolled.files[0]
    blocks = [f"{made.name}: {rolled.new}, from {made.was} ({rolled.old})"]
    for file in rolled.files[1:]:
        blocks.append(f"{file.name} is changed too: what held for {rolled.old} alone now says so")
    for fate in Fate:
        items = rolled.of(fate)
        lines = [f"  {item.file}:{item.line}: {sentence(item)}" for item in items]
        blocks.append("\n".join((f"{_heading(fate, items)}", *(lines or [f"  {_NONE[fate]}"]))))
    return "\n\n".join((*blocks, _next_step(rolled)))


def as_markdown(rolled: Rolled) -> str:
    made = rolled.files[0]
    blocks = [f"# {rolled.new}: `{made.name}`", f"Made from `{made.was}`, the report on {rolled.old}."]
    for file in rolled.files[1:]:
        blocks.append(f"`{file.name}` is changed too: what held for {rolled.old} alone now says so.")
    for fate in Fate:
        items = rolled.of(fate)
        blocks.append(f"## {_heading(fate, items)}")
        lead = _LEAD[fate].format(old=rolled.old, new=rolled.new)
        blocks.append(lead if items else _NONE[fate])
        box = "- [ ] " if fate in (Fate.ASKED, Fate.TO_READ) else "- "
        lines = [f"{box}`{item.file}:{item.line}` {sentence(item)}" for item in items]
        blocks += ["\n".join(lines)] if lines else []
    return "\n\n".join((*blocks, _next_step(rolled)))


def _heading(fate: Fate, items: tuple[Item, ...]) -> str:
    return f"{fate.value} ({len(items)})"


def sentence(item: Item) -> str:
    """What is told of one thing, and whom to ask."""
    if not item.who:
        return item.text
    return f"{item.text} Ask {item.who}" if item.text.endswith("?") else f"{item.text}; ask {item.who}"


def _next_step(rolled: Rolled) -> str:
    name = rolled.files[0].name
    return f"Next: give what is asked for, then kpic check {name}; kpic chase {name} lists the notes that are owed."


def diff(file: Written) -> str:
    """The differences, as `git diff` writes them."""
    before, after = file.before.splitlines(), file.after.splitlines()
    return "\n".join(difflib.unified_diff(before, after, f"a/{file.was}", f"b/{file.name}", lineterm=""))
