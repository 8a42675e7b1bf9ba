"""`kpic chase` and `kpic disclosure`: what a report still lacks, and what it does not show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kpidsl import pipeline, saying, workspace
from kpidsl.cli import chasing, disclosing
from kpidsl.cli.console import (
    AS_AT,
    AUTHORITY,
    PROBLEMS,
    SPEC,
    day_given,
    existing,
    fail,
    hand_over,
    more,
    of_one,
    report,
)
from kpidsl.compose import disclosure as disclosure_
from kpidsl.compose.compose import dated
from kpidsl.compose.owed import people
from kpidsl.compose.words import day
from kpidsl.diagnostics import show
from kpidsl.engines.counter import counter
from kpidsl.pipeline import Composed


@click.command()
@SPEC
@click.option(
    "--format",
    "form",
    type=click.Choice(chasing.FORMATS),
    default="text",
    help="How to write it (default: text; csv is for Excel, html for an e-mail).",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
@AUTHORITY
@AS_AT
def chase(spec: Path, form: str, out: Path | None, authority: str, as_at: datetime | None) -> None:
    """List the notes that are still owed for the report of SPEC, by who owes them.

    Exit status 0 says that the list was made, whether or not anything is owed.
    """
    composed = _draft(spec, authority, as_at)
    dated_ = dated(composed.spec)
    meeting = f"{dated_.committee} on {day(dated_.meeting)}"
    found = chasing.Chase(dated_.title, saying.TAGS[saying.ENGLISH], people(composed.evaluation), meeting)
    hand_over(chasing.written(found, form), form, out, "the list of notes owed", found.sentence)


@click.command()
@SPEC
@click.option(
    "--format",
    "form",
    type=click.Choice(disclosing.FORMATS),
    default="text",
    help="How to write it (default: text; csv is for Excel).",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
@AUTHORITY
@AS_AT
def disclosure(spec: Path, form: str, out: Path | None, authority: str, as_at: datetime | None) -> None:
    """List what the report of SPEC does not show, and why. It holds true figures: not for publication."""
    composed = _draft(spec, authority, as_at)
    found = disclosing.Disclosed(dated(composed.spec).title, disclosure_.lines(composed.disclosure))
    hand_over(disclosing.written(found, form), form, out, "the list of what is not shown", found.sentence)


def _draft(spec: Path, authority: str, as_at: datetime | None) -> Composed:
    """The report of one council or authority, notes owed or not; ends the command where there is none."""
    outcome = pipeline.compose_report(
        existing(spec).name,
        workspace.reader(spec.parent),
        day_given(as_at),
        draft=True,
        count=counter(spec.parent),
        formats=(),
        authority=authority,
    )
    report(outcome.diagnostics)
    if outcome.value is None:
        fail(PROBLEMS, f"{show.count(outcome.diagnostics)}; no list was made; {more(outcome.diagnostics)}")
    of_one(outcome.value.authorities, authority, outcome.value.spec.is_together)
    return outcome.value
