"""`kpic import`: what a scorecard says is what the spec says, and what it does not say is not settled in silence."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings, strategies as st

from kpidsl import pipeline, workspace
from kpidsl.books.written import workbook
from kpidsl.cli.commands import kpic as commands
from kpidsl.compose import numbers
from kpidsl.diagnostics import show
from kpidsl.document.outline import outline
from kpidsl.evaluation.model import Assessment
from kpidsl.importer.imported import Imported, imported
from kpidsl.importer.model import TO_DO, Refused
from kpidsl.period import Period
from kpidsl.pipeline import Composed
from kpidsl.quantity import Dimension, round_half_up
from kpidsl.source import Content, Source
from kpidsl.spec.project import Read, Unreadable
from kpidsl.syntax.format import formatted
from kpidsl.syntax.parser import parse
from kpidsl.terms import Polarity
from tests.book_writers import Cell, as_csv, as_xlsx
from tests.cases import Block, accept
from tests.pages import SPECS, composed

DOCS = Path(__file__).parents[1] / "docs"


def _made(name: str, data: bytes, period: str = "") -> Imported:
    made = imported(Content(name, data), name, period=Period.parse(period) if period else None)
    assert isinstance(made, Imported), made
    return made


def _reader(files: Mapping[str, str]) -> Read:
    def read(name: str) -> Source | Unreadable:
        return Source(name, files[name]) if name in files else Unreadable("file-missing", f"no `{name}`", "")

    return read


def _finished(made: Imported) -> dict[str, str]:
    """The files with what an import always asks for given."""
    files = dict(made.files)
    spec = re.sub(rf"# {TO_DO} committee .*", 'committee "Scrutiny Committee"', files[made.spec])
    spec = re.sub(rf"# {TO_DO} meeting .*", "meeting 30 September 2021", spec)
    spec = re.sub(rf"# {TO_DO} from .*", 'from "Director"', spec)
    house = re.sub(rf"# {TO_DO} council: .*", "council: Example Council", files["council.yaml"])
    return {**files, made.spec: spec, "council.yaml": house}


def _composed(made: Imported) -> Composed:
    outcome = pipeline.compose_report(made.spec, _reader(_finished(made)))
    assert outcome.value is not None, show.text(outcome.diagnostics)
    return outcome.value


# ---- there and back

_GOOD_IS = {Polarity.HIGHER: "High", Polarity.LOWER: "Low", Polarity.NONE: "Neither"}


def _cell(amount: Fraction | None, one: Assessment, is_rounded: bool) -> Cell:
    """A figure as Excel has it, with all the digits that a double holds; or rounded as it is printed."""
    if amount is None:
        return ""
    places = one.indicator.places
    decimal = Decimal(repr(float(round_half_up(amount, places) if is_rounded else amount)))
    decimal = decimal.quantize(Decimal(1).scaleb(-places)) if is_rounded or decimal == int(decimal) else decimal
    return (decimal, "%") if one.indicator.unit.dimension is Dimension.PERCENT else decimal


def _book(rows: list[list[Cell]], assessments: list[Assessment]) -> bytes:
    """A workbook in which cells show as many decimal places as the report prints, and hold more."""
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(rows, above=2, title="Scorecard")))
    places = {one.indicator.label: one.indicator.places for one in assessments}
    for line in book["Scorecard"].iter_rows():
        for cell in line:
            if cell.number_format == "0.0%":
                cell.number_format = "0%" if not places[line[0].value] else f"0.{'0' * places[line[0].value]}%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _scorecard(report: Composed, is_rounded: bool = False) -> tuple[list[list[Cell]], list[Assessment]]:
    """The figures of a report as a scorecard: banners for sections, a column for each period, a target, statuses."""
    assessments = [one for one in report.evaluation.assessments if one.indicator.section is not None]
    periods = sorted({row.period for row in report.dataset.observations.values()})
    periods = [period for period in periods if period <= report.spec.period]
    heads: list[Cell] = [
        "Indicator",
        "Good is",
        *map(str, periods),
        "Numerator",
        "Denominator",
        "Target",
        "Tolerance",
        "RAG",
    ]
    rows: list[list[Cell]] = [heads]
    section = ""
    for one in assessments:
        if _section(one) != section:
            section = _section(one)
            rows.append([section])
        known = {one.figure.period: one.figure}
        known |= {figure.period: figure for figure in (one.outturn,) if figure}
        known |= {period: figure for period, figure in one.history if figure}
        cells = [_cell(known[period].amount if period in known else None, one, is_rounded) for period in periods]
        parts = [_number(part) for part in (one.figure.numerator, one.figure.denominator)]
        target = _cell(one.aim.ends[0], one, is_rounded) if one.aim else ""
        tolerance = "5 points" if one.aim else ""
        state = one.state.mark.word if one.state else ""
        rows.append([one.indicator.label, _GOOD_IS[one.indicator.polarity], *cells, *parts, target, tolerance, state])
    return rows, assessments


def _section(one: Assessment) -> str:
    return one.indicator.section.label if one.indicator.section else ""


def _number(part: Fraction | None) -> Cell:
    return "" if part is None else Decimal(part.numerator) / Decimal(part.denominator)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_scorecard_of_the_example_report_gives_its_figures_and_statuses(ending: str) -> None:
    report = composed(SPECS / "q1.kpi")
    rows, expected = _scorecard(report, is_rounded=ending == "csv")
    data = _book(rows, expected) if ending == "xlsx" else as_csv(rows)
    made = _made(f"scorecard.{ending}", data, str(report.spec.period))
    found = _composed(made)
    by_label = {one.indicator.label: one for one in found.evaluation.assessments}
    assert list(by_label) == [one.indicator.label for one in expected]
    for one in expected:
        ours = by_label[one.indicator.label]
        assert numbers.value(ours.indicator, ours.figure) == numbers.value(one.indicator, one.figure)
        assert ours.figure.amount == one.figure.amount
        assert _section(ours) == _section(one)
        assert ours.indicator.polarity is one.indicator.polarity
        assert (ours.state and ours.state.name) == (one.state and one.state.name)
        assert (ours.outturn and ours.outturn.amount) == (one.outturn and one.outturn.amount)
    rated = sum(one.state is not None for one in expected)
    assert (made.held.same, made.held.differing, made.held.not_held) == (rated, (), 0)
    assert rated > 10


def test_a_status_that_is_changed_in_the_scorecard_is_the_one_that_is_listed() -> None:
    report = composed(SPECS / "q1.kpi")
    rows, _ = _scorecard(report)
    reds = [row for row in rows if row[-1] == "Red"]
    reds[0][-1] = "Green"
    made = _made("scorecard.xlsx", as_xlsx(rows), str(report.spec.period))
    assert len(made.held.differing) == 1
    assert "red by the spec, green in" in made.held.differing[0]


# ---- laws

WORDS = st.text(max_size=30)
FIGURES = st.sampled_from(
    (
        "12;1,204;38%;0.5;1;£150k;n/a;-;Yes;2.1:1;7:30;=1+1;#N/A;31/03/2021;Green;R;> 90%;85-95%;TBC;Measured annually;"
        "5 points;Aim to Maximise;Lower is better;percent;"
    ).split(";")
)
HEADS = st.sampled_from(
    (
        "Indicator;Measure;Code & Name;Ref;Section;Good is;Unit;Target;Target 2021/22;Tolerance;Amber threshold;"
        "Red threshold;Red variance;RAG;Q1 2021/22;2020/21;Q4;Apr-21;Actual;Value;Outturn;England 2019/20;Benchmark;"
        "Comments;Period;Minimum value;Maximum value;Forecast;Numerator;Denominator;Decimal places;Owner;Short trend;"
        "Long trend;Definition;Nothing known"
    ).split(";")
)
STATED = "unit|polarity|target|floor|tolerance|benchmark|owner|definition|period"
CELLS = st.one_of(FIGURES, WORDS, FIGURES)


@settings(max_examples=30)
@given(st.data())
def test_the_spec_of_any_scorecard_can_be_read_and_says_where_each_line_comes_from(
    data: st.DataObject,
) -> None:
    heads = ["Indicator", *data.draw(st.lists(HEADS, min_size=1, max_size=8))]
    rows = data.draw(st.lists(st.lists(CELLS, min_size=1, max_size=len(heads)), min_size=1, max_size=6))
    name = data.draw(st.sampled_from(("a.csv", "a.xlsx", "b\n.csv", "2021 é.csv")))
    name = name if name.endswith("csv") or _can_be_a_sheet(rows) else "a.csv"
    content = as_xlsx([heads, *rows]) if name.endswith("xlsx") else as_csv([heads, *rows])
    made = imported(Content(name, content), name, period=Period.parse("2021-22 Q1"))
    if isinstance(made, Refused):
        assert made.message
        assert made.help
        return
    text = dict(made.files)[made.spec]
    source = Source(made.spec, text)
    assert not parse(source).diagnostics
    assert formatted(source).value == text
    ids = re.findall(r"^indicator (\w+)", text, re.MULTILINE)
    assert len(ids) == len(set(ids)) == len(made.draft.indicators)
    for line in text.splitlines():
        if re.match(
            r"  (?:unit|polarity|target|floor|tolerance|benchmark|owner|definition|period) |(?:report|indicator) ", line
        ):
            assert re.search(rf"# (?:read from|worked out|said on|{TO_DO})", line), line
    problems = pipeline.compose_report(made.spec, _reader(_finished(made))).diagnostics
    asked = bool(made.to_do)
    assert asked or not [problem for problem in problems if problem.is_error], show.text(problems)


def _can_be_a_sheet(rows: list[list[str]]) -> bool:
    return not any(re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]", cell) for row in rows for cell in row)


@settings(max_examples=30)
@given(st.binary(max_size=300), st.sampled_from((".csv", ".xlsx", ".ods", ".xls", ".parquet", ".xlsb", "")))
def test_any_file_is_imported_or_refused(data: bytes, ending: str) -> None:
    made = imported(Content(f"a{ending}", data), f"a{ending}")
    assert isinstance(made, Imported) or (made.message and made.help)


def test_a_file_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpidsl.importer.grid.MOST_CELLS", 1000)
    made = imported(Content("a.csv", b"1,1,1,1,1,1,1,1\n" * 200), "a.csv")
    assert isinstance(made, Refused)
    assert "more than 1,000 cells" in made.message


# ---- what is not finished does not build

SCORECARD = """\
Indicator,Q1 2021/22,Target,RAG
% of visits on time,92%,95%,Amber
% of calls answered,97%,95%,
"""


def test_what_is_asked_for_stops_the_report_until_it_is_given() -> None:
    made = _made("a.csv", SCORECARD.encode())
    problems = pipeline.compose_report(made.spec, _reader(dict(made.files))).diagnostics
    said = show.text(problems)
    for lacking in ("committee", "meeting", "from", "council", "polarity", "tolerance"):
        assert re.search(rf"error.*{lacking}", said), (lacking, said)


# ---- the command


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["import", *arguments])
    return result.exit_code, result.output


def test_no_file_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(SCORECARD, encoding="utf-8")
    assert _run("a.csv", "--out", "new")[0] == 0
    before = {path: path.read_bytes() for path in Path("new").rglob("*") if path.is_file()}
    assert {path.as_posix() for path in before} == {"new/a.kpi", "new/council.yaml", "new/data/a.csv"}
    status, said = _run("a.csv", "--out", "new")
    assert status == 2
    assert "new/a.kpi is there already, and is not written over" in said
    Path("new/a.kpi").unlink()
    status, said = _run("a.csv", "--out", "new")
    assert status == 2
    assert "new/data/a.csv is there already" in said
    assert not Path("new/a.kpi").exists()
    Path("new/data/a.csv").unlink()
    Path("new/council.yaml").write_text("council: Ours\n", encoding="utf-8")
    status, said = _run("a.csv", "--out", "new")
    assert status == 0
    assert "was there, and stays as it is" in said
    assert Path("new/council.yaml").read_text(encoding="utf-8") == "council: Ours\n"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("none.csv",), 2, "there is no file `none.csv`"),
        (("a.csv", "--period", "soon"), 2, "`soon` is not a period"),
        (("a.csv", "--sheet", "Q1"), 1, "has no sheet called “Q1”"),
        (("a.csv", "--as", "other"), 2, "is not one of 'scorecard', 'pentana', 'inphase'"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: tuple[str, ...], status: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(SCORECARD, encoding="utf-8")
    found, output = _run(*arguments)
    assert (found, said in output) == (status, True), output
    assert [path.name for path in Path().iterdir()] == ["a.csv"]


# ---- the page of the documentation


def test_the_walk_through_of_the_documentation_is_what_happens(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = DOCS / "import.md"
    blocks = {block.info: block for block in _blocks(page)}
    monkeypatch.chdir(tmp_path)
    Path("scorecard.xlsx").write_bytes(workbook(blocks["csv scorecard.xlsx"].body))
    status, said = _run("scorecard.xlsx", "--out", "new")
    assert status == 0
    spec = Path("new/scorecard.kpi")
    found = {"text imported": said, "kpi scorecard.kpi": spec.read_text(encoding="utf-8")}
    text = found["kpi scorecard.kpi"]
    for old, new in _edits(blocks["diff"].body):
        assert text.count(old) == 1
        text = text.replace(old, new)
    spec.write_text(text, encoding="utf-8")
    assert CliRunner().invoke(commands, ["check", "new/scorecard.kpi"]).exit_code == 0
    assert CliRunner().invoke(commands, ["fmt", "--check", "new/scorecard.kpi"]).exit_code == 0
    outcome = pipeline.compose_report("scorecard.kpi", workspace.reader(Path("new")))
    assert outcome.value is not None
    assert not outcome.diagnostics
    table = outline(outcome.value.document).partition("[Table")[2].partition("[How")[0]
    found["text table"] = f"[Table{table}"
    changes = {blocks[info]: text for info, text in found.items() if blocks[info].body != text}
    if changes and request.config.getoption("--accept"):
        accept(page, changes)
    assert not changes


def _blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found = re.finditer(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Block(match["info"], match["body"], match.start("body"), match.end("body")) for match in found]


def _edits(diff: str) -> list[tuple[str, str]]:
    """Runs of lines that go, each with the lines that come in their place."""
    runs = re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", diff, re.MULTILINE)
    assert runs
    bare = [[re.sub(r"^[-+] ?", "", part, flags=re.MULTILINE) for part in run] for run in runs]
    return [(old, new) for old, new in bare]
