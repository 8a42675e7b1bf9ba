"""A spec for several authorities: each report is what a spec for it alone makes, however many processes there are."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

from kpidsl import pipeline, rendering, workspace
from kpidsl.cli import building_many, builds, made_by
from kpidsl.cli.building_many import STATE, made_before
from kpidsl.cli.commands import kpic
from kpidsl.composing import Prepared, compose_one
from kpidsl.counting.counts import Counts
from kpidsl.diagnostics.diagnostic import Outcome
from kpidsl.document.model import StatusCell, Table
from kpidsl.engines.counter import plain_counter
from kpidsl.pipeline import Composed
from kpidsl.render.braille.ueb import UNCONTRACTED
from kpidsl.source import Source
from kpidsl.spec.authority import Authority
from kpidsl.spec.model import Spec
from kpidsl.spec.project import Read
from tests import cases, logos
from tests.command import kpic as command

EXAMPLE = Path(__file__).parents[1] / "specs" / "examples" / "authorities"
NAMES = ("Ashcombe", "Brindley", "Calderford", "Dunmere")
SPEC = """\
language 1

report "Reviews in {council}"
  LINE
  committee "Committee"
  meeting   30 September 2021
  from      "Officer"
  period    2021-22 Q1
  house     "council.yaml"
  data      "data.csv"
  scheme    council

scheme council "Council rating"
  green when at or better than target
  red   otherwise

section one "Section one"

indicator on_time "% of reviews on time"
  section  one
  unit     percent
  polarity higher is better
  measure  reviewed / due_for_review
  target   90%
  suppress dfe

chapter "Performance"
  PART
"""
PARTS = 'table columns outturn, value, target, status, trend 4 quarters\n\nchapter "How"\n  workings'
EACH = SPEC.replace("LINE", "for each authority").replace("PART", PARTS)
PACK = SPEC.replace("LINE", "for all authorities").replace("PART", "table of authorities")
HEADER = "indicator,period,numerator,denominator,entity,quality"
ROWS = {
    name: [f"on_time,{period},{55 + 9 * at},100,{name}," for period in ("2020-21", "2021-22 Q1")]
    for at, name in enumerate(NAMES)
}
ROWS["Calderford"][1] = "on_time,2021-22 Q1,3,12,Calderford,"  # of which nothing is shown


def data(rows: Mapping[str, list[str]]) -> str:
    return "\n".join([HEADER, *(line for own in rows.values() for line in own)]) + "\n"


def project(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    given = {"each.kpi": EACH, "pack.kpi": PACK, "council.yaml": "council: The Alliance\n", "data.csv": data(ROWS)}
    for name, text in {**given, **{name.replace("_", "."): text for name, text in files.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def composed(files: Mapping[str, str], authority: str = "", name: str = "spec.kpi") -> Composed:
    outcome = pipeline.compose_report(name, cases.reader(files), authority=authority)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def rendered(report: Composed, *formats: str) -> dict[str, bytes]:
    made = rendering.rendered(Outcome(report), formats=formats).value
    assert made is not None
    return made


# ---- one of several is what it would be alone

COUNTED = (
    EACH.replace("reviewed / due_for_review", "in_time / reviewed")
    .replace('  data      "data.csv"\n', "")
    .replace(
        "indicator on_time",
        """records reviews "Reviews"
  data       "reviews.csv"
  complete   from 1 April 2021
  column     held_on  date
  column     whose    text
  column     late     yes/no
  period     by held_on
  ENTITY
  measure    in_time   count where late is no
  measure    reviewed  count

indicator on_time""",
    )
)
REVIEWS = [("Ashcombe", 9, 10), ("Brindley", 7, 20), ("Dunmere", 12, 12)]


def counted() -> dict[str, str]:
    """A project whose figures are counted in records."""
    rows = [(name, n >= good) for name, good, all_ in REVIEWS for n in range(all_)]
    held = "".join(
        f"{1 + n % 30:02d}/05/2021,{name},{'yes' if late else 'no'}\n" for n, (name, late) in enumerate(rows)
    )
    files = {
        "spec.kpi": COUNTED.replace("ENTITY", "entity     by whose").replace(
            "suppress dfe", 'suppress none because "x"'
        ),
        "council.yaml": "council: The Alliance\n",
        "reviews.csv": f"held_on,whose,late\n{held}",
        "list.csv": "name,code\nAshcombe,E06990001\nBrindley,E06990002\nDunmere,E06990003\n",
    }
    files["spec.kpi"] = files["spec.kpi"].replace("for each authority", 'for each authority in "list.csv"')
    return files


def test_records_are_counted_once_and_each_authority_has_its_own() -> None:
    files = counted()
    asked = []

    def count(*given: object) -> Outcome[Counts]:
        asked.append(given)
        return plain_counter()(*given)  # type: ignore[arg-type]

    for name, good, all_ in REVIEWS:
        made = pipeline.compose_report("spec.kpi", cases.reader(files), authority=name, count=count)
        assert made.value is not None, made.diagnostics
        figure = made.value.evaluation.assessments[0].figure
        assert (figure.numerator, figure.denominator) == (Fraction(good), Fraction(all_))
        assert figure.amount == Fraction(100 * good, all_)
        assert {one.name: one.amount for one in made.value.counts.observations} == {"in_time": good, "reviewed": all_}
    asked.clear()
    assert pipeline.compose_report("spec.kpi", cases.reader(files), count=count).value is not None
    assert len(asked) == 1


def test_what_is_wrong_with_data_is_said_where_records_are_not_counted() -> None:
    files = {
        "spec.kpi": COUNTED.replace("ENTITY", "entity     by whose").replace(
            '  house     "council.yaml"', '  house     "council.yaml"\n  data      "data.csv"'
        ),
        "council.yaml": "council: The Alliance\n",
        "data.csv": "indicator,period,value,entity\non_time,2020-21,90 percent,Ashcombe\n",
    }
    for line in ("for each authority", "# of one council"):
        given = {**files, "spec.kpi": files["spec.kpi"].replace("for each authority", line)}
        if line.startswith("#"):
            given["data.csv"] = given["data.csv"].replace(",Ashcombe", ",")
        found = pipeline.compose_report("spec.kpi", cases.reader(given), counting=False).diagnostics
        assert [problem.code for problem in found] == ["bad-cell"]


def test_records_that_do_not_say_whose_a_row_is_make_no_report_for_each() -> None:
    files = {"spec.kpi": COUNTED.replace("  ENTITY\n", ""), "council.yaml": "council: The Alliance\n"}
    found = pipeline.compose_report("spec.kpi", cases.reader(files), counting=False).diagnostics
    assert [problem.code for problem in found] == ["authority-not-said"]


@pytest.mark.parametrize("name", ["Brindley", "Calderford"])
def test_each_report_is_byte_for_byte_that_of_a_spec_for_it_alone(name: str) -> None:
    alone = EACH.replace("for each authority", "# for one")
    mine = [line if f",{name}," in line or line == HEADER else "" for line in data(ROWS).split("\n")]
    formats = ("md", "csv", "brf", "html", "docx", "pdf")
    # the report says what its data file hashes to, so both are told the same
    read: dict[str, str | Source] = {
        "spec.kpi": alone,
        "council.yaml": f"council: {name}\n",
        "data.csv": Source("data.csv", "\n".join(mine), "1" * 64),
    }
    every: dict[str, str | Source] = {
        "spec.kpi": EACH,
        "council.yaml": "council: The Alliance\n",
        "data.csv": Source("data.csv", data(ROWS), "1" * 64),
    }
    of_several = pipeline.compose_report("spec.kpi", _reader(every), authority=name).value
    of_one = pipeline.compose_report("spec.kpi", _reader(read)).value
    assert of_several is not None
    assert of_one is not None
    several, one = rendered(of_several, *formats), rendered(of_one, *formats)
    assert several["md"].startswith(name.encode())
    for format in formats:
        assert several[format] == one[format], format


def _reader(files: Mapping[str, str | Source]) -> Read:
    """As that of the cases; the spec and the house file hash to the same, whatever is in them."""

    def read(name: str) -> Source:
        found = files[name]
        return found if isinstance(found, Source) else Source(name, found, "0" * 64)

    return read


# ---- the command


def built(folder: Path, *more: str) -> tuple[int, str, str]:
    """What a build in this process says."""
    arguments = ["build", str(folder / "each.kpi"), "--format", "md", "--out", str(folder / "out"), "--jobs", "1"]
    run = CliRunner().invoke(kpic, [*arguments, *more])
    return run.exit_code, run.stdout.replace(f"{folder.as_posix()}/", ""), run.stderr


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "out" / "each").iterdir())}


def test_reports_are_the_same_where_processes_start_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = project(tmp_path / "one"), project(tmp_path / "two")
    monkeypatch.setattr(building_many, "_can_fork", lambda: False)  # as elsewhere than on Linux
    assert built(one) == built(two, "--jobs", "2")
    assert made(one) == made(two)


def test_what_was_made_is_written_down_also_where_the_rest_is_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(tmp_path / "project")

    def broken_off(prepared: Prepared, spec: Spec, *rest: Any, **more: Any) -> Outcome[Composed]:
        if spec.house.council == "Dunmere":
            raise KeyboardInterrupt
        return compose_one(prepared, spec, *rest, **more)

    monkeypatch.setattr(building_many, "compose_one", broken_off)
    assert built(folder)[0] != 0
    assert sorted(made_before(folder / "out" / "each" / STATE)) == ["ashcombe", "brindley", "calderford"]
    monkeypatch.undo()
    assert built(folder, "--resume")[:2] == (0, "out/each/dunmere.md\n")


def test_reports_are_the_same_however_many_processes_make_them(tmp_path: Path) -> None:
    one, two = project(tmp_path / "one"), project(tmp_path / "two")
    status, said, _ = built(one)
    run = command(two, "build", "each.kpi", "--format", "md", "--jobs", "2")
    assert (status, run.returncode, run.stdout) == (0, 0, said)
    assert said == "".join(f"out/each/{name.lower()}.md\n" for name in NAMES)
    assert made(one) == made(two)


def test_a_failure_stops_only_its_own_report_and_resume_makes_what_is_lacking(tmp_path: Path) -> None:
    folder = project(tmp_path / "project", data_csv=data({**ROWS, "Brindley": ROWS["Brindley"][:1]}))
    status, said, told = built(folder)
    assert (status, said.count("\n")) == (1, 3)
    assert "kpic: 3 of 4 reports made\n" in told
    assert "kpic: Brindley: there is no figure for `on_time` in 2021-22 Q1\n" in told
    before = made(folder)
    assert "brindley.md" not in before

    (folder / "out" / "each" / "dunmere.md").write_text("changed by hand", encoding="utf-8")
    status, said, told = built(folder, "--resume")
    assert (status, said) == (1, "out/each/dunmere.md\n")
    assert "kpic: 2 reports are up to date and were left alone\n" in told
    assert made(folder) == before

    project(folder)  # with all figures: every report says what its data hash to
    status, said, _ = built(folder, "--resume")
    assert (status, said.count("\n")) == (0, 4)
    assert built(folder, "--resume")[:2] == (0, "")
    assert built(folder, "--resume", "--only", "brindley", "--as-at", "2021-10-01")[:2] == (0, "out/each/brindley.md\n")


def _appended(name: str, more: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes() + more)

    return change


# Each with the options of the second build.
CHANGES: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "rules": (_appended("each.kpi", b"# the same rules\n"), ()),
    "house": (_appended("council.yaml", b"recommendation lead: The committee\n"), ()),
    "list": (_appended("list.csv", b"Elmside,E06990005\n"), ()),
    "records": (_appended("reviews.csv", b"01/05/2020,Dunmere,no\n"), ()),  # of which no figure is another
    "logo": (lambda folder: _logo(folder, 500), ()),
    "day": (lambda folder: None, ("--as-at", "2021-10-01")),
    "draft": (lambda folder: None, ("--draft",)),
    "formats": (lambda folder: None, ("--format", "json,html")),
    "report": (lambda folder: (folder / "out" / "each" / "dunmere.json").write_text("by hand"), ()),  # type: ignore[dict-item]
}


def _logo(folder: Path, wide: int) -> None:
    (folder / "logo.png").write_bytes(logos.saved(logos.drawn(wide, 100)))


@pytest.mark.parametrize("name", CHANGES)
def test_after_any_change_resume_leaves_what_a_build_makes(tmp_path: Path, name: str) -> None:
    files = counted()
    house = f'{files["council.yaml"]}logo: {{file: logo.png, alt: "A tree"}}\n'
    folder = project(
        tmp_path / "project",
        each_kpi=files["spec.kpi"],
        list_csv=files["list.csv"],
        reviews_csv=files["reviews.csv"],
        council_yaml=house,
    )
    _logo(folder, 400)
    change, options = CHANGES[name]
    as_usual = ("--format", "json,md", *options)
    assert built(folder, "--format", "json,md")[0] == 0
    assert built(folder, "--format", "json,md", "--resume")[:2] == (0, "")
    change(folder)
    resumed = built(folder, *as_usual, "--resume")
    afresh = built(folder, *as_usual, "--out", str(folder / "afresh"))
    assert resumed[0] == afresh[0]
    there, wanted = made(folder), {path.name: path.read_bytes() for path in (folder / "afresh" / "each").iterdir()}
    assert {file: content for file, content in there.items() if file in wanted and file != STATE} == {
        file: content for file, content in wanted.items() if file != STATE
    }


def test_resume_makes_again_what_another_kpic_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same version of it with another library, for instance, or another liblouis."""
    folder = project(tmp_path / "project")
    assert built(folder)[0] == 0
    assert built(folder, "--resume")[:2] == (0, "")
    monkeypatch.setattr(building_many, "made_by", lambda: "another")
    status, said, _ = built(folder, "--resume")
    assert (status, said.count("\n")) == (0, 4)


def test_another_kpic_is_told_by_what_is_in_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by where they are, nor by when they were written."""
    found = []
    for name, text in (("one", "LIMIT = 1\n"), ("two", "LIMIT = 1\n"), ("three", "LIMIT = 2\n")):
        module = tmp_path / name / "module.py"
        module.parent.mkdir()
        module.write_text(text, encoding="utf-8")
        os.utime(module, (1, 1))
        monkeypatch.setattr(made_by, "_PACKAGE", module.parent)
        found.append(made_by.made_by())
    assert found[0] == found[1] != found[2]
    (tmp_path / "reportlab-9.9.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert made_by.made_by() != found[2]


def test_resume_makes_braille_again_that_another_liblouis_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project(tmp_path / "project")
    monkeypatch.setattr(building_many, "_translator", lambda asked: UNCONTRACTED)
    for version, reports in (("3.1", 4), ("3.1", 0), ("3.2", 4), ("", 4)):
        translator = replace(UNCONTRACTED, version=version) if version else None
        monkeypatch.setattr(builds, "contracted", lambda kinds, translator=translator: translator)
        status, said, _ = built(folder, "--format", "brf", "--resume")
        assert (status, said.count("\n")) == (0, reports)


@pytest.mark.parametrize("kept", ["", "[]", '{"reports": 1}', '{"reports": {"ashcombe": 3}}'])
def test_a_state_file_that_says_nothing_is_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / STATE).write_text(kept, encoding="utf-8")
    assert made_before(tmp_path / STATE) == {} == made_before(tmp_path / "no such file")


# ---- names of files


@given(st.text(max_size=90), st.text(max_size=90))
def test_names_of_files_are_such_that_any_system_takes(name: str, code: str) -> None:
    found = Authority(name, Source("list", "").span(0, 0), code).file_name
    assert re.fullmatch(r"([A-Za-z0-9]+(-[A-Za-z0-9]+)*)?", found)
    assert len(found) <= 130
    assert not re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", found)


# ---- all together


@st.composite
def several(draw: st.DrawFn) -> list[str]:
    letters = st.text("abcdefghijklmnopqrst", min_size=1, max_size=16).map(str.capitalize)
    names = st.lists(st.lists(letters, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=15, unique=True)
    return draw(names)


@settings(max_examples=15, deadline=None)
@given(several())
def test_the_table_of_authorities_leaves_nobody_out_and_heads_every_row(names: list[str]) -> None:
    rows = "".join(f"on_time,2021-22 Q1,{50 + at},100,{name},\n" for at, name in enumerate(names))
    report = composed({"spec.kpi": PACK, "council.yaml": "council: A\n", "data.csv": f"{HEADER}\n{rows}"})
    tables = [block for block in report.document.blocks if isinstance(block, Table)]
    heads = [column.title for table in tables for column in table.columns[1:]]
    assert heads == sorted(names, key=lambda name: (name.casefold(), name))
    for table in tables:
        assert table.columns[0].title == "Indicator"
        assert 1 <= len(table.columns) - 1 <= 6
        for row in (row for group in table.groups for row in group.rows):
            assert row.header[0].text == "% of reviews on time"  # type: ignore[union-attr]
            for column, cell in zip(table.columns[1:], row.cells, strict=True):
                assert isinstance(cell, StatusCell)
                figure = 50 + names.index(column.title)
                assert cell.mark.word == f"{figure}% {'Green' if figure >= 90 else 'Red'}"


def test_the_pack_shows_and_withholds_what_the_reports_of_each_do() -> None:
    files = {"council.yaml": "council: The Alliance\n", "data.csv": data(ROWS)}
    pack = composed({**files, "spec.kpi": PACK})
    each = [composed({**files, "spec.kpi": EACH}, name) for name in NAMES]
    together = rendered(pack, "csv", "md", "html", "docx", "brf", "pdf")
    head, *rows = together["csv"].splitlines()
    alone = [rendered(report, "csv")["csv"].splitlines() for report in each]
    assert [head, *rows] == [alone[0][0], *(row for found in alone for row in found[1:])]
    line = next(line for line in together["md"].decode().splitlines() if line.startswith("| % of reviews"))
    assert line == "| % of reviews on time | \u25b2 55% Red | \u25b2 64% Red | Suppressed | \u25b2 82% Red |"
    attached = next(one for one in pack.document.attachments if one.name == "observations.csv").data.decode()
    assert "on_time,2021-22 Q1,suppressed,,,,,,Calderford" in attached.splitlines()
    assert pack.withheld == sum(report.withheld for report in each) > 0


# ---- every verb


DUNMERE = ("--authority", "E06990004")
VERBS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("check", (), 0),
    ("fmt", ("--check",), 0),
    ("list", (), 0),
    ("docs", (), 0),
    ("test", (), 0),
    ("fix", ("--dry-run",), 0),
    ("new-quarter", ("--dry-run", "--out", "next.kpi"), 0),
    ("chase", DUNMERE, 0),
    ("chase", (), 2),
    ("disclosure", DUNMERE, 0),
    ("disclosure", (), 2),
    ("test", ("--capture", "visits", *DUNMERE), 0),
    ("test", ("--capture", "visits"), 2),
    ("test", DUNMERE, 2),
    ("build", ("--record",), 2),
    ("build", ("--only", "Nobody"), 2),
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example") / "authorities"
    shutil.copytree(EXAMPLE, folder)
    return folder


@pytest.mark.parametrize(("verb", "more", "status"), VERBS)
def test_every_verb_works_or_says_what_it_needs(example: Path, verb: str, more: tuple[str, ...], status: int) -> None:
    arguments = [str(example / one) if one == "next.kpi" else one for one in more]
    run = CliRunner().invoke(kpic, [verb, str(example / "report.kpi"), *arguments])
    assert run.exit_code == status, run.output
    if status == 2 and "--authority" not in more and verb != "build":
        assert 'say which is meant, for example: --authority "Ashcombe"' in run.output


@pytest.mark.parametrize(
    ("verb", "status"), [("check", 0), ("list", 0), ("docs", 0), ("test", 0), ("chase", 2), ("disclosure", 2)]
)
def test_every_verb_knows_what_a_report_on_all_is(example: Path, verb: str, status: int) -> None:
    run = CliRunner().invoke(kpic, [verb, str(example / "pack.kpi")])
    assert run.exit_code == status, run.output


def test_a_figure_of_one_authority_is_explained_and_compared(example: Path) -> None:
    spec = str(example / "report.kpi")
    explained = CliRunner().invoke(kpic, ["explain", "visits", spec, "--authority", "Dunmere"])
    assert explained.exit_code == 0
    assert "79% in 2021-22 Q1: Red." in explained.output
    assert CliRunner().invoke(kpic, ["explain", "visits", spec]).exit_code == 2
    diff = CliRunner().invoke(kpic, ["diff", spec, spec, "--authority", "Dunmere"])
    assert (diff.exit_code, "Nothing changes in the report." in diff.output) == (0, True), diff.output
    assert CliRunner().invoke(kpic, ["diff", spec, spec]).exit_code == 2


@pytest.mark.parametrize("format", ["json", "ees"])
def test_a_report_on_all_cannot_be_had_as_what_only_one_has(example: Path, tmp_path: Path, format: str) -> None:
    arguments = ["build", str(example / "pack.kpi"), "--out", str(tmp_path), "--format", format]
    run = CliRunner().invoke(kpic, arguments)
    assert run.exit_code == 1
    assert "not-for-all" in run.output


def test_the_workbook_of_all_says_what_the_reports_of_each_do(example: Path, tmp_path: Path) -> None:
    """Side by side, one below the other, and in the workbook that each has of its own."""
    for spec in ("pack.kpi", "report.kpi"):
        run = CliRunner().invoke(kpic, ["build", str(example / spec), "--out", str(tmp_path), "--format", "xlsx"])
        assert run.exit_code == 0, run.output
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "pack.xlsx"))
    figures, statuses, listed = (_table(book, name) for name in ("Figures", "Statuses", "Performance"))
    own = {}
    for path in sorted((tmp_path / "report").glob("*.xlsx")):
        each = python_calamine.CalamineWorkbook.from_path(str(path))
        council = str(each.get_sheet_by_name("Cover").to_python()[4][0]).partition(", Regional")[0]
        own[council] = _table(each, "Performance")
    names = list(figures[0])[3:]
    assert list(own) == names == list(statuses[0])[2:]
    assert len(names) == 8
    for name, rows in own.items():
        assert [row[name] for row in figures] == [row["Value"] for row in rows]
        assert [row[name] for row in statuses] == [row["Status"] for row in rows]
        same = [row for row in listed if row["Authority"] == name]
        assert same == [{"Authority": name, **{key: row[key] for key in list(same[0])[1:]}} for row in rows]
    assert len(listed) == len(figures) * len(names)
    meanings = [str(row["Meaning"]) for row in _table(book, "Notes")]
    said = {row["Sign or word"] for row in _table(book, "Notes")}
    assert {row[name] for row in statuses for name in names} <= said
    assert {cell for row in figures for name in names if isinstance(cell := row[name], str)} == {"[c]", "[x]"} <= said
    assert len(meanings) == len(set(meanings)) + 1  # what is withheld is withheld by its sign and by its word


def _table(book: python_calamine.CalamineWorkbook, name: str) -> list[dict[str, object]]:
    """The rows of a sheet below its title and its line of explanation."""
    _, _, heads, *rows = book.get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_what_several_have_needs_no_files_but_those_of_the_project() -> None:
    outcome = pipeline.prepare("report.kpi", workspace.reader(EXAMPLE))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    ones = pipeline.ones_of(outcome.value).value
    assert ones is not None
    assert [one.authority.file_name for one in ones][:2] == ["E06990001-ashcombe", "E06990002-brindley-and-fenwick"]
