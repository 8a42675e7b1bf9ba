"""`kpic` as a user meets it: exit status, streams, and what is left on the disk."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kpidsl import __version__, explainer, workspace
from kpidsl.cli.main import main
from kpidsl.diagnostics.catalogue import CATALOGUE
from kpidsl.spec.project import Unreadable
from tests.command import edit, kpic
from tests.test_workings import composed, said

ROOT = Path(__file__).parents[1]


def test_build_makes_the_report_and_says_where(project: Path) -> None:
    run = kpic(project, "build", "specs/q1.kpi")
    assert (run.returncode, run.stdout, run.stderr) == (0, "out/q1.pdf\n", "")
    assert (project / "out/q1.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert [path.name for path in (project / "out").iterdir()] == ["q1.pdf"]


def test_two_builds_are_equal_byte_for_byte(project: Path) -> None:
    for folder in ("one", "two"):
        kpic(project, "build", "specs/q1.kpi", "--format", "pdf,docx", "--out", folder)
    for name in ("q1.pdf", "q1.docx"):
        assert (project / "one" / name).read_bytes() == (project / "two" / name).read_bytes()


def test_as_at_dates_the_report_and_nothing_else_does(project: Path) -> None:
    kpic(project, "build", "specs/q1.kpi", "--as-at", "2021-08-15")
    content = (project / "out/q1.pdf").read_bytes()
    assert b"2021-08-15T00:00:00" in content
    assert b"D:20210815" in content


def test_a_report_made_before_its_period_is_over_is_warned_of(project: Path) -> None:
    run = kpic(project, "build", "specs/q1.kpi", "--as-at", "2021-05-01")
    assert run.returncode == 0
    assert "warning[period-not-over]" in run.stderr


def test_check_says_that_all_is_well_and_makes_nothing(project: Path) -> None:
    run = kpic(project, "check", "specs/q1.kpi")
    assert (run.returncode, run.stdout, run.stderr) == (0, "specs/q1.kpi: no problems\n", "")
    assert not (project / "out").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("children.kpi", "target     25%", "target     25", "unit-mismatch"),
        ("council.yaml", "council: Rutland", "councl: Rutland", "house-file"),
        ("data/childrens-services.csv", "91%", "9l%", "bad-cell"),
        ("q1.kpi", 'chapter "Appendices"', "", "chapter-missing"),
    ],
)
def test_an_error_makes_no_report_and_leaves_the_earlier_one(
    project: Path, file: str, old: str, new: str, code: str
) -> None:
    kpic(project, "build", "specs/q1.kpi")
    earlier = (project / "out/q1.pdf").read_bytes()
    edit(project / "specs" / file, old, new)
    run = kpic(project, "build", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (1, "")
    assert f"error[{code}]" in run.stderr
    assert f"--> specs/{file}:" in run.stderr
    assert "no report was made (out/q1.pdf is the earlier one, unchanged)" in run.stderr
    assert (project / "out/q1.pdf").read_bytes() == earlier
    assert kpic(project, "check", "specs/q1.kpi").returncode == 1


@pytest.mark.parametrize("arguments", [("build", "specs/none.kpi"), ("check", "specs/data"), ("build",), ("bild", "x")])
def test_what_cannot_run_has_status_2_and_no_traceback(project: Path, arguments: tuple[str, ...]) -> None:
    run = kpic(project, *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr
    assert "Traceback" not in run.stderr


def test_a_folder_that_cannot_be_written_to(project: Path) -> None:
    (project / "out").write_text("a file where the folder should be")
    run = kpic(project, "build", "specs/q1.kpi")
    assert (run.returncode, run.stdout) == (2, "")
    assert "out/q1.pdf could not be written" in run.stderr


def test_a_glyph_that_the_font_lacks_is_said(project: Path) -> None:
    edit(project / "specs/q1.kpi", '"Safeguarding"', '"Safeguarding 安"')
    run = kpic(project, "build", "specs/q1.kpi")
    assert run.returncode == 1
    assert "error[glyph-missing]" in run.stderr
    assert "U+5B89" in run.stderr


def test_a_data_file_in_another_encoding_is_said_with_its_line(project: Path) -> None:
    path = project / "specs/data/childrens-services.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    run = kpic(project, "build", "specs/q1.kpi")
    assert run.returncode == 0, run.stderr
    assert re.search(r"warning\[windows-text\]: this file is not UTF-8", run.stderr)
    assert "CSV UTF-8" in run.stderr


def test_a_utf_16_data_file_is_called_that(project: Path) -> None:
    path = project / "specs/data/childrens-services.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    run = kpic(project, "build", "specs/q1.kpi")
    assert run.returncode == 1
    assert "UTF-16" in run.stderr


def test_lines_may_end_as_on_an_old_mac(project: Path) -> None:
    path = project / "specs/data/childrens-services.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r").replace(b"91%", b"9l%"))
    run = kpic(project, "check", "specs/q1.kpi")
    assert "childrens-services.csv:13:" in run.stderr


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in the file system elsewhere")
def test_a_pipe_in_place_of_a_data_file_is_not_waited_for(project: Path) -> None:
    path = project / "specs/data/childrens-services.csv"
    path.unlink()
    os.mkfifo(path)
    run = kpic(project, "check", "specs/q1.kpi")
    assert run.returncode == 1
    assert "error[file-unreadable]" in run.stderr


def test_a_name_that_no_file_can_have(project: Path) -> None:
    run = kpic(project, "build", "x" * 5000)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")
def test_an_output_that_cannot_be_printed_is_said_and_the_report_stays(project: Path) -> None:
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "kpidsl", "build", "specs/q1.kpi"]
        run = subprocess.run(command, cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120)
    assert run.returncode == 2
    assert "the result was out/q1.pdf" in run.stderr
    assert (project / "out/q1.pdf").is_file()


def test_many_problems_are_counted_not_all_shown(project: Path) -> None:
    path = project / "specs/children.kpi"
    lines = "".join(f"  unknown{number} 1\n" for number in range(1000))
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    run = kpic(project, "check", "specs/q1.kpi")
    assert run.stderr.count("error[") == 50
    assert "... and 950 more" in run.stderr
    assert "kpic: 1000 errors" in run.stderr


def test_later_figures_change_nothing_in_an_earlier_report(project: Path) -> None:
    earlier = said(composed("q1.kpi", project / "specs"))
    path = project / "specs/data/childrens-services.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "referrals,2021-22 Q2,40,,,illustrative,secret\n", encoding="utf-8"
    )
    assert said(composed("q1.kpi", project / "specs")) == earlier


def test_a_failed_write_leaves_the_earlier_file_and_no_scrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "q1.pdf"
    workspace.write_whole(target, b"earlier")

    def fail(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="the power went"):
        workspace.write_whole(target, b"later")
    assert target.read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["q1.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="only POSIX can kill a process outright")
def test_a_build_killed_at_the_last_moment_leaves_the_earlier_report(project: Path) -> None:
    kpic(project, "build", "specs/q1.kpi")
    earlier = (project / "out/q1.pdf").read_bytes()
    script = (
        "import os, signal; from kpidsl.cli.main import main\n"
        "os.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)\n"
        "main(['build', 'specs/q1.kpi', '--as-at', '2022-01-01'])"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, timeout=120)
    assert run.returncode < 0
    assert (project / "out/q1.pdf").read_bytes() == earlier


@pytest.mark.skipif(os.name != "posix", reason="links need no special right on POSIX only")
def test_a_link_does_not_lead_out_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("private")
    inside = tmp_path / "specs"
    inside.mkdir()
    (inside / "data.csv").symlink_to(tmp_path / "secret.csv")
    found = workspace.reader(inside)("data.csv")
    assert isinstance(found, Unreadable)
    assert found.code == "outside-project"


def test_a_folder_in_place_of_a_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "data.csv").mkdir()
    found = workspace.reader(tmp_path)("data.csv")
    assert isinstance(found, Unreadable)
    assert found.code == "file-unreadable"


def test_problems_end_with_where_to_read_more(project: Path) -> None:
    edit(project / "specs/children.kpi", "target     25%", "target     25")
    assert kpic(project, "check", "specs/q1.kpi").stderr.endswith(
        "\nkpic: 1 error; kpic explain unit-mismatch says more\n"
    )
    edit(project / "specs/council.yaml", "council: Rutland", "councl: Rutland")
    assert kpic(project, "build", "specs/q1.kpi").stderr.endswith("; kpic explain CODE says more\n")


def test_explain_prints_an_entry_with_the_message_that_its_wrong_example_gets(tmp_path: Path) -> None:
    run = kpic(tmp_path, "explain", "unit-mismatch")
    assert (run.returncode, run.stderr) == (0, "")
    assert "A figure is in another unit" in run.stdout
    assert "    error[unit-mismatch]: `90` has no unit, but the indicator is a percentage" in run.stdout
    assert run.stdout.index("target    90\n") < run.stdout.index("target    90%\n")
    assert "square brackets" in kpic(tmp_path, "explain", "--help").stdout
    assert "explain" in kpic(tmp_path, "--help").stdout


def test_explain_alone_lists_every_code(tmp_path: Path) -> None:
    run = kpic(tmp_path, "explain")
    assert run.returncode == 0
    assert [line.split()[0] for line in run.stdout.splitlines()] == list(CATALOGUE)


@pytest.mark.parametrize(("code", "help_"), [("unit-mismach", "did you mean `unit-mismatch`?"), ("zzz", "lists all")])
def test_explain_of_an_unknown_code_offers_the_closest(tmp_path: Path, code: str, help_: str) -> None:
    run = kpic(tmp_path, "explain", code)
    assert (run.returncode, run.stdout) == (1, "")
    assert f"there is no code `{code}`" in run.stderr
    assert help_ in run.stderr


def test_explain_all_as_markdown_is_the_page_in_the_documentation(tmp_path: Path) -> None:
    run = kpic(tmp_path, "explain", "--all", "--format", "markdown")
    assert run.stdout == (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert len(kpic(tmp_path, "explain", "--all").stdout) > len(CATALOGUE) * 100


def test_version() -> None:
    assert kpic(ROOT, "--version").stdout == f"kpic, version {__version__}\n"


def test_check_loads_neither_the_pdf_library_nor_the_renderers(project: Path) -> None:
    script = (
        "import sys; from kpidsl.cli.main import main\n"
        "try: main(['check', 'specs/q1.kpi'])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('reportlab', 'PIL', 'xlsxwriter')]\n"
        "assert 'kpidsl.render.html' not in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=project, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [_Terminal, io.StringIO])
def test_a_progress_line_is_drawn_on_a_terminal_only(
    project: Path, monkeypatch: pytest.MonkeyPatch, stream: type[io.StringIO]
) -> None:
    shown = stream()
    monkeypatch.chdir(project)
    monkeypatch.setattr(sys, "stderr", shown)
    with pytest.raises(SystemExit) as end:
        main(["build", "specs/q1.kpi"])
    assert end.value.code == 0
    if stream is _Terminal:
        assert "Laying out pages" in shown.getvalue()
        assert shown.getvalue().endswith("\r\x1b[K")
    else:
        assert shown.getvalue() == ""


def test_what_goes_into_a_file_is_utf8_whatever_the_code_page(tmp_path: Path) -> None:
    (tmp_path / "q.kpi").write_text('language 1\nreport "Łódź → 安"\n  period 2021-22 Q9\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}

    def run(*arguments: str) -> tuple[str, str]:
        command = [sys.executable, "-m", "kpidsl", *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120)
        return done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    explained, _ = run("explain", "--all")
    assert "安" in explained
    assert explained.splitlines() == explainer.everything_as_text().splitlines()
    _, problems = run("check", "q.kpi")
    assert 'report "Łódź → 安"' in problems
