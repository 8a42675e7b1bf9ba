"""`kpic schema`: the JSON schemas of what `kpic` reads and writes, for editors and other programs."""

from __future__ import annotations

from importlib.resources import files

import click

from kpidsl.cli.console import say

SCHEMAS = ("evaluation", "house", "diagnostics")


def schema_text(name: str) -> str:
    """One of the `SCHEMAS`: beside the code in an installed package, in `docs/` in a checkout."""
    installed = files("kpidsl") / "schemas" / f"{name}.schema.json"
    place = installed if installed.is_file() else files("kpidsl") / ".." / "docs" / f"{name}.schema.json"
    return place.read_text(encoding="utf-8")


@click.command()
@click.argument("name", type=click.Choice(SCHEMAS), default=SCHEMAS[0])
def schema(name: str) -> None:
    """Print a JSON schema: of the record that `kpic build --format json` makes (evaluation), of the house file
    council.yaml (house), or of what `kpic check --format json` says (diagnostics)."""
    say(schema_text(name).rstrip("\n"), "the schema")
