"""`kpic build`: what it can be asked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kpidsl import rendering
from kpidsl.cli import builds
from kpidsl.cli.console import AS_AT, SPEC, day_given

OUT = click.option(
    "--out", type=click.Path(path_type=Path), default=Path(builds.OUT), help="Folder for the report (default: out)."
)
FORMAT = click.option(
    "--format",
    "formats",
    default=builds.FORMATS,
    metavar="NAMES",
    help=f"What to make, with commas between: {', '.join(rendering.FORMATS)}, or all (default: pdf).",
)
DRAFT = click.option(
    "--draft", is_flag=True, help="Make a draft, also where notes are still owed; it says so on every page."
)


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
    builds.build(spec, out, formats, draft, record, only, resume, jobs, day_given(as_at))
