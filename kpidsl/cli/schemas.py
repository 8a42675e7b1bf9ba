"""`kpic schema`: the JSON schemas of what `kpic` reads and writes, for editors and other programs."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from kpidsl.cli.console import hand_over

SCHEMAS = ("evaluation", "house", "diagnostics")


def schema_text(name: str) -> str:
    """One of the `SCHEMAS`: beside the code in an installed package, in `docs/` in a checkout."""
    installed = files("kpidsl") / "schemas" / f"{name}.schema.json"
    place = installed if installed.is_file() else files("kpidsl") / ".." / "docs" / f"{name}.schema.json"
    return place.read_text(encoding="utf-8")


@click.command()
@click.argument("name", type=click.Choice(SCHEMAS), default=SCHEMAS[0])
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE (default: print it).")
def schema(name: str, out: Path | None) -> None:
    """Print a JSON schema: of the record that `kpic build --format json` makes (evaluation), of the house file
    council.yaml (house), or of what `kpic check --format json` says (diagnostics)."""
    hand_over(schema_text(name).encode("utf-8"), "json", out, "the schema", f"the schema {name}")
