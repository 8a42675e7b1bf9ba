"""`kpic import`: a first spec and its data from a scorecard or an export, with what is left to the officer."""

from __future__ import annotations

from pathlib import Path

import click

from kpidsl import workspace
from kpidsl.cli.console import COULD_NOT_RUN, PROBLEMS, fail, say
from kpidsl.importer.held import Held
from kpidsl.importer.imported import HOUSE, Imported, imported, stem_of
from kpidsl.importer.model import Form, Refused
from kpidsl.period import Period
from kpidsl.source import Content
from kpidsl.spec.project import Unreadable

MOST_SHOWN = 40  # things to do, or statuses that differ; the rest are counted, and stand in the spec


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "form",
    type=click.Choice([form.value for form in Form]),
    help="What FILE is (default: told by its headings).",
)
@click.option("--sheet", default="", metavar="NAME", help="The sheet to read (default: the one that looks like it).")
@click.option("--period", "wanted", metavar="PERIOD", help="The period of the report (default: the last with figures).")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the files go (default: a folder named after FILE).",
)
def import_(file: Path, form: str | None, sheet: str, wanted: str | None, out: Path | None) -> None:
    """Make a first spec of FILE: a scorecard, or an export of Pentana or InPhase, as a workbook or as CSV.

    Each line of the spec says where it comes from. What cannot be told is marked TO DO and listed. No file is written
    over.
    """
    period = Period.parse(wanted) if wanted else None
    if wanted and period is None:
        fail(COULD_NOT_RUN, f"`{wanted}` is not a period; write it as 2021-22 Q1, 2021-22 or September 2021")
    content = workspace.reader(file.parent)(file.name)
    if isinstance(content, Unreadable):
        fail(COULD_NOT_RUN, f"{content.message}; {content.help}")
    assert isinstance(content, Content)
    made = imported(content, file.name, Form(form) if form else None, sheet, period)
    if isinstance(made, Refused):
        fail(PROBLEMS, f"{file.as_posix()} {made.message}; {made.help}")
    folder = out or Path(stem_of(file.name))
    kept = _write(made, folder)
    say(as_text(made, folder.as_posix(), kept), "the list")


def _write(made: Imported, folder: Path) -> bool:
    """The files, none over another. Whether the folder had a house file, which stays as it is."""
    kept = (folder / HOUSE).exists()
    files = {folder / name: text.encode("utf-8") for name, text in made.files if not (kept and name == HOUSE)}
    for path in files:
        if path.exists() or path.is_symlink():
            fail(
                COULD_NOT_RUN,
                f"{path.as_posix()} is there already, and is not written over; choose a folder with --out",
            )
    try:
        workspace.write_all(files)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        fail(COULD_NOT_RUN, f"{folder.as_posix()} could not be written ({reason}); choose a folder with --out")
    return kept


def as_text(made: Imported, folder: str, kept: bool = False) -> str:
    """What was read, how its statuses compare, and what is left to do."""
    draft = made.draft
    figures = sum(not row.kind for row in draft.rows)
    sections = _count(len(draft.sections), "section")
    sheets = f", from the sheet{'s' * (len(draft.table.sheets) > 1)} " if draft.table.sheets else ""
    named = ", ".join(f"“{sheet}”" for sheet in draft.table.sheets)
    lines = [
        f"{folder}/{made.spec}: {_count(len(draft.indicators), 'indicator')} in {sections}, "
        f"{_count(figures, 'figure')}{sheets}{named}; a report on {draft.report}",
        *(
            f"{folder}/{name}" + ("  (was there, and stays as it is)" if kept and name == HOUSE else "")
            for name, _ in made.files[1:]
        ),
        "",
        *_statuses(made.held),
    ]
    to_do = [said for said in made.to_do if not (kept and said.startswith(f"{HOUSE}:"))]
    lines += ["", f"To do ({len(to_do)}):", *_cut([f"  {folder}/{said}" for said in to_do])]
    lines += ["", f"Next: do what is asked for, then kpic check {folder}/{made.spec}"]
    return "\n".join(lines)


def _statuses(held: Held) -> list[str]:
    lines = []
    if held.number:
        of = f"Of {_count(held.number, 'status', 'statuses')} in the file, {len(held.differing)} differ"
        end = "s" * (len(held.differing) == 1)
        lines += [f"{of}{end} from those that the spec gives" + (":" if held.differing else ".")]
        lines += _cut([f"  {sentence}" for sentence in held.differing])
    if held.not_held:
        they = "1 status" if held.not_held == 1 else f"{held.not_held:,} statuses"
        lines.append(f"{they} could not be held against the spec: a target, a figure or a tolerance is lacking.")
    if held.unknown:
        places = ", ".join(f"{box.place} (“{box.text}”)" for box in held.unknown[:3])
        more = f" and {len(held.unknown) - 3:,} more" if len(held.unknown) > 3 else ""
        lines.append(f"No status is known by what stands in {places}{more}.")
    return lines or ["The file has no statuses that can be read, so none could be held against the spec."]


def _cut(lines: list[str]) -> list[str]:
    if len(lines) <= MOST_SHOWN:
        return lines
    return [*lines[:MOST_SHOWN], f"  ... and {len(lines) - MOST_SHOWN:,} more"]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
