"""Whatever an officer does to a spec, no verb breaks; a run of the formatter changes nothing of the report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

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


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A line deleted, said twice, put elsewhere, cut short, or with another figure in it; one to three times."""
    lines = list(LINES)
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
