"""Whatever an officer does to a spec, no verb breaks; a run of the formatter changes nothing of the report."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from kpidsl.cli.commands import kpic
from kpidsl.difference.compare import Unmade
from tests.differences import SPECS, Checkout
from tests.test_format import mangled

VERBS = {
    "fmt": ("--check",),
    "check": ("--format", "json"),
    "fix": ("--dry-run",),
    "test": ("--cover",),
    "chase": (),
    "disclosure": (),
    "docs": (),
    "list": (),
    "new-quarter": ("--dry-run",),
    "build": ("--format", "json"),
}
LINES = (SPECS / "children.kpi").read_text("utf-8").splitlines(keepends=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(SPECS, folder / "specs", ignore=shutil.ignore_patterns("examples", "from-records"))
    return folder


# A small report that counts records, and lacks nothing but somebody who counts them.
RECORDS = """\
language 1

records assessments "Assessments of children"
  data       "assessments.csv"
  complete   from 1 April 2019 to 30 June 2021
  column     child         text          called "person_id"
  column     team          text
  column     started_on    date
  column     completed_on  date
  column     days_open     whole number
  column     cost          number to 2 dp
  column     seen          yes/no
  period     by completed_on
  entity     by team
  open       from started_on to completed_on
  measure    assessed  count
  measure    on_time   count where days_open at most 45
  measure    in_time   share where completed_on within 45 days of started_on among those where seen is not missing
  measure    spent     sum of cost over 12 months where again for child within 5 months or not cost less than 12.50
  measure    caseload  count at period end

indicator by_days "% within 45 days"
  section    contacts
  unit       percent
  polarity   higher is better
  target     95%
  tolerance  5 points
  measure    on_time / assessed

indicator by_dates "% in time"
  section    contacts
  unit       percent
  polarity   higher is better
  measure    in_time

indicator money "Spent"
  section    contacts
  unit       £k
  polarity   none
  measure    spent

indicator load "Open"
  section    contacts
  unit       count
  polarity   none
  measure    caseload
"""
SCHEME = """\
language 1

report "Assessments in {period}"
  committee  "Scrutiny Committee"
  meeting    30 September 2021
  from       "Strategic Director"
  period     2021-22 Q1
  house      "council.yaml"
  scheme     council

scheme council "Council rating"
  green  when at or better than target
  amber  when within tolerance
  red    otherwise

section contacts "Contacts"

chapter "Performance"
  table columns outturn, value, target, status
"""


@st.composite
def edited(draw: st.DrawFn, text: Sequence[str] = LINES) -> str:
    """A line deleted, said twice, put elsewhere, cut short, or with another figure in it; one to three times."""
    lines = list(text)
    for _ in range(draw(st.integers(1, 3))):
        at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["deleted", "twice", "moved", "cut", "figure"])):
            case "deleted":
                del lines[at]
            case "twice":
                lines.insert(to, lines[at])
            case "moved":
                lines.insert(to, lines.pop(at))
            case "cut":
                lines[at] = lines[at][: len(lines[at]) // 2] + "\n"
            case _:
                lines[at] = lines[at].replace("9", "17").replace("5", "-3")
    return "".join(lines)


@settings(
    max_examples=6,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@pytest.mark.parametrize("verb", VERBS)
@given(text=edited())
def test_no_edit_breaks_any_verb(project: Path, verb: str, text: str) -> None:
    (project / "specs" / "children.kpi").write_text(text, encoding="utf-8", newline="")
    spec = str(project / "specs" / "q1.kpi")
    more = ("--out", str(project / "out")) if verb == "build" else ()
    run = CliRunner().invoke(kpic, [verb, spec, *VERBS[verb], *more], standalone_mode=False)
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    assert run.return_value in (None, 0, 1, 2)


@settings(
    max_examples=5,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
@pytest.mark.parametrize("verb", [*VERBS, "explain"])
@given(text=st.just(RECORDS) | edited(RECORDS.splitlines(keepends=True)))
def test_no_edit_of_records_breaks_any_verb(tmp_path_factory: pytest.TempPathFactory, verb: str, text: str) -> None:
    folder = tmp_path_factory.mktemp("records")
    files = {"rules.kpi": text, "q1.kpi": SCHEME.replace("language 1\n", 'language 1\nuse "rules.kpi"\n')}
    for name, content in {**files, "council.yaml": "council: Example Council\n"}.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
    spec = str(folder / "q1.kpi")
    more = ("--out", str(folder / "out")) if verb == "build" else ()
    arguments = ["explain", "by_dates", spec] if verb == "explain" else [verb, spec, *VERBS[verb], *more]
    run = CliRunner().invoke(kpic, arguments, standalone_mode=False)
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    assert run.return_value in (None, 0, 1, 2)


@pytest.mark.parametrize("verb", ["fmt", "check", "fix", "test", "docs", "list", "new-quarter"])
def test_these_verbs_need_nobody_who_counts(tmp_path: Path, verb: str) -> None:
    (tmp_path / "q1.kpi").write_text(SCHEME + RECORDS.removeprefix("language 1\n"), encoding="utf-8")
    (tmp_path / "council.yaml").write_text("council: Example Council\n", encoding="utf-8")
    run = CliRunner().invoke(kpic, [verb, str(tmp_path / "q1.kpi"), *(() if verb == "fmt" else VERBS[verb])])
    assert run.exit_code == 0, run.output


def test_what_shows_figures_needs_the_table_that_they_are_counted_in(tmp_path: Path) -> None:
    (tmp_path / "q1.kpi").write_text(SCHEME + RECORDS.removeprefix("language 1\n"), encoding="utf-8")
    (tmp_path / "council.yaml").write_text("council: Example Council\n", encoding="utf-8")
    run = CliRunner().invoke(kpic, ["build", str(tmp_path / "q1.kpi"), "--out", str(tmp_path / "out")])
    assert run.exit_code == 1
    assert re.match("error\\[file-missing\\]: there is no file `.*assessments.csv`", run.output)
    assert not (tmp_path / "out").exists()


def test_a_run_of_the_formatter_changes_nothing_of_the_report(tmp_path: Path) -> None:
    checkout = Checkout.of_example(tmp_path / "repository")
    rules = checkout.folder / "specs" / "children.kpi"
    formatted = rules.read_bytes()
    rules.write_text(mangled(formatted.decode("utf-8"), 3), encoding="utf-8", newline="")
    assert rules.read_bytes() != formatted
    checkout.commit("As somebody has typed it")
    checkout.git("branch", "typed")
    assert CliRunner().invoke(kpic, ["fmt", str(rules)]).exit_code == 0
    checkout.commit("kpic fmt")
    found = checkout.compare("typed..HEAD")
    assert not isinstance(found, Unmade)
    assert found.difference.is_empty
