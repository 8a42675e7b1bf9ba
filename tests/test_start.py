"""What starts quickly says the same as what does not, and loads no more than it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpidsl.cli.commands import COMMANDS, kpic
from kpidsl.cli.ending import COULD_NOT_RUN
from kpidsl.cli.helping import HELP
from tests.command import edit

ROOT = Path(__file__).parents[1]


def _run(*arguments: str, columns: str = "", before: str = "", after: str = "") -> subprocess.CompletedProcess[str]:
    """`kpic` in a process of its own, with lines of Python run before and after it."""
    script = f"import sys\n{before}\nfrom kpidsl.cli.main import main\ntry: main()\nfinally:\n    pass\n{after}"
    environment = os.environ | {"COLUMNS": columns}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


# Click, and what is loaded for it alone.
_ONLY_FOR_OPTIONS = {"click", "dataclasses", "inspect"}


def test_the_help_that_is_kept_is_what_click_writes() -> None:
    """After a change of a command: write what is left of the assertion into `kpidsl/cli/helping.py`."""
    assert kpic.make_context("kpic", [], terminal_width=78, resilient_parsing=True).get_help() + "\n" == HELP


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_loads_no_command_and_no_library(option: str) -> None:
    listed = "import atexit; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))"
    run = _run(option, before=listed)
    assert run.returncode == 0
    assert run.stdout == HELP
    assert {name for name in run.stderr.split() if name.startswith(("kpidsl.cli", "click", "lark"))} == {
        "kpidsl.cli",
        "kpidsl.cli.main",
        "kpidsl.cli.helping",
    }


def test_help_on_a_narrow_terminal_is_wrapped_anew() -> None:
    run = _run("--help", columns="60")
    assert run.returncode == 0
    assert run.stdout != HELP
    assert max(map(len, run.stdout.splitlines())) <= 60
    assert all(f"  {name} " in run.stdout for name in COMMANDS)


def test_every_command_is_there_by_its_name() -> None:
    context = kpic.make_context("kpic", [], resilient_parsing=True)
    for name in kpic.list_commands(context):
        command = kpic.get_command(context, name)
        assert command is not None
        assert command.help
    assert kpic.get_command(context, "no-such-command") is None


def test_a_first_plain_check_loads_neither_click_nor_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPIC_CACHE", str(tmp_path))
    listed = "import atexit; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))"
    run = _run("check", "specs/q1.kpi", before=listed)
    assert (run.returncode, run.stdout) == (0, "specs/q1.kpi: no problems\n")
    needless = {"kpidsl.diagnostics.catalogue", "kpidsl.compose.dictionary", "kpidsl.evaluation.back_test"}
    assert set(run.stderr.split()) & (needless | _ONLY_FOR_OPTIONS) == set()


def test_a_plain_check_says_what_the_command_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPIC_CACHE", str(tmp_path / "kept"))
    good = "specs/q1.kpi"
    (tmp_path / "bad.kpi").write_text('report "Report"\n  nonsense here\n', encoding="utf-8")
    (tmp_path / "bytes.kpi").write_bytes(b'report "\xff\xfe"\n')
    (tmp_path / "escape.kpi").write_text('report "\x1b[31mred"\n', encoding="utf-8")
    bad, bytes_, escape = (str(tmp_path / f"{name}.kpi") for name in ("bad", "bytes", "escape"))
    missing = str(tmp_path / "missing.kpi")
    for specs in ([good], [bad], [bytes_], [escape], [missing], [good, "./" + good], [good, bad], [str(tmp_path)]):
        found = [_run("check", *given) for given in (specs, specs, [*specs, "--fail-level", "error"])]  # kept, too
        assert len({(run.returncode, run.stdout, run.stderr) for run in found}) == 1, found


def test_a_plain_build_says_what_the_command_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPIC_CACHE", str(tmp_path / "kept"))
    (tmp_path / "bad.kpi").write_text('report "Report"\n  nonsense here\n', encoding="utf-8")
    (tmp_path / "escape.kpi").write_text('report "\x1b[31mred"\n', encoding="utf-8")
    bad, escape, missing = (str(tmp_path / f"{name}.kpi") for name in ("bad", "escape", "missing"))
    (tmp_path / "file").touch()
    out, none = str(tmp_path / "out"), str(tmp_path / "file" / "out")
    for given in (["specs/q1.kpi", out], [bad, out], [escape, out], [missing, out], [str(tmp_path), out],
                  ["specs/children.kpi", out], ["specs/q1.kpi", none], ["", out]):  # fmt: skip
        spec, folder = given
        plain = _run("build", spec, "--out", folder)
        said = _run("build", "--format", "pdf", "--out", folder, spec)
        assert (plain.returncode, plain.stdout, plain.stderr) == (said.returncode, said.stdout, said.stderr)
        assert plain.stdout + plain.stderr
    assert _run("build", "specs/q1.kpi", "again").returncode == COULD_NOT_RUN


def test_a_plain_build_ends_as_the_command_does_where_nobody_listens_or_it_is_broken_off(tmp_path: Path) -> None:
    (tmp_path / "bad.kpi").write_text('report "Report"\n  nonsense here\n', encoding="utf-8")
    closed = "import os; reads, writes = os.pipe(); os.close(reads); os.dup2(writes, 2)"
    broken = "import kpidsl.pipeline as p\ndef stop(*given): raise KeyboardInterrupt\np.prepare = stop"
    for before, word in ((closed, ""), (broken, "Aborted!")):
        for options in ([], ["--format", "pdf"]):
            run = _run("build", str(tmp_path / "bad.kpi"), *options, before=before)
            assert (run.returncode, run.stdout, run.stderr.strip()) == (1, "", word)


# What ReportLab, `xml.sax` and `importlib.resources` load for things that no report needs.
_NEEDLESS = {"PIL.Image", "tempfile", "shutil", "urllib.request", "http.client", "ssl", "email", "zipfile", "xml.sax"}


def test_a_build_loads_nothing_for_pictures_and_the_web(tmp_path: Path) -> None:
    listed = "import atexit; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))"
    run = _run("build", "specs/q1.kpi", "--out", str(tmp_path), before=listed)
    assert run.returncode == 0, run.stderr
    assert "reportlab.pdfbase.ttfonts" in run.stderr.split()
    assert set(run.stderr.split()) & _NEEDLESS == set()


def test_a_build_whose_characters_were_set_before_loads_no_library_for_fonts(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPIC_CACHE", str(tmp_path / "cache"))
    listed = "import atexit; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))"

    def build() -> tuple[bool, bytes]:
        run = _run("build", str(project / "specs" / "q1.kpi"), "--out", str(tmp_path / "out"), before=listed)
        assert run.returncode == 0, run.stderr
        loaded = set(run.stderr.split())
        assert "reportlab" in loaded or not loaded & _ONLY_FOR_OPTIONS
        return "reportlab" in loaded, (tmp_path / "out" / "q1.pdf").read_bytes()

    (loaded, first), (loaded_again, again) = build(), build()
    assert (loaded, loaded_again) == (True, False)
    assert again == first
    edit(project / "specs" / "council.yaml", "council: ", "council: Σ ")
    loaded, changed = build()
    assert loaded
    assert changed != first


def test_what_stood_in_for_a_module_is_gone_once_reportlab_is_loaded_and_is_the_real_one_where_it_is_asked() -> None:
    script = """
import sys
import kpidsl.render.pdf.library
assert not {"PIL.Image", "tempfile"} & set(sys.modules)
from reportlab.lib import rltempfile, utils
assert utils.haveImages
picture = utils.Image.new("RGB", (2, 3))
assert sys.modules["PIL.Image"].Image is utils.Image.Image is type(picture)
assert utils.ImageReader(picture).getSize() == (2, 3)
import tempfile
assert type(tempfile) is type(sys)
assert rltempfile.tempfile.gettempdir is tempfile.gettempdir
from PIL import Image
assert type(Image) is type(sys) and Image.new is utils.Image.new
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0, run.stderr
