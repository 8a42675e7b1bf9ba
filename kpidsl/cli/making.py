"""`kpic synthetic`: made-up rows of children's services, to try things out before any real ones may be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from kpidsl import workspace
from kpidsl.books import parquet
from kpidsl.cli.console import COULD_NOT_RUN, fail, say
from kpidsl.cli.days import DAY
from kpidsl.cli.presets import for_made_up_rows, preset_text
from kpidsl.document.sheets import Rows
from kpidsl.render import csv
from kpidsl.synthetic.ssd import Wanted, tables
from kpidsl.synthetic.tables import Table

MOST_ROWS, MOST_AUTHORITIES = 1_000_000, 500


def _csv(table: Table) -> bytes:
    return csv.render(Rows(table.columns, table.rows), marked=False)


def _parquet(table: Table) -> bytes:
    return parquet.written(table.columns, table.dates(), table.rows)


_WRITERS: dict[str, Callable[[Table], bytes]] = {"csv": _csv, "parquet": _parquet}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rows", type=click.IntRange(1, MOST_ROWS), default=1_000, help="Referrals, in all (default: 1000).")
@click.option("--authorities", type=click.IntRange(1, MOST_AUTHORITIES), default=1, help="How many (default: 1).")
@click.option("--seed", type=click.IntRange(0), default=1, help="Another seed makes other rows (default: 1).")
@click.option("--from", "first", type=DAY, default="2023-04-01", metavar="DAY", help="(default: 1 April 2023)")
@click.option("--to", "last", type=DAY, default="2026-03-31", metavar="DAY", help="(default: 31 March 2026)")
@click.option("--format", "form", type=click.Choice(sorted(_WRITERS)), default="csv", help="(default: csv)")
def synthetic(folder: Path, rows: int, authorities: int, seed: int, first: datetime, last: datetime, form: str) -> None:
    """Make up child-level rows in the shape of the Standard Safeguarding Dataset, in FOLDER.

    Nobody is behind them, and every file and every row says ILLUSTRATIVE. A file of rules that counts them, ssd.kpi,
    stands beside them. The same seed makes the same files.
    """
    if last < first:
        fail(COULD_NOT_RUN, "the day of --to is before that of --from")
    made = tables(Wanted(rows, authorities, seed, first.date(), last.date()))
    try:
        content = {folder / f"{table.file_name}.{form}": _WRITERS[form](table) for table in made}
    except ImportError:
        fail(COULD_NOT_RUN, 'Parquet needs the package pyarrow: pip install "kpidsl[parquet]", or leave --format out')
    rules = for_made_up_rows(preset_text("ssd"), form, first.date(), last.date(), authorities > 1)
    content[folder / "ssd.kpi"] = rules.encode("utf-8")
    try:
        workspace.write_all(content)
    except OSError as error:
        fail(COULD_NOT_RUN, f"{folder.as_posix()} could not be written ({error.strerror or 'unknown reason'})")
    say("\n".join(f"{path.as_posix()}: {_of(path, made)}" for path in content))


def _of(path: Path, made: tuple[Table, ...]) -> str:
    for table in made:
        if path.stem == table.file_name:
            return f"{len(table.rows):,} made-up row{'s' * (len(table.rows) != 1)}"
    return "rules that count them"
