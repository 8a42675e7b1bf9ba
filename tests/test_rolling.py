"""`kpic new-quarter`: laws that hold for any spec, a year of every example, and the command as a user meets it."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from kpidsl import pipeline, workspace
from kpidsl.cli.commands import kpic as commands
from kpidsl.period import Period
from kpidsl.roller.model import Rolled
from kpidsl.roller.names import next_stem
from kpidsl.roller.roll import Asked, roll
from kpidsl.source import Source
from kpidsl.spec.model import Spec
from kpidsl.spec.project import gather
from kpidsl.syntax import ast
from kpidsl.syntax.meaning import difference
from kpidsl.syntax.parser import parse
from tests.cases import reader
from tests.command import edit, kpic

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(path.relative_to(ROOT / "specs") for path in (ROOT / "specs" / "examples").glob("*/report.kpi"))
MEETING = "2031-01-31"

# ---- laws

_HEAD = """\
language 1
report "Visits in {{period}}"  # the title
  committee  "Scrutiny Committee"
  meeting    30 September 2021
  from       "Director"
  period     {period}
  house      "council.yaml"
  data       "data.csv"
  scheme     council
scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise
section one "Section one"
"""
_INDICATOR = """\
indicator {name} "Visits of {name}"
  section    one
  unit       percent
  polarity   higher is better
  tolerance  5 points
"""
_TAIL = """\
chapter "Performance"
  > Of {period} it was said in May 2021 that {a.value} is enough.
  table columns value, target, status
chapter "Commentary"
  commentary
chapter "Appendices"
"""
_TARGETS = (
    ["target 90% for 2021-22"],
    ["target 90%"],
    ["target 90% for 2021-22", "target 91% for 2022-23"],
    ["target 80% in Q1, 82% in Q2, 84% in Q3, 90% in Q4"],
    ["target 90% for 2021-22 Q1", "target 91% for 2021-22 Q4"],
    ["target 90% for 2021-22", "floor 70% for 2021-22"],
    ['target 95% from 2021-22 Q2, was 90% because "More staff"', "floor 70%"],
    ["target to be set"],
)
_COMMENTS = st.sampled_from(["", "", "  # why", "  # “so” # and so", "  #"])
_ALONE = st.lists(st.sampled_from(["", "# a comment", "  # another one"]), max_size=2)


@st.composite
def _indicator(draw: st.DrawFn, name: str) -> list[str]:
    lines = _INDICATOR.format(name=name).splitlines()
    lines += [f"  {line}" for line in draw(st.sampled_from(_TARGETS))]
    if draw(st.booleans()) and any("target" in line and "to be" not in line for line in lines):
        lines.append('  override   amber because "Seen in June 2021" by "the Director"')
    return [*lines, "  commentary", "    otherwise", "      > {value} of visits were on time."]


@st.composite
def _note(draw: st.DrawFn, period: str) -> list[str]:
    head = f'note {draw(st.sampled_from("ab"))} by "Officer" for {draw(st.sampled_from([period, "2020-21 Q4"]))}'
    if draw(st.booleans()):
        head = head.partition(" for ")[0]
    actions = st.sampled_from(['  action "Do this"', '  action "Do that" owner "Somebody" by 31 December 2021'])
    return [head, "  > Words of the officer.", *draw(st.lists(actions, max_size=2))]


@st.composite
def made_up(draw: st.DrawFn) -> str:
    """A spec that can be built, with comments and empty lines anywhere, and notes anywhere between its chapters."""
    period = draw(st.sampled_from([f"2021-22 Q{number}" for number in range(1, 5)]))
    blocks = [_HEAD.format(period=period).splitlines(), draw(_indicator("a")), draw(_indicator("b"))]
    blocks += draw(st.lists(_note(period), max_size=3))
    blocks.append(_TAIL.splitlines())
    blocks += draw(st.lists(_note(period), max_size=2))
    lines = []
    for line in (line for block in blocks for line in block):
        lines += draw(_ALONE)
        lines.append(line if line.lstrip().startswith(">") or "# " in line else line + draw(_COMMENTS))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def rolled(text: str) -> tuple[Rolled, Period]:
    read = reader({"spec.kpi": text})
    outcome, project = pipeline.rules("spec.kpi", read), gather("spec.kpi", read, with_data=False).value
    assert outcome.value is not None, outcome.diagnostics
    assert project is not None
    found = roll(
        project,
        outcome.value,
        Asked(outcome.value.period.back(-1), "next.kpi", "", "", "none", frozenset(), frozenset()),
    )
    assert isinstance(found, Rolled)
    return found, outcome.value.period


def parsed(text: str, name: str = "spec.kpi") -> ast.File:
    file = parse(Source(name, text)).value
    assert file is not None
    return file


@given(made_up())
def test_nothing_of_notes_is_carried_and_every_comment_is(text: str) -> None:
    found, _ = rolled(text)
    new = parsed(found.files[0].after)
    assert not any(isinstance(block.header, ast.Note) for block in new.blocks)
    assert "Words of the officer" not in found.files[0].after
    before, after = (Counter(comment.text for comment in file.comments) for file in (parsed(text), new))
    added = after - before
    assert not before - after
    assert all(comment.startswith("# of ") and ": action " in comment for comment in added)
    assert sum(added.values()) == sum(
        isinstance(line, ast.Action) for block in parsed(text).blocks for line in block.lines
    )


@given(made_up())
def test_everything_else_is_carried_as_it_was(text: str) -> None:
    found, old = rolled(text)
    assert difference(_common(parsed(text), old), _common(parsed(found.files[0].after), old)) == ""


@given(made_up())
def test_every_place_that_is_told_is_there(text: str) -> None:
    found, _ = rolled(text)
    lines = {file.name: file.after.splitlines() for file in found.files} | {"spec.kpi": text.splitlines()}
    for item in found.items:
        assert lines[item.file][item.line - 1].strip(), item


@given(made_up())
def test_the_new_spec_lacks_nothing_but_its_meeting(text: str) -> None:
    found, _ = rolled(text)
    after = found.files[0].after
    alone = pipeline.rules("next.kpi", reader({"next.kpi": after}))
    assert [problem.code for problem in alone.diagnostics if problem.is_error] == ["unexpected-word"]
    filled = pipeline.rules("next.kpi", reader({"next.kpi": after.replace("meeting    DATE", "meeting    1 May 2030")}))
    assert filled.value is not None, filled.diagnostics
    period = filled.value.period
    for indicator in filled.value.indicators:
        target = indicator.target_for(period)
        assert target is None or target.period is None or target.period.contains(period)
        assert indicator.override_for(period) is None


def _common(file: ast.File, old: Period) -> ast.File:
    """What an old spec and the new one must both say: all but notes, period, meeting, and what is to be set."""
    blocks = []
    for block in file.blocks:
        if isinstance(block.header, ast.Note):
            continue
        lines = [_plain(line, old) for line in block.lines]
        blocks.append(replace(block, lines=tuple(line for line in lines if line is not None)))
    return replace(file, blocks=tuple(blocks), comments=())


def _plain(line: ast.Statement, old: Period) -> ast.Statement | None:
    match line:
        case ast.Setting(keyword="meeting" | "period") | ast.Broken():
            return None
        case ast.Target(goal=ast.Goal(amount=None, standard=None)) if line.period is not None:
            return None
        case ast.Override() | ast.Example() if line.period is not None and line.period.text == str(old):
            return replace(line, period=None)
        case _:
            return line


# ---- names


@pytest.mark.parametrize(
    ("stem", "old", "new", "expected"),
    [
        ("q1", "2021-22 Q1", "2021-22 Q2", "q2"),
        ("Q3-report", "2021-22 Q3", "2021-22 Q4", "Q4-report"),
        ("q4", "2021-22 Q4", "2022-23 Q1", None),  # there may be a q1 of the year before
        ("2025-26-q4", "2025-26 Q4", "2026-27 Q1", "2026-27-q1"),
        ("corporate_2025_26_q4", "2025-26 Q4", "2026-27 Q1", "corporate_2026_27_q1"),
        ("2526q4", "2025-26 Q4", "2026-27 Q1", None),
        ("25-26-quarter-4", "2025-26 Q4", "2026-27 Q1", "26-27-quarter-1"),
        ("h2-2021", "2021 H2", "2022 H1", "h1-2022"),
        ("annual-2025-26", "2025-26", "2026-27", "annual-2026-27"),
        ("annual", "2025-26", "2026-27", None),
        ("report", "2021-22 Q1", "2021-22 Q2", None),
        ("q1-of-q1", "2021-22 Q1", "2021-22 Q2", None),
        ("2025-12", "December 2025", "January 2026", "2026-01"),
        ("calls-december-2025", "December 2025", "January 2026", "calls-january-2026"),
        ("september", "September 2025", "October 2025", "october"),
        ("december", "December 2025", "January 2026", None),
        ("q1", "2021-22 Q1", "2021-22", None),
    ],
)
def test_the_next_name(stem: str, old: str, new: str, expected: str | None) -> None:
    periods = [Period.parse(old), Period.parse(new)]
    assert periods[0] is not None
    assert periods[1] is not None
    assert next_stem(stem, periods[0], periods[1]) == expected


# ---- the command


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    return tmp_path


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _codes(run_output: str) -> set[str]:
    return {problem["code"] for problem in json.loads(run_output)["problems"] if problem["severity"] == "error"}


# Each step of `changes` needs the record of the one before, and no figures are there to make one of.
ROLLED = [name for name in EXAMPLES if name.parent.name != "changes"]


@pytest.mark.parametrize("name", [Path("q1.kpi"), *ROLLED], ids=lambda path: path.parent.name or path.stem)
def test_a_year_of_each_report_rolls_on_and_lacks_only_what_is_asked_for(project: Path, name: Path) -> None:
    """The next periods up to the same one a year later, and one more: no figures yet, nothing else."""
    spec, before = project / "specs" / name, rules_of(project / "specs" / name)
    steps = 13 if spec.parent.name == "monthly" else 5
    for step in range(1, steps + 1):
        new = spec.with_name(f"roll-{step}.kpi")
        run = CliRunner().invoke(commands, ["new-quarter", str(spec), "--out", str(new), "--meeting", MEETING])
        assert run.exit_code == 0, run.output
        assert rules_of(new).notes == ()
        spec = new
    assert rules_of(spec).period == before.period.back(-steps)
    assert errors_in(spec) <= {"no-observation"}
    assert errors_in(project / "specs" / name) == set()


def errors_in(spec: Path) -> set[str]:
    outcome = pipeline.compose_report(spec.name, workspace.reader(spec.parent), formats=())
    return {problem.code for problem in outcome.diagnostics if problem.is_error}


def rules_of(spec: Path) -> Spec:
    outcome = pipeline.rules(spec.name, workspace.reader(spec.parent))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def test_q1_becomes_q2_which_is_built_once_it_has_its_meeting_and_figures(project: Path) -> None:
    """As an officer does it."""
    before = _files(project)
    run = kpic(project, "new-quarter", "specs/q1.kpi")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("specs/q2.kpi: 2021-22 Q2, from specs/q1.kpi (2021-22 Q1)\n")
    after = _files(project)
    assert {name for name in after if after[name] != before.get(name)} == {"specs/q2.kpi"}
    refused = kpic(project, "build", "specs/q2.kpi")
    assert refused.returncode == 1
    assert "this line needs a date such as 30 September 2021, but has `DATE`" in refused.stderr
    edit(project / "specs" / "q2.kpi", "meeting    DATE", "meeting    2 December 2021")
    data = project / "specs" / "data" / "childrens-services.csv"
    rows = data.read_text(encoding="utf-8").splitlines()
    data.write_text(
        "\n".join([*rows, *(row.replace("2021-22 Q1", "2021-22 Q2") for row in rows if "2021-22 Q1" in row)])
    )
    built = kpic(project, "build", "specs/q2.kpi", "--draft")
    assert built.returncode == 0, built.stderr
    chased = kpic(project, "chase", "specs/q2.kpi")
    assert "the Head of Service:" in chased.stdout
    assert "owed: reason" in chased.stdout


def test_the_record_of_the_last_report_is_followed_where_it_was_kept(project: Path) -> None:
    folder = project / "specs" / "examples" / "changes"
    built = kpic(folder, "build", "report.kpi", "--record")
    assert built.returncode == 0, built.stderr
    run = kpic(folder, "new-quarter", "report.kpi", "--out", "q3.kpi", "--meeting", MEETING)
    assert run.returncode == 0, run.stderr
    assert 'follows "records/report.json"' in (folder / "q3.kpi").read_text(encoding="utf-8").replace(
        "follows   ", "follows"
    )
    assert _codes(kpic(folder, "check", "q3.kpi", "--format", "json").stdout) == {"no-observation"}


def test_a_record_that_is_damaged_is_not_followed(project: Path) -> None:
    folder = project / "specs" / "examples" / "changes"
    (folder / "records" / "report.json").write_text("{}", encoding="utf-8")
    run = kpic(folder, "new-quarter", "report.kpi", "--out", "q3.kpi")
    assert run.returncode == 0, run.stderr
    assert "records/report.json` " in run.stdout  # what is wrong with it
    assert "once it is put right, write in the report block: follows" in run.stdout
    assert "\n  follows" not in (folder / "q3.kpi").read_text(encoding="utf-8")


def test_a_dry_run_shows_the_differences_and_writes_nothing(project: Path) -> None:
    before = _files(project)
    run = kpic(project, "new-quarter", "specs/q1.kpi", "--dry-run", "--format", "markdown")
    assert run.returncode == 0, run.stderr
    assert "- [ ] `specs/q2.kpi:8` the day of the meeting" in run.stdout
    assert "-  period     2021-22 Q1\n+  period     2021-22 Q2\n" in run.stdout
    assert _files(project) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["specs/none.kpi"], "the spec specs/none.kpi is not there"),
        (["specs/examples/milestones/report.kpi"], "choose it: --out specs/examples/milestones/2025-26-q4.kpi"),
        (
            ["specs/q1.kpi", "--out", "specs/children.kpi"],
            "specs/children.kpi is there already, and is not written over",
        ),
        (["specs/q1.kpi", "--out", "q2.kpi"], "the new spec must stand in specs, as the old one does"),
        (["specs/q1.kpi", "--out", "specs/q2.txt"], "specs/q2.txt is no spec: the name of a spec ends in .kpi"),
        (
            ["specs/q1.kpi", "--period", "soon"],
            "`soon` is not a period; write it as the spec does, for instance 2021-22 Q2",
        ),
        (["specs/q1.kpi", "--period", "2020-21 Q4"], "2020-21 Q4 is not later than 2021-22 Q1"),
        (["specs/q1.kpi", "--period", "2022-23 Q1"], "choose it: --out specs/2022-23-q1.kpi"),
    ],
)
def test_what_cannot_be_told_is_asked_and_nothing_is_written(project: Path, arguments: list[str], message: str) -> None:
    before = _files(project)
    run = kpic(project, "new-quarter", *arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert _files(project) == before


def test_a_spec_with_errors_is_put_right_first(project: Path) -> None:
    edit(project / "specs" / "q1.kpi", "scheme     council", "scheme     coucil")
    before = _files(project)
    run = kpic(project, "new-quarter", "specs/q1.kpi")
    assert run.returncode == 1
    assert "no new spec was made" in run.stderr
    assert _files(project) == before


def test_a_note_that_several_reports_share_stops_it(project: Path) -> None:
    shutil.copy(project / "specs" / "q1.kpi", project / "specs" / "special.kpi")
    shared = project / "specs" / "children.kpi"
    shared.write_text(
        shared.read_text(encoding="utf-8") + '\nnote cla_cases by "Officer"\n  > Said once.\n', encoding="utf-8"
    )
    before = _files(project)
    run = kpic(project, "new-quarter", "specs/q1.kpi")
    assert run.returncode == 1
    assert "this note says no period, and stands in a file that other reports use, too" in run.stderr
    assert "nothing was written" in run.stderr
    assert _files(project) == before


def test_a_mark_and_the_ends_of_lines_stay_in_a_file_that_both_reports_use(project: Path) -> None:
    """Its examples come to say which period they are of; the old report builds as before."""
    shared = project / "specs" / "children.kpi"
    text = shared.read_text(encoding="utf-8")
    shared.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode("utf-8"))
    arguments = ("specs/q1.kpi", "--period", "2022-23 Q1", "--out", "specs/2022-23-q1.kpi", "--meeting", MEETING)
    run = kpic(project, "new-period", *arguments)
    assert run.returncode == 0, run.stderr
    content = shared.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == text.count("\n")
    assert b"example    26% in 2021-22 Q1 is amber" in content
    assert kpic(project, "check", "specs/q1.kpi").returncode == 0
    found = json.loads(kpic(project, "check", "specs/2022-23-q1.kpi", "--format", "json").stdout)["problems"]
    assert {problem["code"] for problem in found} == {"no-observation", "target-not-now"}


@pytest.mark.parametrize("day", ["2021-12-02", "2 December 2021", "02/12/2021"])
def test_the_day_of_the_meeting_is_written_as_people_write_it(project: Path, day: str) -> None:
    run = kpic(project, "new-quarter", "specs/q1.kpi", "--meeting", day)
    assert run.returncode == 0, run.stderr
    assert rules_of(project / "specs" / "q2.kpi").meeting == date(2021, 12, 2)


def test_what_is_no_day_is_refused_without_the_codes_of_a_program(project: Path) -> None:
    run = kpic(project, "new-quarter", "specs/q1.kpi", "--meeting", "next Thursday")
    assert run.returncode == 2
    assert "`next Thursday` is no day; write it as 2021-09-30, 30/09/2021 or “30 September 2021”" in run.stderr
    assert "%" not in run.stderr
