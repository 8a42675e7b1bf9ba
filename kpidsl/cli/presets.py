"""`kpic presets`: files of rules to start from, copied into a project, where they are its own."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import click

from kpidsl.cli.console import COULD_NOT_RUN, fail, hand_over, say
from kpidsl.compose.words import day
from kpidsl.source import Source
from kpidsl.syntax.format import formatted

PRESETS = {"ssd": "measures of children's services, from the tables of the Standard Safeguarding Dataset"}


def preset_text(name: str) -> str:
    """One of the `PRESETS`."""
    return files("kpidsl").joinpath("presets", f"{name}.kpi").read_text("utf-8")


@click.command()
@click.argument("name", type=click.Choice(sorted(PRESETS)), required=False)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Copy it to FILE (default: print it).")
def presets(name: str | None, out: Path | None) -> None:
    """List the files of rules to start from, or copy the one called NAME into a project.

    The copy belongs to the project: name it in a `use` line, change it, and keep it with the rest.
    """
    if name is None:
        if out is not None:
            fail(COULD_NOT_RUN, "say which one is to be copied: kpic presets ssd --out specs/ssd.kpi")
        say("\n".join(f"{each}  {about}" for each, about in PRESETS.items()))
        return
    if out is not None and out.exists():
        fail(COULD_NOT_RUN, f"{out.as_posix()} is there already, and may have been changed; choose another name")
    hand_over(preset_text(name).encode("utf-8"), "text", out, "the preset", f"the preset {name}, yours to change")


def for_made_up_rows(text: str, ending: str, first: date, last: date, has_authorities: bool) -> str:
    """The preset as it reads rows that are made up, which stand beside it: each block says that its figures are."""
    complete = f"from {day(first)} to {day(last)}"

    def block(match: re.Match[str]) -> str:
        indent, name = match.groups()
        lines = [f'{indent}data       "ILLUSTRATIVE-{name}.{ending}"', f"{indent}quality    illustrative"]
        return "\n".join([*lines, *([f"{indent}column     authority  text"] if has_authorities else [])])

    text = re.sub(r"^( *complete +)from .*$", rf"\g<1>{complete}", text, flags=re.MULTILINE)
    changed = re.sub(r'^( *)data +"ssd/(\w+)\.csv"$', block, text, flags=re.MULTILINE)
    if has_authorities:
        changed = re.sub(r"^( *)(period +by \w+)$", r"\1\2\n\1entity     by authority", changed, flags=re.MULTILINE)
    written = formatted(Source("ssd.kpi", changed)).value
    assert written is not None, "a preset of ours cannot be read"
    return written
