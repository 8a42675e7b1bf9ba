"""Made-up rows: the same every time, marked everywhere, and about nobody."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from kpidsl import pipeline, workspace
from kpidsl.cli import commands
from kpidsl.cli.presets import PRESETS, preset_text
from kpidsl.engines.counter import counter
from kpidsl.period import Period
from kpidsl.spec.project import Read
from kpidsl.synthetic.draws import Draws
from kpidsl.synthetic.ssd import Wanted, tables
from kpidsl.synthetic.tables import COLUMNS, ILLUSTRATIVE, Table
from kpidsl.terms import Grain, Quality
from tests import cases, counting
from tests.command import kpic

FIRST, LAST = date(2023, 4, 1), date(2026, 3, 31)
MADE = {table.name: table for table in tables(Wanted(300, 3, 7, FIRST, LAST))}


def _kpic(*arguments: object) -> Result:
    """The command in this process, which is quicker than one of its own."""
    return CliRunner().invoke(commands.kpic, [str(argument) for argument in arguments])


def _column(table: Table, name: str) -> list[str | date | None]:
    at = table.columns.index(name)
    return [row[at] for row in table.rows]


def test_the_numbers_are_those_of_splitmix64() -> None:
    """The first five of the seed 1234567, as others publish them."""
    draws = Draws(1234567)
    assert [draws._next() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_seed_makes_the_same_files_and_another_other_ones(tmp_path: Path, form: str) -> None:
    asked = ("--rows", "12", "--format", form, "--seed")
    assert _kpic("synthetic", tmp_path / "one", *asked, "5").exit_code == 0
    assert kpic(tmp_path, "synthetic", "two", *asked, "5", seed="2").returncode == 0
    assert _kpic("synthetic", tmp_path / "three", *asked, "6").exit_code == 0
    one, two, three = (
        {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("one", "two", "three")
    )
    assert one == two
    assert one.keys() == three.keys()
    assert one != three
    assert all(name.startswith(ILLUSTRATIVE) for name in one if name != "ssd.kpi")
    assert len(one) == len(COLUMNS) + 1


def test_csv_and_parquet_hold_the_same_rows(tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        assert _kpic("synthetic", tmp_path / "here", "--rows", "20", "--format", form).exit_code == 0
    for name in COLUMNS:
        text = (tmp_path / f"here/ILLUSTRATIVE-{name}.csv").read_text("utf-8")
        header, *rows = csv.reader(io.StringIO(text))
        held = pyarrow.parquet.read_table(tmp_path / f"here/ILLUSTRATIVE-{name}.parquet")
        assert held.column_names == header
        assert [[str(cell or "") for cell in row.values()] for row in held.to_pylist()] == rows


def test_every_row_says_that_it_is_illustrative_and_whose_it_is() -> None:
    for table in MADE.values():
        assert set(_column(table, "illustrative")) <= {ILLUSTRATIVE}
        assert len(set(_column(table, "authority"))) in (0, 1, 2, 3)
        assert all(str(name).startswith("Illustrative Authority ") for name in _column(table, "authority"))
    assert len(set(_column(MADE["ssd_cin_episodes"], "authority"))) == 3
    assert len(MADE["ssd_cin_episodes"].rows) == 300


def test_nobody_is_named_and_no_column_could_name_anybody() -> None:
    """Texts are the codes of the dataset, or numbers of ours."""
    for table in MADE.values():
        assert not [name for name in table.columns if re.search("name|dob|birth|postcode|upn|address", name)]
        codes = {cell for row in table.rows for cell in row[2:] if isinstance(cell, str)}
        assert all(re.fullmatch(r"[A-Z]\d{3}-\d+|[A-Z0-9]{1,4}|Outcomes met|Step-up", code) for code in codes)


def test_what_happened_fits_together() -> None:
    """Every plan has its referral, nothing ends before it starts, and nothing is later than the day of the tables."""
    referrals = set(_column(MADE["ssd_cin_episodes"], "cine_referral_id"))
    assert set(_column(MADE["ssd_cp_plans"], "cppl_referral_id")) <= referrals
    assert set(_column(MADE["ssd_cin_assessments"], "cina_referral_id")) <= referrals
    plans = set(_column(MADE["ssd_cp_plans"], "cppl_cp_plan_id"))
    assert set(_column(MADE["ssd_cp_reviews"], "cppr_cp_plan_id")) <= plans
    for table in MADE.values():
        days = [day for name in table.dates() for day in _column(table, name) if day is not None]
        assert all(isinstance(day, date) and FIRST <= day <= LAST for day in days)
        ids = _column(table, table.columns[2])
        assert len(ids) == len(set(ids))
    for name, start, end in (
        ("ssd_cin_episodes", "cine_referral_date", "cine_close_date"),
        ("ssd_cla_episodes", "clae_cla_episode_start_date", "clae_cla_episode_ceased_date"),
    ):
        pairs = zip(_column(MADE[name], start), _column(MADE[name], end), strict=True)
        assert all(to is None or str(since) <= str(to) for since, to in pairs)


def test_a_preset_is_listed_printed_and_copied_once(tmp_path: Path) -> None:
    mine = tmp_path / "mine.kpi"
    assert set(PRESETS) <= {line.split()[0] for line in _kpic("presets").stdout.splitlines()}
    assert _kpic("presets", "ssd").stdout == preset_text("ssd")
    assert _kpic("presets", "ssd", "--out", mine).exit_code == 0
    assert mine.read_text("utf-8") == preset_text("ssd")
    again = _kpic("presets", "ssd", "--out", mine)
    assert again.exit_code == 2
    assert "may have been changed" in again.stderr


def test_days_the_wrong_way_round_and_no_name_are_refused(tmp_path: Path) -> None:
    run = _kpic("synthetic", tmp_path, "--from", "2025-04-01", "--to", "2025-03-31")
    assert (run.exit_code, run.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert _kpic("presets", "--out", tmp_path / "mine.kpi").exit_code == 2


def test_the_preset_asks_for_columns_that_the_tables_have() -> None:
    """Each block names a table of the dataset, and columns that it has; every table is asked for."""
    blocks = re.split(r"^records ", preset_text("ssd"), flags=re.MULTILINE)[1:]
    asked = set()
    for block in blocks:
        name = re.search(r'data +"ssd/(\w+)\.csv"', block)
        assert name is not None
        asked.add(name[1])
        theirs = re.findall(r'^ *column .*called "(\w+)"', block, flags=re.MULTILINE)
        assert set(theirs) <= set(COLUMNS[name[1]])
        assert theirs
    assert asked == set(COLUMNS)


def test_every_measure_of_the_preset_can_be_counted_in_made_up_rows(tmp_path: Path) -> None:
    """By an engine, and row by row in plain Python, which does not know bank holidays: both come to the same."""
    assert _kpic("synthetic", tmp_path, "--rows", "60", "--seed", "3").exit_code == 0
    checked = pipeline.rules("report.kpi", _trial(tmp_path))
    assert checked.diagnostics == ()
    assert checked.value is not None
    now = (Period(2025, Grain.QUARTER, 4),)
    files = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.csv")}
    found = [
        {one.name: one for one in (outcome.value.observations if outcome.value else ())}
        for outcome in (
            counter(tmp_path)(checked.value, now, workspace.reader(tmp_path)),
            counting.counter(files)(checked.value, now, workspace.reader(tmp_path)),
        )
    ]
    measured = {measure.name for one in checked.value.records for measure in one.measures}
    assert set(found[0]) == measured
    for name in measured - {"assessments_in_45_days"}:
        engine, plain = (one[name] for one in found)
        assert (engine.amount, engine.numerator, engine.denominator) == (
            plain.amount,
            plain.numerator,
            plain.denominator,
        )
        assert engine.quality is Quality.ILLUSTRATIVE


def test_the_rules_beside_rows_of_several_authorities_know_whose_they_are(tmp_path: Path) -> None:
    assert _kpic("synthetic", tmp_path, "--rows", "4", "--authorities", "2", "--format", "parquet").exit_code == 0
    assert _kpic("fmt", tmp_path, "--check").exit_code == 0
    checked = pipeline.rules("report.kpi", _trial(tmp_path))
    assert checked.diagnostics == ()
    assert checked.value is not None
    assert len(checked.value.records) == len(COLUMNS)
    for one in checked.value.records:
        assert one.entity is not None
        assert one.entity.theirs == "authority"
        assert one.quality is Quality.ILLUSTRATIVE
        assert (tmp_path / one.file).is_file()


def _trial(folder: Path) -> Read:
    """A report that uses every measure of the rules beside made-up rows."""
    rules = (folder / "ssd.kpi").read_text("utf-8")
    spec = [(cases.BASE / "spec.kpi").read_text("utf-8").replace("indicators.kpi", "ssd.kpi")]
    spec[0] = re.sub(r"period .*|data .*", "", spec[0]).replace("  house", "  period 2025-26 Q4\n  house")
    for name, what in re.findall(r"^  measure +(\w+) +(.*)$", rules, re.MULTILINE):
        unit = "percent" if what.startswith("share") else "count"
        lines = (f'indicator the_{name} "{name}"', "section one", f"unit {unit}", "polarity none", f"measure {name}")
        spec.append("\n  ".join(lines) + "\n")
    house = (cases.BASE / "council.yaml").read_text("utf-8")
    return cases.reader({"report.kpi": "\n".join(spec), "ssd.kpi": rules, "council.yaml": house})
